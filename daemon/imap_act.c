/* SPDX-License-Identifier: ISC */
/* What is done to messages that are taken in; see imap.h. It refuses every command that could touch another
 * message: no plain EXPUNGE, no CLOSE, no sequence numbers, nothing in a folder that is read-only or whose
 * UIDVALIDITY changed. */
#include "daemon/imap_private.h"
#include <string.h>

static gboolean
refuse(const char *why, GError **error)
{
  g_set_error_literal(error, IMAP_ERROR, IMAP_ERROR_FOLDER, why);
  return FALSE;
}

static gboolean
may_act(ImapSession *session, GError **error)
{
  if (!session->folder)
    return refuse("no folder is selected", error);
  if (session->guard.uidvalidity_changed)
    return refuse("UIDVALIDITY has changed", error);
  return session->selected.read_only ? refuse("the folder is read-only", error) : TRUE;
}

static gboolean
add_flag(ImapSession *session, struct mailimap_set *set, struct mailimap_flag *flag, const char *what,
         GError **error)
{
  struct mailimap_flag_list *flags = mailimap_flag_list_new_empty();
  mailimap_flag_list_add(flags, flag);
  struct mailimap_store_att_flags *change = mailimap_store_att_flags_new_add_flags_silent(flags);
  imap_command(session, 0, 0);
  int result = mailimap_uid_store(session->imap, set, change);
  mailimap_store_att_flags_free(change);
  return imap_result(session, result, what, IMAP_ERROR_FOLDER, error);
}

/* \Deleted, then UID EXPUNGE of the same set (RFC 4315). */
static gboolean
expunge_set(ImapSession *session, struct mailimap_set *set, GError **error)
{
  if (!add_flag(session, set, mailimap_flag_new_deleted(), "STORE \\Deleted", error))
    return FALSE;
  imap_command(session, 0, 0);
  return imap_result(session, mailimap_uid_expunge(session->imap, set), "UID EXPUNGE", IMAP_ERROR_FOLDER,
                     error);
}

static gboolean
flag_set(ImapSession *session, struct mailimap_set *set, const char *unused, GError **error)
{
  return add_flag(session, set, mailimap_flag_new_flag_keyword(strdup(IMAP_STORED_KEYWORD)),
                  "STORE " IMAP_STORED_KEYWORD, error);
}

static gboolean
move_set(ImapSession *session, struct mailimap_set *set, const char *to, GError **error)
{
  imap_command(session, 0, 0);
  if (session->capabilities.move)
    return imap_result(session, mailimap_uid_move(session->imap, set, to), "UID MOVE", IMAP_ERROR_FOLDER,
                       error);
  if (!imap_result(session, mailimap_uid_copy(session->imap, set, to), "UID COPY", IMAP_ERROR_FOLDER, error))
    return FALSE;
  return expunge_set(session, set, error);
}

static gboolean
expunge_plainly(ImapSession *session, struct mailimap_set *set, const char *unused, GError **error)
{
  return expunge_set(session, set, error);
}

/* ---- Gmail: expunging from a folder only archives, so through the Trash
 * ------------------------------------------------------- */

static gboolean
is_trash(const struct mailimap_mailbox_list *mailbox)
{
  if (!mailbox->mb_flag || !mailbox->mb_name)
    return FALSE;
  for (clistiter *at = clist_begin(mailbox->mb_flag->mbf_oflags); at; at = clist_next(at)) {
    const struct mailimap_mbx_list_oflag *flag = clist_content(at);
    if (flag->of_type == MAILIMAP_MBX_LIST_OFLAG_FLAG_EXT && flag->of_flag_ext &&
        g_ascii_strcasecmp(flag->of_flag_ext, "Trash") == 0)
      return TRUE;
  }
  return FALSE;
}

/* The name of the folder with the use \Trash (RFC 6154), or NULL with an error. */
static char *
find_trash(ImapSession *session, GError **error)
{
  clist *mailboxes = NULL;
  char *name = NULL;
  imap_command(session, GUARD_NAMES, 0);
  int result = mailimap_list(session->imap, "", "*", &mailboxes);
  if (!imap_result(session, result, "LIST", IMAP_ERROR_FOLDER, error))
    return NULL;
  for (clistiter *at = clist_begin(mailboxes); at && !name; at = clist_next(at)) {
    if (is_trash(clist_content(at)))
      name = g_strdup(((const struct mailimap_mailbox_list *)clist_content(at))->mb_name);
  }
  mailimap_list_result_free(mailboxes);
  if (!name)
    refuse("the server names no Trash", error);
  return name;
}

static guint64
count_set(const struct mailimap_set *set)
{
  guint64 count = 0;
  for (clistiter *at = clist_begin(set->set_list); at; at = clist_next(at)) {
    const struct mailimap_set_item *item = clist_content(at);
    if (item->set_first && item->set_last >= item->set_first)
      count += (guint64)item->set_last - item->set_first + 1;
    else
      return G_MAXUINT64; /* "*", or backwards */
  }
  return count;
}

