/* SPDX-License-Identifier: ISC */
/* The lexicon: concepts, their patterns, and the tables to find them. Patterns are sequences of word classes;
 * a class is a set of words and word beginnings that stand for each other. Reading refuses what it does not
 * understand, with file and line. */
#include "parser/classify_lexicon.h"

#include <string.h>

#include "parser/classify_internal.h"

static void
concept_free(gpointer data)
{
  Concept *concept = data;
  g_free(concept->id);
  g_free(concept->value);
  g_free(concept->type);
  g_free(concept);
}

static void
destroy_priors(gpointer data)
{
  if (data)
    g_hash_table_unref(data);
}

Lexicon *
classify_lexicon_new(gboolean whole_words_only)
{
  Lexicon *lexicon = g_new0(Lexicon, 1);
  lexicon->whole_words_only = whole_words_only;
  lexicon->concepts = g_ptr_array_new_with_free_func(concept_free);
  lexicon->priors = g_ptr_array_new_with_free_func(destroy_priors);
  lexicon->by_id = g_hash_table_new(g_str_hash, g_str_equal);
  lexicon->class_ids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  lexicon->patterns = g_array_new(FALSE, FALSE, sizeof(Pattern));
  lexicon->members = g_array_new(FALSE, FALSE, sizeof(Member));
  lexicon->n_slots = 1u << 14;
  lexicon->slots = g_new0(Slot, lexicon->n_slots);
  lexicon->n_nodes = 1;
  return lexicon;
}

void
classify_lexicon_free(Lexicon *lexicon)
{
  if (!lexicon)
    return;
  g_hash_table_unref(lexicon->by_id);
  g_hash_table_unref(lexicon->class_ids);
  g_ptr_array_unref(lexicon->concepts);
  g_ptr_array_unref(lexicon->priors);
  g_array_free(lexicon->patterns, TRUE);
  g_array_free(lexicon->members, TRUE);
  g_free(lexicon->slots);
  g_free(lexicon->fixed);
  g_free(lexicon->node_members);
  g_free(lexicon->class_patterns);
  g_free(lexicon);
}

/* --- the trie of words: (node, letter) -> node, open addressing */

static void
grow(Lexicon *lexicon)
{
  Slot *old = lexicon->slots;
  guint n = lexicon->n_slots;
  lexicon->n_slots = 2 * n;
  lexicon->slots = g_new0(Slot, lexicon->n_slots);
  for (guint i = 0; i < n; i++)
    if (old[i].next)
      lexicon->slots[lexicon_slot(lexicon, old[i].node, old[i].letter)] = old[i];
  g_free(old);
}

static guint32
add_word(Lexicon *lexicon, const guint16 *key, gsize n)
{
  guint32 node = 0;
  for (gsize i = 0; i < n; i++) {
    guint slot = lexicon_slot(lexicon, node, key[i]);
    if (!lexicon->slots[slot].next) {
      lexicon->slots[slot] = (Slot){.node = node, .letter = key[i], .next = lexicon->n_nodes++};
      node = lexicon->n_nodes - 1;
      if (lexicon->n_nodes * 2 > lexicon->n_slots)
        grow(lexicon);
    } else {
      node = lexicon->slots[slot].next;
    }
  }
  return node;
}

/* --- concepts */

static const struct {
  const char *prefix;
  ConceptKind kind;
} kinds[] = {{"actor.", CONCEPT_ACTOR},       {"lang.", CONCEPT_LANGUAGE}, {"place.", CONCEPT_PLACE},
             {"platform.", CONCEPT_PLATFORM}, {"victim.", CONCEPT_VICTIM}, {"sdg.", CONCEPT_SDG},
             {"sys.", CONCEPT_SYSTEM}};

