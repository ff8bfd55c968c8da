/* SPDX-License-Identifier: ISC */
/* HKDF against appendix A of RFC 5869. */
#include "seal/hkdf.h"

#include <string.h>

/* A run of bytes that count up from first by step. */
typedef struct {
  guint8 first, step;
  gsize size;
} Run;

typedef struct {
  Run ikm, salt, info;
  const char *okm;
} Vector;

static const Vector vectors[] = {
    {{0x0b, 0, 22},
     {0x00, 1, 13},
     {0xf0, 1, 10},
     "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"},
    {{0x00, 1, 80},
     {0x60, 1, 80},
     {0xb0, 1, 80},
     "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09"
     "da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87"},
    {{0x0b, 0, 22},
     {0, 0, 0},
     {0, 0, 0},
     "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"},
};

static guint8 *
run_bytes(const Run *run)
{
  guint8 *bytes = g_malloc(run->size + 1);
  for (gsize i = 0; i < run->size; i++)
    bytes[i] = (guint8)(run->first + run->step * i);
  return bytes;
}

static void
test_vectors(void)
{
  for (guint i = 0; i < G_N_ELEMENTS(vectors); i++) {
    const Vector *v = &vectors[i];
    g_autofree guint8 *ikm = run_bytes(&v->ikm), *salt = run_bytes(&v->salt), *info = run_bytes(&v->info);
    gsize size = strlen(v->okm) / 2;
    g_autofree guint8 *out = g_malloc(size);
    hkdf_sha256(ikm, v->ikm.size, v->salt.size ? salt : NULL, v->salt.size, info, v->info.size, out, size);
    g_autoptr(GString) hex = g_string_new(NULL);
    for (gsize at = 0; at < size; at++)
      g_string_append_printf(hex, "%02x", out[at]);
    g_assert_cmpstr(hex->str, ==, v->okm);
  }
}

static void
test_longest(void)
{
  g_autofree guint8 *all = g_malloc0(HKDF_MAX_BYTES), *part = g_malloc0(33);
  hkdf_sha256((const guint8 *)"k", 1, NULL, 0, "i", 1, all, HKDF_MAX_BYTES);
  hkdf_sha256((const guint8 *)"k", 1, NULL, 0, "i", 1, part, 33);
  g_assert_cmpmem(all, 33, part, 33);
}

static void
test_past_the_longest(void)
{
  if (g_test_subprocess()) {
    g_autofree guint8 *out = g_malloc0(HKDF_MAX_BYTES + 1);
    hkdf_sha256((const guint8 *)"k", 1, NULL, 0, "i", 1, out, HKDF_MAX_BYTES + 1);
    return;
  }
  g_test_trap_subprocess(NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_failed();
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/hkdf/the SHA-256 cases of RFC 5869 come out", test_vectors);
  g_test_add_func("/hkdf/the longest output agrees with a short one", test_longest);
  g_test_add_func("/hkdf/one byte past the longest stops the program", test_past_the_longest);
  return g_test_run();
}
