/* SPDX-License-Identifier: ISC
 *
 * What the html*.c files share: the table of elements and the writer of lines, which know nothing of libxml2.
 */
#pragma once
#include <glib.h>

#define HTML_MAX_BYTES ((gsize)16 * 1024 * 1024) /* larger pages are read by the crude stripper */

typedef enum {
  HTML_NEWLINE,
  HTML_BLOCK,
  HTML_DROP, /* with all that is in it */
  HTML_LINK,
  HTML_AREA,
  HTML_IMAGE,
  HTML_INPUT,
  HTML_CELL,
  HTML_LIST,
  HTML_ORDERED,
  HTML_ITEM,
  HTML_PRE,
  HTML_QUOTE,
} HtmlKind;

typedef struct {
  const char *name;
  HtmlKind kind;
  guint8 lines_before, lines_after; /* 1: a new line, 2: an empty line between */
} HtmlElement;

/* NULL for elements that add nothing. name in lower case. */
const HtmlElement *html_element_find(const char *name);

typedef struct {
  GString *out;
  GString *alts;    /* what pictures say, for a page without other words */
  guint breaks;     /* line ends that are due before the next text */
  gboolean space;   /* a space is due */
  gboolean started; /* this line has text */
  gboolean words;   /* anything but link targets was written */
  guint quote;      /* level of quotation */
  guint line_quote; /* level of the line that is being written */
  guint verbatim;   /* within pre */
  char *href;       /* of the open link; NULL */
  gsize link_start; /* in out */
} HtmlWriter;

void html_writer_init(HtmlWriter *writer, gsize source_size);
void html_writer_clear(HtmlWriter *writer);
/* Visible characters as they come; white space is collapsed. */
void html_writer_text(HtmlWriter *writer, const char *text, gsize size);
/* At least this many line ends before the next text. */
void html_writer_break(HtmlWriter *writer, guint lines);
/* One line end, as <br> makes it: two of them are an empty line. */
void html_writer_newline(HtmlWriter *writer);
void html_writer_cell(HtmlWriter *writer);
void html_writer_item(HtmlWriter *writer, guint number);
void html_writer_alt(HtmlWriter *writer, const char *alt);
/* A link begins; href may be NULL. */
void html_writer_link(HtmlWriter *writer, const char *href);
/* ... and ends: " <target>" when its words do not say it. */
void html_writer_link_end(HtmlWriter *writer);
/* The text; the writer is cleared. */
char *html_writer_finish(HtmlWriter *writer);

/* Many end tags at great depth make libxml2 quadratic. */
gboolean html_is_bomb(const char *source, gsize size);
/* Tags out, entities of the commonest kind decoded, href kept. For pages that are too deep or too large for a
 * parser. */
void html_write_crudely(HtmlWriter *writer, const char *source, gsize size, gboolean *remote);
