/* SPDX-License-Identifier: ISC */
/* Shared beginnings of the children; see the header. */
#include "daemon/role.h"
#include "daemon/roles.h"

#include <malloc.h>
#include <string.h>

#define KEEP_FREE_BYTES (16 * 1024 * 1024)     /* of the heap between messages */
#define OWN_MAPPING_BYTES (4 * 1024 * 1024)    /* larger blocks go back to the kernel as soon as they are free */

void
role_keep_memory(void)
{
  mallopt(M_TRIM_THRESHOLD, KEEP_FREE_BYTES);
  mallopt(M_MMAP_THRESHOLD, OWN_MAPPING_BYTES);
}

int
role_fail(int code, const char *message)
{
  ipc_send(ROLE_SOCKET, "failed", g_variant_new("(is)", code, message), NULL, 0, NULL);
  return code;
}

const char *
role_string(GVariant *dictionary, const char *key)
{
  const char *value = "";
  g_variant_lookup(dictionary, key, "&s", &value);
  return value;
}

guint64
role_number(GVariant *dictionary, const char *key)
{
  guint64 value = 0;
  g_variant_lookup(dictionary, key, "t", &value);
  return value;
}

const char **
role_strings(GVariant *dictionary, const char *key)
{
  const char **list = NULL;
  if (!g_variant_lookup(dictionary, key, "^a&s", &list))
    list = g_new0(const char *, 1);
  return list;
}

gboolean
role_bytes(GVariant *dictionary, const char *key, guint8 *out, gsize size)
{
  g_autoptr(GVariant) value = g_variant_lookup_value(dictionary, key, G_VARIANT_TYPE_BYTESTRING);
  if (!value || g_variant_get_size(value) != size)
    return FALSE;
  memcpy(out, g_variant_get_data(value), size);
  return TRUE;
}

char *
role_day(GTimeZone *zone, gint64 seconds)
{
  g_autoptr(GDateTime) utc = seconds ? g_date_time_new_from_unix_utc(seconds) : g_date_time_new_now_utc();
  if (!utc)
    utc = g_date_time_new_now_utc();
  g_autoptr(GDateTime) local = zone ? g_date_time_to_timezone(utc, zone) : NULL;
  return g_date_time_format(local ? local : utc, "%Y-%m-%d");
}
