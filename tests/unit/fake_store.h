/* SPDX-License-Identifier: ISC
 *
 * A store for tests of the API: two cases in memory, and whatever failure a test asks for. Takes the place of
 * store/ at link time.
 */
#pragma once
#include "store/store.h"

#include <string.h>
#include <unistd.h>

#define FAKE_REF "AM-7K3F-Q29D"
#define FAKE_HOSTILE_REF "AM-0000-EV1L"
#define FAKE_PICTURE "\xff\xd8\xff\xe0picture"

/* What the store was asked last, and how it shall fail. */
static struct {
  GMutex lock;
  int fail_code; /* a StoreError + 1, 0: works */
  char *who, *words, *since, *nonce, *logged;
  guint limit, retries, shown;
  gboolean chain_broken;
} fake;

G_DEFINE_QUARK(store - error - quark, store_error)

static gboolean
fake_fails(GError **error)
{
  if (!fake.fail_code)
    return FALSE;
  g_set_error(error, STORE_ERROR, fake.fail_code - 1, "as the test wants it");
  return TRUE;
}

static void
fake_note(char **field, const char *value)
{
  g_mutex_lock(&fake.lock);
  g_free(*field);
  *field = g_strdup(value);
  g_mutex_unlock(&fake.lock);
}

static JsonNode *
fake_json(const char *json)
{
  g_autoptr(GError) error = NULL;
  JsonNode *node = json_from_string(json, &error);
  g_assert_no_error(error);
  return node;
}

static char *
fake_case(const char *ref, const char *subject, const char *text, gboolean with_reports)
{
  g_autoptr(JsonBuilder) builder = json_builder_new();
  g_autofree char *sum =
      g_compute_checksum_for_data(G_CHECKSUM_SHA256, (const guchar *)FAKE_PICTURE, strlen(FAKE_PICTURE));
  g_autofree char *fixed = g_strdup_printf("\"status\":\"new\",\"opened_on\":\"2026-11-24\",\"kind\":"
                                           "\"report\",\"language\":\"ar\",\"actor_group\":\"candidate\","
                                           "\"categories\":[\"hate_speech\",\"incitement\"],\"violation_"
                                           "types\":[\"HATE\"],\"commitments\":[\"CAND-07\"],"
                                           "\"governorate\":\"Basra\",\"platforms\":[\"facebook\"],\"victim_"
                                           "profession\":null,\"signatory\":\"unknown\","
                                           "\"links\":[{\"url\":\"https://www.facebook.com/watch/"
                                           "?v=900\",\"platform\":\"facebook\",\"account\":null}]");
  if (!with_reports)
    return g_strdup_printf("{\"ref\":\"%s\",%s}", ref, fixed);
  json_builder_begin_object(builder);
  json_builder_set_member_name(builder, "subject");
  json_builder_add_string_value(builder, subject);
  json_builder_set_member_name(builder, "text");
  json_builder_add_string_value(builder, text);
  json_builder_end_object(builder);
  g_autoptr(JsonNode) root = json_builder_get_root(builder);
  g_autofree char *strings = json_to_string(root, FALSE);
  return g_strdup_printf("{\"ref\":\"%s\",%s,\"reports\":[{\"id\":\"4QZ8M2\",\"kind\":\"report\",\"received_"
                         "on\":\"2026-11-24\",\"reporter\":null,"
                         "\"language\":\"ar\",%.*s,\"attachments\":["
                         "{\"name\":\"4QZ8M2-1.jpg\",\"media_type\":\"image/"
                         "jpeg\",\"size\":11,\"state\":\"clean\",\"review\":true,\"sha256\":\"%s\","
                         "\"reason\":null},"
                         "{\"name\":\"4QZ8M2-2.txt\",\"media_type\":\"text/"
                         "plain\",\"size\":11,\"state\":\"clean\",\"review\":false,\"sha256\":\"%s\","
                         "\"reason\":null,\"text\":\"the text of it\"},"
                         "{\"name\":\"4QZ8M2-3.pdf\",\"media_type\":\"application/"
                         "pdf\",\"size\":4096,\"state\":\"withheld\",\"review\":true,"
                         "\"sha256\":null,\"reason\":\"cannot be cleaned\"}],"
                         "\"sealed\":{\"original\":\"S1\",\"identity\":\"S2\"}}]}",
                         ref, fixed, (int)strlen(strings) - 2, strings + 1, sum, sum);
}