guint
classify_lexicon_concept(Lexicon *lexicon, const char *id)
{
  int found = classify_lexicon_find(lexicon, id);
  if (found >= 0)
    return (guint)found;
  Concept *concept = g_new0(Concept, 1);
  concept->id = g_strdup(id);
  concept->kind = CONCEPT_FEATURE;
  concept->quote = 0.5;
  for (guint i = 0; i < G_N_ELEMENTS(kinds); i++)
    if (g_str_has_prefix(id, kinds[i].prefix))
  concept->kind = kinds[i].kind;
  g_auto(GStrv) parts = g_strsplit(id, ".", 3);
  concept->value = g_strdup(parts[0] && parts[1] ? parts[1] : "");
  if (concept->kind == CONCEPT_PLACE) /* [place.Dhi_Qar]: a heading has no spaces in a name */
    g_strdelimit(concept->value, "_", ' ');
  concept->district = parts[0] && parts[1] && parts[2] && strcmp(parts[2], "district") == 0;
  concept->name_only =
      parts[0] && parts[1] && parts[2] && concept->kind == CONCEPT_PLACE && strcmp(parts[2], "name") == 0;
  guint index = lexicon->concepts->len;
  g_ptr_array_add(lexicon->concepts, concept);
  g_ptr_array_add(lexicon->priors, NULL);
  g_hash_table_insert(lexicon->by_id, concept->id, GUINT_TO_POINTER(index + 1));
  return index;
}

int
classify_lexicon_find(const Lexicon *lexicon, const char *id)
{
  return (int)GPOINTER_TO_UINT(g_hash_table_lookup(lexicon->by_id, id)) - 1;
}

guint
classify_lexicon_size(const Lexicon *lexicon)
{
  return lexicon->concepts->len;
}

const Concept *
classify_lexicon_get(const Lexicon *lexicon, guint i)
{
  return g_ptr_array_index(lexicon->concepts, i);
}

GHashTable *
classify_lexicon_priors(const Lexicon *lexicon, guint concept)
{
  return g_ptr_array_index(lexicon->priors, concept);
}

static void
set_prior(Lexicon *lexicon, guint concept, const char *output, double value)
{
  GHashTable *table = classify_lexicon_priors(lexicon, concept);
  if (!table)
    g_ptr_array_index(lexicon->priors, concept) = table =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  g_hash_table_replace(table, g_strdup(output), g_memdup2(&value, sizeof value));
}

/* --- reading */

typedef struct {
  Lexicon *lexicon;
  const char *name;
  guint line;
  int concept;
  GHashTable *macros; /* "$name" -> "(a/b/c)" */
  GError **error;
} Reader;

static gboolean G_GNUC_PRINTF(2, 3) refuse(Reader *r, const char *format, ...)
{
  va_list args;
  va_start(args, format);
  g_autofree char *what = g_strdup_vprintf(format, args);
  va_end(args);
  g_set_error(r->error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_PARSE, "%s:%u: %s", r->name, r->line, what);
  return FALSE;
}

static gboolean
parse_number(const char *s, double *value)
{
  char *end;
  *value = g_ascii_strtod(s, &end);
  return end != s && !*end && *value >= -20 && *value <= 20;
}

/* "to=hate_speech:2", "type=HATE", "quote=0.8", "keep-negated", "weak" */
static gboolean
read_attribute(Reader *r, const char *attribute)
{
  Concept *concept = g_ptr_array_index(r->lexicon->concepts, (guint)r->concept);
  double value;
  if (strcmp(attribute, "keep-negated") == 0) {
    concept->keep_negated = TRUE;
  } else if (strcmp(attribute, "weak") == 0) {
    concept->weak = TRUE;
  } else if (g_str_has_prefix(attribute, "type=") && attribute[5]) {
    g_free(concept->type);
    concept->type = g_strdup(attribute + 5);
  } else if (g_str_has_prefix(attribute, "quote=") && parse_number(attribute + 6, &value)) {
    concept->quote = value;
  } else if (g_str_has_prefix(attribute, "to=") && attribute[3]) {
    const char *colon = strrchr(attribute + 3, ':');
    gboolean weighted = colon && parse_number(colon + 1, &value);
    g_autofree char *output =
        weighted ? g_strndup(attribute + 3, (gsize)(colon - attribute - 3)) : g_strdup(attribute + 3);
    set_prior(r->lexicon, (guint)r->concept, output, weighted ? value : 2);
  } else {
    return refuse(r, "attribute is none of to=, type=, quote=, keep-negated, weak: %s", attribute);
  }
  return TRUE;
}

