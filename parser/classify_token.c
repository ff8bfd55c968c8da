/* SPDX-License-Identifier: ISC */
/* Text to tokens: one pass, linear, each byte looked at a bounded number of times. Knows scripts, quotation
 * marks, lines and links; knows no words. Refuses to read past the limits: what is beyond is not classified.
 */
#include "parser/classify_internal.h"

#include <string.h>

#include "text/fold.h"

#define TABLE_SIZE 0x800u
#define MANY 0xffffu
#define SIGNATURE_LINE_TOKENS 6u
#define SIGNATURE_LINES 6u
#define SIGNATURE_TOKENS 45u

typedef struct {
  guint16 folded[TABLE_SIZE]; /* 0: vanishes or no letter; MANY: ask text_fold_char */
  guint16 flags[TABLE_SIZE];
} LetterTable;

#define PENDING_TOKENS 64u

/* What is read and not yet in the text's arrays, to spare a call for each. */
typedef struct {
  Token tokens[PENDING_TOKENS];
  guint16 keys[PENDING_TOKENS * CLASSIFY_MAX_WORD];
  guint n_tokens, n_keys;
} Pending;

typedef struct {
  ClassifyText *out;
  Pending *pending;
  const LetterTable *table;
  const char *s;
  gsize size, at;
  Zone zone;
  guint8 part;
  gboolean open; /* a token is being built */
  Token token;
  guint16 key[CLASSIFY_MAX_WORD];
  guint key_len;
  gsize quote_end;   /* in a quotation until here, 0 when not */
  gsize quote_blind; /* no closing mark before this byte: do not look again */
  gboolean line_start, reply_line, blank_line;
} Scanner;

/* With room for some tokens, before it has to grow. */
static ClassifyText *
text_for(guint tokens)
{
  ClassifyText *text = g_new0(ClassifyText, 1);
  text->texts = g_ptr_array_new();
  text->tokens = g_array_sized_new(FALSE, FALSE, sizeof(Token), tokens);
  text->keys = g_array_sized_new(FALSE, FALSE, sizeof(guint16), 8 * tokens);
  text->classes = g_array_sized_new(FALSE, FALSE, sizeof(guint32), 2 * tokens);
  text->hits = g_array_sized_new(FALSE, FALSE, sizeof(Hit), tokens / 2);
  return text;
}

ClassifyText *
classify_text_new(void)
{
  return text_for(512);
}

void
classify_text_free(ClassifyText *text)
{
  if (!text)
    return;
  g_ptr_array_free(text->texts, TRUE);
  g_array_free(text->tokens, TRUE);
  g_array_free(text->keys, TRUE);
  g_array_free(text->classes, TRUE);
  g_array_free(text->hits, TRUE);
  g_free(text->met);
  g_free(text);
}

/* Letters that Iraqi and Kurdish writers interchange with Arabic ones: a looser key than text/fold.h makes.
 */
static gunichar
loosen(gunichar c)
{
  switch (c) {
  case 0x06af:
    return 0x0643; /* gaf -> kaf */
  case 0x0686:
    return 0x062c; /* tcheh -> jeem */
  case 0x067e:
    return 0x0628; /* peh -> beh */
  default:
    return c;
  }
}

static guint16
letter_flags(gunichar c)
{
  static const struct {
    const char *letters;
    guint16 flag;
  } sets[] = {
      {"ەێۆڕڵڤ", TOKEN_SORANI_LETTER},
      {"ةثذصضطظأإ", TOKEN_ARABIC_LETTER},
      {"êîûÊÎÛ", TOKEN_KURMANJI_LETTER},
      {"ğıİöüĞÖÜ", TOKEN_TURKISH_LETTER},
      {"گ", TOKEN_GAF},
  };
  guint16 flags = 0;
  for (guint i = 0; i < G_N_ELEMENTS(sets); i++)
    if (g_utf8_strchr(sets[i].letters, -1, c))
      flags |= sets[i].flag;
  if (g_unichar_isupper(c))
    flags |= TOKEN_CAPITAL;
  return flags;
}

