/* SPDX-License-Identifier: ISC
 *
 * Archives: the members of a zip, tar, tar.gz, 7z or rar as bytes, under limits that hold for a whole message. All of an archive
 * or nothing: one that is encrypted, broken or past a limit has a fault and no members. Names are returned, never used as paths.
 * Runs in the worker; nothing is written anywhere.
 */
#pragma once
#include <glib.h>

#define UNPACK_MAX_MEMBERS 200u /* files in one archive that are to be listed */
#define UNPACK_MAX_ENTRIES 5000u /* of any kind in one archive: folders, links, system files too */
#define UNPACK_MAX_DEPTH 3u     /* an archive in an archive in an archive */
#define UNPACK_MAX_RATIO 200u   /* unpacked to packed bytes, of the whole archive */
#define UNPACK_RATIO_FREE_BYTES (1024u * 1024)   /* up to this the ratio does not matter: small texts compress well */
#define UNPACK_MAX_BYTES (64u * 1024 * 1024)     /* unpacked, of all archives and documents of one message */

typedef enum {
  UNPACK_FAULT_NONE,
  UNPACK_FAULT_BROKEN,
  UNPACK_FAULT_EMPTY, /* nothing in it, or nothing was recognised: a tar of zeros is an empty tar */
  UNPACK_FAULT_ENCRYPTED,
  UNPACK_FAULT_MEMBERS,
  UNPACK_FAULT_RATIO,
  UNPACK_FAULT_BYTES,
} UnpackFault;

typedef struct {
  char *name; /* as in the archive, made valid UTF-8; identity */
  GBytes *data;
} UnpackMember;

typedef struct {
  UnpackFault fault;
  GPtrArray *members; /* of UnpackMember; empty when there is a fault */
  GPtrArray *names;   /* of char *: every name seen, up to the fault */
  guint ignored;      /* files of the system (__MACOSX, .DS_Store, ...), links, devices */
} Unpacked;

/* Names the parts of a document that are wanted. */
typedef gboolean (*UnpackWanted)(const char *name);

/* Once per process, before confinement. */
void unpack_init(void);
/* Media types (picture_sniff) that unpack_archive understands. */
gboolean unpack_is_archive(const char *media_type);

/* Reads a whole archive of the given media type. bytes_left: how many bytes may still be unpacked in this message; what was
 * unpacked is taken off, also of an archive that turns out to be bad. Never NULL. */
Unpacked *unpack_archive(const guint8 *bytes, gsize size, const char *media_type, gsize *bytes_left);
/* Reads the wanted members of a zip that is a document; members beyond UNPACK_MAX_MEMBERS are no fault, others are not unpacked. */
Unpacked *unpack_parts(const guint8 *bytes, gsize size, UnpackWanted wanted, gsize *bytes_left);
void unpacked_free(Unpacked *unpacked);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Unpacked, unpacked_free)

/* Why an archive with this fault is withheld. A static string. */
const char *unpack_fault_reason(UnpackFault fault);
