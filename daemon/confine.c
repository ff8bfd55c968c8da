/* SPDX-License-Identifier: ISC */
/*
 * The whole confinement policy. A process gets the system calls of its row and the files that Landlock leaves
 * it, nothing else. The worker is killed at the first forbidden call; the others get EPERM, because a
 * library's harmless probe must not end the service. Builds with sanitizers keep Landlock only:
 * AddressSanitizer and LeakSanitizer need calls that no process here should have.
 */
#include "daemon/confine.h"
#include "daemon/log.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

G_DEFINE_QUARK(confine_error, confine_error)

#define READ_ACCESS LANDLOCK_ACCESS_FS_READ_FILE
#define WRITE_ACCESS                                                                                         \
  (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_READ_DIR |              \
   LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_DIR |              \
   LANDLOCK_ACCESS_FS_REMOVE_DIR)
#define ALL_FS_V1 ((1ULL << 13) - 1)
#define FS_REFER (1ULL << 13)     /* ABI 2 */
#define FS_TRUNCATE (1ULL << 14)  /* ABI 3; newer than Debian 12's headers */
#define FS_IOCTL_DEV (1ULL << 15) /* ABI 5 */

/* clang-format off */
/* Calls of every process: memory, its own descriptors, time, threads' locks. */
G_GNUC_UNUSED static const char *const common_calls[] = {
    "read",          "write",       "readv",        "writev",       "close",          "fstat",         "newfstatat",
    "lseek",         "munmap",      "brk",          "madvise",      "mremap",         "futex",         "exit",
    "exit_group",    "rt_sigreturn", "rt_sigaction", "rt_sigprocmask", "clock_gettime", "clock_getres", "clock_nanosleep",
    "nanosleep",     "gettimeofday", "time",        "getpid",       "gettid",         "getppid",       "getrandom",
    "poll",          "ppoll",       "recvmsg",      "sendmsg",      "memfd_create",   "ftruncate",     "fcntl",
    "sched_yield",   "restart_syscall", "rseq",     "set_robust_list", "sigaltstack",  "getrusage",     "dup",           "shutdown",
    "sched_getaffinity", "sysinfo", "tgkill",       "pread64",      "pwrite64",       "membarrier",    NULL};

G_GNUC_UNUSED static const char *const thread_calls[] = {"clone", "set_tid_address", "eventfd2", "epoll_create1", "epoll_ctl",
                                           "epoll_wait", "epoll_pwait", "select", "pselect6", "prctl", "pipe2", NULL};

/* The resolver and the connection to the mailbox; the import socket. Opening is left to Landlock: a few files, read-only. */
static const char *const intake_calls[] = {"socket", "connect", "bind", "sendto", "recvfrom", "sendmmsg", "getsockopt",
                                           "setsockopt", "getsockname", "getpeername", "accept4", "accept", "shutdown", "openat",
                                           "uname", "ioctl", "getuid", "geteuid", "getgid", "getegid", "statx", "access",
                                           "readlink", "getdents64", NULL};

static const char *const store_calls[] = {
    "openat",    "open",      "unlink",    "unlinkat",  "rename",     "renameat", "renameat2", "fsync",     "fdatasync",
    "sync_file_range", "fallocate", "flock", "mkdir",   "mkdirat",    "rmdir",    "stat",      "lstat",     "statx",
    "access",    "faccessat", "faccessat2", "getcwd",   "readlink",   "readlinkat", "sendfile", "copy_file_range", "splice",
    "accept4",   "accept",    "shutdown",  "getsockopt", "setsockopt", "getsockname", "getpeername", "statfs", "fstatfs",
    "fchmod",    "fchown",    "geteuid",   "getuid",    "getegid",    "getgid",   "recvfrom",  "sendto",    "getdents64",
    "utimensat", "uname",     "truncate",  "ioctl",     NULL};

/* What the cleaner and its jails may not, who otherwise start programs of many kinds. */
G_GNUC_UNUSED static const char *const cleaner_denied[] = {
    "ptrace",       "process_vm_readv", "process_vm_writev", "kcmp",        "keyctl",      "add_key",       "request_key",
    "bpf",          "perf_event_open",  "userfaultfd",       "io_uring_setup", "io_uring_enter", "io_uring_register",
    "kexec_load",   "kexec_file_load",  "init_module",       "finit_module", "delete_module", "reboot",      "swapon",
    "swapoff",      "acct",             "quotactl",          "syslog",      "settimeofday", "clock_settime", "clock_adjtime",
    "adjtimex",     "open_by_handle_at", "name_to_handle_at", "lookup_dcookie", "vhangup",  "iopl",          "ioperm",
    "fanotify_init", "pidfd_getfd",     "process_madvise",   NULL};
