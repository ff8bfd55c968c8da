/* SPDX-License-Identifier: ISC */
/* Cases on a terminal; see the header. Lays out what the daemon sent and judges nothing. */
#include "cli/cases.h"
#include "cli/refusal.h"
#include "export/words.h"
#include "text/language.h"

#include <string.h>
#include <unistd.h>

#define LABEL_COLUMNS 12u
#define LONGEST_WHAT 24 /* letters of the log that stand in the line of their entry */

/* ---- lists
 * ------------------------------------------------------------------------------------------------------------------
 */

char *
cases_label(const char *kind, const char *value, gboolean code)
{
  const char *name = words_of(language_used(), kind, value);
  if (!value || language_used() == LANGUAGE_EN || name == value)
    return g_strdup(value);
  return code ? g_strdup_printf("%s (%s)", name, value) : g_strdup(name);
}

char *
cases_labels(JsonObject *kase, const char *member, const char *kind, gboolean code)
{
  JsonArray *array = cli_array(kase, member);
  GString *labels = g_string_new(NULL);
  for (guint i = 0; array && i < json_array_get_length(array); i++) {
    g_autofree char *label = cases_label(kind, json_array_get_string_element(array, i), code);
    g_string_append_printf(labels, "%s%s", i ? _(", ") : "", label ? label : "");
  }
  return g_string_free(labels, FALSE);
}

/* The first of a list, and how many more there are: "hate_speech +2". */
static char *
first_of(JsonObject *kase, const char *name, const char *kind)
{
  JsonArray *array = cli_array(kase, name);
  guint n = array ? json_array_get_length(array) : 0;
  if (!n)
    return g_strdup("");
  g_autofree char *first = cases_label(kind, json_array_get_string_element(array, 0), FALSE), *more = language_count(n - 1);
  return n == 1 ? g_steal_pointer(&first) : g_strdup_printf("%s +%s", first, more);
}

static char *
review_in_words(JsonObject *object)
{
  JsonArray *review = cli_array(object, "review");
  GString *words = g_string_new(NULL);
  for (guint i = 0; review && i < json_array_get_length(review); i++) {
    const char *reason = json_node_get_string(json_array_get_element(review, i));
    g_string_append_printf(words, "%s%s", words->len ? _("; ") : "", reason ? words_of(language_used(), "review", reason) : "");
  }
  return g_string_free(words, FALSE);
}

static const char *
review_mark(JsonObject *kase)
{
  JsonArray *review = cli_array(kase, "review");
  return review && json_array_get_length(review) ? "!" : "";
}

static void
add_case(TerminalTable *table, JsonObject *kase)
{
  g_autofree char *categories = first_of(kase, "categories", "category"), *platforms = first_of(kase, "platforms", "platform"),
                  *status = cases_label("status", cli_string(kase, "status"), FALSE), *kind = cases_label("kind", cli_string(kase, "kind"), FALSE),
                  *place = cases_label("governorate", cli_string(kase, "governorate"), FALSE);
  const char *cells[] = {cli_string(kase, "ref"), review_mark(kase), cli_string(kase, "opened_on"), status, kind, cli_string(kase, "language"),
                         platforms,               place,             categories};
  terminal_table_add(table, cells);
}

/* Stand for "strong" and "no longer strong" while a line is wrapped; from outside they do not come through. */
#define MARK_ON "\xee\x80\x80"
#define MARK_OFF "\xee\x80\x81"

/* The line with its hits marked: "match_at" has pairs of characters, from and to. */
static char *
marked(JsonObject *kase, const char *line)
{
  JsonArray *spans = cli_array(kase, "match_at");
  glong at = 0, length = g_utf8_strlen(line, -1);
  g_autoptr(GString) out = g_string_new(NULL);
  for (guint i = 0; spans && i < json_array_get_length(spans); i++) {
    JsonArray *span = json_array_get_array_element(spans, i);
    glong from = json_array_get_length(span) == 2 ? (glong)json_array_get_int_element(span, 0) : -1,
          to = from < 0 ? -1 : (glong)json_array_get_int_element(span, 1);
    if (from < at || to <= from || to > length)
      continue;
    g_autofree char *before = g_utf8_substring(line, at, from), *hit = g_utf8_substring(line, from, to);
    g_string_append_printf(out, "%s" MARK_ON "%s" MARK_OFF, before, hit);
    at = to;
  }
  g_autofree char *rest = g_utf8_substring(line, at, length);
  g_string_append(out, rest);
  return g_strdup(out->str);
}

