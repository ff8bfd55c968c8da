/* SPDX-License-Identifier: ISC
 *
 * A route of the API: one row of a table, one short function. The tables stand in api_cases.c, api_work.c and so on, one
 * subject each; api_routes.c lists them, finds the row for a request and checks who asks before the row's function runs.
 */
#pragma once
#include "daemon/api_internal.h"

typedef enum { NEEDS_MONITOR, NEEDS_ADMIN } ApiNeed;

/* A request that has been checked against its row. */
typedef struct {
  const ApiHost *host;
  const ApiCaller *caller;
  const ApiTarget *target;
  JsonObject *body;
} ApiCall;

typedef struct {
  const char *method, *pattern; /* "*" is any one segment */
  ApiNeed need;
  const char *parameters; /* names of the query parameters allowed, separated by ", "; NULL: none */
  const char *members;    /* the same of the body */
  /* Error texts never hold content. NULL with error set when it failed. */
  ApiReply *(*run)(const ApiCall *call, GError **error);
  gboolean slow; /* waits for another process: runs in a thread of its own */
} ApiRoute;

/* The tables; each ends with a row without a method. A new one: a line here and one in api_routes.c. */
extern const ApiRoute api_routes_cases[], api_routes_work[], api_routes_edit[], api_routes_joins[], api_routes_rules[],
    api_routes_custody[],
    api_routes_service[], api_routes_export[], api_routes_keep[], api_routes_look[];

/* Segment i of the path, decoded. */
const char *api_segment(const ApiCall *call, guint i);
/* A query parameter, or NULL. */
const char *api_parameter(const ApiCall *call, const char *name);
/* The parameters since and until, days or NULL; since may be word too, unless that is NULL. FALSE with STORE_ERROR_INVALID. */
gboolean api_read_days(const ApiCall *call, const char *word, const char **since, const char **until, GError **error);
/* A parameter that is a number, or 0. FALSE with STORE_ERROR_INVALID. */
gboolean api_read_number(const ApiCall *call, const char *name, guint *out, GError **error);
/* A member that is a string, or NULL when it is absent. FALSE when it is something else. */
gboolean api_read_string(JsonObject *body, const char *name, const char **out);
/* A member that is a number from 0 on, or 0. FALSE when it is something else. */
gboolean api_read_place(JsonObject *body, const char *name, guint64 *out);
/* A reply of JSON (freed), or NULL for NULL. */
ApiReply *api_json_or_null(JsonNode *node);
/* A reply of an object (taken over). */
ApiReply *api_reply_object(JsonObject *object);
