/* SPDX-License-Identifier: ISC
 *
 * One harness per entry that eats bytes of strangers. Each is a file fuzz_<entry>.c with these two functions; built with clang
 * and -DAMANA_FUZZ=ON it is a libFuzzer program, else replay.c drives it over the seeds and mutations of them.
 */
#pragma once
#include <glib.h>

#define FUZZ_MAX_BYTES (256u * 1024) /* a longer input is cut */

/* Once, before the first input. */
int LLVMFuzzerInitialize(int *argc, char ***argv);
/* One input. A crash, a sanitizer's word or a broken promise (g_assert) is a finding. Returns 0. */
int LLVMFuzzerTestOneInput(const guint8 *bytes, gsize size);

/* The rules as installed, for fuzz_init of a harness that needs them; never freed. */
GHashTable *fuzz_rules(void);
/* A copy of the input as valid UTF-8 without NUL, as texts are everywhere behind the charset step. The caller owns it. */
char *fuzz_text(const guint8 *bytes, gsize size);
