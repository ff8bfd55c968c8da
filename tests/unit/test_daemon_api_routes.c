/* SPDX-License-Identifier: ISC */
/* What the API answers to whom, without HTTP: requests go straight to the table of routes. */
#include "daemon/api_internal.h"
#include "tests/unit/fake_store.h"

#include <glib/gstdio.h>
#include <sys/socket.h>
#include <unistd.h>

static GBytes *
cover(gpointer user, const char *media_type, GBytes *picture, const ApiBox *boxes, guint n, GError **error)
{
  g_assert_cmpstr(media_type, ==, "image/png");
  if (boxes[0].width < 1000)
    return g_bytes_new_static("covered", 7);
  g_set_error_literal(error, STORE_ERROR, STORE_ERROR_INVALID, "outside");
  return NULL;
}

static ApiHost host = {.monitor_gid = (guint)-1,
                       .admin_gid = (guint)-1,
                       .health = fake_health,
                       .drill = fake_drill,
                       .retry = fake_retry,
                       .drilled = fake_drilled,
                       .cover = cover};
static const ApiCaller stranger = {(char *)"eve", FALSE, FALSE}, monitor = {(char *)"mona", TRUE, FALSE},
                       admin = {(char *)"adam", TRUE, TRUE};

static ApiReply *
ask(const ApiCaller *caller, const char *method, const char *uri, const char *body)
{
  return api_handle(&host, caller, method, uri, body, body ? strlen(body) : 0);
}

static guint
status(const ApiCaller *caller, const char *method, const char *uri, const char *body)
{
  g_autoptr(ApiReply) reply = ask(caller, method, uri, body);
  return reply->status;
}

static JsonNode *
json_of(const ApiReply *reply)
{
  gsize size;
  const char *text = g_bytes_get_data(reply->body, &size);
  g_autofree char *copy = g_strndup(text, size);
  return fake_json(copy);
}

/* ---- who may
 * ----------------------------------------------------------------------------------------------------------------
 */

static const struct {
  const char *method, *uri, *body;
  gboolean admins;
} every_route[] = {
    {"GET", "/cases", NULL, FALSE},
    {"GET", "/cases/" FAKE_REF, NULL, FALSE},
    {"GET", "/cases/" FAKE_REF "/attachments/4QZ8M2-1.jpg", NULL, FALSE},
    {"GET", "/cases/" FAKE_REF "/custody", NULL, FALSE},
    {"POST", "/cases/" FAKE_REF "/exported", "{\"unreviewed\":true}", FALSE},
    {"POST", "/cases/" FAKE_REF "/strip", "{\"string\":\"word\"}", FALSE},
    {"POST", "/cases/" FAKE_REF "/release", "{\"names\":[\"4QZ8M2-1.jpg\"]}", FALSE},
    {"POST", "/cases/" FAKE_REF "/cover", "{\"name\":\"4QZ8M2-1.jpg\",\"boxes\":[[0,0,1,1]]}", FALSE},
    {"GET", "/cases/" FAKE_REF "/similar", NULL, FALSE},
    {"POST", "/cases/" FAKE_REF "/merge", "{\"refs\":[\"AM-0000-0001\"]}", FALSE},
    {"POST", "/cases/" FAKE_REF "/split", "{\"reports\":[\"4QZ8M2\"]}", FALSE},
    {"POST", "/cases/" FAKE_REF "/links", "{\"url\":\"https://www.facebook.com/page/posts/123456789\"}", FALSE},
    {"POST", "/cases/" FAKE_REF, "{\"status\":\"verified\"}", FALSE},
    {"POST", "/cases/" FAKE_REF "/notes", "{\"text\":\"seen\"}", FALSE},
    {"POST", "/cases/" FAKE_REF "/tags", "{\"add\":[\"bots\"]}", FALSE},
    {"POST", "/cases/" FAKE_REF "/assign", "{\"to\":\"me\"}", FALSE},
    {"GET", "/workflow", NULL, FALSE},
    {"GET", "/custody/head", NULL, FALSE},
    {"GET", "/monitors", NULL, TRUE},
    {"GET", "/search?q=word", NULL, FALSE},
    {"GET", "/texts?after=AM-0000-0000&limit=3", NULL, FALSE},
    {"GET", "/rules/stats", NULL, FALSE},
    {"GET", "/digest", NULL, FALSE},
    {"GET", "/custody", NULL, FALSE},
    {"GET", "/custody/verify", NULL, FALSE},
    {"GET", "/status", NULL, FALSE},
    {"GET", "/figures?since=2026-10-01&until=2026-12-31", NULL, FALSE},
    {"GET", "/house", NULL, FALSE},
    {"POST", "/exports", "{\"format\":\"csv\",\"cases\":3}", FALSE},
    {"POST", "/exports", "{\"refs\":[\"" FAKE_REF "\"],\"form\":\"notice\"}", FALSE},
    {"GET", "/sealed/S1", NULL, TRUE},
    {"POST", "/retry", NULL, TRUE},
    {"GET", "/verify", NULL, TRUE},
    {"GET", "/backup", NULL, TRUE},
    {"POST", "/seal-drill", NULL, TRUE},
};

