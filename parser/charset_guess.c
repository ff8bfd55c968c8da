/* SPDX-License-Identifier: ISC */
/* Which single-byte charset a text is in, by letter statistics: each candidate reads the bytes, each letter
 * that it finds costs what such a letter costs in such a place, the cheapest reading wins. No word lists, no
 * language models: a dozen letters are enough to tell windows-1256 from ISO-8859-6 and both from Western
 * text. Refuses to guess between charsets nobody sends. */
#include "parser/charset_private.h"
#include <string.h>

#define SAMPLE_BYTES ((gsize)2048) /* enough letters to be sure */

/* Costs are tenths of nats (-10 ln of the frequency), so smaller is more usual. */
enum { COST_UNDEFINED = 110, COST_OTHER = 75, COST_SYMBOL = 45, COST_ALIEN = 45 };

/* Arabic letters by how often they occur in text, U+0621..U+064A, then what Kurdish and Persian add. */
static const guint8 arabic_cost[0x064b - 0x0621] = {
    52 /* ء */, 58 /* آ */, 38 /* أ */, 62 /* ؤ */, 46 /* إ */, 51 /* ئ */, 21 /* ا */,
    32 /* ب */, 35 /* ة */, 31 /* ت */, 48 /* ث */, 42 /* ج */, 38 /* ح */, 45 /* خ */,
    34 /* د */, 48 /* ذ */, 30 /* ر */, 48 /* ز */, 35 /* س */, 42 /* ش */, 44 /* ص */,
    48 /* ض */, 45 /* ط */, 58 /* ظ */, 33 /* ع */, 51 /* غ */, 80,         80,
    80,         80,         80,         62 /* ـ */, 35 /* ف */, 38 /* ق */, 37 /* ك */,
    22 /* ل */, 28 /* م */, 28 /* ن */, 35 /* ه */, 28 /* و */, 46 /* ى */, 26 /* ي */,
};

typedef struct {
  gunichar c;
  guint8 cost;
} LetterCost;

static const LetterCost arabic_extra[] = {
    {0x060c, 48}, {0x061b, 60}, {0x061f, 50}, {0x067e, 46}, {0x0686, 50}, {0x0698, 52}, {0x06a9, 36},
    {0x06af, 46}, {0x06be, 50}, {0x06c1, 55}, {0x06cc, 30}, {0x06d2, 60}, {0x06ba, 60}, {0x0679, 65},
    {0x0688, 65}, {0x0691, 60}, {0x200c, 50}, {0x200d, 60}, {0x06d5, 30}, {0x06a4, 50},
};

/* Latin letters with marks that are usual in French, Turkish, Kurmanji, German, Spanish, Scandinavian and
 * Polish text. */
static const char usual_latin[] = "éèàçêîôûùâëïœöüäßñáíóúãõıİşŞğĞåøæÇÉÖÜÄÎÊÛąćęłńśźżčšžřěůőű";

static gint
arabic_letter_cost(gunichar c)
{
  if (c >= 0x0621 && c < 0x064b)
    return arabic_cost[c - 0x0621];
  if (c >= 0x064b && c <= 0x0652)
    return 58;
  if (c >= 0x0660 && c <= 0x0669)
    return 50;
  for (gsize i = 0; i < G_N_ELEMENTS(arabic_extra); i++)
    if (arabic_extra[i].c == c)
      return arabic_extra[i].cost;
  return COST_OTHER;
}

static gint
latin_letter_cost(gunichar c)
{
  if (c == 0x00d0 || c == 0x00dd || c == 0x00de || c == 0x00f0 || c == 0x00fd || c == 0x00fe)
    return 85;            /* Icelandic: where windows-1254 has the Turkish letters */
  static gunichar *usual; /* decoded once; read-only afterwards */
  if (!usual)
    usual = g_utf8_to_ucs4_fast(usual_latin, -1, NULL);
  for (const gunichar *u = usual; *u; u++)
    if (*u == c)
      return g_unichar_isupper(c) ? 34 : 22;
  return 60;
}

static gint
cyrillic_letter_cost(gunichar c)
{
  static const char frequent[] = "оеаинтсрвл";
  static gunichar *letters;
  if (!letters)
    letters = g_utf8_to_ucs4_fast(frequent, -1, NULL);
  for (const gunichar *u = letters; *u; u++)
    if (*u == c)
      return 26;
  if (c >= 0x0430 && c <= 0x044f)
    return 38;
  return c >= 0x0410 && c <= 0x042f ? 46 : 65;
}

typedef enum { NO_LETTER, ASCII_LETTER, ARABIC, LATIN, CYRILLIC, OTHER_SCRIPT } Script;

