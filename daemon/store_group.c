/* SPDX-License-Identifier: ISC */
/* What the intake hands over, until it is durable: read and checked here, gathered in groups; see the header. */
#include "daemon/store_group.h"

#include <string.h>
#include <unistd.h>

#define RESULT_MAX_BYTES (1536ULL << 20) /* of one message's report with its cleaned attachments */
#define GATHER_MESSAGES 64u /* half of what the intake has under way: it makes the next while this is written */
#define GATHER_BYTES (32ULL << 20) /* of originals and results */
#define GATHER_US 100000 /* nobody waits longer for what else comes */

void
waiting_free(gpointer data)
{
  Waiting *waiting = data;
  if (waiting->incoming.sealed_fd >= 0)
    close(waiting->incoming.sealed_fd);
  g_clear_pointer(&waiting->incoming.sealed, g_bytes_unref);
  g_clear_pointer(&waiting->incoming.identity, g_bytes_unref);
  report_free(waiting->report);
  g_free(waiting->mailbox);
  g_free(waiting->folder);
  g_free(waiting->day);
  g_free(waiting->quarantine);
  g_free(waiting);
}

static gboolean
refuse(GError **error, const char *why)
{
  g_set_error_literal(error, IPC_ERROR, IPC_ERROR_MALFORMED, why);
  return FALSE;
}

/* What the worker made: checked here, since the worker ate the mail. */
static gboolean
read_result(Waiting *waiting, GBytes *whole, guint64 head_size, GError **error)
{
  gsize size = g_bytes_get_size(whole);
  if (head_size > size)
    return refuse(error, "result shorter than its head");
  g_autoptr(GBytes) head = g_bytes_new_from_bytes(whole, 0, (gsize)head_size);
  g_autoptr(GVariant) variant =
      g_variant_ref_sink(g_variant_new_from_bytes(G_VARIANT_TYPE("(" REPORT_VARIANT_TYPE "t)"), head, FALSE));
  if (!g_variant_is_normal_form(variant))
    return refuse(error, "result not in normal form");
  g_autoptr(GVariant) report = g_variant_get_child_value(variant, 0);
  guint64 identity_size, left = size - head_size;
  g_variant_get_child(variant, 1, "t", &identity_size);
  if (identity_size > left)
    return refuse(error, "result shorter than its identity record");
  gsize at = size - (gsize)identity_size;
  g_autoptr(GBytes) blob = g_bytes_new_from_bytes(whole, (gsize)head_size, at - (gsize)head_size);
  waiting->incoming.identity = g_bytes_new_from_bytes(whole, at, (gsize)identity_size);
  waiting->report = report_from_variant(report, blob, error);
  return waiting->report != NULL;
}

/* The sealed original: the first bytes that the packet carries, or the first memfd. */
static gboolean
take_original(StoreIncoming *in, IpcMessage *message, guint64 carried, GError **error)
{
  if (carried) {
    if (!message->burden || carried > g_bytes_get_size(message->burden) || carried != in->sealed_size)
      return refuse(error, "the packet is shorter than its original");
    in->sealed = g_bytes_new_from_bytes(message->burden, 0, (gsize)carried);
    return TRUE;
  }
  if (!message->n_fds)
    return refuse(error, "no original");
  in->sealed_fd = ipc_take_fd(message, 0);
  return ipc_memfd_is_sealed(in->sealed_fd) || refuse(error, "the original is not in a sealed memfd");
}

/* What the worker made: the other bytes, or the other memfd. */
static GBytes *
result_bytes(const IpcMessage *message, guint64 carried, GError **error)
{
  gsize all = message->burden ? g_bytes_get_size(message->burden) : 0;
  guint fd = carried ? 0 : 1;
  if (all > carried)
    return g_bytes_new_from_bytes(message->burden, (gsize)carried, all - (gsize)carried);
  if (message->n_fds > fd)
    return ipc_memfd_map(message->fds[fd], RESULT_MAX_BYTES, error);
  refuse(error, "no result");
  return NULL;
}

gboolean
waiting_read_commit(Waiting *waiting, IpcMessage *message, Gather *gather, GError **error)
{
  StoreIncoming *in = &waiting->incoming;
  g_autoptr(GVariant) fingerprint = NULL;
  guint64 carried, head_size;
  gboolean more;
  in->sealed_fd = -1;
  g_variant_get(message->args, "(tssuu@aysstbbttb)", &waiting->job, &waiting->mailbox, &waiting->folder,
                &in->key.uidvalidity, &in->key.uid, &fingerprint, &waiting->day, &waiting->quarantine,
                &in->sealed_size, &in->retry, &waiting->wants_ref, &carried, &head_size, &more);
  gather_note(gather, in->sealed_size, more);
  if (g_variant_get_size(fingerprint) != sizeof in->fingerprint)
    return refuse(error, "fingerprint of the wrong size");
  memcpy(in->fingerprint, g_variant_get_data(fingerprint), sizeof in->fingerprint);
  in->key.mailbox = waiting->mailbox;
  in->key.folder = waiting->folder;
  in->day = *waiting->day ? waiting->day : NULL;
  if (!take_original(in, message, carried, error))
    return FALSE;
  if (*waiting->quarantine) {
    in->quarantine = waiting->quarantine;
    return TRUE;
  }
  g_autoptr(GBytes) result = result_bytes(message, carried, error);
  if (!result || !read_result(waiting, result, head_size, error))
    return FALSE;
  gather->bytes += g_bytes_get_size(result);
  in->report = waiting->report;
  return TRUE;
}

gboolean
waiting_read_finish(Waiting *waiting, IpcMessage *message, GError **error)
{
  StoreFinish *finish = &waiting->finish;
  g_autoptr(GVariant) fingerprint = NULL;
  guint64 head_size;
  g_variant_get(message->args, "(tssuu@ayt)", &waiting->job, &waiting->mailbox, &waiting->folder, &finish->key.uidvalidity,
                &finish->key.uid, &fingerprint, &head_size);
  waiting->incoming.sealed_fd = -1;
  if (g_variant_get_size(fingerprint) != sizeof finish->fingerprint)
    return refuse(error, "fingerprint of the wrong size");
  memcpy(finish->fingerprint, g_variant_get_data(fingerprint), sizeof finish->fingerprint);
  finish->key.mailbox = waiting->mailbox;
  finish->key.folder = waiting->folder;
  g_autoptr(GBytes) result = NULL;
  if (message->n_fds || message->burden) {
    result = message->burden ? g_bytes_ref(message->burden) : ipc_memfd_map(message->fds[0], RESULT_MAX_BYTES, error);
    if (!result || !read_result(waiting, result, head_size, error))
      return FALSE;
  }
  finish->report = waiting->report;
  finish->identity = waiting->incoming.identity;
  return TRUE;
}

/* ---- how long to gather
 * --------------------------------------------------------------------------------------------------------- */

void
gather_note(Gather *gather, guint64 bytes, gboolean more)
{
  if (!gather->since_us)
    gather->since_us = g_get_monotonic_time();
  gather->bytes += bytes;
  gather->more = more;
}

gboolean
gather_is_large(const Gather *gather)
{
  return gather->bytes >= GATHER_BYTES;
}

int
gather_wait_ms(const Gather *gather, guint messages)
{
  if (!messages || !gather->more || messages >= GATHER_MESSAGES || gather_is_large(gather))
    return 0;
  gint64 left_us = gather->since_us + GATHER_US - g_get_monotonic_time();
  return left_us > 0 ? (int)(left_us / 1000 + 1) : 0;
}
