/* SPDX-License-Identifier: ISC */
/* The word lists: read once from config/identity/, then marked in the tokens of each text. Knows classes of words and nothing of
 * what they mean; refuses a section it does not know, so that a typing error in a list does not silently switch a rule off. */
#include "parser/identity_internal.h"
#include <gio/gio.h>

static void
phrase_free(void *data)
{
  Phrase *phrase = data;
  g_strfreev(phrase->words);
  g_free(phrase);
}

/* The first four bytes of a word, fewer when it has no more. */
static guint32
first_four(const char *word)
{
  guint32 bytes = 0;
  for (guint i = 0; i < 4 && word[i]; i++)
    bytes |= (guint32)(guint8)word[i] << 8 * i;
  return bytes;
}

static Phrase *
find_phrase(GPtrArray *list, char **words, guint n)
{
  for (guint i = 0; i < list->len; i++) {
    Phrase *phrase = g_ptr_array_index(list, i);
    if (phrase->n == n && g_strv_equal((const char *const *)phrase->words, (const char *const *)words))
      return phrase;
  }
  return NULL;
}

/* Takes an entry as it stands in a list ("my_name_is"). */
static Phrase *
add_phrase(IdentityRules *rules, const char *entry)
{
  g_autofree char *key = text_fold_key(entry, -1);
  g_auto(GStrv) words = g_strsplit_set(key, "_ '-", -1);
  guint n = 0;
  for (guint i = 0; words[i]; i++) {
    if (*words[i])
      words[n++] = words[i];
    else
      g_free(words[i]);
  }
  words[n] = NULL;
  if (n == 0)
    return NULL;
  GPtrArray *list = g_hash_table_lookup(rules->phrases, words[0]);
  if (!list) {
    list = g_ptr_array_new_with_free_func(phrase_free);
    g_hash_table_insert(rules->phrases, g_strdup(words[0]), list);
    identity_rules_note(rules, words[0]);
  }
  Phrase *phrase = find_phrase(list, words, n);
  if (!phrase) {
    phrase = g_new0(Phrase, 1);
    phrase->n = n;
    phrase->second = n > 1 ? first_four(words[1]) : 0;
    phrase->words = g_steal_pointer(&words);
    g_ptr_array_add(list, phrase);
  }
  return phrase;
}

static void
add_entry(IdentityRules *rules, const char *entry, Cue cue, guint group)
{
  Phrase *phrase = add_phrase(rules, entry);
  if (!phrase)
    return;
  phrase->classes |= CUE_BIT(cue);
  if (group && !phrase->group)
    phrase->group = group;
}

static void
add_member(IdentityRules *rules, const char *entry, WordSet set)
{
  Phrase *phrase = add_phrase(rules, entry);
  if (!phrase)
    return;
  char *key = text_fold_key(entry, -1);
  if (set < SET_PIECES)
    phrase->sets |= SET_BIT(set);
  if (set == SET_GLUED)
    rules->glued |= identity_initial_bit(key);
  g_ptr_array_add(rules->members[set], key);
}

/* "سبعة 7" */
static void
add_digit(IdentityRules *rules, GHashTable *table, char **words)
{
  if (!words[0] || !words[1] || !g_ascii_isdigit(words[1][0]))
    return;
  char *key = text_fold_key(words[0], -1);
  identity_rules_note(rules, key);
  g_hash_table_insert(table, key, g_strdup(words[1]));
  Phrase *phrase = add_phrase(rules, words[0]);
  if (phrase)
    phrase->sets |= SET_BIT(SET_NUMBER);
}

const char *
identity_rules_digit(const IdentityRules *rules, const char *word)
{
  return identity_rules_may_have(rules, word) ? g_hash_table_lookup(rules->digits, word) : NULL;
}

guint
identity_rules_repeat(const IdentityRules *rules, const char *word)
{
  const char *times = identity_rules_may_have(rules, word) ? g_hash_table_lookup(rules->repeats, word) : NULL;
  return times ? (guint)MIN(g_ascii_digit_value(*times), 4) : 0;
}

