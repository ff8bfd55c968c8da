# Words that change how others are read. No category comes from here.

[sys.negation]
(ما/لا)_(يشتم/يسب/يهدد/شتم/سب/هدد/يحرض/يكذب) | ليس | ليست | مو | مش | غير | بدون | دون | بلا | لا | لم | لن | not | no | never | isnt | wasnt | doesnt | didnt | arent | without | nie | نە | نییە | bê | ne | mo | mu

# Closing formulas: what follows is a signature.
[sys.closing keep-negated]
مع_التقدير | مع_تقدير* | مع_الشكر | مع_شكر* | مع_التحية | مع_تحيات* | مع_خالص | مع_فائق | مع_احترام* | تقبلو | وتقبلو | تقبلوا | تحياتي | تحياتنا | فائق_الاحترام | ودمتم | دمتم | شكرا_جزيلا | وشكرا | والسلام_عليكم | والسلام | المخلص | المخلصة | اخوكم | أخوكم | اختكم | أختكم | ابنكم | مقدم_البلاغ | مقدمة_البلاغ | المبلغ | التوقيع | جزاكم_الله | بارك_الله | مشكورين
regards | sincerely | yours | best_wishes | respectfully | thanks | thank_you | many_thanks | cheers | kind_regards | warm_regards | faithfully | sent_from | get_outlook
لەگەڵ_ڕێز* | لەگەڵ_سوپاس* | لەگەل_رێز* | سوپاس | سوپاستان | بە_ڕێزەوە | بەڕێزەوە | دڵسۆزتان | دلسۆزتان | براتان | خوشکتان | بە_سوپاسەوە | زۆر_سوپاس | دگەل_ڕێز* | دگەل_رێز*
saygılarımla | saygılarımızla | saygılar | teşekkürler | teşekkür_ederim | selamlar | hürmetler
bi_rêz | bi_hurmet | spas | gelek_spas | silav_û_rêz | bi_silav* | rêzên_min
تم_الارسال_من | ارسل_من | أرسلت_من | مرسل_من | ارسلت_من | تم_الإرسال_من | نێردرا | نێردراوە | gönderildi | hate_şandin
shukran | mashkorin | ma3_el_ta7iyat | tahiyati | ta7iyati

[sys.original-message keep-negated]
original_message | الرسالة_الأصلية | الرسالة_الاصلية | تمت_كتابة_ما_يلي | كتب_ما_يلي | from_amana | من_amana | من_أمانة_report | amana_report | نامەی_ڕەسەن | özgün_ileti | orijinal_mesaj

[sys.forwarded-message keep-negated]
forwarded_message | رسالة_معاد_توجيهها | رسالة_محولة | الرسالة_المحولة | begin_forwarded | نامەی_گواستراوە | iletilen_mesaj | yönlendirilen_ileti | iletilen_ileti

# What we offer in our answers, found again in quoted replies
[sys.offer keep-negated]
(يمكنكم/يمكنك/بإمكانكم/تستطيعون/نستقبل/نستلم/نرصد) (الإبلاغ/الابلاغ/التبليغ/بلاغات/البلاغات/البلاغ) | (you) (can/may/could) (report/send/write) | we_(accept/receive)_reports | دەتوانن (ڕاپۆرت/سکاڵا/ئاگادارمان) | (bildirebilirsiniz/şikayet_edebilirsiniz) | hûn_dikarin (gilî/ragihîn*/binivîs*)

# "Has nothing to do with any": the words behind it are negated.
[sys.no-bond keep-negated]
(لا/ما)_علاقة_له_(باي/بأي/بحزب) | (لا/ما)_عنده_علاقة_(باي/بأي) | (ليس/مو)_(من/مع/في)_اي | لا_ينتمي_(لاي/الى_اي) | not_(in/of/with)_any | (nothing/no_ties/no_link/no_links)_(to_do_with/to/with)_(any/the/a) | هیچ_پەیوەندییەکی_بە | پەیوەندی_بە_هیچ | ne_(ji/endamê)_tu | hiçbir

