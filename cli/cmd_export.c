/* SPDX-License-Identifier: ISC */
/* amana export: cases as folders. Each export is logged by the daemon before the folder gets its name. */
#include "cli/cli.h"
#include "export/folder.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>

static volatile sig_atomic_t interrupted;

typedef struct {
  Cli *cli;
  const char *to;
  gboolean unreviewed;
  const char *ref; /* of the case under way */
  guint done;
} Export;

static void
on_signal(int signal_number)
{
  interrupted = 1;
}

static gboolean
stop_if_interrupted(GError **error)
{
  if (!interrupted)
    return TRUE;
  g_set_error(error, CLIENT_ERROR, CLIENT_ERROR_FAILED, "interrupted: the case under way was not exported");
  return FALSE;
}

static gboolean
write_stream(gpointer user, const char *bytes, gsize size, GError **error)
{
  return stop_if_interrupted(error) && g_output_stream_write_all(user, bytes, size, NULL, NULL, error);
}

static gboolean
fetch_attachment(gpointer user, const char *name, GOutputStream *to, GError **error)
{
  Export *export = user;
  g_autofree char *path = cli_path("cases", export->ref, "attachments", name, NULL);
  return client_get(cli_client(export->cli), path, write_stream, to, error);
}

static gboolean
log_export(gpointer user, GError **error)
{
  Export *export = user;
  g_autofree char *path = cli_path("cases", export->ref, "exported", NULL);
  g_autoptr(JsonNode) body = json_node_new(JSON_NODE_OBJECT);
  JsonObject *object = json_object_new();
  json_object_set_boolean_member(object, "unreviewed", export->unreviewed);
  json_node_take_object(body, object);
  g_autoptr(GBytes) reply =
      stop_if_interrupted(error) ? client_post(cli_client(export->cli), path, body, error) : NULL;
  return reply != NULL;
}

static void
print_done(const Export *export, const char *path)
{
  g_autofree char *shown = g_filename_display_name(path);
  if (!export->cli->json) {
    puts(shown);
    return;
  }
  g_autoptr(JsonNode) node = json_node_new(JSON_NODE_OBJECT);
  JsonObject *object = json_object_new();
  json_object_set_string_member(object, "ref", export->ref);
  json_object_set_string_member(object, "folder", shown);
  json_node_take_object(node, object);
  cli_print_node(node);
}

static gboolean
export_case(Export *export, const char *ref, GError **error)
{
  g_autofree char *path = cli_path("cases", ref, NULL), *made = NULL;
  g_autoptr(JsonNode) node = client_get_json(cli_client(export->cli), path, error);
  if (!node)
    return FALSE;
  JsonObject *kase = JSON_NODE_HOLDS_OBJECT(node) ? json_node_get_object(node) : NULL;
  export->ref = cli_string(kase, "ref"); /* in full, where the argument was shortened */
  if (!export->ref) {
    g_set_error(error, CLIENT_ERROR, CLIENT_ERROR_FAILED, "the service answered something that is no case");
    return FALSE;
  }
  g_autofree char *log = cli_path("cases", export->ref, "custody", NULL);
  g_autoptr(JsonNode) custody = client_get_json(cli_client(export->cli), log, error);
  if (!custody)
    return FALSE;
  FolderExport what = {kase, custody, export->unreviewed, fetch_attachment, log_export, export};
  if (!folder_export(&what, export->to, &made, error))
    return FALSE;
  export->done++;
  print_done(export, made);
  return TRUE;
}

/* The refs of all cases in the filter. NULL with error. */
static GPtrArray *
refs_in(Cli *cli, const CliFilter *filter, GError **error)
{
  g_autofree char *query = cli_filter_query(filter, NULL), *path = g_strconcat("/cases", query, NULL);
  g_autoptr(JsonNode) node = client_get_json(cli_client(cli), path, error);
  if (!node)
    return NULL;
  GPtrArray *refs = g_ptr_array_new_with_free_func(g_free);
  JsonArray *cases = JSON_NODE_HOLDS_ARRAY(node) ? json_node_get_array(node) : NULL;
  for (guint i = 0; cases && i < json_array_get_length(cases); i++)
    g_ptr_array_add(refs, g_strdup(cli_string(json_array_get_object_element(cases, i), "ref")));
  return refs;
}