static void
test_groups(void)
{
  for (guint i = 0; i < G_N_ELEMENTS(every_route); i++) {
    const char *method = every_route[i].method, *uri = every_route[i].uri, *body = every_route[i].body;
    g_test_message("%s %s", method, uri);
    g_assert_cmpuint(status(&admin, method, uri, body), ==, 200);
    g_assert_cmpuint(status(&monitor, method, uri, body), ==, every_route[i].admins ? 403 : 200);
    g_assert_cmpuint(status(&stranger, method, uri, body), ==, 403);
  }
  fake_clear();
}

static void
test_stranger_learns_nothing(void)
{
  g_assert_cmpuint(status(&stranger, "GET", "/no/such/route", NULL), ==, 403);
  g_assert_cmpuint(status(&stranger, "PUT", "/cases", NULL), ==, 403);
  g_assert_cmpuint(status(&stranger, "GET", "/%zz", NULL), ==, 403);
  g_assert_cmpuint(fake.shown, ==, 0);
}

static void
test_refused_admin_route_does_nothing(void)
{
  g_assert_cmpuint(status(&monitor, "POST", "/retry", NULL), ==, 403);
  g_assert_cmpuint(fake.retries, ==, 0);
  g_assert_cmpuint(status(&admin, "POST", "/retry", NULL), ==, 200);
  g_assert_cmpuint(fake.retries, ==, 1);
  fake_clear();
}

static void
test_caller_is_logged(void)
{
  g_assert_cmpuint(status(&monitor, "GET", "/cases/" FAKE_REF, NULL), ==, 200);
  g_assert_cmpstr(fake.who, ==, "mona");
  fake_clear();
}

static void
test_user_names(void)
{
  g_autofree char *path = NULL;
  int fd = g_file_open_tmp("amana-passwd-XXXXXX", &path, NULL);
  const char *lines = "root:x:0:0:root:/root:/bin/sh\nmona:x:1007:1007::/home/mona:/bin/sh\n";
  g_assert_cmpint(write(fd, lines, strlen(lines)), ==, strlen(lines));
  close(fd);
  g_autofree char *known = api_user_name(path, 1007), *unknown = api_user_name(path, 1008),
                  *none = api_user_name("/no/such", 7);
  g_assert_cmpstr(known, ==, "mona");
  g_assert_cmpstr(unknown, ==, "uid 1008");
  g_assert_cmpstr(none, ==, "uid 7");
  g_unlink(path);
}

static void
test_own_user(void)
{
  int pair[2];
  g_assert_cmpint(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), ==, 0);
  g_autoptr(ApiCaller) self = api_caller_new(pair[0], (guint)-1, (guint)-1);
  g_assert_true(self->monitor);
  g_assert_true(self->admin);
  close(pair[0]);
  close(pair[1]);
}

/* ---- requests
 * ---------------------------------------------------------------------------------------------------------------
 */