# The reporter's own side: complained for, not of.
[sys.ours keep-negated]
(our/my)_(candidate/candidates/list/party/bloc/leader/chairman/movement/coalition/mp/deputy) | مرشحنا | مرشحتنا | قائمتنا | لقائمتنا | حزبنا | لحزبنا | كتلتنا | تيارنا | نائبنا | زعيمنا | کاندیدەکەمان* | لیستەکەمان* | حیزبەکەمان* | پەرلەمانتارەکەمان* | سەرۆکەکەمان* | (namzed*/berendam*/berbij*/kandîd*/lîsteya/lîsta/partiya/serokê/parlementerê)_me | (کاندید*/بەربژێر*/لیستا/پارتا)_مە | partimiz* | listemiz* | adayımız* | liderimiz* | murasha7na | nayibna | 7izbna | 9a2imatna

# Verbs of the deed: who stands beside them did it.
[sys.deed]
نشر | نشرت | نشروا | نشرو | ينشر | تنشر | ينشرون | ناشر | ناشرة | ناشرين | نزل | نزلت | نزلوا | ينزل | تنزل | منزل | منزلين | كتب | كتبت | كتبوا | يكتب | تكتب | كاتب | كاتبين | كاتبة | قال | قالت | قالوا | يقول | تقول | گال | گالت | يگول | تگول | كال | يكول | صرح | حچى | حجى | يحچي | يحجي | هدد | يهدد | تهدد | حرض | يحرض | تحرض | وزع | يوزع | يوزعون | توزع | دفع | يدفع | يدفعون | اشترى | يشتري | يشترون | جمع | يجمع | يجمعون | يلم | يلمون | طلب | يطلب | يطلبون | وصف | يصف | اتهم | يتهم | تتهم | شتم | يشتم | سب | يسب | تسب | ادعى | يدعي | تدعي | زعم | يزعم | تزعم | طلع | اجبر | يجبر | يجبرون | يدير | تدير | يديرون | استخدم | يستخدم | استغل | يستغل | يمول | روج | يروج | تروج | بث | بثت | عرض | اعلن | امر | قطع | دز | دزلي | يسوي | مسوي | سوى | خلى | يخلي | مخلي | قام | قامت | يقوم | وعد | يوعد | يعد | هاجم | يهاجم | سخر | يسخر | يتمسخر
posted | posts | post | posting | published | publishes | said | says | saying | wrote | writes | told | threatened | threatens | called | calls | shared | shares | sharing | promised | promises | offered | offers | paid | pays | buying | buys | bought | collects | collecting | collected | distributes | distributing | distributed | claims | claimed | accused | accuses | insulted | insults | mocks | mocked | runs | running | used | uses | using | uploaded | aired | broadcast | asked | asks | ordered | forced | sent | sends | spreads | spreading | announced
دەڵێت | دەڵێن | وتی | گوتی | وتوویەتی | گوتوویەتی | نووسیویەتی | نووسیویانە | نووسی | بڵاوکردەوە | بڵاویکردەوە | بڵاوی_کردەوە | بڵاو_دەکاتەوە | بڵاو_دەکەنەوە | بڵاو_کردووەتەوە | بڵاویان_کردەوە | هەڕەشە | دەکات | دەکەن | کرد | کردووە | دەدات | دەدەن | دەکڕێت | دەکڕن | کۆدەکاتەوە | داوای | بەڵێنی
yayınladı | yayınlıyor | paylaştı | paylaşıyor | paylaşmış | yazdı | yazıyor | yazmış | dedi | diyor | söyledi | söylüyor | tehdit | dağıtıyor | topluyor | satın | veriyor | istiyor | ediyor | etti | etmiş
dibêje | dibêjin | got | gotiye | weşand | weşandiye | diweşîne | belav | dike | dikin | kiriye | nivîsandiye | gef | dide | dikire | dikirin | dixwaze
ygol | ygul | yegol | gal | nashar | ynshr | yenshir | ynshron | nashreen | ktb | katib | yhadid | dazli | yishtiri | yshtrun | ydf3

