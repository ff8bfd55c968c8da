/* SPDX-License-Identifier: ISC */
/* Raw messages in the intake: what the fingerprint tells apart, and what it does not. */
#include "daemon/raw.h"
#include "ipc/ipc.h"

#include <string.h>

static HashKey key = {HASH_GMAC, {1}};
/* a recipient whose private key was thrown away */
static const char *const keys[] = {"age17y5vvayjnqgam8xprr9769pw4cygw2dxjqn2u2vxd7jqvrwtu4wqlgra89", NULL};
static AgeRecipients *recipients;

static Raw *
take(const char *text, gsize step, guint64 max)
{
  g_autoptr(GError) error = NULL;
  RawWriter *writer = raw_writer_new(recipients, &key, max);
  gsize size = strlen(text);
  for (gsize at = 0; at < size; at += step)
    g_assert_true(raw_writer_data(writer, (const guint8 *)text + at, MIN(step, size - at), &error));
  Raw *raw = raw_writer_finish(writer, &error);
  g_assert_no_error(error);
  return raw;
}

static gboolean
same(const char *a, const char *b)
{
  g_autoptr(Raw) one = take(a, 1, 1000);
  g_autoptr(Raw) two = take(b, 1000, 1000);
  return !memcmp(one->fingerprint, two->fingerprint, HASH_BYTES);
}

static void
test_line_ends(void)
{
  g_assert_true(same("a\r\nb\r\n", "a\nb\n"));
  g_assert_true(same("a\r\nb", "a\nb\n"));
  g_assert_true(same("a\nb\n\n\n", "a\nb\n"));
  g_assert_true(same("", ""));
}

static void
test_differences(void)
{
  g_assert_false(same("a\n\nb", "a\nb"));
  g_assert_false(same("a\rb", "ab"));
  g_assert_false(same("a\r\r\nb", "a\r\nb"));
  g_assert_false(same("ab", "ac"));
}

/* What the fingerprint is over, said another way: LF is CRLF (in a store of the older hash, CRLF is LF), empty lines at the end are nothing. */
static void
expect(const char *text, guint8 *fingerprint)
{
  g_autoptr(GString) plain = g_string_new(NULL);
  for (const char *p = text; *p; p++)
    if (*p != '\r' || p[1] != '\n')
      g_string_append_c(plain, *p);
  while (plain->len && plain->str[plain->len - 1] == '\n')
    g_string_truncate(plain, plain->len - 1);
  if (key.kind != HASH_BLAKE2B)
    g_string_replace(plain, "\n", "\r\n", 0);
  hash_keyed(&key, plain->str, plain->len, fingerprint);
}

/* Texts of a few bytes in which line ends fall everywhere, and runs around the sizes of the buffers; in pieces of all sizes. */
static void
check_all_texts(void)
{
  static const guint runs[] = {1, 2, 3, 70, 16383, 16384, 16385, 65535, 65536, 70000};
  g_autoptr(GRand) r = g_rand_new_with_seed(7);
  for (guint round = 0; round < 300; round++) {
    g_autoptr(GString) text = g_string_new(NULL);
    for (gint i = g_rand_int_range(r, 0, 14); i > 0; i--)
      switch (g_rand_int_range(r, 0, 5)) {
      case 0:
        g_string_append(text, "\r\n");
        break;
      case 1:
        g_string_append_c(text, '\n');
        break;
      case 2:
        g_string_append_c(text, '\r');
        break;
      case 3:
        for (guint lines = (guint)g_rand_int_range(r, 1, 200); lines; lines--)
          g_string_append(text, "x y\r\n");
        break;
      default: {
        g_autofree char *run = g_strnfill(runs[g_rand_int_range(r, 0, G_N_ELEMENTS(runs))], 'x');
        g_string_append(text, run);
      }
      }
    guint8 expected[HASH_BYTES];
    expect(text->str, expected);
    gsize step = text->len < 300 ? (gsize)g_rand_int_range(r, 1, 8) : (gsize)g_rand_int_range(r, 1000, 70000);
    g_autoptr(Raw) raw = take(text->str, step, 1000);
    g_assert_cmpmem(raw->fingerprint, HASH_BYTES, expected, HASH_BYTES);
  }
}

