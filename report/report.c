/* SPDX-License-Identifier: ISC */
/* What a report is made of; the fields that are words and lists of words are rows of one table. How a report travels: report_pack.c. */
#include "report/fields.h"

#include <string.h>

#define FIELD(name, type)                                                                                    \
  {                                                                                                          \
    type, G_STRUCT_OFFSET(Report, name)                                                                      \
  }
const ReportField report_fields[REPORT_FIELDS] = {
    FIELD(kind, REPORT_WORD),
    FIELD(kind_reason, REPORT_WORD_OR_NULL),
    FIELD(language, REPORT_WORD),
    FIELD(subject, REPORT_TEXT),
    FIELD(text, REPORT_TEXT),
    FIELD(received_on, REPORT_WORD),
    FIELD(actor_group, REPORT_WORD),
    FIELD(governorate, REPORT_WORD_OR_NULL),
    FIELD(victim_profession, REPORT_WORD_OR_NULL),
    FIELD(sdg_class, REPORT_WORD_OR_NULL),
    FIELD(signatory, REPORT_WORD),
    FIELD(authenticity, REPORT_WORD),
    FIELD(categories, REPORT_WORDS),
    FIELD(violation_types, REPORT_WORDS),
    FIELD(commitments, REPORT_WORDS),
    FIELD(platforms, REPORT_WORDS),
    FIELD(review, REPORT_WORDS),
    FIELD(notes, REPORT_WORDS),
    FIELD(tokens, REPORT_WORDS),
    FIELD(thread_keys, REPORT_KEYS),
    FIELD(thread_key, REPORT_KEY),
    FIELD(content_key, REPORT_KEY),
};

ReportLink *
report_link_new(void)
{
  return g_new0(ReportLink, 1);
}

void
report_link_free(ReportLink *link)
{
  if (!link)
    return;
  g_free(link->url);
  g_free(link->platform);
  g_free(link->account);
  g_free(link->object);
  g_free(link);
}

ReportAttachment *
report_attachment_new(void)
{
  return g_new0(ReportAttachment, 1);
}

void
report_attachment_free(ReportAttachment *attachment)
{
  if (!attachment)
    return;
  g_free(attachment->extension);
  g_free(attachment->media_type);
  g_free(attachment->reason);
  g_free(attachment->text);
  g_clear_pointer(&attachment->data, g_bytes_unref);
  g_free(attachment);
}

static void
why_free(gpointer data)
{
  ReportWhy *why = data;
  g_free(why->field);
  g_free(why->value);
  g_free(why->rule);
  g_free(why->words);
  g_free(why);
}

static void
strip_free(gpointer data)
{
  ReportStripCount *strip = data;
  g_free(strip->rule);
  g_free(strip);
}

Report *
report_new(void)
{
  Report *report = g_new0(Report, 1);
  for (guint i = 0; i < REPORT_FIELDS; i++) {
    if (report_fields[i].type == REPORT_WORDS)
      REPORT_AT(report, &report_fields[i], GPtrArray *) = g_ptr_array_new_with_free_func(g_free);
    if (report_fields[i].type == REPORT_KEYS)
      REPORT_AT(report, &report_fields[i], GPtrArray *) = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
  }
  report->kind = g_strdup("report");
  report->language = g_strdup("und");
  report->subject = g_strdup("");
  report->text = g_strdup("");
  report->received_on = g_strdup("");
  report->actor_group = g_strdup("unknown");
  report->signatory = g_strdup("unknown");
  report->authenticity = g_strdup("unknown");
  report->links = g_ptr_array_new_with_free_func((GDestroyNotify)report_link_free);
  report->attachments = g_ptr_array_new_with_free_func((GDestroyNotify)report_attachment_free);
  report->why = g_ptr_array_new_with_free_func(why_free);
  report->strips = g_ptr_array_new_with_free_func(strip_free);
  return report;
}

void
report_free(Report *report)
{
  if (!report)
    return;
  for (guint i = 0; i < REPORT_FIELDS; i++) {
    const ReportField *field = &report_fields[i];
    if (field->type == REPORT_WORD || field->type == REPORT_WORD_OR_NULL || field->type == REPORT_TEXT)
      g_free(REPORT_AT(report, field, char *));
    else if (field->type == REPORT_KEY)
      g_clear_pointer(&REPORT_AT(report, field, GBytes *), g_bytes_unref);
    else
      g_ptr_array_unref(REPORT_AT(report, field, GPtrArray *));
  }
  g_ptr_array_unref(report->links);
  g_ptr_array_unref(report->attachments);
  g_ptr_array_unref(report->why);
  g_ptr_array_unref(report->strips);
  g_free(report);
}

void
report_count_strip(Report *report, const char *rule)
{
  for (guint i = 0; i < report->strips->len; i++) {
    ReportStripCount *strip = report->strips->pdata[i];
    if (!strcmp(strip->rule, rule)) {
      strip->count++;
      return;
    }
  }
  ReportStripCount *strip = g_new0(ReportStripCount, 1);
  strip->rule = g_strdup(rule);
  strip->count = 1;
  g_ptr_array_add(report->strips, strip);
}

void
report_add_why(Report *report, const char *field, const char *value, const char *rule, const char *words)
{
  ReportWhy *why = g_new0(ReportWhy, 1);
  why->field = g_strdup(field);
  why->value = g_strdup(value);
  why->rule = g_strdup(rule);
  why->words = g_strdup(words);
  g_ptr_array_add(report->why, why);
}

void
report_add_unique(GPtrArray *list, const char *value)
{
  if (!g_ptr_array_find_with_equal_func(list, value, g_str_equal, NULL))
    g_ptr_array_add(list, g_strdup(value));
}
