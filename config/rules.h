/* SPDX-License-Identifier: ISC
 *
 * Reads the rules' folder (identity/, links/, taxonomy/, kind/) into memory, before confinement.
 */
#pragma once
#include <glib.h>

#define RULES_MAX_FILE_BYTES (16u * 1024 * 1024)

/* Where the rules are: configured (NULL: the installed ones), if that folder exists; else beside this program (../share/amana as installed, ../../../config in
 * a build tree). configured again when nothing is found, so that the error names it. The caller owns it. */
char *rules_locate(const char *configured);
/* "folder/name" -> GBytes for every regular file in the folders of path. G_FILE_ERROR_* with the path. */
GHashTable *rules_read(const char *path, GError **error);
