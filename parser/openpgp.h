/* SPDX-License-Identifier: ISC
 *
 * OpenPGP (RFC 9580, and RFC 4880 before it) as far as it says whose a key is: user ids of keys, and the one that a signature may
 * name. Nothing is verified, nothing decrypted, nothing decompressed. Runs in the worker, pure.
 */
#pragma once
#include <glib.h>

#define OPENPGP_MAX_PACKETS 2000u   /* of one block; a key with many signatures of others has hundreds */
#define OPENPGP_MAX_USER_IDS 20u
#define OPENPGP_MAX_USER_ID_BYTES 400u /* a longer one is no name */

typedef enum {
  OPENPGP_KEY,       /* a public or private key; other armoured keys and certificates too */
  OPENPGP_SIGNATURE,
  OPENPGP_ENCRYPTED  /* a message, encrypted or signed and packed */
} OpenpgpKind;

typedef struct {
  gsize start, end; /* bytes of the text, the lines of dashes included */
  OpenpgpKind kind;
} OpenpgpBlock;

/* Adds to people (of char *, new strings, UTF-8) the user ids in size bytes: packets, or one armoured block. Adds nothing for what
 * is no key and no signature. */
void openpgp_people(const guint8 *bytes, gsize size, GPtrArray *people);
/* The same for packets in base64 without armour, as in Autocrypt's keydata. */
void openpgp_people_base64(const char *base64, gsize size, GPtrArray *people);
/* The first armoured block at or after from, quoted or not, cut off or not. Text signed in clear is none, its signature is. FALSE
 * when there is none. */
gboolean openpgp_find_block(const char *text, gsize from, OpenpgpBlock *block);