/* Latin spellings of Arabic names double letters and write digits for letters as they like: 7assan, hasan. NULL when that changes nothing. */
static char *
plain_latin(const char *word)
{
  const char *change = word;
  while (*change && !(strchr("3256789", *change) || (change > word && change[-1] == *change && !strchr("aeiou", *change))))
    change++;
  if (!*change)
    return NULL;
  GString *out = g_string_new(NULL);
  for (const char *p = word; *p; p++) {
    static const char from[] = "3256789", *const to[] = {"", "", "kh", "t", "h", "q", "s"};
    const char *digit = strchr(from, *p);
    if (digit)
      g_string_append(out, to[digit - from]);
    else if (!out->len || out->str[out->len - 1] != *p || strchr("aeiou", *p))
      g_string_append_c(out, *p);
  }
  if (out->len < 3 || strcmp(out->str, word) == 0) {
    g_string_free(out, TRUE);
    return NULL;
  }
  return g_string_free(out, FALSE);
}

/* FALSE and why when the line cannot be. */
static gboolean
add_line(IdentityRules *rules, const char *line, Section section, const char **why)
{
  if (section.type == SECTION_GONE)
    return TRUE;
  if (section.type == SECTION_SECOND)
    return identity_second_line(rules, (NetworkSection)section.index, line, why);
  g_auto(GStrv) words = g_strsplit_set(line, " \t", -1);
  guint n = 0;
  for (guint i = 0; words[i]; i++) {
    if (*words[i])
      words[n++] = words[i];
    else
      g_free(words[i]);
  }
  words[n] = NULL;
  if (section.type == SECTION_DIGITS || section.type == SECTION_REPEATS) {
    add_digit(rules, section.type == SECTION_DIGITS ? rules->digits : rules->repeats, words);
    return TRUE;
  }
  if (section.type == SECTION_SET) {
    for (guint i = 0; i < n; i++)
      add_member(rules, words[i], (WordSet)section.index);
    return TRUE;
  }
  Cue cue = (Cue)section.index;
  guint group = CUE_BIT(cue) & CUE_NAMES ? ++rules->groups : 0;
  if (group) /* index is the group */
    g_ptr_array_add(rules->arabic, n && (guint8)words[0][0] >= 0xd8 && !strchr(words[0], '_') ? text_fold_key(words[0], -1) : NULL);
  for (guint i = 0; i < n; i++) {
    add_entry(rules, words[i], cue, group);
    g_autofree char *plain = group && (guint8)words[i][0] < 0x80 ? plain_latin(words[i]) : NULL;
    if (plain)
      add_entry(rules, plain, cue, group);
    if (cue == CUE_FAMILY && g_str_has_prefix(words[i], "ال") && strlen(words[i]) >= 12) /* جبوري */
      add_entry(rules, words[i] + strlen("ال"), cue, group);
  }
  return TRUE;
}

static gboolean
read_file(IdentityRules *rules, const char *name, GBytes *bytes, GError **error)
{
  gsize size;
  const char *data = g_bytes_get_data(bytes, &size);
  if (!g_utf8_validate(data, (gssize)size, NULL)) {
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s: not UTF-8", name);
    return FALSE;
  }
  g_autofree char *copy = g_strndup(data, size);
  Section section = {SECTION_NONE, 0};
  char *next = copy;
  for (guint i = 0; next; i++) {
    char *line = next;
    next = strchr(line, '\n');
    if (next)
      *next++ = '\0';
    line = g_strstrip(line);
    if (!*line || *line == '#')
      continue;
    gsize len = strlen(line);
    if (*line == '[' && line[len - 1] == ']') {
      g_autofree char *title = g_strndup(line + 1, len - 2);
      section = identity_section_find(title);
      if (section.type == SECTION_NONE) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s:%u: unknown section [%s]", name, i + 1, title);
        return FALSE;
      }
      continue;
    }
    if (section.type == SECTION_NONE) {
      g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s:%u: words before any [section]", name, i + 1);
      return FALSE;
    }
    const char *why = NULL;
    if (!add_line(rules, line, section, &why)) {
      g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s:%u: %s", name, i + 1, why);
      return FALSE;
    }
  }
  return TRUE;
}

static int
longest_first(const void *a, const void *b)
{
  const Phrase *x = *(Phrase *const *)a, *y = *(Phrase *const *)b;
  return (int)y->n - (int)x->n;
}

