/* SPDX-License-Identifier: ISC */
/* The only file that knows libarchive. It reads from memory, with one format and at most one decompressor that the content has
 * been recognised as: libarchive's own guessing would stack filters on filters, and each stage can be a bomb that no limit on the
 * output sees. Refuses to believe sizes that an archive declares, and to touch a file system. */
#include "parser/unpack.h"
#include "parser/charset.h"

#include <archive.h>
#include <archive_entry.h>
#include <locale.h>
#include <string.h>
#include <time.h>

#define CHUNK_BYTES (64u * 1024)
#define MAX_ZIP_RECORDS 20000u /* of a zip's directory; libarchive holds each in memory before the first member can be counted */
#define ZIP_RECORD "PK\1\2"

/* libarchive converts names to the charset of the locale, and in the C locale there are no Arabic names. */
static locale_t utf8_locale;

typedef struct {
  const char *media_type;
  int (*format)(struct archive *);
  int filter;
} Format;

static const Format formats[] = {
    {"application/zip", archive_read_support_format_zip, 0},
    {"application/x-7z-compressed", archive_read_support_format_7zip, 0},
    {"application/vnd.rar", archive_read_support_format_rar, 0},
    {"application/x-tar", archive_read_support_format_tar, 0},
    {"application/gzip", archive_read_support_format_tar, ARCHIVE_FILTER_GZIP},
    {"application/x-bzip2", archive_read_support_format_tar, ARCHIVE_FILTER_BZIP2},
    {"application/x-xz", archive_read_support_format_tar, ARCHIVE_FILTER_XZ},
    {"application/zstd", archive_read_support_format_tar, ARCHIVE_FILTER_ZSTD},
};

/* One archive being read. */
typedef struct {
  struct archive *handle;
  UnpackWanted wanted;
  Unpacked *result;
  gsize packed_bytes, unpacked_bytes;
  gsize *bytes_left;
  guint entries;
  gboolean open;
} Reading;

void
unpack_init(void)
{
  /* Times in a zip are local times, and mktime looks at /etc/localtime, which a confined process may not open. */
  g_setenv("TZ", "UTC0", TRUE);
  tzset();
  if (!utf8_locale)
    utf8_locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
}

static const Format *
find_format(const char *media_type)
{
  for (guint i = 0; i < G_N_ELEMENTS(formats); i++)
    if (!strcmp(formats[i].media_type, media_type))
      return &formats[i];
  return NULL;
}

gboolean
unpack_is_archive(const char *media_type)
{
  return find_format(media_type) != NULL;
}

const char *
unpack_fault_reason(UnpackFault fault)
{
  static const char *const reasons[] = {
      [UNPACK_FAULT_NONE] = "archive",
      [UNPACK_FAULT_BROKEN] = "archive: damaged, or of a kind that cannot be opened",
      [UNPACK_FAULT_EMPTY] = "archive: nothing was found in it",
      [UNPACK_FAULT_ENCRYPTED] = "archive: encrypted",
      [UNPACK_FAULT_MEMBERS] = "archive: too many members",
      [UNPACK_FAULT_RATIO] = "archive: unpacks to suspiciously much",
      [UNPACK_FAULT_BYTES] = "archive: too large when unpacked",
  };
  return reasons[fault];
}

static void
member_free(gpointer data)
{
  UnpackMember *member = data;
  g_free(member->name);
  g_clear_pointer(&member->data, g_bytes_unref);
  g_free(member);
}

void
unpacked_free(Unpacked *unpacked)
{
  if (!unpacked)
    return;
  g_ptr_array_unref(unpacked->members);
  g_ptr_array_unref(unpacked->names);
  g_free(unpacked);
}

static Unpacked *
unpacked_new(void)
{
  Unpacked *unpacked = g_new0(Unpacked, 1);
  unpacked->members = g_ptr_array_new_with_free_func(member_free);
  unpacked->names = g_ptr_array_new_with_free_func(g_free);
  return unpacked;
}

/* What operating systems leave in archives: it names machines and folders, and no person put it there. */
static gboolean
is_system_file(const char *name)
{
  static const char *const names[] = {".DS_Store", "Thumbs.db", "desktop.ini", NULL};
  const char *slash = strrchr(name, '/');
  const char *base = slash ? slash + 1 : name;
  return g_str_has_prefix(name, "__MACOSX/") || strstr(name, "/__MACOSX/") || g_str_has_prefix(base, "._") ||
         g_strv_contains(names, base);
}

static char *
entry_name(struct archive_entry *entry)
{
  const char *name = archive_entry_pathname(entry);
  return charset_to_utf8((const guint8 *)(name ? name : ""), name ? strlen(name) : 0, NULL, NULL);
}

static gboolean
fail(Reading *reading, UnpackFault fault)
{
  if (reading->open && archive_read_has_encrypted_entries(reading->handle) > 0) /* crashes when opening has failed */
    fault = UNPACK_FAULT_ENCRYPTED;
  reading->result->fault = fault;
  return FALSE;
}

static gboolean
charge(Reading *reading, gsize size)
{
  if (size > *reading->bytes_left) {
    *reading->bytes_left = 0;
    return fail(reading, UNPACK_FAULT_BYTES);
  }
  *reading->bytes_left -= size;
  reading->unpacked_bytes += size;
  if (reading->unpacked_bytes > UNPACK_RATIO_FREE_BYTES &&
      reading->unpacked_bytes > reading->packed_bytes * UNPACK_MAX_RATIO)
    return fail(reading, UNPACK_FAULT_RATIO);
  return TRUE;
}

