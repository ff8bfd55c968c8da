# Places beyond governorates.json: Turkish, Kurmanji, Arabizi and other spellings, towns that are missing there.
# A name under [place.X.district] counts as a district of X. Words under place.unclear need a second cue (README.md tells the headings).

[place.unclear keep-negated]
الرصافة | uzair | عنه | السنية | البصريين | البصراويين | البصاروة | المصلاوية | الموصليين | المواصلة | البغداديين | البغادة | الكربلائيين | النجفيين | الانباريين | الديوانيين | العمارتلية | الكوتيين | التكارتة | السوامرة | الغري | الطف | الحدباء | ام_الربيعين | صفوان | safwan | الصالحية | النجمي | القائم | حديثة | حديثه | haditha | رانية | رانيه | رانیە | بهرز | السلامية | العزير | ليلان | laylan | leylan | لەیلان | بيارة | ماوت | هەریر | سنگاو | barzan | بارزان | شێخانی | سۆرانی | سیروانی | شوانی | الوحدة | المعامل | العماره
العمارة | كنعان | الهندية | الحمزة | الشامية | الخضر | السلمان | المجد | الرفاعي | الفهود | الاحرار | الأحرار | الرياض | خبات | سوران | سۆران | سيروان | سیروان | طويلة | الدير | العشار | الثورة | المنصور | الدورة | العاصمة | الفيحاء | القادسية | المثنى | بابل | ميسان | صلاح_الدين | الحضر | ربيعة | الكرمة | البغدادي | راوة | ربيعه | تازة | فايدة | خەبات | کۆیە | الحسينية | الهاشمية | العباسية | الحيدرية | الزبيدية | السعدية | الكرخ | الزاب | العزيزية | التأميم | الطوز | كميت | المشرح | دیانا | diana | karma | majd | amara | amarah | hamza | taza | rabia | balad | koya | soran | salahaddin | saladin | batha | hira | kut | sadda | ashar | dora | mansour | babylon | rawa | misan | hayy | ahrar | badra | بدرة | حلبجة | كويه | الوركاء | البطحاء | الحيرة | الدبس | بامو | دووز | طوز | diyana | هيت | الاسكندرية | السدة | القاسم | الخالص | العظيم
المعامل | الغدير | الاعلام | العامل | الجهاد | الاسكان | العدل | الكفاح | الخضراء | المشاهدة | الحجاج | الوفاء | المفرق | التحرير | ميدان | العبارة | النيل | الخيرات | الفجر | المنار | الهلال | الثغر | البحار | البشائر | الملتقى | شوان | عرفة | حرير | برزان | مصيف | دوكان | الطار | الحمار | الشورة | الغابات | الشمال | الجزيرة | المصلى | تسعين | الفضيلية | shaab | harir | tuz | semel | الصالحية | السنك | اور | الزبير | الكفل | النمرود | سومر | الحصوة | الكرمه | عانه | القايم | يثرب

# written with gaf they are other words
[place.unclear.not-gaf keep-negated]
ئاکرێ | ئاکری | اكري | آكري | كوت | كوتي | كوتيان | كوتم | كوتين | كوتوە

