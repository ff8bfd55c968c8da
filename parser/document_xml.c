/* SPDX-License-Identifier: ISC */
/* One XML part of a document to text, with libxml2's SAX interface: no tree is built. What each element means is a table.
 * Refuses document type declarations (no office program writes one, and entities are how XML bombs are made), other charsets than
 * UTF-8 and UTF-16 (a converter would have to be opened), and anything hidden. */
#include "parser/charset.h"
#include "parser/document.h"
#include "parser/document_private.h"

#include <libxml/parser.h>
#include <string.h>

#define CHUNK_BYTES (32u * 1024)
#define MAX_VALUE_BYTES (64u * 1024) /* of one number, name or field */
#define MAX_PEOPLE 50u
#define MAX_LINKS 2000u
#define MAX_HIDDEN_COLUMNS 64u
#define MAX_DEPTH 256u
#define MAX_ATTRIBUTES 256u /* of one element; libxml2 compares each with each */

typedef enum {
  TEXT,      /* its characters are shown */
  BLOCK,     /* a paragraph that holds characters itself, then a new line */
  PARAGRAPH, /* a new line after it */
  NEWLINE,
  TAB,
  SPACES,    /* text:s */
  CELL,      /* in tables paragraphs do not end lines; a tab after it */
  ROW,
  DROP,      /* with all that is in it */
  RUN,       /* a stretch of characters with one look */
  VANISH,    /* the look: hidden */
  FIELD,     /* instructions of a field: HYPERLINK "..." */
  PERSON,
  STRING,    /* a shared string */
  COLUMN,
  SHEET_CELL,
  VALUE,
  SHEET,     /* of a workbook */
  SLIDE,
  STYLE,
  STYLE_LOOK,
  STYLED,    /* dropped when its style hides */
  RELATION,
  LINK,      /* of OpenDocument */
} Action;

#define IN(part) (1u << DOCUMENT_##part)

typedef struct {
  guint parts;
  const char *name;
  Action action;
} Rule;

static const Rule rules[] = {
    {IN(META), "creator", PERSON}, {IN(META), "lastModifiedBy", PERSON}, {IN(META), "initial-creator", PERSON},
    {IN(META), "printed-by", PERSON},
    {IN(BOOK), "sheet", SHEET},
    {IN(LINKS), "Relationship", RELATION},
    {IN(STRINGS), "si", STRING}, {IN(STRINGS) | IN(SHEET), "t", TEXT}, {IN(STRINGS) | IN(SHEET), "rPh", DROP},
    {IN(SHEET), "row", ROW}, {IN(SHEET), "col", COLUMN}, {IN(SHEET), "c", SHEET_CELL}, {IN(SHEET), "v", VALUE},
    {IN(SHEET), "comment", PARAGRAPH}, {IN(SHEET), "author", PERSON}, {IN(SHEET), "headerFooter", DROP},
    {IN(WORD) | IN(SLIDE), "t", TEXT}, {IN(WORD) | IN(SLIDE), "p", PARAGRAPH}, {IN(WORD) | IN(SLIDE), "br", NEWLINE},
    {IN(WORD), "cr", NEWLINE}, {IN(WORD), "tab", TAB}, {IN(WORD) | IN(SLIDE), "tc", CELL}, {IN(WORD) | IN(SLIDE), "tr", ROW},
    {IN(WORD) | IN(SLIDE), "r", RUN}, {IN(WORD), "vanish", VANISH}, {IN(WORD), "instrText", FIELD},
    {IN(WORD), "del", DROP}, {IN(WORD), "moveFrom", DROP}, {IN(WORD), "rPrChange", DROP}, {IN(WORD), "pPrChange", DROP},
    {IN(WORD), "tabs", DROP}, {IN(WORD) | IN(SLIDE), "Fallback", DROP},
    {IN(SLIDE), "sld", SLIDE}, {IN(SLIDE), "text", BLOCK}, {IN(SLIDE), "cNvPr", DROP},
    {IN(CHART), "t", TEXT}, {IN(CHART), "p", PARAGRAPH}, {IN(CHART), "v", BLOCK},
    {IN(ODF), "a", LINK}, {IN(ODF), "p", BLOCK}, {IN(ODF), "h", BLOCK}, {IN(ODF), "span", STYLED}, {IN(ODF), "tab", TAB}, {IN(ODF), "s", SPACES},
    {IN(ODF), "line-break", NEWLINE}, {IN(ODF), "table", STYLED}, {IN(ODF), "section", STYLED}, {IN(ODF), "table-cell", CELL},
    {IN(ODF), "table-row", ROW}, {IN(ODF), "tracked-changes", DROP}, {IN(ODF), "creator", DROP}, {IN(ODF), "date", DROP},
    {IN(ODF), "creator-initials", DROP}, {IN(ODF), "author-name", DROP}, {IN(ODF), "author-initials", DROP},
    {IN(ODF), "initial-creator", DROP}, {IN(ODF), "printed-by", DROP}, {IN(ODF), "notes", DROP}, {IN(ODF), "forms", DROP},
    {IN(ODF), "hidden-text", DROP}, {IN(ODF), "style", STYLE}, {IN(ODF), "text-properties", STYLE_LOOK},
    {IN(ODF), "table-properties", STYLE_LOOK},
};

