/* SPDX-License-Identifier: ISC */
/* The leaves of a mail, and mails in it. Files that stand in the text of a body are taken out of it first, and an opaque signature
 * is replaced by what was signed: a reader's mail program would show it that way. Verifies no signature, decrypts nothing. */
#include "parser/hints.h"
#include "parser/attach_private.h"
#include "parser/picture.h"
#include "parser/smime.h"
#include "parser/uuencode.h"

#include <string.h>

#define MAX_SIGNED 8u /* opaque signatures in one mail, around one another or beside */

/* ---- before the body is read ---- */

static void
take_out_files(AttachList *list, MimeLeaf *leaf)
{
  gsize size;
  const guint8 *bytes = g_bytes_get_data(leaf->data, &size);
  GPtrArray *files = leaf->text ? uuencode_find(bytes, size) : NULL;
  if (!files)
    return;
  char *text = uuencode_cut(leaf->text);
  g_free(leaf->text);
  leaf->text = text;
  g_hash_table_replace(list->embedded, leaf, files);
}

static int
next_alternative(const MimeMessage *message)
{
  int next = 0;
  for (guint i = 0; i < message->leaves->len; i++)
    next = MAX(next, ((const MimeLeaf *)message->leaves->pdata[i])->alternative + 1);
  return next;
}

/* The signed part's leaves, behind the leaf at index. */
static gboolean
insert_signed(MimeMessage *message, guint index)
{
  const MimeLeaf *leaf = message->leaves->pdata[index];
  gsize size, inner_size, n;
  const guint8 *bytes = g_bytes_get_data(leaf->data, &size);
  g_autoptr(GBytes) content = NULL;
  if (strcmp(picture_sniff(bytes, size), "application/octet-stream") != 0 || smime_read(bytes, size, &content) != SMIME_SIGNED)
    return FALSE;
  const guint8 *inner_bytes = g_bytes_get_data(content, &inner_size);
  g_autoptr(MimeMessage) inner = mime_parse(inner_bytes, inner_size, NULL);
  if (!inner)
    return FALSE;
  int alternative = next_alternative(message);
  g_autofree gpointer *leaves = g_ptr_array_steal(inner->leaves, &n);
  for (gsize i = 0; i < n; i++) {
    MimeLeaf *moved = leaves[i];
    if (moved->alternative >= 0)
      moved->alternative += alternative;
    g_ptr_array_insert(message->leaves, (gint)(index + 1 + i), moved);
  }
  return TRUE;
}

void
attach_prepare(AttachList *list, MimeMessage *message)
{
  guint n_signed = 0;
  for (guint i = 0; i < message->leaves->len; i++) {
    MimeLeaf *leaf = message->leaves->pdata[i];
    if (leaf->role == MIME_BODY_PLAIN)
      take_out_files(list, leaf);
    else if (leaf->role == MIME_ATTACHMENT && n_signed < MAX_SIGNED && insert_signed(message, i)) {
      n_signed++;
      g_hash_table_replace(list->embedded, leaf, g_ptr_array_new());
    }
  }
}

/* ---- after ---- */

static GPtrArray *
steal_embedded(AttachList *list, MimeLeaf *leaf)
{
  gpointer key, files = NULL;
  g_hash_table_steal_extended(list->embedded, leaf, &key, &files);
  return files;
}

static void
add_embedded(AttachList *list, const GPtrArray *files, const AttachFile *around)
{
  for (guint i = 0; i < files->len; i++) {
    const UuencodeFile *found = files->pdata[i];
    AttachFile file = {.data = found->data, .depth = around->depth + 1, .archives = around->archives};
    g_autofree char *name = g_utf8_make_valid(found->name, -1);
    attach_add_name(list, name);
    attach_add_file(list, &file);
  }
}