# of those, names of people and ordinary words: even when nothing else is named they do not count without "in"
[place.unclear.word keep-negated]
الكرخ | الرصافة | uzair | عنه | السنية | صفوان | safwan | الحرية | balad | القبلة | الصالحية | الزوراء | الفيحاء | الكفل | النجمي | السوير | كنعان | الهندية | الحمزة | الخضر | السلمان | المجد | الرفاعي | الفهود | الاحرار | الرياض | خبات | سوران | سۆران | سيروان | سیروان | سیروانی | سۆرانی | طويلة | الدير | الثورة | الدورة | العاصمة | الفيحاء | المثنى | صلاح_الدين | الحضر | ربيعة | البغدادي | ربيعه | فايدة | خەبات | العباسية | الحيدرية | دیانا | diana | karma | majd | hamza | taza | rabia | soran | salahaddin | saladin | batha | sadda | dora | mansour | babylon | hayy | ahrar | بامو | القاسم | العظيم | العامل | الاسكان | العدل | الكفاح | الخضراء | المشاهدة | الحجاج | الوفاء | المفرق | التحرير | ميدان | العبارة | النيل | الخيرات | المنار | الهلال | الثغر | البحار | البشائر | الملتقى | شوان | شوانی | عرفة | حرير | برزان | بارزان | barzan | مصيف | الطار | الشورة | الغابات | الشمال | الجزيرة | المصلى | الفضيلية | harir | رانية | رانيه | رانیە | العمارة | العماره | القائم | حديثة | حديثه | haditha | بهرز | السلامية | الوحدة | المعامل | سومر | يثرب | العزير | ليلان | laylan | leylan | لەیلان | بيارة | ماوت | هەریر | سنگاو | شێخانی | اور | salman

# these are ordinary words so often that "in" is not enough
[place.doubtful keep-negated]
الصينية | الصينيه | تسعين | گوڵاڵە | بلد | الدور | العلم | الحر | النصر | السلام | الحي | المدينة | المدينه | hit | nasr | salman | tamim | amiriya | گوتی | tuz | تازە | عەمارە | المشروع | الامام | الفجر | نفر | دوکان | دوکانی | دوكان | کراوە | براوە | لراوە | الحمار | الاعلام | الاحرار | الجديدة | الميدان

