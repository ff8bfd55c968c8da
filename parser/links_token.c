/* SPDX-License-Identifier: ISC */
/* Does a parameter name a person or look like a token? Decides on the value alone, and rather once too often: what is dropped
 * stays in the sealed original. */
#include <string.h>
#include "parser/links_internal.h"
#include "text/fold.h"

#define MIN_TOKEN_BYTES 16u

/* Something like name@host.tld anywhere in text; "@name@host.tld" is an account of the fediverse. */
static gboolean
holds_address(const char *text)
{
  const char *after = text; /* the last "@", or the start */
  for (const char *at = strchr(text, '@'); at; at = strchr(at + 1, '@')) {
    const char *name = at;
    while (name > after && (g_ascii_isalnum(name[-1]) || strchr("._+-", name[-1])))
      name--;
    gboolean handle = name > text && name[-1] == '@';
    gsize len = strspn(at + 1, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.");
    const char *dot = memchr(at + 1, '.', len);
    if (name < at && !handle && dot && dot > at + 1 && g_ascii_isalpha(dot[1]))
      return TRUE;
    after = at;
  }
  return FALSE;
}

/* A mobile number of Iraq in any digits and grouping, and nothing else. */
static gboolean
is_phone(const char *text)
{
  g_autofree char *key = text_fold_key(text, -1);
  g_autoptr(GString) digits = g_string_new(NULL);
  for (const char *p = key; *p; p++) {
    if (g_ascii_isdigit(*p))
      g_string_append_c(digits, *p);
    else if (!strchr(" +-().", *p))
      return FALSE;
  }
  const char *d = digits->str;
  if (g_str_has_prefix(d, "00964"))
    d += 5;
  else if (g_str_has_prefix(d, "964"))
    d += 3;
  gboolean prefixed = d != digits->str;
  if (*d == '0' && d[1] == '7')
    d++, prefixed = TRUE;
  return prefixed && *d == '7' && strlen(d) == 10;
}

/* base64 or base64url, padding missing or not; NULL when it does not decode to text. */
static char *
decode_base64(const char *text)
{
  gsize len = strlen(text);
  if (len < 8 || len > 1024 || strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_=") != len)
    return NULL;
  g_autoptr(GString) padded = g_string_new(text);
  while (padded->len && padded->str[padded->len - 1] == '=')
    g_string_truncate(padded, padded->len - 1);
  for (gsize i = 0; i < padded->len; i++)
    padded->str[i] = padded->str[i] == '-' ? '+' : padded->str[i] == '_' ? '/' : padded->str[i];
  while (padded->len % 4)
    g_string_append_c(padded, '=');
  gsize out_len;
  g_autofree guchar *out = g_base64_decode(padded->str, &out_len);
  return g_utf8_validate((char *)out, (gssize)out_len, NULL) ? g_strndup((char *)out, out_len) : NULL;
}

static char *
decode_hex(const char *text)
{
  gsize len = strlen(text);
  if (len < 8 || len % 2 || len > 1024)
    return NULL;
  GString *out = g_string_sized_new(len / 2);
  for (gsize i = 0; i < len; i += 2) {
    if (!g_ascii_isxdigit(text[i]) || !g_ascii_isxdigit(text[i + 1])) {
      g_string_free(out, TRUE);
      return NULL;
    }
    g_string_append_c(out, (char)(g_ascii_xdigit_value(text[i]) << 4 | g_ascii_xdigit_value(text[i + 1])));
  }
  return g_string_free(out, FALSE);
}

gboolean
link_value_names_person(const char *value)
{
  g_autofree char *decoded = url_decode(value, TRUE);
  if (holds_address(decoded) || is_phone(decoded))
    return TRUE;
  g_autofree char *base64 = decode_base64(decoded);
  g_autofree char *hex = decode_hex(decoded);
  return (base64 && (holds_address(base64) || is_phone(base64))) || (hex && (holds_address(hex) || is_phone(hex)));
}

/* A word is letters of one case with a separator now and then; a token changes between letters, digits and cases all the time. */
gboolean
link_value_is_token(const char *value)
{
  g_autofree char *text = url_decode(value, FALSE);
  gsize len = strlen(text), changes = 0, digits = 0, letters = 0;
  if (len < MIN_TOKEN_BYTES || len > 4096)
    return len > 4096;
  int before = 0;
  for (const char *p = text; *p; p++) {
    int type = g_ascii_isdigit(*p) ? 1 : g_ascii_islower(*p) ? 2 : g_ascii_isupper(*p) ? 3 : 0;
    if (!type && !strchr("-_.=+/~", *p))
      return FALSE;
    digits += type == 1;
    letters += type > 1;
    changes += type && before && type != before;
    before = type ? type : before;
  }
  return letters && (changes * 4 >= len || (digits && letters && changes * 6 >= len));
}
