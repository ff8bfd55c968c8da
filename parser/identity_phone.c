/* SPDX-License-Identifier: ISC */
/* Phone numbers as people write them: digits of any script, any spacing, brackets, country codes, words, the letter o for zero.
 * Dates, amounts, times, post ids and list numbers are not phones. Whose a number is, is decided by cues and place. */
#include "parser/identity_internal.h"

#define PHONE_MAX_TOKENS 14u
#define PHONE_MAX_DIGITS 20u
#define EXTENSION_REACH 8u

typedef struct {
  char digits[PHONE_MAX_DIGITS * 2 + 1];
  guint n;
  gboolean plus, end_plus, date;
} Run;

/* Iraqi area codes (libphonenumber IQ): 1, 2[13-5], 3[02367], 4[023], 5[03], 6[026] */
static gboolean
is_landline(const char *d, guint n)
{
  static const char *const areas[] = {"21", "23", "24", "25", "30", "32", "33", "36", "37", "40", "42", "43", "50", "53", "60", "62", "66", NULL};
  if (d[0] == '1')
    return n == 8;
  for (guint i = 0; areas[i]; i++)
    if (strncmp(d, areas[i], 2) == 0)
      return n == 8 || n == 9;
  return FALSE;
}

static gboolean
is_mobile(const char *d, guint n)
{
  return n == 10 && d[0] == '7' && d[1] >= '3' && d[1] <= '9';
}

/* 3 an Iraqi mobile, 2 certainly a phone, 1 only beside a cue, 0 no. national: without country code and zeros. */
static guint
shape(const Run *run, char national[24])
{
  const char *d = run->digits;
  guint n = run->n;
  gboolean international = run->plus || run->end_plus;
  if (run->end_plus && n > 3 && strcmp(d + n - 3, "964") == 0) { /* reversed by a right-to-left line: 7701234567 964+ */
    g_snprintf(national, 24, "%.*s", (int)MIN(n - 3, 20u), d);
    if (is_mobile(national, n - 3))
      return 3;
  }
  if (n > 4 && d[0] == '0' && d[1] == '0') {
    international = TRUE;
    d += 2;
    n -= 2;
  }
  gboolean iraq = strncmp(d, "964", 3) == 0 && n >= 11;
  if (iraq) {
    d += 3;
    n -= 3;
  }
  gboolean zero = *d == '0';
  while (*d == '0' && n > 1) {
    d++;
    n--;
  }
  g_snprintf(national, 24, "%.*s", (int)MIN(n, 20u), d);
  if (is_mobile(d, n))
    return 3;
  if (iraq && (is_landline(d, n)))
    return 2;
  if (international && n >= 8 && n <= 15)
    return 2;
  if (run->date || n < 6 || n > 15)
    return 0;
  return zero && is_landline(d, n) ? 2 : 1;
}

/* Adds the token's digits; the letter o counts as zero beside digits. FALSE when it is no number. */
static gboolean
add_digits(const Doc *doc, const Token *t, Run *run)
{
  if (t->type == TOKEN_PUNCT || t->flags & TOKEN_GUARDED || t->chars > PHONE_MAX_DIGITS)
    return FALSE;
  guint digits = 0;
  for (const char *p = KEY(doc, t); *p; p++) {
    digits += g_ascii_isdigit(*p) != 0;
    if (!g_ascii_isdigit(*p) && *p != 'o')
      return FALSE;
  }
  if (!digits || (t->type == TOKEN_WORD && digits < 2) || run->n + t->chars > PHONE_MAX_DIGITS)
    return FALSE;
  for (const char *p = KEY(doc, t); *p; p++)
    run->digits[run->n++] = *p == 'o' ? '0' : *p;
  run->digits[run->n] = '\0';
  return TRUE;
}

static gboolean
is_phone_separator(gunichar c)
{
  return c == '-' || c == '.' || c == '/' || c == '(' || c == ')' || c == '+' || c == '_' || c == '*' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0xff0b;
}

/* 1447, 2026; "0750" begins a telephone number. */
static gboolean
is_year(const Doc *doc, const Token *t)
{
  return t->chars == 4 && (KEY(doc, t)[0] == '1' || KEY(doc, t)[0] == '2');
}

static gboolean
looks_like_date(const Doc *doc, guint i)
{
  if (i + 4 >= doc->tokens->len)
    return FALSE;
  const Token *a = TOKEN(doc, i), *s = TOKEN(doc, i + 1), *b = TOKEN(doc, i + 2), *r = TOKEN(doc, i + 3), *c = TOKEN(doc, i + 4);
  if (s->type != TOKEN_PUNCT || r->type != TOKEN_PUNCT || s->punct != r->punct || (s->punct != '/' && s->punct != '-' && s->punct != '.'))
    return FALSE;
  return b->chars <= 2 && ((a->chars <= 2 && (is_year(doc, c) || c->chars == 2)) || (is_year(doc, a) && c->chars <= 2));
}

