/* SPDX-License-Identifier: ISC */
/* Base64 and quoted-printable by ourselves, because we have to know how damaged the input was, and because
 * padding in the middle of the data (glued encoders, adjacent encoded-words) must not end it. Refuses
 * nothing. */
#include "parser/transfer.h"
#include <string.h>
#if defined __x86_64__ && defined __GNUC__
#include <immintrin.h>
#endif

enum { SPACE = 64, PAD = 65, BAD = 66 };

#define B_ BAD
#define S_ SPACE
static const guint8 value_of[256] = {
    /* 00 */ B_, B_, B_, B_, B_, B_, B_, B_, B_, S_, S_, B_, S_, S_,  B_, B_,
    /* 10 */ B_, B_, B_, B_, B_, B_, B_, B_, B_, B_, B_, B_, B_, B_,  B_, B_,
    /* 20 */ S_, B_, B_, B_, B_, B_, B_, B_, B_, B_, B_, 62, B_, B_,  B_, 63,
    /* 30 */ 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, B_, B_, B_, PAD, B_, B_,
    /* 40 */ B_, 0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12,  13, 14,
    /* 50 */ 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, B_, B_, B_,  B_, B_,
    /* 60 */ B_, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38,  39, 40,
    /* 70 */ 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, B_, B_, B_,  B_, B_,
    /* 80 */ B_, B_, B_, B_, B_, B_, B_, B_, B_, B_, B_, B_, B_, B_,  B_, B_,
    /* 90 */ B_, B_, B_, B_, B_, B_, B_, B_, B_, B_, B_, B_, B_, B_,  B_, B_,
    /* a0 */ B_, B_, B_, B_, B_, B_, B_, B_, B_, B_, B_, B_, B_, B_,  B_, B_,
    /* b0 */ B_, B_, B_, B_, B_, B_, B_, B_, B_, B_, B_, B_, B_, B_,  B_, B_,
    /* c0 */ B_, B_, B_, B_, B_, B_, B_, B_, B_, B_, B_, B_, B_, B_,  B_, B_,
    /* d0 */ B_, B_, B_, B_, B_, B_, B_, B_, B_, B_, B_, B_, B_, B_,  B_, B_,
    /* e0 */ B_, B_, B_, B_, B_, B_, B_, B_, B_, B_, B_, B_, B_, B_,  B_, B_,
    /* f0 */ B_, B_, B_, B_, B_, B_, B_, B_, B_, B_, B_, B_, B_, B_,  B_, B_,
};
#undef B_
#undef S_

/* What is left of a quantum when padding or the end comes. Returns the new end of the output. */
static guint8 *
flush_quantum(guint8 *out, guint32 bits, guint have)
{
  if (have >= 2)
    *out++ = (guint8)(bits >> (have == 2 ? 4 : 10));
  if (have == 3)
    *out++ = (guint8)(bits >> 2);
  return out;
}

/* After padding: where more base64 begins, or end when what follows is something else (a mailing list's
 * footer, a remark on the same line). p is behind the padding. */
static const guint8 *
after_padding(const guint8 *p, const guint8 *end)
{
  const guint8 *q = p;
  while (q < end && *q == '=')
    q++;
  if (q < end && (*q == ' ' || *q == '\t')) { /* a remark: to the end of its line */
    q = memchr(q, '\n', (gsize)(end - q));
    q = q ? q : end;
  }
  while (q < end && value_of[*q] == SPACE)
    q++;
  for (const guint8 *look = q; look < end && look < q + 100 && *look != '\n' && *look != '\r'; look++)
    if (value_of[*look] == BAD || *look == ' ')
      return end;
  return q;
}

#if defined __x86_64__ && defined __GNUC__
#define BLOCK_BYTES 32
#define BLOCK_SLACK 8 /* a block gives 24 bytes and is stored as 32 */

/* Blocks of nothing but the alphabet, as many as follow each other: the halves of each byte look up which characters have them both, and
 * what to add for the value (Mula and Lemire, "Faster Base64 Encoding and Decoding Using AVX2 Instructions", 2018). */
