/* SPDX-License-Identifier: ISC
 *
 * The languages that Amana speaks to people, and the one way in which a text becomes one of them: po/LANGUAGE.po, made into a gettext
 * catalogue by msgfmt and put into the program (language_catalogues.c). The C library's gettext is not asked, because it translates
 * nothing where the locale is C or was never generated, as on most servers, and has one language at a time. English is the source.
 */
#pragma once
#include <glib.h>

typedef enum { LANGUAGE_EN, LANGUAGE_AR, LANGUAGE_CKB, LANGUAGES } Language;

/* "ar", "ckb", "en", of a locale too: "ar_IQ.UTF-8"; "ku_IQ" is Sorani here. FALSE for another. */
gboolean language_named(const char *name, Language *out);
/* The language of --lang; without (NULL) the first known one of $LANGUAGE, else that of the locale in $LC_ALL, $LC_MESSAGES or $LANG,
 * else English. FALSE when --lang names none of ours. */
gboolean language_choose(const char *lang, Language *out);
/* BCP 47. */
const char *language_tag(Language language);
gboolean language_is_rtl(Language language);

/* The language of _() and language_n from now on, for the whole process; English until somebody calls this. */
void language_use(Language language);
Language language_used(void);

/* A text in a language, found by its English; the English when there is no translation. context (msgctxt) may be NULL. Never freed. */
const char *language_text(Language language, const char *context, const char *english);
/* In the language in use. */
const char *language_say(const char *english) G_GNUC_FORMAT(1);
/* The form for n things, in the language in use. */
const char *language_n(const char *one, const char *many, guint64 n) G_GNUC_FORMAT(1) G_GNUC_FORMAT(2);

/* A number with the digits of the language and its thousands marked; what is no whole number stays. The caller owns it. */
char *language_number(Language language, const char *number);
/* A number in the language in use. The caller owns it. */
char *language_count(gint64 number);
/* "2026-11-24" as a day in words: "24 November 2026"; "2026-11" as a month. What is neither stays. The caller owns it. */
char *language_day(Language language, const char *day);

/* For xgettext: translated where it stands; marked and translated later; marked with a context. */
#define _(english) language_say(english)
#define N_(english) english
#define NC_(context, english) english
