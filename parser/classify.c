/* SPDX-License-Identifier: ISC */
/* Classification: loads the rules, reads a report once, fills its fields and says why. Everything is a
 * suggestion that a person looks at. Refuses to see a violation in what reads as criticism or satire alone,
 * and invents no category without a word for it. */
#include "parser/classify.h"

#include <math.h>
#include <string.h>

#include "parser/classify_internal.h"

#define MAX_CATEGORIES 3u
#define MAX_TYPES 4u
#define MAX_WORDS_BYTES 120u

/* --- rules */

static gboolean
read_lexicons(GHashTable *files, Lexicon *lexicon, GError **error)
{
  g_autoptr(GList) names = g_list_sort(g_hash_table_get_keys(files), (GCompareFunc)strcmp);
  guint n = 0;
  for (GList *l = names; l; l = l->next) {
    if (!g_str_has_suffix(l->data, ".lex"))
      continue;
    gsize size;
    const char *data = g_bytes_get_data(g_hash_table_lookup(files, l->data), &size);
    if (!classify_lexicon_read(lexicon, l->data, data ? data : "", size, error))
      return FALSE;
    n++;
  }
  if (!n)
    g_set_error(error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_NOT_FOUND, "no lexicon (*.lex)");
  return n > 0;
}

static gboolean
read_one(GHashTable *files, const char *name, Lexicon *lexicon, GError **error)
{
  gsize size;
  GBytes *bytes = g_hash_table_lookup(files, name);
  const char *data = bytes ? g_bytes_get_data(bytes, &size) : NULL;
  if (data)
    return classify_lexicon_read(lexicon, name, data, size, error);
  g_set_error(error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_NOT_FOUND, "%s is missing", name);
  return FALSE;
}

ClassifyRules *
classify_rules_new(GHashTable *files, GError **error)
{
  g_autoptr(ClassifyRules) rules = g_new0(ClassifyRules, 1);
  rules->lexicon = classify_lexicon_new(FALSE);
  rules->function_words = classify_lexicon_new(TRUE);
  rules->signatory_accounts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  rules->taxonomy = classify_taxonomy_new(files, error);
  if (!rules->taxonomy || !read_lexicons(files, rules->lexicon, error) ||
      !read_one(files, "languages.lex", rules->function_words, error) ||
      !classify_taxonomy_places(files, rules->lexicon, error) ||
      !classify_signatories_read(files, rules->lexicon, rules->signatory_accounts, error))
    return NULL;
  classify_lexicon_seal(rules->lexicon);
  classify_lexicon_seal(rules->function_words);
  GBytes *weights = g_hash_table_lookup(files, "weights.json");
  gsize size = 0;
  const char *json = weights ? g_bytes_get_data(weights, &size) : NULL;
  rules->model =
      classify_model_new(rules->lexicon, json, size, g_hash_table_lookup(files, "words.txt"), error);
  return rules->model ? g_steal_pointer(&rules) : NULL;
}

void
classify_rules_free(ClassifyRules *rules)
{
  if (!rules)
    return;
  classify_lexicon_free(rules->lexicon);
  classify_lexicon_free(rules->function_words);
  classify_model_free(rules->model);
  classify_taxonomy_free(rules->taxonomy);
  g_clear_pointer(&rules->signatory_accounts, g_hash_table_unref);
  g_free(rules);
}

/* --- reading a report */

char *
classify_words(const ClassifyText *text, guint first, guint last)
{
  const Token *a = classify_token(text, first), *b = classify_token(text, last);
  if (a->text != b->text || b->end <= a->start)
    return NULL;
  const char *s = g_ptr_array_index(text->texts, a->text);
  gsize n = b->end - a->start;
  g_autofree char *raw = g_strndup(s + a->start, MIN(n, MAX_WORDS_BYTES));
  g_autofree char *words = g_utf8_make_valid(raw, -1);
  g_strdelimit(words, "\r\n\t", ' ');
  return g_steal_pointer(&words);
}

char *
classify_account_words(const char *account)
{
  GString *words = g_string_new(NULL);
  for (const char *p = account; *p; p++) {
    if (words->len && g_ascii_isupper(*p) && g_ascii_islower(p[-1]))
      g_string_append_c(words, ' ');
    g_string_append_c(words, strchr("._-@", *p) ? ' ' : *p);
  }
  return g_string_free(words, FALSE);
}

/* The token is a mail address or stands for one: as the line has that begins an answer's quotation. */
static gboolean
is_address(const ClassifyText *text, const Token *token)
{
  const char *s = (const char *)g_ptr_array_index(text->texts, token->text) + token->start;
  gsize n = token->end - token->start;
  return token->flags & TOKEN_OPAQUE && n > 6 && (strncmp(s, "[email", 6) == 0 || memchr(s + 1, '@', n - 1));
}