/* "9/11", "15/10": a day and a month, without the year. */
static gboolean
looks_like_day(const Doc *doc, guint i)
{
  if (i + 2 >= doc->tokens->len || TOKEN(doc, i + 1)->punct != '/' || TOKEN(doc, i + 2)->type != TOKEN_NUMBER)
    return FALSE;
  if ((i > 0 && TOKEN(doc, i - 1)->punct == '/') || (i + 3 < doc->tokens->len && TOKEN(doc, i + 3)->punct == '/'))
    return FALSE;
  const guint64 a = g_ascii_strtoull(KEY(doc, TOKEN(doc, i)), NULL, 10), b = g_ascii_strtoull(KEY(doc, TOKEN(doc, i + 2)), NULL, 10);
  return a >= 1 && b >= 1 && MAX(a, b) <= 31 && MIN(a, b) <= 12;
}

gboolean
identity_is_in_date(const Doc *doc, guint i)
{
  for (guint before = 0; before <= 4 && before <= i; before += 2)
    if (TOKEN(doc, i - before)->type == TOKEN_NUMBER && (looks_like_date(doc, i - before) || (before <= 2 && looks_like_day(doc, i - before))))
      return TRUE;
  return FALSE;
}

static gboolean
is_amount(const Doc *doc, guint last)
{
  guint next = last + 1;
  return next < doc->tokens->len && TOKEN(doc, next)->line == TOKEN(doc, last)->line &&
         (TOKEN(doc, next)->begins & CUE_BIT(CUE_CURRENCY) || TOKEN(doc, next)->punct == '$' || TOKEN(doc, next)->punct == '%');
}

/* A phone word or own-number cue right before, a colon or "is" between. */
static gboolean
has_phone_cue(const Doc *doc, guint i)
{
  const guint64 cues = CUE_BIT(CUE_PHONE_WORD) | CUE_BIT(CUE_OWN_PHONE) | CUE_BIT(CUE_OWN_CONTACT) | CUE_BIT(CUE_ACCUSED_CONTACT);
  guint words = 0;
  for (guint k = i; k > 0 && i - k < 6 && words < 3; k--) {
    const Token *t = TOKEN(doc, k - 1);
    if (t->line + 1 < TOKEN(doc, i)->line)
      return FALSE;
    if (t->ends & cues && t->chars > 1)
      return TRUE;
    if (t->ends & cues && t->chars == 1 && TOKEN(doc, k)->type == TOKEN_PUNCT && (TOKEN(doc, k)->punct == ':' || TOKEN(doc, k)->punct == '.'))
      return TRUE;
    words += t->type == TOKEN_WORD;
  }
  return FALSE;
}

/* "receipt no. KB-4410-77120": letters are glued before the number, and they are no word for a telephone. */
static gboolean
is_in_code(const Doc *doc, guint i)
{
  if (i < 2 || TOKEN(doc, i)->flags & TOKEN_SPACE || TOKEN(doc, i - 1)->flags & TOKEN_SPACE || !(TOKEN(doc, i - 1)->punct == '-' || TOKEN(doc, i - 1)->punct == '/'))
    return FALSE;
  const Token *t = TOKEN(doc, i - 2);
  return t->type == TOKEN_WORD && t->script == SCRIPT_LATIN && t->chars <= 4 && !(t->begins & (CUE_BIT(CUE_PHONE_WORD) | CUE_BIT(CUE_OWN_PHONE)));
}

static void
add_phone(Doc *doc, guint first, guint last, const char *national, guint form)
{
  Phone phone = {.range = {TOKEN(doc, first)->start, TOKEN(doc, last)->end, first, last + 1}, .form = (guint8)form};
  g_strlcpy(phone.national, national, sizeof phone.national);
  if (last + 1 < doc->tokens->len && TOKEN(doc, last + 1)->punct == '+' && !(TOKEN(doc, last + 1)->flags & TOKEN_SPACE))
    phone.range.end = TOKEN(doc, last + 1)->end;
  for (guint i = first; i <= last; i++)
    TOKEN(doc, i)->flags |= TOKEN_PHONE;
  g_array_append_val(doc->phones, phone);
}

