/* SPDX-License-Identifier: ISC */
/* Routes for what monitors do after they have looked at an attachment: release it, cover parts of a picture. */
#include "daemon/api_route.h"

#define MAX_NAMES 200u

/* The strings of a member that is an array of them; NULL when it is something else. The caller frees the array. */
static const char **
read_names(JsonObject *body)
{
  JsonNode *node = json_object_get_member(body, "names");
  JsonArray *array = node && JSON_NODE_HOLDS_ARRAY(node) ? json_node_get_array(node) : NULL;
  guint n = array ? json_array_get_length(array) : 0;
  if (n == 0 || n > MAX_NAMES)
    return NULL;
  g_autofree const char **names = g_new0(const char *, n + 1);
  for (guint i = 0; i < n; i++) {
    JsonNode *element = json_array_get_element(array, i);
    if (json_node_get_value_type(element) != G_TYPE_STRING)
      return NULL;
    names[i] = json_node_get_string(element);
  }
  return g_steal_pointer(&names);
}

static ApiReply *
post_release(const ApiCall *call, GError **error)
{
  g_autofree const char **names = read_names(call->body);
  if (!names)
    return api_reply_error(400, "the names of the attachments are needed, 200 at most", "{\"names\": [\"...\"]}");
  return api_json_or_null(store_release(call->host->store, api_segment(call, 1), names, call->caller->name, error));
}

static gboolean
read_box(JsonNode *node, ApiBox *box)
{
  guint *const out[] = {&box->x, &box->y, &box->width, &box->height};
  JsonArray *array = JSON_NODE_HOLDS_ARRAY(node) ? json_node_get_array(node) : NULL;
  if (!array || json_array_get_length(array) != G_N_ELEMENTS(out))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS(out); i++) {
    JsonNode *number = json_array_get_element(array, i);
    gint64 value = json_node_get_value_type(number) == G_TYPE_INT64 ? json_node_get_int(number) : -1;
    if (value < 0 || value > G_MAXINT32)
      return FALSE;
    *out[i] = (guint)value;
  }
  return box->width > 0 && box->height > 0;
}

/* Number of boxes, 0 when something about them is wrong. */
static guint
read_boxes(JsonObject *body, ApiBox *boxes)
{
  JsonNode *node = json_object_get_member(body, "boxes");
  JsonArray *array = node && JSON_NODE_HOLDS_ARRAY(node) ? json_node_get_array(node) : NULL;
  guint n = array ? json_array_get_length(array) : 0;
  if (n > API_MAX_BOXES)
    return 0;
  for (guint i = 0; i < n; i++)
    if (!read_box(json_array_get_element(array, i), &boxes[i]))
      return 0;
  return n;
}

static ApiReply *
cover(const ApiCall *call, StoreCovered *covered, const ApiBox *boxes, GError **error)
{
  g_autofree char *media_type = NULL, *sha256 = NULL;
  const char *ref = api_segment(call, 1);
  g_autoptr(GBytes) picture = store_cover_begin(call->host->store, ref, covered->name, &media_type, &sha256, error);
  if (!picture)
    return NULL;
  g_autoptr(GBytes) bytes = call->host->cover(call->host->user, media_type, picture, boxes, covered->boxes, error);
  if (!bytes)
    return NULL;
  covered->was_sha256 = sha256;
  covered->bytes = bytes;
  return api_json_or_null(store_cover_finish(call->host->store, ref, covered, call->caller->name, error));
}

static ApiReply *
post_cover(const ApiCall *call, GError **error)
{
  ApiBox boxes[API_MAX_BOXES];
  StoreCovered covered = {.boxes = read_boxes(call->body, boxes)};
  JsonNode *release = json_object_get_member(call->body, "release");
  if (!api_read_string(call->body, "name", &covered.name) || !covered.name || !covered.boxes ||
      (release && json_node_get_value_type(release) != G_TYPE_BOOLEAN))
    return api_reply_error(400, "the name of a picture and 1 to 64 boxes are needed, each with some width and height",
                           "{\"name\": \"...\", \"boxes\": [[X, Y, WIDTH, HEIGHT]]}; with \"release\"");
  covered.release = release && json_node_get_boolean(release);
  return cover(call, &covered, boxes, error);
}

const ApiRoute api_routes_look[] = {
    {"POST", "/cases/*/release", NEEDS_MONITOR, NULL, "names", post_release, FALSE},
    {"POST", "/cases/*/cover", NEEDS_MONITOR, NULL, "name, boxes, release", post_cover, TRUE},
    {0},
};
