/* SPDX-License-Identifier: ISC */
/* All of a group or nothing of it, whatever happens: no space, a kill at any moment, a second daemon, a
 * damaged or foreign file. */
#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include "store/internal.h"
#include "tests/unit/store_help.h"

static GError *
open_error(const char *dir)
{
  StoreOptions options = {dir, "Asia/Baghdad", NULL};
  GError *error = NULL;
  g_assert_null(store_open(&options, &error));
  g_assert_nonnull(error);
  g_assert_null(strchr(error->message, '\n'));
  return error;
}

static char *
segment_path(const char *dir, guint number)
{
  g_autofree char *name = g_strdup_printf("%06u.seg", number);
  return g_build_filename(dir, "segments", name, NULL);
}

static gint64
file_size(const char *path)
{
  struct stat st;
  return stat(path, &st) == 0 ? (gint64)st.st_size : -1;
}

static Mail *
big_mail(guint32 uid, gsize size)
{
  g_autofree char *raw = g_strdup_printf("big %u", uid), *bytes = g_malloc0(size);
  Mail *mail = help_mail(uid, raw, help_report("report", "big"), NULL);
  g_assert_cmpint(pwrite(mail->in.sealed_fd, bytes, size, 0), ==, (gssize)size);
  mail->in.sealed_size = size;
  return mail;
}

/* What the store says it has can be read: the first cases of the list (which is in random order), up to read.
 */
static void
check_some(Store *store, guint reports, guint read)
{
  g_autoptr(GError) error = NULL;
  StoreFilter all = {0};
  g_autoptr(JsonNode) node = store_list(store, &all, "monitor", &error);
  g_assert_no_error(error);
  JsonArray *cases = json_node_get_array(node);
  g_assert_cmpuint(json_array_get_length(cases), ==, reports);
  for (guint i = 0; i < MIN(reports, read); i++) {
    const char *ref = json_object_get_string_member(json_array_get_object_element(cases, i), "ref");
    g_autoptr(JsonNode) one = help_show(store, ref);
    JsonObject *report = json_array_get_object_element(json_object_get_array_member(help_object(one), "reports"), 0);
    const char *id = json_object_get_string_member(json_object_get_object_member(report, "sealed"), "original");
    g_autoptr(GBytes) sealed = store_sealed(store, id, "root", &error);
    g_assert_no_error(error);
  }
  g_assert_cmpint(help_status(store, NULL), ==, reports);
  guint64 entries = 0;
  g_autofree char *where = NULL;
  g_assert_true(store_custody_verify(store, &entries, &where, &error));
}

static void
check_whole(Store *store, guint reports)
{
  check_some(store, reports, G_MAXUINT);
}

/* ---- a sync that fails
 * ------------------------------------------------------------------------------------------------------------
 */

static guint failing_syncs; /* so many syncs of the database's log fail from now on, after what was written to it */
static int sync_errno = EIO;

static int
sync_file(int fd, long number)
{
  char link[64], path[4096];
  g_snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t n = failing_syncs ? readlink(link, path, sizeof path - 1) : 0;
  path[MAX(n, 0)] = '\0';
  if (!g_str_has_suffix(path, "cases.db-wal"))
    return (int)syscall(number, fd);
  failing_syncs--;
  errno = sync_errno;
  return -1;
}

/* SQLite calls these instead of the C library's. */
int
fsync(int fd)
{
  return sync_file(fd, SYS_fsync);
}

int
fdatasync(int fd)
{
  return sync_file(fd, SYS_fdatasync);
}

static GPtrArray *
take_two(Store *store, GError **error)
{
  Mail *mails[] = {help_mail(2, "2", help_report("report", "two"), NULL), help_mail(3, "3", help_report("report", "three"), NULL)};
  GPtrArray *results = help_take_error(store, mails, 2, error);
  help_mail_free(mails[0]);
  help_mail_free(mails[1]);
  return results;
}

/* Takes in a group while syncs of the log fail, and is killed. */
static void
die_after_failed_sync(const char *dir, guint syncs)
{
  pid_t child = fork();
  if (child == 0) {
    g_autoptr(GError) error = NULL;
    Store *store = help_open(dir);
    failing_syncs = syncs;
    gboolean failed = !take_two(store, &error);
    kill(getpid(), failed ? SIGKILL : SIGABRT);
  }
  int status;
  g_assert_cmpint(waitpid(child, &status, 0), ==, child);
  g_assert_cmpint(WTERMSIG(status), ==, SIGKILL);
}

