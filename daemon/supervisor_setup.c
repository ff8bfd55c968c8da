/* SPDX-License-Identifier: ISC */
/* What the supervisor hands to each child, and nothing more; and the two sockets that people connect to. */
#include "daemon/supervisor.h"
#include "daemon/log.h"
#include "config/rules.h"
#include "ipc/ipc.h"

#include <errno.h>
#include <grp.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define LISTEN_BACKLOG 64
#define MAX_CA_BYTES (4u << 20)

guint
supervisor_worker_count(const Config *config)
{
  return CLAMP(config->workers ? config->workers : g_get_num_processors(), 1, SUPERVISOR_MAX_WORKERS);
}

static void
add(GVariantBuilder *builder, const char *key, GVariant *value)
{
  g_variant_builder_add(builder, "{sv}", key, value);
}

static void
add_number(GVariantBuilder *builder, const char *key, guint64 value)
{
  add(builder, key, g_variant_new_uint64(value));
}

static void
add_string(GVariantBuilder *builder, const char *key, const char *value)
{
  add(builder, key, g_variant_new_string(value ? value : ""));
}

static GVariant *
recipients(const Config *config)
{
  return g_variant_new_strv((const char *const *)config->recipients->pdata, config->recipients->len);
}

static GVariant *
key_bytes(const HashKey *key)
{
  return g_variant_new_fixed_array(G_VARIANT_TYPE_BYTE, key, sizeof *key, 1);
}

/* (guint)-1 when there is no such group: then only root and the daemon's own user are let in. */
static guint
group_id(const char *name)
{
  const struct group *group = getgrnam(name);
  return group ? group->gr_gid : (guint)-1;
}

GVariant *
supervisor_store_setup(const Supervisor *s)
{
  GVariantBuilder builder;
  g_variant_builder_init(&builder, G_VARIANT_TYPE("a{sv}"));
  g_autofree char *rules = rules_locate(s->config->rules_path);
  add_string(&builder, "dir", s->config->store_path);
  add_string(&builder, "time_zone", s->config->time_zone);
  add(&builder, "recipients", recipients(s->config));
  add_number(&builder, "monitor_gid", group_id(s->config->monitor_group));
  add_number(&builder, "admin_gid", group_id(s->config->admin_group));
  add_string(&builder, "rules", rules);
  add_string(&builder, "statuses", s->config->statuses);
  add_string(&builder, "transitions", s->config->transitions);
  add_string(&builder, "reason_for", s->config->reason_for);
  add_number(&builder, "learn", s->config->learn);
  return g_variant_new("(a{sv})", &builder);
}

GVariant *
supervisor_intake_setup(const Supervisor *s)
{
  GVariantBuilder builder;
  g_variant_builder_init(&builder, G_VARIANT_TYPE("a{sv}"));
  add(&builder, "recipients", recipients(s->config));
  add(&builder, "fingerprint_key", key_bytes(&s->fingerprint_key));
  add_string(&builder, "time_zone", s->config->time_zone);
  add_number(&builder, "max_message_bytes", s->config->max_message_bytes);
  add_number(&builder, "worker_wall_s", s->config->worker_wall_s);
  add_number(&builder, "worker_messages", s->config->worker_messages);
  add_number(&builder, "admin_gid", group_id(s->config->admin_group));
  add_number(&builder, "once", s->once);
  return g_variant_new("(a{sv})", &builder);
}

GVariant *
supervisor_worker_setup(const Supervisor *s)
{
  g_autofree char *rules = rules_locate(s->config->rules_path);
  return g_variant_new("(ss@as@ayutb)", rules, s->config->time_zone, recipients(s->config),
                       key_bytes(&s->thread_key), s->config->worker_cpu_s, s->config->worker_memory_bytes,
                       s->config->clean_sound);
}

static GVariant *
mailbox_setup(const ConfigMailbox *mailbox, const char *password)
{
  const char *own[] = {mailbox->address, NULL};
  GVariantBuilder builder;
  g_variant_builder_init(&builder, G_VARIANT_TYPE("a{sv}"));
  add_string(&builder, "name", mailbox->name);
  add_string(&builder, "host", mailbox->host);
  add_number(&builder, "port", mailbox->port);
  add_number(&builder, "starttls", mailbox->starttls);
  add_string(&builder, "user", mailbox->user);
  add_string(&builder, "password", password);
  add(&builder, "folders", g_variant_new_strv((const char *const *)mailbox->folders, -1));
  add_number(&builder, "poll_interval", mailbox->poll_interval_s);
  add_number(&builder, "idle", mailbox->idle);
  add_number(&builder, "after_intake", mailbox->after_intake);
  add_string(&builder, "move_to", mailbox->move_to);
  add_number(&builder, "expunge_after_days", mailbox->expunge_after_days);
  add_string(&builder, "authserv_id", mailbox->authserv_id);
  add(&builder, "own_addresses", g_variant_new_strv(own, -1));
  return g_variant_new("(a{sv})", &builder);
}

