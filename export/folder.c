/* SPDX-License-Identifier: ISC */
/* A case as a folder; see the header. Names come from the daemon and are checked all the same: a path out of
 * the folder never works. */
#include "export/folder.h"
#include "export/plain.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_NAME 100u

gboolean
folder_is_name(const char *name)
{
  gsize n = name ? strlen(name) : 0;
  if (!n || n > MAX_NAME || name[0] == '.' || name[0] == '-')
    return FALSE;
  for (gsize i = 0; i < n; i++)
    if (!g_ascii_isalnum(name[i]) && !strchr("._-", name[i]))
      return FALSE;
  return TRUE;
}

static gboolean
fail_errno(GError **error, const char *what)
{
  int saved = errno;
  g_set_error(error, G_IO_ERROR, (gint)g_io_error_from_errno(saved), "%s: %s", what, g_strerror(saved));
  return FALSE;
}

static const char *
text_of(JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member(object, name);
  return node && JSON_NODE_HOLDS_VALUE(node) && json_node_get_value_type(node) == G_TYPE_STRING
             ? json_node_get_string(node)
             : NULL;
}

static JsonArray *
array_of(JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member(object, name);
  return node && JSON_NODE_HOLDS_ARRAY(node) ? json_node_get_array(node) : NULL;
}

/* ---- files
 * ------------------------------------------------------------------------------------------------------------------
 */

static gboolean
sync_path(const char *path, GError **error)
{
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  gboolean done = fd >= 0 && fsync(fd) == 0;
  if (!done)
    fail_errno(error, "cannot write to disk");
  if (fd >= 0)
    close(fd);
  return done;
}

static gboolean
write_file(const char *folder, const char *name, const char *text, gsize size, GError **error)
{
  g_autofree char *path = g_build_filename(folder, name, NULL);
  return g_file_set_contents_full(path, text, (gssize)size, G_FILE_SET_CONTENTS_DURABLE, 0600, error);
}

static gboolean
write_json(const char *folder, const char *name, JsonNode *node, GError **error)
{
  g_autofree char *text = json_to_string(node, TRUE);
  g_autofree char *line = g_strconcat(text, "\n", NULL);
  return write_file(folder, name, line, strlen(line), error);
}

static gboolean
make_folder(const char *folder, const char *name, char **path, GError **error)
{
  *path = g_build_filename(folder, name, NULL);
  return g_mkdir(*path, 0700) == 0 || fail_errno(error, "cannot make a folder");
}

static void
remove_tree(const char *path)
{
  g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
  const char *name;
  while (dir && (name = g_dir_read_name(dir))) {
    g_autofree char *inner = g_build_filename(path, name, NULL);
    if (g_unlink(inner) != 0) /* what we made holds files and folders only */
      remove_tree(inner);
  }
  g_rmdir(path);
}

/* ---- parts of a case
 * -------------------------------------------------------------------------------------------------------- */

static gboolean
write_report(const char *folder, JsonObject *report, GError **error)
{
  const char *id = text_of(report, "id"), *subject = text_of(report, "subject"),
             *text = text_of(report, "text");
  g_autofree char *name = g_strdup_printf("%s.txt", id ? id : "");
  if (!folder_is_name(name)) {
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "a report has an id that is no name for a file");
    return FALSE;
  }
  g_autofree char *head = plain_text(subject ? subject : "", PLAIN_LINE),
                  *body = plain_text(text ? text : "", PLAIN_LINES);
  g_autofree char *whole = g_strdup_printf("%s%s%s\n", head, *head ? "\n\n" : "", body);
  return write_file(folder, name, whole, strlen(whole), error);
}

static gboolean
check_sum(const char *path, const char *expected, GError **error)
{
  g_autoptr(GMappedFile) file = g_mapped_file_new(path, FALSE, error);
  if (!file)
    return FALSE;
  g_autofree char *sum = g_compute_checksum_for_data(
      G_CHECKSUM_SHA256, (const guchar *)g_mapped_file_get_contents(file), g_mapped_file_get_length(file));
  if (!expected || !strcmp(sum, expected))
    return TRUE;
  g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
              "an attachment came with other bytes than its checksum says");
  return FALSE;
}

static gboolean
write_attachment(const FolderExport *what, const char *folder, JsonObject *attachment, GError **error)
{
  const char *name = text_of(attachment, "name");
  g_autofree char *path = g_build_filename(folder, name, NULL);
  g_autoptr(GFile) file = g_file_new_for_path(path);
  g_autoptr(GFileOutputStream) stream = g_file_create(file, G_FILE_CREATE_PRIVATE, NULL, error);
  return stream && what->attachment(what->user, name, G_OUTPUT_STREAM(stream), error) &&
         g_output_stream_close(G_OUTPUT_STREAM(stream), NULL, error) && sync_path(path, error) &&
         check_sum(path, text_of(attachment, "sha256"), error);
}

