/* SPDX-License-Identifier: ISC */
/*
 * The worker: one message at a time from the intake, confined before it sees the first. It holds the
 * custodians' public keys and the rules; it has no file, no network, no standard error. What it hands back: a
 * report, a sealed identity record, or a code.
 */
#include "daemon/cleaner.h"
#include "daemon/confine.h"
#include "daemon/role.h"
#include "daemon/roles.h"
#include "config/rules.h"
#include "ipc/ipc.h"
#include "parser/mime.h"
#include "parser/parser.h"
#include "seal/age.h"
#include "seal/hash.h"

#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <string.h>
#include <unistd.h>

#define MAX_MESSAGE_BYTES (1024ULL * 1024 * 1024)
#define WORKER_AGAIN_TYPE "(tusssassa(usssstttt))"

typedef struct {
  int intake;
  ParserRules *rules;
  AgeRecipients *recipients;
  guint cpu_s;
  gboolean sound; /* is cleaned and not withheld */
} Worker;

/* ---- one message
 * -----------------------------------------------------------------------------------------------------------
 */

#ifdef AMANA_FAULTS
/* A test build does to itself what a message asks for, so that tests can see what becomes of the next one. */
static void
planted_fault(int intake, const guint8 *bytes, gsize size, guint attempt, gboolean second)
{
  if (memmem(bytes, size, "X-Amana-Fault: crash-always", 27) ||
      (attempt == 0 && memmem(bytes, size, "X-Amana-Fault: crash-once", 25)))
    abort();
  if (second && (memmem(bytes, size, "X-Amana-Fault: second-always", 28) ||
                 (attempt == 0 && memmem(bytes, size, "X-Amana-Fault: second-once", 26))))
    abort();
  if (memmem(bytes, size, "X-Amana-Fault: babble", 21)) {
    g_autoptr(GBytes) babble = g_bytes_new_take(g_malloc0(IPC_MAX_BYTES - 512), IPC_MAX_BYTES - 512);
    IpcBurden burden = {.bytes = {babble}};
    ipc_send_burden(intake, "done", g_variant_new("(tt)", (guint64)0, (guint64)0), &burden, FALSE, NULL);
  }
  if (memmem(bytes, size, "X-Amana-Fault: hang", 19))
    for (;;)
      g_usleep(G_USEC_PER_SEC);
  if (memmem(bytes, size, "X-Amana-Fault: spin", 19))
    for (volatile guint spin = 0;; spin++)
      ;
}
#endif

static gboolean
write_all(int fd, const void *data, gsize size)
{
  const char *p = data;
  while (size) {
    ssize_t n = write(fd, p, size);
    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0)
      return FALSE;
    p += n;
    size -= (gsize)n;
  }
  return TRUE;
}

/* One sealed memfd of some bytes and then the blobs. */
static int
blobs_memfd(const char *name, const void *head, gsize head_size, const GPtrArray *blobs, GError **error)
{
  int fd = ipc_memfd_new(name, error);
  gboolean ok = fd >= 0 && write_all(fd, head, head_size);
  for (guint i = 0; ok && i < blobs->len; i++) {
    gsize size;
    const void *bytes = g_bytes_get_data(blobs->pdata[i], &size);
    ok = write_all(fd, bytes, size);
  }
  if (fd >= 0 && (!ok || !ipc_memfd_seal(fd, error))) {
    close(fd);
    return -1;
  }
  return fd;
}

/* What the cleaner has to clean: a table, and the files in one memfd. */
static int
files_memfd(const Cleaning *cleaning, GVariant **table, GError **error)
{
  g_autoptr(GPtrArray) blobs = g_ptr_array_new();
  GVariantBuilder rows;
  guint64 at = 0;
  g_variant_builder_init(&rows, G_VARIANT_TYPE("a(usstt)"));
  for (guint i = 0; i < cleaning->files->len; i++) {
    const CleaningFile *file = cleaning->files->pdata[i];
    guint64 size = g_bytes_get_size(file->data);
    g_variant_builder_add(&rows, "(usstt)", file->n, file->media_type, file->extension, at, size);
    g_ptr_array_add(blobs, file->data);
    at += size;
  }
  *table = g_variant_builder_end(&rows);
  return blobs_memfd("amana-files", "", 0, blobs, error);
}