static guint16
script_of(gunichar folded)
{
  if (folded >= '0' && folded <= '9')
    return TOKEN_NUMBER;
  return folded >= 0x0600 && folded <= 0x06ff ? TOKEN_ARABIC : TOKEN_LATIN;
}

static const LetterTable *
letter_table(void)
{
  static LetterTable table;
  static gsize ready;
  if (g_once_init_enter(&ready)) {
    for (gunichar c = 1; c < TABLE_SIZE; c++) {
      gunichar out[20];
      guint n = text_fold_char(c, out);
      if (n > 1)
        table.folded[c] = MANY;
      else if (n == 1 && g_unichar_isalnum(out[0]))
        table.folded[c] = (guint16)loosen(out[0]);
      table.flags[c] = letter_flags(c);
      if (table.folded[c] && table.folded[c] != MANY)
        table.flags[c] |= script_of(table.folded[c]);
    }
    g_once_init_leave(&ready, 1);
  }
  return &table;
}

/* Runs of three or more equal letters become one; a double waw one waw. Returns the new length. */
static guint
squeeze(guint16 *key, guint n)
{
  guint used = 0, same = 1;
  while (same < n && key[same] != key[same - 1])
    same++;
  if (same >= n) /* no letter stands twice, as in most words */
    return n;
  for (guint i = 0; i < n;) {
    guint run = 1;
    while (i + run < n && key[i + run] == key[i])
      run++;
    guint keep = (run >= 3 && key[i] > '9') || key[i] == 0x0648 ? 1 : run;
    for (guint k = 0; k < keep; k++)
      key[used++] = key[i];
    i += run;
  }
  return used;
}

static void
flush(Scanner *s)
{
  Pending *pending = s->pending;
  g_array_append_vals(s->out->keys, pending->keys, pending->n_keys);
  g_array_append_vals(s->out->tokens, pending->tokens, pending->n_tokens);
  pending->n_tokens = pending->n_keys = 0;
}

static void
close_token(Scanner *s)
{
  if (!s->open)
    return;
  s->open = FALSE;
  guint n = squeeze(s->key, s->key_len);
  Pending *pending = s->pending;
  memcpy(pending->keys + pending->n_keys, s->key, n * sizeof *s->key);
  pending->n_keys += n;
  s->token.key_len = (guint8)n;
  guint16 scripts = s->token.flags & (TOKEN_ARABIC | TOKEN_LATIN | TOKEN_NUMBER);
  if (scripts == (TOKEN_LATIN | TOKEN_NUMBER))
    s->token.flags |= TOKEN_DIGIT_INSIDE;
  if (scripts != TOKEN_NUMBER)
    s->token.flags &= (guint16)~TOKEN_NUMBER;
  pending->tokens[pending->n_tokens++] = s->token;
  if (pending->n_tokens == PENDING_TOKENS)
    flush(s);
  if (s->out->tokens->len + pending->n_tokens >= CLASSIFY_MAX_TOKENS)
    s->out->full = TRUE;
}

static void
open_token(Scanner *s, gsize start)
{
  s->token = (Token){.start = (guint32)start,
                     .key = s->out->keys->len + s->pending->n_keys,
                     .sentence = s->out->sentences,
                     .line = s->out->lines,
                     .zone = (guint8)s->zone,
                     .text = s->part};
  if (s->line_start)
    s->token.flags |= TOKEN_LINE_START;
  if (s->reply_line)
    s->token.flags |= TOKEN_REPLY_LINE, s->token.zone = ZONE_REPLY;
  if (s->quote_end)
    s->token.flags |= TOKEN_QUOTED, s->token.quote = s->out->quotes;
  s->line_start = s->blank_line = FALSE;
  s->key_len = 0;
  s->open = TRUE;
}

static void
add_letter(Scanner *s, gsize at, gsize next, guint16 folded, guint16 flags)
{
  if (!s->open) {
    open_token(s, at);
    s->token.flags |= flags & TOKEN_CAPITAL;
  }
  s->token.flags |= (flags & (guint16)~TOKEN_CAPITAL) | script_of(folded);
  s->token.end = (guint32)next;
  if (s->key_len < CLASSIFY_MAX_WORD)
    s->key[s->key_len++] = folded;
}

