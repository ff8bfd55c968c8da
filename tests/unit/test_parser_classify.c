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
  return help_classified(rules, subject, text, text);
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
  g_assert_true(help_has(report->review, "governorate-of-reporter"));
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
  g_assert_true(help_has(contact->platforms, "tiktok"));
  g_assert_false(help_has(contact->platforms, "whatsapp"));
  g_autoptr(Report) told = classified("", "حساب على سناب شات يهدد الناس. بلغت فيسبوك سابقا عن غيره");
  g_assert_true(help_has(told->platforms, "snapchat"));
  g_assert_false(help_has(told->platforms, "facebook"));
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
  g_assert_true(help_has(said->categories, "incitement"));
  g_autoptr(Report) denied = classified("", "This is not incitement against the list");
  g_assert_false(help_has(denied->categories, "incitement"));
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
    g_assert_true(help_has(report->review, "no-violation?"));
  }
  g_autoptr(Report) threatened =
      classified("", "After a journalist criticised the candidate, his guards threatened to kill her at the door");
  g_assert_true(help_has(threatened->categories, "harassment"));
}

static void
words_of_a_false_report_are_no_second_category(void)
{
  g_autoptr(Report) voice = classified("", "قناة نزلت صوت رجال وطلب ١٠٠ دولار منسوب للمرشح، وهو مركب ومفبرك");
  g_assert_false(help_has(voice->categories, "vote_manipulation"));
  g_autoptr(Report) afraid = classified("", "A page says that polling in our district was postponed to Tuesday. The "
                                            "commission says this is false. I am afraid, do not name me");
  g_assert_false(help_has(afraid->categories, "harassment"));
  g_autoptr(Report) year = classified("", "صفحة تنشر صورة قديمة عمرها عشر سنة على انها اليوم");
  g_assert_false(help_has(year->categories, "hate_speech"));
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
  g_assert_false(help_has(report->categories, "blackmail") && help_has(report->categories, "vote_manipulation"));
}

static void
satire_is_asked_about_not_filed(void)
{
  g_autoptr(Report) report = classified(
      "طلب", "نطالبكم باتخاذ إجراء بحق رسام الكاريكاتير لأنه ينتقد زعيمنا ووعوده في رسوماته الساخرة");
  g_assert_true(help_has(report->review, "no-violation?"));
  g_assert_false(help_has(report->categories, "hate_speech"));
  g_autoptr(Report) real = classified("شراء اصوات", "يشترون بطاقات الناخبين بمئة الف دينار");
  g_assert_false(help_has(real->review, "no-violation?"));
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
  g_assert_true(help_has(report->violation_types, "VOTEMAN"));
  g_assert_true(help_has(report->commitments, "CAND-08"));
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
  g_assert_true(help_has(ours->review, "governorate-of-reporter"));
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
  g_assert_true(help_has(chat->platforms, "whatsapp"));
  g_assert_false(help_has(chat->platforms, "phone"));
  g_autoptr(Report) forwarded =
      classified("", "see what he sent\n\n---------- Forwarded message ---------\nwe know where you live");
  g_assert_true(help_has(forwarded->platforms, "email"));
  g_autoptr(Report) call = classified("", "اتصل بي من رقم غريب وهددني");
  g_assert_true(help_has(call->platforms, "phone"));
  g_autoptr(Report) both = classified("", "عرض التلفزيون مقطعا كاذبا ونشره على فيسبوك");
  g_assert_cmpuint(both->platforms->len, ==, 1);
  g_autoptr(Report) offline = classified("", "They handed out food parcels and envelopes to the families on our street");
  g_assert_true(help_has(offline->platforms, "other"));
  g_autoptr(Report) group = classified("", "مدير الدائرة نشر التهديد بكروب الموظفين");
  g_assert_true(help_has(group->platforms, "whatsapp"));
  g_autoptr(Report) story = classified("", "كلام منشور بالستوري مالته");
  g_assert_true(help_has(story->platforms, "instagram"));
  g_assert_false(help_has(story->platforms, "facebook"));
  g_autoptr(Report) spot = classified("", "he insulted us on the hill, the only spot with signal");
  g_assert_false(help_has(spot->platforms, "other"));
  g_autoptr(Report) cut = classified("", "ئینتەرنێتی گەڕەکەکەمان لە شەوەوە بڕاوە");
  g_assert_true(help_has(cut->platforms, "other"));
  g_autoptr(Report) inflected = classified("", "Di koma Viberê de gef li me kirin");
  g_assert_true(help_has(inflected->platforms, "other"));
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
    g_assert_true(help_has(report->categories, cases[i].category));
  }
  g_autoptr(Report) page = classified("", "We posted pictures of the meeting and will send you the video if you want");
  g_assert_false(help_has(page->categories, "blackmail"));
  g_autoptr(Report) offer = classified("", "نشرت الصفحة كذبا عن المدرسة. اذا تحتاجون ادز الصور والفيديو");
  g_assert_false(help_has(offer->categories, "blackmail"));
  g_autoptr(Report) sorani = classified("", "پەیجەکە درۆی بڵاوکردەوە. ئەگەر پێویستە وێنەکان دەنێرم");
  g_assert_false(help_has(sorani->categories, "blackmail"));
}

static void
lines_pasted_behind_a_colon_are_no_earlier_mail(void)
{
  g_autoptr(Report) report = classified("", "وصلتني هاي الرسالة من رقم غريب:\n\n> انسحبي لو انزل صورج بالكروبات");
  g_assert_true(help_has(report->categories, "blackmail"));
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

static void
the_signatory_comes_from_the_organisation_s_list(void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ClassifyRules) own =
      help_rules_with("signatories.txt", "# names\nقائمة الياسمين\nno: حزب الأفق\n", &error);
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
  g_autoptr(ClassifyRules) own = help_rules_with("signatories-parties.txt",
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
  g_assert_null(help_rules_with("signatories.txt", "facebook:a b\n", &error));
  g_assert_nonnull(strstr(error->message, "signatories.txt:1: an account is PLATFORM:NAME"));
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  rules = help_rules();
  static const HelpTest tests[] = {
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
  };
  const int failed = help_run("/classify/", tests, G_N_ELEMENTS(tests));
  classify_rules_free(rules);
  return failed;
}
