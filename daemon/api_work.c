/* SPDX-License-Identifier: ISC */
/* Routes that change a case. The store logs each act before it answers. */
#include "daemon/api_route.h"

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
    {"POST", "/cases/*/strip", NEEDS_MONITOR, NULL, "string, report, field, start, end, as", post_strip},
    {0},
};
