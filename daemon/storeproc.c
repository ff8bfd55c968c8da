/* SPDX-License-Identifier: ISC */
/*
 * The store process: takes what the intake hands it in groups, makes each group durable, answers only then;
 * and serves the monitors' socket. It never sees a header, an original or an identity record in clear, and
 * has no network.
 */
#include "daemon/api.h"
#include "daemon/api_internal.h"
#include "daemon/confine.h"
#include "daemon/log.h"
#include "daemon/role.h"
#include "daemon/roles.h"
#include "daemon/store_cover.h"
#include "daemon/store_group.h"
#include "daemon/store_idle.h"
#include "seal/age.h"
#include "seal/hash.h"
#include "store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#define GROUP_MAX 128u /* messages made durable with one commit; the intake has no more under way */
#define NAP_MS 4 /* while a group gathers */
#define RETRY_PAUSE_MS 3000              /* after a full disk or a failed write */

typedef struct {
  Store *store;
  Api *api;
  Vocabulary *vocabulary;
  Workflow *workflow;
  AgeRecipients *recipients;
  StoreIdle *idle;
  StoreCover *cover;
  LinkRules *links;
  House *house;
  int supervisor, intake, wake[2];
  GPtrArray *group;    /* of Waiting */
  Gather gather;
  GPtrArray *finishes; /* of Waiting: second passes */
  GMutex lock;         /* guards what the API's threads read and set */
  GVariant *mailboxes; /* a(sssstt): name, folder, state, fault, last poll, originals left */
  guint64 backlog;
  const char *state; /* ok, full, failing */
  char *fault;
  gboolean tell_retry, tell_drill;
  gboolean stopping;
} StoreProcess;

/* ---- from the intake
 * ------------------------------------------------------------------------------------------------------- */

static void
take_commit(StoreProcess *process, IpcMessage *message)
{
  g_autoptr(GError) error = NULL;
  Waiting *waiting = g_new0(Waiting, 1);
  if (waiting_read_commit(waiting, message, &process->gather, &error)) {
    g_ptr_array_add(process->group, waiting);
    return;
  }
  log_event(LOG_LEVEL_WARNING, "bad-result", "error=\"%s\"", error->message);
  ipc_send(process->intake, "bad", g_variant_new("(t)", waiting->job), NULL, 0, NULL);
  waiting_free(waiting);
}

static void
take_finish(StoreProcess *process, IpcMessage *message)
{
  g_autoptr(GError) error = NULL;
  Waiting *waiting = g_new0(Waiting, 1);
  if (waiting_read_finish(waiting, message, &error)) {
    g_ptr_array_add(process->finishes, waiting);
    return;
  }
  log_event(LOG_LEVEL_WARNING, "bad-result", "error=\"%s\"", error->message);
  ipc_send(process->intake, "bad", g_variant_new("(t)", waiting->job), NULL, 0, NULL);
  waiting_free(waiting);
}

static void
set_state(StoreProcess *process, const char *state, const char *fault)
{
  g_mutex_lock(&process->lock);
  process->state = state;
  g_free(process->fault);
  process->fault = g_strdup(fault);
  g_mutex_unlock(&process->lock);
}

static void
answer_group(StoreProcess *process, GPtrArray *results)
{
  GVariantBuilder rows;
  g_variant_builder_init(&rows, G_VARIANT_TYPE("a(txsssb)"));
  for (guint i = 0; i < results->len; i++) {
    const Waiting *waiting = process->group->pdata[i];
    const StoreResult *result = results->pdata[i];
    gboolean name =
        waiting->wants_ref; /* the intake learns what a message became only when an import has to print it */
    g_variant_builder_add(&rows, "(txsssb)", waiting->job, result->ledger_id, result->outcome,
                          name && result->ref ? result->ref : "", name && result->report ? result->report : "",
                          result->pending);
  }
  ipc_send(process->intake, "done", g_variant_new("(a(txsssb))", &rows), NULL, 0, NULL);
  g_ptr_array_set_size(process->group, 0);
  process->gather = (Gather){0};
}

