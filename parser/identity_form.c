/* SPDX-License-Identifier: ISC */
/* Forms that a web site or a ticket system has filled in: a label, then its value in the same line ("Your phone | 0770 ...") or in the next
 * one. What stands under the labels for name and telephone is the reporter's, unless the part of the form is about the accused; the
 * address and the browser that a site adds below are the reporter's too. */
#include "parser/identity_internal.h"

#define LABEL_WORDS 5u
#define HEADING_TOKENS 7u
#define VALUE_WORDS 6u
#define MAX_FIELDS 16u
#define TICKET_DIGITS 4u
#define MAX_ADDRESSES 16u /* each is looked for in all texts */

typedef struct {
  guint first, last; /* tokens of the value */
  gboolean name, theirs;
} Field;

static gboolean
is_separator(const Token *t)
{
  static const gunichar marks[] = {':', '|', '?', '*', '=', 0x61f};
  for (guint m = 0; m < G_N_ELEMENTS(marks); m++)
    if (t->type == TOKEN_PUNCT && t->punct == marks[m])
      return TRUE;
  return FALSE;
}

static gboolean
is_field_word(const Doc *doc, guint i)
{
  return TOKEN(doc, i)->type == TOKEN_WORD && identity_is_member(doc, i, SET_FIELD);
}

/* The token behind the label that the line begins with, which may be the end of the line; 0: it begins with none. *first: the label's first word,
 * behind a number or bullet and "field:". */
static guint
label_end(const Doc *doc, const Line *line, guint *first)
{
  guint i = line->first, words = 0;
  while (i < line->last && i < line->first + 4 && TOKEN(doc, i)->type != TOKEN_WORD && !(TOKEN(doc, i)->flags & TOKEN_GUARDED))
    i++;
  if (i + 1 < line->last && is_field_word(doc, i) && identity_is_punct(doc, i + 1, ':'))
    i += 2;
  *first = i;
  for (; i < line->last && !is_separator(TOKEN(doc, i)); i++) {
    const Token *t = TOKEN(doc, i);
    if (t->flags & (TOKEN_GUARDED | TOKEN_QUOTE | TOKEN_PHONE) || t->type == TOKEN_NUMBER || (t->type == TOKEN_WORD && ++words > LABEL_WORDS))
      return 0;
    if (i > *first && memchr(doc->s + TOKEN(doc, i - 1)->end, '\t', t->start - TOKEN(doc, i - 1)->end)) /* the next cell */
      break;
  }
  return words ? i : 0;
}

/* The label first <= i < end is one of the class, and of nobody else. */
static gboolean
is_label(const Doc *doc, guint first, guint end, Cue cue)
{
  gboolean found = FALSE;
  for (guint i = first; i < end; i++) {
    const guint n = identity_cue_length(doc, i, cue);
    if (identity_cue_length(doc, i, CUE_ACCUSED_TITLE) > n)
      return FALSE;
    found |= n > 0;
    if (n)
      i += n - 1;
    else if (TOKEN(doc, i)->type == TOKEN_WORD && !is_field_word(doc, i))
      return FALSE;
  }
  return found;
}

static gboolean
is_phone_label(const Doc *doc, guint first, guint end)
{
  return is_label(doc, first, end, CUE_PHONE_WORD) || is_label(doc, first, end, CUE_YOUR_NUMBER);
}

static gboolean
is_any_label(const Doc *doc, const Line *line)
{
  guint first;
  const guint end = label_end(doc, line, &first);
  return end && (is_label(doc, first, end, CUE_INTRO_FIELD) || is_phone_label(doc, first, end));
}

/* What stands behind the label that ends before token end of line l. */
static gboolean
find_value(const Doc *doc, guint l, guint end, Field *field)
{
  const Line *line = LINE(doc, l);
  while (end < line->last && TOKEN(doc, end)->type == TOKEN_PUNCT && !(TOKEN(doc, end)->flags & TOKEN_GUARDED))
    end++;
  if (end == line->last) {
    do
      l++;
    while (l < doc->lines->len && LINE(doc, l)->flags & LINE_BLANK && l < TOKEN(doc, end - 1)->line + 2);
    if (l >= doc->lines->len || LINE(doc, l)->flags & LINE_BLANK || is_any_label(doc, LINE(doc, l)))
      return FALSE;
    line = LINE(doc, l);
    end = line->first;
  }
  field->first = end;
  field->last = line->last;
  return field->last > field->first;
}

