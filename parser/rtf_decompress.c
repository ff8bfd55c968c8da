/* SPDX-License-Identifier: ISC */
/* The compression that Outlook wraps RTF in (MS-OXRTFCP): a dictionary of 4 KiB that starts with common control words. The output
 * is at most nine times the input and what the header promises is not believed. */
#include "parser/rtf.h"

#include <string.h>

#define HEADER_BYTES 16u
#define DICTIONARY_BYTES 4096u
#define COMPRESSED 0x75465a4cu   /* "LZFu" */
#define UNCOMPRESSED 0x414c454du /* "MELA" */

static const char start[] =
    "{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArial"
    "Times New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";

static guint32
le32(const guint8 *p)
{
  return (guint32)p[3] << 24 | (guint32)p[2] << 16 | (guint32)p[1] << 8 | p[0];
}

typedef struct {
  guint8 bytes[DICTIONARY_BYTES];
  guint at;
} Dictionary;

static void
put(GByteArray *out, Dictionary *dictionary, guint8 byte)
{
  g_byte_array_append(out, &byte, 1);
  dictionary->bytes[dictionary->at] = byte;
  dictionary->at = (dictionary->at + 1) % DICTIONARY_BYTES;
}

static void
expand(const guint8 *p, const guint8 *end, GByteArray *out)
{
  Dictionary dictionary = {.at = sizeof start - 1};
  memcpy(dictionary.bytes, start, sizeof start - 1);
  while (p < end) {
    guint8 control = *p++;
    for (guint bit = 0; bit < 8 && p < end; bit++, control >>= 1) {
      if (!(control & 1)) {
        put(out, &dictionary, *p++);
        continue;
      }
      if (end - p < 2)
        return;
      guint offset = (guint)p[0] << 4 | p[1] >> 4, length = (p[1] & 0xfu) + 2;
      p += 2;
      if (offset == dictionary.at)
        return; /* the mark of the end */
      for (guint i = 0; i < length; i++)
        put(out, &dictionary, dictionary.bytes[(offset + i) % DICTIONARY_BYTES]);
    }
  }
}

guint8 *
rtf_decompress(const guint8 *bytes, gsize size, gsize *out_size)
{
  if (size < HEADER_BYTES)
    return NULL;
  guint32 kind = le32(bytes + 8);
  g_autoptr(GByteArray) out = g_byte_array_new();
  if (kind == UNCOMPRESSED)
    g_byte_array_append(out, bytes + HEADER_BYTES, (guint)(size - HEADER_BYTES));
  else if (kind == COMPRESSED)
    expand(bytes + HEADER_BYTES, bytes + size, out);
  else
    return NULL;
  *out_size = out->len;
  return g_byte_array_free(g_steal_pointer(&out), FALSE);
}
