/* SPDX-License-Identifier: ISC */
/* From a URL to a link: known platforms are rebuilt from an allow-list of forms, other hosts lose what is known or looks to lead
 * to a person. What is not understood on a known platform keeps its path and loses its query; nothing is ever fetched. */
#include <string.h>
#include "parser/links_internal.h"

void
link_free(Link *link)
{
  if (!link)
    return;
  g_free(link->canonical);
  g_free(link->platform);
  g_free(link->account);
  g_free(link->object);
  g_free(link->object_key);
  g_free(link->form);
  g_free(link);
}

static void
set(char **field, const char *value)
{
  char *copy = g_strdup(value);
  g_free(*field);
  *field = copy;
}

static void
set_owned(char **field, char *value)
{
  g_free(*field);
  *field = value;
}

static Link *
sealed_new(const char *platform, const char *form)
{
  Link *link = g_new0(Link, 1);
  link->platform = g_strdup(platform);
  link->form = g_strdup(form);
  link->opaque = TRUE;
  return link;
}

/* --- platforms */

static gboolean
platform_has_host(const LinkPlatform *platform, const Url *url)
{
  if (g_hash_table_contains(platform->hosts, url->ascii_host) || g_hash_table_contains(platform->hosts, url->plain_host))
    return TRUE;
  for (char **suffix = platform->suffixes; *suffix; suffix++)
    if (url_host_within(url->ascii_host, *suffix))
      return TRUE;
  return FALSE;
}

const LinkPlatform *
link_platform(const LinkRules *rules, const Url *url)
{
  for (guint i = 0; i < rules->platforms->len; i++) {
    const LinkPlatform *platform = rules->platforms->pdata[i];
    if (!platform_has_host(platform, url))
      continue;
    /* google.com is maps only under /maps; the hosts that are maps alone say so themselves */
    if (platform->path_prefix && !strstr(url->ascii_host, "maps") &&
        (!url->segments->len || g_ascii_strcasecmp(url->segments->pdata[0], platform->path_prefix + 1)))
      continue;
    return platform;
  }
  return NULL;
}

/* Segments as the forms want them: with the name before .t.me in front, and the fragment at the end. */
static GPtrArray *
platform_segments(const LinkPlatform *platform, const Url *url)
{
  GPtrArray *segments = g_ptr_array_new_with_free_func(g_free);
  if (platform->subdomain_path && !g_hash_table_contains(platform->hosts, url->ascii_host) &&
      !g_hash_table_contains(platform->hosts, url->plain_host))
    g_ptr_array_add(segments, g_strndup(url->ascii_host, strcspn(url->ascii_host, ".")));
  for (guint i = 0; i < url->segments->len; i++)
    g_ptr_array_add(segments, g_strdup(url->segments->pdata[i]));
  if (platform->fragment && url->fragment && g_str_has_prefix(url->ascii_host, "web."))
    g_ptr_array_add(segments, g_strconcat("#", url->fragment, NULL));
  return segments;
}

static gboolean
carries(const char *canonical, const char *name)
{
  const char *query = strchr(canonical, '?');
  gsize len = strlen(name);
  for (const char *p = query; p; p = strchr(p + 1, '&'))
    if (!strncmp(p + 1, name, len) && p[1 + len] == '=')
      return TRUE;
  return FALSE;
}

/* Parameters that stay, in the order of the rules, unless the form has them already. */
static void
append_keep(GString *out, const Url *url, char **keep)
{
  for (char **name = keep; name && *name; name++) {
    const char *value = url_param(url, *name);
    if (!value || !*value || carries(out->str, *name) || link_value_names_person(value))
      continue;
    g_string_append_printf(out, "%c%s=%s", strchr(out->str, '?') ? '&' : '?', *name, value);
  }
}

static char *
join_segments(const GPtrArray *segments, gboolean slash)
{
  GString *out = g_string_new(NULL);
  for (guint i = 0; i < segments->len; i++)
    g_string_append_printf(out, "/%s", (const char *)segments->pdata[i]);
  if (slash && out->len)
    g_string_append_c(out, '/');
  return g_string_free(out, FALSE);
}

static gboolean
all_digits(const char *text)
{
  return text && *text && strspn(text, "0123456789") == strlen(text);
}

static void
set_object(Link *link, const LinkForm *form, GHashTable *captures)
{
  if (form->account)
    set_owned(&link->account, link_template_fill(form->account, captures, FALSE));
  if (link->account && !*link->account)
    set_owned(&link->account, NULL);
  if (form->object)
    set_owned(&link->object, link_template_fill(form->object, captures, TRUE));
  if (form->key && (!form->digits || all_digits(link->object)))
    set_owned(&link->object_key, link_template_fill(form->key, captures, TRUE));
}

