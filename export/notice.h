/* SPDX-License-Identifier: ISC
 *
 * A notice to a platform about content that breaks the code of conduct: exact addresses, the rules, the reasons, a declaration of good
 * faith, in the order of Regulation (EU) 2022/2065 Art. 16(2). Built from the classification of cases, never from the words of a
 * report: the one who gives notice is the organisation.
 */
#pragma once
#include "export/words.h"
#include <json-glib/json-glib.h>

typedef struct Notices Notices; /* one for each platform */

/* house: as of GET /house; reason: what the monitor adds, or NULL; both stay the caller's and must outlive the notices. */
Notices *notices_new(Language language, JsonObject *house, const char *day, const char *reason);
/* The links of a case. Returns how many addresses of it are in a notice (an address that is there already counts). */
guint notices_add(Notices *notices, JsonObject *kase);
/* For each platform that has addresses, in order of names. text and page are the callback's to read only. FALSE stops. */
typedef gboolean (*NoticeTake)(gpointer user, const char *platform, const char *text, const char *page, GError **error);
gboolean notices_each(Notices *notices, NoticeTake take, gpointer user, GError **error);
void notices_free(Notices *notices);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Notices, notices_free)
