/* SPDX-License-Identifier: ISC
 *
 * What people made of the program's suggestions, and words learned from it: as a lexicon that they review like any other.
 */
#pragma once
#include <glib.h>
#include "cli/cli.h"

#define LEARN_MIN_CASES 3u     /* in which a word must stand: a name that one reporter wrote is no rule */
#define LEARN_MAX_WORDS 40u    /* of a category, each way */
#define LEARN_MAX_CASE_WORDS 3000u

typedef struct Learning Learning;
Learning *learning_new(guint min_cases);
void learning_free(Learning *learning);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Learning, learning_free)
/* One case that people decided on: its texts, its categories now, and those that the program suggested and people took away. All are
 * NULL-terminated. */
void learning_add(Learning *learning, const char *const *texts, const char *const *categories, const char *const *removed);
/* The lexicon, with a comment for each word that says why. The caller owns it. */
char *learning_lexicon(const Learning *learning);

/* The commands; they return the exit code. */
int rules_learn(Cli *cli, guint min_cases);
int rules_stats(Cli *cli);
