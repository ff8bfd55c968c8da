/* SPDX-License-Identifier: ISC */
/* README.txt of a bag; see the header. For somebody who has never heard of Amana. */
#include "export/readme.h"

#define WHAT                                                                                                                                \
  "CASE FILE\n\n"                                                                                                                           \
  "data/ has a folder for each case: case.html is for reading, case.json for programs, custody.json says who did what with the case,\n"    \
  "reports/ has the texts, attachments/ the cleaned attachments. Everything that tells who reported was taken out before.\n"               \
  "data/export.json says which cases were asked for and how this file was made.\n\n"                                                       \
  "Nothing was changed or lost if this prints only lines that end in OK (in this folder):\n\n"                                             \
  "    sha512sum -c tagmanifest-sha512.txt && sha512sum -c manifest-sha512.txt\n\n"

#define SIGNED                                                                                                                              \
  "It comes from the organisation if this says that the signature was verified. Take the organisation's public key from its web page\n"     \
  "or from somebody you know there, never from the sender of this file:\n\n"                                                                \
  "    minisign -V -p organisation.pub -m manifest-sha512.txt\n\n"

#define UNSIGNED "This case file is not signed.\n\n"

#define ARABIC                                                                                                                              \
  "ملف قضية: في data/ مجلد لكل قضية: case.html للقراءة، وcase.json للبرامج، وcustody.json سجل من تعامل مع القضية، وreports/ النصوص،\n"      \
  "وattachments/ المرفقات المنظفة. أُزيل من قبلُ كل ما يدل على المبلّغ. للتحقق من سلامة الملف والتوقيع استعمل الأوامر أعلاه، وخذ المفتاح\n"  \
  "العام من الجهة نفسها لا من مرسل الملف.\n\n"

#define KURDISH                                                                                                                             \
  "دۆسیە: لە data/ بۆ هەر دۆسیەیەک بوخچەیەک هەیە: case.html بۆ خوێندنەوە، case.json بۆ بەرنامە، custody.json تۆماری پاراستن، reports/ "     \
  "دەقەکان،\nattachments/ هاوپێچە پاککراوەکان. پێشتر هەموو ئەوەی ڕاپۆرتدەر دەناسێنێت لابراوە. بۆ پشکنین فەرمانەکانی سەرەوە بەکاربهێنە، "    \
  "و کلیلی گشتی\nلە خودی ڕێکخراوەکە وەربگرە نەک لە نێردەری دۆسیەکە.\n"

const char *
readme_text(gboolean is_signed)
{
  return is_signed ? WHAT SIGNED ARABIC KURDISH : WHAT UNSIGNED ARABIC KURDISH;
}
