/* SPDX-License-Identifier: ISC */
/* Report to GVariant and back. The field table is the format: a new field is one row. Refuses over-long and
 * mistyped fields. */
#include "report/report.h"

#include <gio/gio.h>

#define MAX_WORD_BYTES 4096u
#define MAX_LIST 10000u
#define ATTACHMENTS_TYPE G_VARIANT_TYPE("a(ssytbmsmsbtt)")

typedef enum { STRING, TEXT, STRINGS, BYTES, BYTES_LIST } FieldType;

typedef struct {
  const char *key;
  FieldType type;
  gsize offset;
} Field;

#define FIELD(name, type)                                                                                    \
  {                                                                                                          \
#name, type, G_STRUCT_OFFSET(Report, name)                                                               \
  }
static const Field fields[] = {
    FIELD(kind, STRING),
    FIELD(kind_reason, STRING),
    FIELD(language, STRING),
    FIELD(subject, TEXT),
    FIELD(text, TEXT),
    FIELD(received_on, STRING),
    FIELD(actor_group, STRING),
    FIELD(governorate, STRING),
    FIELD(victim_profession, STRING),
    FIELD(sdg_class, STRING),
    FIELD(signatory, STRING),
    FIELD(authenticity, STRING),
    FIELD(categories, STRINGS),
    FIELD(violation_types, STRINGS),
    FIELD(commitments, STRINGS),
    FIELD(platforms, STRINGS),
    FIELD(review, STRINGS),
    FIELD(notes, STRINGS),
    FIELD(tokens, STRINGS),
    FIELD(thread_keys, BYTES_LIST),
    FIELD(thread_key, BYTES),
    FIELD(content_key, BYTES),
};

