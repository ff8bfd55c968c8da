/* SPDX-License-Identifier: ISC */
/* What every command does alike: options, complaints, exit codes, paths of the API. Knows no command. */
#include "cli/cli.h"
#include "cli/terminal.h"
#include "export/plain.h"
#include "text/language.h"

#include <stdarg.h>
#include <string.h>

/* ---- options
 * ----------------------------------------------------------------------------------------------------------------
 */

void
cli_say(FILE *to, const char *text)
{
  g_autoptr(GString) out = g_string_new(NULL);
  terminal_put_said(out, text);
  fputs(out->str, to);
}

static void
print_options(const GOptionEntry *entries, guint columns, gboolean print, guint *widest)
{
  for (const GOptionEntry *e = entries; e && e->long_name; e++) {
    if (!*e->long_name || e->flags & G_OPTION_FLAG_HIDDEN)
      continue;
    g_autofree char *call = g_strdup_printf("  %s%c%s--%s%s%s", e->short_name ? "-" : "", e->short_name ? e->short_name : ' ',
                                            e->short_name ? ", " : "   ", e->long_name, e->arg_description ? "=" : "",
                                            e->arg_description ? e->arg_description : "");
    *widest = MAX(*widest, (guint)strlen(call));
    if (!print)
      continue;
    printf("%-*s  ", (int)columns, call);
    cli_say(stdout, _(e->description));
    putchar('\n');
  }
}

/* Ours and not GLib's: that one speaks the language of the C library's locale. */
static void
print_help(const Cli *cli, const GOptionEntry *entries, const GOptionEntry *common)
{
  guint columns = 0, widest = 0;
  cli_say(stdout, _("Usage:"));
  printf("\n  amana %s [OPTION...] %s\n\n", cli->command->name, cli->command->arguments);
  cli_say(stdout, _(cli->command->summary));
  fputs("\n\n", stdout);
  cli_say(stdout, _("Options:"));
  putchar('\n');
  print_options(entries, 0, FALSE, &columns);
  print_options(common, 0, FALSE, &columns);
  columns = MIN(columns, 32);
  print_options(entries, columns, TRUE, &widest);
  print_options(common, columns, TRUE, &widest);
  putchar('\n');
  cli_say(stdout, _(cli->command->details));
  putchar('\n');
}

/* GLib's complaint of an option, which is English here, in the language in use. */
static char *
option_fault(const GError *error)
{
  static const char *const known[] = {N_("Unknown option %s"), N_("Missing argument for %s")};
  for (guint i = 0; i < G_N_ELEMENTS(known); i++) {
    gsize n = strlen(known[i]) - 2;
    if (!strncmp(error->message, known[i], n)) {
      g_auto(GStrv) around = g_strsplit(_(known[i]), "%s", 2);
      return g_strjoin(error->message + n, around[0], around[1], NULL);
    }
  }
  return g_strdup(error->message);
}

gboolean
cli_choose_language(const char *lang)
{
  Language language;
  if (!language_choose(lang, &language))
    return FALSE;
  language_use(language);
  return TRUE;
}

char **
cli_parse(Cli *cli, int argc, char **argv, const GOptionEntry *entries, int *code)
{
  gboolean help = FALSE;
  g_auto(GStrv) rest = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *socket = NULL, *lang = NULL;
  const GOptionEntry common[] = {
      {"json", 0, 0, G_OPTION_ARG_NONE, &cli->json, N_("Print JSON"), NULL},
      {"socket", 0, 0, G_OPTION_ARG_FILENAME, &socket,
       N_("The daemon's socket (else $AMANA_SOCKET, else /run/amana/amana.sock)"), "PATH"},
      {"lang", 0, 0, G_OPTION_ARG_STRING, &lang, N_("Language of what is printed and made: ar, ckb or en (else that of the locale)"), "LANG"},
      {"help", 'h', 0, G_OPTION_ARG_NONE, &help, N_("Say how to use this command"), NULL},
      /* as file names, because those are not converted from the locale: words are UTF-8 even where LANG is C
       */
      {G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &rest, NULL, NULL},
      G_OPTION_ENTRY_NULL};
  g_autoptr(GOptionContext) context = g_option_context_new(cli->command->arguments);
  g_option_context_set_help_enabled(context, FALSE);
  if (entries)
    g_option_context_add_main_entries(context, entries, NULL);
  g_option_context_add_main_entries(context, common, NULL);
  g_auto(GStrv) copy = g_new0(char *, (gsize)argc + 1);
  for (int i = 0; i < argc; i++)
    copy[i] = g_strdup(argv[i]);
  if (!g_option_context_parse_strv(context, &copy, &error)) {
    g_autofree char *fault = option_fault(error);
    *code = cli_usage(cli, "%s", fault);
    return NULL;
  }
  if (lang && !cli_choose_language(lang)) {
    *code = cli_usage(cli, _("--lang is ar, ckb or en"));
    return NULL;
  }
  if (lang) {
    g_free(cli->lang);
    cli->lang = g_steal_pointer(&lang);
  }
  if (socket) {
    g_free(cli->socket);
    cli->socket = g_steal_pointer(&socket);
  }
  if (help) {
    print_help(cli, entries, common);
    *code = CLI_OK;
    return NULL;
  }
  return rest ? g_steal_pointer(&rest) : g_new0(char *, 1);
}

