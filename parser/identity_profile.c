/* SPDX-License-Identifier: ISC */
/* The profile: everything that names the reporter and people near, gathered from the headers and from each text before anything
 * is stripped, and the question "is this word one of their names?". Holds identity in memory only; nothing here is written out. */
#include "parser/identity_internal.h"

static void
name_free(void *data)
{
  ProfileName *name = data;
  g_free(name->key);
  g_free(name->written);
  g_free(name);
}

Profile *
identity_profile_new(const IdentityRules *rules)
{
  Profile *profile = g_new0(Profile, 1);
  profile->rules = rules;
  profile->version = 1;
  profile->names = g_ptr_array_new_with_free_func(name_free);
  profile->exact = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  profile->groups = g_hash_table_new(NULL, NULL);
  profile->coarse = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
  profile->emails = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  profile->near = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  profile->services = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  profile->locals = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  profile->phones = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  profile->accused_phones = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  profile->accused_emails = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  profile->ips = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  profile->orgs = g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);
  profile->org_words = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  profile->review = g_ptr_array_new_with_free_func(g_free);
  return profile;
}

void
identity_profile_free(Profile *profile)
{
  if (!profile)
    return;
  g_hash_table_unref(profile->exact);
  g_hash_table_unref(profile->groups);
  g_hash_table_unref(profile->coarse);
  g_ptr_array_unref(profile->names);
  g_hash_table_unref(profile->emails);
  g_hash_table_unref(profile->near);
  g_hash_table_unref(profile->services);
  g_hash_table_unref(profile->locals);
  g_hash_table_unref(profile->phones);
  g_hash_table_unref(profile->accused_phones);
  g_hash_table_unref(profile->accused_emails);
  g_hash_table_unref(profile->ips);
  g_ptr_array_unref(profile->orgs);
  g_hash_table_unref(profile->org_words);
  g_ptr_array_unref(profile->review);
  g_free(profile);
}

void
identity_profile_review(Profile *profile, const char *reason)
{
  if (!g_ptr_array_find_with_equal_func(profile->review, reason, g_str_equal, NULL))
    g_ptr_array_add(profile->review, g_strdup(reason));
}

/* ---- names ---- */

static void
index_key(Profile *profile, const char *key, ProfileName *name)
{
  if (!*key || g_hash_table_contains(profile->exact, key))
    return;
  g_hash_table_insert(profile->exact, g_strdup(key), name);
  profile->initials |= identity_initial_bit(key);
}

static void
index_name(Profile *profile, ProfileName *name)
{
  index_key(profile, name->key, name);
  gsize len = strlen(name->key);
  if (g_str_has_prefix(name->key, "ال") && len >= 4 + 6) /* الجبوري is جبوري too */
    index_key(profile, name->key + 4, name);
  else if (g_str_has_prefix(name->key, "al") && len >= 6)
    index_key(profile, name->key + (name->key[2] == ' ' ? 3 : 2), name);
  if (name->group && !g_hash_table_contains(profile->groups, GUINT_TO_POINTER(name->group)))
    g_hash_table_insert(profile->groups, GUINT_TO_POINTER(name->group), name);
  if (!name->sounds)
    return;
  profile->scripts |= name->sounding.kurdish ? 1u << 3 : 1u << name->sounding.script;
  GPtrArray *list = g_hash_table_lookup(profile->coarse, name->sounding.coarse);
  if (!list) {
    list = g_ptr_array_new();
    g_hash_table_insert(profile->coarse, g_strdup(name->sounding.coarse), list);
  }
  g_ptr_array_add(list, name);
}

static gboolean
is_all_digits(const char *key)
{
  return strspn(key, "0123456789") == strlen(key);
}

/* The group of a name of several words, 0 none. */
static guint
phrase_group(const IdentityRules *rules, const char *key)
{
  g_auto(GStrv) words = g_strsplit(key, " ", -1);
  GPtrArray *list = identity_rules_phrases(rules, words[0]);
  for (guint i = 0; list && i < list->len; i++) {
    const Phrase *phrase = g_ptr_array_index(list, i);
    if (phrase->group && g_strv_equal((const char *const *)phrase->words, (const char *const *)words))
      return phrase->group;
  }
  return 0;
}

