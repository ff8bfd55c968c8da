/* SPDX-License-Identifier: ISC
 *
 * What the store's tests share: a fresh store in a temporary folder, messages made of a few fields, answers
 * looked up in JSON. Everything is static inline so that each test stays one program of one file.
 */
#pragma once
#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/store.h"
#include "tests/unit/scratch_help.h"

#define HELP_DAY "2026-11-20"
#define HELP_UNUSED G_GNUC_UNUSED static

typedef struct {
  StoreIncoming in; /* in.report and in.key point into this */
  Report *report;
} Mail;

HELP_UNUSED char *
help_dir(void)
{
  GError *error = NULL;
  char *dir = g_dir_make_tmp("amana-store-XXXXXX", &error);
  g_assert_no_error(error);
  return dir;
}

HELP_UNUSED Store *
help_open(const char *dir)
{
  static const char *const recipients[] = {"age1one", NULL};
  StoreOptions options = {dir, "Asia/Baghdad", recipients};
  GError *error = NULL;
  Store *store = store_open(&options, &error);
  g_assert_no_error(error);
  return store;
}

/* A message whose raw bytes are text: the fingerprint is made from it. report may be NULL (then quarantine is
 * the reason). */
HELP_UNUSED Mail *
help_mail(guint32 uid, const char *raw, Report *report, const char *quarantine)
{
  Mail *mail = g_new0(Mail, 1);
  GError *error = NULL;
  g_autofree char *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, raw, -1);
  g_autofree char *sealed =
      g_strdup_printf("age-encryption.org/v1 sealed %s", sum); /* the store never sees raw bytes */
  mail->report = report;
  mail->in.key = (StoreMessageKey){(char *)"mailbox", (char *)"INBOX", 7, uid};
  if (uid == 0)
    mail->in.key = (StoreMessageKey){(char *)"import", (char *)"", 0, 0};
  memcpy(mail->in.fingerprint, sum, sizeof mail->in.fingerprint);
  mail->in.day = HELP_DAY;
  mail->in.quarantine = quarantine;
  mail->in.report = report;
  mail->in.sealed_fd = memfd_create("sealed", MFD_CLOEXEC);
  mail->in.sealed_size = strlen(sealed);
  g_assert_cmpint(write(mail->in.sealed_fd, sealed, strlen(sealed)), ==, (gssize)strlen(sealed));
  if (report)
    mail->in.identity = g_bytes_new_take(g_strdup_printf("identity of %s", sum), strlen(sum) + 12);
  g_assert_no_error(error);
  return mail;
}

HELP_UNUSED void
help_mail_free(Mail *mail)
{
  close(mail->in.sealed_fd);
  report_free(mail->report);
  if (mail->in.identity)
    g_bytes_unref(mail->in.identity);
  g_free(mail);
}

HELP_UNUSED Report *
help_report(const char *kind, const char *text)
{
  Report *report = report_new();
  g_free(report->kind);
  g_free(report->text);
  g_free(report->received_on);
  report->kind = g_strdup(kind);
  report->text = g_strdup(text);
  report->received_on = g_strdup(HELP_DAY);
  return report;
}

HELP_UNUSED void
help_set(char **field, const char *value)
{
  g_free(*field);
  *field = g_strdup(value);
}

HELP_UNUSED GBytes *
help_key(const char *text)
{
  g_autofree char *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, text, -1);
  return g_bytes_new(sum, 16);
}

HELP_UNUSED void
help_add_link(Report *report, const char *url, const char *platform, const char *object)
{
  ReportLink *link = report_link_new();
  help_set(&link->url, url);
  help_set(&link->platform, platform);
  help_set(&link->object, object);
  g_ptr_array_add(report->links, link);
}

HELP_UNUSED GPtrArray *
help_take_error(Store *store, Mail **mails, guint count, GError **error)
{
  g_autoptr(GPtrArray) incoming = g_ptr_array_new();
  for (guint i = 0; i < count; i++)
    g_ptr_array_add(incoming, &mails[i]->in);
  return store_take_in(store, (const StoreIncoming *const *)incoming->pdata, count, error);
}

