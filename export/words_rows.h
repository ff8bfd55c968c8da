/* SPDX-License-Identifier: ISC
 *
 * The tables behind words.h.
 */
#pragma once
#include <glib.h>

typedef struct {
  const char *kind;  /* "" for sentences */
  const char *value; /* of the contract; for sentences the English */
  const char *en, *ar, *ckb;
} WordsRow;

extern const WordsRow words_codes[], words_values[], words_sentences[];
extern const guint words_n_codes, words_n_values, words_n_sentences;
