/* SPDX-License-Identifier: ISC */
/* Authentication-Results (RFC 8601): only the border's own header counts, and of it only the verdicts; never a domain. */
#include <string.h>
#include "parser/kind.h"

/* Comments in parentheses, nested ones too, become a blank (RFC 5322 3.2.2); quoted strings stay. */
static char *
without_comments(const char *value)
{
  GString *out = g_string_new(NULL);
  guint depth = 0;
  gboolean quoted = FALSE;
  for (const char *p = value; *p; p++) {
    if (*p == '\\' && p[1]) {
      if (!depth)
        g_string_append_len(out, p, 2);
      p++;
      continue;
    }
    if (*p == '"' && !depth)
      quoted = !quoted;
    if (*p == '(' && !quoted)
      depth++;
    if (!depth)
      g_string_append_c(out, *p);
    if (*p == ')' && !quoted && depth && !--depth)
      g_string_append_c(out, ' ');
  }
  return g_string_free(out, FALSE);
}

/* The authserv-id and the version after it, before the first ";". */
static gboolean
is_from(const char *first, const char *authserv_id)
{
  g_autofree char *id = g_strstrip(g_strdup(first));
  gsize len = strcspn(id, " \t\r\n");
  if (id[len] && strspn(id + len, " \t\r\n0123456789") != strlen(id + len))
    return FALSE;
  id[len] = 0;
  const char *plain = *id == '"' ? id + 1 : id;
  if (*id == '"' && len > 1 && id[len - 1] == '"')
    id[len - 1] = 0;
  return !g_ascii_strcasecmp(plain, authserv_id);
}

typedef struct {
  gboolean dmarc_pass, dmarc_fail, spf_fail, dkim_seen, dkim_good;
} Verdicts;

/* "dkim=pass header.d=...": method, an optional "/version", "=", result. */
static void
read_verdict(Verdicts *verdicts, const char *text)
{
  g_autofree char *lower = g_ascii_strdown(text, -1);
  char *equals = strchr(lower, '=');
  if (!equals)
    return;
  *equals = 0;
  g_autofree char *method = g_strstrip(g_strndup(lower, strcspn(lower, "/")));
  const char *result = equals + 1 + strspn(equals + 1, " \t\r\n");
  g_autofree char *word = g_strndup(result, strcspn(result, " \t\r\n"));
  gboolean pass = !strcmp(word, "pass"), fail = !strcmp(word, "fail");
  if (!strcmp(method, "dmarc")) {
    verdicts->dmarc_pass |= pass;
    verdicts->dmarc_fail |= fail;
  } else if (!strcmp(method, "spf")) {
    verdicts->spf_fail |= fail || !strcmp(word, "softfail");
  } else if (!strcmp(method, "dkim")) {
    verdicts->dkim_seen |= fail;
    verdicts->dkim_good |= !fail; /* one signature that is not broken is enough */
  }
}

const char *
kind_authenticity(const MimeMessage *message, const char *authserv_id)
{
  Verdicts verdicts = {0};
  for (guint i = 0; authserv_id && *authserv_id && i < message->headers->len; i++) {
    const MimeHeader *header = message->headers->pdata[i];
    if (strcmp(header->name, "authentication-results") || !header->value)
      continue;
    g_autofree char *value = without_comments(header->value);
    g_auto(GStrv) parts = g_strsplit(value, ";", -1);
    if (!parts[0] || !is_from(parts[0], authserv_id))
      continue;
    for (char **part = parts + 1; *part; part++)
      read_verdict(&verdicts, *part);
  }
  if (verdicts.dmarc_fail)
    return "fail";
  if (verdicts.dmarc_pass)
    return "pass";
  return verdicts.spf_fail && verdicts.dkim_seen && !verdicts.dkim_good ? "fail" : "unknown";
}
