/* SPDX-License-Identifier: ISC */
/* What the entries of the custody log are hashed over; see the header. Pure: no database, no clock. */
#include "store/chain.h"

#include <string.h>

static void
add_field(GChecksum *sum, const void *bytes, gsize size)
{
  guint64 length = GUINT64_TO_BE(bytes ? (guint64)size : G_MAXUINT64);
  g_checksum_update(sum, (const guchar *)&length, sizeof length);
  if (bytes)
    g_checksum_update(sum, bytes, (gssize)size);
}

static void
add_text(GChecksum *sum, const char *text)
{
  add_field(sum, text, text ? strlen(text) : 0);
}

static void
finish(GChecksum *sum, guint8 *hash)
{
  gsize size = CHAIN_HASH_BYTES;
  g_checksum_get_digest(sum, hash, &size);
}

void
chain_hash(const ChainLink *link, guint8 *hash)
{
  g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
  char seq[24];
  g_snprintf(seq, sizeof seq, "%" G_GINT64_FORMAT, link->seq);
  const char *const fields[] = {"amana custody 1", link->chain, seq, link->at, link->who, link->act, link->what};
  for (guint i = 0; i < G_N_ELEMENTS(fields); i++)
    add_text(sum, fields[i]);
  add_field(sum, link->salted, CHAIN_HASH_BYTES);
  add_field(sum, link->previous, CHAIN_HASH_BYTES);
  finish(sum, hash);
}

void
chain_salted(const guint8 *salt, const char *text, guint8 *hash)
{
  g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
  add_field(sum, salt, CHAIN_SALT_BYTES);
  add_text(sum, text);
  finish(sum, hash);
}
