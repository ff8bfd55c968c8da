/* SPDX-License-Identifier: ISC
 *
 * The intake process from inside: one main thread that talks to supervisor, workers and store; one thread per folder of a mailbox; one
 * per import under way. Threads hand raw messages over with intake_submit and ask the store with intake_ask; everything else of the
 * main thread is its own. Never parses MIME, never touches the database.
 */
#pragma once
#include "daemon/imap.h"
#include "daemon/raw.h"
#include "ipc/ipc.h"
#include "store/store.h"

#define INTAKE_MAX_JOBS 128u                     /* under way at once: also what the store's socket can hold */
#define INTAKE_MAX_BYTES (64ULL * 1024 * 1024)    /* of raw messages under way; one larger message goes alone */
#define INTAKE_MAX_WORKERS 64u
#define INTAKE_MAX_IMPORTS 8u
#define INTAKE_MAX_PENDING 96u                    /* messages held while the cleaner has files of theirs */
#define INTAKE_MAX_PENDING_BYTES (256ULL * 1024 * 1024) /* of them and their files; beyond, they wait in the mailbox. One goes always */
#define INTAKE_CRASHES 2u  /* so many deaths of a worker with one message: quarantine */
#define INTAKE_KILLS 5u    /* the same for workers killed from outside, which says little about the message */

typedef struct Intake Intake;
typedef struct Folder Folder;
typedef struct Import Import;

/* One raw message on its way through worker and store. */
typedef struct {
  guint64 id;
  Raw *raw;
  Folder *folder;      /* where it came from, or */
  Import *import;      /* ... */
  guint64 import_id;   /* the client's number */
  guint32 uidvalidity, uid;
  char *day;           /* or NULL */
  gboolean retry;
  guint attempt;
  gboolean at_store;   /* handed over, no answer yet */
  /* what a worker made, until the store takes it: in a memfd (or -1), in memory (or NULL), or nothing */
  int result_fd;
  GBytes *result;
  guint64 head_size;
  const char *quarantine; /* static reason, or NULL */
  /* while something of it is pending (intake_clean.c) */
  gboolean second;     /* committed: the pass under way or to come is the second */
  gboolean no_wait;    /* an import that is answered when it is committed */
  int files_fd, cleaned_fd; /* for the cleaner, from the cleaner; or -1 */
  GVariant *files, *cleaned; /* their tables, or NULL */
  const char *failure; /* static: why nothing came back, or NULL */
  guint cleaner_tries;
  gint64 unsent_us;    /* since when it cannot be sent to the cleaner, which is no fault of its files, or 0 */
  guint64 held;        /* bytes that count as pending */
  gint64 ledger;
  char *outcome, *ref, *report; /* for an import that waits */
} Job;

typedef enum { FOLDER_WAITING, FOLDER_OK, FOLDER_REFUSED, FOLDER_UNREACHABLE } FolderState;

struct Folder {
  Intake *intake;
  /* configuration, read-only */
  ImapAccount account;
  char *mailbox, *name, *authserv_id, *move_to;
  char **own_addresses; /* NULL-terminated */
  guint poll_interval_s, after_intake, expunge_after_days;
  gboolean idle;
  int wake_fd;
  GThread *thread;
  /* guarded by intake->lock */
  FolderState state;
  char *fault;
  gint64 last_poll, originals_left;
  guint outstanding, backlog;
  GArray *retries;     /* of guint32: uids of retry_uidvalidity */
  guint32 retry_uidvalidity;
  GArray *held, *deferred; /* of guint32, uids of pending_uidvalidity: with the cleaner; committed, to be fetched again when there is room */
  guint32 pending_uidvalidity;
  gboolean finished;   /* --once: has made its pass */
  int exit_code;
};

typedef struct {
  int fd;
  Job *job;
  gint64 deadline_us;
  guint served;
  gboolean killing;    /* told to stop or killed: takes no more */
} WorkerSlot;

