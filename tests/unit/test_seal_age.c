/* SPDX-License-Identifier: ISC */
/* age files looked at from outside: recipients, shape, sizes, writers that fail. Whether age opens them is test_seal_interop.c. */
#include "seal/age.h"

#include <string.h>

/* The recipient of c2sp.org/age; any valid one will do. */
#define THREE_CHUNKS ((gsize)3 * 65536)
#define RECIPIENT "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj"
#define BASE_POINT "age1pyqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq8r66x"
/* The last point below p: canonical, of large order or on the twist; there is no reason to refuse it. */
#define LAST_POINT "age1a0lllllllllllllllllllllllllllllllllllllllllllllllals8ppj25"

typedef struct {
  const char *key, *what;
} Bad;

static const Bad bad[] = {
    {"", "does not begin with age1"},
    {"ssh-ed25519 AAAA", "does not begin with age1"},
    {"AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX", "does not begin with age1"},
    {"age1", "checksum"},
    {"age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwk", "checksum"},
    {"age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujw", "checksum"},
    {"age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujWJ", "checksum"},
    {"age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj ", "checksum"},
    {"agf1pyqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqg6645d", "does not begin with age1"},
    {"age1pq1pyqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqald38c", "not an X25519"},
    {"age1qurswpc8qurswpc8qurswpc8qurswpc8qurswpc8qurswpc8qunndjpz", "not an X25519"},   /* 31 bytes */
    {"age1qurswpc8qurswpc8qurswpc8qurswpc8qurswpc8qurswpc8qurswy46q5r", "not an X25519"}, /* 33 bytes */
    {"age1pyqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqpa3h085", "not an X25519"}, /* padding not zero */
    /* Points of low order: 0, 1, both of order 8, p - 1. */
    {"age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq5cu47z", "no secret key"},
    {"age1qyqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqj7vrya", "no secret key"},
    {"age1ur4h5lpmgxu2u9jku0a0r87ydtdqnr0tnsetrlvxvgz3vh6fhqqqzyt4v9", "no secret key"},
    {"age1t7wft09r2zxzfvwsk92eeql0tvzyghxytqwgapkcyf8dm5ylz9ts6wm9s8", "no secret key"},
    {"age1anlllllllllllllllllllllllllllllllllllllllllllllllals4n2t7m", "no secret key"},
    /* Encodings that are not canonical: p, p + 1, p + 9 (the base point again), 2^255 - 1, the base point with bit 255. */
    {"age1ahlllllllllllllllllllllllllllllllllllllllllllllllalsn46ayy", "no secret key"},
    {"age1amlllllllllllllllllllllllllllllllllllllllllllllllalselrwrv", "no secret key"},
    {"age17mlllllllllllllllllllllllllllllllllllllllllllllllalsxajvgg", "no secret key"},
    {"age1lllllllllllllllllllllllllllllllllllllllllllllllllalsjzdrvv", "no secret key"},
    {"age1pyqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqzqqyr3apl", "no secret key"},
};

static void
test_bad_recipients(void)
{
  for (guint i = 0; i < G_N_ELEMENTS(bad); i++) {
    const char *keys[] = {RECIPIENT, bad[i].key, NULL};
    g_autoptr(GError) error = NULL;
    g_autoptr(AgeRecipients) recipients = age_recipients_new(keys, &error);
    g_assert_null(recipients);
    g_assert_error(error, AGE_ERROR, AGE_ERROR_RECIPIENT);
    g_assert_true(g_str_has_prefix(error->message, "recipient 2 "));
    g_test_message("case %u: %s", i, error->message);
    g_assert_nonnull(strstr(error->message, bad[i].what));
    g_assert_null(strstr(error->message, "GFPYYSJZ")); /* a key is never repeated */
  }
}

static void
test_good_recipients(void)
{
  g_autofree char *upper = g_ascii_strup(RECIPIENT, -1);
  const char *keys[] = {RECIPIENT, upper, BASE_POINT, LAST_POINT, NULL};
  g_autoptr(GError) error = NULL;
  g_autoptr(AgeRecipients) recipients = age_recipients_new(keys, &error);
  g_assert_no_error(error);
  g_assert_cmpuint(age_recipients_count(recipients), ==, 4);
}

/* A list of n times the same recipient; the caller owns it. */
static AgeRecipients *
recipients_of(guint n, GError **error)
{
  g_autofree const char **keys = g_new0(const char *, n + 1);
  for (guint i = 0; i < n; i++)
    keys[i] = RECIPIENT;
  return age_recipients_new(keys, error);
}

