/* SPDX-License-Identifier: ISC */
/* A text as tokens and lines: what the engines look at. Words keep their folded key and their place in the original; quotations,
 * links, e-mail addresses and handles are marked so that no engine takes a piece out of them. One pass, no backtracking. */
#include "parser/identity_internal.h"
#include "text/letters.h"

/* What the first 2,048 code points (Latin, Greek, Cyrillic, Arabic) fold to and are: asked for every character of every mail. */
#define TABLE_SIZE 0x800u
enum { CHAR_LETTER = 1, CHAR_DIGIT = 2, CHAR_INVISIBLE = 4, CHAR_MARK = 8, CHAR_SPACE = 16, CHAR_MANY = 32 };
typedef struct {
  guint16 fold; /* 0: vanishes */
  guint8 flags; /* CHAR_MANY: folds to several, ask text_fold_char */
} Char;
static Char chars[TABLE_SIZE];

static void
fill_table(void)
{
  for (gunichar c = 1; c < TABLE_SIZE; c++) {
    gunichar out[G_UNICHAR_MAX_DECOMPOSITION_LENGTH + 2];
    guint n = text_fold_char(c, out);
    guint8 flags = 0;
    if (c < 0x80 ? g_ascii_isalpha((char)c) : g_unichar_isalpha(c) || g_unichar_ismark(c))
      flags |= CHAR_LETTER;
    if (g_unichar_digit_value(c) >= 0)
      flags |= CHAR_DIGIT;
    if (text_is_invisible(c) || c == 0x0640)
      flags |= CHAR_INVISIBLE;
    if (g_unichar_ismark(c))
      flags |= CHAR_MARK;
    if (g_unichar_isspace(c))
      flags |= CHAR_SPACE;
    if (TEXT_IS_AYN(c))
      flags = CHAR_INVISIBLE;
    const gunichar latin = text_look_alike(c);
    if (latin)
      out[0] = latin, n = 1;
    chars[c] = (Char){n == 1 && out[0] < 0x10000 ? (guint16)out[0] : 0, n > 1 ? flags | CHAR_MANY : flags};
  }
}

static gboolean
has(gunichar c, guint flag)
{
  return (chars[c].flags & flag) != 0;
}

static gboolean
is_mark(gunichar c)
{
  return c < TABLE_SIZE ? has(c, CHAR_MARK) : g_unichar_ismark(c);
}

static gboolean
is_digit(gunichar c)
{
  return c < TABLE_SIZE ? has(c, CHAR_DIGIT) : g_unichar_digit_value(c) >= 0;
}

/* Invisible characters and tatweel: they are no part of any word and end none. */
static gboolean
is_nothing(gunichar c)
{
  return c < TABLE_SIZE ? has(c, CHAR_INVISIBLE) : text_is_invisible(c);
}

static gboolean
is_space(gunichar c)
{
  return c < TABLE_SIZE ? has(c, CHAR_SPACE) : g_unichar_isspace(c) || c == 0x2028 || c == 0x2029;
}

static gboolean
is_letter(gunichar c)
{
  if (c < TABLE_SIZE)
    return has(c, CHAR_LETTER);
  return g_unichar_isalpha(c) || g_unichar_ismark(c) || (c >= 0x24b6 && text_look_alike(c));
}

static gboolean
is_arabic(gunichar c)
{
  return (c >= 0x600 && c <= 0x6ff) || (c >= 0x750 && c <= 0x77f) || (c >= 0xfb50 && c <= 0xfdff) || (c >= 0xfe70 && c <= 0xfefc);
}

static gboolean
is_kurdish(gunichar c)
{
  return c == 0x06d5 || c == 0x06ce || c == 0x06c6 || c == 0x06b5 || c == 0x0695;
}

typedef struct {
  Doc *doc;
  const char *p, *end;
  guint line;
  gboolean space;
  guint kurdish, words, medial, hamza; /* medial: words with heh inside; hamza: that begin with hamza on yeh */
} Reader;

