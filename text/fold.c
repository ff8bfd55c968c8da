/* SPDX-License-Identifier: ISC */
/* Folding of text to matching keys; see the header. Table-driven beyond what Unicode's own decomposition
 * gives. */
#include "text/fold.h"

#include <string.h>

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

static guint
fold_decomposed(gunichar c, gunichar *out)
{
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

/* Latin, Greek, Cyrillic, Arabic and the like, worked out once: what the character folds to, 0 for nothing, SEVERAL for more than
 * one character. */
#define QUICK 0x0800u
#define SEVERAL 0xffffu

static guint16 quick[QUICK];

static gpointer
make_quick(G_GNUC_UNUSED gpointer unused)
{
  for (gunichar c = 0; c < QUICK; c++) {
    gunichar out[G_UNICHAR_MAX_DECOMPOSITION_LENGTH] = {0};
    if (c < 0x80)
      out[0] = g_ascii_isspace((char)c) ? ' ' : (gunichar)g_ascii_tolower((char)c);
    guint n = c < 0x80 ? 1 : fold_decomposed(c, out);
    quick[c] = n > 1 || out[0] >= SEVERAL ? SEVERAL : (guint16)out[0];
  }
  return quick;
}

static const guint16 *
quick_table(void)
{
  static GOnce once = G_ONCE_INIT;
  return g_once(&once, make_quick, NULL);
}

static guint
fold_char(const guint16 *table, gunichar c, gunichar *out)
{
  if (c >= QUICK || table[c] == SEVERAL)
    return fold_decomposed(c, out);
  out[0] = table[c];
  return !c || table[c] ? 1 : 0;
}

guint
text_fold_char(gunichar c, gunichar *out)
{
  return fold_char(quick_table(), c, out);
}

/* A key as it grows, and, unless at is NULL, the origin of each of its bytes. */
typedef struct {
  char *key;
  guint32 *at;
  gsize len, room;
} Out;

#define CHAR_BYTES 6u /* at most, of one character */

static void
out_init(Out *out, gsize size, gboolean origins)
{
  *out = (Out){.room = size + CHAR_BYTES + 2}; /* enough, unless something grows by folding */
  out->key = g_malloc(out->room);
  out->at = origins ? g_new(guint32, out->room) : NULL;
}

/* Makes room for some characters and the end. */
static void
out_reserve(Out *out, guint characters)
{
  gsize need = out->len + characters * CHAR_BYTES + 1;
  if (need <= out->room)
    return;
  out->room = MAX(2 * out->room, need);
  out->key = g_realloc(out->key, out->room);
  out->at = out->at ? g_renew(guint32, out->at, out->room) : NULL;
}

/* There is room for it. */
static inline void
append_char(Out *out, gunichar c)
{
  if (c < 0x80) {
    out->key[out->len++] = (char)c;
  } else if (c < 0x800) {
    out->key[out->len++] = (char)(0xc0 | c >> 6);
    out->key[out->len++] = (char)(0x80 | (c & 0x3f));
  } else {
    out->len += (gsize)g_unichar_to_utf8(c, out->key + out->len);
  }
}

/* Characters of one and two bytes that fold to one or nothing, as most of a text is. Returns where another kind of character, or the
 * end, is; there is room for what was read. */
static inline const char *
fold_plain_run(const guint16 *table, const char *text, const char *p, const char *end, Out *key)
{
  char *to = key->key + key->len;
  const char *full = key->key + key->room - CHAR_BYTES;
  while (p < end && to <= full) {
    gunichar c = (guchar)*p;
    gsize size = 1;
    if (c >= 0x80) {
      if (c < 0xc2 || c > 0xdf || end - p < 2 || ((guchar)p[1] & 0xc0) != 0x80)
        break;
      c = (c & 0x1f) << 6 | ((guchar)p[1] & 0x3f);
      size = 2;
    }
    gunichar folded = table[c];
    if (folded >= 0x800)
      break;
    if (key->at)
      key->at[to - key->key] = key->at[to - key->key + 1] = (guint32)(p - text);
    if (folded >= 0x80) {
      *to++ = (char)(0xc0 | folded >> 6);
      *to++ = (char)(0x80 | (folded & 0x3f));
    } else if (folded || !c) {
      *to++ = (char)folded;
    }
    p += size;
  }
  key->len = (gsize)(to - key->key);
  return p;
}

static void
fold_into(const char *text, gsize size, Out *key)
{
  const guint16 *table = quick_table();
  const char *p = text, *end = text + size;
  while ((p = fold_plain_run(table, text, p, end, key)) < end) {
    gunichar c = g_utf8_get_char_validated(p, end - p), out[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
    if (c == (gunichar)-1 || c == (gunichar)-2) {
      p++;
      continue;
    }
    gsize before = key->len;
    guint n = fold_char(table, c, out);
    out_reserve(key, n);
    for (guint i = 0; i < n; i++)
      append_char(key, out[i]);
    for (gsize i = before; key->at && i < key->len; i++)
      key->at[i] = (guint32)(p - text);
    p = g_utf8_next_char(p);
  }
  key->key[key->len] = '\0';
}

TextFold *
text_fold_new(const char *text, gssize len)
{
  gsize size = len < 0 ? strlen(text) : (gsize)len;
  Out out;
  out_init(&out, size, TRUE);
  fold_into(text, size, &out);
  out.at[out.len] = (guint32)size;
  TextFold *fold = g_new0(TextFold, 1);
  *fold = (TextFold){.key = out.key, .key_len = out.len, .at = out.at};
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
  gsize size = len < 0 ? strlen(text) : (gsize)len;
  Out out;
  out_init(&out, size, FALSE);
  fold_into(text, size, &out);
  return out.key;
}

#define WAW "\xd9\x88"

/* Kurdish doubles waw for a long u; people do not. */
char *
text_fold_search(const char *text, gssize len)
{
  char *key = text_fold_key(text, len), *pair = strstr(key, WAW WAW);
  if (!pair)
    return key;
  char *to = pair + strlen(WAW);
  for (const char *p = to; *p;) {
    if (!strncmp(p, WAW, strlen(WAW)) && !memcmp(to - strlen(WAW), WAW, strlen(WAW)))
      p += strlen(WAW);
    else
      *to++ = *p++;
  }
  *to = '\0';
  return key;
}
