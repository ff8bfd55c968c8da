/* SPDX-License-Identifier: ISC
 *
 * What edited rules would change over the whole archive.
 */
#pragma once
#include "cli/cli.h"

/* Called for each case of the archive. FALSE stops. */
typedef gboolean (*RulesEachCase)(gpointer user, JsonObject *kase);
/* Every case, a page at a time, with progress on a terminal. decided: only those that people have decided on. Returns the exit code. */
int rules_each_case(Cli *cli, gboolean decided, RulesEachCase each, gpointer user);

/* Classifies every case by the rules in use (base, NULL: the installed ones) and by those with path laid over them, and prints what
 * differs. Returns the exit code. */
int rules_try(Cli *cli, const char *path, const char *base);