static void
test_recipient_limits(void)
{
  g_autoptr(GError) none = NULL, many = NULL, error = NULL;
  g_assert_null(recipients_of(0, &none));
  g_assert_error(none, AGE_ERROR, AGE_ERROR_RECIPIENT);
  g_assert_null(recipients_of(AGE_MAX_RECIPIENTS + 1, &many));
  g_assert_error(many, AGE_ERROR, AGE_ERROR_RECIPIENT);
  g_autoptr(AgeRecipients) most = recipients_of(AGE_MAX_RECIPIENTS, &error);
  g_assert_no_error(error);
  g_assert_cmpuint(age_recipients_count(most), ==, AGE_MAX_RECIPIENTS);
}

static void
test_shape(void)
{
  g_autoptr(AgeRecipients) recipients = recipients_of(2, NULL);
  g_autoptr(GBytes) sealed = age_seal(recipients, (const guint8 *)"trust", 5, NULL);
  gsize size = 0;
  const char *bytes = g_bytes_get_data(sealed, &size);
  g_autofree char *text = g_strndup(bytes, size);
  g_assert_true(g_regex_match_simple("\\Aage-encryption\\.org/v1\\n"
                                     "(-> X25519 [A-Za-z0-9+/]{43}\\n[A-Za-z0-9+/]{43}\\n){2}"
                                     "--- [A-Za-z0-9+/]{43}\\n",
                                     text, G_REGEX_RAW, 0));
  const char *body = strstr(text, "\n--- ") + 5 + 43 + 1;
  g_assert_cmpuint(size - (gsize)(body - text), ==, 16 + 5 + 16);
}

static void
test_fresh(void)
{
  g_autoptr(AgeRecipients) recipients = recipients_of(1, NULL);
  g_autoptr(GBytes) one = age_seal(recipients, (const guint8 *)"trust", 5, NULL);
  g_autoptr(GBytes) two = age_seal(recipients, (const guint8 *)"trust", 5, NULL);
  const guint8 *a = g_bytes_get_data(one, NULL), *b = g_bytes_get_data(two, NULL);
  const gsize share = strlen("age-encryption.org/v1\n-> X25519 "), tail = g_bytes_get_size(one) - 37;
  g_assert_true(memcmp(a + share, b + share, 43) != 0);           /* ephemeral share */
  g_assert_true(memcmp(a + share + 44, b + share + 44, 43) != 0); /* wrapped file key */
  g_assert_true(memcmp(a + tail, b + tail, 16) != 0);             /* payload nonce */
  g_assert_true(memcmp(a + tail + 16, b + tail + 16, 5) != 0);
}

typedef struct {
  GByteArray *bytes;
  guint calls, fail_at; /* fails in that call, counted from 1; 0: never */
  gboolean silent;      /* fails without an error */
} Sink;

static gboolean
sink_write(gpointer user, const guint8 *bytes, gsize size, GError **error)
{
  Sink *sink = user;
  if (++sink->calls == sink->fail_at) {
    if (!sink->silent)
      g_set_error_literal(error, G_FILE_ERROR, G_FILE_ERROR_NOSPC, "full");
    return FALSE;
  }
  g_byte_array_append(sink->bytes, bytes, (guint)size);
  return TRUE;
}

static void
test_sizes(void)
{
  static const gsize sizes[] = {0, 1, 65535, 65536, 65537, 131071, 131072, 131073, 1000000};
  g_autofree guint8 *plain = g_malloc0(1000000);
  for (guint n = 1; n <= AGE_MAX_RECIPIENTS; n += 19) {
    g_autoptr(AgeRecipients) recipients = recipients_of(n, NULL);
    for (guint i = 0; i < G_N_ELEMENTS(sizes); i++) {
      g_autoptr(GByteArray) bytes = g_byte_array_new();
      Sink sink = {.bytes = bytes};
      g_autoptr(AgeStream) stream = age_stream_new(recipients, sink_write, &sink, NULL);
      g_assert_true(age_stream_update(stream, plain, sizes[i], NULL));
      g_assert_true(age_stream_finish(stream, NULL));
      g_assert_cmpuint(bytes->len, ==, age_sealed_size(sizes[i], n));
    }
  }
  g_assert_cmpuint(age_sealed_size(0, 1), ==, 22 + 98 + 48 + 16 + 16);
  /* Where 32 bits end. */
  g_assert_cmpuint(age_sealed_size(G_GUINT64_CONSTANT(0x100000001), 1), ==,
                   G_GUINT64_CONSTANT(0x100000001) + 22 + 98 + 48 + 16 + (guint64)65537 * 16);
}

