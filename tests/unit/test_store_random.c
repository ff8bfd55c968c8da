/* SPDX-License-Identifier: ISC */
/* What order and time could tell (promise 11): random identifiers, no column that leads from the ledger to a
 * case, days only. */
#include "store/crc.h"
#include "store/random.h"
#include "tests/unit/store_help.h"

static void
test_base32(void)
{
  guint seen[128] = {0};
  g_autofree char *text = random_base32(32000), *empty = random_base32(0);
  for (const char *p = text; *p; p++)
    seen[(guint8)*p]++;
  for (const char *p = "ILOUilou"; *p; p++)
    g_assert_cmpuint(seen[(guint8)*p], ==, 0);
  for (const char *p = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"; *p; p++) {
    g_assert_cmpuint(seen[(guint8)*p], >, 800); /* 1,000 expected, deviation 31 */
    g_assert_cmpuint(seen[(guint8)*p], <, 1200);
  }
  g_assert_cmpstr(empty, ==, "");
}

static void
test_order(void)
{
  guint first[5] = {0};
  for (guint i = 0; i < 5000; i++) {
    g_autofree guint *order = random_order(5);
    guint sum = 0;
    for (guint j = 0; j < 5; j++)
      sum |= 1u << order[j];
    g_assert_cmpuint(sum, ==, 31);
    first[order[0]]++;
  }
  for (guint i = 0; i < 5; i++)
    g_assert_cmpuint(first[i], >, 800); /* 1,000 expected */
}

static void
test_document(void)
{
  for (guint i = 0; i < 1000; i++) {
    g_autofree char *id = random_base32(RANDOM_REPORT_ID_CHARS), *back = NULL;
    gint64 document = random_document(id);
    g_assert_cmpint(document, >=, 0);
    back = random_document_report(document);
    g_assert_cmpstr(back, ==, id);
  }
  g_autofree char *typed = random_normalise(" am-o1lI-abc ");
  g_assert_cmpstr(typed, ==, "AM0111ABC");
}

static void
test_crc(void)
{
  /* RFC 3720 B.4 */
  guint8 bytes[32];
  memset(bytes, 0, sizeof bytes);
  g_assert_cmphex(crc_update(0, bytes, 32), ==, 0x8a9136aa);
  memset(bytes, 0xff, sizeof bytes);
  g_assert_cmphex(crc_update(0, bytes, 32), ==, 0x62a8ab43);
  for (guint i = 0; i < 32; i++)
    bytes[i] = (guint8)i;
  g_assert_cmphex(crc_update(0, bytes, 32), ==, 0x46dd794e);
  for (guint cut = 0; cut <= 32; cut++)
    g_assert_cmphex(crc_update(crc_update(0, bytes, cut), bytes + cut, 32 - cut), ==, 0x46dd794e);
  for (gsize cut = 0; cut <= 32; cut++)
    g_assert_cmphex(crc_update_portable(crc_update_portable(0, bytes, cut), bytes + cut, 32 - cut), ==, 0x46dd794e);
}

/* ---- what the database tells
 * --------------------------------------------------------------------------------------------- */

static char *
columns_of(sqlite3 *db, const char *table)
{
  g_autofree char *sql = g_strdup_printf("SELECT group_concat(name, ' ') FROM pragma_table_info('%s')", table);
  sqlite3_stmt *statement = NULL;
  sqlite3_prepare_v2(db, sql, -1, &statement, NULL);
  g_assert_cmpint(sqlite3_step(statement), ==, SQLITE_ROW);
  char *columns = g_strconcat(" ", sqlite3_column_text(statement, 0), " ", NULL);
  sqlite3_finalize(statement);
  return columns;
}

static gboolean
has_column(const char *columns, const char *name)
{
  g_autofree char *spaced = g_strdup_printf(" %s ", name);
  return strstr(columns, spaced) != NULL;
}

