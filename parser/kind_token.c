/* SPDX-License-Identifier: ISC */
/* Case tokens in running text: found in whatever case, dashes and digits people type them; whether one is known is the store's
 * business. A serial number is told from a token by its letters and digits, our own prefixes aside. */
#include <string.h>
#include "parser/kind_internal.h"
#include "text/fold.h"

#define GROUP 4u

/* "-" and its lookalikes; a blank too where the prefix is ours. Bytes taken, or 0. */
static gsize
dash_at(const char *p, gboolean blank)
{
  if (*p == '-' || (blank && *p == ' '))
    return 1;
  gunichar c = *p ? g_utf8_get_char(p) : 0;
  gboolean dash = (c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0xfe58 || c == 0xfe63 || c == 0xff0d || c == 0x0640;
  return dash ? (gsize)(g_utf8_next_char(p) - p) : 0;
}

static gboolean
prefix_is_ours(const KindRules *rules, const char *prefix)
{
  GPtrArray *list = rules->lists[KIND_TOKEN_PREFIXES];
  for (guint i = 0; i < list->len; i++)
    if (!strcmp(((const KindPhrase *)list->pdata[i])->key, prefix))
      return TRUE;
  return FALSE;
}

/* Two or three groups of four from p on; how many bytes, or 0. */
static gsize
groups_at(const char *p, gboolean ours, GString *out)
{
  const char *start = p;
  guint count = 0;
  while (count < 3) {
    gsize dash = dash_at(p, ours);
    gsize len = 0;
    while (dash && len < GROUP && g_ascii_isalnum(p[dash + len]))
      len++;
    if (len < GROUP || (count == 2 && g_ascii_isalnum(p[dash + len])) || (p[dash] && *p == ' ' && g_ascii_isalnum(p[dash + len])))
      break;
    g_string_append_c(out, '-');
    g_string_append_len(out, p + dash, GROUP);
    p += dash + GROUP;
    count++;
    if (g_ascii_isalnum(*p))
      return 0;
  }
  gboolean goes_on = *p == '-' && g_ascii_isalnum(p[1]);
  return count >= 2 && !goes_on ? (gsize)(p - start) : 0;
}

/* Letters and digits both, and written in capitals where the bytes from to before to of the key come from. fold: of text, made when
 * it is asked for. */
static gboolean
looks_random(const char *groups, const char *text, TextFold **fold, gsize from, gsize to)
{
  gboolean letter = FALSE, digit = FALSE;
  for (const char *p = groups; *p; p++) {
    letter |= g_ascii_isalpha(*p) != 0;
    digit |= g_ascii_isdigit(*p) != 0;
  }
  if (!letter || !digit)
    return FALSE;
  if (!*fold)
    *fold = text_fold_new(text, -1);
  for (gsize i = from; i < to; i++)
    if (g_ascii_islower(text[(*fold)->at[i]]))
      return FALSE;
  return TRUE;
}

static void
add(GPtrArray *tokens, const char *prefix, const char *groups)
{
  g_autofree char *joined = g_strconcat(prefix, groups, NULL);
  char *token = g_ascii_strup(joined, -1);
  if (g_ptr_array_find_with_equal_func(tokens, token, g_str_equal, NULL))
    g_free(token);
  else
    g_ptr_array_add(tokens, token);
}

/* Two to four letters that begin a word and have a dash or blank after them. */
static gboolean
may_be_prefix(const char *key, const char *p, gsize len)
{
  char before = p > key ? p[-1] : ' ';
  return len >= 2 && len <= 4 && dash_at(p + len, TRUE) && !strchr("-/=_.@%", before) && strspn(p, "abcdefghijklmnopqrstuvwxyz") == len;
}

void
kind_find_tokens(const KindRules *rules, const char *text, const char *key, GPtrArray *tokens)
{
  g_autoptr(TextFold) fold = NULL;
  for (const char *p = key; *p;) {
    gsize len = 0;
    while (g_ascii_isalnum(p[len]))
      len++;
    if (!len) {
      p++; /* no byte within a character is an ASCII letter */
      continue;
    }
    if (!may_be_prefix(key, p, len)) {
      p += len;
      continue;
    }
    g_autofree char *prefix = g_strndup(p, len);
    g_autoptr(GString) groups = g_string_new(NULL);
    gboolean ours = prefix_is_ours(rules, prefix);
    gsize taken = groups_at(p + len, ours, groups), from = p - key;
    if (taken && (ours || looks_random(groups->str, text, &fold, from, from + len + taken)))
      add(tokens, prefix, groups->str);
    p += len + taken;
  }
}
