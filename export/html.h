/* SPDX-License-Identifier: ISC
 *
 * HTML pages that need nothing else and do nothing: no script, no link that is followed by itself, nothing
 * loaded, and a content security policy that says so. Content is untrusted, its direction its own.
 */
#pragma once
#include <glib.h>
#include "text/language.h"

/* Begins a page: head with policy and style, body, h1. language: BCP 47 of the page's own words;
 * right-to-left for ar and ckb. */
void html_begin(GString *out, const char *language, const char *title);
void html_end(GString *out);
/* A wide table up to its first row: its headings (English, NULL at the end) in a language. */
void html_begin_table(GString *out, Language language, const char *const *headings);
void html_end_table(GString *out);
/* Escaped and harmless, for between tags and within quoted attributes. */
void html_put_text(GString *out, const char *text);
/* A span of untrusted text in its own direction; language: a word of the contract (ar, ckb, kmr, en, tr, ...)
 * or NULL. */
void html_put_isolated(GString *out, const char *text, const char *language);
/* A block of untrusted text, each line in its own direction, all on the side of the language (or of the first letter). */
void html_put_lines(GString *out, const char *text, const char *language);
/* BCP 47 for a language of the contract ("kmr" -> "kmr-Latn"), or NULL when there is none (mixed, und). */
const char *html_language(const char *language);