void
identity_profile_add(Profile *profile, const char *word, gssize len, NameRole role, gboolean own)
{
  g_autofree char *key = identity_word_key(word, len);
  g_strdelimit(key, "-", ' '); /* "Al-Jumaili" is in the lists as two words */
  glong chars = g_utf8_strlen(key, -1);
  if (chars < 2 || chars > (glong)IDENTITY_MAX_TOKEN_CHARS || profile->names->len >= IDENTITY_MAX_PROFILE_NAMES || is_all_digits(key))
    return;
  ProfileName *known = g_hash_table_lookup(profile->exact, key);
  if (known && strcmp(known->key, key) == 0) {
    if (known->person)
      known->person = own ? 0 : profile->persons;
    if (known->role == ROLE_LOCAL || (own && !known->own)) {
      if (known->role == ROLE_LOCAL && role != ROLE_LOCAL && !known->group)
        known->common = (identity_rules_word(profile->rules, key, NULL) & CUE_BIT(CUE_STOP)) != 0;
      known->role = role;
      known->own |= own;
      profile->version++;
    }
    return;
  }
  ProfileName *name = g_new0(ProfileName, 1);
  guint group;
  guint64 classes = identity_rules_word(profile->rules, key, &group);
  if (strchr(key, ' '))
    group = phrase_group(profile->rules, key);
  else if (group && g_ascii_isalpha(*key))
    name->arabic = identity_rules_arabic(profile->rules, group);
  if (!group && g_str_has_prefix(key, "ال"))
    classes |= identity_rules_word(profile->rules, key + 4, &group);
  if (!group && g_str_has_prefix(key, "al") && chars >= 5)
    classes |= identity_rules_word(profile->rules, key + 2, &group) & CUE_NAMES;
  name->written = g_strndup(word, len < 0 ? strlen(word) : (gsize)len);
  name->role = role;
  name->own = own;
  name->person = own ? 0 : profile->persons;
  name->group = group;
  name->common = (classes & (CUE_BIT(CUE_COMMON) | CUE_BIT(CUE_PLACE) | CUE_BIT(CUE_STOP) | CUE_BIT(CUE_ORG) | CUE_BIT(CUE_ROLE))) != 0;
  name->sounds = chars >= 4 && text_sounding(word, strlen(name->written), &name->sounding);
  if (role == ROLE_LOCAL && !group)
    name->common = TRUE;
  name->key = g_steal_pointer(&key);
  g_ptr_array_add(profile->names, name);
  profile->version++;
  index_name(profile, name);
}

gboolean
identity_profile_is_lone(const Profile *profile, const ProfileName *name)
{
  if (name->role == ROLE_CHILD)
    return TRUE;
  for (guint i = 0; i < profile->names->len; i++) {
    const ProfileName *other = g_ptr_array_index(profile->names, i);
    if (other == name || other->person != name->person || (name->group && other->group == name->group))
      continue;
    if (name->own ? other->own && (other->role == ROLE_FAMILY || other->role == ROLE_MIDDLE) : !other->own)
      return FALSE;
  }
  return name->role != ROLE_FAMILY && name->role != ROLE_MIDDLE;
}

guint
identity_proclitic_of_name(const IdentityRules *rules, const Doc *doc, const Token *t)
{
  guint8 skips[8];
  const char *key = KEY(doc, t);
  guint n = identity_proclitics(key, t->key_len, skips);
  for (guint s = 0; s < n; s++)
    if (identity_rules_word(rules, key + skips[s], NULL) & CUE_NAMES)
      return skips[s];
  return 0;
}

/* "ابو", "Umm", "دایکی": the name after it is a child's. */
static gboolean
is_parent_word(const Doc *doc, const Token *t)
{
  return identity_has(t, SET_PARENT);
}

