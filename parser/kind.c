/* SPDX-License-Identifier: ISC */
/* The kind of a mail, decided in one order: bounce, automatic, follow-up, spam, suggestion, and report for all that is left. The
 * questions lean towards report: what is set aside wrongly is a case that nobody reads. */
#include <string.h>
#include "parser/kind_internal.h"
#include "text/fold.h"

#define REPORT_IS_CLEAR 4u      /* so much about violations and it is neither spam nor suggestion */
#define SPAM_WITH_VERDICT 2u
#define SPAM_IN_BULK 4u
#define SPAM_ALONE 7u
#define SUGGESTION_IS_CLEAR 4u
#define SUGGESTION_WITH_DENIAL 2u
#define REPORT_DESPITE_DENIAL 10u
#define CLEAR 3u

/* Lines that are not quoted, as far as they are looked at. */
static char *
own_lines(const char *text)
{
  GString *out = g_string_new(NULL);
  for (const char *p = text; *p && out->len < KIND_MAX_TEXT_BYTES;) {
    gsize len = strcspn(p, "\n");
    const char *first = p + strspn(p, " \t");
    if (*first != '>')
      g_string_append_len(out, p, (gssize)(p[len] ? len + 1 : len));
    p += len;
    p += *p == '\n';
  }
  if (out->len > KIND_MAX_TEXT_BYTES)
    g_string_truncate(out, KIND_MAX_TEXT_BYTES);
  return g_string_free(out, FALSE);
}

/* Without the marks of answering and forwarding, in the languages they come in. */
static char *
bare_subject(const char *subject)
{
  static const char *const marks[] = {"re:", "fwd:", "fw:", "aw:", "wg:", "ynt:", "ilt:", "رد:", "الرد:", "اعاده توجيه:", "وهلام:", "وەڵام:", "sv:", "tr:", "rv:"};
  char *key = text_fold_key(subject ? subject : "", -1);
  const char *p = key;
  gboolean found = TRUE;
  while (found) {
    p += strspn(p, " ");
    found = FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(marks) && !found; i++) {
      g_autofree char *mark = text_fold_key(marks[i], -1);
      found = g_str_has_prefix(p, mark);
      p += found ? strlen(mark) : 0;
    }
  }
  char *bare = g_strdup(p);
  g_free(key);
  return bare;
}

static void
mail_init(KindMail *mail, const KindRules *rules, const MimeMessage *message, const char *subject, const char *text)
{
  mail->rules = rules;
  mail->message = message;
  g_autofree char *own = own_lines(text);
  g_autofree char *folded = text_fold_key(own, -1);
  mail->text = g_strdup(g_strstrip(folded));
  g_autofree char *start = g_strndup(text, MIN(strlen(text), KIND_START_BYTES));
  g_autofree char *folded_start = text_fold_key(start, -1);
  mail->start = g_strdup(g_strstrip(folded_start));
  mail->subject = bare_subject(subject);
  kind_read_headers(mail);
}

static void
mail_clear(KindMail *mail)
{
  g_free(mail->text);
  g_free(mail->start);
  g_free(mail->subject);
}

static guint
both(const KindMail *mail, KindList list)
{
  return kind_score(mail->rules, list, mail->subject) + kind_score(mail->rules, list, mail->text);
}

static const char *
is_followup(const KindMail *mail, const Kind *kind)
{
  if (kind->tokens->len)
    return "followup.token";
  return both(mail, KIND_FOLLOWUP) >= CLEAR ? "followup.words" : NULL;
}

/* A newsletter has links to its sender's own pages: in bulk mail they say little. */
static guint
report_score(const KindMail *mail)
{
  guint words = kind_score_part(mail->rules, KIND_REPORT, mail->subject, FALSE) + kind_score_part(mail->rules, KIND_REPORT, mail->text, FALSE);
  guint links = kind_score_part(mail->rules, KIND_REPORT, mail->text, TRUE);
  return words + (mail->bulk ? MIN(links, 1) : links);
}

static const char *
is_spam(const KindMail *mail, guint report)
{
  guint spam = both(mail, KIND_SPAM);
  gboolean verdict = kind_header_match(mail->rules->spam_headers, mail->message) != NULL;
  if (report >= REPORT_IS_CLEAR || spam <= report)
    return NULL;
  if (verdict && spam >= SPAM_WITH_VERDICT)
    return "spam.verdict";
  if (mail->bulk && spam >= SPAM_IN_BULK)
    return "spam.bulk";
  return spam >= SPAM_ALONE ? "spam.words" : NULL;
}

static const char *
is_suggestion(const KindMail *mail, guint report)
{
  guint suggestion = both(mail, KIND_SUGGESTION);
  if (both(mail, KIND_NO_REPORT) && suggestion >= SUGGESTION_WITH_DENIAL && report < REPORT_DESPITE_DENIAL)
    return "suggestion.no-report";
  gboolean outweighs = report >= REPORT_IS_CLEAR ? suggestion >= 2 * report : suggestion > report;
  return suggestion >= SUGGESTION_IS_CLEAR && outweighs ? "suggestion.words" : NULL;
}

static void
decide(Kind *kind, const KindMail *mail)
{
  const char *reason;
  if ((reason = kind_is_bounce(mail)))
    kind->kind = "bounce";
  else if ((reason = kind_is_auto(mail)))
    kind->kind = "auto";
  else if ((reason = is_followup(mail, kind)))
    kind->kind = "followup";
  else {
    guint report = report_score(mail);
    if ((reason = is_spam(mail, report)))
      kind->kind = "spam";
    else if ((reason = is_suggestion(mail, report)))
      kind->kind = "suggestion";
  }
  kind->reason = g_strdup(reason ? reason : "report.default");
}

Kind *
kind_detect(const KindRules *rules, const MimeMessage *message, const char *subject, const char *text)
{
  Kind *kind = g_new0(Kind, 1);
  kind->kind = "report";
  kind->tokens = g_ptr_array_new_with_free_func(g_free);
  kind_find_tokens(rules, subject ? subject : "", kind->tokens);
  kind_find_tokens(rules, text ? text : "", kind->tokens);
  KindMail mail = {0};
  mail_init(&mail, rules, message, subject, text ? text : "");
  decide(kind, &mail);
  mail_clear(&mail);
  return kind;
}

void
kind_free(Kind *kind)
{
  if (!kind)
    return;
  g_free(kind->reason);
  g_ptr_array_unref(kind->tokens);
  g_free(kind);
}
