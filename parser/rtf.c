/* SPDX-License-Identifier: ISC */
/* A small reader of RTF. It keeps a bounded stack of groups, shows characters of groups that are shown, and knows just those
 * control words that change which characters there are. Refuses fonts, pictures, objects and everything marked as ignorable. */
#include "parser/rtf.h"
#include "parser/charset.h"

#include <string.h>

#define MAX_GROUPS 200u
#define MAX_FONTS 4096
#define MAX_PERSON_BYTES 200u
#define MAX_PEOPLE 50u
#define WORD_BYTES 33u /* the longest control word has 32 letters */

typedef enum { SHOWN, IGNORED, FONTS, PERSON, FIELD } Destination;

typedef struct {
  Destination destination;
  gboolean hidden;
  gint font;
  guint skip; /* characters that stand for one \u */
} Group;

typedef struct {
  const guint8 *p, *end;
  Group stack[MAX_GROUPS];
  guint depth;    /* of the stack */
  guint too_deep; /* groups beyond it */
  GString *out;
  GByteArray *bytes;  /* of the font's charset, not yet converted */
  GString *word_text; /* of a person or a field */
  GPtrArray *people;
  guint8 charset_of[MAX_FONTS]; /* \fcharset; 0: none */
  const char *charset;          /* of the file */
  gint default_font;
  guint pending_skip;
  gunichar surrogate;
} Rtf;

static const char *
font_charset(guint8 number)
{
  static const struct {
    guint8 number;
    const char *charset;
  } known[] = {{161, "windows-1253"}, {162, "windows-1254"}, {163, "windows-1258"}, {177, "windows-1255"}, {178, "windows-1256"},
               {179, "windows-1256"}, {180, "windows-1256"}, {186, "windows-1257"}, {204, "windows-1251"}, {238, "windows-1250"}};
  for (guint i = 0; i < G_N_ELEMENTS(known); i++)
    if (known[i].number == number)
      return known[i].charset;
  return NULL;
}

static Group *
top(Rtf *rtf)
{
  return &rtf->stack[rtf->depth];
}

static GString *
target(Rtf *rtf)
{
  Destination to = top(rtf)->destination;
  if (rtf->too_deep || top(rtf)->hidden || to == IGNORED || to == FONTS)
    return NULL;
  return to == SHOWN ? rtf->out : rtf->word_text;
}

/* Converts the gathered bytes, all at once because a charset is guessed better from many. */
static void
flush_bytes(Rtf *rtf)
{
  if (!rtf->bytes->len)
    return;
  gint font = top(rtf)->font;
  const char *charset = font >= 0 && font < MAX_FONTS ? font_charset(rtf->charset_of[font]) : NULL;
  g_autofree char *text = charset_to_utf8(rtf->bytes->data, rtf->bytes->len, charset ? charset : rtf->charset, NULL);
  g_byte_array_set_size(rtf->bytes, 0);
  GString *to = target(rtf);
  if (to && to->len < RTF_MAX_TEXT_BYTES)
    g_string_append(to, text);
}

static void
put_byte(Rtf *rtf, guint8 byte)
{
  if (rtf->pending_skip)
    rtf->pending_skip--;
  else if (target(rtf))
    g_byte_array_append(rtf->bytes, &byte, 1);
}

static void
put_char(Rtf *rtf, gunichar c)
{
  flush_bytes(rtf);
  GString *to = target(rtf);
  if (to && to->len < RTF_MAX_TEXT_BYTES && c && g_unichar_validate(c))
    g_string_append_unichar(to, c);
}

/* \uN: UTF-16, as a signed number, followed by as many characters for old readers as \uc says. */
static void
put_unicode(Rtf *rtf, gint number)
{
  gunichar c = (gunichar)(number & 0xffff);
  if (c >= 0xd800 && c < 0xdc00)
    rtf->surrogate = c;
  else if (c >= 0xdc00 && c < 0xe000 && rtf->surrogate)
    put_char(rtf, 0x10000 + ((rtf->surrogate - 0xd800) << 10) + (c - 0xdc00));
  else
    put_char(rtf, c);
  if (c < 0xd800 || c >= 0xdc00)
    rtf->surrogate = 0;
  rtf->pending_skip = top(rtf)->skip;
}

/* ---- control words ---- */

typedef enum { GO, CHARACTER, HIDE, UNICODE, SKIP_COUNT, FONT, FONT_CHARSET, CODE_PAGE, DEFAULT_FONT, BINARY, PLAIN } WordAction;

typedef struct {
  const char *word;
  WordAction action;
  gunichar character;     /* CHARACTER */
  Destination destination; /* GO */
} Word;

