/* SPDX-License-Identifier: ISC */
/* The governorate by the shipped rules: names of every kind and script, words that are places only sometimes, and what counts when
 * the released text does not tell. */
#include <string.h>

#include "parser/classify_internal.h"
#include "tests/unit/classify_help.h"

static ClassifyRules *rules;

static char *
place_of(const char *text)
{
  g_autoptr(Report) report = help_classified(rules, "", text, text);
  return g_strdup(report->governorate);
}

typedef struct {
  const char *text, *place;
} Case;

static void
check(const Case *cases, guint n)
{
  for (guint i = 0; i < n; i++) {
    g_autofree char *place = place_of(cases[i].text);
    g_test_message("%s", cases[i].text);
    g_assert_cmpstr(place, ==, cases[i].place);
  }
}

static gboolean
is_reviewed(const Report *report)
{
  return help_has(report->review, "governorate-of-reporter");
}

static void
quarters_institutions_and_landmarks_stand_for_their_governorate(void)
{
  static const Case cases[] = {
      {"المرشح وزع فلوس على الناس بسوق مريدي", "Baghdad"},
      {"علقوا صورهم على الجسر المعلق وهددوا الناس", "Baghdad"},
      {"رئيس جامعة الكوفة نشر صور المرشح على الصفحة الرسمية", "Najaf"},
      {"عميد كلية في جامعة القادسية يهدد الطلبة", "Al-Qadisiyah"},
      {"راديو صوت هور الحويزة اذاع ان المرشحة انسحبت", "Maysan"},
      {"قطعوا الانترنت عن خان بني سعد ليلة الاقتراع", "Diyala"},
      {"حرقوا صور المرشحة قرب الملوية", "Salah al-Din"},
      {"يشترون البطاقات في بين الحرمين", "Karbala"},
      {"مدير مستشفى مرجان يجبر الموظفين على التصويت", "Babil"},
      {"They pay people at the Haboubi square to tear posters", "Dhi Qar"},
      {"The mayor of Busaya reads the cards of voters aloud", "Muthanna"},
      {"Rumaila camp: a guard collects voter cards", "Basra"},
      {"بەرپرسی لیستەکە لە بازاڕی چەقچەق کارت کۆدەکاتەوە", "Sulaymaniyah"},
      {"لە نەخۆشخانەی ڕزگاری هەڕەشە لە پەرستاران دەکەن", "Erbil"},
      {"ل کامپا دۆمیزێ کارتێن دەنگدانێ دکڕن", "Duhok"},
      {"Li kampa Çemişkoyê kartan dikirin", "Duhok"},
      {"Korya mahallesi muhtarı seçmen kartı topluyor", "Kirkuk"},
  };
  check(cases, G_N_ELEMENTS(cases));
}

static void
kurdish_and_turkish_endings_do_not_hide_a_place(void)
{
  static const Case cases[] = {
      {"لە دەربەندیخاندا دەنگ دەکڕن", "Sulaymaniyah"},
      {"ل سەرسنگێ کاندید هەڕەشەیان دکەت", "Duhok"},
      {"لە حاجیاواوە ڤیدیۆیەکی درۆ بڵاوکرایەوە", "Sulaymaniyah"},
      {"Ji Dêrelokê dengan dikirin", "Duhok"},
      {"Tazehurmatudan gelen kişiler oy satın alıyor", "Kirkuk"},
      {"Altunköprüdeki okulda oy satın alıyorlar", "Kirkuk"},
      {"كتب نوري التكريتي كلاما كاذبا عن المرشحة", NULL}, /* in Arabic the same ending makes a surname */
  };
  check(cases, G_N_ELEMENTS(cases));
}

static void
in_is_told_from_the_first_letter_of_a_name(void)
{
  static const Case cases[] = {
      {"نشرت القناة مقطع صندوق يحترق وكالت هذا بـهيت", "Anbar"},
      {"ماكو نت بهيت من الثمانية", "Anbar"},
      {"حارس عمارة المكتب يهدد الناس", NULL},
      {"يجمعون البطاقات بالعمارة", "Maysan"},
      {"توزيع بطانيات في بعقوبة وفي الكوت", NULL}, /* Baquba begins with b- of its own */
  };
  check(cases, G_N_ELEMENTS(cases));
}