/* The bytes of the entry that was just found. Whatever it says about its size, only what comes out counts. */
static GBytes *
read_entry(Reading *reading)
{
  g_autoptr(GByteArray) data = g_byte_array_new();
  g_autofree guint8 *chunk = g_malloc(CHUNK_BYTES);
  for (;;) {
    la_ssize_t got = archive_read_data(reading->handle, chunk, CHUNK_BYTES);
    if (got < 0) {
      fail(reading, UNPACK_FAULT_BROKEN);
      return NULL;
    }
    if (got == 0)
      return g_byte_array_free_to_bytes(g_steal_pointer(&data));
    if (!charge(reading, (gsize)got))
      return NULL;
    g_byte_array_append(data, chunk, (guint)got);
  }
}

static gboolean
keep_entry(Reading *reading, const char *name, GBytes *data)
{
  Unpacked *result = reading->result;
  if (!reading->wanted && result->members->len >= UNPACK_MAX_MEMBERS)
    return fail(reading, UNPACK_FAULT_MEMBERS);
  UnpackMember *member = g_new0(UnpackMember, 1);
  member->name = g_strdup(name);
  member->data = g_bytes_ref(data);
  g_ptr_array_add(result->members, member);
  return TRUE;
}

/* In an archive the data of every entry is read, also of those that are left out: skipping would unpack it without counting. */
static gboolean
take_entry(Reading *reading, struct archive_entry *entry)
{
  g_autofree char *name = entry_name(entry);
  g_ptr_array_add(reading->result->names, g_strdup(name));
  if (++reading->entries > UNPACK_MAX_ENTRIES)
    return fail(reading, UNPACK_FAULT_MEMBERS);
  if (reading->wanted && !reading->wanted(name))
    return TRUE;
  if (archive_entry_is_encrypted(entry))
    return fail(reading, UNPACK_FAULT_ENCRYPTED);
  if (archive_entry_size_is_set(entry) && archive_entry_size(entry) > 0 &&
      (guint64)archive_entry_size(entry) > *reading->bytes_left)
    return fail(reading, UNPACK_FAULT_BYTES);
  g_autoptr(GBytes) data = read_entry(reading);
  if (!data)
    return FALSE;
  if (archive_entry_filetype(entry) == AE_IFDIR)
    return TRUE;
  if (archive_entry_filetype(entry) != AE_IFREG || is_system_file(name)) {
    reading->result->ignored++;
    return TRUE;
  }
  return keep_entry(reading, name, data);
}

static void
read_entries(Reading *reading)
{
  struct archive_entry *entry;
  for (;;) {
    int code = archive_read_next_header(reading->handle, &entry);
    if (code == ARCHIVE_EOF) {
      if (!reading->entries)
        fail(reading, UNPACK_FAULT_EMPTY);
      return;
    }
    if (code < ARCHIVE_WARN) { /* a warning is about a name or a time */
      fail(reading, UNPACK_FAULT_BROKEN);
      return;
    }
    if (!take_entry(reading, entry))
      return;
  }
}

/* More directory records than any archive of files has; those of archives within, not compressed, are counted along. */
static gboolean
has_huge_directory(const guint8 *bytes, gsize size)
{
  const guint8 *p = bytes, *end = bytes + size;
  guint found = 0;
  while ((p = memmem(p, (gsize)(end - p), ZIP_RECORD, strlen(ZIP_RECORD))) != NULL) {
    p += strlen(ZIP_RECORD);
    if (++found > MAX_ZIP_RECORDS)
      return TRUE;
  }
  return FALSE;
}

static gboolean
open_reading(Reading *reading, const Format *format, const guint8 *bytes, gsize size)
{
  struct archive *handle = reading->handle;
  /* a document without a directory at its end is broken; reading it as a stream would unpack what is skipped */
  int code = reading->wanted ? archive_read_support_format_zip_seekable(handle) : format->format(handle);
  if (format->format == archive_read_support_format_rar)
    code = archive_read_support_format_rar5(handle);
  if (format->filter) {
    archive_read_support_format_raw(handle); /* one compressed file without a tar around it */
    code = archive_read_append_filter(handle, format->filter);
  }
  reading->open = code == ARCHIVE_OK && archive_read_open_memory(handle, bytes, size) == ARCHIVE_OK;
  return reading->open;
}

static Unpacked *
read_all(const guint8 *bytes, gsize size, const Format *format, UnpackWanted wanted, gsize *bytes_left)
{
  Reading reading = {archive_read_new(), wanted, unpacked_new(), size, 0, bytes_left, 0, FALSE};
  locale_t before = utf8_locale ? uselocale(utf8_locale) : (locale_t)0;
  if (has_huge_directory(bytes, size))
    fail(&reading, UNPACK_FAULT_MEMBERS);
  else if (open_reading(&reading, format, bytes, size))
    read_entries(&reading);
  else
    fail(&reading, UNPACK_FAULT_BROKEN);
  archive_read_free(reading.handle);
  if (before)
    uselocale(before);
  if (reading.result->fault)
    g_ptr_array_set_size(reading.result->members, 0);
  return reading.result;
}

Unpacked *
unpack_archive(const guint8 *bytes, gsize size, const char *media_type, gsize *bytes_left)
{
  const Format *format = find_format(media_type);
  if (format)
    return read_all(bytes, size, format, NULL, bytes_left);
  Unpacked *result = unpacked_new();
  result->fault = UNPACK_FAULT_BROKEN;
  return result;
}

Unpacked *
unpack_parts(const guint8 *bytes, gsize size, UnpackWanted wanted, gsize *bytes_left)
{
  return read_all(bytes, size, &formats[0], wanted, bytes_left);
}
