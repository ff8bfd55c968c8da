/* SPDX-License-Identifier: ISC */
/* Bubblewrap's command line, and what runs under it; see the header. */
#include "cleaner/jail.h"
#include "cleaner_inside.h"
#include "ipc/ipc.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define MIB (1024ull * 1024)
#define ROOM_BYTES (256 * MIB)       /* of the memory file system, beside four times the largest file */
#define START_SECONDS 30u            /* beyond the files' own time */
#define MOST_SECONDS (9 * 60u)       /* of one jail, whatever the files' own times add up to */
#define MAX_ANSWER_BYTES (256 * 1024)
#define FIRST_FD 5                   /* of what bubblewrap itself reads */
#define BWRAP "/usr/bin/bwrap"

G_DEFINE_QUARK(jail_error, jail_error)

/* clang-format off */
/* All of the host that can be seen, read-only. No /home, /var, /run, /proc, /usr/local; of /etc what the loader and fonts need. */
static const char *const shown[] = {
    "/usr/bin",        "/usr/lib",             "/usr/lib64",           "/usr/libexec",        "/usr/share/perl",
    "/usr/share/perl5", "/usr/share/mime",     "/usr/share/fonts",     "/usr/share/fontconfig", "/usr/share/poppler",
    "/usr/share/ImageMagick-6", "/usr/share/libreoffice", "/usr/share/catdoc", "/usr/share/antiword", "/usr/share/glib-2.0",
    "/usr/share/liblangtag", "/usr/share/hunspell", "/etc/ld.so.cache", "/etc/alternatives",   "/etc/fonts",
    "/etc/libreoffice", "/etc/ImageMagick-6",  "/var/cache/fontconfig", "/var/lib/libreoffice"};
static const char *const links[][2] = {{"usr/bin", "/bin"}, {"usr/lib", "/lib"}, {"usr/lib64", "/lib64"}};
static const char *const environment[][2] = {{"PATH", "/usr/bin"}, {"LANG", "C.UTF-8"}, {"HOME", "/tmp"}, {"TMPDIR", "/tmp"}, {"TZ", "UTC"},
                                             {"MAGICK_CONFIGURE_PATH", "/inside"}, {"MAGICK_THREAD_LIMIT", "1"}, {"OMP_NUM_THREADS", "1"},
                                             {"PYTHONDONTWRITEBYTECODE", "1"}, {"SAL_USE_VCLPLUGIN", "svp"}};
static const char *const tools[] = {"python3", "mat2", "exiftool", "ffmpeg", "ffprobe", "pdftotext", "heif-convert", "convert", "antiword", "catdoc",
                                    "xls2csv", "catppt", "soffice"};
static const char passwd[] = "jail:x:1000:1000::/tmp:/bin/sh\n";
/* ImageMagick reads and writes these kinds, by its own code, within limits; nothing else, no delegates, no "@file". */
static const char policy[] =
    "<policymap>"
    "<policy domain='resource' name='memory' value='512MiB'/><policy domain='resource' name='map' value='512MiB'/>"
    "<policy domain='resource' name='disk' value='256MiB'/><policy domain='resource' name='area' value='256MP'/>"
    "<policy domain='resource' name='width' value='30KP'/><policy domain='resource' name='height' value='30KP'/>"
    "<policy domain='resource' name='list-length' value='1000'/><policy domain='resource' name='thread' value='1'/>"
    "<policy domain='delegate' rights='none' pattern='*'/><policy domain='filter' rights='none' pattern='*'/>"
    "<policy domain='path' rights='none' pattern='@*'/><policy domain='coder' rights='none' pattern='*'/>"
    "<policy domain='coder' rights='read|write' pattern='{JPEG,JPG,PNG,GIF,WEBP,TIFF,TIF,BMP,GRAY,RGBA,INFO,XC,NULL}'/>"
    "</policymap>";
/* clang-format on */

static const struct {
  const char *name;
  const void *bytes;
  gsize size;
} inside[] = {INSIDE_PARTS{"policy.xml", policy, sizeof policy - 1}};

static GBytes *filter;

void
jail_set_filter(GBytes *program)
{
  g_clear_pointer(&filter, g_bytes_unref);
  filter = program && g_bytes_get_size(program) ? g_bytes_ref(program) : NULL;
}

guint
jail_seconds(guint64 size)
{
  return (guint)MIN(60 + 3 * (size / MIB), 300);
}