#define AT(report, field, type) (*(type *)(void *)((char *)(report) + (field)->offset))

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
  for (guint i = 0; i < G_N_ELEMENTS(fields); i++) {
    if (fields[i].type == STRINGS)
      AT(report, &fields[i], GPtrArray *) = g_ptr_array_new_with_free_func(g_free);
    if (fields[i].type == BYTES_LIST)
      AT(report, &fields[i], GPtrArray *) = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
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
  for (guint i = 0; i < G_N_ELEMENTS(fields); i++) {
    const Field *field = &fields[i];
    if (field->type == STRING || field->type == TEXT)
      g_free(AT(report, field, char *));
    else if (field->type == BYTES)
      g_clear_pointer(&AT(report, field, GBytes *), g_bytes_unref);
    else
      g_ptr_array_unref(AT(report, field, GPtrArray *));
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

/* ---- to a GVariant
 * ------------------------------------------------------------------------------------------------------- */

static GVariant *
strings_to_variant(const GPtrArray *list)
{
  return g_variant_new_strv(list->len ? (const char *const *)list->pdata : NULL, list->len);
}

static GVariant *
bytes_to_variant(GBytes *bytes)
{
  return g_variant_new_from_bytes(G_VARIANT_TYPE_BYTESTRING, bytes, TRUE);
}

static GVariant *
bytes_list_to_variant(const GPtrArray *list)
{
  GVariantBuilder builder;
  g_variant_builder_init(&builder, G_VARIANT_TYPE("aay"));
  for (guint i = 0; i < list->len; i++)
    g_variant_builder_add_value(&builder, bytes_to_variant(list->pdata[i]));
  return g_variant_builder_end(&builder);
}

static GVariant *
field_to_variant(const Report *report, const Field *field)
{
  switch (field->type) {
  case STRINGS:
    return strings_to_variant(AT(report, field, GPtrArray *));
  case BYTES_LIST:
    return bytes_list_to_variant(AT(report, field, GPtrArray *));
  case BYTES: {
    GBytes *bytes = AT(report, field, GBytes *);
    return bytes ? bytes_to_variant(bytes) : NULL;
  }
  case STRING:
  case TEXT:
  default: {
    const char *text = AT(report, field, char *);
    return text ? g_variant_new_string(text) : NULL;
  }
  }
}

static GVariant *
links_to_variant(const GPtrArray *links)
{
  GVariantBuilder builder;
  g_variant_builder_init(&builder, G_VARIANT_TYPE("a(msmsmsmsb)"));
  for (guint i = 0; i < links->len; i++) {
    const ReportLink *link = links->pdata[i];
    g_variant_builder_add(&builder, "(msmsmsmsb)", link->url, link->platform, link->account, link->object,
                          link->opaque);
  }
  return g_variant_builder_end(&builder);
}

static GVariant *
attachments_to_variant(const GPtrArray *attachments, GPtrArray *blobs)
{
  GVariantBuilder builder;
  guint64 offset = 0;
  g_variant_builder_init(&builder, ATTACHMENTS_TYPE);
  for (guint i = 0; i < attachments->len; i++) {
    const ReportAttachment *a = attachments->pdata[i];
    guint64 size = a->data ? g_bytes_get_size(a->data) : 0;
    g_variant_builder_add(&builder, "(ssytbmsmsbtt)", a->extension ? a->extension : "bin",
                          a->media_type ? a->media_type : "application/octet-stream", (guint8)a->state,
                          a->size, a->review, a->reason, a->text, a->data != NULL, offset, size);
    if (a->data)
      g_ptr_array_add(blobs, g_bytes_ref(a->data));
    offset += size;
  }
  return g_variant_builder_end(&builder);
}

static GVariant *
why_to_variant(const GPtrArray *list)
{
  GVariantBuilder builder;
  g_variant_builder_init(&builder, G_VARIANT_TYPE("a(sssms)"));
  for (guint i = 0; i < list->len; i++) {
    const ReportWhy *why = list->pdata[i];
    g_variant_builder_add(&builder, "(sssms)", why->field, why->value ? why->value : "",
                          why->rule ? why->rule : "", why->words);
  }
  return g_variant_builder_end(&builder);
}

static GVariant *
strips_to_variant(const GPtrArray *list)
{
  GVariantBuilder builder;
  g_variant_builder_init(&builder, G_VARIANT_TYPE("a(su)"));
  for (guint i = 0; i < list->len; i++) {
    const ReportStripCount *strip = list->pdata[i];
    g_variant_builder_add(&builder, "(su)", strip->rule, strip->count);
  }
  return g_variant_builder_end(&builder);
}

GVariant *
report_to_variant(const Report *report, GPtrArray *blobs)
{
  GVariantBuilder builder;
  g_variant_builder_init(&builder, G_VARIANT_TYPE(REPORT_VARIANT_TYPE));
  for (guint i = 0; i < G_N_ELEMENTS(fields); i++) {
    GVariant *value = field_to_variant(report, &fields[i]);
    if (value)
      g_variant_builder_add(&builder, "{sv}", fields[i].key, value);
  }
  g_variant_builder_add(&builder, "{sv}", "links", links_to_variant(report->links));
  g_variant_builder_add(&builder, "{sv}", "attachments", attachments_to_variant(report->attachments, blobs));
  g_variant_builder_add(&builder, "{sv}", "why", why_to_variant(report->why));
  g_variant_builder_add(&builder, "{sv}", "strips", strips_to_variant(report->strips));
  return g_variant_builder_end(&builder);
}

/* ---- and back
 * ------------------------------------------------------------------------------------------------------------
 */

static gboolean
refuse(GError **error, const char *field)
{
  g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "report field %s is malformed or too long", field);
  return FALSE;
}

static gboolean
read_strings(GVariant *value, GPtrArray *list)
{
  if (!g_variant_is_of_type(value, G_VARIANT_TYPE_STRING_ARRAY) || g_variant_n_children(value) > MAX_LIST)
    return FALSE;
  GVariantIter iter;
  g_variant_iter_init(&iter, value);
  const char *text;
  while (g_variant_iter_next(&iter, "&s", &text)) {
    if (strlen(text) > MAX_WORD_BYTES)
      return FALSE;
    g_ptr_array_add(list, g_strdup(text));
  }
  return TRUE;
}

static GBytes *
read_bytes(GVariant *value, gsize max)
{
  g_autoptr(GBytes) bytes = g_variant_get_data_as_bytes(value);
  return g_bytes_get_size(bytes) <= max ? g_steal_pointer(&bytes) : NULL;
}

static gboolean
read_bytes_list(GVariant *value, GPtrArray *list)
{
  if (!g_variant_is_of_type(value, G_VARIANT_TYPE("aay")) || g_variant_n_children(value) > MAX_LIST)
    return FALSE;
  for (gsize i = 0; i < g_variant_n_children(value); i++) {
    g_autoptr(GVariant) child = g_variant_get_child_value(value, i);
    GBytes *bytes = read_bytes(child, 64);
    if (!bytes)
      return FALSE;
    g_ptr_array_add(list, bytes);
  }
  return TRUE;
}

static gboolean
read_field(Report *report, const Field *field, GVariant *value)
{
  switch (field->type) {
  case STRINGS:
    return read_strings(value, AT(report, field, GPtrArray *));
  case BYTES_LIST:
    return read_bytes_list(value, AT(report, field, GPtrArray *));
  case BYTES:
    if (!g_variant_is_of_type(value, G_VARIANT_TYPE_BYTESTRING))
      return FALSE;
    AT(report, field, GBytes *) = read_bytes(value, 64);
    return AT(report, field, GBytes *) != NULL;
  case STRING:
  case TEXT:
  default: {
    gsize max = field->type == TEXT ? REPORT_MAX_TEXT_BYTES + 4096 : MAX_WORD_BYTES;
    if (!g_variant_is_of_type(value, G_VARIANT_TYPE_STRING) || g_variant_get_size(value) > max + 1)
      return FALSE;
    g_free(AT(report, field, char *));
    AT(report, field, char *) = g_variant_dup_string(value, NULL);
    return TRUE;
  }
  }
}

static gboolean
read_links(GVariant *value, GPtrArray *links)
{
  if (!g_variant_is_of_type(value, G_VARIANT_TYPE("a(msmsmsmsb)")) ||
      g_variant_n_children(value) > REPORT_MAX_LINKS)
    return FALSE;
  GVariantIter iter;
  g_variant_iter_init(&iter, value);
  for (;;) {
    g_autofree ReportLink *link = report_link_new();
    if (!g_variant_iter_next(&iter, "(msmsmsmsb)", &link->url, &link->platform, &link->account, &link->object,
                             &link->opaque))
      return TRUE;
    g_ptr_array_add(links, g_steal_pointer(&link));
  }
}

static gboolean
read_attachment(ReportAttachment *a, GVariant *row, GBytes *blob)
{
  guint8 state;
  gboolean has_data;
  guint64 offset, size;
  g_variant_get(row, "(ssytbmsmsbtt)", &a->extension, &a->media_type, &state, &a->size, &a->review,
                &a->reason, &a->text, &has_data, &offset, &size);
  if (state > REPORT_WITHHELD || strlen(a->extension) > 12 || strlen(a->media_type) > 127)
    return FALSE;
  a->state = (ReportAttachmentState)state;
  gsize whole = g_bytes_get_size(blob);
  if (offset > whole || size > whole - offset || has_data != (a->state == REPORT_CLEAN))
    return FALSE;
  if (has_data)
    a->data = g_bytes_new_from_bytes(blob, (gsize)offset, (gsize)size);
  return TRUE;
}

static gboolean
read_attachments(GVariant *value, GBytes *blob, GPtrArray *attachments)
{
  if (!g_variant_is_of_type(value, ATTACHMENTS_TYPE) || g_variant_n_children(value) > REPORT_MAX_ATTACHMENTS)
    return FALSE;
  for (gsize i = 0; i < g_variant_n_children(value); i++) {
    g_autoptr(GVariant) row = g_variant_get_child_value(value, i);
    ReportAttachment *a = report_attachment_new();
    g_ptr_array_add(attachments, a);
    if (!read_attachment(a, row, blob))
      return FALSE;
  }
  return TRUE;
}

static gboolean
read_why(GVariant *value, Report *report)
{
  if (!g_variant_is_of_type(value, G_VARIANT_TYPE("a(sssms)")) || g_variant_n_children(value) > MAX_LIST)
    return FALSE;
  GVariantIter iter;
  g_variant_iter_init(&iter, value);
  const char *field, *text, *rule, *words;
  while (g_variant_iter_next(&iter, "(&s&s&sm&s)", &field, &text, &rule, &words))
    report_add_why(report, field, text, rule, words);
  return TRUE;
}

static gboolean
read_strips(GVariant *value, GPtrArray *strips)
{
  if (!g_variant_is_of_type(value, G_VARIANT_TYPE("a(su)")) || g_variant_n_children(value) > MAX_LIST)
    return FALSE;
  GVariantIter iter;
  g_variant_iter_init(&iter, value);
  const char *rule;
  guint32 count;
  while (g_variant_iter_next(&iter, "(&su)", &rule, &count)) {
    ReportStripCount *strip = g_new0(ReportStripCount, 1);
    strip->rule = g_strdup(rule);
    strip->count = count;
    g_ptr_array_add(strips, strip);
  }
  return TRUE;
}

static gboolean
read_entry(Report *report, const char *key, GVariant *value, GBytes *blob)
{
  for (guint i = 0; i < G_N_ELEMENTS(fields); i++)
    if (!strcmp(fields[i].key, key))
      return read_field(report, &fields[i], value);
  if (!strcmp(key, "links"))
    return read_links(value, report->links);
  if (!strcmp(key, "attachments"))
    return read_attachments(value, blob, report->attachments);
  if (!strcmp(key, "why"))
    return read_why(value, report);
  if (!strcmp(key, "strips"))
    return read_strips(value, report->strips);
  return FALSE;
}

Report *
report_from_variant(GVariant *variant, GBytes *blob, GError **error)
{
  g_autoptr(Report) report = report_new();
  if (!g_variant_is_of_type(variant, G_VARIANT_TYPE(REPORT_VARIANT_TYPE))) {
    refuse(error, "(all)");
    return NULL;
  }
  g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  GVariantIter iter;
  g_variant_iter_init(&iter, variant);
  for (;;) {
    g_autofree char *key = NULL;
    g_autoptr(GVariant) value = NULL;
    if (!g_variant_iter_next(&iter, "{sv}", &key, &value))
      return g_steal_pointer(&report);
    if (strlen(key) > 64 || !g_hash_table_add(seen, g_strdup(key)) || !read_entry(report, key, value, blob)) {
      refuse(error, strlen(key) > 64 ? "(name)" : key);
      return NULL;
    }
  }
}
