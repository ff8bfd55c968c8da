/* SPDX-License-Identifier: ISC */
/* Development tool, not installed: what each step of the intake costs per message, in one process and with no mail server:
 *     bench_steps RULES_DIR STORE_DIR ROUNDS FILE...
 * takes every file in ROUNDS times (from the second on they are duplicates, which the store drops) into a store in STORE_DIR, and
 * prints microseconds of CPU a message. Under callgrind it tells where the instructions go. */
#include "config/rules.h"
#include "daemon/raw.h"
#include "ipc/ipc.h"
#include "parser/parser.h"
#include "seal/age.h"
#include "store/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define RECIPIENT "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p" /* the one in age's own manual */
#define GROUP 64u

typedef enum { READ, PARSE, SEAL, PACK, UNPACK, STORE, N_STEPS } Step;
static const char *const names[N_STEPS] = {"read, seal", "parse, strip", "seal identity", "pack report", "unpack it", "store"};

typedef struct {
  ParserRules *rules;
  AgeRecipients *recipients;
  Store *store;
  double spent_us[N_STEPS], last_us;
  HashKey fingerprint_key;
  guint32 uid;
} Bench;

/* One message of the group that is gathered for the store. */
typedef struct {
  Raw *raw;
  Report *report;
  StoreIncoming in;
} Item;

static double
cpu_us(void)
{
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static void
count(Bench *bench, Step step)
{
  double now = cpu_us();
  bench->spent_us[step] += now - bench->last_us;
  bench->last_us = now;
}

static void
item_free(gpointer data)
{
  Item *item = data;
  raw_free(item->raw);
  report_free(item->report);
  g_clear_pointer(&item->in.identity, g_bytes_unref);
  g_free(item);
}

/* As the worker packs a report, less the identity record. */
static int
pack(const Report *report, gsize *head_size)
{
  g_autoptr(GPtrArray) blobs = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
  g_autoptr(GByteArray) whole = g_byte_array_new();
  g_autoptr(GVariant) head = g_variant_ref_sink(g_variant_new("(@" REPORT_VARIANT_TYPE "t)", report_to_variant(report, blobs), (guint64)0));
  *head_size = g_variant_get_size(head);
  g_byte_array_append(whole, g_variant_get_data(head), (guint)*head_size);
  for (guint i = 0; i < blobs->len; i++)
    g_byte_array_append(whole, g_bytes_get_data(blobs->pdata[i], NULL), (guint)g_bytes_get_size(blobs->pdata[i]));
  return ipc_memfd_from_bytes("bench", whole->data, whole->len, NULL);
}

/* As the store process reads it. */
static Report *
unpack(int fd, gsize head_size)
{
  g_autoptr(GBytes) whole = ipc_memfd_map(fd, 1u << 30, NULL);
  g_autoptr(GBytes) head = g_bytes_new_from_bytes(whole, 0, head_size);
  g_autoptr(GBytes) blob = g_bytes_new_from_bytes(whole, head_size, g_bytes_get_size(whole) - head_size);
  g_autoptr(GVariant) variant = g_variant_ref_sink(g_variant_new_from_bytes(G_VARIANT_TYPE("(" REPORT_VARIANT_TYPE "t)"), head, FALSE));
  g_autoptr(GVariant) fields = g_variant_is_normal_form(variant) ? g_variant_get_child_value(variant, 0) : NULL;
  return fields ? report_from_variant(fields, blob, NULL) : NULL;
}

static Item *
take(Bench *bench, const guint8 *bytes, gsize size)
{
  ParserMessage given = {.day = "2026-11-24", .today_if_unknown = "2026-11-24"};
  Item *item = g_new0(Item, 1);
  gsize head_size;
  g_autofree char *identity = NULL;
  RawWriter *writer = raw_writer_new(bench->recipients, &bench->fingerprint_key, G_MAXUINT64);
  raw_writer_data(writer, bytes, size, NULL);
  item->raw = raw_writer_finish(writer, NULL);
  count(bench, READ);
  g_autoptr(Report) report = parser_run(bench->rules, bytes, size, &given, &identity, NULL);
  count(bench, PARSE);
  item->in = (StoreIncoming){{(char *)"bench", (char *)"INBOX", 1, ++bench->uid}, {0}, "2026-11-24", report ? NULL : "limits",
                             item->raw->sealed_fd, item->raw->sealed_size, item->raw->sealed, NULL, NULL, FALSE};
  memcpy(item->in.fingerprint, item->raw->fingerprint, sizeof item->in.fingerprint);
  if (!report)
    return item;
  item->in.identity = age_seal(bench->recipients, (const guint8 *)identity, strlen(identity), NULL);
  count(bench, SEAL);
  int fd = pack(report, &head_size);
  count(bench, PACK);
  item->in.report = item->report = unpack(fd, head_size);
  close(fd);
  count(bench, UNPACK);
  return item;
}

static gboolean
store_group(Bench *bench, GPtrArray *group)
{
  const StoreIncoming *incoming[GROUP];
  for (guint i = 0; i < group->len; i++)
    incoming[i] = &((Item *)group->pdata[i])->in;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) results = store_take_in(bench->store, incoming, group->len, &error);
  if (!results)
    fprintf(stderr, "%s\n", error->message);
  g_ptr_array_set_size(group, 0);
  count(bench, STORE);
  return results != NULL;
}

