/* SPDX-License-Identifier: ISC */
/* What stands below the reporter's name or closing at the end of their words: office, address, accounts, numbers, in no sentence and
 * in words that no list knows. A line that speaks of an accused, quotes or tells something ends it. */
#include "parser/identity_internal.h"

#define TAIL_MAX_LINES 9u
#define TAIL_MAX_WORDS 16u

/* "Saqr: send the money": a colon between words of which the first says not what follows. */
static gboolean
is_speech(const Doc *doc, const Line *line, guint i)
{
  const guint64 labels = CUE_BIT(CUE_ORG) | CUE_BIT(CUE_ROLE) | CUE_BIT(CUE_ADDRESS) | CUE_BIT(CUE_PHONE_WORD) | CUE_BIT(CUE_ID) | CUE_BIT(CUE_TITLE) | CUE_BIT(CUE_OWN_ACCOUNT) | CUE_BIT(CUE_OWN_CONTACT) | CUE_BIT(CUE_OWN_PHONE) | CUE_BIT(CUE_LIVE);
  if (TOKEN(doc, i)->type != TOKEN_PUNCT || TOKEN(doc, i)->punct != ':' || i == line->first || i + 1 >= line->last || TOKEN(doc, i)->flags & TOKEN_GUARDED)
    return FALSE;
  const Token *next = TOKEN(doc, i + 1);
  return next->type == TOKEN_WORD && !(next->flags & (TOKEN_GUARDED | TOKEN_PHONE)) && !((TOKEN(doc, i - 1)->ends | TOKEN(doc, i - 1)->begins) & labels);
}

/* "المشتكى عليه / X", "Candidate: X". */
static gboolean
is_accused_label(const Doc *doc, const Line *line)
{
  guint n = identity_cue_length(doc, line->first, CUE_ACCUSED_TITLE), k = line->first + n;
  return n && k + 1 < line->last && TOKEN(doc, k)->type == TOKEN_PUNCT && (TOKEN(doc, k)->punct == ':' || TOKEN(doc, k)->punct == '/') &&
         TOKEN(doc, k + 1)->type == TOKEN_WORD && !(TOKEN(doc, k + 1)->flags & (TOKEN_PHONE | TOKEN_GUARDED));
}

/* A full stop in the middle of a line, behind no abbreviation: what follows is another sentence. */
static gboolean
is_full_stop(const Doc *doc, const Line *line, guint i)
{
  return TOKEN(doc, i)->type == TOKEN_PUNCT && TOKEN(doc, i)->punct == '.' && i > line->first && i + 1 < line->last && !(TOKEN(doc, i)->flags & TOKEN_GUARDED) &&
         TOKEN(doc, i - 1)->type == TOKEN_WORD && TOKEN(doc, i - 1)->chars >= 5 && TOKEN(doc, i + 1)->flags & TOKEN_SPACE && TOKEN(doc, i + 1)->type == TOKEN_WORD;
}

/* A line of a visiting card by what it holds: no sentence, nothing of an accused. Below a closing and a name it needs no word that
 * is known (sure). */