[place.Baghdad]
bağdatta | bağdattaki | Bağdat | Bağdat | Bexda | Bexdad | Bexdayê | baghdad | bghdad | baghdadi | bağdad
[place.Baghdad.district]
البغداديين | البغادة | karkh | rusafa | al_karkh | al_rusafa | karkhi | الشعب_ببغداد | حي_العامل | السيدية | الجادرية | الزعفرانية | الراشدية | الكرادة | جسر_ديالى | النهروان | سبع_البور | حي_الجهاد | الأعظمية | شارع_فلسطين | حي_اور | الشعب | بسماية | اليرموك | adhamiyah | a3thamiya | kadhmiya | sadir_city | madinat_al_sadr | karada | karradah | sayidiya | zafaraniya | ئەعزەمیە | مدينه_الصدر
حي_الجامعة | الوزيرية | باب_المعظم | باب_الشرقي | الباب_الشرقي | البتاوين | شارع_السعدون | العطيفية | الحارثية | القادسية_ببغداد | حي_القاهرة | البنوك | الصليخ | الكريعات | الطالبية | الحبيبية | البلديات | المشتل | حي_النصر | المعامل | الفضيلية | حي_سومر | الغدير | الكمالية | الشماعية | ابو_دشير | الاعلام | حي_الاعلام | الشرطة_الرابعة | الشرطة_الخامسة | البياع | العامل | الجهاد | الفرات_ببغداد | الرضوانية | العامرية_ببغداد | الخضراء | حي_الخضراء | الغزالية | الوشاش | الاسكان | حي_اليرموك | العدل | حي_العدل | الحرية_ببغداد | الدباش | الشعلة | الرحمانية | الجعيفر | الشواكة | علاوي_الحلة | الصالحية | كرادة_مريم | المسبح | عرصات | ابو_نواس | شارع_المتنبي | الكفاح | باب_الشيخ | السنك | الشورجة | سبع_ابكار | حي_تونس | المستنصرية | اليوسفية | اللطيفية | ابي_غريب | خان_ضاري | المشاهدة | بوب_الشام | zayuna | mansur | yarmouk | jadiriya | adhamiya | a3zamiya | kazimiya | shaab | sha3ab | ghazaliya | amiriya_baghdad | dora_baghdad | al_shaab | hurriya | new_baghdad | baghdad_al_jadida | mashtal | baladiyat | ur_neighbourhood | taji | yusufiya | latifiya | mahmoudiya | abu_nuwas | firdos_square | ئەبو_غرێب | مەحموودیە | yarmuk
[place.Nineveh]
musulda | musuldaki | li_mûsilê | Musul | Musul | Mûsil | Mûsilê | Mosil | Neynewa | Ninova | mosul | mousel | almosul | moussil | الموصل_القديمة | الساحل_الايمن | الساحل_الأيمن | الساحل_الايسر | الساحل_الأيسر | الجانب_الايمن | الجانب_الأيسر
[place.Nineveh.district]
المصلاوية | الموصليين | المواصلة | ناحية_وانة | ناحية_وانا | شيخان | شێخان
tel_keif | tel_kaif | tel_keppe | tall_kayf | telkeif | tilkaif | Baedrê | Baedre | باعذرة | باعدرێ | qayyarah | qayara | القيارة | Telafer | Telâfer | Tilefer | Şengal | Şêxan | Şêxanê | Şingal | Şengalê | Sincar | Xaneşîn | سنونى | سنوني | شەنگال | القحطانية | بحزاني | بعشيقه | القوش | الكوش | alqosh | baashiqa | sinjar | shingal | زمار | بازوايا | حمام_العليل | Başîk | Bahzanî | Hemdanî | تەلکێف | qaraqosh | بەرتەللە
البعاج | القيروان | الشمال_بسنجار | سنون | خانصور | دوكري | زومار | العياضية | المحلبية | بعشيقة | برطله | كرمليس | نمرود | النمرود | السلامية | كوكجلي | گوگجلي | حي_الزهور_بالموصل | حي_التحرير_بالموصل | حي_الزهراء_بالموصل | النبي_يونس | الدواسة | باب_الطوب | الغابات | وادي_حجر | حي_المثنى_بالموصل | حي_الوحدة_بالموصل | المجموعة_الثقافية | الموصل_الجديدة | حي_الميثاق | حي_الانتصار | حي_القدس_بالموصل | حي_سومر_بالموصل | تل_الرمان | القيارة | الشورة | تلسقف | تللسقف | باطنايا | سد_بادوش | بادوش | تل_عبطة | مخيم_حسن_شام | حسن_شام | الخازر | مخيم_الخازر | الجدعة | مخيم_الجدعة | sinuni | sinune | snuny | khanasor | khanasur | khansor | xanesor | xanasor | sinunê | duhola | kocho | koço | kojo | tal_azer | siba_sheikh_khidir | telskuf | tel_skuf | batnaya | karamles | bartalla | bartilla | bertela | bartle | nimrud | gogjali | qayyara | qayara | zummar | zumar | rabia_nineveh | baadre | bozan | lalish | laliş | şingalê | شنگال | شنگالێ | سنونێ | خانەسۆر | ئەلقۆش | تلسقۆف | زوممار | زممار | بادووش
[place.Basra]
Basra | Besra | Besre | Basrah | albasra | elbasra | basra
[place.Basra.district]
البصريين | البصراويين | البصاروة | الجبيلة | الجمهورية_بالبصرة | كرمة_علي | ابي_الخصيب | ابو_الخصيب | خور_الزبير | السيبة | الشعيبة | zubayr | azzubair | طويسة | المعقل | عز_الدين_سليم | البراضعية
الجنينة_بالبصرة | الجزائر_بالبصرة | الطويسة | العباسية_بالبصرة | البصرة_القديمة | حي_الحسين_بالبصرة | الحيانية | خمسة_ميل | الخمسة_ميل | ابو_صخير_بالبصرة | كوت_الحجاج | الكزيزة | الرميلة | برجسية | الدريهمية | الدريهميه | الزبير | سفوان | البحار | الفاو | ابو_فلوس | التنومة | كتيبان | الدير_بالبصرة | النشوة | السويب_بالبصرة | القرنه | الثغر | الهوير | الامام_الصادق | الصادق_بالبصرة | qurnah | qurna | zubair | az_zubair | el_zubair | al_zubair | abu_khasib | abu_il_5asib | abul_khaseeb | hayania | hayyaniya | tannumah | tanuma | tanouma | fao | umm_qasr | um_qasir | shatt_il_arab | safwan | ma3qal | jubaila | eshar | il_ashar | 3ashar
[place.Anbar]
Enbar | Anbar | alanbar | remadi | الأنبار | رمادي | عنه_وراوه | غرب_الانبار
[place.Anbar.district]
الانباريين | Felluce | Felûce | falluja | fallouja | faluja | الصقلاوية | عامريه_الفلوجه | الرحالية | النخيب | القايم | الغربية_بالانبار | هيت_وحديثة | haditha
هيت | حديثه | راوه | الرطبه | طريبيل | الخالديه | الحبانيه | الصقلاويه | الكرمه | العامريه_بالانبار | التأميم_بالرمادي | حي_التأميم | البو_فراج | البوفراج | البو_ذياب | الجزيرة_بالرمادي | حصيبة | الكرابلة | العبيدي_بالقائم | بروانة | الوفاء_بالانبار | كبيسه | الفرات_بهيت | rutbah | ratba | el_rutba | hit_anbar | hadeetha | al_qaim | khalidiyah | habaniya | saqlawiya | amriyat | karma_anbar | ramady | el_ramadi | remadî
[place.Salah_al-Din]
Selahaddin_vilayeti | Tikrît | Tikrit | Selahedîn | tikreet | salahadin
[place.Salah_al-Din.district]
التكارتة | السوامرة | Tuzhurmatu | Tuzhurmatu | Tuz_Hurmatu | Dûz | Duzxurmatû | طوزخورماتو | دوزخورماتو | tuz_khurmatu | سليمان_بيك | سليمان_بك | بيجي | الصينية | samarra | samaraa | يثرب_ببلد | Amirli
الشرقاط | الشرگاط | بيجى | الصينيه | الحجاج | العلم_بصلاح_الدين | الدور_بصلاح_الدين | البو_عجيل | الدجيل | بلد_بصلاح_الدين | الاسحاقي | يثرب | الضلوعيه | سامراء | طوز_خورماتو | طوز | امرلي | آمرلى | ينكجة | بسطاملي | shirqat | sharqat | beiji | bayji | samarah | samerra | dhuluiya | dhuluiyah | duloiya | dujayl | al_dour | ad_dour | eldour | tuz_hurmatu | tuzhurmatu | tuz | tuzhurmatuda | yangija | balad_salahaddin
[place.Diyala]
Diyale | Dîyale | Diyala | Bakuba | Baquba | ba3quba | ba3qouba | bakuba | ديالي
[place.Diyala.district]
Hanekin | Xaneqîn | خانةقين | Xaneqînê | khanaqeen | Celewla | Mendelî | بلد_روز | قزلرباط | قره_تپه | قەرەتەپە | جلولاء | Kifrî | المنصورية | ابي_صيدا | ابو_صيدا | الوجيهية | بني_سعد | خان_بني_سعد | هبهب | الكاطون
بعقوبه | التحرير_ببعقوبة | المفرق | كنعان_بديالى | المقداديه | شهربان | مندلى | خانقين | قره_تبه | جلولا | السعديه | المنصوريه | الخالص_بديالى | جديدة_الشط | بهرز | الوجيهيه | دلي_عباس | العبارة | كلار_القديمة | كفري | ميدان_بخانقين | ميدان | khaneqin | khanakin | muqdadiyah | mukdadiya | baqouba | baqubah | ba8uba | baaquba | khalis | al_khalis | el_khalis | 5alis | khalisda | jalula | jalawla2 | mendeli | baladrooz | balad_ruz | kanan_diyala | buhriz | xanekin | xaneqîn | خانەقی | مەندەلی | جەلەولا | سەعدیە | مێدان
[place.Babil]
Hille | Babil | Babîl | al7illa | hilla | el7illa | محافظة_بابل | 7illa
[place.Babil.district]
musayib | المسيب | المحاويل | القاسم_ببابل | جبلة | الإمام | ابي_غرق | ابو_غرق | الحصوة | المشروع
الحله | سدة_الهندية | الاسكندريه | الحصوه | جرف_الصخر | الهاشميه | القاسم | المدحتيه | الشوملى | الكفل | النيل | حي_بابل | حي_نادر | حي_الجمعية | شارع_40 | شارع_اربعين | الطهمازية | hashimiyah | mahaweel | musayeb | musaib | iskandariyah | iskanderiya | jurf_al_sakhr | kifil | al_kifl | qasim_babil | hay_al_jamiya | hillah | al_hilla | il_hilla
[place.Karbala]
Kerbela | Kerbela | Kerbelayê | karbala2 | kerbala2 | كربلاء_المقدسة
[place.Karbala.district]
الكربلائيين | الطف | الحر_بكربلاء | طويريج | عين_تمر | الهندية_بكربلاء | باب_بغداد | حي_الحسين_بكربلاء
الهنديه | الحسينيه_بكربلاء | عين_التمر | الخيرات | حي_الحر | حي_الموظفين_بكربلاء | حي_العباس_بكربلاء | باب_السلالمة | باب_الطاق | المخيم_بكربلاء | بين_الحرمين | شارع_السدرة | tuwayrij | twerij | hindiyah | ain_tamr | ayn_al_tamr | husayniya_karbala | kerbala | karbela | 7ay_el_hussain
[place.Najaf]
Necef | Necef | Necefê | najaf | alnajaf | elnajaf | النجف_الأشرف
[place.Najaf.district]
النجفيين | الغري | kufa | elkoufa | القزوينية | ابو_صخير | العباسية_بالنجف
الكوفه | المشخاب | المناذره | الحيره | القادسية_بالنجف | العباسيه | الحيدريه | خان_النص | الحنانة | حي_الامير_بالنجف | حي_الانصار_بالنجف | حي_السعد_بالنجف | حي_النصر_بالنجف | الجديدة_بالنجف | شارع_الكوفة | بحر_النجف | kufah | koofa | kofa | mishkhab | manathera | manadhira | haydariya
[place.Al-Qadisiyah]
Divaniye | Diwaniye | Dîwaniye | diwaniya | eldiwaniya | aldiwaniyah | diwania | ديوانية | الديوانيه | قادسية
[place.Al-Qadisiyah.district]
ال_بدير
الحمزة_الشرقي | السدير | نفر | البدير | سومر_بالديوانية
الديوانيه | عفك | سومر | الدغاره | السنيه | الشافعية | الشاميه | غماس | المهناويه | الصلاحية_بالديوانية | الحمزه_الشرقي | الشنافيه | حي_العصري | العروبة_بالديوانية | afaq | afak | shamiyah | ghamas | daghghara | diwaniyah | dîwaniyê
[place.Muthanna]
Semave | Semawe | samawa | alsamawa | elsamawa | سماوة | السماوه
[place.Muthanna.district]
الرميثة | الوركاء_بالمثنى | الهلال | rumaytha | النجمي
السماوه | الرميثه | الخضر_بالمثنى | الوركاء | السلمان | السوير | المجد_بالمثنى | الكرامة_بالمثنى | بصيه | ال_زياد | rumaithah | rumeitha | khidhir | warkaa | samawah | semawa
[place.Dhi_Qar]
Nasıriye | Nasiriye | Nasiriya | Nasriye | nasriyah | elnasriya | alnasiriya | elnasiriya | ناصرية | ذى_قار | zi_qar | Zîqar | di_qar
[place.Dhi_Qar.district]
rifa3i | rifa3y | el_rifa3i | al_rifaee | سوق_الشيوخ | shatra | el_shatra | elshatra | الشطرة | كرمة_بني_سعيد | البو_صالح | سيد_دخيل | أور | chibayish | الچبايش
الناصريه | الشطره | الرفاعى | قلعة_سكر | قلعه_سكر | النصر_بذي_قار | الفجر | الدوايه | الغراف | البطحاء_بذي_قار | الفضلية | العكيكة | الطار | الجبايش | الحمار | الفهود_بذي_قار | المنار | اور | الحبوبي | ساحة_الحبوبي | حي_اور_بالناصرية | الصالحية_بالناصرية | shatrah | al_shatra | el_shatrah | suq_al_shuyukh | souq_al_shuyukh | rifai | al_rifai | refai | chibaish | chebayish | qalat_sukkar | gharaf | nasiriyyah | nasriyya | nasiriyah | nassiriya
[place.Maysan]
Amare | 3amara | el3amara | al3amara | alamara | elamara | 3mara | Meysan | ميسان_والعمارة | مدينة_العمارة | قضاء_العمارة | محافظة_ميسان
[place.Maysan.district]
العمارتلية | of_amara | in_amara | from_amara | to_amara | المجر | قلعة_صالح | الكحلاء | علي_الشرقي | علي_الغربي | المجر_الكبير | الماجدية
العماره_بميسان | قلعه_صالح | العزير | المشرح_بميسان | الميمونه | كميت_بميسان | بني_هاشم | السلام_بميسان | العدل_بميسان | حي_الحسين_القديم | شارع_دجلة_بالعمارة | كلية_ميسان | majar | majar_kabir | qalat_saleh | kahlaa | maymuna | ali_algharbi | meysan | misan | amarah_city | al_amarah
[place.Wasit]
Kut | alkut | elkut | el_kut | محافظة_واسط | Wasît
[place.Wasit.district]
al_hay | al_hayy | الصويرة | النعمانية | العزيزية_بواسط | شيخ_سعد | الحي_بواسط | قضاء_الحي | زرباطية | numaniyah | suwayra
الكوت | الحي_بالكوت | الصويره | النعمانيه | العزيزيه | الزبيديه | بدره | جصان | زرباطيه | واسط_القديمة | الدبوني | الحفرية | تاج_الدين | البشائر | الموفقيه | aziziyah_wasit | nu3maniya | suwayrah | badrah | jassan | al_kut | kut_city | el_kut
[place.Kirkuk]
kerkükte | kerkükteki | kerkükten | Kerkük | Kerkük | Kerkük | Kerkûk | Kerkûkê | kirkuk | karkuk | kerkuk | karkook | كركوك | كرگوك | كه‌ركوك | کەرکوك
[place.Kirkuk.district]
ناحية_الرشاد | الرشاد_والحويجة | الحويجة | hawija | haweeja | داقوق | Tazehurmatu | Taze_Hurmatu | Dakuk | Altunköprü | Pirdê | Leylan | رحيماوة | رحيم_اوه | ڕەحیماوە | tis3in | حي_تسعين | تسعين | Tisin | Musalla | المصلى | طريق_بغداد | واحد_حزيران | القورية | القوريه | ليلان | يايجي | الملتقى | الرشاد_بكركوك
الحويجه | الرياض_بكركوك | الزاب_بكركوك | تازه_خورماتو | تازة_خورماتو | قره_هنجير | شوان | التون_كوبري | سركران | حي_الواسطي | شوراو | شۆراو | شوراڤ | ازادي_بكركوك | ئازادی_لە_کەرکووک | ئیمام_قاسم | امام_قاسم | بريادي | پریادی | دوميز_بكركوك | رحيماوه | شوريجة | شۆڕیجە | عرفة | عەرەفە | الحرية_بكركوك | hawijah | hawidja | daquq | daqooq | taza_khurmatu | laylan | dibis | altun_kupri | altınköprü | altunköprüde | altunköprülü | tazehurmatuda | dakukta | tisin | musalla | shorja_kirkuk | rahimawa | arafa | kirkukta | kerkükün | kerkükte | کەرکوکی | کەرکووکێ
[place.Erbil]
erbilde | erbildeki | Hewlêr | Hewlêrê | Hewlêrî | Erbil | Erbîl | hawler | hewler | irbil | arbeel | اربيل | هەولێری | هه‌ولێر | هەڤلێر | هەولێرە
[place.Erbil.district]
عنكاوا | عەنکاوە | Soran_ilçesi | Şeqlawa | Rewandiz | Koye | Xebat | ڕەواندوز | کەسنەزان | بنەسڵاوە | بەنەسڵاوە | دارەتوو | ankawa | ainkawa | عينكاوا | شەقلاوە | Enkawa | Qûştepe | Mexmûr_û_Hewlêr
عنكاوه | شقلاوه | كويه | كويسنجق | رواندز | سوران_باربيل | چومان | ميركه_سور | خبات_باربيل | بيرمام | مصيف | قوشتبه | بحركة | بەحرکە | دارتو | بنصلاوة | كسنزان | بيستانة | برزان | بارزان | طق_طق | حرير | هەریر | باتاس | خەلیفان | خليفان | سيدكان | سیدەکان | حاجي_اومران | حاجی_ئۆمەران | گوێر | دیبەگە | ديبكة | shaqlawa | soran | rawanduz | koya | koysanjaq | koye | pirmam | salahaddin_erbil | harir | batas | khalifan | sidakan | choman | barzan | bardarash_erbil | dîbege | hewlêre | هەولێردا | هەولێرەوە | bakhtiari | نیشتیمان_لە_هەولێر | ٣٢_پارک
[place.Sulaymaniyah]
Silêmanî | Silêmaniyê | Silêmanîyê | Süleymaniye | Süleymaniye | Slêmanî | Sulaimaniyah | sulaimaniya | slemany | slimani | sulaymania | sulaimani | سلێمانیدا | السليمانيه | sulimaniya | سلێمانییەوە
[place.Sulaymaniyah.district]
Ranye | Ranya | Çemçemal | Kelar | Pênciwên | Derbendîxan | Qeladizê | ڕانیە | رانیە | رانية | قەڵادزە | چەمچەماڵ | کەلار | Germiyan | Raperîn | ڕاپەڕین | بازیان | ئاربەت | عەربەت | عربت | تەکێی | سەرچنار | پیرەمەگرون | پێنجوێن | دەربەندیخان | زەڕایەن
السليمانيه | رانيه | قلعه_دزه | دوكان | جمجمال | چمچمال | كلار | دربندخان | بنجوين | پنجوين | سيد_صادق | شهرزور | شارەزوور | عربد | بازيان_بالسليمانية | تكيه | بيره_مكرون | ماوت | شاربازير | چوارتا | جوارتا | سنگاو | سەنگاو | اغجلر | ئاغجەلەر | قادر_كرم | قادرکەرەم | گەرمیانی | گه‌رميان | كفري_بالسليمانية | ڕزگاری_لە_کەلار | حاجیاوا | حاجي_اوا | سەنگەسەر | ژاراوا | بەکرەجۆ | بكرجو | سرجنار | قەرەداغ | قرداغ | تاسڵوجە | ranya | raniya | qaladze | qaladiza | dukan | chamchamal | kalar | darbandikhan | penjwin | penjwen | said_sadiq | sharazoor | shahrizor | arbat | bazian_town | chwarta | mawat | sangaw | qaradagh | bakrajo | garmian | raparin | slemanî | suleimaniya | sulaimaniyya | sulaymaniyya | سليمانيدا | سلێمانیەوە | سلێمانییەکان
[place.Duhok]
Dihok | Dihokê | Duhok | dohok | dhok | Dohuk | دهوكي | دهوکێ | دھوک | دهۆکێ | dehok
[place.Duhok.district]
Zaxo | Zaxoyê | Akrê | Akre | Amêdî | Amediye | Sêmêl | Sêmêlê | Bardereş | Berdereş | Şêladizê | زاخو | زاخۆیێ | ئاکرێ | ئامێدیێ | سێمێلێ | زاخوی | Deralok | Şarya | شاریا | xanke | خانكي | خانک | bardarash | semel | دومیز | domiz
زاخۆی | العماديه | اميديه | اميدي | عقره | اكري | سيميل | سميل | بردرش | برده_رش | شيلادزي | شيلادزه | سرسنك | ديرلوك | باطوفا | باتيفا | كاني_ماسي | کانی_ماسێ | بامەڕنێ | بامرني | زاويته | زاويتة | زاویتە | مانكيش | مانگێش | فايده_بدهوك | شاريا | خانك | خانکێ | دوميز | دۆمیز | كبرتو | کەبەرتو | چم_مشكو | چەم_مشکۆ | بيرسفي | بێرسڤێ | قديا | قادیا | رواكا | ئیسیان_لە_دهۆک | zakho | zaxoda | zaxo_de | amedi | amediye | amadiya | akre | aqra | simele | summel | sheladize | shiladze | sersink | sersing | sarsing | deralok | batifa | kani_masi | bamerni | zawita | mangesh | shariya | sharya | khanke | xankê_li_dihokê | domiz_camp | kabarto | kebertû | çemişko | bersive | bêrsivê | qadia | rwanga | îbrahîm_xelîl | ibrahim_khalil | dihokê | duhokê | duhoka | دهوکێ | دهۆکی | دهوكێ
[place.Halabja]
Helebce | Helepçe | Helebçe | halabcha | هەڵەبجەی | هەڵەبجەیی | halabja
[place.Halabja.district]
خورماڵ | سیروان_لە_هەڵەبجە | بیارە | تەوێڵە | Xurmal | Biyare
حلبجه | خورمال | خورمالي | سيروان_بحلبجة | سيروان_بحلبجه | بياره | طويله | بامو | احمد_آوا | ئەحمەدئاوا | شەهیدانی_هەڵەبجە | عەنەب | halabjah | khurmal | biyara | byara | tawela | tewêle | sirwan_halabja | ahmed_awa | هەڵەبجەدا | هەڵەبجەوە

