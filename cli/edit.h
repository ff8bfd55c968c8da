/* SPDX-License-Identifier: ISC
 *
 * What the commands that change a case share: text that is never an argument, a request, one line of answer.
 */
#pragma once
#include "cli/cli.h"

/* Standard input up to its end, or to that of a line; one byte more than max is enough to see that it is too long. The caller owns it. */
GString *edit_read(gboolean line, gsize max);
/* A text from standard input: up to its end, or one line when line is set and it is a terminal. prompt goes to standard error on a terminal.
 * NULL with *fault (static) when it is empty, longer than max bytes or no UTF-8. The caller owns it. */
char *edit_read_text(const char *prompt, gboolean line, gsize max, const char **fault);
/* POST /cases/REF (or /cases/REF/what) with body (taken over). The answer, or NULL after a complaint with *code. */
JsonNode *edit_post(Cli *cli, const char *ref, const char *what, JsonObject *body, int *code);
/* Does it once: with --json the answer, else what print makes of it. Returns the exit code. */
int edit_one(Cli *cli, const char *ref, const char *what, JsonObject *body, void (*print)(JsonObject *object));
/* Does it for each ref and each case of a range: with --json a line of JSON for each, else "REF  status  ..." in a line. Returns the exit code of the first failure. */
int edit_each(Cli *cli, char **typed, const char *what, JsonObject *body);
