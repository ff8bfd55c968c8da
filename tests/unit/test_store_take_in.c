/* SPDX-License-Identifier: ISC */
/* What becomes of a message in the store: outcomes, sealed records, the contract's JSON, what the intake has
 * still to do. */
#include "tests/unit/store_help.h"

typedef HelpStore Fixture;

static void
test_kinds(Fixture *f, gconstpointer data)
{
  static const struct {
    const char *kind, *outcome;
    gboolean has_case;
  } kinds[] = {{"report", "report", TRUE},
               {"followup", "followup", TRUE},
               {"suggestion", "suggestion", TRUE},
               {"spam", "spam", TRUE},
               {"auto", "auto", FALSE},
               {"bounce", "bounce", FALSE},
               {"quarantined", "quarantined", FALSE},
               {"gossip", "quarantined", FALSE}};
  for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) {
    g_autoptr(GPtrArray) results =
        help_take(f->store, help_mail(i + 1, kinds[i].kind, help_report(kinds[i].kind, "text"), NULL));
    StoreResult *r = help_result(results, 0);
    g_assert_cmpstr(r->outcome, ==, kinds[i].outcome);
    g_assert_true((r->ref != NULL) == kinds[i].has_case);
    g_assert_true((r->report != NULL) == kinds[i].has_case);
    g_assert_cmpint(r->ledger_id, ==, i + 1);
  }
  g_autoptr(GPtrArray) q = help_take(f->store, help_mail(50, "too long", NULL, "oversized"));
  g_assert_cmpstr(help_result(q, 0)->outcome, ==, "quarantined");
  g_assert_cmpint(help_status(f->store, NULL), ==, G_N_ELEMENTS(kinds) + 1);
  g_assert_cmpint(help_status(f->store, "quarantined"), ==, 3);
  g_assert_cmpint(help_status(f->store, "report"), ==, 1);
  g_assert_cmpuint(help_list(f->store, (StoreFilter){0}), ==, 3); /* spam is set aside */
  g_assert_cmpuint(help_list(f->store, (StoreFilter){.kind = "spam"}), ==, 1);
}

static void
add_attachment(Report *report, ReportAttachmentState state, const char *extension, const char *bytes)
{
  ReportAttachment *a = report_attachment_new();
  help_set(&a->extension, extension);
  help_set(&a->media_type, "image/jpeg");
  a->state = state;
  a->review = TRUE;
  a->size = 5000;
  if (bytes)
    a->data = g_bytes_new(bytes, strlen(bytes));
  g_ptr_array_add(report->attachments, a);
}

static void
check_members(JsonObject *object, const char *const *names)
{
  for (guint i = 0; names[i]; i++) {
    if (!json_object_has_member(object, names[i]))
      g_test_message("no member %s", names[i]);
    g_assert_true(json_object_has_member(object, names[i]));
  }
}

static const char *const case_members[] = {"ref",         "status",      "opened_on",  "kind",
                                           "language",    "actor_group", "categories", "violation_types",
                                           "commitments", "governorate", "platforms",  "victim_profession",
                                           "signatory",   "links",       NULL};
static const char *const report_members[] = {"id",      "kind", "received_on", "reporter", "language",
                                             "subject", "text", "attachments", "sealed",   NULL};

static Report *
full_report(void)
{
  Report *report = help_report("report", "first \"line\"\nsecond\tline \\ end\x01");
  help_set(&report->subject, "subject");
  help_set(&report->language, "ckb");
  help_set(&report->governorate, "Basra");
  report_add_unique(report->categories, "hate_speech");
  report_add_unique(report->categories, "incitement");
  report_add_unique(report->platforms, "facebook");
  report_add_why(report, "category", "hate_speech", "hate.1", "words");
  report_count_strip(report, "name.profile");
  help_add_link(report, "https://www.facebook.com/watch/?v=1", "facebook", "1");
  help_add_link(report, NULL, "facebook", NULL);
  add_attachment(report, REPORT_CLEAN, "jpg", "cleaned");
  add_attachment(report, REPORT_WITHHELD, "../../x", NULL);
  return report;
}

