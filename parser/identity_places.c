/* SPDX-License-Identifier: ISC */
/* Where the reporter lives, works and studies, and whose relative they are. Only with a cue of the first person nearby: places and
 * organisations of the violation are evidence. Town names alone are never stripped. */
#include "parser/identity_internal.h"

static gboolean
is_own_words(const Doc *doc, guint i)
{
  const Token *t = TOKEN(doc, i);
  return !(t->flags & (TOKEN_QUOTE | TOKEN_GUARDED)) && LINE(doc, t->line)->zone != ZONE_OTHER && !(LINE(doc, t->line)->flags & LINE_HEAD);
}

/* Somebody says "I", or the reporter's name stands, at most `reach` tokens before in the same sentence. */
static gboolean
first_person_before(const Doc *doc, guint i, guint reach)
{
  const guint64 me = CUE_BIT(CUE_INTRO_ME) | CUE_BIT(CUE_INTRO_NAME) | CUE_BIT(CUE_WORK) | CUE_BIT(CUE_RELATIVE);
  for (guint k = i; k > 0 && i - k < reach; k--) {
    const Token *t = TOKEN(doc, k - 1);
    if (t->begins & me && !(strcmp(KEY(doc, t), "من") == 0 && !doc->kurdish) && !(t->flags & TOKEN_QUOTE))
      return TRUE;
    if (t->flags & TOKEN_OWN)
      return TRUE;
    if (t->begins & CUE_BIT(CUE_ACCUSED_TITLE) && !(t->begins & (CUE_BIT(CUE_ROLE) | CUE_BIT(CUE_TITLE) | CUE_BIT(CUE_ORG))))
      return FALSE;
    if (identity_is_sentence_end(doc, k - 1))
      return FALSE;
  }
  return FALSE;
}

static gboolean
is_definite(const Doc *doc, guint i)
{
  const Token *t = TOKEN(doc, i);
  const char *key = KEY(doc, t);
  return t->script == SCRIPT_ARABIC && t->chars >= 4 && (g_str_has_prefix(key, "ال") || g_str_has_prefix(key, "بال"));
}

static gboolean
is_place(const Token *t)
{
  return (t->begins & (CUE_BIT(CUE_PLACE) | CUE_BIT(CUE_ADDRESS))) != 0;
}

static gboolean
is_capital(const Token *t)
{
  return t->type == TOKEN_WORD && t->flags & TOKEN_CAPITAL && !(t->begins & CUE_BIT(CUE_STOP));
}

/* ---- organisations ---- */

static gboolean
ends_org(const Doc *doc, guint k)
{
  const Token *t = TOKEN(doc, k);
  if (t->type == TOKEN_PUNCT)
    return !(t->punct == '-' && !(t->flags & TOKEN_SPACE)) && t->punct != '&' && !(t->punct == '.' && TOKEN(doc, k - 1)->chars == 1);
  return (t->begins & (CUE_BIT(CUE_STOP) | CUE_BIT(CUE_INTRO_ME) | CUE_BIT(CUE_LIVE) | CUE_BIT(CUE_WORK) | CUE_BIT(CUE_PHONE_WORD) | CUE_BIT(CUE_ID) | CUE_BIT(CUE_ACCUSED_ACT) | CUE_BIT(CUE_FAKE))) != 0 &&
         !(t->script == SCRIPT_LATIN && (strcmp(KEY(doc, t), "of") == 0 || strcmp(KEY(doc, t), "for") == 0) && k + 1 < doc->tokens->len && is_capital(TOKEN(doc, k + 1)));
}

