/* SPDX-License-Identifier: ISC */
/* Files that another process cleans: pending in the first pass over a message, and in the second what came
 * back for them. Opens none of them. */
#include "parser/attach_private.h"
#include "parser/document.h"

#include <string.h>

/* Only the cleaner has tools for these; what it cannot do it says. */
gboolean
attach_is_for_cleaner(const AttachList *list, const char *media_type)
{
  static const char *const others[] = {"application/pdf", "application/x-ole-storage", NULL};
  if (!list->cleaning)
    return FALSE;
  if (g_str_has_prefix(media_type, "audio/"))
    return list->cleaning->sound;
  return g_str_has_prefix(media_type, "image/") || g_str_has_prefix(media_type, "video/") ||
         g_strv_contains(others, media_type);
}

void
attach_withhold_copy(AttachItem *item, const char *reason)
{
  ReportAttachment *entry = item->entry;
  g_free(entry->media_type);
  g_free(entry->extension);
  entry->media_type = g_strdup(item->came_as);
  entry->extension = g_strdup(item->came_extension);
  attach_withhold(item, item->came_size, reason);
}

/* A document whose bytes may be handed out as they are only when nothing in its text had to go. A text that
 * was cut was not looked at to its end. */
static void
take_copy(AttachList *list, AttachItem *item, gsize size, const CleaningFile *file)
{
  ReportAttachment *entry = item->entry;
  item->came_as = entry->media_type;
  item->came_extension = entry->extension;
  item->came_size = size;
  entry->media_type = g_strdup(file->media_type);
  entry->extension = g_strdup(file->extension);
  entry->state = REPORT_CLEAN;
  entry->data = g_bytes_ref(file->data);
  entry->size = g_bytes_get_size(file->data);
  entry->review = TRUE;
  if (g_str_has_prefix(entry->media_type, "audio/") && !list->cleaning->sound) /* a container of video without a picture in it */
    attach_withhold(item, size, ATTACH_SOUND);
  else if (file->text && strlen(file->text) >= ATTACH_MAX_TEXT_BYTES - 4) {
    attach_withhold_copy(item, "text-cut");
    report_add_unique(list->review, "text-cut");
  }
}

static void
ask(AttachList *list, AttachItem *item, GBytes *data, guint n)
{
  ReportAttachment *entry = item->entry;
  CleaningFile *file = cleaning_add(list->cleaning, n, entry->media_type, entry->extension);
  file->data = g_bytes_ref(data);
  attach_withhold(item, g_bytes_get_size(data), NULL);
  entry->state = REPORT_PENDING;
}

static void
take_answer(AttachList *list, AttachItem *item, gsize size, guint n)
{
  const CleaningFile *file = cleaning_find(list->cleaning, n);
  if (file && file->data)
    take_copy(list, item, size, file);
  else if (file && file->reason)
    attach_withhold(item, size, file->reason);
  else
    attach_withhold(item, size, list->cleaning->failure ? list->cleaning->failure : "cannot-clean");
  if (!file || !file->text || !*file->text)
    return;
  if (!item->text && !document_is_document(file->media_type)) /* of documents come words in no order, for no reader */
    attach_take_text(list, item, g_strdup(file->text), IDENTITY_ATTACHMENT);
  else if (item->entry->data)
    item->copy_text = g_strdup(file->text);
}

/* ---- whether a text names the reporter ---- */

/* A link without what browsers add, and without the line ends that a page put into it. */
static char *
bare_link(const char *link, gsize size)
{
  static const char *const prefixes[] = {"http://", "https://", "www."};
  GString *bare = g_string_sized_new(size);
  for (gsize i = 0; i < size; i++)
    if (!g_ascii_isspace(link[i]))
      g_string_append_c(bare, link[i]);
  for (guint i = 0; i < G_N_ELEMENTS(prefixes); i++)
    if (g_ascii_strncasecmp(bare->str, prefixes[i], strlen(prefixes[i])) == 0)
      g_string_erase(bare, 0, (gssize)strlen(prefixes[i]));
  if (g_str_has_suffix(bare->str, "/"))
    g_string_truncate(bare, bare->len - 1);
  return g_string_free(bare, FALSE);
}

static gboolean
is_written_out(const char *text, const Link *link)
{
  if (!link->canonical)
    return FALSE;
  g_autofree char *before = bare_link(text + link->start, link->end - link->start);
  g_autofree char *after = bare_link(link->canonical, strlen(link->canonical));
  return !strcmp(before, after);
}

gboolean
attach_text_lost(const IdentityText *text)
{
  g_autoptr(GString) kept = g_string_sized_new(strlen(text->text));
  gsize at = 0;
  for (guint i = 0; text->links && i < text->links->len; i++) {
    const Link *link = text->links->pdata[i];
    if (!is_written_out(text->text, link))
      continue;
    g_string_append_len(kept, text->text + at, (gssize)(link->start - at));
    g_string_append(kept, link->canonical);
    at = link->end;
  }
  g_string_append(kept, text->text + at);
  return strcmp(kept->str, text->stripped) != 0;
}

void
attach_to_cleaner(AttachList *list, AttachItem *item, GBytes *data)
{
  gsize size = g_bytes_get_size(data);
  Cleaning *cleaning = list->cleaning;
  if (cleaning->count >= CLEANING_MAX_FILES) {
    attach_withhold(item, size, "too-many-files");
    return;
  }
  if (size > CLEANING_MAX_BYTES - cleaning->bytes) {
    attach_withhold(item, size, "too-large");
    return;
  }
  cleaning->count++;
  cleaning->bytes += size;
  if (cleaning->second)
    take_answer(list, item, size, list->items->len);
  else
    ask(list, item, data, list->items->len);
}
