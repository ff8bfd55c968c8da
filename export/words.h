/* SPDX-License-Identifier: ISC
 *
 * The words of documents that leave the house (case pages, notices, public figures), in a language that need not be the monitor's
 * own, and the names of the contract's values for people: in documents and on terminals. JSON and CSV have the values themselves.
 */
#pragma once
#include "text/language.h"

/* A sentence of ours in the language. */
const char *words(Language language, const char *english);
/* The same with value in the place of each %s or %u. The caller owns it. */
char *words_with(Language language, const char *english, const char *value);
/* The name of a value of the contract: kind is category, platform, status, kind, actor_group, language, state, governorate, commitment,
 * violation_type, review, signatory, case_state, act, field, ... (words_values.c). The value itself when it has no row. NULL stays NULL. */
const char *words_of(Language language, const char *kind, const char *value);
