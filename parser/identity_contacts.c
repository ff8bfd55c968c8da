/* SPDX-License-Identifier: ISC */
/* Addresses, handles and links: whose they are. Own by cue ("my account"), by place (signature) or by the profile (local part,
 * names in the account); the accused's stay. A handle that spells the reporter's name stays where the text speaks of impersonation. */
#include "parser/identity_internal.h"

/* How far a cue may stand on the line before: all the way when that line ends with ':' or was broken by the mail program in the middle
 * of a sentence, else a few words. */
static guint
reach_over_line(const Doc *doc, guint k, guint first)
{
  const Line *before = LINE(doc, TOKEN(doc, k - 1)->line);
  gunichar last = TOKEN(doc, k - 1)->punct;
  if (last == ':' || last == ',' || last == 0x060c)
    return 1000;
  gboolean broken = before->end - before->start >= 60 && LINE(doc, TOKEN(doc, first)->line)->first + 1 >= first;
  return broken ? 1000 : 4;
}

/* Distance in tokens from `first` back to the nearest cue of the classes, or 1000. Stops at the end of the sentence before. */
static guint
distance_back(const Doc *doc, guint first, guint64 classes, guint reach)
{
  guint limit = reach;
  for (guint k = first; k > 0 && first - k < limit; k--) {
    const Token *t = TOKEN(doc, k - 1);
    if (k < doc->tokens->len && TOKEN(doc, k)->line != t->line) {
      guint more = doc->text->type == IDENTITY_CHAT ? 0 : reach_over_line(doc, k, first);
      limit = MIN(limit, first - k + more);
      if (first - k >= limit)
        return 1000;
    }
    if (t->ends & classes && !(t->flags & TOKEN_GUARDED))
      return first - k + 1;
    if (identity_is_sentence_end(doc, k - 1))
      return 1000;
  }
  return 1000;
}

static guint
distance_forward(const Doc *doc, guint last, guint64 classes, guint reach)
{
  for (guint k = last; k < doc->tokens->len && k - last < reach; k++) {
    const Token *t = TOKEN(doc, k);
    if (t->line != TOKEN(doc, last - 1)->line)
      return 1000;
    if (t->begins & classes && !(t->flags & TOKEN_GUARDED))
      return k - last + 1;
    if (identity_is_sentence_end(doc, k) || (t->type == TOKEN_PUNCT && (t->punct == ',' || t->punct == 0x060c)))
      return 1000;
  }
  return 1000;
}

/* "خالتي", "اختي", "والدتها", "امي": token k is a kinswoman. */
static gboolean
is_kinswoman(const Doc *doc, guint k)
{
  const char *key = KEY(doc, TOKEN(doc, k));
  return TOKEN(doc, k)->begins & CUE_BIT(CUE_RELATIVE) && TOKEN(doc, k)->script == SCRIPT_ARABIC && !doc->kurdish &&
         (g_str_has_suffix(key, "تي") || g_str_has_suffix(key, "تنا") || g_str_has_suffix(key, "امي") || g_str_has_suffix(key, "امنا"));
}

/* "رقمه" is no kinswoman's. */
static gboolean
is_said_of_man(const Doc *doc, guint i)
{
  return TOKEN(doc, i)->script == SCRIPT_ARABIC && !doc->kurdish && g_str_has_suffix(KEY(doc, TOKEN(doc, i)), "ه");
}

/* Whose "his number", "her account" at token i is: the reporter's side when a relative, a client or one of their names was spoken of
 * last, in this sentence or the one before. */
gboolean
identity_speaks_of_ours(const Doc *doc, const Profile *profile, guint i)
{
  guint skip, sentences = 0;
  gboolean sure;
  const gboolean man = is_said_of_man(doc, i);
  for (guint k = i; k > 0 && i - k < 28; k--) {
    const Token *t = TOKEN(doc, k - 1);
    if (identity_is_sentence_end(doc, k - 1) && ++sentences > 1)
      return FALSE;
    if (t->flags & (TOKEN_GUARDED | TOKEN_QUOTE) || t->type != TOKEN_WORD)
      continue;
    if (man && (is_kinswoman(doc, k - 1) || (k > 1 && is_kinswoman(doc, k - 2)))) /* and her name */
      continue;
    if (t->begins & CUE_BIT(CUE_RELATIVE))
      return TRUE;
    if (g_str_has_suffix(KEY(doc, t), "اسمها") || g_str_has_suffix(KEY(doc, t), "اسمه"))
      continue;
    if (t->begins & (CUE_BIT(CUE_OWN_PHONE) | CUE_BIT(CUE_OWN_ACCOUNT))) /* "my number ..., his number ...": set against each other */
      return FALSE;
    ProfileName *name = identity_profile_match(profile, doc, k - 1, &skip, &sure);
    if (!name && k > 1 && t->begins & CUE_NAMES && identity_same_line(doc, k - 2, k - 1)) { /* "Haidar Nasir", of whom only Haidar is known */
      name = identity_profile_match(profile, doc, k - 2, &skip, &sure);
      name = name && !name->own ? name : NULL;
    }
    if (name && sure && !name->common && !name->shared)
      return !name->own || t->begins & CUE_BIT(CUE_RELATIVE);
    if (t->begins & (CUE_BIT(CUE_ACCUSED_ACT) | CUE_BIT(CUE_FAKE) | CUE_BIT(CUE_THEIR_SIDE)) || (t->begins & CUE_BIT(CUE_ACCUSED_TITLE) && !(t->begins & (CUE_BIT(CUE_ROLE) | CUE_BIT(CUE_TITLE) | CUE_BIT(CUE_ORG) | CUE_BIT(CUE_MEDIUM)))) ||
        (t->begins & CUE_NAMES && !(t->begins & (CUE_BIT(CUE_COMMON) | CUE_BIT(CUE_PLACE) | CUE_BIT(CUE_STOP)))))
      return FALSE;
  }
  return FALSE;
}

