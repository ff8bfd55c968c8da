/* SPDX-License-Identifier: ISC
 *
 * The way of imported messages to the intake: a window of unanswered messages over one SOCK_SEQPACKET
 * connection, results in the order of the messages. If the connection breaks, it is made again and what has
 * no answer is sent again: the intake knows messages by their fingerprint, so nothing gets in twice.
 */
#pragma once
#include <glib.h>

#define WINDOW_MAX_MESSAGES 64u
#define WINDOW_MAX_BYTES                                                                                     \
  (256ULL << 20)              /* of unanswered messages, which lie in memory; one larger message goes alone */
#define WINDOW_PATIENCE_S 30u /* without a connection */

typedef struct Window Window;

typedef struct {
  const char *name;
  const char *outcome;      /* NULL when refused */
  const char *ref, *report; /* or NULL */
  const char *refusal;      /* why it was not taken, or NULL */
} WindowResult;

/* Called in the order of the messages. */
typedef void (*WindowDeliver)(gpointer user, const WindowResult *result);
/* Called now and then while it waits. */
typedef void (*WindowTick)(gpointer user, guint64 delivered, guint unanswered);

/* Does not connect yet. patience_s: WINDOW_PATIENCE_S, shorter in tests. */
Window *window_new(const char *socket_path, gboolean no_wait, guint patience_s, WindowDeliver deliver,
                   WindowTick tick, gpointer user);
void window_free(Window *window);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Window, window_free)
/* A connection to the intake's socket, or -1 with CLIENT_ERROR_NO_DAEMON or NOT_ALLOWED. */
int window_socket(const char *path, GError **error);
/* CLIENT_ERROR_NO_DAEMON or NOT_ALLOWED. */
gboolean window_connect(Window *window, GError **error);
/* Takes name and fd over, and sends the message when the window has room; waits until it has.
 * CLIENT_ERROR_NO_DAEMON when the intake is gone for good, NOT_ALLOWED when it does not want this user. */
gboolean window_add(Window *window, char *name, int fd, guint64 size, GError **error);
/* Waits for all answers. */
gboolean window_finish(Window *window, GError **error);
