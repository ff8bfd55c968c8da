/* SPDX-License-Identifier: ISC */
/* imap.h on a command line, for tests/imap/test_*.py: runs the commands it is given in order and prints what
 * came of them, one line each. Exit code 0, 64, or 10 + ImapError of the first failure. It is no part of the
 * product. */
#include "daemon/imap.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/timerfd.h>
#include <unistd.h>

static char *host = (char *)"localhost", *ca_file, *user = (char *)"reports", *password = (char *)"secret";
static gint port = 993, timeout_s = 10, fetch_size = 100, stop_after = 0, hang_ms = 0;
static gboolean starttls, keep_going, quiet;

static GOptionEntry options[] = {
    {"host", 0, 0, G_OPTION_ARG_STRING, &host, NULL, NULL},
    {"port", 0, 0, G_OPTION_ARG_INT, &port, NULL, NULL},
    {"ca", 0, 0, G_OPTION_ARG_FILENAME, &ca_file, "PEM file", NULL},
    {"user", 0, 0, G_OPTION_ARG_FILENAME, &user, NULL, NULL},
    {"password", 0, 0, G_OPTION_ARG_FILENAME, &password, NULL, NULL},
    {"timeout", 0, 0, G_OPTION_ARG_INT, &timeout_s, "seconds", NULL},
    {"starttls", 0, 0, G_OPTION_ARG_NONE, &starttls, NULL, NULL},
    {"keep-going", 0, 0, G_OPTION_ARG_NONE, &keep_going, "after an error about a message or folder", NULL},
    {"quiet", 0, 0, G_OPTION_ARG_NONE, &quiet, "no line per message", NULL},
    {"fetch-size", 0, 0, G_OPTION_ARG_INT, &fetch_size, "messages per fetch", NULL},
    {"stop-after", 0, 0, G_OPTION_ARG_INT, &stop_after, "the sink refuses after so many messages", NULL},
    {"hang", 0, 0, G_OPTION_ARG_INT, &hang_ms, "the sink sleeps so many ms per message", NULL},
    {NULL},
};

typedef struct {
  ImapSession *session;
  ImapFolder folder;
  GArray *items; /* of the last list */
} Tool;

/* ---- the sink
 * -----------------------------------------------------------------------------------------------------------------
 */

typedef struct {
  GChecksum *sum;
  guint64 size, announced;
  guint messages;
} Sink;

static gboolean
sink_begin(gpointer data, guint64 announced)
{
  Sink *sink = data;
  g_checksum_reset(sink->sum);
  sink->size = 0;
  sink->announced = announced;
  return TRUE;
}

static gboolean
sink_data(gpointer data, const guint8 *bytes, gsize size)
{
  Sink *sink = data;
  g_checksum_update(sink->sum, bytes, (gssize)size);
  sink->size += size;
  return TRUE;
}

static gboolean
sink_end(gpointer data, guint32 uid, gboolean complete)
{
  Sink *sink = data;
  if (hang_ms)
    g_usleep((gulong)hang_ms * 1000);
  if (!complete)
    printf("incomplete\n");
  else if (!quiet)
    printf("message %u %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT " %s\n", uid, sink->size, sink->announced,
           g_checksum_get_string(sink->sum));
  sink->messages += complete;
  return !(stop_after && sink->messages >= (guint)stop_after);
}

/* ---- commands: each takes its own arguments
 * ----------------------------------------------------------------------------------- */

static gboolean
do_select(Tool *tool, char **args, GError **error)
{
  if (!imap_select(tool->session, args[0], &tool->folder, error))
    return FALSE;
  printf("selected uidvalidity=%u uidnext=%u exists=%u keywords=%d read_only=%d\n", tool->folder.uidvalidity,
         tool->folder.uidnext, tool->folder.exists, tool->folder.keywords, tool->folder.read_only);
  return TRUE;
}

static gboolean
do_caps(Tool *tool, char **args, GError **error)
{
  const ImapCapabilities *has = imap_capabilities(tool->session);
  printf("caps idle=%d move=%d uidplus=%d gmail=%d\n", has->idle, has->move, has->uidplus, has->gmail);
  return TRUE;
}