/* "رقمه", "her account", "hejmara wî": of a person, not "this number". */
static gboolean
is_possessive_cue(const Doc *doc, guint i)
{
  const char *key = KEY(doc, TOKEN(doc, i));
  if (TOKEN(doc, i)->script == SCRIPT_ARABIC)
    return g_str_has_suffix(key, "ه") || g_str_has_suffix(key, "ها") || g_str_has_suffix(key, "هم") || g_str_has_suffix(key, "كهي");
  const char *next = i + 1 < doc->tokens->len ? KEY(doc, TOKEN(doc, i + 1)) : "";
  gboolean arabizi = identity_cue_length(doc, i, CUE_ACCUSED_CONTACT) == 1 && g_str_has_prefix(key, "r") && strpbrk(key + strlen(key) - 1, "ahu"); /* "raqma" */
  return identity_in(doc, i, SET_THEIR) || arabizi || strcmp(next, "wi") == 0 || strcmp(next, "we") == 0;
}

/* A cue of the third person at most `reach` tokens before is of the reporter's side. */
static gboolean
is_ours(const Doc *doc, const Profile *profile, guint first, guint reach)
{
  for (guint k = first; k > 0 && first - k < reach; k--)
    if (TOKEN(doc, k - 1)->begins & CUE_BIT(CUE_ACCUSED_CONTACT) && is_possessive_cue(doc, k - 1))
      return identity_speaks_of_ours(doc, profile, k - 1);
  return FALSE;
}

/* "his invoice e-mail is", "my other number": the nearest "his" or "my" a few words before. */
static Owner
by_possessive(const Doc *doc, const Profile *profile, guint first)
{
  for (guint k = first; k > 0 && first - k < 7 && !identity_is_sentence_end(doc, k - 1); k--) {
    if (identity_in(doc, k - 1, SET_MY))
      return OWNER_REPORTER;
    if (identity_in(doc, k - 1, SET_THEIR))
      return identity_speaks_of_ours(doc, profile, k - 1) ? OWNER_REPORTER : OWNER_ACCUSED;
  }
  return OWNER_UNKNOWN;
}

/* Whom the whole sentence speaks of when no word near the contact says it: the accused when they are named in it and nobody says "I". */
static Owner
by_sentence(const Doc *doc, guint first, guint last)
{
  guint ours, theirs;
  if (LINE(doc, TOKEN(doc, first)->line)->flags & LINE_SIGNATURE)
    return OWNER_UNKNOWN;
  identity_sentence_sides(doc, first, last, &ours, &theirs);
  return theirs && !ours ? OWNER_ACCUSED : OWNER_UNKNOWN;
}

static gboolean
is_local(const Profile *profile, const char *account)
{
  g_autofree char *key = text_fold_key(account, -1);
  return g_hash_table_contains(profile->locals, key);
}

Owner
identity_owner(const Doc *doc, const Profile *profile, guint first, guint last, guint64 own, guint64 accused)
{
  if (is_ours(doc, profile, first, 5))
    return OWNER_REPORTER;
  guint mine = distance_back(doc, first, own, 16), theirs = distance_back(doc, first, accused, 22);
  gboolean found;
  guint h = identity_range_at(doc->handles, first, &found);
  if (h > 0) { /* "معرفه @x ورقمه ...": a handle before speaks for the accused */
    const Range *r = &g_array_index(doc->handles, Range, h - 1);
    gboolean same = r->last <= first && first - r->last < 8 && TOKEN(doc, r->first)->line == TOKEN(doc, first)->line && !(TOKEN(doc, r->first)->flags & TOKEN_OWN);
    guint from = r->first + (TOKEN(doc, r->first)->type == TOKEN_PUNCT ? 1 : 0);
    g_autofree char *account = same ? g_strndup(doc->s + TOKEN(doc, from)->start, r->end - TOKEN(doc, from)->start) : NULL;
    same = same && !is_local(profile, account);
    for (guint k = r->last; same && k < first; k++)
      same = !identity_is_sentence_end(doc, k);
    if (same)
      theirs = MIN(theirs, first - r->last + 3);
  }
  if (mine == 1000 && theirs == 1000) {
    mine = distance_forward(doc, last, own, 6);
    theirs = distance_forward(doc, last, accused, 6);
  }
  if (mine == 1000 && theirs == 1000)
  {
    Owner owner = by_possessive(doc, profile, first);
    return owner != OWNER_UNKNOWN ? owner : by_sentence(doc, first, last);
  }
  return mine <= theirs ? OWNER_REPORTER : OWNER_ACCUSED;
}