static void
note_failure(StoreProcess *process, const GError *error)
{
  const char *state = error->code == STORE_ERROR_FULL ? "full" : "failing";
  guint waiting = process->group->len + process->finishes->len;
  if (g_strcmp0(state, process->state))
    log_event(LOG_LEVEL_ERROR, "store-failed", "state=%s error=\"%s\" waiting=%u", state, error->message, waiting);
  set_state(process, state, error->message);
}

static void
note_success(StoreProcess *process)
{
  if (!strcmp(process->state, "ok"))
    return;
  log_event(LOG_LEVEL_NOTICE, "store-works-again", "waiting=%u", process->group->len + process->finishes->len);
  set_state(process, "ok", NULL);
}

/* Second passes, one by one: they are rare. FALSE when one could not be made durable. */
static gboolean
commit_finishes(StoreProcess *process)
{
  while (process->finishes->len) {
    const Waiting *waiting = process->finishes->pdata[0];
    g_autoptr(GError) error = NULL;
    if (!store_finish(process->store, &waiting->finish, &error)) {
      note_failure(process, error);
      return FALSE;
    }
    note_success(process);
    ipc_send(process->intake, "finished", g_variant_new("(t)", waiting->job), NULL, 0, NULL);
    g_ptr_array_remove_index(process->finishes, 0);
    store_idle_taken(process->idle);
  }
  return TRUE;
}

/* Makes the gathered group durable. FALSE when it could not: it stays gathered, and is tried again after a
 * pause. */
static gboolean
commit_group(StoreProcess *process)
{
  if (!process->group->len)
    return commit_finishes(process);
  g_autoptr(GPtrArray) incoming = g_ptr_array_new();
  for (guint i = 0; i < process->group->len; i++)
    g_ptr_array_add(incoming, &((Waiting *)process->group->pdata[i])->incoming);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) results =
      store_take_in(process->store, (const StoreIncoming *const *)incoming->pdata, incoming->len, &error);
  if (!results) {
    note_failure(process, error);
    return FALSE;
  }
  note_success(process);
  answer_group(process, results);
  store_idle_taken(process->idle);
  return commit_finishes(process);
}

/* ---- questions of the intake
 * ------------------------------------------------------------------------------------------------ */

static void
reply_array(StoreProcess *process, guint64 question, GArray *rows, gsize row_size, const GError *error)
{
  g_autoptr(GError) ignored = NULL;
  if (!rows) {
    ipc_send(process->intake, "reply-failed", g_variant_new("(ts)", question, error->message), NULL, 0, NULL);
    return;
  }
  int fd = ipc_memfd_from_bytes("amana-reply", rows->data, rows->len * row_size, &ignored);
  if (fd < 0) {
    ipc_send(process->intake, "reply-failed", g_variant_new("(ts)", question, ignored->message), NULL, 0,
             NULL);
    return;
  }
  ipc_send(process->intake, "reply", g_variant_new("(t)", question), &fd, 1, NULL);
  close(fd);
}

static void
take_known(StoreProcess *process, IpcMessage *message)
{
  guint64 question;
  guint32 uidvalidity;
  const char *mailbox, *folder;
  g_autoptr(GError) error = NULL;
  g_variant_get(message->args, "(t&s&su)", &question, &mailbox, &folder, &uidvalidity);
  g_autoptr(GArray) ranges = store_known_uids(process->store, mailbox, folder, uidvalidity, &error);
  reply_array(process, question, ranges, sizeof(StoreRange), error);
}

static void
take_rows(StoreProcess *process, IpcMessage *message)
{
  guint64 question;
  guint32 uidvalidity;
  const char *mailbox, *folder;
  g_autoptr(GError) error = NULL;
  g_variant_get(message->args, "(t&s&su)", &question, &mailbox, &folder, &uidvalidity);
  g_autoptr(GArray) rows = store_rows(process->store, mailbox, folder, uidvalidity, &error);
  reply_array(process, question, rows, sizeof(StoreRow), error);
}

