/* SPDX-License-Identifier: ISC */
/* Routes that change a case. The store logs each act before it answers. */
#include "daemon/api_route.h"

static ApiReply *
post_exported(const ApiCall *call, GError **error)
{
  JsonNode *unreviewed = json_object_get_member(call->body, "unreviewed");
  if (unreviewed && json_node_get_value_type(unreviewed) != G_TYPE_BOOLEAN)
    return api_reply_error(400, "unreviewed is not true or false", "true, false");
  gboolean all = unreviewed && json_node_get_boolean(unreviewed);
  if (!store_log(call->host->store, api_segment(call, 1), call->caller->name, "exported",
                 all ? "with attachments that nobody has reviewed" : NULL, error))
    return NULL;
  return api_reply_json(json_from_string("{\"logged\":true}", NULL));
}

static ApiReply *
post_strip(const ApiCall *call, GError **error)
{
  StoreStrip strip = {0};
  if (!api_read_string(call->body, "string", &strip.string) || !api_read_string(call->body, "report", &strip.report) ||
      !api_read_string(call->body, "field", &strip.field) || !api_read_string(call->body, "as", &strip.as) ||
      !api_read_place(call->body, "start", &strip.start) || !api_read_place(call->body, "end", &strip.end) ||
      !strip.string == !strip.report)
    return api_reply_error(400, "either a string is to be stripped or a span of a report",
                           "{\"string\": \"...\"}, {\"report\": \"...\", \"field\": \"text\", \"start\": 0, "
                           "\"end\": 9}; with \"as\"");
  return api_json_or_null(store_strip(call->host->store, api_segment(call, 1), &strip, call->caller->name, error));
}

const ApiRoute api_routes_work[] = {
    {"POST", "/cases/*/exported", NEEDS_MONITOR, NULL, "unreviewed", post_exported},
    {"POST", "/cases/*/strip", NEEDS_MONITOR, NULL, "string, report, field, start, end, as", post_strip},
    {0},
};
