/* SPDX-License-Identifier: ISC */
/* The archive by two sets of rules. The texts come through the API a page at a time, stripped as monitors read them, and go through the
 * classifier in this process; nothing is kept of them and nothing is written. What the program told of a mail at the time may differ
 * a little from both, since some of what it looked at then is sealed now: so the two sets are compared with each other. */
#include "cli/rules_try.h"

#include <string.h>
#include <unistd.h>

#include "cli/rules.h"
#include "cli/terminal.h"
#include "text/language.h"

#define PAGE "200"
#define PROGRESS_PAUSE_US (G_USEC_PER_SEC / 5)

/* ---- the archive
 * ----------------------------------------------------------------------------------------------------------
 */

typedef struct {
  gint64 shown_at;
  gboolean shown;
} Progress;

static void
show_progress(Progress *progress, guint64 done, gint64 total)
{
  gint64 now = g_get_monotonic_time();
  if (!isatty(STDERR_FILENO) || now - progress->shown_at < PROGRESS_PAUSE_US)
    return;
  fflush(stdout);
  fprintf(stderr, "\r\033[K");
  g_autofree char *so_far = language_count(done), *all = language_count(total);
  fprintf(stderr, _("%s of %s cases"), so_far, all);
  fflush(stderr);
  progress->shown_at = now;
  progress->shown = TRUE;
}

static void
clear_progress(Progress *progress)
{
  if (progress->shown)
    fputs("\r\033[K", stderr);
  progress->shown = FALSE;
}

/* The page after a ref; NULL after a complaint, with *code. */
static JsonNode *
get_page(Cli *cli, const char *after, gboolean decided, int *code)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *query = cli_query("after", after, "limit", PAGE, "decided", decided ? "yes" : NULL, NULL);
  g_autofree char *path = g_strconcat("/texts", query, NULL);
  JsonNode *node = client_get_json(cli_client(cli), path, &error);
  if (node && JSON_NODE_HOLDS_OBJECT(node))
    return node;
  if (node)
    cli_complain(_("the service answered something that is not understood"));
  *code = error ? cli_fail(error) : CLI_NOTHING;
  g_clear_pointer(&node, json_node_unref);
  return NULL;
}

int
rules_each_case(Cli *cli, gboolean decided, RulesEachCase each, gpointer user)
{
  g_autofree char *after = NULL;
  Progress progress = {0};
  guint64 done = 0;
  int code = CLI_OK;
  do {
    g_autoptr(JsonNode) page = get_page(cli, after, decided, &code);
    JsonObject *object = page ? json_node_get_object(page) : NULL;
    JsonArray *cases = cli_array(object, "cases");
    for (guint i = 0; cases && i < json_array_get_length(cases); i++, done++) {
      show_progress(&progress, done, cli_number(object, "total"));
      if (!each(user, json_array_get_object_element(cases, i)))
        code = CLI_NOTHING;
    }
    g_free(after);
    after = g_strdup(cli_string(object, "next"));
  } while (after && code == CLI_OK);
  clear_progress(&progress);
  return code;
}

/* ---- a case by one set
 * -----------------------------------------------------------------------------------------------------
 */

static void
set_string(char **field, JsonObject *object, const char *name)
{
  const char *value = cli_string(object, name);
  g_free(*field);
  *field = g_strdup(value ? value : "");
}

static void
read_links(Report *report, JsonArray *links)
{
  for (guint i = 0; links && i < json_array_get_length(links); i++) {
    JsonObject *object = json_array_get_object_element(links, i);
    ReportLink *link = report_link_new();
    set_string(&link->url, object, "url");
    set_string(&link->platform, object, "platform");
    link->account = g_strdup(cli_string(object, "account"));
    link->object = g_strdup(cli_string(object, "object"));
    g_ptr_array_add(report->links, link);
  }
}

static void
read_attachments(Report *report, JsonArray *attachments)
{
  for (guint i = 0; attachments && i < json_array_get_length(attachments); i++) {
    ReportAttachment *attachment = report_attachment_new();
    g_free(attachment->text);
    attachment->text = g_strdup(cli_string(json_array_get_object_element(attachments, i), "text"));
    g_ptr_array_add(report->attachments, attachment);
  }
}

static Report *
read_report(JsonObject *object)
{
  Report *report = report_new();
  set_string(&report->kind, object, "kind");
  set_string(&report->subject, object, "subject");
  set_string(&report->text, object, "text");
  read_links(report, cli_array(object, "links"));
  read_attachments(report, cli_array(object, "attachments"));
  return report;
}