/* The line of the token, which begins with >, follows on a colon. */
static gboolean
is_introduced(const ClassifyText *text, const Token *token)
{
  const char *s = g_ptr_array_index(text->texts, token->text);
  gsize i = token->start;
  while (i && s[i - 1] != '\n')
    i--;
  while (i && g_ascii_isspace(s[i - 1]))
    i--;
  return i && s[i - 1] == ':';
}

/* Lines that begin with > behind a colon, with no address before them, do not repeat an earlier mail:
 * somebody pasted what was written to them. */
static void
spare_pasted(ClassifyText *text)
{
  gboolean mailed = FALSE, pasted = FALSE;
  for (guint i = 0; i < text->tokens->len; i++) {
    Token *token = classify_token(text, i);
    const Token *before = i ? classify_token(text, i - 1) : NULL;
    if (before && token->text != before->text)
      mailed = pasted = FALSE;
    if (token->zone != ZONE_REPLY)
      pasted = FALSE;
    else if (!(before && before->text == token->text && before->flags & TOKEN_REPLY_LINE))
      pasted = !mailed && is_introduced(text, token);
    if (pasted)
      token->zone = ZONE_FORWARD;
    mailed = mailed || is_address(text, token);
  }
}

/* Everything after a line that begins a quoted earlier mail ("Original Message", our own acknowledgement) is
 * a reply's. */
static void
mark_replies(const ClassifyRules *rules, ClassifyText *text)
{
  int original = classify_lexicon_find(rules->lexicon, "sys.original-message");
  int forward = classify_lexicon_find(rules->lexicon, "sys.forwarded-message");
  for (guint i = 0; i < text->hits->len; i++) {
    const Hit *hit = &g_array_index(text->hits, Hit, i);
    const Token *token = classify_token(text, hit->first);
    if (((int)hit->concept != original && (int)hit->concept != forward) || token->zone != ZONE_BODY)
      continue;
    Zone zone = (int)hit->concept == original ? ZONE_REPLY : ZONE_FORWARD;
    for (guint k = hit->first; k < text->tokens->len && classify_token(text, k)->text == token->text; k++)
      if (classify_token(text, k)->zone == ZONE_BODY)
        classify_token(text, k)->zone = (guint8)zone;
  }
}

/* "You can report blackmail and ..." in what is quoted from us: the sentence tells of nothing. */
static void
mute_our_offers(const ClassifyRules *rules, ClassifyText *text)
{
  int offer = classify_lexicon_find(rules->lexicon, "sys.offer");
  for (guint i = 0; offer >= 0 && i < text->hits->len; i++) {
    const Hit *hit = &g_array_index(text->hits, Hit, i);
    const Token *token = classify_token(text, hit->first);
    if ((int)hit->concept != offer || token->zone != ZONE_REPLY)
      continue;
    guint32 sentence = token->sentence;
    for (guint k = hit->first; k < text->tokens->len && classify_token(text, k)->sentence == sentence; k++)
      classify_token(text, k)->zone = ZONE_SIGNATURE;
  }
}

ClassifyText *
classify_read(const ClassifyRules *rules, const Report *report)
{
  ClassifyText *text = classify_text_new();
  classify_text_add(text, report->subject, ZONE_SUBJECT);
  classify_text_add(text, report->text, ZONE_BODY);
  for (guint i = 0; i < report->attachments->len; i++)
    classify_text_add(text, ((ReportAttachment *)g_ptr_array_index(report->attachments, i))->text,
                      ZONE_ATTACHMENT);
  classify_lexicon_match(rules->lexicon, text);
  spare_pasted(text);
  mark_replies(rules, text);
  mute_our_offers(rules, text);
  g_autofree guint8 *closing = classify_mark(text, classify_lexicon_find(rules->lexicon, "sys.closing"));
  classify_text_mark_signature(text, report->subject ? 1 : 0, closing);
  return text;
}

/* --- fields */

typedef struct {
  guint output;
  double score, over; /* what it must be above the others' limits */
  int top;
} Scored;

static int
by_score(gconstpointer a, gconstpointer b)
{
  double x = ((const Scored *)a)->score - ((const Scored *)a)->over;
  double y = ((const Scored *)b)->score - ((const Scored *)b)->over;
  return (x < y) - (x > y);
}

static void
say_why(const ClassifyRules *rules, const ClassifyText *text, const Features *features, Report *report,
        const char *field, const char *value, guint output, int feature)
{
  if (feature == CLASSIFY_TOP_WORD) {
    const guint token = features->words.token[output];
    g_autofree char *word = classify_words(text, token, token);
    report_add_why(report, field, value, "words.txt", word);
    return;
  }
  if (feature < 0) {
    report_add_why(report, field, value, "model.bias", NULL);
    return;
  }
  g_autofree char *rule = classify_model_feature_name(rules->model, rules->lexicon, (guint)feature);
  guint32 best = features->best[feature];
  const Hit *hit = best ? &g_array_index(text->hits, Hit, best - 1) : NULL;
  g_autofree char *words = hit ? classify_words(text, hit->first, hit->last) : NULL;
  report_add_why(report, field, value, rule, words);
}

