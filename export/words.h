/* SPDX-License-Identifier: ISC
 *
 * The words of documents that leave the house (case pages, notices, public figures) in English, Arabic and Sorani Kurdish. They stand
 * in the program, not in gettext catalogues: a notice in Arabic has to be whole on a machine where no catalogue is installed, and in
 * a language that is not the monitor's own. Every row has all three; a test sees to it.
 */
#pragma once
#include <glib.h>

typedef enum { WORDS_EN, WORDS_AR, WORDS_CKB, WORDS_LANGUAGES } WordsLanguage;

/* "ar", "ckb", "en" (of a locale too: "ar_IQ.UTF-8"; "ku_IQ" is Sorani here). FALSE for another. */
gboolean words_language(const char *name, WordsLanguage *out);
/* The language of --lang; without (NULL) that of the locale in the environment; else English. FALSE when --lang is none. */
gboolean words_choose(const char *lang, WordsLanguage *out);
/* BCP 47. */
const char *words_tag(WordsLanguage language);

/* A sentence of ours, found by its English text; the English itself when it has no row. */
const char *words(WordsLanguage language, const char *english);
/* The same with value in the place of each %s or %u. The caller owns it. */
char *words_with(WordsLanguage language, const char *english, const char *value);
/* The name of a value of the contract: kind is category, platform, status, kind, actor_group, language, state, governorate, commitment,
 * violation_type, review, signatory, case_state, act, field. The value itself when it has no row. NULL stays NULL. */
const char *words_of(WordsLanguage language, const char *kind, const char *value);