static void
test_show(Fixture *f, gconstpointer data)
{
  g_autoptr(GPtrArray) results = help_take(f->store, help_mail(1, "raw", full_report(), NULL));
  StoreResult *r = help_result(results, 0);
  g_autoptr(JsonNode) node = help_show(f->store, r->ref);
  JsonObject *object = help_object(node);
  check_members(object, case_members);
  g_assert_cmpstr(json_object_get_string_member(object, "status"), ==, "new");
  g_assert_cmpstr(json_object_get_string_member(object, "opened_on"), ==, HELP_DAY);
  g_assert_cmpstr(json_object_get_string_member(object, "governorate"), ==, "Basra");
  JsonArray *categories = json_object_get_array_member(object, "categories");
  g_assert_cmpuint(json_array_get_length(categories), ==, 2);
  g_assert_cmpstr(json_array_get_string_element(categories, 0), ==, "hate_speech");
  g_assert_cmpuint(json_array_get_length(json_object_get_array_member(object, "links")), ==, 1);
  JsonObject *report = json_array_get_object_element(json_object_get_array_member(object, "reports"), 0);
  check_members(report, report_members);
  g_assert_cmpstr(json_object_get_string_member(report, "id"), ==, r->report);
  g_assert_cmpstr(json_object_get_string_member(report, "text"), ==, "first \"line\"\nsecond\tline \\ end\x01");
  g_assert_true(json_object_get_null_member(report, "reporter"));
  g_assert_cmpuint(json_array_get_length(json_object_get_array_member(report, "opaque_links")), ==, 1);
  g_assert_cmpuint(json_array_get_length(json_object_get_array_member(report, "why")), ==, 1);
}

static void
test_attachments(Fixture *f, gconstpointer data)
{
  g_autoptr(GPtrArray) results = help_take(f->store, help_mail(1, "raw", full_report(), NULL));
  StoreResult *r = help_result(results, 0);
  g_autoptr(JsonNode) node = help_show(f->store, r->ref);
  JsonObject *report = json_array_get_object_element(json_object_get_array_member(help_object(node), "reports"), 0);
  JsonArray *attachments = json_object_get_array_member(report, "attachments");
  JsonObject *clean = json_array_get_object_element(attachments, 0),
             *held = json_array_get_object_element(attachments, 1);
  g_autofree char *name = g_strdup_printf("%s-1.jpg", r->report), *held_name = g_strdup_printf("%s-2.bin", r->report);
  g_autofree char *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, "cleaned", -1), *type = NULL;
  g_assert_cmpstr(json_object_get_string_member(clean, "name"), ==, name);
  g_assert_cmpstr(json_object_get_string_member(clean, "sha256"), ==, sum);
  g_assert_cmpstr(json_object_get_string_member(held, "name"), ==, held_name);
  g_assert_cmpstr(json_object_get_string_member(held, "state"), ==, "withheld");
  g_assert_cmpint(json_object_get_int_member(held, "size"), ==, 8192);
  g_assert_true(json_object_get_null_member(held, "sha256"));
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = store_attachment(f->store, r->ref, name, "monitor", &type, &error);
  g_assert_no_error(error);
  g_assert_cmpmem(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes), "cleaned", 7);
  g_assert_cmpstr(type, ==, "image/jpeg");
  g_assert_null(store_attachment(f->store, r->ref, held_name, "monitor", NULL, &error));
  g_assert_error(error, STORE_ERROR, STORE_ERROR_NOT_FOUND);
}

static void
check_sealed(Store *store, const char *id, const char *start)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = store_sealed(store, id, "root", &error);
  g_assert_no_error(error);
  gsize size;
  const char *data = g_bytes_get_data(bytes, &size);
  g_assert_cmpuint(size, >=, strlen(start));
  g_assert_cmpmem(data, strlen(start), start, strlen(start));
}

static void
test_sealed(Fixture *f, gconstpointer data)
{
  g_autoptr(GPtrArray) results = help_take(f->store, help_mail(1, "raw", full_report(), NULL));
  g_autoptr(GPtrArray) none = help_take(f->store, help_mail(2, "stuck", NULL, "crashed"));
  g_autoptr(JsonNode) node = help_show(f->store, help_result(results, 0)->ref);
  JsonObject *report = json_array_get_object_element(json_object_get_array_member(help_object(node), "reports"), 0);
  JsonObject *sealed = json_object_get_object_member(report, "sealed");
  check_sealed(f->store, json_object_get_string_member(sealed, "original"), "age-encryption.org/v1");
  check_sealed(f->store, json_object_get_string_member(sealed, "identity"), "identity of ");
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) list = store_caseless(f->store, "quarantined", &error);
  g_assert_no_error(error);
  JsonObject *row = json_array_get_object_element(json_node_get_array(list), 0);
  g_assert_cmpstr(json_object_get_string_member(row, "reason"), ==, "crashed");
  check_sealed(f->store, json_object_get_string_member(json_object_get_object_member(row, "sealed"), "original"),
               "age-encryption.org/v1");
  g_assert_null(store_sealed(f->store, "0123456789ABCDEF-original", "root", &error));
  g_assert_error(error, STORE_ERROR, STORE_ERROR_NOT_FOUND);
}