static gboolean
is_card_line(const Doc *doc, const Line *line, gboolean sure)
{
  guint words = 0, stops = 0, signs = 0, marks = 0;
  if (line->flags & (LINE_FOOTER | LINE_HEAD) || line->zone == ZONE_OTHER || line->first == line->last || is_accused_label(doc, line))
    return FALSE;
  for (guint i = line->first; i < line->last; i++) {
    const Token *t = TOKEN(doc, i);
    if (t->flags & TOKEN_QUOTE || t->begins & (CUE_BIT(CUE_ACCUSED_ACT) | CUE_BIT(CUE_ACCUSED_CONTACT) | CUE_BIT(CUE_FAKE) | CUE_BIT(CUE_SAY) | CUE_BIT(CUE_VOCATIVE)) || t->punct == '?' || t->punct == 0x61f || t->punct == '!' || t->punct == '#')
      return FALSE;
    if (i == line->first ? identity_has(t, SET_POSTSCRIPT) : t->begins & CUE_BIT(CUE_ACCUSED_TITLE) && !(t->begins & (CUE_BIT(CUE_ROLE) | CUE_BIT(CUE_TITLE) | CUE_BIT(CUE_ORG) | CUE_BIT(CUE_MEDIUM) | CUE_BIT(CUE_PLACE))))
      return FALSE;
    words += t->type == TOKEN_WORD && !(t->flags & TOKEN_GUARDED);
    marks += t->type == TOKEN_PUNCT && (t->punct == '|' || t->punct == '/' || t->punct == 0x2013 || t->punct == 0x2014 || t->punct == 0x00b7);
    stops += (t->begins & CUE_BIT(CUE_STOP)) != 0 && !(t->begins & (CUE_BIT(CUE_ROLE) | CUE_BIT(CUE_ORG) | CUE_BIT(CUE_ADDRESS) | CUE_NAMES)) && !(t->flags & TOKEN_GUARDED);
    signs += (t->begins & (CUE_BIT(CUE_ORG) | CUE_BIT(CUE_ROLE) | CUE_BIT(CUE_ADDRESS) | CUE_BIT(CUE_PLACE) | CUE_BIT(CUE_ID) | CUE_BIT(CUE_MEDIUM) | CUE_BIT(CUE_UNIT))) != 0 || t->flags & (TOKEN_PHONE | TOKEN_EMAIL);
    if ((t->flags & (TOKEN_LINK | TOKEN_HANDLE) && !sure) || is_speech(doc, line, i) || is_full_stop(doc, line, i))
      return FALSE;
  }
  return words <= TAIL_MAX_WORDS && stops <= (words > 8 ? 2u : 1u) && (signs || sure || marks);
}

/* "Al-Wafa Clinic - Dressing Department / To whom it may concern": the organisation that a mail begins with, before whom it is for. */
static void
learn_letterhead(Doc *doc, Profile *profile)
{
  guint l = 0, lines = 0, top = 0;
  if (doc->text->type != IDENTITY_BODY && doc->text->type != IDENTITY_ATTACHMENT)
    return;
  while (l < doc->lines->len && LINE(doc, l)->flags & LINE_BLANK)
    l++;
  for (top = l; l < doc->lines->len && lines < 4; l++, lines++) {
    const Line *line = LINE(doc, l);
    if (line->flags & LINE_BLANK)
      continue;
    guint i = line->first;
    while (i < line->last && TOKEN(doc, i)->type == TOKEN_PUNCT)
      i++;
    if (i < line->last && identity_in(doc, i, SET_ADDRESSED))
      break;
    gboolean org = FALSE;
    for (guint k = line->first; k < line->last; k++)
      org |= (TOKEN(doc, k)->begins & (CUE_BIT(CUE_ORG) | CUE_BIT(CUE_UNIT))) != 0;
    if (!org || line->last - line->first > 14 || !is_card_line(doc, line, FALSE))
      return;
  }
  for (guint k = top; k < l && lines && lines < 4 && l < doc->lines->len; k++) {
    const Line *line = LINE(doc, k);
    if (line->flags & LINE_BLANK)
      continue;
    identity_profile_add_org(profile, doc, line->first, line->last);
    identity_span_tokens(doc, line->first, line->last, KIND_WORKPLACE, 45, "workplace.letterhead");
  }
}

