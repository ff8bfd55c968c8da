# Who is accused. A noun counts for its group when the one named does something (agent:), hardly when something is done to it (target:).

$page = (صفحة/صفحه/صفحات/بيج/پيج/قناة/حساب/حسابات/كروب/مجموعة/page/channel/account/group/پەیج/پەیجی/پەیجێک/پەیجێکی/ئەکاونت/ئەکاونتی/ئەکاونتێک/کەناڵ/کەناڵی/کەناڵێک/کەناڵێکی/sayfa/sayfası/hesap/hesabı/kanal/kanalı/rûpel/rûpela/rûpelek/rûpeleke/qenal/qenala/hesab/hesabê/hesabek/hesabekî)
$candidate = (مرشح/المرشح/مرشحهم/مرشحنا/كانديد/کاندید/کاندیدی/کاندیدێک/کاندیدێکی/کاندیدەکە/پاڵێوراو/پاڵێوراوی/کاندیدە/کاندیدەکەیان/کاندیدا/کاندیدای/کاندیدێکیان/candidate/candidates/adayı/aday/adayın/namzed/namzedê/namzet/namzetê/namzedekî/namzedek/berendamekî/berendam/berendamê/nayib/murasha7/morasha7/mrasha7/murashah/نائب/النائب/پەرلەمانتار/پەرلەمانتاری/mp/parliamentarian/milletvekili/parlementer/parlamenter/مترشح/المترشح/کاندید*/کاندێد*/کانديد*/پاڵێوراو*/پالێوراو*/بەربژێر*/بەربژار*/بەرەندام*/نامزەد*/berbij*/berendam*/namzed*/namzet*/kandîd*/kandid*/adaylar*/adaydan/adaya/adaydır/adayım/mrash7/mrasha*/murasha*/murashe*/mursha7*/morasha*/mara7sha7/mur8a7/mura4a*/elmrash*/almrash*)
$anycandidate = (المرشحة/مرشحة/النائبة/نائبة/مرشحتنا/murashaha)
$party = (حزب/الحزب/احزاب/كتلة/الكتلة/ائتلاف/الائتلاف/تحالف/التحالف/تيار/التيار/حركة/الحركة/تجمع/قائمة/القائمة/قائمه/لستة/party/bloc/coalition/alliance/movement/list/حیزب/حیزبی/پارت/پارتی/پارتێک/لیست/لیستی/لیستێک/فراکسیۆن/هاوپەیمانی/partisi/parti/ittifak/ittifakı/listesi/liste/listenin/partinin/cephesi/hareketi/partiya/partî/partiyê/partiyeke/lîste/lîsteya/lîsta/lîstê/hevpeymanî/hevpeymaniya/7izb/hizb/qa2ima/qaima/لائحة/اللائحة/جبهة/الجبهة/لیست*/لیستا/حیزب*/حزب*/پارتا/پارتیا/بزاڤ*/lîst*/partî*/tevger*/hevpeyman*/bizav*/listesinin/listesinden/listesine/listeden/listeye/listesindeki/partisinin/partisinden/partiden/hareketinin/ittifakının/qa2imat/qaimat/9a2imat/qa2ima*/7arakat/7arakt/7araka/tayar/tayyar/i2tilaf/ta7aluf)

[actor.candidate.noun]
$candidate
[actor.candidate.female to=actor:candidate:0.3 weak]
$anycandidate
[actor.candidate.female-did to=actor:candidate:1.8]
$anycandidate (نشرت/تنشر/قالت/تقول/وعدت/توعد/وزعت/توزع/اشترت/تشتري/تدفع/دفعت/هددت/تهدد/حرضت/تحرض/استخدمت/استغلت/ادعت/تدعي/شتمت) | (نشرت/قالت/وزعت/وعدت/هددت/استخدمت/استغلت/ادعت)_(المرشحة/النائبة) | (صفحة/مكتب/حملة/فريق/جماعة/وكيل/وكلاء/حساب/موظفي)_(المرشحة/النائبة)
[actor.candidate.office to=actor:candidate:2.4]
(مكتب/مكاتب/فريق/حملة/جماعة/ماكنة/ماكينة/موظف/موظفي/موظفة/مسؤول_اعلام/اعلامي/مدير_حملة/مدير_مكتب/مندوب/مندوبي/وكيل/وكلاء/انصار/رجال/حماية/حمايات/اخو/ابن/قريب/مناصري/سائق/مستشار/صفحة/حساب/بيج/مرافق/مرافقي/سكرتير/شباب/ممثل/ممثلي/مضيف) $candidate | صفحة_المرشح | حساب_المرشح | (office/team/campaign/staff/media_man/media_officer/media_adviser/assistant/manager/driver/bodyguards/supporters/aide/aides/agent/agents/representative/page/account/people/men/spokesman/adviser) (of_candidate/of_the_candidate/for_candidate/candidate) | candidates_(office/team/campaign/page/official/account/brother/agent/agents/supporters/driver/men/people/media) | campaign_(team/manager/office/staff/page/account/worker/workers) | مدير_حملته | حملته | فريقه | (ئۆفیسی/تیمی/نووسینگەی/بانگەشەی/پەیجی/لایەنگرانی/کارمەندی/بەرپرسی_بانگەشەی/حەماية/پاسەوانەکانی) $candidate | (adayın/adayının)_(ofisi/ekibi/sayfası/adamları) | aday* (ofis*/ekib*/sayfa*/adamlar*/kampanya*) | (ofîsa/tîma/rûpela/alîgirên/kampanyaya/mirovên) $candidate | (maktab/jama3at/saf7at/7amlat) $candidate
[actor.candidate.said to=actor:candidate:2]
(قال/يقول/گال/يگول/كال/يكول/صرح/نشر/نزل/كتب/طلع/حچى/حجى/وعد/هدد/حرض/يحرض/وزع/يوزع/دفع/يدفع/يشتري/يستغل/استغل/استخدم/جاب/خطب/اتهم/شتم/ادعى/ظهر/وصف)_$candidate | $candidate (قال/يقول/گال/يگول/كال/يكول/صرح/نشر/ينشر/نزل/منزل/كتب/كاتب/طلع/حچى/حجى/وعد/يوعد/هدد/يهدد/حرض/يحرض/وزع/يوزع/دفع/يدفع/يشتري/يستغل/استغل/استخدم/مطلع/جاب/مسوي/خطب/اتهم/يتهم/شتم/يسب/طالع/ادعى/يدعي/يستهزئ/يسخر/وصف/يصف/اهان) | $candidate (said/posted/published/says/told/wrote/promised/threatened/offered/shared/is_paying/is_buying/uploaded/called/used/paid/stood/gave) | $candidate (دەڵێت/وتی/گوتی/نووسیویەتی/بڵاوی/بڵاویکردەوە/بەڵێنی/هەڕەشەی/دەدات/دەکات/پارە) | $candidate (dedi/diyor/paylaştı/yazdı/söz/tehdit/dağıtıyor/veriyor/yayınladı) | $candidate (got/dibêje/weşand/nivîsand/soz/gef/dide/belav)
[actor.candidate.from to=actor:candidate:1.6 weak]
(من_مرشح/من_قبل_مرشح/من_قبل_المرشح/من_المرشح/من_طرف_المرشح/بواسطة_المرشح/from_candidate/by_candidate/by_a_candidate/by_the_candidate/from_a_candidate/لەلایەن_کاندید/لەلایەن_کاندیدی/aday_tarafından/ji_aliyê_namzed/ji_aliyê_namzedê/ji_aliyê_berendam)
[actor.candidate.victim to=actor:candidate:-0.8 weak]
(ضد/بحق/تشويه/تسقيط/صورة/صور/فيديو/باسم/ينتحل/انتحال/تستهدف/استهداف/اساءة/إساءة/تهديد/على/عن/خصم/منافس/سمعة) $candidate | عالمرشحة | عالمرشح | المرشحة_تتعرض | اني_مرشح | انا_مرشح* | اني_مرشحة | (against/targeting/of/about/threatening/mocking/attacking/impersonating/insulting)_(a/the/our)_(female/woman/women/independent/candidate) | i_am_a_candidate | im_a_candidate | (دژی/وێنەی/هێرش/سووکایەتی/سوکایەتی) (کاندید*/پاڵێوراو*) | من_کاندیدم | (ژن/ژنە)_کاندید* | کاندیدێکی_ژن | (adaya/adayı/adayın) (karşı/hedef/hakaret/görüntü*/fotoğraf*) | li_dijî_namzed* | namzedeke_jin

[actor.party.noun]
$party
[actor.party.people to=actor:party:2.2]
(جماعة/اعضاء/عضو/مسؤول/مسؤولي/مسؤولين/قيادي/قيادية/قياديين/قيادات/واحد_من/رئيس/زعيم/امين/مكتب/مقر/ادارة/اعلام/كوادر/وكلاء/وكيل/شباب/ركائز/منتسبي/جمهور/ناطق/صفحة/قناة/انصار) $party | (member/members/official/officials/leader/leaders/office/headquarters/activists/agents/agent/captains/branch/spokesman/head/media) (of/from) $party | party_(official*/member*/leader*/office/branch/activist*/page/channel/agents/men/people) | (ئەندامی/بەرپرسی/سەرۆکی/لقی/بارەگای/نووسینگەی/کادری/ئۆرگانی) $party | (partinin/listenin/partisinin) | (endamê/berpirsê/serokê/şaxa/nûnerê/kadroyên) $party | مال_(حزب/قائمة/القائمة/الحزب/كتلة/تيار/حركة) | (مال_حزب/تابع_لحزب/تابعة_لحزب/تابعين_لحزب/تابع_للحزب/تابعة_للحزب/سەربە_حیزب/سەر_بە_پارت)

[actor.influencer.noun to=actor:influencer:2.2]
مؤثر | مؤثرة | المؤثر | المؤثرة | مؤثرين | مشهور | مشهورة | المشهورة | مشاهير | مشهور_سوشيال | فاشنستا | فاشينيستا | الفاشينستا | فاشينستا | بلوكر | بلوگر | بلوجر | البلوكر | البلوگر | يوتيوبر | اليوتيوبر | تيكتوكر | التيكتوكر | التيكتوكرز | تكتوكر | صانع_محتوى | صانعة_محتوى | صناع_محتوى | انفلونسر | ستريمر | كوميدي | ممثل_كوميدي | influencer* | blogger* | vlogger* | youtuber* | tiktoker* | streamer* | content_creator* | celebrity | comedian | بلۆگەر* | ئینفلوێنسەر* | یوتیوبەر* | تیکتۆکەر* | کاریگەری_سۆشیال | ناسراوی_تیکتۆک | fenomen* | influencerek* | youtuberek* | youtuber | moather | mo2ather | mu2athir* | mashhoor | mashhur | mashhoora | (مليون/الف/million/thousand)_(متابع/followers)

