/* SPDX-License-Identifier: ISC
 *
 * The tables behind words.h: the English of each value; translations are in po/, under the kind as context.
 */
#pragma once
#include "text/language.h"

typedef struct {
  const char *kind, *value; /* of the contract */
  const char *english;
} WordsRow;

extern const WordsRow words_codes[], words_values[];
extern const guint words_n_codes, words_n_values;
