/* SPDX-License-Identifier: ISC */
/* Chats. Refuses JSON that is too deep, has too many values or anything but JSON between them: json-glib recurses without limit and
 * spends a hundred bytes on each value. */
#include "parser/chat.h"

#include <json-glib/json-glib.h>
#include <stdio.h>
#include <string.h>

#define CHAT_LINES_LOOKED_AT 200u
#define CHAT_LINES_NEEDED 3u
#define CHAT_PREFIX_CHARS 40u
#define CHAT_PREFIX_DIGITS 8u

/* ---- plain text ---- */

/* A line that begins with a date, a time and a speaker: "12/03/2024, 21:14 - Name: words", "[12.03.24 21:14:05] Name: ..." */
static gboolean
is_chat_line(const char *line, gsize length)
{
  guint digits = 0, i = 0;
  g_autofree char *copy = g_strndup(line, MIN(length, 400));
  for (const char *p = copy; *p && i < CHAT_PREFIX_CHARS; p = g_utf8_next_char(p), i++) {
    gunichar c = g_utf8_get_char_validated(p, -1);
    if (c == (gunichar)-1 || c == (gunichar)-2)
      return FALSE;
    if (g_unichar_isdigit(c))
      digits++;
    else if (g_unichar_isalpha(c) && digits < CHAT_PREFIX_DIGITS - 2)
      return FALSE;
    else if (digits >= CHAT_PREFIX_DIGITS - 1 && (c == '-' || c == 0x2013 || c == ']') && strstr(p, ": "))
      return TRUE;
  }
  return FALSE;
}

gboolean
chat_is_chat(const char *text)
{
  guint found = 0, looked = 0;
  for (const char *line = text; *line && looked < CHAT_LINES_LOOKED_AT; looked++) {
    const char *end = strchrnul(line, '\n');
    found += is_chat_line(line, (gsize)(end - line));
    line = *end ? end + 1 : end;
  }
  return found >= CHAT_LINES_NEEDED || (found && found * 2 >= looked);
}

/* ---- JSON ---- */

static const char *
skip_space(const char *p)
{
  if (g_str_has_prefix(p, "\xef\xbb\xbf"))
    p += 3;
  while (g_ascii_isspace(*p))
    p++;
  return p;
}

gboolean
chat_is_json(const char *text)
{
  const char *p = skip_space(text);
  if (*p == '{') {
    p = skip_space(p + 1);
    return *p == '"' || *p == '}';
  }
  return *p == '[' && strchr("[{\"]", *skip_space(p + 1)) != NULL && *skip_space(p + 1);
}

static const char *
skip_string(const char *p)
{
  for (p++; *p && *p != '"'; p++)
    if (*p == '\\' && p[1])
      p++;
  return p;
}

/* Everything outside strings is what JSON has there, and not too much of it. */
static gboolean
is_bearable(const char *json)
{
  guint depth = 0, values = 0;
  if (strlen(json) > CHAT_MAX_JSON_BYTES)
    return FALSE;
  for (const char *p = json; *p; p++) {
    if (*p == '"') {
      p = skip_string(p);
      if (!*p)
        return FALSE;
    } else if (*p == '[' || *p == '{') {
      if (++depth > CHAT_MAX_JSON_DEPTH)
        return FALSE;
    } else if (*p == ']' || *p == '}') {
      depth -= depth > 0;
    } else if (*p == ',' || *p == ':') {
      if (++values > CHAT_MAX_JSON_VALUES)
        return FALSE;
    } else if (!strchr("0123456789+-.eEtrufalsn \t\r\n", *p)) {
      return FALSE;
    }
  }
  return TRUE;
}

/* Facebook writes the bytes of UTF-8 as if each were a character; TRUE when all characters are of that kind and make sense so. */
static char *
repaired(const char *text)
{
  g_autoptr(GString) bytes = g_string_new(NULL);
  gboolean high = FALSE;
  for (const char *p = text; *p; p = g_utf8_next_char(p)) {
    gunichar c = g_utf8_get_char(p);
    if (c > 0xff)
      return g_strdup(text);
    high |= c >= 0x80;
    g_string_append_c(bytes, (char)(guint8)c);
  }
  return g_strdup(high && g_utf8_validate(bytes->str, (gssize)bytes->len, NULL) ? bytes->str : text);
}

static const char *
string_member(JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member(object, name);
  return node && JSON_NODE_HOLDS_VALUE(node) && json_node_get_value_type(node) == G_TYPE_STRING ? json_node_get_string(node) : NULL;
}

static JsonArray *
array_member(JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member(object, name);
  return node && JSON_NODE_HOLDS_ARRAY(node) ? json_node_get_array(node) : NULL;
}

/* Telegram: a string, or a list of strings and of objects with text and perhaps href. */
static void
append_words(GString *out, JsonNode *node)
{
  if (!node)
    return;
  if (JSON_NODE_HOLDS_ARRAY(node)) {
    JsonArray *array = json_node_get_array(node);
    for (guint i = 0; i < json_array_get_length(array); i++) {
      JsonNode *element = json_array_get_element(array, i);
      if (!JSON_NODE_HOLDS_ARRAY(element))
        append_words(out, element);
    }
  } else if (JSON_NODE_HOLDS_OBJECT(node)) {
    JsonObject *object = json_node_get_object(node);
    const char *text = string_member(object, "text"), *href = string_member(object, "href");
    g_string_append(out, text ? text : "");
    if (href)
      g_string_append_printf(out, " <%s>", href);
  } else if (JSON_NODE_HOLDS_VALUE(node) && json_node_get_value_type(node) == G_TYPE_STRING) {
    g_autofree char *text = repaired(json_node_get_string(node));
    g_string_append(out, text);
  }
}

