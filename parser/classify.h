/* SPDX-License-Identifier: ISC
 *
 * From a stripped text to the fields of a case: language, categories, violation types, commitments, actor
 * group, platforms, governorate, victim's profession, SDG class, signatory; each with its reason. Rules are
 * data (config/taxonomy/). Pure.
 */
#pragma once
#include <glib.h>
#include "parser/links.h"
#include "report/report.h"

typedef struct ClassifyRules ClassifyRules;

/* files: file name -> GBytes contents, every file of config/taxonomy/. Errors name file and what is wrong. */
ClassifyRules *classify_rules_new(GHashTable *files, GError **error);
void classify_rules_free(ClassifyRules *rules);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ClassifyRules, classify_rules_free)

/* What is wrong with these files though they can be read: headings that speak for nothing, names that nothing has. GPtrArray of
 * "file:line: what" (char *), owned by the caller; empty when all is well, or when taxonomy.json cannot be read. */
GPtrArray *classify_check(GHashTable *files);

/* Fills the fields of report from its subject, text, attachments' text and links (kind is set already; only
 * reports and follow-ups get categories). own_words: the body without quoted replies and forwarded mail,
 * before stripping, for language. */
void classify_report(const ClassifyRules *rules, Report *report, const char *own_words);

/* Language of a text: ar, ckb, kmr, en, tr, mixed or und (static). */
const char *classify_language(const ClassifyRules *rules, const char *text);