/* The name of the organisation around its word (token i): Arabic goes forward, English both ways. */
static void
org_extent(const Doc *doc, guint i, guint *first, guint *last)
{
  guint a = i, b = i + identity_cue_length(doc, i, CUE_ORG), words = 0;
  if (TOKEN(doc, i)->script == SCRIPT_LATIN) {
    while (a > 0 && TOKEN(doc, a - 1)->line == TOKEN(doc, i)->line && !(TOKEN(doc, a - 1)->flags & TOKEN_GUARDED) &&
           (is_capital(TOKEN(doc, a - 1)) || (TOKEN(doc, a - 1)->punct == '-' && !(TOKEN(doc, a)->flags & TOKEN_SPACE))) && i - a < 8)
      a--;
    while (b < doc->tokens->len && b < i + 8 && TOKEN(doc, b)->line == TOKEN(doc, i)->line && !ends_org(doc, b) &&
           (is_capital(TOKEN(doc, b)) || TOKEN(doc, b)->punct == '-' || strcmp(KEY(doc, TOKEN(doc, b)), "of") == 0 || strcmp(KEY(doc, TOKEN(doc, b)), "for") == 0 || a == i))
      b++;
    if (a == i && b > i + 4)
      b = i + 4;
  } else {
    while (b < doc->tokens->len && words < 5 && TOKEN(doc, b)->line == TOKEN(doc, i)->line && !ends_org(doc, b) && !(TOKEN(doc, b)->flags & TOKEN_GUARDED)) {
      const char *key = KEY(doc, TOKEN(doc, b));
      if (TOKEN(doc, b)->begins & CUE_BIT(CUE_GIVEN) && !(TOKEN(doc, b)->begins & CUE_BIT(CUE_COMMON)) && b + 1 < doc->tokens->len &&
          (TOKEN(doc, b + 1)->begins & CUE_BIT(CUE_FAMILY) || identity_is_nisba(doc, b + 1)) && is_definite(doc, i))
        break; /* "مدير الدائرة رافع الشبلي": a person */
      if (words >= 1 && g_str_has_prefix(key, "و") && TOKEN(doc, b)->chars > 3 && !g_str_has_prefix(key, "وال") && !(TOKEN(doc, b)->begins & CUE_NAMES) && !doc->kurdish)
        break; /* "... وعندي معلومات": the next clause */
      words++;
      b++;
    }
  }
  *first = a;
  *last = b;
}

/* A title of work between the first person and the organisation: it goes too ("a night-shift nurse at ..."). */
static guint
role_before(const Doc *doc, guint i)
{
  guint first = i;
  for (guint k = i; k > 0 && i - k < 8; k--) {
    const Token *t = TOKEN(doc, k - 1);
    if (identity_is_sentence_end(doc, k - 1) || t->begins & (CUE_BIT(CUE_INTRO_ME) | CUE_BIT(CUE_WORK)) || t->flags & TOKEN_OWN)
      break;
    if (t->begins & CUE_BIT(CUE_ROLE))
      first = k - 1;
  }
  if (first < i && TOKEN(doc, first)->script == SCRIPT_LATIN) { /* adjectives of the title: "night-shift nurse" */
    guint words = 0;
    while (first > 0 && words < 4 && TOKEN(doc, first - 1)->line == TOKEN(doc, first)->line && !(TOKEN(doc, first - 1)->begins & (CUE_BIT(CUE_STOP) | CUE_BIT(CUE_INTRO_ME))) &&
           (TOKEN(doc, first - 1)->type == TOKEN_WORD || TOKEN(doc, first - 1)->punct == '-')) {
      words += TOKEN(doc, first - 1)->type == TOKEN_WORD;
      first--;
    }
  }
  return first;
}

static void
learn_org(Doc *doc, Profile *profile, guint i)
{
  guint first, last;
  const Token *t = TOKEN(doc, i);
  if (!is_own_words(doc, i) || t->flags & TOKEN_OWN)
    return;
  if (t->begins & CUE_BIT(CUE_OWN_ORG) && !(t->begins & CUE_BIT(CUE_ORG))) { /* "مدرستي ثانوية ...": the name is read at its own word */
    const Token *next = i + 1 < doc->tokens->len ? TOKEN(doc, i + 1) : NULL;
    if (!next || !(is_capital(next) || next->begins & CUE_BIT(CUE_ORG)) || next->line != t->line)
      return;
  }
  org_extent(doc, i, &first, &last);
  if (last <= i + 1 && first == i && !(t->begins & CUE_BIT(CUE_OWN_ORG)))
    return;
  guint role = role_before(doc, first);
  gboolean near = role < first ? first_person_before(doc, role, 8) || identity_ends(doc, role, CUE_WORK) : first_person_before(doc, first, 5);
  const char *key = role < first ? KEY(doc, TOKEN(doc, role)) : "";
  if (!near && doc->kurdish && role < first && g_str_has_suffix(key, "م"))
    near = TRUE; /* مامۆستام لە ... */
  if (!near)
    return;
  identity_profile_add_org(profile, doc, first, last);
  gboolean school = FALSE; /* a child's school is an address */
  for (guint k = first; k > 0 && first - k < 8; k--)
    school |= (TOKEN(doc, k - 1)->begins & CUE_BIT(CUE_RELATIVE)) != 0;
  identity_span_tokens(doc, role, last, school ? KIND_ADDRESS : KIND_WORKPLACE, 50, "workplace.cue");
}

