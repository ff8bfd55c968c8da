/* SPDX-License-Identifier: ISC */
/* The tables and how they came about. A migration that has been released is never edited; a new one is
 * appended.
 *
 * What order tells (promise 11): every table that knows a case is keyed by something random and WITHOUT
 * ROWID, so no row number counts arrivals; the ledger, which is in order of arrival, has no column that leads
 * to a case; reports know the day only. */
#include "store/schema.h"

#include "store/store.h"

#define APPLICATION_ID 0x416d616e /* "Aman" */

/* clang-format off */
static const char first[] =
    "CREATE TABLE meta (name TEXT PRIMARY KEY, value ANY) STRICT, WITHOUT ROWID;"

    /* -- the ledger: in order of arrival, without the case. sealed and what follows: only of messages that have no case, so that a
     *    custodian finds their original -- */
    "CREATE TABLE folders ("
    "  id INTEGER PRIMARY KEY, mailbox TEXT NOT NULL, folder TEXT NOT NULL, uidvalidity INTEGER NOT NULL,"
    "  UNIQUE (mailbox, folder, uidvalidity)) STRICT;"
    "CREATE TABLE ledger ("
    "  id INTEGER PRIMARY KEY, folder INTEGER NOT NULL REFERENCES folders (id), uid INTEGER NOT NULL,"
    "  fingerprint BLOB NOT NULL, day TEXT NOT NULL, outcome TEXT NOT NULL, reason TEXT, act INTEGER NOT NULL,"
    "  retry INTEGER NOT NULL DEFAULT 0, sealed TEXT, original_at INTEGER, original_size INTEGER,"
    "  identity_at INTEGER, identity_size INTEGER) STRICT;"
    "CREATE UNIQUE INDEX ledger_uid ON ledger (folder, uid) WHERE uid > 0;"
    "CREATE INDEX ledger_fingerprint ON ledger (fingerprint);"
    "CREATE INDEX ledger_due ON ledger (folder, uid) WHERE act = 0;"
    "CREATE INDEX ledger_flagged ON ledger (folder, uid) WHERE act = 2;"
    "CREATE INDEX ledger_quarantined ON ledger (id) WHERE outcome = 'quarantined';"
    "CREATE UNIQUE INDEX ledger_sealed ON ledger (sealed) WHERE sealed IS NOT NULL;"
    "CREATE TABLE counts ("
    "  day TEXT NOT NULL, outcome TEXT NOT NULL, reason TEXT NOT NULL, messages INTEGER NOT NULL,"
    "  PRIMARY KEY (day, outcome, reason)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE attempts ("
    "  key BLOB PRIMARY KEY, crashes INTEGER NOT NULL, kills INTEGER NOT NULL) STRICT, WITHOUT ROWID;"
    "CREATE TABLE content_keys (key BLOB PRIMARY KEY) STRICT, WITHOUT ROWID;"

    /* -- cases. Lists are JSON (encode.h); document: the report's row in the full-text index -- */
    "CREATE TABLE cases ("
    "  ref TEXT PRIMARY KEY, status TEXT NOT NULL, opened_on TEXT NOT NULL, kind TEXT NOT NULL, language TEXT NOT NULL,"
    "  actor_group TEXT NOT NULL, governorate TEXT, victim_profession TEXT, sdg_class TEXT, signatory TEXT NOT NULL,"
    "  categories TEXT NOT NULL, violation_types TEXT NOT NULL, commitments TEXT NOT NULL, platforms TEXT NOT NULL,"
    "  review TEXT NOT NULL, links TEXT NOT NULL, reports INTEGER NOT NULL) STRICT, WITHOUT ROWID;"
    "CREATE INDEX cases_opened ON cases (opened_on DESC, ref);"
    "CREATE TABLE reports ("
    "  id TEXT PRIMARY KEY, ref TEXT NOT NULL REFERENCES cases (ref), received_on TEXT NOT NULL, kind TEXT NOT NULL,"
    "  kind_reason TEXT, reporter TEXT, language TEXT NOT NULL, actor_group TEXT NOT NULL, governorate TEXT,"
    "  victim_profession TEXT, sdg_class TEXT, signatory TEXT NOT NULL, authenticity TEXT NOT NULL,"
    "  categories TEXT NOT NULL, violation_types TEXT NOT NULL, commitments TEXT NOT NULL, platforms TEXT NOT NULL,"
    "  review TEXT NOT NULL, notes TEXT NOT NULL, strips TEXT NOT NULL, why TEXT NOT NULL, links TEXT NOT NULL,"
    "  opaque_links TEXT NOT NULL, document INTEGER NOT NULL, original_at INTEGER, original_size INTEGER,"
    "  identity_at INTEGER, identity_size INTEGER, subject TEXT NOT NULL, text TEXT NOT NULL) STRICT, WITHOUT ROWID;"
    "CREATE INDEX reports_ref ON reports (ref, received_on);"
    /* Reports that came on a later day than the one their case was opened on. */
    "CREATE TABLE joined (day TEXT NOT NULL, ref TEXT NOT NULL, PRIMARY KEY (day, ref)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE attachments ("
    "  report TEXT NOT NULL REFERENCES reports (id), n INTEGER NOT NULL, extension TEXT NOT NULL,"
    "  media_type TEXT NOT NULL, size INTEGER NOT NULL, state TEXT NOT NULL, review INTEGER NOT NULL, sha256 TEXT,"
    "  reason TEXT, at INTEGER, text TEXT, PRIMARY KEY (report, n)) STRICT, WITHOUT ROWID;"
    "CREATE INDEX attachments_pending ON attachments (report) WHERE state = 'pending';"
    "CREATE TABLE tokens (token TEXT PRIMARY KEY, ref TEXT NOT NULL UNIQUE) STRICT, WITHOUT ROWID;"
    "CREATE TABLE thread_keys (key BLOB PRIMARY KEY, ref TEXT NOT NULL, day TEXT NOT NULL) STRICT, WITHOUT ROWID;"
    "CREATE TABLE objects ("
    "  platform TEXT NOT NULL, object TEXT NOT NULL, ref TEXT NOT NULL, PRIMARY KEY (platform, object))"
    "  STRICT, WITHOUT ROWID;"

    /* -- custody: a chain per case and one for the system; row 0 of a chain is its head, entries: how many there are -- */
    "CREATE TABLE custody ("
    "  chain TEXT NOT NULL, seq INTEGER NOT NULL, at TEXT NOT NULL, who TEXT NOT NULL, act TEXT NOT NULL, what TEXT,"
    "  salted BLOB, previous BLOB, hash BLOB NOT NULL, entries INTEGER, PRIMARY KEY (chain, seq)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE custody_texts ("
    "  chain TEXT NOT NULL, seq INTEGER NOT NULL, salt BLOB NOT NULL, text TEXT NOT NULL, PRIMARY KEY (chain, seq))"
    "  STRICT, WITHOUT ROWID;"

    /* -- files of records, and words -- */
    "CREATE TABLE segments (number INTEGER PRIMARY KEY, size INTEGER NOT NULL) STRICT;"
    "CREATE VIRTUAL TABLE words USING fts5 (body, content='', columnsize=0, tokenize='amana');";

