/* SPDX-License-Identifier: ISC */
/* Reports whose attachments are pending: finished once, whatever comes twice, dies in between or is stripped
 * meanwhile; and the mailbox hears of it only then. */
#include <signal.h>

#include "tests/unit/store_help.h"

#define FIRST "the first pass saw Zebulon Quartz"
#define SECOND "the second pass saw [reporter]"

typedef HelpStore Fixture;

static ReportAttachment *
add_attachment(Report *report, ReportAttachmentState state, const char *extension, const char *bytes)
{
  ReportAttachment *a = report_attachment_new();
  help_set(&a->extension, extension);
  help_set(&a->media_type, "application/x-test");
  a->state = state;
  a->review = TRUE;
  a->size = 5000;
  if (bytes)
    a->data = g_bytes_new(bytes, strlen(bytes));
  g_ptr_array_add(report->attachments, a);
  return a;
}

/* A picture, a text and a document: pending the first time, clean the second. */
static Report *
pass(gboolean second)
{
  Report *report = help_report("report", second ? SECOND : FIRST);
  report_add_unique(report->categories, second ? "blackmail" : "other");
  add_attachment(report, REPORT_CLEAN, "jpg", "pixels");
  const char *text = second ? "note by [reporter]" : "note by Zebulon Quartz";
  help_set(&add_attachment(report, REPORT_CLEAN, "txt", text)->text, text);
  if (!second) {
    add_attachment(report, REPORT_PENDING, "pdf", NULL);
    return report;
  }
  ReportAttachment *pdf = add_attachment(report, REPORT_CLEAN, "pdf", "%PDF cleaned");
  help_set(&pdf->text, "quinquereme of the archive");
  help_add_link(report, "https://t.me/example/7", "telegram", "example/7");
  return report;
}

static void
fingerprint_of(const char *raw, guint8 *fingerprint)
{
  g_autofree char *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, raw, -1);
  memcpy(fingerprint, sum, 16);
}

static void
finish(Store *store, guint32 uid, const char *raw, gboolean with_report)
{
  g_autoptr(Report) report = with_report ? pass(TRUE) : NULL;
  g_autoptr(GBytes) identity = g_bytes_new_static("identity of the second pass", 27);
  GError *error = NULL;
  StoreFinish in = {.key = {(char *)"mailbox", (char *)"INBOX", 7, uid}, .report = report, .identity = identity};
  fingerprint_of(raw, in.fingerprint);
  g_assert_true(store_finish(store, &in, &error));
  g_assert_no_error(error);
}

static guint
due(Store *store)
{
  GError *error = NULL;
  g_autoptr(GArray) list = store_due(store, "mailbox", "INBOX", 7, TRUE, &error);
  g_assert_no_error(error);
  return list->len;
}

static guint
known(Store *store)
{
  guint n = 0;
  GError *error = NULL;
  g_autoptr(GArray) ranges = store_known_uids(store, "mailbox", "INBOX", 7, &error);
  g_assert_no_error(error);
  for (guint i = 0; i < ranges->len; i++)
    n += g_array_index(ranges, StoreRange, i).last - g_array_index(ranges, StoreRange, i).first + 1;
  return n;
}

static JsonObject *
report_of(JsonNode *node)
{
  return json_array_get_object_element(json_object_get_array_member(help_object(node), "reports"), 0);
}

static JsonObject *
attachment(JsonNode *node, guint i)
{
  return json_array_get_object_element(json_object_get_array_member(report_of(node), "attachments"), i);
}

static void
assert_state(Store *store, const char *ref, const char *state, const char *reason)
{
  g_autoptr(JsonNode) node = help_show(store, ref);
  g_assert_cmpstr(json_object_get_string_member(attachment(node, 2), "state"), ==, state);
  g_assert_cmpstr(json_object_get_string_member_with_default(attachment(node, 2), "reason", NULL), ==, reason);
}

static guint
found(Store *store, const char *words)
{
  GError *error = NULL;
  StoreFilter filter = {.words = words};
  g_autoptr(JsonNode) node = store_search(store, &filter, "monitor", &error);
  g_assert_no_error(error);
  return json_array_get_length(json_node_get_array(node));
}

