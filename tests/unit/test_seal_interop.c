/* SPDX-License-Identifier: ISC */
/* The real age opens what we seal, and refuses what is cut off. The private keys of this test live in a temporary folder. */
#include "seal/age.h"
#include "seal/hash.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#define MAX_KEYS AGE_MAX_RECIPIENTS
#define CHUNK ((gsize)65536)

typedef struct {
  char *folder;
  char *files[MAX_KEYS];      /* identities */
  char *keys[MAX_KEYS + 1];   /* recipients, NULL-terminated */
} Custodians;

static Custodians custodians;

/* TRUE when age is here; else the test is skipped by name. */
static gboolean
have_age(void)
{
  static const char *const tools[] = {"age", "age-keygen"};
  for (guint i = 0; i < G_N_ELEMENTS(tools); i++) {
    g_autofree char *path = g_find_program_in_path(tools[i]);
    if (!path) {
      g_autofree char *why = g_strdup_printf("%s is missing", tools[i]);
      g_test_skip(why);
      return FALSE;
    }
  }
  return TRUE;
}

/* Runs argv with input; output is stored when it ends well. */
static gboolean
run(const char *const *argv, GBytes *input, GBytes **output)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) out = NULL;
  GSubprocessFlags flags = G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE;
  if (input)
    flags |= G_SUBPROCESS_FLAGS_STDIN_PIPE;
  g_autoptr(GSubprocess) process = g_subprocess_newv(argv, flags, &error);
  g_assert_no_error(error);
  /* age may stop reading early: a broken pipe is its answer, not our fault. */
  if (!g_subprocess_communicate(process, input, NULL, &out, NULL, NULL) || !g_subprocess_get_successful(process))
    return FALSE;
  *output = g_steal_pointer(&out);
  return TRUE;
}

/* Makes custodian i unless it exists. */
static void
need_custodian(guint i)
{
  if (custodians.keys[i])
    return;
  if (!custodians.folder)
    custodians.folder = g_dir_make_tmp("amana-age-XXXXXX", NULL);
  g_autofree char *name = g_strdup_printf("key%u", i);
  custodians.files[i] = g_build_filename(custodians.folder, name, NULL);
  const char *generate[] = {"age-keygen", "-o", custodians.files[i], NULL};
  const char *publish[] = {"age-keygen", "-y", custodians.files[i], NULL};
  g_autoptr(GBytes) nothing = NULL, key = NULL;
  g_assert_true(run(generate, NULL, &nothing));
  g_assert_true(run(publish, NULL, &key));
  custodians.keys[i] = g_strndup(g_bytes_get_data(key, NULL), g_bytes_get_size(key));
  g_strchomp(custodians.keys[i]);
}

static void
remove_custodians(void)
{
  for (guint i = 0; i < MAX_KEYS; i++) {
    if (custodians.files[i])
      g_unlink(custodians.files[i]);
    g_free(custodians.files[i]);
    g_free(custodians.keys[i]);
  }
  if (custodians.folder)
    g_rmdir(custodians.folder);
  g_free(custodians.folder);
}

/* Recipients of the first n custodians. */
static AgeRecipients *
recipients_of(guint n)
{
  const char *keys[MAX_KEYS + 1] = {NULL};
  for (guint i = 0; i < n; i++) {
    need_custodian(i);
    keys[i] = custodians.keys[i];
  }
  g_autoptr(GError) error = NULL;
  AgeRecipients *recipients = age_recipients_new(keys, &error);
  g_assert_no_error(error);
  return recipients;
}

/* What age makes of an age file with the key of custodian i; FALSE when it refuses. */
static gboolean
open_with(guint i, GBytes *sealed, GBytes **plain)
{
  const char *argv[] = {"age", "--decrypt", "--identity", custodians.files[i], NULL};
  return run(argv, sealed, plain);
}

static void
check_opens(guint i, GBytes *sealed, const guint8 *plain, gsize size)
{
  g_autoptr(GBytes) opened = NULL;
  g_assert_true(open_with(i, sealed, &opened));
  g_assert_cmpmem(g_bytes_get_data(opened, NULL), g_bytes_get_size(opened), plain, size);
}

static guint8 *
random_bytes(gsize size)
{
  guint8 *bytes = g_malloc(size + 1);
  hash_random(bytes, size);
  return bytes;
}