# Stands before whom or what the deed was aimed at.
[sys.against keep-negated]
ضد | بحق | تستهدف | يستهدف | استهدفت | استهداف | ضدنا | للمرشحة | للمرشحه | للمرشح | للدكتورة | للصحفي | للصحفية | للناشط | للناشطة | عالمرشح | عالمرشحة | تشويه | تسقيط | صورة | صور | فضيحة | تحرش | تشهير | سخرية | استهزاء | تنمر | يسخر | يستهزئ | ابتزاز | يبتز | اختراق | تسريب | انسحاب | استبعاد | منسوب | منسوبة | ابن | بنت | اخو | اخت | مع | وية | ويه | خصم | منافس | اساءة | إساءة | الإساءة | تهديد | تحرض_على | يحرض_على | شتم | سب | يسب | اهانة | إهانة | انتحال | ينتحل | تنتحل | باسم | اتهام | يتهم | تتهم | لصالح | تأييد | دعاية | مؤيدي | انصار | جمهور | جماهير | تتعرض | تعرضت | يتعرض | تعرض
against | with | photo | photos | picture | pictures | clone | cloned | impersonation | harassment | smear | withdrawal | voice_of | targeting | targets | target | about | supporting | supports | impersonating | impersonates | attacking | threatening | insulting | mocking | for | supporters
لەگەڵ | گاڵتە | دژی | دژ | لە_دژی | هێرش | سوکایەتی | سووکایەتی | هەڕەشە | وێنەی | ڤیدیۆی | دەربارەی | بە_ناوی
karşı | hakkında | dijî | li_dijî | li_hember | wêneyê | vîdyoya | did | thid | deth

# Of what stands in sys.against: who is helped or accompanied, and so no victim.
[sys.benefit keep-negated]
لصالح | لمصلحة | تأييد | دعاية | مؤيدي | انصار | جمهور | جماهير | مع | وية | ويه | دعم | لدعم | ادعم | for | supporting | supports | supporters | with | لەگەڵ | بۆ | ji_bo | için

# Near the victim: what was suffered.
[sys.suffers]
اعتقل* | احتجز* | اختطف* | خطف* | استدع* | هدد* | يهدد* | تهدد* | اوقف* | قتل* | اغتال* | سجن* | حبس* | يبتز* | ابتز* | arrest* | detain* | summon* | kidnap* | threat* | دەستگیر* | هەڕەشە* | ڕفێند* | tutukla* | tehdit* | تعرض | تعرضت | يتعرض | تتعرض | تعرضنا | تلقى | تلقت | تلقينا | يتلقى | هددوا | هددو | اعتقل | اعتقلوا | اعتقال | ضربوا | خطف | خطفوا | اختطاف | اختطف | قتل | قتلوا | اغتيال | احتجاز | احتجز | توقيف | اوقفوا | استدعاء | استدعوا | تهديد* | يهددون | ابتزاز | مضايقة | مضايقات | تحرش | شتم | سب | اساءة | حرض | تحريض | حملة
threatened | attacked | beaten | arrested | detained | kidnapped | killed | harassed | targeted | insulted | received | receiving | hacked | doxxed | summoned | threats | abuse | smeared | impersonated | threatening | harassing
هەڕەشە | هەڕەشەی | دەستگیر | دەستگیرکرا | ڕفێندرا | کوژرا | لێدان | لێدرا | هێرش | گیرا | بانگ | سووکایەتی
tehdit | gözaltına | saldırı | dövüldü | gef | girtin | hat_girtin | êrîş

