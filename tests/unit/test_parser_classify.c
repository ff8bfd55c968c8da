/* SPDX-License-Identifier: ISC */
/* Classification by the shipped rules: traps one by one. The figures over many texts are
 * test_parser_classify_set. */
#include <string.h>

#include "parser/classify_internal.h"
#include "tests/unit/classify_help.h"

static ClassifyRules *rules;

static Report *
classified(const char *subject, const char *text)
{
  Report *report = report_new();
  g_free(report->subject);
  g_free(report->text);
  report->subject = g_strdup(subject);
  report->text = g_strdup(text);
  classify_report(rules, report, text);
  return report;
}

static void
add_link(Report *report, const char *url, const char *platform, const char *account)
{
  ReportLink *link = report_link_new();
  link->url = g_strdup(url);
  link->platform = g_strdup(platform);
  link->account = g_strdup(account);
  g_ptr_array_add(report->links, link);
}

static gboolean
has(GPtrArray *list, const char *value)
{
  return g_ptr_array_find_with_equal_func(list, value, g_str_equal, NULL);
}

static gboolean
has_why(const Report *report, const char *field, const char *value)
{
  for (guint i = 0; i < report->why->len; i++) {
    const ReportWhy *why = g_ptr_array_index(report->why, i);
    if (strcmp(why->field, field) == 0 && strcmp(why->value, value) == 0 && why->rule && *why->rule)
      return TRUE;
  }
  return FALSE;
}

static void
languages_are_told_by_script_letters_and_function_words(void)
{
  static const struct {
    const char *text, *language;
  } cases[] = {
      {"وصلتني رسالة من صفحة لا أعرفها وفيها كلام غير صحيح عن الانتخابات", "ar"},
      {"اكو واحد دا يحچي علينا كل يوم وماكو احد يوكفه", "ar"},
      {"ئەم پەیجە هەموو ڕۆژێک درۆ لەسەر کاندیدەکەی ئێمە دەکات", "ckb"},
      {"ئه‌م په‌یجه‌ هه‌موو ڕۆژێک درۆ له‌سه‌ر کاندیده‌که‌ی ئێمه‌ "
       "ده‌کات",
       "ckb"},
      {"ئەڤ پەیجە گەلەک درەوان دبێژیت دژی مە ل دهوکێ و ئەز دزانم کیە ژبەر کو هەڤالێ منە", "kmr"},
      {"Ev rûpel her roj li ser namzeda me derewan dike û kes tiştekî nabêje", "kmr"},
      {"This page has been lying about our candidate for weeks and nobody stops it", "en"},
      {"Bu sayfa her gün adayımız hakkında yalan haber yayınlıyor ve kimse durdurmuyor", "tr"},
      {"hay el saf7a kul yom tnshr chathib 3ala el murasha7 w ma7ad ysawi shi", "ar"},
      {"hay el saf7a kul yom tnshr chathib 3ala el murasha7. I reported it twice and they did nothing about "
       "it",
       "mixed"},
      {"هذه الصفحة تنشر كلاماً كاذباً كل يوم عن المرشحة. The page has been doing this for weeks and nobody "
       "stops it",
       "mixed"},
      {"كاكه ئهم پهيجه دروي زؤر بلاو دهكاتهوه دهلي كارتي كون كار ناكات", "ckb"},
      {"salam, el account mali inhakkar last night and now he posts from it to all my 3amam, so please do not "
       "think it is me, hatha mo ani",
       "mixed"},
      {"Al-Shatra and Al-Rifai had no power yesterday, the candidate Al-Saadi said it was an order", "en"},
      {"كتب على صفحته: \"we will come for you and your people in the night\" وهذا تهديد واضح لنا من هذا "
       "المرشح",
       "ar"},
      {"...", "und"},
      {"", "und"},
  };
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_test_message("%s", cases[i].text);
    g_assert_cmpstr(classify_language(rules, cases[i].text), ==, cases[i].language);
  }
}

static void
a_governorate_is_where_the_deed_was(void)
{
  static const struct {
    const char *text, *place;
  } cases[] = {
      {"وزع المرشح فلوس على ناخبين في الزبير", "Basra"},
      {"اني من سكنة الموصل وشفت شراء اصوات في الناصرية", "Dhi Qar"},
      {"أنا موظف في جامعة الموصل وأبلغ عن صفحة تنشر أخباراً كاذبة", NULL},
      {"تم التعيين بالواسطة والفلوس وهذا تمييز", NULL},
      {"يهددونه امام عمارة المكتب كل يوم", NULL},
      {"حرق مقر القائمة في مدينة العمارة ليلة امس", "Maysan"},
      {"انقطع النت عن ابو غريب من الصبح", "Baghdad"},
      {"نشر كريم الموصلي خبرا كاذبا", NULL},
      {"توزيع بطانيات في بعقوبة وفي الكوت", NULL},
      {"توزيع بطانيات في بعقوبة وفي بعقوبة الجديدة ثم خبر من الكوت", "Diyala"},
      {"کڕینی دەنگ لە چەمچەماڵ و هەڕەشە لە دەنگدەران", "Sulaymaniyah"},
      {"من خەڵکی هەولێرم و دەمەوێت لەسەر پەیجێک سکاڵا بکەم", NULL},
      {"They buy cards in Hawija, the men of the list", "Kirkuk"},
      {"I live in Basra. The post attacks a family in Mosul and gives their address", "Nineveh"},
      {"Tuzhurmatu'da oy satın alıyorlar", "Salah al-Din"},
      {"Li Zaxo dengan dikirin", "Duhok"},
      {"تم تغيير كلمة مرور الصفحة من جهاز في بغداد", NULL},
  };
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(Report) report = classified("", cases[i].text);
    g_test_message("%s", cases[i].text);
    g_assert_cmpstr(report->governorate, ==, cases[i].place);
    g_assert_true(!cases[i].place || has_why(report, "governorate", cases[i].place));
  }
}

