/* SPDX-License-Identifier: ISC */
/* The converters: every charset that people send mail in, opened once. glibc's iconv loads a module on first
 * use and cannot do so in a confined process, so single-byte charsets are read out into tables and the others
 * stay open. Not for several threads. */
#include "parser/charset.h"
#include "parser/charset_private.h"
#include <errno.h>
#include <iconv.h>
#include <string.h>

/* DOS Arabic and Macintosh Arabic, which glibc lacks. */
static const guint16 cp720[128] = {
    0x0080, 0x0081, 0x00e9, 0x00e2, 0x0084, 0x00e0, 0x0086, 0x00e7, 0x00ea, 0x00eb, 0x00e8, 0x00ef, 0x00ee,
    0x008d, 0x008e, 0x008f, 0x0090, 0x0651, 0x0652, 0x00f4, 0x00a4, 0x0640, 0x00fb, 0x00f9, 0x0621, 0x0622,
    0x0623, 0x0624, 0x00a3, 0x0625, 0x0626, 0x0627, 0x0628, 0x0629, 0x062a, 0x062b, 0x062c, 0x062d, 0x062e,
    0x062f, 0x0630, 0x0631, 0x0632, 0x0633, 0x0634, 0x0635, 0x00ab, 0x00bb, 0x2591, 0x2592, 0x2593, 0x2502,
    0x2524, 0x2561, 0x2562, 0x2556, 0x2555, 0x2563, 0x2551, 0x2557, 0x255d, 0x255c, 0x255b, 0x2510, 0x2514,
    0x2534, 0x252c, 0x251c, 0x2500, 0x253c, 0x255e, 0x255f, 0x255a, 0x2554, 0x2569, 0x2566, 0x2560, 0x2550,
    0x256c, 0x2567, 0x2568, 0x2564, 0x2565, 0x2559, 0x2558, 0x2552, 0x2553, 0x256b, 0x256a, 0x2518, 0x250c,
    0x2588, 0x2584, 0x258c, 0x2590, 0x2580, 0x0636, 0x0637, 0x0638, 0x0639, 0x063a, 0x0641, 0x00b5, 0x0642,
    0x0643, 0x0644, 0x0645, 0x0646, 0x0647, 0x0648, 0x0649, 0x064a, 0x2261, 0x064b, 0x064c, 0x064d, 0x064e,
    0x064f, 0x0650, 0x2248, 0x00b0, 0x2219, 0x00b7, 0x221a, 0x207f, 0x00b2, 0x25a0, 0x00a0,
};
static const guint16 mac_arabic[128] = {
    0x00c4, 0x00a0, 0x00c7, 0x00c9, 0x00d1, 0x00d6, 0x00dc, 0x00e1, 0x00e0, 0x00e2, 0x00e4, 0x06ba, 0x00ab,
    0x00e7, 0x00e9, 0x00e8, 0x00ea, 0x00eb, 0x00ed, 0x2026, 0x00ee, 0x00ef, 0x00f1, 0x00f3, 0x00bb, 0x00f4,
    0x00f6, 0x00f7, 0x00fa, 0x00f9, 0x00fb, 0x00fc, 0x0020, 0x0021, 0x0022, 0x0023, 0x0024, 0x066a, 0x0026,
    0x0027, 0x0028, 0x0029, 0x002a, 0x002b, 0x060c, 0x002d, 0x002e, 0x002f, 0x0660, 0x0661, 0x0662, 0x0663,
    0x0664, 0x0665, 0x0666, 0x0667, 0x0668, 0x0669, 0x003a, 0x061b, 0x003c, 0x003d, 0x003e, 0x061f, 0x274a,
    0x0621, 0x0622, 0x0623, 0x0624, 0x0625, 0x0626, 0x0627, 0x0628, 0x0629, 0x062a, 0x062b, 0x062c, 0x062d,
    0x062e, 0x062f, 0x0630, 0x0631, 0x0632, 0x0633, 0x0634, 0x0635, 0x0636, 0x0637, 0x0638, 0x0639, 0x063a,
    0x005b, 0x005c, 0x005d, 0x005e, 0x005f, 0x0640, 0x0641, 0x0642, 0x0643, 0x0644, 0x0645, 0x0646, 0x0647,
    0x0648, 0x0649, 0x064a, 0x064b, 0x064c, 0x064d, 0x064e, 0x064f, 0x0650, 0x0651, 0x0652, 0x067e, 0x0679,
    0x0686, 0x06d5, 0x06a4, 0x06af, 0x0688, 0x0691, 0x007b, 0x007c, 0x007d, 0x0698, 0x06d2,
};

