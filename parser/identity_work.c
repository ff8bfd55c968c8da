/* SPDX-License-Identifier: ISC */
/* Where the reporter works or studies, and where their children go to school: beside a word of the first person, a profession or a
 * relative, in the lines below the name at the end, and wherever else the same organisation is named. An organisation that the
 * sentence says of somebody else stays: it is where the violation was. */
#include "parser/identity_internal.h"

#define SENTENCE_MAX_TOKENS 22u

static gboolean
is_org(const Token *t)
{
  return (t->begins & CUE_BIT(CUE_ORG)) != 0;
}

/* Somebody says "I", or the reporter's name stands, at most `reach` tokens before in the same sentence and nearer than an accused. */
static gboolean
first_person_before(const Doc *doc, guint i, guint reach)
{
  return identity_concerns_us(doc, NULL, i, reach, CUE_BIT(CUE_INTRO_ME) | CUE_BIT(CUE_INTRO_NAME) | CUE_BIT(CUE_WORK) | CUE_BIT(CUE_RELATIVE));
}

static gboolean
concerns_us(const Doc *doc, const Profile *profile, guint i, guint reach)
{
  return identity_concerns_us(doc, profile, i, reach, CUE_BIT(CUE_INTRO_ME) | CUE_BIT(CUE_INTRO_NAME) | CUE_BIT(CUE_WORK) | CUE_BIT(CUE_RELATIVE) | CUE_BIT(CUE_SELF_AS));
}

/* "says that", "about": what follows is of somebody else. */
static gboolean
tells(const Doc *doc, guint i)
{
  return identity_in(doc, i, SET_TELLS) && !identity_in(doc, i, SET_WHO);
}

static gboolean
is_school(const Doc *doc, guint i)
{
  return identity_rules_has_piece(doc->rules, KEY(doc, TOKEN(doc, i)), SET_SCHOOL);
}

/* A relative is spoken of before: farther away only where children learn. */
static gboolean
relative_before(const Doc *doc, guint i)
{
  guint reach = is_school(doc, i) ? 12 : 5;
  for (guint k = i; k > 0 && i - k < reach && !identity_is_sentence_end(doc, k - 1); k--) {
    const Token *t = TOKEN(doc, k - 1);
    if (t->begins & CUE_BIT(CUE_RELATIVE) && !(t->flags & TOKEN_QUOTE))
      return TRUE;
    if (t->begins & CUE_BIT(CUE_ACCUSED_TITLE) || tells(doc, k - 1))
      return FALSE;
  }
  return FALSE;
}

/* Behind the profession at token i stands who has it ("مدير الناحية ...", "Technician Sami"), or the sentence goes on with what they did or said,
 * their name: somebody else. */
gboolean
identity_is_others_job(const Doc *doc, const Profile *profile, guint i, guint end)
{
  guint skip, k = i + MAX(1u, identity_cue_length(doc, i, CUE_ROLE));
  gboolean sure;
  if (k < end && identity_same_line(doc, i, k)) {
    const Token *t = TOKEN(doc, k);
    const gboolean name = t->begins & CUE_NAMES && !(t->begins & (CUE_BIT(CUE_COMMON) | CUE_BIT(CUE_PLACE) | CUE_BIT(CUE_ORG))) && !(t->script == SCRIPT_ARABIC && g_str_has_prefix(KEY(doc, t), "ب"));
    if (name && !t->sets && !(profile && identity_profile_match(profile, doc, k, &skip, &sure)))
      return TRUE;
    if (!doc->kurdish && identity_is_definite(doc, t) && g_str_has_prefix(KEY(doc, t), "ال") && !(t->begins & (CUE_BIT(CUE_ORG) | CUE_BIT(CUE_PLACE))))
      return TRUE;
  }
  for (k = end; k < doc->tokens->len && k < end + SENTENCE_MAX_TOKENS && identity_same_line(doc, i, k) && !identity_is_sentence_end(doc, k); k++) {
    const Token *t = TOKEN(doc, k);
    if (t->begins & (CUE_BIT(CUE_INTRO_ME) | CUE_BIT(CUE_INTRO_NAME) | CUE_BIT(CUE_RELATIVE) | CUE_BIT(CUE_SELF_AS)) || t->sets & (SET_BIT(SET_I) | SET_BIT(SET_WE) | SET_BIT(SET_I_SAW)))
      return FALSE;
    if (t->sets & (SET_BIT(SET_HIS_NAME) | SET_BIT(SET_CALLED_IT)) || (k < end + 3 && t->begins & (CUE_BIT(CUE_ACCUSED_ACT) | CUE_BIT(CUE_SAY)) && !identity_ends_mine(doc, t)))
      return TRUE;
  }
  return FALSE;
}

