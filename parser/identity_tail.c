/* SPDX-License-Identifier: ISC */
/* The line of the reporter's name at the end of their words: the accounts, numbers and addresses in it are theirs. */
#include "parser/identity_internal.h"

#define TAIL_MAX_LINES 9u

static gboolean
is_name_line(const Doc *doc, const Profile *profile, const Line *line)
{
  guint words = 0, sure_names = 0, others = 0, skip;
  gboolean sure, first_is_name = FALSE;
  if (line->flags & (LINE_BLANK | LINE_FOOTER | LINE_HEAD) || line->last - line->first > 18)
    return FALSE;
  for (guint i = line->first; i < line->last; i++) {
    const Token *t = TOKEN(doc, i);
    if (t->type == TOKEN_PUNCT && sure_names && words <= 4 && others <= 1 && (t->punct == '|' || t->punct == '/' || (t->flags & TOKEN_SPACE && (t->punct == '-' || t->punct == 0x2013 || t->punct == 0x2014)) || t->punct == ',' || t->punct == 0x060c))
      return FALSE; /* "Sara Ali | Protection Officer": the rest is no name */
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
  gboolean unknown_family = others == 1 && sure_names && words <= 3 && first_is_name && line->last - line->first <= 4 && !(TOKEN(doc, line->last - 1)->begins & ~CUE_NAMES) && TOKEN(doc, line->last - 1)->type == TOKEN_WORD;
  return (sure_names || signed_name) && (others == 0 || unknown_family) && words <= 7;
}

/* Numbers, addresses and accounts of the line are the reporter's. */
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
  for (guint l = last; l > first && full < TAIL_MAX_LINES; l--) {
    const Line *line = LINE(doc, l - 1);
    if (line->flags & (LINE_BLANK | LINE_FOOTER))
      continue;
    full++;
    if (is_name_line(doc, profile, line))
      name = l - 1;
    else if (name != G_MAXUINT)
      break;
  }
  if (name == G_MAXUINT)
    return;
  const Line *line = LINE(doc, name);
  learn_name_line(doc, profile, line);
  take_contacts(doc, profile, line);
  if (!(line->flags & LINE_SIGNATURE) && line->last - line->first > 4)
    take_words(doc, profile, line);
}

void
identity_tail_learn(Doc *doc, Profile *profile)
{
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