typedef struct {
  guint32 uidvalidity;
  struct mailimap_set *from, *to;
} Moved;

static void
moved_clear(Moved *moved)
{
  if (moved->from)
    mailimap_set_free(moved->from);
  if (moved->to)
    mailimap_set_free(moved->to);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Moved, moved_clear)

/* Selects a folder by the server's own spelling, without disturbing session->selected. */
static gboolean
select_raw(ImapSession *session, const char *name, GError **error)
{
  session->guard.uidvalidity = 0;
  session->guard.exists = 0;
  imap_command(session, GUARD_FOLDER, 0);
  if (!imap_result(session, mailimap_select(session->imap, name), "SELECT", IMAP_ERROR_FOLDER, error))
    return FALSE;
  session->guard.uidvalidity = session->imap->imap_selection_info->sel_uidvalidity;
  return TRUE;
}

static gboolean
expunge_in_trash(ImapSession *session, const Moved *moved, const char *trash, GError **error)
{
  if (!select_raw(session, trash, error))
    return FALSE;
  if (session->guard.uidvalidity != moved->uidvalidity)
    return refuse("UIDVALIDITY of the Trash has changed", error);
  return expunge_set(session, moved->to, error);
}

static gboolean
select_again(ImapSession *session, GError **error)
{
  if (!select_raw(session, session->folder, error))
    return FALSE;
  if (session->guard.uidvalidity == session->selected.uidvalidity)
    return TRUE;
  g_clear_pointer(&session->folder, g_free); /* whatever comes next has to select first */
  return refuse("UIDVALIDITY has changed", error);
}

static gboolean
expunge_through_trash(ImapSession *session, struct mailimap_set *set, const char *trash, GError **error)
{
  g_auto(Moved) moved = {0};
  imap_command(session, GUARD_COPIES, 0);
  int result =
      mailimap_uidplus_uid_move(session->imap, set, trash, &moved.uidvalidity, &moved.from, &moved.to);
  if (!imap_result(session, result, "UID MOVE", IMAP_ERROR_FOLDER, error))
    return FALSE;
  if (!moved.to) /* nothing of the set existed any more, or no COPYUID: what lies in the Trash is the
                    provider's to empty */
    return TRUE;
  if (!moved.from || count_set(moved.to) != count_set(moved.from) || count_set(moved.from) > count_set(set))
    return refuse("UID MOVE: the server's COPYUID makes no sense", error);
  guint32 exists = session->guard.exists;
  gboolean news = session->guard.news, expunged = expunge_in_trash(session, &moved, trash, error);
  if (session->broken || !select_again(session, expunged ? error : NULL))
    return FALSE;
  session->guard.news = news || session->guard.exists > exists;
  return expunged;
}

/* ---- the three ways
 * -----------------------------------------------------------------------------------------------------------
 */

typedef gboolean (*ActOnSet)(ImapSession *session, struct mailimap_set *set, const char *folder,
                             GError **error);

static gboolean
act_in_sets(ImapSession *session, const guint32 *uids, guint count, ActOnSet act, const char *folder,
            GError **error)
{
  for (guint at = 0; at < count;) {
    struct mailimap_set *set = imap_next_set(uids, count, &at);
    gboolean done = act(session, set, folder, error);
    mailimap_set_free(set);
    if (!done)
      return FALSE;
  }
  return TRUE;
}

gboolean
imap_flag(ImapSession *session, const guint32 *uids, guint count, GError **error)
{
  if (!may_act(session, error))
    return FALSE;
  if (!session->selected.keywords)
    return refuse("the folder does not keep keywords", error);
  return act_in_sets(session, uids, count, flag_set, NULL, error);
}

gboolean
imap_move(ImapSession *session, const guint32 *uids, guint count, const char *to, GError **error)
{
  if (!may_act(session, error))
    return FALSE;
  if (!session->capabilities.move && !session->capabilities.uidplus)
    return refuse("the server has neither MOVE nor UIDPLUS", error);
  g_autofree char *name = imap_folder_name(to);
  return act_in_sets(session, uids, count, move_set, name, error);
}

gboolean
imap_expunge(ImapSession *session, const guint32 *uids, guint count, GError **error)
{
  if (!may_act(session, error))
    return FALSE;
  if (!session->capabilities.uidplus)
    return refuse("the server lacks UIDPLUS", error);
  if (!session->capabilities.gmail)
    return act_in_sets(session, uids, count, expunge_plainly, NULL, error);
  if (!session->capabilities.move)
    return refuse("the server lacks MOVE", error);
  g_autofree char *trash = find_trash(session, error);
  if (!trash)
    return FALSE;
  return act_in_sets(session, uids, count, expunge_through_trash, trash, error);
}