/* ---- names inside accounts ---- */

static ProfileName *
match_piece(const Profile *profile, const char *piece)
{
  guint group;
  ProfileName *name = g_hash_table_lookup(profile->exact, piece);
  if (name)
    return name;
  if (identity_rules_word(profile->rules, piece, &group) && group && (name = g_hash_table_lookup(profile->groups, GUINT_TO_POINTER(group))))
    return name;
  Sounding sounding;
  if (g_utf8_strlen(piece, -1) < 4 || !text_sounding(piece, strlen(piece), &sounding))
    return NULL;
  GPtrArray *list = g_hash_table_lookup(profile->coarse, sounding.coarse);
  for (guint i = 0; list && i < list->len; i++) {
    ProfileName *candidate = g_ptr_array_index(list, i);
    if (text_sounds_alike(&candidate->sounding, &sounding) == 2)
      return candidate;
  }
  return NULL;
}

/* How many different own names of the profile the account's words are. *first (may be NULL): one of them is the first name, of nobody else and no
 * ordinary word or place. */
static guint
names_in_account(const Profile *profile, const char *account, gboolean *first)
{
  g_autofree char *key = text_fold_key(account, -1);
  g_auto(GStrv) pieces = g_strsplit_set(key, "._-0123456789@/%", -1);
  g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
  for (guint i = 0; pieces[i]; i++) {
    ProfileName *name = *pieces[i] ? match_piece(profile, pieces[i]) : NULL;
    if (name && name->own && !(name->role == ROLE_LOCAL && !name->group)) {
      g_hash_table_add(seen, name);
      if (first && name->role == ROLE_GIVEN && !name->shared && !name->common && !(identity_rules_word(profile->rules, pieces[i], NULL) & CUE_BIT(CUE_PLACE)))
        *first = TRUE;
    } else if (!name && strlen(pieces[i]) > 6) /* ahmedjubouri */
      for (guint k = 0; k < profile->names->len && k < 40; k++) {
        ProfileName *other = g_ptr_array_index(profile->names, k);
        if (other->own && strlen(other->key) >= 4 && strstr(pieces[i], other->key))
          g_hash_table_add(seen, other);
      }
  }
  return g_hash_table_size(seen);
}

static const guint64 accused_account = CUE_BIT(CUE_ACCUSED_CONTACT) | CUE_BIT(CUE_ACCUSED_TITLE) | CUE_BIT(CUE_ACCUSED_ACT);

/* Cues before tokens first <= i < last say that the account is the reporter's own. */
static gboolean
is_called_own(const Doc *doc, guint first, guint last, gboolean page)
{
  const guint64 own = CUE_BIT(CUE_OWN_ACCOUNT) | (page ? 0 : CUE_BIT(CUE_OWN_CONTACT)), fake = CUE_BIT(CUE_FAKE);
  const Token *t = TOKEN(doc, first);
  if (t->flags & TOKEN_QUOTE || LINE(doc, t->line)->zone == ZONE_OTHER)
    return FALSE;
  guint mine = distance_back(doc, first, own, 12), theirs = distance_back(doc, first, accused_account, 12);
  guint false_one = distance_back(doc, first, fake, 8);
  if (theirs < mine && mine < 1000 && identity_in(doc, first - theirs, SET_CALLED)) /* "my own page, it is called @x" */
    theirs = 1000;
  if (mine == 1000 && theirs == 1000 && false_one == 1000) /* "https://... my page" */
    mine = distance_forward(doc, last, own, 4);
  if (mine == 1000 || theirs < mine || false_one < mine)
    return FALSE;
  for (guint k = first; k > 0 && first - k + 2 < mine && k + mine > first; k--) /* the cue is another account's already */
    if (TOKEN(doc, k - 1)->flags & (TOKEN_HANDLE | TOKEN_OWN) && first - k > 1)
      return FALSE;
  if (page) { /* a page that was taken over is where the violation is */
    guint after = distance_forward(doc, last, fake, 14);
    for (guint k = last; after < 1000 && k < doc->tokens->len && k < last + after + 5; k++)
      if (TOKEN(doc, k)->flags & (TOKEN_LINK | TOKEN_HANDLE)) /* "my page A and the false one B" */
        after = 1000;
    return MIN(after, distance_back(doc, first, fake, 14)) == 1000;
  }
  return TRUE;
}

/* Whether the own-account cue before speaks of a page or channel (evidence once taken over) rather than of a person's account. */
static gboolean
speaks_of_page(const Doc *doc, guint first)
{
  for (guint k = first; k > 0 && first - k < 14; k--) {
    if (TOKEN(doc, k - 1)->ends & CUE_BIT(CUE_OWN_ACCOUNT) && TOKEN(doc, k - 1)->type == TOKEN_WORD)
      return identity_rules_has_piece(doc->rules, KEY(doc, TOKEN(doc, k - 1)), SET_PAGE) || (k > 1 && identity_rules_has_piece(doc->rules, KEY(doc, TOKEN(doc, k - 2)), SET_PAGE));
    if (identity_rules_has_piece(doc->rules, KEY(doc, TOKEN(doc, k - 1)), SET_PAGE))
      return TRUE;
  }
  return FALSE;
}