static char *
bytes_of(Store *store, const char *ref, const char *report, const char *suffix)
{
  GError *error = NULL;
  g_autofree char *name = g_strconcat(report, suffix, NULL);
  g_autoptr(GBytes) bytes = store_attachment(store, ref, name, "monitor", NULL, &error);
  g_assert_no_error(error);
  return g_strndup(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes));
}

static void
assert_log_holds(Store *store)
{
  GError *error = NULL;
  g_autofree char *where = NULL;
  guint64 entries = 0;
  g_assert_true(store_custody_verify(store, &entries, &where, &error));
  g_assert_no_error(error);
}

static void
test_fresh(Fixture *f, gconstpointer data)
{
  g_autoptr(GPtrArray) results = help_take(f->store, help_mail(1, "raw", pass(FALSE), NULL));
  const StoreResult *r = help_result(results, 0);
  g_assert_true(r->pending);
  g_assert_cmpuint(due(f->store) + known(f->store), ==, 0); /* fetched again by whoever asks now */
  assert_state(f->store, r->ref, "pending", NULL);
  finish(f->store, 1, "raw", TRUE);
  assert_state(f->store, r->ref, "clean", NULL);
  g_assert_cmpuint(due(f->store), ==, 1);
  g_assert_cmpuint(known(f->store), ==, 1);
  g_autoptr(JsonNode) node = help_show(f->store, r->ref);
  g_assert_cmpstr(json_object_get_string_member(report_of(node), "text"), ==, SECOND);
  JsonArray *categories = json_object_get_array_member(help_object(node), "categories");
  g_assert_cmpuint(json_array_get_length(categories), ==, 1);
  g_assert_cmpstr(json_array_get_string_element(categories, 0), ==, "blackmail");
  g_assert_cmpuint(json_array_get_length(json_object_get_array_member(help_object(node), "links")), ==, 1);
  g_assert_cmpint(json_object_get_int_member(help_object(node), "report_count"), ==, 1);
  g_autofree char *pdf = bytes_of(f->store, r->ref, r->report, "-3.pdf"), *text = bytes_of(f->store, r->ref, r->report, "-2.txt"),
                  *jpg = bytes_of(f->store, r->ref, r->report, "-1.jpg");
  g_assert_cmpstr(pdf, ==, "%PDF cleaned");
  g_assert_cmpstr(text, ==, "note by [reporter]");
  g_assert_cmpstr(jpg, ==, "pixels");
  g_assert_cmpuint(found(f->store, "quinquereme"), ==, 1);
  g_assert_cmpuint(found(f->store, "quartz"), ==, 0);
  g_assert_cmpint(help_status(f->store, NULL), ==, 1);
  assert_log_holds(f->store);
}

/* A report about the same post must not go into a case that no list shows. */
static void
test_nothing_joins_spam(Fixture *f, gconstpointer data)
{
  Report *first = pass(FALSE), *later = help_report("report", "this post");
  help_set(&first->kind, "spam");
  help_add_link(later, "https://t.me/example/7", "telegram", "example/7");
  g_autoptr(GPtrArray) spam = help_take(f->store, help_mail(1, "raw", first, NULL));
  finish(f->store, 1, "raw", TRUE);
  g_autoptr(GPtrArray) results = help_take(f->store, help_mail(2, "other", later, NULL));
  g_assert_cmpstr(help_result(results, 0)->ref, !=, help_result(spam, 0)->ref);
}

static void
test_identity(Fixture *f, gconstpointer data)
{
  GError *error = NULL;
  g_autoptr(GPtrArray) results = help_take(f->store, help_mail(1, "raw", pass(FALSE), NULL));
  g_autofree char *id = g_strconcat(help_result(results, 0)->report, "-identity", NULL);
  finish(f->store, 1, "raw", TRUE);
  g_autoptr(GBytes) identity = store_sealed(f->store, id, "admin", &error);
  g_assert_no_error(error);
  g_assert_cmpmem(g_bytes_get_data(identity, NULL), g_bytes_get_size(identity), "identity of the second pass", 27);
  g_autofree char *original = g_strconcat(help_result(results, 0)->report, "-original", NULL);
  g_autoptr(GBytes) sealed = store_sealed(f->store, original, "admin", &error);
  g_assert_no_error(error);
}

