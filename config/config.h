/* SPDX-License-Identifier: ISC
 *
 * The configuration file amana.conf(5). One table (config.c) is parser, checker, printer and documentation of every key. Every
 * problem of a file is reported at once as "file:line: what is wrong and what is allowed". Reads no file but the ones it is given.
 */
#pragma once
#include <glib.h>

typedef enum { CONFIG_KEEP, CONFIG_MOVE, CONFIG_EXPUNGE } ConfigAfterIntake;

typedef struct {
  char *name;           /* of [mailbox NAME]; "mailbox" for a plain [mailbox] */
  char *host;
  guint port;           /* 993 for tls, 143 for starttls unless set */
  gboolean starttls;    /* security = tls | starttls */
  char *ca_file;        /* PEM, or NULL: the system's store */
  char *user;
  char *password_file;  /* or NULL: systemd credential "password" or "password.NAME" under $CREDENTIALS_DIRECTORY */
  char **folders;       /* NULL-terminated, at least one ("INBOX") */
  guint poll_interval_s; /* 10 .. 86400, default 60 */
  gboolean idle;        /* use IDLE when the server has it, default yes */
  ConfigAfterIntake after_intake;
  char *move_to;        /* after_intake = move:FOLDER */
  guint expunge_after_days; /* after_intake = expunge (0) or expunge:30d */
  char *authserv_id;    /* trusted Authentication-Results, or NULL */
  char *address;        /* the report address itself (default: user when it has an @), or NULL */
} ConfigMailbox;

typedef struct {
  GPtrArray *mailboxes;     /* of ConfigMailbox; empty when there is no [mailbox] section */
  char *store_path;         /* [store] path, absolute */
  char *socket_path;        /* [store] socket; intake.sock lies beside it */
  char *time_zone;          /* [store] time_zone, IANA name, default Asia/Baghdad; checked */
  char *monitor_group, *admin_group; /* [store] monitor_group, admin_group: default amana-monitor, amana-admin */
  char *rules_path;         /* [store] rules: the folder of identity/, kind/, links/, taxonomy/; default the installed one */
  GPtrArray *recipients;    /* of char *: [seal] recipients, and the lines of recipients_file (comments with #) */
  guint64 max_message_bytes; /* [intake] max_message_size = 100MiB: 64KiB .. 1GiB */
  guint workers;            /* [intake] workers, default 0 = one per core, at most 64 */
  guint worker_wall_s;      /* [intake] worker_timeout = 60s: 1 .. 600 */
  guint worker_cpu_s;       /* [intake] worker_cpu = 30s: 1 .. 600 */
  guint64 worker_memory_bytes; /* [intake] worker_memory = 1GiB: 128MiB .. 8GiB */
  guint worker_messages;    /* [intake] worker_messages = 5000: a worker is replaced after so many */
  char *cleaner_socket;     /* [cleaner] connect: the socket of amana-cleaner.service, or NULL: the daemon starts a cleaner itself */
  char *statuses, *transitions, *reason_for; /* [workflow], as workflow_new of report/ takes them; checked together */
  gboolean learn;           /* [taxonomy] learn, default no */
  gboolean clean_sound;     /* [attachments] sound = withhold | clean */
  gboolean pseudonyms;      /* [store] pseudonyms, default no */
  char *organisation;       /* [export] organisation: who hands out case files, notices and figures; or NULL */
  char *contact;            /* [export] contact: its address in them, or NULL */
  char *signing_key_file;   /* [export] signing_key_file, or NULL: systemd credential "signing-key", if there is one */
  guint publish_k;          /* [publish] k: counts below it are not published, 2 .. 1000, default 5 */
} Config;

/* Reads path (and recipients_file). NULL when anything is wrong: problems (GPtrArray of char *) then has a line for each. warnings
 * may be filled as well when it succeeds (a deprecated key). Does not open password files. */
Config *config_load(const char *path, GPtrArray *problems);
void config_free(Config *config);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Config, config_free)

/* The password of a mailbox: from password_file (refused if group or others can read it, with a message that says chmod 600) or the
 * systemd credential. One trailing newline is dropped. The caller wipes it. NULL with G_FILE_ERROR_*. */
char *config_password(const ConfigMailbox *mailbox, GError **error);

/* The text of the organisation's secret key for signing (minisign), under the same rules; the caller wipes it. NULL without error when
 * none is configured and there is no credential. */
char *config_signing_key(const Config *config, GError **error);

/* Every key with its default and meaning, as a commented sample file. The caller owns it. */
char *config_sample(void);
