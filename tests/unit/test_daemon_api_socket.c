/* SPDX-License-Identifier: ISC */
/* The API over its socket: raw HTTP with its limits, and the command amana against it, with a store that is
 * made up. */
#include "daemon/api.h"
#include "daemon/vocabulary.h"
#include "tests/unit/fake_store.h"
#include "tests/unit/scratch_help.h"

#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct {
  char *dir, *path;
  Vocabulary *vocabulary;
  Workflow *workflow;
  Api *api;
} Fixture;

/* A cleaner that takes its time. */
static GBytes *
slow_cover(gpointer user, const char *media_type, GBytes *picture, const ApiBox *boxes, guint n, GError **error)
{
  g_usleep(G_USEC_PER_SEC);
  return g_bytes_new_static("covered", 7);
}

static void
set_up(Fixture *f, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  const char *fault;
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  f->vocabulary = vocabulary_new();
  f->workflow = workflow_new(WORKFLOW_STATUSES, WORKFLOW_TRANSITIONS, WORKFLOW_REASON_FOR, &fault);
  ApiHost host = {.monitor_gid = (guint)-1,
                  .admin_gid = (guint)-1,
                  .vocabulary = f->vocabulary,
                  .workflow = f->workflow,
                  .health = fake_health,
                  .drill = fake_drill,
                  .retry = fake_retry,
                  .drilled = fake_drilled,
                  .cover = slow_cover};
  f->dir = g_dir_make_tmp("amana-api-XXXXXX", &error);
  f->path = g_build_filename(f->dir, "amana.sock", NULL);
  int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  strcpy(address.sun_path, f->path);
  g_assert_cmpint(bind(fd, (struct sockaddr *)&address, sizeof address), ==, 0);
  g_assert_cmpint(listen(fd, 64), ==, 0);
  f->api = api_start(fd, &host, &error);
  g_assert_no_error(error);
}

static void
tear_down(Fixture *f, gconstpointer data)
{
  api_stop(f->api);
  vocabulary_free(f->vocabulary);
  workflow_free(f->workflow);
  scratch_remove(f->dir);
  g_free(f->dir);
  g_free(f->path);
  fake_clear();
}

/* ---- raw HTTP
 * ---------------------------------------------------------------------------------------------------------------
 */

static int
dial(Fixture *f)
{
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  struct timeval patience = {.tv_sec = 20};
  int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  strcpy(address.sun_path, f->path);
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  g_assert_cmpint(connect(fd, (struct sockaddr *)&address, sizeof address), ==, 0);
  return fd;
}

/* Sends bytes, reads to the end. */
static char *
talk_and(Fixture *f, const char *bytes, gsize size, gboolean half_close)
{
  int fd = dial(f);
  GString *reply = g_string_new(NULL);
  char buffer[4096];
  ssize_t n;
  for (gsize done = 0; done < size; done += (gsize)n)
    if ((n = send(fd, bytes + done, size - done, MSG_NOSIGNAL)) <= 0)
      break;
  if (half_close)
    shutdown(fd, SHUT_WR);
  while ((n = recv(fd, buffer, sizeof buffer, 0)) > 0)
    g_string_append_len(reply, buffer, n);
  close(fd);
  return g_string_free(reply, FALSE);
}

static char *
talk(Fixture *f, const char *bytes, gsize size)
{
  return talk_and(f, bytes, size, TRUE);
}

static guint
status_of(Fixture *f, const char *request)
{
  g_autofree char *reply = talk(f, request, strlen(request));
  return g_str_has_prefix(reply, "HTTP/1.1 ") ? (guint)g_ascii_strtoull(reply + 9, NULL, 10) : 0;
}

static void
test_answers(Fixture *f, gconstpointer data)
{
  const char *request = "GET /cases/" FAKE_REF " HTTP/1.1\r\nHost: amana\r\nConnection: close\r\n\r\n";
  g_autofree char *reply = talk(f, request, strlen(request));
  g_assert_true(g_str_has_prefix(reply, "HTTP/1.1 200 "));
  g_assert_nonnull(strstr(reply, "Cache-Control: no-store\r\n"));
  g_assert_nonnull(strstr(reply, "Content-Type: application/json\r\n"));
  g_assert_nonnull(strstr(reply, "\"ref\":\"" FAKE_REF "\""));
}

