/* SPDX-License-Identifier: ISC */
/* A case into a bag; see the header. */
#include "export/case_file.h"
#include "export/case_html.h"
#include "export/json.h"
#include "export/plain.h"
#include "text/language.h"

#include <string.h>

const char *const case_file_members[] = {
    "ref",        "status",          "opened_on",   "kind",      "language", "actor_group", "governorate", "victim_profession", "sdg_16_10_1",
    "signatory",  "categories",      "violation_types", "commitments", "platforms", "review",   "links",       "tags", "merged", "report_count", NULL};
static const char *const report_members[] = {
    "id",         "received_on",     "kind",        "kind_reason", "subject",   "text",   "language", "actor_group", "governorate",
    "signatory",  "authenticity",    "victim_profession", "sdg_16_10_1", "categories", "violation_types", "commitments", "platforms",
    "review",     "notes",           "strips",      "why",       "links",     "opaque_links", "sealed", NULL};
static const char *const attachment_members[] = {"name", "media_type", "size", "state", "review", "sha256", "reason", "text", NULL};
static const char *const custody_members[] = {"seq", "at", "act", "what", "text", "text_hash", "previous", "hash", NULL};

static gboolean
refuse(GError **error, const char *what)
{
  g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s", what);
  return FALSE;
}

const char *
case_file_left_out(JsonObject *attachment, gboolean unreviewed)
{
  const char *state = json_text(attachment, "state");
  if (g_strcmp0(state, "clean"))
    return g_strcmp0(state, "pending") ? "withheld" : "pending";
  return json_true(attachment, "review") && !unreviewed ? "unreviewed" : NULL;
}

/* ---- what goes in ------------------------------------------------------------------------------------------------------------ */

static void
add_attachment(const CaseFile *what, JsonArray *list, JsonObject *from, CaseFileCounts *counts)
{
  JsonObject *attachment = json_pick(from, attachment_members);
  const char *left_out = case_file_left_out(from, what->unreviewed), *name = json_text(from, "name");
  g_autofree char *file = left_out ? NULL : g_strconcat("attachments/", name, NULL);
  if (file)
    json_object_set_string_member(attachment, "file", file);
  else
    json_object_set_null_member(attachment, "file");
  if (left_out)
    json_object_set_string_member(attachment, "left_out", left_out);
  else
    json_object_set_null_member(attachment, "left_out");
  json_array_add_object_element(list, attachment);
  counts->attachments += !left_out;
  counts->left_out += left_out != NULL;
  counts->unreviewed += !left_out && json_true(from, "review");
}

static JsonObject *
pick_report(const CaseFile *what, JsonObject *from, CaseFileCounts *counts)
{
  JsonObject *report = json_pick(from, report_members);
  JsonArray *attachments = json_list(from, "attachments"), *list = json_array_new();
  for (guint i = 0; i < json_length(attachments); i++)
    add_attachment(what, list, json_object_at(attachments, i), counts);
  json_object_set_array_member(report, "attachments", list);
  counts->reports++;
  return report;
}

/* How the file came about; stands in case.json too, so that a case that is passed on alone still says it. */
static JsonObject *
pick_made(const CaseFile *what)
{
  JsonObject *made = json_object_new(), *rules = json_member(what->house, "rules");
  const char *organisation = json_text(what->house, "organisation");
  json_object_set_string_member(made, "program", "amana " AMANA_VERSION);
  json_object_set_string_member(made, "made_on", what->made_on);
  json_object_set_string_member(made, "organisation", organisation ? organisation : "");
  json_object_set_object_member(made, "rules", rules ? json_object_ref(rules) : json_object_new());
  json_object_set_boolean_member(made, "unreviewed", what->unreviewed);
  return made;
}

static JsonObject *
pick_case(const CaseFile *what, CaseFileCounts *counts)
{
  JsonObject *kase = json_pick(what->kase, case_file_members);
  JsonArray *reports = json_list(what->kase, "reports"), *list = json_array_new(), *merged = json_list(what->kase, "merged"),
            *corrections = json_list(what->kase, "corrections");
  if (merged)
    json_object_set_array_member(kase, "merged", json_array_ref(merged));
  if (corrections)
    json_object_set_array_member(kase, "corrections", json_array_ref(corrections));
  for (guint i = 0; i < json_length(reports); i++)
    json_array_add_object_element(list, pick_report(what, json_object_at(reports, i), counts));
  json_object_set_array_member(kase, "reports", list);
  json_object_set_object_member(kase, "made", pick_made(what));
  return kase;
}

/* Monitors are numbers outside the house. The daemon says so already; what it does not know as a number does not go out. */
static const char *
who_of(JsonObject *entry)
{
  const char *who = json_text(entry, "who");
  gboolean number = who && g_str_has_prefix(who, "M-") && who[2] && strspn(who + 2, "0123456789") == strlen(who + 2);
  return number || !g_strcmp0(who, "amana") ? who : "M-?";
}

