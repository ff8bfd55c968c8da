/* SPDX-License-Identifier: ISC */
/* The supervisor's part in cleaning: a child that asks for the cleaner gets a connection, to the unit's socket when the configuration
 * names one, else to a child that is started when it is first asked for. */
#include "daemon/cleaner.h"
#include "daemon/log.h"
#include "daemon/supervisor.h"
#include "ipc/ipc.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

int
supervisor_cleaner_connect(const char *path, GError **error)
{
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  if (strlen(path) >= sizeof address.sun_path) {
    g_set_error(error, IPC_ERROR, IPC_ERROR_IO, "%s: too long for a socket", path);
    return -1;
  }
  memcpy(address.sun_path, path, strlen(path));
  int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
  if (fd >= 0 && connect(fd, (struct sockaddr *)&address, sizeof address) == 0)
    return fd;
  g_set_error(error, IPC_ERROR, IPC_ERROR_IO, "%s: %s", path, g_strerror(errno));
  if (fd >= 0)
    close(fd);
  return -1;
}

/* The client's end of a new pair whose other end the child has. */
static int
connect_child(Supervisor *s, GError **error)
{
  int pair[2];
  if (!s->cleaner.pid && !child_start(&s->cleaner, "cleaner", error))
    return -1;
  if (!child_pair(pair, error))
    return -1;
  gboolean ok = ipc_send(s->cleaner.socket, "client", NULL, &pair[1], 1, error);
  close(pair[1]);
  if (ok)
    return pair[0];
  close(pair[0]);
  return -1;
}

void
supervisor_give_cleaner(Supervisor *s, Child *child)
{
  g_autoptr(GError) error = NULL;
  const char *path = s->config->cleaner_socket;
  int fd = path ? supervisor_cleaner_connect(path, &error) : connect_child(s, &error);
  if (fd < 0) {
    log_event(LOG_LEVEL_WARNING, "no-cleaner", "error=\"%s\"", error->message);
    ipc_send(child->socket, CLEANER_NONE, g_variant_new("(s)", error->message), NULL, 0, NULL);
    return;
  }
  ipc_send(child->socket, CLEANER_GIVE, NULL, &fd, 1, NULL);
  close(fd);
}
