/* SPDX-License-Identifier: ISC
 *
 * A set of rules that somebody has edited: a file or a folder, laid over the installed rules. Only the files cli/rules*.c and
 * cli/cmd_rules.c know the parser; they never see a mail, only what monitors may read.
 */
#pragma once
#include <glib.h>
#include "parser/classify.h"

typedef struct {
  GHashTable *files;  /* "taxonomy/hate.lex" -> GBytes */
  GPtrArray *folders; /* of const char *: "taxonomy", ...: those that the path changes */
} RulesSet;

/* path: a file of the rules, one of their folders, or the folder of all. base: the folder of the rules that it is laid over, NULL for the
 * installed ones. NULL with what is wrong. */
RulesSet *rules_set_open(const char *path, const char *base, GError **error);
void rules_set_free(RulesSet *set);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RulesSet, rules_set_free)

/* The files of one folder by their own names; borrows from set. The caller owns the table. */
GHashTable *rules_set_folder(const RulesSet *set, const char *folder);
/* Everything that is wrong in the folders that the path changes: GPtrArray of "folder/file:line: what" (char *); empty when nothing is.
 * The caller owns it. */
GPtrArray *rules_set_check(const RulesSet *set);
