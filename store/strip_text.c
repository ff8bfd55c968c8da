/* SPDX-License-Identifier: ISC */
/* Finding a string and its other spellings in a text, and putting a placeholder there; see the header. Knows
 * no words: a string that also stands inside a longer word is taken out there too, because what stays would
 * tell it. Other forms of names and phone numbers are found by strip_name.c and strip_phone.c. */
#include "store/strip_text.h"

#include <string.h>

#include "store/strip_name.h"
#include "store/strip_phone.h"
#include "text/fold.h"

#define SEARCHABLE_BYTES 6u
#define PLACEHOLDER_MAX_BYTES 24u

struct StripString {
  char *exact, *key, *placeholder;
  gsize exact_size, key_size;
  StripName *name; /* of several words, or NULL */
  char *phone;     /* or NULL */
  GPtrArray *spellings; /* of char * */
};

static const char *const placeholders[] = {"removed", "reporter",  "phone",    "email",   "address",
                                           "account", "workplace", "relative", "other", NULL};

/* What the parser puts beside those: nobody strips as these, but they stay whole too. */
static const char *const more_placeholders[] = {"person", "id", "relation", "time", "key", "encrypted", NULL};

static void
remember(StripString *strip, const char *text, gsize size)
{
  g_autofree char *spelling = g_strndup(text, size);
  if (strip->spellings->len < STRIP_MAX_SPELLINGS &&
      !g_ptr_array_find_with_equal_func(strip->spellings, spelling, g_str_equal, NULL))
    g_ptr_array_add(strip->spellings, g_steal_pointer(&spelling));
}

static const char *
fault_of(const char *string, const char *as)
{
  if (as && !g_strv_contains(placeholders, as))
    return "as is one of: reporter, phone, email, address, workplace, relative, account, other, removed";
  if (strlen(string) > STRIP_MAX_STRING_BYTES)
    return "the string is longer than 4096 bytes";
  if (!g_utf8_validate(string, -1, NULL))
    return "the string is not UTF-8 text";
  return NULL;
}

StripString *
strip_string_new(const char *string, const char *as, const char **fault)
{
  *fault = fault_of(string, as);
  if (*fault)
    return NULL;
  g_autofree char *exact = g_strstrip(g_strdup(string));
  if (g_utf8_strlen(exact, -1) < (glong)STRIP_MIN_STRING_CHARS) {
    *fault = "the string has fewer than 2 characters";
    return NULL;
  }
  StripString *strip = g_new0(StripString, 1);
  strip->exact = g_steal_pointer(&exact);
  strip->exact_size = strlen(strip->exact);
  strip->key = text_fold_key(strip->exact, -1);
  strip->key_size = strlen(strip->key);
  strip->placeholder = g_strdup_printf("[%s]", as ? as : placeholders[0]);
  strip->name = strip_name_new(strip->exact);
  strip->phone = strip_phone_of(strip->exact);
  strip->spellings = g_ptr_array_new_with_free_func(g_free);
  g_autofree char *indexed = text_fold_search(strip->exact, -1);
  remember(strip, strip->exact, strip->exact_size);
  if (g_utf8_strlen(indexed, -1) >= (glong)STRIP_MIN_STRING_CHARS)
    remember(strip, indexed, strlen(indexed));
  return strip;
}

void
strip_string_free(StripString *strip)
{
  if (!strip)
    return;
  g_free(strip->exact);
  g_free(strip->key);
  g_free(strip->placeholder);
  g_free(strip->phone);
  strip_name_free(strip->name);
  g_ptr_array_unref(strip->spellings);
  g_free(strip);
}

const GPtrArray *
strip_string_spellings(const StripString *strip)
{
  return strip->spellings;
}

const char *
strip_string_placeholder(const StripString *strip)
{
  return strip->placeholder;
}

/* ---- one text
 * --------------------------------------------------------------------------------------------------------------
 */