static char *
post_of(gsize size, gboolean announced)
{
  g_autofree char *filler = g_strnfill(size - strlen("{\"unreviewed\":true}"), ' ');
  g_autofree char *length =
      announced ? g_strdup_printf("Content-Length: %" G_GSIZE_FORMAT "\r\n", size) : g_strdup("");
  return g_strdup_printf(
      "POST /cases/" FAKE_REF
      "/exported HTTP/1.1\r\nHost: amana\r\nConnection: close\r\n%s\r\n{\"unreviewed\":true}%s",
      length, filler);
}

static void
test_body_limit(Fixture *f, gconstpointer data)
{
  g_autofree char *most = post_of(64 * 1024, TRUE), *more = post_of(64 * 1024 + 1, TRUE);
  g_assert_cmpuint(status_of(f, most), ==, 200);
  g_assert_nonnull(fake.logged);
  fake_clear();
  g_assert_cmpuint(status_of(f, more), ==, 413);
  g_assert_null(fake.logged);
}

static void
test_body_without_length(Fixture *f, gconstpointer data)
{
  g_assert_cmpuint(
      status_of(
          f, "POST /retry HTTP/1.1\r\nHost: amana\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n0\r\n\r\n"),
      ==, 411);
  g_assert_cmpuint(fake.retries, ==, 0);
}

static void
test_lying_length(Fixture *f, gconstpointer data)
{
  guint status =
      status_of(f, "POST /retry HTTP/1.1\r\nHost: amana\r\nContent-Length: 18446744073709551616\r\n\r\n");
  g_assert_true(status == 400 || status == 413 || status == 0);
  g_assert_cmpuint(status_of(f, "POST /retry HTTP/1.1\r\nHost: amana\r\nContent-Length: 10\r\n\r\n"), ==,
                   0); /* never finished */
  g_assert_cmpuint(fake.retries, ==, 0);
}

static void
test_no_http(Fixture *f, gconstpointer data)
{
  g_autofree char *noise = g_strnfill(100000, 'A');
  g_assert_cmpuint(status_of(f, noise), !=, 200);
  g_assert_cmpuint(status_of(f, "\r\n\r\n\r\n"), !=, 200);
  g_assert_cmpuint(status_of(f, "GET /status HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"), ==,
                   200); /* still serves */
}

static void
test_many_connections(Fixture *f, gconstpointer data)
{
  int idle[40];
  for (guint i = 0; i < G_N_ELEMENTS(idle); i++)
    idle[i] = dial(f);
  g_assert_cmpuint(status_of(f, "GET /status HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"), ==, 200);
  for (guint i = 0; i < G_N_ELEMENTS(idle); i++)
    close(idle[i]);
}

#define COVER "{\"name\":\"4QZ8M2-1.jpg\",\"boxes\":[[0,0,1,1]]}"

static gpointer
cover_one(gpointer data)
{
  static const char request[] = "POST /cases/" FAKE_REF "/cover HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: "
                                "43\r\n\r\n" COVER;
  G_STATIC_ASSERT(sizeof COVER - 1 == 43);
  /* libmicrohttpd takes a caller who closes his half for one who has gone, while it waits */
  g_autofree char *reply = talk_and(data, request, strlen(request), FALSE);
  return GUINT_TO_POINTER(g_str_has_prefix(reply, "HTTP/1.1 ") ? (guint)g_ascii_strtoull(reply + 9, NULL, 10) : 0);
}

/* Requests that wait for the cleaner hold up no other, and too many of them are told so. */
static void
test_slow(Fixture *f, gconstpointer data)
{
  GThread *threads[8];
  guint covered = 0, busy = 0;
  gint64 start = g_get_monotonic_time();
  for (guint i = 0; i < G_N_ELEMENTS(threads); i++)
    threads[i] = g_thread_new("cover", cover_one, f);
  g_usleep(100000);
  for (guint i = 0; i < 20; i++)
    g_assert_cmpuint(status_of(f, "GET /status HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"), ==, 200);
  g_assert_cmpint(g_get_monotonic_time() - start, <, 900000);
  for (guint i = 0; i < G_N_ELEMENTS(threads); i++) {
    guint status = GPOINTER_TO_UINT(g_thread_join(threads[i]));
    g_test_message("answered %u", status);
    covered += status == 200;
    busy += status == 503;
  }
  g_assert_cmpuint(covered, ==, 4);
  g_assert_cmpuint(busy, ==, 4);
  fake_clear();
}

