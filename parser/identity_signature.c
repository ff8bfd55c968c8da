/* SPDX-License-Identifier: ISC */
/* Signature blocks: the last lines of each stretch of the reporter's own words. Goes up from the end over lines that look like a
 * name, a title, a contact or an address, and stops at the first that does not. Never takes a line that holds somebody else's link,
 * handle or words. What it finds feeds the profile, so that the same name is found elsewhere. */
#include "parser/identity_internal.h"

#define SIGNATURE_MAX_LINES 12u
#define SIGNATURE_MAX_WORDS 12u

typedef enum { SIGN_NO, SIGN_BLANK, SIGN_CLOSING, SIGN_RULE, SIGN_LINK, SIGN_NAME, SIGN_CONTACT, SIGN_WEAK, SIGN_GUESS } Sign;

typedef struct {
  guint words, names, joins, titles, roles, orgs, places, stops, matches, contacts, numbers, guesses, accused, certain, strangers, initials;
  gboolean speech; /* "X: ...": somebody says something */
  gboolean fits;   /* the first word is a name, a title or an organisation */
  gboolean foreign, closing, link, heads; /* heads: "Soran, a Kurd of ...": a name, then a comma */
  guint after_closing; /* token after a closing at the line's head */
} Tally;

static gboolean
is_own_guarded(const Doc *doc, const Profile *profile, guint i)
{
  const Token *t = TOKEN(doc, i);
  if (t->flags & TOKEN_EMAIL)
    return TRUE;
  if (t->flags & TOKEN_LINK) {
    const Link *link = identity_link_at(doc, t->start);
    return link && link->own;
  }
  gboolean found;
  guint h = identity_range_at(doc->handles, i, &found);
  if (!found)
    return FALSE;
  const Range *r = &g_array_index(doc->handles, Range, h);
  guint from = r->first + (TOKEN(doc, r->first)->type == TOKEN_PUNCT ? 1 : 0);
  g_autofree char *key = text_fold_key(doc->s + TOKEN(doc, from)->start, r->end - TOKEN(doc, from)->start);
  return g_hash_table_contains(profile->locals, key);
}

/* The only word of its line: a name that is a town too (Soran) is a name there. */
static gboolean
is_alone(const Doc *doc, guint i)
{
  const Line *line = LINE(doc, TOKEN(doc, i)->line);
  for (guint k = line->first; k < line->last; k++)
    if (k != i && TOKEN(doc, k)->type != TOKEN_PUNCT)
      return FALSE;
  return TRUE;
}

/* "Nesrîn B.", "س. م.": one letter and a full stop, which is no small word here. */
static gboolean
is_initial(const Doc *doc, guint i)
{
  const Token *t = TOKEN(doc, i);
  gboolean stop = identity_is_punct(doc, i + 1, '.') && !(TOKEN(doc, i + 1)->flags & TOKEN_SPACE);
  return t->type == TOKEN_WORD && t->chars == 1 && (t->script == SCRIPT_ARABIC ? stop : t->flags & TOKEN_CAPITAL && (stop || identity_ends_line(doc, i) || identity_is_punct(doc, i + 1, '.')));
}

