/* SPDX-License-Identifier: ISC */
/*
 * The worker: one message at a time from the intake, confined before it sees the first. It holds the
 * custodians' public keys and the rules; it has no file, no network, no standard error. What it hands back: a
 * report, a sealed identity record, or a code.
 */
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
#define KEEP_FREE_BYTES (16 * 1024 * 1024) /* of the heap between messages: giving it back each time costs more */
#define OWN_MAPPING_BYTES (4 * 1024 * 1024) /* larger blocks go back to the kernel as soon as they are free */

typedef struct {
  int intake;
  ParserRules *rules;
  AgeRecipients *recipients;
  guint cpu_s;
} Worker;

/* ---- one message
 * -----------------------------------------------------------------------------------------------------------
 */

#ifdef AMANA_FAULTS
/* A test build does to itself what a message asks for, so that tests can see what becomes of the next one. */
static void
planted_fault(const guint8 *bytes, gsize size, guint attempt)
{
  if (memmem(bytes, size, "X-Amana-Fault: crash-always", 27) ||
      (attempt == 0 && memmem(bytes, size, "X-Amana-Fault: crash-once", 25)))
    abort();
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

/* The result in one sealed memfd: the variant, then the bytes of the cleaned attachments and the sealed identity record (in the
 * variant they would be checked for normal form byte by byte). */
static int
result_memfd(GVariant *head, const GPtrArray *blobs, GError **error)
{
  int fd = ipc_memfd_new("amana-report", error);
  gboolean ok = fd >= 0 && write_all(fd, g_variant_get_data(head), g_variant_get_size(head));
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

static gboolean
send_result(Worker *worker, guint64 job, const Report *report, char *identity_json, GError **error)
{
  gsize length = strlen(identity_json);
  g_autoptr(GBytes) identity = age_seal(worker->recipients, (const guint8 *)identity_json, length, error);
  hash_wipe(identity_json, length);
  if (!identity)
    return FALSE;
  g_autoptr(GPtrArray) blobs = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
  GVariant *fields = report_to_variant(report, blobs);
  g_ptr_array_add(blobs, g_bytes_ref(identity));
  g_autoptr(GVariant) head =
      g_variant_ref_sink(g_variant_new("(@a{sv}t)", fields, (guint64)g_bytes_get_size(identity)));
  int fd = result_memfd(head, blobs, error);
  if (fd < 0)
    return FALSE;
  gboolean ok = ipc_send(worker->intake, "done",
                         g_variant_new("(tt)", job, (guint64)g_variant_get_size(head)), &fd, 1, error);
  close(fd);
  return ok;
}

static gboolean
take_job(Worker *worker, const IpcMessage *message, GError **error)
{
  guint64 job;
  guint32 attempt;
  ParserMessage given = {0};
  g_autofree const char **own = NULL;
  const char *day, *authserv;
  g_variant_get(message->args, "(tu&s&s&s^a&s)", &job, &attempt, &day, &given.today_if_unknown, &authserv,
                &own);
  given.day = *day ? day : NULL;
  given.authserv_id = *authserv ? authserv : NULL;
  given.own_addresses = own;
  confine_cpu_limit(worker->cpu_s);
  g_autoptr(GBytes) raw = ipc_memfd_map(message->fds[0], MAX_MESSAGE_BYTES, error);
  if (!raw)
    return FALSE;
  gsize size;
  const guint8 *bytes = g_bytes_get_data(raw, &size);
#ifdef AMANA_FAULTS
  planted_fault(bytes, size, attempt);
#endif
  g_autoptr(GError) refused = NULL;
  g_autofree char *identity_json = NULL;
  g_autoptr(Report) report = parser_run(worker->rules, bytes, size, &given, &identity_json, &refused);
  if (!report)
    return ipc_send(worker->intake, "limits", g_variant_new("(ti)", job, refused->code), NULL, 0, error);
  return send_result(worker, job, report, identity_json, error);
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
  g_variant_get(setup->args, "(&s&s^a&s@ayut)", &rules_path, &time_zone, &keys, &thread_key, &worker->cpu_s,
                memory);
  worker->intake = ipc_take_fd(setup, 0);
  gsize key_size;
  const guint8 *key = g_variant_get_fixed_array(thread_key, &key_size, 1);
  if (key_size != HASH_KEY_BYTES) {
    g_set_error(error, IPC_ERROR, IPC_ERROR_MALFORMED, "key of the wrong size");
    return FALSE;
  }
  worker->recipients = age_recipients_new(keys, error);
  if (!worker->recipients)
    return FALSE;
  g_autoptr(GHashTable) files = rules_read(rules_path, error);
  if (!files)
    return FALSE;
  worker->rules = parser_rules_new(files, time_zone, key, error);
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
    if (!ipc_is(message, "job", "(tusssas)", 1) || !take_job(worker, message, &error))
      return EXIT_LATER;
  }
}

int
role_worker(void)
{
  g_autoptr(GError) error = NULL;
  Worker worker = {.intake = -1};
  guint64 memory = 0;
  mallopt(M_TRIM_THRESHOLD, KEEP_FREE_BYTES);
  mallopt(M_MMAP_THRESHOLD, OWN_MAPPING_BYTES);
  age_init();
  parser_init();
  g_autoptr(IpcMessage) setup = ipc_receive(ROLE_SOCKET, &error);
  if (!setup || !ipc_is(setup, "setup", "(ssasayut)", 1) || !set_up(&worker, setup, &memory, &error)) {
    return role_fail(EXIT_CONFIG_, error ? error->message : "bad setup");
  }
  if (!silence())
    return EXIT_LATER;
  ConfineOptions options = {.memory_bytes = memory};
  if (!confine_apply(CONFINE_WORKER, &options, &error)) {
    return role_fail(EXIT_LATER, error->message);
  }
  if (!ipc_send(ROLE_SOCKET, "ready", NULL, NULL, 0, &error))
    return EXIT_LATER;
  close(ROLE_SOCKET);
  int code = serve(&worker);
  parser_rules_free(worker.rules);
  age_recipients_free(worker.recipients);
  return code;
}