IdentityRules *
identity_rules_new(GHashTable *files, GError **error)
{
  g_autoptr(IdentityRules) rules = g_new0(IdentityRules, 1);
  rules->phrases = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
  rules->digits = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  rules->repeats = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  rules->arabic = g_ptr_array_new_with_free_func(g_free);
  rules->beginnings = g_array_new(FALSE, FALSE, sizeof(Beginning));
  rules->network = identity_network_new();
  g_ptr_array_add(rules->arabic, NULL); /* no group 0 */
  for (guint i = 0; i < SET_LAST; i++)
    rules->members[i] = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(GList) names = g_list_sort(g_hash_table_get_keys(files), (GCompareFunc)strcmp);
  for (GList *l = names; l; l = l->next)
    if (g_str_has_suffix(l->data, ".txt") && !read_file(rules, l->data, g_hash_table_lookup(files, l->data), error))
      return NULL;
  if (g_hash_table_size(rules->phrases) == 0) {
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "no word list of the stripping was found");
    return NULL;
  }
  if (!identity_network_is_complete(rules->network) && !identity_network_is_empty(rules->network)) {
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "some of the numbers of the second opinion are missing: install second.txt anew, or empty it to go without");
    return NULL;
  }
  GHashTableIter iter;
  void *list;
  g_hash_table_iter_init(&iter, rules->phrases);
  while (g_hash_table_iter_next(&iter, NULL, &list))
    g_ptr_array_sort(list, longest_first);
  identity_rules_index(rules);
  return g_steal_pointer(&rules);
}

void
identity_rules_free(IdentityRules *rules)
{
  if (!rules)
    return;
  g_clear_pointer(&rules->phrases, g_hash_table_unref);
  g_clear_pointer(&rules->digits, g_hash_table_unref);
  g_clear_pointer(&rules->repeats, g_hash_table_unref);
  g_clear_pointer(&rules->arabic, g_ptr_array_unref);
  g_clear_pointer(&rules->beginnings, g_array_unref);
  g_clear_pointer(&rules->network, identity_network_free);
  g_free(rules->first_words);
  for (guint i = 0; i < SET_LAST; i++)
    g_clear_pointer(&rules->members[i], g_ptr_array_unref);
  g_free(rules);
}

const char *
identity_rules_arabic(const IdentityRules *rules, guint group)
{
  return group < rules->arabic->len ? g_ptr_array_index(rules->arabic, group) : NULL;
}

guint64
identity_rules_word(const IdentityRules *rules, const char *word, guint *group)
{
  GPtrArray *list = identity_rules_phrases(rules, word);
  if (group)
    *group = 0;
  if (!list || list->len == 0)
    return 0;
  const Phrase *last = g_ptr_array_index(list, list->len - 1); /* single words sort last */
  if (last->n != 1)
    return 0;
  if (group)
    *group = last->group;
  return last->classes;
}

WordSets
identity_rules_sets(const IdentityRules *rules, const char *word)
{
  GPtrArray *list = identity_rules_phrases(rules, word);
  const Phrase *last = list && list->len ? g_ptr_array_index(list, list->len - 1) : NULL;
  return last && last->n == 1 ? last->sets : 0;
}

/* Punctuation that may stand inside a phrase without a space: "I'm", "e-mail", "أ.د". */
static gboolean
joins(const Token *t)
{
  return t->type == TOKEN_PUNCT && !(t->flags & TOKEN_SPACE) && (t->punct == '-' || t->punct == '.' || t->punct == '\'' || t->punct == 0x2019);
}

/* Kurdish sets "also" between a noun and its "my": خۆشم of خۆم, ناسنامەکەشم of ناسنامەکەم, هاوسەریشم of هاوسەرم. NULL when the word (folded) is
 * not so built. */
static char *
without_also(const char *key, gsize len)
{
  static const char *const endings[] = {"شم", "شمان", "شت", "شتان", "شي", "شيان"}; /* folded */
  const gsize also = strlen("ش");
  for (gsize e = 0; e < G_N_ELEMENTS(endings); e++) {
    gsize n = strlen(endings[e]), stem = len - n;
    if (len < n + 4 || memcmp(key + stem, endings[e], n) != 0)
      continue;
    if (stem > 6 && memcmp(key + stem - 2, "ي", 2) == 0)
      stem -= 2;
    return g_strdup_printf("%.*s%s", (int)stem, key, endings[e] + also);
  }
  return NULL;
}

static gboolean
is_word(const Doc *doc, const Token *t, const char *word)
{
  if (strcmp(KEY(doc, t), word) == 0)
    return TRUE;
  if (!doc->kurdish || t->script != SCRIPT_ARABIC || strncmp(KEY(doc, t), word, 4) != 0 || t->key_len < strlen(word) + 2)
    return FALSE;
  g_autofree char *plain = without_also(KEY(doc, t), t->key_len);
  return plain && strcmp(plain, word) == 0;
}

/* The first four bytes of the word that follows in a phrase, 0 when none does. */
static guint32
following(const Doc *doc, guint i)
{
  guint j = i + 1;
  while (j < doc->tokens->len && joins(TOKEN(doc, j)))
    j++;
  return j < doc->tokens->len ? first_four(KEY(doc, TOKEN(doc, j))) : 0;
}

