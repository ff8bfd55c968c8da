/* SPDX-License-Identifier: ISC */
/* Listing and fetching; see imap.h. Bodies pass through libetpan's handlers in pieces, so memory does not
 * grow with a message. It refuses to hand on as good what is not exactly one BODY[] with one UID that was
 * asked for and did not come before. */
#include "daemon/imap_private.h"
#include <string.h>

/* ---- listing
 * ------------------------------------------------------------------------------------------------------------------
 */

typedef struct {
  GArray *items; /* ImapItem */
  guint32 first, last;
} Listing;

/* 0 for what is not a date. */
static gint64
to_epoch(const struct mailimap_date_time *date)
{
  gint64 minutes = date->dt_zone / 100 * 60 + date->dt_zone % 100;
  if (!date->dt_year || ABS(minutes) > 24 * 60)
    return 0;
  g_autoptr(GDateTime) time = g_date_time_new_utc(date->dt_year, date->dt_month, date->dt_day, date->dt_hour,
                                                  date->dt_min, MIN(date->dt_sec, 59));
  return time ? g_date_time_to_unix(time) - minutes * 60 : 0;
}

/* TRUE when the attribute is one that comes with a message and never changes. */
static const struct mailimap_msg_att_static *
static_of(clistiter *at)
{
  const struct mailimap_msg_att_item *item = clist_content(at);
  return item->att_type == MAILIMAP_MSG_ATT_ITEM_STATIC ? item->att_data.att_static : NULL;
}

static gboolean
has_keyword(const struct mailimap_msg_att_item *item)
{
  if (item->att_type != MAILIMAP_MSG_ATT_ITEM_DYNAMIC || !item->att_data.att_dyn || !item->att_data.att_dyn->att_list)
    return FALSE;
  for (clistiter *at = clist_begin(item->att_data.att_dyn->att_list); at; at = clist_next(at)) {
    const struct mailimap_flag_fetch *fetched = clist_content(at);
    const struct mailimap_flag *flag = fetched->fl_type == MAILIMAP_FLAG_FETCH_OTHER ? fetched->fl_flag : NULL;
    if (flag && flag->fl_type == MAILIMAP_FLAG_KEYWORD && !g_ascii_strcasecmp(flag->fl_data.fl_keyword, IMAP_STORED_KEYWORD))
      return TRUE;
  }
  return FALSE;
}

static void
list_answer(struct mailimap_msg_att *answer, void *user)
{
  Listing *listing = user;
  ImapItem item = {0};
  for (clistiter *at = clist_begin(answer->att_list); at; at = clist_next(at)) {
    const struct mailimap_msg_att_static *part = static_of(at);
    item.stored |= has_keyword(clist_content(at));
    if (!part)
      continue;
    if (part->att_type == MAILIMAP_MSG_ATT_UID)
      item.uid = part->att_data.att_uid;
    else if (part->att_type == MAILIMAP_MSG_ATT_RFC822_SIZE)
      item.size = part->att_data.att_rfc822_size;
    else if (part->att_type == MAILIMAP_MSG_ATT_INTERNALDATE && part->att_data.att_internal_date)
      item.internal_date = to_epoch(part->att_data.att_internal_date);
  }
  /* "5:*" brings the last message even if its UID is below 5, and flags of other messages may come unasked.
   */
  if (item.uid && item.uid >= listing->first && item.uid <= listing->last)
    g_array_append_val(listing->items, item);
}

static gint
compare_items(gconstpointer a, gconstpointer b)
{
  guint32 left = ((const ImapItem *)a)->uid, right = ((const ImapItem *)b)->uid;
  return left < right ? -1 : left > right;
}

/* Ascending, each UID once. Of two answers for one UID the one with a size is kept: the other one was about
 * flags. */
static void
put_in_order(GArray *items)
{
  guint kept = 0;
  g_array_sort(items, compare_items);
  for (guint i = 0; i < items->len; i++) {
    ImapItem *item = &g_array_index(items, ImapItem, i);
    ImapItem *last = kept ? &g_array_index(items, ImapItem, kept - 1) : NULL;
    if (!last || last->uid != item->uid)
      g_array_index(items, ImapItem, kept++) = *item;
    else if (!last->size)
      *last = *item;
  }
  g_array_set_size(items, kept);
}

typedef enum { LIST_UIDS, LIST_DETAILS, LIST_FLAGS } ListWhat;