static void
test_malformed(void)
{
  g_autofree char *long_value = g_strnfill(API_MAX_VALUE_BYTES + 1, 'a');
  g_autofree char *too_long = g_strconcat("/search?q=", long_value, NULL);
  const char *const uris[] = {"",
                              "cases",
                              "/",
                              "//",
                              "/cases/",
                              "/cases//custody",
                              "/cases/%00",
                              "/cases/%zz",
                              "/cases/%",
                              "/cases/%ff",
                              "/cases?since",
                              "/cases?=1",
                              "/cases?a=%00",
                              "/cases?a=%f",
                              "/cases?a=%c3",
                              "/a/b/c/d/e/f/g/h/i",
                              "/cases?&",
                              too_long,
                              "/cases?limit=1&limit=2"};
  for (guint i = 0; i < G_N_ELEMENTS(uris); i++) {
    g_test_message("%.60s", uris[i]);
    g_assert_cmpuint(status(&monitor, "GET", uris[i], NULL), ==, 400);
  }
}

static void
test_value_at_limit(void)
{
  g_autofree char *value = g_strnfill(API_MAX_VALUE_BYTES, 'a');
  g_autofree char *uri = g_strconcat("/search?q=", value, NULL);
  g_assert_cmpuint(status(&monitor, "GET", uri, NULL), ==, 200);
  g_assert_cmpstr(fake.words, ==, value);
  fake_clear();
}

static void
test_parameters_at_limit(void)
{
  for (guint n = API_MAX_PARAMETERS; n <= API_MAX_PARAMETERS + 1; n++) {
    g_autoptr(GString) uri = g_string_new("/x");
    for (guint i = 0; i < n; i++)
      g_string_append_printf(uri, "%cp%u=1", i ? '&' : '?', i);
    const char *fault = NULL;
    g_autoptr(ApiTarget) target = api_target_parse(uri->str, &fault);
    g_assert_true((target != NULL) == (n == API_MAX_PARAMETERS));
  }
}

static void
test_decoding(void)
{
  const char *fault = NULL;
  g_autoptr(ApiTarget) target = api_target_parse("/a%2Fb/c?q=%D8%B9+x%2By&n=", &fault);
  g_assert_nonnull(target);
  g_assert_cmpuint(target->segments->len, ==, 2);
  g_assert_cmpstr(target->segments->pdata[0], ==, "a/b");
  g_assert_cmpstr(g_hash_table_lookup(target->query, "q"), ==, "\xd8\xb9 x+y");
  g_assert_cmpstr(g_hash_table_lookup(target->query, "n"), ==, "");
}

static void
test_encoded_slash_is_no_route(void)
{
  g_assert_cmpuint(status(&monitor, "GET", "/cases/a%2Fcustody", NULL), ==, 404);
  g_assert_cmpuint(status(&monitor, "GET", "/custody%2Fverify", NULL), ==, 404);
}

static void
test_unknown_parameter(void)
{
  g_autoptr(ApiReply) reply = ask(&monitor, "GET", "/digest?sinse=2026-11-01", NULL);
  g_autoptr(JsonNode) node = json_of(reply);
  g_assert_cmpuint(reply->status, ==, 400);
  g_assert_cmpstr(json_object_get_string_member(json_node_get_object(node), "allowed"), ==, "since, until, limit");
}

static void
test_wrong_method(void)
{
  g_autoptr(ApiReply) reply = ask(&monitor, "DELETE", "/cases/" FAKE_REF, NULL);
  g_assert_cmpuint(reply->status, ==, 405);
  g_assert_cmpstr(reply->allow, ==, "GET, POST");
  g_assert_cmpuint(status(&monitor, "POST", "/cases", NULL), ==, 405);
  g_assert_cmpuint(status(&monitor, "get", "/cases", NULL), ==, 405);
  g_assert_cmpuint(status(&monitor, "GET", "/nothing", NULL), ==, 404);
}

