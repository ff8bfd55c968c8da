/* SPDX-License-Identifier: ISC
 *
 * A case as a folder: case.json, the texts, the cleaned attachments, the custody log, and what was left out.
 * Built under a temporary name beside its place and renamed when it is complete, so that nothing half-valid
 * ever stands there. Overwrites nothing.
 */
#pragma once
#include <gio/gio.h>
#include <json-glib/json-glib.h>

typedef struct {
  JsonObject *kase;    /* as of GET /cases/REF */
  JsonNode *custody;   /* as of GET /cases/REF/custody, or NULL */
  gboolean unreviewed; /* also attachments that nobody has looked at */
  /* Writes the bytes of an attachment. */
  gboolean (*attachment)(gpointer user, const char *name, GOutputStream *to, GError **error);
  /* Called when all is written, before the folder gets its name: the export is logged. */
  gboolean (*complete)(gpointer user, GError **error);
  gpointer user;
} FolderExport;

/* Makes folder/REF. G_IO_ERROR_EXISTS when it is there, G_IO_ERROR_INVALID_DATA when a ref or name of the
 * JSON is no name for a file or a checksum does not fit; the callbacks' errors. *path gets the new folder's
 * path (the caller's). */
gboolean folder_export(const FolderExport *what, const char *folder, char **path, GError **error);

/* TRUE for a name that is safe within a folder: letters of ASCII, digits, '.', '-', '_', not beginning with
 * '.' or '-'; at most 100. */
gboolean folder_is_name(const char *name);
