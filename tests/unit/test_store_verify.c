/* SPDX-License-Identifier: ISC */
/* store_verify names what is wrong and nothing else; a backup is the store of one moment. */
#include <glib/gstdio.h>
#include <sys/stat.h>

#include "store/internal.h"
#include "tests/unit/store_help.h"

#define AGE "age-encryption.org/v1\n"

static void
put_sealed(Mail *mail, const char *raw)
{
  g_autofree char *sealed = g_strconcat(AGE, raw, NULL);
  g_assert_cmpint(ftruncate(mail->in.sealed_fd, 0), ==, 0);
  g_assert_cmpint(pwrite(mail->in.sealed_fd, sealed, strlen(sealed), 0), ==, (gssize)strlen(sealed));
  mail->in.sealed_size = strlen(sealed);
  if (mail->in.identity) {
    g_bytes_unref(mail->in.identity);
    mail->in.identity = g_bytes_new(sealed, strlen(sealed));
  }
}

static Mail *
age_mail(guint32 uid, const char *raw, Report *report, const char *quarantine)
{
  Mail *mail = help_mail(uid, raw, report, quarantine);
  put_sealed(mail, raw);
  return mail;
}

static ReportAttachment *
attach(Report *report, const char *bytes, ReportAttachmentState state)
{
  ReportAttachment *a = report_attachment_new();
  a->state = state;
  help_set(&a->extension, "txt");
  help_set(&a->media_type, "text/plain");
  if (bytes)
    a->data = g_bytes_new(bytes, strlen(bytes));
  if (state == REPORT_WITHHELD)
    help_set(&a->reason, "unknown type");
  g_ptr_array_add(report->attachments, a);
  return a;
}

/* A store with one of each: reports, follow-up material, attachments in every state, a duplicate, a bounce, one in
 * quarantine. */
static char *
filled(void)
{
  char *dir = help_dir();
  g_autoptr(Store) store = help_open(dir);
  Report *with = help_report("report", "a broadcast with a picture");
  attach(with, "cleaned bytes", REPORT_CLEAN);
  attach(with, NULL, REPORT_WITHHELD);
  Report *waiting = help_report("report", "a broadcast with a document");
  attach(waiting, NULL, REPORT_PENDING);
  Mail *mails[] = {age_mail(1, "one", with, NULL),
                   age_mail(2, "two", waiting, NULL),
                   age_mail(3, "three", help_report("bounce", ""), NULL),
                   age_mail(4, "four", NULL, "crashed"),
                   age_mail(5, "one", help_report("report", "a broadcast with a picture"), NULL)};
  g_autoptr(GPtrArray) results = help_take_group(store, mails, G_N_ELEMENTS(mails));
  return dir;
}

/* The problems, one a line. */
static char *
problems(Store *store)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = store_verify(store, &error);
  g_assert_no_error(error);
  JsonObject *object = help_object(node);
  JsonArray *all = json_object_get_array_member(object, "problems");
  GString *text = g_string_new(NULL);
  for (guint i = 0; i < json_array_get_length(all); i++)
    g_string_append_printf(text, "%s\n", json_array_get_string_element(all, i));
  g_assert_cmpint(json_object_get_int_member(object, "messages"), >, 0);
  return g_string_free(text, FALSE);
}

static void
test_whole(void)
{
  g_autofree char *dir = filled();
  {
    g_autoptr(Store) store = help_open(dir);
    g_autofree char *found = problems(store);
    g_assert_cmpstr(found, ==, "");
  }
  scratch_remove(dir);
}