/* A caller who hangs up and a service that ends, while the cleaner works. */
static void
test_slow_is_left(Fixture *f, gconstpointer data)
{
  static const char request[] = "POST /cases/" FAKE_REF "/cover HTTP/1.1\r\nHost: a\r\nContent-Length: 43\r\n\r\n" COVER;
  int fd = dial(f);
  g_assert_cmpint(send(fd, request, sizeof request - 1, MSG_NOSIGNAL), ==, sizeof request - 1);
  g_usleep(50000);
  close(fd);
}

/* ---- the command
 * ------------------------------------------------------------------------------------------------------------
 */

typedef struct {
  int code;
  char *out, *err;
} Run;

static void
run_clear(Run *run)
{
  g_free(run->out);
  g_free(run->err);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Run, run_clear)

static char *
program(void)
{
  g_autofree char *self = g_file_read_link("/proc/self/exe", NULL), *dir = g_path_get_dirname(self);
  return g_build_filename(dir, "amana", NULL);
}

/* Runs amana with words separated by spaces. */
static Run
amana(Fixture *f, const char *words)
{
  g_autofree char *path = program();
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) given = g_strsplit(words, " ", -1);
  g_autoptr(GPtrArray) argv = g_ptr_array_new();
  Run run = {-1, NULL, NULL};
  g_ptr_array_add(argv, path);
  g_ptr_array_add(argv, (char *)"--socket");
  g_ptr_array_add(argv, f->path);
  for (guint i = 0; given[i]; i++)
    g_ptr_array_add(argv, given[i]);
  g_ptr_array_add(argv, NULL);
  g_auto(GStrv) environment = g_environ_setenv(g_get_environ(), "COLUMNS", "80", TRUE);
  environment = g_environ_setenv(g_steal_pointer(&environment), "LANG", "C", TRUE);
  environment = g_environ_setenv(g_steal_pointer(&environment), "http_proxy", "http://192.0.2.1:9/", TRUE);
  int status = 0;
  g_spawn_sync(f->dir, (char **)argv->pdata, environment, G_SPAWN_DEFAULT, NULL, NULL, &run.out, &run.err,
               &status, &error);
  g_assert_no_error(error);
  g_assert_true(WIFEXITED(status));
  run.code = WEXITSTATUS(status);
  return run;
}

static gboolean
no_program(void)
{
  g_autofree char *path = program();
  if (g_file_test(path, G_FILE_TEST_IS_EXECUTABLE))
    return FALSE;
  g_test_skip("the program amana is not built");
  return TRUE;
}

/* What must never reach a terminal: controls, overrides, and isolates that are not closed on their line. */
static void
assert_harmless(const char *text)
{
  int depth = 0;
  g_assert_true(g_utf8_validate(text, -1, NULL));
  for (const char *p = text; *p; p = g_utf8_next_char(p)) {
    gunichar c = g_utf8_get_char(p);
    g_assert_false((c < 0x20 && c != '\n') || (c >= 0x7f && c < 0xa0));
    g_assert_false((c >= 0x2028 && c <= 0x202e) || c == 0x2066 || c == 0x2067);
    depth += c == 0x2068 ? 1 : c == 0x2069 ? -1 : 0;
    g_assert_true(depth == 0 || depth == 1);
    g_assert_true(c != '\n' || depth == 0);
  }
}

