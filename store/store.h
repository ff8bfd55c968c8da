/* SPDX-License-Identifier: ISC
 *
 * The store: cases.db, the ledger, the custody log, sealed records. The only folder that knows SQLite. Runs in the store process.
 * It never sees a header, an original or an identity record in clear: sealed bytes are opaque to it.
 *
 * Durability: store_take_in returns only when its whole group is durable (sealed records synced first, then one SQLite commit).
 * Order: cases, reports and sealed records have random keys; a group is shuffled before it is written; only days are kept.
 */
#pragma once
#include <glib.h>
#include <json-glib/json-glib.h>
#include "report/report.h"
#include "report/workflow.h"
#include "seal/hash.h"

typedef struct Store Store;

#define STORE_ERROR (store_error_quark())
GQuark store_error_quark(void);
typedef enum {
  STORE_ERROR_FULL,      /* disk full or quota: try later, nothing was taken */
  STORE_ERROR_FAILED,    /* any other I/O or database failure: nothing was taken */
  STORE_ERROR_LOCKED,    /* another daemon has this store */
  STORE_ERROR_NOT_FOUND,
  STORE_ERROR_INVALID    /* the request is wrong: message says what is allowed */
} StoreError;

typedef struct {
  const char *dir;         /* store path: created 0700 if missing */
  const char *time_zone;
  const char *const *recipients; /* NULL-terminated: a change against the last start is a custody entry */
} StoreOptions;

/* Opens, locks (flock on dir/lock, waits up to 5 s), migrates, sweeps orphans. */
Store *store_open(const StoreOptions *options, GError **error);
void store_close(Store *store);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Store, store_close)

/* Reads what the first question about cases would have to wait for: seconds of a million cases. In a thread of its own; whoever asks
 * meanwhile waits for the rest of it. FALSE with error when that failed, or was ended. */
gboolean store_warm(Store *store, GError **error);
/* Ends store_warm, and with it all questions about cases: before store_close. Thread-safe. */
void store_warm_end(Store *store);

/* Keys made at the first start, kept in the store: fingerprints of raw mail; thread and content keys. The kind of hash is for fingerprints and
 * contents, and stays what it was when the store was made: rows of another kind would know no duplicate. Wipe them. */
void store_hash_keys(const Store *store, HashKey *fingerprint, HashKey *thread);

/* ---- ledger ------------------------------------------------------------------------------------------------------------ */

typedef struct {
  char *mailbox;  /* name of the mailbox section; "import" for amana import */
  char *folder;   /* "" for imports */
  guint32 uidvalidity, uid; /* both 0 for imports: then only the fingerprint identifies */
} StoreMessageKey;

typedef enum { /* what the intake still has to do in the mailbox for a row */
  STORE_ACT_DUE,  /* outcome is durable, nothing is pending: flag, move or expunge may happen */
  STORE_ACT_PENDING, /* an attachment is pending */
  STORE_ACT_FLAGGED, STORE_ACT_MOVED, STORE_ACT_EXPUNGED, STORE_ACT_GONE
} StoreAct;

typedef struct {
  StoreMessageKey key;
  guint8 fingerprint[16];
  const char *day;         /* YYYY-MM-DD: arrival; NULL for today or the report's received_on */
  const char *quarantine;  /* NULL, or the reason: oversized, crashed, timeout, limits, ... ; then report is NULL */
  int sealed_fd;           /* memfd with the sealed original (not closed here); nobody may be able to change it any more */
  guint64 sealed_size;
  GBytes *sealed;          /* a small one in memory instead of sealed_fd, or NULL */
  const Report *report;    /* NULL when quarantined */
  GBytes *identity;        /* sealed identity record, NULL when quarantined */
  gboolean retry;          /* replaces a quarantined row of the same key or fingerprint */
} StoreIncoming;

typedef struct {
  gint64 ledger_id;
  char *outcome; /* contract's word */
  char *ref;     /* or NULL */
  char *report;  /* report id, or NULL */
  gboolean pending;
} StoreResult;
void store_result_free(StoreResult *result);