static void
test_days_and_numbers(void)
{
  const char *const wrong[] = {"since=2026-02-30",  "since=26-11-01",   "until=2026-11-1", "since=",
                               "since=2026-11-01x", "since=2026/11/01", "limit=-1",        "limit=2147483648",
                               "limit=ten",         "offset=1e3",       "limit=+1",        "limit=",
                               "since=2026-11-02&until=2026-11-01"};
  for (guint i = 0; i < G_N_ELEMENTS(wrong); i++) {
    g_autofree char *uri = g_strconcat("/cases?", wrong[i], NULL);
    g_test_message("%s", uri);
    g_assert_cmpuint(status(&monitor, "GET", uri, NULL), ==, 400);
  }
  g_assert_cmpuint(status(&monitor, "GET", "/cases?since=2024-02-29&limit=2147483647", NULL), ==, 200);
  g_assert_cmpstr(fake.since, ==, "2024-02-29");
  g_assert_cmpuint(fake.limit, ==, G_MAXINT32);
  fake_clear();
  g_assert_cmpuint(status(&monitor, "GET", "/digest?since=last", NULL), ==, 200);
  g_assert_cmpstr(fake.since, ==, STORE_DIGEST_LAST);
  g_assert_cmpuint(status(&monitor, "GET", "/digest?since=last&until=2026-11-01", NULL), ==, 200);
  g_assert_cmpuint(status(&monitor, "GET", "/digest?since=2026-11-02&until=2026-11-01", NULL), ==, 400);
  g_assert_cmpuint(status(&monitor, "GET", "/digest?since=first", NULL), ==, 400);
  g_assert_cmpuint(status(&monitor, "GET", "/cases?since=last", NULL), ==, 400); /* a list has no last one */
  fake_clear();
}

/* A word that is none would list nothing, as if there were nothing. */
static void
test_filters_know_their_words(void)
{
  static const char *const right[] = {"status=verified", "category=hate_speech,incitement", "category=none", "platform=Facebook", "governorate=Dhi%20Qar",
                                      "kind=auto", "language=kmr", "actor_group=party", "commitment=CAND-07", "violation_type=hate"},
                    *const wrong[] = {"status=verifed", "category=hate_speech,incitment", "platform=fb", "governorate=Basrah", "kind=mail",
                                      "language=arabic", "actor_group=parties", "commitment=CAND-7", "violation_type=hatred"};
  for (guint i = 0; i < G_N_ELEMENTS(right); i++) {
    g_autofree char *uri = g_strconcat("/cases?", right[i], NULL);
    g_test_message("%s", uri);
    g_assert_cmpuint(status(&monitor, "GET", uri, NULL), ==, 200);
  }
  for (guint i = 0; i < G_N_ELEMENTS(wrong); i++) {
    g_autofree char *uri = g_strconcat("/search?q=word&", wrong[i], NULL);
    g_test_message("%s", uri);
    g_assert_cmpuint(status(&monitor, "GET", uri, NULL), ==, 400);
  }
  fake_clear();
}

static void
test_search_needs_words(void)
{
  g_assert_cmpuint(status(&monitor, "GET", "/search", NULL), ==, 400);
  g_assert_cmpuint(status(&monitor, "GET", "/search?q=", NULL), ==, 400);
}

static void
test_bodies(void)
{
  const char *const wrong[] = {
      "{",    "[]",  "1", "\"a\"", "{\"unreviewed\":1}", "{\"unreviewed\":\"yes\"}", "{\"other\":true}",
      "\xff", "null"};
  for (guint i = 0; i < G_N_ELEMENTS(wrong); i++) {
    g_test_message("%s", wrong[i]);
    g_assert_cmpuint(status(&monitor, "POST", "/cases/x/exported", wrong[i]), ==, 400);
  }
  g_assert_cmpuint(status(&monitor, "GET", "/cases", "{\"a\":1}"), ==, 400);
  g_assert_null(fake.logged);
}

static void
test_nesting_at_limit(void)
{
  for (guint depth = API_MAX_BODY_DEPTH; depth <= API_MAX_BODY_DEPTH + 1; depth++) {
    g_autoptr(GString) body = g_string_new("{\"a\":\"]}[\\\"{\",\"b\":");
    for (guint i = 1; i < depth; i++)
      g_string_append_c(body, '[');
    for (guint i = 1; i < depth; i++)
      g_string_append_c(body, ']');
    g_string_append_c(body, '}');
    const char *fault = NULL;
    g_autoptr(JsonObject) object = api_body_parse(body->str, body->len, &fault);
    g_assert_true((object != NULL) == (depth == API_MAX_BODY_DEPTH));
  }
}

static void
test_store_errors(void)
{
  static const guint expected[] = {503, 500, 503, 404, 400};
  for (int code = STORE_ERROR_FULL; code <= STORE_ERROR_INVALID; code++) {
    fake.fail_code = code + 1;
    g_assert_cmpuint(status(&monitor, "GET", "/cases", NULL), ==, expected[code]);
    g_assert_cmpuint(status(&monitor, "GET", "/custody/verify", NULL), ==, expected[code]);
    g_assert_cmpuint(status(&admin, "POST", "/seal-drill", NULL), ==, expected[code]);
  }
  fake_clear();
}

