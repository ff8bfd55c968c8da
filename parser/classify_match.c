/* SPDX-License-Identifier: ISC */
/* Finding the lexicon's patterns in a text. Each token is looked up as written and without its Arabic
 * proclitics; then patterns are tried where their first class stands. Work per token is bounded by the
 * lexicon, so hostile text costs linear time. */
#include "parser/classify_lexicon.h"

#include <string.h>

#define MAX_CLASSES 48u /* of one token */
#define MAX_FORMS 24u
#define MAX_ENDING 4u
#define MIN_STEM 3u      /* letters that must be left after a proclitic */
#define MIN_AFTER_AND 2u /* after w- and f-: "and in", "and from" */

#define ALEF 0x0627
#define LAM 0x0644
#define WAW 0x0648
#define FEH 0x0641
#define BEH 0x0628
#define KAF 0x0643
#define AIN 0x0639
#define HEH 0x0647
#define DAL 0x062f
#define YEH 0x064a
#define TEH 0x062a
#define NOON 0x0646
#define MEEM 0x0645
#define SHEEN 0x0634

typedef struct {
  const guint16 *key; /* in the text's keys, or in own */
  guint8 n;
} Form;

typedef struct {
  Form forms[MAX_FORMS];
  guint16 own[MAX_FORMS][CLASSIFY_MAX_WORD]; /* of forms that are not simply the end of the word */
  guint n, stems;                            /* forms[stems] and later are without their ending */
  guint places;                              /* forms[places] and later are without one that only names of places take */
} Forms;

static void
add_form(Forms *forms, const guint16 *head, guint n_head, const guint16 *rest, gsize n_rest)
{
  if (forms->n == MAX_FORMS || n_rest < MIN_AFTER_AND || n_head + n_rest > CLASSIFY_MAX_WORD)
    return;
  Form *form = &forms->forms[forms->n];
  form->n = (guint8)(n_head + n_rest);
  form->key = rest;
  if (n_head) {
    guint16 *own = forms->own[forms->n];
    memcpy(own, head, n_head * sizeof *head);
    memcpy(own + n_head, rest, n_rest * sizeof *rest);
    form->key = own;
  }
  forms->n++;
}

/* The word's beginning with another last letter. */
static void
add_changed(Forms *forms, const guint16 *key, gsize n, guint16 last)
{
  if (forms->n == MAX_FORMS || n + 1 > CLASSIFY_MAX_WORD)
    return;
  guint16 *own = forms->own[forms->n];
  memcpy(own, key, n * sizeof *key);
  own[n] = last;
  forms->forms[forms->n++] = (Form){.key = own, .n = (guint8)(n + 1)};
}

static gboolean
has_article(const guint16 *key, gsize n)
{
  return n >= 2 && key[0] == ALEF && key[1] == LAM;
}

/* Forms of a word that starts at key: without the article; l-l- as article, 3al- and hal-; present tense of
 * the dialect (d-y-). */
static void
add_bare(Forms *forms, const guint16 *key, gsize n)
{
  static const guint16 article[] = {ALEF, LAM};
  if (has_article(key, n) && n >= 2 + MIN_STEM) {
    add_form(forms, NULL, 0, key + 2, n - 2);
  } else if (n > 4 && key[1] == LAM && (key[0] == LAM || key[0] == HEH)) {
    add_form(forms, article, 2, key + 2, n - 2);
    add_form(forms, NULL, 0, key + 2, n - 2);
  } else if (n > 5 && (key[0] == HEH || key[0] == AIN) && has_article(key + 1, n - 1)) {
    add_form(forms, NULL, 0, key + 1, n - 1);
    add_form(forms, NULL, 0, key + 3, n - 3);
  } else if (n > 4 && key[0] == DAL && (key[1] == YEH || key[1] == TEH || key[1] == NOON)) {
    add_form(forms, NULL, 0, key + 1, n - 1);
  }
}

/* Endings that say whose or whom: Arabic pronouns, Kurdish articles and pronouns. Not the nisba -y, which
 * makes surnames of places. least: letters that must be left. */
static const struct {
  guint16 letters[MAX_ENDING];
  guint8 n, least;
} endings[] = {
    {{HEH, ALEF}, 2, 3},
    {{HEH, MEEM}, 2, 3},
    {{NOON, ALEF}, 2, 3},
    {{NOON, YEH}, 2, 3},
    {{KAF, MEEM}, 2, 3},
    {{HEH, NOON}, 2, 3},
    {{HEH, KAF, HEH}, 3, 3},
    {{HEH, KAF, ALEF, NOON}, 4, 3},
    {{HEH, KAF, HEH, MEEM}, 4, 3},
    {{HEH, KAF, HEH, YEH}, 4, 3},
    {{YEH, KAF}, 2, 3},
    {{YEH, KAF, YEH}, 3, 3},
    {{YEH, ALEF, NOON}, 3, 3},
    {{MEEM, ALEF, NOON}, 3, 3},
    {{TEH, ALEF, NOON}, 3, 3},
    {{DAL, ALEF}, 2, 3},
    {{HEH, WAW, HEH}, 3, 3},
};