static void
tally_word(const Doc *doc, const Profile *profile, guint i, Tally *n)
{
  const Token *t = TOKEN(doc, i);
  guint skip;
  gboolean sure;
  if (is_initial(doc, i)) {
    n->fits |= ++n->words == 1;
    n->initials++;
    n->titles++;
    return;
  }
  if (++n->words == 1)
    n->fits = (t->begins & (CUE_NAMES | CUE_BIT(CUE_TITLE) | CUE_BIT(CUE_ROLE) | CUE_BIT(CUE_ORG) | CUE_BIT(CUE_PARTICLE) | CUE_BIT(CUE_CLOSING_KIN) | CUE_BIT(CUE_ACCUSED_TITLE))) || t->chars == 1;
  ProfileName *name = identity_profile_match(profile, doc, i, &skip, &sure);
  n->accused += (t->begins & (CUE_BIT(CUE_ACCUSED_TITLE) | CUE_BIT(CUE_ACCUSED_CONTACT) | CUE_BIT(CUE_ACCUSED_ACT))) != 0 && !(t->begins & (CUE_BIT(CUE_ROLE) | CUE_BIT(CUE_TITLE) | CUE_BIT(CUE_ORG)));
  if (name && !(t->begins & CUE_BIT(CUE_STOP))) {
    n->matches++;
    n->fits |= n->words == 1;
    n->certain += !(t->begins & CUE_BIT(CUE_COMMON)) && !(name->role == ROLE_LOCAL && !name->group) && sure;
  }
  n->strangers += !name && (t->begins & CUE_NAMES) && !(t->begins & (CUE_BIT(CUE_PLACE) | CUE_BIT(CUE_STOP) | CUE_BIT(CUE_COMMON)));
  n->orgs += (t->begins & CUE_BIT(CUE_ORG)) != 0;
  n->roles += (t->begins & CUE_BIT(CUE_ROLE)) != 0;
  if (t->begins & (CUE_BIT(CUE_PLACE) | CUE_BIT(CUE_ADDRESS)) && !((name || is_alone(doc, i)) && t->begins & CUE_NAMES))
    n->places++;
  else if (n->words == 1 && (identity_is_parent_kunya(doc, i) || (identity_has(t, SET_PARENT) && t->script == SCRIPT_LATIN)) && i + 2 == LINE(doc, t->line)->last)
    n->joins++;
  else if (t->begins & CUE_BIT(CUE_STOP) && !(t->begins & (CUE_NAMES | CUE_BIT(CUE_ROLE) | CUE_BIT(CUE_TITLE) | CUE_BIT(CUE_ORG))))
    n->stops++;
  else if (t->begins & CUE_NAMES || (name && !(name->common && !sure)) || identity_is_nisba(doc, i))
    n->names++;
  else if (t->begins & CUE_BIT(CUE_TITLE) || (t->chars == 1))
    n->titles++;
  else if (t->begins & CUE_BIT(CUE_PARTICLE))
    n->joins++;
  else if (t->begins & CUE_BIT(CUE_PHONE_WORD))
    n->titles++;
  else if (!(t->begins & (CUE_BIT(CUE_ROLE) | CUE_BIT(CUE_ORG))))
    n->guesses++;
}

/* "(she/her)" */
static gboolean
is_pronoun_note(const Doc *doc, guint i)
{
  const Token *t = TOKEN(doc, i);
  return t->type == TOKEN_WORD && i > 0 && TOKEN(doc, i - 1)->type == TOKEN_PUNCT && (TOKEN(doc, i - 1)->punct == '(' || TOKEN(doc, i - 1)->punct == '/') && identity_has(t, SET_PRONOUN);
}

static void
tally_line(const Doc *doc, const Profile *profile, const Line *line, Tally *n)
{
  memset(n, 0, sizeof *n);
  guint i = line->first;
  while (i < line->last && TOKEN(doc, i)->type == TOKEN_PUNCT && !(TOKEN(doc, i)->flags & TOKEN_GUARDED))
    i++;
  guint closing = i < line->last ? identity_cue_length(doc, i, CUE_CLOSING) : 0;
  if (closing) {
    n->closing = TRUE;
    i += closing;
    n->after_closing = i;
  }
  for (; i < line->last; i++) {
    const Token *t = TOKEN(doc, i);
    if (t->flags & TOKEN_GUARDED) {
      if (!is_own_guarded(doc, profile, i))
        n->foreign = n->link = TRUE;
      n->contacts += (t->flags & TOKEN_EMAIL) != 0;
    } else if (t->flags & TOKEN_PHONE) {
      n->contacts++;
    } else if (is_pronoun_note(doc, i)) {
      continue;
    } else if (t->type == TOKEN_WORD) {
      guint names = n->names, matches = n->matches;
      tally_word(doc, profile, i, n);
      if (t->begins & CUE_NAMES) /* "عبد الله" is one name */
        i += MAX(1u, MAX(identity_cue_length(doc, i, CUE_GIVEN), identity_cue_length(doc, i, CUE_FAMILY))) - 1;
      if (n->words <= 2 && (n->names > names || n->matches > matches) && i + 1 < line->last && TOKEN(doc, i + 1)->type == TOKEN_PUNCT && strchr(",/-|", (int)MIN(TOKEN(doc, i + 1)->punct == 0x060c ? ',' : TOKEN(doc, i + 1)->punct, 127u)))
        n->heads = n->names == n->words;
      else if (n->words == 2 && n->guesses == 1 && n->names == 1 && i + 1 < line->last && TOKEN(doc, i + 1)->type == TOKEN_PUNCT && strchr("/-|", (int)MIN(TOKEN(doc, i + 1)->punct, 127u)) && TOKEN(doc, i + 1)->flags & TOKEN_SPACE)
        n->heads = TRUE; /* "حمدان عايش / ناشط" */
    } else if (t->type == TOKEN_NUMBER) {
      n->numbers++;
    } else if (t->punct == ':' && n->words && !n->titles && !n->roles && !n->orgs && i + 1 < line->last) {
      n->speech = TRUE;
    } else if (t->punct == '"' || t->punct == 0xab || t->punct == 0x201c || t->punct == '?' || t->punct == 0x61f || t->punct == '#') {
      n->foreign = TRUE;
    }
  }
}