# Adjectives that name a place only as a part of a page's or an account's name
[place.Basra.name]
bsr | بصرية | بصراوية | بصراوي | basriya | basrawi | basrawiya
[place.Nineveh.name]
موصلية | مصلاوية | مصلاوي | moslawi | moslawiya | hadba
[place.Baghdad.name]
bgd | بغدادية | البغدادية | بغداديات | baghdadiya | baghdadi | baghdadia
[place.Karbala.name]
krb | كربلائية | كربلائيون | karbalai
[place.Najaf.name]
njf | نجفية | najafi | najafia
[place.Anbar.name]
انبارية | anbari
[place.Kirkuk.name]
كركوكية | kirkuki | kerkuklu
[place.Babil.name]
بابلية | بابليون | babil
[place.Muthanna.name]
مثناوية | mthn | muthana | almuthanna
[place.Dhi_Qar.name]
ذيقارية | dhiqar | thiqar
[place.Maysan.name]
ميسانية | maysan | misan
[place.Wasit.name]
واسطية | كوتية | wasit
[place.Salah_al-Din.name]
تكريتية | ملوية | malwiya
[place.Erbil.name]
هەولێری | hawler | hewler
[place.Sulaymaniyah.name]
slemani | garmian | germian | sulaimani
[place.Duhok.name]
duhok | badinan | bahdinan | بادینان | بەهدینان