/* Strings that would do harm in a terminal, a page or a table. */
#define FAKE_EVIL                                                                                            \
  "=cmd|' /C calc'!A0 \033]0;owned\007\033[2J <script>alert(1)</script>\n\xe2\x80\xae"                       \
  "gpj.exe \xc2\x9b"                                                                                         \
  "31m \xe2\x80\xa8 "                                                                                        \
  "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" \
  "aaaaaaaaaaaaaaaa"

static char *
fake_find(const char *ref)
{
  if (g_str_has_prefix(FAKE_REF, ref))
    return fake_case(FAKE_REF, "\xd8\xa8\xd9\x84\xd8\xa7\xd8\xba",
                     "\xd9\x86\xd8\xb5 \xd8\xa7\xd9\x84\xd8\xa8\xd9\x84\xd8\xa7\xd8\xba [phone]", TRUE);
  if (!strcmp(ref, FAKE_HOSTILE_REF))
    return fake_case(FAKE_HOSTILE_REF, FAKE_EVIL, FAKE_EVIL, TRUE);
  return NULL;
}

JsonNode *
store_list(Store *store, const StoreFilter *filter, const char *who, GError **error)
{
  if (fake_fails(error))
    return NULL;
  fake_note(&fake.who, who);
  fake_note(&fake.since, filter->since);
  fake.limit = filter->limit;
  if (!g_strcmp0(filter->status, "closed"))
    return fake_json("[]");
  g_autofree char *one = fake_case(FAKE_REF, "", "", FALSE), *two = fake_case("AM-9999-ZZZZ", "", "", FALSE);
  g_autofree char *both = g_strdup_printf("[%s,%s]", one, two);
  return fake_json(both);
}

JsonNode *
store_show(Store *store, const char *ref, const char *who, GError **error)
{
  if (fake_fails(error))
    return NULL;
  fake_note(&fake.who, who);
  fake.shown++;
  g_autofree char *kase = fake_find(ref);
  if (kase)
    return fake_json(kase);
  g_set_error(error, STORE_ERROR, STORE_ERROR_NOT_FOUND, "there is no such case");
  return NULL;
}

JsonNode *
store_search(Store *store, const StoreFilter *filter, const char *who, GError **error)
{
  if (fake_fails(error))
    return NULL;
  fake_note(&fake.words, filter->words);
  return fake_json("[{\"ref\":\"" FAKE_REF
                   "\",\"opened_on\":\"2026-11-24\",\"status\":\"new\",\"governorate\":\"Basra\","
                   "\"categories\":[\"hate_speech\"],\"match\":\"... the line that matched ...\"}]");
}

JsonNode *
store_digest(Store *store, const char *since, const char *until, guint limit, const char *who, GError **error)
{
  if (fake_fails(error))
    return NULL;
  fake_note(&fake.since, since);
  g_autoptr(JsonBuilder) builder = json_builder_new();
  g_autoptr(JsonNode) root = fake_json(
      "{\"since\":\"2026-11-01\",\"until\":null,\"messages\":12,\"outcomes\":{\"report\":11,\"spam\":1},"
      "\"cases\":[{\"ref\":\"" FAKE_REF "\",\"language\":\"ar\",\"categories\":[\"hate_speech\"]}],"
      "\"by\":{\"platform\":{\"facebook\":9,\"tiktok\":2},\"language\":{}}}");
  JsonObject *first =
      json_array_get_object_element(json_object_get_array_member(json_node_get_object(root), "cases"), 0);
  json_object_set_string_member(first, "subject", FAKE_EVIL);
  return json_node_copy(root);
}

