/* SPDX-License-Identifier: ISC
 *
 * What the fields of a case may hold: the fixed words of the contract, and what taxonomy.json and governorates.json name. Read once,
 * before confinement.
 */
#pragma once
#include <glib.h>

typedef struct Vocabulary Vocabulary;

/* Reads taxonomy/ in the rules' folder. G_FILE_ERROR_* or G_IO_ERROR_INVALID_DATA with the path. */
Vocabulary *vocabulary_load(const char *rules_path, GError **error);
/* The fixed words alone. */
Vocabulary *vocabulary_new(void);
void vocabulary_free(Vocabulary *vocabulary);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Vocabulary, vocabulary_free)

/* TRUE for a field of the classification that people may correct. */
gboolean vocabulary_has_field(const Vocabulary *vocabulary, const char *field);
/* The value as it is written in the taxonomy, whatever the case of its letters; NULL when there is none. Belongs to vocabulary. */
const char *vocabulary_find(const Vocabulary *vocabulary, const char *field, const char *value);
/* All values of a field, "a, b, c". The caller owns it. */
char *vocabulary_list(const Vocabulary *vocabulary, const char *field);