G_STATIC_ASSERT(G_N_ELEMENTS(endings) <= 32);
#define FIRST_LETTER 0x600u
#define LETTERS 0x100u

/* Of each letter from FIRST_LETTER on, the endings that end with it, a bit each. */
static const guint32 *
endings_by_last(void)
{
  static guint32 table[LETTERS];
  static gsize ready;
  if (g_once_init_enter(&ready)) {
    for (guint i = 0; i < G_N_ELEMENTS(endings); i++)
      table[endings[i].letters[endings[i].n - 1] - FIRST_LETTER] |= 1u << i;
    g_once_init_leave(&ready, 1);
  }
  return table;
}

/* The word without its ending; a teh before the ending may have been teh marbuta, a waw the plural's. */
static void
add_stems(Forms *forms, const guint16 *key, gsize n, const guint32 *by_last)
{
  guint last = (guint)key[n - 1] - FIRST_LETTER;
  for (guint32 rest = last < LETTERS ? by_last[last] : 0; rest; rest &= rest - 1) {
    guint i = (guint)__builtin_ctz(rest);
    gsize left = n - MIN(n, endings[i].n);
    if (left < endings[i].least || memcmp(key + left, endings[i].letters, endings[i].n * sizeof *key) != 0)
      continue;
    add_form(forms, NULL, 0, key, left);
    if (key[left - 1] == TEH)
      add_changed(forms, key, left - 1, HEH);
    if (key[left - 1] == WAW)
      add_changed(forms, key, left, ALEF);
  }
}

/* What Kurdish and Turkish put behind the name of a place: of, in, from, also, is, I am. In Arabic a final yeh would make a
 * surname of it, so that those of Arabic letters ask for Kurdish around. least: letters that must be left. */
static const struct {
  guint16 letters[MAX_ENDING];
  guint8 n, least;
} kurdish[] = {
    {{YEH, HEH, WAW, HEH}, 4, 3}, {{HEH, WAW, HEH}, 3, 3}, {{YEH, DAL, ALEF}, 3, 3}, {{WAW, HEH}, 2, 4},
    {{DAL, ALEF}, 2, 3},          {{YEH, SHEEN}, 2, 3},    {{YEH, NOON}, 2, 4},      {{YEH, HEH}, 2, 3},
    {{YEH, YEH}, 2, 3},           {{YEH, ALEF}, 2, 3},     {{YEH}, 1, 3},            {{MEEM}, 1, 4},
    {{HEH}, 1, 4},                {{ALEF}, 1, 4},
};

static const struct {
  guint16 letters[MAX_ENDING];
  guint8 n, least;
} latin[] = {
    {{'d', 'a', 'k', 'i'}, 4, 4}, {{'d', 'e', 'k', 'i'}, 4, 4}, {{'t', 'a', 'k', 'i'}, 4, 4}, {{'t', 'e', 'k', 'i'}, 4, 4},
    {{'d', 'a', 'n'}, 3, 4},      {{'d', 'e', 'n'}, 3, 4},      {{'t', 'a', 'n'}, 3, 4},      {{'t', 'e', 'n'}, 3, 4},
    {{'n', 'i', 'n'}, 3, 4},      {{'n', 'u', 'n'}, 3, 4},      {{'d', 'a'}, 2, 4},           {{'d', 'e'}, 2, 4},
    {{'t', 'a'}, 2, 4},           {{'t', 'e'}, 2, 4},           {{'i', 'n'}, 2, 5},           {{'u', 'n'}, 2, 5},
    {{'y', 'e'}, 2, 4},           {{'y', 'a'}, 2, 4},           {{'e'}, 1, 4},                {{'a'}, 1, 5},
    {{'u'}, 1, 5},
};

static gboolean
ends_with(const guint16 *key, gsize n, const guint16 *letters, gsize n_letters, gsize least)
{
  return n >= n_letters + least && memcmp(key + n - n_letters, letters, n_letters * sizeof *key) == 0;
}

