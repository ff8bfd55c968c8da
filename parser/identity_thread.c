/* SPDX-License-Identifier: ISC */
/* Who takes part in a quoted or forwarded conversation: a colleague, friend or relative whose words the reporter passes on leads to the
 * reporter and is stripped like them; the sender of a threat is evidence. Decides for each header of somebody else by what the
 * reporter says above it, by the names and addresses, and by what the mail itself asks for. */
#include "parser/identity_internal.h"

#define SAID_REACH 12u
#define CHAIN_LINES 400u /* in which the next mail of a chain is looked for */
#define SAID_TOKENS 2000u /* at the begin of a text, among which the reporter speaks of what is below; and of a mail below, among which its sender asks */

typedef struct {
  guint first, last;   /* tokens of the header */
  guint body, end;     /* lines of what stands below it */
  guint name, name_end; /* tokens of the sender's name */
  char *address;       /* lower case; or NULL */
  gboolean forward;    /* "From: ..." in lines, not "On ..., X wrote:" */
} Sender;

static void
sender_clear(Sender *s)
{
  g_free(s->address);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Sender, sender_clear)

static gboolean
is_personal(const Doc *doc, guint i)
{
  const Token *t = TOKEN(doc, i);
  return t->type == TOKEN_WORD && !(t->flags & TOKEN_GUARDED) && !(t->begins & (CUE_BIT(CUE_WROTE) | CUE_BIT(CUE_HEAD_FROM) | CUE_BIT(CUE_HEAD_DATE))) && !(t->begins & CUE_BIT(CUE_STOP) && !(t->begins & CUE_NAMES));
}

/* The address in the header, and the words before its '<'; without an address the words between the date and "wrote". */
static void
read_sender(const Doc *doc, Sender *s)
{
  gboolean found;
  guint at = s->last;
  for (guint e = identity_range_at(doc->emails, s->first, &found); e < doc->emails->len && !s->address; e++) {
    const Range *r = &g_array_index(doc->emails, Range, e);
    if (r->first >= s->last)
      break;
    g_autofree char *address = g_strndup(doc->s + r->start, r->end - r->start);
    s->address = g_utf8_strdown(address, -1);
    at = r->first;
  }
  for (guint k = s->first; !s->address && k < s->last; k++)
    if (TOKEN(doc, k)->begins & CUE_BIT(CUE_WROTE)) { /* "..., Omar wrote:" or "كتب عمر:" */
      gboolean before = k > s->first && is_personal(doc, k - 1) && TOKEN(doc, k)->script == SCRIPT_LATIN;
      at = before ? k : s->last;
      break;
    }
  while (at > s->first && TOKEN(doc, at - 1)->type == TOKEN_PUNCT)
    at--;
  s->name = s->name_end = at;
  while (s->name > s->first && s->name_end - s->name < 2 * IDENTITY_MAX_NAME_WORDS) {
    const Token *t = TOKEN(doc, s->name - 1);
    gboolean joint = t->type == TOKEN_PUNCT && (t->punct == '-' || t->punct == '.' || t->punct == '\'') && !(t->flags & TOKEN_SPACE) && s->name < s->name_end;
    if (!joint && !is_personal(doc, s->name - 1))
      break;
    s->name--;
  }
}

/* The sender is no person, or an accused by title: "Office of the MP", "قناة ...". */
static gboolean
is_institution(const Doc *doc, const Sender *s)
{
  const guint64 titles = CUE_BIT(CUE_ACCUSED_TITLE) | CUE_BIT(CUE_MEDIUM) | CUE_BIT(CUE_ORG) | CUE_BIT(CUE_UNIT);
  for (guint k = s->name; k < s->name_end; k++)
    if (TOKEN(doc, k)->begins & titles && !(TOKEN(doc, k)->begins & (CUE_NAMES | CUE_BIT(CUE_TITLE))))
      return TRUE;
  return s->name > s->first && TOKEN(doc, s->name - 1)->type == TOKEN_PUNCT && strchr("\"«“", (int)MIN(TOKEN(doc, s->name - 1)->punct, 127u)) && s->name_end - s->name > 3;
}

static gboolean
is_same_word(const Doc *doc, guint i, guint k)
{
  const Token *a = TOKEN(doc, i), *b = TOKEN(doc, k);
  return a->type == TOKEN_WORD && ((a->group && a->group == b->group) || (a->key_len == b->key_len && strcmp(KEY(doc, a), KEY(doc, b)) == 0));
}

