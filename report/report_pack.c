/* SPDX-License-Identifier: ISC */
/* A report on its way from the worker to the store, as (texts, numbers, keys): all texts of the report one behind the other as one
 * string, all keys likewise, and the numbers, among them the length of each text. One walk over the report is the format: it puts
 * when packing and gets when unpacking, so that both cannot differ. Refuses what is too long, what is not there, and what is left
 * over. (A GVariant of dictionaries and tuples cost a fifth of what parsing a mail does.) */
#include "report/fields.h"

#include <gio/gio.h>
#include <string.h>

#define MAX_WORD_BYTES 4096u
#define MAX_KEY_BYTES 64u
#define MAX_LIST 10000u
#define MAX_EXTENSION_BYTES 12u
#define MAX_MEDIA_TYPE_BYTES 127u

typedef struct {
  gboolean packing;
  gboolean bad; /* unpacking: something was wrong; whatever is got from then on is empty */
  GString *out_texts;
  GArray *out_numbers; /* of guint64 */
  GByteArray *out_keys;
  const char *texts;
  const guint64 *numbers;
  const guint8 *keys;
  gsize texts_left, numbers_left, keys_left;
  GBytes *blob; /* the attachments' bytes: unpacking */
  GPtrArray *blobs; /* packing */
  guint64 blob_at;
} Wire;

static void
wire_number(Wire *wire, guint64 *number, guint64 max)
{
  if (wire->packing) {
    g_array_append_val(wire->out_numbers, *number);
    return;
  }
  wire->bad = wire->bad || !wire->numbers_left || *wire->numbers > max;
  *number = wire->bad ? 0 : *wire->numbers;
  if (wire->bad)
    return;
  wire->numbers++;
  wire->numbers_left--;
}

static guint
wire_count(Wire *wire, guint count, guint max)
{
  guint64 number = count;
  wire_number(wire, &number, max);
  return (guint)number;
}

static void
wire_flag(Wire *wire, gboolean *flag)
{
  *flag = wire_count(wire, *flag ? 1 : 0, 1) != 0;
}

/* All texts together are valid UTF-8; one that begins and ends between two characters is too. */
static gboolean
may_cut(const Wire *wire, gsize at)
{
  return at == wire->texts_left || ((guint8)wire->texts[at] & 0xc0) != 0x80;
}

/* A length is sent as one more, 0 is NULL. Packing leaves the text alone; unpacking replaces it. */
static void
wire_text_or_null(Wire *wire, char **text, guint64 max)
{
  gsize length = wire->packing && *text ? strlen(*text) : 0;
  guint64 number = wire->packing && *text ? length + 1 : 0;
  wire_number(wire, &number, max + 1);
  if (wire->packing) {
    g_string_append_len(wire->out_texts, *text, (gssize)length);
    return;
  }
  g_clear_pointer(text, g_free);
  length = number ? (gsize)number - 1 : 0;
  wire->bad = wire->bad || length > wire->texts_left || !may_cut(wire, length);
  if (wire->bad || !number)
    return;
  *text = g_strndup(wire->texts, length);
  wire->texts += length;
  wire->texts_left -= length;
}

static void
wire_text(Wire *wire, char **text, guint64 max)
{
  char *empty = (char *)"";
  wire_text_or_null(wire, wire->packing && !*text ? &empty : text, max);
  if (*text || wire->packing)
    return;
  wire->bad = TRUE;
  *text = g_strdup("");
}

static void
wire_key(Wire *wire, GBytes **key)
{
  gsize size = wire->packing && *key ? g_bytes_get_size(*key) : 0;
  guint64 number = wire->packing && *key ? size + 1 : 0;
  wire_number(wire, &number, MAX_KEY_BYTES + 1);
  if (wire->packing) {
    if (size)
      g_byte_array_append(wire->out_keys, g_bytes_get_data(*key, NULL), (guint)size);
    return;
  }
  g_clear_pointer(key, g_bytes_unref);
  size = number ? (gsize)number - 1 : 0;
  wire->bad = wire->bad || size > wire->keys_left;
  if (wire->bad || !number)
    return;
  *key = g_bytes_new(wire->keys, size);
  wire->keys += size;
  wire->keys_left -= size;
}