static void
take_older(StoreProcess *process, IpcMessage *message)
{
  guint64 question;
  guint32 uidvalidity;
  const char *mailbox, *folder;
  g_autoptr(GError) error = NULL;
  g_variant_get(message->args, "(t&s&su)", &question, &mailbox, &folder, &uidvalidity);
  g_autoptr(GArray) older = store_older(process->store, mailbox, folder, uidvalidity, &error);
  reply_array(process, question, older, sizeof(StoreOlder), error);
}

static void
take_due(StoreProcess *process, IpcMessage *message)
{
  guint64 question;
  guint32 uidvalidity;
  gboolean flagged;
  const char *mailbox, *folder;
  g_autoptr(GError) error = NULL;
  g_variant_get(message->args, "(t&s&sub)", &question, &mailbox, &folder, &uidvalidity, &flagged);
  g_autoptr(GArray) due = store_due(process->store, mailbox, folder, uidvalidity, flagged, &error);
  reply_array(process, question, due, sizeof(StoreDue), error);
}

static void
take_acted(StoreProcess *process, IpcMessage *message)
{
  guint64 question;
  guint32 uidvalidity, act;
  const char *mailbox, *folder;
  g_autoptr(GError) error = NULL;
  g_variant_get(message->args, "(t&s&suu)", &question, &mailbox, &folder, &uidvalidity, &act);
  g_autoptr(GBytes) uids = ipc_memfd_map(message->fds[0], 64u << 20, &error);
  gsize size = 0;
  const guint32 *list = uids ? g_bytes_get_data(uids, &size) : NULL;
  if (!list || act > STORE_ACT_GONE ||
      !store_acted(process->store, mailbox, folder, uidvalidity, list, (guint)(size / sizeof *list),
                   (StoreAct)act, &error)) {
    ipc_send(process->intake, "reply-failed",
             g_variant_new("(ts)", question, error ? error->message : "malformed"), NULL, 0, NULL);
    return;
  }
  ipc_send(process->intake, "reply", g_variant_new("(t)", question), NULL, 0, NULL);
}

static void
take_settle(StoreProcess *process, IpcMessage *message)
{
  guint64 question;
  StorePendingFolder folder = {0};
  g_autoptr(GError) error = NULL;
  g_variant_get(message->args, "(t&s&su)", &question, &folder.mailbox, &folder.folder, &folder.uidvalidity);
  g_autoptr(GBytes) uids = ipc_memfd_map(message->fds[0], 1u << 20, &error);
  gsize size = 0;
  folder.uids = uids ? g_bytes_get_data(uids, &size) : NULL;
  folder.n_uids = (guint)(size / sizeof *folder.uids);
  if (!uids || !store_settle_pending(process->store, &folder, &error)) {
    ipc_send(process->intake, "reply-failed", g_variant_new("(ts)", question, error->message), NULL, 0, NULL);
    return;
  }
  ipc_send(process->intake, "reply", g_variant_new("(t)", question), NULL, 0, NULL);
}

/* Somebody begins to import. */
static void
take_imports(StoreProcess *process, IpcMessage *message)
{
  guint64 question;
  guint32 uid;
  g_autoptr(GError) error = NULL;
  g_variant_get(message->args, "(tu)", &question, &uid);
  g_autofree char *who = api_user_name(API_PASSWD_PATH, uid);
  if (store_log(process->store, NULL, who, "import", NULL, &error))
    ipc_send(process->intake, "reply", g_variant_new("(t)", question), NULL, 0, NULL);
  else
    ipc_send(process->intake, "reply-failed", g_variant_new("(ts)", question, error->message), NULL, 0, NULL);
}

