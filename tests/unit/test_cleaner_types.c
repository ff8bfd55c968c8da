/* SPDX-License-Identifier: ISC */
/* The cleaner's tables: every type of the protocol has a recipe, a copy is believed only when it begins like its type, limits of time. What
 * the jails do is in tests/system/test_cleaner.py. */
#include "cleaner/clean.h"
#include "cleaner/jail.h"
#include "cleaner/types.h"
#include "daemon/cleaner.h"
#include "ipc/ipc.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static void
test_every_type_has_a_recipe(void)
{
  static const char *const types[] = {CLEANER_TYPES};
  for (guint i = 0; i < G_N_ELEMENTS(types); i++) {
    const CleanerType *type = cleaner_type(types[i]);
    g_test_message("%s", types[i]);
    g_assert_nonnull(type);
    g_assert_cmpuint(strlen(type->recipe), >, 0);
    g_assert_cmpuint(strlen(type->extension), >, 0);
  }
  g_assert_null(cleaner_type("application/x-elf"));
  g_assert_null(cleaner_type(""));
}

static void
test_a_copy_begins_like_its_type(void)
{
  static const struct {
    const char *type, *bytes;
    gsize size;
    const char *extension; /* NULL: not believed */
  } rows[] = {
      {"application/pdf", "%PDF-1.5", 8, "pdf"},     {"application/pdf", "%PDF", 4, NULL},
      {"application/pdf", "PK\3\4aaaa", 8, NULL},    {"image/jpeg", "\xff\xd8\xff\xe0", 4, "jpg"},
      {"image/webp", "RIFF\0\0\0\0WEBP", 12, "webp"}, {"audio/wav", "RIFF\0\0\0\0WEBP", 12, NULL},
      {"video/mp4", "\0\0\0\x18" "ftypisom", 12, "mp4"}, {"video/quicktime", "\0\0\0\x18" "ftypisom", 12, NULL},
      {"application/x-elf", "\x7f" "ELF", 4, NULL},  {"image/png", "", 0, NULL},
  };
  for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
    const CleanerResult *result = cleaner_result(rows[i].type, (const guint8 *)rows[i].bytes, rows[i].size);
    g_test_message("%s", rows[i].type);
    g_assert_cmpstr(result ? result->extension : NULL, ==, rows[i].extension);
  }
}

static void
test_time_grows_with_size_but_not_for_ever(void)
{
  g_assert_cmpuint(jail_seconds(0), ==, 60);
  g_assert_cmpuint(jail_seconds(10 << 20), ==, 90);
  g_assert_cmpuint(jail_seconds(G_MAXUINT64), ==, 300);
}

/* Each file of a mail may use up its time: the cleaner answers all the same before the intake gives it up (20 minutes), having cleaned and
 * judged. */
static void
test_many_slow_files(void)
{
  g_autoptr(GArray) files = g_array_new(FALSE, FALSE, sizeof(JailFile));
  const JailFile slow = {0, "pdf", "pdf", "application/pdf", 0, 1 << 20};
  g_array_append_val(files, slow);
  g_assert_cmpuint(jail_patience(files), ==, 30 + 63 + 1);
  while (files->len < CLEANER_MAX_FILES)
    g_array_append_val(files, slow);
  g_assert_cmpuint(2 * jail_patience(files), <, 19 * 60);
}

static void
test_pictures(void)
{
  g_assert_cmpstr(cleaner_picture("image/jpeg"), ==, "jpeg");
  g_assert_cmpstr(cleaner_picture("image/tiff"), ==, "tif");
  g_assert_null(cleaner_picture("image/svg+xml"));
}

/* Nothing to do needs no jail, and withholds. */
static void
test_nothing_to_clean(void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func((GDestroyNotify)clean_file_free);
  int fd = ipc_memfd_from_bytes("test", "MZ", 2, &error);
  g_assert_no_error(error);
  g_ptr_array_add(files, clean_file_new(3, "application/x-elf", "bin", 0, 2));
  g_ptr_array_add(files, clean_file_new(4, "video/mp4", "mp4", 2, 0));
  int out = clean_files(files, fd, &error);
  g_assert_no_error(error);
  g_autoptr(GBytes) bytes = ipc_memfd_map(out, 0, &error);
  g_assert_no_error(error);
  const CleanFile *first = files->pdata[0], *second = files->pdata[1];
  g_assert_false(first->clean || second->clean);
  g_assert_cmpstr(first->reason, ==, "cannot-clean");
  g_assert_cmpstr(second->reason, ==, "tool-failed");
  g_assert_cmpuint(first->n, ==, 3);
  close(fd);
  close(out);
}

/* A sound, "cleaned" into results: how many files the jail has answers for. */
static guint
answers_for(const JailFile *file, int fd, int results)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GArray) files = g_array_new(FALSE, FALSE, sizeof(JailFile));
  g_array_append_vals(files, file, 1);
  g_autoptr(GPtrArray) answers = jail_run("clean", files, fd, results, &error);
  g_assert_no_error(error);
  return answers->len;
}

/* What is read afterwards must be what was answered for: somebody who could write still makes all answers void. */
static void
test_results_that_change(void)
{
  static const char amr[] = "#!AMR\n\x04............";
  const JailFile file = {0, "amr", "amr", "audio/amr", 0, sizeof amr - 1};
  g_autoptr(GError) error = NULL;
  if (!jail_probe(NULL, NULL)) {
    g_test_skip("no jail on this host");
    return;
  }
  int fd = ipc_memfd_from_bytes("test", amr, sizeof amr - 1, &error);
  int calm = ipc_memfd_new("test", &error), changing = ipc_memfd_new("test", &error);
  g_assert_no_error(error);
  g_assert_cmpuint(answers_for(&file, fd, calm), ==, 1);
  void *mapping = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, changing, 0);
  g_assert_true(mapping != MAP_FAILED);
  g_assert_cmpuint(answers_for(&file, fd, changing), ==, 0);
  munmap(mapping, 4096);
  close(fd);
  close(calm);
  close(changing);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/cleaner/every type of the protocol has a recipe", test_every_type_has_a_recipe);
  g_test_add_func("/cleaner/a copy begins like its type", test_a_copy_begins_like_its_type);
  g_test_add_func("/cleaner/time grows with size but not for ever", test_time_grows_with_size_but_not_for_ever);
  g_test_add_func("/cleaner/many slow files do not add up to more than the intake waits", test_many_slow_files);
  g_test_add_func("/cleaner/which files are pictures", test_pictures);
  g_test_add_func("/cleaner/nothing to clean needs no jail", test_nothing_to_clean);
  g_test_add_func("/cleaner/results that can change still count for nothing", test_results_that_change);
  return g_test_run();
}