void
identity_profile_add_tokens(Profile *profile, const Doc *doc, guint first, guint last, gboolean own)
{
  guint words = 0, seen = 0;
  if (!own)
    profile->persons++;
  const guint64 skip = CUE_BIT(CUE_PARTICLE) | CUE_BIT(CUE_TITLE) | CUE_BIT(CUE_GENERIC);
  while (first < last && (identity_has(TOKEN(doc, first), SET_PEOPLE) || TOKEN(doc, first)->type == TOKEN_PUNCT))
    first++; /* "I am a Kurd, Feyli": a people, no name but behind one */
  for (guint i = first; i < last; i++)
    words += TOKEN(doc, i)->type == TOKEN_WORD && TOKEN(doc, i)->chars > 1 && !(TOKEN(doc, i)->begins & skip);
  gboolean kunya = FALSE;
  for (guint i = first; i < last; i++) {
    const Token *t = TOKEN(doc, i);
    if (t->type != TOKEN_WORD)
      continue;
    guint n = t->begins & CUE_NAMES ? MAX(identity_cue_length(doc, i, CUE_GIVEN), identity_cue_length(doc, i, CUE_FAMILY)) : 1;
    if (n > 1 && i + n <= last) { /* "عبد الله": one name of two words */
      NameRole role = !own ? ROLE_RELATIVE : kunya ? ROLE_CHILD : seen == 0 ? ROLE_GIVEN : ROLE_MIDDLE;
      identity_profile_add(profile, doc->s + t->start, TOKEN(doc, i + n - 1)->end - t->start, role, own);
      i += n - 1;
      seen++;
      continue;
    }
    if ((t->begins & skip && !(t->begins & CUE_NAMES && words == 0)) || (is_parent_word(doc, t) && i + 1 < last)) {
      kunya |= is_parent_word(doc, t);
      continue;
    }
    if (t->chars < 2)
      continue;
    NameRole role = !own ? ROLE_RELATIVE : kunya ? ROLE_CHILD : seen == 0 ? ROLE_GIVEN : seen + 1 == words ? ROLE_FAMILY : ROLE_MIDDLE;
    gsize stems[8];
    n = t->flags & TOKEN_KURDISH || doc->kurdish ? identity_enclitics(KEY(doc, t), t->key_len, stems) : 1;
    guint skipped = t->begins & CUE_NAMES && t->script == SCRIPT_ARABIC ? identity_proclitic_of_name(profile->rules, doc, t) : 0;
    guint32 start = skipped ? identity_token_offset(doc, t, skipped) : t->start; /* "وحوراء" */
    identity_profile_add(profile, doc->s + start, t->end - start, role, own);
    for (guint k = 1; k < n; k++) { /* "من ... عەبدوڵڵام": the name without "am" */
      g_autofree char *stem = g_strndup(KEY(doc, t), stems[k]);
      if (identity_rules_word(profile->rules, stem, NULL) & CUE_NAMES) {
        guint32 end = identity_token_offset(doc, t, (guint)stems[k]);
        identity_profile_add(profile, doc->s + t->start, end - t->start, role, own);
        break;
      }
    }
    kunya = FALSE;
    seen++;
  }
}

/* A header's text as a Doc that owns its text. */
static Doc *
header_doc(const IdentityRules *rules, const char *text)
{
  return identity_doc_new(rules, identity_text_new(IDENTITY_SUBJECT, "header", text, NULL), 0);
}

static void
header_doc_free(Doc *doc)
{
  IdentityText *text = doc->text;
  identity_doc_free(doc);
  identity_text_free(text);
}

static gboolean
is_separator(const Token *t)
{
  return t->type == TOKEN_PUNCT && (t->punct == '(' || t->punct == '|' || t->punct == '/' || t->punct == '[' || t->punct == '<' || t->punct == '@' || t->punct == 0x2013);
}

void
identity_profile_add_full(Profile *profile, const char *name, gboolean own)
{
  Doc *doc = header_doc(profile->rules, name);
  guint first = 0, end = 0, comma = 0;
  while (end < doc->tokens->len && !is_separator(TOKEN(doc, end))) {
    if (TOKEN(doc, end)->type == TOKEN_PUNCT && (TOKEN(doc, end)->punct == ',' || TOKEN(doc, end)->punct == 0x060c))
      comma = end;
    end++;
  }
  while (first < end && TOKEN(doc, first)->type == TOKEN_PUNCT)
    first++;
  gboolean organisation = FALSE; /* "مكتب إعلام ...": no person, but the reporter's all the same */
  for (guint i = first; i < end; i++)
    organisation |= (TOKEN(doc, i)->begins & CUE_BIT(CUE_ORG)) != 0;
  if (organisation) {
    identity_profile_add_org(profile, doc, first, end);
  } else if (comma > first) { /* "Haddad, Layla" */
    for (guint i = comma + 1; i < end; i++)
      identity_profile_add_tokens(profile, doc, i, i + 1, own);
    identity_profile_add_tokens(profile, doc, first, comma, own);
    for (guint i = first; i < comma; i++) {
      ProfileName *family = g_hash_table_lookup(profile->exact, KEY(doc, TOKEN(doc, i)));
      if (family && family->role == ROLE_GIVEN)
        family->role = ROLE_FAMILY;
    }
  } else {
    identity_profile_add_tokens(profile, doc, first, end, own);
  }
  if (end < doc->tokens->len && TOKEN(doc, end)->punct == '(') {
    guint close = end + 1;
    while (close < doc->tokens->len && TOKEN(doc, close)->punct != ')')
      close++;
    if (close > end + 2)
      identity_profile_add_org(profile, doc, end + 1, close);
  }
  header_doc_free(doc);
}

