/* SPDX-License-Identifier: ISC */
/*
 * `amana reconcile`: is the mailbox what the ledger says it is? Each folder is listed over a connection of its own and
 * held against its rows. What differs is looked at once more after a pause, because mail is taken in meanwhile; what
 * differs both times is told. Changes nothing on either side.
 */
#include "daemon/intake.h"

#include <string.h>
#include <unistd.h>

#define SECOND_LOOK_US (3 * G_USEC_PER_SEC)
#define SPAN 100000u /* UIDs asked about at once in a folder with more messages than that */

/* What can be the matter with one UID. The words go over the socket; amana says what they mean. */
typedef enum {
  SAME,
  NOT_TAKEN,          /* in the mailbox, no row */
  FLAGGED_NOT_TAKEN,  /* the same, and it carries our keyword: the store is older than the mailbox */
  MOVED_STILL_THERE,  /* the row says moved, expunged or gone */
  DUE,                /* taken in; what is to happen to it has not happened */
  NOT_FLAGGED,        /* the row says flagged, the mailbox does not */
  QUARANTINED,        /* stays in the mailbox on purpose */
  PENDING,            /* an attachment is still being cleaned */
  REMOVED             /* the row says it is there; somebody has removed it */
} Difference;

static const char *const words[] = {"",    "not-taken",   "flagged-not-taken", "moved-still-there",
                                    "due", "not-flagged", "quarantined",       "pending",
                                    "removed"};

typedef struct {
  guint32 uid;
  Difference what;
} Found;

typedef struct {
  Intake *intake;
  Folder *folder;
  int client;
  ImapFolder selected;
  guint rows;
} Look;

/* ---- one look
 * ----------------------------------------------------------------------------------------------------------- */

static gboolean
list_mailbox(ImapSession *session, const ImapFolder *selected, GArray *all, GError **error)
{
  guint32 last = selected->uidnext ? selected->uidnext - 1 : 0;
  guint32 span = selected->exists <= SPAN ? G_MAXUINT32 : SPAN;
  if (!selected->exists || !last)
    return TRUE;
  for (guint32 from = 1;;) {
    guint32 to = last - from < span ? last : from + span - 1;
    g_autoptr(GArray) items = imap_flags(session, from, to, error);
    if (!items)
      return FALSE;
    g_array_append_vals(all, items->data, items->len);
    if (to == last)
      return TRUE;
    from = to + 1;
  }
}

static GBytes *
ask(const Look *look, const char *verb, GError **error)
{
  GVariant *args = g_variant_new("(tssu)", intake_next_id(look->intake), look->folder->mailbox, look->folder->name,
                                 look->selected.uidvalidity);
  return intake_ask(look->intake, verb, args, -1, error);
}

static Difference
of_row(const Look *look, const StoreRow *row, const ImapItem *item)
{
  gboolean there = row->act == STORE_ACT_DUE || row->act == STORE_ACT_PENDING || row->act == STORE_ACT_FLAGGED;
  if (!item)
    return there ? REMOVED : SAME;
  if (!there)
    return MOVED_STILL_THERE;
  if (row->quarantined)
    return QUARANTINED;
  if (row->act == STORE_ACT_PENDING)
    return PENDING;
  if (row->act == STORE_ACT_DUE)
    return DUE;
  return item->stored || !look->selected.keywords || look->selected.read_only ? SAME : NOT_FLAGGED;
}

static void
add(GArray *found, guint32 uid, Difference what)
{
  Found one = {uid, what};
  if (what != SAME)
    g_array_append_val(found, one);
}

/* Both ascending by UID. */
static void
compare(const Look *look, const GArray *items, const StoreRow *rows, guint n_rows, GArray *found)
{
  guint i = 0, r = 0;
  while (i < items->len || r < n_rows) {
    const ImapItem *item = i < items->len ? &g_array_index(items, ImapItem, i) : NULL;
    const StoreRow *row = r < n_rows ? &rows[r] : NULL;
    if (item && (!row || item->uid < row->uid)) {
      add(found, item->uid, item->stored ? FLAGGED_NOT_TAKEN : NOT_TAKEN);
      i++;
    } else if (!item || row->uid < item->uid) {
      add(found, row->uid, of_row(look, row, NULL));
      r++;
    } else {
      add(found, row->uid, of_row(look, row, item));
      i++;
      r++;
    }
  }
}