/* A small result goes within the packet. */
static gboolean
send_small(Worker *worker, guint64 job, GVariant *head, const GPtrArray *blobs, GError **error)
{
  g_autoptr(GByteArray) bytes = g_byte_array_sized_new(IPC_SMALL_BYTES);
  g_byte_array_append(bytes, g_variant_get_data(head), (guint)g_variant_get_size(head));
  for (guint i = 0; i < blobs->len; i++)
    g_byte_array_append(bytes, g_bytes_get_data(blobs->pdata[i], NULL), (guint)g_bytes_get_size(blobs->pdata[i]));
  g_autoptr(GBytes) whole = g_byte_array_free_to_bytes(g_steal_pointer(&bytes));
  IpcBurden burden = {.bytes = {whole}};
  return ipc_send_burden(worker->intake, "done", g_variant_new("(tt)", job, (guint64)g_variant_get_size(head)), &burden, FALSE, error);
}

static gboolean
send_fds(Worker *worker, guint64 job, guint64 head_size, int result_fd, const Cleaning *cleaning, GError **error)
{
  if (cleaning->second || !cleaning->files->len)
    return ipc_send(worker->intake, "done", g_variant_new("(tt)", job, head_size), &result_fd, 1, error);
  GVariant *table = NULL;
  int fds[2] = {result_fd, files_memfd(cleaning, &table, error)};
  g_autoptr(GVariant) args = g_variant_ref_sink(g_variant_new("(tt@a(usstt))", job, head_size, table));
  gboolean ok = fds[1] >= 0 && ipc_send(worker->intake, "pending", args, fds, 2, error);
  if (fds[1] >= 0)
    close(fds[1]);
  return ok;
}

static gboolean
send_result(Worker *worker, guint64 job, const Report *report, char *identity_json, const Cleaning *cleaning,
            GError **error)
{
  gsize length = strlen(identity_json);
  g_autoptr(GBytes) identity = age_seal(worker->recipients, (const guint8 *)identity_json, length, error);
  hash_wipe(identity_json, length);
  if (!identity)
    return FALSE;
  g_autoptr(GPtrArray) blobs = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
  /* the sealed record lies beside the variant: in it, it would be checked for normal form byte by byte */
  GVariant *fields = report_to_variant(report, blobs);
  g_ptr_array_add(blobs, g_bytes_ref(identity));
  g_autoptr(GVariant) head =
      g_variant_ref_sink(g_variant_new("(@" REPORT_VARIANT_TYPE "t)", fields, (guint64)g_bytes_get_size(identity)));
  guint64 whole = g_variant_get_size(head);
  for (guint i = 0; i < blobs->len; i++)
    whole += g_bytes_get_size(blobs->pdata[i]);
  if (whole <= IPC_SMALL_BYTES && (cleaning->second || !cleaning->files->len))
    return send_small(worker, job, head, blobs, error);
  int fd = blobs_memfd("amana-report", g_variant_get_data(head), g_variant_get_size(head), blobs, error);
  if (fd < 0)
    return FALSE;
  gboolean ok = send_fds(worker, job, g_variant_get_size(head), fd, cleaning, error);
  close(fd);
  return ok;
}

/* ---- what came back from the cleaner
 * ---------------------------------------------------------------------------------------- */

static GBytes *
slice(GBytes *whole, guint64 at, guint64 size)
{
  gsize all = whole ? g_bytes_get_size(whole) : 0;
  return whole && at <= all && size <= all - at ? g_bytes_new_from_bytes(whole, (gsize)at, (gsize)size) : NULL;
}