static const Word words[] = {
    {"par", CHARACTER, '\n', SHOWN},     {"line", CHARACTER, '\n', SHOWN},     {"sect", CHARACTER, '\n', SHOWN},
    {"page", CHARACTER, '\n', SHOWN},    {"row", CHARACTER, '\n', SHOWN},      {"cell", CHARACTER, '\t', SHOWN},
    {"nestcell", CHARACTER, '\t', SHOWN}, {"tab", CHARACTER, '\t', SHOWN},     {"emdash", CHARACTER, 0x2014, SHOWN},
    {"endash", CHARACTER, 0x2013, SHOWN}, {"bullet", CHARACTER, 0x2022, SHOWN}, {"lquote", CHARACTER, 0x2018, SHOWN},
    {"rquote", CHARACTER, 0x2019, SHOWN}, {"ldblquote", CHARACTER, 0x201c, SHOWN}, {"rdblquote", CHARACTER, 0x201d, SHOWN},
    {"zwj", CHARACTER, 0x200d, SHOWN},   {"zwnj", CHARACTER, 0x200c, SHOWN},
    {"v", HIDE, 0, SHOWN},               {"deleted", HIDE, 0, SHOWN},          {"plain", PLAIN, 0, SHOWN},
    {"u", UNICODE, 0, SHOWN},            {"uc", SKIP_COUNT, 0, SHOWN},         {"f", FONT, 0, SHOWN},
    {"fcharset", FONT_CHARSET, 0, SHOWN}, {"ansicpg", CODE_PAGE, 0, SHOWN},    {"deff", DEFAULT_FONT, 0, SHOWN},
    {"bin", BINARY, 0, SHOWN},
    {"fonttbl", GO, 0, FONTS},           {"author", GO, 0, PERSON},            {"operator", GO, 0, PERSON},
    {"fldinst", GO, 0, FIELD},           {"info", GO, 0, IGNORED},             {"colortbl", GO, 0, IGNORED},
    {"stylesheet", GO, 0, IGNORED},      {"pict", GO, 0, IGNORED},             {"object", GO, 0, IGNORED},
    {"objdata", GO, 0, IGNORED},         {"themedata", GO, 0, IGNORED},        {"datastore", GO, 0, IGNORED},
    {"xmlnstbl", GO, 0, IGNORED},        {"revtbl", GO, 0, IGNORED},           {"listtable", GO, 0, IGNORED},
    {"bkmkstart", GO, 0, IGNORED},       {"bkmkend", GO, 0, IGNORED},          {"atnid", GO, 0, IGNORED},
    {"atnauthor", GO, 0, IGNORED},       {"template", GO, 0, IGNORED},         {"filetbl", GO, 0, IGNORED},
    {"shppict", GO, 0, IGNORED},         {"nonshppict", GO, 0, IGNORED},       {"result", GO, 0, SHOWN},
    {"pntext", GO, 0, SHOWN},
};

static const Word *
find_word(const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS(words); i++)
    if (!strcmp(words[i].word, name))
      return &words[i];
  return NULL;
}

static void
go_to(Rtf *rtf, Destination destination)
{
  Destination now = top(rtf)->destination;
  if (destination == PERSON || destination == FIELD)
    g_string_truncate(rtf->word_text, 0);
  if (destination == PERSON || now == SHOWN) /* within what is ignored only people matter */
    top(rtf)->destination = destination;
}

static void
obey(Rtf *rtf, const Word *word, gboolean has_number, gint number)
{
  flush_bytes(rtf);
  switch (word->action) {
  case GO:
    go_to(rtf, word->destination);
    break;
  case CHARACTER:
    put_char(rtf, word->character);
    break;
  case HIDE:
    top(rtf)->hidden = !has_number || number != 0;
    break;
  case PLAIN:
    top(rtf)->hidden = FALSE;
    top(rtf)->font = rtf->default_font;
    break;
  case UNICODE:
    put_unicode(rtf, number);
    break;
  case SKIP_COUNT:
    top(rtf)->skip = (guint)CLAMP(number, 0, 8);
    break;
  case FONT:
    top(rtf)->font = number;
    break;
  case FONT_CHARSET:
    if (top(rtf)->destination == FONTS && top(rtf)->font >= 0 && top(rtf)->font < MAX_FONTS)
      rtf->charset_of[top(rtf)->font] = (guint8)CLAMP(number, 0, 255);
    break;
  case CODE_PAGE:
    rtf->charset = number == 1256   ? "windows-1256"
                   : number == 1254 ? "windows-1254"
                   : number == 65001 ? "utf-8"
                   : number == 1251 ? "windows-1251"
                                    : "windows-1252";
    break;
  case DEFAULT_FONT:
    rtf->default_font = top(rtf)->font = number;
    break;
  case BINARY:
    rtf->p += MIN((gsize)MAX(number, 0), (gsize)(rtf->end - rtf->p));
    break;
  }
}

