/* SPDX-License-Identifier: ISC */
/* Where the reporter lives, said as a code: a plus code (Open Location Code) or a link to a map beside "my house", "we live". Codes and maps of
 * other places are evidence. Coordinates in a text are found with the sentence about the home (identity_address.c). */
#include "parser/identity_internal.h"

#define SPOT_REACH 8u
#define PLUS_CODE "23456789cfghjmpqrvwx"

/* "my house", "بيتنا", "ماڵمان", "mala min" at token k. */
static gboolean
is_own_home(const Doc *doc, guint k)
{
  const char *key = KEY(doc, TOKEN(doc, k));
  if (!identity_in(doc, k, SET_HOME))
    return FALSE;
  if (TOKEN(doc, k)->script == SCRIPT_ARABIC && TOKEN(doc, k)->chars > 3)
    return g_str_has_suffix(key, "ي") || g_str_has_suffix(key, "نا") || g_str_has_suffix(key, "م") || g_str_has_suffix(key, "مان");
  return (k > 0 && identity_in(doc, k - 1, SET_MY)) || identity_in(doc, k + 1, SET_MINE) || g_str_has_prefix(key, "evim") || g_str_has_suffix(key, "tna") || g_str_has_suffix(key, "yti");
}

static gboolean
is_told_at(const Doc *doc, guint k)
{
  return TOKEN(doc, k)->begins & CUE_BIT(CUE_LIVE) || is_own_home(doc, k);
}

static gboolean
is_at_home(const Doc *doc, guint first, guint last)
{
  if (TOKEN(doc, first)->flags & TOKEN_QUOTE || LINE(doc, TOKEN(doc, first)->line)->zone == ZONE_OTHER)
    return FALSE;
  for (guint k = first; k > 0 && first - k < SPOT_REACH && identity_same_line(doc, k - 1, first); k--) {
    if (is_told_at(doc, k - 1))
      return TRUE;
    if (TOKEN(doc, k - 1)->flags & (TOKEN_LINK | TOKEN_QUOTE) || (identity_is_sentence_end(doc, k - 1) && TOKEN(doc, k - 1)->punct != ':') || identity_is_accused(TOKEN(doc, k - 1)))
      return FALSE;
  }
  for (guint k = last; k < doc->tokens->len && k < last + 4 && identity_same_line(doc, first, k) && !identity_is_sentence_end(doc, k); k++)
    if (is_told_at(doc, k))
      return TRUE;
  return FALSE;
}

static gboolean
is_map(const char *url)
{
  static const char *const maps[] = {"google.com/maps", "maps.google.", "maps.apple.com", "openstreetmap.org", "osm.org/", "waze.com/", "wego.here.com", "bing.com/maps", "yandex.com/maps", NULL};
  for (guint i = 0; maps[i]; i++)
    if (strstr(url, maps[i]))
      return TRUE;
  return FALSE;
}

/* "8H73+2VQ": token i is what stands before the plus. */
static gboolean
is_plus_code(const Doc *doc, guint i)
{
  if (i + 2 >= doc->tokens->len || TOKEN(doc, i + 1)->punct != '+' || TOKEN(doc, i + 1)->flags & TOKEN_SPACE || TOKEN(doc, i + 2)->flags & TOKEN_SPACE)
    return FALSE;
  const Token *a = TOKEN(doc, i), *b = TOKEN(doc, i + 2);
  return (a->chars == 4 || a->chars == 6 || a->chars == 8) && b->chars >= 2 && b->chars <= 3 && strspn(KEY(doc, a), PLUS_CODE) == a->key_len && strspn(KEY(doc, b), PLUS_CODE) == b->key_len;
}

void
identity_spots_learn(Doc *doc)
{
  for (guint l = 0; doc->text->links && l < doc->text->links->len; l++) {
    Link *link = g_ptr_array_index(doc->text->links, l);
    guint first = identity_token_at(doc, link->start), last = identity_token_at(doc, link->end);
    if (first < doc->tokens->len && link->canonical && is_map(link->canonical) && is_at_home(doc, first, last))
      link->own = TRUE;
  }
  const gboolean plus = memchr(doc->s, '+', doc->len) != NULL;
  for (guint i = 0; plus && i < doc->tokens->len; i++)
    if (TOKEN(doc, i)->type != TOKEN_PUNCT && is_plus_code(doc, i) && is_at_home(doc, i, i + 3))
      identity_span_tokens(doc, i, i + 3, KIND_ADDRESS, 50, "address.code");
}