static void
add_place_stems(Forms *forms, const guint16 *key, gsize n, gboolean in_kurdish, gboolean whole_words_only)
{
  const gboolean is_latin = key[0] < 0x600;
  forms->places = forms->n;
  for (guint i = 0; !is_latin && in_kurdish && !whole_words_only && i < G_N_ELEMENTS(kurdish); i++)
    if (ends_with(key, n, kurdish[i].letters, kurdish[i].n, kurdish[i].least))
      add_form(forms, NULL, 0, key, n - kurdish[i].n);
  for (guint i = 0; is_latin && !whole_words_only && i < G_N_ELEMENTS(latin); i++)
    if (ends_with(key, n, latin[i].letters, latin[i].n, latin[i].least))
      add_form(forms, NULL, 0, key, n - latin[i].n);
}

/* The word as written first, then without w-/f-, then without b-/l-/k-, then what add_bare makes of each;
 * then each of these without its ending. */
static void
make_forms(Forms *forms, const guint16 *key, gsize n, gboolean whole_words_only)
{
  forms->forms[0] = (Form){.key = key, .n = (guint8)n};
  forms->n = forms->stems = 1;
  if (key[0] < 0x600 || whole_words_only)
    return;
  add_bare(forms, key, n);
  for (guint step = 0; step < 2 && n > MIN_AFTER_AND; step++) {
    gboolean conjunction = step == 0 && (key[0] == WAW || key[0] == FEH);
    gboolean preposition = key[0] == BEH || key[0] == LAM || key[0] == KAF;
    if (step == 0 ? !conjunction && !preposition : !preposition)
      break;
    if (!conjunction && n <= MIN_STEM)
      break;
    key++, n--;
    add_form(forms, NULL, 0, key, n);
    add_bare(forms, key, n);
    if (!conjunction)
      break;
  }
  forms->stems = forms->n;
  const guint32 *by_last = endings_by_last();
  for (guint i = 0; i < forms->stems; i++)
    add_stems(forms, forms->forms[i].key, forms->forms[i].n, by_last);
}

typedef struct {
  guint32 ids[MAX_CLASSES];
  guint n;
} ClassSet;

static void
add_class(ClassSet *set, guint32 class)
{
  for (guint i = 0; i < set->n; i++)
    if (set->ids[i] == class)
      return;
  if (set->n < MAX_CLASSES)
    set->ids[set->n++] = class;
}

/* only: what a class must be (FIXED_...) to count; never: what it must not be. */
static void
collect(const Lexicon *lexicon, guint32 node, gboolean whole, guint8 only, guint8 never, ClassSet *set)
{
  guint32 i = lexicon->node_members[node];
  for (; i && i <= lexicon->members->len; i++) {
    const Member *member = &g_array_index(lexicon->members, Member, i - 1);
    if (member->node != node)
      break;
    const guint8 fixed = lexicon->fixed[member->class];
    if ((whole || member->prefix) && !(fixed & never) && (fixed & only) == only)
      add_class(set, member->class);
  }
}

static void
look_up(const Lexicon *lexicon, const Form *form, guint8 only, guint8 never, ClassSet *set)
{
  guint32 node = 0;
  for (guint i = 0; i < form->n; i++) {
    const Slot *slot = &lexicon->slots[lexicon_slot(lexicon, node, form->key[i])];
    gboolean whole = i + 1 == form->n;
    node = slot->next;
    if (!node)
      return;
    if (whole ? slot->ends : slot->begins)
      collect(lexicon, node, whole, only, never, set);
  }
}

gboolean
classify_lexicon_has_word(const Lexicon *lexicon, const guint16 *key, gsize n)
{
  guint32 node = 0;
  for (gsize i = 0; i < n; i++) {
    node = lexicon->slots[lexicon_slot(lexicon, node, key[i])].next;
    if (!node)
      return FALSE;
  }
  return lexicon->node_members[node] != 0;
}

static void
find_classes(const Lexicon *lexicon, const guint16 *key, gsize n, gboolean in_kurdish, ClassSet *set)
{
  Forms forms;
  make_forms(&forms, key, n, lexicon->whole_words_only);
  add_place_stems(&forms, key, n, in_kurdish, lexicon->whole_words_only);
  for (guint k = 0; k < forms.places; k++)
    look_up(lexicon, &forms.forms[k], 0, k < forms.stems ? 0 : FIXED_ENDING, set);
  for (guint k = forms.places; k < forms.n; k++)
    look_up(lexicon, &forms.forms[k], FIXED_PLACE, 0, set);
}

/* It or a word beside it has letters of Sorani. */
static gboolean
is_in_kurdish(const ClassifyText *text, guint i)
{
  for (guint k = i ? i - 1 : 0; k <= i + 1 && k < text->tokens->len; k++)
    if (classify_token(text, k)->flags & TOKEN_SORANI_LETTER)
      return TRUE;
  return FALSE;
}

