/* SPDX-License-Identifier: ISC */
/*
 * Numbered fault points, linked into the test build of amanad only. A process leaves traces in the world by system calls alone, so every
 * call that leaves one is a point: this file stands between the daemon (SQLite and GnuTLS included) and the C library for writing,
 * syncing, truncating, making, renaming and removing files, for packets between the processes, for bytes to and from the mailbox. A
 * point has a name (role, call, what it is about) and counts how often it is passed, over all processes, in a file that the test maps as
 * well: "fault-plan" in the working directory. The plan there says at which passing of which point the process dies or the call fails.
 * Without that file nothing happens. The plan can also
 * put the clock wrong, and let a process try what it must not be able to do.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <gnutls/gnutls.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#define MAX_POINTS 512
#define NAME_BYTES 60
#define MAX_FDS 1024

enum { COUNT, DIE, DIE_ALL, FAIL_ONCE, FAIL_ALWAYS, PROBE };
#define UNTRIED 10000 /* of a probe */
#define TRYING 10001

typedef struct {
  uint32_t mode, nth, fired, n_points, lock;
  int32_t clock_s; /* by how much the wall clock is wrong */
  int32_t probe, result;
  char argument[128];
  char target[NAME_BYTES + 4];
  struct {
    char name[NAME_BYTES];
    uint32_t passed;
  } points[MAX_POINTS];
} Plan; /* test_crash_points.py knows it */

static Plan *plan;
static const char *role = "supervisor";
static char labels[MAX_FDS][32];
static char command[32]; /* what was last asked of the mailbox, until its answer is read */
static ssize_t (*real_send)(gnutls_session_t, const void *, size_t);
static ssize_t (*real_receive)(gnutls_session_t, void *, size_t);

__attribute__((constructor)) static void
map_plan(void)
{
  static char argv[512];
  real_send = (ssize_t(*)(gnutls_session_t, const void *, size_t))dlsym(RTLD_NEXT, "gnutls_record_send");
  real_receive = (ssize_t(*)(gnutls_session_t, void *, size_t))dlsym(RTLD_NEXT, "gnutls_record_recv");
  int fd = (int)syscall(SYS_openat, AT_FDCWD, "fault-plan", O_RDWR | O_CLOEXEC);
  if (fd < 0)
    return;
  void *map = mmap(NULL, sizeof(Plan), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  syscall(SYS_close, fd);
  fd = (int)syscall(SYS_openat, AT_FDCWD, "/proc/self/cmdline", O_RDONLY);
  long n = fd >= 0 ? syscall(SYS_read, fd, argv, sizeof argv - 1) : 0;
  syscall(SYS_close, fd);
  for (char *p = argv; p < argv + n; p += strlen(p) + 1)
    if (!strcmp(p, "--role") && p + 7 < argv + n)
      role = p + 7;
  if (map != MAP_FAILED)
    plan = map;
}

static uint32_t
pass(const char *name)
{
  uint32_t i, passed = 0;
  for (unsigned spins = 0; __atomic_exchange_n(&plan->lock, 1, __ATOMIC_ACQUIRE) && spins < 10000000; spins++)
    ; /* one that was killed with the lock does not hold up the others for long */
  for (i = 0; i < plan->n_points && strcmp(plan->points[i].name, name); i++)
    ;
  if (i < MAX_POINTS) {
    if (i == plan->n_points) {
      strcpy(plan->points[i].name, name);
      __atomic_store_n(&plan->n_points, i + 1, __ATOMIC_RELEASE);
    }
    passed = __atomic_add_fetch(&plan->points[i].passed, 1, __ATOMIC_SEQ_CST);
  }
  __atomic_store_n(&plan->lock, 0, __ATOMIC_RELEASE);
  return passed;
}

static void
die(void)
{
  pid_t parent = getppid();
  if (plan->mode == DIE_ALL && strcmp(role, "supervisor"))
    syscall(SYS_tgkill, parent, parent, SIGKILL);
  syscall(SYS_tgkill, getpid(), syscall(SYS_gettid), SIGKILL);
}

/* What no confined process may do. 0 when it could, else errno. Raw calls, as whoever has taken the process over would make them. */
static int
probe(int what, const char *argument)
{
  char *argv[] = {(char *)argument, NULL};
  struct sockaddr_in peer = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(argument)), .sin_addr.s_addr = htonl(0x7f000001)};
  struct sockaddr_un local = {.sun_family = AF_UNIX};
  long rc = -1, fd;
  snprintf(local.sun_path, sizeof local.sun_path, "%.100s", argument);
  switch (what) {
  case 'r':
    rc = syscall(SYS_openat, AT_FDCWD, argument, O_RDONLY);
    break;
  case 'w':
    rc = syscall(SYS_openat, AT_FDCWD, argument, O_WRONLY | O_CREAT, 0600);
    break;
  case 'c':
  case 'u':
    fd = syscall(SYS_socket, what == 'c' ? AF_INET : AF_UNIX, SOCK_STREAM, 0);
    rc = fd < 0 ? fd
                : syscall(SYS_connect, fd, what == 'c' ? (void *)&peer : (void *)&local, what == 'c' ? sizeof peer : sizeof local);
    break;
  case 'x':
    rc = syscall(SYS_execve, argument, argv, NULL);
    break;
  case 'f':
    rc = syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
    if (rc == 0)
      syscall(SYS_exit_group, 0);
    break;
  case 'p':
    rc = syscall(SYS_ptrace, 16 /* PTRACE_ATTACH */, (long)atoi(argument), 0, 0);
    break;
  case 'v': {
    char byte;
    struct iovec here = {&byte, 1}, there = {(void *)&plan, 1};
    rc = syscall(SYS_process_vm_readv, (long)atoi(argument), &here, 1, &there, 1, 0);
    break;
  }
  case 'k':
    rc = syscall(SYS_kill, (long)atoi(argument), 0);
    break;
  case 'm':
    rc = syscall(SYS_mmap, NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    break;
  default:
    return -1;
  }
  return rc == -1 ? errno : 0;
}