static gboolean
read_header(Reader *r, const char *line)
{
  gsize n = strlen(line);
  if (line[n - 1] != ']')
    return refuse(r, "a heading must end with ]");
  g_autofree char *inside = g_strndup(line + 1, n - 2);
  g_auto(GStrv) words = g_strsplit_set(inside, " \t", -1);
  if (!words[0] || !*words[0] || !strchr(words[0], '.'))
    return refuse(r, "a heading names a concept: [group.name ...]");
  r->concept = (int)classify_lexicon_concept(r->lexicon, words[0]);
  for (guint i = 1; words[i]; i++)
    if (*words[i] && !read_attribute(r, words[i]))
      return FALSE;
  return TRUE;
}

static guint
new_class(Lexicon *lexicon, const char *name, gboolean *made)
{
  gpointer found = g_hash_table_lookup(lexicon->class_ids, name);
  *made = !found;
  if (found)
    return GPOINTER_TO_UINT(found);
  guint id = ++lexicon->n_classes; /* 0 is no class */
  g_hash_table_insert(lexicon->class_ids, g_strdup(name), GUINT_TO_POINTER(id));
  return id;
}

static gboolean
add_member(Reader *r, guint class, const char *word)
{
  gsize len = strlen(word);
  gboolean prefix = len && word[len - 1] == '*';
  g_autofree char *plain = g_strndup(word, prefix ? len - 1 : len);
  gsize n = 0;
  g_autofree guint16 *key = classify_word_key(plain, &n);
  if (!key)
    return refuse(r, "not one word of letters: %s", word);
  if (prefix && n < 3)
    return refuse(r, "the beginning of a word needs three letters: %s", word);
  Member member = {.node = add_word(r->lexicon, key, n), .class = class, .prefix = prefix};
  g_array_append_val(r->lexicon->members, member);
  return TRUE;
}

/* One element: a word, or (a/b/c). */
static gboolean
read_element(Reader *r, const char *text, guint *class)
{
  gboolean made;
  gsize n = strlen(text);
  *class = new_class(r->lexicon, text, &made);
  if (!made)
    return TRUE;
  if (*text != '(')
    return add_member(r, *class, text);
  if (text[n - 1] != ')')
    return refuse(r, "no closing bracket: %s", text);
  g_autofree char *inside = g_strndup(text + 1, n - 2);
  g_auto(GStrv) words = g_strsplit(inside, "/", -1);
  for (guint i = 0; words[i]; i++)
    if (!add_member(r, *class, g_strstrip(words[i])))
      return FALSE;
  return words[0] ? TRUE : refuse(r, "empty brackets");
}

/* Cuts the next element off *p; op receives what stood before it. */
static char *
next_element(const char **p, char *op)
{
  const char *s = *p;
  *op = ' ';
  while (*s == ' ' || *s == '\t' || *s == '_' || *s == '~' || *s == '-') {
    if (*s != ' ' && *s != '\t')
      *op = *s == '~' ? '~' : '_';
    s++;
  }
  const char *end = s;
  if (*s == '(') {
    end = strchr(s, ')');
    end = end ? end + 1 : s + strlen(s);
  } else {
    while (*end && !strchr(" \t_~-", *end))
      end++;
  }
  *p = end;
  return g_strndup(s, (gsize)(end - s));
}

static gboolean
read_pattern(Reader *r, const char *text)
{
  Pattern pattern = {.concept = (guint16)r->concept};
  const char *p = text;
  while (*p) {
    char op;
    g_autofree char *element = next_element(&p, &op);
    if (!*element)
      break;
    if (pattern.n == CLASSIFY_MAX_ELEMENTS)
      return refuse(r, "more than %u words: %s", CLASSIFY_MAX_ELEMENTS, text);
    pattern.op[pattern.n] = op;
    if (!read_element(r, element, &pattern.class[pattern.n++]))
      return FALSE;
  }
  if (!pattern.n)
    return refuse(r, "empty pattern");
  g_array_append_val(r->lexicon->patterns, pattern);
  return TRUE;
}