static void
append_key(Doc *doc, Token *t, gunichar c)
{
  if (c < TABLE_SIZE && !has(c, CHAR_MANY)) {
    GString *keys = doc->keys;
    guint16 fold = chars[c].fold;
    if (fold == 0)
      return;
    if (fold < 0x80) {
      g_string_append_c(keys, (char)fold);
    } else if (fold < 0x800 && keys->len + 2 < keys->allocated_len) { /* as most are, without a call */
      keys->str[keys->len++] = (char)(0xc0 | fold >> 6);
      keys->str[keys->len++] = (char)(0x80 | (fold & 0x3f));
      keys->str[keys->len] = '\0';
    } else {
      g_string_append_unichar(keys, fold);
    }
    t->chars++;
    return;
  }
  gunichar out[G_UNICHAR_MAX_DECOMPOSITION_LENGTH + 2] = {is_arabic(c) ? 0 : text_look_alike(c)};
  guint n = out[0] ? 1 : text_fold_char(c, out);
  for (guint i = 0; i < n; i++) {
    g_string_append_unichar(doc->keys, out[i]);
    t->chars++;
  }
}

/* A word or a number. Latin letters and digits stay together (Arabizi), Arabic letters and digits do not. Invisible characters
 * belong to the word, and so do tatweel and marks. */
static void
read_word(Reader *r)
{
  Token t = {.start = (guint32)(r->p - r->doc->s), .key = (guint32)r->doc->keys->len, .line = r->line, .flags = r->space ? TOKEN_SPACE : 0};
  gboolean letter = FALSE, arabic = FALSE, digit = FALSE;
  const char *last = r->p;
  for (const char *p = r->p; p < r->end; p = g_utf8_next_char(p)) {
    gunichar c = text_char(p);
    if (is_nothing(c)) {
      continue;
    } else if (is_digit(c) && !is_letter(c)) {
      if (letter && arabic)
        break;
      digit = TRUE;
    } else if (is_letter(c)) {
      gboolean here = is_arabic(c);
      if ((letter && here != arabic && !is_mark(c)) || (digit && !letter && here))
        break;
      if (!is_mark(c) || !letter)
        arabic = here;
      if (!letter && !digit && !here && (g_unichar_isupper(c) || (c >= 0x1d00 && text_look_alike(c))))
        t.flags |= TOKEN_CAPITAL;
      if (is_kurdish(c))
        t.flags |= TOKEN_KURDISH;
      letter = TRUE;
    } else if (letter && !arabic && text_is_apostrophe(c) && identity_apostrophe_joins(r->doc->rules, r->doc->keys->str + t.key, t.flags & TOKEN_CAPITAL, g_utf8_next_char(p), r->end)) {
      continue;
    } else {
      break;
    }
    append_key(r->doc, &t, c);
    last = g_utf8_next_char(p);
  }
  t.end = (guint32)(last - r->doc->s);
  t.type = letter ? TOKEN_WORD : TOKEN_NUMBER;
  t.script = letter ? (arabic ? SCRIPT_ARABIC : SCRIPT_LATIN) : SCRIPT_OTHER;
  t.key_len = (guint16)MIN(r->doc->keys->len - t.key, G_MAXUINT16);
  g_string_append_c(r->doc->keys, '\0');
  r->words += letter && arabic;
  if (letter && arabic) {
    const char *begin = r->doc->s + t.start, *second = g_utf8_next_char(begin);
    r->hamza += text_char(begin) == 0x0626;
    for (const char *p = second; p < last && g_utf8_next_char(p) < last; p = g_utf8_next_char(p))
      if (text_char(p) == 0x0647) {
        r->medial++;
        break;
      }
  }
  r->kurdish += (t.flags & TOKEN_KURDISH) != 0;
  r->p = last;
  r->space = FALSE;
  g_array_append_val(r->doc->tokens, t);
}

