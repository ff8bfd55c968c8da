/* SPDX-License-Identifier: ISC */
/* A request of the monitors' socket: the target, then a line end, then the body. */
#include "daemon/api_internal.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
  return 0;
}

int
LLVMFuzzerTestOneInput(const guint8 *bytes, gsize size)
{
  const guint8 *newline = size ? memchr(bytes, '\n', size) : NULL;
  gsize length = newline ? (gsize)(newline - bytes) : size;
  g_autofree char *uri = g_strndup((const char *)bytes, length);
  const char *fault = NULL;
  ApiTarget *target = api_target_parse(uri, &fault);
  g_assert_true(target || fault);
  api_target_free(target);
  gsize left = newline ? size - length - 1 : 0;
  g_autofree char *body = g_strndup(newline ? (const char *)newline + 1 : "", left);
  fault = NULL;
  JsonObject *object = api_body_parse(body, left, &fault);
  g_assert_true(object || fault || !left);
  g_clear_pointer(&object, json_object_unref);
  return 0;
}