static struct mailimap_fetch_type *
list_attributes(ListWhat what)
{
  struct mailimap_fetch_type *type = mailimap_fetch_type_new_fetch_att_list_empty();
  mailimap_fetch_type_new_fetch_att_list_add(type, mailimap_fetch_att_new_uid());
  if (what == LIST_FLAGS)
    mailimap_fetch_type_new_fetch_att_list_add(type, mailimap_fetch_att_new_flags());
  if (what == LIST_DETAILS) {
    mailimap_fetch_type_new_fetch_att_list_add(type, mailimap_fetch_att_new_rfc822_size());
    mailimap_fetch_type_new_fetch_att_list_add(type, mailimap_fetch_att_new_internaldate());
  }
  return type;
}

static void
ignore_answer(struct mailimap_msg_att *answer, void *user)
{
}

/* One UID FETCH whose answers go to handler. Frees set and type. */
static int
run_fetch(ImapSession *session, struct mailimap_set *set, struct mailimap_fetch_type *type,
          mailimap_msg_att_handler *handler, gpointer user)
{
  clist *result = NULL;
  mailimap_set_msg_att_handler(session->imap, handler, user);
  int code = mailimap_uid_fetch(session->imap, set, type, &result);
  mailimap_set_msg_att_handler(session->imap, ignore_answer, NULL);
  if (code == MAILIMAP_NO_ERROR && result)
    mailimap_fetch_list_free(result);
  mailimap_fetch_type_free(type);
  mailimap_set_free(set);
  return code;
}

/* first 0: the last message only. */
static GArray *
list(ImapSession *session, guint32 first_uid, guint32 last_uid, ListWhat what, GError **error)
{
  Listing listing = {g_array_new(FALSE, FALSE, sizeof(ImapItem)), first_uid,
                     last_uid ? last_uid : G_MAXUINT32};
  g_autoptr(GArray) items = listing.items;
  imap_command(session, 0, 0);
  int code = run_fetch(session, mailimap_set_new_interval(first_uid, last_uid), list_attributes(what),
                       list_answer, &listing);
  if (!imap_result(session, code, "UID FETCH", IMAP_ERROR_MESSAGE, error))
    return NULL;
  put_in_order(items);
  return g_steal_pointer(&items);
}

GArray *
imap_list(ImapSession *session, guint32 first_uid, guint32 last_uid, GError **error)
{
  return list(session, MAX(first_uid, 1), last_uid, LIST_DETAILS, error);
}

GArray *
imap_flags(ImapSession *session, guint32 first_uid, guint32 last_uid, GError **error)
{
  return list(session, MAX(first_uid, 1), last_uid, LIST_FLAGS, error);
}

/* A line per message instead of the one line of UID SEARCH, which would have no end in a large folder. */
GArray *
imap_existing(ImapSession *session, guint32 first_uid, guint32 last_uid, GError **error)
{
  g_autoptr(GArray) items = list(session, MAX(first_uid, 1), last_uid, LIST_UIDS, error);
  if (!items)
    return NULL;
  GArray *uids = g_array_sized_new(FALSE, FALSE, sizeof(guint32), items->len);
  for (guint i = 0; i < items->len; i++)
    g_array_append_val(uids, g_array_index(items, ImapItem, i).uid);
  return uids;
}

gboolean
imap_last_uid(ImapSession *session, guint32 *uid, GError **error)
{
  g_autoptr(GArray) items = list(session, 0, 0, LIST_UIDS, error);
  if (!items)
    return FALSE;
  *uid = items->len ? g_array_index(items, ImapItem, items->len - 1).uid : 0;
  return TRUE;
}

/* ---- fetching
 * -----------------------------------------------------------------------------------------------------------------
 */

typedef struct {
  ImapSession *session;
  const ImapSink *sink;
  gpointer user;
  const guint32 *uids; /* ascending */
  guint count;
  gboolean *done; /* beside uids */
  gboolean begun; /* begin was called, end was not */
  gboolean stopped;
} Fetch;

static gboolean
is_whole_body(const struct mailimap_msg_att_body_section *section)
{
  return section && (!section->sec_section || !section->sec_section->sec_spec) && !section->sec_origin_octet;
}

static gboolean
begin_message(Fetch *fetch)
{
  if (fetch->begun || fetch->stopped)
    return !fetch->stopped;
  fetch->begun = TRUE;
  fetch->stopped = !fetch->sink->begin(fetch->user, fetch->session->guard.announced_bytes);
  return !fetch->stopped;
}

static bool
body_piece(int type, struct mailimap_msg_att_body_section *section, const char *bytes, size_t size,
           void *user)
{
  Fetch *fetch = user;
  if (type != MAILIMAP_MSG_ATT_BODY_SECTION || !is_whole_body(section))
    return true; /* not what was asked for */
  if (!begin_message(fetch))
    return false;
  fetch->stopped = !fetch->sink->data(fetch->user, (const guint8 *)bytes, size);
  return !fetch->stopped;
}