static void
read_punct(Reader *r, gunichar c)
{
  const char *next = g_utf8_next_char(r->p);
  Token t = {.start = (guint32)(r->p - r->doc->s), .end = (guint32)(next - r->doc->s), .key = (guint32)r->doc->keys->len, .line = r->line,
             .flags = r->space ? TOKEN_SPACE : 0, .type = TOKEN_PUNCT, .punct = c};
  if (c == '@')
    g_string_append_c(r->doc->keys, '@');
  t.key_len = (guint16)(r->doc->keys->len - t.key);
  g_string_append_c(r->doc->keys, '\0');
  r->p = next;
  r->space = FALSE;
  g_array_append_val(r->doc->tokens, t);
}

static void
end_line(Reader *r, guint32 *start)
{
  Line line = {.start = *start, .end = (guint32)(r->p - r->doc->s), .first = 0, .last = r->doc->tokens->len};
  if (r->doc->lines->len)
    line.first = LINE(r->doc, r->doc->lines->len - 1)->last;
  for (const char *p = r->doc->s + line.start; p < r->doc->s + line.end; p++) {
    if (*p == '>')
      line.depth = (guint8)MIN(line.depth + 1, 200);
    else if (*p != ' ' && *p != '\t')
      break;
  }
  gboolean blank = TRUE;
  for (guint i = line.first; i < line.last && blank; i++)
    blank = TOKEN(r->doc, i)->type == TOKEN_PUNCT && TOKEN(r->doc, i)->punct == '>';
  if (blank)
    line.flags |= LINE_BLANK;
  if (line.end - line.start <= 3 && g_str_has_prefix(r->doc->s + line.start, "--") && strchr(" -\n", r->doc->s[line.start + 2])) /* the signature separator */
    line.flags |= LINE_RULE;
  g_array_append_val(r->doc->lines, line);
  r->line++;
}

static void
tokenize(Doc *doc)
{
  Reader r = {.doc = doc, .p = doc->s, .end = doc->s + doc->len, .space = TRUE};
  guint32 start = 0;
  while (r.p < r.end) {
    gunichar c = text_char(r.p);
    if (c == '\n') {
      end_line(&r, &start);
      r.p++;
      start = (guint32)(r.p - doc->s);
      r.space = TRUE;
    } else if (is_space(c)) {
      r.space = TRUE;
      r.p = g_utf8_next_char(r.p);
    } else if (is_nothing(c)) {
      r.p = g_utf8_next_char(r.p);
    } else if (is_letter(c) || is_digit(c)) {
      read_word(&r);
    } else {
      read_punct(&r, c);
    }
  }
  end_line(&r, &start);
  doc->kurdish = r.kurdish * 5 > r.words; /* every fifth word has such a letter */
  if (!doc->kurdish) /* on an Arabic keyboard: every vowel "e" is a heh, and no Arabic word begins with hamza on yeh */
    doc->kurdish = r.hamza && r.medial * 4 > r.words;
}

/* ---- quotations ---- */

static gunichar
closing_quote(gunichar c)
{
  switch (c) {
  case 0xab:
    return 0xbb;
  case 0x201c:
    return 0x201d;
  case 0x201e:
    return 0x201c;
  case '"':
    return '"';
  case 0x2018:
    return 0x2019;
  case '\'':
    return '\'';
  case 0x201d: /* right-to-left writers type them the other way round */
    return 0x201c;
  default:
    return 0;
  }
}

/* An apostrophe is no quotation mark: one opens after white space, before a word, and one closes before white space or a mark. */
static gboolean
is_single_open(const Doc *doc, guint i)
{
  return TOKEN(doc, i)->flags & TOKEN_SPACE && i + 1 < doc->tokens->len && TOKEN(doc, i + 1)->type == TOKEN_WORD && !(TOKEN(doc, i + 1)->flags & TOKEN_SPACE);
}

static gboolean
is_single_close(const Doc *doc, guint j)
{
  return !(TOKEN(doc, j)->flags & TOKEN_SPACE) && (j + 1 >= doc->tokens->len || TOKEN(doc, j + 1)->flags & TOKEN_SPACE || TOKEN(doc, j + 1)->type == TOKEN_PUNCT || TOKEN(doc, j + 1)->line != TOKEN(doc, j)->line);
}