static void
test_large(Fixture *f, gconstpointer data)
{
  /* Around the size of the write buffer, and well beyond. */
  static const guint sizes[] = {262144 - 64 - 1, 262144 - 64, 262144 - 64 + 1, 262144, 5000000, 1, 0};
  for (guint i = 0; i < G_N_ELEMENTS(sizes); i++) {
    g_autofree char *raw = g_strdup_printf("raw %u", i), *bytes = g_malloc(sizes[i] + 1);
    for (guint n = 0; n < sizes[i]; n++)
      bytes[n] = (char)(n * 7 + i);
    Mail *mail = help_mail(i + 1, raw, help_report("report", "text"), NULL);
    g_assert_cmpint(ftruncate(mail->in.sealed_fd, 0), ==, 0);
    g_assert_cmpint(pwrite(mail->in.sealed_fd, bytes, sizes[i], 0), ==, sizes[i]);
    mail->in.sealed_size = sizes[i];
    g_autoptr(GPtrArray) results = help_take(f->store, mail);
    g_autofree char *id = g_strconcat(help_result(results, 0)->report, "-original", NULL);
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) sealed = store_sealed(f->store, id, "root", &error);
    if (sizes[i] == 0) {
      g_assert_error(error, STORE_ERROR, STORE_ERROR_NOT_FOUND);
      continue;
    }
    g_assert_no_error(error);
    g_assert_cmpmem(g_bytes_get_data(sealed, NULL), g_bytes_get_size(sealed), bytes, sizes[i]);
  }
}

/* As small ones come: in memory, without a memfd. */
static void
test_in_memory(Fixture *f, gconstpointer data)
{
  Mail *mail = help_mail(1, "raw", help_report("report", "text"), NULL);
  g_autoptr(GBytes) bytes = g_bytes_new_static("age-encryption.org/v1 in memory", 31);
  g_autoptr(GError) error = NULL;
  mail->in.sealed = bytes;
  mail->in.sealed_size = 31;
  g_autoptr(GPtrArray) results = help_take(f->store, mail);
  g_autofree char *id = g_strconcat(help_result(results, 0)->report, "-original", NULL);
  g_autoptr(GBytes) sealed = store_sealed(f->store, id, "root", &error);
  g_assert_no_error(error);
  g_assert_cmpmem(g_bytes_get_data(sealed, NULL), g_bytes_get_size(sealed), "age-encryption.org/v1 in memory", 31);
}

static void
test_refs(Fixture *f, gconstpointer data)
{
  g_autoptr(GPtrArray) results = help_take(f->store, help_mail(1, "raw", help_report("report", "text"), NULL));
  const char *ref = help_result(results, 0)->ref;
  g_assert_true(g_regex_match_simple("^AM-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$", ref, 0, 0));
  g_assert_true(g_regex_match_simple("^[0-9A-HJKMNP-TV-Z]{6}$", help_result(results, 0)->report, 0, 0));
  g_autofree char *lower = g_ascii_strdown(ref, -1), *start = g_strndup(ref, 9), *bare = g_strdup(ref + 3);
  g_autofree char *joined = g_strdup_printf("%.4s%s", ref + 3, ref + 8);
  const char *const forms[] = {ref, lower, start, bare, joined};
  for (guint i = 0; i < G_N_ELEMENTS(forms); i++) {
    g_autoptr(JsonNode) node = help_show(f->store, forms[i]);
    g_assert_cmpstr(json_object_get_string_member(help_object(node), "ref"), ==, ref);
  }
  g_autofree char *mistyped = g_strdup_printf("%.5sU%s", ref, ref + 5), *commanding = g_strdup_printf("AM-\033[%s", ref + 3);
  const char *const wrong[] = {"", "AM-", "AM-U", "*", "AM-0000-0000-0000", mistyped, commanding};
  for (guint i = 0; i < G_N_ELEMENTS(wrong); i++) {
    g_autoptr(GError) error = NULL;
    g_assert_null(store_show(f->store, wrong[i], "monitor", &error));
    g_assert_error(error, STORE_ERROR, STORE_ERROR_NOT_FOUND);
  }
}

