/* SPDX-License-Identifier: ISC
 *
 * S/MIME (RFC 8551) as far as it is needed to read an opaquely signed mail: what was signed is a MIME part inside the DER. No
 * signature is verified and nothing is decrypted here. Runs in the worker.
 */
#pragma once
#include <glib.h>

typedef enum {
  SMIME_NONE,      /* not CMS at all */
  SMIME_SIGNED,    /* *content is what was signed */
  SMIME_SIGNATURE, /* a signature, certificates: nothing inside */
  SMIME_ENCRYPTED
} SmimeKind;

/* What bytes are. *content (owned by the caller) is set for SMIME_SIGNED only. */
SmimeKind smime_read(const guint8 *bytes, gsize size, GBytes **content);
