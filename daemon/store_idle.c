/* SPDX-License-Identifier: ISC */
/* Work for quiet moments; see the header. A cleaner that dies or answers nonsense over a picture twice costs that picture its
 * hashes, nothing else: similar goes on by text and by bytes. */
#include "daemon/store_idle.h"

#include <string.h>
#include <unistd.h>

#include "daemon/cleaner.h"
#include "daemon/log.h"

#define STEP_REPORTS 256u
#define STEP_MS 20       /* between two steps: whoever waits goes first */
#define BUSY_US (2 * G_USEC_PER_SEC)      /* mail that came so lately may be followed by more */
#define BUSY_MAX_US (60 * G_USEC_PER_SEC) /* a flood is when near-duplicates are asked for: some of the work is done all the same */
#define QUIET_MS 30000   /* when there seems to be nothing: what monitors strip is queued without a word to us */
#define ASK_AGAIN_US (60 * G_USEC_PER_SEC)
#define ANSWER_US (180 * G_USEC_PER_SEC)
#define MAX_TRIES 2u
#define HASH_VERB "hash"
#define HASHED_VERB "hashed"

struct StoreIdle {
  Store *store;
  int supervisor, cleaner;
  gboolean texts, pictures; /* there may be some */
  gint64 taken_us;          /* when something was last taken in, 0: never */
  gint64 waiting_us;        /* the first time since the last step, 0: never */
  gint64 asked_us;          /* when a cleaner was asked for */
  guint64 jobs, job;        /* how many there were; of the picture under way, 0: none */
  gint64 sent_us;
  StorePicture asked; /* without its bytes */
  guint tries;        /* of this picture */
  GThread *warming;   /* reads what monitors will ask for; NULL: not begun */
};

void
store_idle_wake(StoreIdle *idle)
{
  idle->texts = idle->pictures = TRUE;
}

void
store_idle_taken(StoreIdle *idle)
{
  idle->taken_us = g_get_monotonic_time();
  if (!idle->waiting_us)
    idle->waiting_us = idle->taken_us;
  store_idle_wake(idle);
}

StoreIdle *
store_idle_new(Store *store, int supervisor)
{
  StoreIdle *idle = g_new0(StoreIdle, 1);
  idle->store = store;
  idle->supervisor = supervisor;
  idle->cleaner = -1;
  store_idle_taken(idle); /* a daemon that starts has mail to take in, for all that is known */
  return idle;
}

static void
drop_cleaner(StoreIdle *idle)
{
  if (idle->cleaner >= 0)
    close(idle->cleaner);
  idle->cleaner = -1;
  idle->job = 0;
}

void
store_idle_free(StoreIdle *idle)
{
  if (!idle)
    return;
  drop_cleaner(idle);
  if (idle->warming) {
    store_warm_end(idle->store);
    g_thread_join(idle->warming);
  }
  g_free(idle);
}

int
store_idle_socket(const StoreIdle *idle)
{
  return idle->cleaner;
}

/* How long mail still comes first. */
static gint64
busy_us(const StoreIdle *idle, gint64 now)
{
  return idle->waiting_us ? MIN(idle->taken_us + BUSY_US, idle->waiting_us + BUSY_MAX_US) - now : 0;
}

int
store_idle_timeout(const StoreIdle *idle)
{
  gint64 now = g_get_monotonic_time();
  gboolean can_ask = idle->cleaner >= 0 ? !idle->job : now - idle->asked_us > ASK_AGAIN_US;
  if (!idle->texts && !(idle->pictures && can_ask))
    return QUIET_MS;
  return MAX(STEP_MS, (int)(busy_us(idle, now) / 1000));
}

/* A failure here is one of the disk, which take_in reports; the work stays queued and is taken up after a pause. */
static void
seen(StoreIdle *idle, const guint8 *pixels, guint64 look)
{
  g_autoptr(GError) error = NULL;
  if (!store_similar_seen(idle->store, &idle->asked, pixels, look, &error))
    idle->pictures = FALSE;
  idle->tries = 0;
  idle->asked.report[0] = '\0';
}

/* ---- asking
 * ---------------------------------------------------------------------------------------------------------------
 */

