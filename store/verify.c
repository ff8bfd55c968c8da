/* SPDX-License-Identifier: ISC */
/* Proves the custody log, or names its first broken entry. Reads only; repairs nothing, since a repaired log
 * proves nothing. */
#include <string.h>

#include "store/chain.h"
#include "store/custody.h"

typedef struct {
  gint64 seq;
  char *at, *who, *act, *what;
  guint8 salted[CHAIN_HASH_BYTES], previous[CHAIN_HASH_BYTES], hash[CHAIN_HASH_BYTES];
  gboolean has_text, whole; /* whole: every hash has its size */
} Entry;

static void
clear_entry(gpointer data)
{
  Entry *e = data;
  g_free(e->at);
  g_free(e->who);
  g_free(e->act);
  g_free(e->what);
}

static gboolean
copy_hash(DbRows *rows, int column, guint8 *out)
{
  gsize size;
  const void *bytes = db_column_blob(rows, column, &size);
  if (!bytes || size != CHAIN_HASH_BYTES)
    return FALSE;
  memcpy(out, bytes, size);
  return TRUE;
}

/* Entries of one chain; the head (seq 0) becomes *head with seq = number of entries. */
static GArray *
read_chain(Db *db, const char *chain, Entry *head)
{
  GArray *entries = g_array_new(FALSE, TRUE, sizeof(Entry));
  g_array_set_clear_func(entries, clear_entry);
  g_autoptr(DbRows) rows = db_query(db,
                                    "SELECT seq, at, who, act, what, salted, previous, hash, entries FROM custody"
                                    " WHERE chain = ?1 ORDER BY seq",
                                    db_text(chain));
  while (db_next(db, rows)) {
    Entry e = {.seq = db_column_int(rows, 0)};
    e.has_text = copy_hash(rows, 5, e.salted);
    gboolean linked = copy_hash(rows, 6, e.previous);
    e.whole = copy_hash(rows, 7, e.hash) && (linked || e.seq == 0);
    if (e.seq == 0) {
      *head = e;
      head->seq = db_column_int(rows, 8);
      continue;
    }
    e.at = g_strdup(db_column_text(rows, 1));
    e.who = g_strdup(db_column_text(rows, 2));
    e.act = g_strdup(db_column_text(rows, 3));
    e.what = g_strdup(db_column_text(rows, 4));
    g_array_append_val(entries, e);
  }
  return entries;
}

static gboolean
hashes_as(const char *chain, const Entry *e, gint64 seq)
{
  guint8 hash[CHAIN_HASH_BYTES];
  ChainLink link = {chain, seq, e->at, e->who, e->act, e->what, e->has_text ? e->salted : NULL, e->previous};
  chain_hash(&link, hash);
  return e->whole && memcmp(hash, e->hash, sizeof hash) == 0;
}

/* An entry whose hash does not hold where it stands: was it made for another place? */
static const char *
why_not(const char *chain, const GArray *entries, guint i)
{
  const Entry *e = &g_array_index(entries, Entry, i);
  const Entry *next = i + 1 < entries->len ? &g_array_index(entries, Entry, i + 1) : NULL;
  if (hashes_as(chain, e, e->seq + 1))
    return next && hashes_as(chain, next, e->seq) ? "reordered" : "one before it was removed";
  if (e->seq > 1 && hashes_as(chain, e, e->seq - 1))
    return "one before it was inserted";
  for (gint64 seq = 1; seq <= (gint64)entries->len; seq++)
    if (hashes_as(chain, e, seq))
      return "reordered";
  return "changed";
}

/* NULL when the chain holds; else what is wrong with its first broken entry, *seq. */
static const char *
check_chain(const char *chain, const GArray *entries, const Entry *head, gint64 *seq)
{
  const guint8 zeros[CHAIN_HASH_BYTES] = {0}, *previous = zeros;
  for (guint i = 0; i < entries->len; i++) {
    const Entry *e = &g_array_index(entries, Entry, i);
    *seq = (gint64)i + 1;
    if (e->seq != *seq)
      return "removed";
    if (!hashes_as(chain, e, e->seq))
      return why_not(chain, entries, i);
    if (memcmp(e->previous, previous, CHAIN_HASH_BYTES) != 0)
      return "it does not follow from the one before it: that one was changed, or this one inserted";
    previous = e->hash;
  }
  *seq = (gint64)entries->len + 1;
  if (head->seq > (gint64)entries->len || entries->len == 0)
    return "removed";
  *seq = (gint64)entries->len;
  if (head->seq < (gint64)entries->len)
    return "inserted after the head";
  return head->whole && memcmp(head->hash, previous, CHAIN_HASH_BYTES) == 0 ? NULL
                                                                            : "not the entry of the head: changed";
}

