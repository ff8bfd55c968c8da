/* SPDX-License-Identifier: ISC */
/* A leaf: its role, its names, its content decoded. Declarations are believed when the content agrees; where
 * it plainly does not, the content decides and the message is marked damaged. Nothing is dropped. */
#include "parser/charset.h"
#include "parser/mime_private.h"
#include "parser/picture.h"
#include "parser/transfer.h"
#include <gmime/gmime.h>
#include <string.h>

void
mime_leaf_free(MimeLeaf *leaf)
{
  if (!leaf)
    return;
  g_free(leaf->media_type);
  g_free(leaf->charset);
  g_free(leaf->file_name);
  g_free(leaf->content_id);
  g_free(leaf->description);
  g_clear_pointer(&leaf->data, g_bytes_unref);
  g_free(leaf->text);
  mime_message_free(leaf->nested);
  g_free(leaf);
}

/* ---- transfer encoding ---- */

typedef enum { AS_IT_IS, BASE64, QUOTED, UUENCODED } Encoding;

/* "base64", "Base-64", "quoted/printable", ...: by what is meant. */
static Encoding
read_encoding(const char *declared, gboolean *damaged)
{
  static const struct {
    const char *word;
    Encoding encoding;
  } known[] = {{"base64", BASE64}, {"quotedprintable", QUOTED}, {"uu", UUENCODED},
               {"7bit", AS_IT_IS}, {"8bit", AS_IT_IS},          {"binary", AS_IT_IS}};
  g_autoptr(GString) word = g_string_new(NULL);
  for (const char *p = declared ? declared : "7bit"; *p; p++)
    if (g_ascii_isalnum(*p))
      g_string_append_c(word, *p);
  for (gsize i = 0; i < G_N_ELEMENTS(known); i++)
    if (strstr(word->str, known[i].word))
      return known[i].encoding;
  *damaged = TRUE;
  return AS_IT_IS;
}

static guint8 *
decode_uu(const guint8 *raw, gsize size, gsize *out_size)
{
  const guint8 *begin = size >= 6 && memcmp(raw, "begin ", 6) == 0 ? raw : memmem(raw, size, "\nbegin ", 7);
  const guint8 *newline = begin ? memchr(begin + 1, '\n', (gsize)(raw + size - begin - 1)) : NULL;
  const guint8 *p = newline ? newline + 1 : raw;
  GMimeEncoding state;
  g_mime_encoding_init_decode(&state, GMIME_CONTENT_ENCODING_UUENCODE);
  state.state |= GMIME_UUDECODE_STATE_BEGIN;
  gsize left = (gsize)(raw + size - p);
  char *out = g_malloc(g_mime_encoding_outlen(&state, left) + 1);
  *out_size = g_mime_encoding_flush(&state, (const char *)p, left, out);
  return (guint8 *)out;
}

/* The encoding that the content is really in. */
static Encoding
real_encoding(Encoding declared, const guint8 *raw, gsize size, gboolean is_text, gboolean *damaged)
{
  Encoding real = declared;
  if (declared == BASE64 && transfer_base64_is_a_lie(raw, size))
    real = AS_IT_IS;
  else if (declared == AS_IT_IS && is_text && transfer_looks_base64(raw, size))
    real = BASE64;
  else if (declared == AS_IT_IS && is_text && transfer_looks_quoted(raw, size))
    real = QUOTED;
  *damaged |= real != declared;
  return real;
}

static gboolean
charge(MimeBudget *budget, gsize size, GError **error)
{
  if (size > MIME_MAX_DECODED_BYTES - MIN(budget->decoded_bytes, MIME_MAX_DECODED_BYTES)) {
    g_set_error(error, MIME_ERROR, MIME_ERROR_SIZE, "decoded bytes past the limit");
    return FALSE;
  }
  budget->decoded_bytes += size;
  return TRUE;
}

