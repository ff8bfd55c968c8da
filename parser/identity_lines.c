/* SPDX-License-Identifier: ISC */
/* Lines that are not the message: header lines of quoted and forwarded mail in many languages, footers of mail programs,
 * disclaimers. Says of each line whose words it holds. No mail program is trusted to mark its quotations with ">". */
#include "parser/identity_internal.h"

static guint
first_word(const Doc *doc, const Line *line)
{
  guint i = line->first;
  while (i < line->last && TOKEN(doc, i)->type == TOKEN_PUNCT)
    i++;
  return i;
}

/* The header class of a line "From: ..." (or "*From:*"), or -1. */
static int
header_class(const Doc *doc, const Line *line)
{
  static const Cue classes[] = {CUE_HEAD_FROM, CUE_HEAD_TO, CUE_HEAD_DATE, CUE_HEAD_SUBJECT};
  guint i = first_word(doc, line);
  if (i >= line->last)
    return -1;
  for (gsize c = 0; c < G_N_ELEMENTS(classes); c++) {
    guint n = identity_cue_length(doc, i, classes[c]);
    guint k = i + n;
    while (n && k < line->last && identity_is_punct(doc, k, '*'))
      k++;
    if (n && k < line->last && identity_is_punct(doc, k, ':'))
      return (int)classes[c];
  }
  return -1;
}

static Zone
zone_of_person(const Doc *doc, const Profile *profile, guint first, guint last)
{
  gboolean foreign = FALSE;
  gboolean found;
  for (guint e = identity_range_at(doc->emails, first, &found); e < doc->emails->len; e++) {
    const Range *r = &g_array_index(doc->emails, Range, e);
    if (r->first >= last)
      break;
    g_autofree char *address = g_strndup(doc->s + r->start, r->end - r->start);
    g_autofree char *lower = g_utf8_strdown(address, -1);
    if (g_hash_table_contains(profile->services, lower))
      return ZONE_SYSTEM;
    if (g_hash_table_contains(profile->emails, lower))
      return ZONE_OWN;
    foreign = TRUE;
  }
  guint skip, matches = 0, words = 0;
  gboolean sure;
  const ProfileName *before = NULL;
  for (guint i = first; i < last; i++) {
    if (TOKEN(doc, i)->type != TOKEN_WORD || TOKEN(doc, i)->flags & TOKEN_EMAIL)
      continue;
    words++;
    const ProfileName *name = identity_profile_match(profile, doc, i, &skip, &sure);
    matches += name && sure && name->own && name != before; /* "Al-Mahdawi" is one */
    before = name;
  }
  if (matches >= 2 || (matches == 1 && !foreign && words <= 2))
    return ZONE_OWN;
  return ZONE_OTHER;
}

/* "On 5 Mar 2024 at 10:02, Name <a@b> wrote:", "في ... كتب ...:": over at most three lines. Returns the line after it, or 0. */
static guint
attribution_end(const Doc *doc, guint l)
{
  const Line *line = LINE(doc, l);
  guint last = MIN(l + 3, doc->lines->len);
  gboolean wrote = FALSE, when = FALSE;
  for (guint k = l; k < last; k++) {
    const Line *here = LINE(doc, k);
    if (here->flags & LINE_BLANK)
      return 0;
    for (guint i = here->first; i < here->last; i++) {
      const Token *t = TOKEN(doc, i);
      wrote |= t->begins & CUE_BIT(CUE_WROTE) && !(i + 1 < here->last && identity_is_from_word(doc, i + 1)); /* "he wrote from a@b:" tells of a threat */
      when |= t->flags & TOKEN_EMAIL || (t->type == TOKEN_NUMBER && t->chars <= 2 && identity_is_punct(doc, i + 1, ':') && i + 2 < here->last && TOKEN(doc, i + 2)->type == TOKEN_NUMBER);
    }
    guint end = here->last;
    while (end > here->first && TOKEN(doc, end - 1)->type == TOKEN_PUNCT && TOKEN(doc, end - 1)->punct == '>')
      end--;
    if (end > here->first && identity_is_punct(doc, end - 1, ':') && wrote && when)
      return k + 1;
    if (k == l && !when && !wrote)
      return 0;
  }
  (void)line;
  return 0;
}

