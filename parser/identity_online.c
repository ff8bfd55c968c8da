/* SPDX-License-Identifier: ISC */
/* The reporter's own accounts and files on line: the next one of a list, behind their name, "my own clips: (a shared drive)". Of a conversation that was typed into the mail, the speaker whom the mail accuses not. */
#include "parser/identity_internal.h"

#define TALK_MAX_LABEL 4u
#define TALK_MAX_GAP 3u
#define LIST_TOKENS 40u /* of a list of accounts, looked at before one */

static gboolean
is_own_words(const Doc *doc, guint i)
{
  return !(TOKEN(doc, i)->flags & TOKEN_QUOTE) && LINE(doc, TOKEN(doc, i)->line)->zone != ZONE_OTHER && !(LINE(doc, TOKEN(doc, i)->line)->flags & LINE_HEAD);
}

static gboolean
is_accused(const Token *t)
{
  return (t->begins & (CUE_BIT(CUE_ACCUSED_TITLE) | CUE_BIT(CUE_ACCUSED_CONTACT) | CUE_BIT(CUE_ACCUSED_ACT) | CUE_BIT(CUE_FAKE))) != 0;
}

static gboolean
is_first_person(const Doc *doc, guint i)
{
  const Token *t = TOKEN(doc, i);
  if (!(t->begins & CUE_BIT(CUE_INTRO_ME)) && !identity_has(t, SET_I))
    return FALSE;
  return !(strcmp(KEY(doc, t), "من") == 0 && !doc->kurdish);
}

static gboolean
is_service(const Doc *doc, guint i)
{
  const Token *t = TOKEN(doc, i);
  const char *key = KEY(doc, t);
  if (t->type != TOKEN_WORD || t->flags & TOKEN_GUARDED)
    return FALSE;
  for (guint s = 0; s < (t->script == SCRIPT_ARABIC ? 5u : 1u); s++) {
    static const char *const before[] = {"", "بال", "ال", "ع", "و"};
    if (!g_str_has_prefix(key, before[s]))
      continue;
    for (guint w = 0; w < doc->rules->members[SET_SERVICE]->len; w++)
      if (g_str_has_prefix(key + strlen(before[s]), g_ptr_array_index(doc->rules->members[SET_SERVICE], w)))
        return TRUE;
  }
  return FALSE;
}

/* An account of the reporter's ends before token k: a handle or a link. */
static gboolean
ends_own_account(const Doc *doc, const Profile *profile, guint k)
{
  gboolean found = FALSE;
  const guint h = k > 0 ? identity_range_at(doc->handles, k - 1, &found) : 0;
  const Link *link = k > 0 ? identity_link_at(doc, TOKEN(doc, k - 1)->start) : NULL;
  if (link || !found)
    return link && link->own;
  const Range *r = &g_array_index(doc->handles, Range, h);
  const guint from = r->first + (TOKEN(doc, r->first)->type == TOKEN_PUNCT ? 1 : 0);
  g_autofree char *key = text_fold_key(doc->s + TOKEN(doc, from)->start, r->end - TOKEN(doc, from)->start);
  return g_hash_table_contains(profile->locals, key);
}

static gboolean
is_page_word(const Doc *doc, guint i)
{
  return TOKEN(doc, i)->type == TOKEN_WORD && !(TOKEN(doc, i)->flags & TOKEN_GUARDED) && identity_rules_has_piece(doc->rules, KEY(doc, TOKEN(doc, i)), SET_PAGE);
}

static gboolean
is_mark(const Token *t, const char *marks)
{
  return t->type == TOKEN_PUNCT && (t->punct == 0x060c || (t->punct < 0x80 && strchr(marks, (int)t->punct)));
}

/* Two own accounts at least end in the line before token k. */
static gboolean
has_own_accounts(const Doc *doc, const Profile *profile, guint k)
{
  const guint first = LINE(doc, TOKEN(doc, k - 1)->line)->first;
  guint n = 0;
  for (guint m = k; m > first && k - m < LIST_TOKENS && n < 2; m--)
    n += TOKEN(doc, m - 1)->flags & TOKEN_GUARDED && (m == k || !(TOKEN(doc, m)->flags & TOKEN_GUARDED)) && ends_own_account(doc, profile, m);
  return n > 1;
}

/* "My accounts: @a, @b and the page c", "My blog: ..., GitHub ...": the account before is the reporter's, and only marks, "and", the name of a
 * service and one word more stand between. "My blog is @a, and the page b" speaks of another one. */
