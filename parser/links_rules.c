/* SPDX-License-Identifier: ISC */
/* The rules of links read from share_params.json. The only file of the module that knows json-glib; refuses a file with a form it
 * cannot compile, so that a mistake shows when the daemon starts and not in a case. */
#include <json-glib/json-glib.h>
#include <string.h>
#include "parser/links_internal.h"

static void
form_free(gpointer data)
{
  LinkForm *form = data;
  g_clear_pointer(&form->patterns, g_ptr_array_unref);
  g_free(form->kind);
  g_free(form->canonical);
  g_free(form->account);
  g_free(form->object);
  g_free(form->key);
  g_strfreev(form->keep);
  g_free(form);
}

static void
platform_free(gpointer data)
{
  LinkPlatform *platform = data;
  g_free(platform->id);
  g_free(platform->platform);
  g_free(platform->canonical_host);
  g_free(platform->seal_kind);
  g_free(platform->path_prefix);
  g_clear_pointer(&platform->hosts, g_hash_table_unref);
  g_clear_pointer(&platform->reserved, g_hash_table_unref);
  g_strfreev(platform->suffixes);
  g_strfreev(platform->keep);
  g_clear_pointer(&platform->forms, g_ptr_array_unref);
  g_free(platform);
}

static void
redirector_free(gpointer data)
{
  LinkRedirector *redirector = data;
  g_free(redirector->host);
  g_free(redirector->param);
  g_free(redirector->base);
  g_strfreev(redirector->paths);
  g_strfreev(redirector->params);
  g_free(redirector);
}

static void
media_free(gpointer data)
{
  LinkMedia *media = data;
  g_free(media->suffix);
  g_strfreev(media->drop);
  g_free(media);
}

void
links_rules_free(LinkRules *rules)
{
  if (!rules)
    return;
  GPtrArray **arrays[] = {&rules->platforms, &rules->redirectors, &rules->media, &rules->short_patterns};
  for (gsize i = 0; i < G_N_ELEMENTS(arrays); i++)
    g_clear_pointer(arrays[i], g_ptr_array_unref);
  GHashTable **sets[] = {&rules->short_hosts, &rules->short_platforms, &rules->strip, &rules->token_strip, &rules->object_params, &rules->top_domains,
                         &rules->track_hosts, &rules->track_labels, &rules->track_words, &rules->track_pixels};
  for (gsize i = 0; i < G_N_ELEMENTS(sets); i++)
    g_clear_pointer(sets[i], g_hash_table_unref);
  g_strfreev(rules->strip_prefixes);
  g_strfreev(rules->track_paths);
  g_free(rules);
}

/* Strings of array member name; an empty list when it is not there. */
static char **
strings(JsonObject *object, const char *name)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new();
  JsonNode *node = object ? json_object_get_member(object, name) : NULL;
  JsonArray *array = node && JSON_NODE_HOLDS_ARRAY(node) ? json_node_get_array(node) : NULL;
  for (guint i = 0; array && i < json_array_get_length(array); i++) {
    JsonNode *item = json_array_get_element(array, i);
    if (JSON_NODE_HOLDS_VALUE(item) && json_node_get_string(item))
      g_strv_builder_add(builder, json_node_get_string(item));
  }
  return g_strv_builder_end(builder);
}