/* Labels are read as browsers do: ISO-8859-1 means windows-1252, ISO-8859-9 windows-1254, GB2312 GB18030. */
static const CharsetRow rows[] = {
    {"utf8 utf8mb4 unicode11utf8 xunicode20utf8 utf8n utf8ucs4 cp65001", NULL, FALSE, NULL},
    {"utf16 utf16le utf16be unicode ucs2 ucs2le ucs2be csunicode iso10646ucs2", NULL, FALSE, NULL},
    {"utf32 utf32le ucs4le", "UTF-32LE", FALSE, NULL},
    {"utf32be ucs4", "UTF-32BE", FALSE, NULL},
    {"utf7 unicode11utf7 csunicode11utf7 cp65000", "UTF-7", FALSE, NULL},
    {"windows1256 cp1256 xcp1256 msarab winarabic windowsarabic", "CP1256", TRUE, NULL},
    {"iso88596 arabic ecma114 asmo708 iso88596i iso88596e csisolatinarabic isoir127 iso885961987 dos708 "
     "cp708",
     "ISO-8859-6", TRUE, NULL},
    {"windows1252 cp1252 xcp1252 iso88591 latin1 l1 iso885911987 ansi isoir100 csisolatin1 cp819 ibm819 "
     "xansi",
     "CP1252", TRUE, NULL},
    {"iso885915 latin9 latin0 csisolatin9 l9", "ISO-8859-15", TRUE, NULL},
    {"windows1254 cp1254 xcp1254 iso88599 latin5 l5 turkish csisolatin5 iso885991989", "CP1254", TRUE, NULL},
    {"windows1250 cp1250 xcp1250", "CP1250", TRUE, NULL},
    {"iso88592 latin2 l2 csisolatin2", "ISO-8859-2", TRUE, NULL},
    {"iso88593 latin3 l3", "ISO-8859-3", TRUE, NULL},
    {"iso88594 latin4 l4", "ISO-8859-4", TRUE, NULL},
    {"windows1251 cp1251 xcp1251", "CP1251", TRUE, NULL},
    {"iso88595 cyrillic csisolatincyrillic", "ISO-8859-5", TRUE, NULL},
    {"koi8r koi8 cskoi8r", "KOI8-R", TRUE, NULL},
    {"koi8u koi8ru", "KOI8-U", TRUE, NULL},
    {"ibm866 cp866", "CP866", TRUE, NULL},
    {"windows1253 cp1253", "CP1253", TRUE, NULL},
    {"iso88597 greek greek8 ecma118 elot928", "ISO-8859-7", TRUE, NULL},
    {"windows1255 cp1255 xcp1255", "CP1255", TRUE, NULL},
    {"iso88598 iso88598i iso88598e hebrew visual logical", "ISO-8859-8", TRUE, NULL},
    {"windows1257 cp1257", "CP1257", TRUE, NULL},
    {"windows1258 cp1258", "CP1258", TRUE, NULL},
    {"iso885910 latin6", "ISO-8859-10", TRUE, NULL},
    {"iso885913 latin7", "ISO-8859-13", TRUE, NULL},
    {"iso885914 latin8", "ISO-8859-14", TRUE, NULL},
    {"iso885916 latin10", "ISO-8859-16", TRUE, NULL},
    {"tis620 windows874 cp874 iso885911 dos874", "CP874", TRUE, NULL},
    {"ibm437 cp437", "CP437", TRUE, NULL},
    {"ibm850 cp850", "CP850", TRUE, NULL},
    {"ibm852 cp852", "CP852", TRUE, NULL},
    {"ibm857 cp857", "CP857", TRUE, NULL},
    {"ibm858 cp858", "CP858", TRUE, NULL},
    {"macintosh mac macroman xmacroman", "MACINTOSH", TRUE, NULL},
    {"cp864 ibm864 csibm864 dos864", "CP864", TRUE, NULL},
    {"cp720 dos720 ibm720", NULL, TRUE, cp720},
    {"macarabic xmacarabic", NULL, TRUE, mac_arabic},
    {"gb18030 gb2312 gbk cp936 ms936 euccn xgbk gb231280 chinese csgb2312", "GB18030", FALSE, NULL},
    {"big5 big5hkscs cnbig5 cp950 xxbig5 csbig5 windows950", "BIG5-HKSCS", FALSE, NULL},
    {"shiftjis sjis xsjis cp932 windows31j ms932 csshiftjis mskanji", "CP932", FALSE, NULL},
    {"iso2022jp csiso2022jp iso2022jpms iso2022jp1 iso2022jp2 cp50220 cp50221", "ISO-2022-JP-2", FALSE, NULL},
    {"eucjp xeucjp cseucpkdfmtjapanese", "EUC-JP", FALSE, NULL},
    {"euckr ksc56011987 ksc5601 korean cp949 uhc windows949 cseuckr ksc56011989", "UHC", FALSE, NULL},
    {"iso2022kr csiso2022kr", "ISO-2022-KR", FALSE, NULL},
};