/* Header lines in a row: at least two of different classes. Returns the line after the block, or 0. */
static guint
header_block_end(const Doc *doc, guint l)
{
  guint seen = 0, k = l, end = l;
  int first = header_class(doc, LINE(doc, l));
  if (first < 0)
    return 0;
  for (; k < doc->lines->len && k < l + 14; k++) {
    int class = header_class(doc, LINE(doc, k));
    if (class >= 0) {
      static const Cue classes[] = {CUE_HEAD_FROM, CUE_HEAD_TO, CUE_HEAD_DATE, CUE_HEAD_SUBJECT};
      for (guint c = 0; c < 4; c++)
        if ((int)classes[c] == class)
          seen |= 1u << c;
      end = k + 1;
    } else if (LINE(doc, k)->flags & LINE_BLANK || k > end + 1) {
      break;
    }
  }
  gboolean from = seen & 1, several = (seen & (seen - 1)) != 0;
  return from && several ? end : 0;
}

/* Exact times in header lines go; the day stays. */
static void
strip_times(Doc *doc, const Line *line)
{
  for (guint i = line->first; i + 2 < line->last; i++) {
    if (TOKEN(doc, i)->type != TOKEN_NUMBER || TOKEN(doc, i)->chars > 2 || !identity_is_punct(doc, i + 1, ':') || TOKEN(doc, i + 2)->type != TOKEN_NUMBER)
      continue;
    guint end = i + 3;
    if (end + 1 < line->last && identity_is_punct(doc, end, ':') && TOKEN(doc, end + 1)->type == TOKEN_NUMBER)
      end += 2;
    identity_span_add(doc, TOKEN(doc, i)->start, TOKEN(doc, end - 1)->end, KIND_TIME, 40, "header.time");
    i = end;
  }
}

static Zone
block_zone(const Doc *doc, const Profile *profile, guint first, guint last)
{
  for (guint l = first; l < last; l++)
    if (header_class(doc, LINE(doc, l)) == CUE_HEAD_FROM) {
      const Line *line = LINE(doc, l);
      guint i = first_word(doc, line);
      while (i < line->last && !identity_is_punct(doc, i, ':'))
        i++;
      return zone_of_person(doc, profile, i, line->last);
    }
  return ZONE_OTHER;
}

/* The address on the line that is in the set; "" none. */
static char *
address_of(const Doc *doc, const Line *line, GHashTable *set)
{
  gboolean found;
  for (guint e = identity_range_at(doc->emails, line->first, &found); e < doc->emails->len; e++) {
    const Range *r = &g_array_index(doc->emails, Range, e);
    if (r->first >= line->last)
      break;
    g_autofree char *address = g_strndup(doc->s + r->start, r->end - r->start);
    char *lower = g_utf8_strdown(address, -1);
    if (!set || g_hash_table_contains(set, lower))
      return lower;
    g_free(lower);
  }
  return NULL;
}

/* The header block around line l is of a mail that the report service sent: who received it is the reporter. */
static gboolean
is_from_service(const Doc *doc, const Profile *profile, guint l)
{
  guint first = l, last = l;
  while (first > 0 && l - first < 8 && LINE(doc, first - 1)->flags & LINE_HEAD)
    first--;
  while (last < doc->lines->len && last - l < 8 && LINE(doc, last)->flags & LINE_HEAD)
    last++;
  return block_zone(doc, profile, first, last) == ZONE_SYSTEM;
}

/* To, Cc: whoever received it is the reporter or near; answered: the report service wrote to them. The service's own address may stay. */
static void
strip_recipients(Doc *doc, Profile *profile, const Line *line, gboolean answered)
{
  guint i = first_word(doc, line);
  while (i < line->last && !identity_is_punct(doc, i, ':'))
    i++;
  guint start = i + 1, person = start;
  if (start >= line->last || zone_of_person(doc, profile, start, line->last) == ZONE_SYSTEM)
    return;
  g_autofree char *address = answered ? address_of(doc, line, NULL) : NULL;
  if (address)
    identity_profile_add_email(profile, address, TRUE);
  for (guint k = start; k <= line->last; k++) { /* name and address apart, per person */
    gboolean end = k == line->last || identity_is_punct(doc, k, ';') || identity_is_punct(doc, k, '<');
    if (!end)
      continue;
    guint stop = k;
    if (k < line->last && identity_is_punct(doc, k, '<'))
      while (k + 1 < line->last && !identity_is_punct(doc, k, '>'))
        k++;
    while (person < stop && TOKEN(doc, person)->type == TOKEN_PUNCT)
      person++;
    if (person < stop && !(TOKEN(doc, person)->flags & TOKEN_EMAIL)) {
      Zone zone = zone_of_person(doc, profile, person, stop);
      gboolean own = answered || zone == ZONE_OWN || (stop < line->last && identity_is_punct(doc, stop, '<') && zone_of_person(doc, profile, stop, k + 1) == ZONE_OWN);
      if (own)
        identity_profile_add_tokens(profile, doc, person, stop, TRUE);
      identity_span_tokens(doc, person, stop, own ? KIND_REPORTER : KIND_PERSON, 60, "header.recipient");
    }
    person = k + 1;
  }
}

