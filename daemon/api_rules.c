/* SPDX-License-Identifier: ISC */
/* Routes for people who work on the rules: the archive as text, and what became of the program's suggestions. */
#include "daemon/api_route.h"

#include <string.h>

static ApiReply *
get_texts(const ApiCall *call, GError **error)
{
  guint limit;
  const char *decided = api_parameter(call, "decided");
  if (!api_read_number(call, "limit", &limit, error))
    return NULL;
  if (decided && strcmp(decided, "yes") != 0)
    return api_reply_error(400, "decided is yes or left out", "yes");
  if (decided && !call->host->learn)
    return api_reply_error(400, "learning from what people decided is off", "[taxonomy] learn = yes in the configuration");
  return api_json_or_null(
      store_texts(call->host->store, api_parameter(call, "after"), limit, decided != NULL, call->caller->name, error));
}

static ApiReply *
get_stats(const ApiCall *call, GError **error)
{
  return api_json_or_null(store_rule_stats(call->host->store, error));
}

const ApiRoute api_routes_rules[] = {
    {"GET", "/texts", NEEDS_MONITOR, "after, limit, decided", NULL, get_texts},
    {"GET", "/rules/stats", NEEDS_MONITOR, NULL, NULL, get_stats},
    {0},
};