/* "my sister Nadine on Snapchat (nadi.m.07)": in brackets behind a name that goes, no more than the service between. */
static gboolean
follows_own_name(const Doc *doc, guint first)
{
  if (first < 2 || TOKEN(doc, first - 1)->punct != '(')
    return FALSE;
  for (guint k = first - 1; k > 0 && first - k < 6 && identity_same_line(doc, k - 1, first); k--) {
    const Token *t = TOKEN(doc, k - 1);
    if (t->flags & TOKEN_OWN || t->begins & CUE_BIT(CUE_RELATIVE))
      return !(t->flags & TOKEN_HANDLE);
    if (t->type != TOKEN_WORD || t->begins & (CUE_BIT(CUE_ACCUSED_TITLE) | CUE_BIT(CUE_FAKE) | CUE_BIT(CUE_ACCUSED_ACT)))
      return FALSE;
  }
  return FALSE;
}

/* "@x is a spy ... That is me", "my comment (from the account x)". */
static gboolean
is_said_own(const Doc *doc, guint first, guint last)
{
  for (guint k = last; k < doc->tokens->len && k < last + 16; k++) {
    if (TOKEN(doc, k)->flags & TOKEN_HANDLE && !(TOKEN(doc, k)->flags & TOKEN_QUOTE))
      break;
    if (identity_in(doc, k, SET_THATS_ME) && !(TOKEN(doc, k)->flags & TOKEN_QUOTE))
      return TRUE;
  }
  gboolean by = FALSE;
  for (guint k = first; k > 0 && first - k < 8 && !identity_is_sentence_end(doc, k - 1); k--) {
    const Token *t = TOKEN(doc, k - 1);
    if (k == first && doc->kurdish && identity_pieces(doc, k - 1) & PIECE_BIT(SET_ACCOUNT)) /* "بە ئەکاونتی X" */
      continue;
    if (t->flags & (TOKEN_QUOTE | TOKEN_HANDLE) || (t->begins & accused_account && !(t->begins & (CUE_BIT(CUE_MEDIUM) | CUE_BIT(CUE_PROVIDER)) || identity_has(t, SET_BY_ACCOUNT)) && !by))
      return FALSE;
    by |= identity_has(t, SET_BY_ACCOUNT) && !(doc->kurdish && t->script == SCRIPT_ARABIC && identity_rules_has_piece(doc->rules, KEY(doc, TOKEN(doc, k)), SET_PAGE)); /* "on the page" */
    if (identity_has(t, SET_MY_POST))
      return by;
  }
  return FALSE;
}

void
identity_handles_learn(Doc *doc, Profile *profile)
{
  for (guint i = 0; i < doc->tokens->len; i++) { /* "my snap: tabarak99": a word without dots after a cue and a colon */
    guint n = identity_cue_length(doc, i, CUE_OWN_ACCOUNT), k = i + n;
    while (n && k < doc->tokens->len && TOKEN(doc, k)->type == TOKEN_PUNCT && (TOKEN(doc, k)->punct == ':' || TOKEN(doc, k)->punct == '(' || TOKEN(doc, k)->punct == '-'))
      k++;
    if (n && k == i + n && k < doc->tokens->len && (strcmp(KEY(doc, TOKEN(doc, k)), "is") == 0 || strcmp(KEY(doc, TOKEN(doc, k)), "هو") == 0))
      k++;
    if (!n || k == i + n || k >= doc->tokens->len || TOKEN(doc, k)->script != SCRIPT_LATIN || TOKEN(doc, k)->flags & TOKEN_GUARDED)
      continue;
    if (TOKEN(doc, k)->chars >= 4 && !(TOKEN(doc, k)->begins & (CUE_BIT(CUE_STOP) | CUE_BIT(CUE_ACCUSED_TITLE))) && TOKEN(doc, k)->line == TOKEN(doc, i)->line &&
        (strpbrk(KEY(doc, TOKEN(doc, k)), "0123456789") || identity_ends_line(doc, k))) {
      g_hash_table_add(profile->locals, g_strdup(KEY(doc, TOKEN(doc, k))));
      identity_span_tokens(doc, k, k + 1, KIND_ACCOUNT, 65, "account.cue");
    }
  }
  for (guint h = 0; h < doc->handles->len; h++) {
    const Range *r = &g_array_index(doc->handles, Range, h);
    gboolean sign = TOKEN(doc, r->first)->type == TOKEN_PUNCT;
    if (sign && TOKEN(doc, r->first)->punct == '#')
      continue;
    guint from = r->first + (sign ? 1 : 0);
    g_autofree char *name = g_strndup(doc->s + TOKEN(doc, from)->start, r->end - TOKEN(doc, from)->start);
    if (follows_own_name(doc, r->first) || identity_account_is_given(doc, profile, r->first, r->last) || is_said_own(doc, r->first, r->last) || is_called_own(doc, r->first, r->last, speaks_of_page(doc, r->first)) || (!(TOKEN(doc, r->first)->flags & TOKEN_QUOTE) && is_ours(doc, profile, r->first, 4)))
      g_hash_table_add(profile->locals, text_fold_key(name, -1));
  }
}

