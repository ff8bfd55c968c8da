/* SPDX-License-Identifier: ISC
 *
 * The plaintext of the identity record (docs/sealed-records.md): who, and what was taken out where, as JSON.
 */
#pragma once
#include "parser/identity.h"
#include "parser/mime.h"

/* headers: of MimeHeader; file_names: of char *; result: what was taken out, or NULL. White space pads it to the next multiple of step
 * bytes. The caller owns it. */
char *record_write(GPtrArray *headers, GPtrArray *file_names, const IdentityResult *result, gsize step);