/* Old copies of what people stripped, until they are overwritten: the place of a record in the segments; place 0 for the log and the
 * free space of the database itself. */
static const char erasures[] =
    "CREATE TABLE erasures (place INTEGER PRIMARY KEY, name TEXT NOT NULL, size INTEGER NOT NULL) STRICT;";
/* Reports that wait for the cleaner (pending.h), and the messages in the mailbox that are fetched again until they are finished. */
static const char pending[] =
    "CREATE TABLE pending (key BLOB PRIMARY KEY, report TEXT NOT NULL) STRICT, WITHOUT ROWID;"
    "CREATE INDEX pending_report ON pending (report);"
    "CREATE INDEX ledger_pending ON ledger (folder, uid) WHERE act = 1;";

/* Cases that went into another one (their tokens, threads, objects and links keep their ref, and are followed), where a report lies
 * that came from another case, by which report a thread is followed, links that people added. */
static const char merging[] =
    "CREATE TABLE merged ("
    "  ref TEXT PRIMARY KEY, survivor TEXT NOT NULL, status TEXT NOT NULL, opened_on TEXT NOT NULL, kind TEXT NOT NULL,"
    "  language TEXT NOT NULL, actor_group TEXT NOT NULL, governorate TEXT, victim_profession TEXT, sdg_class TEXT,"
    "  signatory TEXT NOT NULL, categories TEXT NOT NULL, violation_types TEXT NOT NULL, commitments TEXT NOT NULL,"
    "  platforms TEXT NOT NULL, review TEXT NOT NULL) STRICT, WITHOUT ROWID;"
    "CREATE INDEX merged_survivor ON merged (survivor);"
    "ALTER TABLE reports ADD COLUMN home TEXT;"
    "ALTER TABLE thread_keys ADD COLUMN report TEXT;"
    "CREATE TABLE added_links ("
    "  ref TEXT NOT NULL, url TEXT NOT NULL, element TEXT NOT NULL, platform TEXT NOT NULL, PRIMARY KEY (ref, url))"
    "  STRICT, WITHOUT ROWID;";
/* Near-duplicates (similar.c): which reports wait to be looked at; the sketch of each text; of each clean attachment the beginning of
 * its hash, and of a picture what the cleaner made of its pixels (state 0: not asked yet, 1: done, 2: none to be had); and the keys by
 * which all of it is found. n is 0 for a text. */
static const char similar[] =
    "CREATE TABLE similar_todo (report TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;"
    "INSERT INTO similar_todo (report) SELECT id FROM reports;"
    "CREATE TABLE sketches (report TEXT PRIMARY KEY, sketch BLOB NOT NULL) STRICT, WITHOUT ROWID;"
    "CREATE TABLE looks ("
    "  report TEXT NOT NULL, n INTEGER NOT NULL, bytes BLOB NOT NULL, state INTEGER NOT NULL, pixels BLOB, look INTEGER,"
    "  PRIMARY KEY (report, n)) STRICT, WITHOUT ROWID;"
    "CREATE INDEX looks_todo ON looks (report, n) WHERE state = 0;"
    "CREATE TABLE similar_keys ("
    "  key BLOB NOT NULL, report TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (key, report, n)) STRICT, WITHOUT ROWID;";

