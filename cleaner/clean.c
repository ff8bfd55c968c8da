/* SPDX-License-Identifier: ISC */
/* Two jails per request: one cleans, one judges; see the header. */
#include "cleaner/clean.h"
#include "cleaner/jail.h"
#include "cleaner/types.h"
#include "ipc/ipc.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define HEAD_BYTES 64u
#define MAX_TEXT_BYTES (4u * 1024 * 1024)

CleanFile *
clean_file_new(guint n, const char *media_type, const char *extension, guint64 at, guint64 size)
{
  CleanFile *file = g_new0(CleanFile, 1);
  *file = (CleanFile){.n = n, .media_type = g_strdup(media_type), .extension = g_strdup(extension), .at = at, .size = size, .reason = ""};
  return file;
}

void
clean_file_free(CleanFile *file)
{
  g_free(file->media_type);
  g_free(file->extension);
  g_free(file->pixels);
  g_free(file);
}

/* ---- answers of the jail */

/* The reason as one of ours: what the jail says is not believed as it stands. */
static const char *
known_reason(const char *said)
{
  static const char *const reasons[] = {"cannot-clean", "too-large",     "timeout",       "tool-failed",
                                        "wrong-type",   "metadata-left", "hidden-content"};
  for (guint i = 0; i < G_N_ELEMENTS(reasons); i++)
    if (!strcmp(said, reasons[i]))
      return reasons[i];
  return "tool-failed";
}

static guint64
number(const char *digits)
{
  guint64 value = 0;
  g_ascii_string_to_unsigned(digits, 10, 0, G_MAXINT64, &value, NULL);
  return value;
}

static void
withhold(CleanFile *file, const char *reason)
{
  file->clean = FALSE;
  file->reason = reason;
}

static gboolean
lies_within(guint64 at, guint64 size, guint64 whole)
{
  return at <= whole && size <= whole - at;
}

static guint64
size_of(int fd)
{
  struct stat st;
  return fstat(fd, &st) == 0 && st.st_size > 0 ? (guint64)st.st_size : 0;
}

/* The copy is believed to be of the type that the jail says when the table has that type and the bytes begin like it. */
static void
take_copy(CleanFile *file, const JailAnswer *answer, int results, guint64 whole)
{
  guint8 head[HEAD_BYTES];
  guint64 at = number(answer->first), size = number(answer->second);
  if (!size || !lies_within(at, size, whole)) {
    withhold(file, "tool-failed");
    return;
  }
  ssize_t got = pread(results, head, MIN(size, sizeof head), (off_t)at);
  const CleanerResult *result = got > 0 ? cleaner_result(answer->media_type, head, (gsize)got) : NULL;
  if (!result) {
    withhold(file, "wrong-type");
    return;
  }
  g_free(file->media_type);
  g_free(file->extension);
  file->media_type = g_strdup(result->media_type);
  file->extension = g_strdup(result->extension);
  file->at = at;
  file->size = size;
  file->clean = TRUE;
  file->reason = "";
}

static CleanFile *
find(GPtrArray *files, guint n)
{
  return n < files->len ? files->pdata[n] : NULL;
}

static void
take_answers(GPtrArray *files, const GPtrArray *answers, int results)
{
  guint64 whole = size_of(results);
  for (guint i = 0; i < answers->len; i++) {
    const JailAnswer *answer = answers->pdata[i];
    CleanFile *file = find(files, answer->n);
    if (!file)
      continue;
    if (answer->text_size <= MAX_TEXT_BYTES && lies_within(answer->text_at, answer->text_size, whole)) {
      file->text_at = answer->text_at;
      file->text_size = answer->text_size;
    }
    if (answer->clean)
      take_copy(file, answer, results, whole);
    else
      withhold(file, known_reason(answer->reason));
  }
}

/* ---- cleaning and judging */

static void
withhold_all(GPtrArray *files, const char *reason)
{
  for (guint i = 0; i < files->len; i++)
    withhold(files->pdata[i], reason);
}