static void
test_sizes(void)
{
  static const gsize sizes[] = {0, 1, 65535, CHUNK, 65537, 3 * CHUNK, 3 * CHUNK + 1, 10000000};
  if (!have_age())
    return;
  g_autoptr(AgeRecipients) recipients = recipients_of(1);
  for (guint i = 0; i < G_N_ELEMENTS(sizes); i++) {
    g_autofree guint8 *plain = random_bytes(sizes[i]);
    g_autoptr(GBytes) sealed = age_seal(recipients, plain, sizes[i], NULL);
    check_opens(0, sealed, plain, sizes[i]);
  }
}

static gboolean
append(gpointer user, const guint8 *bytes, gsize size, GError **error G_GNUC_UNUSED)
{
  g_byte_array_append(user, bytes, (guint)size);
  return TRUE;
}

static void
test_pieces(void)
{
  static const gsize steps[] = {1, 65535, 1, CHUNK, 65537, 7, 0, 200000, CHUNK - 7, 3 * CHUNK, 11};
  if (!have_age())
    return;
  g_autoptr(AgeRecipients) recipients = recipients_of(1);
  gsize total = 0, at = 0;
  for (guint i = 0; i < G_N_ELEMENTS(steps); i++)
    total += steps[i];
  g_autofree guint8 *plain = random_bytes(total);
  g_autoptr(GByteArray) out = g_byte_array_new();
  g_autoptr(AgeStream) stream = age_stream_new(recipients, append, out, NULL);
  for (guint i = 0; i < G_N_ELEMENTS(steps); at += steps[i++])
    g_assert_true(age_stream_update(stream, plain + at, steps[i], NULL));
  g_assert_true(age_stream_finish(stream, NULL));
  g_assert_cmpuint(out->len, ==, age_sealed_size(total, 1));
  g_autoptr(GBytes) sealed = g_bytes_new(out->data, out->len);
  check_opens(0, sealed, plain, total);
}

/* Chunks that are not copied, with what ends behind them, and behind others. */
static void
test_chunks(void)
{
  static const gsize lasts[] = {1, CHUNK, CHUNK + 1};
  if (!have_age())
    return;
  g_autoptr(AgeRecipients) recipients = recipients_of(1);
  for (guint i = 0; i < G_N_ELEMENTS(lasts); i++) {
    gsize total = 3 * CHUNK + lasts[i];
    g_autofree guint8 *plain = random_bytes(total);
    g_autoptr(GByteArray) out = g_byte_array_new();
    g_autoptr(AgeStream) stream = age_stream_new(recipients, append, out, NULL);
    for (guint k = 0; k < 3; k++)
      g_assert_true(age_stream_chunk(stream, plain + k * CHUNK, NULL));
    g_assert_true(age_stream_update(stream, plain + 3 * CHUNK, lasts[i], NULL));
    g_assert_true(age_stream_finish(stream, NULL));
    g_assert_false(age_stream_chunk(stream, plain, NULL));
    g_autoptr(GBytes) sealed = g_bytes_new(out->data, out->len);
    check_opens(0, sealed, plain, total);
  }
}

static void
test_custodians(void)
{
  if (!have_age())
    return;
  g_autoptr(AgeRecipients) some = recipients_of(3);
  need_custodian(3);
  g_autoptr(GBytes) sealed = age_seal(some, (const guint8 *)"trust\n", 6, NULL);
  for (guint i = 0; i < 3; i++)
    check_opens(i, sealed, (const guint8 *)"trust\n", 6);
  g_autoptr(GBytes) opened = NULL;
  g_assert_false(open_with(3, sealed, &opened));
}

static void
test_most_custodians(void)
{
  if (!have_age())
    return;
  g_autoptr(AgeRecipients) most = recipients_of(AGE_MAX_RECIPIENTS);
  g_autoptr(GBytes) sealed = age_seal(most, (const guint8 *)"trust\n", 6, NULL);
  check_opens(0, sealed, (const guint8 *)"trust\n", 6);
  check_opens(AGE_MAX_RECIPIENTS - 1, sealed, (const guint8 *)"trust\n", 6);
}