/* Where people go, eat, lie ill or are held: the reporter was there, unless a profession or a verb of work says more. */
static gboolean
is_visited(const Doc *doc, guint i)
{
  return (identity_inner_pieces(doc, i) & PIECE_BIT(SET_VISITED)) != 0;
}

static gboolean
works_before(const Doc *doc, guint i)
{
  for (guint k = i; k > 0 && i - k < 8 && !identity_is_sentence_end(doc, k - 1); k--)
    if ((TOKEN(doc, k - 1)->begins | TOKEN(doc, k - 1)->ends) & CUE_BIT(CUE_WORK))
      return TRUE;
  return FALSE;
}

/* "موظف في بلدية ...", "teacher at ...": a profession first in the sentence, then "in" and, at token i, the organisation. Without the
 * "in" ("مدير بلدية ...") somebody else is spoken of. */
static gboolean
is_bare_role(const Doc *doc, const Profile *profile, guint role, guint i, guint last)
{
  if (identity_is_others_job(doc, profile, role, last) || i - role > 4 || TOKEN(doc, role)->begins & CUE_BIT(CUE_ACCUSED_TITLE) || !identity_begins_clause(doc, role) || identity_is_definite(doc, TOKEN(doc, role)))
    return FALSE;
  for (guint k = role + 1; k < i; k++)
    if (is_org(TOKEN(doc, k)))
      return FALSE;
  return identity_in(doc, i - 1, SET_AT_WORK) || g_str_has_prefix(KEY(doc, TOKEN(doc, i)), "ب");
}

static gboolean
ends_org(const Doc *doc, guint k)
{
  const Token *t = TOKEN(doc, k);
  if (t->type == TOKEN_PUNCT)
    return !(t->punct == '-' && !(t->flags & TOKEN_SPACE)) && t->punct != '&' && !(t->punct == '.' && TOKEN(doc, k - 1)->chars == 1);
  if (t->begins & CUE_BIT(CUE_ACCUSED_TITLE) && !(t->begins & (CUE_BIT(CUE_ROLE) | CUE_BIT(CUE_TITLE) | CUE_BIT(CUE_ORG) | CUE_BIT(CUE_MEDIUM) | CUE_BIT(CUE_PLACE))))
    return TRUE;
  if (t->script == SCRIPT_ARABIC && t->begins & CUE_BIT(CUE_SAY) && !(t->begins & (CUE_NAMES | CUE_BIT(CUE_ORG) | CUE_BIT(CUE_PLACE))))
    return TRUE; /* "بشركة النقل كال ..." */
  return (t->begins & (CUE_BIT(CUE_STOP) | CUE_BIT(CUE_INTRO_ME) | CUE_BIT(CUE_LIVE) | CUE_BIT(CUE_WORK) | CUE_BIT(CUE_PHONE_WORD) | CUE_BIT(CUE_ID) | CUE_BIT(CUE_ACCUSED_ACT) | CUE_BIT(CUE_FAKE))) != 0 &&
         !(t->script == SCRIPT_LATIN && (strcmp(KEY(doc, t), "of") == 0 || strcmp(KEY(doc, t), "for") == 0) && k + 1 < doc->tokens->len && identity_is_capital(TOKEN(doc, k + 1)));
}

/* The word after token i begins with what only verbs begin with. */
static gboolean
is_verb_after(const Doc *doc, guint i)
{
  if (i + 1 >= doc->tokens->len || TOKEN(doc, i + 1)->line != TOKEN(doc, i)->line || TOKEN(doc, i + 1)->type != TOKEN_WORD)
    return FALSE;
  const char *key = KEY(doc, TOKEN(doc, i + 1));
  return TOKEN(doc, i + 1)->chars >= 5 && (g_str_has_prefix(key, "ده") || g_str_has_prefix(key, "مه") || g_str_has_prefix(key, "نا")) && !(TOKEN(doc, i + 1)->begins & (CUE_NAMES | CUE_BIT(CUE_PLACE) | CUE_BIT(CUE_ORG)));
}

/* Sorani: a word without the ezafe ("ی") is the last of its noun phrase, unless names follow or it is the name. */
static gboolean
ends_ezafe(const Doc *doc, guint i)
{
  const Token *t = TOKEN(doc, i), *next = TOKEN(doc, i + 1);
  if (t->type != TOKEN_WORD || next->type != TOKEN_WORD || t->end - t->start < 4)
    return FALSE;
  const char *last = g_utf8_prev_char(doc->s + t->end);
  gunichar c = g_utf8_get_char(last);
  if (c == 0x06cc || c == 0x064a || c == 0x0649)
    return FALSE;
  return !((t->begins | next->begins) & (CUE_NAMES | CUE_BIT(CUE_PLACE))) && next->begins & CUE_BIT(CUE_STOP) ? TRUE : c != 0x06d5 && (g_str_has_prefix(KEY(doc, next), "ده") || g_str_has_prefix(KEY(doc, next), "مه") || g_str_has_prefix(KEY(doc, next), "نا") || is_verb_after(doc, i + 1));
}

