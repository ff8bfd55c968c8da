/* SPDX-License-Identifier: ISC
 *
 * Notes of monitors on a case: shown with it, found by search, stripped with it.
 */
#pragma once
#include <json-glib/json-glib.h>

#include "store/internal.h"
#include "store/strip.h"

/* Array of {"id", "at", "who", "text"}, oldest first. */
JsonArray *notes_view(Db *db, const char *ref);
/* Takes the string out of the notes and tags of a case, in the index too. TRUE when an indexed text changed. */
gboolean notes_strip(StripWork *work, const char *ref);
