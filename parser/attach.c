/* SPDX-License-Identifier: ISC */
/* What an attachment becomes; see the header. Refuses to trust a declared type, a file name or an extension. */
#include "parser/attach.h"
#include "parser/charset.h"
#include "parser/html.h"
#include "parser/picture.h"

#include <string.h>

#define ROUND_BYTES 4096u  /* sizes of withheld files are rounded up to this: an exact size can be recognised */
#define CHAT_LINES_LOOKED_AT 200u
#define CHAT_LINES_NEEDED 3u

typedef struct {
  const char *media_type, *extension;
} TypeRow;

static const TypeRow extensions[] = {
    {"image/jpeg", "jpg"},       {"image/png", "png"},        {"image/gif", "gif"},       {"image/webp", "webp"},
    {"image/heic", "heic"},      {"image/avif", "avif"},      {"image/tiff", "tiff"},     {"image/bmp", "bmp"},
    {"image/svg+xml", "svg"},    {"application/pdf", "pdf"},  {"application/zip", "zip"}, {"video/mp4", "mp4"},
    {"video/quicktime", "mov"},  {"video/3gpp", "3gp"},       {"video/webm", "webm"},     {"video/x-matroska", "mkv"},
    {"audio/mpeg", "mp3"},       {"audio/mp4", "m4a"},        {"audio/ogg", "ogg"},       {"audio/amr", "amr"},
    {"audio/wav", "wav"},        {"audio/x-wav", "wav"},      {"text/plain", "txt"},      {"text/html", "html"},
    {"text/vcard", "vcf"},       {"text/calendar", "ics"},    {"message/rfc822", "eml"},  {"application/rtf", "rtf"},
    {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"},
    {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"},
    {"application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx"},
};

static const char *
extension_of(const char *media_type)
{
  for (guint i = 0; i < G_N_ELEMENTS(extensions); i++)
    if (!strcmp(extensions[i].media_type, media_type))
      return extensions[i].extension;
  return "bin";
}

static gboolean
is_text_type(const char *media_type)
{
  return g_str_has_prefix(media_type, "text/") || !strcmp(media_type, "application/json");
}

/* A line that begins with a date and a time and then a speaker: "12/03/2024, 21:14 - Name: words", "[12.03.24 21:14:05] Name: ..." */
static gboolean
is_chat_line(const char *line, gsize length)
{
  gsize i = 0;
  guint digits = 0;
  g_autofree char *copy = g_strndup(line, MIN(length, 200));
  const char *p = copy;
  for (; *p && i < 40; p = g_utf8_next_char(p), i++) {
    gunichar c = g_utf8_get_char_validated(p, -1);
    if (c == (gunichar)-1 || c == (gunichar)-2)
      return FALSE;
    if (g_unichar_isdigit(c))
      digits++;
    else if (g_unichar_isalpha(c) && digits < 6)
      return FALSE;
    else if (digits >= 8 && (c == '-' || c == ']') && strstr(p, ": "))
      return TRUE;
  }
  return FALSE;
}

gboolean
attach_is_chat(const char *text)
{
  guint found = 0, looked = 0;
  for (const char *line = text; *line && looked < CHAT_LINES_LOOKED_AT; looked++) {
    const char *end = strchrnul(line, '\n');
    found += is_chat_line(line, (gsize)(end - line));
    line = *end ? end + 1 : end;
  }
  return found >= CHAT_LINES_NEEDED || (found && found * 2 >= looked);
}

static const char *
withheld_reason(const char *media_type)
{
  if (g_str_has_prefix(media_type, "audio/"))
    return "sound: a voice can name the reporter";
  if (g_str_has_prefix(media_type, "video/"))
    return "video cannot be cleaned by this version";
  if (g_str_has_prefix(media_type, "image/"))
    return "this kind of picture cannot be cleaned by this version";
  if (!strcmp(media_type, "application/zip"))
    return "archive, not opened";
  if (strstr(media_type, "pgp") || strstr(media_type, "pkcs7"))
    return "signature, key or encrypted part";
  return "this kind of file cannot be cleaned by this version";
}

static void
withhold(ReportAttachment *a, gsize size, const char *reason)
{
  a->state = REPORT_WITHHELD;
  a->size = (size + ROUND_BYTES - 1) / ROUND_BYTES * ROUND_BYTES;
  g_free(a->reason);
  a->reason = g_strdup(reason);
}

static char *
leaf_text(const MimeLeaf *leaf, const char *true_type)
{
  gsize size;
  const guint8 *bytes = g_bytes_get_data(leaf->data, &size);
  g_autofree char *text = leaf->text ? g_strdup(leaf->text) : charset_to_utf8(bytes, size, leaf->charset, NULL);
  if (!strcmp(true_type, "text/html") || !g_strcmp0(leaf->media_type, "text/html"))
    return html_to_text(text, NULL);
  return g_steal_pointer(&text);
}

static gboolean
declared_text(const MimeLeaf *leaf, const char *sniffed)
{
  if (is_text_type(sniffed))
    return TRUE;
  return !strcmp(sniffed, "application/octet-stream") && leaf->text != NULL;
}

static void
clean_picture(ReportAttachment *a, const guint8 *bytes, gsize size)
{
  g_autoptr(GError) error = NULL;
  a->data = picture_clean(bytes, size, &error);
  if (!a->data) {
    withhold(a, size, "picture too damaged to clean");
    return;
  }
  a->state = REPORT_CLEAN;
  a->size = g_bytes_get_size(a->data);
  a->review = TRUE;
}

ReportAttachment *
attach_leaf(const MimeLeaf *leaf, char **text, IdentityTextType *type)
{
  static const char *const pictures[] = {"image/jpeg", "image/png", "image/gif", "image/webp", NULL};
  gsize size;
  const guint8 *bytes = g_bytes_get_data(leaf->data, &size);
  const char *sniffed = picture_sniff(bytes, size);
  ReportAttachment *a = report_attachment_new();
  *text = NULL;
  *type = IDENTITY_ATTACHMENT;
  if (g_strv_contains(pictures, sniffed)) {
    clean_picture(a, bytes, size);
  } else if (declared_text(leaf, sniffed)) {
    *text = leaf_text(leaf, sniffed);
    gboolean card = !strcmp(sniffed, "text/vcard") || !strcmp(sniffed, "text/calendar");
    *type = card ? IDENTITY_VCARD : attach_is_chat(*text) ? IDENTITY_CHAT : IDENTITY_ATTACHMENT;
    if (!card)
      sniffed = "text/plain";
  } else {
    withhold(a, size, withheld_reason(sniffed));
  }
  a->media_type = g_strdup(sniffed);
  a->extension = g_strdup(extension_of(sniffed));
  return a;
}

void
attach_set_text(ReportAttachment *attachment, const char *stripped)
{
  g_free(attachment->text);
  attachment->text = g_strdup(stripped);
  attachment->state = REPORT_CLEAN;
  g_clear_pointer(&attachment->data, g_bytes_unref);
  attachment->data = g_bytes_new(stripped, strlen(stripped));
  attachment->size = strlen(stripped);
}
