/* SPDX-License-Identifier: ISC */
/* Parts of a digest; see the header. */
#include "export/digest_view.h"
#include "export/json.h"

#include <stdio.h>
#include <string.h>

#define MAX_COLUMNS 45u /* of days, then of weeks; months beyond */
#define MAX_BUCKETS 400u

static void
line_clear(gpointer line)
{
  g_free(((DigestLine *)line)->name);
  g_free(((DigestLine *)line)->code);
}

static DigestPart *
part_new(const char *title)
{
  DigestPart *part = g_new0(DigestPart, 1);
  part->title = title;
  part->lines = g_array_new(FALSE, FALSE, sizeof(DigestLine));
  g_array_set_clear_func(part->lines, line_clear);
  return part;
}

void
digest_part_free(DigestPart *part)
{
  if (!part)
    return;
  g_array_unref(part->lines);
  g_free(part);
}

static void
add(DigestPart *part, char *name, gint64 count, gint64 before)
{
  DigestLine line = {name, NULL, MAX(count, 0), before};
  g_array_append_val(part->lines, line);
}

gint64
digest_part_most(const DigestPart *part)
{
  gint64 most = 1;
  for (guint i = 0; i < part->lines->len; i++) {
    const DigestLine *line = &g_array_index(part->lines, DigestLine, i);
    most = MAX(most, MAX(line->count, line->before));
  }
  return most;
}

gint64
digest_part_sum(const DigestPart *part)
{
  gint64 sum = 0;
  for (guint i = 0; i < part->lines->len; i++)
    sum += g_array_index(part->lines, DigestLine, i).count;
  return sum;
}

/* ---- words
 * ------------------------------------------------------------------------------------------------------------------
 */

char *
digest_number(Language language, gint64 number)
{
  g_autofree char *digits = g_strdup_printf("%" G_GINT64_FORMAT, number);
  return language_number(language, digits);
}

char *
digest_change(Language language, gint64 count, gint64 before)
{
  if (before < 0)
    return NULL;
  g_autofree char *number = digest_number(language, ABS(count - before));
  return g_strconcat(count > before ? "+" : count < before ? "−" : "±", number, NULL);
}

gint64
digest_before(JsonObject *json, const char *name)
{
  JsonObject *before = json_member(json, "before");
  return before && json_object_has_member(before, name) ? json_number(before, name) : -1;
}

char *
digest_period(JsonObject *json, Language language)
{
  const char *since = json_text(json, "since"), *until = json_text(json, "until");
  g_autofree char *first = since ? language_day(language, since) : NULL, *last = until ? language_day(language, until) : NULL;
  if (first && last)
    return strcmp(first, last) ? g_strdup_printf("%s – %s", first, last) : g_strdup(first);
  return first  ? words_with(language, N_("from %s on"), first)
         : last ? words_with(language, N_("up to %s"), last)
                : g_strdup(words(language, N_("everything so far")));
}

/* A value without one is "none", where the words of the kind have no better name for it. */
static char *
name_of(Language language, const char *kind, const char *value)
{
  const char *name = words_of(language, kind, value ? value : "");
  return g_strdup(*name ? name : words(language, N_("none")));
}

char *
digest_names(JsonObject *object, const char *member, const char *kind, Language language)
{
  JsonArray *values = json_list(object, member);
  GString *names = g_string_new(NULL);
  for (guint i = 0; i < json_length(values); i++) {
    const char *value = json_text_at(values, i);
    if (value)
      g_string_append_printf(names, "%s%s", names->len ? words(language, N_(", ")) : "", words_of(language, kind, value));
  }
  return g_string_free(names, FALSE);
}

/* "status: new > verifying" as "Status: Being verified (was New)"; what is not of that shape stays as it is. */
static char *
change_in_words(const char *change, Language language)
{
  static const char status[] = "status: ";
  const char *values = g_str_has_prefix(change, status) ? change + strlen(status) : NULL, *arrow = values ? strstr(values, " > ") : NULL;
  if (!arrow)
    return g_strdup(change);
  g_autofree char *from = g_strndup(values, (gsize)(arrow - values));
  g_autofree char *was = words_with(language, N_("was %s"), words_of(language, "status", from));
  return g_strdup_printf("%s: %s (%s)", words(language, N_("Status")), words_of(language, "status", arrow + strlen(" > ")), was);
}