void
identity_handles_strip(Doc *doc, const Profile *profile)
{
  for (guint h = 0; h < doc->handles->len; h++) {
    const Range *r = &g_array_index(doc->handles, Range, h);
    gboolean sign = TOKEN(doc, r->first)->type == TOKEN_PUNCT;
    guint from = r->first + (sign ? 1 : 0);
    if (sign && TOKEN(doc, r->first)->punct == '#')
      continue;
    g_autofree char *name = g_strndup(doc->s + TOKEN(doc, from)->start, r->end - TOKEN(doc, from)->start);
    if (is_local(profile, name)) {
      identity_span_add(doc, r->start, r->end, KIND_ACCOUNT, 65, "account.own");
      continue;
    }
    gboolean given = FALSE, own_words = LINE(doc, TOKEN(doc, r->first)->line)->flags & LINE_SIGNATURE;
    gboolean theirs = distance_back(doc, r->first, accused_account | CUE_BIT(CUE_FAKE), 12) < 1000;
    if (!doc->fake && !theirs && (names_in_account(profile, name, &given) >= (own_words ? 1u : 2u) || given))
      identity_span_add(doc, r->start, r->end, KIND_ACCOUNT, 65, "account.name");
    else if (sign && doc->text->type == IDENTITY_CHAT && from + 1 == r->last && names_in_account(profile, name, NULL) >= 1) /* a mention in a chat */
      identity_span_add(doc, r->start, r->end, KIND_REPORTER, 65, "name.mention");
  }
  for (guint i = 0; i < doc->tokens->len; i++) { /* the own handle as a plain word */
    const Token *t = TOKEN(doc, i);
    if (t->type == TOKEN_WORD && t->script == SCRIPT_LATIN && !(t->flags & TOKEN_GUARDED) && t->chars >= 5 && strpbrk(KEY(doc, t), "0123456789") &&
        g_hash_table_contains(profile->locals, KEY(doc, t)))
      identity_span_tokens(doc, i, i + 1, KIND_ACCOUNT, 65, "account.own");
  }
}

/* The same account stands as a handle behind a word of impersonation: a link to it is no signature. */
gboolean
identity_is_called_fake(const Doc *doc, const char *account)
{
  g_autofree char *key = account ? text_fold_key(account, -1) : NULL;
  for (guint h = 0; key && h < doc->handles->len; h++) {
    const Range *r = &g_array_index(doc->handles, Range, h);
    guint from = r->first + (TOKEN(doc, r->first)->type == TOKEN_PUNCT ? 1 : 0);
    g_autofree char *other = text_fold_key(doc->s + TOKEN(doc, from)->start, r->end - TOKEN(doc, from)->start);
    if (strcmp(key, other) == 0 && !(TOKEN(doc, r->first)->flags & TOKEN_LINK) && distance_back(doc, r->first, CUE_BIT(CUE_FAKE), 14) < 1000)
      return TRUE;
  }
  return FALSE;
}

/* Alone on one of the last lines: a signature's link even where the text speaks of false accounts. */
static gboolean
is_last_line(const Doc *doc, guint i)
{
  guint l = TOKEN(doc, i)->line, full = 0;
  if (LINE(doc, l)->first != i)
    return FALSE;
  for (guint k = l; k < doc->lines->len && full < 5; k++)
    full += !(LINE(doc, k)->flags & LINE_BLANK);
  return full < 5;
}

/* A folder of the reporter's own on a company's server: "/personal/sqaraghuli_...": the local part of an own address is a piece of the path. */
static gboolean
holds_own_local(const Doc *doc, const Profile *profile, const char *link)
{
  const char *path = strstr(link, "//");
  path = strchr(path ? path + 2 : link, '/');
  if (!path || doc->fake)
    return FALSE;
  g_autofree char *key = text_fold_key(path, -1);
  g_auto(GStrv) pieces = g_strsplit_set(key, "/_~?&=", -1);
  guint n = g_strv_length(pieces);
  for (guint i = 0; i + 1 < n; i++) /* the last is the file */
    if (strlen(pieces[i]) >= 6 && strpbrk(pieces[i], "abcdefghijklmnopqrstuvwxyz") && g_hash_table_contains(profile->locals, pieces[i]) && strlen(pieces[i + 1]) > 0)
      return i > 1;
  return FALSE;
}

static gboolean
is_account_word(const Doc *doc, guint i)
{
  return !(TOKEN(doc, i)->flags & TOKEN_GUARDED) && (identity_inner_pieces(doc, i) & PIECE_BIT(SET_ACCOUNT)) != 0;
}