/* The longest stretch from token i that is a phone. Returns the token after it, or 0. */
static guint
read_phone(Doc *doc, guint i)
{
  Run run = {.plus = i > 0 && (TOKEN(doc, i - 1)->punct == '+' || TOKEN(doc, i - 1)->punct == 0xff0b)};
  gboolean date = looks_like_date(doc, i);
  char best[24] = "", national[24];
  guint best_last = 0, best_form = 0;
  for (guint k = i; k < doc->tokens->len && k < i + PHONE_MAX_TOKENS; k++) {
    const Token *t = TOKEN(doc, k);
    gboolean over = t->line != TOKEN(doc, i)->line; /* goes on in the next line: only when that makes a mobile number */
    if (over && (t->line > TOKEN(doc, k - 1)->line + 1 || best_form >= 2 || t->type != TOKEN_NUMBER))
      break;
    if (t->type == TOKEN_PUNCT && t->punct == '+' && k > i && TOKEN(doc, k)->flags & TOKEN_SPACE)
      break; /* the next number begins */
    if (t->type == TOKEN_PUNCT && is_phone_separator(t->punct))
      continue;
    if (!add_digits(doc, t, &run))
      break;
    run.date = date;
    run.end_plus = k + 1 < doc->tokens->len && TOKEN(doc, k + 1)->punct == '+';
    guint form = shape(&run, national);
    if (form && is_amount(doc, k) && !run.plus)
      form = 0;
    if (over && form != 3)
      continue;
    gboolean foreign = form == 2 && run.plus && best_form == 2 && k == best_last + 1 && t->type == TOKEN_NUMBER && t->chars <= 4 && run.n <= 13; /* "+44 7911 200 338" */
    if (form > best_form || (form == best_form && form == 1) || foreign) {
      best_form = form;
      best_last = k;
      g_strlcpy(best, national, sizeof best);
    }
    if (form == 3)
      break;
  }
  if (!best_form || (best_form == 1 && (is_in_code(doc, i) || !has_phone_cue(doc, i))))
    return 0;
  guint first = i;
  while (first > 0 && TOKEN(doc, first - 1)->type == TOKEN_PUNCT && (TOKEN(doc, first - 1)->punct == '+' || TOKEN(doc, first - 1)->punct == '(' || TOKEN(doc, first - 1)->punct == 0xff0b) &&
         TOKEN(doc, first - 1)->line == TOKEN(doc, i)->line)
    first--;
  add_phone(doc, first, best_last, best, best_form);
  return best_last + 1;
}

static const char *
digit_word(const Doc *doc, guint i)
{
  const Token *t = TOKEN(doc, i);
  if (t->type != TOKEN_WORD)
    return NULL;
  const char *digit = identity_rules_digit(doc->rules, KEY(doc, t));
  if (!digit && g_str_has_prefix(KEY(doc, t), "و"))
    digit = identity_rules_digit(doc->rules, KEY(doc, t) + 2);
  return digit;
}

/* Numbers in words as they are said: "seventy seven", "yedi yüz yetmiş", "خمسة وعشرين", "bîst û yek". value -1: none yet. */
typedef struct {
  Run run;
  int value;
  guint words, repeat;
  gboolean joined; /* "and" stands before the next word */
} Spoken;

static void
put_digits(Spoken *s, const char *digits)
{
  for (guint r = 0; r < MAX(s->repeat, 1u); r++)
    for (const char *p = digits; *p && s->run.n < PHONE_MAX_DIGITS; p++)
      s->run.digits[s->run.n++] = *p;
  s->run.digits[s->run.n] = '\0';
  s->repeat = 0;
}

static void
end_value(Spoken *s)
{
  char digits[16];
  if (s->value >= 0) {
    g_snprintf(digits, sizeof digits, "%d", s->value);
    put_digits(s, digits);
  }
  s->value = -1;
}

static void
say_digits(Spoken *s, const char *digits, Script script)
{
  int v = atoi(digits), had = s->value;
  gboolean tens_first = script == SCRIPT_LATIN || s->joined;
  s->words++;
  if (digits[0] == '0') {
    end_value(s);
    put_digits(s, digits);
  } else if (v == 100 && had >= 1 && had <= 9) {
    s->value = had * 100;
  } else if (had >= 100 && had % 100 == 0 && v < 100) {
    s->value += v;
  } else if (had >= 20 && had % 100 >= 20 && had % 10 == 0 && v < 10 && tens_first) {
    s->value += v;
  } else if (s->joined && v >= 20 && v < 100 && v % 10 == 0 && had % 100 >= 1 && had % 100 <= 9) {
    s->value += v;
  } else if (v == 10 && had >= 3 && had <= 9 && script == SCRIPT_ARABIC) {
    s->value += v;
  } else {
    end_value(s);
    s->value = v;
    if (s->repeat)
      end_value(s);
  }
  s->joined = FALSE;
}

/* "صفر سبعة سبعة صفر ...": at least seven digits of which four words or more (numbers may stand between). */
static guint
read_words(Doc *doc, guint i)
{
  Spoken s = {.value = -1, .run = {.plus = identity_has(TOKEN(doc, i), SET_PLUS)}};
  const gboolean mixed = TOKEN(doc, i)->type == TOKEN_NUMBER; /* "077 one one, 404, 5566" */
  guint last = i, k = s.run.plus ? i + 1 : i;
  for (; k < doc->tokens->len && TOKEN(doc, k)->line <= TOKEN(doc, i)->line + 1 && s.run.n < PHONE_MAX_DIGITS; k++) {
    const Token *t = TOKEN(doc, k);
    const char *digit = digit_word(doc, k);
    guint repeat = t->type == TOKEN_WORD ? identity_rules_repeat(doc->rules, KEY(doc, t)) : 0;
    if (t->type == TOKEN_PUNCT) {
      if (t->punct == ',' || t->punct == 0x060c)
        end_value(&s);
      continue;
    }
    if (repeat) {
      end_value(&s);
      s.repeat = repeat;
    } else if (digit) {
      s.joined |= t->script == SCRIPT_ARABIC && strcmp(KEY(doc, t), "و") != 0 && g_str_has_prefix(KEY(doc, t), "و") && !identity_rules_digit(doc->rules, KEY(doc, t));
      say_digits(&s, digit, t->script);
      last = k;
    } else if (t->type == TOKEN_NUMBER && t->chars <= 4) {
      end_value(&s);
      add_digits(doc, t, &s.run);
      last = k;
    } else if (k > i && identity_has(t, SET_AND)) {
      s.joined = TRUE;
    } else {
      break;
    }
  }
  end_value(&s);
  char national[24];
  guint form = s.words >= (mixed ? 1 : 3) && s.run.n >= 7 ? shape(&s.run, national) : 0;
  if (form == 1 && mixed && s.run.n >= 10 && s.run.n <= 13 && g_str_has_prefix(s.run.digits, "07") && has_phone_cue(doc, i)) { /* a digit too many */
    add_phone(doc, i, last, national, form);
    return last + 1;
  }
  if (!form || ((mixed || s.words < 4) && form < 3) || (form == 1 && !has_phone_cue(doc, i)))
    return 0;
  add_phone(doc, i, last, national, form);
  return last + 1;
}

