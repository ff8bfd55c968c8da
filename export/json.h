/* SPDX-License-Identifier: ISC
 *
 * Members of JSON from the daemon, of the type that is expected or none: nothing here trusts the other end. What is returned belongs to
 * the object.
 */
#pragma once
#include <json-glib/json-glib.h>

/* NULL when the member is absent or of another type. */
const char *json_text(JsonObject *object, const char *name);
JsonArray *json_list(JsonObject *object, const char *name);
JsonObject *json_member(JsonObject *object, const char *name);
/* 0 and FALSE likewise. */
gint64 json_number(JsonObject *object, const char *name);
gboolean json_true(JsonObject *object, const char *name);
guint json_length(JsonArray *array);
/* Element i, NULL when it is of another type. */
const char *json_text_at(JsonArray *array, guint i);
JsonObject *json_object_at(JsonArray *array, guint i);
/* A copy of the members named (NULL-terminated); those that are absent stay absent. The caller owns it. */
JsonObject *json_pick(JsonObject *object, const char *const *names);
/* Indented JSON with a newline behind, in which characters that command a terminal or turn text around are escapes. The caller owns
 * it. */
char *json_lines(JsonNode *node);
/* The same of an object, on one line. */
char *json_line(JsonObject *object);
