/* SPDX-License-Identifier: ISC */
/* A client of the cleaner for tests.
 *   cleaner_tool SOCKET clean OUTDIR TYPE FILE [TYPE FILE ...]   a line per file: n state reason type extension size text-size; copies in
 *                                                                OUTDIR/n.extension, texts in OUTDIR/n.text
 *   cleaner_tool SOCKET cover OUT TYPE FILE X,Y,W,H ...          reason, or "ok"
 *   cleaner_tool SOCKET hash TYPE FILE [TYPE FILE ...]           a line per file: n pixels perceptual
 *   cleaner_tool SOCKET probe
 *   SOCKET may be child:AMANAD: then the cleaner is started from that program as the supervisor starts it
 *   cleaner_tool - sniff FILE ...                                a line per file: its type by content
 *   cleaner_tool SOCKET bad WHAT                                 sends what may not be; says what comes back */
#include "daemon/child.h"
#include "daemon/cleaner.h"
#include "daemon/roles.h"
#include "daemon/supervisor.h"
#include "ipc/ipc.h"
#include "parser/picture.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int connection;

G_GNUC_NORETURN static void
die(const char *what, const GError *error)
{
  fprintf(stderr, "%s: %s\n", what, error ? error->message : "failed");
  exit(1);
}

static IpcMessage *
ask(const char *verb, GVariant *args, int fd)
{
  g_autoptr(GError) error = NULL;
  if (!ipc_send(connection, verb, args, &fd, fd >= 0 ? 1 : 0, &error))
    die("send", error);
  IpcMessage *answer = ipc_receive(connection, &error);
  if (!answer)
    die("answer", error);
  return answer;
}

static GByteArray *
read_files(char **files, int n, GVariantBuilder *rows, gboolean extension)
{
  GByteArray *all = g_byte_array_new();
  for (int i = 0; i + 1 < n; i += 2) {
    g_autofree char *bytes = NULL;
    gsize size;
    if (!g_file_get_contents(files[i + 1], &bytes, &size, NULL))
      die(files[i + 1], NULL);
    if (extension)
      g_variant_builder_add(rows, "(usstt)", i / 2 + 1, files[i], "bin", (guint64)all->len, (guint64)size);
    else
      g_variant_builder_add(rows, "(ustt)", i / 2 + 1, files[i], (guint64)all->len, (guint64)size);
    g_byte_array_append(all, (const guint8 *)bytes, (guint)size);
  }
  return all;
}

static int
memfd_of(GByteArray *all)
{
  g_autoptr(GError) error = NULL;
  int fd = ipc_memfd_from_bytes("test", all->data, all->len, &error);
  g_byte_array_unref(all);
  if (fd < 0)
    die("memfd", error);
  return fd;
}

static void
save(const char *dir, guint n, const char *extension, const char *bytes, gsize size)
{
  g_autofree char *path = g_strdup_printf("%s/%u.%s", dir, n, extension);
  if (!g_file_set_contents(path, bytes, (gssize)size, NULL))
    die(path, NULL);
}

static int
do_clean(char **argv, int argc)
{
  GVariantBuilder rows;
  g_variant_builder_init(&rows, G_VARIANT_TYPE("a(usstt)"));
  GByteArray *all = read_files(argv + 1, argc - 1, &rows, TRUE);
  g_autoptr(IpcMessage) answer = ask("clean", g_variant_new(CLEANER_CLEAN_TYPE, (guint64)7, &rows), memfd_of(all));
  g_autoptr(GError) error = NULL;
  if (!ipc_is(answer, "cleaned", CLEANER_CLEANED_TYPE, 1))
    die("not cleaned", NULL);
  g_autoptr(GBytes) bytes = ipc_memfd_map(answer->fds[0], G_MAXINT64, &error);
  if (!bytes)
    die("result", error);
  const char *data = g_bytes_get_data(bytes, NULL);
  guint64 job, at, size, text_at, text_size;
  guint32 n;
  const char *state, *reason, *type, *extension;
  g_autoptr(GVariantIter) iter = NULL;
  g_variant_get(answer->args, CLEANER_CLEANED_TYPE, &job, &iter);
  while (g_variant_iter_next(iter, "(u&s&s&s&stttt)", &n, &state, &reason, &type, &extension, &at, &size, &text_at, &text_size)) {
    g_assert_cmpuint(job, ==, 7);
    g_assert_true(at + size <= g_bytes_get_size(bytes) && text_at + text_size <= g_bytes_get_size(bytes));
    printf("%u\t%s\t%s\t%s\t%s\t%" G_GUINT64_FORMAT "\t%" G_GUINT64_FORMAT "\n", n, state, reason, type, extension, size, text_size);
    if (size)
      save(argv[0], n, extension, data + at, size);
    if (text_size)
      save(argv[0], n, "text", data + text_at, text_size);
  }
  return 0;
}

