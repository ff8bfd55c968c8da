/* SPDX-License-Identifier: ISC */
/* Statuses and the ways between them; see the header. Knows no case. */
#include "report/workflow.h"

#include <string.h>

#define MAX_STATUSES 32u
#define MAX_STATUS_CHARS 24u

struct Workflow {
  char **statuses;
  guint n;
  guint32 ways[MAX_STATUSES]; /* of each status: a bit for each status that may follow */
  guint32 reasons;
};

/* The words of text, without white space and empty ones. */
static char **
words(const char *text, const char *separators)
{
  g_auto(GStrv) parts = g_strsplit_set(text, separators, -1);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new();
  for (char **part = parts; *part; part++)
    if (*g_strstrip(*part))
      g_strv_builder_add(builder, *part);
  return g_strv_builder_end(builder);
}

static gint
index_of(const Workflow *w, const char *status)
{
  for (guint i = 0; i < w->n; i++)
    if (g_strcmp0(w->statuses[i], status) == 0)
      return (gint)i;
  return -1;
}

static const char *
check_statuses(Workflow *w)
{
  if (w->n > MAX_STATUSES)
    return "more than 32 statuses";
  for (guint i = 0; i < w->n; i++) {
    gsize letters = strspn(w->statuses[i], "abcdefghijklmnopqrstuvwxyz_");
    if (w->statuses[i][letters] || letters > MAX_STATUS_CHARS)
      return "a status is a word of at most 24 small letters and _";
    if (index_of(w, w->statuses[i]) != (gint)i)
      return "a status stands there twice";
  }
  return index_of(w, WORKFLOW_FIRST) < 0 ? "the status new is missing: every case begins with it" : NULL;
}

/* The statuses that the words name, as bits; FALSE when one is none. */
static gboolean
read_set(const Workflow *w, const char *text, const char *separators, guint32 *set)
{
  g_auto(GStrv) names = words(text, separators);
  *set = 0;
  for (char **name = names; *name; name++) {
    gint i = index_of(w, *name);
    if (i < 0 && strcmp(*name, "*") != 0)
      return FALSE;
    *set |= i < 0 ? G_MAXUINT32 : 1u << i;
  }
  return TRUE;
}

static const char *
read_ways(Workflow *w, const char *transitions)
{
  g_auto(GStrv) rules = words(transitions, ",");
  for (char **rule = rules; *rule; rule++) {
    char *arrow = strchr(*rule, '>');
    guint32 from, to;
    if (!arrow || strchr(arrow + 1, '>'))
      return "a transition is not FROM > TO";
    *arrow = '\0';
    if (!read_set(w, *rule, " \t", &from) || !read_set(w, arrow + 1, " \t", &to))
      return "a transition names a status that is none";
    if (!from || !to)
      return "a transition is not FROM > TO";
    for (guint i = 0; i < w->n; i++)
      if (from & 1u << i)
        w->ways[i] |= to;
  }
  return NULL;
}

Workflow *
workflow_new(const char *statuses, const char *transitions, const char *reason_for, const char **fault)
{
  g_autoptr(Workflow) w = g_new0(Workflow, 1);
  w->statuses = words(statuses, ", \t");
  w->n = g_strv_length(w->statuses);
  *fault = check_statuses(w);
  if (!*fault)
    *fault = read_ways(w, transitions);
  if (!*fault && strcmp(reason_for, "none") != 0 && !read_set(w, reason_for, ", \t", &w->reasons))
    *fault = "a status that needs a reason is none";
  return *fault ? NULL : g_steal_pointer(&w);
}

void
workflow_free(Workflow *w)
{
  if (!w)
    return;
  g_strfreev(w->statuses);
  g_free(w);
}

gboolean
workflow_knows(const Workflow *w, const char *status)
{
  return index_of(w, status) >= 0;
}

gboolean
workflow_allows(const Workflow *w, const char *from, const char *to)
{
  gint i = index_of(w, from), j = index_of(w, to);
  return j >= 0 && (i < 0 || w->ways[i] & 1u << j);
}

gboolean
workflow_needs_reason(const Workflow *w, const char *to)
{
  gint i = index_of(w, to);
  return i >= 0 && (w->reasons & 1u << i);
}

char *
workflow_next(const Workflow *w, const char *from)
{
  GString *next = g_string_new(NULL);
  for (guint i = 0; i < w->n; i++)
    if (g_strcmp0(w->statuses[i], from) != 0 && workflow_allows(w, from, w->statuses[i]))
      g_string_append_printf(next, "%s%s", next->len ? ", " : "", w->statuses[i]);
  return g_string_free(next->len ? next : g_string_append(next, "none"), FALSE);
}

const char *const *
workflow_statuses(const Workflow *w)
{
  return (const char *const *)w->statuses;
}