[actor.media.noun to=actor:media:1.6]
(قناة/القناة)_(فضائية/تلفزيونية/الفضائية/اخبارية/إخبارية/الاخبارية/محلية) | فضائية | الفضائية | وكالة | وكالة_(انباء/أنباء/اخبار) | صحيفة | جريدة | اذاعة | إذاعة | راديو | مذيع | مذيعة | مقدم_(برنامج/البرنامج) | مقدمة_(برنامج/البرنامج) | برنامج | البرنامج | نشرة_اخبار | موقع_(اخباري/إخباري/خبري/اخبار) | صفحة_(اخبارية/إخبارية/خبرية/اخبار/اخباريه/اعلامية) | مؤسسة_اعلامية | موقع | تلفزيون | تلفزيوني | مراسل_قناة | محايدة | برس | نيوز | تي_في | اخبار_(بغداد/البصرة/الموصل/كركوك)
tv_(channel/station) | television | broadcaster | news_(agency/site/channel/page/outlet/website/portal/network/anchor) | newspaper | radio | presenter | anchor | talk_show | outlet | media_outlet | tv | press | news | local_news | newsroom | website
کەناڵێکی_(ئاسمانی/تەلەفزیۆنی/هەواڵ) | کەناڵی_(ئاسمانی/تەلەفزیۆنی/هەواڵ*) | تەلەفزیۆن* | تیڤی | تی_ڤی | ئاژانس* | ڕۆژنامە | ڕۆژنامەی | ڕادیۆ* | پێشکەشکار* | ماڵپەڕ | ماڵپەڕی | ماڵپەڕێک | ماڵپەڕێکی | سایتی_هەواڵ* | میدیا | میدیای | پەیجێکی_هەواڵ* | پەیجی_هەواڵ* | نیوز | پرێس
haber_(kanal*/site*/ajans*/sayfa*) | televizyon* | gazete* | sunucu* | haber_sitesi | malpera_(nûçe*) | malperek | malper | televizyon* | rojname | rojnameya | ajans* | qenala_(nûçe*/televizyon*) | pêşkêşkar* | rûpela_nûçe* | rûpeleke_nûçe*
9anat | qanat | fatha2iya | fada2iya | wakalat
[actor.media.presents to=actor:media:2 to=actor:individual:-1]
xwe_wek_(medya/medyaya/rojname/rojnameya/kanaleke/ajans/ajansa) | (خۆی/خۆیان)_وەک_(میدیا/میدیایەکی/میدیای/کەناڵ/کەناڵێکی/ڕۆژنامە/ئاژانس) | kendini_(haber/medya/gazete/bağımsız)
(تقدم_نفسها/تعرف_نفسها/تصف_نفسها/تدعي_انها/يدعي_انه/تسمي_نفسها/presents_itself/claims_to_be/calls_itself/poses_as/خۆی_وەک) ~ (اخبارية/إخبارية/خبرية/اخبار/قناة/وكالة/محايدة/news/outlet/media/independent/هەواڵ/میدیا/میدیای/بێلایەن)

[actor.individual.noun to=actor:individual:1.7]
(شخص/واحد/رجل/شاب/شابة/بنت/امرأة/مرية/رجال/جار/جارنا/جاري/جيراننا/زميل/زميلي/زميلتي/صديق/صديقتي/صديقي/استاذ/مدرس/موظف/ولد/رجال_دين/شيخ/خطيب/سيد/حجي/ابو/ام/مواطن) (اسمه/اسمها/يسمي/تسمي/معروف/يدعى/باسم/يكول/من_منطقتنا/من_المنطقة/بالمنطقة/بمنطقتنا/من_منطقتي) | احد_الاشخاص | شخص_(من/في/ب/يهدد/ينشر/نشر/دخل/حصل/يبتز/كان/كتب/ما/لا) | اكو_(واحد/وحدة/شخص/شاب/رجال) | هذا_الشخص | الشخص | واحد_(دخل/يراسلني/يهدد/يهددني/دز/يبتز/اسمه/يسمي/من) | طليق* | خطيبي | خطيبها | زوجها_السابق | زوجي_السابق | حبيبها | مستأجر | جارنا | جاري | زميلي | زميل_سابق | حساب_شخصي | حسابه_الشخصي | صاحب_الحساب | صاحب_الصفحة | المبتز | المخترق | الهكر | هاكر | ولد_(خالتي/عمي/خالي) | ابن_(خالي/خالتي/عمي/عمتي) | شيخ_(من/عشيرة/العشيرة) | خطيب_(جامع/الجامع) | شيخ_(عشيرة/العشيرة/عشيرتنا) | (man/guy/person/someone/woman/neighbour/neighbor/colleague/boy/teacher/cousin/relative/individual) (named/called/who/calls_himself/calling_himself/goes_by/from_my) | a_man | a_person | someone | somebody | my_(neighbour/neighbor/ex/cousin/colleague/former) | ex_husband | ex_fiance | ex_boyfriend | private_person | private_account | his_personal | personal_account | tribal_(sheikh/leader) | he_calls_himself | goes_by | hacker
کەسێک | کەسێکی | کەسێک_بە_ناوی | پیاوێک | پیاوێکی | کوڕێک | کوڕێکی | ژنێک_بە_ناوی | دراوسێ* | دراوسێکەم* | هاوڕێ* | هاوکار* | خزم* | هاکەر* | ئەکاونتی_کەسی | مامۆستایەک | ئامۆزا* | مێردی_پێشوو*
(bir)_(kişi/adam/şahıs/kadın/genç/komşu*) | komşum* | adında_biri | adlı_(biri/kişi/şahıs) | biri | eski_(eşim/nişanlım/sevgilim) | kesek* | kesekî | mirovek* | zilamek* | cîranê* | yek_bi_navê | hevalê | xortek*
wa7id_(isma/esma/yhadid*/dazli/ysamy) | wahid_(isma/esma) | wa7ed | sha5s | shakhs | shakhis | jarna | jari | zamili
[actor.individual.contact to=actor:individual:0.5 weak]
(رقمه/رقمها/معرفه/يوزره/حسابه/من_رقم/من_معرف) | his_(number/account/handle/username/phone/telegram) | from_(the_number/number/this_number) | ژمارەکەی | لە_ژمارەی | numarasından | ji_hejmara | raqma | rqma

[actor.authority.noun to=actor:authority:1.3]
محافظ | المحافظ | محافظة_ضد | قائممقام | القائممقام | قائمقام | مدير_(ناحية/الناحية/تربية/التربية/عام/شرطة/دائرة/الدائرة/بلدية/البلدية/قسم) | مدير_عام | وزير | الوزير | وزارة | الوزارة | وزارة_الاتصالات | شرطة | الشرطة | جهاز_(امني/أمني/المخابرات/الامن) | الامن_(الوطني/الوقائي) | الأمن_الوطني | امن_الحزب | القوات_الامنية | استخبارات | الاستخبارات | قوة_امنية | سيطرة | مفوضية_الاتصالات | هيئة_(الاعلام/الإعلام/اعلام/الاتصالات) | حكومة_(الاقليم/الإقليم/المحلية) | الحكومة | السلطات | الجهات_(الامنية/الأمنية/الحكومية) | مدير_المدرسة | مدير_المستشفى | آمر | امر_الفوج | امر_الوحدة | اسايش | الاسايش | جهاز_الاسايش
governor | mayor | ministry | minister | police | commander | security_(forces/services/service/agency/directorate) | intelligence | asayish | authorities | government | municipality | directorate | director_general | army | regulator | cmc | state_employee*
پارێزگار | پارێزگاری | قایمقام* | بەڕێوەبەری | بەڕێوەبەرایەتی* | وەزارەت* | وەزیر* | پۆلیس* | ئاسایش* | ئەفسەر* | دەسەڵات* | حکومەت* | حکوومەت* | دادگا* | دادوەر* | هێزە_ئەمنییەکان | شارەوانی* | سەرۆکی_شارەوانی
vali* | kaymakam* | bakanlı* | polis* | emniyet* | belediye* | hükümet* | hükûmet* | komutan* | parêzgar* | qaymeqam* | wezîr* | wezaret* | polîs* | asayîş* | hikûmet* | hukumet* | şaredar* | artêş* | efser*
mu7afith | mo7afith | muhafiz | wizara | shurta | shor6a | 7ukuma | hukuma
[actor.authority.commission to=actor:authority:1]
موظف_(المفوضية/مفوضية) | موظفي_(المفوضية/مفوضية) | موظفة_المفوضية | مدير_(المركز/المحطة/مركز) | مدير_مركز | المفوضية_(ساكتة/ساكته/لم/ما/قررت) | ihec_(staff/employee/official) | polling_(manager/staff) | کارمەندی_کۆمسیۆن | کارمەندانی_کۆمسیۆن | بەڕێوەبەری_بنکە* | komisyon_(görevli*/çalışan*) | karmendê_komîsyonê
[actor.authority.cut to=actor:authority:1.6 weak]
(قطع/قطعوا/قطعو/مقطوع/حجب/محجوب/انقطاع) (انترنت/النت/الانترنت/نت/خدمة/الخدمة/الاتصالات/تلكرام) | (انترنت/النت/الانترنت/نت/خدمة/الخدمة) (قطع/قطعوا/قطعو/مقطوع/مقطوعة/محجوب/طافي/واكف/انقطع/انقطعت/ضعيف) | internet (cut/off/down/shut/slow/throttled/blackout/shutdown) | ئینتەرنێت* (بڕا*/بڕدر*/خاو*/نەما*/نییە/پچڕ*) | internet* (kes*/yok/yavaş) | înternet* (qut/birîn/hatiye/tune) | net mgtoo3 | alnet | elnet

