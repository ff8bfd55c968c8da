/* SPDX-License-Identifier: ISC */
/* Which parts of a document are read, and in what order. Refuses to open what a part refers to, and parts that are not on its
 * list: macros, embedded files, printer settings, notes of speakers, earlier versions. */
#include "parser/document.h"
#include "parser/document_private.h"
#include "parser/unpack.h"

#include <string.h>

typedef struct {
  const char *pattern;
  DocumentPart part;
} PartRow;

/* In the order of reading. */
static const PartRow part_rows[] = {
    {"docProps/core.xml", DOCUMENT_META},
    {"meta.xml", DOCUMENT_META},
    {"xl/workbook*.xml", DOCUMENT_BOOK},
    {"xl/_rels/workbook*.xml.rels", DOCUMENT_LINKS},
    {"xl/sharedStrings*.xml", DOCUMENT_STRINGS},
    {"word/header*.xml", DOCUMENT_WORD},
    {"word/document*.xml", DOCUMENT_WORD},
    {"word/footnotes*.xml", DOCUMENT_WORD},
    {"word/endnotes*.xml", DOCUMENT_WORD},
    {"word/footer*.xml", DOCUMENT_WORD},
    {"word/comments*.xml", DOCUMENT_WORD},
    {"word/diagrams/data*.xml", DOCUMENT_SLIDE},
    {"word/charts/chart*.xml", DOCUMENT_CHART},
    {"word/_rels/*.xml.rels", DOCUMENT_LINKS},
    {"xl/worksheets/_rels/*.xml.rels", DOCUMENT_LINKS},
    {"xl/worksheets/*.xml", DOCUMENT_SHEET},
    {"xl/comments*.xml", DOCUMENT_SHEET},
    {"xl/drawings/drawing*.xml", DOCUMENT_SLIDE},
    {"xl/diagrams/data*.xml", DOCUMENT_SLIDE},
    {"xl/charts/chart*.xml", DOCUMENT_CHART},
    {"ppt/slides/_rels/*.xml.rels", DOCUMENT_LINKS},
    {"ppt/slides/*.xml", DOCUMENT_SLIDE},
    {"ppt/diagrams/data*.xml", DOCUMENT_SLIDE},
    {"ppt/charts/chart*.xml", DOCUMENT_CHART},
    {"ppt/comments/*.xml", DOCUMENT_SLIDE},
    {"content.xml", DOCUMENT_ODF},
    {"styles.xml", DOCUMENT_ODF},
};

typedef struct {
  guint row;
  guint64 number; /* of slide or sheet */
  guint order;    /* as it stood */
  const UnpackMember *member;
} Part;

static const char *const documents[] = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "application/vnd.oasis.opendocument.text",
    "application/vnd.oasis.opendocument.spreadsheet",
    "application/vnd.oasis.opendocument.presentation",
    "application/vnd.oasis.opendocument.graphics",
    NULL,
};

gboolean
document_is_document(const char *media_type)
{
  return g_strv_contains(documents, media_type);
}

static guint
find_row(const char *name)
{
  guint row = 0;
  while (row < G_N_ELEMENTS(part_rows) && (strlen(name) > 200 || !g_pattern_match_simple(part_rows[row].pattern, name)))
    row++;
  return row;
}

static gboolean
is_wanted(const char *name)
{
  return find_row(name) < G_N_ELEMENTS(part_rows);
}

/* The number at the end of "slide12.xml". */
static guint64
part_number(const char *name)
{
  const char *p = name + strcspn(name, "0123456789");
  return g_ascii_strtoull(p, NULL, 10);
}

static int
compare_parts(gconstpointer a, gconstpointer b)
{
  const Part *x = a, *y = b;
  if (x->row != y->row)
    return x->row < y->row ? -1 : 1;
  if (x->number != y->number)
    return x->number < y->number ? -1 : 1;
  return x->order < y->order ? -1 : x->order > y->order;
}

static GArray *
order_parts(const Unpacked *unpacked)
{
  GArray *parts = g_array_new(FALSE, FALSE, sizeof(Part));
  for (guint i = 0; i < unpacked->members->len; i++) {
    const UnpackMember *member = unpacked->members->pdata[i];
    Part part = {find_row(member->name), part_number(member->name), i, member};
    g_array_append_val(parts, part);
  }
  g_array_sort(parts, compare_parts);
  return parts;
}

static gboolean
is_hidden_sheet(const DocumentRun *run, const char *name)
{
  const char *slash = strrchr(name, '/');
  g_autofree char *base = g_strdup(slash ? slash + 1 : name);
  if (g_str_has_suffix(base, ".rels"))
    base[strlen(base) - strlen(".rels")] = '\0';
  return g_str_has_prefix(name, "xl/worksheets/") && g_hash_table_contains(run->hidden_sheets, base);
}

static void
read_parts(DocumentRun *run, GArray *parts)
{
  for (guint i = 0; i < parts->len; i++) {
    const Part *part = &g_array_index(parts, Part, i);
    if (is_hidden_sheet(run, part->member->name))
      continue;
    if (run->text->len && run->text->str[run->text->len - 1] != '\n')
      g_string_append_c(run->text, '\n');
    document_read_xml(run, part_rows[part->row].part, part->member->data);
  }
}

/* Targets that the words do not show: a link on "here" is evidence too. */
static void
append_links(DocumentRun *run)
{
  g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
  for (guint i = 0; i < run->links->len; i++) {
    char *link = run->links->pdata[i];
    if (g_hash_table_add(seen, link) && !strstr(run->text->str, link))
      g_string_append_printf(run->text, "\n<%s>", link);
  }
}

char *
document_text(const guint8 *bytes, gsize size, gsize *bytes_left, GPtrArray *people, const char **reason)
{
  g_autoptr(Unpacked) unpacked = unpack_parts(bytes, size, is_wanted, bytes_left);
  *reason = "document: damaged, or of a kind that cannot be read";
  if (unpacked->fault) {
    if (unpacked->fault != UNPACK_FAULT_BROKEN)
      *reason = "document: encrypted or too large when unpacked";
    return NULL;
  }
  g_autoptr(GArray) parts = order_parts(unpacked);
  g_autoptr(GPtrArray) links = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(GArray) string_at = g_array_new(FALSE, FALSE, sizeof(guint32));
  g_autoptr(GHashTable) sheets = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GHashTable) styles = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  DocumentRun run = {g_string_new(NULL), people, links, g_string_new(NULL), string_at, sheets, styles};
  read_parts(&run, parts);
  append_links(&run);
  g_string_free(run.strings, TRUE);
  g_strchomp(run.text->str);
  return g_string_free(run.text, FALSE);
}