static gboolean
is_next_own(const Doc *doc, const Profile *profile, guint first, guint last)
{
  guint k = first, words = 0, articles = 0;
  for (; k > 0 && first - k < 7 && identity_same_line(doc, k - 1, first) && !(TOKEN(doc, k - 1)->flags & TOKEN_GUARDED); k--) {
    const Token *t = TOKEN(doc, k - 1);
    articles += identity_in(doc, k - 1, SET_ARTICLE) || identity_is_definite(doc, t) ? 1 : 0;
    if (is_mark(t, ",/&+:()-") || is_service(doc, k - 1) || is_page_word(doc, k - 1) || identity_in(doc, k - 1, SET_AND) || identity_in(doc, k - 1, SET_ARTICLE))
      continue;
    if (!identity_is_capital(t) || is_accused(t) || ++words > 1)
      return FALSE;
  }
  for (guint m = last; m < doc->tokens->len && m < last + 4 && !identity_is_sentence_end(doc, m); m++)
    if (TOKEN(doc, m)->begins & (CUE_BIT(CUE_ACCUSED_ACT) | CUE_BIT(CUE_FAKE) | CUE_BIT(CUE_CALLS)) || identity_rules_has_piece(doc->rules, KEY(doc, TOKEN(doc, m)), SET_DEED))
      return FALSE;
  return k < first && k > 0 && TOKEN(doc, k - 1)->flags & TOKEN_GUARDED && identity_same_line(doc, k - 1, first) && ends_own_account(doc, profile, k) && (!articles || has_own_accounts(doc, profile, k));
}

static gboolean
is_false_line(const Doc *doc, guint i)
{
  const Line *line = LINE(doc, TOKEN(doc, i)->line);
  for (guint k = line->first; k < line->last; k++)
    if (TOKEN(doc, k)->begins & (CUE_BIT(CUE_FAKE) | CUE_BIT(CUE_ACCUSED_ACT)))
      return TRUE;
  return FALSE;
}

/* "Nawa, @nawa.rdng", "رائد حمادي، مدونة: https://...": behind the reporter's name, and nothing behind it in its line. */
static gboolean
is_signed(const Doc *doc, const Profile *profile, guint first, guint last)
{
  const Line *line = LINE(doc, TOKEN(doc, first)->line);
  guint k = last, words = 0, marks = 0;
  while (k < line->last && TOKEN(doc, k)->type == TOKEN_PUNCT)
    k++;
  if (k < line->last || is_false_line(doc, first))
    return FALSE;
  for (k = first; k > line->first; k--) {
    const Token *t = TOKEN(doc, k - 1);
    marks += is_mark(t, ",:(-/|") ? 1 : 0;
    if (is_mark(t, ",:(-/|"))
      continue;
    if (t->type != TOKEN_WORD || !(is_service(doc, k - 1) || t->begins & (CUE_BIT(CUE_MEDIUM) | CUE_BIT(CUE_OWN_ACCOUNT)) || is_page_word(doc, k - 1)) || ++words > 2)
      break;
  }
  return marks > 0 && k > line->first && identity_ends_own_name(doc, profile, k);
}

/* Who says "I" owns something: عندي, لدينا. */
static gboolean
is_i_have(const Doc *doc, guint i)
{
  const char *key = KEY(doc, TOKEN(doc, i));
  return identity_in(doc, i, SET_OWNS) && TOKEN(doc, i)->script == SCRIPT_ARABIC && (g_str_has_suffix(key, "ي") || g_str_has_suffix(key, "نا"));
}

