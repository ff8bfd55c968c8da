/* SPDX-License-Identifier: ISC */
/* Forms of one name: clitics of Arabic and Kurdish, and pet forms. How it sounds in another script is text/sounds.h. */
#include "parser/identity_internal.h"

/* ---- clitics, on folded keys ---- */

typedef struct {
  char text[7];
  guint8 len; /* bytes */
} Clitic;

static guint16
letter_at(const char *p)
{
  return (guint16)((guint8)p[0] << 8 | (guint8)p[1]);
}

#define ALEF 0xd8a7u
#define BEH 0xd8a8u
#define FEH 0xd981u
#define KAF 0xd983u
#define LAM 0xd984u
#define WAW 0xd988u

/* و ف ب ل ك; ال لل وب ول فل; وال بال فال كال ولل. At least two letters stay. */
guint
identity_proclitics(const char *key, gsize len, guint8 out[8])
{
  guint n = 1;
  out[0] = 0;
  if (len < 6 || (guint8)key[0] < 0xd8)
    return n;
  guint16 first = letter_at(key), second = letter_at(key + 2), third = letter_at(key + 4);
  gboolean joins = first == WAW || first == FEH || first == BEH || first == KAF;
  if (!joins && first != LAM && first != ALEF)
    return n;
  if (first != ALEF)
    out[n++] = 2;
  if (len >= 8 && (second == LAM ? first != BEH && first != KAF : second == BEH && first == WAW))
    out[n++] = 4;
  if (len >= 10 && third == LAM && (second == ALEF ? joins : second == LAM && first == WAW))
    out[n++] = 6;
  return n;
}

static const Clitic enclitics[] = {{"م", 2}, {"ت", 2}, {"ي", 2}, {"ه", 2}, {"ك", 2}, {"ش", 2}, {"ها", 4}, {"نا", 4}, {"كم", 4}, {"هم", 4}, {"يك", 4}, {"ين", 4}, {"ان", 4}, {"يه", 4},
                                   {"دا", 4}, {"يش", 4}, {"يي", 4}, {"يم", 4}, {"كه", 4}, {"وه", 4}, {"يان", 6}, {"مان", 6}, {"تان", 6}, {"هكه", 6}, {"هوه", 6}};

guint
identity_enclitics(const char *key, gsize len, gsize out[8])
{
  guint n = 1;
  out[0] = len;
  if (len < 8 || len > 4 * IDENTITY_MAX_TOKEN_CHARS || (guint8)key[0] < 0xd8)
    return n;
  guint16 last = letter_at(key + len - 2);
  for (gsize i = 0; i < G_N_ELEMENTS(enclitics) && n < 8; i++) {
    const Clitic *c = &enclitics[i];
    if (letter_at(c->text + c->len - 2) == last && len >= c->len + 6u && memcmp(key + len - c->len, c->text, c->len) == 0) /* at least three letters stay */
      out[n++] = len - c->len;
  }
  return n;
}

/* ---- pet forms: فعول of three consonants, and a few endings after two ---- */

/* The letters of a name that its pet forms keep: no long vowels, no hamza, no feminine ending. */
static guint
skeleton(const char *key, gunichar out[8])
{
  guint n = 0;
  for (const char *p = key; *p && n < 8; p = g_utf8_next_char(p)) {
    gunichar c = g_utf8_get_char(p);
    if (c == 0x0627 || c == 0x0648 || c == 0x064a || c == 0x0621 || (c == 0x0647 && !*g_utf8_next_char(p)))
      continue;
    out[n++] = c;
  }
  return n;
}

gboolean
identity_may_be_pet_form(const char *key)
{
  if ((guint8)key[0] < 0xd8 || (guint8)key[0] > 0xdf)
    return FALSE;
  const char *third = key[1] && key[2] && key[3] ? key + 4 : "";
  return g_str_has_prefix(third, "و") || g_str_has_prefix(third, "ا");
}

gboolean
identity_is_pet_form(const char *key, const char *name)
{
  static const char *const endings[] = {"اوي", "وش", "وشي", "وشه", "وله", "ولي", "وده", "ودي", "وسه", "وسي", NULL};
  gunichar bones[8], c[8];
  guint n = skeleton(name, bones), k = 0;
  const char *p = key;
  for (; *p && k < 3; p = g_utf8_next_char(p))
    c[k++] = g_utf8_get_char(p);
  if (n < 2 || k < 3 || (guint8)key[0] < 0xd8 || (guint8)name[0] < 0xd8)
    return FALSE;
  guint from = n >= 3 && bones[0] == 0x0645 && n > 3 ? 1 : 0; /* محمد: حمودي */
  if (n - from >= 3 && c[2] == 0x0648 && *p) {
    gboolean same = c[0] == bones[from] && c[1] == bones[from + 1] && g_utf8_get_char(p) == bones[from + 2];
    const char *rest = g_utf8_next_char(p);
    if (same && (!*rest || strcmp(rest, "ه") == 0 || strcmp(rest, "ي") == 0 || strcmp(rest, "ا") == 0))
      return strcmp(key, name) != 0;
  }
  if (n != 2 || c[0] != bones[0] || c[1] != bones[1])
    return FALSE;
  const char *two = g_utf8_offset_to_pointer(key, 2);
  return g_strv_contains(endings, two) && strcmp(key, name) != 0;
}

/* Consonants of a Latin word, doubles once, Arabizi digits as letters, h only at the head. At most 7; the end is NUL. */
static void
latin_bones(const char *key, char out[8])
{
  guint n = 0;
  for (const char *p = key; *p && n < 7; p++) {
    char c = *p == '7' || *p == '5' ? 'h' : *p == '9' ? 's' : *p;
    if (strchr("aeiouyw3'", c) || (c == 'h' && n) || (n && out[n - 1] == c && p[-1] == *p) || !g_ascii_isalpha(c))
      continue;
    out[n++] = c;
  }
  out[n] = '\0';
}

gboolean
identity_is_latin_pet_form(const char *key, const char *name)
{
  char a[8], b[8];
  gsize len = strlen(key);
  if (len < 3 || len > 8 || !strchr("ouiya", key[len - 1]) || (guint8)name[0] >= 0x80 || g_str_has_prefix(name, key))
    return FALSE;
  latin_bones(key, a);
  latin_bones(name, b);
  gsize n = strlen(a), m = strlen(b);
  if (n < 2 || n > 3 || m < 2)
    return FALSE;
  const char *rest = b[0] == 'm' && strchr("aeouy", name[1]) && name[2] == 'h' && m >= 3 ? "hmd" : ""; /* Mohammed: Hamoudi */
  return strncmp(a, b, 2) == 0 || (*rest && strcmp(a, rest) == 0);
}
