# Names of platforms in words. platform.none: hosts of links that hold copies or rules, not violations.

[platform.facebook]
bel_face | bil_face | 3al_face | el_face | فيسبوك | فيس_بوك | الفيس | فيس | فيسبك | فايسبوك | الفيسبوك | بالفيس | عالفيس | facebook* | fb | face_book | فەیسبووک* | فەیسبوک* | فەیس_بوک* | فەیس | فیسبوک* | فیسبووک* | feysbuk* | feysbûk* | facebookê | facebooktaki | فەیسبووكی | fesbook | feis | faisbook | ئەفبی
fays | feys | فەیسبوکدا | الفيسبوگ | فيسبوكنا | عالفيسبوك | ع_الفيس | facebookta | facebookda | meta | ميتا
[platform.messenger]
ماسنجر | مسنجر | مسنجر_فيس | messenger* | مێسنجەر* | ماسنجەر* | مەسنجەر*
messengerê | المسنجر | بالمسنجر | ماسينجر | مسينجر | messengerdan
[platform.instagram]
انستا | الانستا | انستغرام* | انستكرام* | انستقرام* | انستجرام* | انستاغرام* | إنستغرام* | انستگرام* | اينستا | اينستاغرام | instagram* | insta | ig | ئینستاگرام* | ئینستا | ئینستاگڕام* | انستجرام | instagramê
انستكرا* | الانستكرا* | انيستا | انستكم | انستجم | instagramda | instagramî | انستغراماتهم | ئەنستا* | ئەنستاگرام* | ئینستا* | ئینستەگرام* | instayê | instada | بالانستا | عالانستا | الإنستا | إنستا
[platform.whatsapp]
واتساب | واتس_اب | واتس_آب | الواتس | واتس | واتسآب | واتسب | وتساب | whatsapp* | whats_app | whatsap* | watsap* | watsapp* | wtsap | واتسئاپ* | واتساپ* | واتس_ئاپ* | وەتساپ* | whatsappê | واتسابي | chat_whatsapp
وەتسئەپ* | واتسەپ* | وەتسەپ* | واتساپپ* | واتزاب | الواتز | وتس | wats | whatsup* | wattsap* | watsab | wasap | whatsappta | whatsappê* | watsapê* | عالواتس | بالواتس | بالواتساب | واتسابه | واتسابها | ڤاتسئاپ* | واتسئەپ* | whatsaptan | whatsappdan | whatsapptan
[platform.telegram]
تلگرام* | تلكرام* | تلغرام* | تيليغرام* | تيليجرام* | تليجرام* | تليغرام* | تيلغرام* | تليكرام* | تيليكرام* | تيلكرام* | تلي | التلي | telegram* | tele_gram | tlgram | talagram* | tilegram* | تێلیگرام* | تێلێگرام* | تەلەگرام* | تلێگرام* | تیلیگرام* | telegramê | tg_channel
تيليكرام | تلغم | تليقرام | تيليقرام | telgram* | telegiram* | talegram* | tilegram* | telegramda | telegramê
[platform.tiktok]
تيك_توك | تيكتوك* | تك_توك | تكتوك* | التيك | tiktok* | tik_tok | تیکتۆک* | تیک_تۆک* | تیکتوک* | tîktok* | تيكتوكر*
تيكتۆك* | تيك_توگ | التيكتوك | tik_tokê | tiktokta | tiktokê | تیكتۆك*
[platform.x]
تويتر* | تغريدة* | تغريدات | غرد | غردت | يغرد | منصة_اكس | منصة_إكس | موقع_اكس | على_اكس | على_إكس | بمنصة_اكس | اكس_تويتر | باكس | twitter* | tweet* | retweet* | on_x | x_account | x_post | x_platform | تویتەر* | تویتەڕ* | تویت* | پلاتفۆرمی_ئێکس | ئێکس | لە_ئێکس | پلاتفۆڕمی_ئێکس | x | twît* | li_ser_x | إكس
[platform.youtube]
يوتيوب* | يوتوب* | اليوتيوب | youtube* | you_tube | yt | یوتیوب* | یوتوب* | yûtûb* | yutub* | يوتيوبر*
youtubeê | youtubeda | يوتيوبه | يوتب
[platform.snapchat]
سناب | سناب_شات | سنابشات | السناب | سنابها | سنابه | snapchat* | snap | سناپ | سناپچات* | سناپ_چات* | سنابچات*
snapchatê | snapchatten | سناپی | السنابات | سنابات
[platform.threads]
ثريدز | threads_app | threads_post | on_threads | a_threads | سرێدز
[platform.sms]
(رسالة/رسائل/رسايل/مسجات/مسج)_(على/عال/ع)_(موبايل*/موبايلات/الموبايل*/التلفون*/الهواتف) | رسالة_نصية | رسائل_نصية | رسالة_قصيرة | رسائل_قصيرة | اس_ام_اس | مسج | مسجات | المسجات | بمسج | رسايل_نصية | sms | text_message* | text_messages | bulk_texts | نامەی_کورت | مەسج* | کورتە_نامە* | کورتەنامە* | نامەی_مۆبایل | kısa_mesaj* | cep_mesajı | peyama_kurt* | kurtepeyam* | sms_ek | masijat | msg_3al_mobile
mesaj_(geldi/gönder*/atıyor/attı) | numarasından ~ mesaj* | cep_telefonuma ~ mesaj* | bi_sms | peyamên_sms | رسالة_(على/ع)_(الموبايل/موبايلي/تلفوني/هاتفي) | مسجاتهم | رسائل_(على/ع)_(الموبايل/الهواتف) | پەیامی_sms | نامەی_مۆبایلی | texts_from | bulk_sms
[platform.phone]
(يدك/يدگ/دك/دگ/يدكون/يدگون)_(علي/عليه/عليها/علينا) | مكالمة | مكالمات | مكالمه | خابرني | يخابرني | يخابر | يخابرون | يخابروني | تخابرني | دايخابرون | خابروني | خابرنا | خابروا | خابرو | اتصلوا_بي | اتصل_بي | اتصلوا_بنا | اتصال_هاتفي | اتصالات_هاتفية | دكوا_علي | دكلي | يتصلون_بالناس | يتصلون_بالناخبين | هاتفيا | phone_call* | phoned | called_me | rang_me | calls_from | robocall* | پەیوەندی_تەلەفۆنی | تەلەفۆنی_بۆ | تەلەفۆنیان | تەلەفۆنم_بۆ | telefonla | telefon_ettiler | aradılar | bi_telefonê | telefon_kir* | khabroni | 5abroni
(اتصل/اتصلت/اتصلوا/اتصلو/يتصل/يتصلون/خابر/خابرت/خابروه/دك/دگ/رن) (من_رقم/من_الرقم/من/بي/بيه/بنا/بينا/علي/عليه/علينا/واحد/شخص/رقم/وسأل/وقال/وگال/وكال/مجهول) | تهديد*_(صوتي*/هاتفي*/تلفوني*) | (من_الرقم/من_رقم/من_هاتف) (كالوله/كالولي/گالوله/گالولي/قالوا/قال_لي/هددني/هددوني) | سجلنا_المكالمة | بالتلفون | عالتلفون | عبر_الهاتف | (rings/rang/ring/ringing/phones/phoning) (me/us/him/her/at/after/from/every/my) | (call/calls/called/calling) (me/us/my/her/him) (at_night/after_midnight/every/from/repeatedly/twice) | a_(male/female)_voice | voice_on_the_phone | telephoned | number_rings | پەیوەندی* (پێوە_کرد*/پێوەکرد*/کردووە/دەکەن/دەکات/کردن) | پەیوەندییان_کرد | تەلەفۆن* (بۆ_دەکەن/بۆ_دەکات/بۆ_کرد*/دەکەن/کردووە/کرد) | (arayıp/arıyorlar/arıyor/arayan/aramaları/aramalar/telefon_açıyor*) | telefon (dike/dikin/kir/kiriye/vekir*) | li_ser_telefonê | (khabar/5abar/ittisal/etasal) (biya/beya/bi)
(they/he/she/someone/somebody/caller)_(call/calls/called/rang/phoned/kept_calling) ~ (me/us/my/our/from/with) | the_caller | li_min_(geriya/geriyan/telefon) | telefon*_ji_min_re | telefonek*_(hat/ji) | ji_hejmara | ji_vê_hejmarê | (خابرني/دك_علي/رن_علي/رنو/دكلي/دكولي) | خابرتني | تلفون_(من/جاني) | جاني_(اتصال/تلفون) | اجاني_(اتصال/تلفون) | وصلني_اتصال | ورد_اتصال | وردني_اتصال | تلقيت_(اتصالا/مكالمة/اتصال) | تلقت_(اتصالا/مكالمة) | ژمارەیەک_پەیوەندی | تەلەفۆنێکم_بۆ | تەلەفۆنێک_هات | تەلەفۆن_دەکا* | (phone/telephone)_call* | on_the_phone | by_phone | over_the_phone | telefonla_(ara*/tehdit) | beni_aradı | beni_(arıyor/arıyorlar/aradılar) | y5abrni | ykhabrni | khabarni | 5abarni
[platform.email]
(ايميل/إيميل/الايميل/الإيميل/بريد/البريد/رسالة_بريد) (وصل*/وصلني/وصلنا/وصلتني/وصلتنا/استلمت/استلمنا/جاني/من_عنوان/يهدد*/تهديد*/مزور*/مزيف*) | (وصل*/استلم*/جاني/دز/ارسل*) (ايميل/إيميل/بريد_الكتروني/رسالة_بالايميل/رسالة_على_الايميل) | بالبريد_(الالكتروني/الإلكتروني) | عبر_(البريد/الايميل/الإيميل) | رسالة_(الكترونية/إلكترونية/بريدية) | (email*/mail/mails) (received/from/sent/threat*/came/asking/claiming/promis*) | (received/got/forwarding/forward/sent) (email*/mail) | by_email | mailing_list | newsletter | emailed | ئیمەیڵێک* | ئیمێلێک* | ئیمەیڵەی | بە_ئیمەیڵ | e_posta | eposta* | e_postayla | bi_emailê | e_nameyek* | emailek*
[platform.website]
موقع_(الكتروني/إلكتروني/اخباري/إخباري/خبري/ويب/اسمه/انترنت/انترنيت) | موقع | الموقع | website* | web_site | site | news_site | webpage | portal | blog | ماڵپەڕ* | سایت* | مالپەڕ* | وێبسایت* | web_sitesi | internet_sitesi | sitesi | site* | malper* | mawqi3
[platform.other]
لينكدان | لينكد_ان | linkedin | discord | ديسكورد | reddit | فايبر | الفايبر | viber | vayber | ڤایبەر* | ڤایبر* | (on/via/over/through/using)_signal | signal_(group/chat/message/messages/account/app) | سيكنال | سيجنال | سیگناڵ* | clubhouse | كلوب_هاوس | ايمو | imo | ئیمۆ | (شات/دردشة/جات/داخل)_(ببجي/pubg) | pubg_(chat/lobby/clan) | لايكي | likee | بيكو | bigo | kwai | كواي | skype | سكايب | slack | viber* | vîber* | فايبر* | ڤایبە* | ڤايبر* | discord* | دیسکۆرد* | ديسكورد* | سكنال | السكنال | بالسكنال | سگنال | سيغنال | السيغنال | سیگنال* | سینگناڵ* | signalê | signalde | signal_group | signal_ê | zangi | زانكي | زانگي | threema | element_group | twitch* | تويتش | steam_chat | roblox | روبلوكس
# not on any platform: handed out, hung up, said to people's faces, taken from their hands
[platform.other.offline]
(وزع/وزعوا/وزعو/يوزع/يوزعون/توزع/توزيع/وزعت/انطوا/انطوه/ينطون/اعطوا/يعطون) ~ (كارتون/كارتونة/كراتين/سلة/سلات/سلال/بطانية/بطانيات/ظرف/ظروف/اظرف/فلوس/مبالغ/مواد/استمارة/استمارات/كارت/كارتات/هدايا/مدافئ/كتيبات/كتيب/مطبوع/ورقي) | (بوستر/بوسترات/ملصق/ملصقات/لافتة/لافتات/يافطة/يافطات/فلكسات/جدارية/منشورات_ورقية) | (منشور/ورقة)_(مطبوع/مطبوعة/ورقي) | مضيف | بالمضيف | مضايف | ديوانية_العشيرة | عزيمة | وليمة | مأدبة | مجلس_عزاء | خطبة_(الجمعة/جمعة) | منبر_(الجامع/المسجد) | (مهرجان/تجمع/مؤتمر)_انتخابي | مكبرات_الصوت | (يدورون/يداورون/يداور/يدور/يمر/يمرون)_(عالبيوت/على_البيوت/البيوت) | (ياخذون/ياخذ/اخذوا/اخذو/يجمع/يجمعون/يجمعو/جمعوا/يلمون/يشترون/يشتري/شراء) ~ (البطاقة/بطاقة/البطاقات/بطاقات/بطايق/البطايق) | جمعنا_(المدير/مدير*) | قاعة_(الاجتماعات/الاجتماع) | ورشة_(عمل/توعية) | (الورشة/ورشة) ~ (دخولي/دخول/حضور)
(leaflet/leaflets/flyer/flyers/banner/banners/poster/posters/billboard/billboards/loudspeaker/loudspeakers) | (handed/handing/hands/distributed/distributing/distribute/distributes/gave/giving/gives) ~ (envelope/envelopes/blanket/blankets/parcel/parcels/carton/cartons/basket/baskets/cash/heaters/food/forms/cards) | (collected/collecting/collects/collect/buying/buys/bought/burned/burnt) ~ (cards/card/ids) | door_to_door | house_to_house | (friday/mosque)_sermon | election_rally | guest_house | tribal_gathering | in_(the/a)_(mosque/market/hall/school/workshop)
(دابەش/دابەشکرد/دابەشیان/دابەشی) ~ (پارە/کارتۆن/بەتانی/خواردن/زەرف/کارت/سەبەتە) | پۆستەر* | لافیتە* | بانەر* | (لە)_(هۆڵی/مزگەوت/مزگەوتی/بازاڕ/بازاڕی/دیوەخان*) | وتاری_هەینی | کۆبوونەوەی_جەماوەری* | (کارت/کارتی/کارتەکان/کارتەکەت/کارتەکانیان) ~ (کۆدەکاتەوە/کۆدەکەنەوە/دەکڕێت/دەکڕن/کۆکردەوە/کۆ) | (لە)_(بەشە/بەشی)_ناوخۆیی* | ماڵ_بە_ماڵ
(belav/dabeş) ~ (karton/kartonên/dolar/pere/betanî/xwarin/xwarinê/zerf/pirtûk) | poster* | afîş* | (li)_(hola/sûka/mizgeftê/mizgefta/bazarê/diwanxaneyê/sûkê) | mal_bi_mal | (kart/karta/kartên/kartan) ~ (kom/dikire/dikirin/distîne)
afiş* | broşür* | pankart* | (dağıttı/dağıtıyor/dağıtıyorlar/dağıttılar/dağıtılıyor) ~ (koli/kolisi/battaniye/para/zarf/erzak/kömür) | (seçmen)_(kart*) ~ (topladı/topluyor/topladılar/topluyorlar/satın) | (cuma)_(hutbesi/vaazı) | ev_ev | (taziye/köy)_(evi/odası)
(yishtiron/yshtrun/ylimmon/yakhthon/yjm3on/yijma3on) ~ (bita8a/bitaqa/bitaqat/bita8at/batayiq/bidaqat) | (ywaz3on/ywazi3on/ywz3on) ~ (flos/karton/batania/batatin)
# television and the like: only when nothing else is named
[platform.other.broadcast weak]
تلفزيون | التلفزيون | فضائية | اذاعة | إذاعة | الراديو | television | radio | تەلەفزیۆن* | ڕادیۆ* | televizyon* | radyo*
[platform.none]
web_archive_org | archive_org | archive_ph | archive_is | archive_today | drive_google_com | docs_google_com | photos_google_com | dropbox_com | wetransfer_com | we_tl | imgur_com | ihec_iq | wikipedia_org | onedrive_live_com | icloud_com | mega_nz | prnt_sc | maps_google_com | goo_gl | google_com | whatsapp_com