#define SEEN 512u /* places for words of the text that were looked up already */

static guint
place_of(const guint16 *key, guint n)
{
  guint32 h = 2166136261u;
  for (guint i = 0; i < n; i++)
    h = (h ^ key[i]) * 16777619u;
  return (h ^ (h >> 15)) % SEEN;
}

/* The token before i that is the same word, as far as it is remembered; NULL when there is none. Remembers i. */
static const Token *
same_word(const ClassifyText *text, guint i, guint32 *seen)
{
  const Token *token = classify_token(text, i);
  const guint16 *key = &g_array_index(text->keys, guint16, token->key);
  guint32 *place = &seen[place_of(key, token->key_len)];
  const Token *before = *place ? classify_token(text, *place - 1) : NULL;
  *place = i + 1;
  if (!before || before->key_len != token->key_len || (before->flags ^ token->flags) & TOKEN_IN_KURDISH)
    return NULL;
  return memcmp(key, &g_array_index(text->keys, guint16, before->key), token->key_len * sizeof *key) == 0 ? before : NULL;
}

#define BATCH 256u /* classes that go to the text's array at once, to spare a call for each token */
G_STATIC_ASSERT(BATCH >= 2 * MAX_CLASSES);

static void
look_up_tokens(const Lexicon *lexicon, ClassifyText *text)
{
  guint32 batch[BATCH], seen[SEEN] = {0};
  guint n = 0;
  for (guint i = 0; i < text->tokens->len; i++) {
    Token *token = classify_token(text, i);
    const gboolean in_kurdish = is_in_kurdish(text, i);
    token->flags = in_kurdish ? token->flags | TOKEN_IN_KURDISH : token->flags & (guint16)~TOKEN_IN_KURDISH;
    const Token *same = token->key_len ? same_word(text, i, seen) : NULL;
    token->classes = same ? same->classes : text->classes->len + n;
    token->n_classes = same ? same->n_classes : 0;
    if (same || !token->key_len)
      continue;
    ClassSet set;
    set.n = 0;
    find_classes(lexicon, &g_array_index(text->keys, guint16, token->key), token->key_len, in_kurdish, &set);
    token->n_classes = (guint16)set.n;
    memcpy(batch + n, set.ids, set.n * sizeof *batch);
    n += set.n;
    if (n + MAX_CLASSES > BATCH) {
      g_array_append_vals(text->classes, batch, n);
      n = 0;
    }
  }
  g_array_append_vals(text->classes, batch, n);
}

static gboolean
in_class(const ClassifyText *text, guint i, guint32 class)
{
  const Token *token = classify_token(text, i);
  const guint32 *ids = &g_array_index(text->classes, guint32, token->classes);
  for (guint k = 0; k < token->n_classes; k++)
    if (ids[k] == class)
      return TRUE;
  return FALSE;
}

/* The token of the next element: the first match within the gap, in the same sentence; -1 for none. */
static int
find_element(const ClassifyText *text, guint first, guint last, guint32 class, char op)
{
  guint32 sentence = classify_token(text, first)->sentence;
  guint reach = op == '_' ? 1 : op == '~' ? CLASSIFY_NEAR : CLASSIFY_GAP;
  guint from = op == '~' ? first : last;
  for (guint k = 1; k <= reach && from + k < text->tokens->len; k++) {
    if (classify_token(text, from + k)->sentence != sentence)
      break;
    if (in_class(text, from + k, class))
      return (int)(from + k);
  }
  if (op == '~')
    for (guint k = 1; k <= reach && k <= first; k++) {
      if (classify_token(text, first - k)->sentence != sentence)
        break;
      if (in_class(text, first - k, class))
        return (int)(first - k);
    }
  return -1;
}

static gboolean
match_pattern(const ClassifyText *text, const Pattern *pattern, guint i, Hit *hit)
{
  guint last = i, low = i, high = i;
  for (guint k = 1; k < pattern->n; k++) {
    int at = find_element(text, i, last, pattern->class[k], pattern -> op[k]);
    if (at < 0)
      return FALSE;
    if (pattern->op[k] != '~' || (guint)at > last)
      last = (guint)at;
    low = MIN(low, (guint)at);
    high = MAX(high, (guint)at);
  }
  *hit = (Hit){.first = low, .last = high, .concept = pattern->concept, .element = pattern->n};
  return TRUE;
}

#define PRESENT_BITS 4096u /* classes that fall together only cost a look */