/* No more than a name. */
static gboolean
is_name(const Doc *doc, const Field *field)
{
  guint words = 0;
  for (guint i = field->first; i < field->last; i++) {
    const Token *t = TOKEN(doc, i);
    if (t->type == TOKEN_NUMBER || t->flags & TOKEN_GUARDED || identity_is_accused(t) || (t->type == TOKEN_WORD && ++words > VALUE_WORDS))
      return FALSE;
  }
  return words > 0;
}

/* A telephone number and no more than a word or two; NULL when there is none. */
static Phone *
phone_of(const Doc *doc, const Field *field)
{
  const Phone *found = NULL;
  guint words = 0;
  for (guint i = field->first; i < field->last && words <= 2; i++) {
    const Phone *phone = identity_phone_at(doc, i);
    found = found ? found : phone;
    words += TOKEN(doc, i)->type == TOKEN_WORD && !phone;
  }
  return words <= 2 ? (Phone *)found : NULL;
}

/* Nothing but marks stands from token i to the end of the line. */
static gboolean
is_line_over(const Doc *doc, const Line *line, guint i)
{
  while (i < line->last && TOKEN(doc, i)->type == TOKEN_PUNCT)
    i++;
  return i == line->last;
}

/* A short line, or the label first <= i < end of one, that says whom the fields below are about. */
static void
read_heading(const Doc *doc, guint first, guint end, gboolean *theirs)
{
  if (end - first > HEADING_TOKENS)
    return;
  for (guint i = first; i < end; i++)
    if (TOKEN(doc, i)->begins & (CUE_BIT(CUE_INTRO_FIELD) | CUE_BIT(CUE_INTRO_ME))) {
      *theirs = FALSE;
      return;
    } else if (TOKEN(doc, i)->begins & CUE_BIT(CUE_ACCUSED_TITLE) && !(TOKEN(doc, i)->begins & CUE_BIT(CUE_MEDIUM))) { /* "channel: WhatsApp" */
      *theirs = TRUE;
    }
}

/* The fields for a name or a number; *labels: how many lines have such a label or an address for a value. */
static guint
find_fields(const Doc *doc, Field fields[MAX_FIELDS], guint *labels)
{
  guint n = 0;
  gboolean theirs = FALSE, doubtful = FALSE; /* "the accused's name: ..." may be followed by the number of either */
  *labels = 0;
  for (guint l = 0; l < doc->lines->len && n < MAX_FIELDS; l++) {
    const Line *line = LINE(doc, l);
    guint first;
    const guint end = line->flags & (LINE_BLANK | LINE_HEAD | LINE_TURN) || line->zone != ZONE_OWN ? 0 : label_end(doc, line, &first);
    Field field = {.theirs = theirs};
    if (!end)
      continue;
    field.name = is_label(doc, first, end, CUE_INTRO_FIELD);
    const gboolean phone = is_phone_label(doc, first, end);
    if (!field.name && !phone) {
      const gboolean heading = is_line_over(doc, line, end);
      read_heading(doc, first, end, heading ? &theirs : &doubtful);
      if (heading) {
        doubtful = FALSE;
        continue;
      }
    }
    doubtful &= !field.name;
    if (!find_value(doc, l, end, &field) || (doubtful && !theirs))
      continue;
    *labels += field.name || phone || TOKEN(doc, field.first)->flags & TOKEN_EMAIL ? 1 : 0;
    if (field.name ? is_name(doc, &field) : phone_of(doc, &field) != NULL)
      fields[n++] = field;
  }
  return n;
}

/* ---- what a site adds ---- */

static void
learn_addresses(const Doc *doc, Profile *profile, const Line *line)
{
  g_autofree char *text = g_strndup(doc->s + line->start, line->end - line->start);
  g_auto(GStrv) words = g_strsplit_set(text, " \t|,;()[]", -1);
  for (guint w = 0; words[w] && g_hash_table_size(profile->ips) < MAX_ADDRESSES; w++)
    if (g_hostname_is_ip_address(words[w]))
      g_hash_table_add(profile->ips, g_strdup(words[w]));
}