/* "مدير القسم قحطان", "مدير بلدية الدور قحطان عزيز": the genitive is closed by an article, so a given name without one at token b begins the
 * name of who heads the organisation at token i, unless a title within the name calls for it ("مدرسة الشهيد قحطان"). */
static gboolean
is_person_behind(const Doc *doc, guint i, guint b)
{
  if (doc->kurdish || b <= i)
    return FALSE;
  const Token *t = TOKEN(doc, b), *before = TOKEN(doc, b - 1);
  if (!(t->begins & CUE_BIT(CUE_GIVEN)) || t->begins & (CUE_BIT(CUE_COMMON) | CUE_BIT(CUE_PLACE) | CUE_BIT(CUE_ORG)) || identity_is_definite(doc, t) || !identity_is_definite(doc, before))
    return FALSE;
  return b == i + 1 || (before->begins & CUE_BIT(CUE_PLACE) && !(before->begins & (CUE_BIT(CUE_TITLE) | CUE_NAMES)));
}

void
identity_org_extent(const Doc *doc, guint i, guint *first, guint *last)
{
  guint a = i, b = i + identity_cue_length(doc, i, CUE_ORG), words = 0;
  if (TOKEN(doc, i)->script == SCRIPT_LATIN) {
    while (a > 0 && TOKEN(doc, a - 1)->line == TOKEN(doc, i)->line && !(TOKEN(doc, a - 1)->flags & TOKEN_GUARDED) &&
           !(TOKEN(doc, a - 1)->begins & (CUE_BIT(CUE_RELATIVE) | CUE_BIT(CUE_ROLE) | CUE_BIT(CUE_WORK) | CUE_BIT(CUE_INTRO_ME))) && (identity_is_capital(TOKEN(doc, a - 1)) || (TOKEN(doc, a - 1)->punct == '-' && !(TOKEN(doc, a)->flags & TOKEN_SPACE))) && i - a < 8)
      a--;
    while (b < doc->tokens->len && b < i + 8 && TOKEN(doc, b)->line == TOKEN(doc, i)->line && !ends_org(doc, b) &&
           (identity_is_capital(TOKEN(doc, b)) || TOKEN(doc, b)->punct == '-' || strcmp(KEY(doc, TOKEN(doc, b)), "of") == 0 || strcmp(KEY(doc, TOKEN(doc, b)), "for") == 0 || a == i))
      b++;
    if (a == i && b > i + 4)
      b = i + 4;
    for (guint k = i + 1; a == i && k < b; k++)
      if (identity_in(doc, k, SET_NEAR) || identity_in(doc, k, SET_TELLS))
        b = k;
    if (b + 1 < doc->tokens->len && strcmp(KEY(doc, TOKEN(doc, b)), "called") == 0 && identity_is_capital(TOKEN(doc, b + 1)))
      for (b++; b < doc->tokens->len && identity_is_capital(TOKEN(doc, b)) && TOKEN(doc, b)->line == TOKEN(doc, i)->line;)
        b++;
  } else {
    while (b < doc->tokens->len && words < 5 && TOKEN(doc, b)->line == TOKEN(doc, i)->line && !ends_org(doc, b) && !(TOKEN(doc, b)->flags & TOKEN_GUARDED)) {
      const char *key = KEY(doc, TOKEN(doc, b));
      if (TOKEN(doc, b)->begins & CUE_BIT(CUE_GIVEN) && !(TOKEN(doc, b)->begins & CUE_BIT(CUE_COMMON)) && b + 1 < doc->tokens->len &&
          (TOKEN(doc, b + 1)->begins & CUE_BIT(CUE_FAMILY) || identity_is_nisba(doc, b + 1)) && identity_is_definite(doc, TOKEN(doc, i)))
        break; /* "مدير الدائرة رافع الشبلي": a person */
      if (is_person_behind(doc, i, b))
        break;
      if (words >= 1 && g_str_has_prefix(key, "و") && TOKEN(doc, b)->begins & (CUE_BIT(CUE_ACCUSED_TITLE) | CUE_BIT(CUE_ROLE)))
        break;
      if (identity_is_definite(doc, TOKEN(doc, i)) && b > i && identity_is_titled(doc, b) && identity_is_definite(doc, TOKEN(doc, b)))
        break; /* "المستوصف الدكتور سالار": who heads it */
      if (words >= 1 && (identity_in(doc, b, SET_NEAR) || identity_in(doc, b, SET_TELLS)))
        break;
      if (!doc->kurdish && b > i && identity_is_definite(doc, TOKEN(doc, b - 1)) && !identity_is_definite(doc, TOKEN(doc, b)) && !(TOKEN(doc, b)->begins & (CUE_NAMES | CUE_BIT(CUE_PLACE) | CUE_BIT(CUE_ORG) | CUE_BIT(CUE_ADDRESS))) && !identity_in(doc, b, SET_AT_WORK) && TOKEN(doc, b)->type == TOKEN_WORD &&
          !g_str_has_prefix(key, "لل") && !g_str_has_prefix(key, "ب"))
        break; /* "مدرسة القسطل اؤكد ...": the genitive has ended */
      if (doc->kurdish && b > i && ends_ezafe(doc, b - 1))
        break;
      if (words >= 1 && g_str_has_prefix(key, "و") && TOKEN(doc, b)->chars > 3 && !g_str_has_prefix(key, "وال") && !(TOKEN(doc, b)->begins & (CUE_NAMES | CUE_BIT(CUE_PLACE))) && !doc->kurdish)
        break; /* "... وعندي معلومات": the next clause */
      words++;
      b++;
    }
  }
  *first = a;
  *last = b;
}

