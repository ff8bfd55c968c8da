/* SPDX-License-Identifier: ISC */
/* amana strip: take out of a case what the program missed. The string never comes from the command line, where
 * the shell's history and every user's ps would keep it, and is never printed. */
#include "cli/cli.h"
#include "cli/edit.h"
#include "text/language.h"

#include <string.h>
#include <unistd.h>

#define MAX_STRING_BYTES 4096u

typedef struct {
  char *report, *field, *span, *as;
} Options;

static void
options_clear(Options *options)
{
  char **fields[] = {&options->report, &options->field, &options->span, &options->as};
  for (guint i = 0; i < G_N_ELEMENTS(fields); i++)
    g_clear_pointer(fields[i], g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Options, options_clear)

/* ---- the string
 * ----------------------------------------------------------------------------------------------------------
 */

static char *
ask_string(const Cli *cli, int *code)
{
  gboolean terminal = isatty(STDIN_FILENO);
  if (terminal)
    fputs(_("Remove (it cannot be brought back): "), stderr);
  g_autoptr(GString) string = edit_read(terminal, MAX_STRING_BYTES);
  while (string->len && strchr("\r\n", string->str[string->len - 1]))
    g_string_truncate(string, string->len - 1);
  const char *fault = NULL;
  if (!string->len)
    fault = _("nothing was given to remove: type it, or pass it on standard input");
  else if (string->len > MAX_STRING_BYTES)
    fault = _("what is to be removed is longer than 4096 bytes");
  else if (memchr(string->str, '\0', string->len) || !g_utf8_validate(string->str, (gssize)string->len, NULL))
    fault = _("what is to be removed is not UTF-8 text");
  if (!fault)
    return g_strdup(string->str);
  *code = cli_usage(cli, "%s", fault);
  return NULL;
}

static gboolean
parse_span(const char *span, guint64 *start, guint64 *end)
{
  g_auto(GStrv) parts = g_strsplit(span, ":", 3);
  return g_strv_length(parts) == 2 && g_ascii_string_to_unsigned(parts[0], 10, 0, G_MAXINT32, start, NULL) &&
         g_ascii_string_to_unsigned(parts[1], 10, 1, G_MAXINT32, end, NULL) && *start < *end;
}

/* ---- the request
 * ---------------------------------------------------------------------------------------------------------
 */

/* NULL after a complaint, with *code. */
static JsonObject *
body_of(const Cli *cli, const Options *options, int *code)
{
  guint64 start = 0, end = 0;
  gboolean by_span = options->report || options->field || options->span;
  if (by_span && (!options->report || !options->field || !options->span ||
                  !parse_span(options->span, &start, &end))) {
    *code = cli_usage(cli, _("a span needs --report ID, --field text|subject and --span START:END, in characters"));
    return NULL;
  }
  g_autofree char *string = by_span ? NULL : ask_string(cli, code);
  if (!by_span && !string)
    return NULL;
  JsonObject *object = json_object_new();
  if (options->as)
    json_object_set_string_member(object, "as", options->as);
  if (!by_span) {
    json_object_set_string_member(object, "string", string);
    return object;
  }
  json_object_set_string_member(object, "report", options->report);
  json_object_set_string_member(object, "field", options->field);
  json_object_set_int_member(object, "start", (gint64)start);
  json_object_set_int_member(object, "end", (gint64)end);
  return object;
}

static void
print_answer(const Cli *cli, JsonNode *reply)
{
  JsonObject *object = json_node_get_object(reply);
  gint64 places = cli_number(object, "places"), withheld = cli_number(object, "attachments_withheld"),
         links = cli_number(object, "links");
  g_autofree char *count = language_count(places), *lost = language_count(withheld);
  if (cli->json)
    cli_print_node(reply);
  else
    printf(language_n("Removed in %s place.\n", "Removed in %s places.\n", (guint64)places), count);
  if (!cli->json && links)
    printf(_("Links that held it were dropped.\n"));
  if (withheld)
    cli_complain(language_n("%s attachment held it and could not be changed: withheld now",
                            "%s attachments held it and could not be changed: withheld now", (guint64)withheld),
                 lost);
  if (!cli_boolean(object, "clean"))
    cli_complain(_("the database is too large to be rebuilt: its free space may still hold old copies"));
}

static int
run(Cli *cli, int argc, char **argv)
{
  int code = CLI_OK;
  g_auto(Options) options = {0};
  const GOptionEntry entries[] = {
      {"as", 0, 0, G_OPTION_ARG_FILENAME, &options.as,
       N_("What stands in its place: reporter, phone, email, address, workplace, relative, account, other (else "
       "[removed])"),
       "WORD"},
      {"report", 0, 0, G_OPTION_ARG_FILENAME, &options.report, N_("The report in which a span names the string"), "ID"},
      {"field", 0, 0, G_OPTION_ARG_FILENAME, &options.field, N_("Where the span lies"), "text|subject"},
      {"span", 0, 0, G_OPTION_ARG_FILENAME, &options.span, N_("From which character to which, the first is 0"),
       "START:END"},
      G_OPTION_ENTRY_NULL};
  g_auto(GStrv) arguments = cli_parse(cli, argc, argv, entries, &code);
  if (!arguments)
    return code;
  if (g_strv_length(arguments) > 1) {
    return cli_usage(cli, _("only the case is named on the command line; what is to be removed is asked for"));
  }
  if (!cli_count(cli, arguments, 1, 1))
    return CLI_USAGE;
  JsonObject *body = body_of(cli, &options, &code);
  g_autoptr(JsonNode) reply = body ? edit_post(cli, arguments[0], "strip", body, &code) : NULL;
  if (reply)
    print_answer(cli, reply);
  return code;
}

const CliCommand cli_strip = {
    "strip", "REF", N_("Take out of a case what tells who reported, for good"),
    N_("Asks for the string, or reads it from standard input, and removes it everywhere in the case: texts, links,\n"
    "notes, attachments, the search index. Other spellings of it go too, and it goes where it stands inside a\n"
    "longer word. A span of one report names the string instead of typing it. There is no way back; the sealed\n"
    "original stays as it is. Not found: exit code 1.\n\n"
    "Example:\n  amana strip AM-7K3F-Q29D --as reporter\n"
    "  amana strip AM-7K3F-Q29D --report 4QZ8M2 --field text --span 112:127 --as phone\n"),
    run};