/* ---- addresses ---- */

/* ahmedaljubouri -> ahmed, jubouri, when both are names. */
static void
add_glued(Profile *profile, const char *piece, gboolean own)
{
  gsize len = strlen(piece);
  for (gsize k = 3; k + 3 <= len; k++) {
    g_autofree char *given = g_strndup(piece, k);
    const char *rest = piece + k;
    if (!(identity_rules_word(profile->rules, given, NULL) & CUE_NAMES))
      continue;
    if (!(identity_rules_word(profile->rules, rest, NULL) & CUE_NAMES) && g_str_has_prefix(rest, "al") && strlen(rest) > 4)
      rest += 2;
    if (!(identity_rules_word(profile->rules, rest, NULL) & CUE_NAMES))
      continue;
    identity_profile_add(profile, given, -1, ROLE_LOCAL, own);
    identity_profile_add(profile, rest, -1, ROLE_LOCAL, own);
    return;
  }
}

static void
add_local(Profile *profile, const char *local, gboolean own)
{
  g_autofree char *key = text_fold_key(local, -1);
  g_auto(GStrv) pieces = g_strsplit_set(key, "._-+0123456789", -1);
  for (guint i = 0; pieces[i]; i++) {
    const guint64 nobody = CUE_BIT(CUE_GENERIC) | CUE_BIT(CUE_PLACE) | CUE_BIT(CUE_STOP) | CUE_BIT(CUE_ORG) | CUE_BIT(CUE_ROLE);
    guint64 classes = identity_rules_word(profile->rules, pieces[i], NULL);
    glong chars = g_utf8_strlen(pieces[i], -1);
    gboolean place = classes & CUE_BIT(CUE_PLACE) && profile->names->len > 0; /* a town that is a name too: the display name would say so */
    if (chars < 3 || place || (classes & nobody && !(classes & CUE_NAMES)))
      continue;
    if (classes & CUE_NAMES || chars >= 4)
      identity_profile_add(profile, pieces[i], -1, ROLE_LOCAL, own);
    if (!(classes & CUE_NAMES))
      add_glued(profile, pieces[i], own);
  }
}

void
identity_profile_add_email(Profile *profile, const char *address, gboolean own)
{
  g_autofree char *lower = g_utf8_strdown(address, -1);
  g_strstrip(lower);
  const char *at = strchr(lower, '@');
  if (!at || at == lower || g_hash_table_contains(profile->services, lower))
    return;
  g_hash_table_add(profile->emails, g_strdup(lower));
  if (!own)
    return;
  g_autofree char *local = g_strndup(lower, (gsize)(at - lower));
  const guint64 nobody = CUE_BIT(CUE_GENERIC) | CUE_BIT(CUE_STOP);
  if (strlen(local) >= 4 && !(identity_rules_word(profile->rules, local, NULL) & nobody))
    g_hash_table_add(profile->locals, text_fold_key(local, -1));
  add_local(profile, local, own);
}

gboolean
identity_profile_is_email(const Profile *profile, const char *address)
{
  g_autofree char *lower = g_utf8_strdown(address, -1);
  return g_hash_table_contains(profile->emails, lower);
}

/* ---- organisations ---- */

