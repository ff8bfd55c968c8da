# Names of platforms in words. platform.none: hosts of links that hold copies or rules, not violations.

[platform.facebook]
فيسبوك | فيس_بوك | الفيس | فيس | فيسبك | فايسبوك | الفيسبوك | بالفيس | عالفيس | facebook* | fb | face_book | فەیسبووک* | فەیسبوک* | فەیس_بوک* | فەیس | فیسبوک* | فیسبووک* | feysbuk* | feysbûk* | facebookê | facebooktaki | فەیسبووكی | fesbook | feis | faisbook | ئەفبی
[platform.messenger]
ماسنجر | مسنجر | مسنجر_فيس | messenger* | مێسنجەر* | ماسنجەر* | مەسنجەر*
[platform.instagram]
انستا | الانستا | انستغرام* | انستكرام* | انستقرام* | انستجرام* | انستاغرام* | إنستغرام* | انستگرام* | اينستا | اينستاغرام | instagram* | insta | ig | ئینستاگرام* | ئینستا | ئینستاگڕام* | انستجرام | instagramê
[platform.whatsapp]
واتساب | واتس_اب | واتس_آب | الواتس | واتس | واتسآب | واتسب | وتساب | whatsapp* | whats_app | whatsap* | watsap* | watsapp* | wtsap | واتسئاپ* | واتساپ* | واتس_ئاپ* | وەتساپ* | whatsappê | واتسابي | chat_whatsapp
[platform.telegram]
تلگرام* | تلكرام* | تلغرام* | تيليغرام* | تيليجرام* | تليجرام* | تليغرام* | تيلغرام* | تليكرام* | تيليكرام* | تيلكرام* | تلي | التلي | telegram* | tele_gram | tlgram | talagram* | tilegram* | تێلیگرام* | تێلێگرام* | تەلەگرام* | تلێگرام* | تیلیگرام* | telegramê | tg_channel
[platform.tiktok]
تيك_توك | تيكتوك* | تك_توك | تكتوك* | التيك | tiktok* | tik_tok | تیکتۆک* | تیک_تۆک* | تیکتوک* | tîktok* | تيكتوكر*
[platform.x]
تويتر* | تغريدة* | تغريدات | غرد | غردت | يغرد | منصة_اكس | منصة_إكس | موقع_اكس | على_اكس | على_إكس | بمنصة_اكس | اكس_تويتر | باكس | twitter* | tweet* | retweet* | on_x | x_account | x_post | x_platform | تویتەر* | تویتەڕ* | تویت* | پلاتفۆرمی_ئێکس | ئێکس | لە_ئێکس | پلاتفۆڕمی_ئێکس | x | twît* | li_ser_x | إكس
[platform.youtube]
يوتيوب* | يوتوب* | اليوتيوب | youtube* | you_tube | yt | یوتیوب* | یوتوب* | yûtûb* | yutub* | يوتيوبر*
[platform.snapchat]
سناب | سناب_شات | سنابشات | السناب | سنابها | سنابه | snapchat* | snap | سناپ | سناپچات* | سناپ_چات* | سنابچات*
[platform.threads]
ثريدز | threads_app | threads_post | on_threads | a_threads | سرێدز
[platform.sms]
رسالة_نصية | رسائل_نصية | رسالة_قصيرة | رسائل_قصيرة | اس_ام_اس | مسج | مسجات | المسجات | بمسج | رسايل_نصية | sms | text_message* | text_messages | bulk_texts | نامەی_کورت | مەسج* | کورتە_نامە* | کورتەنامە* | نامەی_مۆبایل | kısa_mesaj* | cep_mesajı | peyama_kurt* | kurtepeyam* | sms_ek | masijat | msg_3al_mobile
[platform.phone]
مكالمة | مكالمات | مكالمه | خابرني | يخابرني | يخابر | يخابرون | يخابروني | تخابرني | دايخابرون | خابروني | خابرنا | خابروا | خابرو | اتصلوا_بي | اتصل_بي | اتصلوا_بنا | اتصال_هاتفي | اتصالات_هاتفية | دكوا_علي | دكلي | يتصلون_بالناس | يتصلون_بالناخبين | هاتفيا | phone_call* | phoned | called_me | rang_me | calls_from | robocall* | پەیوەندی_تەلەفۆنی | تەلەفۆنی_بۆ | تەلەفۆنیان | تەلەفۆنم_بۆ | telefonla | telefon_ettiler | aradılar | bi_telefonê | telefon_kir* | khabroni | 5abroni
[platform.email]
(ايميل/إيميل/الايميل/الإيميل/بريد/البريد/رسالة_بريد) (وصل*/وصلني/وصلنا/وصلتني/وصلتنا/استلمت/استلمنا/جاني/من_عنوان/يهدد*/تهديد*/مزور*/مزيف*) | (وصل*/استلم*/جاني/دز/ارسل*) (ايميل/إيميل/بريد_الكتروني/رسالة_بالايميل/رسالة_على_الايميل) | بالبريد_(الالكتروني/الإلكتروني) | عبر_(البريد/الايميل/الإيميل) | رسالة_(الكترونية/إلكترونية/بريدية) | (email*/mail/mails) (received/from/sent/threat*/came/asking/claiming/promis*) | (received/got/forwarding/forward/sent) (email*/mail) | by_email | mailing_list | newsletter | emailed | ئیمەیڵێک* | ئیمێلێک* | ئیمەیڵەی | بە_ئیمەیڵ | e_posta | eposta* | e_postayla | bi_emailê | e_nameyek* | emailek*
[platform.website]
موقع_(الكتروني/إلكتروني/اخباري/إخباري/خبري/ويب/اسمه/انترنت/انترنيت) | موقع | الموقع | website* | web_site | site | news_site | webpage | portal | blog | ماڵپەڕ* | سایت* | مالپەڕ* | وێبسایت* | web_sitesi | internet_sitesi | sitesi | site* | malper* | mawqi3
[platform.other]
لينكدان | لينكد_ان | linkedin | discord | ديسكورد | reddit | فايبر | viber | signal | سيكنال | clubhouse | كلوب_هاوس | ايمو | imo | pubg | ببجي | لايكي | likee | بيكو | bigo | kwai | كواي | تلفزيون | التلفزيون | اذاعة | إذاعة | الراديو | television | radio | تەلەفزیۆن* | ڕادیۆ* | televizyon* | radyo*
[platform.none]
web_archive_org | archive_org | archive_ph | archive_is | archive_today | drive_google_com | docs_google_com | photos_google_com | dropbox_com | wetransfer_com | we_tl | imgur_com | ihec_iq | wikipedia_org | onedrive_live_com | icloud_com | mega_nz | prnt_sc | maps_google_com | goo_gl | google_com | whatsapp_com

# What is said of one platform mostly, when no platform is named at all.
[sys.implies-facebook]
بيج | البيج | بيجات | پيج | صفحة | صفحات | صفحته | صفحتها | صفحتهم | صفحتي | صفحتنا | بوست | بوستات | منشور | منشورات | منشوره | لايف | بث_مباشر | بالبث | پەیج* | پۆست* | لایڤ* | پەخشی_ڕاستەوخۆ | page | pages | post | his_page | live_video | sayfa* | sayfası | gönderi* | rûpel* | saf7a | safha | saf7at