# --- the reporter as victim
[sys.me-victim]
مديرنا | مدير_مدرستنا | مديرتنا | دائرتنا | بدائرتنا | مدرستنا | بمدرستنا | فوجنا | وحدتنا | كليتنا | قسمنا | مستشفانا | شركتنا | آمرنا | our_(headmaster/director/manager/boss/commander/dean/principal) | my_(boss/headmaster/manager/commander) | بەڕێوەبەرەکەمان | قوتابخانەکەمان | فەرمانگەکەمان | نەخۆشخانەکەمان | müdürümüz | rêveberê_me | اني_مراقب* | انا_مراقب*
يهددني | هددني | هددوني | يهددوني | تهددني | مهددني | مهدديني | يبتزني | ابتزني | تبتزني | يبتزوني | يبتزونني | يهددونني | يتحرش_بي | يضايقني | يضايقوني | ضايقوني | يسبني | يسبوني | سبوني | شتموني | شتمني | يشتمني | انتحل* (شخصيتي/صفتي/اسمي) | ينتحل (شخصيتي/صفتي/اسمي) | (باسمي/بأسمي) | صوري | بصوري | صورتي | رقمي_الشخصي ~ (نشر*/ناشر*) | (حسابي/صفحتي/بيجي/قناتي/حسابنا/صفحتنا/ايميلي/انستغرامي/واتسابي) ~ (اخترق*/اختراق/مخترق*/هكر*/تهكر*/انهكر/انسرق*/سرق*/سرقوا/سرقوه/سرقة/مسروق*/هاك) | (اخترق*/سرق*/هكر*) (حسابي/صفحتي/صفحتنا/حسابنا/بيجي) | اعتقلوني | استدعوني | جابوني | ضربوني | يشهر_بي | شهروا_بي | تشهير_بي | (تهديد/تهديدات) (وصل*/وصلتني/وصلتنا/لي/الي) | وصلتني (تهديد/تهديدات/رسالة_تهديد)
threaten* me | threatening_me | blackmail* me | harass* me | insult* me | hack* my | stole my | stolen ~ my | my (account/page/instagram/facebook/channel/profile) ~ (hacked/stolen/taken/hijacked) | impersonat* me | in_my_name | my_photos | my_pictures | my_private | pretending_to_be_me | pretend* to be me | using_my_name | my_number ~ (published/posted) | extort* me | arrested_me | summoned_me | copied_my | against_me | calls_me | sends_me
هەڕەشەم | هەڕەشەیان_لێکردم | هەڕەشەم_لێ | لێدەکات ~ هەڕەشەم | هاککراوم | (ئەکاونتەکەم/پەیجەکەم/ئەکاونتم/پەیجم/ئیمەیڵەکەم) | وێنەکانم | وێنەکانی_من | وێنەم | بە_ناوی_منەوە | بەناوی_منەوە | بە_ناوی_من | بلاکمەیلم | دەمکوژن | جنێوم
beni_tehdit | (mali/malti) ~ (inbaag/nbaag/insiraq/nsiraq/inhak*/thakar*/tahakkar*) | (nbaag/insiraq/inhak*) ~ (mali/malti/7sabi/saf7ti) | bana (tehdit/küfür/şantaj) | hesabım* | sayfam* | fotoğraflarım* | adıma | benim_adıma | şantaj_yapıyor
gef_li_min | li_min ~ gef | hesabê_min | rûpela_min | wêneyên_min | bi_navê_min
7sabi | hisabi | saf7ti | suwari | sowari | yhadidni | yhaddidni | yhadedni | b_ismi | bismi | yebtazni | ybtazni

# It happened where the reporter lives
[sys.our-place keep-negated]
منطقتنا | بمنطقتنا | منطقتنه | بمنطقتنه | محلتنا | بمحلتنا | محلتنه | حينا | بحينا | شارعنا | بشارعنا | دربونتنا | الدربونة | قريتنا | بقريتنا | ناحيتنا | قضائنا | مدينتنا | بمدينتنا | ولايتنا | محافظتنا | بمحافظتنا | ديرتنا | عشيرتنا | بعشيرتنا | اهلنا | بيتنا | بابنا | جيراننا | جارتي | جارنا | دائرتنا | مدرستنا | كليتنا | جامعتنا | يمنا | اختي | امي | اخوي | ابوي | بنتي | ابني | زوجتي | زوجي | خالتي | عمتي | (باب/كدام/گدام/يم_باب/امام)_(محلي/محلنا/بيتي/بيتنا/دكاني) | (مدرسة/روضة/صف)_(بنتي/ابني/بناتي/ولدي/اولادي/جهالي)
our_(area/village/town/city/street/neighbourhood/neighborhood/district/block/building/house/school/university/faculty/office/department/family/home) | my_(sister/brother/mother/father/son/daughter/wife/husband/aunt/uncle/cousin/neighbour/neighbor) | around_here | where_i_live | (my/our)_(sons/daughters/childs/childrens)_school | outside_(my/our)_(shop/house/door/home)
گەڕەکەکەمان | گەڕەکەکەم | شارەکەمان | گوندەکەمان | ناوچەکەمان | ماڵمان | قوتابخانەکەمان | فەرمانگەکەمان | زانکۆکەمان | لێرە | (بەردەم/لەبەردەم)_(ماڵمان/دوکانەکەم/دوکانەکەمان) | لەم_(شارە/گەڕەکە/گوندە/ناوچەیە) | خوشکم | براکەم | دایکم | باوکم | کچەکەم | کوڕەکەم
li_(gundê/bajarê/taxa/navçeya)_me | gundê_me | bajarê_me | mala_me | li_vir | xwişka_min | birayê_min | diya_min | bavê_min | kurê_min | keça_min
mahallemiz* | köyümüz* | şehrimiz* | ilçemiz* | evimiz* | okulumuz* | burada | kardeşim | annem | babam | oğlum | kızım | eşim | komşumuz
man6aqatna | mantaqatna | bil_manta8a | ma7allatna | ahalna | ahlna | wilayatna | ibni | bnayti | ukhti | ommi