static void
the_home_of_a_victim_counts_and_is_looked_at_first(void)
{
  g_autoptr(Report) report = report_new();
  g_free(report->text);
  report->text = g_strdup("اني من [address] وواحد يبتزني بصوري");
  classify_report(rules, report, "اني من النجف وواحد يبتزني بصوري");
  g_assert_cmpstr(report->governorate, ==, "Najaf");
  g_assert_true(has(report->review, "governorate-of-reporter"));
  for (guint i = 0; i < report->why->len; i++) {
    const ReportWhy *why = g_ptr_array_index(report->why, i);
    g_assert_true(!why->words || !strstr(why->words, "النجف"));
  }
}

static char *
place_of(const char *shown, const char *own)
{
  g_autoptr(Report) report = report_new();
  g_free(report->text);
  report->text = g_strdup(shown);
  classify_report(rules, report, own);
  return g_strdup(report->governorate);
}

static void
the_only_place_a_victim_names_is_theirs(void)
{
  static const char hacked[] = "My Instagram page was stolen and somebody posts lies on it.";
  g_autofree char *one = place_of(hacked, "My Instagram page was stolen and somebody posts lies on it. I teach at "
                                          "the college of Kirkuk.");
  g_assert_cmpstr(one, ==, "Kirkuk");
  g_autofree char *two = place_of(hacked, "My Instagram page was stolen and somebody posts lies on it. Kirkuk, "
                                          "Basra and Mosul read it.");
  g_assert_null(two);
  g_autofree char *work =
      place_of("مدير الدائرة اجبر الموظفين على جلب البطاقات. اعمل في [workplace]",
               "مدير الدائرة اجبر الموظفين على جلب البطاقات. اعمل في مديرية زراعة الكوت");
  g_assert_cmpstr(work, ==, "Wasit");
  g_autofree char *witness = place_of("A candidate posts lies about a list. I work at [workplace]",
                                      "A candidate posts lies about a list. I work at the college of Kirkuk");
  g_assert_null(witness);
}

static void
platforms_are_where_it_happened_not_where_to_call(void)
{
  g_autoptr(Report) contact =
      classified("", "نشر المرشح كلاما كاذبا على تيك توك. راسلوني واتساب على [phone]");
  g_assert_true(has(contact->platforms, "tiktok"));
  g_assert_false(has(contact->platforms, "whatsapp"));
  g_autoptr(Report) told = classified("", "حساب على سناب شات يهدد الناس. بلغت فيسبوك سابقا عن غيره");
  g_assert_true(has(told->platforms, "snapchat"));
  g_assert_false(has(told->platforms, "facebook"));
  g_autoptr(Report) linked = report_new();
  add_link(linked, "https://x.com/a/status/1", "x", "a");
  add_link(linked, "https://web.archive.org/web/1/https://x.com/a/status/1", "website", NULL);
  g_free(linked->text);
  linked->text =
      g_strdup("The tweet is false. The same video is on YouTube and there is an archived copy on a website");
  classify_report(rules, linked, linked->text);
  g_assert_cmpuint(linked->platforms->len, ==, 2);
  g_assert_cmpstr(g_ptr_array_index(linked->platforms, 0), ==, "x");
  g_assert_cmpstr(g_ptr_array_index(linked->platforms, 1), ==, "youtube");
  g_assert_true(has_why(linked, "platform", "x"));
}

static void
a_denied_word_does_not_count(void)
{
  g_autoptr(Report) said = classified("", "This is incitement against the list");
  g_assert_true(has(said->categories, "incitement"));
  g_autoptr(Report) denied = classified("", "This is not incitement against the list");
  g_assert_false(has(denied->categories, "incitement"));
}

static void
criticism_that_somebody_wants_gone_gives_no_category(void)
{
  static const char *const texts[] = {
      "كتب احدهم مقالا يقول ان المحافظ فشل في ملف الكهرباء. نحن من انصار القائمة ونطلب حذف المقال",
      "A columnist wrote that our party has kept none of its promises. It is bad for us, please have the column "
      "removed",
      "نووسەرێک وتارێکی نووسیوە کە پارێزگار بەڵێنەکانی جێبەجێ نەکردووە. زیان بە لیستەکەمان دەگەیەنێت، تکایە "
      "وتارەکە بسڕنەوە",
      "Nivîskarek dibêje ku walî soza xwe bi cih neaniye. Zirarê dide partiya me, gotarê rakin",
      "Bir yazar milletvekilinin verdiği sözleri tutmadığını yazdı, adayımıza zarar veriyor, makaleyi kaldırın",
  };
  for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
    g_autoptr(Report) report = classified("", texts[i]);
    g_test_message("%s", texts[i]);
    g_assert_cmpuint(report->categories->len, ==, 0);
    g_assert_true(has(report->review, "no-violation?"));
  }
  g_autoptr(Report) threatened =
      classified("", "After a journalist criticised the candidate, his guards threatened to kill her at the door");
  g_assert_true(has(threatened->categories, "harassment"));
}

