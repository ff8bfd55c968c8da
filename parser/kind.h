/* SPDX-License-Identifier: ISC
 *
 * What kind of mail it is: report, follow-up, suggestion, automatic answer (RFC 3834 and relatives), bounce (RFC 3464, and the
 * many that are not; ARF), spam (provider's verdict and content rules). Pure. Also the verdict on authenticity. The words are
 * data (config/kind/). When in doubt it is a report: a lost report costs a case, a bounce among the reports a minute.
 */
#pragma once
#include <glib.h>
#include "parser/mime.h"

typedef struct KindRules KindRules;

typedef struct {
  const char *kind;  /* static: one of the contract's words */
  char *reason;      /* rule id; owned */
  GPtrArray *tokens; /* of char *: case tokens quoted in subject or body, as written, upper case */
} Kind;

/* files: file name -> GBytes contents, every file of config/kind/. Errors (G_KEY_FILE_ERROR_*) name file and line. */
KindRules *kind_rules_new(GHashTable *files, GError **error);
void kind_rules_free(KindRules *rules);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KindRules, kind_rules_free)

/* text: the decoded body before stripping; subject may be NULL. */
Kind *kind_detect(const KindRules *rules, const MimeMessage *message, const char *subject, const char *text);
void kind_free(Kind *kind);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Kind, kind_free)

/* "pass", "fail" or "unknown" from the Authentication-Results (RFC 8601) of the trusted border authserv_id (NULL: unknown). */
const char *kind_authenticity(const MimeMessage *message, const char *authserv_id);
