/* SPDX-License-Identifier: ISC */
/* Numbers of monitors; see the header. A number is never given twice and never taken back: the log names it for ever. */
#include "store/monitors.h"

#include <string.h>

#include "store/custody.h"
#include "store/view.h"

static char *
name_of(gint64 number)
{
  return g_strdup_printf("M-%02" G_GINT64_FORMAT, number);
}

gboolean
monitor_is_name(const char *text)
{
  return g_str_has_prefix(text, "M-") && text[2] && strspn(text + 2, "0123456789") == strlen(text + 2);
}

char *
monitor_known_name(Db *db, const char *login)
{
  gint64 number = db_get_int(db, 0, "SELECT number FROM monitors WHERE login = ?1", db_text(login));
  return number ? name_of(number) : NULL;
}

char *
monitor_name(Db *db, const char *who, const char *at)
{
  if (!who || g_str_equal(who, "amana") || g_str_equal(who, "?") || monitor_is_name(who))
    return g_strdup(who ? who : "?");
  char *known = monitor_known_name(db, who);
  if (known)
    return known;
  gint64 number = db_get_int(db, 0, "SELECT coalesce(max(number), 0) + 1 FROM monitors");
  char *name = name_of(number);
  CustodyEntry entry = {CUSTODY_SYSTEM, at, "amana", "named", name, who, FALSE};
  db_run(db, "INSERT INTO monitors (login, number) VALUES (?1, ?2)", db_text(who), db_int(number));
  custody_append(db, &entry);
  return name;
}

JsonNode *
store_monitors(Store *store, GError **error)
{
  g_autoptr(JsonArray) array = json_array_new();
  g_autoptr(StoreReader) reader = store_read(store);
  g_autoptr(DbRows) rows = db_query(reader->db, "SELECT number, login FROM monitors ORDER BY number");
  while (db_next(reader->db, rows)) {
    g_autofree char *name = name_of(db_column_int(rows, 0));
    JsonObject *object = json_object_new();
    view_set(object, "name", name);
    view_set(object, "login", db_column_text(rows, 1));
    json_array_add_object_element(array, object);
  }
  return db_check(reader->db, error) ? view_array_node(g_steal_pointer(&array)) : NULL;
}

char *
store_monitor_name(Store *store, const char *login, GError **error)
{
  g_autoptr(StoreReader) reader = store_read(store);
  g_autofree char *name = monitor_known_name(reader->db, login);
  return db_check(reader->db, error) ? g_steal_pointer(&name) : NULL;
}