static void
take_attempt(StoreProcess *process, IpcMessage *message)
{
  guint64 job;
  gboolean killed;
  char *mailbox, *folder;
  StoreMessageKey key;
  g_autoptr(GVariant) fingerprint = NULL;
  g_autoptr(GError) error = NULL;
  g_variant_get(message->args, "(t&s&suu@ayb)", &job, &mailbox, &folder, &key.uidvalidity, &key.uid,
                &fingerprint, &killed);
  key.mailbox = mailbox;
  key.folder = folder;
  guint count = 0;
  if (g_variant_get_size(fingerprint) == HASH_BYTES)
    count = store_count_attempt(process->store, &key, g_variant_get_data(fingerprint), killed, &error);
  ipc_send(process->intake, "attempts", g_variant_new("(tu)", job, count), NULL, 0, NULL);
}

static void
take_state(StoreProcess *process, IpcMessage *message)
{
  g_mutex_lock(&process->lock);
  g_clear_pointer(&process->mailboxes, g_variant_unref);
  g_variant_get(message->args, "(t@a(ssssxx))", &process->backlog, &process->mailboxes);
  g_mutex_unlock(&process->lock);
}

typedef struct {
  const char *verb, *type;
  guint n_fds;
  void (*take)(StoreProcess *process, IpcMessage *message);
} Verb;

static const Verb intake_verbs[] = {
    {"known", "(tssu)", 0, take_known},       {"due", "(tssub)", 0, take_due},
    {"acted", "(tssuu)", 1, take_acted},      {"attempt", "(tssuuayb)", 0, take_attempt},
    {"state", "(ta(ssssxx))", 0, take_state},  {"rows", "(tssu)", 0, take_rows},
    {"older", "(tssu)", 0, take_older},        {"imports", "(tu)", 0, take_imports},
    {"settle", "(tssu)", 1, take_settle},
    {"finish", "(tssuuayt)", 0, take_finish},  {"finish", "(tssuuayt)", 1, take_finish},
};

static gboolean
take_intake_message(StoreProcess *process, IpcMessage *message)
{
  if (ipc_is(message, "commit", "(tssuuaysstbbttb)", MIN(message->n_fds, 2))) {
    take_commit(process, message);
    return TRUE;
  }
  for (guint i = 0; i < G_N_ELEMENTS(intake_verbs); i++) {
    const Verb *verb = &intake_verbs[i];
    if (ipc_is(message, verb->verb, verb->type, verb->n_fds)) {
      verb->take(process, message);
      return TRUE;
    }
  }
  return FALSE;
}

static void
drop_intake(StoreProcess *process)
{
  close(process->intake);
  process->intake = -1;
}

/* Everything that the intake has sent, up to a group; then it is made durable. While one group is written the
 * next one gathers. */
static void
drain_intake(StoreProcess *process)
{
  while (process->group->len + process->finishes->len < GROUP_MAX && process->intake >= 0 &&
         !(process->group->len && gather_is_large(&process->gather))) {
    g_autoptr(GError) error = NULL;
    g_autoptr(IpcMessage) message = ipc_receive_now(process->intake, &error);
    if (!message && error->code == IPC_ERROR_AGAIN)
      return;
    if (!message || !take_intake_message(process, message)) {
      if (message || error->code != IPC_ERROR_CLOSED)
        log_event(LOG_LEVEL_WARNING, "intake-dropped", "reason=malformed");
      drop_intake(process);
    }
  }
}

/* ---- what the API asks
 * ------------------------------------------------------------------------------------------------------ */

static void
add_string(JsonObject *object, const char *name, const char *value)
{
  if (value && *value)
    json_object_set_string_member(object, name, value);
  else
    json_object_set_null_member(object, name);
}