/* A title of work between the first person and the organisation: it goes too ("a night-shift nurse at ..."). */
static guint
role_before(const Doc *doc, guint i)
{
  guint first = i;
  for (guint k = i; k > 0 && i - k < 8; k--) {
    const Token *t = TOKEN(doc, k - 1);
    if (identity_is_sentence_end(doc, k - 1) || t->begins & (CUE_BIT(CUE_INTRO_ME) | CUE_BIT(CUE_WORK)) || t->flags & TOKEN_OWN || (identity_in(doc, k - 1, SET_TELLS) && !identity_in(doc, k - 1, SET_WHO)))
      break;
    if (t->begins & CUE_BIT(CUE_ACCUSED_TITLE) && !(t->begins & (CUE_BIT(CUE_ROLE) | CUE_BIT(CUE_TITLE) | CUE_BIT(CUE_ORG))))
      break;
    if (t->begins & CUE_BIT(CUE_ROLE))
      first = k - 1;
  }
  if (first < i && TOKEN(doc, first)->script == SCRIPT_LATIN) { /* adjectives of the title: "night-shift nurse" */
    guint words = 0;
    while (first > 0 && words < 4 && TOKEN(doc, first - 1)->line == TOKEN(doc, first)->line && !(TOKEN(doc, first - 1)->begins & (CUE_BIT(CUE_STOP) | CUE_BIT(CUE_INTRO_ME))) &&
           (TOKEN(doc, first - 1)->type == TOKEN_WORD || TOKEN(doc, first - 1)->punct == '-')) {
      words += TOKEN(doc, first - 1)->type == TOKEN_WORD;
      first--;
    }
  }
  return first;
}

void
identity_org_take(Doc *doc, Profile *profile, guint role, guint first, guint last, gboolean school)
{
  identity_profile_add_org(profile, doc, first, last);
  identity_span_tokens(doc, role, last, school ? KIND_ADDRESS : KIND_WORKPLACE, 50, "workplace.cue");
  guint street = last < doc->tokens->len && identity_is(doc, last, CUE_ADDRESS) && TOKEN(doc, last)->line == TOKEN(doc, first)->line ? identity_address_end(doc, last) : last;
  if (street > last + 1)
    identity_span_tokens(doc, last, street, KIND_ADDRESS, 45, "address.workplace");
}

/* Kurdish and Turkish: the verb comes last, or "I am" stands on the last word. */
static gboolean
first_person_after(const Doc *doc, guint role, guint i, guint last)
{
  if (last + 2 < doc->tokens->len && (TOKEN(doc, last)->punct == '\'' || TOKEN(doc, last)->punct == 0x2019) && TOKEN(doc, last + 1)->chars <= 4)
    last += 2; /* Lisesi'nde */
  for (guint k = last; k < doc->tokens->len && k < last + 4 && TOKEN(doc, k)->type == TOKEN_WORD; k++)
    if (TOKEN(doc, k)->begins & CUE_BIT(CUE_WORK))
      return TRUE;
  if (role < i && last < doc->tokens->len && strcmp(KEY(doc, TOKEN(doc, last)), "me") == 0 && TOKEN(doc, last)->script == SCRIPT_LATIN)
    return TRUE; /* Kurmanji "I am" */
  if (last < doc->tokens->len && TOKEN(doc, last)->begins & CUE_BIT(CUE_ROLE) && TOKEN(doc, last)->script == SCRIPT_LATIN) { /* "... okulunda öğretmenim" */
    const char *key = KEY(doc, TOKEN(doc, last));
    if (g_str_has_suffix(key, "im") || g_str_has_suffix(key, "um") || g_str_has_suffix(key, "ım") || g_str_has_suffix(key, "üm"))
      return TRUE;
  }
  if (!doc->kurdish || role == i)
    return FALSE;
  return g_str_has_suffix(KEY(doc, TOKEN(doc, role)), "م") || g_str_has_suffix(KEY(doc, TOKEN(doc, last - 1)), "م");
}