[sys.first-person]
اني | انا | آني | أنا | احنا | نحن | اعمل | أعمل | اشتغل | أشتغل | بصفتي | عملي | شغلي | موظف_في | i | im | my | we | iam | من | منیش | ئێمە | کاردەکەم | کار_دەکەم | ben | biz | çalışıyorum | ez | em | dixebitim | ani

# The reporter's own place: before the place
[sys.home]
(اني/انا/آني/أنا/احنا/نحن) من | من_سكنة | من_سكنه | سكنة | سكنه | ساكن | ساكنة | ساكنين | اسكن | أسكن | نسكن | عايش | عايشة | اعيش | أعيش | نعيش | اقيم | أقيم | مقيم_في | مقيمة_في | انا_من | اني_من | آني_من | احنا_من | نحن_من | من_اهالي | من_أهالي | من_اهل | من_أبناء | من_ابناء | من_بنات | مواليد | مواطن_من | مواطنة_من | مواطن_عراقي_من | اصلي_من | اهلي_في | بيتنا_في | بيتي_في | متابع_من | متابعة_من | متابعكم_من | معكم | اخوكم (من/في) | اختكم (من/في) | طالب_من | طالبة_من | معلم_من | معلمة_من | شاب_من | بنت_من | ناخب_من | ناخبة_من | ناشطة_من | اكتب_لكم_من | اكتبلكم_من | نكتب_لكم_من | راسلكم_من
live_in | living_in | lives_in | i_am_from | im_from | i_come_from | based_in | resident_of | residing_in | grew_up_in | born_in | my_family ~ from | writing_from | write_from | i_am_a_voter_from | voter_from | citizen_from | originally_from | student_from | teacher_from | i_work_in | i_am_in
خەڵکی | خەلکی | دانیشتووی | دانیشتوی | نیشتەجێی | هاووڵاتی | هاوڵاتی | هاوڵاتییەکی | هاووڵاتییەکی | هاوڵاتیەکم_لە
ez_ji | em_ji | li_bajarê* dijîm | rûniştvanê | xelkê
ani_min | ana_min | ani_mn | a3ish_b | sakin_b | sakna_b | ani_b
ben ~ yaşıyorum

# Not a place of the deed: where a device logged in, where a word's owner was born
[sys.elsewhere keep-negated]
جهاز_في | من_جهاز | تسجيل_دخول | سجل_الدخول | دخول_من | مقيم_خارج | device_in | login_from | logged_in_from | log_in_from | signed_in_from | جامعة | نادي | university_of | زانکۆی | لقب | تشابه

# An order from there is not a deed there
[sys.from keep-negated]
من | from | لە_لایەن | ji

# the reporter's own place: after the place
[sys.home-after]
دەژیم | دەژین | دانیشتووم | دادەنیشم | نیشتەجێم | ەوە_دەنووسم | yaşıyorum | yaşıyoruz | oturuyorum | oturuyoruz | dijîm | dijîn | rûdinim | danişim | danişîm