JsonNode *
store_figures(Store *store, const char *since, const char *until, const char *who, GError **error)
{
  if (fake_fails(error))
    return NULL;
  fake_note(&fake.since, since);
  return fake_json("{\"since\":\"2026-10-01\",\"until\":\"2026-12-31\",\"messages\":[],\"cases\":[]}");
}

JsonNode *
store_custody(Store *store, const char *ref, GError **error)
{
  if (fake_fails(error))
    return NULL;
  return fake_json("[{\"seq\":1,\"at\":\"2026-11-24\",\"who\":\"amana\",\"act\":\"received\",\"what\":"
                   "\"4QZ8M2\",\"text\":null},{\"seq\":2,\"at\":\"2026-11-25T10:00:00+03:00\",\"who\":\"M-01\","
                   "\"act\":\"read\",\"what\":null,\"text\":null}]");
}

JsonNode *
store_status(Store *store, GError **error)
{
  if (fake_fails(error))
    return NULL;
  return fake_json(
      "{\"outcomes\":{\"report\":11,\"spam\":1},\"messages\":12,\"pending\":0,\"quarantined\":0}");
}

GBytes *
store_attachment(Store *store, const char *ref, const char *name, const char *who, char **media_type,
                 GError **error)
{
  if (fake_fails(error))
    return NULL;
  if (!g_str_has_prefix(name, "4QZ8M2-")) {
    g_set_error(error, STORE_ERROR, STORE_ERROR_NOT_FOUND, "there is no such attachment");
    return NULL;
  }
  *media_type = g_strdup("image/jpeg");
  return g_bytes_new_static(FAKE_PICTURE, strlen(FAKE_PICTURE));
}

GBytes *
store_sealed(Store *store, const char *id, const char *who, GError **error)
{
  if (fake_fails(error))
    return NULL;
  return g_bytes_new_static("age-encryption.org/v1\n", 22);
}

gboolean
store_log(Store *store, const char *ref, const char *who, const char *act, const char *text, GError **error)
{
  if (fake_fails(error))
    return FALSE;
  g_autofree char *line = g_strdup_printf("%s %s %s", ref, act, text ? text : "-");
  fake_note(&fake.logged, line);
  return TRUE;
}

JsonNode *
store_merge(Store *store, const char *const *typed, const char *reason, const char *who, GError **error)
{
  if (fake_fails(error))
    return NULL;
  g_autofree char *refs = g_strjoinv(" ", (char **)typed);
  g_autofree char *line = g_strdup_printf("merge %s: %s", refs, reason ? reason : "-");
  fake_note(&fake.who, who);
  fake_note(&fake.logged, line);
  return fake_json("{\"ref\":\"" FAKE_REF "\",\"merged\":[]}");
}

JsonNode *
store_split(Store *store, const char *ref, const char *const *reports, const char *reason, const char *who, GError **error)
{
  if (fake_fails(error))
    return NULL;
  g_autofree char *ids = g_strjoinv(" ", (char **)reports);
  g_autofree char *line = g_strdup_printf("split %s %s: %s", ref, ids, reason ? reason : "-");
  fake_note(&fake.who, who);
  fake_note(&fake.logged, line);
  return fake_json("{\"ref\":\"" FAKE_REF "\",\"cases\":[]}");
}

JsonNode *
store_add_link(Store *store, const char *ref, const ReportLink *link, const char *who, GError **error)
{
  if (fake_fails(error))
    return NULL;
  g_autofree char *line = g_strdup_printf("link %s %s %s %s", ref, link->url, link->platform, link->object);
  fake_note(&fake.who, who);
  fake_note(&fake.logged, line);
  return fake_json("{\"ref\":\"" FAKE_REF "\",\"added\":true}");
}

JsonNode *
store_texts(Store *store, const char *after, guint limit, gboolean decided, const char *who, GError **error)
{
  if (fake_fails(error))
    return NULL;
  fake_note(&fake.who, who);
  return fake_json("{\"cases\":[],\"next\":null,\"total\":0}");
}

JsonNode *
store_rule_stats(Store *store, GError **error)
{
  return fake_fails(error) ? NULL : fake_json("{\"cases\":0,\"fields\":[]}");
}

