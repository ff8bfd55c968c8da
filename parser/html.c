/* SPDX-License-Identifier: ISC */
/* HTML to text with libxml2's SAX interface: no tree is built, so depth and size cost nothing but time. Our
 * own stack of open elements is bounded; a page that passes the bound is read by a crude tag stripper
 * instead, so that its words are not lost. libxml2 prints the offending source lines of malformed pages by
 * default: silenced here. Nothing is fetched. */
#include "parser/html.h"
#include "parser/html_private.h"
#include <libxml/HTMLparser.h>
#include <libxml/xmlerror.h>
#include <string.h>

#define MAX_OPEN_ELEMENTS 400u /* of real mail under 120 */
#define MAX_ATTRIBUTE_BYTES ((gsize)64 * 1024)

typedef struct {
  const HtmlElement *element; /* NULL for elements without a rule */
  gboolean hidden;            /* it and all in it */
  gboolean quote;             /* raised the quotation level */
} Open;

typedef struct {
  HtmlWriter writer;
  GArray *open; /* of Open */
  guint hidden; /* how many open elements hide */
  gboolean remote;
  gboolean too_deep;
  guint list_number; /* of the list item to come; 0: bullets */
  htmlParserCtxtPtr parser;
} Page;

static void G_GNUC_PRINTF(2, 3) silence(void *context, const char *format, ...)
{
}

static void
silence_structured(void *context, xmlErrorPtr error)
{
}

void
html_init(void)
{
  xmlInitParser();
  xmlSetGenericErrorFunc(NULL, silence);
  xmlSetStructuredErrorFunc(NULL, silence_structured);
}

static const char *
attribute(const xmlChar **attributes, const char *name)
{
  for (; attributes && attributes[0]; attributes += 2)
    if (g_ascii_strcasecmp((const char *)attributes[0], name) == 0)
      return attributes[1] ? (const char *)attributes[1] : "";
  return NULL;
}

static gboolean
is_remote(const char *value)
{
  while (g_ascii_isspace(*value))
    value++;
  return g_ascii_strncasecmp(value, "http", 4) == 0 || strncmp(value, "//", 2) == 0 ||
         g_ascii_strncasecmp(value, "ftp:", 4) == 0;
}

/* TRUE when a style or style sheet names a remote address. */
static gboolean
style_is_remote(const char *style)
{
  g_autofree char *lower = g_ascii_strdown(style, -1);
  for (const char *p = lower; (p = strstr(p, "url(")) != NULL; p += 4) {
    const char *value = p + 4;
    while (*value == '"' || *value == '\'' || g_ascii_isspace(*value))
      value++;
    if (is_remote(value))
      return TRUE;
  }
  return strstr(lower, "@import") && (strstr(lower, "http") || strstr(lower, "//"));
}

static gboolean
attributes_are_remote(const char *name, const xmlChar **attributes)
{
  static const char *const loading[] = {"src",    "srcset", "background", "poster", "data",
                                        "dynsrc", "lowsrc", "xlink:href", NULL};
  for (; attributes && attributes[0]; attributes += 2) {
    const char *key = (const char *)attributes[0], *value = attributes[1] ? (const char *)attributes[1] : "";
    if (g_strv_contains(loading, key) && is_remote(value))
      return TRUE;
    if (strcmp(key, "style") == 0 && style_is_remote(value))
      return TRUE;
    if (strcmp(key, "href") == 0 && (strcmp(name, "link") == 0 || strcmp(name, "image") == 0) &&
        is_remote(value))
      return TRUE;
  }
  return FALSE;
}

/* A number in a compressed style that is nothing: "0", "0px", "0.0"; not "0.9em". */
static gboolean
is_zero(const char *value)
{
  gchar *end;
  return g_ascii_strtod(value, &end) == 0.0 && end != value;
}