static void
words_of_a_false_report_are_no_second_category(void)
{
  g_autoptr(Report) voice = classified("", "قناة نزلت صوت رجال وطلب ١٠٠ دولار منسوب للمرشح، وهو مركب ومفبرك");
  g_assert_false(has(voice->categories, "vote_manipulation"));
  g_autoptr(Report) afraid = classified("", "A page says that polling in our district was postponed to Tuesday. The "
                                            "commission says this is false. I am afraid, do not name me");
  g_assert_false(has(afraid->categories, "harassment"));
  g_autoptr(Report) year = classified("", "صفحة تنشر صورة قديمة عمرها عشر سنة على انها اليوم");
  g_assert_false(has(year->categories, "hate_speech"));
}

static void
a_slur_in_quotation_marks_is_the_accused_s(void)
{
  g_autoptr(Report) report = classified("", "كتب في منشوره «ذوله كلاب ونجس» عن اهلنا");
  g_assert_cmpstr(g_ptr_array_index(report->categories, 0), ==, "hate_speech");
  gboolean quoted = FALSE;
  for (guint i = 0; i < report->why->len; i++)
    quoted |= g_str_has_prefix(((ReportWhy *)g_ptr_array_index(report->why, i))->rule, "quoted:");
  g_assert_true(quoted);
}

static void
our_own_acknowledgement_in_a_reply_does_not_count(void)
{
  g_autoptr(Report) report = classified("", "شكرا لكم، وصل الرد.\n\n> يمكنكم الإبلاغ عن الابتزاز وشراء "
                                            "الأصوات وخطاب الكراهية في البصرة\n> عبر فيسبوك");
  g_assert_cmpuint(report->platforms->len, ==, 0);
  g_assert_false(has(report->categories, "blackmail") && has(report->categories, "vote_manipulation"));
}

static void
satire_is_asked_about_not_filed(void)
{
  g_autoptr(Report) report = classified(
      "طلب", "نطالبكم باتخاذ إجراء بحق رسام الكاريكاتير لأنه ينتقد زعيمنا ووعوده في رسوماته الساخرة");
  g_assert_true(has(report->review, "no-violation?"));
  g_assert_false(has(report->categories, "hate_speech"));
  g_autoptr(Report) real = classified("شراء اصوات", "يشترون بطاقات الناخبين بمئة الف دينار");
  g_assert_false(has(real->review, "no-violation?"));
}

static void
words_that_say_nothing_give_no_category(void)
{
  g_autoptr(Report) report = classified("hello", "Please find attached the thing.");
  g_assert_cmpuint(report->categories->len, ==, 0);
  g_assert_cmpstr(report->actor_group, ==, "unknown");
}

static void
types_and_commitments_follow_from_category_and_actor(void)
{
  g_autoptr(Report) report = classified("شراء اصوات", "وكلاء المرشح يشترون بطاقات الناخبين بمئة الف دينار");
  g_assert_cmpstr(report->actor_group, ==, "candidate");
  g_assert_true(has(report->violation_types, "VOTEMAN"));
  g_assert_true(has(report->commitments, "CAND-08"));
  g_assert_true(has_why(report, "commitment", "CAND-08"));
}

static void
a_surname_and_a_verb_are_no_places(void)
{
  g_autoptr(Report) surname = classified("", "ئەم پۆستە هی کەمپینی خالید بازیان دژی لیستی ئێمەیە");
  g_assert_null(surname->governorate);
  g_autoptr(Report) town = classified("", "ئەم پۆستە لە بازیان بڵاو کراوەتەوە دژی لیستی ئێمە");
  g_assert_cmpstr(town->governorate, ==, "Sulaymaniyah");
  g_autoptr(Report) said = classified("", "پێشکەشکار گوتی ئەمانە مافی دەنگدانیان نییە");
  g_assert_null(said->governorate);
  g_autoptr(Report) kut = classified("", "يوزعون فلوس ويشترون بطاقات الناخبين بالكوت");
  g_assert_cmpstr(kut->governorate, ==, "Wasit");
}

static void
home_is_the_place_of_what_happened_in_our_street(void)
{
  g_autoptr(Report) ours = classified("", "اني ساكن في السماوة. بمحلتنا يوزعون فلوس ويشترون بطاقات الناخبين");
  g_assert_cmpstr(ours->governorate, ==, "Muthanna");
  g_assert_true(has(ours->review, "governorate-of-reporter"));
  g_autoptr(Report) elsewhere = classified("", "اني ساكن في السماوة. شفت قناة تكذب على الناخبين");
  g_assert_null(elsewhere->governorate);
}

