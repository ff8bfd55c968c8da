/* SPDX-License-Identifier: ISC */
/* Routes that read cases: lists, search, one case, the digest, attachments. The store logs each read. */
#include "daemon/api_route.h"

static gboolean
read_filter(const ApiCall *call, StoreFilter *filter, GError **error)
{
  filter->status = api_parameter(call, "status");
  filter->category = api_parameter(call, "category");
  filter->platform = api_parameter(call, "platform");
  filter->governorate = api_parameter(call, "governorate");
  filter->kind = api_parameter(call, "kind");
  filter->words = api_parameter(call, "q");
  return api_read_day(call, "since", &filter->since, error) && api_read_day(call, "until", &filter->until, error) &&
         api_read_number(call, "limit", &filter->limit, error) &&
         api_read_number(call, "offset", &filter->offset, error);
}

static ApiReply *
get_cases(const ApiCall *call, GError **error)
{
  StoreFilter filter = {0};
  if (!read_filter(call, &filter, error))
    return NULL;
  return api_json_or_null(store_list(call->host->store, &filter, call->caller->name, error));
}

static ApiReply *
get_search(const ApiCall *call, GError **error)
{
  StoreFilter filter = {0};
  if (!read_filter(call, &filter, error))
    return NULL;
  if (!filter.words || !*filter.words)
    return api_reply_error(400, "a search needs words", "q=WORDS");
  return api_json_or_null(store_search(call->host->store, &filter, call->caller->name, error));
}

static ApiReply *
get_case(const ApiCall *call, GError **error)
{
  return api_json_or_null(store_show(call->host->store, api_segment(call, 1), call->caller->name, error));
}

static ApiReply *
get_digest(const ApiCall *call, GError **error)
{
  const char *since, *until;
  if (!api_read_day(call, "since", &since, error) || !api_read_day(call, "until", &until, error))
    return NULL;
  return api_json_or_null(store_digest(call->host->store, since, until, call->caller->name, error));
}

static ApiReply *
get_attachment(const ApiCall *call, GError **error)
{
  g_autofree char *media_type = NULL;
  GBytes *bytes = store_attachment(call->host->store, api_segment(call, 1), api_segment(call, 3), call->caller->name,
                                   &media_type, error);
  /* Never the attachment's own type: nothing that speaks HTTP shall be tempted to show it. The case's JSON
   * names the type. */
  return bytes ? api_reply_bytes("application/octet-stream", bytes) : NULL;
}

#define FILTER "since, until, status, category, platform, governorate, kind, limit, offset"

const ApiRoute api_routes_cases[] = {
    {"GET", "/cases", NEEDS_MONITOR, FILTER, NULL, get_cases},
    {"GET", "/cases/*", NEEDS_MONITOR, NULL, NULL, get_case},
    {"GET", "/cases/*/attachments/*", NEEDS_MONITOR, NULL, NULL, get_attachment},
    {"GET", "/search", NEEDS_MONITOR, "q, " FILTER, NULL, get_search},
    {"GET", "/digest", NEEDS_MONITOR, "since, until", NULL, get_digest},
    {0},
};