static void
ordinary_words_and_names_are_no_places(void)
{
  static const Case cases[] = {
      {"وأنا شفته وكتبت عنه على الصفحة", NULL},
      {"نشروا صورا حديثة بلا فايدة", NULL},
      {"المشروع مال الامام كاذب بالكامل", NULL},
      {"شركات الانترنت كلها تكذب على الناس", NULL},
      {"لە دوکان ڤیدیۆیەکی درۆیان بڵاوکردەوە", NULL},
      {"سۆران وتی هەموو شت درۆیە", NULL},
      {"بلدية القائم تنشر صور المرشح", "Anbar"}, /* an office makes a place of such a word */
  };
  check(cases, G_N_ELEMENTS(cases));
}

static void
a_word_that_may_be_a_place_counts_when_nothing_else_is_named(void)
{
  static const Case cases[] = {
      {"صفحة بابل الحدث تحرض على النازحين", "Babil"},
      {"شبكة كميت الاعلامية نشرت خبرا كاذبا", "Maysan"},
      {"صفحة بابل الحدث تحرض على النازحين في الفلوجة", "Anbar"},
  };
  check(cases, G_N_ELEMENTS(cases));
}

static void
handles_and_addresses_name_a_place_once(void)
{
  static const Case cases[] = {
      {"حساب @eye_of_mosul_9 ينشر صور البيوت", "Nineveh"},
      {"حساب @hamza.official2 ينشر صور البيوت", NULL},
      {"وصلتنا رسالة من tanzeem.basra@list.example تطلب التوقيع", "Basra"},
      {"حساب @basra_news1 و @basra_news2 و @basra_news3 ينشر عن ناس من الناصرية، وزعوا فلوس في الناصرية وفي الشطرة", "Dhi Qar"},
  };
  check(cases, G_N_ELEMENTS(cases));
}

static void
where_somebody_goes_weighs_less_than_where_it_was(void)
{
  static const Case cases[] = {
      {"هددونا في بيجي واهلي يريدون نروح لاربيل", "Salah al-Din"},
      {"They burned posters in Tikrit. My husband wants to go to Erbil tonight", "Salah al-Din"},
  };
  check(cases, G_N_ELEMENTS(cases));
}

static void
a_place_that_was_taken_out_is_told_and_looked_at_first(void)
{
  static const char shown[] = "اني معلمة [workplace]. حارس المدرسة ياخذ بطاقات الناخبين",
                    own[] = "اني معلمة رياضيات. حارس المدرسة بسوق الشيوخ ياخذ بطاقات الناخبين";
  g_autoptr(Report) taken = help_classified(rules, "", shown, own);
  g_assert_cmpstr(taken->governorate, ==, "Dhi Qar");
  g_assert_true(is_reviewed(taken));
  for (guint i = 0; i < taken->why->len; i++) {
    const ReportWhy *why = g_ptr_array_index(taken->why, i);
    g_assert_true(!why->words || !strstr(why->words, "الشيوخ"));
  }
  g_autoptr(Report) told = help_classified(rules, "", own, own);
  g_assert_cmpstr(told->governorate, ==, "Dhi Qar");
  g_assert_false(is_reviewed(told));
  g_autoptr(Report) witness =
      help_classified(rules, "", "اني من [address]. شفت قناة تكذب على الناخبين", "اني من اهالي السماوة. شفت قناة تكذب على الناخبين");
  g_assert_null(witness->governorate);
}

/* Two are shown, and only the own words tell which. */
static void
what_own_words_decide_is_looked_at_though_it_is_shown(void)
{
  static const char shown[] = "زار المرشح الموصل ثم زار البصرة";
  g_autoptr(Report) tied = help_classified(rules, "", shown, shown), told = help_classified(rules, "", shown, "زار المرشح الموصل ثم زار البصرة، وفي البصرة هددني بالقرنة");
  g_assert_null(tied->governorate);
  g_assert_cmpstr(told->governorate, ==, "Basra");
  g_assert_true(is_reviewed(told));
}

