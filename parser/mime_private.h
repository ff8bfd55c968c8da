/* SPDX-License-Identifier: ISC
 *
 * What the mime*.c files share: reading of header fields, the scan that comes before gmime, leaves.
 */
#pragma once
#include "parser/mime.h"

/* ---- one header field ---- */
typedef struct {
  const char *name, *value; /* into the message; value is raw and folded */
  gsize name_size, value_size;
  const guint8 *next; /* start of the line after the field, or after the line that is none */
} MimeField;

/* The field that starts at p. FALSE when the line there is not one (no colon after a name); next is set in
 * both cases. */
gboolean mime_field_read(const guint8 *p, const guint8 *end, MimeField *field);
gboolean mime_field_is(const MimeField *field, const char *name);
/* TRUE when p is the start of a header block: one of its fields is one of mail or MIME (two when its first
 * line is no field). */
gboolean mime_looks_like_headers(const guint8 *p, gsize size);
/* TRUE for an empty line (CR LF or LF) at p. */
gboolean mime_is_blank_line(const guint8 *p, const guint8 *end);

/* ---- Content-Type and Content-Disposition ---- */
typedef struct {
  char *token;       /* lower case: "text/plain", "attachment"; NULL when there is none */
  GPtrArray *params; /* internal */
} MimeValue;

MimeValue *mime_value_parse(const char *raw, gsize size);
void mime_value_free(MimeValue *value);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(MimeValue, mime_value_free)
/* A parameter as UTF-8: RFC 2231 (charset, continuations, both), RFC 2047 within quotes, raw 8-bit. NULL when
 * absent or empty. value may be NULL. Owned by the caller. */
char *mime_value_param(const MimeValue *value, const char *name);
/* The same as bytes, without any decoding of charsets: for boundaries. */
char *mime_value_param_raw(const MimeValue *value, const char *name);

/* ---- the header block of a part ---- */
typedef struct {
  gsize offset, size; /* in the message, the empty line included */
  MimeValue *type, *disposition;
  char *content_id, *description;
  char *encoding; /* Content-Transfer-Encoding, lower case; NULL when absent */
  char *boundary; /* of a multipart: declared, or seen where none was declared */
  gsize gap, gap_size; /* lines of a large leaf, in the message, that can be no boundary: gmime need not see them. 0: none */
} MimeBlock;

/* ---- the scan before gmime ---- */

/* Shared by all nested messages of one mail: the limits are those of the whole. */
typedef struct {
  guint depth; /* of the message that is being parsed */
  guint parts;
  guint headers;
  gsize header_bytes;
  gsize decoded_bytes;
  gsize work_bytes; /* what was scanned, nested messages counted each time */
} MimeBudget;

typedef struct {
  GPtrArray *blocks; /* of MimeBlock, by offset; the first is that of the message itself */
  gboolean damaged; /* unclosed or missing boundary, NUL or lines that are no fields in a header block, ... */
} MimeScan;

/* Walks the lines of a message as gmime would, but decodes nothing: finds every header block, and refuses
 * bombs. */
MimeScan *mime_scan(const guint8 *bytes, gsize size, MimeBudget *budget, GError **error);
void mime_scan_free(MimeScan *scan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(MimeScan, mime_scan_free)

/* ---- leaves ---- */

/* A leaf from its raw content. owner holds raw alive, or is NULL (then content that needs no decoding is
 * copied). damaged is set when something was guessed. NULL with MIME_ERROR_SIZE past the decoded limit. block
 * may be NULL. */
MimeLeaf *mime_leaf_new(const MimeBlock *block, const char *parent_type, GBytes *owner, const guint8 *raw,
                        gsize size, MimeBudget *budget, gboolean *damaged, GError **error);
void mime_leaf_free(MimeLeaf *leaf);
