/* SPDX-License-Identifier: ISC */
/* Hashtags that are made of the reporter's name ("#وضاح_المعموري_عميل", "#StopWaddah"): the name goes, what is said of it stays. A name that
 * an accused has too, or one word of somebody else's full name, is no matter of hashtags. */
#include "parser/identity_internal.h"

#define TAG_MAX_PIECES 12u

typedef struct {
  guint32 start, end; /* bytes */
  guint token;
  gboolean whole; /* the token is one piece */
  gboolean match, given;
} Piece;

/* The pieces of a Latin word that begin with capitals: "StopWaddah". */
static guint
split_capitals(const Doc *doc, guint i, Piece *pieces, guint n)
{
  const Token *t = TOKEN(doc, i);
  guint32 from = t->start;
  gboolean small = FALSE;
  for (guint32 at = t->start; at < t->end && n + 1 < TAG_MAX_PIECES; at = (guint32)(g_utf8_next_char(doc->s + at) - doc->s)) {
    const gunichar c = g_utf8_get_char(doc->s + at);
    if (small && g_unichar_isupper(c)) {
      pieces[n++] = (Piece){.start = from, .end = at, .token = i};
      from = at;
    }
    small = g_unichar_islower(c);
  }
  pieces[n++] = (Piece){.start = from, .end = t->end, .token = i, .whole = from == t->start};
  return n;
}

static const ProfileName *
name_of(const Doc *doc, const Profile *profile, Piece *piece)
{
  guint skip = 0;
  gboolean sure = TRUE;
  const ProfileName *name;
  if (piece->whole) {
    name = identity_profile_match(profile, doc, piece->token, &skip, &sure);
    piece->start = identity_token_offset(doc, TOKEN(doc, piece->token), skip);
  } else {
    g_autofree char *key = identity_word_key(doc->s + piece->start, piece->end - piece->start);
    name = identity_profile_lookup(profile, key);
  }
  const Token *t = TOKEN(doc, piece->token);
  const guint64 others = CUE_BIT(CUE_STOP) | CUE_BIT(CUE_PLACE) | CUE_BIT(CUE_ORG) | CUE_BIT(CUE_ROLE);
  if (!name || !sure || !name->own || name->shared || (name->role == ROLE_LOCAL && !name->group))
    return NULL;
  return !name->common || (t->script == SCRIPT_LATIN && !(piece->whole && t->begins & others)) ? name : NULL; /* "#waddah": an ordinary word in Arabic only */
}

/* Somebody's name, of whoever. */
static gboolean
is_name(const Doc *doc, const Piece *piece)
{
  if (piece->whole)
    return identity_is_nisba(doc, piece->token) || (TOKEN(doc, piece->token)->begins & CUE_NAMES && !(TOKEN(doc, piece->token)->begins & (CUE_BIT(CUE_COMMON) | CUE_BIT(CUE_PLACE) | CUE_BIT(CUE_STOP))));
  g_autofree char *key = identity_word_key(doc->s + piece->start, piece->end - piece->start);
  const guint64 classes = identity_rules_word(doc->rules, key, NULL);
  return classes & CUE_NAMES && !(classes & (CUE_BIT(CUE_COMMON) | CUE_BIT(CUE_PLACE) | CUE_BIT(CUE_STOP)));
}

static void
strip_tag(Doc *doc, const Profile *profile, const Range *tag)
{
  Piece pieces[TAG_MAX_PIECES];
  guint n = 0;
  for (guint i = tag->first + 1; i < tag->last && n + 1 < TAG_MAX_PIECES; i++)
    if (TOKEN(doc, i)->type == TOKEN_WORD && TOKEN(doc, i)->script == SCRIPT_LATIN)
      n = split_capitals(doc, i, pieces, n);
    else if (TOKEN(doc, i)->type == TOKEN_WORD)
      pieces[n++] = (Piece){.start = TOKEN(doc, i)->start, .end = TOKEN(doc, i)->end, .token = i, .whole = TRUE};
  for (guint k = 0; k < n; k++) {
    const ProfileName *name = name_of(doc, profile, &pieces[k]);
    pieces[k].match = name != NULL;
    pieces[k].given = name && name->role != ROLE_FAMILY && name->role != ROLE_MIDDLE;
  }
  for (guint k = 0; k < n; k++) {
    guint last = k;
    while (last < n && pieces[last].match)
      last++;
    const gboolean others = (k > 0 && is_name(doc, &pieces[k - 1])) || (last < n && last > k && pieces[last - 1].given && is_name(doc, &pieces[last]));
    if (last >= k + 2 || (last == k + 1 && !others))
      identity_span_add(doc, pieces[k].start, pieces[last - 1].end, KIND_REPORTER, 65, "name.hashtag");
    k = MAX(last, k);
  }
}

void
identity_hashtags_strip(Doc *doc, const Profile *profile)
{
  for (guint h = 0; h < doc->handles->len; h++) {
    const Range *r = &g_array_index(doc->handles, Range, h);
    if (TOKEN(doc, r->first)->type == TOKEN_PUNCT && TOKEN(doc, r->first)->punct == '#')
      strip_tag(doc, profile, r);
  }
}