static const struct {
  const char *words;
  int code;
  const char *out, *err; /* found in it */
} calls[] = {
    {"list", 0, FAKE_REF, ""},
    {"list --json", 0, "[{\"ref\":\"" FAKE_REF "\"", ""},
    {"list --status closed", 1, "", "nothing matches"},
    {"list --status closed --json", 1, "[]", ""},
    {"list --since yesterday", 64, "", "2026-11-24"},
    {"list --frobnicate", 64, "", "--help"},
    {"digest too many", 64, "", "--help"},
    {"show " FAKE_REF, 0, "[phone]", ""},
    {"show AM-7K", 0, FAKE_REF, ""},
    {"show AM-NONE --json", 1, "", "there is no such case"},
    {"show", 64, "", "missing"},
    {"show ../status", 1, "", "there is no such case"},
    {"search word", 0, "the line that matched", ""},
    {"digest", 0, "What came in", ""},
    {"digest --format csv", 0, "\"outcomes\",\"report\",\"count\",\"11\"\r\n", ""},
    {"digest --format html", 0, "default-src 'none'", ""},
    {"digest --format json", 0, "\"messages\":12", ""},
    {"digest --lang ar", 0, "ما ورد", ""},
    {"digest --since-last --until 2026-11-30", 0, "What came in", ""},
    {"digest --since-last --since 2026-11-01", 64, "", "either"},
    {"digest --format html --bom", 64, "", "--format csv"},
    {"digest --format csv --to x.zip", 64, "", "folder"},
    {"digest --format pdf", 64, "", "text, json, html or csv"},
    {"attachment " FAKE_REF " 4QZ8M2-1.jpg", 0, FAKE_PICTURE, ""},
    {"attachment " FAKE_REF " nothing.jpg", 1, "", "no such attachment"},
    {"status", 0, "ORIGINALS LEFT", ""},
    {"status --json", 0, "\"seal_drill\":null", ""},
    {"seal-drill", 0, "BEGIN AGE ENCRYPTED FILE", "custodian"},
    {"seal-drill WRONG", 1, "", "not the word"},
    {"release " FAKE_REF " 4QZ8M2-1.jpg", 0, "Released 1 attachment.", ""},
    {"release " FAKE_REF, 64, "", "missing"},
    {"cover " FAKE_REF " 4QZ8M2-1.jpg 0,0,10,10 5,5,1,1", 0, "Covered 2 places", "then release it"},
    {"cover " FAKE_REF " 4QZ8M2-1.jpg --json 0,0,10,10", 0, "{\"boxes\":2}", ""},
    {"cover " FAKE_REF " 4QZ8M2-1.jpg", 64, "", "missing"},
    {"cover " FAKE_REF " 4QZ8M2-1.jpg 0,0,10", 64, "", "X,Y,WIDTH,HEIGHT"},
    {"cover " FAKE_REF " 4QZ8M2-1.jpg 0,0,0,10", 64, "", "X,Y,WIDTH,HEIGHT"},
    {"sealed S1", 0, "age-encryption.org/v1\n", ""},
    {"retry", 0, "3 quarantined messages", ""},
    {"retry --json", 0, "{\"marked\":3}", ""},
    {"custody " FAKE_REF, 0, "received", ""},
    {"custody verify", 0, "42 entries", ""},
    {"custody", 0, "received", ""},
    {"help", 0, "Commands:", ""},
    {"help list", 0, "--governorate", ""},
    {"import --help", 0, "Example", ""},
    {"version", 0, "amana ", ""},
    {"frobnicate", 64, "", "no such command"},
    {"import /no/such/file", 69, "", "nothing listens"},
};

static void
test_calls(Fixture *f, gconstpointer data)
{
  if (no_program())
    return;
  for (guint i = 0; i < G_N_ELEMENTS(calls); i++) {
    g_auto(Run) run = amana(f, calls[i].words);
    g_test_message("amana %s: %d\n%s%s", calls[i].words, run.code, calls[i].code == run.code ? "" : run.out,
                   run.err);
    g_assert_cmpint(run.code, ==, calls[i].code);
    g_assert_nonnull(strstr(run.out, calls[i].out));
    g_assert_nonnull(strstr(run.err, calls[i].err));
    g_assert_true(*calls[i].out || !*run.out);
  }
}

static void
test_hostile_case(Fixture *f, gconstpointer data)
{
  static const char *const words[] = {"show " FAKE_HOSTILE_REF, "digest"};
  if (no_program())
    return;
  for (guint i = 0; i < G_N_ELEMENTS(words); i++) {
    g_auto(Run) run = amana(f, words[i]);
    g_assert_cmpint(run.code, ==, 0);
    assert_harmless(run.out);
    g_assert_nonnull(strstr(run.out, "owned"));
  }
  g_auto(Run) json = amana(f, "show " FAKE_HOSTILE_REF " --json");
  assert_harmless(json.out);
  g_autoptr(JsonNode) same = fake_json(json.out);
  g_autofree char *expected = fake_find(FAKE_HOSTILE_REF);
  g_autoptr(JsonNode) original = fake_json(expected);
  g_assert_true(json_node_equal(same, original));
}

static void
test_hostile_page(Fixture *f, gconstpointer data)
{
  if (no_program())
    return;
  g_auto(Run) html = amana(f, "digest --format html");
  assert_harmless(html.out);
  g_assert_null(strstr(html.out, "<script"));
  g_assert_null(strstr(html.out, "http:"));
  g_assert_null(strstr(html.out, "https:"));
  g_assert_nonnull(strstr(html.out, "&lt;script&gt;"));
  g_auto(Run) csv = amana(f, "digest --format csv");
  g_assert_nonnull(strstr(csv.out, "\"'=cmd|"));
  g_assert_null(strstr(csv.out, ",\"=cmd"));
}