[actor.platform.noun to=actor:platform:1.8]
(فيسبوك/الفيسبوك/الفيس/انستغرام/انستا/تيك_توك/يوتيوب/تويتر/ميتا/المنصة/تلكرام) (رفض/رفضت/ما_حذف/لم_تحذف/لم_تستجب/لم_يستجب/حذف/حذفت/قيد/قيدت/حظر/حظرت/اغلق/اغلقت/سد/يرفض/ما_رد/لم_ترد/لم_يرد) | (شركة/ادارة/إدارة)_(ميتا/فيسبوك/تيك_توك/يوتيوب/انستغرام/المنصة/تويتر) | (facebook/meta/instagram/tiktok/youtube/twitter) (removed/deleted/refused/refuses/ignored/rejected/suspended/disabled/restricted/took_down/banned/blocked) | (our/my)_(page/post/account/channel)_was_(removed/disabled/suspended/deleted) | انحذف (منشوري/منشورنا/بوستي/بوست) | تقيد_(حسابي/الحساب) | انحظر_حسابي | حذف_منشورنا | حذفوا_منشورنا | (فەیسبووک/مێتا/ئینستاگرام/تیکتۆک) (سڕییەوە/سڕیەوە/وەڵامی/ڕەتی/داخست) | (facebook/meta/instagram/tiktok) (sildi/kapattı/reddetti/bersiv/jê_bir/girt) | المعايير | community_(standards/guidelines)

[actor.cso.noun to=actor:cso:1.6]
منظمة | المنظمة | منظمات | جمعية | الجمعية | مؤسسة_(خيرية/مدنية) | مؤسسة | شبكة_(مدنية/مراقبة) | ناشط | الناشط | ناشطة | الناشطة | ناشطين | مدون | المدون | نقابة | النقابة | اتحاد | مرصد | ngo | ngos | organisation | organization | charity | foundation | association | activist* | union | civil_society | ڕێکخراو | ڕێکخراوی | ڕێکخراوێک | ڕێکخراوێکی | چالاکوان | چالاکوانێک | چالاکوانێکی | دەزگای_خێرخوازی | سەندیکا* | dernek* | derneği | vakıf* | aktivist* | sivil_toplum | rêxistin | rêxistina | rêxistinek* | komele* | çalakvan* | munathama | monathama

[actor.unknown.page to=actor:unknown:1]
$page (اسمها/اسمه/باسم/بأسم/تسمي/يسمي/عنوانها/بعنوان/called/named/calling/بە_ناوی/بەناوی/adında/adlı/isimli/bi_navê/isma/esma/isimha) | (صفحات/حسابات/قنوات/pages/accounts/channels/پەیجەکان/ئەکاونتەکان/هەژمارەکان/sayfalar/hesaplar/hesabên/rûpelên) | anonymous* | مجهول* | مجهولين | لا_(نعرف/اعرف)_(من/منو) | ما_(نعرف/ندري/ادري/اعرف)_(منو/من/وراها) | محد_يعرف | بدون_اسم | غير_معروف* | نەناسراو* | نازانم_کێ | نازانین_کێ | دیار_نییە | bilinmeyen | kimliği_belirsiz | kim_olduğu | nenas* | nayê_zanîn | unknown_(person/number/page/account) | we_dont_know_who | dont_know_who | nobody_knows | no_idea_who | unnamed | رقم_(غريب/مجهول) | رسالة_(مجهولة/منتشرة/متداولة) | ma7ad_yu3ruf | fake_(account*/page*/profile*) | (حساب/حسابات/صفحة)_(وهمي/وهمية/مزيف/مزيفة/مزور/مزورة) | ئەکاونتی_(ساختە/فەیک) | sahte_hesap* | hesabê_sexte
[actor.unknown.spread to=actor:unknown:0.8 weak]
(انتشر/انتشرت/يتداول/تتداول/متداول/متداولة/يتناقلون/دا_ينتشر/منتشر/منتشرة/circulating/spreading/going_around/بڵاوبووەوە/بڵاو_بووەوە/بڵاوبۆتەوە/yayılıyor/dolaşıyor/belav_dibe/belav_bûye)

[actor.influencer.audience to=actor:influencer:1]
متابعينه | متابعيه | متابعيها | متابعينها | (مليون/الف/آلاف/الاف) (متابع/متابعين) | بثوثه | بثه | ببثه | بثوثها | ستوري | الستوري | ستورياتها | سنابها | followers | his_stream | her_stream | her_stories | his_stories | livestream* | live_stream | شوێنکەوتوو* | فۆڵۆوەر* | takipçi* | şopîner*

[actor.individual.one to=actor:individual:0.7]
واحد | وحدة | someone | somebody | biri | kesek | کەسێک | wa7id | wahid
[actor.platform.does to=actor:platform:1.6]
(meta/facebook/instagram/tiktok/youtube/telegram)_(answered/said/says/replied/does/did/never/keeps/left/refused/has) | we_(flagged/appealed) | appealed | automatic_(message/reply) | اعترضنا | اعترضت | طعنا | ماكو_رد_من | رد_تلقائي

[actor.authority.person to=actor:authority:0.6]
ضابط | ضباط | الضابط | قاضي | القاضي | المحكمة | عميد | عقيد | لواء | مقدم_شرطة | officer | officers | judge | court | subay*
[actor.unknown.noun to=actor:unknown:0.6]
$page

# --- how a person is introduced
[actor.individual.named to=actor:individual:1.4]
المدعو | المدعوة | المسمى | الملقب | الملقبة | المكنى | يلقب | يلقبونه | كنيته | يسمي_نفسه | مسمي_نفسه | تسمي_نفسها | يصيحوله | يصيحله | يكنى | اسمه_(الحقيقي/الصدك/الصدگ/الكامل/بالتلي/ابو) | اسم_صاحبه | صاحبه | (واحد/شخص/شاب/رجل/رجال/ولد)_اسمه | ويدعى | يدعى
(a_man/man/guy/person/someone/user/somebody)_(named/called/who_goes/calling/using_the_name) | who_goes_by | goes_by_the_name | signs_(as/himself) | nicknamed | alias | (his/her)_(real/full)_name | the_man_behind | a_user_named | known_locally_as
(کەسێک/کەسێکی/یەکێک/پیاوێک/کوڕێک/کابرایەک)_بە_ناوی | ناسراو_بە | خۆی_بە | ناوی_ڕاستەقینەی | خۆی_ناو_دەبات | نازناو*
(adında/adlı/isimli)_(biri/birisi/kişi/adam/şahıs/bir_adam) | diye_(bilinen/biliniyor/tanınan) | lakaplı | gerçek_adı | kendine
(kesek/kesekî/yek/yekî/mirovek/mirovekî/zilamek/ciwanek)_bi_navê | nasnav* | xwe_wek ~ (dinase*/dide_nas*/nasîn) | navê_wî
(wa7id/wahid/wa7ed)_(isma/esma/ysami/ysammi) | ysami_nafsa | ysammi_nafsa | isma_el_7aqiqi
[actor.individual.admin to=actor:individual:0.7 weak]
ادمن | الادمن | أدمن | الأدمن | ادمنها | مدير_الصفحة | مدير_البيج | صاحب_(الصفحة/البيج/القناة/الگروب/الكروب) | يدير_(الصفحة/القناة/الكروب/البيج/هذا) | مشرف_(الصفحة/الكروب/القناة) | المشرف_على | admin | the_admin | same_admin | moderator | administrator | ئەدمین* | خاوەنی_(پەیج*/ئەکاونت*/کەناڵ*) | yönetici* | yöneten | admîn* | xwediyê_(rûpel*/hesab*) | page_owner
[actor.individual.attacker to=actor:individual:1.2]
المخترق | المبتز | المتصل | المنتحل | المحتال | الهكر | هكرها | شخص_(يهدد*/يبتز*/ينتحل*/يراسل*/اخترق/دخل/سرق) | الشخص_(يراسل*/الذي/اللي/نفسه) | (ex/former)_(husband/fiance/friend/boyfriend/colleague/partner/employee) | blackmailer | extortionist | the_thief | the_hacker | intruder | stalker | a_stranger | خطيبي_السابق | خطيبها | زوجي_السابق | طليقي | صديق_سابق | هاکەر* | باجگر* | دەستگیرانم* | دەستگیرانی_پێشوو* | dergistî* | dergistiyê | hakker* | nişanlım | eski_(nişanlım/sevgilim/eşim/kocam/iş_arkadaşım/arkadaşım) | korsan* | khatibi | khatibha | jarna | (he/they)_(changed_the/took_over) | inhak*
[actor.individual.elder to=actor:individual:0.9]
الشيخ | شيخ | خطيب | الخطيب | امام_(جامع/الجامع/مسجد) | رجل_دين | سيد | وجيه | وجهاء | مەلا | مەلایەک | شێخ | مامۆستای_ئایینی | mela | melayek | şêx | imam | hoca | cleric | preacher | sheikh | sheik | elder

# --- for a candidate: whose gain it is
[actor.candidate.gain to=actor:candidate:1.3 weak]
(للمرشح/لمرشح/لمرشحه/للنائب) | (لصالح/لحساب/دعما/دعاية/ترويج/يروج/يدعون/ينتخبون/ننتخب/انتخبوا/نصوت/يصوتون/التصويت/صوتوا/صوتو/ينتخبن/حملة/لحملة/بحملة/مكتب/بمكتب/مندوب/معتمد/المعتمد/معتمدين/وكيل/ركيزة/جماعة/گروب/كروب/منسق/مدير_حملة/مدير_مكتب/ماكنة/شغل) (المرشح/مرشح/للمرشح/النائب) | مال_(المرشح/مرشح/النائب/الحجي/الحاج) | (المعتمد/معتمدين/معتمد_المرشح/ركائز) | مدير_(حملته/حملتها/مكتبه/مكتبها) | (مكتبه/مكتبها/حملته/حملتها/جماعته/ربعه/ماكنته/بيجه/صفحته_الرسمية)
(for/of/behind/favour_of/favor_of/vote_for/votes_for/posts_for/ads_for/campaign_of/paid_by/works_for/work_for/employed_by)_(candidate/the_candidate/one_candidate/a_candidate/our_mp/mp) | (his/her)_(campaign/office_manager/campaign_manager/press_office/team) | (campaign/campaigns)_(channel/page/manager/office/chief) | rival_campaign
(بۆ/هی/ئۆفیسی/نووسینگەی/تیمی/هەڵمەتی/کەمپینی/ڕاوێژکاری/نوێنەری/بریکاری/براکەی/بەرپرسی_کەمپینی/شۆفێری) (کاندید/کاندیدی/کاندیدەکە/پەرلەمانتار/پاڵێوراو) | (کەمپینەکەی/هەڵمەتەکەی/تیمەکەی/ئۆفیسەکەی) | هی_هەڵمەتی
(ji_bo/ya/yê/ofîsa/nivîsgeha/tîma/nûnerê/nûnerên/mirovên/şêwirmendê/kampanyaya) (namzed/namzedê/berendam/berendamê/parlementer) | ofîsa_wî
(aday/adayın/adayı/adayının/milletvekili) (ekibi/adamları/ofisi/basın/basın_sorumlusu/kampanya*/yeğeni/kardeşi) | adayın_adamları | (aday) ~ (için/lehine)
(lil/l/mal/maktab/jama3at/7amlat/b_maktab/il) (murasha7/morasha7/mrasha7/nayib)
[actor.candidate.called to=actor:candidate:1.4]
(المرشح/مرشح)_(عن/المدعو/صاحب_التسلسل/تسلسل) | (المرشح/مرشح/النائب) ~ (تسلسل/قائمة/القائمة/رقم_القائمة/رقم) | (candidate/mp) ~ (list/posted/said/called/circulating/shared/claims) | (کاندید/کاندیدی)_(ژمارە/لیستی/لیستەکە) | (که/كە/کە) (کاندیدە/کاندیدە) | (berendamê/namzedê)_(lîsteya/partiya/lîsta) | listesi_adayı | partisi_adayı | (ل/لە)_لیستی ~ کاندید*

