/* SPDX-License-Identifier: ISC
 *
 * What the commands of `amana` share: exit codes, options, the connection, and how a command ends. Runs as
 * the monitor, with no privilege of its own; what it may do the daemon decides.
 */
#pragma once
#include <glib.h>
#include <json-glib/json-glib.h>
#include <stdio.h>
#include "cli/client.h"
#include "text/language.h"

/* Exit codes (contract). */
#define CLI_OK 0
#define CLI_NOTHING 1 /* not found, nothing matched, or not all of it could be done */
#define CLI_USAGE 64
#define CLI_NO_DAEMON 69
#define CLI_NOT_ALLOWED 77

#define CLI_DEFAULT_SOCKET "/run/amana/amana.sock"

typedef struct CliCommand CliCommand;

typedef struct {
  const CliCommand *command;
  char *socket;   /* --socket, $AMANA_SOCKET or the default */
  char *lang;     /* --lang, NULL when it was not given; _() speaks the language already */
  gboolean json;  /* --json */
  gboolean defang; /* --defang: links as hxxps://example[.]com */
  Client *client; /* made on first use by cli_client */
} Cli;

struct CliCommand {
  const char *name;
  const char *arguments; /* as in the usage line */
  const char *summary;   /* one line, for the list of commands */
  const char *details;   /* for --help: paragraphs and an example */
  /* argv[0] is the command's name. Returns the exit code. */
  int (*run)(Cli *cli, int argc, char **argv);
};

/* Parses a command's options (entries may be NULL), --socket, --json, --lang and --help. Arguments that remain:
 * NULL-terminated, the caller's, not necessarily UTF-8. NULL when the command is to end at once with *code.
 */
char **cli_parse(Cli *cli, int argc, char **argv, const GOptionEntry *entries, int *code);
/* What is printed is in this language from now on: --lang, or NULL for that of the environment. FALSE, and no change, for one that is not ours. */
gboolean cli_choose_language(const char *lang);
/* Arguments between least and most (G_MAXUINT: any number), else a line on standard error and FALSE. */
gboolean cli_count(const Cli *cli, char **arguments, guint least, guint most);
/* cli_parse and cli_count, which is all that most commands need. */
char **cli_arguments(Cli *cli, int argc, char **argv, const GOptionEntry *entries, guint least, guint most, int *code);
/* The same for a command that has neither options of its own nor arguments: FALSE when it is to end at once with *code. */
gboolean cli_no_arguments(Cli *cli, int argc, char **argv, int *code);
/* Says what is wrong with the call, and where help is. Returns CLI_USAGE. */
int cli_usage(const Cli *cli, const char *format, ...) G_GNUC_PRINTF(2, 3);
/* Prints a text of ours, which may have several lines, so that it reads from the right where its language does. */
void cli_say(FILE *to, const char *text);
/* Prints "amana: ..." to standard error; what is not our own text must be made harmless by the caller. */
void cli_complain(const char *format, ...) G_GNUC_PRINTF(1, 2);
/* --defang for a command's options, a row of GOptionEntry. */
#define CLI_DEFANG_ENTRY(cli)                                                                                      \
  {"defang", 0, 0, G_OPTION_ARG_NONE, &(cli)->defang, N_("Print links so that no click follows them"), NULL}
/* Complains of an error of the client and returns the exit code for it. */
int cli_fail(const GError *error);
/* The path of the daemon's socket: --socket, $AMANA_SOCKET or the default. Belongs to cli. */
const char *cli_socket(Cli *cli);
/* The connection. Never NULL. */
Client *cli_client(Cli *cli);

/* GET path as JSON, defanged when that is asked for. The caller owns the node. */
JsonNode *cli_get(Cli *cli, const char *path, GError **error);
/* GET path, which answers an object. The caller owns it. */
JsonObject *cli_get_object(Cli *cli, const char *path, GError **error);
/* GET path and print the JSON as it comes, with what a terminal could take for a command escaped. Returns the
 * exit code. */
int cli_print_json(Cli *cli, const char *path);
/* JSON made here, on standard output, with a newline. */
void cli_print_node(JsonNode *node);
/* The folder that was made: its path, or {"folder": PATH}. */
void cli_print_folder(const Cli *cli, const char *path);
/* JSON text with control characters beyond C0, bidirectional and hidden ones as \u escapes: the same JSON.
 * Appends to out. tail holds an incomplete character between pieces (start with an empty string). */
void cli_escape_json(GString *out, GString *tail, const char *bytes, gsize size);
/* Flushes standard output; a code other than CLI_OK when it could not all be written. */
int cli_finish(int code);

/* "?a=b&c=d" of the pairs (name, value, ..., NULL); NULL values are left out, "" when all are. The caller
 * owns it. */
char *cli_query(const char *name, ...) G_GNUC_NULL_TERMINATED;
/* A path of segments, each escaped: cli_path("cases", ref, NULL). The caller owns it. */
char *cli_path(const char *segment, ...) G_GNUC_NULL_TERMINATED;

/* Members of JSON from the daemon, NULL or 0 when absent, null or of another type. Strings belong to the
 * object. */
const char *cli_string(JsonObject *object, const char *name);
gint64 cli_number(JsonObject *object, const char *name);
gboolean cli_boolean(JsonObject *object, const char *name);
JsonArray *cli_array(JsonObject *object, const char *name);
JsonObject *cli_object(JsonObject *object, const char *name);
/* A list of strings as "a, b"; "" when there are none. The caller owns it. */
char *cli_join(JsonObject *object, const char *name);

/* The filters of list, search and export. */
typedef struct {
  char *since, *until, *status, *category, *platform, *governorate, *kind, *language, *actor_group, *commitment, *violation_type, *tag,
      *assignee, *review, *attachments, *sort, *limit, *offset;
  char *refs; /* "AM-7K3F, AM-9..AM-A": not an option; or NULL */
} CliFilter;
/* Entries for a GOptionContext that fill filter, then extra (or NULL). The caller frees the array with
 * g_free. */
GOptionEntry *cli_filter_entries(CliFilter *filter, const GOptionEntry *extra);
/* Called for each filter that was given, with its name in the API. */
typedef void (*CliFilterTake)(gpointer user, const char *name, const char *value);
void cli_filter_each(const CliFilter *filter, CliFilterTake take, gpointer user);
/* The query of the filter, with q when it is not NULL. The caller owns it. */
char *cli_filter_query(const CliFilter *filter, const char *q);
void cli_filter_clear(CliFilter *filter);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(CliFilter, cli_filter_clear)

/* The commands, one file each. */
extern const CliCommand cli_import, cli_list, cli_show, cli_search, cli_digest, cli_export, cli_publish, cli_attachment,
    cli_status, cli_strip, cli_release, cli_cover, cli_link, cli_rules, cli_similar, cli_merge, cli_split, cli_seal_drill, cli_sealed, cli_retry, cli_verify, cli_backup,
    cli_reconcile, cli_custody, cli_set, cli_note, cli_tag, cli_assign;