static void
test_no_recipient_name(void)
{
  g_autoptr(AgeRecipients) recipients = recipients_of(1, NULL);
  guint8 plain[70000];
  memset(plain, 'P', sizeof plain);
  g_autoptr(GBytes) sealed = age_seal(recipients, plain, sizeof plain, NULL);
  const char *bytes = g_bytes_get_data(sealed, NULL);
  g_assert_null(memmem(bytes, g_bytes_get_size(sealed), "PPPPPPPP", 8));
  g_assert_null(memmem(bytes, g_bytes_get_size(sealed), "age1", 4));
}

/* Seals three chunks into a sink that fails in its call number fail_at; checks that every later call is refused. */
static void
check_failing_writer(guint fail_at, gboolean silent)
{
  g_autoptr(AgeRecipients) recipients = recipients_of(1, NULL);
  g_autoptr(GByteArray) bytes = g_byte_array_new();
  g_autoptr(GError) error = NULL, later = NULL;
  g_autofree guint8 *plain = g_malloc0(THREE_CHUNKS);
  Sink sink = {.bytes = bytes, .fail_at = fail_at, .silent = silent};
  g_autoptr(AgeStream) stream = age_stream_new(recipients, sink_write, &sink, &error);
  if (stream && age_stream_update(stream, plain, THREE_CHUNKS, &error))
    g_assert_false(age_stream_finish(stream, &error));
  if (silent)
    g_assert_error(error, AGE_ERROR, AGE_ERROR_WRITE);
  else
    g_assert_error(error, G_FILE_ERROR, G_FILE_ERROR_NOSPC);
  if (!stream)
    return;
  g_assert_false(age_stream_update(stream, plain, 1, &later));
  g_assert_error(later, AGE_ERROR, AGE_ERROR_WRITE);
  g_assert_false(age_stream_finish(stream, NULL));
  g_assert_cmpuint(sink.calls, ==, fail_at);
}

static void
test_failing_writer(void)
{
  for (guint fail_at = 1; fail_at <= 4; fail_at++) { /* header, two chunks, the last one */
    check_failing_writer(fail_at, FALSE);
    check_failing_writer(fail_at, TRUE);
  }
}

static void
test_finished(void)
{
  g_autoptr(AgeRecipients) recipients = recipients_of(1, NULL);
  g_autoptr(GByteArray) bytes = g_byte_array_new();
  Sink sink = {.bytes = bytes};
  g_autoptr(AgeStream) stream = age_stream_new(recipients, sink_write, &sink, NULL);
  g_assert_true(age_stream_finish(stream, NULL));
  guint before = bytes->len;
  g_autoptr(GError) error = NULL, again = NULL;
  g_assert_false(age_stream_update(stream, (const guint8 *)"x", 1, &error));
  g_assert_error(error, AGE_ERROR, AGE_ERROR_WRITE);
  g_assert_false(age_stream_finish(stream, &again));
  g_assert_error(again, AGE_ERROR, AGE_ERROR_WRITE);
  g_assert_cmpuint(bytes->len, ==, before);
}

static void
test_armor_shape(void)
{
  for (gsize size = 1; size <= 97; size++) {
    g_autofree guint8 *bytes = g_malloc0(size);
    g_autoptr(GBytes) sealed = g_bytes_new(bytes, size);
    g_autofree char *armor = age_armor(sealed);
    g_assert_true(g_str_has_suffix(armor, "\n-----END AGE ENCRYPTED FILE-----\n"));
    g_auto(GStrv) lines = g_strsplit(armor, "\n", -1);
    guint body = g_strv_length(lines) - 3; /* first and last line, and nothing after the last line feed */
    g_assert_cmpstr(lines[0], ==, "-----BEGIN AGE ENCRYPTED FILE-----");
    g_assert_cmpuint(body, ==, (size + 47) / 48);
    for (guint i = 1; i < body; i++)
      g_assert_cmpuint(strlen(lines[i]), ==, 64);
    gsize last = (size - 1) % 48 + 1;
    g_assert_cmpuint(strlen(lines[body]), ==, (last + 2) / 3 * 4);
  }
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  age_init();
  g_test_add_func("/age/recipients that cannot be right are refused by number", test_bad_recipients);
  g_test_add_func("/age/recipients of either case and at the edges are taken", test_good_recipients);
  g_test_add_func("/age/none and one too many recipients are refused, the most is taken", test_recipient_limits);
  g_test_add_func("/age/the header has a stanza per recipient and nothing else", test_shape);
  g_test_add_func("/age/nothing is the same in two files of one text", test_fresh);
  g_test_add_func("/age/the predicted size is the size", test_sizes);
  g_test_add_func("/age/neither the plain text nor a recipient shows", test_no_recipient_name);
  g_test_add_func("/age/a writer that fails ends the stream", test_failing_writer);
  g_test_add_func("/age/a finished stream takes no more", test_finished);
  g_test_add_func("/age/armour has lines of 64 columns", test_armor_shape);
  return g_test_run();
}
