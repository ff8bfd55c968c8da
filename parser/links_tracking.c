/* SPDX-License-Identifier: ISC */
/* Links that nobody reported: unsubscribe links, pixels that tell when a mail is read, redirectors that count clicks. They name
 * the receiver of some newsletter, who is the reporter. */
#include <string.h>
#include "parser/links_internal.h"

static gboolean
has_word(GHashTable *words, const char *text)
{
  g_autofree char *lower = g_ascii_strdown(text, -1);
  if (g_hash_table_contains(words, lower))
    return TRUE;
  g_auto(GStrv) parts = g_strsplit_set(lower, "_.", -1);
  for (char **part = parts; *part; part++)
    if (g_hash_table_contains(words, *part))
      return TRUE;
  return FALSE;
}

static gboolean
is_unsubscribe(const LinkRules *rules, const Url *url)
{
  for (guint i = 0; i < url->segments->len; i++)
    if (has_word(rules->track_words, url->segments->pdata[i]))
      return TRUE;
  for (guint i = 0; i < url->query->len; i++) {
    const UrlParam *param = url->query->pdata[i];
    if (has_word(rules->track_words, param->name) || (param->value && has_word(rules->track_words, param->value)))
      return TRUE;
  }
  return FALSE;
}

/* o.gif, open.gif?..., 1x1.png: a picture with a name of no content. */
static gboolean
is_pixel(const LinkRules *rules, const Url *url)
{
  if (!url->segments->len)
    return FALSE;
  g_autofree char *name = g_ascii_strdown(url->segments->pdata[url->segments->len - 1], -1);
  char *dot = strrchr(name, '.');
  if (!dot || (strcmp(dot, ".gif") && strcmp(dot, ".png") && strcmp(dot, ".jpg") && strcmp(dot, ".php") && strcmp(dot, ".aspx")))
    return FALSE;
  gboolean picture = strcmp(dot, ".php") && strcmp(dot, ".aspx");
  *dot = 0;
  return picture && url->query->len && g_hash_table_contains(rules->track_pixels, name);
}

static gboolean
known_host(const LinkRules *rules, const char *host)
{
  for (const char *p = host; p; p = strchr(p, '.') ? strchr(p, '.') + 1 : NULL)
    if (g_hash_table_contains(rules->track_hosts, p))
      return TRUE;
  return FALSE;
}

static gboolean
known_path(const LinkRules *rules, const char *path)
{
  for (char **known = rules->track_paths; *known; known++) {
    gsize len = strlen(*known);
    if (!g_ascii_strncasecmp(path, *known, len) && (!path[len] || path[len] == '/' || path[len] == '.'))
      return TRUE;
  }
  return FALSE;
}

/* The host says click or track, and something in the link is a person's or a token. */
static gboolean
is_click(const LinkRules *rules, const Url *url)
{
  g_autofree char *label = g_strndup(url->ascii_host, strcspn(url->ascii_host, "."));
  if (!g_hash_table_contains(rules->track_labels, label) || url->plain_host != url->ascii_host)
    return FALSE;
  for (guint i = 0; i < url->query->len; i++) {
    const UrlParam *param = url->query->pdata[i];
    if (param->value && (link_value_names_person(param->value) || link_value_is_token(param->value)))
      return TRUE;
  }
  for (guint i = 0; i < url->segments->len; i++)
    if (link_value_is_token(url->segments->pdata[i]))
      return TRUE;
  return FALSE;
}

gboolean
link_is_tracking(const LinkRules *rules, const Url *url)
{
  g_autofree char *path = url_path(url);
  return known_host(rules, url->ascii_host) || is_unsubscribe(rules, url) || is_pixel(rules, url) || known_path(rules, path) || is_click(rules, url);
}