static gboolean
ends_with_colon(const Doc *doc, const Line *line)
{
  guint last = line->last;
  return last > line->first && TOKEN(doc, last - 1)->type == TOKEN_PUNCT && TOKEN(doc, last - 1)->punct == ':';
}

/* "the thief's number 0750 ..." on a line of its own. */
static gboolean
has_others_phone(const Doc *doc, const Profile *profile, const Line *line)
{
  gboolean found = FALSE;
  for (guint i = line->first; i < line->last && !found; i++)
    if (TOKEN(doc, i)->flags & TOKEN_PHONE && (i == line->first || !(TOKEN(doc, i - 1)->flags & TOKEN_PHONE)))
      found = identity_phone_is_named(doc, profile, i);
  return found;
}

/* "---------- Forwarded message ---------" */
static gboolean
is_forward_line(const Doc *doc, const Line *line)
{
  for (guint i = line->first; i < line->last && i < line->first + 16; i++)
    if (TOKEN(doc, i)->type == TOKEN_WORD)
      return (TOKEN(doc, i)->begins & CUE_BIT(CUE_FORWARD)) != 0 && line->last - i < 20;
  return FALSE;
}

static Sign
classify(const Doc *doc, const Profile *profile, const Line *line, Tally *n)
{
  if (line->flags & (LINE_BLANK | LINE_FOOTER) || is_forward_line(doc, line))
    return SIGN_BLANK;
  if (line->last - line->first > 60)
    return SIGN_NO;
  tally_line(doc, profile, line, n);
  if (n->words == 0 && n->contacts == 0 && n->numbers == 0 && !n->foreign)
    return n->closing ? SIGN_CLOSING : line->last - line->first >= 2 ? SIGN_RULE : SIGN_BLANK;
  if (n->closing)
    return n->words <= 10 || !n->foreign ? SIGN_CLOSING : SIGN_NO;
  if (n->link && n->words <= 1 && !n->contacts) /* "facebook <https://...>" */
    return SIGN_LINK;
  if (n->foreign || n->words > SIGNATURE_MAX_WORDS || (n->speech && !n->contacts))
    return SIGN_NO;
  gboolean named = n->names && n->guesses == 0 && n->stops == 0 && n->numbers == 0 && n->orgs == 0 && n->places == 0;
  if (n->accused && (n->strangers || (n->certain < 2 && !n->orgs))) /* somebody else's name beside a title of the accused */
    return SIGN_NO;
  if (ends_with_colon(doc, line) || (!n->matches && n->numbers + n->contacts && has_others_phone(doc, profile, line)))
    return SIGN_NO;
  if (n->initials >= 2 && n->initials == n->words && n->words <= 4 && n->numbers == 0) /* "س. م." */
    return SIGN_NAME;
  if ((named && n->names <= 6) || (n->matches && n->fits && n->stops == 0 && n->words <= 10 && (n->guesses <= 2 || n->orgs)))
    return SIGN_NAME;
  if ((n->matches >= 2 && n->fits && n->stops <= 1 && (n->orgs || n->places || n->roles)) || (n->heads && n->words <= 8 && n->numbers == 0))
    return SIGN_NAME;
  if (n->names >= 2 && n->fits && n->stops == 0 && (n->places || n->roles || n->orgs) && n->guesses <= 1)
    return SIGN_NAME;
  if (n->contacts && n->words <= 8 && n->stops <= 1)
    return SIGN_CONTACT;
  if ((n->orgs || n->roles || n->places) && n->stops <= (n->orgs ? 2u : 1u))
    return SIGN_WEAK;
  if (n->words <= 3 && n->stops == 0 && n->numbers == 0 && !n->accused)
    return SIGN_GUESS;
  return SIGN_NO;
}

