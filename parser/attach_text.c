/* SPDX-License-Identifier: ISC */
/* Texts as people read them: markup, escapes and encodings are undone, because a name that is written in them would pass stripping.
 * Refuses to show XML and keys as they stand. */
#include "parser/attach_private.h"
#include "parser/charset.h"
#include "parser/chat.h"
#include "parser/html.h"
#include "parser/transfer.h"

#include <string.h>

/* ---- vCard and calendar (RFC 6350, RFC 5545, vCard 2.1) ---- */

/* Pictures, sounds, keys, machine names and whatever programs add. */
static gboolean
is_dropped_property(const char *name)
{
  static const char *const dropped[] = {"PHOTO", "LOGO", "SOUND", "KEY", "UID", "REV", "PRODID", "ATTACH", "AGENT", "CALADRURI",
                                        "CALURI", "FBURL", "SOURCE", "CLIENTPIDMAP", NULL};
  const char *dot = strchr(name, '.');
  g_autofree char *upper = g_ascii_strup(dot ? dot + 1 : name, -1);
  return g_str_has_prefix(upper, "X-") || g_strv_contains(dropped, upper);
}

static char *
property_value(const char *params, const char *raw)
{
  g_autofree char *upper = g_ascii_strup(params, -1);
  if (strstr(upper, "BASE64") || strstr(upper, "ENCODING=B"))
    return NULL;
  if (!strstr(upper, "QUOTED-PRINTABLE"))
    return g_strdup(raw);
  gsize size;
  g_autofree guint8 *bytes = transfer_quoted((const guint8 *)raw, strlen(raw), FALSE, &size, NULL);
  const char *label = strstr(upper, "CHARSET=");
  g_autofree char *charset = label ? g_strndup(label + 8, strcspn(label + 8, ";:")) : NULL;
  return charset_to_utf8(bytes, size, charset, NULL);
}

/* "\n", "\,", "\;" and real line ends in a value become spaces and plain characters: a property stays one line. */
static void
append_value(GString *out, const char *value)
{
  for (const char *p = value; *p; p++) {
    if (*p == '\\' && p[1]) {
      p++;
      g_string_append_c(out, *p == 'n' || *p == 'N' ? ' ' : *p);
    } else {
      g_string_append_c(out, *p == '\n' || *p == '\r' ? ' ' : *p);
    }
  }
}

static void
append_property(GString *out, const char *line)
{
  const char *colon = strchr(line, ':');
  gsize n = strcspn(line, ":;");
  if (!colon || !n)
    return;
  g_autofree char *name = g_strndup(line, n), *params = g_strndup(line + n, (gsize)(colon - line) - n);
  g_autofree char *value = is_dropped_property(name) ? NULL : property_value(params, colon + 1);
  if (!value)
    return;
  g_string_append_printf(out, "%s:", name);
  append_value(out, value);
  g_string_append_c(out, '\n');
}

/* TRUE when what stands before the value says quoted-printable. */
static gboolean
is_quoted(const GString *line)
{
  g_autofree char *head = g_ascii_strup(line->str, MIN((gssize)line->len, 200));
  const char *encoding = strstr(head, "QUOTED-PRINTABLE"), *colon = strchr(head, ':');
  return encoding && (!colon || encoding < colon);
}

/* Continuation lines joined: those that begin with white space, and quoted-printable's that follow a "=". */
static char *
render_card(const char *source)
{
  g_auto(GStrv) lines = g_strsplit(source, "\n", -1);
  GString *out = g_string_new(NULL);
  g_autoptr(GString) line = g_string_new(NULL);
  for (char **next = lines; *next; next++) {
    g_strchomp(*next);
    gboolean quoted = line->len && line->str[line->len - 1] == '=' && is_quoted(line);
    if (quoted)
      g_string_truncate(line, line->len - 1);
    if (line->len && (quoted || **next == ' ' || **next == '\t')) {
      g_string_append(line, *next + (!quoted || **next == ' '));
      continue;
    }
    append_property(out, line->str);
    g_string_assign(line, *next);
  }
  append_property(out, line->str);
  return g_string_free(out, FALSE);
}

