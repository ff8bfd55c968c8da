/* SPDX-License-Identifier: ISC
 *
 * A BagIt bag (RFC 8493, version 1.0) written as a stream: payload first, then what is known only afterwards. The manifest lies in a
 * file without a name until then, so memory does not grow with the number of files.
 */
#pragma once
#include "export/target.h"

#define BAG_HASH_CHARS 128u /* of a SHA-512 in hexadecimal */

typedef struct Bag Bag;

/* Begins a bag; target is taken over, also on failure. */
Bag *bag_new(Target *target, GError **error);
void bag_free(Bag *bag);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Bag, bag_free)

/* A file of the payload, "data/" is put before its path; see target.h. */
gboolean bag_begin(Bag *bag, const char *path, guint64 size, GError **error);
gboolean bag_write(Bag *bag, const void *bytes, gsize size, GError **error);
/* sha256: what the bytes must have, or NULL; G_IO_ERROR_INVALID_DATA when they have not. */
gboolean bag_end(Bag *bag, const char *sha256, GError **error);
gboolean bag_put(Bag *bag, const char *path, const char *bytes, gsize size, GError **error);

guint64 bag_files(const Bag *bag);
guint64 bag_bytes(const Bag *bag);

/* The payload is complete: the manifest's hashes, SHA-512 in hexadecimal (the bag's) and BLAKE2b-512 (MINISIGN_HASH_BYTES, to out). */
gboolean bag_close_payload(Bag *bag, const char **sha512, guint8 *blake2b, GError **error);
/* Writes the tag files: info (lines of bag-info.txt, without Payload-Oxum), manifest, signature (or NULL), readme (or NULL), tag manifest;
 * then gives the bag its name. Only after bag_close_payload. */
gboolean bag_commit(Bag *bag, const char *info, const char *signature, const char *readme, GError **error);