/* ---- answers
 * ----------------------------------------------------------------------------------------------------------------
 */

static void
test_status(void)
{
  g_autoptr(ApiReply) reply = ask(&monitor, "GET", "/status", NULL);
  g_autoptr(JsonNode) node = json_of(reply);
  JsonObject *object = json_node_get_object(node);
  const char *const members[] = {"outcomes", "messages",  "pending", "quarantined",
                                 "backlog",  "mailboxes", "store",   "seal_drill"};
  for (guint i = 0; i < G_N_ELEMENTS(members); i++)
    g_assert_true(json_object_has_member(object, members[i]));
}

static void
test_drill(void)
{
  g_autoptr(ApiReply) begun = ask(&admin, "POST", "/seal-drill", NULL);
  g_assert_cmpuint(begun->status, ==, 200);
  g_assert_cmpuint(strlen(fake.nonce), ==, 16);
  g_autofree char *lower = g_ascii_strdown(fake.nonce, -1);
  g_autofree char *right = g_strdup_printf("{\"nonce\":\" %.8s-%s\"}", lower, lower + 8);
  g_assert_cmpuint(status(&admin, "POST", "/seal-drill/confirm", "{\"nonce\":\"0000\"}"), ==, 400);
  g_assert_cmpuint(status(&admin, "POST", "/seal-drill/confirm", "{}"), ==, 400);
  g_assert_cmpuint(status(&admin, "POST", "/seal-drill/confirm", "{\"nonce\":7}"), ==, 400);
  g_assert_cmpuint(status(&monitor, "POST", "/seal-drill/confirm", right), ==, 403);
  g_assert_cmpuint(status(&admin, "POST", "/seal-drill/confirm", right), ==, 200);
  fake_clear();
}

static void
test_export_is_logged(void)
{
  g_assert_cmpuint(status(&monitor, "POST", "/cases/" FAKE_REF "/exported", NULL), ==, 200);
  g_assert_cmpstr(fake.logged, ==, FAKE_REF " exported -");
  g_assert_cmpuint(status(&monitor, "POST", "/cases/" FAKE_REF "/exported", "{\"unreviewed\":true}"), ==,
                   200);
  g_assert_cmpstr(fake.logged, ==, FAKE_REF " exported with attachments that nobody has reviewed");
  fake_clear();
}

static void
test_strip(void)
{
  static const char path[] = "/cases/" FAKE_REF "/strip";
  static const char *const wrong[] = {"{}", "{\"string\":1}", "{\"string\":null}", "{\"string\":[\"a\"]}", "{\"as\":\"phone\"}",
                                      "{\"string\":\"a\",\"report\":\"4QZ8M2\"}", "{\"string\":\"a\",\"words\":\"b\"}",
                                      "{\"report\":\"4QZ8M2\",\"field\":\"text\",\"start\":-1,\"end\":2}",
                                      "{\"report\":\"4QZ8M2\",\"field\":\"text\",\"start\":\"0\",\"end\":2}"};
  for (guint i = 0; i < G_N_ELEMENTS(wrong); i++)
    g_assert_cmpuint(status(&monitor, "POST", path, wrong[i]), ==, 400);
  g_assert_cmpuint(status(&stranger, "POST", path, "{\"string\":\"a b\"}"), ==, 403);
  g_assert_null(fake.logged);
  g_assert_cmpuint(status(&monitor, "POST", path, "{\"string\":\"a b\",\"as\":\"phone\"}"), ==, 200);
  g_assert_cmpstr(fake.logged, ==, FAKE_REF " a b as phone");
  g_assert_cmpstr(fake.who, ==, "mona");
  g_assert_cmpuint(status(&monitor, "POST", path, "{\"report\":\"4QZ8M2\",\"field\":\"text\",\"start\":3,\"end\":7}"), ==, 200);
  g_assert_cmpstr(fake.logged, ==, FAKE_REF " 4QZ8M2 text 3:7 as (null)");
  fake_clear();
}

static void
refuse_all(const char *path, const char *const *wrong, guint count)
{
  for (guint i = 0; i < count; i++)
    g_assert_cmpuint(status(&monitor, "POST", path, wrong[i]), ==, 400);
  g_assert_null(fake.logged);
}