static void
test_rows(void)
{
  static const struct {
    const char *sql, *line;
  } cases[] = {
      {"DELETE FROM ledger WHERE uid = 3", "the counts of 2026-11-20 bounce differ"},
      {"DELETE FROM counts WHERE outcome = 'bounce'", "the counts of 2026-11-20 bounce differ"},
      {"UPDATE counts SET messages = messages + 1 WHERE outcome = 'report'", "the counts of 2026-11-20 report differ"},
      {"UPDATE ledger SET outcome = 'lost' WHERE uid = 3", "no such outcome"},
      {"UPDATE ledger SET act = 9 WHERE uid = 3", "no such act"},
      {"UPDATE ledger SET sealed = NULL WHERE uid = 4", "has no sealed original"},
      {"UPDATE ledger SET fingerprint = x'00112233445566778899aabbccddeeff' WHERE uid = 5", "a copy of a message that is nowhere"},
      {"UPDATE cases SET reports = reports + 1 WHERE ref = (SELECT min(ref) FROM cases)", "counts another number of reports"},
      {"PRAGMA foreign_keys = OFF; DELETE FROM cases WHERE ref = (SELECT min(ref) FROM cases)", "lead to none of cases"},
      {"PRAGMA foreign_keys = OFF; DELETE FROM reports WHERE id IN (SELECT report FROM attachments WHERE state = 'clean')",
       "but the ledger counts another number"},
      {"UPDATE reports SET original_at = NULL WHERE id = (SELECT min(id) FROM reports)", "no sealed original"},
      {"UPDATE reports SET identity_size = NULL WHERE id = (SELECT min(id) FROM reports)", "no sealed identity record"},
      {"UPDATE reports SET document = document + 1 WHERE id = (SELECT min(id) FROM reports)", "another report's"},
      {"UPDATE attachments SET sha256 = NULL WHERE state = 'clean'", "clean, but without place or hash"},
      {"UPDATE attachments SET sha256 = replace(sha256, 'a', 'b') WHERE state = 'clean'", "has another hash than its row"},
      {"UPDATE attachments SET reason = NULL WHERE state = 'withheld'", "withheld without a reason"},
      {"DELETE FROM pending", "pending that nobody waits for"},
      {"UPDATE ledger SET act = 0 WHERE act = 1", "waits for a message that is not fetched again"},
      {"UPDATE attachments SET state = 'withheld', reason = 'x' WHERE state = 'pending'", "nothing is pending of it"},
      {"UPDATE custody SET who = 'nobody' WHERE seq = 1 AND chain = (SELECT min(ref) FROM cases)", "entry 1: changed"},
      {"DELETE FROM custody WHERE chain <> 'system'", "custody: AM-"},
      {"DELETE FROM meta WHERE name = 'no such'; DELETE FROM words_data WHERE id > 10", "search index"},
      {"UPDATE reports SET original_size = original_size + 1 WHERE id = (SELECT min(id) FROM reports)", "-original is missing or damaged"},
      {"UPDATE reports SET original_at = identity_at WHERE id = (SELECT min(id) FROM reports)", "-original is missing or damaged"},
      {"INSERT INTO tokens (token, ref) VALUES ('AMT-0000-0000-0000', 'AM-XXXX-XXXX')", "tokens: AM-XXXX-XXXX leads to no case"},
  };
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *dir = filled();
    help_sql(dir, cases[i].sql);
    {
      g_autoptr(Store) store = help_open(dir);
      g_autofree char *found = problems(store);
      g_test_message("%s: %s", cases[i].sql, found);
      g_assert_nonnull(strstr(found, cases[i].line));
      g_assert_null(strstr(found, "broadcast")); /* never content */
    }
    scratch_remove(dir);
  }
}

static char *
segment(const char *dir)
{
  return g_build_filename(dir, "segments", "000001.seg", NULL);
}

static void
flip(const char *path, gint64 from_end)
{
  struct stat st;
  guint8 byte;
  int fd = open(path, O_RDWR);
  g_assert_cmpint(fstat(fd, &st), ==, 0);
  g_assert_cmpint(pread(fd, &byte, 1, st.st_size - from_end), ==, 1);
  byte ^= 0xff;
  g_assert_cmpint(pwrite(fd, &byte, 1, st.st_size - from_end), ==, 1);
  close(fd);
}

static void
test_segments(void)
{
  g_autofree char *dir = filled(), *path = segment(dir);
  {
    g_autoptr(Store) store = help_open(dir);
    flip(path, 1);
    g_autofree char *found = problems(store);
    g_test_message("%s", found);
    g_assert_nonnull(strstr(found, "is missing or damaged"));
    g_assert_null(strchr(strchr(found, '\n') + 1, '\n')); /* one record, one line */
    g_assert_cmpint(truncate(path, 300), ==, 0);
    g_autofree char *cut = problems(store);
    g_assert_nonnull(strstr(cut, "segments/000001.seg is shorter than it was"));
    g_unlink(path);
    g_autofree char *gone = problems(store);
    g_assert_cmpstr(gone, ==, "segments/000001.seg is missing\n");
  }
  scratch_remove(dir);
}

static void
test_damaged_page(void)
{
  g_autofree char *dir = filled(), *path = g_build_filename(dir, "cases.db", NULL);
  gint64 page = help_sql_int(dir, "SELECT rootpage FROM sqlite_schema WHERE name = 'reports'");
  gint64 size = help_sql_int(dir, "PRAGMA page_size");
  {
    int fd = open(path, O_RDWR);
    char noise[64];
    memset(noise, 0xaa, sizeof noise);
    g_assert_cmpint(pwrite(fd, noise, sizeof noise, (page - 1) * size), ==, (gssize)sizeof noise);
    close(fd);
    g_autoptr(Store) store = help_open(dir);
    g_autofree char *found = problems(store);
    g_test_message("%s", found);
    g_assert_nonnull(strstr(found, "cases.db: "));
  }
  scratch_remove(dir);
}

