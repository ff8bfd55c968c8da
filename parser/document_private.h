/* SPDX-License-Identifier: ISC
 *
 * What the document*.c files share: the parts of a document, and what was read from them.
 */
#pragma once
#include <glib.h>

#define DOCUMENT_MAX_STRINGS 1000000u /* shared strings of a workbook */

typedef enum {
  DOCUMENT_META,    /* core.xml, meta.xml: who */
  DOCUMENT_BOOK,    /* workbook.xml: which sheets are hidden */
  DOCUMENT_STRINGS, /* sharedStrings.xml */
  DOCUMENT_WORD,
  DOCUMENT_SHEET,
  DOCUMENT_SLIDE,   /* and drawings of sheets, texts of diagrams */
  DOCUMENT_CHART,
  DOCUMENT_ODF,
  DOCUMENT_LINKS,   /* .rels */
} DocumentPart;

/* One document on its way. */
typedef struct {
  GString *text;
  GPtrArray *people;        /* of char *, borrowed list */
  GPtrArray *links;         /* of char *: targets outside */
  GString *strings;         /* shared strings, each with its NUL */
  GArray *string_at;        /* of guint32: offsets in strings */
  GHashTable *hidden_sheets; /* relation ids of hidden sheets, then the names of their parts */
  GHashTable *hidden_styles; /* OpenDocument: names of styles that hide */
} DocumentRun;

/* Reads one part into run. Stops at DOCUMENT_MAX_TEXT_BYTES, at a document type declaration and where the XML is broken. */
void document_read_xml(DocumentRun *run, DocumentPart part, GBytes *xml);
