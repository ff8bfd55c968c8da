/* SPDX-License-Identifier: ISC */
/* Numbers and names of things that lead to the reporter: tokens of share links wherever they stand, addresses and names of computers,
 * numbers of cards and cars. Whose a number is, is decided by the words before it. */
#include "parser/identity_internal.h"

/* Nothing stands between token i and the one before it. */
static gboolean
is_glued(const Doc *doc, guint i)
{
  return i < doc->tokens->len && i > 0 && !(TOKEN(doc, i)->flags & TOKEN_SPACE) && identity_same_line(doc, i - 1, i);
}

/* ---- tokens of share links, names of computers, wherever they stand outside the list of links ---- */

static gboolean
is_key_char(char c)
{
  return g_ascii_isalnum(c) || c == '_';
}

/* Returns where to look on. */
static gsize
strip_param(Doc *doc, gsize equals)
{
  gsize start = equals, end = equals + 1;
  while (start > 0 && is_key_char(doc->s[start - 1]) && equals - start < 24)
    start--;
  if (start == equals || identity_link_at(doc, (guint32)start))
    return equals + 1;
  if (doc->text->type == IDENTITY_VCARD && start > 0 && doc->s[start - 1] == ';') /* "ORGANIZER;CN=Anmar" (RFC 5545 section 3.2) */
    return equals + 1;
  gboolean query = start > 0 && strchr("?&;", doc->s[start - 1]);
  g_autofree char *name = g_strndup(doc->s + start, equals - start);
  GString *entry = g_string_new(NULL); /* lists keep "_" as a space */
  for (const char *p = name; *p; p++)
    g_string_append_c(entry, g_ascii_tolower(*p));
  g_autofree char *key = g_string_free(entry, FALSE);
  g_auto(GStrv) words = g_strsplit(key, "_", -1);
  guint first = 0;
  while (words[first] && !*words[first])
    first++;
  GPtrArray *list = words[first] ? identity_rules_phrases(doc->rules, words[first]) : NULL;
  gboolean known = FALSE;
  for (guint i = 0; list && i < list->len; i++)
    known |= (((Phrase *)g_ptr_array_index(list, i))->classes & CUE_BIT(CUE_PARAM)) != 0;
  while (end < doc->len && end - equals < 2048 && !g_ascii_isspace(doc->s[end]) && !strchr("&\"'<>()[]{}", doc->s[end]) && (guint8)doc->s[end] < 0x80)
    end++;
  gboolean digits = strspn(doc->s + equals + 1, "0123456789") == end - equals - 1;
  if (!known || end - equals < 5 || (digits && end - equals < 9) || (!query && strlen(name) < 3))
    return equals + 1;
  identity_span_add(doc, (guint32)equals + 1, (guint32)end, KIND_ID, 50, "id.share-token");
  return end;
}

static void
strip_path_name(Doc *doc, const char *marker)
{
  gsize skip = strlen(marker);
  for (const char *p = doc->s; (p = strstr(p, marker)); p += skip) {
    const char *end = p + skip;
    while (*end && !strchr("\\/\n\r\t\"'<>|", *end))
      end++;
    if (!identity_link_at(doc, (guint32)(p - doc->s)))
      identity_span_add(doc, (guint32)(p + skip - doc->s), (guint32)(end - doc->s), KIND_ID, 50, "id.computer");
  }
}

/* DESKTOP-4F5G6H7, LAPTOP-..., AHMED-PC */
static void
strip_computer(Doc *doc, guint i)
{
  const char *key = KEY(doc, TOKEN(doc, i));
  if (i + 2 >= doc->tokens->len || TOKEN(doc, i + 1)->punct != '-' || TOKEN(doc, i + 1)->flags & TOKEN_SPACE || TOKEN(doc, i + 2)->flags & TOKEN_SPACE)
    return;
  const char *next = KEY(doc, TOKEN(doc, i + 2));
  gboolean head = (strcmp(key, "desktop") == 0 || strcmp(key, "laptop") == 0 || strcmp(key, "pc") == 0) && TOKEN(doc, i + 2)->chars >= 5;
  gboolean tail = (strcmp(next, "pc") == 0 || strcmp(next, "laptop") == 0 || strcmp(next, "desktop") == 0) && TOKEN(doc, i)->chars >= 3;
  if (head || tail)
    identity_span_tokens(doc, i, i + 3, KIND_ID, 50, "id.computer");
}