static GBytes *
decode(Encoding encoding, GBytes *owner, const guint8 *raw, gsize size, MimeBudget *budget, gboolean *damaged,
       GError **error)
{
  gsize out_size = 0, bad = 0;
  guint8 *out;
  if (encoding == AS_IT_IS && owner) {
    gsize at = (gsize)(raw - (const guint8 *)g_bytes_get_data(owner, NULL));
    return size ? g_bytes_new_from_bytes(owner, at, size) : g_bytes_new(NULL, 0);
  }
  gsize most = encoding == BASE64 ? size / 4 * 3 : size;
  if (!charge(budget, most, error))
    return NULL;
  switch (encoding) {
  case BASE64:
    out = transfer_base64(raw, size, &out_size, &bad);
    break;
  case QUOTED:
    out = transfer_quoted(raw, size, FALSE, &out_size, &bad);
    break;
  case UUENCODED:
    out = decode_uu(raw, size, &out_size);
    break;
  default:
    return g_bytes_new(raw, size);
  }
  *damaged |= bad > 0;
  return g_bytes_new_take(out, out_size);
}

/* ---- role ---- */

static gboolean
is_one_of(const char *type, const char *const *list)
{
  return type && g_strv_contains(list, type);
}

static gboolean
is_report_type(const char *type)
{
  static const char *const types[] = {"message/delivery-status",
                                      "message/disposition-notification",
                                      "message/feedback-report",
                                      "message/global-delivery-status",
                                      "message/global-disposition-notification",
                                      "message/global-headers",
                                      "text/rfc822-headers",
                                      NULL};
  return is_one_of(type, types);
}

static gboolean
is_message(const char *type, const char *file_name, GBytes *data)
{
  static const char *const types[] = {"message/rfc822", "message/rfc2822", "message/global", "message/news",
                                      NULL};
  if (is_one_of(type, types))
    return TRUE;
  g_autofree char *lower = file_name ? g_ascii_strdown(file_name, -1) : NULL;
  gsize size;
  const guint8 *bytes = g_bytes_get_data(data, &size);
  return lower && g_str_has_suffix(lower, ".eml") && size && mime_looks_like_headers(bytes, size);
}

/* Text types that are files rather than something to read in the mail. */
static gboolean
is_file_text(const char *type)
{
  static const char *const types[] = {
      "text/calendar", "text/vcard",      "text/x-vcard",    "text/directory",     "text/rtf",
      "text/css",      "text/javascript", "text/x-amp-html", "text/x-moz-deleted", NULL};
  return is_one_of(type, types);
}

static MimeRole
role_of(const MimeLeaf *leaf)
{
  if (is_report_type(leaf->media_type))
    return MIME_REPORT_PART;
  if (is_message(leaf->media_type, leaf->file_name, leaf->data))
    return MIME_MESSAGE;
  if (leaf->file_name || !leaf->inline_part || is_file_text(leaf->media_type))
    return MIME_ATTACHMENT;
  if (strcmp(leaf->media_type, "text/html") == 0)
    return MIME_BODY_HTML;
  return g_str_has_prefix(leaf->media_type, "text/") ? MIME_BODY_PLAIN : MIME_ATTACHMENT;
}

/* The declared type, made sense of: absent and "text" are text/plain (RFC 2045 5.2), in a digest a message
 * (RFC 2046 5.1.5); a multipart that could not be split is what is left of it, a text. */
static char *
media_type_of(const MimeBlock *block, const char *parent_type, gboolean *damaged)
{
  const char *token = block && block->type ? block->type->token : NULL;
  const char *slash = token ? strchr(token, '/') : NULL;
  if (!token)
    return g_strdup(g_strcmp0(parent_type, "multipart/digest") == 0 ? "message/rfc822" : "text/plain");
  if (slash && slash != token && slash[1]) {
    *damaged |= g_str_has_prefix(token, "multipart/");
    return g_strdup(g_str_has_prefix(token, "multipart/") ? "text/plain" : token);
  }
  *damaged = TRUE;
  return g_strdup(block->disposition && !g_str_has_prefix(token, "text") ? "application/octet-stream"
                  : g_strcmp0(token, "html") == 0                        ? "text/html"
                                                                         : "text/plain");
}

/* ---- text ---- */

/* charset= in the first bytes of an HTML source, for when the header says nothing. */
static char *
meta_charset(const guint8 *bytes, gsize size)
{
  g_autofree char *head = g_ascii_strdown((const char *)bytes, (gssize)MIN(size, 2048u));
  const char *p = strstr(head, "charset=");
  if (!p)
    return NULL;
  p += strlen("charset=");
  p += *p == '"' || *p == '\'';
  gsize n = 0;
  while (g_ascii_isalnum(p[n]) || p[n] == '-' || p[n] == '_' || p[n] == ':')
    n++;
  return n ? g_strndup(p, n) : NULL;
}