guint
jail_patience(const GArray *files)
{
  guint seconds = START_SECONDS;
  for (guint i = 0; i < files->len && seconds < MOST_SECONDS; i++)
    seconds += jail_seconds(g_array_index(files, JailFile, i).size) + 1;
  return MIN(seconds, MOST_SECONDS);
}

static gboolean
fail(GError **error, JailError code, const char *what)
{
  g_set_error(error, JAIL_ERROR, code, "%s: %s", what, g_strerror(errno));
  return FALSE;
}

/* ---- the command line */

typedef struct {
  GPtrArray *argv; /* of char * */
  GArray *fds;     /* of int: the i-th becomes descriptor FIRST_FD + i of bubblewrap */
} Command;

static void
add(Command *command, const char *a, const char *b, const char *c)
{
  const char *const words[] = {a, b, c};
  for (guint i = 0; i < G_N_ELEMENTS(words) && words[i]; i++)
    g_ptr_array_add(command->argv, g_strdup(words[i]));
}

/* A machine without memory or processes says nothing about a file. So this process ends, and whoever asked asks the next one; after a
 * second time the files are withheld. */
static int
or_die(int result, const char *what)
{
  if (result < 0)
    g_error("jail: %s: %s", what, g_strerror(errno));
  return result;
}

/* A descriptor with these bytes for bubblewrap to read, as a number. */
static char *
data_fd(Command *command, const void *bytes, gsize size)
{
  int fd = or_die(ipc_memfd_from_bytes("amana-jail", bytes, size, NULL), "memory");
  lseek(fd, 0, SEEK_SET);
  g_array_append_val(command->fds, fd);
  return g_strdup_printf("%u", FIRST_FD + command->fds->len - 1);
}

static void
add_data(Command *command, const char *path, const void *bytes, gsize size)
{
  g_autofree char *number = data_fd(command, bytes, size);
  add(command, "--ro-bind-data", number, path);
}

static void
add_inside(Command *command)
{
  for (guint i = 0; i < G_N_ELEMENTS(inside); i++) {
    g_autofree char *path = g_strconcat("/inside/", inside[i].name, NULL);
    add_data(command, path, inside[i].bytes, inside[i].size);
  }
  add_data(command, "/etc/passwd", passwd, sizeof passwd - 1);
  add_data(command, "/proc/version", "Linux", 5); /* LibreOffice looks whether there is one */
}

static void
add_walls(Command *command, guint64 room)
{
  g_autofree char *size = g_strdup_printf("%" G_GUINT64_FORMAT, room);
  add(command, BWRAP, "--unshare-all", "--unshare-user");
  add(command, "--die-with-parent", "--new-session", "--clearenv");
  add(command, "--uid", "1000", NULL);
  add(command, "--gid", "1000", NULL);
  add(command, "--cap-drop", "ALL", NULL);
  for (guint i = 0; i < G_N_ELEMENTS(environment); i++)
    add(command, "--setenv", environment[i][0], environment[i][1]);
  for (guint i = 0; i < G_N_ELEMENTS(shown); i++)
    add(command, "--ro-bind-try", shown[i], shown[i]);
  for (guint i = 0; i < G_N_ELEMENTS(links); i++)
    add(command, "--symlink", links[i][0], links[i][1]);
  add_inside(command);
  add(command, "--dev", "/dev", NULL);
  add(command, "--size", size, NULL);
  add(command, "--tmpfs", "/tmp", NULL);
  add(command, "--remount-ro", "/dev", NULL);
  add(command, "--remount-ro", "/", NULL);
  add(command, "--chdir", "/tmp", NULL);
  if (filter) {
    gsize length;
    const void *bytes = g_bytes_get_data(filter, &length);
    g_autofree char *number = data_fd(command, bytes, length);
    add(command, "--seccomp", number, NULL);
  }
}

static void
command_clear(Command *command)
{
  for (guint i = 0; i < command->fds->len; i++)
    if (g_array_index(command->fds, int, i) >= 0)
      close(g_array_index(command->fds, int, i));
  g_array_unref(command->fds);
  g_ptr_array_unref(command->argv);
}

/* ---- running it */

