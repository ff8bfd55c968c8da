# Places beyond governorates.json: Turkish, Kurmanji, Arabizi and other spellings, towns that are missing there.
# A name under [place.X.district] counts as a district of X. Words under place.unclear need a second cue.

[place.unclear]
كنعان | الهندية | الحمزة | الشامية | الخضر | السلمان | المجد | الرفاعي | الفهود | الاحرار | الأحرار | الرياض | خبات | سوران | سۆران | سيروان | سیروان | طويلة | الدير | العشار | الثورة | المنصور | الدورة | العاصمة | الفيحاء | القادسية | المثنى | بابل | ميسان | صلاح_الدين | الحضر | ربيعة | الكرمة | البغدادي | راوة | ربيعه | تازة | فايدة | خەبات | کۆیە | الحسينية | الهاشمية | العباسية | الحيدرية | الزبيدية | السعدية | الكرخ | الزاب | العزيزية | التأميم | الطوز | كميت | المشرح | دیانا | diana | karma | majd | amara | amarah | hamza | taza | rabia | balad | koya | soran | salahaddin | saladin | batha | hira | kut | sadda | ashar | dora | mansour | babylon | rawa | misan | hayy | ahrar | badra | بدرة | حلبجة | كويه | الوركاء | البطحاء | الحيرة | الدبس | بامو | دووز | طوز | diyana | هيت | الاسكندرية | السدة | القاسم | الخالص | العظيم

# these are ordinary words so often that "in" is not enough
[place.doubtful]
عمارة | العمارة | عماره | حديثة | القائم | بلد | الدور | العلم | الحر | السنية | النصر | السلام | الحي | المدينة | المدينه | hit | nasr | salman | ana | tamim | amiriya | تازە | عەمارە

