/* SPDX-License-Identifier: ISC
 *
 * The end of a test's folder: what several tests need that keep files in one.
 */
#pragma once
#include <glib.h>
#include <glib/gstdio.h>

/* Removes a file, or a folder with all that is in it; follows no link. */
G_GNUC_UNUSED static void
scratch_remove(const char *path)
{
  g_autoptr(GDir) dir = g_file_test(path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open(path, 0, NULL);
  const char *name;
  while (dir && (name = g_dir_read_name(dir))) {
    g_autofree char *inner = g_build_filename(path, name, NULL);
    scratch_remove(inner);
  }
  g_remove(path);
}