static const char *const fields[] = {"categories",  "violation_types", "commitments", "actor_group",       "platforms",
                                     "governorate", "language",        "signatory",   "victim_profession", "sdg_16_10_1"};
#define N_FIELDS G_N_ELEMENTS(fields)

/* The fields of a case as text, lists with commas; as the store makes them of its reports. */
typedef struct {
  GString *values[N_FIELDS];
} Outcome;

static void
add_list(GString *value, const GPtrArray *list)
{
  for (guint i = 0; i < list->len; i++) {
    g_auto(GStrv) known = g_strsplit(value->str, ", ", -1);
    if (!g_strv_contains((const char *const *)known, list->pdata[i]))
      g_string_append_printf(value, "%s%s", value->len ? ", " : "", (const char *)list->pdata[i]);
  }
}

static void
add_value(GString *value, const char *unknown, const char *more)
{
  if (more && *more && (!value->len || !strcmp(value->str, unknown)))
    g_string_assign(value, more);
}

static void
add_report(Outcome *outcome, const ClassifyRules *rules, JsonObject *object)
{
  g_autoptr(Report) r = read_report(object);
  classify_report(rules, r, NULL);
  add_list(outcome->values[0], r->categories);
  add_list(outcome->values[1], r->violation_types);
  add_list(outcome->values[2], r->commitments);
  add_value(outcome->values[3], "unknown", r->actor_group);
  add_list(outcome->values[4], r->platforms);
  add_value(outcome->values[5], "", r->governorate);
  add_value(outcome->values[6], "und", r->language);
  add_value(outcome->values[7], "unknown", r->signatory);
  add_value(outcome->values[8], "", r->victim_profession);
  add_value(outcome->values[9], "", r->sdg_class);
}

static void
outcome_clear(Outcome *outcome)
{
  for (guint i = 0; i < N_FIELDS; i++)
    g_string_free(outcome->values[i], TRUE);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Outcome, outcome_clear)

static Outcome
classify_case(const ClassifyRules *rules, JsonObject *kase)
{
  Outcome outcome;
  JsonArray *reports = cli_array(kase, "reports");
  for (guint i = 0; i < N_FIELDS; i++)
    outcome.values[i] = g_string_new(NULL);
  for (guint i = 0; reports && i < json_array_get_length(reports); i++)
    add_report(&outcome, rules, json_array_get_object_element(reports, i));
  return outcome;
}

/* ---- what differs
 * ---------------------------------------------------------------------------------------------------------
 */

typedef struct {
  const Cli *cli;
  ClassifyRules *before, *after;
  guint64 cases, changed, by_field[N_FIELDS];
  GHashTable *categories; /* name -> gint64[2]: how many cases had and would have it */
} Trial;

static void
count_categories(Trial *trial, const char *list, guint which)
{
  g_auto(GStrv) names = g_strsplit(list, ", ", -1);
  for (guint i = 0; names[i] && *names[i]; i++) {
    gint64 *counts = g_hash_table_lookup(trial->categories, names[i]);
    if (!counts)
      g_hash_table_insert(trial->categories, g_strdup(names[i]), counts = g_new0(gint64, 2));
    counts[which]++;
  }
}

static void
print_json_case(const char *ref, const Outcome *before, const Outcome *after)
{
  JsonObject *object = json_object_new(), *changes = json_object_new();
  g_autoptr(JsonNode) node = json_node_new(JSON_NODE_OBJECT);
  for (guint i = 0; i < N_FIELDS; i++) {
    if (!strcmp(before->values[i]->str, after->values[i]->str))
      continue;
    JsonObject *change = json_object_new();
    json_object_set_string_member(change, "before", before->values[i]->str);
    json_object_set_string_member(change, "after", after->values[i]->str);
    json_object_set_object_member(changes, fields[i], change);
  }
  json_object_set_string_member(object, "ref", ref);
  json_object_set_object_member(object, "changes", changes);
  json_node_take_object(node, object);
  cli_print_node(node);
}

