/* SPDX-License-Identifier: ISC */
/* Files that another process cleans: pending in the first pass over a message, and in the second what came
 * back for them. Opens none of them. */
#include "parser/attach_private.h"

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

/* A document whose bytes may be handed out as they are only when nothing in its text had to go. A text that
 * was cut was not looked at to its end. */
static void
take_copy(AttachList *list, AttachItem *item, const CleaningFile *file)
{
  ReportAttachment *entry = item->entry;
  g_free(entry->media_type);
  g_free(entry->extension);
  entry->media_type = g_strdup(file->media_type);
  entry->extension = g_strdup(file->extension);
  entry->state = REPORT_CLEAN;
  entry->data = g_bytes_ref(file->data);
  entry->size = g_bytes_get_size(file->data);
  entry->review = TRUE;
  if (file->text && strlen(file->text) >= ATTACH_MAX_TEXT_BYTES - 4) {
    attach_withhold(item, entry->size, "text-cut");
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
    take_copy(list, item, file);
  else if (file && file->reason)
    attach_withhold(item, size, file->reason);
  else
    attach_withhold(item, size, list->cleaning->failure ? list->cleaning->failure : "cannot-clean");
  if (file && file->text && *file->text && !item->text)
    attach_take_text(list, item, g_strdup(file->text), IDENTITY_ATTACHMENT);
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
