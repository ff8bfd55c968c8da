/* SPDX-License-Identifier: ISC */
/*
 * The cleaner process: answers what its clients ask (the header has the protocol), one after the other, each client in a process of its
 * own. It parses nothing of a file itself: cleaner/ does that in jails. As the supervisor's child it gets its clients from there; as a
 * unit of its own it takes them from the listening socket that systemd hands it.
 */
#include "daemon/cleaner.h"
#include "cleaner/clean.h"
#include "cleaner/jail.h"
#include "daemon/confine.h"
#include "daemon/log.h"
#include "daemon/peer.h"
#include "daemon/role.h"
#include "daemon/roles.h"
#include "ipc/ipc.h"

#include <errno.h>
#include <pwd.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#define MAX_TYPE_BYTES 100u
#define MAX_EXTENSION_BYTES 16u

static gboolean
malformed(GError **error, const char *what)
{
  g_set_error(error, IPC_ERROR, IPC_ERROR_MALFORMED, "%s", what);
  return FALSE;
}

/* ---- requests */

/* The size of a request's memfd once its seals are checked; -1 when they are not there. */
static gint64
size_of_files(int fd, GError **error)
{
  g_autoptr(GBytes) bytes = ipc_memfd_map(fd, CLEANER_MAX_BYTES, error);
  return bytes ? (gint64)g_bytes_get_size(bytes) : -1;
}

/* Takes one row; FALSE when it cannot be. */
static gboolean
add_file(GPtrArray *files, guint n, const char *media_type, const char *extension, guint64 at, guint64 size, gint64 whole)
{
  if (whole < 0 || at > (guint64)whole || size > (guint64)whole - at || strlen(media_type) > MAX_TYPE_BYTES ||
      strlen(extension) > MAX_EXTENSION_BYTES)
    return FALSE;
  g_ptr_array_add(files, clean_file_new(n, media_type, extension, at, size));
  return TRUE;
}

static gboolean
take_clean(int client, const IpcMessage *message, GError **error)
{
  guint64 job, at, size;
  guint32 n;
  const char *type, *extension;
  gint64 whole = size_of_files(message->fds[0], error), began = g_get_monotonic_time();
  g_autoptr(GVariantIter) rows = NULL;
  g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func((GDestroyNotify)clean_file_free);
  if (whole < 0)
    return FALSE;
  g_variant_get(message->args, CLEANER_CLEAN_TYPE, &job, &rows);
  if (g_variant_iter_n_children(rows) > CLEANER_MAX_FILES)
    return malformed(error, "too many files");
  while (g_variant_iter_next(rows, "(u&s&stt)", &n, &type, &extension, &at, &size))
    if (!add_file(files, n, type, extension, at, size, whole))
      return malformed(error, "a file that is not in the memfd");
  int fd = clean_files(files, message->fds[0], error);
  if (fd < 0)
    return FALSE;
  GVariantBuilder builder;
  guint clean = 0;
  g_variant_builder_init(&builder, G_VARIANT_TYPE("a(usssstttt)"));
  for (guint i = 0; i < files->len; i++) {
    const CleanFile *file = files->pdata[i];
    clean += file->clean;
    g_variant_builder_add(&builder, "(usssstttt)", file->n, file->clean ? CLEANER_CLEAN : CLEANER_WITHHELD, file->reason,
                          file->media_type, file->extension, file->at, file->size, file->text_at, file->text_size);
  }
  gboolean ok = ipc_send(client, "cleaned", g_variant_new(CLEANER_CLEANED_TYPE, job, &builder), &fd, 1, error);
  close(fd);
  log_event(LOG_LEVEL_INFO, "cleaned", "files=%u clean=%u bytes=%" G_GINT64_FORMAT " ms=%" G_GINT64_FORMAT, files->len, clean, whole,
            (g_get_monotonic_time() - began) / 1000);
  return ok;
}

static gboolean
take_cover(int client, const IpcMessage *message, GError **error)
{
  guint64 job;
  CleanBox box;
  const char *type, *reason = NULL;
  gint64 whole = size_of_files(message->fds[0], error);
  g_autoptr(GVariantIter) rows = NULL;
  g_autoptr(GArray) boxes = g_array_new(FALSE, FALSE, sizeof(CleanBox));
  if (whole < 0)
    return FALSE;
  g_variant_get(message->args, CLEANER_COVER_TYPE, &job, &type, &rows);
  if (g_variant_iter_n_children(rows) > CLEANER_MAX_BOXES || strlen(type) > MAX_TYPE_BYTES)
    return malformed(error, "too many boxes");
  while (g_variant_iter_next(rows, "(uuuu)", &box.x, &box.y, &box.width, &box.height))
    g_array_append_val(boxes, box);
  int fd = clean_cover(type, (const CleanBox *)(const void *)boxes->data, boxes->len, message->fds[0], (guint64)whole, &reason, error);
  if (fd < 0)
    return FALSE;
  gboolean ok = ipc_send(client, "covered", g_variant_new(CLEANER_COVERED_TYPE, job, type, reason ? reason : ""), &fd, 1, error);
  close(fd);
  return ok;
}