# a workplace; with "I" near, it is the reporter's
[sys.workplace]
جامعة | كلية | مدرسة | ثانوية | اعدادية | مستشفى | مستشفي | دائرة | مديرية | شركة | مكتب | معهد | نقابة | جمعية | مصرف | محكمة | غرفة | مركز_صحي | مستوصف | university | college | school | hospital | company | office | clinic | institute | department | زانکۆ | زانکۆی | قوتابخانە | قوتابخانەی | نەخۆشخانە | نەخۆشخانەی | کۆمپانیا | کۆمپانیای | فەرمانگە | فەرمانگەی | üniversite* | okul* | hastane* | zanîngeh* | nexweşxane* | dibistan*

# Makes a word a place
[sys.place-cue]
bil | bel | ahl | madinat | muhafazat | سوق | سوگ | بسوق | بسوگ | محافظة | محافظه | مدينة | قضاء | ناحية | ناحيه | بلدة | اهالي | أهالي | اهل | ابناء | أبناء | مركز | ريف | قرى | قرية | پارێزگا | پارێزگای | شار | شاری | قەزا | قەزای | ناحیە | ناحیەی | شارۆچکە | شارۆچکەی | گوندی | گوندەکانی | governorate | province | city_of | town_of | district | people_of | parêzgeha | bajarê | navçeya | gundê | vilayeti | ili | ilçesi | سهل | دەشتی

# The deed took place there
[sys.event]
في | داخل | مرشح_عن | مرشحة_عن | مرشحي | مرشحين | مرشحات | ناخبي | ناخبين | اقتراع | انتخابات | مفوضية | محافظ | مجلس_محافظة | انقطاع | قطع | مقطوع | يوزعون | يشترون | شراء | تظاهرات | متظاهري | مكتب_انتخابات | مقر | شيوخ | عشائر | نازحي | in | voters_in | across | candidate_for | candidate_from | candidates_in | office_in | polling | لە | ل | نێو | ناو | دەنگدەرانی | کاندیدی | هەڵبژاردنی | li | di | de | da | seçmen* | nin | b | bil | bel | bi

# An office or house of a town: what stands right behind it is the town, even if it is also an ordinary word
[sys.place-office]
بلدية | قائممقام | قائممقامية | قائمقام | قائمقامية | قايمقام | محكمة | مستشفى | مستشفي | مستوصف | شرطة | تربية | صحة | منفذ | معبر | كمرك | كراج | گراج | سيطرة | مختار | شبكة | سايلو | ملعب | شباب | نساء | بنات | municipality | police | hospital | mayor_of | نەخۆشخانەی | شارەوانی | شارەوانیی | قائیمقامی | پۆلیسی | دادگای | مەرزی | هاوڵاتیانی | خەڵکی_شاری | nexweşxaneya | şaredariya | belediyesi | hastanesi

# Before a city's name: a street, bridge, club
[sys.street]
شارع | حي | ساحة | جسر | جامعة | فندق | مطعم | نادي | مصرف | شەقامی | zanîngeha

# The same behind it
[sys.street-after]
street | square | club | hotel | university | caddesi | restaurant | avenue | oteli

# Somebody goes there
[sys.toward keep-negated]
الى | إلى | to | toward* | بۆ | ber_bi | bo | li_ser_rêya | l

# --- how to reach the reporter
[sys.contact keep-negated]
راسلوني | تواصلوا | للتواصل | التواصل_معي | تواصل_معي | اتصلوا | اتصلو | اتصل_بي | تتصلون | دزولي | دزوا_لي | ارسلوا_لي | رقمي | واتسابي | تلكرامي | معرفي | جوابكم | جاوبوني | ردوا_علي | اقدر_ادز | اكدر_ادز | ادزلكم | ارسلها_لكم | ابعثها | ابعثلكم | ارسل_لكم | تدزون | تريدون | وليس_بالواتساب | هاتفي | موبايلي | اتصال_بي
contact_me | reach_me | message_me | text_me | call_me | reply_on | my_number | my_whatsapp | my_telegram | my_snap | my_email | write_to_me | available_on | via_whatsapp_at | i_can_send
پەیوەندیم | پەیوەندی_بکەن | پەیوەندیم_پێوە | ژمارەکەم | ژمارەی_من | نامەم_بۆ_بنێرن | وەڵامم_بدەنەوە | وەڵامم | بۆتان_دەنێرم | دەینێرم
bana_ulaşın | bana_yazın | numaram | ulaşabilirsiniz | pêwendî_bi_min | hejmara_min | ji_min_re_(binivîs*/telefon/bişîn*)
raqmi | rqmi | dazoli | rasloni | my_snap