/* What monitors do with a case. monitors: the number by which a login is named wherever it is shown. corrections: of a field that the
 * program filled and a person changed; suggested is what the program said. Texts of notes stand in custody_texts too. */
static const char work[] =
    "CREATE TABLE monitors (login TEXT PRIMARY KEY, number INTEGER NOT NULL UNIQUE) STRICT, WITHOUT ROWID;"
    "CREATE TABLE corrections ("
    "  ref TEXT NOT NULL, field TEXT NOT NULL, suggested TEXT, value TEXT, day TEXT NOT NULL, who TEXT NOT NULL,"
    "  PRIMARY KEY (ref, field)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE notes ("
    "  id TEXT PRIMARY KEY, ref TEXT NOT NULL, at TEXT NOT NULL, who TEXT NOT NULL, document INTEGER NOT NULL,"
    "  text TEXT NOT NULL) STRICT, WITHOUT ROWID;"
    "CREATE INDEX notes_ref ON notes (ref, at);"
    "CREATE INDEX notes_document ON notes (document);"
    "ALTER TABLE cases ADD COLUMN assignee TEXT;"
    "ALTER TABLE cases ADD COLUMN tags TEXT NOT NULL DEFAULT '[]';"
    "ALTER TABLE merged ADD COLUMN assignee TEXT;"
    "ALTER TABLE merged ADD COLUMN tags TEXT NOT NULL DEFAULT '[]';";

/* The digest's count of what is withheld. */
static const char withheld[] = "CREATE INDEX attachments_withheld ON attachments (report) WHERE state = 'withheld';";

/* Links that people added are found by search: the row of the index. */
static const char link_words[] =
    "ALTER TABLE added_links ADD COLUMN document INTEGER;"
    "CREATE INDEX added_links_document ON added_links (document) WHERE document IS NOT NULL;";
/* Up to which day each monitor has seen digests (digest_last.c); which cases people changed when; why attachments are withheld, without
 * looking at their rows. */
static const char digests[] =
    "ALTER TABLE monitors ADD COLUMN digest_on TEXT;"
    "ALTER TABLE monitors ADD COLUMN digest_since TEXT;"
    "CREATE INDEX custody_changed ON custody (at, chain) WHERE act IN ('status', 'corrected', 'merged', 'split');"
    "DROP INDEX attachments_withheld;"
    "CREATE INDEX attachments_withheld ON attachments (report, reason) WHERE state = 'withheld';";

/* The digest counts the messages of a period in the ledger. */
static const char ledger_day[] = "CREATE INDEX ledger_day ON ledger (day);";

/* Which hash tells duplicates (HASH_... of seal/hash.h): a store that has rows keeps the one that they were made with. */
static const char hash_kind[] =
    "INSERT INTO meta (name, value) SELECT 'hash_kind', NOT EXISTS (SELECT 1 FROM meta WHERE name = 'fingerprint_key');";
/* clang-format on */

static const char *const migrations[] = {first, erasures, pending, merging, similar, work, withheld, link_words, digests, ledger_day, hash_kind};

static gboolean
refuse(GError **error, const char *path, const char *why)
{
  g_set_error(error, STORE_ERROR, STORE_ERROR_FAILED, "%s: %s", path, why);
  return FALSE;
}

static gboolean
migrate_one(Db *db, guint version, GError **error)
{
  g_autofree char *number =
      g_strdup_printf("PRAGMA application_id=%d; PRAGMA user_version=%u", APPLICATION_ID, version + 1);
  g_autoptr(DbTransaction) transaction = db_begin(db);
  db_script(db, migrations[version]);
  db_script(db, number);
  return db_commit(transaction, error);
}

gboolean
schema_migrate(Db *db, const char *path, GError **error)
{
  gint64 version = db_get_int(db, 0, "PRAGMA user_version");
  gint64 application = db_get_int(db, 0, "PRAGMA application_id");
  gint64 tables = db_get_int(db, 0, "SELECT count(*) FROM sqlite_schema");
  g_autoptr(GError) failed = NULL;
  if (!db_check(db, &failed)) {
    g_set_error(error, failed->domain, failed->code, "%s: not a database or damaged (%s)", path, failed->message);
    return FALSE;
  }
  if (application != APPLICATION_ID && (application || tables > 0))
    return refuse(error, path, "the database of another program");
  if (version > (gint64)G_N_ELEMENTS(migrations)) {
    g_autofree char *why =
        g_strdup_printf("made by a newer version of Amana (schema %" G_GINT64_FORMAT ", this one knows up to %u)",
                        version, (guint)G_N_ELEMENTS(migrations));
    return refuse(error, path, why);
  }
  for (guint v = (guint)version; v < G_N_ELEMENTS(migrations); v++)
    if (!migrate_one(db, v, error))
      return FALSE;
  return TRUE;
}