[place.Baghdad]
Bağdat | Bağdat | Bexda | Bexdad | Bexdayê | baghdad | bghdad | baghdadi | bağdad
[place.Baghdad.district]
الحرية | حي_العامل | السيدية | الجادرية | الزعفرانية | الراشدية | الكرادة | جسر_ديالى | النهروان | سبع_البور | حي_الجهاد | الأعظمية | شارع_فلسطين | حي_اور | الشعب | بسماية | اليرموك | adhamiyah | a3thamiya | kadhmiya | sadir_city | madinat_al_sadr | karada | karradah | sayidiya | zafaraniya | ئەعزەمیە | مدينه_الصدر
[place.Nineveh]
Musul | Musul | Mûsil | Mûsilê | Mosil | Neynewa | Ninova | mosul | mousel | almosul | moussil | الموصل_القديمة | الساحل_الايمن | الساحل_الأيمن | الساحل_الايسر | الساحل_الأيسر | الجانب_الايمن | الجانب_الأيسر
[place.Nineveh.district]
Telafer | Telâfer | Tilefer | Şengal | Şêxan | Şêxanê | Şingal | Şengalê | Sincar | Xaneşîn | سنونى | سنوني | شەنگال | القحطانية | بحزاني | بعشيقه | القوش | الكوش | alqosh | baashiqa | sinjar | shingal | زمار | وانة | بازوايا | الكوير | حمام_العليل | Başîk | Bahzanî | Hemdanî | تەلکێف | qaraqosh | بەرتەللە
[place.Basra]
Basra | Besra | Besre | Basrah | albasra | elbasra | basra
[place.Basra.district]
الجبيلة | القبلة | الجمهورية_بالبصرة | كرمة_علي | ابي_الخصيب | ابو_الخصيب | خور_الزبير | السيبة | الشعيبة | zubayr | azzubair | طويسة | المعقل | عز_الدين_سليم | البراضعية
[place.Anbar]
Enbar | Anbar | alanbar | remadi | الأنبار | رمادي | عنه_وراوه | غرب_الانبار
[place.Anbar.district]
Felluce | Felûce | falluja | fallouja | faluja | الصقلاوية | عامريه_الفلوجه | الرحالية | النخيب | القايم | الغربية_بالانبار | هيت_وحديثة | haditha
[place.Salah_al-Din]
Selahaddin_vilayeti | Tikrît | Tikrit | Selahedîn | tikreet | salahadin
[place.Salah_al-Din.district]
Tuzhurmatu | Tuzhurmatu | Tuz_Hurmatu | Dûz | Duzxurmatû | طوزخورماتو | دوزخورماتو | tuz_khurmatu | سليمان_بيك | سليمان_بك | بيجي | الصينية | samarra | samaraa | يثرب_ببلد | Amirli
[place.Diyala]
Diyale | Dîyale | Diyala | Bakuba | Baquba | ba3quba | ba3qouba | bakuba | ديالي
[place.Diyala.district]
Hanekin | Xaneqîn | خانةقين | Xaneqînê | khanaqeen | Celewla | Mendelî | بلد_روز | قزلرباط | قره_تپه | قەرەتەپە | جلولاء | Kifrî | المنصورية | ابي_صيدا | ابو_صيدا | الوجيهية | بني_سعد | خان_بني_سعد | هبهب | الكاطون
[place.Babil]
Hille | Babil | Babîl | al7illa | hilla | el7illa | محافظة_بابل | 7illa
[place.Babil.district]
musayib | المسيب | المحاويل | القاسم_ببابل | جبلة | الإمام | ابي_غرق | ابو_غرق | الحصوة | المشروع
[place.Karbala]
Kerbela | Kerbela | Kerbelayê | karbala2 | kerbala2 | كربلاء_المقدسة
[place.Karbala.district]
الحر_بكربلاء | طويريج | عين_تمر | الهندية_بكربلاء | باب_بغداد | حي_الحسين_بكربلاء
[place.Najaf]
Necef | Necef | Necefê | najaf | alnajaf | elnajaf | النجف_الأشرف
[place.Najaf.district]
kufa | elkoufa | القزوينية | ابو_صخير | العباسية_بالنجف
[place.Al-Qadisiyah]
Divaniye | Diwaniye | Dîwaniye | diwaniya | eldiwaniya | aldiwaniyah | diwania | ديوانية | الديوانيه | قادسية
[place.Al-Qadisiyah.district]
الحمزة_الشرقي | السدير | نفر | البدير | سومر_بالديوانية
[place.Muthanna]
Semave | Semawe | samawa | alsamawa | elsamawa | سماوة | السماوه
[place.Muthanna.district]
الرميثة | الوركاء_بالمثنى | الهلال | rumaytha | النجمي
[place.Dhi_Qar]
Nasıriye | Nasiriye | Nasiriya | Nasriye | nasriyah | elnasriya | alnasiriya | elnasiriya | ناصرية | ذى_قار | zi_qar | Zîqar | di_qar
[place.Dhi_Qar.district]
سوق_الشيوخ | shatra | el_shatra | elshatra | الشطرة | كرمة_بني_سعيد | البو_صالح | سيد_دخيل | أور | chibayish | الچبايش
[place.Maysan]
Amare | 3amara | el3amara | al3amara | alamara | elamara | 3mara | Meysan | ميسان_والعمارة | مدينة_العمارة | قضاء_العمارة | محافظة_ميسان
[place.Maysan.district]
المجر | قلعة_صالح | الكحلاء | علي_الشرقي | علي_الغربي | المجر_الكبير | الماجدية
[place.Wasit]
Kut | alkut | elkut | el_kut | محافظة_واسط | Wasît
[place.Wasit.district]
الصويرة | النعمانية | العزيزية_بواسط | شيخ_سعد | الحي_بواسط | قضاء_الحي | زرباطية | numaniyah | suwayra
[place.Kirkuk]
Kerkük | Kerkük | Kerkük | Kerkûk | Kerkûkê | kirkuk | karkuk | kerkuk | karkook | كركوك | كرگوك | كه‌ركوك | کەرکوك
[place.Kirkuk.district]
الحويجة | hawija | haweeja | داقوق | Tazehurmatu | Taze_Hurmatu | Dakuk | Altunköprü | Pirdê | Leylan | رحيماوة | رحيم_اوه | ڕەحیماوە | tis3in | حي_تسعين | تسعين | Tisin | Musalla | المصلى | طريق_بغداد | واحد_حزيران | القورية | القوريه | ليلان | يايجي | الملتقى | الرشاد_بكركوك
[place.Erbil]
Hewlêr | Hewlêrê | Hewlêrî | Erbil | Erbîl | hawler | hewler | irbil | arbeel | اربيل | هەولێری | هه‌ولێر | هەڤلێر | هەولێرە
[place.Erbil.district]
Soran_ilçesi | Şeqlawa | Rewandiz | Koye | Xebat | ڕەواندوز | کەسنەزان | بنەسڵاوە | بەنەسڵاوە | دارەتوو | ankawa | ainkawa | عينكاوا | شەقلاوە | Enkawa | Qûştepe | Mexmûr_û_Hewlêr
[place.Sulaymaniyah]
Silêmanî | Silêmaniyê | Silêmanîyê | Süleymaniye | Süleymaniye | Slêmanî | Sulaimaniyah | sulaimaniya | slemany | slimani | sulaymania | sulaimani | سلێمانیدا | السليمانيه | sulimaniya | سلێمانییەوە
[place.Sulaymaniyah.district]
Ranye | Ranya | Çemçemal | Kelar | Pênciwên | Derbendîxan | Qeladizê | ڕانیە | رانیە | رانية | قەڵادزە | چەمچەماڵ | کەلار | کفریی | Germiyan | Raperîn | ڕاپەڕین | بازیان | ئاربەت | عەربەت | عربت | تەکێی | سەرچنار | پیرەمەگرون | پێنجوێن | دەربەندیخان | زەڕایەن
[place.Duhok]
Dihok | Dihokê | Duhok | dohok | dhok | Dohuk | دهوكي | دهوکێ | دھوک | دهۆکێ | dehok
[place.Duhok.district]
Zaxo | Zaxoyê | Akrê | Akre | Amêdî | Amediye | Sêmêl | Sêmêlê | Bardereş | Berdereş | Şêladizê | زاخو | زاخۆیێ | ئاکرێ | ئامێدیێ | سێمێلێ | زاخوی | Deralok | Şarya | شاریا | xanke | خانكي | خانک | شيخان | شێخان | bardarash | semel | دومیز | domiz
[place.Halabja]
Helebce | Helepçe | Helebçe | halabcha | هەڵەبجەی | هەڵەبجەیی | halabja
[place.Halabja.district]
خورماڵ | سیروان_لە_هەڵەبجە | بیارە | تەوێڵە | Xurmal | Biyare

# Adjectives that name a place only as a part of a page's or an account's name
[place.Basra.name]
بصرية | بصراوية | بصراوي | basriya | basrawi | basrawiya
[place.Nineveh.name]
موصلية | مصلاوية | مصلاوي | moslawi | moslawiya | hadba
[place.Baghdad.name]
بغدادية | البغدادية | بغداديات | baghdadiya | baghdadi | baghdadia
[place.Karbala.name]
كربلائية | كربلائيون | karbalai
[place.Najaf.name]
نجفية | najafi | najafia
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