/* From an opening mark to its closing one, at most 120 tokens and one blank line away. */
static void
mark_quotes(Doc *doc)
{
  for (guint i = 0; i < doc->tokens->len; i++) {
    gunichar close = TOKEN(doc, i)->type == TOKEN_PUNCT ? closing_quote(TOKEN(doc, i)->punct) : 0;
    const gboolean single = close == '\'' || close == 0x2019;
    if (!close || (single && !is_single_open(doc, i)))
      continue;
    guint j = i + 1, limit = MIN(doc->tokens->len, i + 120);
    while (j < limit && !(TOKEN(doc, j)->type == TOKEN_PUNCT && (!single || is_single_close(doc, j)) && (TOKEN(doc, j)->punct == close || (close == 0x201d && TOKEN(doc, j)->punct == '"'))) &&
           TOKEN(doc, j)->line <= TOKEN(doc, j - 1)->line + 1)
      j++;
    if (j >= limit || TOKEN(doc, j)->type != TOKEN_PUNCT || TOKEN(doc, j)->line > TOKEN(doc, j - 1)->line + 1)
      continue;
    for (guint k = i + 1; k < j; k++)
      TOKEN(doc, k)->flags |= TOKEN_QUOTE;
    i = j;
  }
}

/* ---- links, addresses, handles ---- */

guint
identity_token_at(const Doc *doc, gsize byte)
{
  guint low = 0, high = doc->tokens->len;
  while (low < high) {
    guint mid = (low + high) / 2;
    if (TOKEN(doc, mid)->start < byte)
      low = mid + 1;
    else
      high = mid;
  }
  return low;
}

static void
flag_bytes(Doc *doc, gsize start, gsize end, guint flag)
{
  for (guint i = identity_token_at(doc, start); i < doc->tokens->len && TOKEN(doc, i)->start < end; i++)
    TOKEN(doc, i)->flags |= (guint16)flag;
}

/* Tokens that stand together without white space from i on. */
static guint
chunk_end(const Doc *doc, guint i)
{
  guint j = i + 1;
  while (j < doc->tokens->len && j < i + IDENTITY_MAX_CHUNK_TOKENS && !(TOKEN(doc, j)->flags & TOKEN_SPACE) && TOKEN(doc, j)->line == TOKEN(doc, i)->line)
    j++;
  return j;
}

static gboolean
is_host_char(const Token *t)
{
  return t->type != TOKEN_PUNCT ? t->script != SCRIPT_ARABIC : t->punct == '.' || t->punct == '-' || t->punct == '_' || t->punct == '+' || t->punct == '%';
}

/* name@host.tld around the '@' at token i: Range in emails. */
static gboolean
find_email(Doc *doc, guint i)
{
  guint a = i, b = i;
  if (TOKEN(doc, i)->flags & TOKEN_SPACE)
    return FALSE;
  while (a > 0 && i - a < 128 && is_host_char(TOKEN(doc, a - 1)) && TOKEN(doc, a - 1)->end == TOKEN(doc, a)->start && TOKEN(doc, a - 1)->line == TOKEN(doc, i)->line)
    a--;
  while (a < i && TOKEN(doc, a)->type == TOKEN_PUNCT)
    a++;
  gboolean dot = FALSE;
  for (guint k = i + 1; k < doc->tokens->len && k < i + 128 && is_host_char(TOKEN(doc, k)) && !(TOKEN(doc, k)->flags & TOKEN_SPACE) && TOKEN(doc, k)->line == TOKEN(doc, i)->line; k++) {
    if (TOKEN(doc, k)->type != TOKEN_PUNCT) {
      b = k;
      dot |= identity_is_punct(doc, k - 1, '.');
    }
  }
  if (a == i || b == i || !dot)
    return FALSE;
  Range r = {TOKEN(doc, a)->start, TOKEN(doc, b)->end, a, b + 1};
  g_array_append_val(doc->emails, r);
  for (guint k = a; k <= b; k++)
    TOKEN(doc, k)->flags |= TOKEN_EMAIL;
  return TRUE;
}

