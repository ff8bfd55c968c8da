/* SPDX-License-Identifier: ISC */
/* Starting and ending children; see the header. */
#include "daemon/child.h"
#include "daemon/roles.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define PAIR_BYTES (1024 * 1024) /* of packets on their way; the kernel gives less when it is told to */

gboolean
child_pair(int pair[2], GError **error)
{
  int room = PAIR_BYTES;
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) == 0) {
    for (guint i = 0; i < 2; i++)
      setsockopt(pair[i], SOL_SOCKET, SO_SNDBUF, &room, sizeof room);
    return TRUE;
  }
  g_set_error(error, G_SPAWN_ERROR, G_SPAWN_ERROR_FAILED, "socketpair: %s", g_strerror(errno));
  return FALSE;
}

/* In the child, between fork and exec: only async-signal-safe calls. */
G_GNUC_NORETURN static void
become(int socket, char *const *argv, char *const *environment)
{
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  if (socket == ROLE_SOCKET)
    fcntl(socket, F_SETFD, 0);
  else
    dup2(socket, ROLE_SOCKET);
  syscall(SYS_close_range, ROLE_SOCKET + 1, ~0U, 0);
  execve("/proc/self/exe", argv, environment);
  _exit(EXIT_LATER);
}

gboolean
child_start(Child *child, const char *role, GError **error)
{
  int pair[2];
  /* the sanitizers' options are the only thing of the environment that goes on; nothing secret ever is in it
   */
  const char *options = g_getenv("ASAN_OPTIONS");
  g_autofree char *asan = g_strdup_printf("ASAN_OPTIONS=%s", options ? options : "");
  const char *leaks = g_getenv("LSAN_OPTIONS");
  g_autofree char *lsan = g_strdup_printf("LSAN_OPTIONS=%s", leaks ? leaks : "");
  char *argv[] = {(char *)"amanad", (char *)"--role", (char *)role, NULL};
  char *environment[] = {(char *)"LANG=C.UTF-8", (char *)"PATH=/usr/bin:/bin", asan, lsan, NULL};
  if (!child_pair(pair, error))
    return FALSE;
  pid_t pid = fork();
  if (pid == 0)
    become(pair[1], argv, environment);
  close(pair[1]);
  if (pid < 0) {
    close(pair[0]);
    g_set_error(error, G_SPAWN_ERROR, G_SPAWN_ERROR_FORK, "fork: %s", g_strerror(errno));
    return FALSE;
  }
  *child = (Child){pid, pair[0], FALSE};
  return TRUE;
}

void
child_forget(Child *child)
{
  if (child->socket >= 0)
    close(child->socket);
  *child = (Child){0, -1, FALSE};
}

void
child_kill(Child *child)
{
  if (child->pid > 0) {
    kill(child->pid, SIGKILL);
    while (waitpid(child->pid, NULL, 0) < 0 && errno == EINTR)
      ;
  }
  child_forget(child);
}

gboolean
child_wait(Child *child, guint timeout_ms)
{
  for (guint waited = 0; child->pid > 0 && waited <= timeout_ms; waited += 10) {
    pid_t ended = waitpid(child->pid, NULL, WNOHANG);
    if (ended == child->pid || (ended < 0 && errno == ECHILD)) {
      child_forget(child);
      return TRUE;
    }
    g_usleep(10000);
  }
  return child->pid <= 0;
}