static gboolean
run(Bench *bench, char **paths, guint n_paths, guint rounds)
{
  g_autoptr(GPtrArray) group = g_ptr_array_new_with_free_func(item_free);
  for (guint i = 0; i < rounds * n_paths; i++) {
    g_autofree char *bytes = NULL;
    gsize size;
    if (!g_file_get_contents(paths[i % n_paths], &bytes, &size, NULL))
      return FALSE;
    bench->last_us = cpu_us();
    g_ptr_array_add(group, take(bench, (const guint8 *)bytes, size));
    if ((group->len == GROUP || i + 1 == rounds * n_paths) && !store_group(bench, group))
      return FALSE;
  }
  return TRUE;
}

static gboolean
set_up(Bench *bench, const char *rules_dir, const char *store_dir, GError **error)
{
  const char *keys[] = {RECIPIENT, NULL};
  HashKey thread_key = {HASH_GMAC, {0}}, own;
  StoreOptions options = {store_dir, "Asia/Baghdad", keys};
  g_autoptr(GHashTable) files = rules_read(rules_dir, error);
  bench->rules = files ? parser_rules_new(files, "Asia/Baghdad", &thread_key, error) : NULL;
  bench->recipients = bench->rules ? age_recipients_new(keys, error) : NULL;
  bench->store = bench->recipients ? store_open(&options, error) : NULL;
  if (bench->store)
    store_hash_keys(bench->store, &bench->fingerprint_key, &own);
  return bench->store != NULL;
}

int
main(int argc, char **argv)
{
  if (argc < 5) {
    fprintf(stderr, "usage: bench_steps RULES_DIR STORE_DIR ROUNDS FILE...\n");
    return 64;
  }
  g_autoptr(GError) error = NULL;
  Bench bench = {0};
  guint n = (guint)argc - 4, rounds = (guint)atoi(argv[3]);
  age_init();
  parser_init();
  double start = cpu_us();
  if (!set_up(&bench, argv[1], argv[2], &error)) {
    fprintf(stderr, "%s\n", error->message);
    return 1;
  }
  printf("start         %9.0f us once\n", cpu_us() - start);
  if (!run(&bench, argv + 4, n, rounds))
    return 1;
  for (guint i = 0; i < N_STEPS; i++)
    printf("%-13s %9.1f us a message\n", names[i], bench.spent_us[i] / (rounds * n));
  store_close(bench.store);
  age_recipients_free(bench.recipients);
  parser_rules_free(bench.rules);
  return 0;
}