static void
test_drill_by_command(Fixture *f, gconstpointer data)
{
  if (no_program())
    return;
  g_auto(Run) begun = amana(f, "seal-drill");
  g_autofree char *words = g_strdup_printf("seal-drill %s", fake.nonce);
  g_auto(Run) done = amana(f, words);
  g_assert_cmpint(done.code, ==, 0);
  g_assert_nonnull(strstr(done.out, "passed"));
}

static void
test_service_fails(Fixture *f, gconstpointer data)
{
  if (no_program())
    return;
  fake.fail_code = STORE_ERROR_FULL + 1;
  g_auto(Run) run = amana(f, "list");
  g_assert_cmpint(run.code, ==, 69);
  g_assert_cmpstr(run.out, ==, "");
}

static void
test_no_daemon(Fixture *f, gconstpointer data)
{
  if (no_program())
    return;
  g_unlink(f->path);
  g_auto(Run) run = amana(f, "list");
  g_assert_cmpint(run.code, ==, 69);
  g_assert_nonnull(strstr(run.err, "nothing listens"));
  g_free(f->path);
  f->path = g_strconcat(
      f->dir, "/",
      "a-path-longer-than-any-unix-socket-may-have-because-sun-path-is-an-array-of-108-bytes-and-this-is-not",
      "-short", NULL);
  g_auto(Run) longer = amana(f, "list");
  g_assert_cmpint(longer.code, ==, 64);
}

static void
test_not_allowed(Fixture *f, gconstpointer data)
{
  if (no_program())
    return;
  if (getuid() != 0) {
    g_test_skip("needs root to become somebody else");
    return;
  }
  g_assert_cmpint(chmod(f->dir, 0755), ==, 0);
  for (guint i = 0; i < 2; i++) { /* the socket refuses, then the API does */
    g_assert_cmpint(chmod(f->path, i ? 0666 : 0600), ==, 0);
    int status = 0;
    pid_t child = fork();
    if (child == 0) {
      g_autofree char *path = program();
      if (setgid(65534) != 0 || setuid(65534) != 0)
        _exit(99);
      int null = open("/dev/null", O_WRONLY);
      dup2(null, 2);
      execl(path, path, "--socket", f->path, "list", NULL);
      _exit(98);
    }
    waitpid(child, &status, 0);
    g_assert_true(WIFEXITED(status));
    if (WEXITSTATUS(status) == 98) {
      g_test_skip("nobody cannot execute the program where it lies");
      return;
    }
    g_assert_cmpint(WEXITSTATUS(status), ==, 77);
  }
}

/* ---- export
 * -----------------------------------------------------------------------------------------------------------------
 */

static char *
contents(Fixture *f, const char *name)
{
  g_autofree char *path = g_build_filename(f->dir, name, NULL);
  char *text = NULL;
  g_file_get_contents(path, &text, NULL, NULL);
  return text;
}

static guint
entries_in(const char *path)
{
  g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
  guint n = 0;
  while (dir && g_dir_read_name(dir))
    n++;
  return n;
}

static void
test_export(Fixture *f, gconstpointer data)
{
  if (no_program())
    return;
  g_auto(Run) run = amana(f, "export AM-7K3F --to out");
  g_assert_cmpint(run.code, ==, 0);
  g_assert_cmpstr(run.out, ==, "out\n");
#define CASE "out/data/" FAKE_REF
  g_autofree char *kase = contents(f, CASE "/case.json"), *text = contents(f, CASE "/reports/4QZ8M2.txt"),
                  *clean = contents(f, CASE "/attachments/4QZ8M2-2.txt"), *unreviewed = contents(f, CASE "/attachments/4QZ8M2-1.jpg"),
                  *withheld = contents(f, CASE "/attachments/4QZ8M2-3.pdf"), *custody = contents(f, CASE "/custody.json"),
                  *page = contents(f, CASE "/case.html"), *about = contents(f, "out/data/export.json");
  g_assert_nonnull(strstr(kase, FAKE_REF));
  g_assert_nonnull(strstr(text, "[phone]"));
  g_assert_cmpstr(clean, ==, FAKE_PICTURE);
  g_assert_null(unreviewed);
  g_assert_null(withheld);
  g_assert_nonnull(strstr(custody, "received"));
  g_assert_nonnull(strstr(page, "nobody has looked"));
  g_assert_nonnull(strstr(about, "\"attachments_left_out\" : 2"));
  g_assert_true(g_str_has_prefix(fake.logged, FAKE_REF " exported manifest "));
}