/* ---- the fields
 * ---------------------------------------------------------------------------------------------------------------- */

static void
wire_words(Wire *wire, GPtrArray *list)
{
  guint count = wire_count(wire, list->len, MAX_LIST);
  for (guint i = 0; i < count && !wire->bad; i++) {
    char *word = wire->packing ? list->pdata[i] : NULL;
    wire_text(wire, &word, MAX_WORD_BYTES);
    if (!wire->packing)
      g_ptr_array_add(list, word);
  }
}

static void
wire_keys(Wire *wire, GPtrArray *list)
{
  guint count = wire_count(wire, list->len, MAX_LIST);
  for (guint i = 0; i < count && !wire->bad; i++) {
    GBytes *key = wire->packing ? list->pdata[i] : NULL;
    wire_key(wire, &key);
    wire->bad = wire->bad || !key;
    if (!wire->packing && key)
      g_ptr_array_add(list, key);
  }
}

static void
wire_field(Wire *wire, Report *report, const ReportField *field)
{
  switch (field->type) {
  case REPORT_WORD:
    wire_text(wire, &REPORT_AT(report, field, char *), MAX_WORD_BYTES);
    break;
  case REPORT_WORD_OR_NULL:
    wire_text_or_null(wire, &REPORT_AT(report, field, char *), MAX_WORD_BYTES);
    break;
  case REPORT_TEXT:
    wire_text(wire, &REPORT_AT(report, field, char *), REPORT_MAX_TEXT_BYTES + 4096);
    break;
  case REPORT_WORDS:
    wire_words(wire, REPORT_AT(report, field, GPtrArray *));
    break;
  case REPORT_KEY:
    wire_key(wire, &REPORT_AT(report, field, GBytes *));
    break;
  case REPORT_KEYS:
  default:
    wire_keys(wire, REPORT_AT(report, field, GPtrArray *));
  }
}

/* ---- the lists of more than words
 * ---------------------------------------------------------------------------------------------- */

/* Item i of a list; when unpacking, a new one at its end. */
static gpointer
item_at(const Wire *wire, GPtrArray *list, guint i, gsize size)
{
  if (!wire->packing)
    g_ptr_array_add(list, g_malloc0(size));
  return list->pdata[i];
}

static void
wire_links(Wire *wire, GPtrArray *list)
{
  guint count = wire_count(wire, list->len, REPORT_MAX_LINKS);
  for (guint i = 0; i < count && !wire->bad; i++) {
    ReportLink *link = item_at(wire, list, i, sizeof *link);
    wire_text_or_null(wire, &link->url, G_MAXUINT32);
    wire_text_or_null(wire, &link->platform, G_MAXUINT32);
    wire_text_or_null(wire, &link->account, G_MAXUINT32);
    wire_text_or_null(wire, &link->object, G_MAXUINT32);
    wire_flag(wire, &link->opaque);
  }
}

/* The bytes lie beside the report, those of all attachments in one row; here is where. */
static void
wire_data(Wire *wire, ReportAttachment *a)
{
  gboolean any = a->data != NULL;
  guint64 at = wire->blob_at, size = any && wire->packing ? g_bytes_get_size(a->data) : 0;
  wire_flag(wire, &any);
  wire_number(wire, &at, G_MAXUINT64);
  wire_number(wire, &size, G_MAXUINT64);
  if (wire->packing) {
    if (any)
      g_ptr_array_add(wire->blobs, g_bytes_ref(a->data));
    wire->blob_at += size;
    return;
  }
  gsize whole = g_bytes_get_size(wire->blob);
  wire->bad = wire->bad || at > whole || size > whole - at || any != (a->state == REPORT_CLEAN);
  if (any && !wire->bad)
    a->data = g_bytes_new_from_bytes(wire->blob, (gsize)at, (gsize)size);
}