# What is said of one platform mostly, when no platform is named at all.
[sys.implies-facebook]
بيج | البيج | بيجات | پيج | صفحة | صفحات | صفحته | صفحتها | صفحتهم | صفحتي | صفحتنا | بوست | بوستات | منشور | منشورات | منشوره | لايف | بث_مباشر | بالبث | پەیج* | پۆست* | لایڤ* | پەخشی_ڕاستەوخۆ | page | pages | post | his_page | live_video | sayfa* | sayfası | gönderi* | rûpel* | saf7a | safha | saf7at | تعليقات | التعليقات | بالتعليقات | کۆمێنت* | comments | yorumlar* | yorumlarda | şîrove* | gönderisi* | paylaşım* | sayfamız* | postên | البوست | بوسته

[sys.implies-website]
(نشر/نشرت/ينشر/ونشر)_موقع | على_موقع | موقعهم | موقع (الاخباري/الإخباري/الخبري/اخباري/إخباري/خبري/الالكتروني/الإلكتروني) | news_site | news_website | website_of | their_website | سایتی | سایتێکی | ماڵپەڕی | ماڵپەڕێکی | haber_sitesi | malpera_nûçe* | malpera

[sys.implies-instagram]
ستوري | ستورياتها | ستوريات | الستوري | ستۆری* | ريلز | reels | stories | story

[sys.implies-whatsapp]
كروب | الكروب | بالكروب | كروبات | بكروبات | الكروبات | گروب | الگروب | گروبات | بالگروب | گروبنا | كروبنا | للكروب | للگروب | گرووپ* | گروپ* | بصمة_صوتية | بصمات | فويس | فويسات | kroup | groub | groubat | gruba* | grubun* | grubumuz* | koma_me | voice_note* | group_chat*