# told the platform about it
[sys.told-platform]
بلغت | بلغنا | بلغوا | ابلغت | ابلاغ | بلاغ | راسلت | اشتكيت | ادارة | إدارة | شركة | reported_it_to | reported_to | complained_to | report_to | ڕیپۆرتم | ڕاپۆرتم | سکاڵام_لە | şikayet_ettim | bildirdim | balaght

# --- who is behind it: whose role is told near these words
[sys.behind]
(يدير/يديرها/يديره/تديرها/تديره/يديرون/يديروها/يديرونها/يدار/تدار/يشرف/تشرف/مديرها/ادمنها/ادمنه/صاحبها/صاحبه/مالكها/مالكه/وراها/وراهه/وراهم/وراه/وراءها/وراءه/خلفها/المسؤول_عنها/مسؤول_عنها) | (من/منو/اللي/الي/الذي/التي)_(وراء/ورا/خلف/يقف_وراء/يقف_خلف/يدير) | (صاحب/صاحبة/مالك/ادمن/الادمن/مدير/مشرف/مسؤول/مشغل/كاتب/ناشر)_(الصفحة/صفحة/القناة/قناة/الحساب/حساب/الكروب/كروب/الگروب/گروب/القروب/البيج/بيج/المجموعة/مجموعة/الموقع/موقع/المنشور/المقال/التقرير/البوت/البودكاست) | الادمن | الأدمن | ادمن | المشرف_على | (عائدة/عائد/تعود/يعود/ترجع/مسجل/مسجلة)_(الى/ل/باسم) | (اسمه/اسمها)_(الحقيقي/الصريح/الصدك/الصدگ/الكامل) | (المشكو/المشكى)_(منه/عليه/منها) | (وراء/ورا/خلف)_(الصفحة/القناة/الحساب/الحسابات/الكروب/هذا/هذه/هذي/هاي/الموضوع/المنشورات)
(run/runs/running/managed/operated/owned/administered/written/made/created/opened/controlled)_by | runs_(the/it/this/that/both/a) | admin | the_admin | admins | administrator | moderator | owner_of | its_owner | page_owner | the_owner | belongs_to | (behind)_(the/this/it/that/these/both/all) | is_behind | who_runs | registered_to | registered_in_the_name | who_made | who_opened | author_is | the_author
بەڕێوەی_(دەبات/ئەبات/دەبەن) | بەڕێوە_(دەبات/دەبەن/دەبرێت/دەبرێ) | بەڕێوەبەرەکەی | (بەڕێوەبەری/خاوەنی/ئەدمینی/سەرپەرشتیاری/نووسەری)_(پەیج*/کەناڵ*/چەناڵ*/گروپ*/گرووپ*/گروپە*/ئەکاونت*/هەژمار*/لاپەڕ*/بۆت*/ماڵپەڕ*/پۆست*) | خاوەنەکەی | ئەدمین* | لە_پشت | لەپشت* | (لە/ل)_(پشتی/پشتەوە/پشتیەوە) | ناوی_(ڕاستەقینەی/ڕاستەقینە/ڕاستی) | سەرپەرشتی_دەکات | هەژمارەکە_هی
bi_rê_ve_(dibe/dibin/diçe) | birêve_(dibe/dibin) | bi_rêve_dibe | (xwediyê/xwedîyê/birêvebirê/rêvebirê/admînê/adminê/nivîskarê)_(rûpel*/hesab*/kanal*/qenal*/grûp*/kom*/malper*/bot*) | xwediyê_wê | li_pişt* | li_paş_(vê/wê/rûpel*/hesab*) | admîn* | navê_wî_yê_rast | (خودانێ/رێڤەبەرێ/ئەدمینێ)_(پەیج*/گرووپ*/هەژمار*)
arkasında | arkasındaki | yönetici | yöneticisi | yöneten | yönetiyor | (sayfanın/hesabın/kanalın/grubun)_(sahibi/yöneticisi/arkasında) | (hesabı/sayfayı/kanalı/grubu)_(açan/yöneten/kuran/kullanan) | sahibi | yayan_kişi
yidirha | yideerha | ydirha | ydeerha | ydir_el | (9a7ib/sahib/sa7ib/sahb)_(el/il/al) | 9a7ibha | sahibha | waraha | wara_el | adminha | eladmin | el_admin

