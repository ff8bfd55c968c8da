/* SPDX-License-Identifier: ISC
 *
 * Who is at the other end of a Unix socket: told by the kernel, never by the peer.
 */
#pragma once
#include <glib.h>

/* TRUE when the peer of the connected socket is root, runs as the daemon's own user, or has gid as its primary or a supplementary
 * group (SO_PEERCRED, SO_PEERGROUPS). gid (guint)-1 is nobody's. uid (may be NULL) is set when the kernel tells. */
gboolean peer_in_group(int socket, guint gid, guint *uid);