void
identity_profile_add_org(Profile *profile, const Doc *doc, guint first, guint last)
{
  g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func(g_free);
  guint letters = 0, generic = 0;
  for (guint i = first; i < last && words->len < 12; i++) {
    const Token *t = TOKEN(doc, i);
    if (t->type == TOKEN_PUNCT)
      continue;
    g_ptr_array_add(words, g_strdup(KEY(doc, t)));
    letters += t->chars;
    guint64 general = CUE_BIT(CUE_ORG) | CUE_BIT(CUE_ROLE) | CUE_BIT(CUE_STOP) | CUE_BIT(CUE_OWN_ORG) | CUE_BIT(CUE_GENERIC);
    if (!(TOKEN(doc, first)->begins & CUE_BIT(CUE_ORG))) /* "جامعة بغداد" is somebody's, "بغداد" is not */
      general |= CUE_BIT(CUE_PLACE);
    generic += (t->begins & general) != 0;
  }
  if (words->len == 0 || letters < 5 || generic == words->len || profile->orgs->len >= 64)
    return;
  g_hash_table_add(profile->org_words, g_strdup(g_ptr_array_index(words, 0)));
  gboolean kind = words->len >= 3 && TOKEN(doc, first)->begins & CUE_BIT(CUE_ORG);
  g_ptr_array_add(profile->orgs, g_steal_pointer(&words));
  if (kind) /* "شروق للتنمية" of "منظمة شروق للتنمية" */
    identity_profile_add_org(profile, doc, first + identity_cue_length(doc, first, CUE_ORG), last);
}

void
identity_profile_add_org_text(Profile *profile, const char *name)
{
  Doc *doc = header_doc(profile->rules, name);
  identity_profile_add_org(profile, doc, 0, doc->tokens->len);
  header_doc_free(doc);
}

/* ---- is this word one of theirs? ---- */

static ProfileName *
match_exact(const Profile *profile, const Doc *doc, const Token *t, guint *skip)
{
  guint8 skips[8];
  gsize stems[8];
  char buffer[4 * IDENTITY_MAX_TOKEN_CHARS + 8];
  const char *key = KEY(doc, t);
  guint ns = identity_proclitics(key, t->key_len, skips);
  ProfileName *whole = profile->initials & identity_initial_bit(key) ? g_hash_table_lookup(profile->exact, key) : NULL;
  if (whole)
    return whole;
  for (guint s = 0; s < ns; s++) {
    if (!(profile->initials & identity_initial_bit(key + skips[s])))
      continue;
    gsize rest = t->key_len - skips[s];
    guint ne = t->script == SCRIPT_ARABIC ? identity_enclitics(key + skips[s], rest, stems) : 1;
    stems[0] = rest;
    for (guint e = s == 0 ? 1 : 0; e < ne; e++) { /* the whole word has been looked up */
      memcpy(buffer, key + skips[s], stems[e]);
      buffer[stems[e]] = '\0';
      ProfileName *name = g_hash_table_lookup(profile->exact, buffer);
      if (name && (e == 0 || g_utf8_strlen(buffer, -1) >= 4 || (s == 0 && (doc->kurdish || t->flags & TOKEN_KURDISH)))) { /* "عليه" is no Ali */
        *skip = skips[s];
        return name;
      }
    }
  }
  if (t->script == SCRIPT_LATIN && t->key_len > 3 && key[t->key_len - 1] == 's' && profile->initials & identity_initial_bit(key)) { /* Ahmeds, Ahmed's */
    memcpy(buffer, key, t->key_len - 1u);
    buffer[t->key_len - 1] = '\0';
    return g_hash_table_lookup(profile->exact, buffer);
  }
  return NULL;
}

static gboolean
begins_with_vowel(const char *key)
{
  return strchr("aeiou", *key) != NULL || g_str_has_prefix(key, "ا");
}

/* One reading of the token: bytes skip to stem of its key. */
static ProfileName *
match_reading(const Profile *profile, const Token *t, const char *key, const Sounding *sounding, glong chars, gboolean *sure)
{
  ProfileName *best = NULL;
  GPtrArray *list = g_hash_table_lookup(profile->coarse, sounding->coarse);
  for (guint i = 0; list && i < list->len && i < 16; i++) {
    ProfileName *name = g_ptr_array_index(list, i);
    gboolean same = name->sounding.script == sounding->script && name->sounding.kurdish == sounding->kurdish;
    if (same && sounding->script == SCRIPT_ARABIC) /* one orthography: the exact key decides */
      continue;
    if (name->group && t->group && t->group != name->group && begins_with_vowel(name->key) != begins_with_vowel(key))
      continue; /* Akram is not Karim */
    if (name->group && (chars < 5 || g_utf8_strlen(name->key, -1) < 5) && !(t->begins & CUE_NAMES) && strlen(sounding->coarse) < 4)
      continue; /* all its usual spellings are known */
    guint alike = text_sounds_alike(&name->sounding, sounding);
    if (alike == 2) {
      *sure = TRUE;
      return name;
    }
    if (alike == 1 && !same && !best)
      best = name;
  }
  *sure = FALSE;
  return best;
}