/* "I work at Asiacell", "اعمل في اسيا سيل": no word for organisation. */
static void
learn_work(Doc *doc, Profile *profile, guint i)
{
  guint k = i + identity_cue_length(doc, i, CUE_WORK), limit = MIN(k + 6, doc->tokens->len);
  gboolean english = TOKEN(doc, i)->script == SCRIPT_LATIN;
  if (!is_own_words(doc, i))
    return;
  for (; k < limit && TOKEN(doc, k)->line == TOKEN(doc, i)->line; k++) {
    if (TOKEN(doc, k)->begins & CUE_BIT(CUE_ORG) || identity_is_sentence_end(doc, k))
      return; /* learn_org reads it */
    if (english && is_capital(TOKEN(doc, k)) && !is_place(TOKEN(doc, k)))
      break;
  }
  if (!english || k >= limit || TOKEN(doc, k)->line != TOKEN(doc, i)->line)
    return;
  guint end = k;
  while (end < doc->tokens->len && end < k + 6 && TOKEN(doc, end)->line == TOKEN(doc, i)->line && (is_capital(TOKEN(doc, end)) || (TOKEN(doc, end)->punct == '-' && !(TOKEN(doc, end)->flags & TOKEN_SPACE))))
    end++;
  identity_profile_add_org(profile, doc, k, end);
  identity_span_tokens(doc, k, end, KIND_WORKPLACE, 50, "workplace.cue");
}

/* ---- relations ---- */

static gboolean
is_possessive(const Doc *doc, guint i)
{
  const char *key = KEY(doc, TOKEN(doc, i));
  return g_str_has_suffix(key, "ه") || g_str_has_suffix(key, "ها") || g_str_has_suffix(key, "هم") || g_str_has_prefix(key, "his") || g_str_has_prefix(key, "her") || g_str_has_suffix(key, "yim") ||
         g_str_has_suffix(key, "yum") || g_str_has_suffix(key, "yüm") || g_str_has_suffix(key, "yım");
}

/* "his former driver", "her assistant" at token k. */
static gboolean
is_their_role(const Doc *doc, guint k)
{
  static const char *const whose[] = {"his", "her", "their", NULL};
  if (!g_strv_contains(whose, KEY(doc, TOKEN(doc, k))))
    return FALSE;
  for (guint m = k + 1; m < doc->tokens->len && m < k + 4 && TOKEN(doc, m)->type == TOKEN_WORD; m++)
    if (TOKEN(doc, m)->begins & CUE_BIT(CUE_ROLE))
      return TRUE;
  return FALSE;
}

/* "أنا أخو المرشحة", "I am his former driver", "أنا من طلابها السابقين". */
static void
learn_relation(Doc *doc, Profile *profile, guint i)
{
  guint n = identity_cue_length(doc, i, CUE_INTRO_ME), k = i + n;
  if (!is_own_words(doc, i) || (strcmp(KEY(doc, TOKEN(doc, i)), "من") == 0 && !doc->kurdish))
    return;
  for (guint tries = 0; tries < 4 && k < doc->tokens->len && TOKEN(doc, k)->line == TOKEN(doc, i)->line; tries++, k++) {
    if (TOKEN(doc, k)->type == TOKEN_PUNCT)
      return;
    if (TOKEN(doc, k)->flags & TOKEN_OWN)
      return;
    if (is_their_role(doc, k)) { /* "I am his former driver" */
      guint last = k + 1;
      while (!(TOKEN(doc, last)->begins & CUE_BIT(CUE_ROLE)))
        last++;
      identity_profile_review(profile, "relation-to-accused");
      identity_span_tokens(doc, i, last + 1, KIND_RELATION, 55, "relation.first-person");
      return;
    }
    guint m = identity_cue_length(doc, k, CUE_KIN);
    if (!m)
      continue;
    guint last = k + m, next = last;
    if (next < doc->tokens->len && is_place(TOKEN(doc, next)))
      return; /* "انا ابن البصرة" */
    gboolean target = is_possessive(doc, last - 1);
    for (guint w = 0; w < 3 && next < doc->tokens->len && !target; w++, next++)
      target = (TOKEN(doc, next)->begins & CUE_BIT(CUE_ACCUSED_TITLE)) || identity_is_name_word(doc, next);
    if (!target)
      return;
    if (is_possessive(doc, last - 1) && last < doc->tokens->len && (is_definite(doc, last) || TOKEN(doc, last)->begins & CUE_BIT(CUE_ROLE)))
      last++; /* "السابقين" */
    identity_profile_review(profile, "relation-to-accused");
    identity_span_tokens(doc, i, last, KIND_RELATION, 55, "relation.first-person");
    return;
  }
}