typedef struct {
  guint first, last; /* from 1 */
} Columns;

typedef struct {
  DocumentRun *run;
  DocumentPart part;
  xmlParserCtxtPtr parser;
  guint depth, dropped_at; /* depth of the element that is dropped; 0: none */
  guint showing;  /* open elements whose characters are shown */
  guint cells;    /* open table cells */
  gboolean in_run, hidden_run;
  gboolean in_value; /* characters go to value */
  GString *value;
  char cell_type[12];
  gboolean row_started;
  guint column;
  Columns hidden[MAX_HIDDEN_COLUMNS];
  guint n_hidden;
  char *style;       /* name of the style that is being defined */
} Reading;

static const Rule *
find_rule(DocumentPart part, const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS(rules); i++)
    if (rules[i].parts & (1u << part) && !strcmp(rules[i].name, name))
      return &rules[i];
  return NULL;
}

/* ---- output ---- */

static void
put(Reading *reading, const char *text, gsize size)
{
  GString *out = reading->part == DOCUMENT_STRINGS ? reading->run->strings : reading->run->text;
  gsize most = reading->part == DOCUMENT_STRINGS ? G_MAXUINT32 : DOCUMENT_MAX_TEXT_BYTES;
  gsize room = most - MIN(out->len, most);
  if (size > room) {
    xmlStopParser(reading->parser);
    for (size = room; size && (text[size] & 0xc0) == 0x80;) /* whole characters only */
      size--;
  }
  g_string_append_len(out, text, (gssize)size);
}

static void
end_line(Reading *reading)
{
  GString *out = reading->run->text;
  if (reading->part == DOCUMENT_STRINGS)
    return;
  if (reading->cells)
    put(reading, " ", 1);
  else if (out->len && !(out->len > 1 && out->str[out->len - 1] == '\n' && out->str[out->len - 2] == '\n'))
    put(reading, "\n", 1); /* never more than one empty line */
}

static char *
attribute(const xmlChar **attributes, int count, const char *name)
{
  for (int i = 0; i < count; i++, attributes += 5)
    if (!strcmp((const char *)attributes[0], name))
      return g_strndup((const char *)attributes[3], (gsize)(attributes[4] - attributes[3]));
  return NULL;
}

static gboolean
attribute_is(const xmlChar **attributes, int count, const char *name, const char *const *values)
{
  g_autofree char *value = attribute(attributes, count, name);
  return value && g_strv_contains(values, value);
}

/* ---- sheets ---- */

/* "AB12" is column 28. */
static guint
column_of(const char *reference)
{
  guint column = 0;
  for (; g_ascii_isalpha(*reference) && column < 100000; reference++)
    column = column * 26 + (guint)(g_ascii_toupper(*reference) - 'A' + 1);
  return column;
}

static void
hide_columns(Reading *reading, const xmlChar **attributes, int count)
{
  static const char *const yes[] = {"1", "true", NULL};
  g_autofree char *first = attribute(attributes, count, "min"), *last = attribute(attributes, count, "max");
  if (!first || !last || reading->n_hidden >= MAX_HIDDEN_COLUMNS || !attribute_is(attributes, count, "hidden", yes))
    return;
  reading->hidden[reading->n_hidden++] =
      (Columns){(guint)g_ascii_strtoull(first, NULL, 10), (guint)g_ascii_strtoull(last, NULL, 10)};
}