/* The log holds the whole group though its sync failed: what it names must still be there, or it must not come back. */
static void
test_sync_of_log_fails(void)
{
  for (guint syncs = 1; syncs <= 6; syncs++) {
    g_autofree char *dir = help_dir();
    sync_errno = syncs <= 3 ? EIO : ENOSPC; /* some file systems find only now that there is no room */
    Store *store = help_open(dir);
    g_autoptr(GPtrArray) first = help_take(store, help_mail(1, "1", help_report("report", "one"), NULL));
    store_close(store);
    die_after_failed_sync(dir, (syncs - 1) % 3 + 1);
    sync_errno = EIO;
    store = help_open(dir);
    g_autoptr(JsonNode) status = store_status(store, NULL);
    guint kept = (guint)json_object_get_int_member(help_object(status), "messages");
    g_assert_true(kept == 1 || kept == 3);
    check_whole(store, kept);
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) again = take_two(store, &error);
    g_assert_no_error(error);
    check_whole(store, 3);
    store_close(store);
    scratch_remove(dir);
  }
}

/* While it cannot be known whether a group has committed nothing else is appended; afterwards nothing is there twice. */
static void
test_sync_of_log_heals(void)
{
  g_autofree char *dir = help_dir(), *segment = segment_path(dir, 1);
  Store *store = help_open(dir);
  g_autoptr(GPtrArray) first = help_take(store, help_mail(1, "1", help_report("report", "one"), NULL));
  gint64 size = file_size(segment);
  failing_syncs = 4; /* the group's, the one that makes sure, and both again */
  for (guint i = 0; i < 2; i++) {
    g_autoptr(GError) error = NULL;
    g_assert_null(take_two(store, &error));
    g_assert_error(error, STORE_ERROR, STORE_ERROR_FAILED);
  }
  gint64 left = file_size(segment);
  g_assert_cmpint(left, >, size);
  failing_syncs = 0;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) again = take_two(store, &error);
  g_assert_no_error(error);
  g_assert_cmpint(file_size(segment), ==, left);
  check_whole(store, 3);
  store_close(store);
  scratch_remove(dir);
}

/* ---- no space
 * ------------------------------------------------------------------------------------------------------------
 */

static void
try_with_limit(Store *store, rlim_t limit, guint32 uid, gsize size)
{
  struct rlimit all = {RLIM_INFINITY, RLIM_INFINITY}, small = {limit, RLIM_INFINITY};
  Mail *mails[] = {help_mail(uid, "small one", help_report("report", "small"), NULL), big_mail(uid + 1, size)};
  g_autoptr(GError) error = NULL;
  setrlimit(RLIMIT_FSIZE, &small);
  GPtrArray *results = help_take_error(store, mails, 2, &error);
  setrlimit(RLIMIT_FSIZE, &all);
  g_assert_null(results);
  g_assert_error(error, STORE_ERROR, STORE_ERROR_FULL);
  help_mail_free(mails[0]);
  help_mail_free(mails[1]);
}

static void
test_no_space_segment(void)
{
  g_autofree char *dir = help_dir(), *segment = segment_path(dir, 1);
  Store *store = help_open(dir);
  g_autoptr(GPtrArray) first = help_take(store, help_mail(1, "first", help_report("report", "text"), NULL));
  gint64 size = file_size(segment);
  signal(SIGXFSZ, SIG_IGN);
  try_with_limit(store, 1000000, 2, 2000000);
  g_assert_cmpint(file_size(segment), ==, size);
  check_whole(store, 1);
  Mail *again[] = {help_mail(2, "small one", help_report("report", "small"), NULL), big_mail(3, 2000000)};
  g_autoptr(GPtrArray) second = help_take_group(store, again, 2);
  g_assert_cmpstr(help_result(second, 1)->outcome, ==, "report");
  check_whole(store, 3);
  store_close(store);
  scratch_remove(dir);
}

