/* SPDX-License-Identifier: ISC */
/* Other forms of a phone number; see the header. Knows one country, whose numbers people write without its code. */
#include "store/strip_phone.h"

#include <string.h>

#include "text/fold.h"

#define MIN_DIGITS 7u
#define MAX_DIGITS 19u /* 00964 0 and the number */
#define COUNTRY "964"
#define MAX_BETWEEN 3u /* characters between two groups: ") (" */

static gboolean
is_between(char c)
{
  return c && strchr(" -./()_", c) != NULL;
}

/* 00964 (0) 770 ...: 770 ... */
static const char *
without_prefix(const char *digits)
{
  const char *p = digits + strspn(digits, "0");
  if (g_str_has_prefix(p, COUNTRY) && strlen(p) > strlen(COUNTRY) + MIN_DIGITS)
    p += strlen(COUNTRY);
  return p + strspn(p, "0");
}

char *
strip_phone_of(const char *string)
{
  g_autofree char *key = text_fold_key(string, -1);
  g_autoptr(GString) digits = g_string_new(NULL);
  for (const char *p = key; *p; p++) {
    if (g_ascii_isdigit(*p))
      g_string_append_c(digits, *p);
    else if (!is_between(*p) && *p != '+')
      return NULL;
  }
  const char *number = without_prefix(digits->str);
  return digits->len <= MAX_DIGITS && strlen(number) >= MIN_DIGITS ? g_strdup(number) : NULL;
}

/* The end of the number that begins with the digit at p, or NULL. */
static const char *
end_of(const char *phone, const char *p)
{
  char digits[MAX_DIGITS + 1] = "";
  const char *end = NULL;
  for (guint n = 0; n < MAX_DIGITS && g_ascii_isdigit(*p);) {
    digits[n++] = *p++;
    digits[n] = '\0';
    if (g_ascii_isdigit(*p))
      continue;
    if (g_str_equal(without_prefix(digits), phone))
      end = p;
    for (guint i = 0; i < MAX_BETWEEN && is_between(*p); i++)
      p++;
    p += *p == '+' ? strlen(p) : 0; /* another number */
  }
  return end;
}

void
strip_phone_find(const char *phone, const char *text, GArray *places)
{
  g_autoptr(TextFold) fold = text_fold_new(text, -1);
  for (const char *p = fold->key; *p; p++) {
    if (!g_ascii_isdigit(*p) || (p > fold->key && g_ascii_isdigit(p[-1])))
      continue;
    const char *end = end_of(phone, p), *start = p > fold->key && p[-1] == '+' ? p - 1 : p;
    if (!end)
      continue;
    StripPlace place = {fold->at[start - fold->key], fold->at[end - fold->key]};
    g_array_append_val(places, place);
    p = end - 1;
  }
}