static void
attached_chats_and_mails_tell_what_platform(void)
{
  g_autoptr(Report) chat = report_new();
  g_free(chat->text);
  chat->text = g_strdup("كروب واتساب لشراء الاصوات");
  ReportAttachment *attachment = report_attachment_new();
  attachment->text = g_strdup("الرسائل والمكالمات مشفرة تماما بين الطرفين");
  g_ptr_array_add(chat->attachments, attachment);
  classify_report(rules, chat, chat->text);
  g_assert_true(has(chat->platforms, "whatsapp"));
  g_assert_false(has(chat->platforms, "phone"));
  g_autoptr(Report) forwarded =
      classified("", "see what he sent\n\n---------- Forwarded message ---------\nwe know where you live");
  g_assert_true(has(forwarded->platforms, "email"));
  g_autoptr(Report) call = classified("", "اتصل بي من رقم غريب وهددني");
  g_assert_true(has(call->platforms, "phone"));
  g_autoptr(Report) both = classified("", "عرض التلفزيون مقطعا كاذبا ونشره على فيسبوك");
  g_assert_cmpuint(both->platforms->len, ==, 1);
  g_autoptr(Report) offline = classified("", "They handed out food parcels and envelopes to the families on our street");
  g_assert_true(has(offline->platforms, "other"));
  g_autoptr(Report) group = classified("", "مدير الدائرة نشر التهديد بكروب الموظفين");
  g_assert_true(has(group->platforms, "whatsapp"));
  g_autoptr(Report) story = classified("", "كلام منشور بالستوري مالته");
  g_assert_true(has(story->platforms, "instagram"));
  g_assert_false(has(story->platforms, "facebook"));
  g_autoptr(Report) spot = classified("", "he insulted us on the hill, the only spot with signal");
  g_assert_false(has(spot->platforms, "other"));
  g_autoptr(Report) cut = classified("", "ئینتەرنێتی گەڕەکەکەمان لە شەوەوە بڕاوە");
  g_assert_true(has(cut->platforms, "other"));
  g_autoptr(Report) inflected = classified("", "Di koma Viberê de gef li me kirin");
  g_assert_true(has(inflected->platforms, "other"));
}

static void
actors_by_how_they_are_introduced(void)
{
  static const struct {
    const char *text, *group;
  } cases[] = {
      {"المدعو فاضل الملقب ابو ليث ناشر صورها وكاتب كلام وسخ", "individual"},
      {"مدير حملة المرشح نادر يوزع فلوس ويشتري بطاقات الناخبين", "candidate"},
      {"بەرپرسی ڕاگەیاندنی لیستی سەوز هەڕەشەی لە مامۆستاکان کرد", "party"},
      {"Berpirsê partiya Roj ji malan kartên dengdanê distîne", "party"},
      {"The dean told the lecturers to bring students who vote for the list", "authority"},
      {"The presenter of the morning show on the TV channel insulted the voters", "media"},
      {"A man named Karim, an official of the Dawn party, threatened our neighbours", "party"},
      {"Our supervisor at the dormitory said that whoever does not vote for the list loses the room", "authority"},
      {"پارێزەری کاندیدەکە هەڕەشەی لە مامۆستایەک کرد", "candidate"},
      {"نشرت صفحة «نبض الوادي الاخبارية» كذبا عن المعلمات", "media"},
      {"[reporter], journalist at [workplace]. The candidate said that teachers are thieves", "candidate"},
  };
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(Report) report = classified("", cases[i].text);
    g_test_message("%s", cases[i].text);
    g_assert_cmpstr(report->actor_group, ==, cases[i].group);
  }
}

static void
who_gains_who_is_shown_and_who_is_ours_did_not_do_it(void)
{
  static const struct {
    const char *text, *group;
  } cases[] = {
      {"مدير الدائرة يهدد الموظفين بالنقل اذا ما جابوا البطاقات لصالح المرشح", "authority"},
      {"The headmaster told the teachers that whoever does not vote for the list will be transferred", "authority"},
      {"بەڕێوەبەر هەڕەشەی لە مامۆستاکان کرد کە دەگوازرێنەوە ئەگەر دەنگ بە لیستەکە نەدەن", "authority"},
      {"Müdür öğretmenleri topladı, listeye oy vermeyen sürgün edilecek dedi", "authority"},
      {"ينتشر فيديو مركب على وجه المرشحة ولا نعرف من يقف وراء القناة", "unknown"},
      {"A fake recording shows the candidate insulting voters. Nobody knows who made it", "unknown"},
      {"A preacher insults our candidate from his page. He has nothing to do with any party", "individual"},
      {"Kanaleke ku xwe wek medya dide nasîn gotinên derewîn li ser namzeda me belav dike", "media"},
  };
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(Report) report = classified("", cases[i].text);
    g_test_message("%s", cases[i].text);
    g_assert_cmpstr(report->actor_group, ==, cases[i].group);
  }
}

static void
who_is_behind_a_page_is_told_by_the_role_that_follows(void)
{
  static const struct {
    const char *text, *group;
  } cases[] = {
      {"صفحة «شموع الحي» تسب معلمة. وراها واحد اسمه سنان فلاح يشتغل بمكتب المرشح نادر الوردي", "candidate"},
      {"«Gül Bahçesi» sayfası öğretmenlere hakaret ediyor. Arkasında Orhan Demirtaş var, listenin bürosunda çalışıyor", "party"},
      {"پەیجی «گوڵە بەڕۆژە» سووکایەتی بە مامۆستایەک دەکات. لە پشتیەوە سەلام ڕەحیم هەیە، ڕاگەیاندنکاری لیستی سپیدە", "party"},
      {"Rûpela «Gula Sor» heqaretê li mamosteyekê dike. Xwediyê rûpelê Şivan e, ew li ofîsa berbijêr Azad kar dike", "candidate"},
      {"A page insults a teacher. We do not know who runs it", "unknown"},
  };
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(Report) report = classified("", cases[i].text);
    g_test_message("%s", cases[i].text);
    g_assert_cmpstr(report->actor_group, ==, cases[i].group);
  }
}