static void
mark_head(Doc *doc, guint first, guint last)
{
  for (guint l = first; l < last; l++)
    LINE(doc, l)->flags |= LINE_HEAD;
}

/* "From: ...", "To: ..." typed by hand at the head of the mail, without addresses: the writer's own. */
static gboolean
is_own_heading(const Doc *doc, guint first, guint last)
{
  gboolean found;
  guint e = identity_range_at(doc->emails, LINE(doc, first)->first, &found);
  if (doc->text->type != IDENTITY_BODY || (e < doc->emails->len && g_array_index(doc->emails, Range, e).first < LINE(doc, last - 1)->last))
    return FALSE;
  for (guint l = 0; l < first; l++)
    if (!(LINE(doc, l)->flags & LINE_BLANK))
      return FALSE;
  return TRUE;
}

void
identity_lines_mark(Doc *doc, Profile *profile)
{
  guint8 zones[256];
  memset(zones, doc->text->type == IDENTITY_NESTED ? ZONE_OTHER : ZONE_OWN, sizeof zones);
  for (guint l = 0; l < doc->lines->len; l++) {
    Line *line = LINE(doc, l);
    line->zone = zones[line->depth];
    if (line->flags & LINE_BLANK || doc->text->type == IDENTITY_CHAT || doc->text->type == IDENTITY_VCARD)
      continue;
    gboolean block = TRUE;
    guint end = header_block_end(doc, l);
    if (!end && line->last - line->first < 400) {
      end = attribution_end(doc, l);
      block = FALSE;
    }
    if (!end)
      continue;
    mark_head(doc, l, end);
    if (block && is_own_heading(doc, l, end)) {
      for (; l < end; l++)
        LINE(doc, l)->zone = ZONE_OWN;
      l = end - 1;
      continue;
    }
    Zone zone = block ? block_zone(doc, profile, l, end) : zone_of_person(doc, profile, line->first, LINE(doc, end - 1)->last);
    if (zone == ZONE_OTHER && identity_thread_is_near(doc, profile, l, end, block))
      zone = ZONE_OWN;
    guint next = end;
    while (next < doc->lines->len && LINE(doc, next)->flags & LINE_BLANK)
      next++;
    guint depth = line->depth, deeper = next < doc->lines->len ? LINE(doc, next)->depth : depth;
    guint from = !block && deeper > depth ? depth + 1 : depth;
    memset(zones + from, zone, sizeof zones - from);
    for (; l < end; l++)
      LINE(doc, l)->zone = zone;
    l = end - 1;
  }
}

/* ---- footers ---- */

static gboolean
is_footer(const Doc *doc, const Line *line)
{
  guint i = first_word(doc, line);
  if (i >= line->last || line->last - i > 16)
    return FALSE;
  if (TOKEN(doc, i)->begins & CUE_BIT(CUE_FOOTER))
    return TRUE;
  guint last = line->last;
  while (last > i && TOKEN(doc, last - 1)->type == TOKEN_PUNCT)
    last--;
  return last > i && last - i <= 10 && TOKEN(doc, last - 1)->ends & CUE_BIT(CUE_FOOTER);
}

static void
strip_line(Doc *doc, Line *line, const char *rule)
{
  guint i = first_word(doc, line);
  line->flags |= LINE_FOOTER;
  if (i < line->last)
    identity_span_tokens(doc, i, line->last, KIND_NOTHING, 90, rule);
}