static void
put_match(GString *out, const Terminal *terminal, JsonObject *kase)
{
  const char *match = cli_string(kase, "match");
  if (!match || !terminal->colour || strstr(match, MARK_ON) || strstr(match, MARK_OFF)) {
    terminal_put_wrapped(out, terminal, match ? match : "", 2);
    return;
  }
  g_autofree char *line = marked(kase, match);
  g_autoptr(GString) wrapped = g_string_new(NULL);
  terminal_put_wrapped(wrapped, terminal, line, 2);
  g_string_replace(wrapped, MARK_ON, "\033[1;33m", 0);
  g_string_replace(wrapped, MARK_OFF, "\033[0m", 0);
  g_string_append(out, wrapped->str);
}

/* "1-50 of 1,234; next: --offset 50", on standard error, when there is more than was shown. */
static void
hint(Cli *cli, guint shown, const char *offset)
{
  gint64 total = client_total(cli_client(cli)), first = offset ? g_ascii_strtoll(offset, NULL, 10) : 0;
  gint64 last = first + shown;
  if (total < 0 || total <= (gint64)shown)
    return;
  g_autofree char *from = language_count(first + 1), *to = language_count(last), *all = language_count(total);
  g_autofree char *said = last < total ? g_strdup_printf(_("%s-%s of %s; next: --offset %ld\n"), from, to, all, (long)last)
                                       : g_strdup_printf(_("%s-%s of %s\n"), from, to, all);
  cli_say(stderr, said);
}

static void
put_matches(GString *out, const Terminal *terminal, JsonArray *cases)
{
  for (guint i = 0; i < json_array_get_length(cases); i++) {
    JsonObject *kase = json_array_get_object_element(cases, i);
    if (i)
      g_string_append_c(out, '\n');
    g_autofree char *categories = cases_labels(kase, "categories", "category", FALSE),
                    *status = cases_label("status", cli_string(kase, "status"), FALSE),
                    *place = cases_label("governorate", cli_string(kase, "governorate"), FALSE);
    terminal_put_styled(out, terminal, STYLE_STRONG, cli_string(kase, "ref"));
    const char *const rest[] = {review_mark(kase), cli_string(kase, "opened_on"), status, place, categories};
    for (guint f = 0; f < G_N_ELEMENTS(rest); f++) {
      g_string_append(out, rest[f] && *rest[f] ? "  " : "");
      terminal_put(out, rest[f] ? rest[f] : "");
    }
    g_string_append_c(out, '\n');
    put_match(out, terminal, kase);
  }
}

static int
print_table(Cli *cli, const char *path, const char *offset)
{
  static const char *const headings[] = {N_("REF"),  "",             N_("OPENED"), N_("STATUS"),   N_("KIND"),
                                         N_("LANG"), N_("PLATFORM"), N_("PLACE"),  N_("CATEGORY"), NULL};
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = cli_get(cli, path, &error);
  if (!node)
    return cli_fail(error);
  if (!JSON_NODE_HOLDS_ARRAY(node) || !json_array_get_length(json_node_get_array(node))) {
    cli_complain(_("nothing matches"));
    return CLI_NOTHING;
  }
  JsonArray *cases = json_node_get_array(node);
  Terminal terminal = terminal_of(stdout);
  g_autoptr(GString) out = g_string_new(NULL);
  if (cli_string(json_array_get_object_element(cases, 0), "match")) {
    put_matches(out, &terminal, cases);
  } else {
    static const guint yield[] = {5, 4, 6, 7}; /* language, kind, platform, place */
    g_autoptr(TerminalTable) table = terminal_table_new(headings, 0, 0xf);
    terminal_table_yield(table, yield, G_N_ELEMENTS(yield));
    for (guint i = 0; i < json_array_get_length(cases); i++)
      add_case(table, json_array_get_object_element(cases, i));
    terminal_table_put(out, &terminal, table, 0);
  }
  fwrite(out->str, 1, out->len, stdout);
  fflush(stdout);
  hint(cli, json_array_get_length(cases), offset);
  return CLI_OK;
}

int
cases_print_list(Cli *cli, const char *route, const char *words, CliFilter *filter)
{
  if (!filter->limit && isatty(STDOUT_FILENO))
    filter->limit = g_strdup(CASES_PAGE);
  g_autofree char *query = cli_filter_query(filter, words);
  g_autofree char *path = g_strconcat(route, query, NULL);
  return cli->json ? cli_print_json(cli, path) : print_table(cli, path, filter->offset);
}

/* ---- one case
 * ---------------------------------------------------------------------------------------------------------------
 */