/* "My mum works on her campaign", "اخوي مرشح": the relative is named by what they do. */
static void
learn_relative_act(Doc *doc, Profile *profile, guint i)
{
  guint n = identity_cue_length(doc, i, CUE_RELATIVE);
  if (!is_own_words(doc, i))
    return;
  for (guint k = i + n; k < doc->tokens->len && k < i + n + 4 && TOKEN(doc, k)->line == TOKEN(doc, i)->line; k++) {
    static const char *const acts[] = {"works", "worked", "work", "is", "was", "يعمل", "تعمل", "يشتغل", "تشتغل", "موظف", "موظفه", "مرشح", "مرشحه", "يداوم", "تداوم", "كار",
                                       "dixebite", "çalışıyor", "calısıyor", "calisiyor", "yishtghil", "mwathaf", "منتسب", "ضابط", "رئيس", "مدير", "عضو", NULL};
    if (identity_is_sentence_end(doc, k) || TOKEN(doc, k)->flags & TOKEN_QUOTE)
      return;
    if (!g_strv_contains(acts, KEY(doc, TOKEN(doc, k))))
      continue;
    identity_profile_review(profile, "relation-to-accused");
    identity_span_tokens(doc, i, i + n, KIND_RELATIVE, 45, "relation.relative");
    return;
  }
}

void
identity_places_learn(Doc *doc, Profile *profile)
{
  if (doc->text->type == IDENTITY_NESTED || doc->text->type == IDENTITY_VCARD)
    return;
  identity_addresses_learn(doc);
  for (guint i = 0; i < doc->tokens->len; i++) {
    const Token *t = TOKEN(doc, i);
    guint64 b = t->begins;
    if (!(b & (CUE_BIT(CUE_ORG) | CUE_BIT(CUE_OWN_ORG) | CUE_BIT(CUE_WORK) | CUE_BIT(CUE_INTRO_ME) | CUE_BIT(CUE_RELATIVE) | CUE_BIT(CUE_UNIQUE) | CUE_BIT(CUE_BOSS) |
               CUE_BIT(CUE_RELATION))))
      continue;
    if (!is_own_words(doc, i))
      continue;
    if (b & (CUE_BIT(CUE_ORG) | CUE_BIT(CUE_OWN_ORG)))
      learn_org(doc, profile, i);
    if (b & CUE_BIT(CUE_WORK))
      learn_work(doc, profile, i);
    if (b & CUE_BIT(CUE_INTRO_ME))
      learn_relation(doc, profile, i);
    if (b & CUE_BIT(CUE_RELATIVE))
      learn_relative_act(doc, profile, i);
    if (b & (CUE_BIT(CUE_UNIQUE) | CUE_BIT(CUE_RELATION)))
      identity_profile_review(profile, "unique-role");
    if (b & CUE_BIT(CUE_BOSS))
      identity_profile_review(profile, "employer-accused");
  }
}

/* ---- the same organisation elsewhere ---- */

static guint
org_at(const Doc *doc, const Profile *profile, guint i, const char *word)
{
  for (guint o = 0; o < profile->orgs->len; o++) {
    GPtrArray *words = g_ptr_array_index(profile->orgs, o);
    if (strcmp(g_ptr_array_index(words, 0), word) != 0)
      continue;
    guint k = i, w = 1;
    for (guint m = i + 1; w < words->len && m < doc->tokens->len && m < i + 2 * words->len + 4; m++) {
      if (TOKEN(doc, m)->type == TOKEN_PUNCT)
        continue;
      if (strcmp(KEY(doc, TOKEN(doc, m)), g_ptr_array_index(words, w)) != 0)
        break;
      k = m;
      w++;
    }
    if (w == words->len)
      return k + 1;
  }
  return 0;
}

void
identity_orgs_strip(Doc *doc, const Profile *profile)
{
  if (profile->orgs->len == 0)
    return;
  for (guint i = 0; i < doc->tokens->len; i++) {
    const Token *t = TOKEN(doc, i);
    if (t->type == TOKEN_PUNCT || t->flags & (TOKEN_GUARDED | TOKEN_QUOTE))
      continue;
    guint8 skips[8];
    guint n = identity_proclitics(KEY(doc, t), t->key_len, skips);
    for (guint s = 0; s < n; s++) {
      const char *word = KEY(doc, t) + skips[s];
      guint end = g_hash_table_contains(profile->org_words, word) ? org_at(doc, profile, i, word) : 0;
      if (!end)
        continue;
      guint32 start = identity_token_offset(doc, t, skips[s]);
      identity_span_add(doc, start, TOKEN(doc, end - 1)->end, KIND_WORKPLACE, 50, "workplace.profile");
      i = end - 1;
      break;
    }
  }
}
