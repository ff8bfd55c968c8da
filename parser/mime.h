/* SPDX-License-Identifier: ISC
 *
 * MIME: the bytes of one mail as a tree of headers and decoded leaves. Only its files (mime*.c) know gmime.
 * Runs in the worker, pure: no file, no socket, no clock. Refuses bombs before gmime sees them; decodes
 * encoded-words and charsets itself, because gmime 3.2.13 loses text in adjacent encoded-words and trusts
 * wrong declarations.
 */
#pragma once
#include <glib.h>

#define MIME_MAX_DEPTH 64u /* nesting of multiparts and messages */
#define MIME_MAX_PARTS 4000u
#define MIME_MAX_HEADERS 10000u /* in the whole message */
#define MIME_MAX_HEADER_BYTES ((gsize)4 * 1024 * 1024)
#define MIME_MAX_DECODED_BYTES ((gsize)256 * 1024 * 1024) /* of all leaves together */

#define MIME_ERROR (mime_error_quark())
GQuark mime_error_quark(void);
typedef enum {
  MIME_ERROR_DEPTH,
  MIME_ERROR_PARTS,
  MIME_ERROR_HEADERS,
  MIME_ERROR_SIZE,
  MIME_ERROR_PARSE
} MimeError;

typedef struct {
  char *name;  /* lower case, ASCII */
  char *value; /* unfolded, encoded-words and raw 8-bit bytes decoded to UTF-8 */
} MimeHeader;

typedef struct {
  char *name;    /* display name, decoded and unquoted, or NULL */
  char *address; /* local@domain as written, lower-cased domain; or NULL */
} MimeAddress;

typedef enum {
  MIME_BODY_PLAIN,  /* inline text/plain (also text/enriched and other inline text types) */
  MIME_BODY_HTML,   /* inline text/html */
  MIME_ATTACHMENT,  /* has a file name, or disposition attachment, or is not text */
  MIME_REPORT_PART, /* message/delivery-status, disposition-notification, feedback-report, text/rfc822-headers
                       in a report */
  MIME_MESSAGE      /* message/rfc822, message/global, or an attached .eml: see nested */
} MimeRole;

typedef struct MimeMessage MimeMessage;

typedef struct {
  MimeRole role;
  char *media_type;     /* declared, lower case, e.g. "image/jpeg" */
  char *charset;        /* declared, or NULL */
  char *file_name;      /* decoded, or NULL: identity, never leaves the worker in clear */
  char *content_id;     /* without <>, or NULL */
  char *description;    /* Content-Description, or NULL */
  gboolean inline_part; /* disposition inline or none */
  int alternative; /* number of the outermost multipart/alternative this leaf is a direct or indirect child
                      of, or -1 */
  int branch;      /* number of that multipart/alternative's child which is or holds this leaf */
  gboolean flowed, delsp; /* format=flowed and delsp=yes (RFC 3676) */
  GBytes *data;           /* decoded content */
  char
      *text; /* for text types and report parts: UTF-8, CRLF as LF; for HTML the source in UTF-8; else NULL */
  MimeMessage *nested; /* role MIME_MESSAGE only */
} MimeLeaf;

struct MimeMessage {
  GPtrArray *headers; /* of MimeHeader, in order */
  char *content_type; /* of the top part, lower case, without parameters */
  char *report_type;  /* multipart/report: its report-type parameter, or NULL */
  GPtrArray *leaves;  /* of MimeLeaf, in order */
  gboolean damaged;   /* something had to be guessed: unclosed boundary, bad base64, ... */
};

/* Parses size bytes (CRLF or LF; one leading mbox "From " line is skipped). Every MIME leaf is in the tree
 * exactly once. Raw input without any header is one text/plain leaf. Errors: MIME_ERROR_* when a limit above
 * is passed. */
MimeMessage *mime_parse(const guint8 *bytes, gsize size, GError **error);
void mime_message_free(MimeMessage *message);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(MimeMessage, mime_message_free)

/* TRUE when size bytes begin like a mail: a header block with at least two fields of From, To, Subject, Date,
 * Received, Message-ID, MIME-Version. */
gboolean mime_is_mail(const guint8 *bytes, gsize size);

/* First value of a header (name in lower case), or NULL. Owned by the message. */
const char *mime_header(const MimeMessage *message, const char *name);
/* Parses an address list as RFC 5322 3.4 and its real-world relatives, up to 2,000 addresses or 256 KiB.
 * value may be NULL. Never fails; a GPtrArray of MimeAddress, owned by the caller. */
GPtrArray *mime_addresses(const char *value);
/* Days and offset of a Date-like value: TRUE and seconds since the epoch, or FALSE. */
gboolean mime_date(const char *value, gint64 *seconds);

/* The body as a monitor reads it: of each multipart/alternative the fullest of its forms (links that only the
 * others have are appended as lines), then all other inline text parts, in order, with an empty line between.
 * Not nested messages, not attachments. Flowed text (RFC 3676) is joined. remote (may be NULL): set TRUE when
 * an HTML part refers to remote resources. Never NULL; owned by the caller. */
char *mime_body_text(const MimeMessage *message, gboolean *remote);
/* text without quoted replies ("> " lines) and without what follows the header line of a reply or forward
 * (en, ar, ckb, kmr, tr, fa). For guessing languages only: it may cut too much, and may leave nothing. Owned
 * by the caller. */
char *mime_own_words(const char *text);

/* Must be called once before the process is confined: opens every charset converter, sets gmime up. */
void mime_init(void);