# --- a party's or a list's people
[actor.party.role to=actor:party:1.8]
(مسؤول/مسؤولة/مسئول/مراقب/مراقبين/ممثل/ممثلي/منظم/ناشطي/شبيبة/الشبيبة/تنظيم/تنظيمات/بنكه/لجنة/معتمد/مدير_حملة/مدير_اعلام/ناطق/ناطقة/متحدث/منتسب) (حزب/الحزب/كتلة/تيار/قائمة/القائمة/ائتلاف/تحالف/كيان/حركة/لائحة) | (فرع/مقر/مكتب/اعلام/تنظيم)_(حزب/الحزب/تيار/كتلة/قائمة/تحالف/حركة) | جماعة_(الحزب/القائمة/التيار/الكتلة) | (يديره/يديرها/تديره/تديرها/يمولها)_(حزب/تيار/قائمة/تحالف/كتلة)
(spokesman/spokeswoman/spokesperson/official/organiser/organizer/captains/captain/foreman/men/activists/youth_wing/branch/head/chief/staff/observer/observers/agent/leader) (of_the/for_the/of/from_the) ~ (list/party/bloc/movement/alliance/coalition/front) | party_(men/people/official/officials/branch/activists/pages/workers) | list_pays | (run_by/paid_by/funded_by)_the ~ (party/list/bloc/alliance/movement)
(بەرپرسی/بەرپرسێکی/ئەندامی/ئەندامێکی/لایەنگرانی/کادرێکی/کادیرێکی/بەرپرسی_ڕاگەیاندنی/بەرپرسی_بنکەی/لێپرسراوی/دەزگای_میدیایی/ڕێکخستنی/بنکەی/مەڵبەندی/نوێنەری/سەرۆکی) (حیزب/حیزبی/حزب/حزبی/پارت/پارتی/لیست/لیستی/بزووتنەوە/بزوتنەوەی/فراکسیۆن) | سەربە_(حیزب/پارت/لیست)
(berpirs/berpirsê/berpirsa/berpirsekî/endamê/endamekî/serokê/alîgirên/nûnerê/kadroyê/kadroyên) (partiya/partî/partiyê/lîsteya/lîsta/lîstê/tevgera/hevpeymaniya) | berpirsê_ofîsa
(sorumlusu/başkanı/üyesi/yetkilisi/gençlik_kolları/ilçe_sorumlusu/temsilcisi/sözcüsü/kolları) | (partisi/partinin/listesinin/listenin/liste) ~ (sorumlu*/üye*/başkan*/gençlik*/adamları/sözcü*)
(7izb/hizb)_(el) | jama3at_(el)_(7izb/hizb/qa2ima)

# --- a name as the press bears it
[actor.media.name to=actor:media:1.6]
$page (اليوم/مباشر/نبض/صدى/الخبر/الحدث/برس/نيوز/تي_في/تيفي/اونلاين/الاخبارية/الإخبارية/بوست/تايمز/مجهر/المجهر/رصد/مرصد/مرايا/منبر/صحافة/اعلام/ميديا) | (صدى/نبض/مرايا/رصد/عين/مجهر/تحت_المجهر/بلا_رتوش/اخبار) (اليوم/مباشر/المحافظة/العراق) | تحت_المجهر | بلا_رتوش | مباشر | قناة على_يوتيوب | (المذيع/مذيع/المذيعة/مراسل/مراسلة/مقدم/رئيس_تحرير/محرر/الاعلامي/الإعلامي)
$page (news/press/tv/today/daily/hourly/times/gazette/herald/pulse/live/files/media/online/wire/report/watch) | (news/tv/press)_(page/channel/portal/station/site/network) | (presenter/anchor/host/editor/reporter_of/columnist)
$page (٢٤/هەواڵ/هەواڵی/پرێس/نیوز/تیڤی/میدیا/ڕۆژ/پۆست/ئازاد/بێ_پەردە/ڕاستی) | پێشکەشکار* | (کەناڵی/کەناڵێکی)_(ئاسمانی/تەلەفزیۆنی) | بەرنامەی
$page (gündem/haber/haberleri/postası/nabız/basın/medya/24) | (gündem/nabız/postası/haber)_(24/sayfası/kanalı) | sunucu* | gazetesi | (malpera/rûpela/kanala) (nûçe*/press/news/tv/24) | pêşkêşkar*

# --- those in office
[actor.authority.office to=actor:authority:1.3]
(مدير/مديرة/معاون/رئيس/عميد/مسؤول)_(القسم/الدائرة/دائرتنا/المدرسة/مدرستنا/التربية/الكلية/كليتنا/العميد/الشعبة/المستشفى/مستشفانا/الجامعة/البلدية/البيت/المركز/المحطة/الناحية/الكهرباء/الماء/الزراعة/الصحة/الاتصالات) | (مديرنا/عميدنا/آمرنا/مسؤولنا/قائدنا/مدير_قسم/مدير_تربية/معاون_العميد) | (آمر/امر/ضابط/قائد)_(الفوج/اللواء/السرية/القاطع/المركز/السيطرة/القوة) | ديوان_(المحافظة/المحافظ/الوقف) | مستشار_(المحافظ/الوزير) | (بأمر/بامر/امر/قرار/توجيه/تعليمات)_(المحافظ/الوزير/الوزارة/القائد/من_فوق/من_فوگ/شفهي/القيادة) | (الوزارة/المحافظ/القائممقام/المحافظة)_(امر/امرت/عمم/وجه) | موظفي_(المفوضية/المركز/المحطة) | سيارة_حكومية | عجلات_(حكومية/البلدية)
(dean/headmaster/principal/director/manager/commander/officer/captain_at/captain)_(of/at/told/said/ordered) | (the/our)_(dean/headmaster/principal/director/governor/commander/mayor) | governors_office | (its_an/an/by)_(order/instruction) | instruction_from | ordered_it | checkpoint | state_(car/cars/vehicles/hospital) | centre_staff | commission_staff | the_staff_said
بەڕێوەبەر | بەڕێوەبەرەکەم* | بەڕێوەبەری_(قوتابخانە*/نەخۆشخانە*/فەرمانگە*/زانکۆ*/گشتی/بەش) | ڕاگر* | فەرمان*_(ئاسایش*/سەرەوە*/وەزارەت*/پارێزگا*/دەسەڵات*) | فەرمانی | لێپرسراوی_(یەکە*/بنکە*) | ئۆتۆمبێلی_حکومی
(müdür/müdürümüz/müdürü/okul_müdür*/dekan*/talimat/emrin/emir/valilikten/valilik) | (rêveber*/mudîr*/fermandar*/ferman/fermana) | (mudeer/mudir/muhafiz/amr_mn/amr_min)

# --- an influencer by what surrounds him
[actor.influencer.fame to=actor:influencer:1.4]
(الف/مليون/نص_مليون/ألف/آلاف)_(متابع/متابعين/فولور) | (معروف/معروفة/مشهور/مشهورة)_(ب/على/عال)_(التيكتوك/تيك_توك/انستا/انستغرام/السوشيال) | جولات_(تيك_توك/بالتيك) | بلايفه | (قناة/حساب)_(اطفال/العاب/ترفيه*/ميمز) | كوميديا* | ميمز | (hundred_thousand/million/k)_followers | followers | gamer | gaming | fashion | influencer* | streamer* | (his/her)_(audience/fans/subscribers/stream/stories) | ستریمەر* | فۆڵۆوەر* | شوێنکەوتوو* | takipçi* | şopîner* | mutabi3* | tiktoker* | youtuber* | tîktoker*