static gboolean
starts_words(const Doc *doc, guint i)
{
  const Token *t = TOKEN(doc, i);
  if (t->type == TOKEN_NUMBER) {
    const guint k = i + (identity_is_comma(doc, i + 1) || TOKEN(doc, i + 1)->punct == '-' ? 2 : 1);
    return t->chars <= 4 && (KEY(doc, t)[0] == '0' || KEY(doc, t)[0] == '7' || strcmp(KEY(doc, t), "964") == 0) && k < doc->tokens->len && identity_same_line(doc, i, k) &&
           (digit_word(doc, k) || (TOKEN(doc, k)->type == TOKEN_WORD && identity_rules_repeat(doc->rules, KEY(doc, TOKEN(doc, k)))));
  }
  if (!(t->sets & (SET_BIT(SET_NUMBER) | SET_BIT(SET_PLUS))))
    return FALSE;
  return digit_word(doc, i) || (identity_has(t, SET_PLUS) && digit_word(doc, i + 1)) || (t->type == TOKEN_WORD && identity_rules_repeat(doc->rules, KEY(doc, t)));
}

void
identity_phones_find(Doc *doc)
{
  for (guint i = 0; i < doc->tokens->len;) {
    const Token *t = TOKEN(doc, i);
    guint next = 0;
    if (t->type == TOKEN_NUMBER && looks_like_date(doc, i) && (t->chars == 4 || TOKEN(doc, i + 4)->chars == 4)) {
      i += 5;
      continue;
    }
    if (t->flags & TOKEN_GUARDED || t->type == TOKEN_PUNCT)
      next = 0;
    else if (t->type == TOKEN_NUMBER || (t->script == SCRIPT_LATIN && strpbrk(KEY(doc, t), "0123456789")))
      next = read_phone(doc, i);
    if (!next && t->type != TOKEN_PUNCT && !(t->flags & TOKEN_GUARDED) && i + 3 < doc->tokens->len && starts_words(doc, i))
      next = read_words(doc, i);
    i = next ? next : i + 1;
  }
}

const Phone *
identity_phone_at(const Doc *doc, guint i)
{
  guint low = 0, high = TOKEN(doc, i)->flags & TOKEN_PHONE ? doc->phones->len : 0;
  while (low < high) { /* the first that ends behind it */
    const guint middle = low + (high - low) / 2;
    if (g_array_index(doc->phones, Phone, middle).range.last <= i)
      low = middle + 1;
    else
      high = middle;
  }
  const Phone *phone = low < doc->phones->len ? &g_array_index(doc->phones, Phone, low) : NULL;
  return phone && TOKEN(doc, i)->flags & TOKEN_PHONE && phone->range.first <= i ? phone : NULL;
}

/* ---- whose ---- */

/* "رقم الهاتف", "phone number (work)": words that say what number it is, not whose. */
static gboolean
is_kind_of_phone(const Doc *doc, const Token *t)
{
  const char *key = KEY(doc, t);
  if (identity_has(t, SET_PHONE_KIND))
    return TRUE;
  for (const char *p = key; (p = strstr(p, "ال")) && p - key <= 4;) {
    p += strlen("ال");
    if (identity_rules_sets(doc->rules, p) & SET_BIT(SET_PHONE_KIND))
      return TRUE;
  }
  return FALSE;
}

