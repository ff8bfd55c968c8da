/* SPDX-License-Identifier: ISC */
/* Mail that a machine wrote: bounces (RFC 3464, RFC 5965, and the many that are neither) and automatic answers (RFC 3834, RFC 8098
 * and their relatives). Structure decides where there is one; words decide only together with a sender or header that fits, because
 * people quote bounces and forward automatic answers. */
#include <string.h>
#include "parser/kind_internal.h"
#include "text/fold.h"

#define ALONE 5u      /* weight of a phrase that only a program writes */
#define CLEAR 3u
#define HEAD_BYTES 512u
#define UNMISTAKABLE 4u /* subject */
#define WITHOUT_HINT 5u /* so much of an automatic answer's words that no header need say so */
#define SHORT_ANSWER_BYTES 1500u

/* The first bytes of text, whole characters. */
static char *
head_of(const char *text, gsize bytes)
{
  gsize len = MIN(strlen(text), bytes);
  while (len && ((guchar)text[len] & 0xc0) == 0x80)
    len--;
  return g_strndup(text, len);
}

static gboolean
is_listed(const KindMail *mail, const char *word)
{
  if (!word)
    return FALSE;
  g_autofree char *key = text_fold_key(word, -1);
  GPtrArray *list = mail->rules->lists[KIND_BOUNCE_SENDERS];
  for (guint i = 0; i < list->len; i++)
    if (!strcmp(((const KindPhrase *)list->pdata[i])->key, g_strstrip(key)))
      return TRUE;
  return FALSE;
}

