/* SPDX-License-Identifier: ISC */
/* Peer credentials; see the header. SO_PEERCRED alone gives the primary group only. */
#include "daemon/peer.h"

#include <sys/socket.h>
#include <unistd.h>

#define MAX_GROUPS 65536

gboolean
peer_in_group(int socket, guint gid, guint *uid)
{
  struct ucred peer;
  socklen_t size = sizeof peer;
  if (getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0)
    return FALSE;
  if (uid)
    *uid = peer.uid;
  if (peer.uid == 0 || peer.uid == geteuid())
    return TRUE;
  if (gid == (guint)-1)
    return FALSE;
  if (peer.gid == gid)
    return TRUE;
  g_autofree gid_t *groups = g_new(gid_t, MAX_GROUPS);
  size = MAX_GROUPS * sizeof *groups;
  if (getsockopt(socket, SOL_SOCKET, SO_PEERGROUPS, groups, &size) != 0)
    return FALSE;
  for (guint i = 0; i < size / sizeof *groups; i++)
    if (groups[i] == gid)
      return TRUE;
  return FALSE;
}