static void
threats_with_pictures_and_for_cards_are_told_by_what_is_said(void)
{
  static const struct {
    const char *text, *category;
  } cases[] = {
      {"دزلها «انسحبي من القائمة لو اوزع صورج على بيت عمج»", "blackmail"},
      {"He wrote: if you stay on the list i'll post your pictures", "blackmail"},
      {"نووسیویەتی «ئەگەر نەکشێیتەوە وێنەکانت بۆ باوکت دەنێرم»", "blackmail"},
      {"Nivîsî «an tu vedikişî an ez wêneyên te belav dikim»", "blackmail"},
      {"المدير جمع الموظفين وگال اللي ما يجيب خمس اسماء ينقل لقضاء بعيد", "vote_manipulation"},
      {"The dean told students that those who do not join the youth group will fail", "vote_manipulation"},
      {"كتب «اللي يروح للصندوق تنكسر رجله»", "incitement"},
      {"دەڵێت «شوێنیان لێرە نییە، با بگەڕێنەوە بۆ شاخ»", "hate_speech"},
      {"پەیجەکا درەو ب ناڤێ من هەیە", "fake_accounts"},
  };
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(Report) report = classified("", cases[i].text);
    g_test_message("%s", cases[i].text);
    g_assert_true(has(report->categories, cases[i].category));
  }
  g_autoptr(Report) page = classified("", "We posted pictures of the meeting and will send you the video if you want");
  g_assert_false(has(page->categories, "blackmail"));
  g_autoptr(Report) offer = classified("", "نشرت الصفحة كذبا عن المدرسة. اذا تحتاجون ادز الصور والفيديو");
  g_assert_false(has(offer->categories, "blackmail"));
  g_autoptr(Report) sorani = classified("", "پەیجەکە درۆی بڵاوکردەوە. ئەگەر پێویستە وێنەکان دەنێرم");
  g_assert_false(has(sorani->categories, "blackmail"));
}

static void
lines_pasted_behind_a_colon_are_no_earlier_mail(void)
{
  g_autoptr(Report) report = classified("", "وصلتني هاي الرسالة من رقم غريب:\n\n> انسحبي لو انزل صورج بالكروبات");
  g_assert_true(has(report->categories, "blackmail"));
}

static void
professions_count_for_victims_alone(void)
{
  g_autoptr(Report) victim = classified("", "قوات الأمن اعتقلت الصحفي بسبب منشور على فيسبوك");
  g_assert_cmpstr(victim->victim_profession, ==, "journalist");
  g_assert_cmpstr(victim->sdg_class, ==, "arbitrary_detention");
  g_autoptr(Report) candidate = classified("", "هددوا المرشحة برسائل على واتساب");
  g_assert_cmpstr(candidate->victim_profession, ==, "candidate");
  g_assert_null(candidate->sdg_class);
  g_autoptr(Report) helped = classified("", "يجمعون البطاقات لصالح المرشح بمئة الف دينار");
  g_assert_null(helped->victim_profession);
  g_autoptr(Report) none = classified("", "يشترون بطاقات الناخبين بمئة الف دينار");
  g_assert_null(none->victim_profession);
}

static void
every_field_that_is_set_says_why(void)
{
  g_autoptr(Report) report = classified("تحريض", "نشرت صفحة على فيسبوك تحريضا على قتل مراقبين في البصرة");
  for (guint i = 0; i < report->categories->len; i++)
    g_assert_true(has_why(report, "category", g_ptr_array_index(report->categories, i)));
  g_assert_true(has_why(report, "language", report->language));
  g_assert_true(has_why(report, "actor_group", report->actor_group));
  g_assert_true(has_why(report, "governorate", "Basra"));
  g_assert_true(has_why(report, "platform", "facebook"));
}

static void
spam_gets_a_language_and_no_categories(void)
{
  g_autoptr(Report) report = report_new();
  g_free(report->kind);
  report->kind = g_strdup("spam");
  g_free(report->text);
  report->text = g_strdup("buy votes and cards for money, this is the offer of the day for you");
  classify_report(rules, report, report->text);
  g_assert_cmpstr(report->language, ==, "en");
  g_assert_cmpuint(report->categories->len, ==, 0);
}

/* --- rules */

static ClassifyRules *
rules_with(const char *name, const char *content, GError **error)
{
  g_autoptr(GHashTable) files = help_files();
  if (content)
    g_hash_table_replace(files, g_strdup(name), g_bytes_new(content, strlen(content)));
  else
    g_hash_table_remove(files, name);
  return classify_rules_new(files, error);
}