static void
test_all_texts(void)
{
  check_all_texts();
  key.kind = HASH_BLAKE2B;
  check_all_texts();
  key.kind = HASH_GMAC;
}

static void
test_content(void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *large = g_strnfill(200000, 'x');
  g_autoptr(Raw) raw = take(large, 777, 200000);
  g_autoptr(GBytes) bytes = ipc_memfd_map(raw->raw_fd, 200000, &error);
  g_assert_no_error(error);
  g_assert_cmpmem(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes), large, 200000);
  g_autoptr(GBytes) sealed = ipc_memfd_map(raw->sealed_fd, 300000, &error);
  g_assert_no_error(error);
  g_assert_cmpuint(g_bytes_get_size(sealed), ==, raw->sealed_size);
  g_assert_cmpuint(raw->sealed_size, ==, age_sealed_size(200000, 1));
}

/* As many bytes as travel within a packet, and one more. */
static void
test_small(void)
{
  g_autofree char *text = g_strnfill(IPC_SMALL_BYTES + 1, 'x');
  g_autoptr(Raw) large = take(text, 1000, G_MAXUINT32);
  g_assert_null(large->raw);
  g_assert_null(large->sealed);
  g_assert_cmpint(large->raw_fd, >=, 0);
  g_assert_cmpint(large->sealed_fd, >=, 0);
  text[IPC_SMALL_BYTES] = '\0';
  g_autoptr(Raw) small = take(text, 1000, G_MAXUINT32);
  g_assert_cmpint(small->raw_fd, ==, -1);
  g_assert_cmpint(small->sealed_fd, ==, -1);
  g_assert_cmpmem(g_bytes_get_data(small->raw, NULL), g_bytes_get_size(small->raw), text, IPC_SMALL_BYTES);
  g_assert_cmpuint(small->sealed_size, ==, age_sealed_size(IPC_SMALL_BYTES, 1));
  g_assert_cmpuint(g_bytes_get_size(small->sealed), ==, small->sealed_size);
  g_assert_cmpuint(age_sealed_size(IPC_SMALL_BYTES, AGE_MAX_RECIPIENTS) + IPC_SMALL_BYTES + 8192, <, IPC_MAX_BYTES); /* with a result and the rest */
  g_autoptr(Raw) empty = take("", 1, 1000);
  g_assert_true(raw_is_kept(empty));
  g_assert_cmpuint(empty->sealed_size, ==, age_sealed_size(0, 1));
}

static void
test_limit(void)
{
  static const guint limits[] = {1000, 40000, 200000};
  for (guint i = 0; i < G_N_ELEMENTS(limits); i++) {
    g_autofree char *text = g_strnfill(limits[i], 'x');
    g_autoptr(Raw) at_limit = take(text, 100, limits[i]);
    g_assert_true(raw_is_kept(at_limit));
    g_autoptr(Raw) past = take(text, 100, limits[i] - 1);
    g_assert_false(raw_is_kept(past));
    g_assert_cmpuint(past->sealed_size, ==, age_sealed_size(limits[i], 1));
  }
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  age_init();
  g_autoptr(GError) error = NULL;
  recipients = age_recipients_new(keys, &error);
  if (!recipients)
    g_error("%s", error->message);
  g_test_add_func("/raw/line ends and empty lines at the end make no difference", test_line_ends);
  g_test_add_func("/raw/everything else makes a difference", test_differences);
  g_test_add_func("/raw/a fingerprint does not depend on where the pieces were cut", test_all_texts);
  g_test_add_func("/raw/the raw memfd holds the message and the sealed one an age file", test_content);
  g_test_add_func("/raw/a small message and its age file are in memory", test_small);
  g_test_add_func("/raw/past the limit a message is sealed but not kept for parsing", test_limit);
  int code = g_test_run();
  age_recipients_free(recipients);
  return code;
}