static Script
script_of(gunichar c)
{
  if (c < 0x80)
    return g_ascii_isalpha((char)c) ? ASCII_LETTER : NO_LETTER;
  if ((c >= 0x0621 && c <= 0x0652) || (c >= 0x0671 && c <= 0x06d5) || c == 0x0640)
    return ARABIC;
  if (c < 0x00c0 || c == 0x00d7 || c == 0x00f7)
    return NO_LETTER;
  if (c < 0x0250)
    return LATIN;
  if (c >= 0x0370 && c < 0x0590)
    return c >= 0x0400 && c < 0x0530 ? CYRILLIC : OTHER_SCRIPT;
  return g_unichar_isalpha(c) ? OTHER_SCRIPT : NO_LETTER;
}

static gint
letter_cost(gunichar c, Script script)
{
  if (c == 0xfffd)
    return COST_UNDEFINED;
  if (c < 0xa0)
    return 100; /* C1 controls */
  if (arabic_letter_cost(c) != COST_OTHER)
    return arabic_letter_cost(c);
  switch (script) {
  case LATIN:
    return latin_letter_cost(c);
  case CYRILLIC:
    return cyrillic_letter_cost(c);
  case OTHER_SCRIPT:
    return g_unichar_isupper(c) ? 55 : 36;
  case NO_LETTER:
    return c == 0x00a0 || c == 0x00ab || c == 0x00bb || (c >= 0x2010 && c <= 0x2026) || c == 0x20ac
               ? COST_SYMBOL
               : 65;
  default:
    return COST_OTHER;
  }
}

void
charset_weigh(Charset *charset)
{
  for (guint byte = 0; byte < 256; byte++) {
    gunichar c = byte < 0x80 ? byte : charset->high[byte - 0x80];
    Script script = script_of(c);
    charset->script[byte] = (guint8)script;
    charset->cost[byte] = (guint8)(byte < 0x80 ? 0 : letter_cost(c, script));
    charset->upper[byte] = g_unichar_isupper(c);
    charset->lower[byte] = g_unichar_islower(c);
  }
}

/* What stands before and after says more than the letter: scripts do not mix within a word, accents seldom
 * adjoin, and an upper-case letter does not follow a lower-case one. */
static gint
place_cost(const Charset *charset, guint8 byte, guint8 before, guint8 after)
{
  Script script = charset->script[byte], left = charset->script[before], right = charset->script[after];
  gint cost = 0;
  if (script == NO_LETTER)
    return left > ASCII_LETTER && right > ASCII_LETTER ? 30 : 0;
  if (script == LATIN) {
    cost += left == LATIN ? 18 : 0;
    cost += right == LATIN ? 18 : 0;
    cost += left != ASCII_LETTER && right != ASCII_LETTER ? 12 : 0;
    cost += left > LATIN || left == ARABIC || right > LATIN || right == ARABIC ? COST_ALIEN : 0;
  } else {
    cost += left != NO_LETTER && left != script ? COST_ALIEN : 0;
    cost += right != NO_LETTER && right != script ? COST_ALIEN : 0;
  }
  return cost + (charset->upper[byte] && charset->lower[before] ? 30 : 0);
}

/* Cost of the high bytes when they are read in this charset; not counted further once it reaches the limit. */
static gint64
reading_cost(const Charset *charset, const guint8 *bytes, gsize size, gint64 limit)
{
  gint64 cost = 0;
  for (gsize i = 0; i < size && cost < limit; i++) {
    if (bytes[i] < 0x80)
      continue;
    guint8 before = i ? bytes[i - 1] : ' ', after = i + 1 < size ? bytes[i + 1] : ' ';
    cost += charset->cost[bytes[i]] + place_cost(charset, bytes[i], before, after);
  }
  return cost;
}

typedef struct {
  const char *name;
  gint handicap; /* tenths of nats: how unlikely it is that somebody sends this without saying so */
} Candidate;

static const Candidate candidates[] = {
    {"windows1256", 0},  {"windows1252", 0},  {"iso88596", 10},
    {"windows1254", 10}, {"windows1251", 40}, {"koi8r", 45},
};

/* What it counts that a charset was declared: once for those whose letters are known here, so that a longer
 * text overrides a wrong label; for each letter for the others, whose usual letters may cost too much. */
static gint64
declared_bonus(const Charset *declared, const guint8 *bytes, gsize size)
{
  gboolean known = charset_is(declared, "iso885915");
  for (gsize i = 0; i < G_N_ELEMENTS(candidates) && !known; i++)
    known = charset_is(declared, candidates[i].name);
  gint64 letters = 1;
  for (gsize i = 0; i < size && !known; i++)
    letters += bytes[i] >= 0x80;
  return known ? 40 : 34 + 6 * letters;
}