/* What bubblewrap needs to build a jail, and nobody in one. */
G_GNUC_UNUSED static const char *const jail_denied[] = {"mount", "umount2", "pivot_root", "chroot", "unshare", "setns", "move_mount", "open_tree",
                                          "fsopen", "fsconfig", "fsmount", "fspick", "mount_setattr", "mknod", "mknodat", NULL};
/* clang-format on */

typedef struct {
  const char *name;
  guint32 refused;  /* what a forbidden call gets */
  gboolean threads; /* may make threads (never processes) */
  const char *const *calls;
  const char *const *read_files; /* Landlock: these may be read */
  gboolean store_dir;            /* Landlock: the store's folder may be written */
  const char *const *denied;     /* instead of calls: everything but these and sockets beyond AF_UNIX and AF_NETLINK; no Landlock,
                                    which would forbid bubblewrap to mount */
} Policy;

static const char *const resolver_files[] = {"/etc/resolv.conf",
                                             "/etc/hosts",
                                             "/etc/nsswitch.conf",
                                             "/etc/gai.conf",
                                             "/etc/host.conf",
                                             "/etc/services",
                                             "/etc/ssl/certs",
                                             "/usr/share/zoneinfo",
                                             "/etc/ld.so.cache",
                                             "/usr/lib",
                                             "/lib",
                                             "/run/systemd/resolve",
                                             NULL};
static const char *const store_files[] = {"/etc/passwd", "/usr/share/zoneinfo", "/etc/localtime", NULL};
static const char *const no_files[] = {NULL};
static const char *const no_calls[] = {NULL};

static const Policy policies[CONFINE_ROLES] = {
    [CONFINE_SUPERVISOR] = {"supervisor", 0, TRUE, NULL, NULL,
                            FALSE}, /* starts processes: not confined here, see the unit */
    [CONFINE_INTAKE] = {"intake", SCMP_ACT_ERRNO(EPERM), TRUE, intake_calls, resolver_files, FALSE},
    [CONFINE_WORKER] = {"worker", SCMP_ACT_KILL_PROCESS, FALSE, no_calls, no_files, FALSE},
    [CONFINE_STORE] = {"store", SCMP_ACT_ERRNO(EPERM), TRUE, store_calls, store_files, TRUE},
    [CONFINE_CLEANER] = {"cleaner", SCMP_ACT_ALLOW, FALSE, no_calls, no_files, FALSE, cleaner_denied},
};

static gboolean
fail(GError **error, const char *what, int code)
{
  g_set_error(error, CONFINE_ERROR, CONFINE_ERROR_FAILED, "confinement failed at %s: %s", what,
              g_strerror(code));
  return FALSE;
}

gboolean
confine_start(void)
{
  struct rlimit none = {0, 0};
  umask(077);
  setrlimit(RLIMIT_CORE, &none);
#ifndef AMANA_SANITIZE
  prctl(PR_SET_DUMPABLE, 0);
#endif
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  return getppid() != 1 || getpid() == 1;
}

/* ---- Landlock
 * ------------------------------------------------------------------------------------------------------------
 */

static guint64
handled_access(long abi)
{
  guint64 all = ALL_FS_V1;
  if (abi >= 2)
    all |= FS_REFER;
  if (abi >= 3)
    all |= FS_TRUNCATE;
  if (abi >= 5)
    all |= FS_IOCTL_DEV;
  return all;
}

static gboolean
allow_path(int ruleset, const char *path, guint64 access, GError **error)
{
  int fd = open(path, O_PATH | O_CLOEXEC);
  if (fd < 0)
    return TRUE; /* what does not exist needs no permission */
  struct stat st;
  if (fstat(fd, &st) == 0 && !S_ISDIR(st.st_mode))
    access &= LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE | FS_TRUNCATE;
  struct landlock_path_beneath_attr rule = {.allowed_access = access, .parent_fd = fd};
  long rc = syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
  int saved = errno;
  close(fd);
  return rc == 0 || fail(error, "Landlock rule", saved);
}