/* Files are numbered by their place here, because a peer's own numbers may be double. */
static void
clean_in_jail(GPtrArray *files, int fd, int results)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GArray) jobs = g_array_new(FALSE, FALSE, sizeof(JailFile));
  withhold_all(files, "tool-failed"); /* until the jail says otherwise */
  for (guint i = 0; i < files->len; i++) {
    CleanFile *file = files->pdata[i];
    const CleanerType *type = cleaner_type(file->media_type);
    JailFile job = {i, type ? type->recipe : "", type ? type->extension : "", file->media_type, file->at, file->size};
    if (!type || !file->size)
      withhold(file, type ? "tool-failed" : "cannot-clean");
    else
      g_array_append_val(jobs, job);
  }
  if (!jobs->len)
    return;
  g_autoptr(GPtrArray) answers = jail_run("clean", jobs, fd, results, &error);
  if (answers)
    take_answers(files, answers, results);
  else
    for (guint i = 0; i < jobs->len; i++)
      withhold(files->pdata[g_array_index(jobs, JailFile, i).n], "no-jail");
}

/* Only what the second jail calls clean stays so. */
static void
judge_in_jail(GPtrArray *files, int results)
{
  g_autoptr(GArray) jobs = g_array_new(FALSE, FALSE, sizeof(JailFile));
  g_autofree char *numbers = g_malloc0((gsize)files->len * 8 + 1);
  for (guint i = 0; i < files->len; i++) {
    CleanFile *file = files->pdata[i];
    char *text = numbers + (gsize)i * 8;
    g_snprintf(text, 8, "%u", i);
    JailFile job = {i, "judge", file->extension, text, file->at, file->size};
    if (file->clean)
      g_array_append_val(jobs, job);
    file->clean = FALSE;
  }
  if (!jobs->len)
    return;
  for (guint i = 0; i < jobs->len; i++)
    withhold(files->pdata[g_array_index(jobs, JailFile, i).n], "tool-failed");
  int nothing = ipc_memfd_new("amana-judge", NULL);
  if (nothing < 0) /* see jail.c: it says nothing about the files */
    g_error("judge: no memory");
  g_autoptr(GPtrArray) answers = nothing >= 0 ? jail_run("judge", jobs, results, nothing, NULL) : NULL;
  if (nothing >= 0)
    close(nothing);
  for (guint i = 0; answers && i < answers->len; i++) {
    const JailAnswer *answer = answers->pdata[i];
    CleanFile *file = find(files, answer->n);
    if (!file)
      continue;
    file->clean = answer->clean;
    file->reason = answer->clean ? "" : known_reason(answer->reason);
  }
}

static gboolean
copy_range(int from, guint64 at, guint64 size, int to)
{
  char buffer[64 * 1024];
  while (size) {
    ssize_t got = pread(from, buffer, MIN(size, sizeof buffer), (off_t)at);
    if (got < 0 && errno == EINTR)
      continue;
    if (got <= 0 || write(to, buffer, (gsize)got) != got)
      return FALSE;
    at += (guint64)got;
    size -= (guint64)got;
  }
  return TRUE;
}

static gboolean
keep(int from, guint64 *at, guint64 size, int to, guint64 *end)
{
  if (!copy_range(from, *at, size, to))
    return FALSE;
  *at = *end;
  *end += size;
  return TRUE;
}

/* What was withheld does not leave: clean copies and texts alone go into the memfd that is given back. */
static int
without_withheld(GPtrArray *files, int results, GError **error)
{
  guint64 end = 0;
  int fd = ipc_memfd_new("amana-cleaned", error);
  gboolean ok = fd >= 0;
  for (guint i = 0; ok && i < files->len; i++) {
    CleanFile *file = files->pdata[i];
    if (file->clean)
      ok = keep(results, &file->at, file->size, fd, &end);
    else
      file->at = file->size = 0;
    if (ok && file->text_size)
      ok = keep(results, &file->text_at, file->text_size, fd, &end);
  }
  if (fd >= 0 && (!ok || !ipc_memfd_seal(fd, error))) {
    if (error && !*error)
      g_set_error(error, IPC_ERROR, IPC_ERROR_IO, "no memory for the cleaned files");
    close(fd);
    return -1;
  }
  return fd;
}

