/* SPDX-License-Identifier: ISC
 *
 * Lossless cleaning of pictures by allow-list: only the segments and chunks that make the picture are copied,
 * nothing is decoded or re-encoded, nothing after the end marker is kept. JPEG keeps at most the Exif
 * orientation value, in an Exif block made here.
 */
#pragma once
#include <glib.h>

/* Media type by content: "image/jpeg", "image/png", "image/gif", "image/webp", "application/pdf",
 * "application/zip", "video/mp4", "audio/ogg", "text/plain", ... or "application/octet-stream". A static
 * string. */
const char *picture_sniff(const guint8 *bytes, gsize size);

/* Pixels of a JPEG, PNG, GIF or WebP as it is displayed, after its orientation. FALSE when it is none, or broken. */
gboolean picture_size(const guint8 *bytes, gsize size, guint *width, guint *height);

/* The cleaned copy, or NULL with G_IO_ERROR_INVALID_DATA when it is not a picture of a type handled here or
 * too broken to clean. A truncated picture is cleaned as far as it goes. */
GBytes *picture_clean(const guint8 *bytes, gsize size, GError **error);