static GHashTable *
set_new(void)
{
  return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

static void
set_add(GHashTable *set, JsonObject *object, const char *name)
{
  g_auto(GStrv) all = strings(object, name);
  for (char **p = all; *p; p++)
    g_hash_table_add(set, g_ascii_strdown(*p, -1));
}

static char *
string(JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member(object, name);
  return node && JSON_NODE_HOLDS_VALUE(node) ? g_strdup(json_node_get_string(node)) : NULL;
}

static gboolean
flag(JsonObject *object, const char *name)
{
  return json_object_get_boolean_member_with_default(object, name, FALSE);
}

static JsonObject *
member(JsonObject *object, const char *name)
{
  JsonNode *node = object ? json_object_get_member(object, name) : NULL;
  return node && JSON_NODE_HOLDS_OBJECT(node) ? json_node_get_object(node) : NULL;
}

static gboolean
set_action(LinkForm *form, JsonObject *json, GError **error)
{
  static const struct {
    const char *word;
    LinkAction action;
  } actions[] = {{"canonical", LINK_CANONICAL}, {"seal", LINK_SEAL}, {"review", LINK_REVIEW}, {"redirect", LINK_REDIRECT}};
  g_autofree char *word = string(json, "action");
  for (gsize i = 0; i < G_N_ELEMENTS(actions); i++)
    if (!g_strcmp0(word, actions[i].word)) {
      form->action = actions[i].action;
      if (form->canonical || form->action == LINK_SEAL)
        return TRUE;
      break;
    }
  g_set_error(error, G_MARKUP_ERROR, G_MARKUP_ERROR_INVALID_CONTENT, "form %s: action must be canonical, seal, review or redirect, and all but seal need a canonical form", form->kind);
  return FALSE;
}

static LinkForm *
form_new(JsonObject *json, GError **error)
{
  LinkForm *form = g_new0(LinkForm, 1);
  form->patterns = g_ptr_array_new_with_free_func((GDestroyNotify)link_pattern_free);
  form->kind = string(json, "kind");
  form->canonical = string(json, "canonical");
  form->account = string(json, "account");
  form->object = string(json, "object");
  form->key = string(json, "key");
  form->digits = flag(json, "digits");
  form->members_only = flag(json, "members_only");
  if (json_object_has_member(json, "keep"))
    form->keep = strings(json, "keep");
  g_auto(GStrv) patterns = strings(json, "match");
  gboolean ok = set_action(form, json, error);
  for (char **p = patterns; ok && *p; p++) {
    LinkPattern *pattern = link_pattern_new(*p, error);
    ok = pattern != NULL;
    if (pattern)
      g_ptr_array_add(form->patterns, pattern);
  }
  if (!ok)
    g_clear_pointer(&form, form_free);
  return form;
}

static gboolean
add_platform(LinkRules *rules, JsonObject *json, GError **error)
{
  LinkPlatform *platform = g_new0(LinkPlatform, 1);
  g_ptr_array_add(rules->platforms, platform);
  platform->id = string(json, "id");
  platform->platform = string(json, "platform");
  if (!platform->platform)
    platform->platform = g_strdup(platform->id);
  platform->canonical_host = string(json, "canonical_host");
  platform->seal_kind = string(json, "seal_kind");
  platform->hosts = set_new();
  set_add(platform->hosts, json, "hosts");
  platform->reserved = set_new();
  set_add(platform->reserved, json, "reserved");
  platform->suffixes = strings(json, "host_suffix");
  platform->keep = strings(json, "keep");
  g_auto(GStrv) prefixes = strings(json, "path_prefix");
  platform->path_prefix = g_strdup(prefixes[0]);
  platform->slash = flag(json, "slash");
  platform->fragment = flag(json, "fragment");
  platform->subdomain_path = flag(json, "subdomain_path");
  platform->seal_all = flag(json, "seal_all");
  platform->members_only = flag(json, "members_only");
  platform->forms = g_ptr_array_new_with_free_func(form_free);
  JsonNode *forms = json_object_get_member(json, "forms");
  if (!platform->id || !platform->canonical_host || !forms || !JSON_NODE_HOLDS_ARRAY(forms)) {
    g_set_error(error, G_MARKUP_ERROR, G_MARKUP_ERROR_INVALID_CONTENT, "platform %s: id, canonical_host and forms are needed", platform->id ? platform->id : "without id");
    return FALSE;
  }
  for (guint i = 0; i < json_array_get_length(json_node_get_array(forms)); i++) {
    LinkForm *form = form_new(json_array_get_object_element(json_node_get_array(forms), i), error);
    if (!form) {
      g_prefix_error(error, "platform %s: ", platform->id);
      return FALSE;
    }
    g_ptr_array_add(platform->forms, form);
  }
  return TRUE;
}

static gboolean
add_redirector(LinkRules *rules, JsonObject *json, GError **error)
{
  LinkRedirector *redirector = g_new0(LinkRedirector, 1);
  g_ptr_array_add(rules->redirectors, redirector);
  redirector->host = string(json, "host");
  redirector->param = string(json, "param");
  redirector->base = string(json, "base");
  g_autofree char *paths = string(json, "path");
  redirector->paths = g_strsplit(paths ? paths : "", "|", -1);
  redirector->params = g_strsplit(redirector->param ? redirector->param : "", "|", -1);
  if (redirector->host && redirector->param && paths) {
    redirector->plain_host = url_host_plain(redirector->host);
    return TRUE;
  }
  g_set_error(error, G_MARKUP_ERROR, G_MARKUP_ERROR_INVALID_CONTENT, "redirector without host, path or param");
  return FALSE;
}

/* action: words, of which "seal url" and "never canonical" seal whole, "seal query" drops the query, "strip NAME" one parameter. */
static gboolean
add_media(LinkRules *rules, JsonObject *json, GError **error)
{
  LinkMedia *media = g_new0(LinkMedia, 1);
  g_ptr_array_add(rules->media, media);
  media->suffix = string(json, "host_suffix");
  g_autofree char *action = string(json, "action");
  if (!media->suffix || !action) {
    g_set_error(error, G_MARKUP_ERROR, G_MARKUP_ERROR_INVALID_CONTENT, "media_cdn without host_suffix or action");
    return FALSE;
  }
  media->seal = strstr(action, "seal url") || strstr(action, "never canonical") || strstr(action, "seal the url");
  media->seal_query = strstr(action, "seal query") != NULL;
  const char *strip = strstr(action, "strip ");
  media->drop = g_strsplit(strip ? strip + 6 : "", " ", -1);
  return TRUE;
}

static gboolean
each(JsonObject *root, const char *name, LinkRules *rules, gboolean (*add)(LinkRules *, JsonObject *, GError **), GError **error)
{
  JsonNode *node = json_object_get_member(root, name);
  if (!node || !JSON_NODE_HOLDS_ARRAY(node)) {
    g_set_error(error, G_MARKUP_ERROR, G_MARKUP_ERROR_INVALID_CONTENT, "no list named %s", name);
    return FALSE;
  }
  JsonArray *array = json_node_get_array(node);
  for (guint i = 0; i < json_array_get_length(array); i++) {
    JsonNode *item = json_array_get_element(array, i);
    if (!JSON_NODE_HOLDS_OBJECT(item)) {
      g_set_error(error, G_MARKUP_ERROR, G_MARKUP_ERROR_INVALID_CONTENT, "%s: item %u is no object", name, i);
      return FALSE;
    }
    if (!add(rules, json_node_get_object(item), error))
      return FALSE;
  }
  return TRUE;
}

/* "bit.ly" is a host, "reddit.com/r/x/s/" a pattern whose "*" and last segment are anything. */
static gboolean
add_short(LinkRules *rules, JsonObject *root, GError **error)
{
  g_auto(GStrv) all = strings(root, "opaque_short_hosts");
  for (char **p = all; *p; p++) {
    if (!strchr(*p, '/')) {
      g_hash_table_add(rules->short_hosts, g_strdup(*p));
      continue;
    }
    g_auto(GStrv) parts = g_strsplit(*p, "*", -1);
    g_autofree char *joined = g_strjoinv("{any}", parts);
    g_autofree char *text = g_strconcat(joined, g_str_has_suffix(joined, "/") ? "" : "/", "{token}", NULL);
    LinkPattern *pattern = link_pattern_new(text, error);
    if (!pattern)
      return FALSE;
    g_ptr_array_add(rules->short_patterns, pattern);
  }
  JsonObject *platforms = member(root, "opaque_platform");
  g_autoptr(GList) names = platforms ? json_object_get_members(platforms) : NULL;
  for (GList *name = names; name; name = name->next)
    g_hash_table_replace(rules->short_platforms, g_strdup(name->data), string(platforms, name->data));
  return TRUE;
}

static void
add_unknown(LinkRules *rules, JsonObject *root)
{
  JsonObject *global = member(root, "global_strip"), *unknown = member(root, "unknown_strip"), *tracking = member(root, "tracking");
  set_add(rules->strip, global, "exact");
  set_add(rules->strip, unknown, "exact");
  set_add(rules->token_strip, unknown, "token_only");
  set_add(rules->object_params, root, "object_params");
  set_add(rules->top_domains, root, "bare_top_domains");
  g_auto(GStrv) first = strings(global, "prefix"), second = strings(unknown, "prefix");
  g_autoptr(GStrvBuilder) prefixes = g_strv_builder_new();
  g_strv_builder_addv(prefixes, (const char **)first);
  g_strv_builder_addv(prefixes, (const char **)second);
  rules->strip_prefixes = g_strv_builder_end(prefixes);
  set_add(rules->track_hosts, tracking, "hosts");
  set_add(rules->track_labels, tracking, "labels");
  set_add(rules->track_words, tracking, "path_words");
  set_add(rules->track_pixels, tracking, "pixels");
  rules->track_paths = strings(tracking, "paths");
}

static LinkRules *
rules_empty(void)
{
  LinkRules *rules = g_new0(LinkRules, 1);
  rules->platforms = g_ptr_array_new_with_free_func(platform_free);
  rules->redirectors = g_ptr_array_new_with_free_func(redirector_free);
  rules->media = g_ptr_array_new_with_free_func(media_free);
  rules->short_patterns = g_ptr_array_new_with_free_func((GDestroyNotify)link_pattern_free);
  rules->short_platforms = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  GHashTable **sets[] = {&rules->short_hosts, &rules->strip, &rules->token_strip, &rules->object_params, &rules->top_domains,
                         &rules->track_hosts, &rules->track_labels, &rules->track_words, &rules->track_pixels};
  for (gsize i = 0; i < G_N_ELEMENTS(sets); i++)
    *sets[i] = set_new();
  return rules;
}

LinkRules *
links_rules_new(const char *json, gsize len, GError **error)
{
  g_autoptr(JsonParser) parser = json_parser_new();
  g_autoptr(GError) cause = NULL;
  if (!json_parser_load_from_data(parser, json, (gssize)len, &cause)) {
    g_set_error(error, G_MARKUP_ERROR, G_MARKUP_ERROR_INVALID_CONTENT, "not JSON: %s", cause->message);
    return NULL;
  }
  JsonNode *node = json_parser_get_root(parser);
  if (!node || !JSON_NODE_HOLDS_OBJECT(node)) {
    g_set_error(error, G_MARKUP_ERROR, G_MARKUP_ERROR_INVALID_CONTENT, "not a JSON object");
    return NULL;
  }
  JsonObject *root = json_node_get_object(node);
  g_autoptr(LinkRules) rules = rules_empty();
  if (!each(root, "platforms", rules, add_platform, error) || !each(root, "redirectors", rules, add_redirector, error) ||
      !each(root, "media_cdn", rules, add_media, error) || !add_short(rules, root, error))
    return NULL;
  add_unknown(rules, root);
  return g_steal_pointer(&rules);
}
