/* SPDX-License-Identifier: ISC
 *
 * Segments: files "segments/NNNNNN.seg" to which sealed records and cleaned attachments are appended. A record is a header of 64
 * bytes (magic, checksum, size, name) and its bytes, opaque here. A place is one number: the segment and the offset in it.
 *
 * A group is appended, synced once, and then becomes real by the commit in cases.db that says how long each segment is; what lies
 * beyond that is an orphan and is cut off at the next open. Appending belongs to the writer (its lock); reading is thread-safe.
 */
#pragma once
#include <glib.h>

#define SEGMENT_MAX_BYTES (1024ull * 1024 * 1024) /* a longer record gets a segment of its own */
#define SEGMENT_HEADER_BYTES 64u
#define SEGMENT_NAME_BYTES 40u

typedef struct Segments Segments;

/* dir: the store's folder; "segments" in it is made when missing. */
Segments *segments_open(const char *dir, GError **error);
void segments_close(Segments *segments);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Segments, segments_close)

/* Sweeps: cuts segment number down to size and removes files that no committed segment names. Call segments_sweep once per committed
 * segment in ascending order, then segments_swept. A file shorter than it should be is counted as damaged and not appended to. */
gboolean segments_sweep(Segments *segments, guint number, guint64 size, GError **error);
gboolean segments_swept(Segments *segments, GError **error);
guint segments_damaged(const Segments *segments);
/* TRUE when there is a segment, whoever names it. */
gboolean segments_any(const Segments *segments);

/* Appends a record from memory, or the first size bytes of a descriptor (read with pread, not mapped). FALSE with STORE_ERROR_FULL or
 * _FAILED: then segments_rollback. place is where it lies. */
gboolean segments_append(Segments *segments, const char *name, const void *bytes, gsize size, gint64 *place, GError **error);
gboolean segments_append_fd(Segments *segments, const char *name, int fd, guint64 size, gint64 *place, GError **error);
/* Makes all that was appended durable. */
gboolean segments_sync(Segments *segments, GError **error);
/* Called for each segment that grew since the last commit, to be written into the database. */
typedef void (*SegmentGrown)(gpointer user, guint number, guint64 size);
void segments_grown(Segments *segments, SegmentGrown grown, gpointer user);
/* The database has committed; or it has not, and what was appended is cut off again. */
void segments_commit(Segments *segments);
void segments_rollback(Segments *segments);

/* The record at place: name and size must be the ones in its header, and the checksum must hold; else STORE_ERROR_FAILED. The bytes are
 * a mapping of the file, not a copy. */
GBytes *segments_read(Segments *segments, gint64 place, const char *name, guint64 size, GError **error);

/* Walks the headers of a segment up to size: NULL when they follow each other to the end, else what is wrong (static). */
const char *segments_walk(Segments *segments, guint number, guint64 size);
/* The segment's file for reading, or -1. Its path is relative to the store's folder. */
int segments_file(Segments *segments, guint number, GError **error);
char *segments_file_name(guint number);
guint segments_number(gint64 place);

/* Overwrites the bytes of a record that nothing refers to any more with zeros, and syncs them; the record stays a whole one, so that
 * the file can still be walked. One that is not there (any more) is no error. */
gboolean segments_erase(Segments *segments, gint64 place, const char *name, guint64 size, GError **error);