static void
wire_attachments(Wire *wire, GPtrArray *list)
{
  guint count = wire_count(wire, list->len, REPORT_MAX_ATTACHMENTS);
  for (guint i = 0; i < count && !wire->bad; i++) {
    ReportAttachment *a = item_at(wire, list, i, sizeof *a);
    char *extension = a->extension ? a->extension : (char *)"bin", *type = a->media_type ? a->media_type : (char *)"application/octet-stream";
    wire_text(wire, wire->packing ? &extension : &a->extension, MAX_EXTENSION_BYTES);
    wire_text(wire, wire->packing ? &type : &a->media_type, MAX_MEDIA_TYPE_BYTES);
    a->state = (ReportAttachmentState)wire_count(wire, a->state, REPORT_WITHHELD);
    wire_number(wire, &a->size, G_MAXUINT64);
    wire_flag(wire, &a->review);
    wire_text_or_null(wire, &a->reason, G_MAXUINT32);
    wire_text_or_null(wire, &a->text, G_MAXUINT32);
    wire_data(wire, a);
  }
}

static void
wire_why(Wire *wire, GPtrArray *list)
{
  guint count = wire_count(wire, list->len, MAX_LIST);
  for (guint i = 0; i < count && !wire->bad; i++) {
    ReportWhy *why = item_at(wire, list, i, sizeof *why);
    wire_text(wire, &why->field, G_MAXUINT32);
    wire_text(wire, &why->value, G_MAXUINT32);
    wire_text(wire, &why->rule, G_MAXUINT32);
    wire_text_or_null(wire, &why->words, G_MAXUINT32);
  }
}

static void
wire_strips(Wire *wire, GPtrArray *list)
{
  guint count = wire_count(wire, list->len, MAX_LIST);
  for (guint i = 0; i < count && !wire->bad; i++) {
    ReportStripCount *strip = item_at(wire, list, i, sizeof *strip);
    wire_text(wire, &strip->rule, G_MAXUINT32);
    strip->count = wire_count(wire, strip->count, G_MAXUINT32);
  }
}

static void
wire_report(Wire *wire, Report *report)
{
  for (guint i = 0; i < REPORT_FIELDS && !wire->bad; i++)
    wire_field(wire, report, &report_fields[i]);
  wire_links(wire, report->links);
  wire_attachments(wire, report->attachments);
  wire_why(wire, report->why);
  wire_strips(wire, report->strips);
}

/* ---- both directions
 * ----------------------------------------------------------------------------------------------------------- */

GVariant *
report_to_variant(const Report *report, GPtrArray *blobs)
{
  Wire wire = {.packing = TRUE, .blobs = blobs};
  wire.out_texts = g_string_sized_new(4096);
  wire.out_numbers = g_array_sized_new(FALSE, FALSE, sizeof(guint64), 256);
  wire.out_keys = g_byte_array_new();
  wire_report(&wire, (Report *)report); /* packing changes nothing of it */
  GVariant *numbers = g_variant_new_fixed_array(G_VARIANT_TYPE_UINT64, wire.out_numbers->data, wire.out_numbers->len, sizeof(guint64));
  GVariant *keys = g_variant_new_fixed_array(G_VARIANT_TYPE_BYTE, wire.out_keys->data, wire.out_keys->len, 1);
  g_array_unref(wire.out_numbers);
  g_byte_array_unref(wire.out_keys);
  return g_variant_new("(@s@at@ay)", g_variant_new_take_string(g_string_free(wire.out_texts, FALSE)), numbers, keys);
}

Report *
report_from_variant(GVariant *variant, GBytes *blob, GError **error)
{
  g_autoptr(Report) report = report_new();
  Wire wire = {.blob = blob, .bad = !g_variant_is_of_type(variant, G_VARIANT_TYPE(REPORT_VARIANT_TYPE))};
  if (!wire.bad) {
    g_autoptr(GVariant) numbers = g_variant_get_child_value(variant, 1), keys = g_variant_get_child_value(variant, 2);
    g_variant_get_child(variant, 0, "&s", &wire.texts);
    wire.texts_left = strlen(wire.texts);
    wire.numbers = g_variant_get_fixed_array(numbers, &wire.numbers_left, sizeof(guint64));
    wire.keys = g_variant_get_fixed_array(keys, &wire.keys_left, 1);
    wire_report(&wire, report);
  }
  if (!wire.bad && !wire.texts_left && !wire.numbers_left && !wire.keys_left)
    return g_steal_pointer(&report);
  g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "the report is malformed or too long");
  return NULL;
}