/* Why an attachment stays out, or NULL. */
static const char *
left_out_because(const FolderExport *what, JsonObject *attachment)
{
  if (g_strcmp0(text_of(attachment, "state"), "clean"))
    return "it has not been cleaned: only the sealed original holds it";
  JsonNode *review = json_object_get_member(attachment, "review");
  gboolean unreviewed = review && JSON_NODE_HOLDS_VALUE(review) && json_node_get_boolean(review);
  return unreviewed && !what->unreviewed ? "nobody has looked at what it shows" : NULL;
}

static gboolean
write_attachments(const FolderExport *what, const char *folder, JsonObject *report, JsonArray *list,
                  GError **error)
{
  JsonArray *attachments = array_of(report, "attachments");
  for (guint i = 0; attachments && i < json_array_get_length(attachments); i++) {
    JsonObject *attachment = json_array_get_object_element(attachments, i);
    const char *name = text_of(attachment, "name"), *why = left_out_because(what, attachment);
    if (!folder_is_name(name)) {
      g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                  "an attachment has a name that is no name for a file");
      return FALSE;
    }
    if (!why && !write_attachment(what, folder, attachment, error))
      return FALSE;
    JsonObject *row = json_object_new();
    json_object_set_string_member(row, "name", name);
    json_object_set_boolean_member(row, "exported", !why);
    if (why)
      json_object_set_string_member(row, "why_not", why);
    json_array_add_object_element(list, row);
  }
  return TRUE;
}

/* export.json: how this folder came about, and what it lacks. */
static gboolean
write_about(const FolderExport *what, const char *folder, JsonArray *list, GError **error)
{
  g_autoptr(JsonNode) node = json_node_new(JSON_NODE_OBJECT);
  g_autoptr(GDateTime) now = g_date_time_new_now_local();
  g_autofree char *day = g_date_time_format(now, "%Y-%m-%d");
  JsonObject *about = json_object_new();
  json_object_set_string_member(about, "made_by", "amana " AMANA_VERSION);
  json_object_set_string_member(about, "made_on", day);
  json_object_set_boolean_member(about, "unreviewed", what->unreviewed);
  json_object_set_array_member(about, "attachments", json_array_ref(list));
  json_node_take_object(node, about);
  return write_json(folder, "export.json", node, error);
}

static gboolean
write_reports(const FolderExport *what, const char *folder, JsonArray *list, GError **error)
{
  g_autofree char *texts = NULL, *files = NULL;
  if (!make_folder(folder, "reports", &texts, error) || !make_folder(folder, "attachments", &files, error))
    return FALSE;
  JsonArray *reports = array_of(what->kase, "reports");
  for (guint i = 0; reports && i < json_array_get_length(reports); i++) {
    JsonObject *report = json_array_get_object_element(reports, i);
    if (!write_report(texts, report, error) || !write_attachments(what, files, report, list, error))
      return FALSE;
  }
  return sync_path(texts, error) && sync_path(files, error);
}

static gboolean
write_all(const FolderExport *what, const char *folder, GError **error)
{
  g_autoptr(JsonNode) kase = json_node_new(JSON_NODE_OBJECT);
  g_autoptr(JsonArray) list = json_array_new();
  json_node_set_object(kase, what->kase);
  return write_json(folder, "case.json", kase, error) && write_reports(what, folder, list, error) &&
         (!what->custody || write_json(folder, "custody.json", what->custody, error)) &&
         write_about(what, folder, list, error) && sync_path(folder, error);
}

gboolean
folder_export(const FolderExport *what, const char *folder, char **path, GError **error)
{
  const char *ref = text_of(what->kase, "ref");
  if (!folder_is_name(ref)) {
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                "the case has a ref that is no name for a folder");
    return FALSE;
  }
  g_autofree char *place = g_build_filename(folder, ref, NULL),
                  *temporary = g_build_filename(folder, ".amana-export-XXXXXX", NULL);
  if (g_file_test(place, G_FILE_TEST_EXISTS)) {
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_EXISTS,
                "%s is there already, and nothing is overwritten: move it away or name another --to", ref);
    return FALSE;
  }
  if (!g_mkdtemp_full(temporary, 0700))
    return fail_errno(error, "cannot make a folder");
  gboolean done = write_all(what, temporary, error) && (!what->complete || what->complete(what->user, error));
  if (done && renameat2(AT_FDCWD, temporary, AT_FDCWD, place, RENAME_NOREPLACE) != 0)
    done = fail_errno(error, "cannot give the folder its name");
  if (!done || !sync_path(folder, error)) {
    remove_tree(temporary);
    return FALSE;
  }
  *path = g_steal_pointer(&place);
  return TRUE;
}