static JsonArray *
pick_custody(const CaseFile *what)
{
  JsonArray *list = json_array_new();
  JsonArray *entries = what->custody && JSON_NODE_HOLDS_ARRAY(what->custody) ? json_node_get_array(what->custody) : NULL;
  for (guint i = 0; i < json_length(entries); i++) {
    JsonObject *from = json_object_at(entries, i), *entry = json_pick(from, custody_members);
    json_object_set_string_member(entry, "who", who_of(from));
    if (!g_strcmp0(json_text(from, "act"), "noted")) /* what monitors write for each other; its salted hash proves the entry all the same */
      json_object_set_null_member(entry, "text");
    json_array_add_object_element(list, entry);
  }
  return list;
}

/* ---- files ------------------------------------------------------------------------------------------------------------------- */

static gboolean
put_json(Bag *bag, const char *ref, const char *name, JsonNode *node, GError **error)
{
  g_autofree char *text = json_lines(node), *path = g_strdup_printf("%s/%s", ref, name);
  return bag_put(bag, path, text, strlen(text), error);
}

static gboolean
put_report(Bag *bag, const char *ref, JsonObject *report, GError **error)
{
  const char *id = json_text(report, "id"), *subject = json_text(report, "subject"), *text = json_text(report, "text");
  g_autofree char *path = g_strdup_printf("%s/reports/%s.txt", ref, id ? id : "");
  g_autofree char *head = plain_text(subject ? subject : "", PLAIN_LINE), *body = plain_text(text ? text : "", PLAIN_LINES);
  g_autofree char *whole = g_strdup_printf("%s%s%s\n", head, *head ? "\n\n" : "", body);
  if (!target_is_name(id))
    return refuse(error, _("a report has an id that is no name for a file"));
  return bag_put(bag, path, whole, strlen(whole), error);
}

static gboolean
put_attachment(const CaseFile *what, Bag *bag, const char *ref, JsonObject *attachment, GError **error)
{
  const char *name = json_text(attachment, "name");
  g_autofree char *path = g_strdup_printf("%s/attachments/%s", ref, name);
  return bag_begin(bag, path, (guint64)MAX(json_number(attachment, "size"), 0), error) &&
         what->attachment(what->user, name, bag, error) && bag_end(bag, json_text(attachment, "sha256"), error);
}

static gboolean
put_files(const CaseFile *what, Bag *bag, const char *ref, JsonObject *report, GError **error)
{
  JsonArray *attachments = json_list(report, "attachments");
  if (!put_report(bag, ref, report, error))
    return FALSE;
  for (guint i = 0; i < json_length(attachments); i++) {
    JsonObject *attachment = json_object_at(attachments, i);
    if (json_text(attachment, "file") && !put_attachment(what, bag, ref, attachment, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
names_are_good(JsonObject *kase, GError **error)
{
  JsonArray *reports = json_list(kase, "reports");
  if (!target_is_name(json_text(kase, "ref")))
    return refuse(error, _("the case has a ref that is no name for a folder"));
  for (guint i = 0; i < json_length(reports); i++) {
    JsonArray *attachments = json_list(json_object_at(reports, i), "attachments");
    for (guint n = 0; n < json_length(attachments); n++)
      if (!target_is_name(json_text(json_object_at(attachments, n), "name")))
        return refuse(error, _("an attachment has a name that is no name for a file"));
  }
  return TRUE;
}

gboolean
case_file_put(const CaseFile *what, Bag *bag, CaseFileCounts *counts, GError **error)
{
  if (!names_are_good(what->kase, error))
    return FALSE;
  g_autoptr(JsonNode) node = json_node_new(JSON_NODE_OBJECT), log = json_node_new(JSON_NODE_ARRAY);
  JsonObject *kase = pick_case(what, counts);
  JsonArray *custody = pick_custody(what), *reports = json_list(kase, "reports");
  json_node_take_object(node, kase);
  json_node_take_array(log, custody);
  const char *ref = json_text(kase, "ref");
  g_autoptr(GString) page = g_string_new(NULL);
  case_html_put(page, what->language, kase, custody);
  g_autofree char *page_path = g_strdup_printf("%s/case.html", ref);
  if (!put_json(bag, ref, "case.json", node, error) || !bag_put(bag, page_path, page->str, page->len, error) ||
      !put_json(bag, ref, "custody.json", log, error))
    return FALSE;
  for (guint i = 0; i < json_length(reports); i++)
    if (!put_files(what, bag, ref, json_object_at(reports, i), error))
      return FALSE;
  return TRUE;
}
