/* SPDX-License-Identifier: ISC */
/* The digest as text; see the header. Builds a string from what export/digest_view.h says. */
#include "cli/digest_text.h"
#include "export/digest_view.h"
#include "export/json.h"

#include <string.h>

#define INDENT 2u
#define MOST_LINES 12u /* of a table; what follows is summed up */
#define COUNT_COLUMNS 6u
#define CHANGE_COLUMNS 9u
#define NAME_COLUMNS 38u
#define LEAST_NAME 12u
#define MOST_BAR 30u
#define LEAST_BAR 6u
#define LEAST_WIDE 64u /* of a terminal in which a case has its words in its line */

typedef struct {
  GString *out;
  const Terminal *terminal;
  Language language;
  JsonObject *json;
} Text;

static const char *
say(const Text *text, const char *english)
{
  return words(text->language, english);
}

static void
put_spaces(GString *out, guint n)
{
  for (guint i = 0; i < n; i++)
    g_string_append_c(out, ' ');
}

static void
heading(const Text *text, const char *english)
{
  g_string_append_c(text->out, '\n');
  terminal_put_styled(text->out, text->terminal, STYLE_STRONG, say(text, english));
  g_string_append_c(text->out, '\n');
}

/* ---- lines with numbers and bars
 * -----------------------------------------------------------------------------------------------------
 */