/* A small file system of our own shows what a full disk does to both files; only root may have one. */
static void
test_full_disk(void)
{
  g_autofree char *dir = help_dir();
  if (mount("tmpfs", dir, "tmpfs", 0, "size=3m") < 0) {
    g_test_skip("needs root to mount a small tmpfs");
    g_rmdir(dir);
    return;
  }
  g_autofree char *at = g_build_filename(dir, "store", NULL);
  Store *store = help_open(at);
  guint taken = 0;
  g_autoptr(GError) error = NULL;
  for (guint i = 1; !error && i < 100000; i++) {
    g_autofree char *raw = g_strdup_printf("%u", i), *text = g_strnfill(2000, 'a');
    Mail *mail = help_mail(i, raw, help_report("report", text), NULL);
    g_autoptr(GPtrArray) results = help_take_error(store, &mail, 1, &error);
    taken += results != NULL;
    help_mail_free(mail);
  }
  g_assert_error(error, STORE_ERROR, STORE_ERROR_FULL);
  g_assert_cmpuint(taken, >, 10);
  g_assert_cmpint(help_status(store, NULL), ==, taken);
  g_clear_error(&error);
  g_assert_cmpint(mount("tmpfs", dir, "tmpfs", MS_REMOUNT, "size=64m"), ==, 0);
  g_autoptr(GPtrArray) after = help_take(store, help_mail(200000, "after", help_report("report", "text"), NULL));
  check_whole(store, taken + 1);
  store_close(store);
  umount(dir);
  g_rmdir(dir);
}

/* ---- kills
 * ---------------------------------------------------------------------------------------------------------------
 */

static void
test_crash_before_commit(void)
{
  g_autofree char *dir = help_dir(), *first = segment_path(dir, 1), *second = segment_path(dir, 2);
  Store *store = help_open(dir);
  g_autoptr(GPtrArray) one = help_take(store, help_mail(1, "1", help_report("report", "text"), NULL));
  store_close(store);
  gint64 size = file_size(first);
  pid_t pid = fork();
  if (pid == 0) {
    gint64 place;
    g_autofree char *bytes = g_malloc0(1000000);
    store = help_open(dir);
    gboolean ok = segments_append(store->segments, "orphan", bytes, 1000000, &place, NULL) &&
                  segments_sync(store->segments, NULL);
    g_file_set_contents(second, "orphan", -1, NULL);
    _exit(ok ? 0 : 1); /* synced, not committed */
  }
  int status = 0;
  waitpid(pid, &status, 0);
  g_assert_cmpint(status, ==, 0);
  g_assert_cmpint(file_size(first), ==, size + 64 + 1000000);
  store = help_open(dir);
  g_assert_cmpint(file_size(first), ==, size);
  g_assert_cmpint(file_size(second), ==, -1);
  check_whole(store, 1);
  store_close(store);
  scratch_remove(dir);
}

/* Takes groups in until it is killed, telling through the pipe what was acknowledged. */
static void
take_for_ever(const char *dir, guint32 first, int out)
{
  Store *store = help_open(dir);
  for (guint32 uid = first;; uid += 3) {
    Mail *mails[3];
    for (guint i = 0; i < 3; i++) {
      g_autofree char *raw = g_strdup_printf("mail %u", uid + i);
      mails[i] = help_mail(uid + i, raw, help_report("report", "text"), NULL);
    }
    g_autoptr(GPtrArray) results = help_take_group(store, mails, 3);
    guint32 last = uid + 2;
    if (write(out, &last, sizeof last) != sizeof last)
      _exit(1);
  }
}

static guint32
kill_once(const char *dir, guint32 from)
{
  int fds[2];
  g_assert_cmpint(pipe(fds), ==, 0);
  pid_t pid = fork();
  if (pid == 0) {
    close(fds[0]);
    take_for_ever(dir, from, fds[1]);
  }
  close(fds[1]);
  g_usleep((gulong)g_test_rand_int_range(1000, 400000));
  kill(pid, SIGKILL);
  waitpid(pid, NULL, 0);
  guint32 last = from - 1;
  while (read(fds[0], &last, sizeof last) == sizeof last) {
  }
  close(fds[0]);
  return last;
}

static void
test_kills(void)
{
  g_autofree char *dir = help_dir();
  guint32 next = 1;
  for (guint i = 0; i < 20; i++) {
    guint32 acknowledged = kill_once(dir, next);
    Store *store = help_open(dir);
    g_autoptr(GArray) known = store_known_uids(store, "mailbox", "INBOX", 7, NULL);
    guint32 last = known->len ? g_array_index(known, StoreRange, 0).last : 0;
    g_assert_cmpuint(known->len, <=, 1);
    g_assert_cmpuint(last, >=, acknowledged); /* what was acknowledged is there; at most one group more */
    g_assert_cmpuint(last, <=, acknowledged + 3);
    g_assert_cmpuint(last % 3, ==, 0); /* whole groups */
    check_some(store, last, 5);
    store_close(store);
    next = last + 1;
  }
  g_test_message("%u messages over 20 kills", next - 1);
  scratch_remove(dir);
}

