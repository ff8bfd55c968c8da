/* SPDX-License-Identifier: ISC
 *
 * What kind of mail it is: report, follow-up, suggestion, automatic answer (RFC 3834 and relatives), bounce (RFC 3464, and the
 * many that are not; ARF), spam (provider's verdict and content rules). Pure. Also the verdict on authenticity.
 */
#pragma once
#include <glib.h>
#include "parser/mime.h"

typedef struct {
  const char *kind;  /* static: one of the contract's words */
  char *reason;      /* rule id; owned */
  GPtrArray *tokens; /* of char *: case tokens quoted in subject or body, as written, upper case */
} Kind;

/* text: the decoded body before stripping; subject may be NULL. */
Kind *kind_detect(const MimeMessage *message, const char *subject, const char *text);
void kind_free(Kind *kind);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Kind, kind_free)

/* "pass", "fail" or "unknown" from the Authentication-Results (RFC 8601) of the trusted border authserv_id (NULL: unknown). */
const char *kind_authenticity(const MimeMessage *message, const char *authserv_id);
