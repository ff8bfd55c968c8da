/* SPDX-License-Identifier: ISC */
/*
 * amana import: hands mail from files to the intake, where mail from the mailbox enters too. It opens files
 * and passes their bytes on in memory; it parses no mail, and prints of it nothing but the path and what
 * became of it.
 */
#include "cli/cli.h"
#include "cli/source.h"
#include "cli/terminal.h"
#include "cli/window.h"
#include "text/language.h"

#include <string.h>
#include <unistd.h>

#define PROGRESS_PAUSE_US (G_USEC_PER_SEC / 5)

typedef struct {
  gboolean json, progress;
  gboolean shown;  /* a progress line stands on the terminal */
  gboolean failed; /* something could not be taken */
  gint64 shown_at;
  GHashTable *counts; /* outcome -> number */
  guint64 delivered;
} Import;

static void
clear_progress(Import *import)
{
  if (import->shown)
    fputs("\r\033[K", stderr);
  import->shown = FALSE;
}

static void
on_tick(gpointer user, guint64 delivered, guint unanswered)
{
  Import *import = user;
  gint64 now = g_get_monotonic_time();
  if (!import->progress || now - import->shown_at < PROGRESS_PAUSE_US)
    return;
  fflush(stdout);
  g_autofree char *done = language_count((gint64)delivered), *under_way = language_count(unanswered);
  fputs("\r\033[K", stderr);
  fprintf(stderr, _("%s taken in, %s under way"), done, under_way);
  fflush(stderr);
  import->shown = TRUE;
  import->shown_at = now;
}

static void
on_complaint(gpointer user, const char *name, const char *why)
{
  Import *import = user;
  g_autofree char *shown = g_filename_display_name(name);
  clear_progress(import);
  cli_complain("%s: %s", shown, why);
  import->failed = TRUE;
}

static void
print_json(const WindowResult *result, const char *source)
{
  g_autoptr(JsonNode) node = json_node_new(JSON_NODE_OBJECT);
  JsonObject *object = json_object_new();
  json_object_set_string_member(object, "source", source);
  json_object_set_string_member(object, "outcome", result->outcome);
  const char *const members[] = {"ref", result->ref, "report", result->report};
  for (guint i = 0; i < G_N_ELEMENTS(members); i += 2)
    if (members[i + 1])
      json_object_set_string_member(object, members[i], members[i + 1]);
    else
      json_object_set_null_member(object, members[i]);
  json_node_take_object(node, object);
  cli_print_node(node);
}

static void
print_text(const WindowResult *result, const char *source)
{
  g_autoptr(GString) line = g_string_new(NULL);
  terminal_put_cell(line, result->ref ? result->ref : "-", 12);
  g_string_append(line, "  ");
  terminal_put_cell(line, result->outcome, 11);
  g_string_append(line, "  ");
  terminal_put(line, source);
  puts(line->str);
}

static void
on_result(gpointer user, const WindowResult *result)
{
  Import *import = user;
  if (result->refusal) {
    on_complaint(import, result->name, result->refusal);
    return;
  }
  g_autofree char *source = g_filename_display_name(result->name);
  gpointer count = g_hash_table_lookup(import->counts, result->outcome);
  g_hash_table_insert(import->counts, g_strdup(result->outcome),
                      GUINT_TO_POINTER(GPOINTER_TO_UINT(count) + 1));
  import->delivered++;
  if (isatty(STDOUT_FILENO))
    clear_progress(import);
  (import->json ? print_json : print_text)(result, source);
}

static void
print_summary(Import *import)
{
  g_autoptr(GList) outcomes =
      g_list_sort(g_hash_table_get_keys(import->counts), (GCompareFunc)(void (*)(void))strcmp);
  clear_progress(import);
  fflush(stdout);
  g_autofree char *count = language_count((gint64)import->delivered);
  fprintf(stderr, language_n("%s message", "%s messages", import->delivered), count);
  for (GList *at = outcomes; at; at = at->next)
    fprintf(stderr, "%s %u %s", at == outcomes ? ":" : ",",
            GPOINTER_TO_UINT(g_hash_table_lookup(import->counts, at->data)), (const char *)at->data);
  fputc('\n', stderr);
}

static gboolean
import_all(Import *import, Window *window, char *const *paths, gboolean mboxrd, GError **error)
{
  SourceMessage message;
  if (!window_connect(window, error))
    return FALSE;
  g_autoptr(Source) source = source_new(paths, mboxrd, on_complaint, import);
  while (source_next(source, &message))
    if (!window_add(window, message.name, message.fd, message.size, error))
      return FALSE;
  return window_finish(window, error);
}

static int
run_import(Cli *cli, char *const *paths, gboolean no_wait, gboolean mboxrd)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *folder = g_path_get_dirname(cli_socket(cli));
  g_autofree char *path = g_build_filename(folder, "intake.sock", NULL);
  g_autoptr(GHashTable) counts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  Import import = {.json = cli->json, .progress = isatty(STDERR_FILENO) == 1, .counts = counts};
  g_autoptr(Window) window = window_new(path, no_wait, WINDOW_PATIENCE_S, on_result, on_tick, &import);
  if (!import_all(&import, window, paths, mboxrd, &error)) {
    clear_progress(&import);
    return cli_fail(error);
  }
  if (!cli->json)
    print_summary(&import);
  clear_progress(&import);
  return import.failed ? CLI_NOTHING : CLI_OK;
}

static int
run(Cli *cli, int argc, char **argv)
{
  int code = CLI_OK;
  gboolean no_wait = FALSE, mboxrd = FALSE;
  const GOptionEntry entries[] = {
      {"no-wait", 0, 0, G_OPTION_ARG_NONE, &no_wait,
       N_("Return when all is committed, even if an attachment is still being cleaned"), NULL},
      {"mboxrd", 0, 0, G_OPTION_ARG_NONE, &mboxrd,
       N_("Mboxes are of the mboxrd kind: take one > off quoted From lines"), NULL},
      G_OPTION_ENTRY_NULL};
  g_auto(GStrv) arguments = cli_arguments(cli, argc, argv, entries, 1, G_MAXUINT, &code);
  if (!arguments)
    return code;
  return run_import(cli, arguments, no_wait, mboxrd);
}

const CliCommand cli_import = {
    "import", "PATH...", N_("Take in mail from .eml files, mboxes, Maildirs and folders of .eml; admins only"),
    N_("- is standard input. A message that is in already is a duplicate, so an import that was broken off can\n"
    "simply be given again. Messages of an mbox are called PATH#N.\n\n"
    "Example:\n  amana import archive.mbox ~/Maildir report.eml\n"),
    run};