static gboolean
is_sender_word(const Doc *doc, const Sender *s, guint i)
{
  if (TOKEN(doc, i)->type != TOKEN_WORD || TOKEN(doc, i)->chars < 3)
    return FALSE;
  for (guint k = s->name; k < s->name_end; k++)
    if (TOKEN(doc, k)->chars >= 3 && is_same_word(doc, i, k))
      return TRUE;
  return FALSE;
}

static gboolean
does_wrong(const Doc *doc, guint i)
{
  for (guint k = i; k < doc->tokens->len && k < i + 8 && !identity_is_sentence_end(doc, k); k++)
    if (TOKEN(doc, k)->type == TOKEN_WORD && identity_rules_has_piece(doc->rules, KEY(doc, TOKEN(doc, k)), SET_DEED))
      return TRUE;
  return FALSE;
}

static gboolean
has_before(const Doc *doc, guint i, guint reach, guint64 cues)
{
  for (guint k = i; k > 0 && i - k < reach && !identity_is_sentence_end(doc, k - 1); k--)
    if (TOKEN(doc, k - 1)->ends & cues)
      return TRUE;
  return FALSE;
}

/* The end of what is looked through above the header: a text of nothing but headers would be looked through for each of them. */
static guint
said_end(const Sender *s)
{
  return MIN(s->first, SAID_TOKENS);
}

typedef enum { SAYS_NOTHING, SAYS_NEAR, SAYS_ACCUSED } Says;

/* What the reporter's own words above the header say of the sender by name. */
static Says
says_by_name(const Doc *doc, const Sender *s)
{
  const guint64 accused = CUE_BIT(CUE_ACCUSED_TITLE) | CUE_BIT(CUE_ACCUSED_ACT);
  Says says = SAYS_NOTHING;
  for (guint i = 0; i < said_end(s); i++) {
    if (LINE(doc, TOKEN(doc, i)->line)->zone != ZONE_OWN || TOKEN(doc, i)->flags & TOKEN_QUOTE || !is_sender_word(doc, s, i))
      continue;
    if (has_before(doc, i, 6, CUE_BIT(CUE_RELATIVE) | CUE_BIT(CUE_COMPANION)))
      says = SAYS_NEAR;
    else if (has_before(doc, i, 4, accused) || does_wrong(doc, i + 1))
      return SAYS_ACCUSED;
  }
  return says;
}

/* "this threat by e-mail", "رسالة تهديد": the mail below is what is complained about. */
static gboolean
is_complaint(const Doc *doc, const Sender *s)
{
  for (guint i = 0; i < said_end(s); i++) {
    if (LINE(doc, TOKEN(doc, i)->line)->zone != ZONE_OWN || !identity_in(doc, i, SET_MAIL))
      continue;
    for (guint k = i > 7 ? i - 7 : 0; k < MIN(i + 8, s->first); k++)
      if (TOKEN(doc, k)->type == TOKEN_WORD && identity_rules_has_piece(doc->rules, KEY(doc, TOKEN(doc, k)), SET_THREAT))
        return TRUE;
  }
  return FALSE;
}

/* No other mail's "From:" stands below. */
static gboolean
is_last(const Doc *doc, const Sender *s)
{
  for (guint l = s->body; l < MIN(s->end, s->body + CHAIN_LINES); l++)
    for (guint i = LINE(doc, l)->first; i < LINE(doc, l)->last && i < LINE(doc, l)->first + 3; i++)
      if (identity_is(doc, i, CUE_HEAD_FROM) && identity_is_punct(doc, i + 1, ':') && i + 1 < LINE(doc, l)->last)
        return FALSE;
  return TRUE;
}

/* "this came from my cousin", "هاي دزها صديقي": a relative or friend beside a word of sending, with no name of an accused. Of a
 * chain it speaks of all but the last, from which it all came. */
static gboolean
is_passed_on(const Doc *doc, const Profile *profile, const Sender *s)
{
  if (g_hash_table_size(profile->near) && is_last(doc, s))
    return FALSE;
  for (guint i = 0; i < said_end(s); i++) {
    const Token *t = TOKEN(doc, i);
    if (!(t->begins & (CUE_BIT(CUE_RELATIVE) | CUE_BIT(CUE_COMPANION))) || LINE(doc, t->line)->zone != ZONE_OWN || t->flags & TOKEN_QUOTE)
      continue;
    for (guint k = i > SAID_REACH ? i - SAID_REACH : 0; k < MIN(i + SAID_REACH, s->first); k++)
      if (identity_in(doc, k, SET_SENT))
        return TRUE;
  }
  return FALSE;
}

