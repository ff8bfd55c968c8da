/* SPDX-License-Identifier: ISC
 *
 * The tokenizer "amana" of the full-text index. Text reaches it folded (text/fold.h); it cuts words at everything that is no
 * letter or digit and adds, at the same place, each word without its Arabic proclitics (wa, fa, bi, li, ka, al), so that "the
 * elections", "and the elections" and "elections" find each other, in phrases too.
 */
#pragma once
#include <glib.h>

#define TOKENIZER_MAX_TOKEN_BYTES 96u /* longer words are cut: a word of 10,000 letters is no word */

struct sqlite3;

/* Makes the tokenizer known to a connection. Returns SQLite's code. */
int tokenizer_register(struct sqlite3 *handle);

/* Next word of folded text at *at: TRUE with its start and (uncut) size. */
gboolean tokenizer_next(const char *text, gsize size, gsize *at, gsize *start, gsize *token_size);

/* Called with the word, then each other form of it, which lasts for the call. Returns FALSE to stop. */
typedef gboolean (*TokenizerForm)(gpointer user, const char *form, gsize size, gboolean first);
/* query: the cautious rules for words that somebody looks for, and other spellings that a text may have. */
void tokenizer_forms(const char *token, gsize size, gboolean query, TokenizerForm form, gpointer user);
