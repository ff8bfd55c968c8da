/* SPDX-License-Identifier: ISC */
/* The cases that an export means, and how it is going; see the header. */
#include "cli/export.h"
#include "export/json.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

#define PAGE_CASES 100u /* their JSON is what memory is needed for */
#define LOG_CASES 500u
#define PROGRESS_PAUSE_US (G_USEC_PER_SEC / 5)

static volatile sig_atomic_t interrupted;

static void
on_signal(int signal_number)
{
  interrupted = 1;
}

void
export_watch_signals(void)
{
  struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESETHAND}; /* a second one ends at once */
  sigaction(SIGINT, &action, NULL);
  sigaction(SIGTERM, &action, NULL);
  sigaction(SIGHUP, &action, NULL);
}

gboolean
export_go_on(GError **error)
{
  if (!interrupted)
    return TRUE;
  g_set_error(error, CLIENT_ERROR, CLIENT_ERROR_FAILED, _("interrupted: nothing was exported"));
  return FALSE;
}

void
export_progress(guint64 cases, guint64 bytes, gboolean last)
{
  static gint64 said_us;
  gint64 now_us = g_get_monotonic_time();
  if (!isatty(STDERR_FILENO) || (!last && now_us - said_us < PROGRESS_PAUSE_US))
    return;
  said_us = now_us;
  fputc('\r', stderr);
  g_autofree char *count = language_count((gint64)cases);
  fprintf(stderr, language_n("%s case", "%s cases", cases), count);
  if (bytes)
    fprintf(stderr, _(", %.1f MB"), (double)bytes / 1e6);
  if (last)
    fputc('\n', stderr);
}

gboolean
export_post(const Export *export, const char *path, JsonObject *body, GError **error)
{
  g_autoptr(JsonNode) node = json_node_new(JSON_NODE_OBJECT);
  json_node_take_object(node, body);
  g_autoptr(GBytes) reply = client_post(cli_client(export->cli), path, node, error);
  return reply != NULL;
}

gboolean
export_log_cases(const Export *export, const GPtrArray *refs, JsonObject *about, GError **error)
{
  g_autoptr(JsonObject) owned = about;
  static const char *const members[] = {"form", "manifest", "unreviewed", NULL};
  for (guint at = 0; at < refs->len; at += LOG_CASES) {
    JsonObject *body = json_pick(about, members);
    JsonArray *list = json_array_new();
    for (guint i = at; i < MIN(refs->len, at + LOG_CASES); i++)
      json_array_add_string_element(list, refs->pdata[i]);
    json_object_set_array_member(body, "refs", list);
    if (!export_post(export, "/exports", body, error) || !export_go_on(error))
      return FALSE;
  }
  return TRUE;
}

gboolean
export_know_house(Export *export, GError **error)
{
  export->house = cli_get_object(export->cli, "/house", error);
  return export->house != NULL;
}

/* ---- the filter -------------------------------------------------------------------------------------------------------------- */

/* Monitors are numbers outside the house, never logins. */
static const char *
outside(const char *name, const char *value)
{
  gboolean login = !strcmp(name, "assignee") && strcmp(value, "nobody") != 0 && strspn(value, "M-0123456789, ") != strlen(value);
  return login ? "M-?" : value;
}

static void
add_filter(gpointer user, const char *name, const char *value)
{
  g_autofree char *valid = g_utf8_make_valid(outside(name, value), -1);
  json_object_set_string_member(user, name, valid);
}

JsonObject *
export_filter(const Export *export)
{
  JsonObject *object = json_object_new();
  cli_filter_each(export->filter, add_filter, object);
  return object;
}

char *
export_filter_line(const Export *export)
{
  g_autoptr(JsonObject) filter = export_filter(export);
  g_autoptr(GList) names = json_object_get_members(filter);
  GString *line = g_string_new(NULL);
  for (GList *l = names; l; l = l->next)
    g_string_append_printf(line, "%s%s=%s", line->len ? " " : "", (const char *)l->data, json_text(filter, l->data));
  return g_string_free(line, FALSE);
}

/* ---- the cases --------------------------------------------------------------------------------------------------------------- */

static gboolean
take_once(GHashTable *seen, JsonObject *kase, ExportTake take, gpointer user, GError **error)
{
  const char *ref = json_text(kase, "ref");
  if (!ref) {
    g_set_error(error, CLIENT_ERROR, CLIENT_ERROR_FAILED, _("the service answered something that is no case"));
    return FALSE;
  }
  if (!g_hash_table_add(seen, g_strdup(ref)))
    return TRUE; /* a case that came in meanwhile moved this one to a later page */
  return export_go_on(error) && take(user, kase, error);
}

static gboolean
each_ref(const Export *export, GHashTable *seen, ExportTake take, gpointer user, GError **error)
{
  for (guint i = 0; export->refs[i]; i++) {
    g_autofree char *path = cli_path("cases", export->refs[i], NULL);
    g_autoptr(JsonNode) node = client_get_json(cli_client(export->cli), path, error);
    if (!node || !take_once(seen, JSON_NODE_HOLDS_OBJECT(node) ? json_node_get_object(node) : NULL, take, user, error)) {
      g_prefix_error(error, "%s: ", export->refs[i]);
      return FALSE;
    }
  }
  return TRUE;
}

/* One page. *got: how many cases it had. */
static gboolean
each_of_page(const Export *export, guint64 offset, guint64 count, guint *got, GHashTable *seen, ExportTake take, gpointer user, GError **error)
{
  g_autofree char *limit = g_strdup_printf("%" G_GUINT64_FORMAT, count), *from = g_strdup_printf("%" G_GUINT64_FORMAT, offset);
  CliFilter filter = *export->filter;
  filter.limit = limit;
  filter.offset = from;
  g_autofree char *query = cli_filter_query(&filter, NULL), *path = g_strconcat("/cases", query, NULL);
  g_autoptr(JsonNode) node = client_get_json(cli_client(export->cli), path, error);
  JsonArray *cases = node && JSON_NODE_HOLDS_ARRAY(node) ? json_node_get_array(node) : NULL;
  *got = json_length(cases);
  for (guint i = 0; i < *got; i++)
    if (!take_once(seen, json_object_at(cases, i), take, user, error))
      return FALSE;
  return node != NULL;
}

static gboolean
each_page(const Export *export, GHashTable *seen, ExportTake take, gpointer user, GError **error)
{
  guint64 offset = export->filter->offset ? g_ascii_strtoull(export->filter->offset, NULL, 10) : 0;
  guint64 left = export->filter->limit ? g_ascii_strtoull(export->filter->limit, NULL, 10) : 0;
  guint got = PAGE_CASES;
  gboolean limited = left > 0;
  while (got == PAGE_CASES && (!limited || left)) {
    guint64 count = limited ? MIN(left, PAGE_CASES) : PAGE_CASES;
    if (!each_of_page(export, offset, count, &got, seen, take, user, error))
      return FALSE;
    offset += got;
    left -= MIN(left, got);
  }
  return TRUE;
}

gboolean
export_each(const Export *export, ExportTake take, gpointer user, GError **error)
{
  g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  if (!(export->all ? each_page(export, seen, take, user, error) : each_ref(export, seen, take, user, error)))
    return FALSE;
  if (g_hash_table_size(seen))
    return TRUE;
  g_set_error(error, CLIENT_ERROR, CLIENT_ERROR_NOT_FOUND, _("nothing matches"));
  return FALSE;
}
