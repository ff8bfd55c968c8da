/* SPDX-License-Identifier: ISC */
/* amanad(8): the command line, and the door to the roles. */
#include "config/config.h"
#include "daemon/confine.h"
#include "daemon/log.h"
#include "daemon/roles.h"

#include <stdio.h>
#include <string.h>

typedef struct {
  const char *name;
  int (*run)(void);
} Role;

static const Role roles[] = {{"store", role_store}, {"intake", role_intake}, {"worker", role_worker}, {"cleaner", role_cleaner}};

static int
run_role(const char *name)
{
  if (!confine_start())
    return EXIT_LATER;
  for (guint i = 0; i < G_N_ELEMENTS(roles); i++)
    if (!strcmp(roles[i].name, name)) {
      log_init(roles[i].name);
      return roles[i].run();
    }
  return EXIT_USAGE_;
}

static int
usage_error(const char *message)
{
  fprintf(stderr, "amanad: %s\nTry 'amanad --help'.\n", message);
  return EXIT_USAGE_;
}

static int
run_with_config(const char *path, gboolean once, gboolean check)
{
  g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(Config) config = config_load(path, problems);
  for (guint i = 0; i < problems->len; i++)
    fprintf(stderr, "%s\n", (const char *)problems->pdata[i]);
  if (!config)
    return EXIT_CONFIG_;
  if (check)
    return role_check(config);
  log_init("amanad");
  confine_start();
  return role_supervisor(path, g_steal_pointer(&config), once);
}

int
main(int argc, char **argv)
{
  g_autofree char *config = NULL, *role = NULL;
  gboolean once = FALSE, check = FALSE, version = FALSE, cleaner = FALSE;
  GOptionEntry entries[] = {
      {"config", 0, 0, G_OPTION_ARG_FILENAME, &config, "The configuration file, see amana.conf(5)", "FILE"},
      {"once", 0, 0, G_OPTION_ARG_NONE, &once, "Take in all mail that is waiting, then exit", NULL},
      {"check", 0, 0, G_OPTION_ARG_NONE, &check,
       "Check configuration, mailboxes, recipients and store, a line each", NULL},
      {"cleaner", 0, 0, G_OPTION_ARG_NONE, &cleaner, "Clean files for the daemon, as amana-cleaner.service does", NULL},
      {"version", 0, 0, G_OPTION_ARG_NONE, &version, "Print the version", NULL},
      {"role", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_STRING, &role, NULL, NULL},
      {NULL}};
  g_autoptr(GError) error = NULL;
  g_autoptr(GOptionContext) context =
      g_option_context_new("- takes reports from a mailbox and seals who reported");
  g_option_context_set_description(context,
                                   "Exit status: 0 done, 64 usage, 75 try again later, 78 configuration.\n"
                                   "Example: amanad --config /etc/amana/amana.conf --check\n");
  g_option_context_add_main_entries(context, entries, NULL);
  if (!g_option_context_parse(context, &argc, &argv, &error))
    return usage_error(error->message);
  if (argc > 1)
    return usage_error("unexpected argument");
  if (role)
    return run_role(role);
  if (version) {
    puts("amanad " AMANA_VERSION);
    return EXIT_DONE;
  }
  if (cleaner) {
    log_init("cleaner");
    confine_start();
    return role_cleaner_unit("amana");
  }
  if (!config)
    return usage_error("--config FILE is missing");
  if (once && check)
    return usage_error("--once and --check do not go together");
  return run_with_config(config, once, check);
}