JsonNode *
store_similar(Store *store, const char *ref, GError **error)
{
  return fake_fails(error) ? NULL : fake_json("{\"ref\":\"" FAKE_REF "\",\"cases\":[],\"waiting\":0}");
}

JsonNode *
store_verify(Store *store, GError **error)
{
  return fake_fails(error) ? NULL : fake_json("{\"messages\":1,\"problems\":[],\"more\":0}");
}

StoreBackup *
store_backup_new(Store *store, const char *who, GError **error)
{
  if (fake_fails(error))
    return NULL;
  fake_note(&fake.who, who);
  return (StoreBackup *)&fake;
}

gboolean
store_backup_write(StoreBackup *backup, int fd, GError **error)
{
  if (write(fd, "archive", 7) == 7)
    return TRUE;
  g_set_error_literal(error, STORE_ERROR, STORE_ERROR_FAILED, "the reader has gone");
  return FALSE;
}

void
store_backup_free(StoreBackup *backup)
{
}

gboolean
store_log_cases(Store *store, const char *const *refs, guint n, const char *who, const char *act, const char *text, GError **error)
{
  for (guint i = 0; i < n; i++)
    if (!store_log(store, refs[i], who, act, text, error))
      return FALSE;
  return TRUE;
}

JsonNode *
store_set(Store *store, const char *ref, const StoreChange *changes, guint count, const char *reason, const Workflow *workflow,
          const char *who, GError **error)
{
  if (fake_fails(error))
    return NULL;
  g_autoptr(GString) line = g_string_new(ref);
  for (guint i = 0; i < count; i++)
    g_string_append_printf(line, " %s=%s", changes[i].field, changes[i].value);
  g_string_append_printf(line, " because %s", reason ? reason : "-");
  fake_note(&fake.logged, line->str);
  fake_note(&fake.who, who);
  return fake_json("{\"ref\":\"" FAKE_REF "\",\"status\":\"verified\",\"tags\":[\"bots\"]}");
}

JsonNode *
store_note(Store *store, const char *ref, const char *text, const char *who, GError **error)
{
  if (fake_fails(error))
    return NULL;
  fake_note(&fake.logged, text);
  return fake_json("{\"id\":\"8WTB2N\",\"ref\":\"" FAKE_REF "\"}");
}

JsonNode *
store_tag(Store *store, const char *ref, const char *const *add, const char *const *drop, const char *who, GError **error)
{
  if (fake_fails(error))
    return NULL;
  g_autofree char *more = g_strjoinv("+", (char **)add), *less = g_strjoinv("-", (char **)drop);
  g_autofree char *line = g_strdup_printf("%s +%s -%s", ref, more, less);
  fake_note(&fake.logged, line);
  return fake_json("{\"ref\":\"" FAKE_REF "\",\"status\":\"new\",\"tags\":[\"bots\"]}");
}

JsonNode *
store_assign(Store *store, const char *ref, const char *to, const char *who, GError **error)
{
  if (fake_fails(error))
    return NULL;
  fake_note(&fake.logged, to ? to : "nobody");
  return fake_json("{\"ref\":\"" FAKE_REF "\",\"status\":\"new\",\"assignee\":\"M-01\"}");
}

JsonNode *
store_monitors(Store *store, GError **error)
{
  return fake_fails(error) ? NULL : fake_json("[{\"name\":\"M-01\",\"login\":\"mona\"}]");
}

char *
store_monitor_name(Store *store, const char *login, GError **error)
{
  return g_str_equal(login, "mona") ? g_strdup("M-01") : NULL;
}

char *
store_now(const Store *store)
{
  return g_strdup("2026-11-25T10:00:00+03:00");
}

char *
store_custody_head(Store *store, guint64 *entries, GError **error)
{
  *entries = 42;
  return fake_fails(error) ? NULL : g_strdup("00ff");
}