static gboolean
send_picture(StoreIdle *idle, const StorePicture *picture)
{
  gsize size;
  const void *bytes = g_bytes_get_data(picture->bytes, &size);
  int fd = ipc_memfd_from_bytes("amana-picture", bytes, size, NULL);
  if (fd < 0)
    return FALSE;
  GVariantBuilder files;
  g_variant_builder_init(&files, G_VARIANT_TYPE("a(ustt)"));
  g_variant_builder_add(&files, "(ustt)", 1u, picture->media_type, (guint64)0, (guint64)size);
  idle->job = ++idle->jobs;
  gboolean ok = ipc_send(idle->cleaner, HASH_VERB, g_variant_new("(t@a(ustt))", idle->job, g_variant_builder_end(&files)), &fd, 1, NULL);
  idle->sent_us = g_get_monotonic_time();
  close(fd);
  return ok;
}

static void
ask_for_cleaner(StoreIdle *idle)
{
  gint64 now = g_get_monotonic_time();
  if (idle->asked_us && now - idle->asked_us <= ASK_AGAIN_US)
    return;
  idle->asked_us = now;
  ipc_send(idle->supervisor, CLEANER_ASK, NULL, NULL, 0, NULL);
}

/* The same picture again and again means that the cleaner dies of it. */
static void
count_try(StoreIdle *idle, const StorePicture *picture)
{
  if (strcmp(idle->asked.report, picture->report) || idle->asked.n != picture->n)
    idle->tries = 0;
  idle->asked = *picture;
  idle->asked.media_type = NULL;
  idle->asked.bytes = NULL;
  idle->tries++;
}

static void
step_picture(StoreIdle *idle)
{
  g_auto(StorePicture) picture = {0};
  if (!store_similar_picture(idle->store, CLEANER_MAX_BYTES, &picture, NULL)) {
    idle->pictures = FALSE;
    return;
  }
  if (idle->cleaner < 0) {
    ask_for_cleaner(idle);
    return;
  }
  count_try(idle, &picture);
  if (idle->tries > MAX_TRIES)
    seen(idle, NULL, 0);
  else if (!send_picture(idle, &picture))
    drop_cleaner(idle);
}

static gpointer
warm(gpointer store)
{
  g_autoptr(GError) error = NULL;
  if (!store_warm(store, &error))
    log_event(LOG_LEVEL_NOTICE, "not-read-ahead", "error=\"%s\"", error->message);
  return NULL;
}

void
store_idle_step(StoreIdle *idle)
{
  if (!idle->warming)
    idle->warming = g_thread_new("warm", warm, idle->store);
  idle->waiting_us = 0;
  if (idle->job && g_get_monotonic_time() - idle->sent_us > ANSWER_US)
    drop_cleaner(idle);
  if (!idle->texts && !idle->pictures) { /* quiet for long: is there anything that nobody told us of? */
    store_idle_wake(idle);
  }
  if (idle->texts)
    idle->texts = store_similar_step(idle->store, STEP_REPORTS, NULL);
  else if (idle->pictures && !idle->job)
    step_picture(idle);
}

/* ---- answers
 * --------------------------------------------------------------------------------------------------------------
 */

gboolean
store_idle_take(StoreIdle *idle, IpcMessage *message)
{
  if (ipc_is(message, CLEANER_GIVE, "()", 1)) {
    drop_cleaner(idle);
    idle->cleaner = ipc_take_fd(message, 0);
    return TRUE;
  }
  return ipc_is(message, CLEANER_NONE, "(s)", 0);
}

/* FALSE for an answer that is none. */
static gboolean
take_answer(StoreIdle *idle, IpcMessage *message)
{
  guint64 job = 0, look = 0;
  guint32 n = 0;
  g_autoptr(GVariant) list = NULL, hash = NULL;
  if (!ipc_is(message, HASHED_VERB, CLEANER_HASHED_TYPE, 0))
    return FALSE;
  g_variant_get(message->args, "(t@a(uayt))", &job, &list);
  if (!idle->job || job != idle->job || g_variant_n_children(list) != 1)
    return FALSE;
  g_variant_get_child(list, 0, "(u@ayt)", &n, &hash, &look);
  gsize size = g_variant_get_size(hash);
  if (n != 1 || (size != 0 && size != CLEANER_HASH_BYTES))
    return FALSE;
  idle->job = 0;
  seen(idle, size ? g_variant_get_data(hash) : NULL, look);
  return TRUE;
}

void
store_idle_read(StoreIdle *idle)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(IpcMessage) message = ipc_receive_now(idle->cleaner, &error);
  if (!message && error->code == IPC_ERROR_AGAIN)
    return;
  if (message && take_answer(idle, message))
    return;
  log_event(LOG_LEVEL_NOTICE, "cleaner-lost", "reason=%s", message ? "malformed" : "closed");
  drop_cleaner(idle);
}
