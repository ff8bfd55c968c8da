/* SPDX-License-Identifier: ISC
 *
 * The processes of the daemon. Each is amanad started again with a role; its first descriptor (ROLE_SOCKET) leads to the supervisor,
 * which sends what the role needs and nothing else.
 */
#pragma once
#include <glib.h>
#include "config/config.h"

#define ROLE_SOCKET 3 /* the supervisor's socket in a child */

/* Exit codes (contract). */
#define EXIT_DONE 0
#define EXIT_USAGE_ 64
#define EXIT_LATER 75
#define EXIT_CONFIG_ 78

/* Runs until stopped; takes the configuration over. */
int role_supervisor(const char *config_path, Config *config, gboolean once);
int role_store(void);
int role_intake(void);
int role_worker(void);
int role_cleaner(void);
/* amanad --cleaner: the cleaner as a unit of its own, on the listening socket that systemd hands over. Clients are root, the own user
 * and this one. */
int role_cleaner_unit(const char *user);
/* amanad --check: a line per thing checked on standard output. */
int role_check(const Config *config);