gboolean
cli_count(const Cli *cli, char **arguments, guint least, guint most)
{
  guint n = g_strv_length(arguments);
  if (n >= least && n <= most)
    return TRUE;
  if (n < least)
    cli_usage(cli, _("something is missing: amana %s %s"), cli->command->name, cli->command->arguments);
  else
    cli_usage(cli, _("too many arguments: amana %s %s"), cli->command->name, cli->command->arguments);
  return FALSE;
}

char **
cli_arguments(Cli *cli, int argc, char **argv, const GOptionEntry *entries, guint least, guint most, int *code)
{
  g_auto(GStrv) arguments = cli_parse(cli, argc, argv, entries, code);
  if (!arguments || cli_count(cli, arguments, least, most))
    return g_steal_pointer(&arguments);
  *code = CLI_USAGE;
  return NULL;
}

gboolean
cli_no_arguments(Cli *cli, int argc, char **argv, int *code)
{
  g_auto(GStrv) arguments = cli_arguments(cli, argc, argv, NULL, 0, 0, code);
  return arguments != NULL;
}

/* ---- complaints
 * -------------------------------------------------------------------------------------------------------------
 */

static void
complain(const char *format, va_list args)
{
  g_autofree char *text = g_strdup_vprintf(format, args);
  g_autofree char *plain = plain_text(text, PLAIN_LINE);
  fflush(stdout);
  fputs("amana: ", stderr);
  cli_say(stderr, plain);
  fputc('\n', stderr);
}

void
cli_complain(const char *format, ...)
{
  va_list args;
  va_start(args, format);
  complain(format, args);
  va_end(args);
}

int
cli_usage(const Cli *cli, const char *format, ...)
{
  va_list args;
  va_start(args, format);
  complain(format, args);
  va_end(args);
  fprintf(stderr, _("Try: amana %s --help\n"), cli->command->name);
  return CLI_USAGE;
}

int
cli_fail(const GError *error)
{
  static const int codes[] = {[CLIENT_ERROR_NO_DAEMON] = CLI_NO_DAEMON,
                              [CLIENT_ERROR_NOT_ALLOWED] = CLI_NOT_ALLOWED,
                              [CLIENT_ERROR_NOT_FOUND] = CLI_NOTHING,
                              [CLIENT_ERROR_REFUSED] = CLI_USAGE,
                              [CLIENT_ERROR_FAILED] = CLI_NOTHING};
  cli_complain("%s", error->message);
  if (error->domain == CLIENT_ERROR && (guint)error->code < G_N_ELEMENTS(codes))
    return codes[error->code];
  return CLI_NOTHING;
}

int
cli_finish(int code)
{
  if (fflush(stdout) == 0 && !ferror(stdout))
    return code;
  cli_complain(_("the output could not be written completely"));
  return code == CLI_OK ? CLI_NOTHING : code;
}

/* ---- the connection
 * ---------------------------------------------------------------------------------------------------------
 */

const char *
cli_socket(Cli *cli)
{
  const char *environment = g_getenv("AMANA_SOCKET");
  if (!cli->socket)
    cli->socket = g_strdup(environment && *environment ? environment : CLI_DEFAULT_SOCKET);
  return cli->socket;
}

Client *
cli_client(Cli *cli)
{
  if (!cli->client)
    cli->client = client_new(cli_socket(cli));
  return cli->client;
}

static char *
escape(const char *text)
{
  g_autofree char *valid = g_utf8_make_valid(text, -1);
  return g_uri_escape_string(valid, NULL, FALSE);
}

char *
cli_path(const char *segment, ...)
{
  GString *path = g_string_new(NULL);
  va_list args;
  va_start(args, segment);
  for (const char *s = segment; s; s = va_arg(args, const char *)) {
    g_autofree char *escaped = escape(s);
    g_string_append_printf(path, "/%s", escaped);
  }
  va_end(args);
  return g_string_free(path, FALSE);
}