/* The cleaner ate the files: nothing of its answer is believed further than it can be checked. */
static void
take_cleaned(Cleaning *cleaning, GVariant *table, GBytes *bytes)
{
  guint32 n;
  const char *state, *reason, *media_type, *extension;
  guint64 at, size, text_at, text_size;
  GVariantIter rows;
  g_variant_iter_init(&rows, table);
  while (g_variant_iter_next(&rows, "(u&s&s&s&stttt)", &n, &state, &reason, &media_type, &extension, &at, &size, &text_at,
                             &text_size)) {
    CleaningFile *file = cleaning_add(cleaning, n, media_type, extension);
    if (!strcmp(state, CLEANER_CLEAN))
      file->data = slice(bytes, at, size);
    else
      file->reason = g_strdup(*reason ? reason : NULL);
    g_autoptr(GBytes) text = text_size && text_size <= CLEANER_MAX_TEXT_BYTES ? slice(bytes, text_at, text_size) : NULL;
    if (text)
      file->text = g_utf8_make_valid(g_bytes_get_data(text, NULL), (gssize)text_size);
  }
}

/* ---- both passes
 * ----------------------------------------------------------------------------------------------------------- */

static gboolean
parse(Worker *worker, guint64 job, guint attempt, ParserMessage *given, GBytes *raw, GError **error)
{
  confine_cpu_limit(worker->cpu_s);
  if (!raw)
    return FALSE;
  gsize size;
  const guint8 *bytes = g_bytes_get_data(raw, &size);
#ifdef AMANA_FAULTS
  planted_fault(worker->intake, bytes, size, attempt, given->cleaning->second);
#endif
  g_autoptr(GError) refused = NULL;
  g_autofree char *identity_json = NULL;
  g_autoptr(Report) report = parser_run(worker->rules, bytes, size, given, &identity_json, &refused);
  if (!report)
    return ipc_send(worker->intake, "limits", g_variant_new("(ti)", job, refused->code), NULL, 0, error);
  return send_result(worker, job, report, identity_json, given->cleaning, error);
}

/* The message itself: in the packet, or in the first memfd; an empty one is in neither. */
static GBytes *
raw_bytes(const IpcMessage *message, GError **error)
{
  if (message->burden)
    return g_bytes_ref(message->burden);
  return message->n_fds ? ipc_memfd_map(message->fds[0], MAX_MESSAGE_BYTES, error) : g_bytes_new_static("", 0);
}

static gboolean
take_job(Worker *worker, const IpcMessage *message, GError **error)
{
  guint64 job;
  guint32 attempt;
  g_autoptr(Cleaning) cleaning = cleaning_new(worker->sound, FALSE);
  ParserMessage given = {.cleaning = cleaning};
  g_autofree const char **own = NULL;
  const char *day, *authserv;
  g_variant_get(message->args, "(tu&s&s&s^a&s)", &job, &attempt, &day, &given.today_if_unknown, &authserv,
                &own);
  given.day = *day ? day : NULL;
  given.authserv_id = *authserv ? authserv : NULL;
  given.own_addresses = own;
  g_autoptr(GBytes) raw = raw_bytes(message, error);
  return parse(worker, job, attempt, &given, raw, error);
}

/* The second pass: the same message, and what the cleaner made of its files. */
static gboolean
take_again(Worker *worker, const IpcMessage *message, GError **error)
{
  guint64 job;
  guint32 attempt;
  g_autoptr(Cleaning) cleaning = cleaning_new(worker->sound, TRUE);
  ParserMessage given = {.cleaning = cleaning};
  g_autofree const char **own = NULL;
  g_autoptr(GVariant) table = NULL;
  const char *day, *authserv, *failure;
  g_variant_get(message->args, "(tu&s&s&s^a&s&s@a(usssstttt))", &job, &attempt, &day, &given.today_if_unknown, &authserv,
                &own, &failure, &table);
  given.day = *day ? day : NULL;
  given.authserv_id = *authserv ? authserv : NULL;
  given.own_addresses = own;
  cleaning->failure = *failure ? failure : NULL;
  guint files = message->burden ? 0 : 1; /* where their memfd is, behind the message's */
  g_autoptr(GBytes) bytes = message->n_fds > files ? ipc_memfd_map(message->fds[files], MAX_MESSAGE_BYTES, NULL) : NULL;
  take_cleaned(cleaning, table, bytes);
  g_autoptr(GBytes) raw = raw_bytes(message, error);
  return parse(worker, job, attempt, &given, raw, error);
}

