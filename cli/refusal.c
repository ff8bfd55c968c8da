/* SPDX-License-Identifier: ISC */
/* Refusals of the daemon; see the header. Plain sentences that xgettext finds in its sources (api_reply_error, store_refuse) need no row here. */
#include "cli/refusal.h"
#include "text/language.h"

#include <string.h>

/* Sentences with something in them (of the worker too: why an attachment is withheld), and those that are no argument of the two functions. */
static const char *const sentences[] = {
    N_("a case that is %s cannot become that: allowed are %s"),
    N_("this attachment is %s: %s"),
    N_("%s is not a day like 2026-11-24"),
    N_("%s is not a number from 0 to %s"),
    N_("%s is not a text or a list of texts"),
    N_("%s does not have that value; allowed: %s"),
    N_("%s has one value only"),
    N_("archive: its %s members are listed, %s files of the system are not"),
    N_("archive: its %s members are listed"),
    N_("status is not a text"),
    N_("until is a day before since"),
    N_("a note has at most 32768 bytes"),
    N_("the note is not UTF-8 text"),
    N_("the note is empty"),
    N_("as is one of: reporter, phone, email, address, workplace, relative, account, other, removed"),
    N_("the string has fewer than 2 characters"),
    N_("the string is longer than 4096 bytes"),
    N_("the string is not UTF-8 text"),
    N_("the reason is longer than 4096 bytes or no UTF-8 text"),
    N_("that is no address of a page"),
    N_("that is a share link itself, or only members can open it: the address that it leads to is wanted"),
    N_("that link counts clicks: the address that it leads to is wanted"),
};

/* The parts of text that stand for %s in a sentence of at most two; FALSE when text is no such sentence. */
static gboolean
fits(const char *text, char **around, char **values)
{
  guint n = g_strv_length(around);
  const char *at = text + strlen(around[0]);
  if (!g_str_has_prefix(text, around[0]))
    return FALSE;
  for (guint i = 1; i < n; i++) {
    const char *next = *around[i] ? strstr(at, around[i]) : at + strlen(at);
    if (!next)
      return FALSE;
    values[i - 1] = g_strndup(at, (gsize)(next - at));
    at = next + strlen(around[i]);
  }
  return *at == '\0';
}

char *
refusal_say(const char *english)
{
  for (guint i = 0; i < G_N_ELEMENTS(sentences); i++) {
    g_auto(GStrv) around = g_strsplit(sentences[i], "%s", 3), said = g_strsplit(language_say(sentences[i]), "%s", 3);
    g_auto(GStrv) values = g_new0(char *, 4);
    if (!fits(english, around, values) || g_strv_length(said) != g_strv_length(around))
      continue;
    GString *out = g_string_new(said[0]);
    for (guint v = 0; values[v]; v++)
      g_string_append_printf(out, "%s%s", values[v], said[v + 1]);
    return g_string_free(out, FALSE);
  }
  return g_strdup(language_say(english));
}