/* "حساب اخوي (facebook.com/...)", "my sister's page: ...", "hesabê birayê min ...", "kardeşimin hesabı ...": right before the link. */
static gboolean
is_kins_account(const Doc *doc, guint first)
{
  guint k = first, account = 0, kin = 0;
  if (TOKEN(doc, first)->flags & TOKEN_QUOTE || LINE(doc, TOKEN(doc, first)->line)->zone == ZONE_OTHER)
    return FALSE;
  for (; k > 0 && first - k < 8 && identity_same_line(doc, k - 1, first) && !(account && kin); k--) {
    const Token *t = TOKEN(doc, k - 1);
    if (t->type == TOKEN_PUNCT && (t->punct == '(' || t->punct == ':' || t->punct == '\'' || t->punct == 0x2019 || t->punct == '<'))
      continue;
    if (t->type != TOKEN_WORD || t->flags & TOKEN_GUARDED || t->begins & (CUE_BIT(CUE_ACCUSED_ACT) | CUE_BIT(CUE_FAKE)))
      return FALSE;
    if ((t->begins | t->ends) & CUE_BIT(CUE_RELATIVE) && !kin)
      kin = k;
    else if (is_account_word(doc, k - 1))
      account = k;
    else if (t->begins & CUE_BIT(CUE_STOP) && !identity_has(t, SET_MY) && !identity_has(t, SET_IS) && !identity_in(doc, k - 1, SET_MINE) && t->chars > 2)
      return FALSE;
  }
  if (!account || !kin)
    return FALSE;
  if (kin > account) /* "hesabê birayê min" */
    return kin - account <= 2;
  return TOKEN(doc, kin - 1)->script == SCRIPT_LATIN && (account == kin + 1 || (account <= kin + 4 && strcmp(KEY(doc, TOKEN(doc, kin + 1)), "s") == 0)); /* "my sister's account", "kardeşimin hesabı" */
}

/* "I help at the church and run its official page (...)": the verb says "I", and what is run stands between. */
static gboolean
is_run_by_me(const Doc *doc, guint first)
{
  gboolean account = FALSE;
  if (TOKEN(doc, first)->flags & TOKEN_QUOTE || LINE(doc, TOKEN(doc, first)->line)->zone == ZONE_OTHER)
    return FALSE;
  for (guint k = first; k > 0 && first - k < 8 && !identity_is_sentence_end(doc, k - 1); k--) {
    const Token *t = TOKEN(doc, k - 1);
    const char *key = KEY(doc, t);
    if (t->type == TOKEN_PUNCT)
      continue;
    if (t->flags & (TOKEN_GUARDED | TOKEN_HANDLE) || t->begins & (CUE_BIT(CUE_FAKE) | CUE_BIT(CUE_ACCUSED_ACT)))
      return FALSE;
    account |= is_account_word(doc, k - 1);
    if (!identity_in(doc, k - 1, SET_OWNS))
      continue;
    if (t->script == SCRIPT_ARABIC && !doc->kurdish && g_str_has_prefix(key, "و"))
      key += strlen("و");
    return account && ((t->script == SCRIPT_ARABIC && !doc->kurdish && (g_str_has_prefix(key, "ا") || g_str_has_prefix(key, "ن"))) ||
                       (k > 1 && (strcmp(KEY(doc, TOKEN(doc, k - 2)), "i") == 0 || strcmp(KEY(doc, TOKEN(doc, k - 2)), "we") == 0)));
  }
  return FALSE;
}

/* "https://ahmedsalim.example/blog": the site bears both names. */
static gboolean
is_own_host(const Profile *profile, const char *link)
{
  const char *host = strstr(link, "//");
  host = host ? host + 2 : link;
  g_autofree char *name = g_strndup(host, strcspn(host, "/?#:"));
  return names_in_account(profile, name, NULL) >= 2;
}

void
identity_links_learn(Doc *doc, Profile *profile)
{
  GPtrArray *links = doc->text->links;
  for (guint i = 0; links && i < links->len; i++) {
    Link *link = g_ptr_array_index(links, i);
    guint first = identity_token_at(doc, link->start), last = identity_token_at(doc, link->end);
    const guint begin = first;
    if (first >= doc->tokens->len || first == last || link->own)
      continue;
    while (first > 0 && TOKEN(doc, first - 1)->type == TOKEN_PUNCT && !(TOKEN(doc, first - 1)->flags & TOKEN_GUARDED) && (TOKEN(doc, first - 1)->punct == '<' || TOKEN(doc, first - 1)->punct == '('))
      first--;
    g_autofree char *path = g_strndup(doc->s + link->start, link->end - link->start);
    const char *slash = strstr(path, "//");
    slash = strchr(slash ? slash + 2 : path, '/');
    const char *account = link->account ? link->account : slash ? slash : "";
    gboolean profile_page = link->is_profile || (!link->object && !link->opaque);
    gboolean theirs = distance_back(doc, first, accused_account | CUE_BIT(CUE_FAKE), 12) < 1000;
    if (link->form && strcmp(link->form, "phone") == 0 && link->account) {
      Owner owner = identity_phone_link_owner(doc, profile, first, last, link->account);
      link->own = owner == OWNER_REPORTER;
      if (owner == OWNER_ACCUSED && link->opaque) { /* evidence, without the text that was to be sent */
        link->canonical = g_strdup_printf("https://wa.me/%s", link->account);
        link->opaque = FALSE;
      }
      continue;
    }
    if (holds_own_local(doc, profile, path))
      link->own = TRUE;
    else if (link->opaque || !profile_page)
      link->own = FALSE;
    else if (link->account && is_local(profile, link->account) && !theirs)
      link->own = TRUE;
    else if ((!doc->fake || (is_last_line(doc, first) && !identity_is_called_fake(doc, link->account))) && !theirs && names_in_account(profile, account, NULL) >= 2)
      link->own = TRUE;
    else if (!doc->fake && !theirs && !link->account && is_own_host(profile, path))
      link->own = TRUE;
    else
      link->own = is_called_own(doc, first, last, speaks_of_page(doc, first)) || identity_account_is_given(doc, profile, first, last) || is_kins_account(doc, begin) || is_run_by_me(doc, begin);
    if (link->own && link->account)
      g_hash_table_add(profile->locals, text_fold_key(link->account, -1));
  }
}