/* 1 when the call is to fail. */
static int
point(const char *call, const char *what)
{
  char name[NAME_BYTES];
  if (!plan)
    return 0;
  int saved = errno;
  snprintf(name, sizeof name, "%s %s %s", role, call, what);
  uint32_t passed = pass(name);
  errno = saved;
  if (plan->mode == COUNT || strcmp(plan->target, name) || passed < plan->nth)
    return 0;
  if (plan->mode == PROBE) {
    int32_t untried = UNTRIED;
    if (__atomic_compare_exchange_n(&plan->result, &untried, TRYING, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST))
      plan->result = probe(plan->probe, plan->argument);
    errno = saved;
    return 0;
  }
  if (passed > plan->nth && plan->mode != FAIL_ALWAYS)
    return 0;
  __atomic_add_fetch(&plan->fired, 1, __ATOMIC_SEQ_CST);
  if (plan->mode == DIE || plan->mode == DIE_ALL)
    die();
  return plan->mode == FAIL_ONCE || plan->mode == FAIL_ALWAYS;
}

static int
fails(const char *call, const char *what, int code)
{
  if (!point(call, what))
    return 0;
  errno = code;
  return 1;
}

/* ---- files
 * -------------------------------------------------------------------------------------------------------------------- */

static void
set_label(int fd, const char *path)
{
  const char *base = strrchr(path, '/');
  if (fd >= 0 && fd < MAX_FDS)
    snprintf(labels[fd], sizeof labels[fd], "%s", base ? base + 1 : path);
}

static const char *
label(int fd)
{
  return fd >= 0 && fd < MAX_FDS ? labels[fd] : "";
}

static const char *
base_of(const char *path)
{
  const char *base = strrchr(path, '/');
  return base ? base + 1 : path;
}

static int
open_file(int dir, const char *path, int flags, mode_t mode)
{
  if ((flags & O_CREAT) && fails("create", base_of(path), ENOSPC))
    return -1;
  int fd = (int)syscall(SYS_openat, dir, path, flags, mode);
  set_label(fd, path);
  return fd;
}

static mode_t
mode_of(int flags, va_list arguments)
{
  return flags & O_CREAT ? (mode_t)va_arg(arguments, int) : 0;
}

#define OPEN(function, first, dir)                                                                                     \
  int function first                                                                                                   \
  {                                                                                                                    \
    va_list arguments;                                                                                                 \
    va_start(arguments, flags);                                                                                        \
    mode_t mode = mode_of(flags, arguments);                                                                           \
    va_end(arguments);                                                                                                 \
    return open_file(dir, path, flags, mode);                                                                          \
  }
OPEN(open, (const char *path, int flags, ...), AT_FDCWD)
OPEN(open64, (const char *path, int flags, ...), AT_FDCWD)
OPEN(openat, (int dir, const char *path, int flags, ...), dir)
OPEN(openat64, (int dir, const char *path, int flags, ...), dir)

int
close(int fd)
{
  if (fd >= 0 && fd < MAX_FDS)
    labels[fd][0] = '\0';
  return (int)syscall(SYS_close, fd);
}

int
memfd_create(const char *name, unsigned flags)
{
  if (fails("create", name, ENOMEM))
    return -1;
  int fd = (int)syscall(SYS_memfd_create, name, flags);
  set_label(fd, name);
  return fd;
}

ssize_t
write(int fd, const void *bytes, size_t size)
{
  if (*label(fd) && fails("write", label(fd), ENOSPC))
    return -1;
  return syscall(SYS_write, fd, bytes, size);
}

#define PWRITE(function)                                                                                               \
  ssize_t function(int fd, const void *bytes, size_t size, off_t at)                                                   \
  {                                                                                                                    \
    if (*label(fd) && fails("write", label(fd), ENOSPC))                                                               \
      return -1;                                                                                                       \
    return syscall(SYS_pwrite64, fd, bytes, size, at);                                                                 \
  }
PWRITE(pwrite)
PWRITE(pwrite64)

#define SYNC(function, number)                                                                                         \
  int function(int fd)                                                                                                 \
  {                                                                                                                    \
    if (fails("sync", label(fd), EIO))                                                                                 \
      return -1;                                                                                                       \
    return (int)syscall(number, fd);                                                                                   \
  }