/* "رقم ابو سيف 0750...", "رقم المعتمد: ...", "ژمارەی کاک ...": whose number it is stands between the word for it and the number. */
gboolean
identity_phone_is_named(const Doc *doc, const Profile *profile, guint first)
{
  guint skip, words = 0;
  gboolean sure;
  for (guint k = first; k > 0 && first - k < 7 && TOKEN(doc, k - 1)->line == TOKEN(doc, first)->line; k--) {
    const Token *t = TOKEN(doc, k - 1);
    if (t->type == TOKEN_PUNCT && t->punct != ':' && t->punct != '(' && t->punct != '-' && t->punct != '.' && t->punct != '"' && t->punct != 0xab && t->punct != 0xbb)
      return FALSE;
    if (t->ends & CUE_BIT(CUE_PHONE_WORD) && t->chars > 1 && !(t->begins & CUE_BIT(CUE_OWN_PHONE)))
      return words > 0;
    if (t->type == TOKEN_PUNCT || is_kind_of_phone(doc, t))
      continue;
    if (t->flags & (TOKEN_OWN | TOKEN_PHONE) || t->begins & (CUE_BIT(CUE_RELATIVE) | CUE_BIT(CUE_OWN_PHONE) | CUE_BIT(CUE_OWN_CONTACT) | CUE_BIT(CUE_INTRO_ME) | CUE_BIT(CUE_OWN_ORG)) || t->type == TOKEN_NUMBER)
      return FALSE;
    if ((identity_profile_match(profile, doc, k - 1, &skip, &sure) && sure) || identity_is_thing_of_mine(doc, k - 1))
      return FALSE;
    if (t->begins & CUE_BIT(CUE_STOP) && !(t->begins & (CUE_NAMES | CUE_BIT(CUE_TITLE) | CUE_BIT(CUE_PARTICLE))))
      return FALSE;
    words++;
  }
  return FALSE;
}

/* "Their foreman Salim Hurmz (0770 ...)": a stranger's name, then the number in brackets. */
static gboolean
is_in_strangers_brackets(const Doc *doc, const Profile *profile, guint first)
{
  guint skip, k = first;
  gboolean sure;
  while (k > 0 && first - k < 4 && TOKEN(doc, k - 1)->punct != '(' && (TOKEN(doc, k - 1)->type == TOKEN_PUNCT || TOKEN(doc, k - 1)->begins & CUE_BIT(CUE_PHONE_WORD)))
    k--;
  if (TOKEN(doc, first)->punct == '(') /* belongs to the number */
    k = first + 1;
  if (k < 2 || TOKEN(doc, k - 1)->punct != '(')
    return FALSE;
  const Token *t = TOKEN(doc, k - 2);
  return identity_is_name_word(doc, k - 2) && !(t->flags & TOKEN_OWN) && !identity_profile_match(profile, doc, k - 2, &skip, &sure) && !(t->begins & (CUE_BIT(CUE_RELATIVE) | CUE_BIT(CUE_OWN_PHONE)));
}

/* "Beni 0770 ... numarasından arayın": "call" or "write" in the imperative right behind the number. */
static gboolean
is_asked_to_call(const Doc *doc, guint last)
{
  for (guint k = last; k < doc->tokens->len && k < last + 4 && identity_same_line(doc, last - 1, k) && !identity_is_sentence_end(doc, k); k++)
    if (identity_has(TOKEN(doc, k), SET_CALL_ME))
      return TRUE;
  return FALSE;
}

/* "Numreya min wek ya wî bi 774 dest pê dike: ...": the clause begins with "my number", and the number stands behind the colon. */
static gboolean
is_topic(const Doc *doc, guint first)
{
  if (first < 2 || TOKEN(doc, first - 1)->punct != ':')
    return FALSE;
  guint k = first - 1;
  while (k > 0 && first - k < 16 && identity_same_line(doc, k - 1, first) && !identity_is_sentence_end(doc, k - 1))
    k--;
  return (TOKEN(doc, k)->begins & CUE_BIT(CUE_OWN_PHONE)) != 0;
}

/* "رقمك 0780..." in a threat: the reporter's. */
static gboolean
is_threatened(const Doc *doc, guint first)
{
  for (guint k = first; k > 0 && first - k < 5; k--)
    if (TOKEN(doc, k - 1)->ends & (CUE_BIT(CUE_YOUR_NUMBER) | CUE_BIT(CUE_KIN_YOURS)))
      return TRUE;
  return FALSE;
}

/* "اتصل من 0780...", "وصلتني رسالة من ...", "he rang from ...": somebody else used the number. */
static gboolean
is_from(const Doc *doc, guint first)
{
  guint k = first;
  while (k > 0 && first - k < 3 && (TOKEN(doc, k - 1)->type == TOKEN_PUNCT || TOKEN(doc, k - 1)->begins & CUE_BIT(CUE_PHONE_WORD)))
    k--;
  if (k == 0 || !identity_is_from_word(doc, k - 1))
    return FALSE;
  if (k > 1 && TOKEN(doc, k - 2)->flags & TOKEN_PHONE) /* "threatened me on my phone A from B" */
    return TRUE;
  for (guint m = k - 1; m > 0 && k - m < 14 && !identity_is_sentence_end(doc, m - 1); m--) {
    const Token *t = TOKEN(doc, m - 1);
    if (t->begins & (CUE_BIT(CUE_CALLS) | CUE_BIT(CUE_ACCUSED_ACT)) || (t->type == TOKEN_WORD && identity_rules_has_piece(doc->rules, KEY(doc, t), SET_DEED)))
      return TRUE;
    if (t->begins & (CUE_BIT(CUE_INTRO_ME) | CUE_BIT(CUE_OWN_CONTACT)))
      return FALSE;
  }
  return FALSE;
}