const Charset *
charset_guess(const guint8 *bytes, gsize size, const Charset *declared)
{
  gsize skip = 0;
  while (skip < size && bytes[skip] < 0x80)
    skip++;
  skip = skip > 64 ? skip - 64 : 0; /* the words before the first high byte tell, too */
  bytes += skip;
  size = MIN(size - skip, SAMPLE_BYTES);
  const Charset *best = NULL;
  gint64 least = G_MAXINT64;
  if (declared && declared->row->single) {
    best = declared;
    least = reading_cost(declared, bytes, size, G_MAXINT64) - declared_bonus(declared, bytes, size);
  }
  for (gsize i = 0; i < G_N_ELEMENTS(candidates); i++) {
    const Charset *charset = charset_find(candidates[i].name);
    gint64 cost = charset && charset != declared ? reading_cost(charset, bytes, size, least) + candidates[i].handicap
                                                 : G_MAXINT64;
    if (cost < least) {
      least = cost;
      best = charset;
    }
  }
  return best;
}

gboolean
charset_is_east_asian(const Charset *declared, const guint8 *bytes, gsize size)
{
  gsize high = 0, alone = 0, runs = 0, odd = 0;
  size = MIN(size, SAMPLE_BYTES * 4);
  for (gsize i = 0; i < size;) {
    gsize run = i;
    while (i < size && bytes[i] >= 0x80)
      i++;
    gsize n = i - run;
    high += n;
    runs += n > 0;
    odd += n & 1;
    alone += n == 1;
    i += n == 0;
  }
  if (charset_is(declared, "big5") || charset_is(declared, "shiftjis")) /* the second byte may be ASCII */
    return high < 8 || alone * 10 <= high * 6;
  return odd * 4 <= runs;
}

/* The byte that a character was when UTF-8 was read as a single-byte charset; -1 when there is none. */
static gint
byte_of(const Charset *charset, gunichar c)
{
  if (c < 0x80)
    return (gint)c;
  for (gint i = 0; i < 128; i++)
    if (charset->high[i] == c)
      return i + 0x80;
  return c < 0xa0 ? (gint)c : -1; /* C1 controls: what ISO-8859-1 makes of 0x80..0x9f */
}

/* The line read back into bytes (in bytes, which is used again) and those as UTF-8; NULL unless every character takes part and three
 * letters come out. */
static char *
undo_line(const Charset *charset, const char *line, gsize size, GByteArray *bytes)
{
  g_byte_array_set_size(bytes, 0);
  for (const char *p = line, *end = line + size; p < end; p = g_utf8_next_char(p)) {
    gint byte = byte_of(charset, g_utf8_get_char(p));
    if (byte < 0)
      return NULL;
    guint8 b = (guint8)byte;
    g_byte_array_append(bytes, &b, 1);
    /* a lead byte has to be followed by a tail byte: give up at the first that is not, so that ordinary text
     * costs nothing */
    if (bytes->len >= 2 && bytes->data[bytes->len - 2] >= 0xc0 && (b & 0xc0) != 0x80)
      return NULL;
  }
  if (!g_utf8_validate_len((const char *)bytes->data, bytes->len, NULL))
    return NULL;
  guint letters = 0;
  const char *start = (const char *)bytes->data;
  for (const char *p = start; p < start + bytes->len; p = g_utf8_next_char(p)) {
    gunichar c = g_utf8_get_char(p);
    letters += c >= 0xa0 && g_unichar_isalpha(c);
    if (c >= 0x80 && c < 0xa0)
      return NULL;
  }
  return letters >= 3 ? g_strndup(start, bytes->len) : NULL;
}

static gboolean
may_be_double(const char *text, gsize size)
{
  for (gsize i = 0; i + 1 < size; i++) {
    guint8 a = (guint8)text[i], b = (guint8)text[i + 1];
    if (a == 0xc3 && (b == 0x83 || b == 0x84 || b == 0x85 || (b >= 0x98 && b <= 0x9b)))
      return TRUE; /* Ã Ä Å Ø Ù Ú Û: lead bytes of Latin and Arabic letters */
    if (a == 0xd8 && (b == 0xb7 || b == 0xb8))
      return TRUE; /* ط ظ: the same lead bytes in windows-1256 */
  }
  return FALSE;
}

char *
charset_undo_double(const char *text, gsize size)
{
  if (!may_be_double(text, size))
    return NULL;
  const Charset *const read_as[] = {charset_find("windows1252"), charset_find("windows1256")};
  g_autoptr(GByteArray) bytes = g_byte_array_new();
  g_autoptr(GString) out = g_string_sized_new(size);
  gboolean repaired = FALSE;
  for (const char *line = text, *end = text + size; line < end;) {
    const char *newline = memchr(line, '\n', (gsize)(end - line));
    gsize n = (gsize)((newline ? newline : end) - line);
    g_autofree char *undone = NULL;
    for (gsize i = 0; i < G_N_ELEMENTS(read_as) && !undone; i++)
      undone = undo_line(read_as[i], line, n, bytes);
    if (undone)
      g_string_append(out, undone);
    else
      g_string_append_len(out, line, (gssize)n);
    repaired |= undone != NULL;
    if (newline)
      g_string_append_c(out, '\n');
    line += n + (newline != NULL);
  }
  return repaired ? g_string_free(g_steal_pointer(&out), FALSE) : NULL;
}