static const char *
check_texts(Db *db, const char *chain, gint64 *seq)
{
  g_autoptr(DbRows) rows = db_query(db,
                                    "SELECT t.seq, t.salt, t.text, c.salted FROM custody_texts t LEFT JOIN custody c"
                                    " ON c.chain = t.chain AND c.seq = t.seq WHERE t.chain = ?1 ORDER BY t.seq",
                                    db_text(chain));
  while (db_next(db, rows)) {
    guint8 hash[CHAIN_HASH_BYTES], want[CHAIN_HASH_BYTES];
    gsize size;
    const guint8 *salt = db_column_blob(rows, 1, &size);
    *seq = db_column_int(rows, 0);
    if (size != CHAIN_SALT_BYTES || !copy_hash(rows, 3, want))
      return "text changed";
    chain_salted(salt, db_column_text(rows, 2), hash);
    if (memcmp(hash, want, sizeof hash) != 0)
      return "text changed";
  }
  return NULL;
}

static gboolean
verify_chain(Db *db, const char *chain, guint64 *entries, char **where)
{
  Entry head = {0};
  gint64 seq = 0;
  g_autoptr(GArray) list = read_chain(db, chain, &head);
  const char *wrong = check_chain(chain, list, &head, &seq);
  if (!wrong)
    wrong = check_texts(db, chain, &seq);
  *entries += list->len;
  if (wrong && db_ok(db))
    *where = g_strdup_printf("%s, entry %" G_GINT64_FORMAT ": %s", chain, seq, wrong);
  return !wrong;
}

/* Every case has a chain, and a chain is a case's or the system's. */
static GPtrArray *
all_chains(Db *db)
{
  GPtrArray *chains = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(DbRows) rows = db_query(db, "SELECT chain FROM custody UNION SELECT ref FROM cases ORDER BY 1");
  while (db_next(db, rows))
    g_ptr_array_add(chains, g_strdup(db_column_text(rows, 0)));
  return chains;
}

guint64
custody_check(Db *db, void (*broken)(gpointer user, const char *where), gpointer user)
{
  guint64 count = 0;
  g_autoptr(GPtrArray) chains = all_chains(db);
  for (guint i = 0; i < chains->len; i++) {
    g_autofree char *where = NULL;
    if (!verify_chain(db, chains->pdata[i], &count, &where) && where)
      broken(user, where);
  }
  return count;
}

gboolean
store_custody_verify(Store *store, guint64 *entries, char **where, GError **error)
{
  guint64 count = 0;
  g_autofree char *broken = NULL;
  g_autoptr(StoreReader) reader = store_read(store);
  g_autoptr(GPtrArray) chains = all_chains(reader->db);
  gboolean holds = TRUE;
  for (guint i = 0; i < chains->len && holds; i++)
    holds = verify_chain(reader->db, chains->pdata[i], &count, &broken);
  if (!db_check(reader->db, error))
    return FALSE;
  if (entries)
    *entries = count;
  if (where)
    *where = g_steal_pointer(&broken);
  return holds;
}

char *
store_custody_head(Store *store, guint64 *entries, GError **error)
{
  g_autoptr(StoreReader) reader = store_read(store);
  g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
  guint64 count = 0;
  {
    g_autoptr(DbRows) rows = db_query(reader->db, "SELECT chain, hash, entries FROM custody WHERE seq = 0 ORDER BY chain");
    while (db_next(reader->db, rows)) {
      gsize size;
      const void *hash = db_column_blob(rows, 1, &size);
      const char *chain = db_column_text(rows, 0);
      count += (guint64)db_column_int(rows, 2);
      g_checksum_update(sum, (const guchar *)chain, (gssize)strlen(chain) + 1);
      g_checksum_update(sum, hash, (gssize)size);
    }
  }
  if (entries)
    *entries = count;
  return db_check(reader->db, error) ? g_strdup(g_checksum_get_string(sum)) : NULL;
}
