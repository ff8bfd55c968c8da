/* SPDX-License-Identifier: ISC
 *
 * Folding: the matching key of a text, in which spellings of one word are equal.
 *
 * Arabic and Kurdish letters that people interchange (hamza and alef forms, yeh, alef maqsura and Farsi yeh, teh marbuta and
 * Kurdish ae, kaf and keheh, the Kurdish letters with small v) fall together; marks, tatweel, zero-width and bidirectional
 * characters vanish; digits of every script become ASCII; Latin letters lose accents and case; compatibility forms
 * (presentation forms, full width) become ordinary letters; every white space becomes one ' ' each.
 * The key is for matching only; what people read is never folded. Used by the parser, the store's search and the CLI.
 */
#pragma once
#include <glib.h>

typedef struct {
  char *key;     /* NUL-terminated UTF-8 */
  gsize key_len; /* bytes */
  guint32 *at;   /* at[i]: byte offset in the original of the character that key byte i came from; at[key_len] = original length */
} TextFold;

/* Folds text (len bytes, or -1 for NUL-terminated; invalid UTF-8 bytes are skipped). Free with text_fold_free. */
TextFold *text_fold_new(const char *text, gssize len);
void text_fold_free(TextFold *fold);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(TextFold, text_fold_free)

/* Only the key, for dictionaries and queries. The caller owns the string. */
char *text_fold_key(const char *text, gssize len);

/* The same, for search: additionally the Kurdish vowel letters and double waw are loosened (rules of full-text search). */
char *text_fold_search(const char *text, gssize len);

/* Folds one character into out (room for 20); returns how many characters it became, 0 for one that vanishes. */
guint text_fold_char(gunichar c, gunichar *out);

/* TRUE for zero-width, bidirectional and other invisible formatting characters (ZWNJ too). */
gboolean text_is_invisible(gunichar c);
