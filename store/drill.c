/* SPDX-License-Identifier: ISC */
/* Recipients and the seal drill: who can open what is sealed, and whether somebody has shown it. A nonce is
 * kept as a salted hash only. */
#include <string.h>

#include "store/chain.h"
#include "store/custody.h"
#include "store/random.h"

#define SALT_HEX_CHARS ((gsize)2 * CHAIN_SALT_BYTES)

void
store_note_recipients(Store *store)
{
  Db *db = store->writer;
  if (!store->recipients)
    return;
  g_autofree char *before = store_meta_text(db, "recipients");
  if (g_strcmp0(before, store->recipients) == 0)
    return;
  g_autofree char *now = store_now(store), *today = store_today(store);
  CustodyEntry entry = {CUSTODY_SYSTEM,   now, "amana", before ? "recipients changed" : "recipients set", NULL,
                        store->recipients};
  custody_append(db, &entry);
  store_meta_set(db, "recipients", store->recipients);
  if (before)
    store_meta_set(db, "recipients_changed", today);
}

static char *
hash_nonce(const guint8 *salt, const char *nonce)
{
  guint8 hash[CHAIN_HASH_BYTES];
  GString *out = g_string_new(NULL);
  chain_salted(salt, nonce, hash);
  for (guint i = 0; i < CHAIN_SALT_BYTES; i++)
    g_string_append_printf(out, "%02x", salt[i]);
  for (guint i = 0; i < CHAIN_HASH_BYTES; i++)
    g_string_append_printf(out, "%02x", hash[i]);
  return g_string_free(out, FALSE);
}

gboolean
store_drill_begin(Store *store, const char *nonce, GError **error)
{
  guint8 salt[CHAIN_SALT_BYTES];
  random_bytes(salt, sizeof salt);
  g_autofree char *kept = hash_nonce(salt, nonce);
  g_autoptr(StoreWriter) writer = store_write(store);
  g_autoptr(DbTransaction) transaction = db_begin(writer->writer);
  store_meta_set(writer->writer, "drill_nonce", kept);
  store_meta_set(writer->writer, "drill_nonce_for", store->recipients);
  return db_commit(transaction, error);
}

static gboolean
is_the_nonce(const char *kept, const char *nonce)
{
  guint8 salt[CHAIN_SALT_BYTES];
  if (!kept || strlen(kept) < SALT_HEX_CHARS)
    return FALSE;
  for (gsize i = 0; i < CHAIN_SALT_BYTES; i++)
    salt[i] = (guint8)(g_ascii_xdigit_value(kept[2 * i]) << 4 | g_ascii_xdigit_value(kept[2 * i + 1]));
  g_autofree char *given = g_strstrip(g_strdup(nonce)), *hash = hash_nonce(salt, given);
  return g_str_equal(hash, kept);
}

gboolean
store_drill_confirm(Store *store, const char *nonce, const char *who, GError **error)
{
  g_autofree char *today = store_today(store), *now = store_now(store);
  g_autoptr(StoreWriter) writer = store_write(store);
  Db *db = writer->writer;
  g_autoptr(DbTransaction) transaction = db_begin(db);
  g_autofree char *kept = store_meta_text(db, "drill_nonce"), *recipients = store_meta_text(db, "drill_nonce_for");
  if (db_ok(db) && (g_strcmp0(recipients, store->recipients) != 0 || !is_the_nonce(kept, nonce)))
    return store_refuse(error, STORE_ERROR_INVALID,
                        "not the word of the last test record made for the present recipients");
  CustodyEntry entry = {CUSTODY_SYSTEM, now, who ? who : "?", "seal drill passed", NULL, NULL};
  custody_append(db, &entry);
  store_meta_set(db, "drill_passed", today);
  store_meta_set(db, "drill_passed_for", recipients);
  db_run(db, "DELETE FROM meta WHERE name IN ('drill_nonce', 'drill_nonce_for')");
  return db_commit(transaction, error);
}

gboolean
store_drill_passed(Store *store)
{
  g_autoptr(StoreReader) reader = store_read(store);
  g_autofree char *passed = store_meta_text(reader->db, "drill_passed"),
                  *whom = store_meta_text(reader->db, "drill_passed_for");
  return passed && g_strcmp0(whom, store->recipients) == 0;
}
