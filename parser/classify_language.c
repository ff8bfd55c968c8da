/* SPDX-License-Identifier: ISC */
/* Language of what the reporter wrote, by script, letters and function words (lexicon: lang.*). Quotations,
 * links, names and signatures do not decide. Knows ar (Arabizi too), ckb, kmr, en, tr, and mixed when two of
 * them carry the content. */
#include <string.h>

#include "parser/classify_internal.h"

typedef enum { AR, CKB, KMR, EN, TR, ARABIZI, BADINI, N_LANGUAGES } Language;

static const char *const names[N_LANGUAGES] = {"ar", "ckb", "kmr", "en", "tr", "arabizi", "badini"};

typedef struct {
  double score[N_LANGUAGES];
  double unknown_latin, unknown_arabic;
} Count;

/* words[i]: bit per language whose function word token i is. */
static guint8 *
function_words(const Lexicon *lexicon, const ClassifyText *text)
{
  guint8 *words = g_new0(guint8, text->tokens->len + 1);
  for (guint i = 0; i < text->hits->len; i++) {
    const Hit *hit = &g_array_index(text->hits, Hit, i);
    const Concept *concept = classify_lexicon_get(lexicon, hit->concept);
    if (concept->kind != CONCEPT_LANGUAGE)
      continue;
    for (guint l = 0; l < N_LANGUAGES; l++)
      if (strcmp(concept->value, names[l]) == 0)
        words[hit->first] |= (guint8)(1u << l);
  }
  return words;
}

static void
count_arabic_script(Count *count, const ClassifyText *text, const Token *token, guint8 words)
{
  const guint16 *key = &g_array_index(text->keys, guint16, token->key);
  gboolean sorani = words & (1u << CKB), badini = words & (1u << BADINI), arabic = words & (1u << AR);
  if (sorani)
    count->score[CKB] += arabic ? 0.5 : 1.5;
  if (badini)
    count->score[BADINI] += 1.5;
  if (arabic)
    count->score[AR] += sorani ? 0.5 : 1.5;
  if (token->flags & TOKEN_SORANI_LETTER)
    count->score[CKB] += 1;
  else if (token->flags & TOKEN_ARABIC_LETTER || (token->key_len > 3 && key[0] == 0x0627 && key[1] == 0x0644))
    count->score[AR] += 1;
  else if (!words)
    count->unknown_arabic += 0.3;
}

static void
count_latin(Count *count, const Token *token, guint8 words)
{
  static const Language latin[] = {KMR, EN, TR, ARABIZI};
  guint n = 0;
  for (guint i = 0; i < G_N_ELEMENTS(latin); i++)
    n += (words >> latin[i]) & 1u;
  if (token->flags & TOKEN_CAPITAL && n == 1 && words & (1u << ARABIZI))
    return; /* "Al-Shatra" in an English text */
  for (guint i = 0; i < G_N_ELEMENTS(latin); i++)
    if ((words >> latin[i]) & 1u)
      count->score[latin[i]] += n == 1 ? 1.5 : 0.5;
  gboolean letter = FALSE;
  if (token->flags & TOKEN_KURMANJI_LETTER)
    count->score[KMR] += 1, letter = TRUE;
  if (token->flags & TOKEN_TURKISH_LETTER && !(token->flags & TOKEN_CAPITAL))
    count->score[TR] += 1, letter = TRUE;
  if (token->flags & TOKEN_DIGIT_INSIDE && token->key_len < 14)
    count->score[ARABIZI] += 1.5, letter = TRUE;
  if (!n && !letter && !(token->flags & TOKEN_CAPITAL) && token->key_len > 1)
    count->unknown_latin += 0.4;
}

/* The Latin languages: unknown words belong to the one that the known ones speak, few words of another are
 * loans and names. English keeps its words beside Arabizi, whose writers mix the two. */