static gboolean
column_is_hidden(const Reading *reading)
{
  for (guint i = 0; i < reading->n_hidden; i++)
    if (reading->column >= reading->hidden[i].first && reading->column <= reading->hidden[i].last)
      return TRUE;
  return FALSE;
}

static void
begin_sheet_cell(Reading *reading, const xmlChar **attributes, int count)
{
  g_autofree char *type = attribute(attributes, count, "t"), *reference = attribute(attributes, count, "r");
  reading->column = reference ? column_of(reference) : reading->column + 1;
  g_strlcpy(reading->cell_type, type ? type : "n", sizeof reading->cell_type);
  if (column_is_hidden(reading)) {
    reading->dropped_at = reading->depth;
    return;
  }
  if (reading->row_started)
    put(reading, "\t", 1);
  reading->row_started = TRUE;
}

static void
show_value(Reading *reading)
{
  const DocumentRun *run = reading->run;
  if (strcmp(reading->cell_type, "s") != 0) {
    put(reading, reading->value->str, reading->value->len);
    return;
  }
  guint64 index = g_ascii_strtoull(reading->value->str, NULL, 10);
  if (index >= run->string_at->len)
    return;
  const char *string = run->strings->str + g_array_index(run->string_at, guint32, index);
  put(reading, string, strlen(string));
}

/* ---- fields, people, relations, styles ---- */

static void
add_link(Reading *reading, const char *target, gsize size)
{
  gboolean web = g_ascii_strncasecmp(target, "http://", 7) == 0 || g_ascii_strncasecmp(target, "https://", 8) == 0;
  if (web && reading->run->links->len < MAX_LINKS)
    g_ptr_array_add(reading->run->links, g_strndup(target, size));
}

static void
read_field(Reading *reading)
{
  const char *link = strstr(reading->value->str, "HYPERLINK"), *open = link ? strchr(link, '"') : NULL;
  const char *close = open ? strchr(open + 1, '"') : NULL;
  if (close)
    add_link(reading, open + 1, (gsize)(close - open - 1));
}

static void
read_relation(Reading *reading, const xmlChar **attributes, int count)
{
  g_autofree char *type = attribute(attributes, count, "Type"), *target = attribute(attributes, count, "Target");
  g_autofree char *id = attribute(attributes, count, "Id");
  if (!type || !target)
    return;
  if (g_str_has_suffix(type, "/hyperlink"))
    add_link(reading, target, strlen(target));
  const char *base = strrchr(target, '/');
  if (id && g_hash_table_contains(reading->run->hidden_sheets, id) && g_str_has_suffix(type, "/worksheet"))
    g_hash_table_add(reading->run->hidden_sheets, g_strdup(base ? base + 1 : target));
}

static void
read_sheet(Reading *reading, const xmlChar **attributes, int count)
{
  static const char *const hidden[] = {"hidden", "veryHidden", NULL};
  if (attribute_is(attributes, count, "state", hidden)) {
    char *id = attribute(attributes, count, "id");
    if (id)
      g_hash_table_add(reading->run->hidden_sheets, id);
  }
}

static void
read_style_look(Reading *reading, const xmlChar **attributes, int count)
{
  static const char *const hides[] = {"none", "false", NULL};
  if (reading->style && attribute_is(attributes, count, "display", hides))
    g_hash_table_add(reading->run->hidden_styles, g_strdup(reading->style));
}

static gboolean
is_hidden(Reading *reading, const Rule *rule, const xmlChar **attributes, int count)
{
  static const char *const yes[] = {"1", "true", "on", NULL}, *const no[] = {"0", "false", NULL};
  static const char *const unseen[] = {"collapse", "filter", NULL}, *const none[] = {"none", NULL};
  if (rule->action == DROP)
    return TRUE;
  if (rule->action == SLIDE)
    return attribute_is(attributes, count, "show", no);
  if (rule->action == ROW)
    return attribute_is(attributes, count, "hidden", yes) || attribute_is(attributes, count, "visibility", unseen);
  if (reading->part != DOCUMENT_ODF || rule->action == STYLE_LOOK)
    return FALSE;
  g_autofree char *style = attribute(attributes, count, "style-name");
  return (style && g_hash_table_contains(reading->run->hidden_styles, style)) ||
         attribute_is(attributes, count, "is-hidden", yes) || attribute_is(attributes, count, "display", none);
}

/* ---- events ---- */