static void
test_ambiguous(Fixture *f, gconstpointer data)
{
  for (guint i = 1; i <= 64; i++) { /* 32 first characters: two refs share one */
    g_autofree char *raw = g_strdup_printf("%u", i);
    g_autoptr(GPtrArray) results = help_take(f->store, help_mail(i, raw, help_report("report", "text"), NULL));
  }
  guint several = 0;
  for (const char *c = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"; *c; c++) {
    char typed[2] = {*c, '\0'};
    g_autoptr(GError) error = NULL;
    g_autoptr(JsonNode) node = store_show(f->store, typed, "monitor", &error);
    several += g_error_matches(error, STORE_ERROR, STORE_ERROR_INVALID);
  }
  g_assert_cmpuint(several, >, 0);
}

static void
test_filters(Fixture *f, gconstpointer data)
{
  static const char *const days[] = {"2026-11-01", "2026-11-02", "2026-11-03"};
  for (guint i = 0; i < 3; i++) {
    Report *report = help_report("report", "text");
    report_add_unique(report->categories, i == 1 ? "hate_speech" : "defamation");
    report_add_unique(report->platforms, i == 2 ? "x" : "telegram");
    help_set(&report->governorate, i == 0 ? "Basra" : NULL);
    Mail *mail = help_mail(i + 1, days[i], report, NULL);
    mail->in.day = days[i];
    g_autoptr(GPtrArray) results = help_take(f->store, mail);
  }
  g_assert_cmpuint(help_list(f->store, (StoreFilter){.since = "2026-11-02"}), ==, 2);
  g_assert_cmpuint(help_list(f->store, (StoreFilter){.until = "2026-11-02"}), ==, 2);
  g_assert_cmpuint(help_list(f->store, (StoreFilter){.since = "2026-11-02", .until = "2026-11-02"}), ==, 1);
  g_assert_cmpuint(help_list(f->store, (StoreFilter){.category = "defamation"}), ==, 2);
  g_assert_cmpuint(help_list(f->store, (StoreFilter){.category = "defam"}), ==, 0);
  g_assert_cmpuint(help_list(f->store, (StoreFilter){.category = "defamation", .platform = "telegram"}), ==, 1);
  g_assert_cmpuint(help_list(f->store, (StoreFilter){.governorate = "basra"}), ==, 1);
  g_assert_cmpuint(help_list(f->store, (StoreFilter){.status = "closed"}), ==, 0);
  g_assert_cmpuint(help_list(f->store, (StoreFilter){.limit = 2}), ==, 2);
  g_assert_cmpuint(help_list(f->store, (StoreFilter){.limit = 2, .offset = 2}), ==, 1);
  g_autoptr(GError) error = NULL;
  StoreFilter wrong = {.since = "yesterday"}, all = {0};
  g_assert_null(store_list(f->store, &wrong, "monitor", &error));
  g_assert_error(error, STORE_ERROR, STORE_ERROR_INVALID);
  g_autoptr(JsonNode) node = store_list(f->store, &all, "monitor", NULL);
  JsonObject *newest = json_array_get_object_element(json_node_get_array(node), 0);
  g_assert_cmpstr(json_object_get_string_member(newest, "opened_on"), ==, "2026-11-03");
  check_members(newest, case_members);
  g_assert_false(json_object_has_member(newest, "reports"));
}

/* ---- what the intake asks
 * ------------------------------------------------------------------------------------------------ */

static void
take_uids(Store *store, const guint32 *uids, guint count)
{
  for (guint i = 0; i < count; i++) {
    g_autofree char *raw = g_strdup_printf("uid %u", uids[i]);
    g_autoptr(GPtrArray) results = help_take(store, help_mail(uids[i], raw, help_report("report", "text"), NULL));
  }
}

static void
test_known(Fixture *f, gconstpointer data)
{
  static const guint32 uids[] = {7, 1, 2, 3, 9, 8, G_MAXUINT32};
  take_uids(f->store, uids, G_N_ELEMENTS(uids));
  g_autoptr(GPtrArray) imported = help_take(f->store, help_mail(0, "imported", help_report("report", "text"), NULL));
  g_autoptr(GError) error = NULL;
  g_autoptr(GArray) ranges = store_known_uids(f->store, "mailbox", "INBOX", 7, &error);
  g_assert_no_error(error);
  static const StoreRange want[] = {{1, 3}, {7, 9}, {G_MAXUINT32, G_MAXUINT32}};
  g_assert_cmpuint(ranges->len, ==, G_N_ELEMENTS(want));
  g_assert_cmpmem(ranges->data, sizeof want, want, sizeof want);
  g_autoptr(GArray) other = store_known_uids(f->store, "mailbox", "INBOX", 8, &error);
  g_assert_cmpuint(other->len, ==, 0);
}