static void
settle_latin(Count *count)
{
  double *s = count->score;
  Language most = EN;
  static const Language latin[] = {KMR, TR, ARABIZI};
  for (guint i = 0; i < G_N_ELEMENTS(latin); i++)
    if (s[latin[i]] > s[most])
      most = latin[i];
  for (guint i = 0; i < G_N_ELEMENTS(latin); i++)
    if (latin[i] != most && s[latin[i]] < (latin[i] == ARABIZI && most == EN ? 0.12 : 0.3) * s[most])
      s[latin[i]] = 0;
  if (most != EN && s[EN] < (most == ARABIZI ? 0.1 : 0.25) * s[most])
    s[EN] = 0;
  if (s[most] >= 1.5 && (most != EN || s[ARABIZI] == 0) && (most != ARABIZI || s[EN] == 0))
    s[most] += count->unknown_latin;
}

/* Words in Arabic letters that no list has are Arabic unless Kurdish words stand around them; Badini is
 * Kurmanji in Arabic letters. */
static void
settle(Count *count)
{
  double *s = count->score;
  settle_latin(count);
  if (s[CKB] + s[BADINI] > 2 * s[AR])
    s[s[BADINI] > s[CKB] ? BADINI : CKB] += count->unknown_arabic;
  else
    s[AR] += count->unknown_arabic;
  if (s[BADINI] >= 3 && s[BADINI] > 0.35 * s[CKB]) {
    s[KMR] += s[BADINI] + s[CKB];
    s[CKB] = 0;
  }
  s[BADINI] = 0;
  if (s[CKB] >= 3 && s[CKB] >= 0.5 * s[AR] && s[AR] < 0.6 * s[CKB])
    s[AR] = 0; /* Arabic loans and names inside Sorani */
}

const char *
classify_language_of(const ClassifyRules *rules, const Lexicon *lexicon, const ClassifyText *text)
{
  g_autofree guint8 *words = function_words(lexicon, text);
  Count count = {0};
  for (guint i = 0; i < text->tokens->len; i++) {
    const Token *token = classify_token(text, i);
    if (token->flags & (TOKEN_OPAQUE | TOKEN_NUMBER | TOKEN_QUOTED) || token->zone == ZONE_SIGNATURE ||
        token->zone == ZONE_REPLY)
      continue;
    if (token->flags & TOKEN_ARABIC)
      count_arabic_script(&count, text, token, words[i]);
    else if (token->flags & TOKEN_LATIN)
      count_latin(&count, token, words[i]);
  }
  settle(&count);
  Language first = AR;
  for (guint l = 0; l < N_LANGUAGES; l++)
    if (count.score[l] > count.score[first])
      first = (Language)l;
  Language second = first == AR ? EN : AR;
  for (guint l = 0; l < N_LANGUAGES; l++)
    if (l != first && count.score[l] > count.score[second])
      second = (Language)l;
  if (count.score[first] <= 0.25)
    return "und";
  double share = count.score[second] / (count.score[first] + count.score[second]);
  gboolean both_arabic = (first == AR && second == ARABIZI) || (first == ARABIZI && second == AR);
  gboolean arabizi_english = (first == EN && second == ARABIZI) || (first == ARABIZI && second == EN);
  double limit = arabizi_english ? 0.12 : classify_model_limit(rules->model, "mixed_share", 0.22);
  double least = arabizi_english ? 3 : classify_model_limit(rules->model, "mixed_least", 4);
  if (!both_arabic && share >= limit && count.score[second] >= least)
    return "mixed";
  return first == ARABIZI ? "ar" : names[first];
}

const char *
classify_language_alone(const ClassifyRules *rules, ClassifyText *tokens)
{
  classify_lexicon_match(rules->function_words, tokens);
  g_autofree guint8 *closing = classify_mark(tokens, -1);
  classify_text_mark_signature(tokens, 0, closing);
  const char *language = classify_language_of(rules, rules->function_words, tokens);
  if (strcmp(language, "und") != 0)
    return language;
  for (guint i = 0; i < tokens->tokens->len; i++) {
    Token *token = classify_token(tokens, i);
    token->flags &= (guint16)~TOKEN_QUOTED;
    token->zone = ZONE_BODY;
  }
  return classify_language_of(rules, rules->function_words, tokens);
}

const char *
classify_language(const ClassifyRules *rules, const char *text)
{
  g_autoptr(ClassifyText) tokens = classify_text_new();
  classify_text_add(tokens, text, ZONE_BODY);
  return classify_language_alone(rules, tokens);
}