static const CharsetRow windows_1252 = {"", "CP1252", TRUE, NULL};

static Charset charsets[G_N_ELEMENTS(rows)];
static GHashTable *by_name;

/* Lower case, letters and digits only; stops at the language suffix of RFC 2231. */
static void
normalise_label(const char *label, char *out, gsize out_size)
{
  gsize used = 0;
  for (; *label && *label != '*' && used + 1 < out_size; label++)
    if (g_ascii_isalnum(*label))
      out[used++] = g_ascii_tolower(*label);
  out[used] = 0;
}

static void
read_high_half(Charset *charset)
{
  iconv_t cd = charset->row->iconv ? iconv_open("UCS-4LE", charset->row->iconv) : (iconv_t)-1;
  for (guint i = 0; i < 128; i++) {
    char in = (char)(i + 0x80), *from = &in;
    guint32 code = 0;
    char *to = (char *)&code;
    gsize in_left = 1, out_left = sizeof code;
    if (charset->row->fixed)
      code = charset->row->fixed[i];
    else if (cd != (iconv_t)-1 && iconv(cd, &from, &in_left, &to, &out_left) != (gsize)-1 &&
             out_left == sizeof code)
      iconv(cd, NULL, NULL, &to,
            &out_left); /* windows-1255 and -1258 hold a character back, for a mark that may follow */
    charset->high[i] = code ? GUINT32_FROM_LE(code) : 0xfffd;
    if (cd != (iconv_t)-1)
      iconv(cd, NULL, NULL, NULL, NULL);
  }
  if (cd != (iconv_t)-1)
    iconv_close(cd);
}

/* What ISO-8859 calls controls are windows-1252's quotes and dashes wherever they occur in mail. */
static void
fill_controls(Charset *charset, const Charset *windows)
{
  for (guint i = 0; i < 32; i++)
    if (charset->high[i] == i + 0x80 && windows->high[i] != 0xfffd)
      charset->high[i] = windows->high[i];
}