static gboolean
do_list(Tool *tool, char **args, GError **error)
{
  GArray *items = imap_list(tool->session, (guint32)strtoul(args[0], NULL, 10),
                            (guint32)strtoul(args[1], NULL, 10), error);
  if (!items)
    return FALSE;
  g_array_unref(tool->items);
  tool->items = items;
  for (guint i = 0; i < items->len && !quiet; i++) {
    const ImapItem *item = &g_array_index(items, ImapItem, i);
    printf("item %u %" G_GUINT64_FORMAT " %" G_GINT64_FORMAT "\n", item->uid, item->size,
           item->internal_date);
  }
  printf("listed %u\n", items->len);
  return TRUE;
}

static gboolean
do_existing(Tool *tool, char **args, GError **error)
{
  g_autoptr(GArray) uids = imap_existing(tool->session, (guint32)strtoul(args[0], NULL, 10),
                                         (guint32)strtoul(args[1], NULL, 10), error);
  if (!uids)
    return FALSE;
  printf("existing");
  for (guint i = 0; i < uids->len; i++)
    printf(" %u", g_array_index(uids, guint32, i));
  printf("\n");
  return TRUE;
}

/* What was listed, in batches. */
static gboolean
do_fetch(Tool *tool, char **args, GError **error)
{
  static const ImapSink callbacks = {sink_begin, sink_data, sink_end};
  g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
  Sink sink = {.sum = sum};
  gint64 start = g_get_monotonic_time();
  gboolean done = TRUE;
  for (guint at = 0; at < tool->items->len && done; at += (guint)fetch_size) {
    const ImapItem *items = &g_array_index(tool->items, ImapItem, at);
    done = imap_fetch(tool->session, items, MIN((guint)fetch_size, tool->items->len - at), &callbacks, &sink,
                      error);
  }
  printf("fetched %u in %" G_GINT64_FORMAT " ms\n", sink.messages, (g_get_monotonic_time() - start) / 1000);
  return done;
}

/* 5,7,9 without asking whether they exist. */
static GArray *
parse_uids(const char *text)
{
  GArray *uids = g_array_new(FALSE, FALSE, sizeof(guint32));
  g_auto(GStrv) words = g_strsplit(text, ",", -1);
  for (char **word = words; *word; word++) {
    char *end;
    guint32 first = (guint32)strtoul(*word, &end, 10),
            last = *end == ':' ? (guint32)strtoul(end + 1, NULL, 10) : first;
    for (; first <= last; first++)
      g_array_append_val(uids, first);
  }
  return uids;
}

static gboolean
do_uids(Tool *tool, char **args, GError **error)
{
  g_autoptr(GArray) uids = parse_uids(args[0]);
  g_array_set_size(tool->items, 0);
  for (guint i = 0; i < uids->len; i++) {
    ImapItem item = {.uid = g_array_index(uids, guint32, i)};
    g_array_append_val(tool->items, item);
  }
  return TRUE;
}

static gboolean
do_flag(Tool *tool, char **args, GError **error)
{
  g_autoptr(GArray) uids = parse_uids(args[0]);
  return imap_flag(tool->session, (const guint32 *)(const void *)uids->data, uids->len, error);
}

static gboolean
do_expunge(Tool *tool, char **args, GError **error)
{
  g_autoptr(GArray) uids = parse_uids(args[0]);
  return imap_expunge(tool->session, (const guint32 *)(const void *)uids->data, uids->len, error);
}

static gboolean
do_move(Tool *tool, char **args, GError **error)
{
  g_autoptr(GArray) uids = parse_uids(args[0]);
  return imap_move(tool->session, (const guint32 *)(const void *)uids->data, uids->len, args[1], error);
}