/* "اني فرقد صاحب @farqad", "I run the page @x", "عندي بيج طبخ @x": who says "I", or a name of theirs, owns it. */
static gboolean
is_owned(const Doc *doc, const Profile *profile, guint first)
{
  guint k = first, pages = 0, words = 0;
  for (; k > 0 && first - k < 4 && identity_same_line(doc, k - 1, first) && !identity_in(doc, k - 1, SET_OWNS); k--) {
    const gboolean page = is_page_word(doc, k - 1) || is_service(doc, k - 1);
    if (page && TOKEN(doc, k - 1)->script == SCRIPT_ARABIC && (g_str_has_suffix(KEY(doc, TOKEN(doc, k - 1)), "هم") || g_str_has_suffix(KEY(doc, TOKEN(doc, k - 1)), "ها"))) /* theirs */
      return FALSE;
    pages += page ? 1 : 0;
    if (!page && !is_mark(TOKEN(doc, k - 1), ":(") && !identity_in(doc, k - 1, SET_ARTICLE) && (TOKEN(doc, k - 1)->type != TOKEN_WORD || is_accused(TOKEN(doc, k - 1)) || ++words > 1))
      return FALSE;
  }
  if (k < 1 || !identity_same_line(doc, k - 1, first) || !identity_in(doc, k - 1, SET_OWNS) || TOKEN(doc, k - 1)->flags & TOKEN_QUOTE || (words && !pages))
    return FALSE;
  if (pages && is_i_have(doc, k - 1))
    return TRUE;
  for (guint m = k - 1; !words && m > 0 && k - m < 5 && !identity_is_sentence_end(doc, m - 1); m--)
    if (is_first_person(doc, m - 1) || strcmp(KEY(doc, TOKEN(doc, m - 1)), "i") == 0 || strcmp(KEY(doc, TOKEN(doc, m - 1)), "we") == 0)
      return TRUE;
    else if (is_accused(TOKEN(doc, m - 1)))
      return FALSE;
  return !words && identity_ends_own_name(doc, profile, k - 1);
}

/* "I'm a girl who writes on Instagram (@x)", "im a gamer, x on twitch", "اني زينة مشهورة عالانستا @x": the sentence says who the reporter is, and
 * the service stands beside the account. */
static gboolean
is_who_i_am(const Doc *doc, const Profile *profile, guint first, guint last)
{
  guint k = first;
  while (k > 0 && first - k < 2 && is_mark(TOKEN(doc, k - 1), ":("))
    k--;
  const gboolean behind = last + 1 < doc->tokens->len && identity_same_line(doc, first, last + 1) && strcmp(KEY(doc, TOKEN(doc, last)), "on") == 0 && is_service(doc, last + 1);
  if (k == 0 || (!behind && !is_service(doc, k - 1)))
    return FALSE;
  for (guint m = k; m > 0 && k - m < 16 && !identity_is_sentence_end(doc, m - 1); m--) {
    const Token *t = TOKEN(doc, m - 1);
    if (t->flags & (TOKEN_GUARDED | TOKEN_QUOTE) || (is_accused(t) && !is_service(doc, m - 1)))
      return FALSE;
    if (is_first_person(doc, m - 1)) {
      const guint n = m - 1 + MAX(1u, identity_cue_length(doc, m - 1, CUE_INTRO_ME));
      return n < first && (identity_in(doc, n, SET_ARTICLE) || strcmp(KEY(doc, TOKEN(doc, n)), "an") == 0 || identity_ends_own_name(doc, profile, n + 1));
    }
  }
  return FALSE;
}

gboolean
identity_account_is_given(const Doc *doc, const Profile *profile, guint first, guint last)
{
  return is_own_words(doc, first) && (is_next_own(doc, profile, first, last) || is_signed(doc, profile, first, last) || is_owned(doc, profile, first) || is_who_i_am(doc, profile, first, last) || identity_plain_is_account(doc, first));
}

