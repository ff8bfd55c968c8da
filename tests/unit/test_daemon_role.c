/* SPDX-License-Identifier: ISC */
/* What the roles share: the day that a moment belongs to. */
#include "daemon/role.h"

static void
expect(GTimeZone *zone, gint64 seconds, const char *day)
{
  g_autofree char *found = role_day(zone, seconds);
  g_assert_cmpstr(found, ==, day);
}

static void
test_days(void)
{
  g_autoptr(GTimeZone) baghdad = g_time_zone_new_identifier("Asia/Baghdad"), kathmandu = g_time_zone_new_identifier("Asia/Kathmandu");
  const gint64 midnight = 1764028800; /* 2025-11-25 00:00 UTC */
  expect(NULL, midnight - 1, "2025-11-24");
  expect(NULL, midnight, "2025-11-25");
  expect(baghdad, midnight - 3 * 3600 - 1, "2025-11-24");
  expect(baghdad, midnight - 3 * 3600, "2025-11-25");
  expect(NULL, midnight - 3 * 3600, "2025-11-24");
  expect(kathmandu, midnight - 5 * 3600 - 45 * 60 - 1, "2025-11-24");
  expect(kathmandu, midnight - 5 * 3600 - 45 * 60, "2025-11-25");
  expect(NULL, -1, "1969-12-31");
  expect(NULL, 899, "1970-01-01");
}

/* Each second around two midnights, in two zones by turns, is what GLib says. */
static void
test_every_second(void)
{
  GTimeZone *zones[] = {g_time_zone_new_identifier("Asia/Baghdad"), g_time_zone_new_identifier("Europe/Berlin")};
  for (gint64 s = 1761430000; s < 1761440000; s++) { /* 2025-10-25 22:06 UTC: Berlin's clocks go back in that night */
    g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(s);
    g_autoptr(GDateTime) local = g_date_time_to_timezone(utc, zones[s / 3 % 2]);
    g_autofree char *day = g_date_time_format(local, "%Y-%m-%d");
    expect(zones[s / 3 % 2], s, day);
  }
  for (guint i = 0; i < G_N_ELEMENTS(zones); i++)
    g_time_zone_unref(zones[i]);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/role/a moment belongs to the day of its time zone", test_days);
  g_test_add_func("/role/every second belongs to the day that the calendar says", test_every_second);
  return g_test_run();
}
