/* SPDX-License-Identifier: ISC
 *
 * One message in, one report and one identity record out. Pure: no file, socket or clock; runs in the worker.
 */
#pragma once
#include <glib.h>
#include "parser/cleaning.h"
#include "report/report.h"
#include "seal/hash.h"

typedef struct ParserRules ParserRules;

#define PARSER_IDENTITY_STEP_BYTES 4096u /* identity records are padded to multiples of this, so that sizes do not tell */

typedef struct {
  const char *day;             /* arrival, YYYY-MM-DD; NULL: from the mail's topmost Received or Date, else today_if_unknown */
  const char *today_if_unknown;
  const char *authserv_id;     /* trusted border, or NULL */
  const char *const *own_addresses; /* NULL-terminated addresses of the mailbox itself, or NULL */
  Cleaning *cleaning;          /* what the cleaner is to do (filled in) or has done; NULL: there is none */
} ParserMessage;

/* Once per process, before confinement: charset converters, libraries. */
void parser_init(void);

/* files: "identity/x", "links/x", "taxonomy/x", "kind/x" -> GBytes. time_zone: IANA name (its data is read here, before confinement).
 * thread_key: for keyed hashes of contents, and (BLAKE2b always) of Message-IDs; copied. Errors name the file. */
ParserRules *parser_rules_new(GHashTable *files, const char *time_zone, const HashKey *thread_key, GError **error);
void parser_rules_free(ParserRules *rules);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ParserRules, parser_rules_free)

/* Parses, strips, classifies. identity_json (owned by the caller) is the plaintext of the identity record, padded; wipe it after
 * sealing. Errors: MIME_ERROR_* when a limit is passed (the message is then quarantined). */
Report *parser_run(const ParserRules *rules, const guint8 *bytes, gsize size, const ParserMessage *message,
                   char **identity_json, GError **error);
