/* SPDX-License-Identifier: ISC */
/* CRC-32C: the processor's own instruction where it has one, else eight bytes a step from tables. Allocates nothing. */
#include "store/crc.h"

#include <string.h>

#define POLYNOMIAL 0x82f63b78u /* Castagnoli, reversed */

static guint32 tables[8][256];

static void
make_tables(void)
{
  for (guint32 i = 0; i < 256; i++) {
    guint32 crc = i;
    for (guint bit = 0; bit < 8; bit++)
      crc = crc & 1 ? crc >> 1 ^ POLYNOMIAL : crc >> 1;
    tables[0][i] = crc;
  }
  for (guint32 i = 0; i < 256; i++)
    for (guint t = 1; t < 8; t++)
      tables[t][i] = tables[t - 1][i] >> 8 ^ tables[0][tables[t - 1][i] & 0xff];
}

static guint32
by_tables(guint32 crc, const guint8 *p, gsize size)
{
  for (; size >= 8; size -= 8, p += 8) {
    guint64 word;
    memcpy(&word, p, sizeof word);
    word = GUINT64_FROM_LE(word) ^ crc;
    crc = 0;
    for (guint i = 0; i < 8; i++)
      crc ^= tables[7 - i][word >> (8 * i) & 0xff];
  }
  for (; size > 0; size--, p++)
    crc = crc >> 8 ^ tables[0][(crc ^ *p) & 0xff];
  return crc;
}

#if defined __x86_64__ && defined __GNUC__
__attribute__((target("sse4.2"))) static guint32
by_instruction(guint32 crc, const guint8 *p, gsize size)
{
  unsigned long long wide = crc;
  for (; size >= 8; size -= 8, p += 8) {
    unsigned long long word;
    memcpy(&word, p, sizeof word);
    wide = __builtin_ia32_crc32di(wide, word);
  }
  crc = (guint32)wide;
  for (; size > 0; size--, p++)
    crc = __builtin_ia32_crc32qi(crc, *p);
  return crc;
}
#endif

guint32
crc_update_portable(guint32 crc, const void *bytes, gsize size)
{
  static gsize once;
  if (g_once_init_enter(&once)) {
    make_tables();
    g_once_init_leave(&once, 1);
  }
  return ~by_tables(~crc, bytes, size);
}

guint32
crc_update(guint32 crc, const void *bytes, gsize size)
{
#if defined __x86_64__ && defined __GNUC__
  if (__builtin_cpu_supports("sse4.2"))
    return ~by_instruction(~crc, bytes, size);
#endif
  return crc_update_portable(crc, bytes, size);
}