static JsonArray *
mailboxes_json(GVariant *mailboxes)
{
  JsonArray *array = json_array_new();
  GVariantIter iter;
  if (!mailboxes)
    return array;
  g_variant_iter_init(&iter, mailboxes);
  const char *name, *folder, *state, *fault;
  gint64 last_poll, originals;
  while (g_variant_iter_next(&iter, "(&s&s&s&sxx)", &name, &folder, &state, &fault, &last_poll, &originals)) {
    JsonObject *row = json_object_new();
    json_object_set_string_member(row, "name", name);
    json_object_set_string_member(row, "folder", folder);
    json_object_set_string_member(row, "state", state);
    add_string(row, "fault", fault);
    g_autoptr(GDateTime) when = last_poll ? g_date_time_new_from_unix_utc(last_poll) : NULL;
    g_autofree char *stamp = when ? g_date_time_format_iso8601(when) : NULL;
    add_string(row, "last_poll", stamp);
    json_object_set_int_member(row, "originals_left", originals);
    json_array_add_object_element(array, row);
  }
  return array;
}

static JsonNode *
health(gpointer user)
{
  StoreProcess *process = user;
  g_mutex_lock(&process->lock);
  JsonObject *object = json_object_new(), *store = json_object_new();
  json_object_set_array_member(object, "mailboxes", mailboxes_json(process->mailboxes));
  json_object_set_int_member(object, "backlog", (gint64)process->backlog);
  json_object_set_string_member(store, "state", process->state);
  add_string(store, "fault", process->fault);
  json_object_set_object_member(object, "store", store);
  g_mutex_unlock(&process->lock);
  JsonNode *node = json_node_new(JSON_NODE_OBJECT);
  json_node_take_object(node, object);
  return node;
}

static GBytes *
drill(gpointer user, const char *nonce, GError **error)
{
  StoreProcess *process = user;
  g_autofree char *plain = g_strdup_printf("%s\n", nonce);
  g_autoptr(GBytes) sealed = age_seal(process->recipients, (const guint8 *)plain, strlen(plain), error);
  hash_wipe(plain, strlen(plain));
  if (!sealed)
    return NULL;
  char *armor = age_armor(sealed);
  return g_bytes_new_take(armor, strlen(armor));
}

static void
wake(StoreProcess *process, gboolean *what)
{
  g_mutex_lock(&process->lock);
  *what = TRUE;
  g_mutex_unlock(&process->lock);
  ssize_t n = write(process->wake[1], "x", 1);
  (void)n; /* a full pipe wakes as well */
}

static GBytes *
cover_picture(gpointer user, const char *media_type, GBytes *picture, const ApiBox *boxes, guint n, GError **error)
{
  return store_cover_run(((StoreProcess *)user)->cover, media_type, picture, boxes, n, error);
}

static void
on_retry(gpointer user)
{
  wake(user, &((StoreProcess *)user)->tell_retry);
}

static void
on_drilled(gpointer user)
{
  wake(user, &((StoreProcess *)user)->tell_drill);
}

static void
send_retries(StoreProcess *process)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) keys = store_retries(process->store, &error);
  for (guint i = 0; keys && i < keys->len; i++) {
    const StoreMessageKey *key = keys->pdata[i];
    ipc_send(process->intake, "retry",
             g_variant_new("(ssuu)", key->mailbox, key->folder, key->uidvalidity, key->uid), NULL, 0, NULL);
  }
}

static void
tell_policy(StoreProcess *process)
{
  ipc_send(process->intake, "policy", g_variant_new("(b)", store_drill_passed(process->store)), NULL, 0,
           NULL);
}

static void
take_wake(StoreProcess *process)
{
  char buffer[64];
  ssize_t n = read(process->wake[0], buffer, sizeof buffer);
  (void)n;
  g_mutex_lock(&process->lock);
  gboolean retry = process->tell_retry, drilled = process->tell_drill;
  process->tell_retry = process->tell_drill = FALSE;
  g_mutex_unlock(&process->lock);
  if (process->intake < 0)
    return;
  if (retry)
    send_retries(process);
  if (drilled)
    tell_policy(process);
}

/* ---- start and loop
 * ---------------------------------------------------------------------------------------------------------
 */