static gboolean
allow_paths(int ruleset, const Policy *policy, const ConfineOptions *options, guint64 handled, GError **error)
{
  for (guint i = 0; policy->read_files[i]; i++)
    if (!allow_path(ruleset, policy->read_files[i], READ_ACCESS | LANDLOCK_ACCESS_FS_READ_DIR, error))
      return FALSE;
  for (guint i = 0; options->read_files && options->read_files[i]; i++)
    if (!allow_path(ruleset, options->read_files[i], READ_ACCESS, error))
      return FALSE;
  if (policy->store_dir)
    return allow_path(ruleset, options->store_dir, (WRITE_ACCESS | FS_REFER | FS_TRUNCATE) & handled, error);
  return TRUE;
}

static gboolean
apply_landlock(const Policy *policy, const ConfineOptions *options, GError **error)
{
  long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
  if (abi < 0 && (errno == ENOSYS || errno == EOPNOTSUPP)) {
    log_event(LOG_LEVEL_WARNING, "no-landlock", "process=%s", policy->name);
    return TRUE;
  }
  if (abi < 0)
    return fail(error, "Landlock", errno);
  guint64 handled = handled_access(abi);
  struct landlock_ruleset_attr attr = {.handled_access_fs = handled};
  int ruleset = (int)syscall(SYS_landlock_create_ruleset, &attr, sizeof attr, 0);
  if (ruleset < 0)
    return fail(error, "Landlock ruleset", errno);
  gboolean ok = allow_paths(ruleset, policy, options, handled, error);
  if (ok && syscall(SYS_landlock_restrict_self, ruleset, 0) != 0)
    ok = fail(error, "Landlock restriction", errno);
  close(ruleset);
  return ok;
}

/* ---- seccomp
 * -------------------------------------------------------------------------------------------------------------
 */

#ifndef AMANA_SANITIZE
static int
allow_calls(scmp_filter_ctx filter, const char *const *calls)
{
  for (guint i = 0; calls[i]; i++) {
    int number = seccomp_syscall_resolve_name(calls[i]);
    if (number == __NR_SCMP_ERROR)
      continue; /* this architecture has no such call */
    if (!strcmp(calls[i], "clone"))
      continue; /* threads only, below */
    int rc = seccomp_rule_add(filter, SCMP_ACT_ALLOW, number, 0);
    if (rc < 0)
      return rc;
  }
  return 0;
}

static int
add_rules(scmp_filter_ctx filter, const Policy *policy)
{
  int rc = allow_calls(filter, common_calls);
  if (rc == 0)
    rc = allow_calls(filter, policy->calls);
  /* memory never becomes executable */
  const int mapping[] = {SCMP_SYS(mmap), SCMP_SYS(mprotect)};
  for (guint i = 0; rc == 0 && i < G_N_ELEMENTS(mapping); i++)
    rc = seccomp_rule_add(filter, SCMP_ACT_ALLOW, mapping[i], 1, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
  /* limits of the process itself only */
  if (rc == 0)
    rc = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(prlimit64), 1, SCMP_A0(SCMP_CMP_EQ, 0));
  if (rc == 0 && policy->threads) {
    rc = allow_calls(filter, thread_calls);
    if (rc == 0)
      rc = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(clone), 1,
                            SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, CLONE_THREAD));
    if (rc == 0) /* its flags lie in memory, where a filter cannot look: glibc falls back to clone */
      rc = seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0);
  }
  return rc;
}
#endif

#ifndef AMANA_SANITIZE
static int
deny_calls(scmp_filter_ctx filter, const char *const *calls)
{
  int rc = 0;
  for (guint i = 0; rc == 0 && calls[i]; i++) {
    int number = seccomp_syscall_resolve_name(calls[i]);
    if (number != __NR_SCMP_ERROR)
      rc = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), number, 0);
  }
  return rc;
}

/* Everything but what is denied; no socket but to processes of this host (bubblewrap wakes its loopback through netlink). */
static scmp_filter_ctx
denying_filter(const char *const *denied, gboolean netlink, int *rc)
{
  scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
  if (!filter) {
    *rc = -ENOMEM;
    return NULL;
  }
  *rc = deny_calls(filter, denied);
  for (guint family = 0; *rc == 0 && family < AF_MAX; family++)
    if (family != AF_UNIX && !(netlink && family == AF_NETLINK))
      *rc = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EAFNOSUPPORT), SCMP_SYS(socket), 1, SCMP_A0(SCMP_CMP_EQ, family));
  if (*rc == 0)
    *rc = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EAFNOSUPPORT), SCMP_SYS(socket), 1, SCMP_A0(SCMP_CMP_GE, AF_MAX));
  return filter;
}

