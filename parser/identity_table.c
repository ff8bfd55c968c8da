/* SPDX-License-Identifier: ISC */
/* Lists of accounts, of comments, of numbers: rows of cells (CSV, RFC 4180, or a sheet). A list has no signature, no greeting and no
 * sentence that goes on in the next row; a row is the reporter's when it holds the reporter's address, number or two names. */
#include "parser/identity_internal.h"

#define MIN_ROWS 3u
#define DELIMITERS "\t;,|"

/* How often delimiter stands in the bytes outside of quotation marks; quoted: whether they begin within some, and end so. */
static guint
count(const char *bytes, gsize len, char delimiter, gboolean *quoted)
{
  guint n = 0;
  for (gsize i = 0; i < len; i++) {
    *quoted ^= bytes[i] == '"';
    n += !*quoted && bytes[i] == delimiter;
  }
  return n;
}

/* Nine of ten rows have as many cells as the first, three at least. Two are a form ("Name", "Nur"), which is read as prose. */
static gboolean
is_parted_by(const char *text, char delimiter)
{
  guint rows = 0, alike = 0, columns = 0;
  for (const char *line = text; *line;) {
    gsize len = strcspn(line, "\n");
    gsize used = strspn(line, " \r\t") < len ? len : 0;
    if (used) {
      gboolean quoted = FALSE;
      guint n = count(line, len, delimiter, &quoted);
      if (!rows++ && (columns = n) < 2)
        return FALSE;
      alike += n == columns;
    }
    line += len + (line[len] == '\n');
  }
  return rows >= MIN_ROWS && alike * 10 >= rows * 9;
}

static char
delimiter_of(const char *text)
{
  for (const char *d = DELIMITERS; *d; d++)
    if (is_parted_by(text, *d))
      return *d;
  return '\0';
}

gboolean
identity_is_table(const char *text)
{
  return delimiter_of(text) != '\0';
}

static gboolean
names_reporter(const Doc *doc, const Profile *profile, const Line *line)
{
  gboolean found, sure;
  for (guint e = identity_range_at(doc->emails, line->first, &found); e < doc->emails->len; e++) {
    const Range *r = &g_array_index(doc->emails, Range, e);
    if (r->start >= line->end)
      break;
    g_autofree char *address = g_strndup(doc->s + r->start, r->end - r->start);
    if (identity_profile_is_email(profile, address))
      return TRUE;
  }
  const ProfileName *before = NULL;
  for (guint i = line->first; i < line->last; i++) {
    guint skip;
    const ProfileName *name = TOKEN(doc, i)->type == TOKEN_WORD ? identity_profile_match(profile, doc, i, &skip, &sure) : NULL;
    if (name && name->own && sure && before && before != name)
      return TRUE;
    before = name && name->own && sure ? name : NULL;
  }
  return FALSE;
}

typedef struct {
  guint line; /* the one that own tells of; G_MAXUINT at first */
  gboolean own;
} Row;

/* Whether token i stands in a row of the reporter. What is asked goes from top to bottom, so that each row is read once. */
static gboolean
in_own_row(const Doc *doc, const Profile *profile, guint i, Row *row)
{
  if (TOKEN(doc, i)->line != row->line) {
    row->line = TOKEN(doc, i)->line;
    row->own = names_reporter(doc, profile, LINE(doc, row->line));
  }
  return row->own;
}

/* Whether start to end is all that a cell holds. */
static gboolean
is_cell(const Doc *doc, gsize start, gsize end)
{
  while (start > 0 && (doc->s[start - 1] == ' ' || doc->s[start - 1] == '"'))
    start--;
  end += strspn(doc->s + end, " \"\r");
  return (!start || strchr(DELIMITERS "\n", doc->s[start - 1])) && strchr(DELIMITERS "\n", doc->s[end]); /* the end too */
}

void
identity_table_learn(Doc *doc, Profile *profile)
{
  Row row = {G_MAXUINT, FALSE};
  for (guint p = 0; p < doc->phones->len; p++) {
    Phone *phone = &g_array_index(doc->phones, Phone, p);
    if (in_own_row(doc, profile, phone->range.first, &row)) {
      phone->owner = OWNER_REPORTER;
      g_hash_table_add(profile->phones, g_strdup(phone->national));
    } else {
      phone->owner = OWNER_ACCUSED;
    }
  }
  for (guint h = 0; h < doc->handles->len; h++) {
    const Range *r = &g_array_index(doc->handles, Range, h);
    guint from = r->first + (TOKEN(doc, r->first)->type == TOKEN_PUNCT ? 1 : 0);
    if (!is_cell(doc, r->start, r->end) || !in_own_row(doc, profile, r->first, &row))
      continue;
    g_autofree char *name = g_strndup(doc->s + TOKEN(doc, from)->start, r->end - TOKEN(doc, from)->start);
    g_hash_table_add(profile->locals, text_fold_key(name, -1));
  }
}

/* The cells of one row, token by token from the left. */
typedef struct {
  char delimiter;
  gsize at; /* bytes that are counted */
  guint column;
  gboolean quoted;
} Cells;

/* The bit of the column of token i, 0 for the 64th and on, and for a mark. */
static guint64
column_bit(const Doc *doc, Cells *cells, guint i)
{
  const Token *t = TOKEN(doc, i);
  cells->column += count(doc->s + cells->at, t->start - cells->at, cells->delimiter, &cells->quoted);
  cells->at = t->start;
  return t->type == TOKEN_PUNCT || cells->column >= 64 ? 0 : G_GUINT64_CONSTANT(1) << cells->column;
}

/* Columns of the first row that say more of a person than the name: "address", "المهنة". */
static guint64
personal_columns(const Doc *doc, char delimiter)
{
  Cells cells = {delimiter, 0, 0, FALSE};
  guint64 columns = 0;
  for (guint i = 0; i < LINE(doc, 0)->last; i++) {
    guint64 bit = column_bit(doc, &cells, i);
    if (bit && identity_rules_has_piece(doc->rules, KEY(doc, TOKEN(doc, i)), SET_COLUMN))
      columns |= bit;
  }
  return columns;
}

/* One span for a cell, its marks within. */
static void
strip_cells(Doc *doc, const Line *line, char delimiter, guint64 personal)
{
  Cells cells = {delimiter, line->start, 0, FALSE};
  guint64 open = 0; /* the column of the cell from first on */
  guint first = 0, last = 0;
  for (guint i = line->first; i < line->last; i++) {
    guint64 bit = column_bit(doc, &cells, i);
    if (!bit)
      continue;
    if (open && bit != open)
      identity_span_tokens(doc, first, last, KIND_ADDRESS, 75, "list.own");
    if (bit != open)
      first = i;
    open = bit & personal;
    last = i + 1;
  }
  if (open)
    identity_span_tokens(doc, first, last, KIND_ADDRESS, 75, "list.own");
}

void
identity_table_strip(Doc *doc, const Profile *profile)
{
  char delimiter = delimiter_of(doc->s);
  guint64 personal = doc->lines->len ? personal_columns(doc, delimiter) : 0;
  for (guint l = 1; personal && l < doc->lines->len; l++)
    if (names_reporter(doc, profile, LINE(doc, l)))
      strip_cells(doc, LINE(doc, l), delimiter, personal);
}
