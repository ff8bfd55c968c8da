/* SPDX-License-Identifier: ISC
 *
 * Attachments: what each MIME leaf becomes in the monitors' copy, by its content and never by what it says it is. Pictures are
 * cleaned, text is shown (the caller strips it), everything else is withheld with a reason.
 */
#pragma once
#include <glib.h>
#include "parser/identity.h"
#include "parser/mime.h"
#include "report/report.h"

/* The entry for a leaf. For a text-like leaf *text is set to its decoded text (owned by the caller) and *type to how it is stripped;
 * the caller puts the stripped text into the entry with attach_set_text. Never NULL. */
ReportAttachment *attach_leaf(const MimeLeaf *leaf, char **text, IdentityTextType *type);
/* Makes the entry a clean text file with these (stripped) words. */
void attach_set_text(ReportAttachment *attachment, const char *stripped);
/* TRUE when text looks like a WhatsApp or Telegram export: lines of date, time, speaker, words. */
gboolean attach_is_chat(const char *text);
