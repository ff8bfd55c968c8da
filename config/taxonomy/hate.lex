# The organisation's lexicon of slurs and degrading words. They are mostly quoted: a word inside quotation marks counts in full.
# Monitors who speak the language should review and extend it.

[hate_speech.slur type=HATE quote=1 to=hate_speech:1.6 to=incitement:0.2 to=harassment:0.3]
كلاب | كلب | ابن_الكلب | اولاد_الكلب | خنازير | خنزير | جرذان | جرذ | حشرات | حشرة | صراصير | نجس | نجسين | انجاس | نجسة | كفار | كفرة | كافر | مرتدين | مرتد | دواعش | داعشي | دعشي | صفوي | صفويين | رافضي | روافض | رافضة | ناصبي | نواصب | ذيول | ذيل | بعثيين | خونة | خونه | خائنين | عملاء | عبيد | عبدة_الشيطان | عبدة_النار | جراثيم | جرثومة | سرطان | قطيع | غنم | بهائم | حيوانات | حمير | متخلفين | همج | رعاع | حثالة | حثالات | قاذورات | اوساخ | وسخين | لقطاء | مجوس | عجم | اعجمي | يهود | صهاينة | جوكرية | جوكر | شروكية | شروگية | معدان | كاولية | زنوج | عبد_اسود | ابناء_السفارات | اولاد_الزنا | اولاد_الشوارع | انفصاليين | انفصالي | مستعمرين | غزاة | محتلين | شواذ
dogs | dog | pigs | rats | vermin | cockroach* | insects | filth | filthy | infidel* | apostate* | devil_worship* | savages | animals | scum | parasite* | disease | cancer | traitors | terrorists | isis | daesh | subhuman | slaves | backward
سەگ | سەگن | سەگەکان | بەراز | مشک | مێروو | پیس | پیسن | گڵاو | کافر | کافرن | شەیتانپەرست* | خائین | خائینە | خائینن | جاش | جاشن | داعش | داعشن | نەوی | بێئەخلاق | وەحشی | ئاژەڵ
köpek* | domuz* | sıçan* | haşere* | kafir* | gavur* | pislik* | hain* | vatan_haini* | şeytana_tap* | kûçik* | beraz* | mişk* | kafir | şeytanperest* | pîs | xayin* | bênamûs*
klab | chlab | kilab | kuffar | kufar | da3esh | dawa3ish | dwa3sh | thyool | theyool | 7ayawanat | 5anazeer | khanazir | 3umala | 5awana | khawana