static void
the_signatory_comes_from_the_organisation_s_list(void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ClassifyRules) own =
      rules_with("signatories.txt", "# names\nقائمة الياسمين\nno: حزب الأفق\n", &error);
  g_assert_no_error(error);
  static const char *const cases[][2] = {{"نشرت قائمة الياسمين خبرا كاذبا", "yes"},
                                         {"هدد حزب الافق الناخبين", "no"},
                                         {"هدد حزب اخر الناخبين", "unknown"}};
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(Report) report = report_new();
    g_free(report->text);
    report->text = g_strdup(cases[i][0]);
    classify_report(own, report, report->text);
    g_assert_cmpstr(report->signatory, ==, cases[i][1]);
  }
}

static void
an_account_says_more_than_a_name(void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ClassifyRules) own = rules_with("signatories-parties.txt",
                                            "قائمة الياسمين\nfacebook: @Yasmin.List\nno: x:ufuq_party\nno: حزب الأفق\n", &error);
  g_assert_no_error(error);
  static const char *const cases[][4] = {{"facebook", "yasmin.list", "نشرت صفحة خبرا كاذبا", "yes"},
                                         {"facebook", "yasmin.list", "هدد حزب الافق الناخبين", "yes"},
                                         {"x", "Ufuq_Party", "نشرت قائمة الياسمين خبرا كاذبا", "no"},
                                         {"tiktok", "yasmin.list", "نشرت صفحة خبرا كاذبا", "unknown"},
                                         {"x", NULL, "نشرت قائمة الياسمين خبرا كاذبا", "yes"}};
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(Report) report = report_new();
    ReportLink *link = report_link_new();
    link->platform = g_strdup(cases[i][0]);
    link->account = g_strdup(cases[i][1]);
    g_ptr_array_add(report->links, link);
    g_free(report->text);
    report->text = g_strdup(cases[i][2]);
    classify_report(own, report, report->text);
    g_assert_cmpstr(report->signatory, ==, cases[i][3]);
  }
  g_assert_null(rules_with("signatories.txt", "facebook:a b\n", &error));
  g_assert_nonnull(strstr(error->message, "signatories.txt:1: an account is PLATFORM:NAME"));
}

/* hate.lex is the organisation's: a word of theirs counts, in quotation marks in full; without the file all else works. */
static void
the_lexicon_of_slurs_is_the_organisation_s(void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ClassifyRules) own = rules_with("hate.lex", "[hate_speech.slur type=HATE quote=1 to=hate_speech:5]\nقرقوشيين\n", &error);
  g_autoptr(ClassifyRules) none = rules_with("hate.lex", NULL, &error);
  g_assert_no_error(error);
  static const char text[] = "المرشح قال عنهم «قرقوشيين» في خطابه";
  g_autoptr(Report) with = report_new(), without = report_new();
  g_free(with->text);
  g_free(without->text);
  with->text = g_strdup(text);
  without->text = g_strdup(text);
  classify_report(own, with, text);
  classify_report(none, without, text);
  g_assert_true(has(with->categories, "hate_speech"));
  g_assert_true(has(with->violation_types, "HATE"));
  g_assert_false(has(without->categories, "hate_speech"));
}

static void
a_monitor_s_own_concept_works_without_fitting(void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ClassifyRules) own =
      rules_with("own.lex", "[child_unsafe.own to=child_unsafe:4]\nقرقوش_صغير | zumbul*\n", &error);
  g_assert_no_error(error);
  g_autoptr(Report) report = report_new();
  g_free(report->text);
  report->text = g_strdup("in the park there was zumbulling again");
  classify_report(own, report, report->text);
  g_assert_cmpstr(g_ptr_array_index(report->categories, 0), ==, "child_unsafe");
}

static void
told(const char *name, guint token G_GNUC_UNUSED, void *data)
{
  g_string_append_printf(data, "%s ", name);
}

static void
words_are_told_without_what_arabic_writes_together(void)
{
  g_autoptr(ClassifyText) text = classify_text_new();
  g_autoptr(GString) names = g_string_new(NULL);
  classify_text_add(text, "والصفحة لا @handle 12 Reporters", ZONE_BODY);
  classify_word_each(text, told, names);
  g_assert_cmpstr(names->str, ==, "word:والصفحه word:صفحه word:لا word:reporters four:repo five:repor ");
}

/* What no concept knows is told by words.txt, and why names the word. */
static void
a_word_that_is_in_no_lexicon(void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ClassifyRules) without = rules_with("words.txt", NULL, &error), with = rules_with("words.txt", "# learned\noutputs other blackmail actor:media\nword:zumbul 10 900 900\n", &error);
  g_assert_no_error(error);
  for (guint i = 0; i < 2; i++) {
    g_autoptr(Report) report = report_new();
    g_free(report->text);
    report->text = g_strdup("there was a Zumbul");
    classify_report(i ? with : without, report, report->text);
    g_assert_cmpuint(report->categories->len, ==, i);
    g_assert_cmpstr(report->actor_group, ==, i ? "media" : "unknown");
    if (i) {
      g_assert_cmpstr(g_ptr_array_index(report->categories, 0), ==, "blackmail");
      gboolean named = FALSE;
      for (guint k = 0; k < report->why->len; k++) {
        const ReportWhy *why = g_ptr_array_index(report->why, k);
        named |= strcmp(why->rule, "words.txt") == 0 && g_strcmp0(why->words, "Zumbul") == 0;
      }
      g_assert_true(named);
    }
  }
}