/* wait TIMEOUT_MS WAKE_MS: wake_fd becomes readable after WAKE_MS, 0 for never. */
static gboolean
do_wait(Tool *tool, char **args, GError **error)
{
  glong wake_ms = strtol(args[1], NULL, 10);
  int fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);
  struct itimerspec when = {.it_value = {wake_ms / 1000, wake_ms % 1000 * 1000000}};
  timerfd_settime(fd, 0, &when, NULL);
  gint64 start = g_get_monotonic_time();
  gboolean news = FALSE;
  printf("waiting\n");
  fflush(stdout);
  gboolean done = imap_wait(tool->session, (guint)strtoul(args[0], NULL, 10), fd, &news, error);
  close(fd);
  if (done)
    printf("news %d after %" G_GINT64_FORMAT " ms\n", news, (g_get_monotonic_time() - start) / 1000);
  return done;
}

/* Lets the test do something: prints "ready" and reads a line. */
static gboolean
do_pause(Tool *tool, char **args, GError **error)
{
  char line[8];
  printf("ready\n");
  fflush(stdout);
  return fgets(line, sizeof line, stdin) != NULL;
}

static gboolean
do_rss(Tool *tool, char **args, GError **error)
{
  g_autofree char *status = NULL;
  g_file_get_contents("/proc/self/status", &status, NULL, NULL);
  const char *peak = status ? strstr(status, "VmHWM:") : NULL;
  printf("rss %lu\n", peak ? strtoul(peak + 6, NULL, 10) : 0);
  return TRUE;
}

static const struct {
  const char *name;
  int args;
  gboolean (*run)(Tool *tool, char **args, GError **error);
} commands[] = {
    {"select", 1, do_select}, {"caps", 0, do_caps}, {"list", 2, do_list},   {"existing", 2, do_existing},
    {"fetch", 0, do_fetch},   {"uids", 1, do_uids}, {"flag", 1, do_flag},   {"expunge", 1, do_expunge},
    {"move", 2, do_move},     {"wait", 2, do_wait}, {"pause", 0, do_pause}, {"rss", 0, do_rss},
};

static int
report(const GError *error)
{
  static const char *const names[] = {"MESSAGE", "FOLDER", "UNREACHABLE", "REFUSED", "TLS"};
  printf("error %s %s\n", names[error->code], error->message);
  return 10 + error->code;
}

/* Runs the command at args; how many words it took, 0 when there is no such command. */
static int
run_command(Tool *tool, char **args, int count, int *status)
{
  for (gsize i = 0; i < G_N_ELEMENTS(commands); i++) {
    if (strcmp(args[0], commands[i].name) != 0 || count <= commands[i].args)
      continue;
    g_autoptr(GError) error = NULL;
    if (!commands[i].run(tool, args + 1, &error)) {
      int code = error ? report(error) : 1;
      *status = *status ? *status : code;
    }
    fflush(stdout);
    return commands[i].args + 1;
  }
  return 0;
}

static gboolean
may_go_on(int status)
{
  return !status || (keep_going && (status == 10 + IMAP_ERROR_MESSAGE || status == 10 + IMAP_ERROR_FOLDER));
}

int
main(int argc, char **argv)
{
  g_autoptr(GOptionContext) context = g_option_context_new("COMMAND...");
  g_autoptr(GError) error = NULL;
  g_autofree char *ca_pem = NULL;
  g_option_context_add_main_entries(context, options, NULL);
  if (!g_option_context_parse(context, &argc, &argv, &error) ||
      (ca_file && !g_file_get_contents(ca_file, &ca_pem, NULL, &error))) {
    fprintf(stderr, "%s\n", error->message);
    return 64;
  }
  imap_init();
  ImapAccount account = {host, (guint)port, starttls, ca_pem, user, password, (guint)timeout_s};
  gint64 start = g_get_monotonic_time();
  g_autoptr(ImapSession) session = imap_open(&account, &error);
  printf("opened %d after %" G_GINT64_FORMAT " ms\n", session != NULL,
         (g_get_monotonic_time() - start) / 1000);
  if (!session)
    return report(error);
  g_autoptr(GArray) items = g_array_new(FALSE, FALSE, sizeof(ImapItem));
  Tool tool = {session, {0}, g_steal_pointer(&items)};
  int status = 0;
  for (int at = 1; at < argc && may_go_on(status);) {
    int taken = run_command(&tool, argv + at, argc - at, &status);
    if (!taken) {
      status = 64;
      break;
    }
    at += taken;
  }
  g_array_unref(tool.items);
  return status;
}