/* Names of sets replaced by the sets. NULL when there is no such name. */
static char *
replace_macros(Reader *r, const char *text)
{
  g_autoptr(GString) out = g_string_new(NULL);
  for (const char *p = text; *p;) {
    if (*p != '$') {
      g_string_append_c(out, *p++);
      continue;
    }
    gsize n = strcspn(p, " \t_~)");
    g_autofree char *name = g_strndup(p, n);
    const char *set = g_hash_table_lookup(r->macros, name);
    if (!set) {
      refuse(r, "no such set of words: %s", name);
      return NULL;
    }
    g_string_append(out, set);
    p += n;
  }
  return g_string_free(g_steal_pointer(&out), FALSE);
}

/* A set whose members are of several words ("hat_girtin") cannot be one class: each such member makes a
 * pattern of its own, the single words stay together. */
static gboolean
read_expanded(Reader *r, const char *text)
{
  const char *open = strchr(text, '('), *close = NULL;
  for (; open; open = strchr(close, '(')) {
    close = strchr(open, ')');
    if (!close)
      return refuse(r, "no closing bracket: %s", text);
    if (memchr(open, '_', (gsize)(close - open)))
      break;
  }
  if (!open)
    return read_pattern(r, text);
  g_autofree char *inside = g_strndup(open + 1, (gsize)(close - open - 1));
  g_auto(GStrv) members = g_strsplit(inside, "/", -1);
  g_autoptr(GString) single = g_string_new(NULL);
  for (guint i = 0; members[i]; i++) {
    if (!strchr(members[i], '_')) {
      g_string_append_printf(single, "%s%s", single->len ? "/" : "", members[i]);
      continue;
    }
    g_autofree char *one = g_strdup_printf("%.*s%s%s", (int)(open - text), text, members[i], close + 1);
    if (!read_expanded(r, one))
      return FALSE;
  }
  g_autofree char *rest = g_strdup_printf("%.*s(%s)%s", (int)(open - text), text, single->str, close + 1);
  return single->len ? read_expanded(r, rest) : TRUE;
}

/* "$name = (a/b/c)": a set of words with a name, for this file; a second line of the same name adds to it. */
static gboolean
read_macro(Reader *r, const char *line)
{
  const char *equals = strchr(line, '=');
  if (!equals)
    return refuse(r, "a line that begins with $ names a set: $name = (a/b/c)");
  g_autofree char *name = g_strstrip(g_strndup(line, (gsize)(equals - line)));
  g_autofree char *set = g_strstrip(g_strdup(equals + 1));
  gsize n = strlen(set);
  if (n < 3 || *set != '(' || set[n - 1] != ')')
    return refuse(r, "not a set in brackets: %s", set);
  const char *old = g_hash_table_lookup(r->macros, name);
  char *whole = old ? g_strdup_printf("%.*s/%s", (int)strlen(old) - 1, old, set + 1) : g_strdup(set);
  g_hash_table_replace(r->macros, g_strdup(name), whole);
  return TRUE;
}

static gboolean
read_line(Reader *r, char *line)
{
  g_strstrip(line);
  if (!*line || *line == '#')
    return TRUE;
  if (*line == '[')
    return read_header(r, line);
  if (*line == '$' && strchr(line, '='))
    return read_macro(r, line);
  if (r->concept < 0)
    return refuse(r, "words before the first heading");
  g_auto(GStrv) patterns = g_strsplit(line, "|", -1);
  for (guint i = 0; patterns[i]; i++) {
    if (!*g_strstrip(patterns[i]))
      continue;
    g_autofree char *plain = replace_macros(r, patterns[i]);
    if (!plain || !read_expanded(r, plain))
      return FALSE;
  }
  return TRUE;
}

