/* SPDX-License-Identifier: ISC */
/* Random identifiers; see the header. Refuses every source of randomness but the kernel's. */
#include "store/random.h"

#include <errno.h>
#include <string.h>
#include <sys/random.h>

static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

void
random_bytes(void *bytes, gsize size)
{
  guint8 *p = bytes;
  while (size > 0) {
    ssize_t n = getrandom(p, size, 0);
    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0)
      g_error("no random source");
    p += n;
    size -= (gsize)n;
  }
}

guint
random_below(guint n)
{
  guint32 limit = G_MAXUINT32 - G_MAXUINT32 % n, value;
  do
    random_bytes(&value, sizeof value);
  while (value >= limit);
  return value % n;
}

guint *
random_order(guint n)
{
  guint *order = g_new0(guint, n + 1);
  for (guint i = 0; i < n; i++) {
    guint j = random_below(i + 1);
    order[i] = order[j];
    order[j] = i;
  }
  return order;
}

char *
random_base32(guint count)
{
  char *text = g_malloc(count + 1);
  random_bytes(text, count);
  for (guint i = 0; i < count; i++)
    text[i] = alphabet[(guint8)text[i] & 31u];
  text[count] = '\0';
  return text;
}

char *
random_ref(void)
{
  g_autofree char *chars = random_base32(8);
  return g_strdup_printf("AM-%.4s-%s", chars, chars + 4);
}

char *
random_token(void)
{
  g_autofree char *chars = random_base32(12);
  return g_strdup_printf("AMT-%.4s-%.4s-%s", chars, chars + 4, chars + 8);
}

/* The character of the alphabet that was meant, or 0. */
static char
meant(char typed)
{
  char c = g_ascii_toupper(typed);
  c = c == 'O' ? '0' : c == 'I' || c == 'L' ? '1' : c;
  return c && strchr(alphabet, c) ? c : '\0';
}

char *
random_normalise(const char *typed)
{
  GString *out = g_string_new(NULL);
  for (const char *p = typed; *p; p++)
    if (meant(*p))
      g_string_append_c(out, meant(*p));
  return g_string_free(out, FALSE);
}

gboolean
random_is_readable(const char *typed)
{
  for (const char *p = typed; *p; p++)
    if (!meant(*p) && *p != '-' && *p != ' ')
      return FALSE;
  return TRUE;
}

gint64
random_document(const char *report_id)
{
  guint64 value;
  random_bytes(&value, sizeof value);
  value >>= 31; /* 33 bits, so that the whole stays positive */
  for (const char *p = report_id; *p; p++)
    value = value << 5 | (guint64)(strchr(alphabet, *p) - alphabet);
  return (gint64)value;
}

char *
random_document_report(gint64 document)
{
  char *id = g_malloc0(RANDOM_REPORT_ID_CHARS + 1);
  for (guint i = RANDOM_REPORT_ID_CHARS; i-- > 0; document >>= 5)
    id[i] = alphabet[document & 31];
  return id;
}