int
clean_files(GPtrArray *files, int fd, GError **error)
{
  g_autoptr(GPtrArray) types = g_ptr_array_new_with_free_func(g_free);
  for (guint i = 0; i < files->len; i++) {
    const CleanFile *file = files->pdata[i];
    g_ptr_array_add(types, g_strdup(file->media_type));
    g_ptr_array_add(types, g_strdup(file->extension));
  }
  int results = ipc_memfd_new("amana-results", error);
  if (results < 0)
    return -1;
  clean_in_jail(files, fd, results);
  judge_in_jail(files, results);
  for (guint i = 0; i < files->len; i++) { /* withheld: as it was asked about */
    CleanFile *file = files->pdata[i];
    if (file->clean)
      continue;
    g_free(file->media_type);
    g_free(file->extension);
    file->media_type = g_strdup(types->pdata[2 * i]);
    file->extension = g_strdup(types->pdata[2 * i + 1]);
  }
  int out = without_withheld(files, results, error);
  close(results);
  return out;
}

/* ---- black boxes and hashes */

int
clean_cover(const char *media_type, const CleanBox *boxes, guint n_boxes, int fd, guint64 size, const char **reason, GError **error)
{
  g_autoptr(GString) argument = g_string_new(NULL);
  g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func((GDestroyNotify)clean_file_free);
  g_autoptr(GArray) jobs = g_array_new(FALSE, FALSE, sizeof(JailFile));
  const char *extension = cleaner_picture(media_type);
  CleanFile *file = clean_file_new(0, media_type, extension, 0, size);
  for (guint i = 0; i < n_boxes; i++)
    g_string_append_printf(argument, "%u,%u,%u,%u;", boxes[i].x, boxes[i].y, boxes[i].width, boxes[i].height);
  JailFile job = {0, "cover", extension, argument->str, 0, size};
  g_ptr_array_add(files, file);
  g_array_append_val(jobs, job);
  int results = ipc_memfd_new("amana-cover", error);
  if (results < 0)
    return -1;
  withhold(file, extension ? "tool-failed" : "cannot-clean");
  g_autoptr(GPtrArray) answers = extension ? jail_run("cover", jobs, fd, results, NULL) : NULL;
  if (answers)
    take_answers(files, answers, results);
  else if (extension)
    withhold(file, "no-jail");
  if (file->clean && strcmp(file->media_type, media_type))
    withhold(file, "wrong-type");
  if (file->clean)
    judge_in_jail(files, results);
  file->text_size = 0;
  *reason = file->clean ? NULL : file->reason;
  int out = without_withheld(files, results, error);
  close(results);
  return out;
}

static guint8 *
bytes_of_hex(const char *hex)
{
  if (strlen(hex) != CLEAN_HASH_BYTES * 2)
    return NULL;
  g_autofree guint8 *bytes = g_malloc(CLEAN_HASH_BYTES);
  for (guint i = 0; i < CLEAN_HASH_BYTES; i++) {
    int high = g_ascii_xdigit_value(hex[2 * i]), low = g_ascii_xdigit_value(hex[2 * i + 1]);
    if (high < 0 || low < 0)
      return NULL;
    bytes[i] = (guint8)(high << 4 | low);
  }
  return g_steal_pointer(&bytes);
}

void
clean_hash(GPtrArray *files, int fd)
{
  g_autoptr(GArray) jobs = g_array_new(FALSE, FALSE, sizeof(JailFile));
  for (guint i = 0; i < files->len; i++) {
    CleanFile *file = files->pdata[i];
    JailFile job = {i, "hash", cleaner_picture(file->media_type), NULL, file->at, file->size};
    if (job.extension && file->size)
      g_array_append_val(jobs, job);
  }
  int nothing = jobs->len ? ipc_memfd_new("amana-hash", NULL) : -1;
  g_autoptr(GPtrArray) answers = nothing >= 0 ? jail_run("hash", jobs, fd, nothing, NULL) : NULL;
  if (nothing >= 0)
    close(nothing);
  for (guint i = 0; answers && i < answers->len; i++) {
    const JailAnswer *answer = answers->pdata[i];
    CleanFile *file = find(files, answer->n);
    if (!file || !answer->clean || file->pixels)
      continue;
    file->pixels = bytes_of_hex(answer->first);
    if (file->pixels && !g_ascii_string_to_unsigned(answer->second, 10, 0, G_MAXUINT64, &file->perceptual, NULL))
      g_clear_pointer(&file->pixels, g_free);
  }
}