/* "you can reach me through my husband on the number ...": the sentence speaks of the reporter's side alone. */
static gboolean
is_side_alone(const Doc *doc, guint first, guint last)
{
  const guint64 us = CUE_BIT(CUE_RELATIVE) | CUE_BIT(CUE_OWN_CONTACT), calls = CUE_BIT(CUE_CALLS) | CUE_BIT(CUE_ACCUSED_ACT) | CUE_BIT(CUE_THEIR_SIDE) | CUE_BIT(CUE_FAKE);
  gboolean ours = FALSE;
  for (guint k = first; k > 0 && first - k < 3; k--)
    if (identity_in(doc, k - 1, SET_FROM_NUMBER))
      return FALSE;
  for (guint k = first; k > 0 && first - k < 24 && !identity_is_sentence_end(doc, k - 1); k--) {
    const Token *t = TOKEN(doc, k - 1);
    gboolean title = t->begins & CUE_BIT(CUE_ACCUSED_TITLE) && !(t->begins & (CUE_BIT(CUE_ROLE) | CUE_BIT(CUE_TITLE) | CUE_BIT(CUE_ORG) | CUE_BIT(CUE_PLACE) | CUE_BIT(CUE_MEDIUM)));
    gboolean deed = t->type == TOKEN_WORD && identity_rules_has_piece(doc->rules, KEY(doc, t), SET_DEED) && !(t->begins & us);
    if (title || deed || t->begins & calls || t->flags & (TOKEN_PHONE | TOKEN_HANDLE | TOKEN_QUOTE) || identity_has(t, SET_THEIR) || identity_has(t, SET_HE) || (t->begins & CUE_BIT(CUE_ACCUSED_CONTACT) && (first - k > 5 || identity_cue_length(doc, k - 1, CUE_ACCUSED_CONTACT) > 2)))
      return FALSE;
    ours |= (t->begins & us) != 0;
  }
  for (guint k = last; k < doc->tokens->len && k < last + 8 && !identity_is_sentence_end(doc, k) && identity_same_line(doc, first, k); k++)
    if (TOKEN(doc, k)->begins & (CUE_BIT(CUE_ACCUSED_TITLE) | calls))
      return FALSE;
  return ours;
}

/* They published: "Ahmed Kazim, 0770 ..., house 12": behind the reporter's name in somebody else's words; or a name and a number end them,
 * which sign what is forwarded. */
static gboolean
is_told_of_me(const Doc *doc, const Profile *profile, const Phone *phone)
{
  const guint first = phone->range.first, head = LINE(doc, TOKEN(doc, first)->line)->first;
  if (phone->form >= 2 && doc->text->type == IDENTITY_BODY && first > head && first - head <= 4 && !(TOKEN(doc, first)->flags & TOKEN_QUOTE) && identity_phone_is_signed(doc, profile, first, phone->range.last))
    return TRUE;
  return phone->form >= 2 && first > 1 && TOKEN(doc, first)->flags & TOKEN_QUOTE && doc->text->type == IDENTITY_BODY && LINE(doc, TOKEN(doc, first)->line)->zone != ZONE_OTHER &&
         identity_is_comma(doc, first - 1) && identity_ends_own_name(doc, profile, first - 1);
}

static gboolean
is_told(const Doc *doc, const Profile *profile, guint p)
{
  const Phone *phone = &g_array_index(doc->phones, Phone, p), *before = p > 0 ? phone - 1 : NULL;
  return (phone->form >= 2 && identity_phone_is_told(doc, profile, phone->range.first, phone->range.last)) ||
         (before && before->owner == OWNER_ACCUSED && identity_phone_is_next(doc, before->range.last, phone->range.first));
}

/* Token k says "mine": "ours", "رقمي", "ya min", "هی من". */
static gboolean
claims(const Doc *doc, guint k)
{
  static const char *const of[] = {"هي", "ya", "ye", "yen", NULL};
  const Token *t = TOKEN(doc, k);
  if (t->type != TOKEN_WORD || t->flags & (TOKEN_QUOTE | TOKEN_GUARDED))
    return FALSE;
  if (t->begins & CUE_BIT(CUE_OWN_PHONE) || identity_is_member(doc, k, SET_CLAIMED))
    return TRUE;
  return k > 0 && g_strv_contains(of, KEY(doc, TOKEN(doc, k - 1))) && (identity_has(t, SET_MINE) || identity_has(t, SET_WE) || (t->script == SCRIPT_LATIN && strcmp(KEY(doc, t), "me") == 0));
}