char *
cli_query(const char *name, ...)
{
  GString *query = g_string_new(NULL);
  va_list args;
  va_start(args, name);
  for (const char *n = name; n; n = va_arg(args, const char *)) {
    const char *value = va_arg(args, const char *);
    if (!value)
      continue;
    g_autofree char *escaped = escape(value);
    g_string_append_printf(query, "%c%s=%s", query->len ? '&' : '?', n, escaped);
  }
  va_end(args);
  return g_string_free(query, FALSE);
}

/* ---- filters
 * ----------------------------------------------------------------------------------------------------------------
 */

/* Name of the option and of the parameter, which are one but for dashes. */
static const struct {
  const char *name, *help, *takes;
  gsize offset;
} filters[] = {
#define FILTER(name, field, help, takes) {name, help, takes, G_STRUCT_OFFSET(CliFilter, field)}
    FILTER("since", since, N_("Opened on this day or later"), "2026-11-24"),
    FILTER("until", until, N_("Opened on this day or before"), "2026-11-30"),
    FILTER("status", status, N_("new, verifying, verified, ..."), "WORD"),
    FILTER("category", category, N_("hate_speech, incitement, ..."), "WORD"),
    FILTER("platform", platform, N_("facebook, telegram, ..."), "WORD"),
    FILTER("governorate", governorate, N_("English name of the governorate, or none"), "NAME"),
    FILTER("kind", kind, N_("report, followup, suggestion, spam, ..."), "WORD"),
    FILTER("language", language, N_("ar, ckb, kmr, en, tr, mixed, und"), "WORD"),
    FILTER("actor-group", actor_group, N_("Who is accused: candidate, party, media, ..."), "WORD"),
    FILTER("commitment", commitment, N_("A promise of the code, such as CAND-07"), "CODE"),
    FILTER("violation-type", violation_type, N_("HATE, INCITE, ..."), "CODE"),
    FILTER("tag", tag, N_("With this tag, or none"), "TAG"),
    FILTER("assignee", assignee, N_("me, nobody, M-03, or a login"), "WHO"),
    FILTER("review", review, N_("Whether a person must look first"), "yes|no"),
    FILTER("attachments", attachments, N_("Whether there are attachments"), "yes|no"),
    FILTER("sort", sort, N_("newest, oldest, reports, ref, status, category or governorate"), "ORDER"),
    FILTER("limit", limit, N_("At most so many cases; 0: all"), "N"),
    FILTER("offset", offset, N_("Leave out the first N"), "N"),
#undef FILTER
};

static char **
filter_field(CliFilter *filter, guint i)
{
  return (char **)(void *)((char *)filter + filters[i].offset);
}

GOptionEntry *
cli_filter_entries(CliFilter *filter, const GOptionEntry *extra)
{
  guint n = 0;
  while (extra && extra[n].long_name)
    n++;
  GOptionEntry *all = g_new0(GOptionEntry, G_N_ELEMENTS(filters) + n + 1);
  for (guint i = 0; i < G_N_ELEMENTS(filters); i++)
    all[i] = (GOptionEntry){filters[i].name, 0, 0, G_OPTION_ARG_FILENAME, filter_field(filter, i), _(filters[i].help),
                            filters[i].takes};
  if (n)
    memcpy(all + G_N_ELEMENTS(filters), extra, n * sizeof *extra);
  return all;
}

void
cli_filter_each(const CliFilter *filter, CliFilterTake take, gpointer user)
{
  for (guint i = 0; i < G_N_ELEMENTS(filters); i++) {
    const char *value = *filter_field((CliFilter *)filter, i);
    g_autofree char *name = g_strdelimit(g_strdup(filters[i].name), "-", '_');
    if (value)
      take(user, name, value);
  }
}

static void
put_parameter(gpointer user, const char *name, const char *value)
{
  GString *query = user;
  g_autofree char *escaped = escape(value);
  g_string_append_printf(query, "%c%s=%s", query->len ? '&' : '?', name, escaped);
}

char *
cli_filter_query(const CliFilter *filter, const char *q)
{
  GString *query = g_string_new(NULL);
  if (q)
    put_parameter(query, "q", q);
  if (filter->refs)
    put_parameter(query, "ref", filter->refs);
  cli_filter_each(filter, put_parameter, query);
  return g_string_free(query, FALSE);
}

void
cli_filter_clear(CliFilter *filter)
{
  for (guint i = 0; i < G_N_ELEMENTS(filters); i++)
    g_clear_pointer(filter_field(filter, i), g_free);
  g_clear_pointer(&filter->refs, g_free);
}
