/* SPDX-License-Identifier: ISC
 *
 * Cases on a terminal: as a list, and one in full.
 */
#pragma once
#include "cli/cli.h"
#include "cli/terminal.h"

/* GET path, an array of cases, as a table on standard output. Returns the exit code: CLI_NOTHING when the
 * array is empty. */
int cases_print_list(Cli *cli, const char *path);
/* One case with its reports, appended to out. */
void cases_put_case(GString *out, const Terminal *terminal, JsonObject *kase);
/* The last entries of the custody log of a case, appended to out. */
#define CASES_SHOWN_HISTORY 20u
void cases_put_history(GString *out, const Terminal *terminal, JsonArray *entries);
/* "47.1 KiB". The caller owns it. */
char *cases_size(gint64 bytes);