/* "2026-03-12T21:14:05" or milliseconds as "12/03/2026, 21:14"; without a date "". */
static char *
message_time(JsonObject *message)
{
  const char *date = string_member(message, "date");
  int year, month, day, hour, minute;
  if (date && sscanf(date, "%4d-%2d-%2dT%2d:%2d", &year, &month, &day, &hour, &minute) == 5)
    return g_strdup_printf("%02d/%02d/%04d, %02d:%02d", day, month, year, hour, minute);
  JsonNode *stamp = json_object_get_member(message, "timestamp_ms");
  if (stamp && JSON_NODE_HOLDS_VALUE(stamp) && json_node_get_value_type(stamp) == G_TYPE_INT64) {
    g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc(json_node_get_int(stamp) / 1000);
    if (time)
      return g_strdup_printf("%02d/%02d/%04d, %02d:%02d", g_date_time_get_day_of_month(time), g_date_time_get_month(time),
                             g_date_time_get_year(time), g_date_time_get_hour(time), g_date_time_get_minute(time));
  }
  return NULL;
}

static void
append_message(GString *out, JsonObject *message)
{
  static const char *const media[] = {"photo", "photos", "file", "videos", "audio_files", "sticker_emoji"};
  const char *from = string_member(message, "from"), *forwarded = string_member(message, "forwarded_from");
  g_autofree char *time = message_time(message);
  if (!from)
    from = string_member(message, "sender_name");
  if (!from || !time)
    return; /* service lines: who joined, who called */
  g_autofree char *speaker = repaired(from);
  g_strdelimit(speaker, "\r\n:", ' ');
  g_string_append_printf(out, "%s - %s: ", time, speaker);
  if (forwarded)
    g_string_append_printf(out, "(%s) ", forwarded);
  append_words(out, json_object_get_member(message, "text"));
  append_words(out, json_object_get_member(message, "content"));
  for (guint i = 0; i < G_N_ELEMENTS(media); i++)
    if (json_object_has_member(message, media[i]))
      g_string_append_printf(out, " [%s]", media[i]);
  g_string_append_c(out, '\n');
}

static gboolean
append_chat(GString *out, JsonObject *chat)
{
  JsonArray *messages = array_member(chat, "messages");
  if (!messages)
    return FALSE;
  guint n = json_array_get_length(messages);
  gboolean newest_first = json_object_has_member(chat, "participants"); /* Messenger */
  for (guint i = 0; i < n && out->len < CHAT_MAX_TEXT_BYTES; i++) {
    JsonNode *message = json_array_get_element(messages, newest_first ? n - 1 - i : i);
    if (JSON_NODE_HOLDS_OBJECT(message))
      append_message(out, json_node_get_object(message));
  }
  return TRUE;
}

/* An export of everything: its chats only, not what it says about the account. */
static gboolean
append_chats(GString *out, JsonObject *root)
{
  JsonNode *chats = json_object_get_member(root, "chats");
  JsonArray *list = chats && JSON_NODE_HOLDS_OBJECT(chats) ? array_member(json_node_get_object(chats), "list") : NULL;
  for (guint i = 0; list && i < json_array_get_length(list); i++) {
    JsonNode *chat = json_array_get_element(list, i);
    if (JSON_NODE_HOLDS_OBJECT(chat))
      append_chat(out, json_node_get_object(chat));
  }
  return list != NULL;
}

static void append_value(GString *out, JsonNode *node, const char *name);

static void
append_members(GString *out, JsonObject *object)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;
  json_object_iter_init(&iter, object);
  while (json_object_iter_next(&iter, &name, &node))
    append_value(out, node, name);
}

/* Recursion is bounded by CHAT_MAX_JSON_DEPTH. */
static void
append_value(GString *out, JsonNode *node, const char *name)
{
  if (out->len >= CHAT_MAX_TEXT_BYTES || JSON_NODE_HOLDS_NULL(node))
    return;
  if (JSON_NODE_HOLDS_OBJECT(node)) {
    append_members(out, json_node_get_object(node));
  } else if (JSON_NODE_HOLDS_ARRAY(node)) {
    JsonArray *array = json_node_get_array(node);
    for (guint i = 0; i < json_array_get_length(array); i++)
      append_value(out, json_array_get_element(array, i), name);
  } else if (json_node_get_value_type(node) == G_TYPE_STRING) {
    g_autofree char *text = repaired(json_node_get_string(node));
    g_string_append_printf(out, "%s: %s\n", name, text);
  } else {
    g_autofree char *text = json_to_string(node, FALSE);
    g_string_append_printf(out, "%s: %s\n", name, text);
  }
}

char *
chat_json_to_text(const char *json)
{
  if (!is_bearable(json))
    return NULL;
  g_autoptr(JsonParser) parser = json_parser_new_immutable();
  const char *start = skip_space(json);
  if (!json_parser_load_from_data(parser, start, (gssize)strlen(start), NULL))
    return NULL;
  JsonNode *root = json_parser_get_root(parser);
  GString *out = g_string_new(NULL);
  JsonObject *object = root && JSON_NODE_HOLDS_OBJECT(root) ? json_node_get_object(root) : NULL;
  if (!object || (!append_chats(out, object) && !append_chat(out, object)))
    if (root)
      append_value(out, root, "");
  return g_string_free(out, FALSE);
}