/* "IP 2001:db8::1 | Mozilla/5.0 (...) | 2026-10-02": the browser's line goes, and the address in it or beside it. */
static void
learn_browser(Doc *doc, Profile *profile, guint l)
{
  const Line *line = LINE(doc, l);
  const char *found = g_strstr_len(doc->s + line->start, (gssize)(line->end - line->start), "Mozilla/");
  if (!found || line->zone != ZONE_OWN)
    return;
  identity_span_add(doc, line->start, line->end, KIND_ID, 50, "form.browser");
  for (guint k = l > 2 ? l - 2 : 0; k < doc->lines->len && k < l + 3; k++)
    learn_addresses(doc, profile, LINE(doc, k));
}

void
identity_form_learn(Doc *doc, Profile *profile)
{
  Field fields[MAX_FIELDS];
  guint labels;
  const guint n = find_fields(doc, fields, &labels);
  for (guint f = 0; labels >= 2 && f < n; f++) {
    const Field *field = &fields[f];
    if (field->theirs) {
      LINE(doc, TOKEN(doc, field->first)->line)->zone = ZONE_OTHER; /* signs nothing */
    } else if (field->name) {
      identity_learn_name(doc, profile, field->first, field->last, TRUE, "name.field");
    } else {
      Phone *phone = phone_of(doc, field);
      phone->owner = OWNER_REPORTER;
      phone->field = TRUE;
    }
  }
  for (guint l = 0; labels >= 2 && l < doc->lines->len; l++) /* elsewhere it may be what a thief logged in with */
    learn_browser(doc, profile, l);
}

/* ---- ticket systems ---- */

/* "[#884213]", "{#884213-5d0f}" around the mark at token i. */
static gboolean
is_bracketed(const Doc *doc, guint i)
{
  return i > 0 && i + 2 < doc->tokens->len && (identity_is_punct(doc, i - 1, '[') || identity_is_punct(doc, i - 1, '{')) &&
         (identity_is_punct(doc, i + 2, ']') || identity_is_punct(doc, i + 2, '}') || identity_is_punct(doc, i + 2, '-'));
}

/* "التذكرة رقم", "ticket number", "ticket" end before token i. */
static gboolean
follows_ticket(const Doc *doc, guint i)
{
  while (i > 0 && (TOKEN(doc, i - 1)->begins & CUE_BIT(CUE_PHONE_WORD) || identity_is_punct(doc, i - 1, '.') || identity_is_punct(doc, i - 1, ':')) && identity_same_line(doc, i - 1, i))
    i--;
  return i > 0 && identity_same_line(doc, i - 1, i) && TOKEN(doc, i - 1)->type == TOKEN_WORD && identity_is_member(doc, i - 1, SET_TICKET);
}

/* "[Complaint 20418]" before a subject: what is asked stands behind the bracket, so the number is the system's. A year has four digits. */
static gboolean
is_subject_number(const Doc *doc, guint i)
{
  guint k = i;
  if (doc->text->type != IDENTITY_SUBJECT || TOKEN(doc, i)->chars <= TICKET_DIGITS || !identity_is_punct(doc, i + 1, ']'))
    return FALSE;
  while (k > 0 && TOKEN(doc, k - 1)->type == TOKEN_WORD)
    k--;
  return k > 0 && identity_is_punct(doc, k - 1, '[');
}

/* Who looks up the number of a ticket in its system finds who asked. Without the mark it may be a ticket of those who are accused. */
void
identity_tickets_strip(Doc *doc)
{
  for (guint i = 1; i < doc->tokens->len; i++) {
    const Token *t = TOKEN(doc, i);
    if (t->type == TOKEN_NUMBER && is_subject_number(doc, i))
      identity_span_tokens(doc, i, i + 1, KIND_ID, 66, "id.ticket");
    else if (t->type == TOKEN_NUMBER && t->chars >= TICKET_DIGITS && !(t->flags & (TOKEN_LINK | TOKEN_SPACE)) && identity_is_punct(doc, i - 1, '#') &&
        (is_bracketed(doc, i - 1) || follows_ticket(doc, i - 1)))
      identity_span_tokens(doc, i - 1, i + 1, KIND_ID, 66, "id.ticket");
  }
}