/* "mine 0770 ...", "رقمي هو 0770 ...", "0770 ... is mine": nothing else stands between. */
static gboolean
is_claimed(const Doc *doc, const Phone *phone)
{
  const guint first = phone->range.first, last = phone->range.last;
  for (guint k = first; k > 0 && first - k < 4 && identity_same_line(doc, k - 1, first) && !(TOKEN(doc, k - 1)->flags & TOKEN_PHONE) && (!identity_is_sentence_end(doc, k - 1) || TOKEN(doc, k - 1)->punct == ':'); k--)
    if (claims(doc, k - 1))
      return TRUE;
  for (guint k = last; k < doc->tokens->len && k < last + 3 && identity_same_line(doc, last - 1, k) && !identity_is_sentence_end(doc, k); k++) {
    const Token *t = TOKEN(doc, k);
    if (claims(doc, k) || identity_has(t, SET_I))
      return k + 1 >= doc->tokens->len || TOKEN(doc, k + 1)->type == TOKEN_PUNCT || !identity_same_line(doc, k, k + 1);
    if (t->type == TOKEN_WORD && !identity_has(t, SET_IS) && !identity_has(t, SET_COPULA))
      break;
  }
  return identity_phone_is_mine_behind(doc, last);
}

/* A relative or one of the reporter's names stands close before the number, or it ends the mail. */
static gboolean
may_be_ours(const Doc *doc, const Profile *profile, const Phone *phone)
{
  const guint first = phone->range.first, line = TOKEN(doc, first)->line;
  guint skip, words = 0, unknown = 0;
  gboolean sure;
  for (guint k = first; k > 0 && words < 5 && TOKEN(doc, k - 1)->line + 1 >= line; k--) {
    const Token *t = TOKEN(doc, k - 1);
    if (t->flags & TOKEN_PHONE) /* "my numbers are A and B": one list */
      return unknown == 0;
    if (t->begins & CUE_BIT(CUE_RELATIVE) || t->flags & TOKEN_OWN || (t->type == TOKEN_WORD && identity_profile_match(profile, doc, k - 1, &skip, &sure) && sure))
      return TRUE;
    if (identity_is_sentence_end(doc, k - 1) && t->punct != ':')
      break;
    words += t->type == TOKEN_WORD;
    unknown += t->type == TOKEN_WORD && !identity_has(t, SET_AND) && !(t->begins & (CUE_NAMES | CUE_BIT(CUE_PARTICLE) | CUE_BIT(CUE_TITLE))) && !identity_has(t, SET_I) && t->chars > 1;
  }
  words = 0;
  for (guint k = phone->range.last; k < doc->tokens->len && words < 4; k++)
    words += TOKEN(doc, k)->type == TOKEN_WORD;
  return words < 4;
}

/* One number is claimed as the reporter's, so another that is not is somebody else's: "his 0770 ..., mine 0771 ...". */
static void
settle_contrast(Doc *doc, const Profile *profile)
{
  guint claimed = 0;
  for (guint p = 0; p < doc->phones->len; p++) {
    Phone *phone = &g_array_index(doc->phones, Phone, p);
    const Token *t = TOKEN(doc, phone->range.first);
    if (phone->owner == OWNER_ACCUSED || t->flags & TOKEN_QUOTE || LINE(doc, t->line)->zone == ZONE_OTHER || doc->text->type == IDENTITY_NESTED || !is_claimed(doc, phone))
      continue;
    phone->owner = OWNER_REPORTER;
    claimed++;
  }
  for (guint p = 0; claimed && p < doc->phones->len; p++) {
    Phone *phone = &g_array_index(doc->phones, Phone, p);
    if (phone->owner == OWNER_ACCUSED || phone->form < 2 || LINE(doc, TOKEN(doc, phone->range.first)->line)->flags & LINE_SIGNATURE || is_claimed(doc, phone) || may_be_ours(doc, profile, phone))
      continue;
    phone->owner = OWNER_ACCUSED;
  }
}

void
identity_phones_learn(Doc *doc, Profile *profile)
{
  const guint64 own = CUE_BIT(CUE_OWN_PHONE) | CUE_BIT(CUE_OWN_CONTACT) | CUE_BIT(CUE_RELATIVE) | CUE_BIT(CUE_OWN_ACCOUNT);
  const guint64 accused = CUE_BIT(CUE_ACCUSED_CONTACT) | CUE_BIT(CUE_ACCUSED_ACT) | CUE_BIT(CUE_ACCUSED_TITLE);
  for (guint p = 0; p < doc->phones->len; p++) {
    Phone *phone = &g_array_index(doc->phones, Phone, p);
    guint first = phone->range.first;
    if (phone->owner == OWNER_UNKNOWN) {
      const Token *t = TOKEN(doc, first);
      gboolean theirs = t->flags & TOKEN_QUOTE || LINE(doc, t->line)->zone == ZONE_OTHER || doc->text->type == IDENTITY_NESTED;
      if (theirs && (is_threatened(doc, first) || is_told_of_me(doc, profile, phone)))
        phone->owner = OWNER_REPORTER;
      else if (!theirs && (is_asked_to_call(doc, phone->range.last) || identity_phone_is_mine_behind(doc, phone->range.last) || identity_phone_is_of_mine(doc, first) || identity_plain_is_phone(doc, first) || is_topic(doc, first) || identity_chat_answers_with(doc, first) || identity_phone_is_signed(doc, profile, first, phone->range.last)))
        phone->owner = OWNER_REPORTER;
      else if (theirs || is_from(doc, first) || identity_phone_is_listed(doc, first) || identity_phone_calls_me(doc, first) || (phone->form >= 2 && identity_phone_is_theirs_behind(doc, first, phone->range.last)) || identity_phone_is_named(doc, profile, first) || is_in_strangers_brackets(doc, profile, first))
        phone->owner = OWNER_ACCUSED;
      else if (is_side_alone(doc, first, phone->range.last))
        phone->owner = OWNER_REPORTER;
      else
        phone->owner = (guint8)identity_owner(doc, profile, first, phone->range.last, own, accused);
      if (phone->owner == OWNER_UNKNOWN && is_told(doc, profile, p))
        phone->owner = OWNER_ACCUSED;
    }
  }
  settle_contrast(doc, profile);
  for (guint p = 0; p < doc->phones->len; p++) {
    const Phone *phone = &g_array_index(doc->phones, Phone, p);
    if (phone->owner == OWNER_REPORTER)
      g_hash_table_add(profile->phones, g_strdup(phone->national));
    else if (phone->owner == OWNER_ACCUSED)
      g_hash_table_add(profile->accused_phones, g_strdup(phone->national));
  }
}