/* What the old intake handed over is still made durable; its numbers mean nothing to the new one. */
static void
forget_jobs(GPtrArray *list)
{
  for (guint i = 0; i < list->len; i++)
    ((Waiting *)list->pdata[i])->job = 0;
}

static void
take_supervisor(StoreProcess *process)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(IpcMessage) message = ipc_receive(process->supervisor, &error);
  if (!message || ipc_is(message, "stop", "()", 0)) {
    process->stopping = TRUE;
  } else if (ipc_is(message, "ping", "()", 0)) {
    ipc_send(process->supervisor, "pong", NULL, NULL, 0, NULL);
  } else if (store_cover_take(process->cover, message) || store_idle_take(process->idle, message)) {
    return;
  } else if (ipc_is(message, "intake", "()", 1)) { /* a new intake, after the old one died */
    if (process->intake >= 0)
      drop_intake(process);
    forget_jobs(process->group);
    forget_jobs(process->finishes);
    process->intake = ipc_take_fd(message, 0);
    tell_policy(process);
  }
}

static void
loop(StoreProcess *process)
{
  gboolean failing = FALSE;
  while (!process->stopping) {
    gboolean full = process->group->len + process->finishes->len >= GROUP_MAX;
    int gathering_ms = failing || process->intake < 0 ? 0 : gather_wait_ms(&process->gather, process->group->len);
    struct pollfd fds[] = {{process->supervisor, POLLIN, 0},
                           {process->wake[0], POLLIN, 0},
                           {failing || full || gathering_ms ? -1 : process->intake, POLLIN, 0},
                           {store_idle_socket(process->idle), POLLIN, 0}};
    int ready = poll(fds, G_N_ELEMENTS(fds), failing ? RETRY_PAUSE_MS : gathering_ms ? MIN(gathering_ms, NAP_MS) : store_idle_timeout(process->idle));
    if (ready < 0 && errno != EINTR)
      return;
    if (gathering_ms) /* more comes: not to be woken for each */
      fds[2] = (struct pollfd){process->intake, POLLIN, POLLIN};
    if (fds[0].revents)
      take_supervisor(process);
    if (fds[1].revents)
      take_wake(process);
    if (process->intake >= 0 && fds[2].revents)
      drain_intake(process);
    if (fds[3].revents && store_idle_socket(process->idle) == fds[3].fd)
      store_idle_read(process->idle);
    if (ready == 0 && !failing && !process->group->len)
      store_idle_step(process->idle);
    gathering_ms = failing || process->intake < 0 ? 0 : gather_wait_ms(&process->gather, process->group->len);
    if ((ready == 0 || !failing) && !gathering_ms)
      failing = !commit_group(process);
  }
  commit_group(process);
}

static gboolean
open_store(StoreProcess *process, GVariant *setup, GError **error)
{
  g_autofree const char **recipients = role_strings(setup, "recipients");
  StoreOptions options = {role_string(setup, "dir"), role_string(setup, "time_zone"), recipients};
  process->recipients = age_recipients_new(recipients, error);
  process->links = process->recipients ? api_link_rules(role_string(setup, "rules"), error) : NULL;
  if (!process->links)
    return FALSE;
  process->store = store_open(&options, error);
  return process->store != NULL;
}

/* What fields and statuses may be. */
static gboolean
read_words(StoreProcess *process, GVariant *setup, GError **error)
{
  const char *fault = NULL;
  process->vocabulary = vocabulary_load(role_string(setup, "rules"), error);
  if (!process->vocabulary)
    return FALSE;
  process->workflow = workflow_new(role_string(setup, "statuses"), role_string(setup, "transitions"),
                                   role_string(setup, "reason_for"), &fault);
  if (!process->workflow)
    g_set_error(error, STORE_ERROR, STORE_ERROR_INVALID, "[workflow]: %s", fault);
  return process->workflow != NULL;
}