# --- more names for the same groups
[actor.candidate.more to=actor:candidate:1.2]
المترشح | مترشح | مرشحهم | مرشحين | المرشحين | (نازل/نازلة)_(انتخابات/بالانتخابات/على_قائمة/ويه_قائمة/على_القائمة) | (رشح/مرشح/يرشح)_نفسه | عضو_(البرلمان/مجلس_المحافظة/مجلس_النواب/مجلس_المحافظه) | عضو_مجلس | البرلماني | النائبين | النواب | السياسي | سياسي_معروف | صاحب_القائمة | رئيس_القائمة | رئيس_قائمة | المتنافس | ابو_التسلسل | صاحب_التسلسل
nominee* | contender* | incumbent* | lawmaker* | councillor* | deputy_(minister_and_candidate) | (running/runs/standing/stands)_for_(parliament/election/office/the_council/a_seat) | seeking_a_seat | politician* | list_leader | head_of_the_list | would_be_mp
سیاسەتمەدار* | ئەندام_پەرلەمان* | ئەندامی_(پەرلەمان*/ئەنجومەن*) | بەربژێر* | خۆی_کاندید_کرد* | خۆی_کاندیدە | پاڵێوراوە* | سەرۆکی_لیست*
parlamenter* | parlementer* | siyasetmedar* | siyasetvan* | berbijêr* | berbijar* | endamê_(meclisê/parlamentoyê/encumenê) | xwe_namzed | serokê_lîsteyê
milletvekil* | siyasetçi* | vekil | vekili | vekilin | meclis_üyesi | adaylı* | aday_olan | liste_başı
(mrashah/murashah/murasheh/mursha7/murshah/mura4a7/nazil_intikhabat/barlamani)
[actor.party.more to=actor:party:1.1]
الجبهة | جبهة | لائحة | اللائحة | كيان | الكيان | تجمع_(سياسي/انتخابي) | احزاب | الاحزاب | شبيبة_(الحزب/الحركة) | منظمتهم_الحزبية | فرعهم | مقرهم | تنظيمات | كوادر | كادر_الحزب | الحزبيين
front | faction | slate | ticket | cadres | youth_wing | party_hq | alliance | bloc* | coalition*
بەرە | بەرەی | هاوپەیمانی | هاوپەیمانێتی | بزووتنەوە | بزوتنەوە | بزووتنەوەی | ڕێکخستن* | لق | لقی | مەڵبەند* | حیزبەکە* | حیزبەکان
tevger* | hevpeyman* | eniya | eniyê | partiyek* | partiyên | lîsteyek* | lîsteyê
ittifak* | cephe* | hareket* | partili* | partisinin | listesinden
(7araka/haraka/ta7aluf/tahaluf/jabha/i2tilaf)
[actor.media.more to=actor:media:1.2]
مجلة | المجلة | (رئيس/رئيسة)_(التحرير/تحرير) | محرر | المحرر | صحيفتهم | جريدتهم | شاشة | شاشتها | بثت_(القناة/قناة) | عرضت_(القناة/قناة) | (القناة/قناة)_(بثت/عرضت/نشرت/قالت/ادعت) | نشرتها | حلقة | الحلقة | ضيف_البرنامج | غرفة_الاخبار | مراسلهم | الوكالة | الصحيفة | الجريدة | بودكاست | محطة_(راديو/اذاعية/تلفزيونية) | اعلامي_معروف
magazine | bulletin | editor* | columnist* | broadcast* | (radio/tv/television)_(host/show/programme/program/station/channel) | talk_show | episode | newsroom | correspondent* | portal | podcast* | headline* | front_page | on_air | the_host | morning_show | evening_show
گۆڤار* | سەرنووسەر* | پەیامنێر* | بێژەر* | شاشەی | میدیاکار* | بەرنامەکە* | بەرنامەیەک* | ئاژانس* | پۆدکاست* | هەواڵنێر*
kovar* | edîtor* | nûçegihan* | rojnamevan* | bêjer* | bernameya | bernameyê | weşan* | ajansa
dergi* | muhabir* | editör* | spiker* | yayın* | programında | programı | ekranında | kanalda
(jareeda/jarida/sa7ifa/sahifa/mudhi3/muthee3/barnamaj/idha3a/idaa3a/muraslhum)
[actor.authority.more to=actor:authority:1.1]
(مدير/مديرة)_(الدائرة/دائرة/مدرسة/المدرسة/مستشفى/المستشفى/شركة/بلدية/ناحية/عام/القسم/التربية/الصحة/المركز/الجامعة) | معاون_(مدير/العميد/المحافظ) | مجلس_المحافظة | رئيس_(المجلس/الجامعة/البلدية/الوحدة_الادارية/المحكمة) | وكيل_(الوزير/الوزارة) | ديوان | دائرة_(صحة/الصحة/البلدية/الكهرباء/الماء) | عجلة_حكومية | قيادة_(الشرطة/العمليات) | مركز_(الشرطة/شرطة) | لواء | فوج | الفوج | السرية | مفرزة | حاجز | القاضي | المدعي_العام | الحكومة_المحلية | شركة_(الاتصالات/اسيا/كورك/زين) امر
police_chief | colonel | brigade | battalion | municipality | council | district_(head/director/chief) | prosecutor* | soldiers | ministry | minister* | (state/government)_(employee/employees/hospital/company/vehicles/car/cars) | headmistress | headmaster | principal | dean | vice_dean | director
بەڕێوەبەرێک* | بەڕێوەبەری | سەرۆکی_(زانکۆ*/یەکە*/شارەوانی*) | ڕاگری | فەرماندە* | لیوا* | هێزێکی | بازگە* | داواکاری_گشتی | جێگری_پارێزگار* | نووسینگەی_پارێزگار*
mudîr* | rêveberê | rêveberiya | walî* | mutesarif* | leşker* | dadger* | fermandar* | nivîsgeha_parêzgar*
kaymakam* | müdürlü* | müdür* | dekan* | rektör* | hâkim* | hakim_bey | savcı* | jandarma* | asker* | başkanın_emri | belediye_başkan*
(mudeer/modeer/mudir/3ameed/dhabit/zabit/qa2id/qaid)
[actor.cso.more to=actor:cso:1.3]
رابطة | الرابطة | مبادرة_(شبابية/تطوعية/مدنية) | فريق_تطوعي | متطوعين_من | هيئة_(خيرية/مدنية) | مركز_(دراسات/حقوق/حقوقي) | جمعيه | جمعيات | مؤسسه | مؤسسة_(الخير/الرحمة/البر) | اغاثة | الخيرية | خيرية | ناشطون | الناشطون | حقوقي | حقوقيين
initiative | charity | charit* | foundation | society_for | relief_(group/organisation/organization/agency) | human_rights_(group/organisation/activist) | campaigner* | volunteers_from | the_trust | trust_named | association*
دەستپێشخەری* | کۆمەڵەی | کۆمەڵەیەک* | خێرخواز* | دەزگای_(خێرخوازی/مەدەنی) | ڕێکخراوەکە* | تۆڕی_مەدەنی | مافی_مرۆڤ
komeleya | komeleyek* | weqf* | xêrxwaz* | saziya | saziyek* | mafên_mirovan
vakfı | vakıf | derneğinin | yardım_kuruluşu | girişim* | insan_hakları
(jam3iya/jam3iyat/mo2assasa/muassasa/munadhama/monadhama)
[actor.influencer.more to=actor:influencer:1.2]
شاعر | الشاعر | شاعر_شعبي | رادود | الرادود | مطرب | المطرب | فنان | الفنان | فنانة | ممثل | ممثلة | لاعب_(كرة/المنتخب) | عارضة | خبيرة_تجميل | نجم | نجمة | بودكاستر | صانع_محتوى | ترند | متابعينها | جمهوره_بالبث
singer* | poet* | footballer* | actor | actress | podcaster* | model | comedian* | celebrity | celebrities | star | vlogger*
گۆرانیبێژ* | شاعیر* | ئەکتەر* | ئەستێرە* | کۆمیدیان* | هونەرمەند*
stranbêj* | hunermend* | helbestvan* | lîstikvan*
şarkıcı* | oyuncu* | ünlü* | komedyen* | şair* | fenomeni*
(sha3ir/sha3er/motrib/mutrib/fannan/fashinista)
[actor.individual.more to=actor:individual:0.7 weak]
صاحب_(محل/المحل/مولدة/المولدة/دكان) | حلاق | بقال | تاجر | سائق_(تكسي/اجرة) | ابن_(عمه/عمي/المنطقة/خاله/الجيران) | نسيب* | زميل_(سابق/عمل/دراسة) | طالب_(جامعي/معي) | مراهق | شباب_(من/المنطقة/المحلة) | نفر | رجال_(اسمه/يسمونه)
shopkeeper* | barber* | trader | driver_named | teenager* | classmate* | landlord* | tenant* | brother_in_law | (his/her)_(cousin/nephew/brother) | neighbour* | neighbor* | private_individual
دوکاندار* | هاوپۆل* | گەنجێک* | کابرایەک* | پیاوێک* | خزمێک* | برازا* | دراوسێکەمان
dikandar* | pismam* | xortek* | zilamek* | cîranê_me | hevpîşe*
esnaf* | kuzen* | sınıf_arkadaş* | komşumuz | bir_(adam/kadın/genç)
(jar/jarna/ibn_3ammi/sadiqi/zamil)
[actor.unknown.nobody to=actor:unknown:1]
(لا/ما/محد)_(نعلم/نعرف/يعرف/ندري/يدري/اعرف/اعلم/تعرف)_(من/منو/صاحب/مصدر/هوية/هويته/هويتهم) | (مصدر/مرسل/صاحب)_(مجهول/غير_معروف) | من_دون_اسم | حسابات_بلا | بلا_(اسم/صورة) | رقم_(اجنبي/خارجي/غريب/ما_اعرفه) | جهة_(مجهولة/غير_معلومة) | لم_نعرف | تتناقله | يتناقله | متداول_(بالكروبات/على)
(we/i)_(do_not/dont/have_no/cannot)_(know/idea/tell)_(who/whose) | no_one_knows | nobody_knows | unsigned | no_name | anonymously | withheld_number | unknown_number | going_round | passed_around | is_being_(shared/passed/circulated) | circulat*
نازانرێت_کێ | کەس_نازانێت | نازانم_(کێن/کێیە/کێ) | بێ_(ناو/وێنە) | ژمارەیەکی_نەناسراو* | ئەکاونتێکی_نەناسراو* | دەگەڕێت
kes_nizane | nizanin_kî | nizanim_kî | bê_nav | hejmareke_nenas* | digere
kim_olduğunu_bilmiyor* | bilinmeyen | kimliği_belli_değil | isimsiz

# --- what pages that live on news call themselves
[actor.media.masthead to=actor:media:1.4]
$page (الآن/الان/عاجل/لحظة/بلحظة/اونلاين/اونلاين/بلس/عدسة/مشهد/المشهد/نافذة/شبكة/رادار/كواليس/ملفات/بوابة/نشرة/متابعات/حصري/خبر/خبرية/تحقيقات/صوت_وصورة/جورنال/بالعربي) | (شبكة/بوابة/منصة/وكالة)_(اخبار/اخبارية/إخبارية/اعلامية) | (عاجل/اخبار/نبض/صدى/مشهد/كواليس/رادار)_(بغداد/البصرة/الموصل/كركوك/ديالى/الانبار/النجف/كربلاء/الحلة/بابل/واسط/الكوت/ميسان/العمارة/الناصرية/السماوة/الديوانية/تكريت/صلاح_الدين/اربيل/السليمانية/دهوك/حلبجة/العراق/المحافظة)
$page (now/breaking/lens/scene/window/network/radar/backstage/insider/journal/post/flash/minute/uncut/uncensored/headlines) | (baghdad/basra/mosul/kirkuk/erbil/duhok/hewler/sulaimani/diyala/anbar/najaf/karbala/hilla/kut/maysan/nasiriyah)_(now/today/live/news/post/times/files/pulse/24/breaking/insider)
$page (ئێستا/ڕادار/کامێرا/تۆڕی/پەنجەرە/هەنووکە/ڕووبەڕوو/بەدواداچوون/ڕووماڵ) | تۆڕی_(هەواڵ*/میدیایی)
$page (dakika/flaş/objektif/manşet/ekspres/bülten/ajans/bugün) | son_dakika
$page (niha/îro/bûyer/ajans/radar) | tora_nûçe*