/* @name or #name: the name goes on over letters, digits, '_' and '.', in any script. */
static void
find_handle(Doc *doc, guint i)
{
  guint b = i;
  for (guint k = i + 1; k < doc->tokens->len && k < i + 128 && !(TOKEN(doc, k)->flags & TOKEN_SPACE) && TOKEN(doc, k)->line == TOKEN(doc, i)->line; k++) {
    const Token *t = TOKEN(doc, k);
    if (t->type != TOKEN_PUNCT || t->punct == '_')
      b = k;
    else if (t->punct != '.' && t->punct != '-')
      break;
  }
  if (b == i)
    return;
  Range r = {TOKEN(doc, i)->start, TOKEN(doc, b)->end, i, b + 1};
  g_array_append_val(doc->handles, r);
  for (guint k = i; k <= b; k++)
    TOKEN(doc, k)->flags |= TOKEN_HANDLE;
}

/* noor.zz.k97, ahmed_88: a Latin word with dots or underscores inside, or letters and digits mixed beyond Arabizi. */
static gboolean
find_bare_handle(Doc *doc, guint i, guint end)
{
  guint b = i, marks = 0, letters = 0;
  for (guint k = i; k < end; k++) {
    const Token *t = TOKEN(doc, k);
    if (t->type == TOKEN_PUNCT && (t->punct == '_' || t->punct == '.')) {
      if (k + 1 >= end || (TOKEN(doc, k + 1)->type == TOKEN_PUNCT && TOKEN(doc, k + 1)->punct != '_')) {
        if (t->punct == '_')
          b = k;
        break;
      }
      marks++;
    } else if (t->type != TOKEN_PUNCT && t->script != SCRIPT_ARABIC) {
      letters += t->type == TOKEN_WORD;
      b = k;
    } else {
      break;
    }
  }
  if (!marks || !letters)
    return FALSE;
  Range r = {TOKEN(doc, i)->start, TOKEN(doc, b)->end, i, b + 1};
  if (r.end - r.start < 5) /* "a.m" */
    return FALSE;
  g_array_append_val(doc->handles, r);
  for (guint k = i; k <= b; k++)
    TOKEN(doc, k)->flags |= TOKEN_HANDLE;
  return TRUE;
}

/* What is written like a link where no list of links was given: scheme://, www., host.tld/path. */
static gboolean
looks_like_link(const Doc *doc, guint i, guint end)
{
  gboolean dot = FALSE;
  for (guint k = i; k < end; k++) {
    if (identity_is_punct(doc, k, ':') && identity_is_punct(doc, k + 1, '/') && identity_is_punct(doc, k + 2, '/'))
      return TRUE;
    if (identity_is_punct(doc, k, '.') && k > i && TOKEN(doc, k - 1)->type == TOKEN_WORD && TOKEN(doc, k - 1)->script == SCRIPT_LATIN && k + 1 < end)
      dot = TRUE;
    if (identity_is_punct(doc, k, '/'))
      return dot && k + 1 < end && TOKEN(doc, i)->script == SCRIPT_LATIN;
    if (TOKEN(doc, k)->script == SCRIPT_ARABIC)
      return FALSE;
  }
  return dot && strcmp(KEY(doc, TOKEN(doc, i)), "www") == 0;
}