static void
print_case(const char *ref, const Outcome *before, const Outcome *after)
{
  g_autoptr(GString) out = g_string_new(NULL);
  for (guint i = 0; i < N_FIELDS; i++) {
    const char *was = before->values[i]->str, *is = after->values[i]->str;
    if (!strcmp(was, is))
      continue;
    g_autofree char *line = g_strdup_printf("%s  %s: %s -> %s", ref, fields[i], *was ? was : _("none"), *is ? is : _("none"));
    terminal_put(out, line);
    g_string_append_c(out, '\n');
  }
  fputs(out->str, stdout);
}

static gboolean
try_case(gpointer user, JsonObject *kase)
{
  Trial *trial = user;
  const char *ref = cli_string(kase, "ref");
  g_auto(Outcome) before = classify_case(trial->before, kase), after = classify_case(trial->after, kase);
  gboolean differs = FALSE;
  trial->cases++;
  for (guint i = 0; i < N_FIELDS; i++) {
    gboolean changed = strcmp(before.values[i]->str, after.values[i]->str) != 0;
    trial->by_field[i] += changed;
    differs |= changed;
  }
  count_categories(trial, before.values[0]->str, 0);
  count_categories(trial, after.values[0]->str, 1);
  trial->changed += differs;
  if (differs && trial->cli->json)
    print_json_case(ref ? ref : "", &before, &after);
  else if (differs)
    print_case(ref ? ref : "", &before, &after);
  return TRUE;
}

/* ---- sums
 * -----------------------------------------------------------------------------------------------------------------
 */

static GList *
sorted_categories(const Trial *trial)
{
  return g_list_sort(g_hash_table_get_keys(trial->categories), (GCompareFunc)strcmp);
}

static void
print_json_sums(const Trial *trial)
{
  JsonObject *object = json_object_new(), *by_field = json_object_new(), *categories = json_object_new();
  g_autoptr(JsonNode) node = json_node_new(JSON_NODE_OBJECT);
  g_autoptr(GList) names = sorted_categories(trial);
  for (guint i = 0; i < N_FIELDS; i++)
    json_object_set_int_member(by_field, fields[i], (gint64)trial->by_field[i]);
  for (GList *l = names; l; l = l->next) {
    const gint64 *counts = g_hash_table_lookup(trial->categories, l->data);
    JsonObject *row = json_object_new();
    json_object_set_int_member(row, "before", counts[0]);
    json_object_set_int_member(row, "after", counts[1]);
    json_object_set_object_member(categories, l->data, row);
  }
  json_object_set_int_member(object, "cases", (gint64)trial->cases);
  json_object_set_int_member(object, "changed", (gint64)trial->changed);
  json_object_set_object_member(object, "fields", by_field);
  json_object_set_object_member(object, "categories", categories);
  json_node_take_object(node, object);
  cli_print_node(node);
}

static void
print_sums(const Trial *trial)
{
  g_autoptr(GList) names = sorted_categories(trial);
  g_autofree char *changed = language_count((gint64)trial->changed), *all = language_count((gint64)trial->cases);
  printf(_("%s of %s cases would differ.\n"), changed, all);
  for (guint i = 0; i < N_FIELDS; i++)
    if (trial->by_field[i])
      printf("  %-18s %d\n", fields[i], (int)trial->by_field[i]);
  for (GList *l = names; l; l = l->next) {
    const gint64 *counts = g_hash_table_lookup(trial->categories, l->data);
    if (counts[0] != counts[1])
      printf("  %-18s %d -> %d\n", (const char *)l->data, (int)counts[0], (int)counts[1]);
  }
}

/* ---- all of it
 * -----------------------------------------------------------------------------------------------------------
 */

/* path: NULL for the rules in use. */
static ClassifyRules *
load(const char *path, const char *base)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(RulesSet) set = rules_set_open(path, base, &error);
  g_autoptr(GHashTable) files = set ? rules_set_folder(set, "taxonomy") : NULL;
  ClassifyRules *rules = files ? classify_rules_new(files, &error) : NULL;
  if (!rules)
    cli_complain("%s", error->message);
  return rules;
}

int
rules_try(Cli *cli, const char *path, const char *base)
{
  g_autoptr(ClassifyRules) before = load(NULL, base), after = before ? load(path, base) : NULL;
  if (!after)
    return CLI_NOTHING;
  g_autoptr(GHashTable) categories = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  Trial trial = {.cli = cli, .before = before, .after = after, .categories = categories};
  int code = rules_each_case(cli, FALSE, try_case, &trial);
  if (code != CLI_OK)
    return code;
  if (cli->json)
    print_json_sums(&trial);
  else
    print_sums(&trial);
  return CLI_OK;
}