/* After a crash the message comes again under its UID, or as a file that is imported again: it is the same
 * report, and finishing it twice changes nothing. */
static void
test_again(Fixture *f, gconstpointer data)
{
  g_autoptr(GPtrArray) first = help_take(f->store, help_mail(1, "raw", pass(FALSE), NULL));
  store_close(f->store);
  f->store = help_open(f->dir);
  g_autoptr(GPtrArray) again = help_take(f->store, help_mail(1, "raw", pass(FALSE), NULL));
  g_assert_true(help_result(again, 0)->pending);
  g_assert_cmpstr(help_result(again, 0)->outcome, ==, "report");
  g_assert_cmpint(help_result(again, 0)->ledger_id, ==, help_result(first, 0)->ledger_id);
  g_autoptr(GPtrArray) imported = help_take(f->store, help_mail(0, "raw", pass(FALSE), NULL));
  g_assert_true(help_result(imported, 0)->pending);
  g_assert_cmpstr(help_result(imported, 0)->outcome, ==, "duplicate");
  for (guint i = 0; i < 2; i++)
    finish(f->store, i, "raw", TRUE);
  assert_state(f->store, help_result(first, 0)->ref, "clean", NULL);
  g_assert_cmpint(help_status(f->store, "report"), ==, 1);
  g_assert_cmpint(help_status(f->store, "duplicate"), ==, 1);
  g_assert_cmpuint(help_list(f->store, (StoreFilter){0}), ==, 1);
  g_autoptr(GPtrArray) later = help_take(f->store, help_mail(2, "raw", pass(FALSE), NULL));
  g_assert_false(help_result(later, 0)->pending);
  g_assert_cmpuint(due(f->store), ==, 2);
}

/* Two copies in one group, in two folders of the mailbox: one report, and both wait for it. */
static void
test_copies(Fixture *f, gconstpointer data)
{
  Mail *mails[] = {help_mail(1, "raw", pass(FALSE), NULL), help_mail(2, "raw", pass(FALSE), NULL)};
  g_autoptr(GPtrArray) results = help_take_group(f->store, mails, 2);
  g_assert_true(help_result(results, 0)->pending && help_result(results, 1)->pending);
  g_assert_cmpuint(due(f->store), ==, 0);
  finish(f->store, 2, "raw", TRUE);
  g_assert_cmpuint(due(f->store), ==, 2);
}

static void
test_cannot(Fixture *f, gconstpointer data)
{
  g_autoptr(GPtrArray) results = help_take(f->store, help_mail(1, "raw", pass(FALSE), NULL));
  finish(f->store, 1, "raw", FALSE);
  assert_state(f->store, help_result(results, 0)->ref, "withheld", "cannot-clean");
  g_assert_cmpuint(due(f->store), ==, 1);
  assert_log_holds(f->store);
}

/* The parser fails on a message that was committed before a crash: it keeps its outcome. */
static void
test_not_quarantined(Fixture *f, gconstpointer data)
{
  g_autoptr(GPtrArray) results = help_take(f->store, help_mail(1, "raw", pass(FALSE), NULL));
  g_autoptr(GPtrArray) again = help_take(f->store, help_mail(1, "raw", NULL, "crashed"));
  g_assert_false(help_result(again, 0)->pending);
  g_assert_cmpstr(help_result(again, 0)->outcome, ==, "report");
  assert_state(f->store, help_result(results, 0)->ref, "withheld", "cannot-clean");
  g_assert_cmpint(help_status(f->store, "quarantined"), ==, 0);
  g_assert_cmpuint(due(f->store), ==, 1);
}

static void
test_strip_between(Fixture *f, gconstpointer data)
{
  GError *error = NULL;
  g_autoptr(GPtrArray) results = help_take(f->store, help_mail(1, "raw", pass(FALSE), NULL));
  const char *ref = help_result(results, 0)->ref;
  StoreStrip strip = {.string = "first pass"};
  g_autoptr(JsonNode) node = store_strip(f->store, ref, &strip, "mona", &error);
  g_assert_no_error(error);
  assert_state(f->store, ref, "withheld", "stripped-before-cleaned");
  g_assert_cmpuint(due(f->store), ==, 0);
  finish(f->store, 1, "raw", TRUE);
  assert_state(f->store, ref, "withheld", "stripped-before-cleaned");
  g_autoptr(JsonNode) shown = help_show(f->store, ref);
  g_assert_cmpstr(json_object_get_string_member(report_of(shown), "text"), ==, "the [removed] saw Zebulon Quartz");
  g_assert_cmpuint(due(f->store), ==, 1);
  g_assert_cmpuint(found(f->store, "quinquereme"), ==, 0);
}