/* ---- backup
 * ------------------------------------------------------------------------------------------------------------ */

static char *
archive_of(Store *store)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *path = NULL;
  int fd = g_file_open_tmp("amana-backup-XXXXXX", &path, &error);
  g_autoptr(StoreBackup) backup = store_backup_new(store, "admin", &error);
  g_assert_no_error(error);
  g_assert_null(store_backup_new(store, "admin", &error)); /* one at a time */
  g_assert_error(error, STORE_ERROR, STORE_ERROR_INVALID);
  g_clear_error(&error);
  g_autoptr(GPtrArray) later = help_take(store, age_mail(99, "later", help_report("report", "later"), NULL));
  g_assert_true(store_backup_write(backup, fd, &error));
  g_assert_no_error(error);
  close(fd);
  return g_steal_pointer(&path);
}

static void
test_backup(void)
{
  g_autofree char *dir = filled(), *copy = help_dir(), *archive = NULL;
  {
    g_autoptr(Store) store = help_open(dir);
    archive = archive_of(store);
    g_assert_cmpint(help_status(store, NULL), ==, 6);
  }
  g_autofree char *left = g_build_filename(dir, "backup.tmp", NULL);
  g_assert_false(g_file_test(left, G_FILE_TEST_EXISTS));
  const char *tar[] = {"tar", "-xf", archive, "-C", copy, NULL};
  int code = -1;
  g_assert_true(g_spawn_sync(NULL, (char **)tar, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, &code, NULL));
  g_assert_cmpint(code, ==, 0);
  {
    g_autoptr(Store) store = help_open(copy);
    g_assert_cmpint(help_status(store, NULL), ==, 5); /* of its moment */
    g_autofree char *found = problems(store);
    g_assert_cmpstr(found, ==, "");
    g_autoptr(GPtrArray) again = help_take(store, age_mail(99, "later", help_report("report", "later"), NULL));
    g_autoptr(GPtrArray) known = help_take(store, age_mail(101, "one", help_report("report", "x"), NULL));
    g_assert_cmpstr(help_result(again, 0)->outcome, ==, "report");
    g_assert_cmpstr(help_result(known, 0)->outcome, ==, "duplicate");
  }
  g_unlink(archive);
  scratch_remove(dir);
  scratch_remove(copy);
}

/* What is stripped while a backup is made is overwritten when it ends, and not before. */
static void
test_backup_and_strip(void)
{
  g_autofree char *dir = help_dir();
  {
    g_autoptr(Store) store = help_open(dir);
    g_autoptr(GError) error = NULL;
    Report *report = help_report("report", "secretname wrote");
    attach(report, "secretname in a file", REPORT_CLEAN);
    g_autoptr(GPtrArray) results = help_take(store, age_mail(1, "one", report, NULL));
    StoreBackup *backup = store_backup_new(store, "admin", &error);
    g_assert_no_error(error);
    StoreStrip strip = {.string = "secretname"};
    g_autoptr(JsonNode) node = store_strip(store, help_result(results, 0)->ref, &strip, "monitor", &error);
    g_assert_no_error(error);
    g_assert_false(json_object_get_boolean_member(help_object(node), "clean"));
    g_autofree char *path = segment(dir), *bytes = NULL, *after = NULL;
    gsize size;
    g_assert_true(g_file_get_contents(path, &bytes, &size, NULL));
    g_assert_nonnull(memmem(bytes, size, "secretname", 10));
    store_backup_free(backup);
    g_assert_true(g_file_get_contents(path, &after, &size, NULL));
    g_assert_null(memmem(after, size, "secretname", 10));
    g_autofree char *found = problems(store);
    g_assert_cmpstr(found, ==, "");
  }
  scratch_remove(dir);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/store/verify/a whole store has no problem", test_whole);
  g_test_add_func("/store/verify/each wrong row is named", test_rows);
  g_test_add_func("/store/verify/records and segments that are damaged, cut off or gone", test_segments);
  g_test_add_func("/store/verify/a damaged page is a line, and the rest is checked", test_damaged_page);
  g_test_add_func("/store/backup/holds one moment, and opens as a store", test_backup);
  g_test_add_func("/store/backup/stripping waits with overwriting", test_backup_and_strip);
  return g_test_run();
}