/* Takes a group in and frees the mails. */
HELP_UNUSED GPtrArray *
help_take_group(Store *store, Mail **mails, guint count)
{
  GError *error = NULL;
  GPtrArray *results = help_take_error(store, mails, count, &error);
  g_assert_no_error(error);
  g_assert_cmpuint(results->len, ==, count);
  for (guint i = 0; i < count; i++)
    help_mail_free(mails[i]);
  return results;
}

/* One message: the results array has one element. */
HELP_UNUSED GPtrArray *
help_take(Store *store, Mail *mail)
{
  return help_take_group(store, &mail, 1);
}

#define help_result(results, i) ((StoreResult *)(results)->pdata[i])

HELP_UNUSED JsonObject *
help_object(JsonNode *node)
{
  g_assert_nonnull(node);
  return json_node_get_object(node);
}

HELP_UNUSED JsonNode *
help_show(Store *store, const char *ref)
{
  GError *error = NULL;
  JsonNode *node = store_show(store, ref, "monitor", &error);
  g_assert_no_error(error);
  return node;
}

HELP_UNUSED gint64
help_status(Store *store, const char *outcome)
{
  GError *error = NULL;
  g_autoptr(JsonNode) node = store_status(store, &error);
  g_assert_no_error(error);
  JsonObject *object = help_object(node);
  if (!outcome)
    return json_object_get_int_member(object, "messages");
  return json_object_get_int_member(json_object_get_object_member(object, "outcomes"), outcome);
}

HELP_UNUSED guint
help_list(Store *store, StoreFilter filter)
{
  GError *error = NULL;
  g_autoptr(JsonNode) node = store_list(store, &filter, "monitor", &error);
  g_assert_no_error(error);
  return json_array_get_length(json_node_get_array(node));
}

/* Straight into the closed store's database, as somebody with the disk would. FTS tables are out of reach
 * here. */
HELP_UNUSED void
help_sql(const char *dir, const char *sql)
{
  g_autofree char *path = g_build_filename(dir, "cases.db", NULL);
  sqlite3 *db = NULL;
  g_assert_cmpint(sqlite3_open(path, &db), ==, SQLITE_OK);
  int rc = sqlite3_exec(db, sql, NULL, NULL, NULL);
  if (rc != SQLITE_OK)
    g_test_message("%s: %s", sql, sqlite3_errmsg(db));
  g_assert_cmpint(rc, ==, SQLITE_OK);
  sqlite3_close(db);
}

HELP_UNUSED gint64
help_sql_int(const char *dir, const char *sql)
{
  g_autofree char *path = g_build_filename(dir, "cases.db", NULL);
  sqlite3 *db = NULL;
  sqlite3_stmt *statement = NULL;
  g_assert_cmpint(sqlite3_open(path, &db), ==, SQLITE_OK);
  g_assert_cmpint(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), ==, SQLITE_OK);
  gint64 value = sqlite3_step(statement) == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : -1;
  sqlite3_finalize(statement);
  sqlite3_close(db);
  return value;
}

/* The fixture of most tests: a new store in a folder of its own. */
typedef struct {
  char *dir;
  Store *store;
  guint32 uid; /* for tests that count mails */
  char *ref, *refs[6]; /* for tests that keep some; freed with it */
} HelpStore;

HELP_UNUSED void
help_set_up(HelpStore *f, gconstpointer data)
{
  f->dir = help_dir();
  f->store = help_open(f->dir);
}

HELP_UNUSED void
help_tear_down(HelpStore *f, gconstpointer data)
{
  store_close(f->store);
  scratch_remove(f->dir);
  g_free(f->dir);
  g_free(f->ref);
  for (guint i = 0; i < G_N_ELEMENTS(f->refs); i++)
    g_free(f->refs[i]);
}