/* The mail asks that its sender be kept secret, or tells what its sender saw: no threat does. */
static gboolean
speaks_as_witness(const Doc *doc, const Sender *s)
{
  for (guint l = s->body; l < s->end && l < doc->lines->len; l++) {
    const Line *line = LINE(doc, l);
    if (line->flags & LINE_HEAD || line->first > s->last + SAID_TOKENS)
      break;
    for (guint i = line->first; i < line->last; i++)
      if (!(TOKEN(doc, i)->flags & TOKEN_QUOTE) && (identity_in(doc, i, SET_DONT_NAME_ME) || identity_in(doc, i, SET_I_SAW)))
        return TRUE;
  }
  return FALSE;
}

gboolean
identity_is_free_address(const Profile *profile, const char *address)
{
  const char *domain = strchr(address, '@');
  if (!domain)
    return FALSE;
  g_autofree char *label = g_strndup(domain + 1, strcspn(domain + 1, "."));
  return (identity_rules_sets(profile->rules, label) & SET_BIT(SET_PROVIDER)) != 0;
}

gboolean
identity_is_colleague(const Profile *profile, const char *address)
{
  const char *domain = address ? strchr(address, '@') : NULL;
  if (!domain || identity_is_free_address(profile, address))
    return FALSE;
  GHashTableIter iter;
  void *own;
  g_hash_table_iter_init(&iter, profile->emails);
  while (g_hash_table_iter_next(&iter, &own, NULL))
    if (g_str_has_suffix(own, domain))
      return TRUE;
  return FALSE;
}

/* The family name is the reporter's. */
static gboolean
is_kin_by_name(const Doc *doc, const Profile *profile, const Sender *s)
{
  guint skip;
  gboolean sure;
  for (guint k = s->name + 1; k < s->name_end; k++) {
    const ProfileName *name = TOKEN(doc, k)->type == TOKEN_WORD && TOKEN(doc, k)->chars >= 4 ? identity_profile_match(profile, doc, k, &skip, &sure) : NULL;
    if (name && name->own && sure && name->role != ROLE_GIVEN)
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_near(const Doc *doc, const Profile *profile, const Sender *s)
{
  if (is_institution(doc, s))
    return FALSE;
  Says says = says_by_name(doc, s);
  if (says != SAYS_NOTHING)
    return says == SAYS_NEAR;
  if (identity_is_colleague(profile, s->address) || is_kin_by_name(doc, profile, s))
    return TRUE;
  if (speaks_as_witness(doc, s))
    return TRUE;
  if (is_complaint(doc, s))
    return FALSE;
  return !s->forward || is_passed_on(doc, profile, s);
}

gboolean
identity_thread_is_near(Doc *doc, Profile *profile, guint first_line, guint last_line, gboolean forward)
{
  g_auto(Sender) s = {.first = LINE(doc, first_line)->first, .last = LINE(doc, last_line - 1)->last, .body = last_line, .end = doc->lines->len, .forward = forward};
  for (guint l = first_line; forward && l < last_line; l++) /* of several header lines the one that says From */
    for (guint i = LINE(doc, l)->first; i < LINE(doc, l)->last && i < LINE(doc, l)->first + 3; i++)
      if (identity_is(doc, i, CUE_HEAD_FROM) && i + 1 < LINE(doc, l)->last) {
        s.first = i + 1;
        s.last = LINE(doc, l)->last;
        forward = FALSE;
        break;
      }
  read_sender(doc, &s);
  if ((s.name == s.name_end && !s.address) || !is_near(doc, profile, &s))
    return FALSE;
  if (s.address) {
    identity_profile_add_email(profile, s.address, FALSE);
    g_hash_table_add(profile->near, g_strdup(s.address));
  }
  if (s.name < s.name_end) {
    identity_profile_add_tokens(profile, doc, s.name, s.name_end, FALSE);
    identity_span_tokens(doc, s.name, s.name_end, KIND_PERSON, 60, "header.near");
  }
  return TRUE;
}