static ProfileName *
match_sound(const Profile *profile, const Doc *doc, const Token *t, guint *skip, gboolean *sure)
{
  Sounding sounding;
  guint8 skips[8] = {0};
  gsize stems[8];
  const char *key = KEY(doc, t);
  guint ns = t->script == SCRIPT_ARABIC && t->chars >= 5 ? identity_proclitics(key, t->key_len, skips) : 1;
  ProfileName *unsure = NULL;
  for (guint s = 0; s < ns; s++) {
    guint ne = t->script == SCRIPT_ARABIC && t->chars >= 6 ? identity_enclitics(key + skips[s], t->key_len - skips[s], stems) : 1;
    stems[0] = t->key_len - skips[s];
    for (guint e = 0; e < ne; e++) {
      guint32 start = s ? identity_token_offset(doc, t, skips[s]) : t->start, end = e ? identity_token_offset(doc, t, skips[s] + (guint)stems[e]) : t->end;
      glong chars = g_utf8_strlen(doc->s + start, end - start);
      if (chars < 4 || !text_sounding(doc->s + start, end - start, &sounding))
        continue;
      ProfileName *name = match_reading(profile, t, key, &sounding, chars, sure);
      if (name && *sure) {
        *skip = skips[s];
        return name;
      }
      if (name && s == 0 && e == 0)
        unsure = name;
    }
  }
  *sure = FALSE;
  return unsure;
}

/* A pet form of a given name: only where Arabic letters meet Arabic letters. */
static ProfileName *
match_latin_pet_form(const Profile *profile, const Doc *doc, const Token *t)
{
  if (t->chars < 3 || t->chars > 8 || t->begins || t->sets || (doc->latin_capitals && !(t->flags & TOKEN_CAPITAL)) || !(t->flags & TOKEN_QUOTE))
    return NULL;
  for (guint i = 0; i < profile->names->len && i < 40; i++) {
    ProfileName *name = g_ptr_array_index(profile->names, i);
    if (name->own && name->role == ROLE_GIVEN && identity_is_latin_pet_form(KEY(doc, t), name->key))
      return name;
  }
  return NULL;
}

static ProfileName *
match_pet_form(const Profile *profile, const Doc *doc, const Token *t)
{
  if (t->script == SCRIPT_LATIN)
    return match_latin_pet_form(profile, doc, t);
  if (t->script != SCRIPT_ARABIC || t->chars < 4 || t->chars > 8 || !identity_may_be_pet_form(KEY(doc, t)) || t->begins & (CUE_BIT(CUE_STOP) | CUE_BIT(CUE_ORG) | CUE_BIT(CUE_PLACE) | CUE_BIT(CUE_ROLE)))
    return NULL;
  for (guint i = 0; i < profile->names->len && i < 40; i++) {
    ProfileName *name = g_ptr_array_index(profile->names, i);
    if (name->role == ROLE_FAMILY || name->role == ROLE_MIDDLE)
      continue;
    if (identity_is_pet_form(KEY(doc, t), name->key))
      return name;
    if (!name->arabic)
      continue;
    if (identity_is_pet_form(KEY(doc, t), name->arabic))
      return name;
  }
  return NULL;
}

/* "Serhat'ı" without the mark, "Rojdayê", "Cerenin", "Maysoo": a name and an ending of Turkish, Kurdish or of endearment. */
static ProfileName *
match_suffixed(const Profile *profile, const Doc *doc, const Token *t)
{
  const char *key = KEY(doc, t);
  if (t->begins & (CUE_NAMES | CUE_BIT(CUE_STOP) | CUE_BIT(CUE_PLACE) | CUE_BIT(CUE_ORG)) || t->chars < 4)
    return NULL;
  for (guint i = 0; i < profile->names->len && i < 40; i++) {
    ProfileName *name = g_ptr_array_index(profile->names, i);
    const char *stem = t->script == SCRIPT_ARABIC && name->arabic ? name->arabic : name->key;
    gsize len = strlen(stem);
    if (len < t->key_len && len >= (t->script == SCRIPT_LATIN ? 4u : 6u) && !name->common && memcmp(key, stem, len) == 0 && identity_rules_sets(profile->rules, key + len) & SET_BIT(SET_NAME_SUFFIX))
      return name;
  }
  return NULL;
}