/* A character outside the table. Returns FALSE when it is no letter. */
static gboolean
add_rare(Scanner *s, gsize at, gsize next, gunichar c)
{
  gunichar out[20];
  guint n = text_fold_char(c, out);
  gboolean any = FALSE;
  for (guint i = 0; i < n; i++) {
    if (!g_unichar_isalnum(out[i]) || out[i] > 0xfff0)
      continue;
    add_letter(s, at, next, (guint16)loosen(out[i]), 0);
    any = TRUE;
  }
  return any || n == 0;
}

static gboolean
is_space(char c)
{
  return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/* Length of the link, address or handle that starts here, or 0. A chunk of non-space with "://", a leading
 * "www." or "@", a dot followed by letters and a slash, or an at sign inside. */
static gsize
opaque_length(const char *p, gsize left)
{
  gsize n = 0;
  gboolean dot = FALSE, link = FALSE, ascii_word = TRUE;
  while (n < left && n < 2000 && !is_space(p[n]) && p[n] != '<' && p[n] != '>' && p[n] != '"') {
    if (p[n] == ':' && left - n > 2 && p[n + 1] == '/' && p[n + 2] == '/')
      link = TRUE;
    else if (p[n] == '.' && n + 2 < left && n && g_ascii_isalnum(p[n - 1]) && g_ascii_isalpha(p[n + 1]))
      dot = TRUE;
    else if (p[n] == '/' && dot)
      link = TRUE;
    else if (p[n] == '@' && (n == 0 || g_ascii_isalnum(p[n - 1])))
      link = TRUE;
    if ((guchar)p[n] >= 0x80 && !link)
      ascii_word = FALSE;
    if (!ascii_word)
      return 0;
    n++;
  }
  if (n > 4 && g_ascii_strncasecmp(p, "www.", 4) == 0)
    link = TRUE;
  return link || (dot && memchr(p, '_', n)) ? n : 0;
}

/* "[reporter]", "[phone]": at most 40 bytes of ASCII letters, digits, space, minus. */
static gsize
placeholder_length(const char *p, gsize left)
{
  for (gsize n = 1; n < left && n < 40; n++) {
    if (p[n] == ']')
      return n > 1 ? n + 1 : 0;
    if (!g_ascii_isalnum(p[n]) && p[n] != ' ' && p[n] != '-')
      return 0;
  }
  return 0;
}

static gboolean
take_opaque(Scanner *s)
{
  const char *p = s->s + s->at;
  gsize left = s->size - s->at;
  gsize n = *p == '[' ? placeholder_length(p, left) : opaque_length(p, left);
  if (!n)
    return FALSE;
  open_token(s, s->at);
  s->token.flags |= TOKEN_OPAQUE;
  s->token.end = (guint32)(s->at + n);
  close_token(s);
  s->at += n;
  return TRUE;
}

typedef struct {
  const char *open, *close;
} Marks;

static const Marks marks[] = {{"«", "»"}, {"“", "”"}, {"„", "“"},  {"\"", "\""},
                              {"”", "“"}, {"‹", "›"}, {"『", "』"}};

/* A quotation that opens at the current byte: sets quote_end when it closes soon, within the paragraph. */
static gboolean
take_quote(Scanner *s)
{
  const char *p = s->s + s->at;
  for (guint i = 0; i < G_N_ELEMENTS(marks); i++) {
    gsize n = strlen(marks[i].open);
    if (s->size - s->at < n || memcmp(p, marks[i].open, n) != 0)
      continue;
    close_token(s);
    gsize from = s->at + n, window = MIN(CLASSIFY_MAX_QUOTE, s->size - from);
    s->at = from;
    if (from < s->quote_blind)
      return TRUE;
    const char *end = g_strstr_len(s->s + from, (gssize)window, marks[i].close);
    const char *blank =
        g_strstr_len(s->s + from, (gssize)(end ? (gsize)(end - s->s) - from : window), "\n\n");
    if (!end || blank) {
      s->quote_blind = from + window;
      return TRUE;
    }
    s->quote_end = (gsize)(end - s->s);
    s->out->quotes++;
    return TRUE;
  }
  return FALSE;
}

static void
new_line(Scanner *s)
{
  close_token(s);
  s->out->lines++;
  if (s->blank_line)
    s->out->sentences++;
  s->blank_line = s->line_start = TRUE;
  const char *p = s->s + s->at, *end = s->s + s->size;
  while (p < end && (*p == ' ' || *p == '\t'))
    p++;
  s->reply_line = p < end && *p == '>';
}

/* Everything that is no letter: ends tokens, lines, sentences. */
static void
take_other(Scanner *s, gunichar c)
{
  if (c == '\'' || c == 0x2019) { /* "don't" is one word; "Kerkük'te", "party's" are a word and an ending */
    const char *p = s->s + s->at;
    gsize left = s->size - s->at;
    if (s->open && left && *p == 't' && (left == 1 || !g_ascii_isalnum(p[1])))
      return;
  }
  close_token(s);
  if (c == '\n')
    new_line(s);
  else if (c == '.' || c == '!' || c == '?' || c == 0x061f || c == 0x2026 || c == ';' || c == 0x061b) {
    if (s->at >= s->size || is_space(s->s[s->at]))
      s->out->sentences++;
  }
}

/* Most of a text is ASCII, Arabic or accented Latin, of one or two bytes: those without a call. */
static gunichar
next_character(const char *p, gsize left)
{
  guchar first = (guchar)*p;
  if (first < 0x80)
    return first;
  if (first >= 0xc2 && first <= 0xdf && left > 1 && ((guchar)p[1] & 0xc0) == 0x80)
    return (gunichar)(first & 0x1f) << 6 | ((guchar)p[1] & 0x3f);
  return g_utf8_get_char_validated(p, (gssize)left);
}

static void
take_character(Scanner *s)
{
  const LetterTable *table = s->table;
  const char *p = s->s + s->at;
  gunichar c = next_character(p, s->size - s->at);
  if (c == (gunichar)-1 || c == (gunichar)-2) {
    s->at++;
    return;
  }
  gsize at = s->at, next = at + (gsize)(g_utf8_next_char(p) - p);
  s->at = next;
  guint16 folded = c < TABLE_SIZE ? table->folded[c] : MANY;
  if (folded && folded != MANY)
    add_letter(s, at, next, folded, table->flags[c]);
  else if (c >= 0x2000 && c <= 0x206f && !text_is_invisible(c))
    take_other(s, c);
  else if (folded == MANY
               ? add_rare(s, at, next, c)
               : c >= 0x80 && (text_is_invisible(c) || g_unichar_ismark(c) || c == 0x640 || c == 0x621))
    return;
  else
    take_other(s, c);
}

/* Letters of one and two bytes, as long as they go on; a token is open or begins here. Of the quotation or the text, whichever ends
 * first. Returns FALSE when none stands here. */
static gboolean
take_letters(Scanner *s)
{
  const LetterTable *table = s->table;
  gsize at = s->at, end = s->quote_end ? MIN(s->quote_end, s->size) : s->size;
  guint16 flags = 0;
  while (at < end) {
    gunichar c = (guchar)s->s[at];
    gsize size = 1;
    if (c >= 0x80) {
      if (c < 0xc3 || c > 0xdf || s->size - at < 2 || ((guchar)s->s[at + 1] & 0xc0) != 0x80)
        break; /* 0xc2 may begin a quotation mark */
      c = (c & 0x1f) << 6 | ((guchar)s->s[at + 1] & 0x3f);
      size = 2;
    }
    guint16 folded = table->folded[c];
    if (!folded || folded == MANY)
      break;
    if (!s->open) {
      open_token(s, at);
      flags = table->flags[c] & TOKEN_CAPITAL;
    }
    flags |= table->flags[c] & (guint16)~TOKEN_CAPITAL;
    if (s->key_len < CLASSIFY_MAX_WORD)
      s->key[s->key_len++] = folded;
    at += size;
  }
  if (at == s->at)
    return FALSE;
  s->token.flags |= flags;
  s->token.end = (guint32)at;
  s->at = at;
  return TRUE;
}

static gboolean
chunk_start(const Scanner *s)
{
  if (s->open)
    return FALSE;
  char before = s->at ? s->s[s->at - 1] : ' ';
  return is_space(before) || before == '(' || before == '<' || before == '"' || before == ':' ||
         (guchar)before >= 0x80;
}

void
classify_text_add(ClassifyText *text, const char *s, Zone zone)
{
  if (!s || text->texts->len >= G_MAXUINT8)
    return;
  g_ptr_array_add(text->texts, (char *)s);
  Pending pending;
  pending.n_tokens = pending.n_keys = 0;
  Scanner scan = {.out = text,
                  .pending = &pending,
                  .table = letter_table(),
                  .s = s,
                  .size = strnlen(s, CLASSIFY_MAX_TEXT_BYTES),
                  .zone = zone,
                  .part = (guint8)(text->texts->len - 1),
                  .line_start = TRUE};
  text->sentences++;
  text->lines++;
  new_line(&scan);
  while (scan.at < scan.size && !text->full) {
    char c = scan.s[scan.at];
    if (scan.quote_end && scan.at >= scan.quote_end) {
      close_token(&scan);
      scan.quote_end = 0;
      take_character(&scan); /* the closing mark */
      continue;
    }
    if (c == ' ') { /* the commonest end of a word */
      close_token(&scan);
      scan.at++;
      continue;
    }
    gboolean start = chunk_start(&scan);
    if (start && (c == '[' || c == '@' || g_ascii_isalnum(c)) && take_opaque(&scan))
      continue;
    if (!scan.quote_end && (c == '"' || (guchar)c == 0xc2 || (guchar)c == 0xe2 || (guchar)c == 0xe3) &&
        take_quote(&scan))
      continue;
    if (!take_letters(&scan))
      take_character(&scan);
  }
  close_token(&scan);
  flush(&scan);
  text->sentences++;
  text->lines++;
}

guint16 *
classify_word_key(const char *word, gsize *n)
{
  g_autoptr(ClassifyText) text = text_for(2); /* the lists have tens of thousands of words */
  classify_text_add(text, word, ZONE_BODY);
  if (text->tokens->len != 1 || classify_token(text, 0)->key_len == 0)
    return NULL;
  *n = classify_token(text, 0)->key_len;
  return g_memdup2(text->keys->data, *n * sizeof(guint16));
}

/* --- signature */

/* The first token of the line that token i is in. */
static guint
line_begin(const ClassifyText *text, guint i, guint floor)
{
  guint32 line = classify_token(text, i)->line;
  while (i > floor && classify_token(text, i - 1)->line == line)
    i--;
  return i;
}

void
classify_text_mark_signature(ClassifyText *text, guint8 part, const guint8 *is_closing)
{
  guint first = 0, end = text->tokens->len;
  while (first < end && classify_token(text, first)->text != part)
    first++;
  while (end > first &&
         (classify_token(text, end - 1)->text != part || classify_token(text, end - 1)->zone != ZONE_BODY))
    end--; /* quoted replies and forwards stand below the signature */
  if (end <= first)
    return;
  guint cut = end, tokens = 0;
  for (guint lines = 0, i = end; i > first && lines < SIGNATURE_LINES && tokens < SIGNATURE_TOKENS; lines++) {
    guint from = line_begin(text, i - 1, first), n = i - from;
    gboolean closing = FALSE;
    for (guint k = from; k < i; k++)
      closing |= is_closing[k] != 0;
    tokens += n;
    if (closing && n <= SIGNATURE_LINE_TOKENS + 3 && from > first) {
      cut = from;
      i = from;
      continue;
    }
    if (n <= SIGNATURE_LINE_TOKENS && cut == i && from > first &&
        !(classify_token(text, i - 1)->flags & TOKEN_QUOTED))
      cut = from;
    i = from;
  }
  for (guint i = cut; i < end; i++)
    classify_token(text, i)->zone = ZONE_SIGNATURE;
}