char *
cases_size(gint64 bytes)
{
  static const char *const units[] = {"KiB", "MiB", "GiB"};
  if (bytes < 1024)
    return g_strdup_printf("%d B", (int)bytes);
  double size = (double)bytes / 1024;
  guint unit = 0;
  while (size >= 1024 && unit + 1 < G_N_ELEMENTS(units)) {
    size /= 1024;
    unit++;
  }
  return g_strdup_printf("%.1f %s", size, units[unit]);
}

static void
put_heading(GString *out, const Terminal *terminal, const char *heading)
{
  g_string_append_printf(out, "\n%s%s%s\n", terminal->colour ? "\033[1m" : "", heading,
                         terminal->colour ? "\033[0m" : "");
}

static void
put_links(GString *out, const Terminal *terminal, JsonArray *links)
{
  if (!links || !json_array_get_length(links))
    return;
  put_heading(out, terminal, _("Links"));
  for (guint i = 0; i < json_array_get_length(links); i++) {
    JsonObject *link = json_array_get_object_element(links, i);
    const char *url = cli_string(link, "url"), *account = cli_string(link, "account"),
               *platform = cli_string(link, "platform");
    g_autofree char *name = cases_label("platform", platform, FALSE), *line = g_strdup(url ? url : _("(sealed)"));
    terminal_put_field(out, terminal, name ? name : "", line, LABEL_COLUMNS);
    terminal_put_field(out, terminal, account ? "  " N_("account") : "", account, LABEL_COLUMNS);
  }
}

static char *
attachment_state(JsonObject *attachment)
{
  const char *state = cli_string(attachment, "state"), *reason = cli_string(attachment, "reason");
  g_autofree char *name = cases_label("state", state ? state : "", FALSE);
  if (reason) {
    const char *known = words_of(language_used(), "reason", reason);
    g_autofree char *said = known == reason ? refusal_say(reason) : g_strdup(known);
    return g_strdup_printf("%s: %s", name, said);
  }
  if (cli_boolean(attachment, "review"))
    return g_strdup_printf(_("%s, nobody has looked at it yet"), name);
  return g_steal_pointer(&name);
}

static void
put_attachments(GString *out, const Terminal *terminal, JsonArray *attachments)
{
  static const char *const headings[] = {"", "", "", "", NULL};
  if (!attachments || !json_array_get_length(attachments))
    return;
  g_string_append_printf(out, "\n  %s\n", _("Attachments"));
  g_autoptr(TerminalTable) table = terminal_table_new(headings, 1u << 2, 1u << 0);
  for (guint i = 0; i < json_array_get_length(attachments); i++) {
    JsonObject *attachment = json_array_get_object_element(attachments, i);
    g_autofree char *size = cases_size(cli_number(attachment, "size")), *state = attachment_state(attachment);
    const char *cells[] = {cli_string(attachment, "name"), cli_string(attachment, "media_type"), size, state};
    terminal_table_add(table, cells);
  }
  terminal_table_put(out, terminal, table, 4);
  for (guint i = 0; i < json_array_get_length(attachments); i++) {
    JsonObject *attachment = json_array_get_object_element(attachments, i);
    const char *text = cli_string(attachment, "text");
    if (!text || !*text)
      continue;
    g_string_append(out, "\n  ");
    terminal_put_styled(out, terminal, STYLE_FAINT, cli_string(attachment, "name"));
    g_string_append_c(out, '\n');
    terminal_put_wrapped(out, terminal, text, 4);
  }
}

static void
put_why(GString *out, const Terminal *terminal, JsonArray *why)
{
  for (guint i = 0; why && i < json_array_get_length(why); i++) {
    JsonObject *row = json_array_get_object_element(why, i);
    const char *field = cli_string(row, "field"), *value = cli_string(row, "value"),
               *words = cli_string(row, "words");
    g_autofree char *label = cases_label(field ? field : "", value ? value : "", FALSE), *name = cases_label("field", field ? field : "", FALSE),
                    *line = g_strdup_printf("%s = %s%s%s", name, label, words ? ": " : "", words ? words : "");
    terminal_put_field(out, terminal, i ? "" : "  " N_("why"), line, LABEL_COLUMNS);
  }
}

/* "name.profile 2, ...": by which rules something was taken out, never what. */
static char *
strips_of(JsonObject *report)
{
  JsonArray *strips = cli_array(report, "strips");
  GString *line = g_string_new(NULL);
  for (guint i = 0; strips && i < json_array_get_length(strips); i++) {
    JsonObject *strip = json_array_get_object_element(strips, i);
    const char *rule = cli_string(strip, "rule");
    g_string_append_printf(line, "%s%s %" G_GINT64_FORMAT, i ? ", " : "", rule ? rule : "",
                           cli_number(strip, "count"));
  }
  return g_string_free(line, FALSE);
}

