/* SPDX-License-Identifier: ISC */
#include "seal/gmac.h"

#include <gnutls/crypto.h>

struct Gmac {
  gnutls_hmac_hd_t handle;
};

Gmac *
gmac_new(const guint8 *key)
{
  static const guint8 nonce[12];
  Gmac *gmac = g_new(Gmac, 1);
  if (gnutls_hmac_init(&gmac->handle, GNUTLS_MAC_AES_GMAC_256, key, GMAC_KEY_BYTES) < 0)
    g_error("GnuTLS has no AES-GMAC");
  gnutls_hmac_set_nonce(gmac->handle, nonce, sizeof nonce);
  return gmac;
}

void
gmac_update(Gmac *gmac, const guint8 *bytes, gsize size)
{
  if (gnutls_hmac(gmac->handle, bytes, size) < 0)
    g_error("GnuTLS cannot hash");
}

void
gmac_final(Gmac *gmac, guint8 *tag)
{
  gnutls_hmac_output(gmac->handle, tag);
}

void
gmac_free(Gmac *gmac)
{
  if (!gmac)
    return;
  gnutls_hmac_deinit(gmac->handle, NULL);
  g_free(gmac);
}