static void
end_message(Fetch *fetch, guint32 uid, gboolean complete)
{
  fetch->begun = FALSE;
  gboolean more = fetch->sink->end(fetch->user, complete ? uid : 0, complete);
  fetch->stopped |= complete && !more;
  if (fetch->stopped)
    fetch->session->broken = TRUE; /* libetpan cannot be stopped here, but it reads nothing more */
}

/* Marks uid as done. FALSE when it was not asked for, or came before. */
static gboolean
take_uid(Fetch *fetch, guint32 uid)
{
  guint low = 0, high = fetch->count;
  while (low < high) {
    guint middle = low + (high - low) / 2;
    if (fetch->uids[middle] < uid)
      low = middle + 1;
    else
      high = middle;
  }
  if (low == fetch->count || fetch->uids[low] != uid || fetch->done[low])
    return FALSE;
  return fetch->done[low] = TRUE;
}

typedef struct {
  guint32 uid;
  guint uids, bodies;
  gboolean nil;
} Answer;

static Answer
read_answer(const struct mailimap_msg_att *message)
{
  Answer answer = {0};
  for (clistiter *at = clist_begin(message->att_list); at; at = clist_next(at)) {
    const struct mailimap_msg_att_static *part = static_of(at);
    if (part && part->att_type == MAILIMAP_MSG_ATT_UID) {
      answer.uids++;
      answer.uid = part->att_data.att_uid;
    } else if (part && part->att_type == MAILIMAP_MSG_ATT_BODY_SECTION &&
               is_whole_body(part->att_data.att_body_section)) {
      answer.bodies++;
      answer.nil |= !part->att_data.att_body_section->sec_body_part;
    }
  }
  return answer;
}

/* The UID may have come before or after the body: only here, at the end of the answer, is it known whose body
 * it was. */
static void
fetch_answer(struct mailimap_msg_att *message, void *user)
{
  Fetch *fetch = user;
  Answer answer = read_answer(message);
  if (fetch->stopped || (!fetch->begun && (answer.bodies == 0 || answer.nil)))
    return; /* flags of some message; or a message that the server cannot give */
  gboolean good = answer.bodies == 1 && answer.uids == 1 && !fetch->session->guard.uidvalidity_changed &&
                  take_uid(fetch, answer.uid);
  if (!fetch->begun && (!good || !begin_message(fetch))) /* an empty message has no pieces */
    return;
  end_message(fetch, answer.uid, good);
}

static gboolean
fetch_set(Fetch *fetch, struct mailimap_set *set, guint count, GError **error)
{
  ImapSession *session = fetch->session;
  struct mailimap_fetch_type *type = mailimap_fetch_type_new_fetch_att_list_empty();
  mailimap_fetch_type_new_fetch_att_list_add(type, mailimap_fetch_att_new_uid());
  mailimap_fetch_type_new_fetch_att_list_add(
      type, mailimap_fetch_att_new_body_peek_section(mailimap_section_new(NULL)));
  imap_command(session, GUARD_BODIES, 2 * count + 16);
  mailimap_set_msg_body_handler(session->imap, body_piece, fetch);
  int code = run_fetch(session, set, type, fetch_answer, fetch);
  mailimap_set_msg_body_handler(session->imap, NULL, NULL);
  if (fetch->stopped) {
    session->broken = TRUE;
    g_set_error_literal(error, IMAP_ERROR, IMAP_ERROR_UNREACHABLE, "UID FETCH: stopped");
    return FALSE;
  }
  if (fetch->begun)
    end_message(fetch, 0, FALSE);
  return imap_result(session, code, "UID FETCH", IMAP_ERROR_MESSAGE, error);
}

gboolean
imap_fetch(ImapSession *session, const ImapItem *items, guint count, const ImapSink *sink, gpointer user,
           GError **error)
{
  g_autofree guint32 *uids = g_new(guint32, count);
  g_autofree gboolean *done = g_new0(gboolean, count);
  for (guint i = 0; i < count; i++)
    uids[i] = items[i].uid;
  Fetch fetch = {.session = session, .sink = sink, .user = user, .uids = uids, .count = count, .done = done};
  for (guint at = 0; at < count;) {
    guint start = at;
    struct mailimap_set *set = imap_next_set(uids, count, &at);
    if (!fetch_set(&fetch, set, at - start, error))
      return FALSE;
  }
  return TRUE;
}
