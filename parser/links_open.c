/* SPDX-License-Identifier: ISC */
/* Redirectors opened by reading them: the address they lead to stands in the link itself. Where it does not, nothing is guessed
 * and nothing is asked: the link is sealed whole. */
#include <string.h>
#include "parser/links_internal.h"

static gboolean
host_matches(const LinkRedirector *rule, const Url *url)
{
  if (*rule->host == '*')
    return url_host_within(url->ascii_host, rule->host + 2) && strcmp(url->ascii_host, rule->host + 2);
  return !strcmp(rule->plain_host, url->plain_host);
}

/* rule: "*" (any), "/" (the root), "/url" or "/amp/s/" "*" (what follows). *rest is what follows, without slash. */
static gboolean
path_matches(const char *rule, const char *path, const char **rest)
{
  gsize len = strlen(rule);
  *rest = "";
  if (!strcmp(rule, "*") || (!strcmp(rule, "/") && !*path))
    return TRUE;
  if (len && rule[len - 1] == '*') {
    if (strncmp(path, rule, len - 1))
      return FALSE;
    *rest = path + len - 1;
    return TRUE;
  }
  return !g_ascii_strcasecmp(rule, path);
}

/* What stands after the first "http:" or "https:" of text, at that place; NULL when there is none. */
static const char *
find_scheme(const char *text)
{
  const char *p = strstr(text, "http");
  while (p && !g_str_has_prefix(p, "http:/") && !g_str_has_prefix(p, "https:/") && !g_str_has_prefix(p, "http%3A") && !g_str_has_prefix(p, "https%3A"))
    p = strstr(p + 1, "http");
  return p;
}

/* The path and query of url from the segment that rest begins at; "https:/x" in place of "https://x" is understood by url_new. A
 * "?" that was escaped to fit into a path begins the query again. */
static char *
with_query(const Url *url, const char *rest)
{
  GString *out = g_string_new(rest);
  const char *escaped = strstr(rest, "%3F");
  escaped = escaped ? escaped : strstr(rest, "%3f");
  if (escaped && !url->query->len)
    g_string_erase(g_string_overwrite_len(out, escaped - rest, "?", 1), escaped - rest + 1, 2);
  for (guint i = 0; i < url->query->len; i++) {
    const UrlParam *param = url->query->pdata[i];
    g_string_append_printf(out, "%c%s%s%s", i ? '&' : '?', param->name, param->value ? "=" : "", param->value ? param->value : "");
  }
  return g_string_free(out, FALSE);
}

/* v2 of urldefense.proofpoint.com writes "-" for "%" and "_" for "/". */
static char *
open_urldefense(const Url *url, const char *path)
{
  const char *value = url_param(url, "u");
  if (!value)
    return NULL;
  g_autofree char *text = g_strdup(value);
  for (char *p = text; !g_str_has_suffix(path, "/v1/url") && *p; p++)
    *p = *p == '-' ? '%' : *p == '_' ? '/' : *p;
  return url_decode(text, FALSE);
}

/* v3: /v3/__URL__;REPLACED!!token. Each "*" of URL stands for the next byte of REPLACED (base64url). */
static char *
open_urldefense3(const Url *url, const char *path)
{
  if (g_str_has_prefix(path, "/v2/"))
    return open_urldefense(url, path);
  g_autofree char *whole = with_query(url, path);
  const char *start = strstr(whole, "/__"), *end = start ? strstr(start, "__;") : NULL;
  if (!end)
    return NULL;
  g_autofree char *inner = g_strndup(start + 3, end - start - 3);
  g_autofree char *code = g_strndup(end + 3, strcspn(end + 3, "!"));
  g_strdelimit(code, "-", '+');
  g_strdelimit(code, "_", '/');
  g_autofree char *padded = g_strconcat(code, &"==="[(strlen(code) + 3) % 4], NULL);
  gsize len, next = 0;
  g_autofree guchar *replaced = *code ? g_base64_decode(padded, &len) : (len = 0, NULL);
  for (char *p = inner; *p; p++)
    if (*p == '*' && next < len)
      *p = (char)replaced[next++];
  return g_utf8_validate(inner, -1, NULL) ? g_steal_pointer(&inner) : NULL;
}

/* /web/20260101000000/https://... : the copy is evidence of its own, the original says what it is about. */
static char *
open_archive(const Url *url, const char *rest, char **archive)
{
  const char *slash = strchr(rest, '/');
  if (!slash || !slash[1])
    return NULL;
  *archive = g_strdup_printf("https://%s/web/%.*s/", url->host, (int)(slash - rest), rest);
  return with_query(url, slash + 1);
}

/* A target in a parameter, percent-encoded once or more. */
static char *
open_param(const LinkRedirector *redirector, const Url *url)
{
  for (char **name = redirector->params; *name; name++) {
    const char *value = url_param(url, *name);
    if (!value || !*value)
      continue;
    char *target = url_decode(value, FALSE);
    for (guint i = 0; i < LINKS_MAX_REDIRECTS && (g_str_has_prefix(target, "http%3") || g_str_has_prefix(target, "https%3")); i++) {
      char *again = url_decode(target, FALSE);
      g_free(target);
      target = again;
    }
    if (*target == '/' && redirector->base) {
      char *absolute = g_strconcat(redirector->base, target, NULL);
      g_free(target);
      target = absolute;
    }
    return target;
  }
  return NULL;
}

static char *
open_one(const LinkRedirector *redirector, const Url *url, const char *path, const char *rest, char **archive)
{
  if (!strcmp(redirector->param, "archive"))
    return open_archive(url, rest, archive);
  if (!strcmp(redirector->param, "urldefense3"))
    return open_urldefense3(url, path);
  if (!strcmp(redirector->param, "urldefense"))
    return open_urldefense(url, path);
  if (!strcmp(redirector->param, "fragment"))
    return g_strdup(url->fragment);
  if (!strcmp(redirector->param, "path"))
    return *rest ? with_query(url, rest) : NULL;
  if (!strcmp(redirector->param, "avanan")) {
    const char *start = strstr(path, "___"), *end = start ? strstr(start + 3, "___") : NULL;
    return end ? g_strndup(start + 3, end - start - 3) : NULL;
  }
  if (g_str_has_prefix(redirector->param, "tail")) {
    g_autofree char *whole = with_query(url, path);
    const char *target = find_scheme(whole);
    return target ? url_decode(target, FALSE) : NULL;
  }
  return open_param(redirector, url);
}

/* A fragment redirector is one only when the fragment is an address; a page whose path ends in #top is not. */
static gboolean
applies(const LinkRedirector *redirector, const Url *url, const char *path, const char **rest)
{
  if (!host_matches(redirector, url))
    return FALSE;
  *rest = "";
  if (!strcmp(redirector->param, "fragment"))
    return url->fragment && find_scheme(url->fragment) == url->fragment;
  for (char **rule = redirector->paths; *rule; rule++)
    if (path_matches(*rule, path, rest))
      return TRUE;
  return FALSE;
}

gboolean
link_open(const LinkRules *rules, const Url *url, char **target, char **archive)
{
  g_autofree char *path = url_path(url);
  for (guint i = 0; i < rules->redirectors->len; i++) {
    const LinkRedirector *redirector = rules->redirectors->pdata[i];
    const char *rest;
    if (!applies(redirector, url, path, &rest))
      continue;
    *target = open_one(redirector, url, path, rest, archive);
    return TRUE;
  }
  return FALSE;
}
