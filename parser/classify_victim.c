/* SPDX-License-Identifier: ISC */
/* Who was harmed: the victim's profession, and the class of SDG 16.10.1 when that profession is one the
 * indicator counts. A profession counts only where it stands as the one acted upon, or as the reporter's own
 * when the reporter is the victim. */
#include <string.h>

#include "parser/classify_internal.h"

static const char *const counted[] = {"journalist", "blogger", "trade_unionist", "hrd", NULL};
static const char *const harmful[] = {"harassment",       "incitement",        "blackmail",
                                      "account_takeover", "privacy_violation", NULL};

static gboolean
any_in(GPtrArray *list, const char *const *set)
{
  for (guint i = 0; i < list->len; i++)
    if (g_strv_contains(set, g_ptr_array_index(list, i)))
      return TRUE;
  return FALSE;
}

static void
set_sdg(const ClassifyRules *rules, const ClassifyText *text, Report *report)
{
  if (!g_strv_contains(counted, report->victim_profession))
    return;
  for (guint i = 0; i < text->hits->len; i++) {
    const Hit *hit = &g_array_index(text->hits, Hit, i);
    const Concept *concept = classify_lexicon_get(rules->lexicon, hit->concept);
    const Token *token = classify_token(text, hit->first);
    if (concept->kind != CONCEPT_SDG || hit->negated || token->flags & TOKEN_QUOTED ||
        token->zone == ZONE_SIGNATURE)
      continue;
    report->sdg_class = g_strdup(concept->value);
    g_autofree char *words = classify_words(text, hit->first, hit->last);
    report_add_why(report, "sdg_class", concept->value, concept->id, words);
    return;
  }
  if (any_in(report->categories, harmful)) {
    report->sdg_class = g_strdup("other_harmful_act");
    report_add_why(report, "sdg_class", "other_harmful_act", "sdg.category", NULL);
  }
}

void
classify_victim(const ClassifyRules *rules, const ClassifyText *text, Report *report,
                gboolean reporter_is_victim)
{
  g_autofree guint8 *against = classify_mark(text, classify_lexicon_find(rules->lexicon, "sys.against"));
  g_autofree guint8 *benefit = classify_mark(text, classify_lexicon_find(rules->lexicon, "sys.benefit"));
  g_autofree guint8 *suffers = classify_mark(text, classify_lexicon_find(rules->lexicon, "sys.suffers"));
  g_autofree guint8 *me = classify_mark(text, classify_lexicon_find(rules->lexicon, "sys.first-person"));
  for (guint i = 0; i < text->hits->len && !report->victim_profession; i++) {
    const Hit *hit = &g_array_index(text->hits, Hit, i);
    const Concept *concept = classify_lexicon_get(rules->lexicon, hit->concept);
    if (concept->kind != CONCEPT_VICTIM || hit->negated ||
        classify_token(text, hit->first)->flags & TOKEN_QUOTED)
      continue;
    gboolean acted_upon = (classify_marked_near(text, against, hit->first, hit->last, 3, 0) &&
                           !classify_marked_near(text, benefit, hit->first, hit->last, 2, 0)) ||
                          classify_marked_near(text, suffers, hit->first, hit->last, 4, 4);
    gboolean self = reporter_is_victim && (classify_marked_near(text, me, hit->first, hit->last, 4, 1) ||
                                           classify_token(text, hit->first)->zone == ZONE_SIGNATURE);
    if (!self && (!acted_upon || classify_token(text, hit->first)->zone == ZONE_SIGNATURE))
      continue;
    report->victim_profession = g_strdup(concept->value);
    g_autofree char *words = classify_words(text, hit->first, hit->last);
    report_add_why(report, "victim_profession", concept->value,
                   self ? "victim.reporter" : "victim.acted-upon", words);
  }
  if (report->victim_profession)
    set_sdg(rules, text, report);
}