/* ---- opening
 * -------------------------------------------------------------------------------------------------------------
 */

static void
test_locked(void)
{
  g_autofree char *dir = help_dir();
  Store *store = help_open(dir);
  g_autoptr(GError) error = open_error(dir);
  g_assert_error(error, STORE_ERROR, STORE_ERROR_LOCKED);
  store_close(store);
  store_close(help_open(dir));
  scratch_remove(dir);
}

static void
test_modes(void)
{
  g_autofree char *dir = help_dir(), *at = g_build_filename(dir, "store", NULL),
                  *lock = g_build_filename(at, "lock", NULL);
  g_autofree char *db = g_build_filename(at, "cases.db", NULL), *wal = g_build_filename(at, "cases.db-wal", NULL);
  g_autofree char *segments = g_build_filename(at, "segments", NULL), *segment = segment_path(at, 1);
  mode_t before = umask(0);
  g_assert_cmpint(mkdir(at, 0755), ==, 0);
  Store *store = help_open(at);
  g_autoptr(GPtrArray) results = help_take(store, help_mail(1, "1", help_report("report", "text"), NULL));
  const char *const paths[] = {at, segments, db, wal, lock, segment};
  for (guint i = 0; i < G_N_ELEMENTS(paths); i++) {
    struct stat st;
    g_assert_cmpint(stat(paths[i], &st), ==, 0);
    g_assert_cmpint(st.st_mode & 07777, ==, S_ISDIR(st.st_mode) ? 0700 : 0600);
  }
  umask(before);
  store_close(store);
  scratch_remove(dir);
}

static void
test_newer(void)
{
  g_autofree char *dir = help_dir();
  store_close(help_open(dir));
  help_sql(dir, "PRAGMA user_version = 1000");
  g_autoptr(GError) error = open_error(dir);
  g_assert_error(error, STORE_ERROR, STORE_ERROR_FAILED);
  g_assert_nonnull(strstr(error->message, "cases.db: made by a newer version of Amana"));
  scratch_remove(dir);
}

static void
test_foreign(void)
{
  g_autofree char *dir = help_dir(), *path = g_build_filename(dir, "cases.db", NULL);
  g_chmod(dir, 0700);
  help_sql(dir, "CREATE TABLE other (x)");
  g_autoptr(GError) error = open_error(dir);
  g_assert_nonnull(strstr(error->message, "cases.db: the database of another program"));
  g_clear_error(&error);
  g_unlink(path);
  g_autofree char *noise = g_strnfill(8192, 'x');
  g_assert_true(g_file_set_contents(path, noise, 8192, NULL));
  error = open_error(dir);
  g_assert_error(error, STORE_ERROR, STORE_ERROR_FAILED);
  g_assert_nonnull(strstr(error->message, "cases.db: not a database or damaged"));
  scratch_remove(dir);
}

/* Somebody has taken cases.db away: a new one names no record, and what no row names is swept. */
static void
test_lost_database(void)
{
  static const char *const names[] = {"cases.db", "cases.db-wal", "cases.db-shm"};
  g_autofree char *dir = help_dir(), *segment = segment_path(dir, 1), *kept = g_build_filename(dir, "kept", NULL);
  Store *store = help_open(dir);
  g_autoptr(GPtrArray) results = help_take(store, help_mail(1, "1", help_report("report", "text"), NULL));
  store_close(store);
  gint64 size = file_size(segment);
  for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
    g_autofree char *path = g_build_filename(dir, names[i], NULL);
    g_assert_cmpint(i == 0 ? g_rename(path, kept) : file_size(path), ==, i == 0 ? 0 : -1); /* a store that was closed has no log */
  }
  for (guint i = 0; i < 2; i++) {
    g_autoptr(GError) error = open_error(dir);
    g_assert_error(error, STORE_ERROR, STORE_ERROR_FAILED);
    g_assert_nonnull(strstr(error->message, "segments/ holds records"));
    g_assert_cmpint(file_size(segment), ==, size);
  }
  g_autofree char *path = g_build_filename(dir, names[0], NULL);
  g_assert_cmpint(g_rename(kept, path), ==, 0);
  store = help_open(dir);
  check_whole(store, 1);
  store_close(store);
  scratch_remove(dir);
}