/* Eighths of a cell, so that small numbers differ. */
static char *
bar_of(gint64 count, gint64 most, guint columns)
{
  static const char *const parts[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  guint eighths = (guint)((gdouble)count / (gdouble)most * columns * 8 + 0.5);
  GString *bar = g_string_new(NULL);
  for (guint i = 0; i < eighths / 8; i++)
    g_string_append(bar, "█");
  g_string_append(bar, parts[eighths % 8]);
  if (count && !bar->len)
    g_string_append(bar, parts[1]);
  return g_string_free(bar, FALSE);
}

static void
put_right(GString *out, const char *cell, guint columns)
{
  guint width = terminal_width(cell);
  put_spaces(out, columns > width ? columns - width : 0);
  g_string_append(out, cell);
}

/* How a table shares the width: the same for all, so that numbers stand below each other. */
typedef struct {
  guint name, bar;
  gboolean trend;
} Columns;

static Columns
share(const Text *text)
{
  Columns c = {.trend = json_member(text->json, "before") != NULL};
  guint rest = text->terminal->columns - INDENT - 1 - COUNT_COLUMNS - (c.trend ? 1 + CHANGE_COLUMNS : 0);
  c.name = CLAMP(rest * 3 / 5, LEAST_NAME, NAME_COLUMNS);
  c.bar = rest > c.name + 2 ? MIN(rest - c.name - 2, MOST_BAR) : 0;
  if (c.bar < LEAST_BAR) {
    c.name = MIN(rest, NAME_COLUMNS);
    c.bar = 0;
  }
  return c;
}

/* "  Harassment      12 (+3)   ████" */
static void
put_line(const Text *text, const Columns *c, const DigestLine *line, gint64 most, TerminalStyle style)
{
  gsize start = text->out->len;
  g_autofree char *number = digest_number(text->language, line->count), *change = digest_change(text->language, line->count, line->before),
                  *bracketed = change ? g_strdup_printf("(%s)", change) : g_strdup(""), *bar = most ? bar_of(line->count, most, c->bar) : NULL;
  g_autoptr(GString) name = g_string_new(NULL);
  g_autofree char *shown = line->code ? g_strdup_printf("%s %s", line->code, line->name) : g_strdup(line->name);
  terminal_put_cell(name, shown, c->name);
  gboolean coloured = text->terminal->colour && style != STYLE_NONE;
  put_spaces(text->out, INDENT);
  g_string_append(text->out, name->str);
  g_string_append(text->out, coloured ? style == STYLE_WARN ? "\033[33m" : style == STYLE_STRONG ? "\033[1m" : "\033[2m" : "");
  put_spaces(text->out, 1);
  put_right(text->out, number, COUNT_COLUMNS);
  if (c->trend) {
    g_string_append_printf(text->out, " %s", bracketed);
    put_spaces(text->out, CHANGE_COLUMNS > terminal_width(bracketed) ? CHANGE_COLUMNS - terminal_width(bracketed) : 0);
  }
  g_string_append(text->out, coloured ? "\033[0m" : "");
  if (bar && *bar)
    g_string_append_printf(text->out, "  %s%s%s", text->terminal->colour ? "\033[36m" : "", bar, text->terminal->colour ? "\033[0m" : "");
  while (text->out->len > start && text->out->str[text->out->len - 1] == ' ')
    g_string_truncate(text->out, text->out->len - 1);
  g_string_append_c(text->out, '\n');
}

static void
put_rest(const Text *text, const Columns *c, const DigestPart *part, guint from)
{
  DigestLine rest = {.before = -1};
  for (guint i = from; i < part->lines->len; i++) {
    rest.count += g_array_index(part->lines, DigestLine, i).count;
    if (g_array_index(part->lines, DigestLine, i).before >= 0)
      rest.before = MAX(rest.before, 0) + g_array_index(part->lines, DigestLine, i).before;
  }
  g_autofree char *number = digest_number(text->language, part->lines->len - from), *name = words_with(text->language, N_("and %s more"), number);
  rest.name = name;
  put_line(text, c, &rest, 0, STYLE_FAINT);
}

static void
put_part(const Text *text, const DigestPart *part)
{
  Columns c = share(text);
  guint n = part->lines->len, shown = n > MOST_LINES + 1 ? MOST_LINES : n;
  if (!n)
    return;
  heading(text, part->title);
  for (guint i = 0; i < shown; i++)
    put_line(text, &c, &g_array_index(part->lines, DigestLine, i), digest_part_most(part), STYLE_NONE);
  if (shown < n)
    put_rest(text, &c, part, shown);
}

/* ---- head, outcomes, what waits
 * ------------------------------------------------------------------------------------------------------
 */

static void
put_head(const Text *text)
{
  JsonObject *before = json_member(text->json, "before");
  const char *changed = json_text(text->json, "recipients_changed");
  g_autofree char *period = digest_period(text->json, text->language), *earlier = before ? digest_period(before, text->language) : NULL;
  terminal_put_styled(text->out, text->terminal, STYLE_STRONG, say(text, N_("Digest of reports")));
  g_string_append(text->out, "  ");
  terminal_put(text->out, period);
  g_string_append_c(text->out, '\n');
  if (earlier) {
    g_autofree char *compared = words_with(text->language, N_("compared with %s"), earlier);
    terminal_put_styled(text->out, text->terminal, STYLE_FAINT, compared);
    g_string_append_c(text->out, '\n');
  }
  if (changed) {
    g_autofree char *day = language_day(text->language, changed);
    g_autofree char *warning =
        words_with(text->language, N_("The custodians' keys changed on %s. If nobody told you so, ask before you go on."), day);
    terminal_put_styled(text->out, text->terminal, STYLE_BAD, warning);
    g_string_append_c(text->out, '\n');
  }
}

static void
put_outcomes(const Text *text)
{
  Columns c = share(text);
  g_autoptr(DigestPart) part = digest_outcomes(text->json, text->language);
  gint64 most = digest_part_most(part);
  DigestLine sum = {(char *)say(text, N_("Total")), NULL, digest_part_sum(part), digest_before(text->json, "messages")};
  heading(text, part->title);
  for (guint i = 0; i < part->lines->len; i++) {
    const DigestLine *line = &g_array_index(part->lines, DigestLine, i);
    put_line(text, &c, line, most, line->count || line->before > 0 ? STYLE_NONE : STYLE_FAINT);
  }
  put_line(text, &c, &sum, 0, STYLE_STRONG);
  if (!digest_adds_up(text->json)) {
    terminal_put_styled(text->out, text->terminal, STYLE_BAD,
                        say(text, N_("The outcomes do not add up to the number of messages: tell the administrator.")));
    g_string_append_c(text->out, '\n');
  }
}

static void
put_waits(const Text *text)
{
  Columns c = share(text);
  g_autoptr(DigestPart) part = digest_waits(text->json, text->language);
  c.trend = FALSE; /* no bars either: their room is the name's */
  c.name = MAX(c.name, MIN(text->terminal->columns - INDENT - 1 - COUNT_COLUMNS, NAME_COLUMNS));
  if (!part->lines->len)
    return;
  heading(text, part->title);
  for (guint i = 0; i < part->lines->len; i++) {
    const DigestLine *line = &g_array_index(part->lines, DigestLine, i);
    put_line(text, &c, line, 0, line->count ? STYLE_WARN : STYLE_FAINT);
  }
}

/* One line: how much came on each day. */
static void
put_days(const Text *text)
{
  static const char *const heights[] = {"▁", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  g_autoptr(DigestPart) days = digest_days(text->json);
  if (!days)
    return;
  gint64 most = digest_part_most(days);
  guint n = days->lines->len, room = text->terminal->columns - INDENT - 24, from = n > room ? n - room : 0;
  g_autofree char *number = digest_number(text->language, most), *said = words_with(text->language, N_("most: %s"), number);
  heading(text, days->title);
  put_spaces(text->out, INDENT);
  g_string_append_printf(text->out, "%s %s", g_array_index(days->lines, DigestLine, from).name, text->terminal->colour ? "\033[36m" : "");
  for (guint i = from; i < n; i++) {
    gint64 count = g_array_index(days->lines, DigestLine, i).count;
    g_string_append(text->out, count ? heights[1 + count * 7 / most] : " ");
  }
  g_string_append_printf(text->out, "%s %s\n", text->terminal->colour ? "\033[0m" : "", g_array_index(days->lines, DigestLine, n - 1).name);
  put_spaces(text->out, INDENT);
  terminal_put_styled(text->out, text->terminal, STYLE_FAINT, said);
  g_string_append_c(text->out, '\n');
}

/* ---- cases
 * ------------------------------------------------------------------------------------------------------------------
 */

/* The main category, and how many others: "Harassment +2". */
static char *
main_category(JsonObject *object, Language language)
{
  JsonArray *categories = json_list(object, "categories");
  guint n = json_length(categories);
  const char *first = n ? words_of(language, "category", json_text_at(categories, 0)) : NULL;
  g_autofree char *more = digest_number(language, n > 1 ? n - 1 : 0);
  return n > 1 && first ? g_strdup_printf("%s +%s", first, more) : g_strdup(first ? first : "");
}

static gboolean
is_narrow(const Text *text)
{
  return text->terminal->columns < LEAST_WIDE;
}

/* Where there is no room for the words of a case beside it, they stand below. */
static void
put_case(const Text *text, TerminalTable *table, JsonObject *kase, gboolean new)
{
  g_autofree char *category = main_category(kase, text->language), *changes = new ? NULL : digest_changes(kase, text->language);
  const char *ref = json_text(kase, "ref"), *opened = json_text(kase, "opened_on"), *subject = json_text(kase, "subject");
  const char *cells[] = {ref, opened, json_text(kase, "language"), category, subject}, *few[] = {ref, opened, category};
  g_autofree char *below = subject && *subject && changes ? g_strconcat(subject, "\n", changes, NULL) : g_strdup(changes ? changes : subject);
  terminal_table_add(table, is_narrow(text) ? few : cells);
  terminal_table_note(table, is_narrow(text) ? below : changes);
}

static void
put_cases(const Text *text, gboolean new)
{
  const char *const headings[] = {"", "", "", is_narrow(text) ? NULL : "", "", NULL};
  JsonArray *cases = json_list(text->json, "cases");
  gint64 all = json_number(text->json, new ? "cases_new" : "cases_changed"), shown = 0;
  g_autoptr(TerminalTable) table = terminal_table_new(headings, 0, is_narrow(text) ? 1u << 0 | 1u << 1 : 1u << 0 | 1u << 1 | 1u << 2);
  for (guint i = 0; i < json_length(cases); i++) {
    JsonObject *kase = json_object_at(cases, i);
    if (!kase || json_true(kase, "new") != new)
      continue;
    put_case(text, table, kase, new);
    shown++;
  }
  if (!shown && all <= 0)
    return;
  heading(text, new ? N_("New cases") : N_("Changed cases"));
  terminal_table_put(text->out, text->terminal, table, INDENT);
  if (all > shown) {
    g_autofree char *number = digest_number(text->language, all - shown),
                    *more = words_with(text->language, N_("%s more, not listed here"), number);
    put_spaces(text->out, INDENT);
    terminal_put_styled(text->out, text->terminal, STYLE_FAINT, more);
    g_string_append(text->out, " (--limit 0)\n");
  }
}

static void
put_most_reported(const Text *text)
{
  static const char *const headings[] = {"", "", "", "", NULL};
  JsonArray *posts = json_list(text->json, "most_reported");
  if (!json_length(posts))
    return;
  heading(text, N_("Most reported posts"));
  g_autoptr(TerminalTable) table = terminal_table_new(headings, 1u << 0, 1u << 1);
  for (guint i = 0; i < json_length(posts); i++) {
    JsonObject *post = json_object_at(posts, i);
    g_autofree char *number = digest_number(text->language, json_number(post, "reports")),
                    *category = main_category(post, text->language);
    const char *cells[] = {number, json_text(post, "ref"), words_of(text->language, "platform", json_text(post, "platform")), category};
    terminal_table_add(table, cells);
    terminal_table_note(table, json_text(post, "url"));
  }
  terminal_table_put(text->out, text->terminal, table, INDENT);
}

void
digest_text_put(GString *out, const Terminal *terminal, Language language, JsonObject *json)
{
  Text text = {out, terminal, language, json};
  g_autoptr(DigestPart) accounts = digest_accounts(json, language);
  put_head(&text);
  put_outcomes(&text);
  put_waits(&text);
  put_days(&text);
  put_cases(&text, TRUE);
  put_cases(&text, FALSE);
  put_most_reported(&text);
  put_part(&text, accounts);
  for (guint n = 0;; n++) {
    g_autoptr(DigestPart) part = digest_table(json, language, n);
    if (!part)
      break;
    put_part(&text, part);
  }
  for (guint n = 0;; n++) {
    g_autoptr(DigestPart) part = digest_reasons(json, language, n);
    if (!part)
      break;
    put_part(&text, part);
  }
}