/* "On ..., Omar Rasheed <own@address> wrote:": the name before the reporter's address. */
static void
learn_head_names(Doc *doc, Profile *profile, const Line *line)
{
  gboolean found;
  for (guint e = identity_range_at(doc->emails, line->first, &found); e < doc->emails->len; e++) {
    const Range *r = &g_array_index(doc->emails, Range, e);
    if (r->first >= line->last)
      break;
    g_autofree char *address = g_strndup(doc->s + r->start, r->end - r->start);
    guint last = r->first;
    g_autofree char *lower = g_utf8_strdown(address, -1);
    if (!identity_profile_is_email(profile, address) || g_hash_table_contains(profile->near, lower) || last == 0 || !identity_is_punct(doc, last - 1, '<'))
      continue;
    last--;
    guint first = last;
    while (last > 0 && identity_is_punct(doc, last - 1, '*'))
      last--;
    first = last;
    while (first > 0 && last - first < IDENTITY_MAX_NAME_WORDS && TOKEN(doc, first - 1)->type == TOKEN_WORD && TOKEN(doc, first - 1)->line == TOKEN(doc, last)->line &&
           !(TOKEN(doc, first - 1)->ends & (CUE_BIT(CUE_WROTE) | CUE_BIT(CUE_HEAD_FROM) | CUE_BIT(CUE_HEAD_TO) | CUE_BIT(CUE_STOP))))
      first--;
    if (first == last)
      continue;
    identity_profile_add_tokens(profile, doc, first, last, TRUE);
    identity_span_tokens(doc, first, last, KIND_REPORTER, 70, "header.name");
  }
}

/* "From: ..." of the reporter: the name after the colon. */
static void
learn_from(Doc *doc, Profile *profile, const Line *line)
{
  guint i = first_word(doc, line), first, last;
  while (i < line->last && !identity_is_punct(doc, i, ':'))
    i++;
  g_autofree char *near = address_of(doc, line, profile->near);
  if (near || i + 1 >= line->last || !identity_parse_name(doc, profile, i + 1, TRUE, &first, &last) || last > line->last)
    return;
  identity_profile_add_tokens(profile, doc, first, last, TRUE);
  identity_span_tokens(doc, first, last, KIND_REPORTER, 70, "header.name");
}

/* Whoever received the innermost mail and sent the next one on is the reporter under another address. */
static void
learn_chain(Doc *doc, Profile *profile)
{
  g_autoptr(GHashTable) received = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  for (guint l = doc->lines->len; l > 0; l--) { /* the innermost comes last */
    const Line *line = LINE(doc, l - 1);
    int class = line->flags & LINE_HEAD ? header_class(doc, line) : -1;
    if (class == CUE_HEAD_TO) {
      char *address = address_of(doc, line, NULL);
      if (address)
        g_hash_table_add(received, address);
    } else if (class == CUE_HEAD_FROM) {
      g_autofree char *address = address_of(doc, line, received);
      if (!address || g_hash_table_contains(profile->services, address))
        continue;
      identity_profile_add_email(profile, address, TRUE);
      learn_head_names(doc, profile, line);
    }
  }
}

void
identity_lines_strip(Doc *doc, Profile *profile)
{
  if (doc->text->type == IDENTITY_BODY && doc->emails->len >= 2)
    learn_chain(doc, profile);
  for (guint l = 0; l < doc->lines->len; l++) {
    Line *line = LINE(doc, l);
    if (line->flags & LINE_BLANK)
      continue;
    if (line->flags & LINE_HEAD) {
      strip_times(doc, line);
      learn_head_names(doc, profile, line);
      if (header_class(doc, line) == CUE_HEAD_TO && !is_own_heading(doc, l, l + 1) && !(l > 0 && is_own_heading(doc, l - 1, l)))
        strip_recipients(doc, profile, line, is_from_service(doc, profile, l));
      if (header_class(doc, line) == CUE_HEAD_FROM && line->zone == ZONE_OWN)
        learn_from(doc, profile, line);
      continue;
    }
    if (doc->text->type == IDENTITY_CHAT || doc->text->type == IDENTITY_VCARD || line->zone == ZONE_OTHER)
      continue;
    if (is_footer(doc, line)) {
      strip_line(doc, line, "footer");
    } else if (TOKEN(doc, first_word(doc, line) < doc->tokens->len ? first_word(doc, line) : line->first)->begins & CUE_BIT(CUE_DISCLAIMER)) {
      for (; l < doc->lines->len && !(LINE(doc, l)->flags & (LINE_BLANK | LINE_HEAD)); l++)
        strip_line(doc, LINE(doc, l), "disclaimer");
      l--;
    }
  }
}
