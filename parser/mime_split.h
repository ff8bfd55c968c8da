/* SPDX-License-Identifier: ISC
 *
 * The message as gmime is to see it: the bodies as they are but for lines of large leaves that can be no boundary, each header block
 * replaced by a minimal one made here. So gmime splits multiparts and nothing else; it never meets a charset, a NUL or a field that is
 * none. Nothing is copied.
 */
#pragma once
#include <gmime/gmime.h>
#include "parser/mime_private.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC(GMimeStream, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GMimeParser, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GMimeObject, g_object_unref)

/* The stream for g_mime_parser_new_with_stream(); borrows bytes and scan, which have to outlive it. */
GMimeStream *mime_split_stream_new(const guint8 *bytes, gsize size, const MimeScan *scan);
/* Where in the message a place of the stream is (that of the next byte of the message when it is in a made
 * header). */
gsize mime_split_stream_origin(GMimeStream *stream, gint64 place);
/* The block whose replacement a part has, or NULL. Borrowed. */
const MimeBlock *mime_split_block(GMimeObject *object, const MimeScan *scan);