/* ---- e-mail addresses ---- */

static char *
email_at(const Doc *doc, const Range *r)
{
  g_autofree char *raw = g_strndup(doc->s + r->start, r->end - r->start);
  g_autofree char *decoded = g_uri_unescape_string(raw, NULL);
  return g_utf8_strdown(decoded ? decoded : raw, -1);
}

/* The line's header says whose: From of somebody else stays, recipients go. */
static gboolean
is_others_header(const Doc *doc, const Range *r)
{
  const Line *line = LINE(doc, TOKEN(doc, r->first)->line);
  if (!(line->flags & LINE_HEAD))
    return line->zone == ZONE_OTHER || doc->text->type == IDENTITY_NESTED;
  guint i = line->first;
  while (i < line->last && TOKEN(doc, i)->type == TOKEN_PUNCT)
    i++;
  return !identity_is(doc, i, CUE_HEAD_TO);
}

/* "Shaima Adil sends it from shaima.adil@...": two pieces of the local part are words of a stranger's name in the same sentence. */
static gboolean
is_strangers_email(const Doc *doc, const Range *r, const char *local)
{
  g_autofree char *key = text_fold_key(local, -1);
  g_auto(GStrv) pieces = g_strsplit_set(key, "._-+0123456789", -1);
  guint found = 0;
  for (guint p = 0; pieces[p]; p++) {
    gboolean here = FALSE;
    for (guint k = r->first; k > 0 && r->first - k < 16 && !identity_is_sentence_end(doc, k - 1) && !here; k--) {
      const Token *t = TOKEN(doc, k - 1);
      here = t->type == TOKEN_WORD && t->chars >= 3 && t->flags & TOKEN_CAPITAL && !(t->flags & (TOKEN_OWN | TOKEN_GUARDED)) && strcmp(KEY(doc, t), pieces[p]) == 0;
    }
    found += here;
  }
  return found >= 2;
}

/* "دزلي ايميل من a@b", "a mail came from a@b": somebody else's, when no word of one's own stands between. */
static gboolean
is_from_there(const Doc *doc, guint first)
{
  guint k = first;
  while (k > 0 && first - k < 3 && ((TOKEN(doc, k - 1)->type == TOKEN_PUNCT && !identity_is_sentence_end(doc, k - 1)) || TOKEN(doc, k - 1)->begins & CUE_BIT(CUE_ACCUSED_CONTACT) || identity_in(doc, k - 1, SET_MAIL)))
    k--;
  if (k == 0 || !((strcmp(KEY(doc, TOKEN(doc, k - 1)), "من") == 0 && !doc->kurdish) || strcmp(KEY(doc, TOKEN(doc, k - 1)), "from") == 0))
    return FALSE;
  for (guint m = k - 1; m > 0 && k - m < 12 && !identity_is_sentence_end(doc, m - 1); m--)
    if (TOKEN(doc, m - 1)->begins & CUE_BIT(CUE_INTRO_ME) || identity_has(TOKEN(doc, m - 1), SET_WROTE_YOU) || strcmp(KEY(doc, TOKEN(doc, m - 1)), "i") == 0)
      return FALSE;
  return TRUE;
}

/* The recipients in the header lines of a forwarded mail are nobody's accused, and go wherever the mail says them. */
static GHashTable *
header_recipients(const Doc *doc)
{
  GHashTable *set = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  for (guint e = 0; e < doc->emails->len && e < IDENTITY_MAX_LEARNED_EMAILS; e++) {
    const Range *r = &g_array_index(doc->emails, Range, e);
    if (LINE(doc, TOKEN(doc, r->first)->line)->flags & LINE_HEAD && !is_others_header(doc, r))
      g_hash_table_add(set, email_at(doc, r));
  }
  return set;
}

void
identity_emails_learn(Doc *doc, Profile *profile)
{
  g_autoptr(GHashTable) recipients = header_recipients(doc);
  const guint64 own = CUE_BIT(CUE_OWN_CONTACT) | CUE_BIT(CUE_OWN_PHONE) | CUE_BIT(CUE_OWN_ACCOUNT) | CUE_BIT(CUE_RELATIVE);
  const guint64 accused = CUE_BIT(CUE_ACCUSED_CONTACT) | CUE_BIT(CUE_ACCUSED_ACT) | CUE_BIT(CUE_ACCUSED_TITLE) | CUE_BIT(CUE_FAKE);
  for (guint e = 0; e < doc->emails->len && e < IDENTITY_MAX_LEARNED_EMAILS; e++) {
    const Range *r = &g_array_index(doc->emails, Range, e);
    g_autofree char *address = email_at(doc, r);
    if (g_hash_table_contains(profile->services, address) || g_hash_table_contains(profile->emails, address))
      continue;
    g_autofree char *local = g_strndup(address, strcspn(address, "@"));
    gboolean theirs = is_others_header(doc, r), quoted = TOKEN(doc, r->first)->flags & TOKEN_QUOTE;
    if (!theirs && names_in_account(profile, local, NULL) >= 2 && !doc->fake) {
      identity_profile_add_email(profile, address, TRUE);
      continue;
    }
    if (theirs && g_hash_table_contains(recipients, address))
      continue;
    Owner owner = theirs || quoted || is_from_there(doc, r->first) ? OWNER_ACCUSED : identity_owner(doc, profile, r->first, r->last, own, accused);
    if (owner == OWNER_UNKNOWN && is_strangers_email(doc, r, local))
      owner = OWNER_ACCUSED;
    if (owner == OWNER_REPORTER)
      identity_profile_add_email(profile, address, TRUE);
    else if (owner == OWNER_ACCUSED)
      g_hash_table_add(profile->accused_emails, g_steal_pointer(&address));
  }
}