/* ---- the block ---- */

typedef struct {
  guint lines[SIGNATURE_MAX_LINES];
  Sign signs[SIGNATURE_MAX_LINES];
  guint matches[SIGNATURE_MAX_LINES];
  guint n;
  guint guesses;    /* in the topmost line */
  gboolean closed;  /* a closing or a rule stands above */
  gboolean link;    /* a link that is not the reporter's stands below */
  gboolean heading; /* the line above ends with ':': a list, not a signature */
} Block;

static void
collect(const Doc *doc, const Profile *profile, guint first, guint last, Block *block)
{
  memset(block, 0, sizeof *block);
  guint blanks = 0;
  for (guint l = last; l > first && block->n < SIGNATURE_MAX_LINES; l--) {
    const Line *line = LINE(doc, l - 1);
    Tally tally;
    Sign sign = classify(doc, profile, line, &tally);
    if (sign == SIGN_BLANK) {
      if (block->n && ++blanks > 1)
        return;
      continue;
    }
    if (sign == SIGN_CLOSING || sign == SIGN_RULE) {
      block->closed = TRUE;
      if (block->n || sign == SIGN_CLOSING)
        return;
      continue;
    }
    if (sign == SIGN_LINK && block->n == 0 && !block->link) {
      block->link = TRUE;
      continue;
    }
    if (sign == SIGN_NO || sign == SIGN_LINK) {
      block->heading = ends_with_colon(doc, line);
      return;
    }
    if (sign == SIGN_GUESS && block->n && blanks)
      return;
    blanks = 0;
    block->lines[block->n] = l - 1;
    block->matches[block->n] = tally.matches;
    block->guesses = tally.guesses;
    block->signs[block->n++] = sign;
  }
}

/* Drops from the top what only looks like a signature line because others stand below it. */
static void
trim(Block *block)
{
  gboolean certain = FALSE;
  for (guint i = 0; i < block->n; i++)
    certain |= block->signs[i] == SIGN_NAME || block->signs[i] == SIGN_CONTACT;
  while (block->n && !block->closed) {
    Sign top = block->signs[block->n - 1];
    gboolean guess = top == SIGN_GUESS && (block->n == 1 || block->signs[block->n - 2] == SIGN_CONTACT || block->signs[block->n - 2] == SIGN_WEAK);
    if (top == SIGN_NAME || top == SIGN_CONTACT || guess)
      break;
    block->n--;
  }
  if (block->n > 1 && !certain && !block->closed)
    block->n = 0;
  gboolean matched = FALSE, known = FALSE;
  for (guint i = 0; i < block->n; i++) {
    matched |= block->matches[i] > 0 || block->signs[i] == SIGN_CONTACT;
    known |= block->matches[i] > 0;
  }
  if (block->link && !known)
    block->n = 0;
  if (block->heading && !block->closed && !matched)
    block->n = 0;
}

