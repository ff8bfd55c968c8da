/* SPDX-License-Identifier: ISC
 *
 * The README.txt of a case file: what it is and how to check it, in English, Arabic and Kurdish.
 */
#pragma once
#include <glib.h>

/* Static text. */
const char *readme_text(gboolean is_signed);
