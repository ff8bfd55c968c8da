/* SPDX-License-Identifier: ISC */
/* Platforms where the violation happened: from links first, then from words (lexicon: platform.*). Words that
 * say how to reach the reporter do not count, nor does a platform that was only told about the violation when
 * another one is known. */
#include <string.h>

#include "parser/classify_internal.h"

#define MAX_HOSTS 40u
#define IMPLIES "sys.implies-"

static const char *const implied[] = {"instagram", "snapchat", "tiktok",   "x",
                                      "youtube",   "telegram", "messenger", "website", "facebook"};

static gboolean
add_platform(Report *report, const char *platform, const char *rule, const char *words)
{
  guint before = report->platforms->len;
  report_add_unique(report->platforms, platform);
  if (report->platforms->len > before)
    report_add_why(report, "platform", platform, rule, words);
  return report->platforms->len > before;
}

/* Hosts that hold copies (archives, drives) or rules, not violations: lexicon, platform.none. */
static gboolean
is_copy_host(const ClassifyRules *rules, const char *url)
{
  const char *host = strstr(url, "://");
  host = host ? host + 3 : url;
  g_autofree char *name = g_strndup(host, strcspn(host, "/?#"));
  g_autoptr(ClassifyText) text = classify_text_new();
  classify_text_add(text, name, ZONE_BODY);
  classify_lexicon_match(rules->lexicon, text);
  int none = classify_lexicon_find(rules->lexicon, "platform.none");
  for (guint i = 0; i < text->hits->len; i++)
    if ((int)g_array_index(text->hits, Hit, i).concept == none)
      return TRUE;
  return FALSE;
}

static void
add_websites(const ClassifyRules *rules, Report *report)
{
  for (guint i = 0; i < report->links->len && i < MAX_HOSTS; i++) {
    const ReportLink *link = g_ptr_array_index(report->links, i);
    if (g_strcmp0(link->platform, "website") == 0 && link->url && !is_copy_host(rules, link->url)) {
      add_platform(report, "website", "platform.link", NULL);
      return;
    }
  }
}

static gboolean
has_word_for(const ClassifyRules *rules, const ClassifyText *text, const char *platform)
{
  for (guint i = 0; i < text->hits->len; i++) {
    const Hit *hit = &g_array_index(text->hits, Hit, i);
    const Concept *concept = classify_lexicon_get(rules->lexicon, hit->concept);
    if (concept->kind == CONCEPT_PLATFORM && strcmp(concept->value, platform) == 0 &&
        classify_token(text, hit->first)->zone != ZONE_SIGNATURE)
      return TRUE;
  }
  return FALSE;
}

static const Hit *
find_implied(const ClassifyRules *rules, const ClassifyText *text, const char *platform)
{
  for (guint i = 0; i < text->hits->len; i++) {
    const Hit *hit = &g_array_index(text->hits, Hit, i);
    const Concept *concept = classify_lexicon_get(rules->lexicon, hit->concept);
    guint8 zone = classify_token(text, hit->first)->zone;
    if (g_str_has_prefix(concept->id, IMPLIES) && strcmp(concept->id + strlen(IMPLIES), platform) == 0 &&
        zone != ZONE_SIGNATURE && zone != ZONE_REPLY)
      return hit;
  }
  return NULL;
}

/* "Page", "live", "post" with nothing else said: lexicon, sys.implies-NAME. What only one platform has goes
 * before what several have. */
static void
add_implied(const ClassifyRules *rules, const ClassifyText *text, Report *report, const char *platform)
{
  const Hit *hit = find_implied(rules, text, platform);
  g_autofree char *words = hit ? classify_words(text, hit->first, hit->last) : NULL;
  if (hit)
    add_platform(report, platform, "platform.implied", words);
}

static gboolean
has_platform(const Report *report, const char *const *names)
{
  for (; *names; names++)
    if (g_ptr_array_find_with_equal_func(report->platforms, *names, g_str_equal, NULL))
      return TRUE;
  return FALSE;
}