static gboolean
load_denying(const Policy *policy, GError **error)
{
  int rc = 0;
  scmp_filter_ctx filter = denying_filter(policy->denied, TRUE, &rc);
  if (rc == 0)
    rc = seccomp_load(filter);
  if (filter)
    seccomp_release(filter);
  return rc == 0 || fail(error, "seccomp", -rc);
}

/* No namespaces from within a jail; clone3 hides its flags from a filter, so that libraries are to use clone. */
static int
deny_namespaces(scmp_filter_ctx filter)
{
  const unsigned long flags[] = {CLONE_NEWNS, CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET, CLONE_NEWIPC, CLONE_NEWUTS, CLONE_NEWCGROUP};
  int rc = seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0);
  for (guint i = 0; rc == 0 && i < G_N_ELEMENTS(flags); i++)
    rc = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(clone), 1, SCMP_A0(SCMP_CMP_MASKED_EQ, flags[i], flags[i]));
  return rc == 0 ? deny_calls(filter, jail_denied) : rc;
}

/* The program as bytes. */
static GBytes *
exported(scmp_filter_ctx filter, int *rc)
{
  char buffer[32 * 1024];
  int fd = memfd_create("amana-filter", MFD_CLOEXEC);
  *rc = fd < 0 ? -errno : seccomp_export_bpf(filter, fd);
  ssize_t got = *rc == 0 ? pread(fd, buffer, sizeof buffer, 0) : 0;
  if (fd >= 0)
    close(fd);
  if (*rc == 0 && (got <= 0 || got == sizeof buffer))
    *rc = -EIO;
  return *rc == 0 ? g_bytes_new(buffer, (gsize)got) : NULL;
}

GBytes *
confine_jail_filter(GError **error)
{
  int rc = 0;
  GBytes *program = NULL;
  scmp_filter_ctx filter = denying_filter(cleaner_denied, FALSE, &rc);
  if (rc == 0)
    rc = deny_namespaces(filter);
  if (rc == 0)
    program = exported(filter, &rc);
  if (filter)
    seccomp_release(filter);
  if (!program)
    fail(error, "the jail's filter", -rc);
  return program;
}
#else
GBytes *
confine_jail_filter(GError **error)
{
  return g_bytes_new_static("", 0);
}

static gboolean
load_denying(const Policy *policy, GError **error)
{
  return TRUE;
}
#endif

static gboolean
apply_seccomp(const Policy *policy, GError **error)
{
#ifdef AMANA_SANITIZE
  return TRUE;
#else
  scmp_filter_ctx filter = seccomp_init(policy->refused);
  if (!filter)
    return fail(error, "seccomp", ENOMEM);
  int rc = add_rules(filter, policy);
  if (rc == 0)
    rc = seccomp_load(filter);
  seccomp_release(filter);
  return rc == 0 || fail(error, "seccomp", -rc);
#endif
}

static void
limit_memory(guint64 bytes)
{
#ifndef AMANA_SANITIZE
  struct rlimit limit = {bytes, bytes};
  if (bytes)
    setrlimit(RLIMIT_AS, &limit);
#endif
}

gboolean
confine_apply(ConfineRole role, const ConfineOptions *options, GError **error)
{
  const Policy *policy = &policies[role];
  if (!policy->calls)
    return TRUE;
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
    return fail(error, "no_new_privs", errno);
  limit_memory(options->memory_bytes);
  if (policy->denied)
    return load_denying(policy, error);
  return apply_landlock(policy, options, error) && apply_seccomp(policy, error);
}

void
confine_cpu_limit(guint seconds)
{
  static rlim_t last; /* most messages take far less than a second: it stays */
  struct rusage usage;
  struct rlimit limit;
  if (getrusage(RUSAGE_SELF, &usage) != 0)
    return;
  rlim_t wanted = (rlim_t)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) + 1 + seconds;
  if (wanted == last || getrlimit(RLIMIT_CPU, &limit) != 0)
    return;
  limit.rlim_cur = wanted;
  if (setrlimit(RLIMIT_CPU, &limit) == 0)
    last = wanted;
}