/* "ahmed at gmail dot com", "ahmed (at) gmail.com", "احمد ات جيميل دوت كوم" around the at-word of token i. */
static void
strip_spelled(Doc *doc, guint i)
{
  guint n = identity_cue_length(doc, i, CUE_AT), k = i + n, a = i;
  while (k < doc->tokens->len && TOKEN(doc, k)->type == TOKEN_PUNCT && strchr(")]}>", (int)MIN(TOKEN(doc, k)->punct, 127u)))
    k++;
  if (k >= doc->tokens->len || TOKEN(doc, k)->type != TOKEN_WORD || TOKEN(doc, k)->line != TOKEN(doc, i)->line)
    return;
  gboolean provider = identity_is(doc, k, CUE_PROVIDER), dot = FALSE;
  guint end = k + MAX(1u, identity_cue_length(doc, k, CUE_PROVIDER));
  for (guint m = end; m + 1 < doc->tokens->len && m < end + 6; m++) { /* dot com dot iq */
    while (m < doc->tokens->len && TOKEN(doc, m)->type == TOKEN_PUNCT && strchr("([{<)]}>.", (int)MIN(TOKEN(doc, m)->punct, 127u)) && !(TOKEN(doc, m)->punct == '.' && TOKEN(doc, m + 1 < doc->tokens->len ? m + 1 : m)->flags & TOKEN_SPACE)) {
      dot |= TOKEN(doc, m)->punct == '.';
      m++;
    }
    if (m >= doc->tokens->len || TOKEN(doc, m)->line != TOKEN(doc, i)->line)
      break;
    if (identity_is(doc, m, CUE_DOT) && TOKEN(doc, m)->type == TOKEN_WORD) {
      dot = TRUE;
      end = MIN(m + 2, doc->tokens->len);
    } else if (dot && TOKEN(doc, m)->type == TOKEN_WORD && TOKEN(doc, m)->chars <= 4) {
      end = m + 1;
      dot = TRUE;
      break;
    } else {
      break;
    }
  }
  gboolean bracket = i > 0 && TOKEN(doc, i - 1)->type == TOKEN_PUNCT && (TOKEN(doc, i - 1)->punct == '(' || TOKEN(doc, i - 1)->punct == '[' || TOKEN(doc, i - 1)->punct == '{');
  if (!(provider || (dot && (bracket || end > k + 1))) || (!dot && !bracket && strcmp(KEY(doc, TOKEN(doc, i)), "at") == 0 && !provider))
    return;
  if (bracket)
    a--;
  while (a > 0 && i - a < 8 && TOKEN(doc, a - 1)->line == TOKEN(doc, i)->line && !(TOKEN(doc, a - 1)->flags & (TOKEN_LINK | TOKEN_EMAIL))) {
    const Token *t = TOKEN(doc, a - 1);
    gboolean glue = t->type == TOKEN_PUNCT && (t->punct == '.' || t->punct == '_' || t->punct == '-');
    gboolean first = a == i || (bracket && a == i - 1);
    gboolean joined = !(TOKEN(doc, a)->flags & TOKEN_SPACE);
    if (!(glue || (t->flags & TOKEN_HANDLE && joined) || (t->type != TOKEN_PUNCT && (first || joined || identity_ends(doc, a - 1, CUE_DOT) || identity_is(doc, a, CUE_DOT)))))
      break;
    a--;
  }
  if (a < i)
    identity_span_tokens(doc, a, end, KIND_EMAIL, 60, "email.spelled");
}

void
identity_emails_strip(Doc *doc, const Profile *profile)
{
  for (guint e = 0; e < doc->emails->len; e++) {
    const Range *r = &g_array_index(doc->emails, Range, e);
    g_autofree char *address = email_at(doc, r);
    if (g_hash_table_contains(profile->services, address))
      continue;
    gboolean own = g_hash_table_contains(profile->emails, address);
    if (!own && g_hash_table_contains(profile->accused_emails, address))
      continue;
    if (!identity_link_at(doc, r->start))
      identity_span_add(doc, r->start, r->end, KIND_EMAIL, 60, own ? "email.own" : "email.unknown");
  }
  for (guint i = 0; i < doc->tokens->len; i++)
    if (identity_is(doc, i, CUE_AT) && !(TOKEN(doc, i)->flags & TOKEN_GUARDED) && strcmp(KEY(doc, TOKEN(doc, i)), "علي") != 0)
      strip_spelled(doc, i);
}