static void
test_damaged_segment(void)
{
  g_autofree char *dir = help_dir(), *segment = segment_path(dir, 1);
  Store *store = help_open(dir);
  g_autoptr(GPtrArray) results = help_take(store, help_mail(1, "1", help_report("report", "text"), NULL));
  g_autofree char *id = g_strconcat(help_result(results, 0)->report, "-original", NULL);
  int fd = open(segment, O_RDWR);
  g_assert_cmpint(pwrite(fd, "?", 1, 70), ==, 1);                     /* one byte of the first record */
  g_assert_cmpint(pwrite(fd, "?", 1, file_size(segment) - 1), ==, 1); /* and one of the last */
  close(fd);
  g_autoptr(GError) error = NULL;
  g_assert_null(store_sealed(store, id, "root", &error));
  g_assert_error(error, STORE_ERROR, STORE_ERROR_FAILED);
  store_close(store);
  g_assert_cmpint(truncate(segment, 50), ==, 0);
  store = help_open(dir); /* what is left can be read, and new mail goes into a new segment */
  g_autoptr(JsonNode) status = store_status(store, NULL);
  g_assert_cmpint(json_object_get_int_member(help_object(status), "damaged_segments"), ==, 1);
  g_clear_error(&error);
  g_assert_null(store_sealed(store, id, "root", &error));
  g_assert_error(error, STORE_ERROR, STORE_ERROR_FAILED);
  g_autoptr(GPtrArray) more = help_take(store, help_mail(2, "2", help_report("report", "text"), NULL));
  g_autofree char *more_id = g_strconcat(help_result(more, 0)->report, "-original", NULL);
  g_clear_error(&error);
  g_autoptr(GBytes) sealed = store_sealed(store, more_id, "root", &error);
  g_assert_no_error(error);
  g_assert_cmpint(file_size(segment), ==, 50);
  store_close(store);
  scratch_remove(dir);
}

static gboolean bad_sector; /* in any segment */

ssize_t
pread(int fd, void *bytes, size_t size, off_t at)
{
  char link[64], path[4096];
  g_snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t n = bad_sector ? readlink(link, path, sizeof path - 1) : 0;
  path[MAX(n, 0)] = '\0';
  if (!g_str_has_suffix(path, ".seg"))
    return syscall(SYS_pread64, fd, bytes, size, at);
  errno = EIO;
  return -1;
}

/* Touched through a mapping, a sector that cannot be read is SIGBUS. */
static void
test_bad_sector(void)
{
  g_autofree char *dir = help_dir();
  Store *store = help_open(dir);
  g_autoptr(GPtrArray) results = help_take(store, help_mail(1, "1", help_report("report", "text"), NULL));
  g_autofree char *id = g_strconcat(help_result(results, 0)->report, "-original", NULL);
  g_autoptr(GError) error = NULL;
  bad_sector = TRUE;
  g_assert_null(store_sealed(store, id, "root", &error));
  bad_sector = FALSE;
  g_assert_error(error, STORE_ERROR, STORE_ERROR_FAILED);
  check_whole(store, 1);
  store_close(store);
  scratch_remove(dir);
}

static void
test_keys(void)
{
  g_autofree char *dir = help_dir(), *other_dir = help_dir();
  HashKey fingerprint, thread, again[2];
  Store *store = help_open(dir), *other = help_open(other_dir);
  store_hash_keys(store, &fingerprint, &thread);
  store_hash_keys(other, &again[0], &again[1]);
  g_assert_cmpint(memcmp(fingerprint.secret, thread.secret, HASH_KEY_BYTES), !=, 0);
  g_assert_cmpint(memcmp(fingerprint.secret, again[0].secret, HASH_KEY_BYTES), !=, 0);
  store_close(store);
  store = help_open(dir);
  store_hash_keys(store, &again[0], &again[1]);
  g_assert_cmpmem(&fingerprint, sizeof fingerprint, &again[0], sizeof again[0]);
  g_assert_cmpmem(&thread, sizeof thread, &again[1], sizeof again[1]);
  g_assert_cmpuint(fingerprint.kind, ==, HASH_GMAC);
  g_assert_cmpuint(thread.kind, ==, HASH_GMAC);
  store_close(store);
  store_close(other);
  scratch_remove(dir);
  scratch_remove(other_dir);
}