/* ---- subtitles in the SSA form: only what is said, not who made the file ---- */

static char *
render_subtitles(const char *source)
{
  g_auto(GStrv) lines = g_strsplit(source, "\n", -1);
  GString *out = g_string_new(NULL);
  for (char **line = lines; *line; line++) {
    const char *words = g_str_has_prefix(*line, "Dialogue:") ? *line : NULL;
    for (guint comma = 0; words && comma < 9; comma++) {
      words = strchr(words, ',');
      words += words != NULL;
    }
    if (words)
      g_string_append_printf(out, "%s\n", words);
  }
  return g_string_free(out, FALSE);
}

/* ---- which ---- */

/* A fragment without <html>, as scripts and mail programs save it. */
static gboolean
is_markup(const char *text)
{
  while (g_ascii_isspace(*text))
    text++;
  return *text == '<' && g_ascii_isalpha(text[1]) && strstr(text, "</");
}

/* Data in the languages of programs write letters as "\u0639". */
static char *
without_escapes(const char *source)
{
  GString *out = g_string_sized_new(strlen(source));
  for (const char *p = source; *p; p++) {
    gunichar c = 0;
    guint n = 0;
    for (; p[0] == '\\' && p[1] == 'u' && n < 4 && g_ascii_isxdigit(p[2 + n]); n++)
      c = c << 4 | (gunichar)g_ascii_xdigit_value(p[2 + n]);
    if (n == 4 && c >= 0x80 && g_unichar_validate(c)) {
      g_string_append_unichar(out, c);
      p += 5;
    } else {
      g_string_append_c(out, *p);
    }
  }
  return g_string_free(out, FALSE);
}

static char *
html_words(const char *source)
{
  return html_to_text(source, NULL);
}

typedef char *(*Renderer)(const char *source);

static Renderer
find_renderer(const AttachFile *file, const char *media_type, const char *text)
{
  gboolean says_html = file->declared && (!strcmp(file->declared, "text/html") || !strcmp(file->declared, "application/xhtml+xml"));
  if (!strcmp(media_type, "text/vcard") || !strcmp(media_type, "text/calendar"))
    return render_card;
  if (!strcmp(media_type, "text/html") || says_html || is_markup(text))
    return html_words;
  if (chat_is_json(text))
    return chat_json_to_text;
  return g_str_has_prefix(text, "[Script Info]") ? render_subtitles : without_escapes;
}

/* Why a text is not shown, or NULL. */
static const char *
refusal(const char *media_type, const char *source)
{
  if (!strcmp(media_type, "text/xml") || g_str_has_prefix(source, "<?xml"))
    return "XML: not shown as it stands";
  return g_str_has_prefix(source, "-----BEGIN ") ? "signature, key or encrypted part" : NULL;
}

void
attach_add_text(AttachList *list, const AttachFile *file, const char *media_type)
{
  gsize size;
  const guint8 *bytes = g_bytes_get_data(file->data, &size);
  gboolean card = !strcmp(media_type, "text/vcard") || !strcmp(media_type, "text/calendar");
  g_autofree char *source = file->text ? g_strdup(file->text) : charset_to_utf8(bytes, size, file->charset, NULL);
  const char *reason = refusal(media_type, source);
  AttachItem *item = attach_add(list, card || reason ? media_type : "text/plain");
  if (!item)
    return;
  char *text = reason ? NULL : find_renderer(file, media_type, source)(source);
  if (!text)
    attach_withhold(item, size, reason ? reason : "data (JSON): damaged or too large to show");
  else
    attach_take_text(list, item, text, card ? IDENTITY_VCARD : chat_is_chat(text) ? IDENTITY_CHAT : IDENTITY_ATTACHMENT);
}