static void
learn_orgs(Doc *doc, Profile *profile, const Line *line)
{
  for (guint i = line->first; i < line->last; i++) {
    if (!(TOKEN(doc, i)->begins & CUE_BIT(CUE_ORG)))
      continue;
    guint end = i + 1;
    while (end < line->last && (TOKEN(doc, end)->type == TOKEN_WORD || (TOKEN(doc, end)->punct == '-' && !(TOKEN(doc, end)->flags & TOKEN_SPACE))))
      end++;
    guint begin = i; /* English: the name stands before "University" */
    if (TOKEN(doc, i)->script == SCRIPT_LATIN)
      while (begin > line->first && TOKEN(doc, begin - 1)->type == TOKEN_WORD && TOKEN(doc, begin - 1)->flags & TOKEN_CAPITAL)
        begin--;
    identity_profile_add_org(profile, doc, begin, end);
    i = end;
  }
}

static void
learn_line(Doc *doc, Profile *profile, Line *line, Sign sign)
{
  line->flags |= LINE_SIGNATURE;
  guint first = line->first, last = line->last, a, b;
  while (first < last && TOKEN(doc, first)->type == TOKEN_PUNCT)
    first++;
  for (guint p = 0; p < doc->phones->len; p++) {
    Phone *phone = &g_array_index(doc->phones, Phone, p);
    if (phone->range.first >= line->first && phone->range.first < line->last)
      phone->owner = OWNER_REPORTER;
  }
  if (first >= last || sign == SIGN_CONTACT)
    return;
  if ((sign == SIGN_NAME || sign == SIGN_GUESS) && identity_parse_name(doc, profile, first, TRUE, &a, &b) && b <= last)
    identity_profile_add_tokens(profile, doc, a, b, TRUE);
  learn_orgs(doc, profile, line);
  SpanKind kind = KIND_ADDRESS;
  for (guint i = first; i < last; i++)
    if (TOKEN(doc, i)->begins & (CUE_BIT(CUE_ORG) | CUE_BIT(CUE_ROLE)))
      kind = KIND_WORKPLACE;
  if (sign == SIGN_NAME || sign == SIGN_GUESS)
    kind = KIND_REPORTER;
  identity_span_tokens(doc, first, last, kind, 75, "signature");
}

/* "... يهدد. شكرا - طركي": a closing after a sentence on the same line, then one or two words up to its end. */
static void
learn_late_closing(Doc *doc, Profile *profile, const Line *line)
{
  guint a, b;
  for (guint i = line->last > line->first + 14 ? line->last - 14 : line->first + 1; i < line->last; i++) {
    if (i == line->first || !identity_is(doc, i, CUE_CLOSING) || TOKEN(doc, i - 1)->type != TOKEN_PUNCT || TOKEN(doc, i)->flags & TOKEN_QUOTE)
      continue;
    guint end = i + identity_cue_length(doc, i, CUE_CLOSING), k = end;
    while (k < line->last && identity_is(doc, k, CUE_CLOSING))
      end = k += identity_cue_length(doc, k, CUE_CLOSING);
    while (k < line->last && TOKEN(doc, k)->type == TOKEN_PUNCT)
      k++;
    if (k == line->last || line->last - k > 5 || !identity_parse_name(doc, profile, k, k > end, &a, &b) || b > line->last || (b < line->last && TOKEN(doc, b)->type == TOKEN_WORD))
      continue;
    identity_profile_add_tokens(profile, doc, a, b, TRUE);
    identity_span_tokens(doc, a, b, KIND_REPORTER, 80, "name.closing");
    return;
  }
}

/* "مع التقدير، زهراء" and "Thanks, Mina": the name on the line of the closing. */
static void
learn_closing(Doc *doc, Profile *profile, const Line *line)
{
  Tally tally;
  guint a, b;
  if (line->flags & (LINE_BLANK | LINE_FOOTER | LINE_HEAD))
    return;
  guint head = line->first;
  while (head < line->last && TOKEN(doc, head)->type == TOKEN_PUNCT)
    head++;
  if (!identity_is(doc, head, CUE_CLOSING)) {
    learn_late_closing(doc, profile, line);
    return;
  }
  if (line->last - head > 40)
    return;
  tally_line(doc, profile, line, &tally);
  if (!tally.closing || tally.words == 0 || tally.words > 8 || tally.foreign)
    return;
  guint i = tally.after_closing;
  gboolean comma = FALSE;
  while (i < line->last && TOKEN(doc, i)->type == TOKEN_PUNCT) {
    comma |= TOKEN(doc, i)->punct != '.';
    i++;
  }
  if (i >= line->last || !identity_parse_name(doc, profile, i, comma && line->last - i <= 4, &a, &b))
    return;
  if (!identity_ends_line(doc, b - 1) && !(b < doc->tokens->len && TOKEN(doc, b)->type == TOKEN_PUNCT))
    return;
  identity_profile_add_tokens(profile, doc, a, b, TRUE);
  identity_span_tokens(doc, a, b, KIND_REPORTER, 80, "name.closing");
}