static void
add_report_part(AttachList *list, const MimeLeaf *leaf)
{
  AttachItem *item = attach_add(list, leaf->media_type);
  if (item)
    attach_withhold(item, g_bytes_get_size(leaf->data), "delivery report: it consists of addresses");
  report_add_unique(list->notes, "delivery-report-part-sealed");
}

static void
add_leaf(AttachList *list, MimeLeaf *leaf, const AttachFile *around)
{
  g_autoptr(GPtrArray) embedded = steal_embedded(list, leaf);
  AttachFile file = {.data = leaf->data, .declared = leaf->media_type, .charset = leaf->charset, .text = leaf->text,
                     .depth = around->depth, .archives = around->archives, .opened = embedded != NULL};
  attach_add_name(list, leaf->file_name);
  if (leaf->role == MIME_MESSAGE && leaf->nested)
    attach_add_mail(list, leaf->nested, around);
  else if (leaf->role == MIME_ATTACHMENT || leaf->role == MIME_MESSAGE)
    attach_add_file(list, &file);
  else if (leaf->role == MIME_REPORT_PART)
    add_report_part(list, leaf);
  else if (embedded)
    add_embedded(list, embedded, around);
  if (leaf->role == MIME_ATTACHMENT) /* what is kept of it is in the list: many pictures lie in memory once */
    g_clear_pointer(&leaf->data, g_bytes_unref);
}

static void
add_leaves(AttachList *list, MimeMessage *message, const AttachFile *around)
{
  for (guint i = 0; i < message->leaves->len; i++)
    add_leaf(list, message->leaves->pdata[i], around);
  if (message->damaged)
    report_add_unique(list->notes, "damaged-mail");
}

void
attach_gather(AttachList *list, MimeMessage *message)
{
  AttachFile around = {0};
  add_leaves(list, message, &around);
}

/* ---- mails in the mail ---- */

/* "24 Nov 2026" of "Tue, 24 Nov 2026 10:02:11 +0300": the hour would be more than is needed. */
static char *
mail_day(const char *date)
{
  const char *comma = date ? strchr(date, ',') : NULL;
  if (!date)
    return NULL;
  g_autofree char *bare = g_strstrip(g_strdup(comma ? comma + 1 : date));
  g_auto(GStrv) words = g_strsplit(bare, " ", 4);
  return g_strv_length(words) >= 3 && strlen(words[2]) == 4 ? g_strdup_printf("%s %s %s", words[0], words[1], words[2]) : NULL;
}

/* Whoever alone received the mail is the one who now sends it on: a hint of the reporter, shown to nobody. */
static void
add_recipient(AttachList *list, const MimeMessage *message)
{
  static const char *const headers[] = {"to", "delivered-to", "x-original-to"};
  for (guint i = 0; i < G_N_ELEMENTS(headers); i++) {
    const char *value = mime_header(message, headers[i]);
    const char *at = value ? strchr(value, '@') : NULL;
    if (at && !strchr(at + 1, '@'))
      hints_add(list->hints, value, strlen(value));
  }
}

void
attach_add_mail(AttachList *list, MimeMessage *message, const AttachFile *around)
{
  const char *from = mime_header(message, "from"), *subject = mime_header(message, "subject");
  gboolean remote = FALSE;
  AttachItem *item = attach_add(list, "message/rfc822");
  if (!item)
    return;
  attach_prepare(list, message);
  add_recipient(list, message);
  g_autofree char *body = mime_body_text(message, &remote);
  g_autofree char *day = mail_day(mime_header(message, "date"));
  g_autoptr(GString) text = g_string_new(NULL);
  g_string_append_printf(text, "From: %s\nSubject: %s\n", from ? from : "", subject ? subject : "");
  if (day)
    g_string_append_printf(text, "Date: %s\n", day);
  g_string_append_printf(text, "\n%s", body);
  attach_take_text(list, item, g_string_free(g_steal_pointer(&text), FALSE), IDENTITY_NESTED);
  if (remote)
    report_add_unique(list->notes, "remote-content");
  add_leaves(list, message, around);
}