static GArray *
look_once(Look *look, ImapSession *session, GError **error)
{
  g_autoptr(GArray) items = g_array_new(FALSE, FALSE, sizeof(ImapItem));
  g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(Found));
  if (!imap_select(session, look->folder->name, &look->selected, error) ||
      !list_mailbox(session, &look->selected, items, error))
    return NULL;
  g_autoptr(GBytes) answer = ask(look, "rows", error);
  if (!answer)
    return NULL;
  gsize size;
  const StoreRow *rows = g_bytes_get_data(answer, &size);
  look->rows = (guint)(size / sizeof *rows);
  look->selected.exists = items->len;
  compare(look, items, rows, look->rows, found);
  return g_steal_pointer(&found);
}

/* ---- a folder
 * ----------------------------------------------------------------------------------------------------------- */

static gboolean
contains(const GArray *found, const Found *what)
{
  for (guint low = 0, high = found->len; low < high;) {
    guint middle = low + (high - low) / 2;
    const Found *at = &g_array_index(found, Found, middle);
    if (at->uid == what->uid)
      return at->what == what->what;
    if (at->uid < what->uid)
      low = middle + 1;
    else
      high = middle;
  }
  return FALSE;
}

static gboolean
is_difference(Difference what)
{
  return what != QUARANTINED && what != PENDING && what != REMOVED;
}

static gboolean
any_difference(const GArray *found)
{
  for (guint i = 0; i < found->len; i++)
    if (is_difference(g_array_index(found, Found, i).what))
      return TRUE;
  return FALSE;
}

static gboolean
tell_older(const Look *look, GError **error)
{
  g_autoptr(GBytes) answer = ask(look, "older", error);
  if (!answer)
    return FALSE;
  gsize size;
  const StoreOlder *older = g_bytes_get_data(answer, &size);
  for (gsize i = 0; i < size / sizeof *older; i++)
    if (!ipc_send(look->client, "older", g_variant_new("(uuu)", older[i].uidvalidity, older[i].rows, older[i].due), NULL,
                  0, error))
      return FALSE;
  return TRUE;
}

static gboolean
tell(const Look *look, const GArray *first, const GArray *second, GError **error)
{
  GVariant *head = g_variant_new("(ssuuu)", look->folder->mailbox, look->folder->name, look->selected.uidvalidity,
                                 look->selected.exists, look->rows);
  if (!ipc_send(look->client, "folder", head, NULL, 0, error) || !tell_older(look, error))
    return FALSE;
  for (guint i = 0; i < second->len; i++) {
    const Found *what = &g_array_index(second, Found, i);
    if (contains(first, what) &&
        !ipc_send(look->client, "uid", g_variant_new("(usb)", what->uid, words[what->what], is_difference(what->what)),
                  NULL, 0, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
reconcile_folder(Look *look, GError **error)
{
  g_autoptr(ImapSession) session = imap_open(&look->folder->account, error);
  g_autoptr(GArray) first = session ? look_once(look, session, error) : NULL;
  if (!first)
    return FALSE;
  if (!any_difference(first))
    return tell(look, first, first, error);
  folder_wake(look->folder); /* what only waits for the next visit is done now */
  g_usleep(SECOND_LOOK_US);
  g_autoptr(GArray) second = look_once(look, session, error);
  return second && tell(look, first, second, error);
}

gboolean
reconcile(Intake *intake, int fd)
{
  for (guint i = 0; i < intake->folders->len; i++) {
    g_autoptr(GError) error = NULL;
    Look look = {.intake = intake, .folder = intake->folders->pdata[i], .client = fd};
    if (!reconcile_folder(&look, &error) &&
        !ipc_send(fd, "failed", g_variant_new("(sss)", look.folder->mailbox, look.folder->name, error->message), NULL,
                  0, NULL))
      return FALSE;
  }
  return ipc_send(fd, "reconciled", NULL, NULL, 0, NULL);
}