/* Takes a group in: all or nothing, durable on return. results: GPtrArray of StoreResult, same order. A message whose key or
 * fingerprint is known becomes (or stays) a duplicate; pending in its result says that store_finish is still to come, also for a
 * message that is taken in again because it was not finished; sealed originals of duplicates with a known fingerprint are not kept twice. */
GPtrArray *store_take_in(Store *store, const StoreIncoming *const *incoming, guint count, GError **error);

/* The second pass over a message of which something was pending. */
typedef struct {
  StoreMessageKey key;    /* whose failed attempts are forgotten */
  guint8 fingerprint[16];
  const Report *report;   /* with the same attachments in the same order; NULL: it could not be cleaned, what is pending is withheld */
  GBytes *identity;       /* sealed identity record, in place of the first */
} StoreFinish;
/* Puts it in the place of the first pass: all or nothing, durable on return. Then the message is due in the mailbox, every copy of it.
 * A message of which nothing is pending (any more) only becomes due. */
gboolean store_finish(Store *store, const StoreFinish *finish, GError **error);
/* A folder as it is now. uids: those that are pending and still there. */
typedef struct {
  const char *mailbox, *folder;
  guint32 uidvalidity;
  const guint32 *uids;
  guint n_uids;
} StorePendingFolder;
/* Pending messages of the folder that are not in it any more will never be fetched again: what is pending of them is withheld. */
gboolean store_settle_pending(Store *store, const StorePendingFolder *folder, GError **error);

/* Counts one failed attempt durably; returns how many crashes (kills when killed) there were with this one, 0 on error. */
guint store_count_attempt(Store *store, const StoreMessageKey *key, const guint8 *fingerprint, gboolean killed, GError **error);

/* UIDs of a folder that have a row of which nothing is pending, as ascending ranges: GArray of StoreRange. due: those where something must still be done. */
typedef struct {
  guint32 first, last;
} StoreRange;
GArray *store_known_uids(Store *store, const char *mailbox, const char *folder, guint32 uidvalidity, GError **error);
typedef struct {
  guint32 uid;
  gint32 act;     /* StoreAct: DUE, or FLAGGED when it may still be expunged later */
  gint32 age_days; /* days since its arrival day */
} StoreDue;
/* Quarantined rows are never due: their mail stays where it is, for store_mark_retry.
 * include_flagged: also rows that are flagged only (for expunge after N days). */
GArray *store_due(Store *store, const char *mailbox, const char *folder, guint32 uidvalidity, gboolean include_flagged, GError **error);
/* Records what was done in the mailbox with these UIDs. */
gboolean store_acted(Store *store, const char *mailbox, const char *folder, guint32 uidvalidity, const guint32 *uids, guint count,
                     StoreAct act, GError **error);
/* What the ledger says of a folder, to be held against the mailbox: GArray of StoreRow, ascending by UID. */
typedef struct {
  guint32 uid;
  gint32 act;         /* StoreAct */
  gint32 quarantined;
} StoreRow;
GArray *store_rows(Store *store, const char *mailbox, const char *folder, guint32 uidvalidity, GError **error);
/* The folder under other UIDVALIDITYs: GArray of StoreOlder. */
typedef struct {
  guint32 uidvalidity, rows, due;
} StoreOlder;
GArray *store_older(Store *store, const char *mailbox, const char *folder, guint32 uidvalidity, GError **error);
/* Quarantined rows of mailboxes marked for another try: GPtrArray of StoreMessageKey *; clears the marks. */
GPtrArray *store_retries(Store *store, GError **error);
/* Marks quarantined mail that still lies in a mailbox for another try; count: how many. An act of who in the log. */
gboolean store_mark_retry(Store *store, const char *who, guint *count, GError **error);

/* ---- what monitors see: JSON of the contract ----------------------------------------------------------------------------- */