/* ---- joint signatories ---- */

/* First token of a line of a list, after its number or bullet. */
static guint
after_bullet(const Doc *doc, const Line *line, gboolean *bullet)
{
  guint i = line->first;
  *bullet = FALSE;
  while (i < line->last && i < line->first + 4) {
    const Token *t = TOKEN(doc, i);
    gboolean number = t->type == TOKEN_NUMBER && t->chars <= 2 && i + 1 < line->last && TOKEN(doc, i + 1)->type == TOKEN_PUNCT;
    if (t->flags & TOKEN_GUARDED || (t->type != TOKEN_PUNCT && !number))
      break;
    *bullet |= number || t->punct == '-' || t->punct == '*' || t->punct == 0x2022 || t->punct == 0x2013 || t->punct == 0x2014 || t->punct == 0x25cf;
    i++;
  }
  return i;
}

/* "1. Sara Ali, engineer — 0770 ...": one of those who signed. */
static gboolean
learn_signatory(Doc *doc, Profile *profile, Line *line, gboolean listed)
{
  gboolean bullet;
  guint i = after_bullet(doc, line, &bullet), a, b;
  if (i >= line->last || line->last - i > 30 || (line->flags & (LINE_BLANK | LINE_FOOTER | LINE_HEAD)))
    return FALSE;
  for (guint k = i; k < line->last; k++)
    if (TOKEN(doc, k)->flags & (TOKEN_LINK | TOKEN_QUOTE) || identity_is(doc, k, CUE_SAY))
      return FALSE;
  if (TOKEN(doc, i)->begins & CUE_BIT(CUE_ACCUSED_TITLE) && !(TOKEN(doc, i)->begins & CUE_BIT(CUE_TITLE)))
    return FALSE;
  if (!identity_parse_name(doc, profile, i, bullet || listed, &a, &b) || b > line->last || !identity_same_line(doc, i, a))
    return FALSE;
  if (b < line->last && TOKEN(doc, b)->type == TOKEN_WORD && !(TOKEN(doc, b)->begins & (CUE_BIT(CUE_ROLE) | CUE_BIT(CUE_PHONE_WORD) | CUE_BIT(CUE_ORG))))
    return FALSE;
  identity_profile_add_tokens(profile, doc, a, b, TRUE);
  learn_line(doc, profile, line, SIGN_NAME);
  return TRUE;
}

/* "الموقعون: علي حسن، سعد كاظم": names on the line of the cue. */
static void
learn_signed_here(Doc *doc, Profile *profile, guint i, guint last)
{
  guint a, b;
  for (guint n = 0; n < 20 && i < last; n++) {
    while (i < last && TOKEN(doc, i)->type != TOKEN_WORD)
      i++;
    if (i >= last || !identity_parse_name(doc, profile, i, TRUE, &a, &b) || b > last || a > i + 2 || (b < last && TOKEN(doc, b)->type == TOKEN_WORD && !identity_is(doc, b, CUE_ROLE)))
      return;
    identity_profile_add_tokens(profile, doc, a, b, TRUE);
    identity_span_tokens(doc, a, b, KIND_REPORTER, 75, "signature.joint");
    i = b;
  }
}

