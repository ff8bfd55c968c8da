/* SPDX-License-Identifier: ISC
 *
 * A report: what a monitor may see of one message. Built by the parser from an allow-list, sent by the worker to the store as a
 * GVariant, kept by the store. It holds no header, no original and no identity: if a field could name the reporter, it does not
 * belong here. Every string is valid UTF-8, never longer than the limits below.
 */
#pragma once
#include <glib.h>

#define REPORT_MAX_TEXT_BYTES (8u * 1024 * 1024) /* beyond, the text is cut and review says so; the original has it all */
#define REPORT_MAX_LINKS 2000u
#define REPORT_MAX_ATTACHMENTS 4000u

typedef struct {
  char *url;      /* canonical; NULL for a link that is sealed whole (opaque share link) */
  char *platform; /* of the contract's list; "website" for unknown hosts */
  char *account;  /* or NULL */
  char *object;   /* id of post, video, ... or NULL */
  gboolean opaque; /* the message had a share link of this platform that only the custodian can read */
} ReportLink;

typedef enum { REPORT_CLEAN, REPORT_PENDING, REPORT_WITHHELD } ReportAttachmentState;

typedef struct {
  char *extension;  /* "jpg", "png", ...: the store makes the neutral name from report id, number and this */
  char *media_type; /* true type, by content */
  guint64 size;     /* bytes; of the cleaned copy, or of the original rounded up to 4 KiB when withheld */
  ReportAttachmentState state;
  gboolean review;  /* nobody has looked yet at what the pixels or the sound show */
  char *reason;     /* why withheld, or NULL */
  char *text;       /* stripped text of a text-like attachment, or NULL */
  GBytes *data;     /* the cleaned bytes; NULL unless clean */
} ReportAttachment;

typedef struct {
  char *field;  /* kind, category, governorate, platform, actor_group, language, ... */
  char *value;
  char *rule;   /* rule id */
  char *words;  /* the (stripped) words that matched, or NULL */
} ReportWhy;

typedef struct {
  char *rule;        /* rule name of the stripping, e.g. "name.profile" */
  guint count;
} ReportStripCount;

typedef struct {
  char *kind;        /* report, followup, suggestion, auto, bounce, spam, quarantined (parser could not) */
  char *kind_reason; /* one short token or sentence without mail content, or NULL */
  char *language;    /* ar, ckb, kmr, en, tr, mixed, und */
  char *subject;     /* stripped, "" when none */
  char *text;        /* stripped */
  char *received_on; /* YYYY-MM-DD in the organisation's time zone */
  char *actor_group;
  char *governorate; /* English name or NULL */
  char *victim_profession; /* or NULL */
  char *sdg_class;   /* SDG 16.10.1 class or NULL */
  char *signatory;   /* yes, no, unknown */
  char *authenticity; /* enum word: pass, fail, unknown */
  GPtrArray *categories, *violation_types, *commitments, *platforms; /* of char *, main one first */
  GPtrArray *links;       /* of ReportLink */
  GPtrArray *attachments; /* of ReportAttachment, in order of the message */
  GPtrArray *why;         /* of ReportWhy */
  GPtrArray *review;      /* of char *: reasons why a person must look before anything is published */
  GPtrArray *notes;       /* of char *: facts about the mail for monitors ("remote pictures", "signed mail") */
  GPtrArray *strips;      /* of ReportStripCount */
  GPtrArray *tokens;      /* of char *: case tokens that the message quotes */
  GPtrArray *thread_keys; /* of GBytes (16 bytes): keyed hashes of In-Reply-To and References */
  GBytes *thread_key;     /* keyed hash of the message's own Message-ID, or NULL */
  GBytes *content_key;    /* keyed hash of the message without trace headers: equal = delivered again */
} Report;

/* An empty report with empty lists; kind "report", language "und", actor_group and signatory "unknown". */
Report *report_new(void);
void report_free(Report *report);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Report, report_free)

ReportLink *report_link_new(void);
void report_link_free(ReportLink *link);
ReportAttachment *report_attachment_new(void);
void report_attachment_free(ReportAttachment *attachment);

/* Adds one to the count of a stripping rule. */
void report_count_strip(Report *report, const char *rule);
void report_add_why(Report *report, const char *field, const char *value, const char *rule, const char *words);
/* Adds a string to a list of strings unless it is there already. */
void report_add_unique(GPtrArray *list, const char *value);

/* The report as a floating GVariant of type REPORT_VARIANT_TYPE: its texts in one, its numbers, its keys; report_pack.c knows the order.
 * Attachment bytes stay outside: each is added to blobs (of GBytes, a reference), and the variant has its offset and size in the
 * concatenation of blobs. */
#define REPORT_VARIANT_TYPE "(satay)"
GVariant *report_to_variant(const Report *report, GPtrArray *blobs);

/* The opposite. Checks limits and vocabulary-free well-formedness; NULL with G_IO_ERROR_INVALID_DATA when a field is missing or too
 * long, or when something is left over. variant must be in normal form (the caller checks). blob: the concatenated attachment bytes; the
 * report's attachments are slices of it. */
Report *report_from_variant(GVariant *variant, GBytes *blob, GError **error);