/* Violation types of the chosen categories: those of the concepts that were met, most telling first; else the
 * category's first. */
static void
set_types(const ClassifyRules *rules, const Features *features, Report *report)
{
  for (guint c = 0; c < report->categories->len && report->violation_types->len < MAX_TYPES; c++) {
    const char *category = g_ptr_array_index(report->categories, c);
    const char *best = NULL;
    double most = 0;
    for (guint i = 0; i < features->used->len; i++) {
      guint f = g_array_index(features->used, guint32, i), concept = f / N_VARIANTS;
      const char *type = concept < classify_lexicon_size(rules->lexicon)
                             ? classify_lexicon_get(rules->lexicon, concept)->type
                             : NULL;
      if (!type || features->values[f] <= most ||
          g_strcmp0(classify_taxonomy_category(rules->taxonomy, type), category) != 0)
        continue;
      most = features->values[f], best = type;
    }
    if (!best && strcmp(category, "other") == 0)
      best = "OTHER";
    best = best ? best : classify_taxonomy_first_type(rules->taxonomy, category);
    if (best)
      report_add_unique(report->violation_types, best);
  }
}

/* A word speaks for the category; for a second and third one, and when no concept does, the words together
 * lift it clearly over its mere frequency. */
static gboolean
is_said(const ClassifyRules *rules, const Scored *scored, guint place)
{
  double lift = scored->score - classify_model_bias(rules->model, scored->output);
  return scored->top >= 0 && ((place == 0 && scored->top != CLASSIFY_TOP_WORD) ||
                              lift >= classify_model_limit(rules->model, "lift", 0.7));
}

static void
set_categories(const ClassifyRules *rules, const ClassifyText *text, Features *features, Report *report)
{
  Scored scored[CLASSIFY_N_CATEGORIES];
  for (guint o = 0; o < CLASSIFY_N_CATEGORIES; o++) {
    scored[o].output = o;
    scored[o].score = classify_model_score(rules->model, features, o, &scored[o].top);
    g_autofree char *over = g_strconcat("over.", classify_model_output(rules->model, o), NULL);
    scored[o].over = classify_model_limit(rules->model, over,
                                          0); /* one that is often said beside others without being meant */
  }
  qsort(scored, G_N_ELEMENTS(scored), sizeof *scored, by_score);
  static const char *const limits[MAX_CATEGORIES] = {"first", "second", "third"};
  static const double fallback[MAX_CATEGORIES] = {-2.9, -0.6, 0.2};
  int top;
  double free_speech = classify_model_score(rules->model, features, CLASSIFY_OUTPUT_NO_VIOLATION, &top);
  gboolean criticism = free_speech > classify_model_limit(rules->model, "no_violation", 0);
  if (criticism) {
    report_add_unique(report->review, "no-violation?");
    say_why(rules, text, features, report, "review", "no-violation?", CLASSIFY_OUTPUT_NO_VIOLATION, top);
  }
  for (guint i = 0; i < G_N_ELEMENTS(scored) && report->categories->len < MAX_CATEGORIES; i++) {
    guint place = report->categories->len;
    double least = classify_model_limit(rules->model, limits[place], fallback[place]);
    if (!is_said(rules, &scored[i], place))
      continue;
    if (scored[i].score - scored[i].over < (criticism ? MAX(least, free_speech - 1) : least))
      break;
    const char *category = classify_model_output(rules->model, scored[i].output);
    report_add_unique(report->categories, category);
    say_why(rules, text, features, report, "category", category, scored[i].output, scored[i].top);
  }
  for (guint o = 0; report->categories->len && o < CLASSIFY_N_CATEGORIES; o++)
    if (strcmp(classify_model_output(rules->model, o), g_ptr_array_index(report->categories, 0)) == 0)
      classify_features_set_top(features, rules->lexicon, o);
}

static void
set_actor(const ClassifyRules *rules, const ClassifyText *text, const Features *features, Report *report)
{
  const guint unknown = CLASSIFY_FIRST_ACTOR + (guint)classify_model_find_actor("unknown");
  const double none = classify_model_score(rules->model, features, unknown, NULL) -
                      classify_model_bias(rules->model, unknown);
  guint best = unknown;
  int why = -1;
  double most = -INFINITY;
  for (guint o = CLASSIFY_FIRST_ACTOR; o < CLASSIFY_N_OUTPUTS; o++) {
    int top;
    const double score = classify_model_score(rules->model, features, o, &top),
                 lift = score - classify_model_bias(rules->model, o);
    if (score > most &&
        (o == unknown ||
         lift - none >= classify_model_limit(rules->model, "lift", 0.7))) /* not for being accused often */
      most = score, best = o, why = top;
  }
  g_free(report->actor_group);
  report->actor_group = g_strdup(classify_model_output(rules->model, best) + strlen("actor:"));
  say_why(rules, text, features, report, "actor_group", report->actor_group, best, why);
}