/* A mail that several sign: after the heading each line is a person; without one, the numbered lines at the end are. */
static void
learn_joint(Doc *doc, Profile *profile, guint first, guint last)
{
  guint heading = last;
  gboolean joint = FALSE;
  for (guint l = first; l < last; l++) {
    const Line *line = LINE(doc, l);
    for (guint i = line->first; i < line->last; i++) {
      guint n = identity_cue_length(doc, i, CUE_SIGNATORIES);
      if (!n || TOKEN(doc, i)->flags & TOKEN_QUOTE)
        continue;
      joint = TRUE;
      gboolean head = i <= line->first + 2 && (i + n >= line->last || ends_with_colon(doc, line));
      if (head)
        heading = l;
      else if (i <= line->first + 2 && i + n < line->last && TOKEN(doc, i + n)->type == TOKEN_PUNCT)
        learn_signed_here(doc, profile, i + n, line->last);
      i += n - 1;
    }
  }
  if (!joint)
    return;
  guint misses = 0;
  if (heading < last) {
    for (guint l = heading + 1; l < last && misses < 2; l++)
      misses += !(LINE(doc, l)->flags & LINE_BLANK) && !learn_signatory(doc, profile, LINE(doc, l), TRUE);
    return;
  }
  for (guint l = last; l > first && misses < 1; l--)
    misses += !(LINE(doc, l - 1)->flags & LINE_BLANK) && !learn_signatory(doc, profile, LINE(doc, l - 1), FALSE);
}

/* A file ends without a greeting more often than a mail does: its last line signs only after a closing or with a known name. */
static gboolean
may_sign(const Doc *doc, const Block *block)
{
  gboolean known = block->closed || doc->text->type == IDENTITY_BODY;
  for (guint i = 0; i < block->n; i++)
    known = known || block->matches[i];
  return known;
}

static void
learn_block(Doc *doc, Profile *profile, guint first, guint last, Block *block)
{
  if (!may_sign(doc, block))
    return;
  if (block->n == 0 || (block->lines[block->n - 1] == first && block->n > 1 && last - first <= block->n && !block->closed && block->signs[block->n - 1] != SIGN_NAME))
    return;
  if (block->n == last - first && !block->closed && block->n == 1 && (block->signs[0] != SIGN_NAME || block->guesses))
    return; /* a message of one line is no signature */
  for (guint i = block->n; i > 0; i--) /* top down: the full name stands first */
    learn_line(doc, profile, LINE(doc, block->lines[i - 1]), block->signs[i - 1]);
}

/* "Regards,\nGN" above "-- " (RFC 3676 section 4.3) and what the mail program adds below it. */
static void
learn_above_dashes(Doc *doc, Profile *profile, guint first, guint last)
{
  Block block;
  while (last > first && !(LINE(doc, last - 1)->flags & LINE_RULE))
    last--;
  collect(doc, profile, first, last, &block);
  trim(&block);
  if (block.closed)
    learn_block(doc, profile, first, last, &block);
}

static void
learn_segment(Doc *doc, Profile *profile, guint first, guint last)
{
  Block block;
  for (guint l = first; l < last; l++)
    learn_closing(doc, profile, LINE(doc, l));
  learn_joint(doc, profile, first, last);
  while (last > first && LINE(doc, last - 1)->flags & (LINE_BLANK | LINE_FOOTER))
    last--;
  collect(doc, profile, first, last, &block);
  trim(&block);
  if (block.n == 0 && last > first && doc->text->type == IDENTITY_BODY)
    identity_signoff_learn(doc, profile, last - 1);
  learn_block(doc, profile, first, last, &block);
  learn_above_dashes(doc, profile, first, last);
}

void
identity_signature_learn(Doc *doc, Profile *profile)
{
  if (doc->text->type != IDENTITY_BODY && doc->text->type != IDENTITY_ATTACHMENT)
    return;
  guint first = 0;
  for (guint l = 0; l <= doc->lines->len; l++) {
    gboolean end = l == doc->lines->len || LINE(doc, l)->flags & LINE_HEAD ||
                   (l > first && (LINE(doc, l)->zone != LINE(doc, first)->zone || (LINE(doc, l)->depth != LINE(doc, first)->depth && !(LINE(doc, l)->flags & LINE_BLANK))));
    if (!end)
      continue;
    if (l > first && LINE(doc, first)->zone == ZONE_OWN)
      learn_segment(doc, profile, first, l);
    first = l < doc->lines->len && LINE(doc, l)->flags & LINE_HEAD ? l + 1 : l;
  }
}