static void
faults_in_the_rules_are_named_with_file_and_line(void)
{
  static const struct {
    const char *name, *content, *says;
  } cases[] = {
      {"own.lex", "words first\n", "own.lex:1: words before the first heading"},
      {"own.lex", "[child_unsafe.a\n", "own.lex:1: a heading must end with ]"},
      {"own.lex", "[nodot]\n", "own.lex:1: a heading names a concept"},
      {"own.lex", "[child_unsafe.a colour=red]\n", "own.lex:1: attribute is none of"},
      {"own.lex", "[child_unsafe.a]\n\n(one/two\n", "own.lex:3: no closing bracket"},
      {"own.lex", "[child_unsafe.a]\nab*\n", "own.lex:2: the beginning of a word needs three letters"},
      {"own.lex", "[child_unsafe.a]\n!!!\n", "own.lex:2: not one word of letters"},
      {"own.lex", "[child_unsafe.a]\n$none two\n", "own.lex:2: no such set of words"},
      {"own.lex", "[child_unsafe.a]\na b c d e f g h i\n", "own.lex:2: more than 8 words"},
      {"own.lex", "[child_unsafe.a to=nothing:2]\nword\n", "no such category or actor group"},
      {"own.lex", "[child_unsafe.a]\n\xff\n", "own.lex:0: not UTF-8"},
      {"taxonomy.json", NULL, "taxonomy.json is missing"},
      {"taxonomy.json", "[]", "taxonomy.json: not an object"},
      {"taxonomy.json", "{}", "violation_types is missing"},
      {"governorates.json", "{", "governorates.json: "},
      {"languages.lex", NULL, "languages.lex is missing"},
      {"weights.json", "{\"outputs\": {}}", "outputs or limits is missing"},
      {"weights.json",
       "{\"outputs\": {\"other\": {\"bias\": 1, \"weights\": {\"a\": \"b\"}}}, \"limits\": {}}",
       "bias or weights"},
      {"signatories.txt", "name\n!!!\n", "signatories.txt:2: not a name"},
      {"words.txt", "word:a 1\n", "words.txt:1: \"outputs\" and categories"},
      {"words.txt", "outputs other nothing\n", "words.txt:1: "},
      {"words.txt", "outputs other\n\nword:a x\n", "words.txt:3: a word and a whole number for each output"},
      {"words.txt", "outputs other\nword:a 1 2\n", "words.txt:2: "},
      {"words.txt", "outputs other\nword:a 40000\n", "words.txt:2: "},
      {"words.txt", "outputs other\nword:a\n", "words.txt:2: "},
  };
  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(GError) error = NULL;
    g_assert_null(rules_with(cases[i].name, cases[i].content, &error));
    g_assert_nonnull(error);
    g_test_message("%s", error->message);
    g_assert_nonnull(strstr(error->message, cases[i].says));
  }
}

static void
eight_words_are_a_pattern(void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ClassifyRules) own =
      rules_with("own.lex", "[child_unsafe.own to=child_unsafe:5]\nqa qb qc qd qe qf qg qh\n", &error);
  g_assert_no_error(error);
  g_autoptr(Report) report = report_new();
  g_free(report->text);
  report->text = g_strdup("qa x qb qc qd qe qf qg x qh");
  classify_report(own, report, report->text);
  g_assert_true(has(report->categories, "child_unsafe"));
}

/* --- limits */

static char *
repeated(const char *word, gsize times)
{
  GString *s = g_string_new(NULL);
  for (gsize i = 0; i < times; i++)
    g_string_append(s, word);
  return g_string_free(s, FALSE);
}

static void
tokens_end_at_their_limit_and_the_report_says_so(void)
{
  g_autofree char *most = repeated("ab ", CLASSIFY_MAX_TOKENS - 1);
  g_autoptr(Report) below = classified("", most);
  g_assert_false(has(below->review, "classified-in-part"));
  g_autofree char *more = repeated("ab ", CLASSIFY_MAX_TOKENS + 1);
  g_autoptr(Report) past = classified("", more);
  g_assert_true(has(past->review, "classified-in-part"));
}

static void
text_is_read_up_to_its_limit(void)
{
  g_autofree char *head = repeated("          ", CLASSIFY_MAX_TEXT_BYTES / 10 - 2);
  g_autofree char *inside = g_strconcat(head, "blackmail", NULL);
  g_autoptr(Report) seen = classified("", inside);
  g_assert_true(has(seen->categories, "blackmail"));
  g_autofree char *outside = g_strconcat(head, "                              blackmail", NULL);
  g_autoptr(Report) unseen = classified("", outside);
  g_assert_false(has(unseen->categories, "blackmail"));
}

static void
a_quotation_ends_within_its_limit(void)
{
  g_autofree char *filler = repeated("x ", CLASSIFY_MAX_QUOTE / 2 - 20);
  g_autofree char *near_end = g_strconcat("«", filler, "» y", NULL);
  g_autofree char *far_end = g_strconcat("«", filler, filler, "» y", NULL);
  const char *const texts[] = {near_end, far_end};
  for (guint i = 0; i < 2; i++) {
    g_autoptr(ClassifyText) text = classify_text_new();
    classify_text_add(text, texts[i], ZONE_BODY);
    g_assert_cmpint(!!(classify_token(text, 0)->flags & TOKEN_QUOTED), ==, i == 0);
    g_assert_false(classify_token(text, text->tokens->len - 1)->flags & TOKEN_QUOTED);
  }
}