__attribute__((target("avx2"))) static const guint8 *
decode_blocks(const guint8 *p, const guint8 *end, guint8 **out)
{
#define TWICE(...) _mm256_setr_epi8(__VA_ARGS__, __VA_ARGS__)
  const __m256i low_bits = TWICE(0x15, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x13, 0x1a, 0x1b, 0x1b, 0x1b, 0x1a);
  const __m256i high_bits = TWICE(0x10, 0x10, 0x01, 0x02, 0x04, 0x08, 0x04, 0x08, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10);
  const __m256i offsets = TWICE(0, 16, 19, 4, -65, -65, -71, -71, 0, 0, 0, 0, 0, 0, 0, 0);
  const __m256i order = TWICE(2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, -1, -1, -1, -1);
  const __m256i together = _mm256_setr_epi32(0, 1, 2, 4, 5, 6, 3, 7), slash = _mm256_set1_epi8('/');
#undef TWICE
  for (; end - p >= BLOCK_BYTES; p += BLOCK_BYTES, *out += BLOCK_BYTES / 4 * 3) {
    __m256i text = _mm256_loadu_si256((const __m256i *)(const void *)p);
    __m256i high = _mm256_and_si256(_mm256_srli_epi32(text, 4), slash); /* what is above the half is of no account to the look-up */
    __m256i low = _mm256_and_si256(text, slash);
    if (!_mm256_testz_si256(_mm256_shuffle_epi8(low_bits, low), _mm256_shuffle_epi8(high_bits, high)))
      break;
    __m256i offset = _mm256_shuffle_epi8(offsets, _mm256_add_epi8(_mm256_cmpeq_epi8(text, slash), high));
    __m256i pairs = _mm256_maddubs_epi16(_mm256_add_epi8(text, offset), _mm256_set1_epi32(0x01400140));
    __m256i bytes = _mm256_shuffle_epi8(_mm256_madd_epi16(pairs, _mm256_set1_epi32(0x00011000)), order);
    _mm256_storeu_si256((__m256i *)(void *)*out, _mm256_permutevar8x32_epi32(bytes, together));
  }
  return p;
}
#else
#define BLOCK_SLACK 0
#endif

guint8 *
transfer_base64(const guint8 *in, gsize size, gsize *out_size, gsize *bad)
{
  guint8 *start = g_malloc(size / 4 * 3 + 4 + BLOCK_SLACK), *out = start;
  const guint8 *p = in, *end = in + size;
#ifdef BLOCK_BYTES
  gboolean blocks = __builtin_cpu_supports("avx2") != 0;
#endif
  guint32 bits = 0;
  guint have = 0;
  gsize wrong = 0;
  while (p < end) {
#ifdef BLOCK_BYTES
    if (have == 0 && blocks)
      p = decode_blocks(p, end, &out);
#endif
    while (have == 0 && end - p >= 4) {
      guint32 a = value_of[p[0]], b = value_of[p[1]], c = value_of[p[2]], d = value_of[p[3]];
      if ((a | b | c | d) >= SPACE)
        break;
      guint32 all = a << 18 | b << 12 | c << 6 | d;
      *out++ = (guint8)(all >> 16);
      *out++ = (guint8)(all >> 8);
      *out++ = (guint8)all;
      p += 4;
    }
    if (p == end)
      break;
    guint8 value = value_of[*p++];
    if (value == PAD) {
      out = flush_quantum(out, bits, have);
      have = 0;
      const guint8 *more = after_padding(p, end);
      wrong += more == end && more - p > 8; /* white space and a last "=" aside, something was left out */
      p = more;
    } else if (value == BAD) {
      wrong++;
    } else if (value != SPACE) {
      bits = have ? bits << 6 | value : value;
      if (++have == 4) {
        *out++ = (guint8)(bits >> 16);
        *out++ = (guint8)(bits >> 8);
        *out++ = (guint8)bits;
        have = 0;
      }
    }
  }
  out = flush_quantum(out, bits, have);
  if (bad)
    *bad = wrong + (have == 1);
  *out_size = (gsize)(out - start);
  return start;
}

