/* SPDX-License-Identifier: ISC */
/* amana status: is the service well, and did it lose anything. Numbers only. */
#include "cli/cases.h"
#include "cli/cli.h"
#include "cli/terminal.h"
#include "export/words.h"
#include "text/language.h"

#include <string.h>

#define LABEL_COLUMNS 14u

static void
put_outcomes(GString *out, const Terminal *terminal, JsonObject *status)
{
  static const char *const kinds[] = {"report", "followup", "suggestion", "auto",
                                      "bounce", "spam",     "duplicate",  "quarantined"};
  static const char *const headings[] = {"", "", NULL};
  JsonObject *outcomes = cli_object(status, "outcomes");
  g_autoptr(TerminalTable) table = terminal_table_new(headings, 1u << 1, 0);
  for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) {
    g_autofree char *count = language_count(cli_number(outcomes, kinds[i])), *label = cases_label("kind", kinds[i], FALSE);
    const char *cells[] = {label, count};
    terminal_table_add(table, cells);
  }
  g_autofree char *sum = language_count(cli_number(status, "messages"));
  const char *cells[] = {_("messages"), sum};
  terminal_table_add(table, cells);
  terminal_table_put(out, terminal, table, 2);
}

static void
put_mailboxes(GString *out, const Terminal *terminal, JsonArray *mailboxes)
{
  static const char *const headings[] = {N_("MAILBOX"),        N_("FOLDER"), N_("STATE"), N_("LAST POLL"),
                                         N_("ORIGINALS LEFT"), N_("FAULT"),  NULL};
  if (!mailboxes || !json_array_get_length(mailboxes))
    return;
  g_autoptr(TerminalTable) table = terminal_table_new(headings, 1u << 4, 1u << 2);
  for (guint i = 0; i < json_array_get_length(mailboxes); i++) {
    JsonObject *mailbox = json_array_get_object_element(mailboxes, i);
    g_autofree char *left = language_count(cli_number(mailbox, "originals_left"));
    const char *cells[] = {cli_string(mailbox, "name"),
                           cli_string(mailbox, "folder"),
                           words_of(language_used(), "mailbox_state", cli_string(mailbox, "state")),
                           cli_string(mailbox, "last_poll"),
                           left,
                           cli_string(mailbox, "fault")};
    terminal_table_add(table, cells);
  }
  g_string_append_c(out, '\n');
  terminal_table_put(out, terminal, table, 0);
}

static void
put_label(GString *out, const char *label)
{
  terminal_put_cell(out, label, LABEL_COLUMNS);
  g_string_append(out, "  ");
}

static void
put_number(GString *out, const Terminal *terminal, const char *label, gint64 number, gboolean worry)
{
  g_autofree char *text = language_count(number);
  put_label(out, label);
  terminal_put_styled(out, terminal, worry && number ? STYLE_WARN : STYLE_NONE, text);
  g_string_append_c(out, '\n');
}

static void
put_status(GString *out, const Terminal *terminal, JsonObject *status)
{
  JsonObject *store = cli_object(status, "store");
  const char *state = cli_string(store, "state"), *fault = cli_string(store, "fault"),
             *drill = cli_string(status, "seal_drill");
  put_label(out, _("store"));
  terminal_put_styled(out, terminal, g_strcmp0(state, "ok") ? STYLE_BAD : STYLE_GOOD,
                      state ? words_of(language_used(), "store_state", state) : _("unknown"));
  if (fault) {
    g_string_append(out, ": ");
    terminal_put(out, fault);
  }
  g_string_append_c(out, '\n');
  put_number(out, terminal, _("backlog"), cli_number(status, "backlog"), FALSE);
  put_number(out, terminal, _("pending"), cli_number(status, "pending"), FALSE);
  put_number(out, terminal, _("quarantined"), cli_number(status, "quarantined"), TRUE);
  put_label(out, _("seal drill"));
  terminal_put_styled(out, terminal, drill ? STYLE_GOOD : STYLE_WARN,
                      drill ? drill : _("not passed: see amana seal-drill --help"));
  g_string_append_c(out, '\n');
  if (cli_number(status, "damaged_segments"))
    put_number(out, terminal, _("damaged files"), cli_number(status, "damaged_segments"), TRUE);
  if (cli_string(status, "recipients_changed")) {
    put_label(out, _("new keys since"));
    g_string_append_printf(out, "%s\n", cli_string(status, "recipients_changed"));
  }
  g_string_append_printf(out, "\n%s\n", _("Outcomes"));
  put_outcomes(out, terminal, status);
  put_mailboxes(out, terminal, cli_array(status, "mailboxes"));
}

static int
run(Cli *cli, int argc, char **argv)
{
  int code = CLI_OK;
  if (!cli_no_arguments(cli, argc, argv, &code))
    return code;
  if (cli->json)
    return cli_print_json(cli, "/status");
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = client_get_json(cli_client(cli), "/status", &error);
  if (!node || !JSON_NODE_HOLDS_OBJECT(node))
    return error ? cli_fail(error) : CLI_NOTHING;
  Terminal terminal = terminal_of(stdout);
  g_autoptr(GString) out = g_string_new(NULL);
  put_status(out, &terminal, json_node_get_object(node));
  fwrite(out->str, 1, out->len, stdout);
  return CLI_OK;
}

const CliCommand cli_status = {
    "status", "", N_("Say how the service is: outcomes, backlog, mailboxes, store"),
    N_("Outcomes add up to the number of messages; if they do not, something was lost.\n\n"
    "Example:\n  amana status\n"),
    run};