# --- roles by form: whose people they are, and who has power over others
[actor.candidate.kin to=actor:candidate:1.6]
(محامي/اخ/شقيق/شقيقة/زوج/زوجة/والد/نسيب/صهر/عم/خال/قريبة/شيخ_عشيرة/ناطق/متحدث/مصور/مدير_اعمال/مسؤولة/معاون/اقارب/اقرباء/اولاد/ابناء/متطوعي/متطوعين/شركة/قناة/كروب/گروب/مجموعة/مناصر/اتباع/ماكينة/يافطة/لافتة/لافتات/بوستر/بوسترات/اعلان/اعلانات/كارت/كروت) $candidate
(lawyer/brother/sister/son/daughter/wife/husband/cousin/nephew/uncle/father/secretary/photographer/bodyguard/guards/volunteer/volunteers/company/foundation/banner/banners/poster/posters/leaflet/leaflets/chief_of_staff/press_officer/press_office) (of/for) ~ $candidate | candidates_(lawyer/son/cousin/nephew/wife/husband/father/uncle/posters/banner/banners/poster/company/chief_of_staff/press_officer/press_office/adviser/spokesman/guards/volunteers/assistant) | $candidate (has_been/keeps/is_now/was_seen/personally/himself/herself/spoke/circulated/distributed/handed/shouted/warned/ordered/asked/wants/runs/pays/buys/boasts/boasted/insults/mocks)
(پارێزەری/برای/کوڕی/کچی/هاوسەری/ژنی/ئامۆزای/خزمی/خزمێکی/باوکی/سکرتێری/وتەبێژی/یاریدەدەری/ڕاوێژکاری/شۆفێری/کۆمپانیای/پاسەوانی/چەناڵی/کەناڵی/گرووپی/گروپی/ئەکاونتی/پۆستەری/خەڵکی/پیاوانی/پیاوێکی/گەنجانی/خۆبەخشانی/هاوکاری/هاوکارێکی/مامی/خاڵی) $candidate
(adayın/adayının/milletvekilinin) (avukatı/kardeşi/oğlu/kızı/eşi/kuzeni/yeğeni/amcası/şoförü/danışmanı/korumaları/şirketi/kanalı/grubu/afişleri/gönüllüleri/sekreteri)
(parêzerê/birayê/kurê/keça/jina/pismamê/xizmê/bavê/apê/sekreterê/şofêrê/şîretkarê/alîkarê/kanala/koma/hesabê/posterê/posterên/kesên/xwebexşên/zavayê) $candidate
(mu7ami/mohami/akho/a5o/ibn/sayiq/7imayat/mustashar/jama3at/groub/kroup) (el/il/al) $candidate
[actor.party.campaign to=actor:party:1.3]
(حملة/بحملة/حملات/دعاية/ماكنة/ماكينة/مكتب/مدير_حملة/مسؤول_حملة/فريق) (قائمة/القائمة/كتلة/الكتلة/حزب/الحزب/ائتلاف/تحالف/تيار/حركة/الكيان/كيان) | (مرشحي/مرشحو)_(القائمة/قائمة/الحزب/حزب/الكتلة/كتلة) | (ناشط/ناشطي/انصار/شباب/جمهور/منظمي/تابعين/تابع/مناصري)_(قائمة/للقائمة/لقائمة/لحزب/للحزب/لكتلة/للكتلة/لحركة/حركة/تيار/لتيار)
(campaign/manager/worker/workers/agent/agents/organiser/coordinator/canvassers) (of/for) (list/party/bloc/movement/alliance/coalition) | (party/list/bloc/movement)_(campaign/manager/worker/workers/agent/agents/coordinator/canvassers/youth/office/media)
(بانگەشەی/هەڵمەتی/کەمپینی/بەرپرسی_هەڵمەتی/بەرپرسی_بانگەشەی/ئۆفیسی/نووسینگەی/تیمی/ڕاگەیاندنی/کارمەندی/ڕێکخەری/هەماهەنگکاری/گەنجانی) (لیستی/لیستە/حیزبی/حزبی/پارتی/بزووتنەوەی/هاوپەیمانی/فراکسیۆنی)
(kampanyaya/berpirsê_kampanyaya/ofîsa/nivîsgeha/koordînatorê/xebatkarên/ciwanên/endamê/endama/endamên) (lîsteya/lîsta/partiya/tevgera/hevpeymaniya/wê/wî)
(partinin/listenin/ittifakın/hareketin) (kampanya*/sandık/gençleri/koordinatör*/yetkili*/elemanları)
[actor.authority.power to=actor:authority:1.5]
مديرنا | مديرتنا | المدير_مالنا | مديري | مديرتي | آمرنا | امرنا | آمر_(القوة/الوحدة/السرية/الفوج/اللواء) | مشرف_(السكن/القسم_الداخلي/الاقسام_الداخلية/تربوي/المختبر/الشعبة) | مشرفة_(السكن/القسم_الداخلي/الاقسام_الداخلية/تربوية) | مسؤول_(الدائرة/الشعبة/الوحدة/الردهة/القسم_الداخلي/السكن/الموارد/الافراد/الذاتية) | مسؤولتنا | رئيس_(قسم/القسم/قسمنا/الدائرة/دائرتنا/الهيئة/الجامعة/جامعتنا) | معاون_المدير | المعاون_الاداري | دورية | مفرزة | عناصر_(الامن/امنية/الشرطة) | عنصر_امني | قوة_امنية | الاستخبارات | المخابرات | الامن_الوطني | مدير_(الناحية/البلدية/المستشفى/الصحة/الكهرباء/المدرسة/الدائرة) | شركة_(الاتصالات/اتصالات/الانترنت/انترنت/النت/نت) | مزود_(الخدمة/خدمة/الانترنت) | مجهز_الخدمة
our_(supervisor/line_manager/warden/superior/director/employer) | my_(supervisor/line_manager/superior/employer) | (shift/dormitory/dorm/ward/school/hospital/hostel/site)_(supervisor/manager/warden/director/head) | head_of_(department/section/office/unit/the_department/our_department) | head_nurse | supervisor | warden | internet_(provider/company/operator) | (telecom/telecoms/network/mobile)_(company/operator/provider) | provider | isp | district_(office/administrator/commissioner) | subdistrict_(head/director) | plainclothes | security_men
(سەرپەرشتیار/سەرپەرشتیاری/سەرپەرشتیارەکە/سەرپەرشتیارێکی) | کارگێڕ | کارگێڕی | کارگێڕیی | (بەڕێوەبەر/بەڕێوەبەرەکە/بەڕێوەبەرمان/بەڕێوەبەرەکەی) | بەرپرسی_(بەش/هۆبە/یەکە/نەخۆشخانە/بەشەناوخۆیی) | (سەرۆک/سەرۆکی)_(بەش/بەشی/زانکۆ/هۆبە) | پشکنەر* | کۆمپانیای_(ئینتەرنێت*/پەیوەندی*/تەلەکۆم*) | هێزێکی_ئەمنی | هێزە_ئەمنی* | مفەرزە*
serperişt* | kargêr* | (rêvebir/rêvebirê/rêvebira/rêvebirê_dibistanê/midûr/midûrê/mudûr/mudûrê)_(me/dibistanê/nexweşxaneyê/zanîngehê/navçeyê) | berpirsê_(beşê/nexweşxaneyê/dibistanê/xewgehê) | hêzên_ewlehiyê | kompaniya_(înternetê/internetê)
(amirim*/şefim*/yöneticimiz/denetmen*/yurt_müdür*/okul_müdür*/başhekim*/servis_sağlayıcı*/internet_şirket*/bölüm_başkan*/güvenlik_güç*)
(mudirna/mudeerna/modirna/mas2olna/sharikat_el_net/sharikat_el_internet)
[actor.platform.told to=actor:platform:1.5]
(sent/told/notified/asked/wrote_to/reported_to/flagged_to/complained_to/appealed_to/notices_to) (meta/facebook/instagram/tiktok/youtube/telegram) | (meta/facebook/instagram/tiktok/youtube/telegram)_(removed/closed/approved/approves/left/ignored/ignores/rejected/took/restored/allows/allowed/accepts/accepted/itself/profits/takes_money/keeps/lets) | (on/about/against)_the_platform | the_platform_(itself/refuses/refused/ignores/left/keeps/allows) | community_standards
(ضد/على/بحق)_(المنصة/منصة) | المنصة_نفسها | ادارة_المنصة | (فيسبوك/ميتا/تيكتوك/يوتيوب/انستغرام/تلكرام)_(يسمح/تسمح/يقبل/توافق/وافق/وافقت/يتجاهل/تجاهل/تجاهلت/ترك/تركت/يربح/لا_يستجيب/لا_تستجيب/ما_يستجيب/نفسه/نفسها) | معايير_المجتمع
(دژی/لەسەر)_(پلاتفۆرم*) | (فەیسبووک/مێتا/تیکتۆک/یوتیوب)_(ڕازی/ڕەتی/پشتگوێ/لایبرد/نەیسڕییەوە/ڕێگە/خۆی) | ستانداردەکانی_کۆمەڵگە
(meta/facebook/tiktok/youtube)_(onaylıyor/onayladı/sildi/kaldırmadı/reddetti/görmezden) | topluluk_kuralları | (meta/facebook/tiktok/youtube)_(qebûl/red/jê_nebir/rê_dide/bersiv)
[actor.media.place to=actor:media:1.5]
(اخبار/نيوز/الآن/الان/اليوم/عاجل/مباشر/برس/بوست/تايمز/نبض/صدى/عين/مرايا/رصد/لحظة/صوت/راديو/24/٢٤)_(بغداد/البصرة/بصرة/نينوى/الموصل/موصل/كركوك/اربيل/دهوك/السليمانية/ديالى/الانبار/انبار/النجف/نجف/كربلاء/بابل/الحلة/واسط/الكوت/ميسان/العمارة/ذي_قار/الناصرية/المثنى/السماوة/الديوانية/القادسية/صلاح_الدين/تكريت/سامراء/الفرات/دجلة/الرافدين/الجنوب/العراق) | (بغداد/البصرة/بصرة/نينوى/الموصل/موصل/كركوك/اربيل/دهوك/السليمانية/ديالى/الانبار/انبار/النجف/نجف/كربلاء/بابل/الحلة/واسط/الكوت/ميسان/العمارة/الناصرية/المثنى/السماوة/الديوانية/ديوانية/القادسية/تكريت/سامراء/الفرات/دجلة/الرافدين/الجنوب/العراق)_(اخبار/نيوز/الآن/الان/اليوم/عاجل/مباشر/برس/بوست/تايمز/بلا/تحت/لحظة/الحدث/الخبر/24/٢٤)
(بەغدا/هەولێر/سلێمانی/دهۆک/هەڵەبجە/کەرکوک/گەرمیان/زاخۆ/ڕانیە/سۆران/موسڵ/کوردستان)_(نیوز/پرێس/پۆست/ئێستا/ئەمڕۆ/هەواڵ/ئازاد/٢٤/24/تیڤی/میدیا/ڕاستەوخۆ) | (هەواڵەکانی/هەواڵی/دەنگی/ڕادیۆی)_(بەغدا/هەولێر/سلێمانی/دهۆک/هەڵەبجە/کەرکوک/گەرمیان/زاخۆ/ڕانیە/سۆران/موسڵ/کوردستان)
akhbar | aajel | ajel | 3ajel | khabar | breaking | urgent_news | haber | hewal | hewall | nuche | nuce | gundem | aldjazira | livenews | telegraph | gazete
(kerkük/erbil/musul/bağdat/telafer/tuzhurmatu)_(haber/gündem/postası/bugün/tv/medya) | (duhok/zaxo/hewlêr/silêmanî/kerkûk/şingal/mûsil)_(nûçe/news/press/tv/îro/24/niha)
[actor.influencer.stream to=actor:influencer:1.1]
بث_(تيك_توك/تيكتوك/مباشر/لايف) | بالبث | هدايا_البث | لايفات | قناة_(يوتيوب/اليوتيوب)_(اسمها/باسم/للاطفال/معروفة) | متابع_عنده | عنده_(متابعين/متابع/جمهور) | subscribers | (tiktok/youtube/snapchat)_(star/streamer/creator) | streamer* | (takipçisi/takipçili)_(olan) | xwedî_şopîner* | şopîner* | شوێنکەوتووی_هەیە