static int
ca_memfd(const ConfigMailbox *mailbox, GError **error)
{
  g_autofree char *pem = NULL;
  gsize size;
  if (!g_file_get_contents(mailbox->ca_file, &pem, &size, error))
    return -1;
  if (size > MAX_CA_BYTES) {
    g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_FAILED, "%s: too large for a CA file", mailbox->ca_file);
    return -1;
  }
  return ipc_memfd_from_bytes("amana-ca", pem, size, error);
}

static gboolean
send_mailbox(const Supervisor *s, const ConfigMailbox *mailbox, GError **error)
{
  char *password = config_password(mailbox, error);
  if (!password)
    return FALSE;
  int ca = mailbox->ca_file ? ca_memfd(mailbox, error) : -1;
  gboolean ok = !mailbox->ca_file || ca >= 0;
  if (ok)
    ok = ipc_send(s->intake.socket, "mailbox", mailbox_setup(mailbox, password), &ca, ca >= 0 ? 1 : 0, error);
  hash_wipe(password, strlen(password));
  g_free(password);
  if (ca >= 0)
    close(ca);
  return ok;
}

gboolean
supervisor_send_mailboxes(const Supervisor *s, GError **error)
{
  for (guint i = 0; i < s->config->mailboxes->len; i++)
    if (!send_mailbox(s, s->config->mailboxes->pdata[i], error))
      return FALSE;
  return TRUE;
}

/* ---- sockets
 * ----------------------------------------------------------------------------------------------------------------------
 */

char *
supervisor_import_path(const Config *config)
{
  g_autofree char *folder = g_path_get_dirname(config->socket_path);
  return g_build_filename(folder, "intake.sock", NULL);
}

static int
bind_socket(const char *path, int type, GError **error)
{
  g_autofree char *fresh = g_strconcat(path, ".new", NULL);
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  if (strlen(fresh) >= sizeof address.sun_path) {
    g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_NAMETOOLONG, "%s: too long for a socket", path);
    return -1;
  }
  memcpy(address.sun_path, fresh, strlen(fresh));
  int fd = socket(AF_UNIX, type | SOCK_CLOEXEC, 0);
  unlink(fresh);
  /* anybody may connect: who is let in is decided by the peer's groups, with an answer that says so */
  if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof address) != 0 || chmod(fresh, 0666) != 0 ||
      listen(fd, LISTEN_BACKLOG) != 0) {
    g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_FAILED, "%s: %s", path, g_strerror(errno));
    if (fd >= 0)
      close(fd);
    return -1;
  }
  return fd;
}

gboolean
supervisor_bind_sockets(Supervisor *s, GError **error)
{
  g_autofree char *import_path = supervisor_import_path(s->config);
  s->api_listener = bind_socket(s->config->socket_path, SOCK_STREAM, error);
  if (s->api_listener < 0)
    return FALSE;
  s->import_listener = bind_socket(import_path, SOCK_SEQPACKET, error);
  return s->import_listener >= 0;
}

static gboolean
publish(const char *path, GError **error)
{
  g_autofree char *fresh = g_strconcat(path, ".new", NULL);
  if (rename(fresh, path) == 0 || errno == ENOENT) /* already published: a child was restarted */
    return TRUE;
  g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_FAILED, "%s: %s", path, g_strerror(errno));
  return FALSE;
}

gboolean
supervisor_publish_sockets(Supervisor *s, GError **error)
{
  g_autofree char *import_path = supervisor_import_path(s->config);
  return publish(s->config->socket_path, error) && publish(import_path, error);
}

void
supervisor_close_sockets(Supervisor *s)
{
  g_autofree char *import_path = supervisor_import_path(s->config);
  if (s->api_listener >= 0)
    close(s->api_listener);
  if (s->import_listener >= 0)
    close(s->import_listener);
  s->api_listener = s->import_listener = -1;
}

gboolean
supervisor_reload(Supervisor *s)
{
  g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
  Config *fresh = config_load(s->config_path, problems);
  for (guint i = 0; i < problems->len; i++)
    log_event(fresh ? LOG_LEVEL_WARNING : LOG_LEVEL_ERROR, "configuration", "problem=\"%s\"",
              (char *)problems->pdata[i]);
  if (!fresh)
    return FALSE;
  s->next_config = fresh;
  return TRUE;
}
