/* SPDX-License-Identifier: ISC */
/* Lists of accounts, of comments, of numbers: rows of cells (CSV, RFC 4180, or a sheet). A list has no signature, no greeting and no
 * sentence that goes on in the next row; a row is the reporter's when it holds the reporter's address, number or two names. */
#include "parser/identity_internal.h"

#define MIN_ROWS 3u
#define DELIMITERS "\t;,|"

/* How often delimiter stands in the line outside of quotation marks. */
static guint
cells(const char *line, gsize len, char delimiter)
{
  guint n = 0;
  gboolean quoted = FALSE;
  for (gsize i = 0; i < len; i++) {
    quoted ^= line[i] == '"';
    n += !quoted && line[i] == delimiter;
  }
  return n;
}

/* How many columns: nine of ten rows have as many cells as the first, two at least, three when commas or semicolons part them, which
 * prose has too. 0 when it is none. */
static guint
columns_of(const char *text, char delimiter)
{
  guint rows = 0, alike = 0, columns = 0;
  for (const char *line = text; *line;) {
    gsize len = strcspn(line, "\n");
    gsize used = strspn(line, " \r\t") < len ? len : 0;
    if (used) {
      guint n = cells(line, len, delimiter);
      if (!rows++ && (columns = n) < (delimiter == '\t' ? 1 : 2))
        return 0;
      alike += n == columns;
    }
    line += len + (line[len] == '\n');
  }
  return rows >= MIN_ROWS && alike * 10 >= rows * 9 ? columns + 1 : 0;
}

guint
identity_table_columns(const char *text)
{
  guint columns = 0;
  for (const char *d = DELIMITERS; *d && !columns; d++)
    columns = columns_of(text, *d);
  return columns;
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
  gboolean listed = identity_table_columns(doc->s) > 2; /* two columns may be a form: "Phone", "0770 ..." */
  Row row = {G_MAXUINT, FALSE};
  for (guint p = 0; p < doc->phones->len; p++) {
    Phone *phone = &g_array_index(doc->phones, Phone, p);
    if (in_own_row(doc, profile, phone->range.first, &row)) {
      phone->owner = OWNER_REPORTER;
      g_hash_table_add(profile->phones, g_strdup(phone->national));
    } else if (listed) {
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
