/* SPDX-License-Identifier: ISC
 *
 * The daemon's refusals, which are English on the socket, in the language in use.
 */
#pragma once
#include <glib.h>

/* What is not known stays English. The caller owns it. */
char *refusal_say(const char *english);