static void
begin_value(Reading *reading)
{
  g_string_truncate(reading->value, 0);
  reading->in_value = TRUE;
}

static void
put_spaces(Reading *reading, const xmlChar **attributes, int count)
{
  g_autofree char *number = attribute(attributes, count, "c");
  guint64 n = number ? g_ascii_strtoull(number, NULL, 10) : 1;
  for (guint64 i = 0; i < MIN(n, 40); i++)
    put(reading, " ", 1);
}

/* Elements that say something about others. */
static void
learn(Reading *reading, const Rule *rule, const xmlChar **attributes, int count)
{
  switch (rule->action) {
  case COLUMN:
    hide_columns(reading, attributes, count);
    break;
  case SHEET:
    read_sheet(reading, attributes, count);
    break;
  case STYLE:
    g_free(reading->style);
    reading->style = attribute(attributes, count, "name");
    break;
  case STYLE_LOOK:
    read_style_look(reading, attributes, count);
    break;
  case RELATION:
    read_relation(reading, attributes, count);
    break;
  case LINK: {
    g_autofree char *target = attribute(attributes, count, "href");
    if (target)
      add_link(reading, target, strlen(target));
    break;
  }
  default:
    break;
  }
}

static void
begin_element(Reading *reading, const Rule *rule, const xmlChar **attributes, int count)
{
  static const char *const off[] = {"0", "false", "off", NULL};
  switch (rule->action) {
  case TEXT:
  case BLOCK:
    reading->showing++;
    break;
  case NEWLINE:
    put(reading, "\n", 1);
    break;
  case TAB:
    put(reading, "\t", 1);
    break;
  case SPACES:
    put_spaces(reading, attributes, count);
    break;
  case CELL:
    reading->cells++;
    break;
  case ROW:
    reading->row_started = FALSE;
    reading->column = 0;
    break;
  case RUN:
    reading->in_run = TRUE;
    reading->hidden_run = FALSE;
    break;
  case VANISH: /* outside a run it hides a paragraph mark only */
    reading->hidden_run = reading->in_run && !attribute_is(attributes, count, "val", off);
    break;
  case FIELD:
  case PERSON:
  case VALUE:
    begin_value(reading);
    break;
  case STRING: {
    guint32 at = (guint32)reading->run->strings->len;
    if (reading->run->string_at->len < DOCUMENT_MAX_STRINGS)
      g_array_append_val(reading->run->string_at, at);
    break;
  }
  case SHEET_CELL:
    begin_sheet_cell(reading, attributes, count);
    break;
  default:
    learn(reading, rule, attributes, count);
    break;
  }
}

static void
end_element(Reading *reading, const Rule *rule)
{
  switch (rule->action) {
  case TEXT:
    reading->showing -= reading->showing > 0;
    break;
  case BLOCK:
    reading->showing -= reading->showing > 0;
    end_line(reading);
    break;
  case PARAGRAPH:
    end_line(reading);
    break;
  case CELL:
    reading->cells -= reading->cells > 0;
    put(reading, "\t", 1);
    break;
  case ROW:
    if (reading->part != DOCUMENT_SHEET || reading->row_started)
      end_line(reading);
    break;
  case SLIDE:
    end_line(reading);
    break;
  case RUN:
    reading->in_run = reading->hidden_run = FALSE;
    break;
  case FIELD:
    read_field(reading);
    break;
  case PERSON:
    if (reading->run->people->len < MAX_PEOPLE)
      g_ptr_array_add(reading->run->people, g_strdup(reading->value->str));
    break;
  case VALUE:
    show_value(reading);
    break;
  case STRING:
    g_string_append_c(reading->run->strings, '\0');
    break;
  default:
    break;
  }
  reading->in_value = FALSE;
}

static void
on_start(void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int n_namespaces, const xmlChar **namespaces,
         int count, int n_defaulted, const xmlChar **attributes)
{
  Reading *reading = data;
  if (++reading->depth > MAX_DEPTH) { /* namespaces are looked up through all open elements */
    xmlStopParser(reading->parser);
    return;
  }
  if (reading->dropped_at)
    return;
  const Rule *rule = find_rule(reading->part, (const char *)name);
  if (!rule)
    return;
  if (is_hidden(reading, rule, attributes, count))
    reading->dropped_at = reading->depth;
  else
    begin_element(reading, rule, attributes, count);
}