/* After a backslash and a letter. */
static void
read_word(Rtf *rtf, gboolean ignorable)
{
  char name[WORD_BYTES] = "";
  gsize n = 0;
  gint64 number = 0;
  for (; rtf->p < rtf->end && g_ascii_isalpha((char)*rtf->p); rtf->p++)
    if (n < WORD_BYTES - 1)
      name[n++] = (char)*rtf->p;
  gboolean negative = rtf->p < rtf->end && *rtf->p == '-', has_number = FALSE;
  rtf->p += negative;
  for (; rtf->p < rtf->end && g_ascii_isdigit((char)*rtf->p); rtf->p++) {
    has_number = TRUE;
    number = MIN(number * 10 + (*rtf->p - '0'), G_MAXINT32);
  }
  rtf->p += rtf->p < rtf->end && *rtf->p == ' ';
  const Word *word = find_word(name);
  if (word && !rtf->too_deep)
    obey(rtf, word, has_number, (gint)(negative ? -number : number));
  if (ignorable && !(word && word->action == GO && word->destination != SHOWN))
    go_to(rtf, IGNORED);
}

static void
read_hex(Rtf *rtf)
{
  if (rtf->end - rtf->p < 2) {
    rtf->p = rtf->end;
    return;
  }
  int high = g_ascii_xdigit_value((char)rtf->p[0]), low = g_ascii_xdigit_value((char)rtf->p[1]);
  rtf->p += 2;
  if (high >= 0 && low >= 0)
    put_byte(rtf, (guint8)(high << 4 | low));
}

static void
read_control(Rtf *rtf)
{
  if (rtf->p >= rtf->end)
    return;
  guint8 c = *rtf->p;
  if (g_ascii_isalpha((char)c)) {
    read_word(rtf, FALSE);
    return;
  }
  rtf->p++;
  if (c == '\'')
    read_hex(rtf);
  else if (c == '*' && rtf->end - rtf->p >= 2 && rtf->p[0] == '\\' && g_ascii_isalpha((char)rtf->p[1])) {
    rtf->p++;
    read_word(rtf, TRUE);
  } else if (c == '\\' || c == '{' || c == '}')
    put_byte(rtf, c);
  else if (c == '~')
    put_char(rtf, ' ');
  else if (c == '\n' || c == '\r')
    put_char(rtf, '\n');
}

/* ---- groups ---- */

/* HYPERLINK "target" in front of the words that are shown for it. */
static void
end_field(Rtf *rtf)
{
  const char *link = strstr(rtf->word_text->str, "HYPERLINK"), *open = link ? strchr(link, '"') : NULL;
  const char *close = open ? strchr(open + 1, '"') : NULL;
  if (close && g_ascii_strncasecmp(open + 1, "http", 4) == 0 && rtf->out->len < RTF_MAX_TEXT_BYTES)
    g_string_append_printf(rtf->out, "<%.*s> ", (int)MIN(close - open - 1, 4000), open + 1);
  g_string_truncate(rtf->word_text, 0);
}

static void
close_group(Rtf *rtf)
{
  flush_bytes(rtf);
  rtf->pending_skip = 0;
  if (rtf->too_deep) {
    rtf->too_deep--;
    return;
  }
  if (!rtf->depth)
    return;
  Destination now = top(rtf)->destination, outside = rtf->stack[rtf->depth - 1].destination;
  if (now == PERSON && outside != PERSON) {
    if (rtf->word_text->len && rtf->word_text->len < MAX_PERSON_BYTES && rtf->people->len < MAX_PEOPLE)
      g_ptr_array_add(rtf->people, g_strdup(rtf->word_text->str));
    g_string_truncate(rtf->word_text, 0);
  }
  if (now == FIELD && outside != FIELD)
    end_field(rtf);
  rtf->depth--;
}

static void
open_group(Rtf *rtf)
{
  flush_bytes(rtf);
  rtf->pending_skip = 0;
  if (rtf->too_deep || rtf->depth + 1 >= MAX_GROUPS) {
    rtf->too_deep++;
    return;
  }
  rtf->stack[rtf->depth + 1] = rtf->stack[rtf->depth];
  rtf->depth++;
}

char *
rtf_to_text(const guint8 *bytes, gsize size, GPtrArray *people)
{
  g_autofree Rtf *rtf = g_new0(Rtf, 1);
  rtf->p = bytes;
  rtf->end = bytes + size;
  rtf->people = people;
  rtf->out = g_string_new(NULL);
  rtf->word_text = g_string_new(NULL);
  rtf->bytes = g_byte_array_new();
  rtf->charset = "windows-1252";
  rtf->stack[0] = (Group){SHOWN, FALSE, 0, 1};
  while (rtf->p < rtf->end) {
    guint8 c = *rtf->p++;
    if (c == '{')
      open_group(rtf);
    else if (c == '}')
      close_group(rtf);
    else if (c == '\\')
      read_control(rtf);
    else if (c != '\r' && c != '\n' && c != 0)
      put_byte(rtf, c);
  }
  flush_bytes(rtf);
  g_byte_array_unref(rtf->bytes);
  g_string_free(rtf->word_text, TRUE);
  g_strchomp(rtf->out->str);
  return g_string_free(rtf->out, FALSE);
}
