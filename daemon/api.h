/* SPDX-License-Identifier: ISC
 *
 * The monitors' socket: plain HTTP with JSON (libmicrohttpd) on a bound Unix socket, in the store process.
 * Who calls is told by the kernel (SO_PEERCRED and SO_PEERGROUPS), never by the request. Every route is one
 * row of a table with the group it needs.
 */
#pragma once
#include <glib.h>
#include "parser/links.h"
#include "daemon/house.h"
#include "store/store.h"
#include "daemon/vocabulary.h"

typedef struct Api Api;

#define API_MAX_BOXES 64u

/* Part of a picture, in pixels as it is displayed. */
typedef struct {
  guint x, y, width, height;
} ApiBox;

typedef struct {
  Store *store;                 /* thread-safe */
  gboolean learn;               /* may rules be learned from what people decided? */
  const LinkRules *links;       /* how a link that a monitor adds is brought to its canonical form */
  const Vocabulary *vocabulary; /* what fields may hold */
  const Workflow *workflow;
  guint monitor_gid, admin_gid; /* (guint)-1: no such group, then only root and the daemon's own user */
  const House *house;           /* or NULL: nothing is known of the organisation */
  /* Called from the API's threads; must be thread-safe. */
  JsonNode *(*health)(
      gpointer user); /* object with "mailboxes", "backlog", "store": merged into GET /status */
  GBytes *(*drill)(gpointer user, const char *nonce,
                   GError **error); /* armoured age file whose plaintext is nonce and newline */
  void (*retry)(gpointer user);     /* rows have been marked: tell the intake */
  void (*drilled)(gpointer user);   /* the drill was confirmed */
  /* The picture with opaque boxes; waits for the cleaner. NULL with STORE_ERROR_INVALID for boxes outside of it, else _FAILED. */
  GBytes *(*cover)(gpointer user, const char *media_type, GBytes *picture, const ApiBox *boxes, guint n, GError **error);
  gpointer user;
} ApiHost;

/* The rules of links below the rules' folder. Reads a file: before the process is confined. */
LinkRules *api_link_rules(const char *rules_path, GError **error);
/* Serves listen_fd (already bound and listening), which then belongs to the API. Starts its own threads:
 * confine the process first, with the threads' calls allowed; /etc/passwd must be readable, or callers are
 * logged by number. The host is copied; what it points to must outlive the API. NULL with G_IO_ERROR_FAILED
 * when the threads cannot be started. */
Api *api_start(int listen_fd, const ApiHost *host, GError **error);
/* Takes no more connections, finishes requests under way (5 s at most), then stops and closes the socket. */
void api_stop(Api *api);