ProfileName *
identity_profile_lookup(const Profile *profile, const char *key)
{
  guint group;
  ProfileName *name = profile->initials & identity_initial_bit(key) ? g_hash_table_lookup(profile->exact, key) : NULL;
  if (!name && identity_rules_word(profile->rules, key, &group) & CUE_NAMES && group)
    name = g_hash_table_lookup(profile->groups, GUINT_TO_POINTER(group));
  return name;
}

/* "ياوضاح", "هالوضاح": behind what calls or points at somebody; and letters drawn out. An ordinary word is not sure. */
static ProfileName *
match_called(const Profile *profile, const Doc *doc, const Token *t, guint *skip, gboolean *sure)
{
  char buffer[4 * IDENTITY_MAX_TOKEN_CHARS + 8];
  const char *key = KEY(doc, t);
  if (t->begins || t->sets || t->chars < 5 || t->key_len >= sizeof buffer)
    return NULL;
  if (identity_squeeze(key, t->key_len, buffer)) {
    ProfileName *name = identity_profile_lookup(profile, buffer);
    *sure = !name || !name->common;
    if (name)
      return name;
    key = buffer;
  }
  GPtrArray *glued = profile->rules->members[SET_GLUED];
  const char *called = text_begins(key, "و") ? key + strlen("و") : key;
  for (guint i = 0; profile->rules->glued & identity_initial_bit(called) && i < glued->len; i++) {
    const char *piece = g_ptr_array_index(glued, i), *rest = called;
    if (!text_begins(called, piece) || g_utf8_strlen(rest += strlen(piece), -1) < (t->script == SCRIPT_LATIN ? 5 : 3))
      continue;
    ProfileName *name = identity_profile_lookup(profile, rest);
    if (name && !name->common) {
      *skip = (guint)(rest - key);
      return name;
    }
  }
  return NULL;
}

/* Whether comparing by sound can find anything: words of the lists that are no names are not compared, nor Arabic with Arabic. */
static gboolean
may_sound(const Profile *profile, const Token *t)
{
  const guint64 words = CUE_BIT(CUE_STOP) | CUE_BIT(CUE_PLACE) | CUE_BIT(CUE_ROLE) | CUE_BIT(CUE_ORG) | CUE_BIT(CUE_ACCUSED_TITLE) | CUE_BIT(CUE_FAKE) | CUE_BIT(CUE_CURRENCY) |
                        CUE_BIT(CUE_ACCUSED_ACT) | CUE_BIT(CUE_CLOSING) | CUE_BIT(CUE_PHONE_WORD);
  if (t->chars < 4 || (t->begins & words && !(t->begins & CUE_NAMES)) || (identity_has(t, SET_NUMBER) && !(t->begins & CUE_NAMES)))
    return FALSE;
  if (t->script == SCRIPT_ARABIC && !(t->flags & TOKEN_KURDISH))
    return (profile->scripts & ~(1u << SCRIPT_ARABIC)) != 0;
  return profile->scripts != 0;
}

ProfileName *
identity_profile_match(const Profile *profile, const Doc *doc, guint i, guint *skip, gboolean *sure)
{
  Token *t = TOKEN(doc, i);
  ProfileName *suffixed;
  if (t->asked != profile->version) { /* asked many times by many engines: the answer is kept until the profile learns more */
    t->asked = profile->version;
    t->match = NULL;
    *skip = 0;
    *sure = TRUE;
    if (t->type == TOKEN_WORD && !(t->flags & TOKEN_PREPOSITION) && t->chars >= 2 && t->chars <= IDENTITY_MAX_TOKEN_CHARS && profile->names->len) {
      t->match = match_exact(profile, doc, t, skip);
      if (!t->match && t->group && (t->match = g_hash_table_lookup(profile->groups, GUINT_TO_POINTER(t->group))))
        *skip = identity_proclitic_of_name(profile->rules, doc, t);
      if (!t->match)
        t->match = match_called(profile, doc, t, skip, sure);
      if (!t->match && may_sound(profile, t))
        t->match = match_sound(profile, doc, t, skip, sure);
      if ((!t->match || !*sure) && (suffixed = match_suffixed(profile, doc, t))) {
        t->match = suffixed;
        *sure = TRUE;
        *skip = 0;
      }
      if (!t->match && (t->match = match_pet_form(profile, doc, t)))
        *sure = FALSE;
    }
    t->skip = (guint8)*skip;
    t->sure = *sure != 0;
  }
  *skip = t->skip;
  *sure = t->sure;
  return t->match;
}
