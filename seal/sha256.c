/* SPDX-License-Identifier: ISC */
#include "seal/sha256.h"

#include <gnutls/crypto.h>

#define DIGEST_BYTES 32u

char *
sha256_hex(GBytes *bytes)
{
  gsize size;
  const void *data = g_bytes_get_data(bytes, &size);
  guint8 digest[DIGEST_BYTES];
  if (gnutls_hash_fast(GNUTLS_DIG_SHA256, size ? data : "", size, digest) != 0)
    return g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, bytes); /* the same, slower */
  GString *hex = g_string_sized_new(2 * DIGEST_BYTES + 1);
  for (guint i = 0; i < DIGEST_BYTES; i++)
    g_string_append_printf(hex, "%02x", digest[i]);
  return g_string_free(hex, FALSE);
}