static void
test_upper_case(void)
{
  if (!have_age())
    return;
  need_custodian(0);
  g_autofree char *upper = g_ascii_strup(custodians.keys[0], -1);
  const char *keys[] = {upper, NULL};
  g_autoptr(AgeRecipients) recipients = age_recipients_new(keys, NULL);
  g_autoptr(GBytes) sealed = age_seal(recipients, (const guint8 *)"trust\n", 6, NULL);
  check_opens(0, sealed, (const guint8 *)"trust\n", 6);
}

static void
test_armor(void)
{
  if (!have_age())
    return;
  g_autoptr(AgeRecipients) recipients = recipients_of(1);
  for (gsize size = 0; size < 100; size++) { /* every length of the last line, a full one too */
    g_autofree guint8 *plain = random_bytes(size);
    g_autoptr(GBytes) sealed = age_seal(recipients, plain, size, NULL);
    char *armor = age_armor(sealed);
    g_autoptr(GBytes) text = g_bytes_new_take(armor, strlen(armor));
    check_opens(0, text, plain, size);
  }
}

static void
test_truncated(void)
{
  if (!have_age())
    return;
  const gsize size = 3 * CHUNK;
  g_autoptr(AgeRecipients) recipients = recipients_of(1);
  g_autofree guint8 *plain = random_bytes(size);
  g_autoptr(GBytes) sealed = age_seal(recipients, plain, size, NULL);
  const gsize whole = g_bytes_get_size(sealed), header = age_sealed_size(0, 1) - 16, chunk = CHUNK + 16;
  const gsize cuts[] = {0, 10, header - 17, header, header + 16, header + chunk, header + 2 * chunk, whole - 16, whole - 1};
  for (guint i = 0; i < G_N_ELEMENTS(cuts); i++) {
    g_autoptr(GBytes) cut = g_bytes_new_from_bytes(sealed, 0, cuts[i]), opened = NULL;
    g_assert_false(open_with(0, cut, &opened));
  }
}

static void
test_unfinished(void)
{
  if (!have_age())
    return;
  g_autoptr(AgeRecipients) recipients = recipients_of(1);
  g_autofree guint8 *plain = random_bytes(2 * CHUNK);
  for (gsize size = 0; size <= 2 * CHUNK; size += CHUNK) {
    g_autoptr(GByteArray) out = g_byte_array_new();
    g_autoptr(AgeStream) stream = age_stream_new(recipients, append, out, NULL);
    g_assert_true(age_stream_update(stream, plain, size, NULL));
    g_autoptr(GBytes) sealed = g_bytes_new(out->data, out->len), opened = NULL;
    g_assert_false(open_with(0, sealed, &opened));
  }
}

static void
test_changed(void)
{
  if (!have_age())
    return;
  g_autoptr(AgeRecipients) recipients = recipients_of(2);
  g_autoptr(GBytes) sealed = age_seal(recipients, (const guint8 *)"trust\n", 6, NULL);
  gsize size = 0;
  const guint8 *bytes = g_bytes_get_data(sealed, &size);
  /* A stanza of the other recipient (the header's MAC covers it), the MAC, the nonce, the chunk, its tag. */
  const gsize places[] = {22 + 98 + 20, size - 70, size - 30, size - 20, size - 1};
  for (guint i = 0; i < G_N_ELEMENTS(places); i++) {
    g_autofree guint8 *copy = g_memdup2(bytes, size);
    copy[places[i]] = copy[places[i]] == 'A' ? 'B' : 'A';
    g_autoptr(GBytes) changed = g_bytes_new(copy, size), opened = NULL;
    g_assert_false(open_with(0, changed, &opened));
  }
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  age_init();
  g_test_add_func("/interop/age opens files of every size around a chunk", test_sizes);
  g_test_add_func("/interop/age opens a file that was fed in pieces", test_pieces);
  g_test_add_func("/interop/age opens a file that was fed in chunks", test_chunks);
  g_test_add_func("/interop/each custodian alone opens a file and a stranger does not", test_custodians);
  g_test_add_func("/interop/the first and the last of the most custodians open a file", test_most_custodians);
  g_test_add_func("/interop/a recipient in capitals is the same recipient", test_upper_case);
  g_test_add_func("/interop/age opens armour of every last line", test_armor);
  g_test_add_func("/interop/age refuses a file that is cut off anywhere", test_truncated);
  g_test_add_func("/interop/age refuses a stream that was never finished", test_unfinished);
  g_test_add_func("/interop/age refuses a file with one byte changed", test_changed);
  int result = g_test_run();
  remove_custodians();
  return result;
}
