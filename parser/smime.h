/* SPDX-License-Identifier: ISC
 *
 * S/MIME (RFC 8551) as far as it is needed to read an opaquely signed mail, in which what was signed is a MIME part inside the DER, and
 * to learn who signed. No signature is verified and nothing is decrypted here. Runs in the worker.
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
/* Adds the names and addresses of those whom the certificates in a signature are of to people (see hints_add), those who issued them
 * apart. Adds nothing for what is no CMS. */
void smime_people(const guint8 *bytes, gsize size, GPtrArray *people);