/* "my own clips: <a shared drive>", "I uploaded them here": the drive names who owns it. */
static gboolean
is_own_upload(const Doc *doc, guint first)
{
  for (guint k = first; k > 0 && first - k < 14; k--) {
    const Token *t = TOKEN(doc, k - 1);
    if (identity_is_sentence_end(doc, k - 1) || is_accused(t) || identity_has(t, SET_THEIR) || t->flags & TOKEN_LINK || t->line + 2 < TOKEN(doc, first)->line)
      return FALSE;
    if (identity_has(t, SET_UPLOADED) || (identity_has(t, SET_MY) && !(t->flags & TOKEN_QUOTE)))
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_shared_file(const Link *link)
{
  static const char *const forms[] = {"file", "folder", "doc", NULL};
  return link->form && g_strv_contains(forms, link->form);
}

/* The drives and folders that the reporter has put things into. */
void
identity_uploads_learn(Doc *doc)
{
  for (guint l = 0; doc->text->links && l < doc->text->links->len; l++) {
    Link *link = g_ptr_array_index(doc->text->links, l);
    const guint first = identity_token_at(doc, link->start);
    if (link->review && is_shared_file(link) && first < doc->tokens->len && is_own_words(doc, first) && is_own_upload(doc, first))
      link->own = TRUE;
  }
}

/* ---- conversations that were typed into the mail ---- */

typedef struct {
  char *key;
  guint first, last; /* tokens of the label where it was seen first */
} Speaker;

static void
speaker_clear(void *data)
{
  g_free(((Speaker *)data)->key);
}

/* The token of the colon behind a label at the head of the line, 0 none: "suqaira_97: what", "کاک ...: چووم". */
static guint
label_end(const Doc *doc, const Line *line, guint *first)
{
  guint i = line->first, words = 0;
  const guint64 no = CUE_BIT(CUE_PHONE_WORD) | CUE_BIT(CUE_HEAD_FROM) | CUE_BIT(CUE_HEAD_TO) | CUE_BIT(CUE_HEAD_DATE) | CUE_BIT(CUE_HEAD_SUBJECT) | CUE_BIT(CUE_STOP) | CUE_BIT(CUE_ADDRESS) | CUE_BIT(CUE_ORG) | CUE_BIT(CUE_ID) |
                    CUE_BIT(CUE_OWN_ACCOUNT) | CUE_BIT(CUE_OWN_PHONE) | CUE_BIT(CUE_OWN_CONTACT) | CUE_BIT(CUE_MEDIUM) | CUE_BIT(CUE_INTRO_FIELD) | CUE_BIT(CUE_INTRO_NAME) | CUE_BIT(CUE_ACCUSED_CONTACT);
  while (i < line->last && TOKEN(doc, i)->type == TOKEN_PUNCT && TOKEN(doc, i)->punct == '>')
    i++;
  *first = i;
  for (; i < line->last && i < *first + 9; i++) {
    const Token *t = TOKEN(doc, i);
    if (t->type == TOKEN_PUNCT && t->punct == ':')
      return i > *first && i + 1 < line->last && words <= TALK_MAX_LABEL && !(i == *first + 1 && is_accused(TOKEN(doc, *first))) ? i : 0;
    if (t->flags & TOKEN_HANDLE)
      words += i == *first ? 1 : 0;
    else if (t->type != TOKEN_WORD || t->flags & (TOKEN_LINK | TOKEN_EMAIL | TOKEN_QUOTE) || t->begins & no)
      return 0;
    else
      words++;
  }
  return 0;
}

static char *
label_key(const Doc *doc, guint first, guint last)
{
  return text_fold_key(doc->s + TOKEN(doc, first)->start, TOKEN(doc, last - 1)->end - TOKEN(doc, first)->start);
}

/* Who speaks, and in *turns the lines. */
static GArray *
find_speakers(const Doc *doc, GArray *turns)
{
  GArray *speakers = g_array_new(FALSE, FALSE, sizeof(Speaker));
  g_array_set_clear_func(speakers, speaker_clear);
  guint before = 0;
  for (guint l = 0; l < doc->lines->len && speakers->len <= 2; l++) {
    guint first, last = label_end(doc, LINE(doc, l), &first), s = 0;
    if (!last)
      continue;
    if (turns->len && l - before > TALK_MAX_GAP) { /* another one, or no conversation at all */
      if (turns->len >= 3)
        break;
      g_array_set_size(turns, 0);
      g_array_set_size(speakers, 0);
    }
    g_autofree char *key = label_key(doc, first, last);
    while (s < speakers->len && strcmp(g_array_index(speakers, Speaker, s).key, key) != 0)
      s++;
    if (s == speakers->len) {
      Speaker speaker = {g_steal_pointer(&key), first, last};
      g_array_append_val(speakers, speaker);
    }
    g_array_append_val(turns, l);
    before = l;
  }
  return speakers;
}

/* The reporter tells of the speaker outside the conversation, by the first word of the label or the name of a linked account. */
static gboolean
is_told_of(const Doc *doc, const Speaker *speaker, const GArray *turns)
{
  guint turn = 0;
  for (guint l = 0; doc->text->links && l < doc->text->links->len; l++) {
    const Link *link = g_ptr_array_index(doc->text->links, l);
    g_autofree char *account = link->account ? text_fold_key(link->account, -1) : NULL;
    if (account && strcmp(account, speaker->key) == 0)
      return TRUE;
  }
  const Token *name = TOKEN(doc, speaker->first);
  for (guint l = 0; l < doc->lines->len; l++) {
    while (turn < turns->len && g_array_index(turns, guint, turn) < l)
      turn++;
    if (turn < turns->len && g_array_index(turns, guint, turn) == l)
      continue;
    for (guint i = LINE(doc, l)->first; i < LINE(doc, l)->last; i++)
      if (TOKEN(doc, i)->key_len == name->key_len && strcmp(KEY(doc, TOKEN(doc, i)), KEY(doc, name)) == 0)
        return TRUE;
  }
  return FALSE;
}

/* Two speak, and the mail tells of one of them only: that is whom it accuses, and the other one is the reporter or theirs. */
void
identity_talk_learn(Doc *doc, Profile *profile)
{
  if (doc->text->type != IDENTITY_BODY)
    return;
  g_autoptr(GArray) turns = g_array_new(FALSE, FALSE, sizeof(guint));
  g_autoptr(GArray) speakers = find_speakers(doc, turns);
  if (speakers->len != 2 || turns->len < 3)
    return;
  const Speaker *a = &g_array_index(speakers, Speaker, 0), *b = &g_array_index(speakers, Speaker, 1);
  gboolean told_a = is_told_of(doc, a, turns), told_b = is_told_of(doc, b, turns);
  if (told_a == told_b)
    return;
  const Speaker *ours = told_a ? b : a;
  if (TOKEN(doc, ours->first)->flags & TOKEN_HANDLE || strpbrk(ours->key, "0123456789_.")) {
    g_hash_table_add(profile->locals, g_strdup(ours->key));
    return;
  }
  identity_profile_add_tokens(profile, doc, ours->first, ours->last, FALSE);
  for (guint t = 0; t < turns->len; t++) {
    guint first, last = label_end(doc, LINE(doc, g_array_index(turns, guint, t)), &first);
    g_autofree char *key = label_key(doc, first, last);
    if (strcmp(key, ours->key) == 0)
      identity_span_tokens(doc, first, last, KIND_RELATIVE, 70, "name.speaker");
  }
}

/* ---- letters ---- */

/* Token i begins "No:", "العدد /", "ژمارە:". */
static gboolean
is_reference_label(const Doc *doc, guint i, guint *value)
{
  if (!identity_in(doc, i, SET_REFERENCE))
    return FALSE;
  guint k = i + 1;
  while (k < doc->tokens->len && identity_same_line(doc, i, k) && TOKEN(doc, k)->type == TOKEN_PUNCT)
    k++;
  *value = k;
  return k > i + 1 && k < doc->tokens->len && identity_same_line(doc, i, k);
}

/* A letter on headed paper: state, ministry and below them the office or school that writes; then its number. */
void
identity_letterhead_learn(Doc *doc, Profile *profile)
{
  guint l = 0, first = 0, end = 0, value = 0;
  if (doc->text->type != IDENTITY_BODY)
    return;
  while (l < doc->lines->len && LINE(doc, l)->flags & LINE_BLANK)
    l++;
  if (l >= doc->lines->len || LINE(doc, l)->zone == ZONE_OTHER || !identity_in(doc, LINE(doc, l)->first, SET_LETTERHEAD))
    return;
  for (first = l; l < doc->lines->len && l < first + 9; l++) {
    const Line *line = LINE(doc, l);
    if (line->flags & LINE_BLANK)
      continue;
    if (line->flags & (LINE_HEAD | LINE_FOOTER) || line->last - line->first > 16)
      return;
    if (is_reference_label(doc, line->first, &value)) {
      end = l;
      break;
    }
  }
  if (end <= first)
    return;
  for (l = first; l < end; l++) {
    const Line *line = LINE(doc, l);
    if (line->first == line->last || (l == first && line->last - line->first <= 3)) /* the state alone */
      continue;
    guint a, b;
    for (guint i = line->first; i < line->last; i++)
      if (TOKEN(doc, i)->begins & CUE_BIT(CUE_ORG) && !identity_has(TOKEN(doc, i), SET_LETTERHEAD)) {
        identity_org_extent(doc, i, &a, &b);
        if (b > i + 1)
          identity_profile_add_org(profile, doc, a, b);
      }
    identity_span_tokens(doc, line->first, line->last, KIND_WORKPLACE, 45, "workplace.letterhead");
  }
  guint last = LINE(doc, end)->last;
  for (guint k = value; k < last; k++)
    if (k > value && TOKEN(doc, k)->type == TOKEN_WORD && TOKEN(doc, k)->chars > 3)
      last = k;
  identity_span_tokens(doc, value, last, KIND_ID, 55, "id.letter");
}