static gboolean
style_hides(const char *style)
{
  static const char *const hiding[] = {"display:none", "visibility:hidden", "mso-hide:all"};
  static const char *const zero[] = {"font-size:", "max-height:", "opacity:"};
  g_autoptr(GString) packed = g_string_new(NULL);
  for (const char *p = style; *p; p++)
    if (!g_ascii_isspace(*p))
      g_string_append_c(packed, g_ascii_tolower(*p));
  for (gsize i = 0; i < G_N_ELEMENTS(hiding); i++)
    if (strstr(packed->str, hiding[i]))
      return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS(zero); i++) {
    const char *found = strstr(packed->str, zero[i]);
    if (found && (found == packed->str || found[-1] == ';') && is_zero(found + strlen(zero[i])))
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_hidden(const HtmlElement *element, const xmlChar **attributes)
{
  const char *style = attribute(attributes, "style"), *type = attribute(attributes, "type");
  return (element && element->kind == HTML_DROP) || attribute(attributes, "hidden") ||
         (style && style_hides(style)) ||
         (element && element->kind == HTML_INPUT && type && g_ascii_strcasecmp(type, "hidden") == 0);
}

/* Indented, not quoted: what Gmail's indent button makes. */
static gboolean
is_indent(const xmlChar **attributes)
{
  const char *style = attribute(attributes, "style");
  return style && strstr(style, "border:none") && strstr(style, "padding:0px") &&
         !attribute(attributes, "class");
}

/* The words of a button or filled-in field, which a saved page shows. */
static void
show_input(Page *page, const xmlChar **attributes)
{
  static const char *const shown[] = {"text", "search", "tel", "url", "email", "button", "submit", NULL};
  const char *type = attribute(attributes, "type"), *value = attribute(attributes, "value");
  if (value && (!type || g_strv_contains(shown, type))) {
    html_writer_text(&page->writer, " ", 1);
    html_writer_text(&page->writer, value, strlen(value));
    html_writer_text(&page->writer, " ", 1);
  }
}

static void
begin_visible(Page *page, const HtmlElement *element, const xmlChar **attributes, Open *open)
{
  const char *value;
  html_writer_break(&page->writer, element->lines_before);
  switch (element->kind) {
  case HTML_QUOTE:
    open->quote = !is_indent(attributes);
    page->writer.quote += open->quote;
    break;
  case HTML_LINK:
  case HTML_AREA:
    value = attribute(attributes, "href");
    html_writer_link(&page->writer, value);
    if (element->kind == HTML_AREA)
      html_writer_link_end(&page->writer);
    break;
  case HTML_IMAGE:
    value = attribute(attributes, "alt");
    html_writer_alt(&page->writer, value && *value ? value : attribute(attributes, "title"));
    break;
  case HTML_INPUT:
    show_input(page, attributes);
    break;
  case HTML_NEWLINE:
    html_writer_newline(&page->writer);
    break;
  case HTML_CELL:
    html_writer_cell(&page->writer);
    break;
  case HTML_ORDERED:
    page->list_number = 1;
    break;
  case HTML_LIST:
    page->list_number = 0;
    break;
  case HTML_ITEM:
    html_writer_item(&page->writer, page->list_number);
    page->list_number += page->list_number > 0;
    break;
  case HTML_PRE:
    page->writer.verbatim++;
    break;
  default:
    break;
  }
}

static void
start_element(void *data, const xmlChar *name, const xmlChar **attributes)
{
  Page *page = data;
  if (page->too_deep)
    return;
  if (page->open->len >= MAX_OPEN_ELEMENTS) {
    page->too_deep = TRUE;
    xmlStopParser(page->parser);
    return;
  }
  Open open = {html_element_find((const char *)name), FALSE, FALSE};
  page->remote = page->remote || attributes_are_remote((const char *)name, attributes);
  open.hidden = is_hidden(open.element, attributes);
  page->hidden += open.hidden;
  if (!page->hidden && open.element)
    begin_visible(page, open.element, attributes, &open);
  g_array_append_val(page->open, open);
}

static void
end_element(void *data, const xmlChar *name G_GNUC_UNUSED)
{
  Page *page = data;
  if (page->too_deep || !page->open->len)
    return;
  Open open = g_array_index(page->open, Open, page->open->len - 1);
  g_array_set_size(page->open, page->open->len - 1);
  if (!page->hidden && open.element) {
    if (open.element->kind == HTML_LINK)
      html_writer_link_end(&page->writer);
    html_writer_break(&page->writer, open.element->lines_after);
    page->writer.verbatim -= open.element->kind == HTML_PRE;
    page->writer.quote -= open.quote;
  }
  page->hidden -= open.hidden;
}

static void
take_characters(void *data, const xmlChar *text, int size)
{
  Page *page = data;
  if (!page->hidden && !page->too_deep && size > 0)
    html_writer_text(&page->writer, (const char *)text, (gsize)size);
}

/* Contents of script and style: never shown, but a style sheet may name remote pictures. */
static void
take_cdata(void *data, const xmlChar *text, int size)
{
  Page *page = data;
  if (page->remote || size <= 0)
    return;
  g_autofree char *style = g_strndup((const char *)text, MIN((gsize)size, MAX_ATTRIBUTE_BYTES));
  page->remote = style_is_remote(style);
}

static void
parse_page(Page *page, const char *source, gsize size)
{
  static htmlSAXHandler handlers = {
      .startElement = start_element,
      .endElement = end_element,
      .characters = take_characters,
      .ignorableWhitespace = take_characters,
      .cdataBlock = take_cdata,
  };
  htmlParserCtxtPtr parser = htmlNewParserCtxt();
  page->parser = parser;
  *parser->sax = handlers;
  parser->userData = page;
  xmlDocPtr doc = htmlCtxtReadMemory(parser, source, (int)size, NULL, "UTF-8",
                                     HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                                         HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC | HTML_PARSE_NODEFDTD);
  if (doc)
    xmlFreeDoc(doc);
  htmlFreeParserCtxt(parser);
}

/* libxml2 puts words outside of body into a paragraph of its own making, which would show as an empty line.
 */
static void
parse_any(Page *page, const char *source, gsize size)
{
  if (strcasestr(source, "<body")) {
    parse_page(page, source, size);
  } else {
    g_autofree char *whole = g_strconcat("<body>", source, NULL);
    parse_page(page, whole, size + strlen("<body>"));
  }
}

char *
html_to_text(const char *source, gboolean *remote)
{
  gsize size = strlen(source);
  Page page = {.open = g_array_new(FALSE, FALSE, sizeof(Open))};
  html_writer_init(&page.writer, size);
  if (size <= HTML_MAX_BYTES && !html_is_bomb(source, size))
    parse_any(&page, source, size);
  else
    page.too_deep = TRUE;
  if (page.too_deep) {
    html_writer_clear(&page.writer);
    html_writer_init(&page.writer, size);
    html_write_crudely(&page.writer, source, size, &page.remote);
  }
  if (remote && page.remote)
    *remote = TRUE;
  g_array_unref(page.open);
  return html_writer_finish(&page.writer);
}
