/* SPDX-License-Identifier: ISC
 *
 * References as people type them for commands that work on many cases.
 */
#pragma once
#include "cli/cli.h"

/* typed with every range (AM-7K..AM-9) replaced by the cases in it, in the order of their references; what is no range stays as it
 * was typed. NULL after a complaint, with *code. The caller owns the list. */
char **refs_of(Cli *cli, char **typed, int *code);
