/* SPDX-License-Identifier: ISC */
/* Shared beginnings of the children; see the header. */
#include "daemon/role.h"
#include "daemon/roles.h"

#include <malloc.h>
#include <string.h>

#define KEEP_FREE_BYTES (16 * 1024 * 1024)     /* of the heap between messages */
#define OWN_MAPPING_BYTES (8 * 1024 * 1024)    /* larger blocks go back to the kernel as soon as they are free */

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

/* Days begin at full quarters of an hour everywhere. */
#define QUARTER_S 900

char *
role_day(GTimeZone *zone, gint64 seconds)
{
  static _Thread_local struct {
    GTimeZone *zone;
    gint64 quarter;
    char day[16];
  } last; /* mails come together */
  gint64 now = seconds ? seconds : g_get_real_time() / G_USEC_PER_SEC;
  gint64 quarter = now / QUARTER_S - (now % QUARTER_S < 0);
  if (last.zone == zone && last.quarter == quarter && *last.day)
    return g_strdup(last.day);
  g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(now);
  if (!utc)
    utc = g_date_time_new_now_utc();
  g_autoptr(GDateTime) local = zone ? g_date_time_to_timezone(utc, zone) : NULL;
  char *day = g_date_time_format(local ? local : utc, "%Y-%m-%d");
  last.zone = zone;
  last.quarter = quarter;
  g_strlcpy(last.day, day, sizeof last.day);
  return day;
}