# --- by the deed: who can transfer, dismiss or cut pay is the one in office, whoever the votes are for
[actor.authority.over-staff to=actor:authority:1.8]
(مدير/المدير/مديرة/المديرة/عميد/العميد/رئيس/مسؤول/المسؤول/ضابط/الضابط/آمر/معاون/مشرف/المشرف) ~ (يجبر/اجبر/جمع/جمعت/جمعنا/يطلب/طلب/طلبت/هدد/هددت/يهدد/يلزم/الزم/امر/ابلغ) ~ (موظف*/الموظف*/منتسب*/المنتسب*/معلم*/المعلم*/مدرس*/المدرس*/عمال/العمال/طلاب/الطلاب/طلبة/الطلبة/جنود/الجنود/ممرض*/الممرض*) | (ينقل/ينقلون/نقل/نقلوا/نقلوه/نقلوها/فصل/يفصل/نقلت/النقل/بالنقل/بالفصل) ~ (موظف*/الموظف*/منتسب*/المنتسب*/معلم*/المعلم*/مدرس*/المدرسات/المدرسين/ممرض*/الممرضات/عقود/العقود/الاهوار/للاهوار) | لجنة_(تاديبية/تأديبية/تحقيقية) | (قطع/يقطع/توقيف/ايقاف)_(الراتب/راتب/رواتب/المخصصات/العلاوة) | (يجبر/يجبرون/اجبر/اجبروا/الزموا)_(الموظفين/موظفين/المنتسبين/منتسبين/المعلمين/المعلمات/الطلاب/العمال)
(director/head/manager/principal/headmaster/headmistress/dean/officer/commander/supervisor) ~ (told/asked/ordered/called/warned/forced/moved/transferred) ~ (nurses/teachers/employees/staff/workers/students/soldiers/guards/us) | (moved/transferred)_to_(the/a)_(night/remote/far) | (teachers/nurses/employees/staff/workers/clerks) ~ (transferred/dismissed/fired/moved/suspended) | disciplinary_(committee/board)
(بەڕێوەبەر*/ڕاگر*/سەرۆک/سەرۆکی/بەرپرس/ئەفسەر*/سەرپەرشتیار*) ~ (داوای/داوا/هەڕەشەی/فەرمانی/کۆکردەوە/کۆی_کردینەوە) ~ (مامۆستا*/فەرمانبەر*/کارمەند*/پەرستار*/قوتابی*) | (دەگوازرێ*/گواستنەوەی/دەردەکر*) ~ (مامۆستا*/فەرمانبەر*/کارمەند*/گوند*/دوور)
(rêveber*/midûr*/mudîr*/serok*/fermandar*) ~ (mamoste*/karmend*/xwendekar*/leşker*) ~ (got/xwest/kom_kir*/gef) | (bên/bê/bêne)_(veguhestin/veguhastin/derxistin)
(müdür*/amir*/başhekim*/komutan*) ~ (öğretmen*/memur*/işçi*/hemşire*/asker*) ~ (topladı/istedi/dedi/tehdit/zorla*) | (tayin*/sürgün*) ~ (öğretmen*/memur*/hemşire*)
(modeer/mudeer/mudir/raees/ra2ees) ~ (muwadhaf*/muwa6haf*/mu3alim*/modarris*) | yinqil* ~ (muwadhaf*/mu3alim*)

# --- who is shown in the picture, heard on the tape or named in the false paper has not made it
[actor.candidate.depicted to=actor:candidate:-0.9 to=actor:unknown:0.3 weak]
(فيديو/صوت/صورة/تسجيل/مقطع/وثيقة/كتاب/محادثة) (للمرشح/للمرشحة/لمرشح/لمرشحة/للنائب/للنائبة/منسوب/منسوبة) | (يظهر/تظهر/يظهره/يظهرها/يبين)_(المرشح/المرشحة/مرشح/مرشحة/النائب/النائبة/فيها_المرشح/فيها_المرشحة/به_المرشح/به_المرشحة) | (مركب/مركبة/راكب/مركبين)_(على/وجه) ~ (المرشح/المرشحة/مرشحة/مرشح) | (وجه/بوجه/رأس/براس)_(المرشح/المرشحة/مرشحة/النائبة) | (video/audio/recording/voice/clip/picture/letter/chat) ~ (seems_to/appears_to/shows/showing/supposedly/allegedly) ~ (candidate/mp) | (voice/face)_of_(candidate/the_candidate/our_candidate/a_candidate) | which_our_candidate | (ڤیدیۆ*/دەنگ*/وێنە*/تۆمار*) ~ (گوایە/هی) ~ (کاندید*/پەرلەمانتار*) | (کاندید*/پەرلەمانتار*) ~ (پیشان_دەدا*/نیشان_دەدا*) | (vîdyo*/dengek*/wêne*) ~ (qaşo/guya/nîşan) ~ (namzed*/berendam*) | (video*/ses*/görüntü*) ~ (güya/sözde/gösteren) ~ (aday*/milletvekil*)

# --- nobody knows the one who writes
[actor.unknown.stranger to=actor:unknown:1.2 to=actor:individual:-0.6]
(شخص/واحد/حساب/صفحة/قناة/رقم/جهة)_(لا/ما)_(اعرفه/اعرفها/نعرفه/نعرفها/ينعرف/تنعرف) | (ما/لا)_(ادري/ندري/اعرف/نعرف)_(منو/من/هويته/مين) | (قناة/صفحة/حساب)_مجهولة_(الادارة/المصدر) | مجهول_(الهوية/الادارة) | (لا_نعرف/لا_اعرف/ما_نعرف)_من_يدير* | من_يديرها | من_يقف_وراء | (whoever/whosoever) | no_idea_who | (i/we)_do_not_know_(him/her/who/them) | person_i_do_not_know | people_i_do_not_know | نازانم_کێ | نازانین_کێ | نازانرێت_کێ | (em/ez)_nizan*_kî | kesekî_nenas | kime_ait_olduğu* | kim_olduğunu_bil* | (ma_nu3ruf/ma_a3ruf/ma_adri)_(mno/mnu/minu/meno) | (7isab/7sab/hisab)_bala

# --- a medium by how it is spoken of
[actor.media.outlet to=actor:media:1.5]
موقع (الاخباري/الإخباري/الخبري/الاخبارية) | (قناة/صفحة/منصة) (الاخبارية/الإخبارية/الخبرية/الاعلامية) | (the_paper/newspaper/magazine/news_site/news_page/broadcaster) | (سایتی/سایتێکی/ماڵپەڕی/ماڵپەڕێکی/کەناڵی/پەیجی/پەیجێک) ~ (هەواڵ*/میدیا*/ڕاگەیاندن*/سەربەخۆ) | سایتی | وەک_(میدیا*/ڕاگەیاندن*/کەناڵێک*) | xwe_wek_(medya*/rojname*/kanaleke_nûçe*/ajans*) | (rûpela/kanala/malpera) ~ (medya/nûçe*/pêşkêşkar*/pêşkêşvan*) | pêşkêşvan* | pêşkêşker* | kendini_(haber/medya/gazete) | (bir_kanalın)_sunucu* | (jareedat/maw8i3/mawqi3)_akhbar

# --- the platform itself is complained of
[actor.platform.answers to=actor:platform:1.8]
(جواب/جوابا/رد/ردا)_(الي/آلي/اوتوماتيكي/تلقائي) ~ (فيسبوك/ميتا/انستغرام/تيك_توك/يوتيوب/تلغرام) | (فيسبوك/ميتا/انستغرام/تيك_توك/يوتيوب/تلغرام) ~ (لا_تخالف/لا_يخالف/ما_تخالف/المعايير) | (نطالب/ندعو)_(المنصة/ميتا/فيسبوك/تيك_توك) | بلغنا ~ (مرات/مرة/جواب/رد) ~ (فيسبوك/ميتا/المنصة) | (automatic/automated)_(reply/answer) ~ (facebook/meta/tiktok/youtube) | does_not_(violate/breach)_(our/the/community) | (وەڵامی_ئۆتۆماتیکی/سەرپێچی_نەکردووە) ~ (فەیسبووک/مێتا/تیکتۆک) | (bersiva_otomatîk/binpê_nake) ~ (facebook/meta/tiktok) | (otomatik_yanıt/kuralları_ihlal_etmiyor) ~ (facebook/meta/tiktok)

# --- security people and foreigners are told by what they are
[actor.authority.security to=actor:authority:1.4]
(قيادة/قائد)_(العمليات/عمليات/الفرقة/اللواء/الشرطة) | (عمليات)_(بغداد/نينوى/الانبار/كركوك/البصرة/سامراء/الفرات_الاوسط) | (الحشد/لواء/فوج/سرية)_(الشعبي/الطوارئ/سوات) | جهاز_(المخابرات/مكافحة/الامن/الاستخبارات) | خلية_(الازمة/الأزمة) | operations_command | crisis_cell | swat | national_security | (هێزەکانی/هێزێکی)_(ئاسایش/پێشمەرگە/پۆلیس) | دژە_تیرۆر | (hêzên/hêzeke)_(asayîşê/pêşmerge/polîs*) | dij_terorê | (güvenlik/istihbarat)_(birim*/görevli*)
(المقدم/العقيد/الرائد/النقيب/العميد/الملازم/اللواء) ~ (السرية/الفوج/معسكر*/القطعة/الجنود/الوحدة/اجازة/الاجازة) | معسكرنا | (head_doctor/chief_doctor/ward_sister/colonel/major/lieutenant/sergeant) | (our)_(camp/unit/barracks/platoon)

