/* SPDX-License-Identifier: ISC */
/* Folding of text to matching keys; see the header. Table-driven beyond what Unicode's own decomposition
 * gives. */
#include "text/fold.h"

typedef struct {
  gunichar from, to;
} Pair;

/* Letters whose difference people do not type reliably; sorted by code point. */
static const Pair letters[] = {
    {0x0629, 0x0647}, /* teh marbuta -> heh */
    {0x0649, 0x064a}, /* alef maqsura -> yeh */
    {0x0671, 0x0627}, /* alef wasla -> alef */
    {0x0695, 0x0631}, /* Kurdish reh with small v -> reh */
    {0x06a4, 0x0641}, /* veh -> feh */
    {0x06a9, 0x0643}, /* keheh -> kaf */
    {0x06aa, 0x0643}, /* swash kaf -> kaf */
    {0x06b5, 0x0644}, /* Kurdish lam with small v -> lam */
    {0x06be, 0x0647}, /* heh doachashmee -> heh */
    {0x06c0, 0x0647}, /* heh with yeh above -> heh */
    {0x06c1, 0x0647}, /* heh goal -> heh */
    {0x06c2, 0x0647}, /* heh goal with hamza -> heh */
    {0x06c3, 0x0647}, /* teh marbuta goal -> heh */
    {0x06c6, 0x0648}, /* Kurdish oe -> waw */
    {0x06c7, 0x0648}, /* u -> waw */
    {0x06cc, 0x064a}, /* Farsi yeh -> yeh */
    {0x06ce, 0x064a}, /* Kurdish yeh with small v -> yeh */
    {0x06d0, 0x064a}, /* e -> yeh */
    {0x06d2, 0x064a}, /* yeh barree -> yeh */
    {0x06d5, 0x0647}, /* Kurdish ae -> heh */
};

static int
compare_pair(const void *key, const void *item)
{
  gunichar c = *(const gunichar *)key, from = ((const Pair *)item)->from;
  return c < from ? -1 : c > from;
}

gboolean
text_is_invisible(gunichar c)
{
  return c == 0x00ad || c == 0x061c || (c >= 0x200b && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) ||
         (c >= 0x2060 && c <= 0x2069) || c == 0xfeff || (c >= 0xfe00 && c <= 0xfe0f) || c == 0x034f;
}

static gboolean
vanishes(gunichar c)
{
  if (c == 0x0640 || text_is_invisible(c))
    return TRUE;
  GUnicodeType type = g_unichar_type(c);
  return type == G_UNICODE_NON_SPACING_MARK || type == G_UNICODE_ENCLOSING_MARK;
}

/* One already decomposed character. Returns 0 for nothing. */
static gunichar
fold_plain(gunichar c)
{
  if (vanishes(c))
    return 0;
  if (c == 0x0131) /* Turkish dotless i */
    return 'i';
  if (c == 0x0621) /* a lone hamza is often left out */
    return 0;
  if (g_unichar_isspace(c) || c == 0x2028 || c == 0x2029)
    return ' ';
  int digit = g_unichar_digit_value(c);
  if (digit >= 0)
    return '0' + (gunichar)digit;
  const Pair *pair = bsearch(&c, letters, G_N_ELEMENTS(letters), sizeof *letters, compare_pair);
  return pair ? pair->to : g_unichar_tolower(c);
}

guint
text_fold_char(gunichar c, gunichar *out)
{
  if (c < 0x80) {
    out[0] = g_ascii_isspace((char)c) ? ' ' : (gunichar)g_ascii_tolower((char)c);
    return 1;
  }
  gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
  gsize n = g_unichar_fully_decompose(c, TRUE, parts, G_N_ELEMENTS(parts));
  guint used = 0;
  for (gsize i = 0; i < n; i++) {
    gunichar folded = fold_plain(parts[i]);
    if (folded)
      out[used++] = folded;
  }
  return used;
}

TextFold *
text_fold_new(const char *text, gssize len)
{
  gsize size = len < 0 ? strlen(text) : (gsize)len;
  GString *key = g_string_sized_new(size + 1);
  GArray *at = g_array_sized_new(FALSE, FALSE, sizeof(guint32), (guint)size + 1);
  const char *p = text, *end = text + size;
  while (p < end) {
    gunichar c = g_utf8_get_char_validated(p, end - p);
    if (c == (gunichar)-1 || c == (gunichar)-2) {
      p++;
      continue;
    }
    gunichar out[G_UNICHAR_MAX_DECOMPOSITION_LENGTH + 2];
    guint n = text_fold_char(c, out);
    guint32 offset = (guint32)(p - text);
    for (guint i = 0; i < n; i++)
      g_string_append_unichar(key, out[i]);
    while (at->len < key->len)
      g_array_append_val(at, offset);
    p = g_utf8_next_char(p);
  }
  guint32 whole = (guint32)size;
  g_array_append_val(at, whole);
  TextFold *fold = g_new0(TextFold, 1);
  fold->key_len = key->len;
  fold->key = g_string_free(key, FALSE);
  fold->at = (guint32 *)(void *)g_array_free(at, FALSE);
  return fold;
}

void
text_fold_free(TextFold *fold)
{
  if (!fold)
    return;
  g_free(fold->key);
  g_free(fold->at);
  g_free(fold);
}

char *
text_fold_key(const char *text, gssize len)
{
  g_autoptr(TextFold) fold = text_fold_new(text, len);
  return g_steal_pointer(&fold->key);
}

char *
text_fold_search(const char *text, gssize len)
{
  g_autofree char *key = text_fold_key(text, len);
  GString *loose = g_string_new(NULL);
  gunichar last = 0;
  for (const char *p = key; *p; p = g_utf8_next_char(p)) {
    gunichar c = g_utf8_get_char(p);
    if (c != 0x0648 || last != 0x0648) /* Kurdish doubles waw for a long u; people do not */
      g_string_append_unichar(loose, c);
    last = c;
  }
  return g_string_free(loose, FALSE);
}