char *
digest_changes(JsonObject *kase, Language language)
{
  JsonArray *changes = json_list(kase, "changes");
  gint64 joined = json_number(kase, "joined");
  g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func(g_free);
  if (joined > 0) {
    g_autofree char *number = digest_number(language, joined);
    g_ptr_array_add(all, words_with(language, N_("reports that joined: %s"), number));
  }
  for (guint i = 0; i < json_length(changes); i++) {
    const char *change = json_text_at(changes, i);
    if (change)
      g_ptr_array_add(all, change_in_words(change, language));
  }
  g_ptr_array_add(all, NULL);
  return g_strjoinv("; ", (char **)all->pdata);
}

/* ---- parts
 * ------------------------------------------------------------------------------------------------------------------
 */

static const char *const outcomes[] = {"report", "followup", "suggestion", "auto", "bounce", "spam", "duplicate", "quarantined"};

DigestPart *
digest_outcomes(JsonObject *json, Language language)
{
  DigestPart *part = part_new(N_("What came in"));
  JsonObject *now = json_member(json, "outcomes"), *period = json_member(json, "before"), *before = json_member(period, "outcomes");
  g_autoptr(GList) members = now ? json_object_get_members(now) : NULL;
  for (guint i = 0; i < G_N_ELEMENTS(outcomes); i++)
    add(part, name_of(language, "kind", outcomes[i]), json_number(now, outcomes[i]), before ? json_number(before, outcomes[i]) : -1);
  for (GList *m = members; m; m = m->next) { /* of a later version */
    gboolean known = FALSE;
    for (guint i = 0; i < G_N_ELEMENTS(outcomes); i++)
      known |= g_str_equal(m->data, outcomes[i]);
    if (!known)
      add(part, name_of(language, "kind", m->data), json_number(now, m->data), before ? json_number(before, m->data) : -1);
  }
  return part;
}

gboolean
digest_adds_up(JsonObject *json)
{
  g_autoptr(DigestPart) part = digest_outcomes(json, LANGUAGE_EN);
  return digest_part_sum(part) == json_number(json, "messages");
}

DigestPart *
digest_waits(JsonObject *json, Language language)
{
  static const char *const done[] = {"published", "rejected", "closed", NULL};
  static const struct {
    const char *member, *label;
  } numbers[] = {{"unsure", N_("Cases to be looked at by a person")},
                 {"backlog", N_("Messages still in the mailbox")},
                 {"pending", N_("Attachments being cleaned")},
                 {"quarantined", N_("Messages in quarantine")}};
  DigestPart *part = part_new(N_("What waits"));
  JsonArray *open = json_list(json, "open");
  JsonObject *waits = json_member(json, "waits");
  for (guint i = 0; i < json_length(open); i++) {
    JsonObject *row = json_object_at(open, i);
    const char *status = json_text(row, "value");
    if (status && !g_strv_contains(done, status))
      add(part, g_strdup_printf("%s: %s", words(language, N_("Cases")), words_of(language, "status", status)), json_number(row, "count"), -1);
  }
  for (guint i = 0; i < G_N_ELEMENTS(numbers); i++)
    if (waits && json_object_has_member(waits, numbers[i].member))
      add(part, g_strdup(words(language, numbers[i].label)), json_number(waits, numbers[i].member), -1);
  return part;
}

static DigestPart *
part_of(JsonArray *rows, const char *title, const char *member, const char *kind, gboolean coded, Language language)
{
  DigestPart *part = part_new(title);
  for (guint i = 0; i < json_length(rows); i++) {
    JsonObject *row = json_object_at(rows, i);
    const char *value = json_text(row, member);
    char *name = name_of(language, kind, value);
    add(part, name, json_number(row, "count"), row && json_object_has_member(row, "before") ? json_number(row, "before") : -1);
    if (coded && value && strcmp(name, value))
      g_array_index(part->lines, DigestLine, i).code = g_strdup(value);
  }
  return part;
}

DigestPart *
digest_reasons(JsonObject *json, Language language, guint n)
{
  if (n == 0)
    return part_of(json_list(json, "quarantine"), N_("Why messages are in quarantine"), "reason", "reason", FALSE, language);
  if (n == 1)
    return part_of(json_list(json, "withheld_reasons"), N_("Why attachments are withheld"), "reason", "reason", FALSE, language);
  if (n == 2)
    return part_of(json_list(json_member(json, "tables"), "review"), N_("Why a person must look"), "value", "review", FALSE, language);
  return NULL;
}