static void
test_release_and_cover(void)
{
  static const char release[] = "/cases/" FAKE_REF "/release", path[] = "/cases/" FAKE_REF "/cover";
  static const char *const wrong[] = {"{}", "{\"names\":[]}", "{\"names\":\"a\"}", "{\"names\":[1]}", "{\"names\":[null]}"};
  static const char *const wrong_cover[] = {
      "{}", "{\"name\":\"a\"}", "{\"name\":\"a\",\"boxes\":[]}", "{\"name\":\"a\",\"boxes\":[1,2,3,4]}",
      "{\"name\":\"a\",\"boxes\":[[1,2,3]]}", "{\"name\":\"a\",\"boxes\":[[1,2,0,4]]}",
      "{\"name\":\"a\",\"boxes\":[[-1,2,3,4]]}", "{\"name\":\"a\",\"boxes\":[[1,2,3,4.5]]}",
      "{\"name\":\"a\",\"boxes\":[[1,2,3,4]],\"release\":1}", "{\"boxes\":[[1,2,3,4]]}",
      "{\"name\":\"a\",\"boxes\":[[0,0,1000,4]]}"};
  refuse_all(release, wrong, G_N_ELEMENTS(wrong));
  refuse_all(path, wrong_cover, G_N_ELEMENTS(wrong_cover));
  g_autoptr(GString) many = g_string_new("{\"name\":\"a\",\"boxes\":[[1,2,3,4]");
  for (guint i = 0; i < 64; i++)
    g_string_append(many, ",[1,2,3,4]");
  g_string_append(many, "]}");
  g_assert_cmpuint(status(&monitor, "POST", path, many->str), ==, 400);
  g_assert_cmpuint(status(&monitor, "POST", release, "{\"names\":[\"a\",\"b\"]}"), ==, 200);
  g_assert_cmpstr(fake.logged, ==, "a b");
  g_assert_cmpuint(status(&monitor, "POST", path, "{\"name\":\"a\",\"boxes\":[[0,1,2,3],[4,5,6,7]],\"release\":true}"), ==, 200);
  g_assert_cmpstr(fake.logged, ==, FAKE_REF " a 2 boxes 0123 released");
  g_assert_cmpstr(fake.who, ==, "mona");
  fake_clear();
}

static void
test_merge_and_split(void)
{
  static const char merge[] = "/cases/" FAKE_REF "/merge", split[] = "/cases/" FAKE_REF "/split";
  static const char *const wrong[] = {"{}", "{\"refs\":[]}", "{\"refs\":\"AM-0000-0001\"}", "{\"refs\":[1]}",
                                      "{\"refs\":[\"AM-0000-0001\"],\"reason\":1}", "{\"reports\":[\"4QZ8M2\"]}"};
  static const char *const wrong_split[] = {"{}", "{\"reports\":[]}", "{\"reports\":[null]}", "{\"refs\":[\"4QZ8M2\"]}"};
  refuse_all(merge, wrong, G_N_ELEMENTS(wrong));
  refuse_all(split, wrong_split, G_N_ELEMENTS(wrong_split));
  g_assert_cmpuint(status(&monitor, "POST", merge, "{\"refs\":[\"AM-0000-0001\",\"x\"],\"reason\":\"same\"}"), ==, 200);
  g_assert_cmpstr(fake.logged, ==, "merge " FAKE_REF " AM-0000-0001 x: same");
  g_assert_cmpstr(fake.who, ==, "mona");
  g_assert_cmpuint(status(&monitor, "POST", split, "{\"reports\":[\"4QZ8M2\"],\"reason\":\"\"}"), ==, 200);
  g_assert_cmpstr(fake.logged, ==, "split " FAKE_REF " 4QZ8M2: -");
  fake_clear();
}

