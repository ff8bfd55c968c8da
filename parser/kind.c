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
#define SPAM_WITHOUT_REPORT 5u  /* when nothing at all speaks of a violation */
#define SPAM_OUTWEIGHS 10u
#define SUGGESTION_IS_CLEAR 4u
#define SUGGESTION_WITHOUT_REPORT 3u
#define SUGGESTION_WITH_DENIAL 1u
#define REPORT_DESPITE_DENIAL 10u
#define CLEAR 3u
#define SHORT_TEXT_BYTES 1500u

/* How much likelier than a report (natural logarithm of odds) the model must find it: base, and more for each point that speaks of
 * a violation. Where the word lists know nothing of the mail the model may be out of its depth, so it must be surer. Fitted by
 * cross-validation on the examples: no report of 207 was lost. */
typedef struct {
  double base, per_point;
} Margin;
static const Margin with_words = {2, 1.5}, without_words = {9, 2};
#define WORDS 2u
#define MARGIN_IN_BULK 2.0

/* No line is quoted, and all of it is looked at. */
static gboolean
is_all_own(const char *text)
{
  gsize len = strlen(text);
  for (const char *quote = text; len <= KIND_MAX_TEXT_BYTES && (quote = strchr(quote, '>')); quote++) {
    const char *before = quote;
    while (before > text && (before[-1] == ' ' || before[-1] == '\t'))
      before--;
    if (before == text || before[-1] == '\n')
      return FALSE;
  }
  return len <= KIND_MAX_TEXT_BYTES;
}

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

/* The folded subject without the marks of answering and forwarding, in the languages they come in. */
static char *
bare_subject(const char *key)
{
  static const char *const marks[] = {"re:", "fwd:", "fw:", "aw:", "wg:", "ynt:", "ilt:", "رد:", "الرد:", "اعاده توجيه:", "وهلام:", "وەڵام:", "sv:", "tr:", "rv:"};
  const char *p = key;
  gboolean found = TRUE;
  while (found && strchr(p, ':')) {
    p += strspn(p, " ");
    found = FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(marks) && !found; i++) {
      g_autofree char *mark = text_fold_key(marks[i], -1);
      found = g_str_has_prefix(p, mark);
      p += found ? strlen(mark) : 0;
    }
  }
  return g_strdup(p + strspn(p, " "));
}

/* key: the text, folded. */
static void
mail_texts(KindMail *mail, const char *text, const char *key)
{
  gboolean all_own = is_all_own(text);
  g_autofree char *own = all_own ? NULL : own_lines(text);
  mail->text = g_strstrip(all_own ? g_strdup(key) : text_fold_key(own, -1));
  mail->start_is_text = all_own && strlen(text) <= KIND_START_BYTES; /* as most mails are */
  mail->start = mail->start_is_text ? g_strdup(mail->text) : g_strstrip(text_fold_key(text, (gssize)MIN(strlen(text), KIND_START_BYTES)));
}

static void
mail_init(KindMail *mail, const KindRules *rules, const MimeMessage *message, const char *subject_key, const char *text, const char *key)
{
  mail->rules = rules;
  mail->message = message;
  mail_texts(mail, text, key);
  mail->subject = bare_subject(subject_key);
  mail->all = g_strconcat(mail->subject, " \n ", mail->text, NULL);
  g_autoptr(KindFound) in_all = kind_find(rules->index, mail->subject);
  g_autoptr(KindFound) in_text = kind_find(rules->index, mail->text);
  mail->in_subject = kind_count(rules->index, in_all);
  mail->in_text = kind_count(rules->index, in_text);
  kind_found_add(rules->index, in_all, in_text);
  mail->in_all = kind_count(rules->index, in_all);
  mail->in_start = mail->start_is_text ? mail->in_text : kind_scores(rules->index, mail->start);
  kind_read_headers(mail);
}

static void
mail_clear(KindMail *mail)
{
  g_free(mail->text);
  g_free(mail->start);
  g_free(mail->subject);
  g_free(mail->all);
}

static guint
both(const KindMail *mail, KindList list)
{
  return kind_score(&mail->in_all, list);
}

/* A file that somebody attached; pictures in the text of newsletters are not meant. */
static gboolean
has_attachment(const MimeMessage *message)
{
  for (guint i = 0; i < message->leaves->len; i++) {
    const MimeLeaf *leaf = message->leaves->pdata[i];
    if (leaf->role == MIME_MESSAGE || (leaf->role == MIME_ATTACHMENT && !leaf->content_id && leaf->file_name))
      return TRUE;
  }
  return FALSE;
}