static void
on_end(void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
  Reading *reading = data;
  const Rule *rule = find_rule(reading->part, (const char *)name);
  if (reading->dropped_at == reading->depth)
    reading->dropped_at = 0;
  else if (rule && !reading->dropped_at)
    end_element(reading, rule);
  reading->depth--;
}

static void
on_characters(void *data, const xmlChar *text, int size)
{
  Reading *reading = data;
  if (reading->dropped_at || reading->hidden_run || size <= 0)
    return;
  if (reading->in_value) {
    if (reading->value->len + (gsize)size <= MAX_VALUE_BYTES)
      g_string_append_len(reading->value, (const char *)text, size);
  } else if (reading->showing) {
    put(reading, (const char *)text, (gsize)size);
  }
}

static void
on_doctype(void *data, const xmlChar *name, const xmlChar *external, const xmlChar *system)
{
  xmlStopParser(((Reading *)data)->parser);
}

static void
on_problem(void *data, xmlErrorPtr error)
{
}

/* The end of a tag, or NULL: none, or too many attributes. */
static const char *
skip_tag(const char *p, const char *end)
{
  for (guint attributes = 0; p < end && *p != '>'; p++) {
    if (*p != '"' && *p != '\'')
      continue;
    p = memchr(p + 1, *p, (gsize)(end - p - 1));
    if (!p || ++attributes > MAX_ATTRIBUTES)
      return NULL;
  }
  return p < end ? p + 1 : NULL;
}

/* What follows a "<": past the end of a comment, section, instruction or tag; NULL when it has none or is too much. */
static const char *
skip_markup(const char *p, const char *end)
{
  static const struct {
    const char *begin, *end;
  } skipped[] = {{"<!--", "-->"}, {"<![CDATA[", "]]>"}, {"<?", "?>"}};
  for (guint i = 0; i < G_N_ELEMENTS(skipped); i++) {
    gsize n = strlen(skipped[i].begin);
    if ((gsize)(end - p) >= n && memcmp(p, skipped[i].begin, n) == 0)
      return memmem(p + n, (gsize)(end - p) - n, skipped[i].end, strlen(skipped[i].end));
  }
  return skip_tag(p + 1, end);
}

/* How much may be given to libxml2: up to the first tag with too many attributes, or that never ends. */
static gsize
measure(const char *bytes, gsize size)
{
  const char *p = bytes, *end = bytes + size;
  while ((p = memchr(p, '<', (gsize)(end - p))) != NULL) {
    const char *next = skip_markup(p, end);
    if (!next)
      return (gsize)(p - bytes);
    p = next;
  }
  return size;
}

static void
parse(Reading *reading, const char *bytes, gsize all)
{
  gsize size = measure(bytes, all);
  xmlSAXHandler handler = {
      .initialized = XML_SAX2_MAGIC,
      .startElementNs = on_start,
      .endElementNs = on_end,
      .characters = on_characters,
      .ignorableWhitespace = on_characters,
      .cdataBlock = on_characters,
      .internalSubset = on_doctype,
      .serror = on_problem,
  };
  reading->parser = xmlCreatePushParserCtxt(&handler, reading, NULL, 0, NULL);
  xmlCtxtUseOptions(reading->parser, XML_PARSE_NONET | XML_PARSE_IGNORE_ENC | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
  for (gsize at = 0; at < size && !reading->parser->disableSAX; at += CHUNK_BYTES)
    xmlParseChunk(reading->parser, bytes + at, (int)MIN(CHUNK_BYTES, size - at), 0);
  xmlParseChunk(reading->parser, NULL, 0, 1);
  xmlFreeParserCtxt(reading->parser);
}

void
document_read_xml(DocumentRun *run, DocumentPart part, GBytes *xml)
{
  gsize size;
  const guint8 *bytes = g_bytes_get_data(xml, &size);
  g_autofree char *utf8 = NULL;
  Reading reading = {.run = run, .part = part, .value = g_string_new(NULL)};
  if (size >= 2 && (bytes[0] == 0xff || bytes[0] == 0xfe)) {
    utf8 = charset_to_utf8(bytes, size, NULL, NULL);
    parse(&reading, utf8, strlen(utf8));
  } else {
    parse(&reading, (const char *)bytes, size);
  }
  g_string_free(reading.value, TRUE);
  g_free(reading.style);
}
