/* SPDX-License-Identifier: ISC */
/* store_verify: what lies in the segments. Opens nothing: a sealed record is checked by its checksum and by
 * the first line of an age file. */
#include "store/check.h"

#include <string.h>

static const char age_line[] = "age-encryption.org/v1\n";

/* ---- segments
 * -------------------------------------------------------------------------------------------------------------- */

/* Numbers of segments of which every record is lost: their records are not named one by one. */
static GHashTable *
check_segments(Check *check)
{
  GHashTable *lost = g_hash_table_new(NULL, NULL);
  g_autoptr(DbRows) rows = db_query(check->db, "SELECT number, size FROM segments ORDER BY number");
  while (db_next(check->db, rows)) {
    guint number = (guint)db_column_int(rows, 0);
    const char *wrong = segments_walk(check->store->segments, number, (guint64)db_column_int(rows, 1));
    if (!wrong)
      continue;
    g_autofree char *name = segments_file_name(number);
    check_problem(check, "%s %s", name, wrong);
    if (strstr(wrong, "missing") || strstr(wrong, "cannot be read"))
      g_hash_table_add(lost, GUINT_TO_POINTER(number));
  }
  return lost;
}

/* ---- records
 * --------------------------------------------------------------------------------------------------------------- */

typedef struct {
  char *name;
  gint64 place;
  guint64 size;
  char *sha256; /* of an attachment; NULL for a sealed record */
} Record;

static void
clear_record(gpointer data)
{
  g_free(((Record *)data)->name);
  g_free(((Record *)data)->sha256);
}

static const char *
fault_of(Check *check, const Record *record)
{
  g_autoptr(GError) failed = NULL;
  g_autoptr(GBytes) bytes =
      segments_read(check->store->segments, record->place, record->name, record->size, &failed);
  if (!bytes)
    return "is missing or damaged";
  gsize size;
  const char *data = g_bytes_get_data(bytes, &size);
  if (record->sha256) {
    g_autofree char *sum = g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, bytes);
    return strcmp(sum, record->sha256) == 0 ? NULL : "has another hash than its row";
  }
  return size >= strlen(age_line) && memcmp(data, age_line, strlen(age_line)) == 0 ? NULL : "is not an age file";
}

/* A row may have got another record since the snapshot, and the old one have been overwritten. */
static gboolean
still_named(Check *check, const Record *record)
{
  g_autoptr(StoreReader) reader = store_read(check->store);
  return db_get_int(reader->db, 0,
                    "SELECT 1 FROM reports WHERE id = substr(?1, 1, 6) AND ?2 IN (original_at, identity_at) UNION ALL"
                    " SELECT 1 FROM ledger WHERE sealed = substr(?1, 1, 16) AND ?2 IN (original_at, identity_at) UNION ALL"
                    " SELECT 1 FROM attachments WHERE report = substr(?1, 1, 6) AND at = ?2 LIMIT 1",
                    db_text(record->name), db_int(record->place)) == 1;
}

static void
check_one(Check *check, GHashTable *lost, const Record *record, GArray *suspects)
{
  check->records++;
  if (g_hash_table_contains(lost, GUINT_TO_POINTER(segments_number(record->place))) || !fault_of(check, record))
    return;
  Record copy = {g_strdup(record->name), record->place, record->size, g_strdup(record->sha256)};
  g_array_append_val(suspects, copy);
}

static void
check_query(Check *check, GHashTable *lost, GArray *suspects, const char *sql)
{
  g_autoptr(DbRows) rows = db_query(check->db, sql);
  while (db_next(check->db, rows)) {
    Record record = {(char *)db_column_text(rows, 0), db_column_int(rows, 1), (guint64)db_column_int(rows, 2),
                     (char *)db_column_text(rows, 3)};
    check_one(check, lost, &record, suspects);
  }
}

void
check_records(Check *check)
{
  g_autoptr(GHashTable) lost = check_segments(check);
  g_autoptr(GArray) suspects = g_array_new(FALSE, FALSE, sizeof(Record));
  g_array_set_clear_func(suspects, clear_record);
  check_query(check, lost, suspects,
              "SELECT id || '-original', original_at, original_size, NULL FROM reports WHERE original_at IS NOT NULL");
  check_query(check, lost, suspects,
              "SELECT id || '-identity', identity_at, identity_size, NULL FROM reports WHERE identity_at IS NOT NULL");
  check_query(check, lost, suspects,
              "SELECT sealed || '-original', original_at, original_size, NULL FROM ledger WHERE sealed IS NOT NULL AND original_at IS NOT NULL");
  check_query(check, lost, suspects,
              "SELECT sealed || '-identity', identity_at, identity_size, NULL FROM ledger WHERE sealed IS NOT NULL AND identity_at IS NOT NULL");
  check_query(check, lost, suspects,
              "SELECT report || '-' || n, at, size, sha256 FROM attachments WHERE at IS NOT NULL AND sha256 IS NOT NULL");
  for (guint i = 0; i < suspects->len; i++) {
    const Record *record = &g_array_index(suspects, Record, i);
    const char *wrong = still_named(check, record) ? fault_of(check, record) : NULL;
    if (wrong)
      check_problem(check, "record %s %s", record->name, wrong);
  }
}