void
charset_init(void)
{
  if (by_name)
    return;
  by_name = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  Charset windows = {.row = &windows_1252};
  read_high_half(&windows);
  for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
    Charset *charset = &charsets[i];
    charset->row = &rows[i];
    if (rows[i].single) {
      read_high_half(charset);
      if (g_str_has_prefix(rows[i].names, "iso8859"))
        fill_controls(charset, &windows);
      charset_weigh(charset);
    } else if (rows[i].iconv) {
      charset->handle = iconv_open("UTF-8", rows[i].iconv);
    }
    if (charset->handle == (gpointer)(iconv_t)-1) {
      charset->handle = NULL;
      continue; /* a system without this converter: bytes in it are guessed */
    }
    g_auto(GStrv) names = g_strsplit(rows[i].names, " ", -1);
    for (char **name = names; *name; name++)
      g_hash_table_insert(by_name, g_strdup(*name), charset);
  }
}

const Charset *
charset_find(const char *label)
{
  if (!label)
    return NULL;
  charset_init();
  char name[40];
  normalise_label(label, name, sizeof name);
  return g_hash_table_lookup(by_name, name);
}

gboolean
charset_is(const Charset *charset, const char *name)
{
  gsize n = strlen(name);
  return charset && strncmp(charset->row->names, name, n) == 0 &&
         (charset->row->names[n] == ' ' || !charset->row->names[n]);
}

gsize
charset_clean_utf8(const guint8 *bytes, gsize size, GString *out)
{
  const char *p = (const char *)bytes, *end = p + size;
  gsize wrong = 0;
  while (p < end) {
    const char *stop;
    gboolean all = g_utf8_validate(p, end - p, &stop);
    g_string_append_len(out, p, stop - p);
    if (all)
      break;
    p = stop;
    if (*p == 0) {
      p++;
      continue;
    }
    g_string_append(out, "\xef\xbf\xbd");
    wrong++;
    for (p++; p < end && ((guint8)*p & 0xc0) == 0x80; p++) /* the tail of the broken character */
      ;
  }
  return wrong;
}

static gsize
convert_single(const Charset *charset, const guint8 *bytes, gsize size, GString *out)
{
  gsize wrong = 0, i = 0;
  while (i < size) {
    gsize run = i;
    while (i < size && bytes[i] < 0x80 && bytes[i])
      i++;
    g_string_append_len(out, (const char *)bytes + run, (gssize)(i - run));
    for (; i < size && (bytes[i] >= 0x80 || !bytes[i]); i++) {
      if (!bytes[i])
        continue;
      guint32 code = charset->high[bytes[i] - 0x80];
      wrong += code == 0xfffd;
      g_string_append_unichar(out, code);
    }
  }
  return wrong;
}

/* Characters of a UTF-8 piece that iconv made, NUL left out. */
static void
append_without_nul(GString *out, const char *piece, gsize size)
{
  while (size) {
    const char *nul = memchr(piece, 0, size);
    gsize n = nul ? (gsize)(nul - piece) : size;
    g_string_append_len(out, piece, (gssize)n);
    n += nul != NULL;
    piece += n;
    size -= n;
  }
}

static gsize
convert_iconv(const Charset *charset, const guint8 *bytes, gsize size, GString *out)
{
  iconv_t cd = (iconv_t)charset->handle;
  char *in = (char *)bytes, piece[4096];
  gsize left = size, wrong = 0;
  iconv(cd, NULL, NULL, NULL, NULL);
  for (;;) {
    char *to = piece;
    gsize room = sizeof piece;
    gsize rc = iconv(cd, left ? &in : NULL, left ? &left : NULL, &to, &room);
    int error = errno;
    append_without_nul(out, piece, sizeof piece - room);
    if (rc != (gsize)-1) {
      if (!left)
        break;
    } else if (error != E2BIG) {
      g_string_append(out, "\xef\xbf\xbd");
      wrong++;
      if (left <= 1)
        break;
      in++;
      left--;
    }
  }
  return wrong;
}

gsize
charset_convert(const Charset *charset, const guint8 *bytes, gsize size, GString *out)
{
  if (charset->row->single)
    return convert_single(charset, bytes, size, out);
  if (charset->handle)
    return convert_iconv(charset, bytes, size, out);
  return charset_clean_utf8(bytes, size, out);
}