static void
put_about(GString *out, const Terminal *terminal, JsonObject *report)
{
  g_autofree char *review = review_in_words(report), *notes = cli_join(report, "notes"),
                  *strips = strips_of(report), *opaque = cli_join(report, "opaque_links");
  g_string_append_c(out, '\n');
  terminal_put_field(out, terminal, "  " N_("look at"), review, LABEL_COLUMNS);
  terminal_put_field(out, terminal, "  " N_("notes"), notes, LABEL_COLUMNS);
  terminal_put_field(out, terminal, "  " N_("kind"), cli_string(report, "kind_reason"), LABEL_COLUMNS);
  put_why(out, terminal, cli_array(report, "why"));
  terminal_put_field(out, terminal, "  " N_("removed"), strips, LABEL_COLUMNS);
  terminal_put_field(out, terminal, "  " N_("links kept sealed"), opaque, LABEL_COLUMNS);
  JsonObject *sealed = cli_object(report, "sealed");
  const char *original = cli_string(sealed, "original"), *identity = cli_string(sealed, "identity");
  g_autofree char *ids =
      g_strdup_printf(_("original %s, identity %s"), original ? original : _("none"), identity ? identity : _("none"));
  terminal_put_field(out, terminal, "  " N_("sealed"), sealed ? ids : NULL, LABEL_COLUMNS);
}

static void
put_report(GString *out, const Terminal *terminal, JsonObject *report)
{
  const char *subject = cli_string(report, "subject"), *text = cli_string(report, "text"),
             *reporter = cli_string(report, "reporter");
  g_autofree char *kind = cases_label("kind", cli_string(report, "kind"), FALSE),
                  *language = cases_label("language", cli_string(report, "language"), FALSE);
  const char *const head[] = {cli_string(report, "id"), kind, cli_string(report, "received_on"), language, reporter};
  g_string_append_printf(out, "\n%s%s", terminal->colour ? "\033[1m" : "", _("Report"));
  for (guint i = 0; i < G_N_ELEMENTS(head); i++) {
    g_string_append(out, head[i] ? i ? " \xc2\xb7 " : " " : "");
    terminal_put(out, head[i] ? head[i] : "");
  }
  g_string_append(out, terminal->colour ? "\033[0m\n" : "\n");
  if (subject && *subject) {
    terminal_put_wrapped(out, terminal, subject, 2);
    g_string_append_c(out, '\n');
  }
  terminal_put_wrapped(out, terminal, text ? text : "", 2);
  put_attachments(out, terminal, cli_array(report, "attachments"));
  put_about(out, terminal, report);
}

/* A value of a correction: a text, a list, or nothing. */
static char *
value_of(JsonObject *correction, const char *name)
{
  const char *text = cli_string(correction, name);
  g_autofree char *list = cli_join(correction, name);
  return g_strdup(text ? text : *list ? list : _("none"));
}

static void
put_corrections(GString *out, const Terminal *terminal, JsonArray *corrections)
{
  if (!corrections || !json_array_get_length(corrections))
    return;
  put_heading(out, terminal, _("Corrected"));
  for (guint i = 0; i < json_array_get_length(corrections); i++) {
    JsonObject *one = json_array_get_object_element(corrections, i);
    g_autofree char *suggested = value_of(one, "suggested");
    g_autofree char *line = g_strdup_printf(_("the program had said: %s (%s, %s)"), suggested, cli_string(one, "day"),
                                            cli_string(one, "who"));
    g_autofree char *field = cases_label("field", cli_string(one, "field"), FALSE);
    terminal_put_field(out, terminal, field ? field : "", line, LABEL_COLUMNS + 4);
  }
}

/* "2026-11-24T10:00:00+03:00" as "2026-11-24 10:00:00": the time of the organisation. A day stays. */
static char *
moment_of(const char *at)
{
  gboolean whole = at && strlen(at) == 25 && at[10] == 'T';
  return whole ? g_strdup_printf("%.10s %.8s", at, at + 11) : g_strdup(at);
}

static void
put_notes(GString *out, const Terminal *terminal, JsonArray *notes)
{
  if (!notes || !json_array_get_length(notes))
    return;
  put_heading(out, terminal, _("Notes"));
  for (guint i = 0; i < json_array_get_length(notes); i++) {
    JsonObject *note = json_array_get_object_element(notes, i);
    const char *who = cli_string(note, "who"), *text = cli_string(note, "text");
    g_autofree char *at = moment_of(cli_string(note, "at")), *head = g_strdup_printf("%s  %s", who ? who : "", at ? at : "");
    terminal_put_styled(out, terminal, STYLE_FAINT, head);
    g_string_append_c(out, '\n');
    terminal_put_wrapped(out, terminal, text ? text : "", 2);
  }
}

