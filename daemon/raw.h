/* SPDX-License-Identifier: ISC
 *
 * A raw message in the intake: streamed at once into a memfd for the worker, into an age file (also a memfd) for the store, and into a
 * keyed fingerprint. Nothing of it is parsed here. One of at most IPC_SMALL_BYTES stays in memory, and both travel within packets; a
 * larger one is never whole in the process's own memory.
 */
#pragma once
#include <glib.h>
#include "seal/age.h"
#include "seal/hash.h"

typedef struct {
  int raw_fd;        /* sealed memfd, or -1 when small or oversized */
  int sealed_fd;     /* sealed memfd with the age file, or -1 when small */
  GBytes *raw;       /* a small one, wiped when nobody holds it; or NULL */
  GBytes *sealed;    /* a small one's age file, or NULL */
  guint64 size, sealed_size;
  guint8 fingerprint[HASH_BYTES]; /* over the bytes with line ends alike and without empty lines at the end */
} Raw;

typedef struct RawWriter RawWriter;

/* max_bytes: beyond, the message is sealed but not kept for parsing. recipients and key stay the caller's and must outlive it. */
RawWriter *raw_writer_new(const AgeRecipients *recipients, const HashKey *fingerprint_key, guint64 max_bytes);
gboolean raw_writer_data(RawWriter *writer, const guint8 *bytes, gsize size, GError **error);
/* Is there something to parse? FALSE when oversized. */
gboolean raw_is_kept(const Raw *raw);
/* Ends both files. Returns the message; the writer is freed in any case. */
Raw *raw_writer_finish(RawWriter *writer, GError **error);
/* Gives up an incomplete message. */
void raw_writer_free(RawWriter *writer);
void raw_free(Raw *raw);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Raw, raw_free)
