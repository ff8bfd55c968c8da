/* SPDX-License-Identifier: ISC */
/* What the store process believes of a message that the intake hands over: as much as the packet holds. */
#include "daemon/store_group.h"
#include "seal/hash.h"

#include <string.h>
#include <unistd.h>

#define SEALED "age-encryption.org/v1"
#define SEALED_BYTES (sizeof SEALED - 1)

/* A report and an identity record as a worker makes them. */
static GBytes *
result_new(guint64 *head_size)
{
  g_autoptr(Report) report = report_new();
  g_autoptr(GPtrArray) blobs = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
  g_autoptr(GVariant) head = g_variant_ref_sink(g_variant_new("(@" REPORT_VARIANT_TYPE "t)", report_to_variant(report, blobs), (guint64)8));
  GByteArray *all = g_byte_array_new();
  *head_size = g_variant_get_size(head);
  g_byte_array_append(all, g_variant_get_data(head), (guint)*head_size);
  g_byte_array_append(all, (const guint8 *)"identity", 8);
  return g_byte_array_free_to_bytes(all);
}

static IpcMessage *
commit_new(GBytes *burden, guint64 sealed_size, guint64 carried, guint64 head_size)
{
  static const guint8 fingerprint[HASH_BYTES];
  GVariant *print = g_variant_new_fixed_array(G_VARIANT_TYPE_BYTE, fingerprint, sizeof fingerprint, 1);
  IpcMessage *message = g_new0(IpcMessage, 1);
  message->verb = g_strdup("commit");
  message->args = g_variant_ref_sink(g_variant_new("(tssuu@aysstbbttb)", (guint64)7, "reports", "INBOX", 1u, 2u, print, "2026-11-24", "",
                                                   sealed_size, FALSE, FALSE, carried, head_size, FALSE));
  message->burden = burden ? g_bytes_ref(burden) : NULL;
  return message;
}

static gboolean
is_read(IpcMessage *message)
{
  Gather gather = {0};
  Waiting *waiting = g_new0(Waiting, 1);
  gboolean ok = waiting_read_commit(waiting, message, &gather, NULL);
  g_assert_cmpuint(waiting->job, ==, 7);
  if (ok) {
    g_assert_cmpstr(waiting->report->kind, ==, "report");
    g_assert_cmpmem(g_bytes_get_data(waiting->incoming.identity, NULL), g_bytes_get_size(waiting->incoming.identity), "identity", 8);
  }
  waiting_free(waiting);
  return ok;
}

/* Original and result one behind the other in the packet; result only; neither. */
static void
test_where(void)
{
  guint64 head_size;
  g_autoptr(GBytes) result = result_new(&head_size);
  g_autoptr(GByteArray) both = g_byte_array_new();
  g_byte_array_append(both, (const guint8 *)SEALED, SEALED_BYTES);
  g_byte_array_append(both, g_bytes_get_data(result, NULL), (guint)g_bytes_get_size(result));
  g_autoptr(GBytes) carried = g_bytes_new(both->data, both->len), sealed = g_bytes_new(SEALED, SEALED_BYTES);
  for (guint i = 0; i < 4; i++) { /* bit 0: the original is carried, bit 1: the result is */
    GBytes *const burdens[] = {NULL, sealed, result, carried};
    g_autoptr(IpcMessage) message = commit_new(burdens[i], SEALED_BYTES, i & 1 ? SEALED_BYTES : 0, head_size);
    if (!(i & 1))
      message->fds[message->n_fds++] = ipc_memfd_from_bytes("test", SEALED, SEALED_BYTES, NULL);
    if (!(i & 2))
      message->fds[message->n_fds++] = ipc_memfd_from_bytes("test", g_bytes_get_data(result, NULL), g_bytes_get_size(result), NULL);
    g_assert_true(is_read(message));
  }
}

static void
test_refused(void)
{
  guint64 head_size;
  g_autoptr(GBytes) result = result_new(&head_size);
  const struct {
    guint64 sealed_size, carried, head_size;
    GBytes *burden;
  } cases[] = {
      {4, 4, head_size, NULL},                                     /* nothing is carried */
      {g_bytes_get_size(result) + 1, g_bytes_get_size(result) + 1, head_size, result}, /* less than was said */
      {5, 4, head_size, result},                                   /* not all of the original */
      {g_bytes_get_size(result), g_bytes_get_size(result), head_size, result}, /* no result behind it */
      {4, 0, head_size, result},                                   /* no original */
      {4, 4, G_MAXUINT64, result},                                 /* no report */
  };
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(IpcMessage) message = commit_new(cases[i].burden, cases[i].sealed_size, cases[i].carried, cases[i].head_size);
    g_assert_false(is_read(message));
  }
}

static void
test_gather(void)
{
  Gather gather = {0};
  g_assert_cmpint(gather_wait_ms(&gather, 0), ==, 0);
  gather_note(&gather, 1000, FALSE);
  g_assert_cmpint(gather_wait_ms(&gather, 1), ==, 0); /* nothing else comes */
  gather_note(&gather, 1000, TRUE);
  g_assert_cmpint(gather_wait_ms(&gather, 2), >, 0);
  g_assert_cmpint(gather_wait_ms(&gather, 64), ==, 0);
  g_assert_false(gather_is_large(&gather));
  gather_note(&gather, 32u << 20, TRUE);
  g_assert_true(gather_is_large(&gather));
  g_assert_cmpint(gather_wait_ms(&gather, 3), ==, 0);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/group/original and result come in the packet or in memfds", test_where);
  g_test_add_func("/group/a packet that holds less than it says is refused", test_refused);
  g_test_add_func("/group/a group waits while more comes and it is small", test_gather);
  return g_test_run();
}