static gboolean
has_mail_attached(const Report *report)
{
  for (guint i = 0; i < report->attachments->len; i++)
    if (g_strcmp0(((ReportAttachment *)g_ptr_array_index(report->attachments, i))->media_type,
                  "message/rfc822") == 0)
      return TRUE;
  return FALSE;
}

static gboolean
forwards_a_mail(const ClassifyText *text)
{
  for (guint i = 0; i < text->tokens->len; i++)
    if (classify_token(text, i)->zone == ZONE_FORWARD)
      return TRUE;
  return FALSE;
}

/* Votes are bought and the network is cut off line. */
static gboolean
is_off_line(const Report *report)
{
  const char *main = report->categories->len ? g_ptr_array_index(report->categories, 0) : "";
  return strcmp(main, "vote_manipulation") == 0 || strcmp(main, "internet_shutdown") == 0;
}

void
classify_platforms(const ClassifyRules *rules, const ClassifyText *text, Report *report)
{
  for (guint i = 0; i < report->links->len; i++) {
    const ReportLink *link = g_ptr_array_index(report->links, i);
    if (link->platform && strcmp(link->platform, "website") != 0)
      add_platform(report, link->platform, link->opaque ? "platform.opaque-link" : "platform.link", NULL);
  }
  g_autofree guint8 *contact = classify_mark(text, classify_lexicon_find(rules->lexicon, "sys.contact"));
  g_autofree guint8 *told = classify_mark(text, classify_lexicon_find(rules->lexicon, "sys.told-platform"));
  const Hit *last_resort = NULL, *other = NULL;
  for (guint i = 0; i < text->hits->len; i++) {
    const Hit *hit = &g_array_index(text->hits, Hit, i);
    const Concept *concept = classify_lexicon_get(rules->lexicon, hit->concept);
    guint8 zone = classify_token(text, hit->first)->zone;
    if (concept->kind != CONCEPT_PLATFORM || strcmp(concept->value, "none") == 0 || zone == ZONE_SIGNATURE ||
        zone == ZONE_REPLY || strcmp(concept->value, "website") == 0 ||
        (zone == ZONE_ATTACHMENT && strcmp(concept->value, "phone") == 0) || /* "messages and calls are" */
        classify_marked_near(text, contact, hit->first, hit->last, 4, 3))
      continue;
    if (classify_marked_near(text, told, hit->first, hit->last, 2, 1)) {
      last_resort = last_resort ? last_resort : hit;
      continue;
    }
    if (concept->weak) { /* television and the like: only when nothing better is named */
      other = other ? other : hit;
      continue;
    }
    g_autofree char *words = classify_words(text, hit->first, hit->last);
    add_platform(report, concept->value, "platform.word", words);
  }
  if (has_word_for(rules, text, "website") || !report->platforms->len)
    add_websites(rules, report);
  if (!report->platforms->len && other)
    add_platform(report, "other", "platform.word", NULL);
  if (!report->platforms->len && last_resort)
    add_platform(report, classify_lexicon_get(rules->lexicon, last_resort->concept)->value, "platform.told",
                 NULL);
  if (has_mail_attached(report) || (!report->platforms->len && forwards_a_mail(text)))
    add_platform(report, "email", "platform.forwarded", NULL);
  static const char *const with_groups[] = {"whatsapp", "telegram", "messenger", "facebook", "sms", NULL};
  static const char *const online[] = {"facebook", "messenger", "instagram", "whatsapp", "telegram", "tiktok",
                                       "x",        "youtube",   "snapchat",  "threads",  "website",  "email",
                                       "sms",      "phone",     NULL};
  if (!has_platform(report, with_groups))
    add_implied(rules, text, report, "whatsapp");
  for (guint i = 0; i < G_N_ELEMENTS(implied) && !has_platform(report, online); i++)
    add_implied(rules, text, report, implied[i]);
  if (!report->platforms->len && is_off_line(report))
    add_platform(report, "other", "platform.none-named", NULL);
}