static gboolean
start(StoreProcess *process, GVariant *setup, int api_socket, GError **error)
{
  const char *no_files[] = {NULL};
  if (!open_store(process, setup, error) || !read_words(process, setup, error))
    return FALSE;
  ConfineOptions options = {.store_dir = role_string(setup, "dir"), .read_files = no_files};
  if (!confine_apply(CONFINE_STORE, &options, error))
    return FALSE;
  ApiHost host = {.store = process->store,
                  .links = process->links,
                  .learn = role_number(setup, "learn") != 0,
                  .house = process->house,
                  .vocabulary = process->vocabulary,
                  .workflow = process->workflow,
                  .monitor_gid = (guint)role_number(setup, "monitor_gid"),
                  .admin_gid = (guint)role_number(setup, "admin_gid"),
                  .health = health,
                  .drill = drill,
                  .retry = on_retry,
                  .drilled = on_drilled,
                  .cover = cover_picture,
                  .user = process};
  process->api = api_start(api_socket, &host, error);
  return process->api != NULL;
}

static int
fail_start(int code, const GError *error)
{
  log_event(LOG_LEVEL_ERROR, "store-start", "error=\"%s\"", error ? error->message : "bad setup");
  return role_fail(code, error ? error->message : "bad setup");
}

static gboolean
send_keys(const StoreProcess *process, GError **error)
{
  HashKey fingerprint, thread;
  store_hash_keys(process->store, &fingerprint, &thread);
  GVariant *keys[] = {g_variant_new_fixed_array(G_VARIANT_TYPE_BYTE, &fingerprint, sizeof fingerprint, 1),
                      g_variant_new_fixed_array(G_VARIANT_TYPE_BYTE, &thread, sizeof thread, 1)};
  hash_wipe(&fingerprint, sizeof fingerprint);
  hash_wipe(&thread, sizeof thread);
  return ipc_send(ROLE_SOCKET, "ready", g_variant_new("(@ay@ay)", keys[0], keys[1]), NULL, 0, error);
}

int
role_store(void)
{
  g_autoptr(GError) error = NULL;
  StoreProcess process = {.supervisor = ROLE_SOCKET, .intake = -1, .state = "ok"};
  g_mutex_init(&process.lock);
  process.group = g_ptr_array_new_with_free_func(waiting_free);
  process.finishes = g_ptr_array_new_with_free_func(waiting_free);
  role_keep_memory();
  age_init();
  g_autoptr(IpcMessage) setup = ipc_receive(ROLE_SOCKET, &error);
  if (!setup || !ipc_is(setup, "setup", "(a{sv})", 2) || pipe2(process.wake, O_CLOEXEC | O_NONBLOCK) != 0)
    return fail_start(EXIT_LATER, error);
  g_autoptr(GVariant) options = g_variant_get_child_value(setup->args, 0);
  g_autoptr(IpcMessage) house = ipc_receive(ROLE_SOCKET, &error);
  process.house = house ? house_new(house, &error) : NULL;
  if (!process.house) /* a bad key never mends itself */
    return fail_start(house ? EXIT_CONFIG_ : EXIT_LATER, error);
  process.intake = ipc_take_fd(setup, 1);
  process.cover = store_cover_new(process.supervisor);
  if (!start(&process, options, ipc_take_fd(setup, 0), &error)) /* broken rules never mend themselves */
    return fail_start(process.recipients && !process.links ? EXIT_CONFIG_ : EXIT_LATER, error);
  if (!send_keys(&process, &error))
    return fail_start(EXIT_LATER, error);
  tell_policy(&process);
  process.idle = store_idle_new(process.store, process.supervisor);
  loop(&process);
  store_idle_free(process.idle);
  store_cover_stop(process.cover);
  api_stop(process.api);
  store_cover_free(process.cover);
  g_ptr_array_unref(process.group);
  g_ptr_array_unref(process.finishes);
  store_close(process.store);
  age_recipients_free(process.recipients);
  links_rules_free(process.links);
  house_free(process.house);
  vocabulary_free(process.vocabulary);
  workflow_free(process.workflow);
  return EXIT_DONE;
}