static gboolean
take_hash(int client, const IpcMessage *message, GError **error)
{
  guint64 job, at, size;
  guint32 n;
  const char *type;
  gint64 whole = size_of_files(message->fds[0], error);
  g_autoptr(GVariantIter) rows = NULL;
  g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func((GDestroyNotify)clean_file_free);
  if (whole < 0)
    return FALSE;
  g_variant_get(message->args, CLEANER_HASH_TYPE, &job, &rows);
  if (g_variant_iter_n_children(rows) > CLEANER_MAX_FILES)
    return malformed(error, "too many files");
  while (g_variant_iter_next(rows, "(u&stt)", &n, &type, &at, &size))
    if (!add_file(files, n, type, "", at, size, whole))
      return malformed(error, "a file that is not in the memfd");
  clean_hash(files, message->fds[0]);
  GVariantBuilder builder;
  g_variant_builder_init(&builder, G_VARIANT_TYPE("a(uayt)"));
  for (guint i = 0; i < files->len; i++) {
    const CleanFile *file = files->pdata[i];
    GVariant *pixels = g_variant_new_fixed_array(G_VARIANT_TYPE_BYTE, file->pixels, file->pixels ? CLEANER_HASH_BYTES : 0, 1);
    g_variant_builder_add(&builder, "(u@ayt)", file->n, pixels, file->perceptual);
  }
  return ipc_send(client, "hashed", g_variant_new(CLEANER_HASHED_TYPE, job, &builder), NULL, 0, error);
}

static gboolean
take_probe(int client, const IpcMessage *message, GError **error)
{
  g_autofree char *missing = NULL;
  g_autoptr(GError) why = NULL;
  gboolean works = jail_probe(&missing, &why);
  return ipc_send(client, "probed", g_variant_new(CLEANER_PROBED_TYPE, works, works ? missing : why->message), NULL, 0, error);
}

static const struct {
  const char *verb, *type;
  guint n_fds;
  gboolean (*take)(int client, const IpcMessage *message, GError **error);
} requests[] = {{"clean", CLEANER_CLEAN_TYPE, 1, take_clean},
                {"cover", CLEANER_COVER_TYPE, 1, take_cover},
                {"hash", CLEANER_HASH_TYPE, 1, take_hash},
                {"probe", "()", 0, take_probe}};

static gboolean
answer_one(int client, GError **error)
{
  g_autoptr(IpcMessage) message = ipc_receive(client, error);
  if (!message)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS(requests); i++)
    if (ipc_is(message, requests[i].verb, requests[i].type, requests[i].n_fds))
      return requests[i].take(client, message, error);
  return malformed(error, "unknown request");
}

/* In a process of its own, until the client goes or does what it may not. */
G_GNUC_NORETURN static void
serve(int client)
{
  g_autoptr(GError) error = NULL;
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  signal(SIGCHLD, SIG_DFL);
  while (answer_one(client, &error))
    ;
  if (error->code != IPC_ERROR_CLOSED)
    log_event(LOG_LEVEL_WARNING, "client-closed", "error=\"%s\"", error->message);
  _exit(EXIT_DONE);
}

static void
take_client(int client, int door)
{
  pid_t pid = fork();
  if (pid == 0) {
    close(door);
    serve(client);
  }
  if (pid < 0)
    log_event(LOG_LEVEL_ERROR, "client-refused", "error=\"%s\"", g_strerror(errno));
  close(client);
}

/* ---- start */

static gboolean
start(GError **error)
{
  const ConfineOptions options = {0};
  if (!confine_apply(CONFINE_CLEANER, &options, error))
    return FALSE;
  g_autoptr(GBytes) filter = confine_jail_filter(error);
  if (!filter)
    return FALSE;
  jail_set_filter(filter);
  g_autoptr(GError) why = NULL;
  if (!jail_probe(NULL, &why))
    log_event(LOG_LEVEL_ERROR, "no-jail", "error=\"%s\"", why->message);
  signal(SIGCHLD, SIG_IGN); /* clients' processes are nobody's to wait for */
  return TRUE;
}

int
role_cleaner(void)
{
  g_autoptr(GError) error = NULL;
  if (!start(&error))
    return role_fail(EXIT_LATER, error->message);
  for (;;) {
    g_autoptr(IpcMessage) message = ipc_receive(ROLE_SOCKET, &error);
    if (!message)
      return EXIT_DONE;
    if (ipc_is(message, "client", "()", 1))
      take_client(ipc_take_fd(message, 0), ROLE_SOCKET);
  }
}

/* The kernel tells who connects; the socket's mode keeps out the rest already. */
static gboolean
may_connect(int client, guint friend_uid)
{
  guint uid = (guint)-1;
  return peer_in_group(client, (guint)-1, &uid) || uid == friend_uid;
}

int
role_cleaner_unit(const char *user)
{
  g_autoptr(GError) error = NULL;
  const struct passwd *entry = getpwnam(user);
  const char *pid = g_getenv("LISTEN_PID");
  if (!pid || g_ascii_strtoull(pid, NULL, 10) != (guint64)getpid()) {
    log_event(LOG_LEVEL_ERROR, "no-socket", "error=\"started by hand: systemd hands over the listening socket\"");
    return EXIT_USAGE_;
  }
  guint friend_uid = entry ? entry->pw_uid : (guint)-1;
  if (!start(&error)) {
    log_event(LOG_LEVEL_ERROR, "start-failed", "error=\"%s\"", error->message);
    return EXIT_LATER;
  }
  for (;;) {
    int client = accept4(ROLE_SOCKET, NULL, NULL, SOCK_CLOEXEC);
    if (client < 0 && errno == EINTR)
      continue;
    if (client < 0)
      return EXIT_LATER;
    if (may_connect(client, friend_uid))
      take_client(client, ROLE_SOCKET);
    else
      close(client);
  }
}