# "He works for": the role stands beside it. Not in the first person.
[sys.works-for]
يشتغل | يشتغلون | تشتغل | يعمل | تعمل | يعملون | يعملن | موظف | موظفة | موظفين | محسوب_على | محسوبين_على | محسوبة_على | تابع | تابعة | تابعين | مقرب_من | مقربين_من | مقرب | معروف_(ويه/وية/عند/بقربه) | من_(فريق/جماعة/كادر/مكتب/اعضاء/حماية/ماكنة/حملة/طرف/قبل) | يمثل | مكلف_من | مفوض_من | مخول_من | مدفوع_من | مدفوعة_من | ممول_من | ممولة_من | يمولها | يمولهم | تمولها | يدفعها | يستلم_من | يقبض_من | لصالح | لحساب | يروج | تروج | يروجون | باسم_المكتب
works_(for/in/at/with/as) | (is_paid/paid/funded/financed/hired/employed/sponsored/ordered)_by | worked_for | working_for | member_of | part_of_the | on_behalf_of | employee_of | staff_of | stands_(on/for) | speaks_for | campaigns_for | linked_to | close_to
کار_دەکات | کاردەکات | کار_دەکەن | کاردەکەن | کارمەندی | کارمەندێکی | ئیش_دەکات | سەر_بە | سەربە | نزیکە_لە | لە_(تیمی/بارەگای/نووسینگەی/ئۆفیسی/ستافی/لیستی)
kar_(dike/dikin) | dixebite | dixebitin | endamê_tîma | ji_(tîma/ofîsa/nivîsgeha/kampanyaya/lîsteya/lîsta/partiya) | kar_دکەت
çalışıyor | çalışan | çalışıyorlar | adına | (ekibinden/bürosunda/ofisinde/bürosundan/listesinden/partisinden) | için_çalış*
yshtghl | yishtighil | yishteghel | yeshtghl | y3mal | m5awwal | mn_maktab

# The reporter's own part: "I work in the campaign of", "I am a candidate"
[sys.self-role]
(اني/انا/أنا/آني/احنا/نحن)_(مرشح*/المرشح*/متطوع*/موظف*/مسؤول*/مندوب*/مدير*/منسق*/عضو*/من) | اشتغل | أشتغل | اشتغلت | اعمل | أعمل | عملت | متطوع | متطوعة | اتطوع | بصفتي | بصفتنا | مرشحتنا | مرشحنا | زميلتي | زميلي | موكلي | موكلتي | وكيلا_عن
(i/we)_(work/worked/volunteer/volunteered/am/manage/run) | im_(a/the) | i_am_(a/the) | my_(candidate/boss/client/campaign) | volunteering_for | on_behalf_of_(the/our/my)
کار_دەکەم | کاردەکەم | کارم_(کرد/دەکرد) | کار_دەکەین | خۆبەخشم | کاندیدم | پاڵێوراوم | من_(کاندید*/پاڵێوراو*) | ئەز_(کاندید*/بەربژێر*)
dixebitim | dixebitîm | kar_dikim | ez_(namzed*/namzet*/berbij*/berendam*/kandîd*) | alîkarê_min
çalışıyorum | çalıştım | adayım | gönüllüyüm | görevliyim
(ani/ana)_(el_mrash*/mrash*/murash*) | ashtghl | ashtaghil | a3mal | mutatawi3