/* Twice the text may take twice the time, not four times: measured on the least of three, with room for a
 * busy machine. */
static gint64
least_time(const char *text)
{
  gint64 least = G_MAXINT64;
  for (guint i = 0; i < 3; i++) {
    gint64 start = g_get_monotonic_time();
    g_autoptr(Report) report = classified("", text);
    least = MIN(least, g_get_monotonic_time() - start);
  }
  return least;
}

static void
hostile_text_takes_linear_time(void)
{
  static const char *const words[] = {"\"", "«",       "حساب ", "المرشح ", "[",
                                      "@",  "http://", "( «",   "a\n",     "تهديد. "};
  for (guint i = 0; i < G_N_ELEMENTS(words); i++) {
    gsize n = 60000 / strlen(words[i]);
    g_autofree char *once = repeated(words[i], n);
    g_autofree char *four = repeated(words[i], 4 * n);
    g_test_message("%s", words[i]);
    g_assert_cmpint(least_time(four), <, 10 * least_time(once) + 100000);
  }
}

static void
broken_utf_8_is_read_around(void)
{
  g_autoptr(ClassifyText) text = classify_text_new();
  classify_text_add(text,
                    "\xff\xfe"
                    "black\xff"
                    "mail \xc3",
                    ZONE_BODY);
  g_assert_cmpuint(text->tokens->len, ==, 1);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  rules = help_rules();
  static const struct {
    const char *name;
    void (*test)(void);
  } tests[] = {
      {"languages are told by script, letters and function words",
       languages_are_told_by_script_letters_and_function_words},
      {"a governorate is where the deed was", a_governorate_is_where_the_deed_was},
      {"the home of a victim counts and is looked at first",
       the_home_of_a_victim_counts_and_is_looked_at_first},
      {"the only place a victim names is theirs", the_only_place_a_victim_names_is_theirs},
      {"platforms are where it happened, not where to call",
       platforms_are_where_it_happened_not_where_to_call},
      {"a denied word does not count", a_denied_word_does_not_count},
      {"criticism that somebody wants gone gives no category",
       criticism_that_somebody_wants_gone_gives_no_category},
      {"words of a false report are no second category", words_of_a_false_report_are_no_second_category},
      {"a slur in quotation marks is the accused's", a_slur_in_quotation_marks_is_the_accused_s},
      {"our own acknowledgement in a reply does not count",
       our_own_acknowledgement_in_a_reply_does_not_count},
      {"satire is asked about, not filed", satire_is_asked_about_not_filed},
      {"words that say nothing give no category", words_that_say_nothing_give_no_category},
      {"types and commitments follow from category and actor",
       types_and_commitments_follow_from_category_and_actor},
      {"a surname and a verb are no places", a_surname_and_a_verb_are_no_places},
      {"home is the place of what happened in our street", home_is_the_place_of_what_happened_in_our_street},
      {"attached chats and mails tell what platform", attached_chats_and_mails_tell_what_platform},
      {"actors by how they are introduced", actors_by_how_they_are_introduced},
      {"who gains, who is shown and who is ours did not do it",
       who_gains_who_is_shown_and_who_is_ours_did_not_do_it},
      {"who is behind a page is told by the role that follows",
       who_is_behind_a_page_is_told_by_the_role_that_follows},
      {"threats with pictures and for cards are told by what is said",
       threats_with_pictures_and_for_cards_are_told_by_what_is_said},
      {"lines pasted behind a colon are no earlier mail", lines_pasted_behind_a_colon_are_no_earlier_mail},
      {"professions count for victims alone", professions_count_for_victims_alone},
      {"every field that is set says why", every_field_that_is_set_says_why},
      {"spam gets a language and no categories", spam_gets_a_language_and_no_categories},
      {"the signatory comes from the organisation's list", the_signatory_comes_from_the_organisation_s_list},
      {"an account says more than a name", an_account_says_more_than_a_name},
      {"the lexicon of slurs is the organisation's", the_lexicon_of_slurs_is_the_organisation_s},
      {"a monitor's own concept works without fitting", a_monitor_s_own_concept_works_without_fitting},
      {"words are told without what Arabic writes together", words_are_told_without_what_arabic_writes_together},
      {"a word that is in no lexicon", a_word_that_is_in_no_lexicon},
      {"faults in the rules are named with file and line", faults_in_the_rules_are_named_with_file_and_line},
      {"eight words are a pattern", eight_words_are_a_pattern},
      {"tokens end at their limit and the report says so", tokens_end_at_their_limit_and_the_report_says_so},
      {"text is read up to its limit", text_is_read_up_to_its_limit},
      {"a quotation ends within its limit", a_quotation_ends_within_its_limit},
      {"hostile text takes linear time", hostile_text_takes_linear_time},
      {"broken UTF-8 is read around", broken_utf_8_is_read_around},
  };
  for (guint i = 0; i < G_N_ELEMENTS(tests); i++) {
    g_autofree char *path = g_strconcat("/classify/", tests[i].name, NULL);
    g_test_add_func(path, tests[i].test);
  }
  int result = g_test_run();
  classify_rules_free(rules);
  return result;
}
