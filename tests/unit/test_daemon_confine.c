/* SPDX-License-Identifier: ISC */
/* Each process cannot do what its row of the policy forbids. Every probe runs in a child that confines itself
 * first. */
#include "daemon/confine.h"
#include "daemon/log.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>
#include <netinet/in.h>

typedef int (*Probe)(void); /* 0: was possible; else errno */

static char *store_dir;

static int
probe_open_passwd(void)
{
  return open("/etc/shadow", O_RDONLY) >= 0 ? 0 : errno;
}

static int
probe_write_tmp(void)
{
  int fd = open("/tmp/amana-confine-probe", O_CREAT | O_WRONLY, 0600);
  int code = fd >= 0 ? 0 : errno;
  unlink("/tmp/amana-confine-probe");
  return code;
}

static int
probe_internet(void)
{
  return socket(AF_INET, SOCK_STREAM, 0) >= 0 ? 0 : errno;
}

static int
probe_exec(void)
{
  char *argv[] = {(char *)"true", NULL};
  execve("/bin/true", argv, NULL);
  return errno;
}

static int
probe_fork(void)
{
  pid_t pid = fork();
  if (pid == 0)
    _exit(0);
  return pid > 0 ? 0 : errno;
}

static int
probe_ptrace(void)
{
  return ptrace(PTRACE_ATTACH, getppid(), NULL, NULL) == 0 ? 0 : errno;
}

static int
probe_executable_memory(void)
{
  return mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) !=
                 MAP_FAILED
             ? 0
             : errno;
}

static int
probe_kill(void)
{
  return kill(getppid(), 0) == 0 ? 0 : errno;
}

static int
probe_store_write(void)
{
  g_autofree char *path = g_build_filename(store_dir, "file", NULL);
  int fd = open(path, O_CREAT | O_RDWR, 0600);
  return fd >= 0 && write(fd, "x", 1) == 1 && fsync(fd) == 0 && unlink(path) == 0 ? 0 : errno;
}

static int
probe_resolver_file(void)
{
  return open("/etc/hosts", O_RDONLY) >= 0 ? 0 : errno;
}

static int
probe_memory(void)
{
  char *memory = g_malloc(1 << 20);
  memset(memory, 1, 1 << 20);
  g_free(memory);
  return 0;
}

static gpointer
thread(gpointer data)
{
  return data;
}

static int
probe_thread(void)
{
  GThread *t = g_thread_try_new("probe", thread, NULL, NULL);
  if (!t)
    return EPERM;
  g_thread_join(t);
  return 0;
}

/* Runs a probe in a confined child. Returns 0 when it could, an errno when not, -signal when it was killed
 * for trying. */
static int
run_probe(ConfineRole role, Probe probe)
{
  pid_t pid = fork();
  if (pid == 0) {
    g_autoptr(GError) error = NULL;
    ConfineOptions options = {.store_dir = store_dir};
    confine_start();
    if (!confine_apply(role, &options, &error))
      _exit(200);
    _exit(probe());
  }
  int status;
  g_assert_cmpint(waitpid(pid, &status, 0), ==, pid);
  if (WIFSIGNALED(status))
    return -WTERMSIG(status);
  g_assert_cmpint(WEXITSTATUS(status), !=, 200);
  return WEXITSTATUS(status);
}

typedef struct {
  const char *name;
  Probe probe;
  gboolean allowed[CONFINE_ROLES];
  gboolean needs_seccomp;
} Row;

static const Row rows[] = {
    {"read a file of the system", probe_open_passwd, {[CONFINE_CLEANER] = TRUE}, FALSE},
    {"write outside the store", probe_write_tmp, {[CONFINE_CLEANER] = TRUE}, FALSE},
    {"open a network socket", probe_internet, {[CONFINE_INTAKE] = TRUE}, TRUE},
    {"run a program", probe_exec, {[CONFINE_CLEANER] = TRUE}, TRUE},
    {"make a process", probe_fork, {[CONFINE_CLEANER] = TRUE}, TRUE},
    {"trace another process", probe_ptrace, {FALSE}, TRUE},
    {"make memory executable", probe_executable_memory, {[CONFINE_CLEANER] = TRUE}, TRUE},
    {"signal another process", probe_kill, {[CONFINE_CLEANER] = TRUE}, TRUE},
    {"write in the store", probe_store_write, {[CONFINE_STORE] = TRUE, [CONFINE_CLEANER] = TRUE}, FALSE},
    {"read the resolver's files", probe_resolver_file, {[CONFINE_INTAKE] = TRUE, [CONFINE_CLEANER] = TRUE}, FALSE},
    {"use memory",
     probe_memory,
     {[CONFINE_INTAKE] = TRUE, [CONFINE_WORKER] = TRUE, [CONFINE_STORE] = TRUE, [CONFINE_CLEANER] = TRUE},
     FALSE},
    {"make a thread", probe_thread, {[CONFINE_INTAKE] = TRUE, [CONFINE_STORE] = TRUE, [CONFINE_CLEANER] = TRUE}, TRUE},
};

static void
test_role(gconstpointer data)
{
  ConfineRole role = (ConfineRole)GPOINTER_TO_INT(data);
  for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
#ifdef AMANA_SANITIZE
    if (rows[i].needs_seccomp)
      continue;
#endif
    int got = run_probe(role, rows[i].probe);
    g_test_message("%s: %d", rows[i].name, got);
    if (rows[i].allowed[role])
      g_assert_cmpint(got, ==, 0);
    else
      g_assert_cmpint(got, !=, 0);
#ifndef AMANA_SANITIZE
    if (role == CONFINE_WORKER && !rows[i].allowed[role])
      g_assert_cmpint(got, ==, -SIGSYS);
#endif
  }
}

static void
test_dumpable(void)
{
#ifdef AMANA_SANITIZE
  g_test_skip("LeakSanitizer needs a dumpable process");
#else
  pid_t pid = fork();
  if (pid == 0) {
    confine_start();
    _exit(access("/proc/self/mem", R_OK) == 0 && geteuid() != 0);
  }
  int status;
  waitpid(pid, &status, 0);
  g_assert_cmpint(status, ==, 0);
#endif
}

static void
test_cpu_limit(void)
{
  pid_t pid = fork();
  if (pid == 0) {
    confine_cpu_limit(0);
    for (volatile guint spin = 0;; spin++)
      ;
  }
  int status;
  waitpid(pid, &status, 0);
  g_assert_true(WIFSIGNALED(status));
  g_assert_cmpint(WTERMSIG(status), ==, SIGXCPU);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  store_dir = g_dir_make_tmp("amana-confine-XXXXXX", NULL);
  g_test_add_data_func("/confine/the intake cannot do what its row forbids", GINT_TO_POINTER(CONFINE_INTAKE),
                       test_role);
  g_test_add_data_func("/confine/the worker dies when it tries what its row forbids",
                       GINT_TO_POINTER(CONFINE_WORKER), test_role);
  g_test_add_data_func("/confine/the store cannot do what its row forbids", GINT_TO_POINTER(CONFINE_STORE),
                       test_role);
  g_test_add_data_func("/confine/the cleaner cannot do what its row forbids", GINT_TO_POINTER(CONFINE_CLEANER),
                       test_role);
  g_test_add_func("/confine/no core is dumped", test_dumpable);
  g_test_add_func("/confine/a message that eats CPU ends its worker", test_cpu_limit);
  int code = g_test_run();
  rmdir(store_dir);
  return code;
}