struct Intake {
  /* read-only after start */
  AgeRecipients *recipients;
  HashKey fingerprint_key;
  guint64 max_message_bytes;
  guint worker_wall_s, worker_messages, admin_gid;
  gboolean once;
  GTimeZone *zone;
  GPtrArray *folders;  /* of Folder */
  /* the main thread's */
  int supervisor, store, import_listener, wake_fd;
  int cleaner;         /* or -1 */
  gboolean cleaner_asked; /* the supervisor, for a connection */
  gint64 cleaner_asked_us, cleaner_missed_us, cleaner_deadline_us; /* missed: since when there is none, 0 when there is one */
  Job *at_cleaner;
  GQueue to_clean;     /* of Job */
  GQueue copies;       /* of Job: of messages that are held already; they end with those */
  WorkerSlot workers[INTAKE_MAX_WORKERS];
  guint n_workers;
  GHashTable *jobs;    /* id -> Job, at a worker or at the store */
  GQueue ready;        /* of Job, for the next idle worker */
  GQueue to_store;     /* of Job: have their outcome, and wait for room in the store's socket */
  guint at_store;      /* how many jobs are */
  gboolean finished_told;
  /* shared */
  GMutex lock;
  GCond changed;       /* something under the lock changed: space, answers, stopping */
  GQueue submitted;    /* of Job */
  GQueue questions;    /* of Question, not yet sent */
  GHashTable *asked;   /* id -> Question */
  guint64 next_id, bytes_in_flight, bytes_pending;
  guint in_flight, pending, imports;
  gboolean stopping, state_dirty, expunge_allowed;
  gboolean pending_tight; /* a large message waits until nothing else is pending */
};

/* ---- for the threads ------------------------------------------------------------------------------------------------------- */

/* Hands a message over (takes the job and its raw message in any case); waits while too much is under way. FALSE when stopping. */
gboolean intake_submit(Intake *intake, Job *job);
/* Asks the store and waits. fd (or -1) is sent along and stays the caller's. The answer's memfd as bytes (empty when it has none). */
GBytes *intake_ask(Intake *intake, const char *verb, GVariant *args, int fd, GError **error);
/* The question's number, to be the first value of its args. */
guint64 intake_next_id(Intake *intake);
void intake_wake(Intake *intake);
gboolean intake_stopping(Intake *intake);
/* A job for this message, which it takes. */
Job *job_new(Raw *raw);
void job_free(Job *job);

/* ---- the parts -------------------------------------------------------------------------------------------------------------- */

/* intake_jobs.c: jobs between threads, workers and store; main thread only. */
void intake_take_submitted(Intake *intake);
void intake_send_questions(Intake *intake);
void intake_send_commits(Intake *intake); /* as many as the store's socket takes now */
void intake_dispatch(Intake *intake);
void intake_take_worker(Intake *intake, guint slot);
void intake_take_store(Intake *intake);
void intake_worker_new(Intake *intake, guint slot, int fd);
void intake_worker_gone(Intake *intake, guint slot, const char *reason);
void intake_check_deadlines(Intake *intake);
int intake_poll_timeout_ms(const Intake *intake);

/* intake_clean.c: messages of which something is pending; main thread only. */
void intake_hold(Intake *intake, Job *job); /* it is committed; ends with intake_release */
void intake_release(Intake *intake, Job *job);
void intake_clean_dispatch(Intake *intake); /* hands the next files to the cleaner, or asks for one */
void intake_take_cleaner(Intake *intake);   /* its socket is readable */
void intake_cleaner_new(Intake *intake, int fd);
void intake_cleaner_none(Intake *intake);
gint64 intake_clean_deadline_us(const Intake *intake); /* G_MAXINT64: none */
void intake_send_finish(Intake *intake, Job *job); /* without a result: the second pass failed */
/* Adds small bytes to a packet, or the memfd that has them instead. */
void intake_burden(IpcBurden *burden, guint slot, GBytes *bytes, int fd);
/* Is there room for one more? With the lock. */
gboolean intake_has_pending_room(const Intake *intake);

/* intake_mailbox.c: one folder. */
void folder_start(Folder *folder);
void folder_wake(Folder *folder);
void folder_free(Folder *folder);

/* intake_import.c: `amana import`. */
void import_accept(Intake *intake);
void import_answer(Import *import, guint64 id, const char *outcome, const char *ref, const char *report);
void import_unref(Import *import);

/* intake_reconcile.c: `amana reconcile`, on the import's thread: holds every folder against the ledger and tells the client on fd. FALSE
 * when the client is gone. */
gboolean reconcile(Intake *intake, int fd);