/* As a program before schema 11 left it. */
static void
test_older_hash(void)
{
  g_autofree char *dir = help_dir(), *path = g_build_filename(dir, "cases.db", NULL);
  HashKey fingerprint, thread;
  store_close(help_open(dir));
  sqlite3 *db = NULL;
  g_assert_cmpint(sqlite3_open(path, &db), ==, SQLITE_OK);
  g_assert_cmpint(sqlite3_exec(db, "DELETE FROM meta WHERE name = 'hash_kind'; PRAGMA user_version = 10", NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close(db);
  for (guint starts = 0; starts < 2; starts++) {
    Store *store = help_open(dir);
    store_hash_keys(store, &fingerprint, &thread);
    store_close(store);
    g_assert_cmpuint(fingerprint.kind, ==, HASH_BLAKE2B);
    g_assert_cmpuint(thread.kind, ==, HASH_BLAKE2B);
  }
  scratch_remove(dir);
}

/* ---- threads
 * -------------------------------------------------------------------------------------------------------------
 */

static gpointer
read_on(gpointer data)
{
  Store *store = data;
  for (guint i = 0; i < 15; i++) {
    StoreFilter all = {0}, words = {.words = "text", .limit = 3};
    g_autoptr(JsonNode) list = store_list(store, &all, "monitor", NULL);
    g_autoptr(GError) error = NULL;
    g_autoptr(JsonNode) found = store_search(store, &words, "monitor", &error);
    g_assert_no_error(error);
    g_autoptr(JsonNode) status = store_status(store, NULL);
    g_autoptr(JsonNode) digest = store_digest(store, NULL, NULL, 0, "monitor", NULL);
    g_assert_nonnull(list);
    g_assert_nonnull(found);
    g_assert_nonnull(status);
    g_assert_nonnull(digest);
    JsonObject *o = help_object(status), *outcomes = json_object_get_object_member(o, "outcomes");
    g_assert_cmpint(json_object_get_int_member(outcomes, "report"), ==, json_object_get_int_member(o, "messages"));
  }
  return NULL;
}

static void
test_threads(void)
{
  g_autofree char *dir = help_dir();
  Store *store = help_open(dir);
  GThread *threads[4];
  for (guint i = 0; i < G_N_ELEMENTS(threads); i++)
    threads[i] = g_thread_new("read", read_on, store);
  for (guint32 uid = 1; uid <= 40; uid++) {
    g_autofree char *raw = g_strdup_printf("%u", uid);
    g_autoptr(GPtrArray) results = help_take(store, help_mail(uid, raw, help_report("report", "text"), NULL));
  }
  for (guint i = 0; i < G_N_ELEMENTS(threads); i++)
    g_thread_join(threads[i]);
  check_whole(store, 40);
  store_close(store);
  scratch_remove(dir);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/store/durable/no room for a record takes nothing of the group", test_no_space_segment);
  g_test_add_func("/store/durable/a full disk takes nothing of the group and heals", test_full_disk);
  g_test_add_func("/store/durable/a kill after a failed sync of the log loses no record that a row names", test_sync_of_log_fails);
  g_test_add_func("/store/durable/a failed sync of the log heals without leftovers", test_sync_of_log_heals);
  g_test_add_func("/store/durable/records without a commit are swept at the next open", test_crash_before_commit);
  g_test_add_func("/store/durable/killed at random moments, nothing is missing or twice", test_kills);
  g_test_add_func("/store/durable/a second daemon is refused", test_locked);
  g_test_add_func("/store/durable/files are the daemon's alone, whatever the umask", test_modes);
  g_test_add_func("/store/durable/a newer schema is refused by name", test_newer);
  g_test_add_func("/store/durable/another program's file and noise are refused by name", test_foreign);
  g_test_add_func("/store/durable/damaged records are noticed and not written over", test_damaged_segment);
  g_test_add_func("/store/durable/a new database sweeps no other's records", test_lost_database);
  g_test_add_func("/store/durable/a record that the disk cannot read is an error", test_bad_sector);
  g_test_add_func("/store/durable/keys are random and stay", test_keys);
  g_test_add_func("/store/durable/a store made by an older program keeps the hash that its rows have", test_older_hash);
  g_test_add_func("/store/durable/threads read while messages come in", test_threads);
  return g_test_run();
}