static void
test_no_join(void)
{
  static const char *const ledger_side[] = {"ledger", "folders", "counts", "attempts", "content_keys"};
  static const char *const case_side[] = {"cases",       "reports", "attachments", "tokens",
                                          "thread_keys", "objects", "custody"};
  static const char *const never_ledger[] = {"ref", "report", "case", "chain", "thread_key", "token"};
  static const char *const never_case[] = {"ledger", "fingerprint", "uid", "folder", "content_key", "mailbox", "rowid"};
  g_autofree char *dir = help_dir(), *path = g_build_filename(dir, "cases.db", NULL);
  sqlite3 *db = NULL;
  store_close(help_open(dir));
  g_assert_cmpint(sqlite3_open(path, &db), ==, SQLITE_OK);
  for (guint i = 0; i < G_N_ELEMENTS(ledger_side); i++) {
    g_autofree char *columns = columns_of(db, ledger_side[i]);
    for (guint n = 0; n < G_N_ELEMENTS(never_ledger); n++)
      g_assert_false(has_column(columns, never_ledger[n]));
  }
  for (guint i = 0; i < G_N_ELEMENTS(case_side); i++) {
    g_autofree char *columns = columns_of(db, case_side[i]);
    for (guint n = 0; n < G_N_ELEMENTS(never_case); n++)
      g_assert_false(has_column(columns, never_case[n]));
    g_autofree char *sql = g_strdup_printf("SELECT rowid FROM %s", case_side[i]);
    sqlite3_stmt *statement = NULL;
    g_assert_cmpint(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), !=,
                    SQLITE_OK); /* WITHOUT ROWID: nothing counts arrivals */
  }
  sqlite3_close(db);
  scratch_remove(dir);
}

static void
take_many(const char *dir, guint count)
{
  Store *store = help_open(dir);
  g_autoptr(GPtrArray) mails = g_ptr_array_new();
  for (guint i = 0; i < count; i++) {
    g_autofree char *raw = g_strdup_printf("raw %u", i), *text = g_strdup_printf("arrived as %06u", i);
    g_ptr_array_add(mails, help_mail(i + 1, raw, help_report(i % 10 ? "report" : "auto", text), NULL));
  }
  g_autoptr(GPtrArray) results = help_take_group(store, (Mail **)mails->pdata, count);
  store_close(store);
}

static void
test_shuffled(void)
{
  g_autofree char *dir = help_dir();
  take_many(dir, 100);
  /* Of 90 reports in the order of their records in the segment, neighbours follow each other in about half of
   * the pairs. */
  gint64 ascending = help_sql_int(dir, "SELECT count(*) FROM (SELECT text > lag(text) OVER (ORDER BY original_at) AS up"
                                       " FROM reports) WHERE up");
  g_assert_cmpint(ascending, >, 20);
  g_assert_cmpint(ascending, <, 70);
  ascending =
      help_sql_int(dir, "SELECT count(*) FROM (SELECT text > lag(text) OVER (ORDER BY document) AS up FROM reports)"
                        " WHERE up");
  g_assert_cmpint(ascending, >, 20);
  g_assert_cmpint(ascending, <, 70);
  /* A ledger row leads to a sealed record only where there is no case. */
  g_assert_cmpint(help_sql_int(dir, "SELECT count(*) FROM ledger WHERE sealed IS NOT NULL"), ==, 10);
  g_assert_cmpint(help_sql_int(dir, "SELECT count(*) FROM ledger WHERE sealed IS NOT NULL AND outcome <> 'auto'"), ==,
                  0);
  g_assert_cmpint(help_sql_int(dir, "SELECT count(*) FROM ledger l JOIN reports r ON r.original_at = l.original_at"),
                  ==, 0);
  scratch_remove(dir);
}

static void
test_days_only(void)
{
  g_autofree char *dir = help_dir();
  take_many(dir, 20);
  static const char *const days[] = {"SELECT count(*) FROM ledger WHERE length(day) <> 10",
                                     "SELECT count(*) FROM cases WHERE length(opened_on) <> 10",
                                     "SELECT count(*) FROM reports WHERE length(received_on) <> 10",
                                     "SELECT count(*) FROM thread_keys WHERE length(day) <> 10",
                                     "SELECT count(*) FROM custody WHERE act = 'received' AND length(at) <> 10"};
  for (guint i = 0; i < G_N_ELEMENTS(days); i++)
    g_assert_cmpint(help_sql_int(dir, days[i]), ==, 0);
  scratch_remove(dir);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/store/random/base 32 is uniform and has no look-alikes", test_base32);
  g_test_add_func("/store/random/an order is a permutation, each as likely", test_order);
  g_test_add_func("/store/random/a row of the index names its report and nothing else", test_document);
  g_test_add_func("/store/random/the checksum is CRC-32C", test_crc);
  g_test_add_func("/store/random/no column joins ledger and case", test_no_join);
  g_test_add_func("/store/random/a group is written in another order than it came", test_shuffled);
  g_test_add_func("/store/random/nothing finer than a day is kept of reports", test_days_only);
  return g_test_run();
}