/* The sentence speaks of the reporter, of no accused and of nothing that was done: the organisation in it is theirs. So does one in
 * which a relative is named. */
static gboolean
is_ours_by_sentence(const Doc *doc, const Profile *profile, guint role, guint first, guint last)
{
  guint ours, theirs;
  if (last <= first + 1 || TOKEN(doc, last - 1)->flags & TOKEN_QUOTE)
    return FALSE;
  if (first > 0 && identity_in(doc, first - 1, SET_TELLS)) /* "I went to the office of ..." */
    return FALSE;
  identity_sentence_sides(doc, role, last, &ours, &theirs);
  if (theirs)
    return FALSE;
  for (guint k = first; k > 0 && first - k < 25 && !identity_is_sentence_end(doc, k - 1); k--)
    if (TOKEN(doc, k - 1)->type == TOKEN_WORD && (TOKEN(doc, k - 1)->begins & CUE_BIT(CUE_SAY) || TOKEN(doc, k - 1)->flags & TOKEN_QUOTE || identity_rules_has_piece(doc->rules, KEY(doc, TOKEN(doc, k - 1)), SET_DEED)))
      return FALSE;
  if (ours)
    return TRUE;
  for (guint k = first; k > 0 && first - k < 10 && !identity_is_sentence_end(doc, k - 1); k--) { /* "Muhannad is in his third year at ..." */
    guint skip;
    gboolean sure;
    const ProfileName *name = TOKEN(doc, k - 1)->type == TOKEN_WORD ? identity_profile_match(profile, doc, k - 1, &skip, &sure) : NULL;
    if (name && sure && !name->own && !name->common && name->role == ROLE_RELATIVE)
      return TRUE;
  }
  return FALSE;
}

/* "مركز ثانوية ...": the school is where people vote. */
static gboolean
is_polling(const Doc *doc, guint i)
{
  for (guint k = i > 3 ? i - 3 : 0; k < i + 5 && k < doc->tokens->len; k++) {
    if (identity_is_sentence_end(doc, k) && k > i)
      return FALSE;
    if (TOKEN(doc, k)->line == TOKEN(doc, i)->line && identity_in(doc, k, SET_POLLING) && !(k > i && TOKEN(doc, k)->begins & CUE_BIT(CUE_ROLE)))
      return TRUE;
  }
  return i > 0 && is_school(doc, i) && (strcmp(KEY(doc, TOKEN(doc, i - 1)), "مركز") == 0 || strcmp(KEY(doc, TOKEN(doc, i - 1)), "بمركز") == 0);
}

static gboolean
joins_before(const Doc *doc, guint i)
{
  for (guint k = i; k > 0 && i - k < 5; k--) {
    if (TOKEN(doc, k - 1)->flags & TOKEN_OWN || TOKEN(doc, k - 1)->begins & (CUE_BIT(CUE_INTRO_ME) | CUE_BIT(CUE_RELATIVE)))
      return FALSE;
    if (identity_in(doc, k - 1, SET_AND) || identity_in(doc, k - 1, SET_TELLS))
      return TRUE;
  }
  return FALSE;
}

/* 'rêxistina "X"': the token after the quotation right behind the word for an organisation at token i, where the reporter works; 0 none. */
static guint
quoted_name_end(const Doc *doc, guint i)
{
  guint b = i + identity_cue_length(doc, i, CUE_ORG);
  if (b + 2 >= doc->tokens->len || TOKEN(doc, b)->type != TOKEN_PUNCT || !identity_same_line(doc, i, b) || TOKEN(doc, b)->flags & TOKEN_QUOTE || !(TOKEN(doc, b + 1)->flags & TOKEN_QUOTE))
    return 0;
  guint close = b + 1;
  while (close < doc->tokens->len && close < b + 8 && TOKEN(doc, close)->flags & TOKEN_QUOTE && !(TOKEN(doc, close)->flags & TOKEN_GUARDED))
    close++;
  if (close >= doc->tokens->len || TOKEN(doc, close)->type != TOKEN_PUNCT || TOKEN(doc, close)->flags & TOKEN_QUOTE)
    return 0;
  for (guint k = close + 1; k < doc->tokens->len && k < close + 4 && identity_same_line(doc, close, k) && TOKEN(doc, k)->type == TOKEN_WORD; k++)
    if (TOKEN(doc, k)->begins & CUE_BIT(CUE_WORK))
      return close + 1;
  for (guint k = i; k > 0 && i - k < 5 && !identity_is_sentence_end(doc, k - 1); k--)
    if (TOKEN(doc, k - 1)->ends & CUE_BIT(CUE_WORK))
      return close + 1;
  return 0;
}