/* One case that fails does not stop the others, unless the daemon or the disk is at fault. */
static int
export_refs(Export *export, GPtrArray *refs)
{
  int code = CLI_OK;
  for (guint i = 0; i < refs->len; i++) {
    g_autoptr(GError) error = NULL;
    if (export_case(export, refs->pdata[i], &error))
      continue;
    int failed = cli_fail(error);
    code = code == CLI_OK ? failed : code;
    if (interrupted || failed == CLI_NO_DAEMON || failed == CLI_NOT_ALLOWED ||
        g_error_matches(error, G_IO_ERROR, G_IO_ERROR_NO_SPACE))
      break;
  }
  fprintf(stderr, "%u of %u case%s exported\n", export->done, refs->len, refs->len == 1 ? "" : "s");
  return code;
}

static int
run_export(Export *export, gboolean all, const CliFilter *filter, char **arguments)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) refs = NULL;
  if (all) {
    refs = refs_in(export->cli, filter, &error);
    if (!refs)
      return cli_fail(error);
  } else {
    refs = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; arguments[i]; i++)
      g_ptr_array_add(refs, g_strdup(arguments[i]));
  }
  if (!refs->len) {
    cli_complain("nothing matches");
    return CLI_NOTHING;
  }
  if (g_mkdir_with_parents(export->to, 0700) != 0) {
    cli_complain("the folder of --to cannot be made: %s", g_strerror(errno));
    return CLI_NOTHING;
  }
  struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESETHAND};
  sigaction(SIGINT, &action, NULL);
  sigaction(SIGTERM, &action, NULL);
  sigaction(SIGHUP, &action, NULL);
  return export_refs(export, refs);
}

static int
run(Cli *cli, int argc, char **argv)
{
  int code = CLI_OK;
  gboolean all = FALSE, unreviewed = FALSE;
  g_autofree char *to = NULL;
  g_auto(CliFilter) filter = {0};
  const GOptionEntry extra[] = {{"to", 0, 0, G_OPTION_ARG_FILENAME, &to, "Where the folders are made", "DIR"},
                                {"all", 0, 0, G_OPTION_ARG_NONE, &all, "Every case in the filter", NULL},
                                {"include-unreviewed", 0, 0, G_OPTION_ARG_NONE, &unreviewed,
                                 "Also attachments that nobody has looked at", NULL},
                                G_OPTION_ENTRY_NULL};
  g_autofree GOptionEntry *entries = cli_filter_entries(&filter, extra);
  g_auto(GStrv) arguments = cli_parse(cli, argc, argv, entries, &code);
  if (!arguments)
    return code;
  g_autofree char *query = cli_filter_query(&filter, NULL);
  if (!to)
    return cli_usage(cli, "where to? --to DIR");
  if (all && arguments[0])
    return cli_usage(cli, "either refs or --all");
  if (!all && !arguments[0])
    return cli_usage(cli, "which cases? Name them, or give --all");
  if (!all && *query)
    return cli_usage(cli, "filters go with --all");
  Export export = {.cli = cli, .to = to, .unreviewed = unreviewed};
  return run_export(&export, all, &filter, arguments);
}

const CliCommand cli_export = {
    "export", "REF... --to DIR", "Write cases into folders: text, cleaned attachments, custody log",
    "Each case gets a folder DIR/REF, which appears when it is complete; nothing is overwritten. Attachments "
    "that\n"
    "nobody has looked at stay out unless asked for: pictures may show who the reporter is. Every export is\n"
    "logged.\n\n"
    "Example:\n  amana export AM-7K3F-Q29D --to cases\n  amana export --all --since 2026-11-01 --to "
    "november\n",
    run};