typedef struct {
  StripString *strip;
  const char *text;
  gsize size, done; /* done: up to where the text has been copied or replaced */
  GString *out;     /* NULL until something is replaced */
  guint places;
} Pass;

/* "[phone]", "[reporter 2]": is start..end inside of one? */
static gboolean
in_placeholder(const Pass *pass, gsize start, gsize end)
{
  gsize open = start, close = end;
  while (open > 0 && start - open < PLACEHOLDER_MAX_BYTES && !strchr("[]\n", pass->text[open - 1]))
    open--;
  while (close < pass->size && close - end < PLACEHOLDER_MAX_BYTES && !strchr("[]\n", pass->text[close]))
    close++;
  if (open == 0 || close >= pass->size || pass->text[open - 1] != '[' || pass->text[close] != ']')
    return FALSE;
  while (close > open && (g_ascii_isdigit(pass->text[close - 1]) || pass->text[close - 1] == ' '))
    close--;
  g_autofree char *word = g_strndup(pass->text + open, close - open);
  return g_strv_contains(placeholders, word) || g_strv_contains(more_placeholders, word);
}

/* How it stood, and how the index holds it. */
static void
remember_place(StripString *strip, const char *text, gsize size)
{
  g_autofree char *indexed = text_fold_search(text, (gssize)size);
  remember(strip, text, size);
  remember(strip, indexed, strlen(indexed));
}

/* Marks belong to the letter before them. */
static gsize
over_marks(const Pass *pass, gsize end)
{
  while (end < pass->size && g_unichar_ismark(g_utf8_get_char(pass->text + end)))
    end = (gsize)(g_utf8_next_char(pass->text + end) - pass->text);
  return end;
}

/* A longer number is another number, though a longer word may tell the string. */
static gboolean
in_longer_number(const Pass *pass, gsize start, gsize end)
{
  const char *before = pass->strip->phone && start > 0 ? g_utf8_find_prev_char(pass->text, pass->text + start) : NULL;
  return pass->strip->phone && ((before && g_unichar_isdigit(g_utf8_get_char(before))) || g_unichar_isdigit(g_utf8_get_char(pass->text + end)));
}

static void
replace(Pass *pass, gsize start, gsize end)
{
  end = over_marks(pass, end);
  if (start < pass->done || in_placeholder(pass, start, end) || in_longer_number(pass, start, end))
    return;
  if (!pass->out)
    pass->out = g_string_sized_new(pass->size);
  g_string_append_len(pass->out, pass->text + pass->done, (gssize)(start - pass->done));
  g_string_append(pass->out, pass->strip->placeholder);
  remember_place(pass->strip, pass->text + start, end - start);
  pass->done = end;
  pass->places++;
}

static char *
finish(Pass *pass, guint *places)
{
  *places += pass->places;
  if (!pass->out)
    return NULL;
  g_string_append_len(pass->out, pass->text + pass->done, (gssize)(pass->size - pass->done));
  return g_string_free(pass->out, FALSE);
}

static char *
pass_exact(StripString *strip, const char *text, guint *places)
{
  Pass pass = {.strip = strip, .text = text, .size = strlen(text)};
  for (const char *p = strstr(text, strip->exact); p; p = strstr(p, strip->exact)) {
    gsize start = (gsize)(p - text);
    replace(&pass, start, start + strip->exact_size);
    p += strip->exact_size;
  }
  return finish(&pass, places);
}

static char *
pass_folded(StripString *strip, const char *text, guint *places)
{
  Pass pass = {.strip = strip, .text = text, .size = strlen(text)};
  if (g_utf8_strlen(strip->key, -1) < (glong)STRIP_MIN_STRING_CHARS)
    return NULL;
  g_autoptr(TextFold) fold = text_fold_new(text, (gssize)pass.size);
  for (const char *p = strstr(fold->key, strip->key); p; p = strstr(p, strip->key)) {
    gsize start = (gsize)(p - fold->key), end = start + strip->key_size;
    while (end < fold->key_len && fold->at[end] == fold->at[end - 1]) /* one letter became several */
      end++;
    replace(&pass, fold->at[start], fold->at[end]);
    p += strip->key_size;
  }
  return finish(&pass, places);
}