static Link *
form_link(const LinkPlatform *platform, const LinkForm *form, const Url *url, const GPtrArray *segments, GHashTable *captures)
{
  Link *link = sealed_new(platform->platform, form->kind);
  set_object(link, form, captures);
  link->members_only = form->members_only;
  link->is_profile = form->kind && g_str_has_prefix(form->kind, "profile");
  if (form->action == LINK_SEAL)
    return link;
  g_autofree char *path = strcmp(form->canonical, "same") ? link_template_fill(form->canonical, captures, FALSE) : join_segments(segments, platform->slash);
  g_autoptr(GString) out = g_string_new(path);
  append_keep(out, url, form->keep ? form->keep : platform->keep);
  link->canonical = g_strconcat("https://", platform->canonical_host, out->str, NULL);
  link->opaque = FALSE;
  link->review = form->action == LINK_REVIEW;
  return link;
}

/* A path of a known platform that no form knows: kept without query, unless it names somebody. */
static Link *
plain_link(const LinkPlatform *platform, const GPtrArray *segments)
{
  if (platform->seal_all) {
    Link *sealed = sealed_new(platform->platform, platform->seal_kind);
    sealed->members_only = platform->members_only;
    return sealed;
  }
  g_autofree char *path = join_segments(segments, platform->slash);
  if (link_value_names_person(path))
    return sealed_new(platform->platform, "identity");
  Link *link = sealed_new(platform->platform, "other");
  link->canonical = g_strconcat("https://", platform->canonical_host, path, NULL);
  link->opaque = FALSE;
  return link;
}

static Link *
platform_link(const LinkPlatform *platform, const Url *url)
{
  g_autoptr(GPtrArray) segments = platform_segments(platform, url);
  for (guint i = 0; i < platform->forms->len; i++) {
    const LinkForm *form = platform->forms->pdata[i];
    for (guint j = 0; j < form->patterns->len; j++) {
      g_autoptr(GHashTable) captures = link_pattern_match(form->patterns->pdata[j], url, segments, platform->reserved);
      if (captures)
        return form_link(platform, form, url, segments, captures);
    }
  }
  return plain_link(platform, segments);
}

/* --- shared media files and short links */

static gboolean
in_list(char **list, const char *word)
{
  return g_strv_contains((const char *const *)list, word);
}

static const char *
media_platform(const char *suffix)
{
  static const char *const owners[][2] = {{"cdninstagram", "instagram"}, {"fbcdn", "facebook"}, {"googlevideo", "youtube"}, {"tiktok", "tiktok"}, {"twimg", "x"}};
  for (gsize i = 0; i < G_N_ELEMENTS(owners); i++)
    if (strstr(suffix, owners[i][0]))
      return owners[i][1];
  return "other";
}

static Link *
media_link(const LinkMedia *media, const Url *url)
{
  Link *link = sealed_new(media_platform(media->suffix), "media-cdn");
  if (media->seal)
    return link;
  g_autofree char *path = url_path(url);
  g_autoptr(GString) out = g_string_new(NULL);
  g_string_printf(out, "https://%s%s", url->host, path);
  for (guint i = 0; !media->seal_query && i < url->query->len; i++) {
    const UrlParam *param = url->query->pdata[i];
    if (!in_list(media->drop, param->name) && param->value && !link_value_is_token(param->value))
      g_string_append_printf(out, "%c%s=%s", strchr(out->str, '?') ? '&' : '?', param->name, param->value);
  }
  link->canonical = g_string_free(g_steal_pointer(&out), FALSE);
  link->opaque = FALSE;
  return link;
}

static Link *
short_link(const LinkRules *rules, const Url *url)
{
  gboolean found = FALSE;
  const char *platform = "other";
  for (const char *p = url->ascii_host; p && !found; p = strchr(p, '.') ? strchr(p, '.') + 1 : NULL) {
    found = g_hash_table_contains(rules->short_hosts, p);
    const char *known = g_hash_table_lookup(rules->short_platforms, p);
    platform = known ? known : platform;
  }
  for (guint i = 0; i < rules->short_patterns->len && !found; i++) {
    g_autoptr(GHashTable) captures = link_pattern_match(rules->short_patterns->pdata[i], url, url->segments, NULL);
    found = captures != NULL;
  }
  return found && (url->segments->len || url->query->len) ? sealed_new(platform, "opaque-short") : NULL;
}

/* --- other hosts */