static int
do_cover(char **argv, int argc)
{
  GVariantBuilder boxes;
  g_variant_builder_init(&boxes, G_VARIANT_TYPE("a(uuuu)"));
  for (int i = 3; i < argc; i++) {
    guint x, y, w, h;
    if (sscanf(argv[i], "%u,%u,%u,%u", &x, &y, &w, &h) != 4)
      die(argv[i], NULL);
    g_variant_builder_add(&boxes, "(uuuu)", x, y, w, h);
  }
  g_autofree char *bytes = NULL;
  gsize size;
  if (!g_file_get_contents(argv[2], &bytes, &size, NULL))
    die(argv[2], NULL);
  int fd = ipc_memfd_from_bytes("test", bytes, size, NULL);
  g_autoptr(IpcMessage) answer = ask("cover", g_variant_new(CLEANER_COVER_TYPE, (guint64)8, argv[1], &boxes), fd);
  guint64 job;
  const char *type, *reason;
  if (!ipc_is(answer, "covered", CLEANER_COVERED_TYPE, 1))
    die("not covered", NULL);
  g_variant_get(answer->args, CLEANER_COVERED_TYPE, &job, &type, &reason);
  g_autoptr(GBytes) result = ipc_memfd_map(answer->fds[0], G_MAXINT64, NULL);
  puts(*reason ? reason : "ok");
  if (!*reason && !g_file_set_contents(argv[0], g_bytes_get_data(result, NULL), (gssize)g_bytes_get_size(result), NULL))
    die(argv[0], NULL);
  return 0;
}

static int
do_hash(char **argv, int argc)
{
  GVariantBuilder rows;
  g_variant_builder_init(&rows, G_VARIANT_TYPE("a(ustt)"));
  GByteArray *all = read_files(argv, argc, &rows, FALSE);
  g_autoptr(IpcMessage) answer = ask("hash", g_variant_new(CLEANER_HASH_TYPE, (guint64)9, &rows), memfd_of(all));
  guint64 job, perceptual;
  guint32 n;
  GVariant *pixels;
  g_autoptr(GVariantIter) iter = NULL;
  if (!ipc_is(answer, "hashed", CLEANER_HASHED_TYPE, 0))
    die("not hashed", NULL);
  g_variant_get(answer->args, CLEANER_HASHED_TYPE, &job, &iter);
  while (g_variant_iter_next(iter, "(u@ayt)", &n, &pixels, &perceptual)) {
    const guint8 *bytes = g_variant_get_data(pixels);
    printf("%u\t", n);
    for (gsize i = 0; i < g_variant_get_size(pixels); i++)
      printf("%02x", bytes[i]);
    printf("\t%016" G_GINT64_MODIFIER "x\n", perceptual);
    g_variant_unref(pixels);
  }
  return 0;
}

static int
do_probe(void)
{
  g_autoptr(IpcMessage) answer = ask("probe", NULL, -1);
  gboolean works;
  const char *text;
  g_variant_get(answer->args, CLEANER_PROBED_TYPE, &works, &text);
  printf("%d\t%s\n", works, text);
  return 0;
}

/* What a peer may not send: the connection ends, the cleaner does not. */
static int
do_bad(const char *what)
{
  g_autoptr(GError) error = NULL;
  GVariantBuilder rows;
  g_variant_builder_init(&rows, G_VARIANT_TYPE("a(usstt)"));
  int fd = strcmp(what, "unsealed") ? ipc_memfd_from_bytes("test", "abc", 3, NULL) : ipc_memfd_new("test", NULL);
  for (guint i = 0; i < (strcmp(what, "many") ? 1u : CLEANER_MAX_FILES + 1); i++)
    g_variant_builder_add(&rows, "(usstt)", i, "audio/wav", "wav", (guint64)0, strcmp(what, "range") ? (guint64)0 : G_MAXUINT64);
  g_autoptr(GVariant) args = g_variant_ref_sink(g_variant_new(CLEANER_CLEAN_TYPE, (guint64)1, &rows));
  ipc_send(connection, strcmp(what, "verb") ? "clean" : "burn", args, &fd, 1, &error);
  g_autoptr(IpcMessage) answer = ipc_receive(connection, &error);
  puts(answer ? answer->verb : error->code == IPC_ERROR_CLOSED ? "closed" : error->message);
  return 0;
}

/* A cleaner of its own, as the supervisor's child has it: its first descriptor brings clients. */
static int
connect_to_child(const char *program, GError **error)
{
  int supervisor[2], pair[2];
  if (!child_pair(supervisor, error) || !child_pair(pair, error))
    return -1;
  pid_t pid = fork();
  if (pid == 0) {
    dup2(supervisor[1], 20);
    dup2(20, ROLE_SOCKET);
    execl(program, "amanad", "--role", "cleaner", NULL);
    _exit(127);
  }
  close(supervisor[1]);
  return pid > 0 && ipc_send(supervisor[0], "client", NULL, &pair[1], 1, error) ? pair[0] : -1;
}

int
main(int argc, char **argv)
{
  g_autoptr(GError) error = NULL;
  if (argc < 3)
    return 64;
  if (!strcmp(argv[2], "sniff")) {
    for (int i = 3; i < argc; i++) {
      g_autofree char *bytes = NULL;
      gsize size;
      if (!g_file_get_contents(argv[i], &bytes, &size, NULL))
        die(argv[i], NULL);
      puts(picture_sniff((const guint8 *)bytes, size));
    }
    return 0;
  }
  connection = g_str_has_prefix(argv[1], "child:") ? connect_to_child(argv[1] + strlen("child:"), &error)
                                                    : supervisor_cleaner_connect(argv[1], &error);
  if (connection < 0)
    die("connect", error);
  if (!strcmp(argv[2], "clean") && argc >= 4)
    return do_clean(argv + 3, argc - 3);
  if (!strcmp(argv[2], "cover") && argc >= 7)
    return do_cover(argv + 3, argc - 3);
  if (!strcmp(argv[2], "hash"))
    return do_hash(argv + 3, argc - 3);
  if (!strcmp(argv[2], "bad") && argc == 4)
    return do_bad(argv[3]);
  return !strcmp(argv[2], "probe") ? do_probe() : 64;
}
