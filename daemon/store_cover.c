/* SPDX-License-Identifier: ISC */
/* Boxes burnt into a picture by the cleaner; see the header. Looks at nothing of the picture but its size: where boxes lie outside of
 * it, somebody has measured another picture. */
#include "daemon/store_cover.h"
#include "daemon/cleaner.h"
#include "parser/picture.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define CONNECT_PATIENCE_US (10 * G_TIME_SPAN_SECOND)
#define COVER_PATIENCE_MS (120 * 1000)
#define MAX_PICTURE_BYTES (256ull * 1024 * 1024)

struct StoreCover {
  int supervisor;
  GMutex one;      /* at a time */
  GMutex lock;     /* guards what follows */
  GCond changed;
  int fd;          /* the connection, or -1 */
  gboolean waiting, refused, stopping;
};

StoreCover *
store_cover_new(int supervisor)
{
  StoreCover *cover = g_new0(StoreCover, 1);
  cover->supervisor = supervisor;
  cover->fd = -1;
  g_mutex_init(&cover->one);
  g_mutex_init(&cover->lock);
  g_cond_init(&cover->changed);
  return cover;
}

void
store_cover_free(StoreCover *cover)
{
  if (!cover)
    return;
  if (cover->fd >= 0)
    close(cover->fd);
  g_mutex_clear(&cover->one);
  g_mutex_clear(&cover->lock);
  g_cond_clear(&cover->changed);
  g_free(cover);
}

gboolean
store_cover_take(StoreCover *cover, IpcMessage *message)
{
  gboolean give = ipc_is(message, CLEANER_GIVE, "()", 1), none = ipc_is(message, CLEANER_NONE, "(s)", 0);
  if (!give && !none)
    return FALSE;
  g_mutex_lock(&cover->lock);
  gboolean mine = cover->waiting;
  cover->waiting = FALSE;
  if (mine) {
    cover->fd = give ? ipc_take_fd(message, 0) : -1;
    cover->refused = none;
    g_cond_broadcast(&cover->changed);
  }
  g_mutex_unlock(&cover->lock);
  return mine;
}

void
store_cover_stop(StoreCover *cover)
{
  g_mutex_lock(&cover->lock);
  cover->stopping = TRUE;
  if (cover->fd >= 0)
    shutdown(cover->fd, SHUT_RDWR);
  g_cond_broadcast(&cover->changed);
  g_mutex_unlock(&cover->lock);
}

/* A connection, in cover->fd. */
static gboolean
connect_cleaner(StoreCover *cover)
{
  gint64 until = g_get_monotonic_time() + CONNECT_PATIENCE_US;
  g_mutex_lock(&cover->lock);
  cover->refused = FALSE;
  cover->waiting = !cover->stopping && ipc_send(cover->supervisor, CLEANER_ASK, NULL, NULL, 0, NULL);
  while (cover->waiting && !cover->stopping && g_cond_wait_until(&cover->changed, &cover->lock, until))
    ;
  cover->waiting = FALSE;
  gboolean there = cover->fd >= 0 && !cover->stopping;
  g_mutex_unlock(&cover->lock);
  return there;
}

static void
disconnect(StoreCover *cover)
{
  g_mutex_lock(&cover->lock);
  if (cover->fd >= 0)
    close(cover->fd);
  cover->fd = -1;
  g_mutex_unlock(&cover->lock);
}

static GBytes *
fail(GError **error, StoreError code, const char *why)
{
  g_set_error_literal(error, STORE_ERROR, (gint)code, why);
  return NULL;
}

static GBytes *
take_answer(IpcMessage *message, const char *media_type, GError **error)
{
  const char *type, *reason;
  guint64 job;
  if (!message || !ipc_is(message, "covered", CLEANER_COVERED_TYPE, 1))
    return fail(error, STORE_ERROR_FAILED, "the cleaner gave up on this picture: nothing was changed");
  g_variant_get(message->args, "(t&s&s)", &job, &type, &reason);
  if (*reason) {
    g_set_error(error, STORE_ERROR, STORE_ERROR_FAILED, "the cleaner could not cover it (%s): nothing was changed", reason);
    return NULL;
  }
  GBytes *bytes = ipc_memfd_map(message->fds[0], MAX_PICTURE_BYTES, error);
  gsize size = 0;
  const guint8 *data = bytes ? g_bytes_get_data(bytes, &size) : NULL;
  if (bytes && strcmp(picture_sniff(data, size), media_type) == 0)
    return bytes;
  g_clear_pointer(&bytes, g_bytes_unref);
  g_clear_error(error);
  return fail(error, STORE_ERROR_FAILED, "the cleaner made something else of it: nothing was changed");
}

static GBytes *
ask(StoreCover *cover, const char *media_type, int picture_fd, const ApiBox *boxes, guint n, GError **error)
{
  GVariantBuilder rows;
  struct pollfd fd = {cover->fd, POLLIN, 0};
  g_variant_builder_init(&rows, G_VARIANT_TYPE("a(uuuu)"));
  for (guint i = 0; i < n; i++)
    g_variant_builder_add(&rows, "(uuuu)", boxes[i].x, boxes[i].y, boxes[i].width, boxes[i].height);
  GVariant *args = g_variant_new("(tsa(uuuu))", (guint64)1, media_type, &rows);
  if (!ipc_send(cover->fd, "cover", args, &picture_fd, 1, NULL) || poll(&fd, 1, COVER_PATIENCE_MS) <= 0)
    return fail(error, STORE_ERROR_FAILED, "the cleaner does not answer: nothing was changed");
  g_autoptr(IpcMessage) message = ipc_receive(cover->fd, NULL);
  return take_answer(message, media_type, error);
}

static gboolean
check_boxes(GBytes *picture, const ApiBox *boxes, guint n, GError **error)
{
  gsize size;
  guint width, height;
  const guint8 *bytes = g_bytes_get_data(picture, &size);
  if (!picture_size(bytes, size, &width, &height)) {
    fail(error, STORE_ERROR_INVALID, "only pictures can be covered: JPEG, PNG, GIF and WebP");
    return FALSE;
  }
  for (guint i = 0; i < n; i++) {
    const ApiBox *box = &boxes[i];
    if (box->width && box->height && box->x < width && box->y < height && box->width <= width - box->x &&
        box->height <= height - box->y)
      continue;
    g_set_error(error, STORE_ERROR, STORE_ERROR_INVALID, "box %u does not lie in the picture, which is %u wide and %u high", i + 1,
                width, height);
    return FALSE;
  }
  return TRUE;
}

GBytes *
store_cover_run(StoreCover *cover, const char *media_type, GBytes *picture, const ApiBox *boxes, guint n, GError **error)
{
  gsize size;
  const void *bytes = g_bytes_get_data(picture, &size);
  if (!check_boxes(picture, boxes, n, error))
    return NULL;
  int fd = ipc_memfd_from_bytes("amana-picture", bytes, size, error);
  if (fd < 0)
    return NULL;
  g_mutex_lock(&cover->one);
  GBytes *covered = connect_cleaner(cover) ? ask(cover, media_type, fd, boxes, n, error)
                                           : fail(error, STORE_ERROR_LOCKED, "there is no cleaner now: nothing was changed");
  disconnect(cover);
  g_mutex_unlock(&cover->one);
  close(fd);
  return covered;
}