JsonNode *
store_strip(Store *store, const char *ref, const StoreStrip *strip, const char *who, GError **error)
{
  if (fake_fails(error))
    return NULL;
  fake_note(&fake.who, who);
  g_autofree char *line = strip->string ? g_strdup_printf("%s %s as %s", ref, strip->string, strip->as)
                                        : g_strdup_printf("%s %s %s %u:%u as %s", ref, strip->report, strip->field,
                                                          (guint)strip->start, (guint)strip->end, strip->as);
  fake_note(&fake.logged, line);
  return fake_json("{\"places\":3,\"links\":1,\"attachments_withheld\":0,\"clean\":true}");
}

JsonNode *
store_release(Store *store, const char *ref, const char *const *names, const char *who, GError **error)
{
  if (fake_fails(error))
    return NULL;
  fake_note(&fake.who, who);
  g_autofree char *all = g_strjoinv(" ", (char **)names);
  fake_note(&fake.logged, all);
  return fake_json("{\"released\":1,\"already\":0}");
}

GBytes *
store_cover_begin(Store *store, const char *ref, const char *name, char **media_type, char **sha256, GError **error)
{
  if (fake_fails(error))
    return NULL;
  *media_type = g_strdup("image/png");
  *sha256 = g_strdup("0123");
  return g_bytes_new_static("picture", 7);
}

JsonNode *
store_cover_finish(Store *store, const char *ref, const StoreCovered *covered, const char *who, GError **error)
{
  if (fake_fails(error))
    return NULL;
  fake_note(&fake.who, who);
  g_autofree char *line = g_strdup_printf("%s %s %u boxes %s %s", ref, covered->name, covered->boxes, covered->was_sha256,
                                          covered->release ? "released" : "kept");
  fake_note(&fake.logged, line);
  return fake_json("{\"boxes\":2}");
}

gboolean
store_custody_verify(Store *store, guint64 *entries, char **where, GError **error)
{
  if (fake_fails(error))
    return FALSE;
  *entries = 42;
  if (fake.chain_broken)
    *where = g_strdup("AM-9999-ZZZZ 3");
  return !fake.chain_broken;
}

gboolean
store_mark_retry(Store *store, const char *who, guint *count, GError **error)
{
  *count = 3;
  return !fake_fails(error);
}

gboolean
store_drill_begin(Store *store, const char *nonce, GError **error)
{
  if (fake_fails(error))
    return FALSE;
  fake_note(&fake.nonce, nonce);
  return TRUE;
}

gboolean
store_drill_confirm(Store *store, const char *nonce, const char *who, GError **error)
{
  if (!g_strcmp0(nonce, fake.nonce))
    return TRUE;
  g_set_error(error, STORE_ERROR, STORE_ERROR_INVALID, "that is not the word of the last drill");
  return FALSE;
}

/* ---- the daemon around it
 * --------------------------------------------------------------------------------------------------- */

static JsonNode *
fake_health(gpointer user)
{
  return fake_json("{\"mailboxes\":[{\"name\":\"mailbox\",\"folder\":\"INBOX\",\"state\":\"ok\",\"fault\":"
                   "null,\"last_poll\":null,"
                   "\"originals_left\":7}],\"backlog\":0,\"store\":{\"state\":\"ok\",\"fault\":null}}");
}

static GBytes *
fake_drill(gpointer user, const char *nonce, GError **error)
{
  char *text =
      g_strdup_printf("-----BEGIN AGE ENCRYPTED FILE-----\n%s\n-----END AGE ENCRYPTED FILE-----\n", nonce);
  return g_bytes_new_take(text, strlen(text));
}

static void
fake_retry(gpointer user)
{
  fake.retries++;
}

static void
fake_drilled(gpointer user)
{
}

static void
fake_clear(void)
{
  char **fields[] = {&fake.who, &fake.words, &fake.since, &fake.nonce, &fake.logged};
  for (guint i = 0; i < G_N_ELEMENTS(fields); i++)
    g_clear_pointer(fields[i], g_free);
  fake.fail_code = 0;
  fake.limit = fake.retries = fake.shown = 0;
  fake.chain_broken = FALSE;
}