static gboolean
strip_param(const LinkRules *rules, const UrlParam *param, gboolean *review)
{
  g_autofree char *decoded = url_decode(param->name, TRUE);
  g_autofree char *name = g_ascii_strdown(decoded, -1);
  if (g_hash_table_contains(rules->strip, name))
    return TRUE;
  for (char **prefix = rules->strip_prefixes; *prefix; prefix++)
    if (g_str_has_prefix(name, *prefix))
      return TRUE;
  if (!param->value)
    return link_value_names_person(param->name);
  if (link_value_names_person(param->value))
    return TRUE;
  gboolean token = link_value_is_token(param->value);
  gboolean mixed = strcspn(param->value, "0123456789") < strlen(param->value) && !all_digits(param->value) && strlen(param->value) >= 6;
  if (g_hash_table_contains(rules->token_strip, name) && (token || mixed))
    return TRUE;
  *review |= token;
  return token && !g_hash_table_contains(rules->object_params, name);
}

/* A page of a site is an object when its address names more than a section of the site. */
static gboolean
names_a_page(const Url *url, const char *query)
{
  if (!url->segments->len)
    return FALSE;
  const char *last = url->segments->pdata[url->segments->len - 1];
  return *query || strpbrk(last, "0123456789") || strchr(last, '-') || strlen(last) > 24;
}

/* ";jsessionid=...": a parameter within the path whose value is a token goes as one of the query does. */
static char *
path_without_tokens(const Url *url, gboolean *review)
{
  g_autofree char *path = url_path(url);
  GString *out = g_string_new(NULL);
  for (const char *p = path; *p;) {
    gsize len = (*p == ';') + strcspn(p + (*p == ';'), ";/");
    g_autofree char *part = g_strndup(p, len);
    const char *value = *p == ';' ? strchr(part, '=') : NULL;
    gboolean token = value && link_value_is_token(value + 1);
    *review |= token;
    g_string_append(out, token ? "" : part);
    p += len;
    if (*p == '/')
      g_string_append_c(out, *p++);
  }
  return g_string_free(out, FALSE);
}

static Link *
unknown_link(const LinkRules *rules, const Url *url)
{
  Link *link = sealed_new("website", "website");
  g_autofree char *path = path_without_tokens(url, &link->review);
  g_autoptr(GString) query = g_string_new(NULL);
  for (guint i = 0; i < url->query->len; i++) {
    const UrlParam *param = url->query->pdata[i];
    if (strip_param(rules, param, &link->review))
      continue;
    g_auto(GStrv) blanks = g_strsplit(param->value ? param->value : "", "+", -1);
    g_autofree char *value = g_strjoinv("%20", blanks);
    g_string_append_printf(query, "%c%s%s%s", query->len ? '&' : '?', param->name, param->value ? "=" : "", value);
  }
  if (link_value_names_person(path)) {
    set(&link->form, "identity");
    return link;
  }
  g_autofree char *rest = g_strconcat(url_host_plain(url->host), url->port ? ":" : "", url->port ? url->port : "", path, query->str, NULL);
  link->canonical = g_strconcat("https://", rest, NULL);
  if (names_a_page(url, query->str))
    link->object_key = g_strconcat("website:", rest, NULL);
  link->opaque = FALSE;
  return link;
}

/* --- all together */

static Link *
tracking_link(const Url *url)
{
  Link *link = sealed_new("website", "tracking");
  link->canonical = g_strconcat("https://", url->host, NULL);
  link->opaque = FALSE;
  link->tracking = TRUE;
  return link;
}

static Link *
direct_link(const LinkRules *rules, const Url *url)
{
  for (guint i = 0; i < rules->media->len; i++) {
    const LinkMedia *media = rules->media->pdata[i];
    if (url_host_within(url->ascii_host, media->suffix))
      return media_link(media, url);
  }
  const LinkPlatform *platform = link_platform(rules, url);
  if (platform)
    return platform_link(platform, url);
  Link *link = short_link(rules, url);
  if (link)
    return link;
  return link_is_tracking(rules, url) ? tracking_link(url) : unknown_link(rules, url);
}

/* An archived copy keeps its own address, the one it holds made canonical; a sealed one is sealed with its copy. */
static void
set_archive(Link *link, const char *archive)
{
  if (archive && link->canonical && !link->tracking)
    set_owned(&link->canonical, g_strconcat(archive, link->canonical, NULL));
}

static Link *
open_link(const LinkRules *rules, const char *text, guint left)
{
  g_autoptr(Url) url = url_new(text);
  if (!url)
    return NULL;
  g_autofree char *target = NULL, *archive = NULL;
  if (!link_open(rules, url, &target, &archive))
    return direct_link(rules, url);
  Link *link = target && left ? open_link(rules, target, left - 1) : NULL;
  if (!link)
    return sealed_new("other", "redirect");
  set_archive(link, archive);
  return link;
}

Link *
links_canonical(const LinkRules *rules, const char *url)
{
  return open_link(rules, url, LINKS_MAX_REDIRECTS);
}