static void
mark_addresses(Doc *doc)
{
  GPtrArray *links = doc->text->links;
  for (guint i = 0; links && i < links->len; i++) {
    const Link *link = g_ptr_array_index(links, i);
    flag_bytes(doc, link->start, link->end, TOKEN_LINK);
  }
  guint end = 0;
  gboolean link = FALSE;
  for (guint i = 0; i < doc->tokens->len; i++) {
    if (i >= end) {
      end = chunk_end(doc, i);
      guint from = i;
      while (from < end && TOKEN(doc, from)->type == TOKEN_PUNCT) /* "(https://..." */
        from++;
      link = from < end && looks_like_link(doc, from, end);
    }
    Token *t = TOKEN(doc, i);
    if (link)
      t->flags |= TOKEN_LINK;
    if (t->flags & TOKEN_GUARDED)
      continue;
    if (t->type == TOKEN_PUNCT && t->punct == '@' && !find_email(doc, i) && !(i > 0 && TOKEN(doc, i - 1)->type == TOKEN_WORD && !(t->flags & TOKEN_SPACE)))
      find_handle(doc, i);
    else if (t->type == TOKEN_PUNCT && t->punct == '#')
      find_handle(doc, i);
  }
  for (guint i = 0; i < doc->tokens->len; i++) {
    const Token *t = TOKEN(doc, i);
    if (t->flags & TOKEN_GUARDED || t->script == SCRIPT_ARABIC || t->type == TOKEN_PUNCT)
      continue;
    if (i > 0 && TOKEN(doc, i - 1)->end == t->start && (identity_is_punct(doc, i - 1, '.') || identity_is_punct(doc, i - 1, '_')))
      continue;
    guint stop = i + 1;
    while (stop < doc->tokens->len && stop < i + 24 && !(TOKEN(doc, stop)->flags & TOKEN_SPACE) && TOKEN(doc, stop)->line == t->line)
      stop++;
    if (stop > i + 2)
      find_bare_handle(doc, i, stop);
  }
}

/* "ولا" (nor) and the name "ولاء" have one key, since a hamza is often left out; the word without it is not the name. */
static gboolean
lacks_hamza(const Doc *doc, const Token *t)
{
  static const char *const keys[] = {"ولا", "الا", "هنا", "بها", NULL};
  return g_strv_contains(keys, KEY(doc, t)) && !memmem(doc->s + t->start, t->end - t->start, "ء", 2) && !text_begins(doc->s + t->start, "آ");
}

/* "على" (on) and the name "علي" have one key, and so have "مني" (from me) and the name "منى": here the last letter tells. */
static void
mark_preposition(Doc *doc, guint i)
{
  Token *t = TOKEN(doc, i);
  if (t->script != SCRIPT_ARABIC || t->chars < 3 || t->chars > 4)
    return;
  const char *key = KEY(doc, t);
  gboolean on = g_str_has_suffix(key, "علي") && t->end >= 2 && memcmp(doc->s + t->end - 2, "ى", 2) == 0;
  gboolean from_me = strcmp(key, "مني") == 0 && memcmp(doc->s + t->end - 2, "ى", 2) != 0;
  if (!on && !from_me && !(t->chars == 3 && t->begins & CUE_NAMES && lacks_hamza(doc, t)))
    return;
  t->flags |= TOKEN_PREPOSITION;
  t->begins = (t->begins & ~CUE_NAMES) | CUE_BIT(CUE_STOP);
  t->ends = (t->ends & ~CUE_NAMES) | CUE_BIT(CUE_STOP);
  t->group = 0;
}

static int
by_first(const void *a, const void *b)
{
  const Range *x = a, *y = b;
  return x->first < y->first ? -1 : x->first > y->first;
}

Doc *
identity_doc_new(const IdentityRules *rules, IdentityText *text, guint number)
{
  static gsize filled;
  if (g_once_init_enter(&filled)) {
    fill_table();
    g_once_init_leave(&filled, 1);
  }
  Doc *doc = g_new0(Doc, 1);
  doc->rules = rules;
  doc->text = text;
  doc->s = text->text;
  doc->len = strlen(text->text);
  doc->number = number;
  doc->tokens = g_array_sized_new(FALSE, FALSE, sizeof(Token), (guint)MIN(doc->len / 8, 4096) + 16);
  doc->keys = g_string_sized_new(doc->len + doc->len / 4 + 16);
  doc->lines = g_array_new(FALSE, TRUE, sizeof(Line));
  doc->emails = g_array_new(FALSE, FALSE, sizeof(Range));
  doc->handles = g_array_new(FALSE, FALSE, sizeof(Range));
  doc->phones = g_array_new(FALSE, FALSE, sizeof(Phone));
  doc->spans = g_array_new(FALSE, FALSE, sizeof(Span));
  tokenize(doc);
  mark_quotes(doc);
  mark_addresses(doc);
  g_array_sort(doc->handles, by_first);
  identity_cues_mark(doc);
  identity_accused_mark(doc);
  for (guint i = 0; i < doc->tokens->len; i++)
    mark_preposition(doc, i);
  for (guint i = 0; i < doc->tokens->len && !doc->fake; i++)
    doc->fake = identity_is(doc, i, CUE_FAKE);
  guint capitals = 0;
  for (guint i = 0; i < doc->tokens->len && capitals < 4; i++)
    capitals += TOKEN(doc, i)->script == SCRIPT_LATIN && TOKEN(doc, i)->flags & TOKEN_CAPITAL;
  doc->latin_capitals = capitals >= 4;
  return doc;
}