/* Whose card or car it is that the cue at token i names: "بطاقتي" the reporter's, "رقم السيارة" beside an accused theirs. */
gboolean
identity_is_their_number(const Doc *doc, const Profile *profile, guint i, guint n)
{
  const char *last = KEY(doc, TOKEN(doc, i + n - 1));
  if (i > 0 && identity_in(doc, i - 1, SET_THEIR)) /* "his badge" */
    return !identity_speaks_of_ours(doc, profile, i - 1);
  gboolean arabic = TOKEN(doc, i)->script == SCRIPT_ARABIC && !doc->kurdish;
  if (arabic && (g_str_has_suffix(last, "تي") || g_str_has_suffix(last, "ي") || g_str_has_suffix(last, "نا")))
    return FALSE;
  if (arabic && (g_str_has_suffix(last, "ته") || g_str_has_suffix(last, "تها") || g_str_has_suffix(last, "تهم")))
    return !identity_speaks_of_ours(doc, profile, i);
  for (guint k = i; k > 0 && i - k < 4 && TOKEN(doc, i)->script == SCRIPT_LATIN && !identity_is_sentence_end(doc, k - 1); k--) /* "his car with plate 4410" */
    if (TOKEN(doc, k - 1)->type != TOKEN_WORD || identity_in(doc, k - 1, SET_MY))
      break;
    else if (strcmp(KEY(doc, TOKEN(doc, k - 1)), "his") == 0 || strcmp(KEY(doc, TOKEN(doc, k - 1)), "their") == 0)
      return !identity_speaks_of_ours(doc, profile, k - 1);
  const guint64 us = CUE_BIT(CUE_INTRO_ME) | CUE_BIT(CUE_RELATIVE) | CUE_BIT(CUE_OWN_PHONE) | CUE_BIT(CUE_INTRO_NAME);
  for (guint k = i; k > 0 && i - k < 10 && !identity_is_sentence_end(doc, k - 1); k--) {
    const Token *t = TOKEN(doc, k - 1);
    if (t->begins & us || t->flags & TOKEN_OWN)
      return FALSE;
    if (i - k < 4 && k - 1 < i && identity_has(t, SET_PAPER) && (g_str_has_suffix(last, "ها") || g_str_has_suffix(last, "ه") || TOKEN(doc, i)->script == SCRIPT_LATIN))
      return TRUE; /* "the letter is forged, its number 3318" */
    if (t->begins & (CUE_BIT(CUE_ACCUSED_ACT) | CUE_BIT(CUE_THEIR_SIDE)) || (t->begins & CUE_BIT(CUE_ACCUSED_TITLE) && identity_has(t, SET_OFFICE)))
      return TRUE;
  }
  return FALSE;
}

/* "ABCD" between "7405" and "06A6": a group of a key's fingerprint. */
static gboolean
is_hex_group(const Doc *doc, const Token *t)
{
  return t->chars == 4 && strspn(KEY(doc, t), "0123456789abcdef") == 4;
}

/* "CBIQ" of "IQ20 CBIQ 8611 ...": the bank, in an IBAN that begins at token first. */
static gboolean
is_bank(const Doc *doc, const Token *first, const Token *t)
{
  return t->chars == 4 && t->script == SCRIPT_LATIN && first->chars == 4 && g_ascii_isalpha(KEY(doc, first)[0]) && g_ascii_isdigit(KEY(doc, first)[2]);
}