/* In the child: only async-signal-safe calls. fds: what becomes descriptor 0, 1, 2, ... */
G_GNUC_NORETURN static void
become(const int *fds, guint n, char *const *argv)
{
  struct rlimit none = {0, 0};
  int high[64];
  for (guint i = 0; i < n && i < G_N_ELEMENTS(high); i++)
    high[i] = fcntl(fds[i], F_DUPFD, 256);
  for (guint i = 0; i < n && i < G_N_ELEMENTS(high); i++)
    if (high[i] < 0 || dup2(high[i], (int)i) < 0)
      _exit(126);
  syscall(SYS_close_range, n, ~0U, 0);
  setrlimit(RLIMIT_CORE, &none);
  signal(SIGPIPE, SIG_DFL);
  signal(SIGCHLD, SIG_DFL);
  execve(argv[0], argv, (char *[]){NULL});
  _exit(127);
}

static pid_t
start(Command *command, int list, int answers, int files, int results, GError **error)
{
  int null = open("/dev/null", O_RDWR | O_CLOEXEC);
  int fixed[FIRST_FD] = {list, answers, null, files, results};
  g_autoptr(GArray) fds = g_array_new(FALSE, FALSE, sizeof(int));
  g_array_append_vals(fds, fixed, FIRST_FD);
  g_array_append_vals(fds, command->fds->data, command->fds->len);
  g_ptr_array_add(command->argv, NULL);
  pid_t pid = fork();
  if (pid == 0)
    become((const int *)(const void *)fds->data, fds->len, (char *const *)command->argv->pdata);
  if (pid < 0)
    fail(error, JAIL_ERROR_FAILED, "fork");
  close(null);
  return pid;
}

/* What the jail says until it ends, is killed, or says too much. */
static GString *
listen_until(int fd, gint64 end_us)
{
  GString *said = g_string_new(NULL);
  char buffer[4096];
  while (said->len < MAX_ANSWER_BYTES) {
    gint64 left_ms = (end_us - g_get_monotonic_time()) / 1000;
    struct pollfd wait = {fd, POLLIN, 0};
    int ready = left_ms > 0 ? poll(&wait, 1, (int)left_ms) : 0;
    if (ready < 0 && errno == EINTR)
      continue;
    ssize_t got = ready > 0 ? read(fd, buffer, sizeof buffer) : 0;
    if (got < 0 && errno == EINTR)
      continue;
    if (got <= 0)
      break;
    g_string_append_len(said, buffer, got);
  }
  return said;
}

static int
end(pid_t pid)
{
  int status = 0;
  for (guint i = 0; i < 100; i++) { /* it has closed its answers: it is about to end */
    pid_t ended = waitpid(pid, &status, WNOHANG);
    if (ended == pid)
      return status;
    g_usleep(2000);
  }
  kill(pid, SIGKILL);
  while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
    ;
  return status;
}

/* The answers of a whole run, or NULL when nothing could be started. */
static GString *
run(const char *const *program, const char *list, int files, int results, guint64 room, guint seconds, int *status, GError **error)
{
  int answers[2] = {-1, -1};
  Command command = {g_ptr_array_new_with_free_func(g_free), g_array_new(FALSE, FALSE, sizeof(int))};
  add_walls(&command, room);
  for (guint i = 0; program[i]; i++)
    add(&command, program[i], NULL, NULL);
  int list_fd = or_die(ipc_memfd_from_bytes("amana-list", list, strlen(list), NULL), "memory");
  GString *said = NULL;
  if (list_fd >= 0 && lseek(list_fd, 0, SEEK_SET) == 0 && pipe2(answers, O_CLOEXEC) == 0) {
    pid_t pid = start(&command, list_fd, answers[1], files, results, error);
    close(answers[1]);
    if (pid > 0) {
      said = listen_until(answers[0], g_get_monotonic_time() + (gint64)seconds * G_USEC_PER_SEC);
      *status = end(pid);
    }
    close(answers[0]);
  }
  if (list_fd >= 0)
    close(list_fd);
  command_clear(&command);
  if (!said && error && !*error)
    fail(error, JAIL_ERROR_FAILED, "jail");
  return said;
}

/* ---- the answers */

static void
answer_free(gpointer data)
{
  JailAnswer *answer = data;
  g_free(answer->reason);
  g_free(answer->media_type);
  g_free(answer->first);
  g_free(answer->second);
  g_free(answer);
}

static void
take_answer(GPtrArray *answers, const char *line)
{
  guint64 n, text_at, text_size;
  g_auto(GStrv) fields = g_strsplit(line, "\t", 9);
  if (g_strv_length(fields) != 8 || !g_ascii_string_to_unsigned(fields[0], 10, 0, G_MAXUINT32, &n, NULL) ||
      !g_ascii_string_to_unsigned(fields[6], 10, 0, G_MAXINT64, &text_at, NULL) ||
      !g_ascii_string_to_unsigned(fields[7], 10, 0, G_MAXINT64, &text_size, NULL))
    return;
  JailAnswer *answer = g_new(JailAnswer, 1);
  *answer = (JailAnswer){(guint)n,
                         !strcmp(fields[1], "clean"),
                         g_strdup(fields[2]),
                         g_strdup(fields[3]),
                         g_strdup(fields[4]),
                         g_strdup(fields[5]),
                         text_at,
                         text_size};
  g_ptr_array_add(answers, answer);
}