static guint
count_due(Store *store, gboolean include_flagged)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GArray) due = store_due(store, "mailbox", "INBOX", 7, include_flagged, &error);
  g_assert_no_error(error);
  return due->len;
}

static void
test_due(Fixture *f, gconstpointer data)
{
  static const guint32 uids[] = {3, 1, 2, 5};
  take_uids(f->store, uids, G_N_ELEMENTS(uids));
  g_autoptr(GPtrArray) stuck = help_take(f->store, help_mail(4, "stuck", NULL, "crashed"));
  g_autoptr(GError) error = NULL;
  g_autoptr(GArray) due = store_due(f->store, "mailbox", "INBOX", 7, FALSE, &error);
  g_assert_cmpuint(due->len, ==, 4); /* the quarantined one stays, for another try */
  g_assert_cmpuint(g_array_index(due, StoreDue, 0).uid, ==, 1);
  g_assert_cmpint(g_array_index(due, StoreDue, 0).act, ==, STORE_ACT_DUE);
  g_assert_cmpint(g_array_index(due, StoreDue, 0).age_days, >, 0);
  g_assert_true(store_acted(f->store, "mailbox", "INBOX", 7, (const guint32[]){1, 2}, 2, STORE_ACT_FLAGGED, &error));
  g_assert_true(store_acted(f->store, "mailbox", "INBOX", 7, (const guint32[]){3}, 1, STORE_ACT_MOVED, &error));
  g_assert_true(store_acted(f->store, "mailbox", "INBOX", 8, (const guint32[]){5}, 1, STORE_ACT_MOVED, &error));
  g_assert_cmpuint(count_due(f->store, FALSE), ==, 1);
  g_assert_cmpuint(count_due(f->store, TRUE), ==, 3);
}

static void
test_pending(Fixture *f, gconstpointer data)
{
  Report *report = help_report("report", "text");
  add_attachment(report, REPORT_PENDING, "pdf", NULL);
  g_autoptr(GPtrArray) results = help_take(f->store, help_mail(1, "raw", report, NULL));
  g_assert_true(help_result(results, 0)->pending);
  g_assert_cmpuint(count_due(f->store, TRUE), ==, 0);
}

static guint
attempt(Store *store, guint32 uid, gboolean killed)
{
  StoreMessageKey key = {(char *)"mailbox", (char *)"INBOX", 7, uid};
  guint8 fingerprint[16] = {(guint8)uid};
  g_autoptr(GError) error = NULL;
  guint n = store_count_attempt(store, &key, fingerprint, killed, &error);
  g_assert_no_error(error);
  return n;
}

static void
test_attempts(Fixture *f, gconstpointer data)
{
  g_assert_cmpuint(attempt(f->store, 1, FALSE), ==, 1);
  g_assert_cmpuint(attempt(f->store, 1, FALSE), ==, 2);
  g_assert_cmpuint(attempt(f->store, 1, TRUE), ==, 1);
  g_assert_cmpuint(attempt(f->store, 2, FALSE), ==, 1);
  store_close(f->store);
  f->store = help_open(f->dir);
  g_assert_cmpuint(attempt(f->store, 1, FALSE), ==, 3);
  g_autoptr(GPtrArray) results = help_take(f->store, help_mail(1, "raw", NULL, "crashed"));
  g_assert_cmpuint(attempt(f->store, 1, FALSE), ==, 1); /* an outcome forgets them: a retry begins anew */
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
#define ADD(name, function) g_test_add("/store/take-in/" name, Fixture, NULL, help_set_up, function, help_tear_down)
  ADD("each kind gets its outcome, and a case where one belongs", test_kinds);
  ADD("a case has every field of the contract", test_show);
  ADD("a cleaned attachment can be read, a withheld one not", test_attachments);
  ADD("sealed records of cases and of messages without one can be read", test_sealed);
  ADD("records of every size come back as they were", test_large);
  ADD("an original in memory is kept like one in a memfd", test_in_memory);
  ADD("a case is found by its ref, typed in any way", test_refs);
  ADD("an abbreviation of several refs is refused", test_ambiguous);
  ADD("filters of the list combine", test_filters);
  ADD("known UIDs are told as ranges, per UIDVALIDITY", test_known);
  ADD("what is due is told until it was done", test_due);
  ADD("nothing is due while an attachment is pending", test_pending);
  ADD("attempts are counted durably until there is an outcome", test_attempts);
  return g_test_run();
}