static gboolean
is_name_line(const Doc *doc, const Profile *profile, const Line *line)
{
  guint words = 0, sure_names = 0, others = 0, skip;
  gboolean sure, card = FALSE, is_headed, first_is_name = FALSE;
  if (line->flags & (LINE_BLANK | LINE_FOOTER | LINE_HEAD) || line->last - line->first > 18)
    return FALSE;
  for (guint i = line->first; i < line->last && !card; i++) {
    const Token *t = TOKEN(doc, i);
    if (t->type == TOKEN_PUNCT && sure_names && words <= 4 && others <= 1 && (t->punct == '|' || t->punct == '/' || (t->flags & TOKEN_SPACE && (t->punct == '-' || t->punct == 0x2013 || t->punct == 0x2014)) || t->punct == ',' || t->punct == 0x060c))
      card = TRUE; /* "Sara Ali | Protection Officer": the rest is no name */
    if (t->type != TOKEN_WORD)
      continue;
    words++;
    ProfileName *name = t->flags & TOKEN_GUARDED ? NULL : identity_profile_match(profile, doc, i, &skip, &sure);
    if (name && name->own && sure && (!name->common || words > 1)) {
      sure_names++;
      first_is_name |= words == 1;
    }
    else if (!(t->begins & (CUE_NAMES | CUE_BIT(CUE_TITLE) | CUE_BIT(CUE_ROLE) | CUE_BIT(CUE_PARTICLE) | CUE_BIT(CUE_CLOSING_KIN))) && t->chars > 1 && !identity_is_nisba(doc, i) && !name && !(t->flags & TOKEN_OWN))
      others++;
  }
  gboolean signed_name = line->flags & LINE_SIGNATURE && words && words <= 4;
  is_headed = card;
  for (guint i = line->first; i < line->last && card; i++)
    card = !(TOKEN(doc, i)->begins & CUE_BIT(CUE_ACCUSED_TITLE)) || TOKEN(doc, i)->begins & (CUE_BIT(CUE_ROLE) | CUE_BIT(CUE_TITLE) | CUE_BIT(CUE_ORG));
  if (is_headed && !(card && is_card_line(doc, line, FALSE)))
    return FALSE;
  gboolean unknown_family = others == 1 && sure_names && words <= 3 && first_is_name && line->last - line->first <= 4 && !(TOKEN(doc, line->last - 1)->begins & ~CUE_NAMES) && TOKEN(doc, line->last - 1)->type == TOKEN_WORD;
  return (sure_names || signed_name) && (others == 0 || unknown_family || (is_headed && others == 1)) && words <= 7;
}

static gboolean
is_own_card_link(const Doc *doc, const Link *link)
{
  return !link->opaque && !link->object && !(link->account && identity_is_called_fake(doc, link->account));
}

/* Numbers, addresses, accounts and links of the line are the reporter's. */
static void
take_contacts(Doc *doc, Profile *profile, const Line *line)
{
  for (guint p = 0; p < doc->phones->len; p++) {
    Phone *phone = &g_array_index(doc->phones, Phone, p);
    if (phone->range.first >= line->first && phone->range.first < line->last) {
      phone->owner = OWNER_REPORTER;
      g_hash_table_add(profile->phones, g_strdup(phone->national));
    }
  }
  for (guint e = 0; e < doc->emails->len; e++) {
    const Range *r = &g_array_index(doc->emails, Range, e);
    g_autofree char *address = r->first >= line->first && r->first < line->last ? g_strndup(doc->s + r->start, r->end - r->start) : NULL;
    if (address)
      identity_profile_add_email(profile, address, TRUE);
  }
  for (guint h = 0; h < doc->handles->len; h++) {
    const Range *r = &g_array_index(doc->handles, Range, h);
    guint from = r->first + (TOKEN(doc, r->first)->type == TOKEN_PUNCT ? 1 : 0);
    if (r->first < line->first || r->first >= line->last || TOKEN(doc, r->first)->punct == '#' || TOKEN(doc, r->first)->flags & TOKEN_LINK)
      continue;
    g_autofree char *name = text_fold_key(doc->s + TOKEN(doc, from)->start, r->end - TOKEN(doc, from)->start);
    if (!identity_is_called_fake(doc, name))
      g_hash_table_add(profile->locals, g_steal_pointer(&name));
  }
  for (guint l = 0; doc->text->links && l < doc->text->links->len; l++) {
    Link *link = g_ptr_array_index(doc->text->links, l);
    guint first = identity_token_at(doc, link->start);
    if (first >= line->first && first < line->last && is_own_card_link(doc, link))
      link->own = TRUE;
  }
}