/* CR LF and CR to LF, in place. */
static void
unify_line_ends(char *text)
{
  char *from = strchr(text, '\r'), *to = from;
  if (!from)
    return;
  for (; *from; from++) {
    if (*from != '\r')
      *to++ = *from;
    else if (from[1] != '\n')
      *to++ = '\n';
  }
  *to = 0;
}

static gboolean
wants_text(const MimeLeaf *leaf)
{
  if (leaf->role == MIME_REPORT_PART || leaf->role == MIME_BODY_PLAIN || leaf->role == MIME_BODY_HTML)
    return TRUE;
  if (leaf->role != MIME_ATTACHMENT || !g_str_has_prefix(leaf->media_type, "text/"))
    return FALSE;
  gsize size;
  const guint8 *bytes = g_bytes_get_data(leaf->data, &size);
  const char *real = picture_sniff(bytes, size); /* a picture declared as text is no text */
  return g_str_has_prefix(real, "text/") || g_str_has_prefix(real, "message/");
}

static char *
text_of(const MimeLeaf *leaf)
{
  gsize size;
  const guint8 *bytes = g_bytes_get_data(leaf->data, &size);
  g_autofree char *meta = NULL;
  if (!leaf->charset && strcmp(leaf->media_type, "text/html") == 0 && size)
    meta = meta_charset(bytes, size);
  char *text = charset_to_utf8(bytes, size, leaf->charset ? leaf->charset : meta, NULL);
  unify_line_ends(text);
  return text;
}

static char *
bare_id(const char *raw)
{
  if (!raw)
    return NULL;
  g_autofree char *id = charset_decode_header(raw, strlen(raw));
  g_autofree char *bare = g_strdup(id + (*id == '<'));
  gsize n = strlen(bare);
  if (n && bare[n - 1] == '>')
    bare[n - 1] = 0;
  return *bare ? g_steal_pointer(&bare) : NULL;
}

static void
read_names(MimeLeaf *leaf, const MimeBlock *block)
{
  const char *disposition = block->disposition ? block->disposition->token : NULL;
  leaf->inline_part = !disposition || strcmp(disposition, "inline") == 0;
  leaf->charset = mime_value_param(block->type, "charset");
  leaf->file_name = mime_value_param(block->disposition, "filename");
  if (!leaf->file_name)
    leaf->file_name = mime_value_param(block->type, "name");
  leaf->content_id = bare_id(block->content_id);
  leaf->description =
      block->description ? charset_decode_header(block->description, strlen(block->description)) : NULL;
  g_autofree char *format = mime_value_param(block->type, "format");
  g_autofree char *delsp = mime_value_param(block->type, "delsp");
  leaf->flowed = format && g_ascii_strcasecmp(format, "flowed") == 0;
  leaf->delsp = delsp && g_ascii_strcasecmp(delsp, "yes") == 0;
}

MimeLeaf *
mime_leaf_new(const MimeBlock *block, const char *parent_type, GBytes *owner, const guint8 *raw, gsize size,
              MimeBudget *budget, gboolean *damaged, GError **error)
{
  MimeLeaf *leaf = g_new0(MimeLeaf, 1);
  leaf->alternative = -1;
  leaf->inline_part = TRUE;
  leaf->media_type = media_type_of(block, parent_type, damaged);
  if (block)
    read_names(leaf, block);
  gboolean is_text = g_str_has_prefix(leaf->media_type, "text/") && leaf->inline_part && !leaf->file_name;
  Encoding encoding = read_encoding(block ? block->encoding : NULL, damaged);
  encoding = real_encoding(encoding, raw, size, is_text, damaged);
  leaf->data = decode(encoding, owner, raw, size, budget, damaged, error);
  if (!leaf->data) {
    mime_leaf_free(leaf);
    return NULL;
  }
  leaf->role = role_of(leaf);
  if (wants_text(leaf))
    leaf->text = text_of(leaf);
  return leaf;
}
