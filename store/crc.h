/* SPDX-License-Identifier: ISC
 *
 * CRC-32C (RFC 3720 B.4), to notice records of a segment that were torn or rotted. It protects against accidents, not people:
 * sealed records are authenticated by age itself.
 */
#pragma once
#include <glib.h>

/* Continues a checksum over more bytes; begin with 0. */
guint32 crc_update(guint32 crc, const void *bytes, gsize size);

/* The same without the processor's instruction, as other machines compute it: what one wrote the other must read. */
guint32 crc_update_portable(guint32 crc, const void *bytes, gsize size);
