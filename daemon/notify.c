/* SPDX-License-Identifier: ISC */
/* Telling systemd; see the header. */
#include "daemon/notify.h"

#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

void
notify_state(const char *state)
{
  const char *path = g_getenv("NOTIFY_SOCKET");
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  if (!path || (*path != '/' && *path != '@') || strlen(path) >= sizeof address.sun_path)
    return;
  memcpy(address.sun_path, path, strlen(path));
  if (*path == '@')
    address.sun_path[0] = '\0'; /* abstract */
  int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (fd < 0)
    return;
  socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + strlen(path));
  sendto(fd, state, strlen(state), MSG_NOSIGNAL, (struct sockaddr *)&address, size);
  close(fd);
}

guint
notify_watchdog_ms(void)
{
  const char *usec = g_getenv("WATCHDOG_USEC");
  guint64 value = usec ? g_ascii_strtoull(usec, NULL, 10) : 0;
  return (guint)MIN(value / 2000, 60000);
}
