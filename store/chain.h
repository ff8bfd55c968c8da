/* SPDX-License-Identifier: ISC
 *
 * The hashes of a custody chain, apart from the database: what is hashed, in which order. docs name this format, so that a chain can be
 * checked by others: SHA-256 over fields, each preceded by its length as 8 bytes big-endian (G_MAXUINT64 for an absent one).
 */
#pragma once
#include <glib.h>

#define CHAIN_HASH_BYTES 32u
#define CHAIN_SALT_BYTES 16u

typedef struct {
  const char *chain;
  gint64 seq; /* hashed as decimal text */
  const char *at, *who, *act, *what;
  const guint8 *salted; /* CHAIN_HASH_BYTES, or NULL */
  const guint8 *previous; /* CHAIN_HASH_BYTES; zeros for the first */
} ChainLink;

/* hash: CHAIN_HASH_BYTES. */
void chain_hash(const ChainLink *link, guint8 *hash);
/* Hash of a free text with its salt (CHAIN_SALT_BYTES). */
void chain_salted(const guint8 *salt, const char *text, guint8 *hash);