/* "@some.name" that is not part of an address. */
static gboolean
has_handle(const char *text)
{
  for (const char *at = strchr(text, '@'); at; at = strchr(at + 1, '@'))
    if ((at == text || strchr(" \n(:", at[-1])) && g_ascii_isalnum(at[1]) && g_ascii_isalnum(at[2]))
      return TRUE;
  return FALSE;
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
  guint words = mail->in_all.words[KIND_REPORT];
  guint links = mail->in_all.links[KIND_REPORT];
  guint shown = (has_attachment(mail->message) ? 2 : 0) + (has_handle(mail->text) ? 2 : 0);
  return words + (mail->bulk ? MIN(links, 1) : links + shown);
}

/* What the questions about the text have in common. */
typedef struct {
  guint report;    /* what speaks of a violation */
  KindClass class; /* what the model thinks, and by how much */
  double margin;
} Evidence;

/* words: what the lists of that class found. */
static gboolean
model_says(const Evidence *evidence, KindClass class, guint words)
{
  const Margin *margin = words >= WORDS ? &with_words : &without_words;
  return evidence->class == class && evidence->margin >= margin->base + margin->per_point * evidence->report;
}

static const char *
is_spam(const KindMail *mail, const Evidence *evidence)
{
  guint spam = both(mail, KIND_SPAM), report = evidence->report;
  gboolean verdict = kind_header_match(mail->rules->spam_headers, mail->message) != NULL;
  if (report >= REPORT_IS_CLEAR) /* unless words and model agree that it sells what reports are about */
    return spam >= SPAM_OUTWEIGHS && spam >= 2 * report && evidence->class == KIND_CLASS_SPAM ? "spam.outweighs" : NULL;
  if (verdict && spam >= SPAM_WITH_VERDICT && spam > report)
    return "spam.verdict";
  if (mail->bulk && spam >= SPAM_IN_BULK && spam > report)
    return "spam.bulk";
  if ((verdict || mail->bulk) && evidence->class == KIND_CLASS_SPAM && evidence->margin >= MARGIN_IN_BULK + report)
    return "spam.bulk-model";
  if (evidence->class != KIND_CLASS_REPORT && spam >= (report ? SPAM_ALONE : SPAM_WITHOUT_REPORT))
    return "spam.words";
  return model_says(evidence, KIND_CLASS_SPAM, spam) ? "spam.model" : NULL;
}

static const char *
is_suggestion(const KindMail *mail, const Evidence *evidence)
{
  guint proposal = both(mail, KIND_SUGGESTION), service = both(mail, KIND_SERVICE), suggestion = proposal + service, report = evidence->report;
  if (both(mail, KIND_NO_REPORT) && suggestion >= SUGGESTION_WITH_DENIAL && report < REPORT_DESPITE_DENIAL)
    return "suggestion.no-report";
  if (model_says(evidence, KIND_CLASS_SUGGESTION, suggestion))
    return "suggestion.model";
  if (evidence->class == KIND_CLASS_REPORT)
    return NULL;
  if (!report && suggestion >= SUGGESTION_WITHOUT_REPORT)
    return "suggestion.no-violation";
  if (proposal < 2 || !service) /* a proposal, and about the service */
    return NULL;
  gboolean outweighs = report >= REPORT_IS_CLEAR ? suggestion >= 2 * report : suggestion > report;
  return suggestion >= SUGGESTION_IS_CLEAR && outweighs ? "suggestion.words" : NULL;
}

/* Somebody's answering machine that says so in no header. */
static const char *
is_answer(const KindMail *mail, const Evidence *evidence)
{
  guint words = both(mail, KIND_AUTO_TEXTS);
  return words >= WORDS && !strstr(mail->text, "http") && model_says(evidence, KIND_CLASS_AUTO, WORDS) && strlen(mail->text) < SHORT_TEXT_BYTES ? "auto.model" : NULL;
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
    Evidence evidence = {.report = report_score(mail)};
    evidence.class = kind_model_class(mail->rules->model, mail->all, &evidence.margin);
    if ((reason = is_spam(mail, &evidence)))
      kind->kind = "spam";
    else if ((reason = is_suggestion(mail, &evidence)))
      kind->kind = "suggestion";
    else if ((reason = is_answer(mail, &evidence)))
      kind->kind = "auto";
  }
  kind->reason = g_strdup(reason ? reason : "report.default");
}

Kind *
kind_detect(const KindRules *rules, const MimeMessage *message, const char *subject, const char *text)
{
  Kind *kind = g_new0(Kind, 1);
  kind->kind = "report";
  kind->tokens = g_ptr_array_new_with_free_func(g_free);
  subject = subject ? subject : "";
  text = text ? text : "";
  g_autofree char *subject_key = text_fold_key(subject, -1), *key = text_fold_key(text, -1);
  kind_find_tokens(rules, subject, subject_key, kind->tokens);
  kind_find_tokens(rules, text, key, kind->tokens);
  KindMail mail = {0};
  mail_init(&mail, rules, message, subject_key, text, key);
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
