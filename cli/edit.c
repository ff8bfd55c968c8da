/* SPDX-License-Identifier: ISC */
/* Changing cases; see the header. Decides nothing: the daemon knows the workflow and the taxonomy. */
#include "cli/edit.h"
#include "cli/cases.h"
#include "cli/refs.h"
#include "cli/terminal.h"
#include "text/language.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

GString *
edit_read(gboolean line, gsize max)
{
  GString *text = g_string_new(NULL);
  char byte;
  while (text->len <= max) {
    ssize_t n = read(STDIN_FILENO, &byte, 1);
    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0 || (line && byte == '\n'))
      break;
    g_string_append_c(text, byte);
  }
  return text;
}

char *
edit_read_text(const char *prompt, gboolean line, gsize max, const char **fault)
{
  gboolean terminal = isatty(STDIN_FILENO);
  *fault = NULL;
  if (terminal)
    fputs(prompt, stderr);
  g_autoptr(GString) text = edit_read(line && terminal, max);
  if (text->len > max)
    *fault = _("the text is too long: a note has at most 32 KiB, a reason 4 KiB");
  else if (memchr(text->str, '\0', text->len) || !g_utf8_validate(text->str, (gssize)text->len, NULL))
    *fault = _("the text is not UTF-8");
  else if (!*g_strstrip(text->str))
    *fault = _("there is no text: type it, or pass it on standard input");
  return *fault ? NULL : g_strdup(text->str);
}

JsonNode *
edit_post(Cli *cli, const char *ref, const char *what, JsonObject *body, int *code)
{
  g_autofree char *path = what ? cli_path("cases", ref, what, NULL) : cli_path("cases", ref, NULL);
  g_autoptr(JsonNode) node = json_node_new(JSON_NODE_OBJECT);
  g_autoptr(GError) error = NULL;
  json_node_take_object(node, body);
  g_autoptr(JsonNode) reply = client_post_json(cli_client(cli), path, node, &error);
  if (reply && JSON_NODE_HOLDS_OBJECT(reply))
    return g_steal_pointer(&reply);
  if (reply)
    cli_complain(_("the service answered something that is not understood"));
  *code = reply ? CLI_NOTHING : cli_fail(error);
  return NULL;
}

int
edit_one(Cli *cli, const char *ref, const char *what, JsonObject *body, void (*print)(JsonObject *object))
{
  int code = CLI_OK;
  g_autoptr(JsonNode) node = edit_post(cli, ref, what, body, &code);
  if (node && cli->json)
    cli_print_node(node);
  else if (node)
    print(json_node_get_object(node));
  return code;
}

static void
print_case(JsonObject *kase)
{
  g_autofree char *tags = cli_join(kase, "tags"), *categories = cases_labels(kase, "categories", "category", FALSE),
                  *status = cases_label("status", cli_string(kase, "status"), FALSE);
  const char *const cells[] = {cli_string(kase, "ref"), status, cli_string(kase, "assignee"), categories, tags};
  g_autoptr(GString) out = g_string_new(NULL);
  for (guint i = 0; i < G_N_ELEMENTS(cells); i++)
    if (cells[i] && *cells[i]) {
      g_string_append(out, out->len ? "  " : "");
      terminal_put(out, cells[i]);
    }
  puts(out->str);
}

int
edit_each(Cli *cli, char **typed, const char *what, JsonObject *body)
{
  int code = CLI_OK;
  g_autoptr(JsonObject) owned = body;
  g_auto(GStrv) refs = refs_of(cli, typed, &code);
  for (char **ref = refs; ref && *ref; ref++) {
    int failed = edit_one(cli, *ref, what, json_object_ref(body), print_case);
    code = code == CLI_OK ? failed : code;
    if (failed == CLI_NO_DAEMON || failed == CLI_NOT_ALLOWED)
      break;
  }
  return code;
}
