/* SPDX-License-Identifier: ISC */
/* RFC 2047 as people send it: words split within a character or within a base64 quantum, padding in the
 * middle, spaces inside, a missing end, labels with a language (RFC 2231) or wrong. Works on raw bytes,
 * because gmime 3.2.13 loses text here. */
#include "parser/charset.h"
#include "parser/transfer.h"
#include <string.h>

#define MAX_LABEL_BYTES 75u /* RFC 2047 section 2: longer is no encoded-word */

typedef struct {
  const char *label;
  gsize label_size;
  gboolean base64;
  const char *text;
  gsize text_size;
  const char *end; /* after the "?=" */
} Word;

typedef struct {
  const char *p, *end;
  const char *close; /* first "?=" at or after the last place asked for; end when there is none: keeps the
                        scan linear */
} Scan;

/* "=?label?b?" at p: fills in label, base64 and text. */
static gboolean
parse_word_start(const char *p, const char *end, Word *word)
{
  if (end - p < 6 || p[0] != '=' || p[1] != '?')
    return FALSE;
  const char *label = p + 2, *q = label;
  for (; q < end && q - label <= (gssize)MAX_LABEL_BYTES && *q != '?' && *q > ' ' && *q != '=' &&
         (guint8)*q < 0x80;
       q++)
    ;
  if (end - q < 3 || *q != '?' || q == label || q[2] != '?' || !strchr("bBqQ", q[1]))
    return FALSE;
  word->label = label;
  word->label_size = (gsize)(q - label);
  word->base64 = q[1] == 'b' || q[1] == 'B';
  word->text = q + 3;
  return TRUE;
}

static const char *
find_close(Scan *scan, const char *from)
{
  if (scan->close < from && scan->close < scan->end) {
    const char *found = memmem(from, (gsize)(scan->end - from), "?=", 2);
    scan->close = found ? found : scan->end;
  }
  return scan->close;
}

/* A "?=" inside a Q word ("What?=21"): two hex digits follow and another end comes before another word. */
static const char *
real_close(Scan *scan, const Word *word, const char *close)
{
  for (int tries = 0; tries < 8 && !word->base64 && scan->end - close >= 4; tries++) {
    if (!g_ascii_isxdigit(close[2]) || !g_ascii_isxdigit(close[3]))
      break;
    gsize reach = MIN((gsize)(scan->end - close - 2), 512u);
    const char *next = memmem(close + 2, reach, "?=", 2);
    const char *start = memmem(close + 2, reach, "=?", 2);
    if (!next || (start && start < next && start + 1 != next))
      break;
    close = next;
  }
  return close;
}

static const char *
find_next_word(const char *from, const char *to, const char *end)
{
  Word ignored;
  while (from < to) {
    const char *found = memmem(from, (gsize)(to - from), "=?", 2);
    if (!found)
      return NULL;
    if (parse_word_start(found, end, &ignored))
      return found;
    from = found + 2;
  }
  return NULL;
}

/* The encoded-word at scan->p, ended by "?=", by the next word, or by white space. */
static gboolean
parse_word(Scan *scan, Word *word)
{
  if (!parse_word_start(scan->p, scan->end, word))
    return FALSE;
  const char *close = find_close(scan, word->text), *stop = close;
  const char *next = find_next_word(word->text, stop, scan->end);
  if (next) {
    for (stop = next; stop > word->text && g_ascii_isspace(stop[-1]); stop--)
      ;
    word->end = stop;
  } else if (close < scan->end) {
    stop = real_close(scan, word, close);
    word->end = stop + 2;
  } else {
    for (stop = word->text; stop < scan->end && !g_ascii_isspace(*stop); stop++)
      ;
    word->end = stop;
  }
  if (stop < word->text)
    stop = word->text;
  word->text_size = (gsize)(stop - word->text);
  return TRUE;
}

/* A run of adjacent words of one charset. */
typedef struct {
  GByteArray *bytes;        /* decoded word by word */
  GString *joined;          /* base64 text of all words, when all are base64 */
  gboolean all_base64, odd; /* odd: some word's base64 ends within a quantum without saying so */
  char label[MAX_LABEL_BYTES + 1];
} Run;

