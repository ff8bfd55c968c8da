/* SPDX-License-Identifier: ISC */
/* Looks texts up in the catalogues; see the header. */
#include "text/language.h"
#include "text/language_catalogues.h"

#include <string.h>

#define MO_MAGIC 0x950412deu
#define CONTEXT_END "\004" /* between msgctxt and msgid */

typedef struct {
  const char *start, *end;
} Catalogue;

static const struct {
  const char *tag;
  const char *group; /* between thousands */
  const char *after; /* what joins day to month and month to year, before the space */
  const char *months[12];
  gboolean rtl, own_digits;
  Catalogue catalogue;
} languages[] = {
    [LANGUAGE_EN] = {"en", ",", "",
                     {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
                     FALSE, FALSE, {NULL, NULL}},
    [LANGUAGE_AR] = {"ar", "٬", "",
                     {"كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران", "تموز", "آب", "أيلول", "تشرين الأول", "تشرين الثاني", "كانون الأول"},
                     TRUE, TRUE, {language_mo_ar, language_mo_ar_end}},
    [LANGUAGE_CKB] = {"ckb", "٬", "ی",
                      {"کانوونی دووەم", "شوبات", "ئازار", "نیسان", "ئایار", "حوزەیران", "تەمووز", "ئاب", "ئەیلوول", "تشرینی یەکەم", "تشرینی دووەم", "کانوونی یەکەم"},
                      TRUE, TRUE, {language_mo_ckb, language_mo_ckb_end}},
};

static Language in_use = LANGUAGE_EN;

/* ---- which language ---------------------------------------------------------------------------------------------------------- */

gboolean
language_named(const char *name, Language *out)
{
  static const struct {
    const char *prefix;
    Language language;
  } names[] = {{"ar", LANGUAGE_AR}, {"ckb", LANGUAGE_CKB}, {"ku", LANGUAGE_CKB}, {"en", LANGUAGE_EN}};
  for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
    gsize n = strlen(names[i].prefix);
    if (strncmp(name, names[i].prefix, n) == 0 && (!name[n] || strchr("_-.@", name[n]))) {
      *out = names[i].language;
      return TRUE;
    }
  }
  return FALSE;
}

gboolean
language_choose(const char *lang, Language *out)
{
  static const char *const variables[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
  if (lang)
    return language_named(lang, out);
  const char *wished = g_getenv("LANGUAGE");
  g_auto(GStrv) wishes = g_strsplit(wished ? wished : "", ":", -1);
  for (char **w = wishes; *w; w++)
    if (language_named(*w, out))
      return TRUE;
  *out = LANGUAGE_EN;
  for (guint i = 0; i < G_N_ELEMENTS(variables); i++) {
    const char *value = g_getenv(variables[i]);
    if (value && *value) {
      language_named(value, out);
      break;
    }
  }
  return TRUE;
}

const char *
language_tag(Language language)
{
  return languages[language].tag;
}

gboolean
language_is_rtl(Language language)
{
  return languages[language].rtl;
}

void
language_use(Language language)
{
  in_use = language;
}

Language
language_used(void)
{
  return in_use;
}

/* ---- a catalogue: a header, then two tables of (length, offset), sorted by msgid (GNU gettext manual, "MO Files") -------------- */

static guint32
word_at(const Catalogue *mo, gsize offset)
{
  guint32 word;
  memcpy(&word, mo->start + offset, sizeof word);
  return GUINT32_FROM_LE(word);
}

/* The translation of key, or NULL. Plural forms stand one after another, each with its NUL. */
static const char *
find(const Catalogue *mo, const char *key, gsize *size)
{
  if (!mo->start || mo->end - mo->start < 28 || word_at(mo, 0) != MO_MAGIC)
    return NULL;
  guint32 low = 0, high = word_at(mo, 8), ids = word_at(mo, 12), texts = word_at(mo, 16);
  while (low < high) {
    guint32 middle = low + (high - low) / 2;
    int order = strcmp(key, mo->start + word_at(mo, ids + 8 * middle + 4));
    if (order == 0) {
      *size = word_at(mo, texts + 8 * middle);
      return mo->start + word_at(mo, texts + 8 * middle + 4);
    }
    if (order < 0)
      high = middle;
    else
      low = middle + 1;
  }
  return NULL;
}

/* An empty translation is none; the empty msgid is the header. */
const char *
language_text(Language language, const char *context, const char *english)
{
  gsize size = 0;
  if (!languages[language].catalogue.start)
    return english;
  g_autofree char *key = context ? g_strconcat(context, CONTEXT_END, english, NULL) : NULL;
  const char *text = *english ? find(&languages[language].catalogue, key ? key : english, &size) : NULL;
  return text && size ? text : english;
}

const char *
language_say(const char *english)
{
  return language_text(in_use, NULL, english);
}

/* As Plural-Forms of po/ar.po says; of the others: one, or not. */
static guint
form_of(Language language, guint64 n)
{
  if (language != LANGUAGE_AR)
    return n != 1;
  if (n < 3)
    return (guint)n;
  return n % 100 >= 3 && n % 100 <= 10 ? 3 : n % 100 >= 11 ? 4 : 5;
}

const char *
language_n(const char *one, const char *many, guint64 n)
{
  gsize size = 0;
  const char *text = find(&languages[in_use].catalogue, one, &size), *at = text;
  if (!text || !size)
    return n == 1 ? one : many;
  for (guint form = form_of(in_use, n); form > 0; form--)
    at = at + strlen(at) + 1 < text + size ? at + strlen(at) + 1 : at;
  return at;
}

/* ---- numbers and days ---------------------------------------------------------------------------------------------------------- */

char *
language_number(Language language, const char *number)
{
  const char *digits = *number == '-' ? number + 1 : number;
  gsize n = strspn(digits, "0123456789");
  if (!n || digits[n])
    return g_strdup(number);
  GString *out = g_string_new(digits == number ? "" : "\xe2\x88\x92");
  for (gsize i = 0; i < n; i++) {
    if (i && (n - i) % 3 == 0 && n > 4)
      g_string_append(out, languages[language].group);
    g_string_append_unichar(out, languages[language].own_digits ? 0x660 + (gunichar)(digits[i] - '0') : (gunichar)digits[i]);
  }
  return g_string_free(out, FALSE);
}

char *
language_count(gint64 number)
{
  g_autofree char *digits = g_strdup_printf("%" G_GINT64_FORMAT, number);
  return language_number(in_use, digits);
}

char *
language_day(Language language, const char *day)
{
  guint64 month = 0, number = 0, year = 0;
  g_auto(GStrv) parts = g_strsplit(day, "-", 4);
  guint n = g_strv_length(parts);
  gboolean whole = n == 3 && strlen(day) == 10;
  if ((!whole && !(n == 2 && strlen(day) == 7)) || !g_ascii_string_to_unsigned(parts[0], 10, 1, 9999, &year, NULL) ||
      !g_ascii_string_to_unsigned(parts[1], 10, 1, 12, &month, NULL) ||
      (whole && !g_ascii_string_to_unsigned(parts[2], 10, 1, 31, &number, NULL)))
    return g_strdup(day);
  const char *after = languages[language].after, *name = languages[language].months[month - 1];
  g_autofree char *day_digits = g_strdup_printf("%u", (guint)number), *digits = language_number(language, day_digits),
                  *said_year = language_number(language, parts[0]);
  return whole ? g_strconcat(digits, after, " ", name, after, " ", said_year, NULL) : g_strconcat(name, after, " ", said_year, NULL);
}
