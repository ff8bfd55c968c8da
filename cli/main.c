/* SPDX-License-Identifier: ISC */
/*
 * amana: the command that monitors and administrators use. This file finds the command in a table and hands
 * over; it holds no privilege and reads no configuration file: what a user may do the daemon decides.
 */
#include "cli/cli.h"
#include "text/language.h"

#include <locale.h>
#include <string.h>

static int run_help(Cli *cli, int argc, char **argv);
static int run_version(Cli *cli, int argc, char **argv);

static const CliCommand help_command = {"help", "[COMMAND]", N_("Say how to use amana, or one command of it"),
                                        N_("Example:\n  amana help import\n"), run_help};
static const CliCommand version_command = {"version", "", N_("Print the version"), N_("Example:\n  amana version\n"),
                                           run_version};

/* In the order in which people meet them. */
/* clang-format off: a line each, so that two people can add one each */
static const CliCommand *const commands[] = {
    &cli_list,
    &cli_show,
    &cli_search,
    &cli_digest,
    &cli_attachment,
    &cli_export,
    &cli_publish,
    &cli_set,
    &cli_note,
    &cli_tag,
    &cli_assign,
    &cli_strip,
    &cli_release,
    &cli_cover,
    &cli_link,
    &cli_rules,
    &cli_similar,
    &cli_merge,
    &cli_split,
    &cli_custody,
    &cli_status,
    &cli_import,
    &cli_seal_drill,
    &cli_sealed,
    &cli_retry,
    &cli_verify,
    &cli_backup,
    &cli_reconcile,
    &help_command,
    &version_command,
};
/* clang-format on */

static const CliCommand *
find_command(const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS(commands); i++)
    if (!strcmp(commands[i]->name, name))
      return commands[i];
  return NULL;
}

static void
print_overview(FILE *to)
{
  cli_say(to, _("Usage:"));
  fputs("\n  amana [--socket PATH] [--lang LANG] COMMAND [OPTION...] [ARGUMENT...]\n\n", to);
  cli_say(to, _("Commands:"));
  fputc('\n', to);
  for (guint i = 0; i < G_N_ELEMENTS(commands); i++) {
    fprintf(to, "  %-12s ", commands[i]->name);
    cli_say(to, _(commands[i]->summary));
    fputc('\n', to);
  }
  cli_say(to, _("\nEvery command that prints takes --json. amana help COMMAND says more.\n\n"
        "Example:\n  amana list --since 2026-11-01 --category hate_speech\n"));
}

static int
run_help(Cli *cli, int argc, char **argv)
{
  int code = CLI_OK;
  g_auto(GStrv) arguments = cli_arguments(cli, argc, argv, NULL, 0, 1, &code);
  if (!arguments)
    return code;
  if (!arguments[0]) {
    print_overview(stdout);
    return CLI_OK;
  }
  const CliCommand *about = find_command(arguments[0]);
  if (!about)
    return cli_usage(cli, _("there is no such command"));
  if (about == &help_command) {
    print_overview(stdout);
    return CLI_OK;
  }
  char *call[] = {(char *)about->name, (char *)"--help", NULL};
  cli->command = about;
  return about->run(cli, 2, call);
}

static int
run_version(Cli *cli, int argc, char **argv)
{
  int code = CLI_OK;
  if (!cli_no_arguments(cli, argc, argv, &code))
    return code;
  printf(cli->json ? "{\"version\":\"%s\"}\n" : "amana %s\n", AMANA_VERSION);
  return CLI_OK;
}

/* Options before the command. Returns the index of the command's name, or -1 after a complaint. */
static int
parse_leading(Cli *cli, int argc, char **argv)
{
  int i = 1;
  for (; i < argc && argv[i][0] == '-'; i++) {
    if (!strcmp(argv[i], "--json")) {
      cli->json = TRUE;
    } else if (g_str_has_prefix(argv[i], "--socket=")) {
      g_free(cli->socket);
      cli->socket = g_strdup(argv[i] + strlen("--socket="));
    } else if (g_str_has_prefix(argv[i], "--lang=") || (!strcmp(argv[i], "--lang") && i + 1 < argc)) {
      const char *lang = argv[i][6] ? argv[i] + strlen("--lang=") : argv[++i];
      if (!cli_choose_language(lang)) {
        cli_complain(_("--lang is ar, ckb or en"));
        return -1;
      }
      g_free(cli->lang);
      cli->lang = g_strdup(lang);
    } else if (!strcmp(argv[i], "--socket") && i + 1 < argc) {
      g_free(cli->socket);
      cli->socket = g_strdup(argv[++i]);
    } else {
      break;
    }
  }
  return i;
}

static int
run(Cli *cli, int argc, char **argv)
{
  int at = parse_leading(cli, argc, argv);
  if (at < 0)
    return CLI_USAGE;
  if (at >= argc) {
    print_overview(stderr);
    return CLI_USAGE;
  }
  const char *name = argv[at];
  if (!strcmp(name, "--help") || !strcmp(name, "-h"))
    name = "help";
  if (!strcmp(name, "--version"))
    name = "version";
  cli->command = find_command(name);
  if (!strcmp(name, "--socket") || !strcmp(name, "--lang")) { /* with a value it was read above */
    cli_complain(_("Missing argument for %s"), name);
    return CLI_USAGE;
  }
  if (!cli->command) {
    cli_complain("%s", name[0] == '-' ? _("there is no such option; amana help lists the commands")
                                      : _("there is no such command; amana help lists the commands"));
    return CLI_USAGE;
  }
  return cli->command->run(cli, argc - at, argv + at);
}

/* Wherever --lang stands, and before anything is said, so that complaints are in the language too. */
static void
choose_language(char **argv)
{
  const char *lang = NULL;
  for (char **a = argv + 1; *argv && *a && strcmp(*a, "--") != 0; a++)
    if (g_str_has_prefix(*a, "--lang="))
      lang = *a + strlen("--lang=");
    else if (!strcmp(*a, "--lang") && a[1])
      lang = *++a;
  cli_choose_language(NULL);
  if (lang)
    cli_choose_language(lang); /* cli_parse refuses one that is none */
}

int
main(int argc, char **argv)
{
  Cli cli = {0};
  setlocale(LC_CTYPE, "C.UTF-8"); /* texts are UTF-8 whatever the environment says */
  g_set_prgname("amana");
  choose_language(argv);
  int code = run(&cli, argc, argv);
  g_free(cli.socket);
  g_free(cli.lang);
  client_free(cli.client);
  return cli_finish(code);
}
