/* SPDX-License-Identifier: ISC
 *
 * SHA-256 at the speed of the processor's own instructions (GnuTLS): cleaned files are hashed whole, and GLib's own code would cost as
 * much as all else that the store does with them.
 */
#pragma once
#include <glib.h>

/* 64 hexadecimal digits, lower case (FIPS 180-4). The caller owns the string. */
char *sha256_hex(GBytes *bytes);