static void
test_links(void)
{
  static const char path[] = "/cases/" FAKE_REF "/links";
  static const char *const wrong[] = {"{}", "{\"url\":\"\"}", "{\"url\":\"not a page\"}", "{\"url\":1}",
                                      "{\"url\":\"https://vm.tiktok.com/ZMabcdefg/\"}",
                                      "{\"url\":\"https://www.facebook.com/share/p/1AbCdEfGhI/\"}"};
  refuse_all(path, wrong, G_N_ELEMENTS(wrong));
  g_autofree char *many = g_strnfill(4097, 'a');
  g_autofree char *body = g_strdup_printf("{\"url\":\"https://a.example/%s\"}", many);
  g_assert_cmpuint(status(&monitor, "POST", path, body), ==, 400);
  g_assert_cmpuint(status(&monitor, "POST", path,
                          "{\"url\":\"hxxps://m.facebook[.]com/some.page/posts/123456789012345?fbclid=IwAR0secret\"}"),
                   ==, 200);
  g_assert_nonnull(fake.logged);
  g_assert_null(strstr(fake.logged, "IwAR0secret"));
  g_assert_nonnull(strstr(fake.logged, "https://www.facebook.com/some.page/posts/123456789012345 facebook"));
  fake_clear();
}

static void
test_set(void)
{
  static const char path[] = "/cases/" FAKE_REF;
  static const char *const wrong[] = {"{}",
                                      "{\"reason\":\"alone\"}",
                                      "{\"status\":1}",
                                      "{\"status\":[\"new\"]}",
                                      "{\"categories\":\"no such\"}",
                                      "{\"categories\":[\"incitement\",{}]}",
                                      "{\"language\":\"ar,ckb\"}",
                                      "{\"violation_types\":[\"HAT\"]}",
                                      "{\"governorate\":\"Atlantis\"}",
                                      "{\"reports\":\"1\"}",
                                      "{\"status\":\"verified\",\"reason\":5}"};
  for (guint i = 0; i < G_N_ELEMENTS(wrong); i++)
    g_assert_cmpuint(status(&monitor, "POST", path, wrong[i]), ==, 400);
  g_assert_null(fake.logged);
  g_assert_cmpuint(status(&monitor, "POST", path,
                          "{\"categories\":[\"Incitement\",\"hate_speech\"],\"violation_types\":\"hate, INCITE\","
                          "\"governorate\":\"basra\",\"victim_profession\":null,\"reason\":\"read again\"}"),
                   ==, 200);
  g_assert_cmpstr(fake.logged, ==,
                  FAKE_REF " categories=incitement,hate_speech violation_types=HATE,INCITE governorate=Basra"
                           " victim_profession= because read again");
  g_assert_cmpstr(fake.who, ==, "mona");
  fake_clear();
}

static void
test_refusal_names_what_is_allowed(void)
{
  g_autoptr(ApiReply) reply = ask(&monitor, "POST", "/cases/" FAKE_REF, "{\"language\":\"xx\"}");
  g_autoptr(JsonNode) node = json_of(reply);
  g_assert_nonnull(strstr(json_object_get_string_member(json_node_get_object(node), "error"), "ar, ckb, kmr"));
  fake_clear();
}

static void
test_assign(void)
{
  static const char path[] = "/cases/" FAKE_REF "/assign";
  g_assert_cmpuint(status(&monitor, "POST", path, "{}"), ==, 400);
  g_assert_cmpuint(status(&monitor, "POST", path, "{\"to\":7}"), ==, 400);
  g_assert_cmpuint(status(&monitor, "POST", path, "{\"to\":\"no such login\"}"), ==, 400);
  g_assert_cmpuint(status(&monitor, "POST", path, "{\"to\":\"me\"}"), ==, 200);
  g_assert_cmpstr(fake.logged, ==, "mona");
  g_assert_cmpuint(status(&monitor, "POST", path, "{\"to\":\"root\"}"), ==, 200);
  g_assert_cmpstr(fake.logged, ==, "root");
  g_assert_cmpuint(status(&monitor, "POST", path, "{\"to\":null}"), ==, 200);
  g_assert_cmpstr(fake.logged, ==, "nobody");
  fake_clear();
}

static void
test_logins_are_for_admins(void)
{
  g_autoptr(ApiReply) seen = ask(&monitor, "GET", "/cases/" FAKE_REF "/custody", NULL);
  g_autoptr(ApiReply) known = ask(&admin, "GET", "/cases/" FAKE_REF "/custody", NULL);
  g_autoptr(JsonNode) for_monitor = json_of(seen), for_admin = json_of(known);
  JsonObject *one = json_array_get_object_element(json_node_get_array(for_monitor), 1),
             *two = json_array_get_object_element(json_node_get_array(for_admin), 1);
  g_assert_false(json_object_has_member(one, "login"));
  g_assert_cmpstr(json_object_get_string_member(two, "login"), ==, "mona");
  g_assert_cmpstr(json_object_get_string_member(one, "who"), ==, "M-01");
}