/* ---- start
 * -----------------------------------------------------------------------------------------------------------------
 */

static gboolean
set_up(Worker *worker, IpcMessage *setup, guint64 *memory, GError **error)
{
  const char *rules_path, *time_zone;
  g_autofree const char **keys = NULL;
  g_autoptr(GVariant) thread_key = NULL;
  g_variant_get(setup->args, "(&s&s^a&s@ayutb)", &rules_path, &time_zone, &keys, &thread_key, &worker->cpu_s,
                memory, &worker->sound);
  worker->intake = ipc_take_fd(setup, 0);
  HashKey key;
  if (g_variant_get_size(thread_key) != sizeof key) {
    g_set_error(error, IPC_ERROR, IPC_ERROR_MALFORMED, "key of the wrong size");
    return FALSE;
  }
  memcpy(&key, g_variant_get_data(thread_key), sizeof key);
  worker->recipients = age_recipients_new(keys, error);
  if (!worker->recipients)
    return FALSE;
  g_autoptr(GHashTable) files = rules_read(rules_path, error);
  if (!files)
    return FALSE;
  worker->rules = parser_rules_new(files, time_zone, &key, error);
  return worker->rules != NULL;
}

/* Libraries print mail content on standard error: it leads nowhere from here on. */
static gboolean
silence(void)
{
  int null = open("/dev/null", O_RDWR | O_CLOEXEC);
  if (null < 0)
    return FALSE;
  for (int fd = 0; fd <= 2; fd++)
    dup2(null, fd);
  close(null);
  return TRUE;
}

static int
serve(Worker *worker)
{
  for (;;) {
    g_autoptr(GError) error = NULL;
    g_autoptr(IpcMessage) message = ipc_receive(worker->intake, &error);
    if (!message)
      return error->code == IPC_ERROR_CLOSED ? EXIT_DONE : EXIT_LATER;
    if (ipc_is(message, "stop", "()", 0))
      return EXIT_DONE;
    gboolean ok = FALSE;
    if (ipc_is(message, "job", "(tusssas)", message->burden ? 0 : MIN(message->n_fds, 1)))
      ok = take_job(worker, message, &error);
    else if (ipc_is(message, "again", WORKER_AGAIN_TYPE, MIN(message->n_fds, 2)))
      ok = take_again(worker, message, &error);
    if (!ok)
      return EXIT_LATER;
  }
}

int
role_worker(void)
{
  g_autoptr(GError) error = NULL;
  static Worker worker = {.intake = -1}; /* what it holds is not freed: that takes a fifth of the time of reading the rules, and the process ends */
  guint64 memory = 0;
  role_keep_memory();
  age_init();
  parser_init();
  g_autoptr(IpcMessage) setup = ipc_receive(ROLE_SOCKET, &error);
  if (!setup || !ipc_is(setup, "setup", "(ssasayutb)", 1) || !set_up(&worker, setup, &memory, &error)) {
    return role_fail(EXIT_CONFIG_, error ? error->message : "bad setup");
  }
  malloc_trim(0); /* what reading the rules took and gave back lies between what stays: a tenth of the memory */
  if (!silence())
    return EXIT_LATER;
  ConfineOptions options = {.memory_bytes = memory};
  if (!confine_apply(CONFINE_WORKER, &options, &error)) {
    return role_fail(EXIT_LATER, error->message);
  }
  if (!ipc_send(ROLE_SOCKET, "ready", NULL, NULL, 0, &error))
    return EXIT_LATER;
  close(ROLE_SOCKET);
  return serve(&worker);
}