static void
a_house_may_leave_what_was_taken_out_alone(void)
{
  g_autoptr(GHashTable) files = help_files();
  static const char weights[] = "{\"outputs\": {}, \"limits\": {\"place_own\": 0}}";
  g_hash_table_replace(files, g_strdup("weights.json"), g_bytes_new(weights, strlen(weights)));
  g_hash_table_remove(files, "words.txt");
  g_autoptr(GError) error = NULL;
  g_autoptr(ClassifyRules) strict = classify_rules_new(files, &error);
  g_assert_no_error(error);
  g_autoptr(Report) report = report_new();
  g_free(report->text);
  report->text = g_strdup("واحد يبتزني بصوري");
  classify_report(strict, report, "واحد يبتزني بصوري بالنجف");
  g_assert_null(report->governorate);
}

static gboolean
is_other_word(const char *id)
{
  return g_str_has_prefix(id, "place.unclear") || strcmp(id, "place.doubtful") == 0;
}

/* A name under two governorates would tell neither. */
static void
no_name_of_the_gazetteer_stands_for_two(void)
{
  g_autoptr(GBytes) file = help_file("taxonomy", "gazetteer.lex");
  g_auto(GStrv) lines = g_strsplit(g_bytes_get_data(file, NULL), "\n", -1);
  guint n = 0;
  for (guint i = 0; lines[i]; i++) {
    g_auto(GStrv) names = *lines[i] && !strchr("#[", *lines[i]) ? g_strsplit(lines[i], "|", -1) : g_new0(char *, 1);
    for (guint k = 0; names[k]; k++, n++) {
      g_autoptr(ClassifyText) text = classify_text_new();
      g_autofree char *name = g_strdelimit(g_strdup(g_strstrip(names[k])), "_", ' ');
      classify_text_add(text, name, ZONE_BODY);
      classify_lexicon_match(rules->lexicon, text);
      const char *of = NULL;
      for (guint h = 0; h < text->hits->len; h++) {
        const Hit *hit = &g_array_index(text->hits, Hit, h);
        const Concept *concept = classify_lexicon_get(rules->lexicon, hit->concept);
        if (concept->kind != CONCEPT_PLACE || is_other_word(concept->id) || hit->first || hit->last + 1 != text->tokens->len)
          continue;
        if (of && strcmp(of, concept->value) != 0)
          g_error("gazetteer.lex:%u: %s stands for %s and %s", i + 1, name, of, concept->value);
        of = concept->value;
      }
      if (!of)
        g_error("gazetteer.lex:%u: %s stands for nothing", i + 1, name);
    }
  }
  g_assert_cmpuint(n, >, 4000);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  rules = help_rules();
  static const HelpTest tests[] = {
      {"quarters, institutions and landmarks stand for their governorate",
       quarters_institutions_and_landmarks_stand_for_their_governorate},
      {"Kurdish and Turkish endings do not hide a place", kurdish_and_turkish_endings_do_not_hide_a_place},
      {"in is told from the first letter of a name", in_is_told_from_the_first_letter_of_a_name},
      {"ordinary words and names are no places", ordinary_words_and_names_are_no_places},
      {"a word that may be a place counts when nothing else is named",
       a_word_that_may_be_a_place_counts_when_nothing_else_is_named},
      {"handles and addresses name a place once", handles_and_addresses_name_a_place_once},
      {"where somebody goes weighs less than where it was", where_somebody_goes_weighs_less_than_where_it_was},
      {"a place that was taken out is told and looked at first", a_place_that_was_taken_out_is_told_and_looked_at_first},
      {"what own words decide is looked at though it is shown", what_own_words_decide_is_looked_at_though_it_is_shown},
      {"a house may leave what was taken out alone", a_house_may_leave_what_was_taken_out_alone},
      {"no name of the gazetteer stands for two", no_name_of_the_gazetteer_stands_for_two},
  };
  const int failed = help_run("/place/", tests, G_N_ELEMENTS(tests));
  classify_rules_free(rules);
  return failed;
}