/* A span for each stretch of the line between contacts; they have their own. */
static void
take_words(Doc *doc, Profile *profile, const Line *line)
{
  for (guint i = line->first; i < line->last; i++) {
    if (!(TOKEN(doc, i)->begins & (CUE_BIT(CUE_ORG) | CUE_BIT(CUE_MEDIUM))) || TOKEN(doc, i)->flags & TOKEN_OWN)
      continue;
    guint a, b;
    identity_org_extent(doc, i, &a, &b);
    if (b > i + 1 || a < i)
      identity_org_take(doc, profile, a, a, b, FALSE);
  }
  const guint16 contact = TOKEN_PHONE | TOKEN_GUARDED;
  for (guint i = line->first; i < line->last;) {
    guint end = i;
    gboolean word = FALSE, work = FALSE;
    while (i < line->last && (TOKEN(doc, i)->flags & contact || TOKEN(doc, i)->type == TOKEN_PUNCT))
      i++;
    for (end = i; end < line->last && !(TOKEN(doc, end)->flags & contact); end++) {
      word |= TOKEN(doc, end)->type != TOKEN_PUNCT && !(TOKEN(doc, end)->begins & CUE_BIT(CUE_PHONE_WORD));
      work |= (TOKEN(doc, end)->begins & (CUE_BIT(CUE_ORG) | CUE_BIT(CUE_ROLE))) != 0;
    }
    if (word)
      identity_span_tokens(doc, i, end, work ? KIND_WORKPLACE : KIND_ADDRESS, 45, "signature.tail");
    i = MAX(end, i + 1);
  }
}

static gboolean
is_closing_line(const Doc *doc, const Line *line)
{
  guint i = line->first;
  while (i < line->last && TOKEN(doc, i)->type == TOKEN_PUNCT)
    i++;
  return !(line->flags & (LINE_BLANK | LINE_HEAD)) && line->last - line->first <= 14 && identity_is(doc, i, CUE_CLOSING);
}

static void
learn_name_line(Doc *doc, Profile *profile, const Line *line)
{
  guint a, b;
  if (line->flags & LINE_SIGNATURE || !identity_parse_name(doc, profile, line->first, FALSE, &a, &b) || b > line->last)
    return;
  identity_profile_add_tokens(profile, doc, a, b, TRUE);
  identity_span_tokens(doc, a, b, KIND_REPORTER, 70, "signature.name");
}

/* The lines first <= l < last are one stretch of the reporter's words. */
static void
learn_stretch(Doc *doc, Profile *profile, guint first, guint last)
{
  guint name = G_MAXUINT, full = 0;
  gboolean closed = FALSE;
  for (guint l = last; l > first && full < TAIL_MAX_LINES; l--) {
    const Line *line = LINE(doc, l - 1);
    if (line->flags & (LINE_BLANK | LINE_FOOTER))
      continue;
    full++;
    if (is_closing_line(doc, line)) {
      closed = TRUE;
      break;
    }
    if (is_name_line(doc, profile, line))
      name = l - 1;
    else if (name != G_MAXUINT)
      break;
  }
  if (name == G_MAXUINT)
    return;
  learn_name_line(doc, profile, LINE(doc, name));
  gboolean card = closed || LINE(doc, name)->flags & LINE_SIGNATURE;
  for (guint l = name; l < last; l++) {
    const Line *line = LINE(doc, l);
    if (line->flags & (LINE_BLANK | LINE_FOOTER))
      continue;
    if (l > name && !is_card_line(doc, line, card)) {
      if (closed)
        continue;
      return;
    }
    take_contacts(doc, profile, line);
    card |= l > name;
    if (!(line->flags & LINE_SIGNATURE) && (l > name || line->last - line->first > 4))
      take_words(doc, profile, line);
  }
}

void
identity_tail_learn(Doc *doc, Profile *profile)
{
  learn_letterhead(doc, profile);
  if (doc->text->type != IDENTITY_BODY && doc->text->type != IDENTITY_ATTACHMENT)
    return;
  guint first = 0;
  for (guint l = 0; l <= doc->lines->len; l++) {
    gboolean end = l == doc->lines->len || LINE(doc, l)->flags & LINE_HEAD || (l > first && LINE(doc, l)->zone != LINE(doc, first)->zone);
    if (!end)
      continue;
    if (l > first && LINE(doc, first)->zone == ZONE_OWN)
      learn_stretch(doc, profile, first, l);
    first = l < doc->lines->len && LINE(doc, l)->flags & LINE_HEAD ? l + 1 : l;
  }
}