Owner
identity_phone_link_owner(const Doc *doc, const Profile *profile, guint first, guint last, const char *digits)
{
  const guint64 own = CUE_BIT(CUE_OWN_PHONE) | CUE_BIT(CUE_OWN_CONTACT) | CUE_BIT(CUE_RELATIVE) | CUE_BIT(CUE_OWN_ACCOUNT);
  const guint64 accused = CUE_BIT(CUE_ACCUSED_CONTACT) | CUE_BIT(CUE_ACCUSED_ACT) | CUE_BIT(CUE_ACCUSED_TITLE);
  const char *national = digits + (g_str_has_prefix(digits, "964") ? 3 : 0);
  while (*national == '0')
    national++;
  if (g_hash_table_contains(profile->phones, national))
    return OWNER_REPORTER;
  if (g_hash_table_contains(profile->accused_phones, national) || is_from(doc, first) || identity_phone_is_named(doc, profile, first))
    return OWNER_ACCUSED;
  if (is_asked_to_call(doc, last))
    return OWNER_REPORTER;
  Owner owner = identity_owner(doc, profile, first, last, own, accused);
  if (owner == OWNER_UNKNOWN && !(LINE(doc, TOKEN(doc, first)->line)->flags & LINE_SIGNATURE) && !(TOKEN(doc, first)->flags & TOKEN_OWN))
    return OWNER_ACCUSED; /* people give their own number as a number */
  return owner;
}

static gboolean
is_own_phone(const Profile *profile, const Phone *phone)
{
  return g_hash_table_contains(profile->phones, phone->national);
}

/* The number before token i, or the one behind it, in the same line and some tokens away, is an own one. */
static gboolean
is_beside_own_phone(const Doc *doc, const Profile *profile, guint i)
{
  const Phone *before = NULL, *behind = NULL;
  for (guint k = i; k > 0 && i - k < EXTENSION_REACH && identity_same_line(doc, k - 1, i) && !before; k--)
    before = identity_phone_at(doc, k - 1);
  for (guint k = i; k < i + EXTENSION_REACH && k < doc->tokens->len && identity_same_line(doc, i, k) && !behind; k++)
    behind = identity_phone_at(doc, k);
  return before ? is_own_phone(profile, before) : behind && is_own_phone(profile, behind);
}

/* "داخلي 4417", "ext. 12": in the signature, or beside an own number. */
static void
strip_extensions(Doc *doc, const Profile *profile)
{
  for (guint i = 0; i + 1 < doc->tokens->len; i++) {
    const guint line = TOKEN(doc, i)->line;
    guint k = i + 1;
    if (TOKEN(doc, i)->type != TOKEN_WORD || !identity_is_member(doc, i, SET_EXTENSION))
      continue;
    while (k < doc->tokens->len && k < i + 3 && (identity_is_punct(doc, k, '.') || identity_is_punct(doc, k, ':')))
      k++;
    if (!identity_same_line(doc, i, k) || TOKEN(doc, k)->type != TOKEN_NUMBER || TOKEN(doc, k)->chars < 2 || TOKEN(doc, k)->chars > 5)
      continue;
    if (LINE(doc, line)->flags & LINE_SIGNATURE || is_beside_own_phone(doc, profile, i))
      identity_span_tokens(doc, k, k + 1, KIND_PHONE, 60, "phone.extension");
  }
}

void
identity_phones_strip(Doc *doc, const Profile *profile)
{
  strip_extensions(doc, profile);
  for (guint p = 0; p < doc->phones->len; p++) {
    const Phone *phone = &g_array_index(doc->phones, Phone, p);
    gboolean own = is_own_phone(profile, phone);
    if (!own && (phone->owner == OWNER_ACCUSED || g_hash_table_contains(profile->accused_phones, phone->national)))
      continue;
    identity_span_add(doc, phone->range.start, phone->range.end, KIND_PHONE, 60, !own ? "phone.unknown" : phone->field ? "phone.field" : "phone.own");
  }
}