void
cases_add_entry(TerminalTable *table, const Terminal *terminal, JsonObject *entry, gboolean login, gboolean text)
{
  const char *who = cli_string(entry, "who"), *name = login ? cli_string(entry, "login") : NULL, *what = cli_string(entry, "what"),
             *said = text ? cli_string(entry, "text") : NULL;
  gboolean below = what && (g_utf8_strlen(what, -1) > LONGEST_WHAT || terminal->columns < TERMINAL_DEFAULT_COLUMNS);
  g_autofree char *named = name ? g_strdup_printf("%s (%s)", who, name) : g_strdup(who), *act = cases_label("act", cli_string(entry, "act"), FALSE),
                  *at = moment_of(cli_string(entry, "at")), *note = below && said ? g_strdup_printf("%s\n%s", what, said) : g_strdup(below ? what : said);
  const char *cells[] = {at, named, act, below ? "" : what};
  terminal_table_add(table, cells);
  terminal_table_note(table, note);
}

void
cases_put_history(GString *out, const Terminal *terminal, JsonArray *entries)
{
  static const char *const headings[] = {"", "", "", "", NULL};
  guint n = entries ? json_array_get_length(entries) : 0, first = n > CASES_SHOWN_HISTORY ? n - CASES_SHOWN_HISTORY : 0;
  if (!n)
    return;
  g_autofree char *shown = language_count(n - first), *all = language_count(n);
  put_heading(out, terminal, _("History"));
  if (first)
    g_string_append_printf(out, _("(the last %s of %s entries; amana custody shows all)\n"), shown, all);
  g_autoptr(TerminalTable) table = terminal_table_new(headings, 0, 0x7);
  for (guint i = first; i < n; i++) {
    JsonObject *entry = json_array_get_object_element(entries, i);
    cases_add_entry(table, terminal, entry, FALSE, g_strcmp0(cli_string(entry, "act"), "noted") != 0); /* a note stands above */
  }
  terminal_table_put(out, terminal, table, 2);
}

void
cases_put_case(GString *out, const Terminal *terminal, JsonObject *kase)
{
  static const struct {
    const char *label, *member, *kind;
    gboolean list;
  } fields[] = {{N_("opened"), "opened_on", "", FALSE},
                {N_("kind"), "kind", "kind", FALSE},
                {N_("language"), "language", "language", FALSE},
                {N_("accused"), "actor_group", "actor_group", FALSE},
                {N_("categories"), "categories", "category", TRUE},
                {N_("violations"), "violation_types", "violation_type", TRUE},
                {N_("commitments"), "commitments", "commitment", TRUE},
                {N_("governorate"), "governorate", "governorate", FALSE},
                {N_("platforms"), "platforms", "platform", TRUE},
                {N_("profession"), "victim_profession", "victim_profession", FALSE},
                {N_("signatory"), "signatory", "signatory", FALSE},
                {N_("assignee"), "assignee", "", FALSE},
                {N_("tags"), "tags", "", TRUE}};
  const char *ref = cli_string(kase, "ref"), *status = cli_string(kase, "status");
  terminal_put_styled(out, terminal, STYLE_STRONG, ref ? ref : "");
  g_string_append(out, "  ");
  g_autofree char *status_label = cases_label("status", status ? status : "", TRUE);
  terminal_put_styled(out, terminal, STYLE_WARN, status_label);
  g_string_append(out, "\n\n");
  g_autofree char *review = review_in_words(kase);
  for (guint i = 0; i < G_N_ELEMENTS(fields); i++) {
    g_autofree char *value = fields[i].list ? cases_labels(kase, fields[i].member, fields[i].kind, TRUE)
                                            : cases_label(fields[i].kind, cli_string(kase, fields[i].member), TRUE);
    terminal_put_field(out, terminal, fields[i].label, value, LABEL_COLUMNS);
  }
  terminal_put_field(out, terminal, _("look first"), review, LABEL_COLUMNS);
  g_autofree char *merged = cli_join(kase, "merged");
  terminal_put_field(out, terminal, _("merged"), *merged ? merged : NULL, LABEL_COLUMNS);
  put_corrections(out, terminal, cli_array(kase, "corrections"));
  put_links(out, terminal, cli_array(kase, "links"));
  put_notes(out, terminal, cli_array(kase, "notes"));
  JsonArray *reports = cli_array(kase, "reports");
  for (guint i = 0; reports && i < json_array_get_length(reports); i++)
    put_report(out, terminal, json_array_get_object_element(reports, i));
}