typedef struct {
  guint64 bits[PRESENT_BITS / 64];
} Present;

/* Every element of the pattern stands somewhere in the text, as far as the bits tell. */
static gboolean
may_match(const Pattern *pattern, const Present *present)
{
  for (guint k = 1; k < pattern->n; k++) {
    guint bit = pattern->class[k] % PRESENT_BITS;
    if (!(present->bits[bit / 64] >> bit % 64 & 1u))
      return FALSE;
  }
  return TRUE;
}

/* Hits that start at token i. A concept's hits do not overlap: until[concept] is the first token free for it.
 */
static void
match_at(const Lexicon *lexicon, ClassifyText *text, guint i, const Present *present, guint32 *until)
{
  const Token *token = classify_token(text, i);
  for (guint k = 0; k < token->n_classes && text->hits->len < CLASSIFY_MAX_HITS; k++) {
    guint32 class = g_array_index(text->classes, guint32, token->classes + k);
    for (guint32 p = lexicon->class_patterns[class]; p && p <= lexicon->patterns->len; p++) {
      const Pattern *pattern = &g_array_index(lexicon->patterns, Pattern, p - 1);
      if (pattern->class[0] != class)
        break;
      Hit hit;
      if (!may_match(pattern, present) || until[pattern->concept] > i ||
          !match_pattern(text, pattern, i, &hit))
        continue;
      until[pattern->concept] = hit.last + 1;
      g_array_append_val(text->hits, hit);
    }
  }
}

/* A negation word right before a hit turns it off, unless the pattern begins with it or the concept keeps it.
 */
static void
mark_negated(const Lexicon *lexicon, ClassifyText *text, const guint8 *negation)
{
  for (guint i = 0; i < text->hits->len; i++) {
    Hit *hit = &g_array_index(text->hits, Hit, i);
    const Token *token = classify_token(text, hit->first);
    guint reach = token->flags & TOKEN_LATIN ? 2 : 1;
    if (classify_lexicon_get(lexicon, hit->concept)->keep_negated || negation[hit->first])
      continue;
    for (guint k = 1; k <= reach && k <= hit->first; k++)
      if (negation[hit->first - k] && classify_token(text, hit->first - k)->sentence == token->sentence)
        hit->negated = TRUE;
  }
}

void
classify_lexicon_match(const Lexicon *lexicon, ClassifyText *text)
{
  look_up_tokens(lexicon, text);
  g_free(text->met);
  text->met = g_new0(guint32, lexicon->concepts->len + 1);
  Present present = {0};
  for (guint i = 0; i < text->classes->len; i++) {
    guint bit = g_array_index(text->classes, guint32, i) % PRESENT_BITS;
    present.bits[bit / 64] |= G_GUINT64_CONSTANT(1) << bit % 64;
  }
  for (guint i = 0; i < text->tokens->len; i++)
    match_at(lexicon, text, i, &present, text->met);
  int id = classify_lexicon_find(lexicon, "sys.negation");
  int bond = classify_lexicon_find(lexicon, "sys.no-bond"); /* "nothing to do with any": its last word */
  g_autofree guint8 *negation = g_new0(guint8, text->tokens->len + 1);
  for (guint i = 0; i < text->hits->len; i++) {
    const Hit *hit = &g_array_index(text->hits, Hit, i);
    if ((int)hit->concept == id || (int)hit->concept == bond)
      negation[(int)hit->concept == id ? hit->first : hit->last] = 1;
  }
  if (id >= 0)
    mark_negated(lexicon, text, negation);
}

guint8 *
classify_mark(const ClassifyText *text, int concept)
{
  guint8 *marks = g_new0(guint8, text->tokens->len + 1);
  gboolean any = concept >= 0 && text->met && text->met[concept];
  for (guint i = 0; any && i < text->hits->len; i++) {
    const Hit *hit = &g_array_index(text->hits, Hit, i);
    if ((int)hit->concept != concept || hit->negated)
      continue;
    for (guint k = hit->first; k <= hit->last; k++)
      marks[k] = 1;
  }
  return marks;
}

gboolean
classify_marked_near(const ClassifyText *text, const guint8 *marks, guint first, guint last, guint before,
                     guint after)
{
  guint32 sentence = classify_token(text, first)->sentence;
  for (guint k = 1; k <= before && k <= first; k++)
    if (classify_token(text, first - k)->sentence == sentence && marks[first - k])
      return TRUE;
  for (guint k = 1; k <= after && last + k < text->tokens->len; k++)
    if (classify_token(text, last + k)->sentence == sentence && marks[last + k])
      return TRUE;
  return FALSE;
}
