/* SPDX-License-Identifier: ISC */
/* What the functions of the routes share: reading parameters and members, and replies made of JSON. Knows no route. */
#include "daemon/api_route.h"

#include <string.h>

const char *
api_segment(const ApiCall *call, guint i)
{
  return call->target->segments->pdata[i];
}

const char *
api_parameter(const ApiCall *call, const char *name)
{
  return g_hash_table_lookup(call->target->query, name);
}

ApiReply *
api_json_or_null(JsonNode *node)
{
  return node ? api_reply_json(node) : NULL;
}

ApiReply *
api_reply_object(JsonObject *object)
{
  JsonNode *node = json_node_new(JSON_NODE_OBJECT);
  json_node_take_object(node, object);
  return api_reply_json(node);
}

static gboolean
is_day(const char *text)
{
  gint64 year, month, day;
  if (strlen(text) != 10 || text[4] != '-' || text[7] != '-')
    return FALSE;
  for (guint i = 0; i < 10; i++)
    if (i != 4 && i != 7 && !g_ascii_isdigit(text[i]))
      return FALSE;
  year = g_ascii_strtoll(text, NULL, 10);
  month = g_ascii_strtoll(text + 5, NULL, 10);
  day = g_ascii_strtoll(text + 8, NULL, 10);
  return g_date_valid_dmy((GDateDay)day, (GDateMonth)month, (GDateYear)year);
}

static gboolean
read_day(const ApiCall *call, const char *name, const char *word, const char **out, GError **error)
{
  *out = api_parameter(call, name);
  if (!*out || !g_strcmp0(*out, word) || is_day(*out))
    return TRUE;
  g_set_error(error, STORE_ERROR, STORE_ERROR_INVALID, "%s is not a day like 2026-11-24", name);
  return FALSE;
}

gboolean
api_read_days(const ApiCall *call, const char *word, const char **since, const char **until, GError **error)
{
  if (!read_day(call, "since", word, since, error) || !read_day(call, "until", NULL, until, error))
    return FALSE;
  if (!*since || !*until || !g_strcmp0(*since, word) || strcmp(*since, *until) <= 0)
    return TRUE;
  g_set_error_literal(error, STORE_ERROR, STORE_ERROR_INVALID, "until is a day before since");
  return FALSE;
}

gboolean
api_read_number(const ApiCall *call, const char *name, guint *out, GError **error)
{
  const char *text = api_parameter(call, name);
  guint64 number = 0;
  if (text && !g_ascii_string_to_unsigned(text, 10, 0, G_MAXINT32, &number, NULL)) {
    g_set_error(error, STORE_ERROR, STORE_ERROR_INVALID, "%s is not a number from 0 to %d", name, G_MAXINT32);
    return FALSE;
  }
  *out = (guint)number;
  return TRUE;
}

/* A member that is a string, or NULL when it is absent. FALSE when it is something else. */
gboolean
api_read_string(JsonObject *body, const char *name, const char **out)
{
  JsonNode *member = json_object_get_member(body, name);
  *out = member && json_node_get_value_type(member) == G_TYPE_STRING ? json_node_get_string(member) : NULL;
  return !member || *out;
}

gboolean
api_read_place(JsonObject *body, const char *name, guint64 *out)
{
  JsonNode *member = json_object_get_member(body, name);
  gint64 number = member && json_node_get_value_type(member) == G_TYPE_INT64 ? json_node_get_int(member) : -1;
  *out = (guint64)MAX(number, 0);
  return !member || number >= 0;
}