static void
test_learning_is_off(void)
{
  g_assert_cmpuint(status(&monitor, "GET", "/texts?decided=yes", NULL), ==, 400);
  g_assert_cmpuint(status(&monitor, "GET", "/texts?decided=1", NULL), ==, 400);
  host.learn = TRUE;
  g_assert_cmpuint(status(&monitor, "GET", "/texts?decided=yes", NULL), ==, 200);
  g_assert_cmpuint(status(&monitor, "GET", "/texts?decided=no", NULL), ==, 400);
  host.learn = FALSE;
  fake_clear();
}

static void
test_broken_chain(void)
{
  fake.chain_broken = TRUE;
  g_autoptr(ApiReply) reply = ask(&monitor, "GET", "/custody/verify", NULL);
  g_autoptr(JsonNode) node = json_of(reply);
  g_assert_false(json_object_get_boolean_member(json_node_get_object(node), "holds"));
  g_assert_cmpstr(json_object_get_string_member(json_node_get_object(node), "broken_at"), ==,
                  "AM-9999-ZZZZ 3");
  fake_clear();
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_autoptr(LinkRules) links = api_link_rules(SOURCE_DIR "/config", NULL);
  g_assert_nonnull(links);
  host.links = links;
  const char *fault = NULL;
  g_autoptr(GError) error = NULL;
  host.vocabulary = vocabulary_load(SOURCE_DIR "/config", &error);
  host.workflow = workflow_new(WORKFLOW_STATUSES, WORKFLOW_TRANSITIONS, WORKFLOW_REASON_FOR, &fault);
  g_assert_no_error(error);
#define ADD(name, f) g_test_add_func("/api/" name, f)
  ADD("fields are checked against the taxonomy", test_set);
  ADD("a refusal names the values that are allowed", test_refusal_names_what_is_allowed);
  ADD("a case is given to somebody there is", test_assign);
  ADD("only admins see whose name a number is", test_logins_are_for_admins);
  ADD("each route is open to the group in its row and to no other", test_groups);
  ADD("a stranger does not learn which routes there are", test_stranger_learns_nothing);
  ADD("an admin's route does nothing for a monitor", test_refused_admin_route_does_nothing);
  ADD("the caller's name reaches the store", test_caller_is_logged);
  ADD("names come from passwd or are numbers", test_user_names);
  ADD("the daemon's own user is admin and monitor", test_own_user);
  ADD("a malformed target is refused", test_malformed);
  ADD("a value at the limit passes", test_value_at_limit);
  ADD("parameters at the limit pass and one more does not", test_parameters_at_limit);
  ADD("targets are decoded once", test_decoding);
  ADD("an encoded slash opens no other route", test_encoded_slash_is_no_route);
  ADD("an unknown parameter is refused and the known ones are named", test_unknown_parameter);
  ADD("a wrong method gets 405 with what is allowed", test_wrong_method);
  ADD("days and numbers are checked", test_days_and_numbers);
  ADD("filters know their words", test_filters_know_their_words);
  ADD("a search needs words", test_search_needs_words);
  ADD("bodies that are not what the route takes are refused", test_bodies);
  ADD("nesting at the limit passes and one deeper does not", test_nesting_at_limit);
  ADD("errors of the store become the right codes", test_store_errors);
  ADD("status has every member of the contract", test_status);
  ADD("the drill passes with its nonce as people type it", test_drill);
  ADD("an export is logged with what it held", test_export_is_logged);
  ADD("a string or a span is stripped, not both and not neither", test_strip);
  ADD("/api/routes/release and cover take what they should", test_release_and_cover);
  ADD("cases are merged and reports split off, with what the route takes", test_merge_and_split);
  ADD("a link is brought to its canonical form, share links are refused", test_links);
  ADD("what people decided is told for learning only where that is on", test_learning_is_off);
  ADD("a broken chain is told with its place", test_broken_chain);
  return g_test_run();
}