static void
settle(Store *store, guint32 uidvalidity, guint32 uid)
{
  GError *error = NULL;
  StorePendingFolder folder = {"mailbox", "INBOX", uidvalidity, &uid, uid ? 1 : 0};
  g_assert_true(store_settle_pending(store, &folder, &error));
  g_assert_no_error(error);
}

/* Somebody deleted the mail while it was pending: it will not be fetched again. */
static void
test_gone(Fixture *f, gconstpointer data)
{
  Mail *mails[] = {help_mail(1, "raw", pass(FALSE), NULL), help_mail(2, "raw", pass(FALSE), NULL)};
  g_autoptr(GPtrArray) results = help_take_group(f->store, mails, 2);
  const char *ref = help_result(results, 0)->ref ? help_result(results, 0)->ref : help_result(results, 1)->ref;
  settle(f->store, 7, 2);
  assert_state(f->store, ref, "pending", NULL); /* the other copy is there */
  settle(f->store, 8, 2);
  assert_state(f->store, ref, "withheld", "gone-before-cleaned");
  g_assert_cmpuint(due(f->store), ==, 0);
  assert_log_holds(f->store);
}

/* Killed at any moment, the report is as the first pass or as the second pass left it; finishing again mends
 * it. */
static void
test_kill(Fixture *f, gconstpointer data)
{
  enum { TRIES = 40 };
  guint old = 0, new = 0;
  gint64 whole_us = 0;
  for (guint i = 0; i < TRIES; i++) {
    g_autofree char *dir = help_dir(), *raw = g_strdup_printf("raw %u", i);
    Store *store = help_open(dir);
    g_autoptr(GPtrArray) results = help_take(store, help_mail(1, raw, pass(FALSE), NULL));
    const char *ref = help_result(results, 0)->ref;
    store_close(store);
    gint64 start = g_get_monotonic_time();
    pid_t pid = fork();
    if (pid == 0) {
      store = help_open(dir);
      finish(store, 1, raw, TRUE);
      _exit(0);
    }
    if (i) {
      g_usleep((gulong)(whole_us * i / TRIES));
      kill(pid, SIGKILL);
    }
    waitpid(pid, NULL, 0);
    whole_us = i ? whole_us : g_get_monotonic_time() - start;
    store = help_open(dir);
    if (known(store))
      new ++;
    else
      old++;
    assert_state(store, ref, known(store) ? "clean" : "pending", NULL);
    g_assert_cmpuint(found(store, "quinquereme"), ==, known(store));
    finish(store, 1, raw, TRUE);
    assert_state(store, ref, "clean", NULL);
    g_assert_cmpuint(due(store), ==, 1);
    g_autofree char *pdf = bytes_of(store, ref, help_result(results, 0)->report, "-3.pdf");
    g_assert_cmpstr(pdf, ==, "%PDF cleaned");
    assert_log_holds(store);
    store_close(store);
    scratch_remove(dir);
  }
  g_test_message("killed %u times before the change, %u times after it", old, new);
  g_assert_cmpuint(new, >, 0);
  g_assert_cmpuint(old, >, 0);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
#define ADD(name, function) g_test_add("/store/finish/" name, Fixture, NULL, help_set_up, function, help_tear_down)
  ADD("the second pass takes the place of the first", test_fresh);
  ADD("reports about a post in spam with attachments do not join it", test_nothing_joins_spam);
  ADD("the identity record is the second one", test_identity);
  ADD("what comes again is the same report", test_again);
  ADD("copies wait together", test_copies);
  ADD("what could not be cleaned is withheld", test_cannot);
  ADD("what was committed is not quarantined", test_not_quarantined);
  ADD("what people stripped does not come back", test_strip_between);
  ADD("what left the mailbox is withheld", test_gone);
  ADD("killed at any moment it is done or not done", test_kill);
  return g_test_run();
}