static void
run_add(Run *run, const Word *word)
{
  gsize size, letters = 0;
  const guint8 *text = (const guint8 *)word->text;
  g_autofree guint8 *decoded = word->base64 ? transfer_base64(text, word->text_size, &size, NULL)
                                            : transfer_quoted(text, word->text_size, TRUE, &size, NULL);
  g_byte_array_append(run->bytes, decoded, (guint)size);
  run->all_base64 &= word->base64;
  g_string_append_len(run->joined, word->text, (gssize)word->text_size);
  for (gsize i = 0; i < word->text_size; i++)
    letters += !g_ascii_isspace(word->text[i]);
  run->odd |= letters % 4 != 0;
}

/* Decodes what was gathered and empties the run. */
static void
run_flush(Run *run, GString *out)
{
  if (!run->label[0])
    return;
  gboolean guessed;
  g_autofree char *text = charset_to_utf8(run->bytes->data, run->bytes->len, run->label, &guessed);
  if (run->all_base64 && run->odd && (guessed || strstr(text, "\xef\xbf\xbd"))) {
    /* cut within a quantum: the words' base64 is one stream */
    gsize size;
    g_autofree guint8 *whole =
        transfer_base64((const guint8 *)run->joined->str, run->joined->len, &size, NULL);
    g_autofree char *other = charset_to_utf8(whole, size, run->label, &guessed);
    if (!guessed && !strstr(other, "\xef\xbf\xbd")) {
      g_free(text);
      text = g_steal_pointer(&other);
    }
  }
  g_string_append(out, text);
  g_byte_array_set_size(run->bytes, 0);
  g_string_truncate(run->joined, 0);
  run->label[0] = 0;
  run->all_base64 = TRUE;
  run->odd = FALSE;
}

static void
run_start(Run *run, const Word *word, GString *out)
{
  char label[MAX_LABEL_BYTES + 1];
  gsize n = MIN(sizeof label - 1, word->label_size);
  memcpy(label, word->label, n); /* not g_strlcpy: it measures the whole rest of the message */
  label[n] = 0;
  if (run->label[0] && g_ascii_strcasecmp(run->label, label) != 0)
    run_flush(run, out);
  g_strlcpy(run->label, label, sizeof run->label);
}

static void
append_raw(GString *out, const char *text, gsize size)
{
  gboolean high = FALSE;
  for (gsize i = 0; i < size && !high; i++)
    high = (guint8)text[i] >= 0x80 || !text[i] || text[i] == 0x1b;
  if (!high) {
    g_string_append_len(out, text, (gssize)size);
    return;
  }
  g_autofree char *utf8 = charset_to_utf8((const guint8 *)text, size, NULL, NULL);
  g_string_append(out, utf8);
}

/* Line ends out (what is folded was white space already), other controls to spaces, ends trimmed. In place.
 */
static char *
tidy(GString *out)
{
  gsize used = 0;
  for (gsize i = 0; i < out->len; i++) {
    char c = out->str[i];
    if (c == '\r' || c == '\n')
      continue;
    if ((guint8)c < 0x20 || c == 0x7f)
      c = ' ';
    out->str[used++] = c;
  }
  g_string_truncate(out, used);
  g_strstrip(out->str);
  return g_string_free(out, FALSE);
}

static void
decode_words(const char *raw, gsize size, GString *out)
{
  Scan scan = {raw, raw + size, raw - 1};
  Run run = {g_byte_array_new(), g_string_new(NULL), TRUE, FALSE, ""};
  const char *plain = raw; /* start of what is not decoded yet */
  while (scan.p < scan.end) {
    const char *found = memmem(scan.p, (gsize)(scan.end - scan.p), "=?", 2);
    if (!found)
      break;
    scan.p = found;
    Word word;
    if (!parse_word(&scan, &word)) {
      scan.p += 2;
      continue;
    }
    gboolean adjacent = run.label[0] != 0;
    for (const char *p = plain; p < found && adjacent; p++)
      adjacent = g_ascii_isspace(*p);
    if (!adjacent) {
      run_flush(&run, out);
      append_raw(out, plain, (gsize)(found - plain));
    }
    run_start(&run, &word, out);
    run_add(&run, &word);
    scan.p = plain = word.end;
  }
  run_flush(&run, out);
  append_raw(out, plain, (gsize)(raw + size - plain));
  g_byte_array_unref(run.bytes);
  g_string_free(run.joined, TRUE);
}

char *
charset_decode_header(const char *raw, gsize size)
{
  if (!size)
    return g_strdup("");
  GString *out = g_string_sized_new(size + 1);
  if (memmem(raw, size, "=?", 2))
    decode_words(raw, size, out);
  else
    append_raw(out, raw, size);
  return tidy(out);
}