/* "رقم الهوية 48213": a number after the word for a card. */
static void
strip_number(Doc *doc, const Profile *profile, guint i)
{
  guint n = identity_cue_length(doc, i, CUE_ID), k = i + n;
  if (n && identity_is_their_number(doc, profile, i, n))
    return;
  gboolean plate = FALSE;
  for (guint w = i; w < k; w++)
    plate |= strstr(KEY(doc, TOKEN(doc, w)), "سيار") || strstr(KEY(doc, TOKEN(doc, w)), "لوح") || strstr(KEY(doc, TOKEN(doc, w)), "plaka") || identity_has(TOKEN(doc, w), SET_VEHICLE);
  for (guint tries = 0; tries < 5 && k < doc->tokens->len && TOKEN(doc, k)->line <= TOKEN(doc, i)->line + 1; tries++, k++) {
    const Token *t = TOKEN(doc, k);
    if (t->flags & TOKEN_GUARDED || (tries > 0 && identity_is_sentence_end(doc, k)))
      return;
    if (t->type == TOKEN_PUNCT || !strpbrk(KEY(doc, t), "0123456789"))
      continue;
    guint digits = 0, last = k;
    for (guint m = k; m < doc->tokens->len && m < k + 12 && TOKEN(doc, m)->line == t->line; m++) { /* groups of digits; a fingerprint has ten of four */
      const Token *g = TOKEN(doc, m);
      if (plate && g->type == TOKEN_WORD && g->chars == 1 && m > k && m + 1 < doc->tokens->len && TOKEN(doc, m + 1)->type == TOKEN_NUMBER) /* the letter of a plate */
        continue;
      if (g->type == TOKEN_PUNCT ? !(g->punct == '-' || g->punct == '/' || g->punct == ' ') : !(strpbrk(KEY(doc, g), "0123456789") || (m > k && is_hex_group(doc, t) && is_hex_group(doc, g)) || (m == k + 1 && is_bank(doc, t, g))))
        break;
      if (g->type != TOKEN_PUNCT) {
        digits += g->chars;
        last = m;
      }
    }
    if (digits >= 3 && !(digits <= 8 && TOKEN(doc, last)->chars == 4 && last > k + 2)) /* not a date */
    {
      if (is_glued(doc, last + 2) && is_glued(doc, last + 1) && TOKEN(doc, last + 1)->punct == '-' && TOKEN(doc, last + 2)->type == TOKEN_WORD && TOKEN(doc, last + 2)->chars <= 3)
        last += 2; /* "2213-B" */
      identity_span_tokens(doc, k, last + 1, KIND_ID, 55, "id.number");
    }
    return;
  }
}

void
identity_tokens_strip(Doc *doc, const Profile *profile)
{
  for (const char *p = doc->s; (p = memchr(p, '=', doc->len - (gsize)(p - doc->s)));)
    p = doc->s + strip_param(doc, (gsize)(p - doc->s));
  GHashTableIter iter;
  void *ip;
  g_hash_table_iter_init(&iter, profile->ips);
  while (g_hash_table_iter_next(&iter, &ip, NULL))
    for (const char *p = doc->s; (p = strstr(p, ip)); p++)
      if (!g_ascii_isdigit(p[strlen(ip)]) && (p == doc->s || !g_ascii_isdigit(p[-1])))
        identity_span_add(doc, (guint32)(p - doc->s), (guint32)(p - doc->s + (gssize)strlen(ip)), KIND_ID, 50, "id.address");
  strip_path_name(doc, "\\Users\\");
  strip_path_name(doc, "/Users/");
  strip_path_name(doc, "/home/");
  for (guint i = 0; i < doc->tokens->len; i++) {
    const Token *t = TOKEN(doc, i);
    if (t->flags & TOKEN_LINK)
      continue;
    if (t->type == TOKEN_WORD && t->script == SCRIPT_LATIN)
      strip_computer(doc, i);
    if (t->begins & CUE_BIT(CUE_ID) && !(t->flags & TOKEN_QUOTE) && LINE(doc, t->line)->zone != ZONE_OTHER)
      strip_number(doc, profile, i);
  }
}