static void
learn_org(Doc *doc, Profile *profile, guint i)
{
  guint first, last;
  const Token *t = TOKEN(doc, i);
  if (!identity_is_own_words(doc, i) || t->flags & TOKEN_OWN)
    return;
  if (t->begins & CUE_BIT(CUE_OWN_ORG) && !is_org(t)) { /* "مدرستي ثانوية ...": the name is read at its own word */
    const Token *next = i + 1 < doc->tokens->len ? TOKEN(doc, i + 1) : NULL;
    if (!next || !(identity_is_capital(next) || is_org(next)) || next->line != t->line)
      return;
  }
  guint quoted = quoted_name_end(doc, i);
  if (quoted) {
    identity_org_take(doc, profile, i, i, quoted, FALSE);
    return;
  }
  identity_org_extent(doc, i, &first, &last);
  if (last <= i + 1 && first == i && !(t->begins & CUE_BIT(CUE_OWN_ORG)))
    return;
  guint role = role_before(doc, first);
  gboolean kin = relative_before(doc, first), ours = t->begins & CUE_BIT(CUE_OWN_ORG) || (first > 0 && identity_ends(doc, first - 1, CUE_OWN_ORG)) ||
                  (first > 1 && TOKEN(doc, first - 1)->type == TOKEN_PUNCT && (TOKEN(doc, first - 1)->punct == '(' || TOKEN(doc, first - 1)->punct == ':') && identity_ends(doc, first - 2, CUE_OWN_ORG));
  gboolean near = role < first ? concerns_us(doc, profile, role, SENTENCE_MAX_TOKENS) || identity_ends(doc, role, CUE_WORK) || is_bare_role(doc, profile, role, first, last) : first_person_before(doc, first, 5) && !joins_before(doc, first);
  if ((is_polling(doc, i) || (first > 0 && identity_in(doc, first - 1, SET_VENUE))) && !(role < first && first - role < 4))
    return;
  if (role == first && !ours && !(kin && (doc->kurdish || t->script == SCRIPT_LATIN)) && !(first > 0 && identity_in(doc, first - 1, SET_OWNS)) && is_visited(doc, i) && !works_before(doc, first) && !first_person_after(doc, role, first, last))
    return;
  if (!near && !kin && !ours && !first_person_after(doc, role, first, last) && !is_ours_by_sentence(doc, profile, role, first, last))
    return;
  identity_org_take(doc, profile, near ? role : first, first, last, kin); /* a child's school is an address */
}

/* "صحفية بموقع «...»", "مراسل قناة ...", "a reporter for the website ...": a medium is the accused's as a rule, so a profession of
 * the reporter must govern it. */
static void
learn_medium(Doc *doc, Profile *profile, guint i)
{
  if (!identity_is_own_words(doc, i) || TOKEN(doc, i)->flags & TOKEN_OWN)
    return;
  guint role = role_before(doc, i), end = i + identity_cue_length(doc, i, CUE_MEDIUM), words = 0;
  gboolean work = FALSE;
  for (guint k = i; k > 0 && i - k < 4; k--)
    work |= (TOKEN(doc, k - 1)->ends & CUE_BIT(CUE_WORK)) != 0;
  if (!work && (role == i || i - role > 4 || !(concerns_us(doc, profile, role, SENTENCE_MAX_TOKENS) || is_bare_role(doc, profile, role, i, i + 1) || (doc->kurdish && g_str_has_suffix(KEY(doc, TOKEN(doc, role)), "م")))))
    return;
  if (end < doc->tokens->len && TOKEN(doc, end)->type == TOKEN_PUNCT && end + 1 < doc->tokens->len && TOKEN(doc, end + 1)->flags & TOKEN_QUOTE) {
    end++;
    while (end < doc->tokens->len && TOKEN(doc, end)->flags & TOKEN_QUOTE)
      end++;
  } else {
    while (end < doc->tokens->len && words < 3 && TOKEN(doc, end)->line == TOKEN(doc, i)->line && !ends_org(doc, end) && !(TOKEN(doc, end)->flags & TOKEN_GUARDED) &&
           !(words && g_str_has_prefix(KEY(doc, TOKEN(doc, end)), "و"))) {
      words++;
      end++;
    }
  }
  if (end > i + 1)
    identity_org_take(doc, profile, role, i, end, FALSE);
}