static void
test_export_unreviewed(Fixture *f, gconstpointer data)
{
  if (no_program())
    return;
  g_auto(Run) run = amana(f, "export " FAKE_REF " --to out --include-unreviewed --json");
  g_assert_cmpint(run.code, ==, 0);
  g_autofree char *picture = contents(f, CASE "/attachments/4QZ8M2-1.jpg");
  g_assert_cmpstr(picture, ==, FAKE_PICTURE);
  g_assert_nonnull(strstr(fake.logged, "nobody has reviewed"));
}

static void
test_export_overwrites_nothing(Fixture *f, gconstpointer data)
{
  if (no_program())
    return;
  g_autofree char *out = g_build_filename(f->dir, "out", NULL),
                  *place = g_build_filename(out, FAKE_REF, NULL);
  g_assert_cmpint(g_mkdir_with_parents(place, 0700), ==, 0);
  g_auto(Run) run = amana(f, "export " FAKE_REF " --to out");
  g_assert_cmpint(run.code, ==, 1);
  g_assert_cmpuint(entries_in(place), ==, 0);
  g_assert_cmpuint(entries_in(out), ==, 1);
  g_assert_null(fake.logged);
}

static void
test_export_leaves_nothing_half(Fixture *f, gconstpointer data)
{
  if (no_program())
    return;
  g_autofree char *out = g_build_filename(f->dir, "out", NULL);
  g_auto(Run) run = amana(f, "export AM-NONE AM-9999-ZZZZ --to out");
  g_assert_cmpint(run.code, ==, 1);
  g_assert_cmpuint(entries_in(out), ==, 0);
}

static void
test_export_lacks_no_case(Fixture *f, gconstpointer data)
{
  if (no_program())
    return;
  g_auto(Run) run = amana(f, "export " FAKE_REF " AM-NONE --to out");
  g_assert_cmpint(run.code, ==, 1);
  g_assert_cmpstr(run.out, ==, "");
  g_assert_cmpuint(entries_in(f->dir), ==, 1); /* the socket */
  g_assert_null(fake.logged);
}

static void
test_export_usage(Fixture *f, gconstpointer data)
{
  static const char *const wrong[] = {"export --to out", "export " FAKE_REF,
                                      "export --all " FAKE_REF " --to out",
                                      "export " FAKE_REF " --since 2026-11-01 --to out",
                                      "export " FAKE_REF " --to out --to-recipient age1x",
                                      "export " FAKE_REF " --to out.zip --to-recipient age1x",
                                      "export " FAKE_REF " --to out.zip.age",
                                      "export " FAKE_REF " --to out --lang tlh",
                                      "export " FAKE_REF " --to out --format pdf",
                                      "export " FAKE_REF " --format xlsx"};
  if (no_program())
    return;
  for (guint i = 0; i < G_N_ELEMENTS(wrong); i++) {
    g_auto(Run) run = amana(f, wrong[i]);
    g_assert_cmpint(run.code, ==, 64);
  }
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
#define ADD(name, function) g_test_add("/api/socket/" name, Fixture, NULL, set_up, function, tear_down)
  ADD("slow requests hold up no other", test_slow);
  ADD("a slow request may be left alone", test_slow_is_left);
  ADD("a case comes with headers that keep it out of caches", test_answers);
  ADD("a body at the limit passes and one byte more does not", test_body_limit);
  ADD("a body of unknown length is refused", test_body_without_length);
  ADD("a length that is not true does nothing", test_lying_length);
  ADD("what is not HTTP does no harm", test_no_http);
  ADD("idle connections do not stop the next one", test_many_connections);
  ADD("every command ends as the contract says", test_calls);
  ADD("a hostile case is harmless in a terminal and in JSON", test_hostile_case);
  ADD("a hostile case is harmless in HTML and CSV", test_hostile_page);
  ADD("the drill passes by command", test_drill_by_command);
  ADD("a store that is full is no daemon for now", test_service_fails);
  ADD("no daemon is said with what to do", test_no_daemon);
  ADD("one who is in no group is refused by socket and API", test_not_allowed);
  ADD("an export holds what is clean and reviewed, and is logged", test_export);
  ADD("unreviewed attachments are exported when asked for", test_export_unreviewed);
  ADD("an export overwrites nothing", test_export_overwrites_nothing);
  ADD("a failed export leaves nothing", test_export_leaves_nothing_half);
  ADD("a case file lacks no case that was asked for", test_export_lacks_no_case);
  ADD("an export without refs or place is a wrong call", test_export_usage);
  return g_test_run();
}
