/* SPDX-License-Identifier: ISC */
/* Whether the accused signed the declaration: from the list that the organisation keeps (signatories.txt and any other file of the
 * taxonomy whose name begins so). An account that a link names says more than a name in the text. Guesses nothing: who is not on the list
 * is "unknown". */
#include <string.h>

#include "parser/classify_internal.h"

#define YES "sys.signatory-yes"
#define NO "sys.signatory-no"

static gboolean
refuse(GError **error, const char *file, guint line, const char *what)
{
  g_set_error(error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_PARSE, "%s:%u: %s", file, line, what);
  return FALSE;
}

/* How accounts are compared: without @, whatever their case. The caller owns it. */
static char *
account_key(const char *platform, const char *account)
{
  g_autofree char *folded = g_utf8_casefold(account + (*account == '@'), -1);
  return g_strconcat(platform, ":", folded, NULL);
}

/* "facebook:some.page": TRUE when what stands before the colon is a platform; FALSE in *well when nothing follows it. */
static gboolean
add_account(GHashTable *accounts, const char *text, gboolean signed_it, gboolean *well)
{
  const char *colon = strchr(text, ':');
  g_autofree char *platform = colon ? g_strstrip(g_ascii_strdown(text, colon - text)) : NULL;
  g_autofree char *account = colon ? g_strstrip(g_strdup(colon + 1)) : NULL;
  *well = TRUE;
  if (!platform || !classify_is_platform(platform))
    return FALSE;
  *well = *account && strcmp(account, "@") != 0 && !strpbrk(account, " \t/");
  if (*well)
    g_hash_table_replace(accounts, account_key(platform, account), GINT_TO_POINTER(signed_it ? 1 : 2));
  return TRUE;
}

static gboolean
read_line(Lexicon *lexicon, GHashTable *accounts, const char *file, guint line, char *text, GError **error)
{
  gboolean refused = g_ascii_strncasecmp(g_strstrip(text), "no:", 3) == 0, well;
  char *name = g_strstrip(refused ? text + 3 : text);
  if (!*text || *text == '#')
    return TRUE;
  if (add_account(accounts, name, !refused, &well))
    return well || refuse(error, file, line, "an account is PLATFORM:NAME, without blanks and slashes");
  guint concept = classify_lexicon_concept(lexicon, refused ? NO : YES);
  if (classify_lexicon_add_name(lexicon, concept, name))
    return TRUE;
  return refuse(error, file, line, "not a name of one to 8 words");
}

static gboolean
read_file(Lexicon *lexicon, GHashTable *accounts, const char *file, GBytes *bytes, GError **error)
{
  gsize size;
  const char *data = g_bytes_get_data(bytes, &size);
  if (data && !g_utf8_validate(data, (gssize)size, NULL))
    return refuse(error, file, 1, "not UTF-8");
  g_autofree char *copy = g_strndup(data ? data : "", size);
  g_auto(GStrv) lines = g_strsplit(copy, "\n", -1);
  for (guint i = 0; lines[i]; i++)
    if (!read_line(lexicon, accounts, file, i + 1, lines[i], error))
      return FALSE;
  return TRUE;
}

gboolean
classify_signatories_read(GHashTable *files, Lexicon *lexicon, GHashTable *accounts, GError **error)
{
  g_autoptr(GList) names = g_list_sort(g_hash_table_get_keys(files), (GCompareFunc)strcmp);
  for (GList *l = names; l; l = l->next)
    if (g_str_has_prefix(l->data, "signatories") && g_str_has_suffix(l->data, ".txt") &&
        !read_file(lexicon, accounts, l->data, g_hash_table_lookup(files, l->data), error))
      return FALSE;
  return TRUE;
}

static void
set(Report *report, gboolean signed_it, const char *words)
{
  g_free(report->signatory);
  report->signatory = g_strdup(signed_it ? "yes" : "no");
  report_add_why(report, "signatory", report->signatory, "signatories.txt", words);
}

static gboolean
by_account(const ClassifyRules *rules, Report *report)
{
  for (guint i = 0; i < report->links->len; i++) {
    const ReportLink *link = report->links->pdata[i];
    if (!link->account || !link->platform)
      continue;
    g_autofree char *key = account_key(link->platform, link->account);
    gint found = GPOINTER_TO_INT(g_hash_table_lookup(rules->signatory_accounts, key));
    if (!found)
      continue;
    set(report, found == 1, key);
    return TRUE;
  }
  return FALSE;
}

void
classify_signatory(const ClassifyRules *rules, const ClassifyText *text, Report *report)
{
  static const char *const ids[] = {NO, YES};
  if (by_account(rules, report))
    return;
  for (guint k = 0; k < G_N_ELEMENTS(ids); k++) {
    int concept = classify_lexicon_find(rules->lexicon, ids[k]);
    for (guint i = 0; concept >= 0 && i < text->hits->len; i++) {
      const Hit *hit = &g_array_index(text->hits, Hit, i);
      if ((int)hit->concept != concept || classify_token(text, hit->first)->zone == ZONE_SIGNATURE)
        continue;
      g_autofree char *words = classify_words(text, hit->first, hit->last);
      set(report, ids[k] == ids[1], words);
      return;
    }
  }
}