/* Whose promises: the declaration's groups. An unknown actor broke nobody's promise yet. */
static void
set_commitments(const ClassifyRules *rules, const ClassifyText *text, Report *report)
{
  static const char *const groups[][2] = {{"candidate", "CAND"}, {"party", "CAND"},     {"cso", "CSO"},
                                          {"influencer", "CSO"}, {"individual", "IND"}, {"media", "MEDIA"},
                                          {"authority", "REG"},  {"platform", "PLAT"}};
  const char *group = NULL;
  for (guint i = 0; i < G_N_ELEMENTS(groups); i++)
    if (strcmp(report->actor_group, groups[i][0]) == 0)
      group = groups[i][1];
  int commission = classify_lexicon_find(rules->lexicon, "actor.authority.commission");
  for (guint i = 0; group && strcmp(group, "REG") == 0 && i < text->hits->len; i++)
    if ((int)g_array_index(text->hits, Hit, i).concept == commission)
      group = "IHEC";
  for (guint t = 0; group && t < report->violation_types->len; t++) {
    const char *type = g_ptr_array_index(report->violation_types, t);
    g_autoptr(GPtrArray) codes = classify_taxonomy_commitments(rules->taxonomy, group, type);
    for (guint i = 0; i < codes->len; i++) {
      report_add_unique(report->commitments, g_ptr_array_index(codes, i));
      report_add_why(report, "commitment", g_ptr_array_index(codes, i), type, NULL);
    }
  }
}

/* The reporter's side tells of the concept ("threatens me", "in our street"): somewhere outside quotations.
 */
static gboolean
is_told(const ClassifyRules *rules, const ClassifyText *text, const char *id)
{
  int concept = classify_lexicon_find(rules->lexicon, id);
  for (guint i = 0; i < text->hits->len; i++) {
    const Hit *hit = &g_array_index(text->hits, Hit, i);
    if ((int)hit->concept == concept && !hit->negated &&
        !(classify_token(text, hit->first)->flags & TOKEN_QUOTED))
      return TRUE;
  }
  return FALSE;
}

/* Somebody in office is accused, and a workplace was taken out of the text: the reporter tells of their own
 * office, school or barracks. */
static gboolean
is_at_work(const ClassifyText *text, const Report *report)
{
  for (guint i = 0; strcmp(report->actor_group, "authority") == 0 && i < text->texts->len; i++)
    if (strstr(g_ptr_array_index(text->texts, i), "[workplace"))
      return TRUE;
  return FALSE;
}

static void
set_language(const ClassifyRules *rules, const ClassifyText *text, Report *report, ClassifyText *own_words)
{
  const char *language = classify_language_alone(rules, own_words);
  const char *rule = "language.own-words";
  if (strcmp(language, "und") == 0)
    language = classify_language_of(rules, rules->lexicon, text), rule = "language.whole";
  if (strcmp(language, "und") == 0 && report->subject)
    language = classify_language(rules, report->subject), rule = "language.subject";
  g_free(report->language);
  report->language = g_strdup(language);
  report_add_why(report, "language", language, rule, NULL);
}

void
classify_report(const ClassifyRules *rules, Report *report, const char *own_words)
{
  g_autoptr(ClassifyText) text = classify_read(rules, report);
  g_autoptr(ClassifyText) own = classify_text_new();
  classify_text_add(own, own_words, ZONE_BODY);
  set_language(rules, text, report, own);
  if (strcmp(report->kind, "report") != 0 && strcmp(report->kind, "followup") != 0)
    return;
  if (text->full)
    report_add_unique(report->review, "classified-in-part");
  gboolean victim = is_told(rules, text, "sys.me-victim");
  g_autoptr(Features) features = classify_features_new(rules->model, rules->lexicon, text, report->links);
  set_categories(rules, text, features, report);
  set_types(rules, features, report);
  classify_platforms(rules, text, report);
  classify_features_set_platforms(features, rules->lexicon, report->platforms);
  set_actor(rules, text, features, report);
  set_commitments(rules, text, report);
  gboolean at_home =
      victim || is_at_work(text, report) || is_told(rules, text, "sys.our-place") ||
      g_ptr_array_find_with_equal_func(report->categories, "internet_shutdown", g_str_equal, NULL);
  classify_place(rules, text, report, own, at_home);
  classify_victim(rules, text, report, victim);
  classify_signatory(rules, text, report);
}