/* An address of a mail system: its local part or its display name is one of those. */
static gboolean
is_system(const KindMail *mail, const char *value)
{
  g_autoptr(GPtrArray) addresses = mime_addresses(value);
  for (guint i = 0; i < addresses->len; i++) {
    const MimeAddress *address = addresses->pdata[i];
    g_autofree char *local = address->address ? g_strndup(address->address, strcspn(address->address, "@")) : NULL;
    if (is_listed(mail, local) || is_listed(mail, address->name))
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_null_path(const KindMail *mail, const char *value)
{
  g_autofree char *path = g_strstrip(g_ascii_strdown(value, -1));
  return !strcmp(path, "<>") || g_str_has_prefix(path, "<mailer-daemon") || g_str_has_prefix(path, "mailer-daemon");
}

void
kind_read_headers(KindMail *mail)
{
  const char *from = mime_header(mail->message, "from"), *path = mime_header(mail->message, "return-path");
  const char *precedence = mime_header(mail->message, "precedence");
  mail->null_path = path && is_null_path(mail, path);
  mail->system_sender = from && (is_system(mail, from) || is_null_path(mail, from));
  mail->replies = mime_header(mail->message, "in-reply-to") || mime_header(mail->message, "references");
  g_autofree char *word = g_ascii_strdown(precedence ? precedence : "", -1);
  mail->bulk = g_str_has_prefix(word, "bulk") || g_str_has_prefix(word, "junk") || mime_header(mail->message, "list-unsubscribe") ||
               mime_header(mail->message, "feedback-id");
}

/* A part of the top message (not of one that was forwarded) of that type. */
static gboolean
has_part(const MimeMessage *message, const char *media_type)
{
  for (guint i = 0; i < message->leaves->len; i++) {
    const MimeLeaf *leaf = message->leaves->pdata[i];
    if (!g_strcmp0(leaf->media_type, media_type))
      return TRUE;
  }
  return FALSE;
}

/* Hotmail's feedback loop is not ARF: the message complained of, with a header of theirs. */
static gboolean
is_hotmail_feedback(const MimeMessage *message)
{
  for (guint i = 0; i < message->leaves->len; i++) {
    const MimeLeaf *leaf = message->leaves->pdata[i];
    if (leaf->nested && mime_header(leaf->nested, "x-hmxmroriginalrecipient"))
      return TRUE;
  }
  return FALSE;
}

static gboolean
report_type_is(const KindMail *mail, const char *type)
{
  return mail->message->report_type && !g_ascii_strcasecmp(mail->message->report_type, type);
}

static const char *
bounce_by_structure(const KindMail *mail)
{
  if (report_type_is(mail, "delivery-status"))
    return "bounce.delivery-status";
  if (report_type_is(mail, "feedback-report") || has_part(mail->message, "message/feedback-report") || is_hotmail_feedback(mail->message))
    return "bounce.feedback-report";
  if (has_part(mail->message, "message/delivery-status") || has_part(mail->message, "message/global-delivery-status"))
    return "bounce.delivery-status";
  if (mime_header(mail->message, "x-failed-recipients"))
    return "bounce.failed-recipients";
  return NULL;
}

const char *
kind_is_bounce(const KindMail *mail)
{
  const char *reason = bounce_by_structure(mail);
  if (reason)
    return reason;
  guint subject = kind_score(&mail->in_subject, KIND_BOUNCE_SUBJECTS);
  guint text = kind_score(&mail->in_start, KIND_BOUNCE_TEXTS);
  if ((mail->system_sender || mail->null_path) && subject + text >= CLEAR)
    return "bounce.words";
  if (mail->system_sender && mail->null_path)
    return "bounce.sender";
  if (mail->system_sender && !g_strcmp0(mail->message->content_type, "multipart/report"))
    return "bounce.report";
  if (kind_score(&mail->in_text, KIND_REPORT))
    return NULL;
  /* without such a sender only what stands at the very beginning */
  g_autofree char *head = head_of(mail->start, HEAD_BYTES);
  KindScores in_head = kind_scores(mail->rules->index, head);
  guint first = kind_score(&in_head, KIND_BOUNCE_TEXTS);
  return (subject >= CLEAR && first >= CLEAR) || first >= ALONE ? "bounce.words" : NULL;
}

/* RFC 3834 5: "auto-replied; owner-email=..." -> "auto-replied". */
static char *
auto_submitted(const KindMail *mail)
{
  const char *value = mime_header(mail->message, "auto-submitted");
  g_autofree char *lower = g_ascii_strdown(value ? value : "", -1);
  return g_strndup(g_strstrip(lower), strcspn(lower, " \t;("));
}

static const char *
auto_by_headers(const KindMail *mail, guint report)
{
  g_autofree char *submitted = auto_submitted(mail);
  if (!strcmp(submitted, "auto-replied") || !strcmp(submitted, "auto-notified"))
    return "auto.submitted";
  /* web forms and forwarding rules write "auto-generated" and "auto-forwarded" over what a person wrote */
  if (*submitted && strcmp(submitted, "no") && strcmp(submitted, "auto-forwarded") && report < 4)
    return "auto.submitted";
  return kind_header_match(mail->rules->auto_headers, mail->message);
}

static gboolean
has_hint(const KindMail *mail)
{
  return mail->null_path || mail->bulk || mail->replies || mime_header(mail->message, "x-auto-response-suppress");
}

const char *
kind_is_auto(const KindMail *mail)
{
  if (report_type_is(mail, "disposition-notification") || has_part(mail->message, "message/disposition-notification"))
    return "auto.disposition-notification";
  guint report = kind_score(&mail->in_text, KIND_REPORT);
  const char *reason = auto_by_headers(mail, report);
  if (reason)
    return reason;
  if (report >= 4)
    return NULL;
  guint subject = kind_score(&mail->in_subject, KIND_AUTO_SUBJECTS);
  g_autofree char *head = head_of(mail->start, SHORT_ANSWER_BYTES);
  KindScores in_head = kind_scores(mail->rules->index, head);
  guint text = kind_score(&in_head, KIND_AUTO_TEXTS);
  if (subject >= UNMISTAKABLE || (subject >= CLEAR && (text >= 2 || has_hint(mail))))
    return "auto.subject";
  if ((text >= WITHOUT_HINT || (text >= CLEAR && has_hint(mail))) && strlen(mail->start) < SHORT_ANSWER_BYTES && !strstr(mail->start, "http"))
    return "auto.text";
  return NULL;
}