void
identity_doc_free(Doc *doc)
{
  if (!doc)
    return;
  g_array_unref(doc->tokens);
  g_string_free(doc->keys, TRUE);
  g_array_unref(doc->lines);
  g_array_unref(doc->emails);
  g_array_unref(doc->handles);
  g_array_unref(doc->phones);
  g_array_unref(doc->spans);
  g_clear_pointer(&doc->accused, g_hash_table_unref);
  g_free(doc->speaker);
  g_free(doc);
}

/* ---- questions about tokens ---- */

guint32
identity_token_offset(const Doc *doc, const Token *t, guint skip)
{
  if (t->end - t->start == t->key_len) /* nothing vanished or changed its length */
    return t->start + MIN(skip, t->key_len);
  guint used = 0;
  const char *p = doc->s + t->start;
  while (used < skip && p < doc->s + t->end) {
    gunichar out[G_UNICHAR_MAX_DECOMPOSITION_LENGTH + 2];
    guint n = text_fold_char(g_utf8_get_char(p), out);
    for (guint i = 0; i < n; i++)
      used += (guint)g_unichar_to_utf8(out[i], NULL);
    p = g_utf8_next_char(p);
  }
  return (guint32)(p - doc->s);
}

guint
identity_range_at(const GArray *ranges, guint i, gboolean *found)
{
  guint low = 0, high = ranges->len;
  while (low < high) {
    guint mid = (low + high) / 2;
    if (g_array_index(ranges, Range, mid).last <= i)
      low = mid + 1;
    else
      high = mid;
  }
  *found = low < ranges->len && g_array_index(ranges, Range, low).first <= i;
  return low;
}

Link *
identity_link_at(const Doc *doc, gsize byte)
{
  GPtrArray *links = doc->text->links;
  guint low = 0, high = links ? links->len : 0;
  while (low < high) {
    guint mid = (low + high) / 2;
    if (((Link *)g_ptr_array_index(links, mid))->end <= byte)
      low = mid + 1;
    else
      high = mid;
  }
  Link *link = links && low < links->len ? g_ptr_array_index(links, low) : NULL;
  return link && link->start <= byte ? link : NULL;
}

gboolean
identity_ends_line(const Doc *doc, guint i)
{
  return i + 1 >= doc->tokens->len || TOKEN(doc, i + 1)->line != TOKEN(doc, i)->line;
}

gboolean
identity_same_line(const Doc *doc, guint i, guint j)
{
  return i < doc->tokens->len && j < doc->tokens->len && TOKEN(doc, i)->line == TOKEN(doc, j)->line;
}

gboolean
identity_is_sentence_end(const Doc *doc, guint i)
{
  const Token *t = TOKEN(doc, i);
  if (i + 1 < doc->tokens->len && TOKEN(doc, i + 1)->line > t->line + 1)
    return TRUE;
  if (t->type != TOKEN_PUNCT)
    return FALSE;
  if (t->punct == '.')
    return i + 1 >= doc->tokens->len || (TOKEN(doc, i + 1)->flags & TOKEN_SPACE && !(i > 0 && (TOKEN(doc, i - 1)->chars == 1 || (TOKEN(doc, i - 1)->chars <= 4 && TOKEN(doc, i - 1)->begins & CUE_BIT(CUE_TITLE)))));
  return t->punct == '!' || t->punct == '?' || t->punct == 0x061f || t->punct == ';' || t->punct == 0x061b || t->punct == 0x06d4;
}