/* Last token of the phrase whose first word is token i, or -1. next: see following; both ways to write a word begin alike. */
static int
match_phrase(const Doc *doc, const Phrase *phrase, guint i, guint32 next)
{
  guint j = i;
  if (phrase->n > 1 && phrase->second != next)
    return -1;
  for (guint w = 1; w < phrase->n; w++) {
    j++;
    while (j < doc->tokens->len && joins(TOKEN(doc, j)))
      j++;
    if (j >= doc->tokens->len)
      return -1;
    const Token *t = TOKEN(doc, j);
    if (t->line > TOKEN(doc, i)->line + 1 || !is_word(doc, t, phrase->words[w]))
      return -1;
  }
  return (int)j;
}

static void
mark_at(Doc *doc, guint i, const char *word, guint64 allowed)
{
  GPtrArray *list = identity_rules_phrases(doc->rules, word);
  if (!list)
    return;
  guint32 next = ((const Phrase *)g_ptr_array_index(list, 0))->n > 1 ? following(doc, i) : 0; /* the longest are first */
  gboolean plain = word == KEY(doc, TOKEN(doc, i));
  for (guint p = 0; p < list->len; p++) {
    const Phrase *phrase = g_ptr_array_index(list, p);
    if (phrase->n > 1 && phrase->second != next)
      continue;
    guint64 classes = phrase->classes & allowed;
    WordSets sets = plain ? phrase->sets : 0;
    int last = classes | sets ? match_phrase(doc, phrase, i, next) : -1;
    if (last < 0)
      continue;
    TOKEN(doc, i)->sets |= sets;
    TOKEN(doc, i)->begins |= classes;
    TOKEN(doc, (guint)last)->ends |= classes;
    if (phrase->group && !TOKEN(doc, i)->group)
      TOKEN(doc, i)->group = phrase->group;
  }
}

/* Kurdish writes "my", "am", ezafe and the indefinite onto the noun: زانکۆم, مامۆستای. Only for nouns that are looked for. */
static void
mark_stems(Doc *doc, guint i, guint64 allowed)
{
  Token *t = TOKEN(doc, i);
  gsize stems[8];
  if (t->begins & CUE_BIT(CUE_STOP))
    return;
  guint n = identity_enclitics(KEY(doc, t), t->key_len, stems);
  char stem[4 * IDENTITY_MAX_TOKEN_CHARS + 1];
  for (guint k = 1; k < n && !(t->begins & allowed); k++) {
    memcpy(stem, KEY(doc, t), stems[k]);
    stem[stems[k]] = '\0';
    mark_at(doc, i, stem, allowed);
  }
}

/* "I think it's Faris", "namzeta me Vîyan": in the middle of a clause "it's" tells of somebody, and "our candidate" is nobody who writes. */
static void
unmark_introduction(Doc *doc, guint i)
{
  Token *t = TOKEN(doc, i), *before = i > 0 ? TOKEN(doc, i - 1) : NULL;
  const char *key = KEY(doc, t);
  if (!before || before->type != TOKEN_WORD || before->line != t->line || before->begins & (CUE_BIT(CUE_GREETING) | CUE_BIT(CUE_VOCATIVE) | CUE_BIT(CUE_CLOSING)))
    return;
  if (strcmp(key, "me") == 0 ? !identity_has(before, SET_CANDIDATE) : strcmp(key, "it") != 0 && strcmp(key, "this") != 0)
    return;
  const guint last = i + identity_cue_length(doc, i, CUE_INTRO_ME) - 1;
  t->begins &= ~CUE_BIT(CUE_INTRO_ME);
  if (last < doc->tokens->len)
    TOKEN(doc, last)->ends &= ~CUE_BIT(CUE_INTRO_ME);
}

