/* SPDX-License-Identifier: ISC
 *
 * Cases on a terminal: as a list, and one in full.
 */
#pragma once
#include "cli/cli.h"
#include "cli/terminal.h"

/* GET route with the filter and words (or NULL), as JSON or as a table on standard output; on a terminal a page of CASES_PAGE unless the filter
 * has a limit, and a line on standard error that says what follows. Returns the exit code: CLI_NOTHING when nothing was found. */
#define CASES_PAGE "50"
int cases_print_list(Cli *cli, const char *route, const char *words, CliFilter *filter);
/* A value of the contract for people: in English the value itself, which is what commands take; else its name, and the value behind it when
 * code is TRUE. kind as for words_of. NULL stays NULL. The caller owns it. */
char *cases_label(const char *kind, const char *value, gboolean code);
/* The same for each of a list, "" when there is none. The caller owns it. */
char *cases_labels(JsonObject *kase, const char *member, const char *kind, gboolean code);
/* One case with its reports, appended to out. */
void cases_put_case(GString *out, const Terminal *terminal, JsonObject *kase);
/* An entry of the custody log as a row of a table with four columns (when, who, act, what); what is long stands below it. login: with
 * the login, where the service tells it; text: with the free text. */
void cases_add_entry(TerminalTable *table, const Terminal *terminal, JsonObject *entry, gboolean login, gboolean text);
/* The last entries of the custody log of a case, appended to out. */
#define CASES_SHOWN_HISTORY 20u
void cases_put_history(GString *out, const Terminal *terminal, JsonArray *entries);
/* "47.1 KiB". The caller owns it. */
char *cases_size(gint64 bytes);