typedef struct {
  /* NULL: any; several values with commas between them: any of these; "none": without. kind NULL: all but spam */
  const char *since, *until, *status, *category, *platform, *governorate, *kind, *language, *actor_group, *commitment, *violation_type;
  const char *tag, *assignee; /* assignee: "M-03" or "nobody" */
  const char *review;         /* "yes", "no", or a reason */
  const char *attachments;    /* "yes" or "no" */
  const char *refs;           /* "AM-7K3F-Q29D, AM-7K, AM-7K..AM-9": any of these; a short one means all that begin so */
  const char *sort;           /* newest (NULL), oldest, reports, ref, status, category, governorate */
  const char *words;  /* full text, folded; NULL: none */
  guint limit, offset; /* limit 0: all */
  guint64 *total;     /* set to how many there are without limit and offset; or NULL */
} StoreFilter;

/* who: the caller's Unix user name, for the custody log; reads are logged before they are returned. */
JsonNode *store_list(Store *store, const StoreFilter *filter, const char *who, GError **error);  /* array of cases without reports */
JsonNode *store_show(Store *store, const char *ref, const char *who, GError **error);            /* one case; ref may be abbreviated if unique */
JsonNode *store_search(Store *store, const StoreFilter *filter, const char *who, GError **error); /* cases, each with a "match" line */
/* since: a day, NULL, or STORE_DIGEST_LAST: where the last one of who ended. limit: at most so many lines of cases, 0: all;
 * "cases_total" says how many there are. */
#define STORE_DIGEST_LAST "last"
JsonNode *store_digest(Store *store, const char *since, const char *until, guint limit, const char *who, GError **error);
/* Counts of a period (both days are needed) for public figures, raw: arrays of {"row", "column", "count"} named messages, cases, category_month,
 * category_platform, governorate_actor_group, language_month; object work: how monitors worked. */
JsonNode *store_figures(Store *store, const char *since, const char *until, const char *who, GError **error);
JsonNode *store_custody(Store *store, const char *ref, GError **error); /* NULL ref: the system's chain */
/* outcomes, messages, pending, quarantined; the caller adds mailboxes and store state. */
JsonNode *store_status(Store *store, GError **error);
/* Messages without a case that have a sealed record, newest first: array of {"ledger", "outcome", "reason", "day", "sealed":
 * {"original", "identity"}}. outcome: NULL for all of them (quarantined, auto, bounce, duplicate). */
JsonNode *store_caseless(Store *store, const char *outcome, GError **error);
/* Cleaned bytes; media_type is set (owned by the caller). */
GBytes *store_attachment(Store *store, const char *ref, const char *name, const char *who, char **media_type, GError **error);
/* Cases in full, as store_show has them, in order of their refs, for a program that reads the whole archive: at most limit after the ref
 * after (NULL: from the first), fewer when their texts are long. Spam is left out. An object: cases, next (what after is to be, or null at
 * the end), total. Each case has suggested: what the program had said of the fields that people set. decided: only cases that somebody
 * has decided on (no longer new, or a field was set). Each case counts as read. */
JsonNode *store_texts(Store *store, const char *after, guint limit, gboolean decided, const char *who, GError **error);
/* How often people kept what the program suggested. An object: cases (decided on), fields [{field, kept, changed, changes [{suggested,
 * value, cases}]}]. */
JsonNode *store_rule_stats(Store *store, GError **error);
/* A sealed age file by id. */
GBytes *store_sealed(Store *store, const char *id, const char *who, GError **error);
/* The random token of a case that a reporter may quote in a follow-up, "AMT-XXXX-XXXX-XXXX"; made when first asked for, then the same.
 * The caller owns it. */
char *store_case_token(Store *store, const char *ref, GError **error);
/* Cases that are one. The first of typed (NULL-terminated refs) stays, the others' reports, links, objects, tokens and threads lead to
 * it from now on; each ref stays resolvable. An entry in every case's chain. reason: free text or NULL. An object: ref, merged. */
JsonNode *store_merge(Store *store, const char *const *typed, const char *reason, const char *who, GError **error);
/* Reports (NULL-terminated ids) that are not about the case: each goes back to the case that it was taken into when that was another
 * one, the rest into one new case. An object: ref, cases [{ref, reports, new}]. Undone by store_merge. */