/* "facebook page" as "page (Facebook)". */
DigestPart *
digest_accounts(JsonObject *json, Language language)
{
  DigestPart *part = part_of(json_list(json_member(json, "tables"), "account"), N_("Most reported accounts"), "value", "", FALSE, language);
  for (guint i = 0; i < part->lines->len; i++) {
    DigestLine *line = &g_array_index(part->lines, DigestLine, i);
    char *space = strchr(line->name, ' ');
    if (!space)
      continue;
    g_autofree char *platform = g_strndup(line->name, (gsize)(space - line->name)), *whole = line->name;
    line->name = g_strdup_printf("%s (%s)", space + 1, words_of(language, "platform", platform));
  }
  return part;
}

DigestPart *
digest_table(JsonObject *json, Language language, guint n)
{
  static const struct {
    const char *name, *title;
    gboolean coded;
  } tables[] = {{"category", N_("By category"), FALSE},         {"commitment", N_("By commitment"), TRUE},
                {"actor_group", N_("By accused group"), FALSE}, {"platform", N_("By platform"), FALSE},
                {"governorate", N_("By governorate"), FALSE},   {"language", N_("By language"), FALSE},
                {"status", N_("By status"), FALSE},             {"violation_type", N_("By kind of violation"), FALSE}};
  if (n >= G_N_ELEMENTS(tables))
    return NULL;
  return part_of(json_list(json_member(json, "tables"), tables[n].name), tables[n].title, "value", tables[n].name, tables[n].coded,
                 language);
}

/* ---- days
 * -------------------------------------------------------------------------------------------------------------------
 */

/* FALSE for what is no day. */
static gboolean
read_day(const char *text, GDate *out)
{
  guint year, month, day;
  if (!text || strlen(text) != 10 || sscanf(text, "%4u-%2u-%2u", &year, &month, &day) != 3 ||
      !g_date_valid_dmy((GDateDay)day, (GDateMonth)month, (GDateYear)year))
    return FALSE;
  g_date_set_dmy(out, (GDateDay)day, (GDateMonth)month, (GDateYear)year);
  return TRUE;
}

/* From the beginning of the period or the first day on which something came, to its end or today. */
static gboolean
read_span(JsonObject *json, GDate *first, GDate *last)
{
  JsonArray *days = json_list(json, "days");
  guint n = json_length(days);
  GDate today, end;
  if (!n || (!read_day(json_text(json, "since"), first) && !read_day(json_text(json_object_at(days, 0), "day"), first)) ||
      !read_day(json_text(json_object_at(days, n - 1), "day"), last))
    return FALSE;
  gboolean known = read_day(json_text(json, "made_on"), &today);
  if (read_day(json_text(json, "until"), &end) && (!known || g_date_compare(&end, &today) < 0))
    today = end, known = TRUE;
  if (known && g_date_compare(&today, last) > 0)
    *last = today;
  return g_date_compare(first, last) <= 0;
}

static void
add_bucket(DigestPart *part, const GDate *date, gboolean months)
{
  char name[16];
  g_date_strftime(name, sizeof name, months ? "%Y-%m" : "%Y-%m-%d", date);
  add(part, g_strdup(name), 0, -1);
}

static guint
months_between(const GDate *from, const GDate *to)
{
  return (guint)((g_date_get_year(to) - g_date_get_year(from)) * 12 + (int)g_date_get_month(to) - (int)g_date_get_month(from));
}

static void
add_buckets(DigestPart *part, const GDate *first, const GDate *last, guint step)
{
  GDate at = *first;
  if (!step)
    g_date_set_day(&at, 1);
  while (g_date_compare(&at, last) <= 0 && part->lines->len < MAX_BUCKETS) {
    add_bucket(part, &at, !step);
    if (step)
      g_date_add_days(&at, step);
    else
      g_date_add_months(&at, 1);
  }
}

DigestPart *
digest_days(JsonObject *json)
{
  GDate first, last, day;
  JsonArray *days = json_list(json, "days");
  if (!read_span(json, &first, &last))
    return NULL;
  guint n = (guint)g_date_days_between(&first, &last) + 1, step = n <= MAX_COLUMNS ? 1 : n <= 7 * MAX_COLUMNS ? 7 : 0;
  DigestPart *part = part_new(step == 1 ? N_("Messages by day") : step ? N_("Messages by week") : N_("Messages by month"));
  add_buckets(part, &first, &last, step);
  for (guint i = 0; i < json_length(days); i++) {
    JsonObject *row = json_object_at(days, i);
    if (!read_day(json_text(row, "day"), &day) || g_date_compare(&day, &first) < 0)
      continue;
    guint bucket = step ? (guint)g_date_days_between(&first, &day) / step : months_between(&first, &day);
    if (bucket < part->lines->len)
      g_array_index(part->lines, DigestLine, bucket).count += MAX(json_number(row, "messages"), 0);
  }
  return part;
}