/* The soft break that starts at p ("=" included), with white space before the line end; NULL when it is none.
 */
static const guint8 *
skip_soft_break(const guint8 *p, const guint8 *end)
{
  for (p++; p < end && (*p == ' ' || *p == '\t'); p++)
    ;
  if (p < end && *p == '\r')
    p++;
  if (p == end)
    return p;
  return *p == '\n' ? p + 1 : NULL;
}

guint8 *
transfer_quoted(const guint8 *in, gsize size, gboolean header, gsize *out_size, gsize *bad)
{
  guint8 *start = g_malloc(size + 1), *out = start;
  const guint8 *p = in, *end = in + size;
  gsize wrong = 0;
  while (p < end) {
    if (*p != '=' && !header) {
      const guint8 *next = memchr(p, '=', (gsize)(end - p));
      gsize run = (gsize)((next ? next : end) - p);
      memcpy(out, p, run);
      out += run;
      p += run;
    } else if (*p != '=') {
      *out++ = *p == '_' ? ' ' : *p;
      p++;
    } else if (end - p >= 3 && g_ascii_isxdigit((char)p[1]) && g_ascii_isxdigit((char)p[2])) {
      *out++ = (guint8)(g_ascii_xdigit_value((char)p[1]) << 4 | g_ascii_xdigit_value((char)p[2]));
      p += 3;
    } else {
      const guint8 *next = skip_soft_break(p, end);
      if (next) {
        p = next;
      } else {
        wrong++;
        *out++ = *p++;
      }
    }
  }
  if (bad)
    *bad = wrong;
  *out_size = (gsize)(out - start);
  return start;
}

#define INNER_SPACE_EVERY 30u /* bytes; an encoder that breaks lines with blanks has one in 60 to 76 */
#define PROBE_BYTES 8192u /* enough of a body to tell what it is */

gboolean
transfer_base64_is_a_lie(const guint8 *in, gsize size)
{
  gsize foreign = 0, inner_spaces = 0, seen = MIN(size, PROBE_BYTES);
  for (gsize i = 0; i < seen; i++) {
    foreign += value_of[in[i]] == BAD;
    inner_spaces += in[i] == ' ' && i + 1 < seen && in[i + 1] > ' ';
  }
  return seen > 0 && (foreign * 8 > seen || inner_spaces * INNER_SPACE_EVERY > seen);
}

gboolean
transfer_looks_base64(const guint8 *in, gsize size)
{
  gsize length = 0, letters = 0;
  const guint8 *p = in, *end = in + size;
  gboolean short_seen = FALSE;
  while (p < end) {
    const guint8 *newline = memchr(p, '\n', (gsize)(end - p));
    const guint8 *stop = newline ? newline : end, *q = p;
    for (; q < stop && value_of[*q] < SPACE; q++)
      ;
    for (; q < stop && *q == '='; q++)
      ;
    gsize n = (gsize)(q - p);
    if (q < stop && !(*q == '\r' && q + 1 == stop))
      return FALSE;
    if (n > 0 && short_seen)
      return FALSE;
    if (length == 0)
      length = n;
    if (n > length || n % 4 != 0)
      return FALSE;
    short_seen = n < length;
    letters += n;
    p = newline ? newline + 1 : end;
  }
  return length >= 40 && letters >= 80;
}

gboolean
transfer_looks_quoted(const guint8 *in, gsize size)
{
  gsize high = 0;
  for (gsize i = 0; i < size; i++) {
    if (in[i] >= 0x80)
      return FALSE;
    if (in[i] != '=')
      continue;
    if (skip_soft_break(in + i, in + size))
      continue;
    if (i + 2 >= size || !g_ascii_isxdigit((char)in[i + 1]) || !g_ascii_isxdigit((char)in[i + 2]))
      return FALSE;
    high += g_ascii_xdigit_value((char)in[i + 1]) >= 8;
  }
  return high >= 8;
}
