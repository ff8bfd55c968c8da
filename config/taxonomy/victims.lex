# Professions of victims, and the acts that SDG 16.10.1 counts.

[victim.journalist]
صحفي | الصحفي | صحفية | الصحفية | صحفيين | صحافي | صحافية | الصحافي | صحفيه | اعلامي | إعلامي | اعلامية | إعلامية | الاعلامي | الاعلامية | مراسل | مراسلة | المراسل | مصور_صحفي | مصور | journalist* | reporter | reporters | correspondent | cameraman | photographer | ڕۆژنامەنووس* | رۆژنامەنوس* | ڕۆژنامەوان* | ڕۆژنامەنوس* | پەیامنێر* | ڕاگەیاندنکار* | کامێرامان | gazeteci* | muhabir* | rojnamevan* | rojnameger* | nûçegihan* | sa7afi | sahafi | sa7afiya | sahafiya | 9a7afi
[victim.trade_unionist]
نقابي | نقابية | النقابي | رئيس_النقابة | رئيسة_النقابة | نقيب | نقيب_(المعلمين/العمال/المهندسين/الصحفيين) | عضو_نقابة | trade_unionist* | union_(leader/member/organiser/organizer/activist) | unionist* | سەندیکاکار* | ئەندامی_سەندیکا | سەرۆکی_سەندیکا* | sendikacı* | sendîkavan* | endamê_sendîkayê
[victim.lawyer]
محامي | محامية | المحامي | المحامية | محاميه | محام | lawyer* | attorney | پارێزەر* | avukat* | parêzer* | mu7ami | muhami
[victim.academic]
استاذ_جامعي | أستاذ_جامعي | استاذة_جامعية | تدريسي | تدريسية | اكاديمي | أكاديمي | اكاديمية | أكاديمية | دكتور_بالجامعة | academic* | professor* | university_lecturer* | lecturer* | مامۆستای_زانکۆ* | ئەکادیمی* | akademisyen* | öğretim_üyesi | akademîsyen* | mamosteyê_zanîngehê
[victim.student]
طالب | طالبة | طلاب | الطالب | الطالبة | تلميذ | تلميذة | student | students | خوێندکار* | قوتابی* | öğrenci* | xwendekar* | talib | taliba
[victim.hrd]
ناشط | ناشطة | الناشط | الناشطة | ناشطين | ناشطات | مدافع_عن_حقوق | مدافعة_عن_حقوق | حقوقي | حقوقية | الحقوقي | متظاهر | متظاهرين | مراقب_(انتخابي/مستقل/انتخابات) | activist* | human_rights_defender* | rights_defender* | protester* | چالاکوان* | چالاکڤان* | داکۆکیکار* | aktivist* | insan_hakları_savunucu* | çalakvan* | aktîvîst* | nashi6 | nashit | nashet
[victim.blogger]
مدون | مدونة | المدون | المدونة | صانع_محتوى | صانعة_محتوى | بلوكر | بلوگر | blogger* | citizen_journalist* | بلۆگەر* | blog_yazar* | blogger | mudawin
[victim.candidate]
مرشح | مرشحة | المرشح | المرشحة | مرشحات | المرشحات | مرشحتنا | مرشحنا | نائب | نائبة | النائب | النائبة | candidate | candidates | mp | کاندید* | پاڵێوراو* | پەرلەمانتار* | aday | adayı | adayımız | adaylar* | milletvekili* | namzed* | namzet* | berendam* | parlamenter* | murasha7* | morasha7* | murashaha

[sdg.killing]
قتل_(الصحفي/صحفي/الناشط/ناشط/النقابي/المدون/المراسل) | قتلوا_(الصحفي/الناشط/زميلنا) | اغتيال_(الصحفي/الناشط/صحفي/ناشط) | اغتالوا | استشهاد_(الصحفي/الناشط) | قُتل | (journalist/activist/reporter/unionist/defender) (was_killed/was_murdered/was_assassinated/shot_dead) | (killed/murdered/assassinated) (journalist/activist/reporter) | assassinat* | shot_dead | (ڕۆژنامەنووس*/چالاکوان*) (کوژرا/تیرۆر) | تیرۆرکرد* | öldürüldü | suikast* | hat_kuştin
[sdg.kidnapping]
خطف* | اختطف* | اختطاف* | مخطوف* | kidnap* | abduct* | ڕفاند* | ڕفێند* | kaçırıl* | hat_revandin | revandin*
[sdg.enforced_disappearance]
مغيب* | تغييب | اخفاء_قسري | إخفاء_قسري | اختفاء_قسري | مختفي_منذ | اختفى_منذ | انقطعت_اخباره | disappeared | enforced_disappearance | has_been_missing | بێسەروشوێن* | kayıp | bê_ser_û_şûn
[sdg.arbitrary_detention]
اعتقل* | اعتقال* | معتقل* | احتجز* | احتجاز* | محتجز* | حجز* ~ (شرطة/الشرطة/مركز/الامن/يوم/ساعات) | موقوف* | توقيف* | اوقفوا | استدعاء* | استدعوا* | حبس* | سجن* | arrest* | detain* | detention | jailed | imprisoned | in_custody | دەستگیر* | دەسبەسەر* | دەستبەسەر* | زیندانی* | گیرا | gözaltı* | tutukla* | hapse* | hat_girtin | girtin | desteser* | i3taqal* | 3taqlo*
[sdg.torture]
تعذيب | عذبوه | عذبوا | عذبوني | تعذيبه | torture* | ئەشکەنجە* | işkence* | îşkence* | êşkence*
