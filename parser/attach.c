/* SPDX-License-Identifier: ISC */
/* What a file becomes, by its content: one table from true type to treatment. Refuses to trust a declared type, a file name or an
 * extension; refuses to open without limits. */
#include "parser/attach_private.h"
#include "parser/document.h"
#include "parser/hints.h"
#include "parser/picture.h"
#include "parser/rtf.h"
#include "parser/smime.h"
#include "parser/tnef.h"
#include "parser/unpack.h"

#include <string.h>

#define ROUND_BYTES 4096u /* sizes of withheld files are rounded up to this: an exact size can be recognised */

typedef struct {
  const char *media_type, *extension;
} TypeRow;

static const TypeRow extensions[] = {
    {"image/jpeg", "jpg"},        {"image/png", "png"},         {"image/gif", "gif"},         {"image/webp", "webp"},
    {"image/heic", "heic"},       {"image/heif", "heif"},       {"image/avif", "avif"},       {"image/tiff", "tiff"},
    {"image/bmp", "bmp"},         {"image/svg+xml", "svg"},     {"application/pdf", "pdf"},   {"application/zip", "zip"},
    {"video/mp4", "mp4"},         {"video/quicktime", "mov"},   {"video/3gpp", "3gp"},        {"video/webm", "webm"},
    {"video/x-matroska", "mkv"},  {"video/x-msvideo", "avi"},   {"audio/mpeg", "mp3"},        {"audio/mp4", "m4a"},
    {"audio/ogg", "ogg"},         {"audio/amr", "amr"},         {"audio/wav", "wav"},         {"audio/aac", "aac"},
    {"audio/flac", "flac"},       {"text/plain", "txt"},        {"text/html", "html"},        {"text/vcard", "vcf"},
    {"text/calendar", "ics"},     {"text/xml", "xml"},          {"message/rfc822", "txt"}, {"application/rtf", "rtf"},
    {"application/x-tar", "tar"}, {"application/gzip", "gz"},   {"application/vnd.rar", "rar"}, {"application/ms-tnef", "dat"},
    {"application/x-7z-compressed", "7z"}, {"application/x-bzip2", "bz2"}, {"application/x-xz", "xz"},
    {"application/vnd.oasis.opendocument.text", "odt"}, {"application/vnd.oasis.opendocument.spreadsheet", "ods"},
    {"application/vnd.oasis.opendocument.presentation", "odp"}, {"application/vnd.oasis.opendocument.graphics", "odg"},
    {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"},
    {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"},
    {"application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx"},
    {"application/vnd.android.package-archive", "apk"}, {"application/vnd.microsoft.portable-executable", "exe"},
};

/* Why files that are not treated are withheld: the first prefix that fits. */
static const TypeRow reasons[] = {
    {"audio/", ATTACH_SOUND},
    {"video/", "video cannot be cleaned by this version"},
    {"image/", "this kind of picture cannot be cleaned by this version"},
    {"application/pdf", "PDF cannot be cleaned by this version"},
    {"application/x-ole-storage", "document of an old or encrypted kind: cannot be read by this version"},
    {"application/pgp-", "signature, key or encrypted part"},
    {"application/vnd.android", "program"},
    {"application/java", "program"},
    {"application/vnd.microsoft.portable", "program"},
    {"application/x-elf", "program"},
    {"application/x-dex", "program"},
    {"", "this kind of file cannot be cleaned by this version"},
};

void
attach_init(void)
{
  g_get_charset(NULL); /* GLib looks for a file when it formats the first date */
  unpack_init();
}

/* ---- the list ---- */

static void
item_free(gpointer data)
{
  AttachItem *item = data;
  if (!item->given)
    report_attachment_free(item->entry);
  g_free(item->text);
  g_free(item->copy_text);
  g_free(item->came_as);
  g_free(item->came_extension);
  g_free(item);
}

AttachList *
attach_list_new(void)
{
  AttachList *list = g_new0(AttachList, 1);
  list->items = g_ptr_array_new_with_free_func(item_free);
  list->file_names = g_ptr_array_new_with_free_func(g_free);
  list->hints = g_ptr_array_new_with_free_func(g_free);
  list->notes = g_ptr_array_new_with_free_func(g_free);
  list->review = g_ptr_array_new_with_free_func(g_free);
  list->embedded = g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL, (GDestroyNotify)g_ptr_array_unref);
  list->bytes_left = UNPACK_MAX_BYTES;
  return list;
}

void
attach_list_free(AttachList *list)
{
  if (!list)
    return;
  g_ptr_array_unref(list->items);
  g_ptr_array_unref(list->file_names);
  g_ptr_array_unref(list->hints);
  g_ptr_array_unref(list->notes);
  g_ptr_array_unref(list->review);
  g_hash_table_unref(list->embedded);
  g_free(list);
}

static const char *
look_up(const TypeRow *rows, guint n, const char *media_type, gboolean prefix, const char *otherwise)
{
  for (guint i = 0; i < n; i++)
    if (prefix ? g_str_has_prefix(media_type, rows[i].media_type) : !strcmp(media_type, rows[i].media_type))
      return rows[i].extension;
  return otherwise;
}

AttachItem *
attach_add(AttachList *list, const char *media_type)
{
  if (list->items->len >= REPORT_MAX_ATTACHMENTS) {
    report_add_unique(list->notes, "more-attachments-sealed");
    return NULL;
  }
  AttachItem *item = g_new0(AttachItem, 1);
  item->entry = report_attachment_new();
  item->entry->media_type = g_strdup(media_type);
  item->entry->extension = g_strdup(look_up(extensions, G_N_ELEMENTS(extensions), media_type, FALSE, "bin"));
  g_ptr_array_add(list->items, item);
  return item;
}

void
attach_withhold(AttachItem *item, gsize size, const char *reason)
{
  ReportAttachment *entry = item->entry;
  entry->state = REPORT_WITHHELD;
  entry->size = (size + ROUND_BYTES - 1) / ROUND_BYTES * ROUND_BYTES;
  entry->review = FALSE;
  g_free(entry->reason);
  entry->reason = g_strdup(reason);
  g_clear_pointer(&entry->data, g_bytes_unref);
}

ReportAttachment *
attach_give(AttachItem *item)
{
  item->given = TRUE;
  return item->entry;
}

void
attach_take_text(AttachList *list, AttachItem *item, char *text, IdentityTextType type)
{
  if (text && !g_utf8_validate(text, -1, NULL)) { /* json-glib makes half characters of "\ud800" */
    char *valid = g_utf8_make_valid(text, -1);
    g_free(text);
    text = valid;
  }
  item->text = text;
  item->type = type;
  if (!text || strlen(text) <= ATTACH_MAX_TEXT_BYTES)
    return;
  *g_utf8_find_prev_char(text, text + ATTACH_MAX_TEXT_BYTES) = '\0';
  report_add_unique(list->review, "text-cut");
}

void
attach_add_name(AttachList *list, const char *name)
{
  if (name && *name && list->file_names->len < ATTACH_MAX_NAMES)
    g_ptr_array_add(list->file_names, g_strdup(name));
}

void
attach_check_copy(AttachItem *item, gboolean lost)
{
  if (item->entry->state == REPORT_CLEAN && lost)
    attach_withhold_copy(item, "identity-in-text");
}

void
attach_set_text(AttachItem *item, const char *stripped, gboolean lost)
{
  ReportAttachment *entry = item->entry;
  g_free(entry->text);
  entry->text = g_strdup(stripped);
  if (entry->state != REPORT_CLEAN)
    return; /* a document: its own bytes stay sealed */
  if (entry->data) { /* a document's copy */
    attach_check_copy(item, lost);
    return;
  }
  entry->data = g_bytes_new(stripped, strlen(stripped));
  entry->size = strlen(stripped);
}

/* ---- kinds of files ---- */

static void
add_other(AttachList *list, const AttachFile *file, const char *media_type)
{
  gsize size;
  const guint8 *bytes = g_bytes_get_data(file->data, &size);
  const char *reason = look_up(reasons, G_N_ELEMENTS(reasons), media_type, TRUE, NULL);
  g_autoptr(GBytes) content = NULL;
  AttachItem *item = attach_add(list, media_type);
  if (!item)
    return;
  if (file->opened)
    reason = "signed mail: its parts are listed";
  else if (!strcmp(media_type, "application/octet-stream") && smime_read(bytes, size, &content) != SMIME_NONE)
    reason = "signature, key or encrypted part";
  else if (size && attach_is_for_cleaner(list, media_type)) {
    attach_to_cleaner(list, item, file->data);
    return;
  }
  attach_withhold(item, size, size ? reason : "empty file");
}

static void
add_picture(AttachList *list, const AttachFile *file, const char *media_type)
{
  gsize size;
  const guint8 *bytes = g_bytes_get_data(file->data, &size);
  AttachItem *item = attach_add(list, media_type);
  if (!item)
    return;
  item->entry->data = picture_clean(bytes, size, NULL);
  if (!item->entry->data) {
    attach_withhold(item, size, "picture too damaged to clean");
    return;
  }
  item->entry->size = g_bytes_get_size(item->entry->data);
  item->entry->review = TRUE;
}

/* The people of a document's metadata, as hints. */
static void
take_people(AttachList *list, const GPtrArray *people)
{
  for (guint i = 0; i < people->len; i++)
    hints_add(list->hints, people->pdata[i], strlen(people->pdata[i]));
}

static void
add_document(AttachList *list, const AttachFile *file, const char *media_type)
{
  gsize size;
  const char *reason = NULL;
  const guint8 *bytes = g_bytes_get_data(file->data, &size);
  g_autoptr(GPtrArray) people = g_ptr_array_new_with_free_func(g_free);
  AttachItem *item = attach_add(list, media_type);
  if (!item)
    return;
  char *text = !strcmp(media_type, "application/rtf") ? rtf_to_text(bytes, size, people)
                                                      : document_text(bytes, size, &list->bytes_left, people, &reason);
  take_people(list, people);
  gboolean read = text != NULL, cut = text && strlen(text) > ATTACH_MAX_TEXT_BYTES;
  if (text && !*text) {
    g_clear_pointer(&text, g_free);
    reason = "document: no text in it";
  }
  attach_take_text(list, item, text, IDENTITY_ATTACHMENT);
  if (cut) /* who is named beyond the cut nobody knows */
    attach_withhold(item, size, "text-cut");
  else if (read && list->cleaning)
    attach_to_cleaner(list, item, file->data);
  else
    attach_withhold(item, size, text ? "document: its text is shown" : reason);
}

/* What people get when they ask a platform for all it knows about them. */
static gboolean
is_account_export(const GPtrArray *names)
{
  static const char *const marks[] = {"personal_information/", "your_facebook_activity/", "your_instagram_activity/",
                                      "security_and_login_information/", "logged_information/", "ads_information/",
                                      "apps_and_websites_off_of_facebook/", "your_activity_across_facebook/",
                                      "profile_information/", "messages/inbox/", "Takeout/", "account_history.html"};
  guint found = 0;
  for (guint k = 0; k < G_N_ELEMENTS(marks); k++)
    for (guint i = 0; i < names->len; i++)
      if (strstr(names->pdata[i], marks[k])) {
        found++;
        break;
      }
  return found >= 2 || (names->len && g_str_has_prefix(names->pdata[0], "Takeout/"));
}

static void
add_members(AttachList *list, const AttachFile *file, const Unpacked *unpacked)
{
  for (guint i = 0; i < unpacked->members->len; i++) {
    UnpackMember *member = unpacked->members->pdata[i];
    AttachFile inner = {.data = member->data, .depth = file->depth + 1, .archives = file->archives + 1};
    attach_add_file(list, &inner);
    g_clear_pointer(&member->data, g_bytes_unref);
  }
}

static void
add_archive(AttachList *list, const AttachFile *file, const char *media_type)
{
  gsize size;
  const guint8 *bytes = g_bytes_get_data(file->data, &size);
  AttachItem *item = attach_add(list, media_type);
  if (!item)
    return;
  if (file->archives >= UNPACK_MAX_DEPTH) {
    attach_withhold(item, size, "archive: too deep in other archives");
    return;
  }
  g_autoptr(Unpacked) unpacked = unpack_archive(bytes, size, media_type, &list->bytes_left);
  for (guint i = 0; i < unpacked->names->len; i++)
    attach_add_name(list, unpacked->names->pdata[i]);
  gboolean account = is_account_export(unpacked->names);
  if (account || unpacked->fault) {
    attach_withhold(item, size,
                    account ? "archive: the data of a whole account, not opened" : unpack_fault_reason(unpacked->fault));
    return;
  }
  g_autofree char *reason = unpacked->ignored
                                ? g_strdup_printf("archive: its %u members are listed, %u files of the system are not",
                                                  unpacked->members->len, unpacked->ignored)
                                : g_strdup_printf("archive: its %u members are listed", unpacked->members->len);
  attach_withhold(item, size, reason);
  add_members(list, file, unpacked);
}

static void
add_tnef(AttachList *list, const AttachFile *file, const char *media_type)
{
  g_autoptr(GPtrArray) people = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(Tnef) tnef = tnef_read(file->data, people);
  AttachItem *item = attach_add(list, media_type);
  if (!item)
    return;
  take_people(list, people);
  if (!tnef) {
    attach_withhold(item, g_bytes_get_size(file->data), "winmail.dat: damaged");
    return;
  }
  g_autofree char *reason = g_strdup_printf("winmail.dat: its %u files are listed%s", tnef->files->len,
                                            tnef->cut ? ", it is damaged" : "");
  attach_withhold(item, g_bytes_get_size(file->data), reason);
  attach_take_text(list, item, g_steal_pointer(&tnef->body), IDENTITY_BODY);
  for (guint i = 0; i < tnef->files->len; i++) {
    const TnefFile *found = tnef->files->pdata[i];
    attach_add_name(list, found->name);
    AttachFile inner = {.data = found->data, .depth = file->depth + 1, .archives = file->archives};
    attach_add_file(list, &inner);
  }
}

static void
add_mail_file(AttachList *list, const AttachFile *file, const char *media_type)
{
  gsize size;
  const guint8 *bytes = g_bytes_get_data(file->data, &size);
  g_autoptr(MimeMessage) message = mime_parse(bytes, size, NULL);
  AttachFile around = *file;
  around.depth++;
  if (message)
    attach_add_mail(list, message, &around);
  else
    add_other(list, file, media_type);
}

/* ---- which ---- */

static gboolean
is_picture(const char *media_type)
{
  static const char *const pictures[] = {"image/jpeg", "image/png", "image/gif", "image/webp", NULL};
  return g_strv_contains(pictures, media_type);
}

static gboolean
is_document(const char *media_type)
{
  return document_is_document(media_type) || !strcmp(media_type, "application/rtf");
}

static gboolean
is_tnef(const char *media_type)
{
  return !strcmp(media_type, "application/ms-tnef");
}

static gboolean
is_mail(const char *media_type)
{
  return !strcmp(media_type, "message/rfc822");
}

static gboolean
is_text(const char *media_type)
{
  return g_str_has_prefix(media_type, "text/");
}

static gboolean
is_anything(const char *media_type)
{
  return TRUE;
}

static const struct {
  gboolean (*is)(const char *media_type);
  void (*add)(AttachList *list, const AttachFile *file, const char *media_type);
} treatments[] = {
    {is_picture, add_picture}, {is_document, add_document},  {unpack_is_archive, add_archive}, {is_tnef, add_tnef},
    {is_mail, add_mail_file},  {is_text, attach_add_text},   {is_anything, add_other},
};

void
attach_add_file(AttachList *list, const AttachFile *file)
{
  gsize size;
  const guint8 *bytes = g_bytes_get_data(file->data, &size);
  const char *media_type = picture_sniff(bytes, size);
  hints_of_file(bytes, size, media_type, list->hints);
  if (file->depth > ATTACH_MAX_DEPTH) {
    AttachItem *item = attach_add(list, media_type);
    if (item)
      attach_withhold(item, size, "too deep in other files");
    return;
  }
  guint i = 0;
  while (!treatments[i].is(media_type))
    i++;
  treatments[i].add(list, file, media_type);
}