/* "the clinic where I work nights": a word for an organisation without a name. */
static void
learn_where(Doc *doc, guint i)
{
  for (guint k = i; k > 0 && i - k < 6 && !identity_is_sentence_end(doc, k - 1); k--) {
    if (!is_org(TOKEN(doc, k - 1)))
      continue;
    guint end = i + identity_cue_length(doc, i, CUE_WORK);
    if (end < doc->tokens->len && TOKEN(doc, end)->type == TOKEN_WORD && identity_same_line(doc, i, end) && !(TOKEN(doc, end)->begins & CUE_BIT(CUE_STOP)))
      end++;
    guint first = k - 1;
    while (first > 0 && identity_has(TOKEN(doc, first - 1), SET_ARTICLE))
      first--;
    identity_span_tokens(doc, first, end, KIND_WORKPLACE, 50, "workplace.where");
    return;
  }
}

/* "I work at Asiacell", "اعمل في اسيا سيل": no word for organisation. */
static void
learn_work(Doc *doc, Profile *profile, guint i)
{
  guint k = i + identity_cue_length(doc, i, CUE_WORK), limit = MIN(k + 6, doc->tokens->len);
  gboolean english = TOKEN(doc, i)->script == SCRIPT_LATIN;
  if (!identity_is_own_words(doc, i))
    return;
  if (i > 0 && identity_has(TOKEN(doc, i - 1), SET_WHERE))
    learn_where(doc, i - 1);
  else if (identity_has(TOKEN(doc, i), SET_WHERE))
    learn_where(doc, i);
  for (; k < limit && TOKEN(doc, k)->line == TOKEN(doc, i)->line; k++) {
    gboolean called = strcmp(KEY(doc, TOKEN(doc, k)), "called") == 0 || strcmp(KEY(doc, TOKEN(doc, k)), "named") == 0;
    if (called)
      continue;
    if (TOKEN(doc, k)->begins & (CUE_BIT(CUE_ORG) | CUE_BIT(CUE_ACCUSED_TITLE)) || TOKEN(doc, k)->type == TOKEN_PUNCT || strcmp(KEY(doc, TOKEN(doc, k)), "u") == 0)
      return; /* learn_org reads it */
    if (english && identity_is_capital(TOKEN(doc, k)) && !(TOKEN(doc, k)->begins & (CUE_BIT(CUE_PLACE) | CUE_BIT(CUE_ADDRESS))))
      break;
  }
  if (!english || k >= limit || TOKEN(doc, k)->line != TOKEN(doc, i)->line)
    return;
  guint end = k;
  while (end < doc->tokens->len && end < k + 6 && TOKEN(doc, end)->line == TOKEN(doc, i)->line && (identity_is_capital(TOKEN(doc, end)) || (TOKEN(doc, end)->punct == '-' && !(TOKEN(doc, end)->flags & TOKEN_SPACE))))
    end++;
  identity_profile_add_org(profile, doc, k, end);
  identity_span_tokens(doc, k, end, KIND_WORKPLACE, 50, "workplace.cue");
}

/* "I am the only teacher in the committee": with a profession or an organisation in it, or right behind "I am", the clause names one. */
static void
learn_unique(Doc *doc, Profile *profile, guint i)
{
  guint first = i, last = i + MAX(1u, identity_cue_length(doc, i, CUE_UNIQUE)), words = 0;
  gboolean job = FALSE, me = FALSE;
  identity_profile_review(profile, "unique-role");
  for (guint k = i; k > 0 && i - k < 5 && TOKEN(doc, k - 1)->line == TOKEN(doc, i)->line && !identity_is_sentence_end(doc, k - 1); k--) {
    const Token *t = TOKEN(doc, k - 1);
    if (t->type == TOKEN_PUNCT && t->punct != '\'' && t->punct != 0x2019)
      break;
    job |= (t->begins & (CUE_BIT(CUE_ROLE) | CUE_BIT(CUE_ORG))) != 0;
    if (t->begins & CUE_BIT(CUE_INTRO_ME) || t->begins & CUE_BIT(CUE_ROLE))
      first = k - 1;
    me |= (t->begins & CUE_BIT(CUE_INTRO_ME)) != 0;
  }
  for (guint k = i; k < last; k++)
    me |= (TOKEN(doc, k)->begins & CUE_BIT(CUE_INTRO_ME)) != 0;
  for (; last < doc->tokens->len && words < 14 && TOKEN(doc, last)->type != TOKEN_PUNCT && !(TOKEN(doc, last)->flags & TOKEN_GUARDED) && TOKEN(doc, last)->line == TOKEN(doc, i)->line; words++, last++) {
    const Token *t = TOKEN(doc, last);
    if (words && (identity_has(t, SET_AND) || t->begins & CUE_BIT(CUE_ACCUSED_ACT)))
      break;
    if (t->script == SCRIPT_ARABIC && t->chars > 4 && (g_str_has_prefix(KEY(doc, t), "فا") || (g_str_has_prefix(KEY(doc, t), "و") && !g_str_has_prefix(KEY(doc, t), "وال") && !doc->kurdish)))
      break;
    if (identity_in(doc, last, SET_TELLS) || is_polling(doc, last))
      break;
    job |= (t->begins & (CUE_BIT(CUE_ROLE) | CUE_BIT(CUE_ORG) | CUE_BIT(CUE_UNIT))) != 0;
  }
  if (me || (job && first_person_before(doc, first, 6))) {
    identity_span_tokens(doc, first, last, KIND_WORKPLACE, 50, "workplace.unique");
    for (guint k = i; k + 1 < last; k++) /* "of the Lisbon Wire": said elsewhere too */
      if (identity_is_capital(TOKEN(doc, k)) && identity_is_capital(TOKEN(doc, k + 1)) && !(TOKEN(doc, k)->begins & CUE_BIT(CUE_PLACE))) {
        guint end = k + 1;
        while (end < last && identity_is_capital(TOKEN(doc, end)) && !(TOKEN(doc, end)->begins & CUE_BIT(CUE_PLACE)))
          end++;
        identity_profile_add_org(profile, doc, k, end);
        k = end;
      }
  }
}