JsonNode *store_split(Store *store, const char *ref, const char *const *reports, const char *reason, const char *who, GError **error);
/* A link in canonical form (link->url is not NULL) that somebody found for a case, the address behind a share link above all. Later
 * reports about its object join the case. An object: ref, added (FALSE: was there), url, platform, account, object, also_in (the case
 * that has the object already, or null). */
JsonNode *store_add_link(Store *store, const char *ref, const ReportLink *link, const char *who, GError **error);
/* Cases that may tell of the same: near-duplicate texts, equal or similar pictures, equal files. Suggested, never joined. An object: ref,
 * cases (as store_list shows them, likest first, at most 50, each with "text": per cent or null, "picture": "same", "similar" or null,
 * "file": boolean), waiting: reports that nobody has looked at yet. */
JsonNode *store_similar(Store *store, const char *ref, GError **error);
/* Looks at up to count reports that wait. FALSE when none is left or it failed (error). */
gboolean store_similar_step(Store *store, guint count, GError **error);
/* A cleaned picture whose pixels have not been hashed, of at most max_bytes; media_type and bytes are owned by the caller. FALSE when
 * there is none or it failed (error). */
typedef struct {
  char report[16];
  gint64 n;
  guint8 hash[16]; /* the beginning of that of its bytes */
  char *media_type;
  GBytes *bytes;
} StorePicture;
void store_picture_clear(StorePicture *picture);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(StorePicture, store_picture_clear)
gboolean store_similar_picture(Store *store, guint64 max_bytes, StorePicture *picture, GError **error);
/* What the cleaner made of it: 32 bytes, or NULL when there is nothing to be had. Forgotten when the picture has been covered or withheld
 * meanwhile. picture: its report, n and hash are read. */
gboolean store_similar_seen(Store *store, const StorePicture *picture, const guint8 *pixels, guint64 look, GError **error);
/* Removes a string everywhere in a case: subjects, texts, attachments' text and bytes, notes, why words, links, objects, free text of
 * the custody log, the search index. Irreversible; sealed records are untouched. Durable on return, and old copies are overwritten.
 * An object: places (0 never), by field; links, attachments: how many were dropped or withheld; clean: FALSE when old copies may be
 * left in the free space of a database that is too large to be rebuilt, or wait for a backup to end. STORE_ERROR_NOT_FOUND when the string does not stand there;
 * no message ever quotes it. */
typedef struct {
  const char *string; /* what to remove, at most 4096 bytes; NULL: what the span names */
  const char *report, *field; /* id of a report of the case; "text" or "subject" */
  guint64 start, end; /* in characters of the field: start..end-1 */
  const char *as; /* reporter, phone, email, address, workplace, relative, account, other; NULL: removed */
} StoreStrip;
JsonNode *store_strip(Store *store, const char *ref, const StoreStrip *strip, const char *who, GError **error);
/* ---- working a case (work.c, notes.c): each act is one transaction with its custody entry, durable on return. who: login of the caller ---- */

typedef struct {
  const char *field; /* status, kind, language, actor_group, governorate, victim_profession, signatory; lists: categories, violation_types,
                        commitments, platforms */
  const char *value; /* elements of a list with commas between them; "" for none. The caller has checked it against the taxonomy */
} StoreChange;
/* Changes fields of a case, all or none. A status goes by the workflow (NULL: the defaults); a changed field of the classification is
 * remembered in corrections with what the program had said, and reports that join later leave it alone. reason: free text or NULL.
 * Returns the case as store_list shows it. STORE_ERROR_INVALID says what is allowed. */
JsonNode *store_set(Store *store, const char *ref, const StoreChange *changes, guint count, const char *reason,
                    const Workflow *workflow, const char *who, GError **error);