# --- who is criticised is not accused
[actor.unknown.criticised to=actor:unknown:0 to=actor:authority:-0.8 to=actor:candidate:-0.8 to=actor:party:-0.8 weak]
(ينتقد/انتقد/تنتقد/انتقدت/نقد) (المحافظ/محافظ/الوزير/النائب/المرشح/الحكومة/الحزب/القائمة/الكتلة/كتلتنا/مرشحنا) | (المحافظ/الوزير/النائب/المرشح/الحكومة/القائمة/جماعة) (فشل/فشلت/ما_سوى/ما_سووا/لم_ينجز/لم_يف/ما_نفذ) | (criticises/criticised/criticizes/criticized/questions/questioned) ~ (governor/minister/mp/candidate/party/list/bloc) | (governor/minister/mp/candidate/council) (is_lazy/failed/should_resign) | (پارێزگار*/پەرلەمانتار*/وەزیر*/کاندید*) (بەڵێنەکانی/جێبەجێ/سەرکەوتوو) | ڕەخنە* ~ (پارێزگار*/پەرلەمانتار*/وەزیر*/حکومەت*/کاندید*) | (walî/parêzgar/parlementer/wezîr) (soza/sozên) | (vali/milletvekili/bakan/belediye) (sözünü/sözlerini/vaat*) | (nayib/muhafiz/murasha7) (ma_sawa/ma_naffath)

# --- a list of names is no party
[actor.party.list-of to=actor:party:-1.3 weak]
(قائمة/القائمة/قوائم/لستة/لائحة)_(اسماء/باسماء/بأسماء/أسماء/الاسماء/ارقام/بارقام/بأرقام/بصور/صور/سوداء/الناخبين/ناخبين/مراقبين/المراقبين/العوائل/الممنوعين/الموظفين/تخوين/طويلة) | list_of | lists_of | (name/names/black/voter/voters/kill/hit/contact/mailing/guest/address/price)_(list/lists) | لیستی_(ناو*/دەنگدەر*/ڕەش/مامۆستا*/هەموو) | لیستێکی_(ناو*/ڕەش) | (lîsteya/lîstek/lîsteyek)_(navan/reş/dengdêran/mamosteyan) | (isim/seçmen/kara)_(listesi/listeleri)

# --- stands for election, said without the noun
[actor.candidate.stands to=actor:candidate:1.3]
(stands/standing/stood/running/runs/ran)_(on/for)_(list/the_list/a_list/the_council/parliament/the) | (candidate/number/no)_(no/number)_of_list | (نازل/نازلة/مرشح/مترشح/يترشح/تسلسل*/تسلسله/تسلسلها/صورته/صورتها) ~ (قائمة/القائمة/تسلسل/بتسلسل/عن_قائمة) | (صوتوا/صوتو/انتخبوا/انتخبو) ~ (تسلسل/الرقم/رقم) | (حملته/حملتها/دعايته/دعايتها/بوستراته/لافتاته)_(الانتخابية/انتخابية) | (خۆی/خۆشی)_(کاندید*/پاڵاوت*) | (listesinden/listeden)_(aday/sıra)

# --- those in office, in more forms
[actor.authority.rank to=actor:authority:1.2]
العقيد | عقيد | العميد | اللواء | الرائد | الملازم | ملازم | المفوض | ركن | ضابط_(الخفر/المركز/الشرطة/الامن/التحقيق) | (آمر/امر/امرية/آمرية) ~ (الفوج/فوج/اللواء/لواء/السرية/القاطع/القوة) | colonel | brigadier | lieutenant | sergeant | major_general | عەقید* | نەقیب* | ڕائید* | ملازم | مقەدەم | eqîd | serheng | albay | yarbay | binbaşı | yüzbaşı | 3aqeed | 3aqid | 3ameed
[actor.authority.deputy to=actor:authority:1.5]
(معاون/معاونة/نائب/وكيل)_(المدير/مدير/المديرة/العميد/عميد/المحافظ/محافظ/القائممقام/رئيس) | رئيس_(المجلس/مجلس/البلدية/الجامعة/القسم/قسم/الوحدة/المهندسين/الملاحظين/اللجنة_الامتحانية) | (مدير/مديرة)_(المدرسة/مدرسة/اعدادية/ثانوية/متوسطة/المركز/مركز/المستشفى/مستشفى/القطاع/قسم/القسم/شعبة/الشعبة/الدائرة/دائرة/البلدية/بلدية/المصفى/المعمل/التربية/تربية/الناحية/ناحية) | مسؤول_(الشعبة/شعبة/القسم/قسم/الوحدة/الردهة/المخزن/القاطع/السيطرة) | (assistant/deputy/vice)_(dean/head/director/principal/manager/governor/commander/mayor/president/rector) | head_of_(the)_(department/section/municipality/school/hospital/directorate) | (hospital/school/department/office/district/municipality/station/university)_(director/head/manager/principal/chief/president) | director_of_(the/a/our) | council_(head/chairman/president) | (ڕێڤەبەر*/رێڤەبەر*/ڕێوەبەر*) | (جێگری/یاریدەدەری)_(بەڕێوەبەر*/پارێزگار*/سەرۆک*/ڕاگر*) | (cîgirê/alîkarê)_(rêveber*/midûr*/parêzgar*/dekan*) | rêveber* | midûr* | mudûr* | (müdür_yardımcısı/dekan_yardımcısı/başhekim*/müdür/müdürü/müdürümüz)
[actor.authority.employee to=actor:authority:1.2]
(موظف/الموظف/موظفة/الموظفة/موظفين/موظفي) (دائرة/بدائرة/الدائرة/بلدية/البلدية/بالبلدية/التسجيل/الجنسية/الرعاية/المفوضية/بالمفوضية/مفوضية/التموين/تموين/التجارة/الكهرباء/كهرباء/المحافظة/الشباك/شباك) | (employee/employees/clerk/official/officials/staff) (of/at/in) (registry/municipality/department/commission/directorate/ministry/ihec/governorate/council) | (کارمەند*/فەرمانبەر*) (فەرمانگە*/کۆمسیۆن*/شارەوانی*/کۆمپانیا*/پارێزگا*/تۆمار*) | (memur*/görevli*) ~ (nüfus/belediye*/komisyon*/tapu/daire*) | (karmend*/fermanber*) ~ (komîsyon*/şaredar*/dayîre*/fermangeh*)
[actor.authority.mukhtar to=actor:authority:0.8 to=actor:individual:0.3]
المختار | مختارنا | مختار_(المحلة/القرية/المنطقة/محلتنا) | mukhtar | muxtar* | mixtar* | muhtar | muhtarı | موختار* | مەختار*

# --- a company that works for campaigns, an army of accounts: whose it is told beside
[actor.party.army to=actor:party:0.7 weak]
(جيش/الجيش/جيوش)_(الكتروني/الالكتروني/إلكتروني/الكترونية) | (electronic/troll/bot)_(army/farm/armies)

# --- kin, people around a party's men and candidates who are named by what they are
[actor.candidate.man to=actor:candidate:1.8]
(رجال/جماعة/ربع/حماية/حمايات/مرافق/مرافقه/سائق/سايق/وكيل/وكلاء/ركائز/معتمد/مندوب/شباب/بلطجية/مدير_اعلام/مصور/المصور/مسؤول_الميديا/مسؤول_الاعلام/مسؤول_حملة/مدير_حملة/مدير_مكتب/نسيب/صهر) (المرشح/مرشح/المرشحة/مرشحة/النائب/نائب/النائبة) | (المرشح/مرشح/النائب) ~ (نفسه/شخصيا/بنفسه/اعترف/حظرنا/حظروني/كال/گال/دز/رد) | (نووسینگەی/بارەگای/ستافی/تیمی/کارمەندی/ڕاگەیاندنی/ڕاگەیاندنکاری/میدیاکاری/پاسەوانی/دەستوپێوەندی/خزمی/برای/کوڕی) (کاندید*/پەرلەمانتار*/پاڵێوراو*) | (کاندیدێ/کاندیدا/بەربژێرێ) | (parêzvan*/nivîsgeha/endamê_tîma/endama_tîma/ofîsa/birayê/kurê/biraziyê/xizmê/mirovekî) (kandîd*/namzed*/namzet*/berbij*/berendam*/parlementer*) | aday* (yeğeni/yeğenidir/kardeşi/kuzeni/damadı/şoförü/adamı/elemanı/bürosu*/ofisi*/sözcüsü/danışmanı)

# --- nobody can say who it is
[actor.unknown.hidden to=actor:unknown:1]
(ما/لا/محد/ماكو_احد/لم)_(اعرف/أعرف/نعرف/يعرف/نعلم/ادري/ندري/يدري/عرفت/عرفنا/نتعرف/تعرف)_(صاحب*/اصحاب*/منو/من/مين/هويت*/الشخص/اذا/إذا/وراه*) | (صاحب*/صاحبها/صاحبه/اصحابها/هويته/هويتها/الفاعل)_(مجهول*/غير_معروف*/مو_معروف*/ما_معروف*/ما_ينعرف) | (مو/ما/غير)_(معروف/معروفة/ينعرف/تنعرف) | بلا_(اسم/صاحب) | مجهول_(الهوية/المصدر/الاسم) | من_اكون_لا_اعرف | (cannot/could_not/couldnt/dont/do_not)_(say/tell/know/find)_(who/whose) | who_(is_behind/runs_it/it_is)_(i/we/is) | owner_(unknown/hidden/is_unknown) | (نازانم/نازانین/نازانرێت/کەس_نازانێ*/نەمانزانی/نەزانراو*) ~ (کێ/کێیە/خاوەن*/کێن) | (nizanim/nizanin/nayê_zanîn/ne_diyar/ne_eşkere) ~ (kî/kê/xwedî*) | (kim/kimin/sahibi) ~ (bilmiyor*/bilinmiyor/belli_değil/belirsiz) | (ma/ma7ad/la)_(n3rf/n3ruf/a3ruf/a3rf/y3rf/yi3ruf/adri/nidri)_(mino/minu/man/meno/9a7b*)