gboolean
classify_lexicon_read(Lexicon *lexicon, const char *name, const char *data, gsize size, GError **error)
{
  g_autoptr(GHashTable) macros = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  Reader r = {.lexicon = lexicon, .name = name, .concept = -1, .macros = macros, .error = error};
  if (!g_utf8_validate(data, (gssize)size, NULL))
    return refuse(&r, "not UTF-8");
  g_autofree char *copy = g_strndup(data, size);
  g_auto(GStrv) lines = g_strsplit(copy, "\n", -1);
  for (guint i = 0; lines[i]; i++) {
    r.line = i + 1;
    if (!read_line(&r, lines[i]))
      return FALSE;
  }
  return TRUE;
}

gboolean
classify_lexicon_add_name(Lexicon *lexicon, guint concept, const char *name)
{
  g_autoptr(ClassifyText) text = classify_text_new();
  classify_text_add(text, name, ZONE_BODY);
  Pattern pattern = {.concept = (guint16) concept};
  if (!text->tokens->len || text->tokens->len > CLASSIFY_MAX_ELEMENTS)
    return FALSE;
  for (guint i = 0; i < text->tokens->len; i++) {
    const Token *token = classify_token(text, i);
    g_autofree char *word = g_strndup(name + token->start, token->end - token->start);
    g_autofree char *label = g_strconcat("=", word, NULL);
    gboolean made;
    guint class = new_class(lexicon, label, &made);
    if (made) {
      Member member = {.class = class};
      member.node = add_word(lexicon, &g_array_index(text->keys, guint16, token->key), token->key_len);
      g_array_append_val(lexicon->members, member);
    }
    pattern.op[i] = '_';
    pattern.class[i] = class;
    pattern.n++;
  }
  g_array_append_val(lexicon->patterns, pattern);
  return TRUE;
}

/* --- tables for matching */

static int
compare_members(gconstpointer a, gconstpointer b)
{
  const Member *x = a, *y = b;
  return x->node != y->node ? (x->node > y->node) - (x->node < y->node)
                            : (x->class > y->class) - (x->class < y->class);
}

static int
compare_patterns(gconstpointer a, gconstpointer b)
{
  const Pattern *x = a, *y = b;
  return x->class[0] != y->class[0] ? (x->class[0] > y -> class[0]) - (x->class[0] < y -> class[0])
                                    : (int)y->n - (int)x->n;
}

void
classify_lexicon_seal(Lexicon *lexicon)
{
  g_array_sort(lexicon->members, compare_members);
  g_array_sort(lexicon->patterns, compare_patterns);
  lexicon->node_members = g_new0(guint32, lexicon->n_nodes + 1);
  for (guint i = lexicon->members->len; i-- > 0;)
    lexicon->node_members[g_array_index(lexicon->members, Member, i).node] = i + 1;
  g_autofree guint8 *begins = g_new0(guint8, lexicon->n_nodes + 1);
  for (guint i = 0; i < lexicon->members->len; i++)
    begins[g_array_index(lexicon->members, Member, i).node] |= g_array_index(lexicon->members, Member, i).prefix != 0;
  for (guint i = 0; i < lexicon->n_slots; i++) {
    lexicon->slots[i].ends = lexicon->node_members[lexicon->slots[i].next] != 0;
    lexicon->slots[i].begins = begins[lexicon->slots[i].next];
  }
  lexicon->fixed = g_new0(guint8, lexicon->n_classes + 1);
  for (guint i = 0; i < lexicon->patterns->len; i++) {
    const Pattern *pattern = &g_array_index(lexicon->patterns, Pattern, i);
    ConceptKind kind = classify_lexicon_get(lexicon, pattern->concept)->kind;
    const gboolean fixed = kind == CONCEPT_PLACE || kind == CONCEPT_LANGUAGE || kind == CONCEPT_SYSTEM;
    for (guint k = 0; k < pattern->n; k++)
      lexicon->fixed[pattern->class[k]] |=
          (fixed ? FIXED_ENDING : 0) | (kind == CONCEPT_PLACE && k == pattern->n - 1u ? FIXED_PLACE : 0);
  }
  lexicon->class_patterns = g_new0(guint32, lexicon->n_classes + 1);
  for (guint i = lexicon->patterns->len; i-- > 0;)
    lexicon->class_patterns[g_array_index(lexicon->patterns, Pattern, i).class[0]] = i + 1;
}