gboolean
identity_is_comma(const Doc *doc, guint i)
{
  return identity_is_punct(doc, i, ',') || identity_is_punct(doc, i, 0x060c);
}

gboolean
identity_is_own_words(const Doc *doc, guint i)
{
  const Token *t = TOKEN(doc, i);
  return !(t->flags & (TOKEN_QUOTE | TOKEN_GUARDED)) && LINE(doc, t->line)->zone != ZONE_OTHER && !(LINE(doc, t->line)->flags & LINE_HEAD);
}

gboolean
identity_begins_clause(const Doc *doc, guint i)
{
  if (doc->text->type == IDENTITY_SUBJECT)
    return FALSE;
  return i == 0 || LINE(doc, TOKEN(doc, i)->line)->first == i || identity_is_sentence_end(doc, i - 1);
}

gboolean
identity_is_capital(const Token *t)
{
  return t->type == TOKEN_WORD && t->flags & TOKEN_CAPITAL && !(t->begins & CUE_BIT(CUE_STOP));
}

gboolean
identity_is_accused(const Token *t)
{
  return t->begins & CUE_BIT(CUE_ACCUSED_TITLE) && !(t->begins & (CUE_BIT(CUE_ROLE) | CUE_BIT(CUE_TITLE) | CUE_BIT(CUE_ORG)));
}

gboolean
identity_is_component(const Token *t)
{
  return (t->begins & (CUE_BIT(CUE_PLACE) | CUE_BIT(CUE_ADDRESS))) != 0;
}

gboolean
identity_is_title_or_role(const Token *t)
{
  return (t->begins & (CUE_BIT(CUE_TITLE) | CUE_BIT(CUE_ROLE))) != 0;
}

gboolean
identity_is_definite(const Doc *doc, const Token *t)
{
  const char *key = KEY(doc, t);
  return t->script == SCRIPT_ARABIC && t->chars >= 4 && (g_str_has_prefix(key, "ال") || g_str_has_prefix(key, "بال"));
}

gboolean
identity_is_nisba(const Doc *doc, guint i)
{
  const Token *t = TOKEN(doc, i);
  return t->type == TOKEN_WORD && t->script == SCRIPT_ARABIC && t->chars >= 6 && g_str_has_prefix(KEY(doc, t), "ال") && g_str_has_suffix(KEY(doc, t), "ي");
}

gboolean
identity_is_name_word(const Doc *doc, guint i)
{
  if (i >= doc->tokens->len)
    return FALSE;
  const Token *t = TOKEN(doc, i);
  if (t->type != TOKEN_WORD || t->flags & TOKEN_GUARDED)
    return FALSE;
  if (t->begins & CUE_NAMES)
    return TRUE;
  return t->script == SCRIPT_LATIN && t->flags & TOKEN_CAPITAL && t->chars >= 2 &&
         !(t->begins & (CUE_BIT(CUE_STOP) | CUE_BIT(CUE_ROLE) | CUE_BIT(CUE_TITLE) | CUE_BIT(CUE_ORG) | CUE_BIT(CUE_PLACE) | CUE_BIT(CUE_ACCUSED_TITLE)));
}

gboolean
identity_ends_mine(const Doc *doc, const Token *t)
{
  const char *key = KEY(doc, t);
  if (t->script != SCRIPT_ARABIC || t->chars < 4)
    return FALSE;
  return doc->kurdish ? g_str_has_suffix(key, "م") || g_str_has_suffix(key, "مان") || g_str_has_suffix(key, "مانه") : g_str_has_suffix(key, "ي") || g_str_has_suffix(key, "نا");
}

gboolean
identity_ends_yours(const Doc *doc, const Token *t)
{
  const char *key = KEY(doc, t);
  if (t->script != SCRIPT_ARABIC || t->chars < 3)
    return FALSE;
  return doc->kurdish ? g_str_has_suffix(key, "تان") : g_str_has_suffix(key, "ك") || g_str_has_suffix(key, "چ") || g_str_has_suffix(key, "كم");
}
