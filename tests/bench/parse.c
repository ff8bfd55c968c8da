/* SPDX-License-Identifier: ISC */
/* Development tool, not installed: what the worker's work costs per message. bench_parse RULES_DIR ROUNDS FILE... parses every file
 * ROUNDS times and prints microseconds of CPU per message: as a whole, and without the sealing. */
#include "config/rules.h"
#include "parser/parser.h"
#include "seal/age.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define RECIPIENT "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p" /* the one in age's own manual */

static double
cpu_us(void)
{
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static GPtrArray *
read_files(char **paths, int count)
{
  GPtrArray *mails = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
  for (int i = 0; i < count; i++) {
    char *data;
    gsize size;
    if (g_file_get_contents(paths[i], &data, &size, NULL))
      g_ptr_array_add(mails, g_bytes_new_take(data, size));
  }
  return mails;
}

/* CPU microseconds of one pass over all mails; sealing added to *sealing. */
static double
pass(const ParserRules *rules, const AgeRecipients *recipients, const GPtrArray *mails, double *sealing)
{
  double start = cpu_us(), before = *sealing;
  for (guint i = 0; i < mails->len; i++) {
    ParserMessage given = {.day = "2026-11-24", .today_if_unknown = "2026-11-24"};
    gsize size;
    const guint8 *bytes = g_bytes_get_data(mails->pdata[i], &size);
    g_autofree char *identity = NULL;
    g_autoptr(Report) report = parser_run(rules, bytes, size, &given, &identity, NULL);
    double parsed = cpu_us();
    g_autoptr(GBytes) sealed = report ? age_seal(recipients, (const guint8 *)identity, strlen(identity), NULL) : NULL;
    *sealing += cpu_us() - parsed;
  }
  return cpu_us() - start - (*sealing - before);
}

int
main(int argc, char **argv)
{
  if (argc < 4) {
    fprintf(stderr, "usage: bench_parse RULES_DIR ROUNDS FILE...\n");
    return 64;
  }
  g_autoptr(GError) error = NULL;
  guint8 key[32] = {0};
  const char *keys[] = {RECIPIENT, NULL};
  age_init();
  parser_init();
  double start = cpu_us();
  g_autoptr(GHashTable) files = rules_read(argv[1], &error);
  g_autoptr(ParserRules) rules = files ? parser_rules_new(files, "Asia/Baghdad", key, &error) : NULL;
  g_autoptr(AgeRecipients) recipients = rules ? age_recipients_new(keys, &error) : NULL;
  if (!recipients) {
    fprintf(stderr, "%s\n", error->message);
    return 1;
  }
  printf("rules        %9.0f us once\n", cpu_us() - start);
  g_autoptr(GPtrArray) mails = read_files(argv + 3, argc - 3);
  double sealing = 0, parsing = 0, rounds = atof(argv[2]);
  for (int round = 0; round < (int)rounds; round++)
    parsing += pass(rules, recipients, mails, &sealing);
  double messages = rounds * mails->len;
  printf("parse, strip %9.1f us a message\nseal         %9.1f us a message (identity record only)\n", parsing / messages, sealing / messages);
  return 0;
}