void
identity_cues_mark(Doc *doc)
{
  static guint64 nominal;
  if (g_once_init_enter(&nominal))
    g_once_init_leave(&nominal, identity_sections_nominal());
  for (guint i = 0; i < doc->tokens->len; i++) {
    Token *t = TOKEN(doc, i);
    if (t->type == TOKEN_PUNCT ? t->punct != '@' : t->type != TOKEN_WORD)
      continue;
    if (t->chars > IDENTITY_MAX_TOKEN_CHARS)
      continue;
    mark_at(doc, i, KEY(doc, t), G_MAXUINT64);
    if (t->script == SCRIPT_LATIN && t->type == TOKEN_WORD && !(t->begins & CUE_NAMES) && t->chars >= 4) {
      g_autofree char *plain = plain_latin(KEY(doc, t));
      if (plain)
        mark_at(doc, i, plain, CUE_NAMES | CUE_BIT(CUE_PARTICLE));
    }
    if (t->script == SCRIPT_LATIN && t->begins & CUE_BIT(CUE_INTRO_ME))
      unmark_introduction(doc, i);
    if (t->script == SCRIPT_LATIN && t->begins & CUE_NAMES && t->ends & CUE_BIT(CUE_RELATIVE) && t->flags & TOKEN_CAPITAL && !memmem(doc->s + t->start, t->end - t->start, "ı", 2)) {
      t->begins &= ~CUE_BIT(CUE_RELATIVE); /* Karim, not "karım" */
      t->ends &= ~CUE_BIT(CUE_RELATIVE);
    }
    if (t->script != SCRIPT_ARABIC || t->chars < 3)
      continue;
    if (strcmp(KEY(doc, t), "امام") == 0 && !(i > 0 && TOKEN(doc, i - 1)->begins & (CUE_BIT(CUE_INTRO_ME) | CUE_BIT(CUE_WORK)))) /* أمام, "before", is no imam */
      t->begins &= ~CUE_BIT(CUE_ROLE);
    guint8 skips[8];
    guint n = identity_proclitics(KEY(doc, t), t->key_len, skips);
    for (guint k = 1; k < n; k++) {
      guint64 allowed = nominal & ~t->begins;
      if (skips[k] == 2 && (g_str_has_prefix(KEY(doc, t), "و") || g_str_has_prefix(KEY(doc, t), "ف")))
        allowed = t->begins & CUE_NAMES ? G_MAXUINT64 & ~CUE_BIT(CUE_STOP) : G_MAXUINT64;
      mark_at(doc, i, KEY(doc, t) + skips[k], allowed);
    }
    if (t->chars >= 6 && !(t->begins & CUE_NAMES) && g_str_has_suffix(KEY(doc, t), "يه")) { /* الجميلية: of a woman */
      g_autofree char *man = g_strndup(KEY(doc, t), t->key_len - strlen("ه"));
      mark_at(doc, i, man, CUE_BIT(CUE_FAMILY));
    }
    g_autofree char *plain = doc->kurdish ? without_also(KEY(doc, t), t->key_len) : NULL;
    if (plain)
      mark_at(doc, i, plain, G_MAXUINT64 & ~CUE_BIT(CUE_STOP));
    if (doc->kurdish)
      mark_stems(doc, i, CUE_NAMES | CUE_BIT(CUE_ROLE) | CUE_BIT(CUE_ORG) | CUE_BIT(CUE_PLACE) | CUE_BIT(CUE_FAKE) | CUE_BIT(CUE_ACCUSED_TITLE));
  }
}

guint
identity_set_length(const Doc *doc, guint i, WordSet set)
{
  guint best = 0;
  GPtrArray *list = identity_in(doc, i, set) ? identity_rules_phrases(doc->rules, KEY(doc, TOKEN(doc, i))) : NULL;
  for (guint p = 0; list && p < list->len; p++) {
    const Phrase *phrase = g_ptr_array_index(list, p);
    int last = phrase->sets & SET_BIT(set) ? match_phrase(doc, phrase, i, following(doc, i)) : -1;
    if (last >= 0)
      best = MAX(best, (guint)last - i + 1);
  }
  return best;
}

/* Cue lengths are needed rarely, so they are found again instead of kept. */
guint
identity_cue_length(const Doc *doc, guint i, Cue c)
{
  if (i >= doc->tokens->len || !(TOKEN(doc, i)->begins & CUE_BIT(c)))
    return 0;
  const Token *t = TOKEN(doc, i);
  guint8 skips[8];
  guint best = 1, n = identity_proclitics(KEY(doc, t), t->key_len, skips);
  guint32 next = following(doc, i);
  for (guint k = 0; k < n; k++) {
    GPtrArray *list = identity_rules_phrases(doc->rules, KEY(doc, t) + skips[k]);
    for (guint p = 0; list && p < list->len; p++) {
      const Phrase *phrase = g_ptr_array_index(list, p);
      int last = phrase->classes & CUE_BIT(c) && phrase->n > 1 ? match_phrase(doc, phrase, i, next) : -1;
      if (last >= 0)
        best = MAX(best, (guint)last - i + 1);
    }
  }
  return best;
}