void
identity_work_learn(Doc *doc, Profile *profile)
{
  for (guint i = 0; i < doc->tokens->len; i++) {
    guint64 b = TOKEN(doc, i)->begins;
    if (!(b & (CUE_BIT(CUE_ORG) | CUE_BIT(CUE_OWN_ORG) | CUE_BIT(CUE_WORK) | CUE_BIT(CUE_UNIQUE) | CUE_BIT(CUE_MEDIUM) | CUE_BIT(CUE_RELATION) | CUE_BIT(CUE_BOSS))) || !identity_is_own_words(doc, i))
      continue;
    if (b & (CUE_BIT(CUE_ORG) | CUE_BIT(CUE_OWN_ORG)))
      learn_org(doc, profile, i);
    if (b & CUE_BIT(CUE_MEDIUM))
      learn_medium(doc, profile, i);
    if (b & CUE_BIT(CUE_WORK))
      learn_work(doc, profile, i);
    if (b & CUE_BIT(CUE_UNIQUE))
      learn_unique(doc, profile, i);
    if (b & CUE_BIT(CUE_RELATION)) {
      identity_profile_review(profile, "relation-to-accused");
      identity_span_tokens(doc, i, i + identity_cue_length(doc, i, CUE_RELATION), KIND_RELATION, 45, "relation.phrase");
    }
    if (b & CUE_BIT(CUE_BOSS))
      identity_profile_review(profile, "employer-accused");
  }
}

/* ---- the same organisation elsewhere ---- */

static guint
org_at(const Doc *doc, const Profile *profile, guint i, const char *word)
{
  for (guint o = 0; o < profile->orgs->len; o++) {
    GPtrArray *words = g_ptr_array_index(profile->orgs, o);
    if (strcmp(g_ptr_array_index(words, 0), word) != 0)
      continue;
    guint k = i, w = 1;
    for (guint m = i + 1; w < words->len && m < doc->tokens->len && m < i + 2 * words->len + 4; m++) {
      if (TOKEN(doc, m)->type == TOKEN_PUNCT)
        continue;
      if (strcmp(KEY(doc, TOKEN(doc, m)), g_ptr_array_index(words, w)) != 0)
        break;
      k = m;
      w++;
    }
    gboolean start = w >= 2 && ((is_org(TOKEN(doc, i)) && TOKEN(doc, i)->script == SCRIPT_ARABIC) || (identity_is_capital(TOKEN(doc, i)) && identity_is_capital(TOKEN(doc, k)))); /* "مطبعة البلد" of "مطبعة البلد الحديثة", "Relief Bridge" */
    if (w == words->len || (start && TOKEN(doc, k)->chars >= 4))
      return k + 1;
  }
  return 0;
}

void
identity_orgs_strip(Doc *doc, const Profile *profile)
{
  if (profile->orgs->len == 0)
    return;
  for (guint i = 0; i < doc->tokens->len; i++) {
    const Token *t = TOKEN(doc, i);
    if (t->type == TOKEN_PUNCT || t->flags & (TOKEN_GUARDED | TOKEN_QUOTE))
      continue;
    guint8 skips[8];
    guint n = identity_proclitics(KEY(doc, t), t->key_len, skips);
    for (guint s = 0; s < n; s++) {
      const char *word = KEY(doc, t) + skips[s];
      guint end = g_hash_table_contains(profile->org_words, word) ? org_at(doc, profile, i, word) : 0;
      if (!end)
        continue;
      guint32 start = identity_token_offset(doc, t, skips[s]);
      identity_span_add(doc, start, TOKEN(doc, end - 1)->end, KIND_WORKPLACE, 50, "workplace.profile");
      i = end - 1;
      break;
    }
  }
}