/* Adds a note: text of at most STORE_MAX_NOTE_BYTES. Returns {"id", "ref", "at", "who", "text"}. */
#define STORE_MAX_NOTE_BYTES 32768u
JsonNode *store_note(Store *store, const char *ref, const char *text, const char *who, GError **error);
/* Adds and removes tags (NULL-terminated; letters, digits, - and _ of any script, at most 64 bytes; 32 a case). Returns the case. */
JsonNode *store_tag(Store *store, const char *ref, const char *const *add, const char *const *remove, const char *who, GError **error);
/* Gives the case to a monitor: a login, a name as M-03, or NULL for nobody. Returns the case. */
JsonNode *store_assign(Store *store, const char *ref, const char *to, const char *who, GError **error);
/* Who is who: array of {"name": "M-03", "login"}; for admins only. */
JsonNode *store_monitors(Store *store, GError **error);
/* The name of a login, "M-03", or NULL when it has done nothing yet. The caller owns it. */
char *store_monitor_name(Store *store, const char *login, GError **error);

/* Somebody has looked at what these attachments show (names: NULL-terminated): their review becomes false. All or nothing.
 * STORE_ERROR_INVALID for one that has no bytes. An object: released, already. */
JsonNode *store_release(Store *store, const char *ref, const char *const *names, const char *who, GError **error);
/* A picture of which parts are to be covered: its bytes, type and hash (owned by the caller); what is made of them goes to finish. */
GBytes *store_cover_begin(Store *store, const char *ref, const char *name, char **media_type, char **sha256, GError **error);
typedef struct {
  const char *name, *was_sha256; /* refused when it is not that any more */
  GBytes *bytes;                 /* the picture with its parts covered, of the same type */
  guint boxes;
  gboolean release;              /* it was looked at, too */
} StoreCovered;
/* Puts it in the place of the picture, durable on return; the old bytes are overwritten. An object: name, boxes, size, sha256, released. */
JsonNode *store_cover_finish(Store *store, const char *ref, const StoreCovered *covered, const char *who, GError **error);
/* Free text never reaches the chain, only its salted hash. */
gboolean store_log(Store *store, const char *ref, const char *who, const char *act, const char *text, GError **error);
/* The same entry in the chains of many cases (refs as they are written in full), all or none, with one sync. NOT_FOUND when one is none. */
gboolean store_log_cases(Store *store, const char *const *refs, guint n, const char *who, const char *act, const char *text, GError **error);
/* TRUE when every chain holds; else FALSE and where (owned) names the first broken entry. */
gboolean store_custody_verify(Store *store, guint64 *entries, char **where, GError **error);
/* One hash over the heads of all chains, to be kept elsewhere: a log that was cut off or made anew has another. entries: how many there
 * are in all, or NULL. The caller owns it. */
char *store_custody_head(Store *store, guint64 *entries, GError **error);
/* Now to the second, in the organisation's time zone. The caller owns it. */
char *store_now(const Store *store);

/* ---- keeping it ------------------------------------------------------------------------------------------------------------- */

/* Checks everything that can be checked without a key: the database's pages and references, every chain, the ledger against its counts
 * and its reports, every sealed record and attachment against checksum and hash, the index. An object: messages, reports, records,
 * entries, problems (an array of lines, none of which quotes a report), more (problems beyond the first thousand). Takes as long as
 * reading the whole store; mail is taken in meanwhile, but for the moment in which the index is checked. */
JsonNode *store_verify(Store *store, GError **error);

/* A copy of one moment while the store goes on. store_backup_new logs it and copies the database (into the store's folder, which needs
 * that much room for it); store_backup_write writes a tar archive of cases.db, the segments and backup.json (names, sizes and SHA-256 of
 * the others, and the last entry: an archive without it is not whole) to a descriptor. Until it is freed nothing is overwritten in the
 * segments. One at a time: STORE_ERROR_INVALID. Thread-safe, and must be freed before the store is closed. */
typedef struct StoreBackup StoreBackup;
StoreBackup *store_backup_new(Store *store, const char *who, GError **error);
gboolean store_backup_write(StoreBackup *backup, int fd, GError **error);
void store_backup_free(StoreBackup *backup);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(StoreBackup, store_backup_free)

/* Seal drill: remembers the nonce's hash; confirm returns FALSE with STORE_ERROR_INVALID when it is not the one. */
gboolean store_drill_begin(Store *store, const char *nonce, GError **error);
gboolean store_drill_confirm(Store *store, const char *nonce, const char *who, GError **error);
/* Was the drill passed for the recipients now configured? */
gboolean store_drill_passed(Store *store);