/* The jail's time was over before it came to these. */
static void
add_late(GPtrArray *answers, const GArray *files)
{
  guint answered = answers->len;
  for (guint i = 0; i < files->len; i++) {
    guint n = g_array_index(files, JailFile, i).n, k = 0;
    while (k < answered && ((JailAnswer *)answers->pdata[k])->n != n)
      k++;
    g_autofree char *line = g_strdup_printf("%u\twithheld\ttimeout\t-\t0\t0\t0\t0", n);
    if (k == answered)
      take_answer(answers, line);
  }
}

static char *
list_of(const GArray *files, guint64 *room)
{
  GString *list = g_string_new(NULL);
  guint64 largest = 0;
  for (guint i = 0; i < files->len; i++) {
    const JailFile *file = &g_array_index(files, JailFile, i);
    g_string_append_printf(list, "%u\t%s\t%s\t%" G_GUINT64_FORMAT "\t%" G_GUINT64_FORMAT "\t%u\t%s\n", file->n, file->recipe,
                           file->extension, file->at, file->size, jail_seconds(file->size), file->argument ? file->argument : "-");
    largest = MAX(largest, file->size);
  }
  *room = ROOM_BYTES + 4 * largest;
  return g_string_free(list, FALSE);
}

GPtrArray *
jail_run(const char *mode, const GArray *files, int files_fd, int results_fd, GError **error)
{
  guint64 room;
  guint seconds = jail_patience(files);
  int status = 0;
  const char *const program[] = {"--", "/usr/bin/python3", "-I", "/inside/inside.py", mode, NULL};
  g_autofree char *list = list_of(files, &room);
  g_autoptr(GError) failed = NULL;
  gint64 end_us = g_get_monotonic_time() + (gint64)seconds * G_USEC_PER_SEC;
  GString *said = run(program, list, files_fd, results_fd, room, seconds, &status, &failed);
  gboolean late = said && g_get_monotonic_time() >= end_us;
  if (said && !ipc_memfd_seal(results_fd, NULL)) /* something in there could write still: what it said is not what will be read */
    g_string_truncate(said, 0);
  GPtrArray *answers = g_ptr_array_new_with_free_func(answer_free);
  g_auto(GStrv) lines = g_strsplit(said ? said->str : "", "\n", -1);
  for (guint i = 0; lines[i] && lines[i + 1]; i++) /* what follows the last line end is cut off */
    take_answer(answers, lines[i]);
  if (late)
    add_late(answers, files);
  if (said)
    g_string_free(said, TRUE);
  if (!answers->len && files->len && !jail_probe(NULL, error))
    g_clear_pointer(&answers, g_ptr_array_unref);
  return answers;
}

gboolean
jail_probe(char **missing, GError **error)
{
  int status = 0;
  const char *const program[] = {"--", "/usr/bin/true", NULL};
  GString *without = g_string_new(NULL);
  for (guint i = 0; i < G_N_ELEMENTS(tools); i++) {
    g_autofree char *path = g_strconcat("/usr/bin/", tools[i], NULL);
    if (access(path, X_OK) != 0)
      g_string_append_printf(without, "%s%s", without->len ? ", " : "", tools[i]);
  }
  char *names = g_string_free(without, FALSE);
  if (missing)
    *missing = names;
  else
    g_free(names);
  if (access(BWRAP, X_OK) != 0) {
    g_set_error(error, JAIL_ERROR, JAIL_ERROR_NONE_HERE, "bubblewrap is not installed");
    return FALSE;
  }
  int null = open("/dev/null", O_RDWR | O_CLOEXEC);
  GString *said = run(program, "", null, null, MIB, START_SECONDS, &status, NULL);
  close(null);
  gboolean works = said && WIFEXITED(status) && WEXITSTATUS(status) == 0;
  if (said)
    g_string_free(said, TRUE);
  if (!works)
    g_set_error(error, JAIL_ERROR, JAIL_ERROR_NONE_HERE, "bubblewrap cannot make its namespaces on this host");
  return works;
}
