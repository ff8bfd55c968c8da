/* SPDX-License-Identifier: ISC */
/* Letters of a name as people play with them: drawn out, written for others; and the apostrophe inside a name (Ra'ad, Al-Ka'bi), told
 * from the one that ends it (Deniz'in, Hope's). */
#include "parser/identity_internal.h"
#include "text/letters.h"

#define AFTER_MAX 12u /* letters behind an apostrophe that are looked at */

/* A character that begins with the byte may be an apostrophe or stand for another. */
static gboolean
may_stand_for(guint8 byte)
{
  return byte == '\'' || byte == '`' || byte == 0xc2 || (byte >= 0xc9 && byte <= 0xd4) || byte >= 0xe1;
}

char *
identity_word_key(const char *word, gssize len)
{
  const char *end = word + (len < 0 ? strlen(word) : (gsize)len), *odd = word;
  while (odd < end && !may_stand_for((guint8)*odd))
    odd++;
  if (odd == end) /* as nearly all are */
    return text_fold_key(word, len);
  g_autoptr(GString) plain = g_string_new(NULL);
  for (const char *p = word; p < end; p = g_utf8_next_char(p)) {
    const gunichar c = text_char(p), latin = text_look_alike(c);
    if (latin)
      g_string_append_c(plain, (char)latin);
    else if (!text_is_apostrophe(c))
      g_string_append_len(plain, p, g_utf8_next_char(p) - p);
  }
  return text_fold_key(plain->str, (gssize)plain->len);
}

static gboolean
is_drawn_out(const char *key, gsize len)
{
  const gsize size = (guint8)*key < 0x80 ? 1 : 2; /* nearly all keys are of letters of one size */
  for (gsize i = 2 * size; i + size <= len; i += size)
    if (key[i] == key[i - size] && key[i] == key[i - 2 * size] && (size == 1 || (key[i + 1] == key[i - 1] && key[i + 1] == key[i - 3])))
      return TRUE;
  return FALSE;
}

gboolean
identity_squeeze(const char *key, gsize len, char *out)
{
  if (!is_drawn_out(key, len))
    return FALSE;
  for (const char *p = key; *p;) {
    const char *next = g_utf8_next_char(p), *end = next;
    const gsize size = (gsize)(next - p);
    while (strncmp(end, p, size) == 0)
      end += size;
    const gsize bytes = end >= p + 3 * size ? size : (gsize)(end - p);
    memcpy(out, p, bytes);
    out += bytes;
    p = end;
  }
  *out = '\0';
  return TRUE;
}

/* The Latin letters from p on, folded; how many. */
static guint
read_after(const char *p, const char *end, char out[AFTER_MAX + 1])
{
  guint n = 0;
  for (; p < end && n < AFTER_MAX; p = g_utf8_next_char(p)) {
    gunichar c = text_char(p), folded[G_UNICHAR_MAX_DECOMPOSITION_LENGTH + 2];
    if (c >= 0x250 || !(g_unichar_isalpha(c) || g_ascii_isdigit((gchar)MIN(c, 127u))) || text_fold_char(c, folded) != 1 || folded[0] >= 0x80)
      break;
    out[n++] = (char)folded[0];
  }
  out[n] = '\0';
  return n;
}

/* "in", "de"; "nde" and "nden" of a noun that has an owner. */
static gboolean
is_ending(const IdentityRules *rules, const char *after)
{
  return identity_rules_sets(rules, after) & SET_BIT(SET_NAME_SUFFIX) || ((*after == 'n' || *after == 's') && identity_rules_sets(rules, after + 1) & SET_BIT(SET_NAME_SUFFIX));
}

gboolean
identity_apostrophe_joins(const IdentityRules *rules, const char *before, gboolean capital, const char *p, const char *end)
{
  static const char *const english[] = {"s", "m", "d", "t", "re", "ve", "ll", NULL};
  char after[AFTER_MAX + 1];
  const guint n = read_after(p, end, after);
  if (n == 0 || strlen(before) > 16 || g_strv_contains(english, after))
    return FALSE;
  g_autofree char *joined = g_strconcat(before, after, NULL);
  const gboolean ending = is_ending(rules, after);
  const gboolean known = (identity_rules_word(rules, before, NULL) & (CUE_NAMES | CUE_BIT(CUE_PLACE))) != 0;
  if (identity_rules_word(rules, joined, NULL) & CUE_NAMES)
    return !(known && ending);
  return capital && n >= 2 && !ending && strlen(before) <= 2;
}