SYNC(fsync, SYS_fsync)
SYNC(fdatasync, SYS_fdatasync)

#define TRUNCATE(function)                                                                                             \
  int function(int fd, off_t size)                                                                                     \
  {                                                                                                                    \
    if (fails("truncate", label(fd), EIO))                                                                             \
      return -1;                                                                                                       \
    return (int)syscall(SYS_ftruncate, fd, size);                                                                      \
  }
TRUNCATE(ftruncate)
TRUNCATE(ftruncate64)

int
unlink(const char *path)
{
  if (fails("remove", base_of(path), EIO))
    return -1;
  return (int)syscall(SYS_unlink, path);
}

int
unlinkat(int dir, const char *path, int flags)
{
  if (fails("remove", base_of(path), EIO))
    return -1;
  return (int)syscall(SYS_unlinkat, dir, path, flags);
}

int
rename(const char *from, const char *to)
{
  if (fails("rename", base_of(to), EIO))
    return -1;
  return (int)syscall(SYS_rename, from, to);
}

int
mkdir(const char *path, mode_t mode)
{
  if (fails("create", base_of(path), ENOSPC))
    return -1;
  return (int)syscall(SYS_mkdir, path, mode);
}

/* ---- between the processes
 * ---------------------------------------------------------------------------------------------------- */

/* The verb of a packet of ipc.h, which begins with it (behind a lead, when bytes follow); NULL for what comes by the clock and for
 * other packets. */
static const char *
verb_of(const struct msghdr *message)
{
  static const char *const by_the_clock[] = {"ping", "pong", "state"};
  const struct iovec *begin = message->msg_iov;
  if (message->msg_iovlen > 1 && begin->iov_len == 8 && *(const char *)begin->iov_base == 1)
    begin++;
  const char *text = message->msg_iovlen ? begin->iov_base : NULL;
  size_t size = text ? begin->iov_len : 0, length = 0;
  while (length < size && length < 24 && ((text[length] >= 'a' && text[length] <= 'z') || text[length] == '-'))
    length++;
  if (!length || length >= size || text[length])
    return NULL;
  for (size_t i = 0; i < sizeof by_the_clock / sizeof *by_the_clock; i++)
    if (!strcmp(text, by_the_clock[i]))
      return NULL;
  return text;
}

ssize_t
sendmsg(int fd, const struct msghdr *message, int flags)
{
  const char *verb = plan ? verb_of(message) : NULL;
  if (verb && fails("send", verb, ENOBUFS))
    return -1;
  return syscall(SYS_sendmsg, fd, message, flags);
}

/* ---- the mailbox
 * ---------------------------------------------------------------------------------------------------------------- */

/* The command of a line "TAG COMMAND ..."; what it is about stays out. */
static void
note_command(const char *bytes, size_t size)
{
  static const char *const known[] = {"CAPABILITY", "LOGIN",     "AUTHENTICATE", "SELECT",   "UID FETCH",   "UID STORE", "UID MOVE",
                                      "UID COPY",   "UID SEARCH", "UID EXPUNGE",  "EXPUNGE", "IDLE",        "NOOP",      "LOGOUT",
                                      "STATUS",     "STARTTLS",  "ENABLE",       "CHECK",    "CLOSE"};
  const char *space = memchr(bytes, ' ', size < 16 ? size : 16);
  snprintf(command, sizeof command, "%s", "data");
  for (size_t i = 0; space && i < sizeof known / sizeof *known; i++) {
    size_t length = strlen(known[i]);
    if ((size_t)(bytes + size - space - 1) >= length && !strncmp(space + 1, known[i], length))
      snprintf(command, sizeof command, "%s", known[i]);
  }
}

ssize_t
gnutls_record_send(gnutls_session_t session, const void *bytes, size_t size)
{
  if (plan) {
    note_command(bytes, size);
    if (point("asks", command))
      return GNUTLS_E_PUSH_ERROR;
  }
  return real_send(session, bytes, size);
}

ssize_t
gnutls_record_recv(gnutls_session_t session, void *bytes, size_t size)
{
  if (plan && *command) {
    char asked[32];
    snprintf(asked, sizeof asked, "%s", command);
    command[0] = '\0';
    if (point("hears", asked))
      return GNUTLS_E_PULL_ERROR;
  }
  return real_receive(session, bytes, size);
}

/* ---- the clock
 * ------------------------------------------------------------------------------------------------------------------ */

int
clock_gettime(clockid_t clock, struct timespec *now)
{
  int rc = (int)syscall(SYS_clock_gettime, clock, now);
  if (plan && rc == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE))
    now->tv_sec += plan->clock_s;
  return rc;
}

time_t
time(time_t *out)
{
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  if (out)
    *out = now.tv_sec;
  return now.tv_sec;
}

int
gettimeofday(struct timeval *restrict now, void *restrict zone)
{
  struct timespec ts;
  (void)zone;
  clock_gettime(CLOCK_REALTIME, &ts);
  *now = (struct timeval){ts.tv_sec, ts.tv_nsec / 1000};
  return 0;
}