static int
compare_places(gconstpointer a, gconstpointer b)
{
  const StripPlace *x = a, *y = b;
  if (x->start != y->start)
    return x->start < y->start ? -1 : 1;
  return x->end > y->end ? -1 : x->end < y->end; /* the longest first */
}

/* Other forms of the name or the number. */
static char *
pass_forms(StripString *strip, const char *text, guint *places)
{
  Pass pass = {.strip = strip, .text = text, .size = strlen(text)};
  g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(StripPlace));
  if (strip->name)
    strip_name_find(strip->name, text, found);
  if (strip->phone)
    strip_phone_find(strip->phone, text, found);
  g_array_sort(found, compare_places);
  for (guint i = 0; i < found->len; i++)
    replace(&pass, g_array_index(found, StripPlace, i).start, g_array_index(found, StripPlace, i).end);
  return finish(&pass, places);
}

/* All forms but %XX. NULL when nothing changed. */
static char *
apply_plain(StripString *strip, const char *text, guint *places)
{
  static char *(*const passes[])(StripString *, const char *, guint *) = {pass_exact, pass_folded, pass_forms};
  char *changed = NULL;
  for (guint i = 0; i < G_N_ELEMENTS(passes); i++) {
    char *once = passes[i](strip, changed ? changed : text, places);
    if (!once)
      continue;
    g_free(changed);
    changed = once;
  }
  return changed;
}

static gboolean
holds_escaped(StripString *strip, const char *word)
{
  guint places = 0;
  g_autofree char *plain = g_uri_unescape_string(word, NULL);
  g_autofree char *changed = plain && g_utf8_validate(plain, -1, NULL) ? apply_plain(strip, plain, &places) : NULL;
  return changed != NULL;
}

/* Words that hold it as %XX, as URLs do: they go whole. */
static char *
pass_escaped(StripString *strip, const char *text, guint *places)
{
  Pass pass = {.strip = strip, .text = text, .size = strlen(text)};
  static const char *const white = " \t\r\n<>()\"";
  for (const char *p = strchr(text, '%'), *end; p; p = strchr(end, '%')) {
    const char *start = p;
    while (start > text && !strchr(white, start[-1]))
      start--;
    end = p + strcspn(p, white);
    g_autofree char *word = g_strndup(start, (gsize)(end - start));
    if (holds_escaped(strip, word))
      replace(&pass, (gsize)(start - text), (gsize)(end - text));
  }
  return finish(&pass, places);
}

char *
strip_string_apply(StripString *strip, const char *text, guint *places)
{
  char *plain = apply_plain(strip, text, places);
  char *escaped = pass_escaped(strip, plain ? plain : text, places);
  if (!escaped)
    return plain;
  g_free(plain);
  return escaped;
}

gboolean
strip_string_is_in(StripString *strip, const char *text)
{
  guint places = 0;
  g_autofree char *changed = strip_string_apply(strip, text, &places);
  return places > 0;
}

gboolean
strip_string_is_in_bytes(const StripString *strip, const void *bytes, gsize size)
{
  if (strip->exact_size < SEARCHABLE_BYTES || !bytes)
    return FALSE;
  if (memmem(bytes, size, strip->exact, strip->exact_size))
    return TRUE;
  static const char *const wide[] = {"UTF-16LE", "UTF-16BE"};
  for (guint i = 0; i < G_N_ELEMENTS(wide); i++) {
    gsize wide_size = 0;
    g_autofree char *other =
        g_convert(strip->exact, (gssize)strip->exact_size, wide[i], "UTF-8", NULL, &wide_size, NULL);
    if (other && wide_size >= SEARCHABLE_BYTES && memmem(bytes, size, other, wide_size))
      return TRUE;
  }
  return FALSE;
}
