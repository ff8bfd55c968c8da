/* SPDX-License-Identifier: ISC */
/* How words sound; see the header. Sounds are sets of what a letter may stand for. */
#include "text/sounds.h"

#include <stddef.h>
#include <string.h>

#include "text/fold.h"
#include "text/letters.h"
#include "text/look_alike.h"

enum {
  S_B = 1 << 0, S_F = 1 << 1, S_M = 1 << 2, S_N = 1 << 3, S_R = 1 << 4, S_L = 1 << 5, S_T = 1 << 6, S_D = 1 << 7, S_TH = 1 << 8, S_S = 1 << 9,
  S_Z = 1 << 10, S_SH = 1 << 11, S_CH = 1 << 12, S_J = 1 << 13, S_K = 1 << 14, S_Q = 1 << 15, S_G = 1 << 16, S_GH = 1 << 17, S_KH = 1 << 18,
  S_H = 1 << 19, S_W = 1 << 20, S_Y = 1 << 21, S_A = 1 << 22, S_V = 1 << 23
};
#define S_VOWELS (S_W | S_Y | S_A)

/* The class letter of a consonant: all that may stand for one another share one. NUL for vowels and the weak h. */
static char
coarse_class(guint32 mask)
{
  if (mask & S_B)
    return 'B';
  if (mask & S_M)
    return 'M';
  if (mask & S_N)
    return 'N';
  if (mask & S_R)
    return 'R';
  if (mask & S_L)
    return 'L';
  if (mask & (S_T | S_D | S_TH | S_S | S_Z))
    return 'T';
  if (mask & (S_SH | S_CH | S_J | S_K | S_Q | S_G | S_GH | S_KH))
    return 'X';
  return mask & S_F && !(mask & S_W) ? 'F' : '\0';
}

typedef struct {
  gunichar c;
  guint32 mask;
  guint8 optional; /* 1 always, 2 in Kurdish only */
} Letter;

static const Letter arabic[] = { /* sorted */
    {0x0621, S_A, 1}, {0x0622, S_A, 0}, {0x0623, S_A | S_W | S_Y, 1}, {0x0624, S_W | S_A, 1}, {0x0625, S_Y | S_A, 1}, {0x0626, S_A | S_Y | S_W, 1},
    {0x0627, S_A, 0}, {0x0628, S_B, 0}, {0x0629, S_A | S_H | S_T | S_Y, 1}, {0x062a, S_T, 0}, {0x062b, S_TH | S_S | S_T, 0},
    {0x062c, S_J | S_G, 0}, {0x062d, S_H, 1}, {0x062e, S_KH | S_H, 0}, {0x062f, S_D, 0}, {0x0630, S_TH | S_Z | S_D, 0}, {0x0631, S_R, 0},
    {0x0632, S_Z, 0}, {0x0633, S_S, 0}, {0x0634, S_SH | S_CH, 0}, {0x0635, S_S, 0}, {0x0636, S_D | S_TH | S_Z, 0}, {0x0637, S_T, 0},
    {0x0638, S_TH | S_Z | S_D, 0}, {0x0639, S_A | S_W | S_Y, 1}, {0x063a, S_GH | S_G | S_Q, 0}, {0x0641, S_F, 0}, {0x0642, S_Q | S_K | S_G | S_GH, 0},
    {0x0643, S_K | S_Q, 0}, {0x0644, S_L, 0}, {0x0645, S_M, 0}, {0x0646, S_N, 0}, {0x0647, S_H, 1}, {0x0648, S_W | S_V, 2}, {0x0649, S_A | S_Y, 0},
    {0x064a, S_Y, 2}, {0x0671, S_A, 1}, {0x067e, S_B, 0}, {0x0686, S_CH | S_J, 0}, {0x0695, S_R, 0}, {0x0698, S_J | S_Z, 0}, {0x06a4, S_F | S_V | S_W, 0},
    {0x06a9, S_K | S_Q, 0}, {0x06af, S_G | S_K | S_J, 0}, {0x06b5, S_L, 0}, {0x06be, S_H, 1}, {0x06c1, S_H, 1}, {0x06c6, S_W, 2}, {0x06cc, S_Y, 2},
    {0x06ce, S_Y, 2}, {0x06d5, S_A | S_Y, 1}};

static const Letter latin[] = { /* sorted; what stands for one letter */
    {'\'', S_A, 1}, {'2', S_A, 1}, {'3', S_A | S_W | S_Y, 1}, {'5', S_KH, 0}, {'6', S_T, 0}, {'7', S_H, 1}, {'8', S_Q | S_GH, 0}, {'9', S_S | S_Q, 0},
    {'a', S_A, 1}, {'b', S_B, 0}, {'c', S_J | S_K, 0}, {'d', S_D | S_TH, 0}, {'e', S_A | S_Y, 1}, {'f', S_F, 0}, {'g', S_G | S_GH | S_J | S_Q, 0},
    {'h', S_H, 1}, {'i', S_Y, 1}, {'j', S_J, 0}, {'k', S_K | S_Q, 0}, {'l', S_L, 0}, {'m', S_M, 0}, {'n', S_N, 0}, {'o', S_W | S_A, 1},
    {'p', S_B, 0}, {'q', S_Q | S_K, 0}, {'r', S_R, 0}, {'s', S_S | S_TH, 0}, {'t', S_T | S_TH, 0}, {'u', S_W | S_A, 1}, {'v', S_V | S_F | S_W, 0},
    {'w', S_W | S_V, 0}, {'x', S_KH, 0}, {'y', S_Y, 1}, {'z', S_Z, 0}, {0xe7, S_CH, 0}, {0xee, S_Y, 1}, {0x11f, S_G | S_GH, 1}, {0x15f, S_SH, 0}};

static const struct {
  char pair[3];
  guint32 mask;
  gboolean optional;
} digraphs[] = {{"sh", S_SH, FALSE}, {"ch", S_CH | S_SH | S_J | S_K, FALSE}, {"kh", S_KH, FALSE}, {"gh", S_GH | S_G, FALSE}, {"th", S_TH | S_T | S_D | S_Z, FALSE},
                {"dh", S_TH | S_D | S_Z, FALSE}, {"ph", S_F, FALSE}, {"zh", S_J | S_Z, FALSE}, {"ou", S_W, FALSE}, {"oo", S_W, FALSE}, {"ee", S_Y, FALSE}};

static const Letter *
find_letter(const Letter *table, gsize n, gunichar c)
{
  gsize low = 0, high = n;
  while (low < high) {
    gsize mid = (low + high) / 2;
    if (table[mid].c < c)
      low = mid + 1;
    else
      high = mid;
  }
  return low < n && table[low].c == c ? &table[low] : NULL;
}

/* The word as plain letters: marks and invisible characters gone, Latin in lower case. At most TEXT_SOUNDS_MAX_CHARS. */
static guint
plain_letters(const char *word, gsize len, gunichar *out)
{
  guint n = 0;
  for (const char *p = word; p < word + len; p = g_utf8_next_char(p)) {
    gunichar c = text_char(p);
    gboolean plain = c < 0x80 || (c >= 0x0621 && c <= 0x063f) || (c >= 0x0641 && c <= 0x064a); /* as most are */
    if (!plain && (c == 0x0640 || text_is_invisible(c) || g_unichar_ismark(c)))
      continue;
    if (n >= TEXT_SOUNDS_MAX_CHARS)
      return 0;
    if (c < 0x80) {
      c = (gunichar)g_ascii_tolower((char)c);
    } else if (c < 0x600) {
      if (c == 0x131 || c == 0x130)
        c = 'i';
      c = g_unichar_tolower(c);
      if (c > 0x7f && c != 0xe7 && c != 0x15f && c != 0x11f) { /* accents fall, but these are letters of their own */
        gunichar parts[20], meant = text_look_alike(c);
        gsize k = meant ? 0 : text_fold_char(c, parts);
        c = meant ? meant : text_is_apostrophe(c) ? '\'' : k ? parts[0] : c;
      }
    } else {
      gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH], meant = c >= 0x1d00 ? text_look_alike(c) : 0;
      if (meant)
        c = meant;
      else if (text_is_apostrophe(c))
        c = '\'';
      else if (c >= 0xfb50 && g_unichar_fully_decompose(c, TRUE, parts, G_N_ELEMENTS(parts)))
        c = parts[0];
    }
    out[n++] = c;
  }
  return n;
}

static void
append_sound(Sounding *out, guint32 mask, gboolean optional, gboolean firm)
{
  if (out->n && !optional && out->sounds[out->n - 1].mask == mask && !out->sounds[out->n - 1].optional) { /* doubled consonants sound once */
    return;
  }
  out->sounds[out->n++] = (Sound){mask, optional, firm};
}

/* Whether the letter is heard, whatever vowels people leave out: Mahdi is not Hamad, Hussein not Hassan, Hosni not Hassan. */
static gboolean
is_firm_latin(const gunichar *c, guint n, guint i)
{
  const gboolean last = i + 1 == n;
  if (c[i] == 'h' || c[i] == '7')
    return !last;
  if (c[i] == 'i' || c[i] == 'y' || c[i] == 0xee)
    return last || (i > 0 && (c[i - 1] == 'a' || c[i - 1] == 'e'));
  return last && (c[i] == 'o' || c[i] == 'u');
}

static gboolean
sound_latin(const gunichar *c, guint n, Sounding *out)
{
  for (guint i = 0; i < n; i++) {
    gboolean two = FALSE;
    for (gsize d = 0; d < G_N_ELEMENTS(digraphs) && i + 1 < n && !two; d++) {
      if (c[i] == (gunichar)digraphs[d].pair[0] && c[i + 1] == (gunichar)digraphs[d].pair[1]) {
        append_sound(out, digraphs[d].mask, digraphs[d].optional, FALSE);
        two = TRUE;
      }
    }
    if (two) {
      i++;
      continue;
    }
    const Letter *letter = find_letter(latin, G_N_ELEMENTS(latin), c[i]);
    if (!letter)
      return FALSE;
    append_sound(out, letter->mask, letter->optional, is_firm_latin(c, n, i));
  }
  return TRUE;
}

static gboolean
sound_arabic(const gunichar *c, guint n, Sounding *out)
{
  for (guint i = 0; i < n; i++) /* letters that only Kurdish has; it writes every vowel */
    if (c[i] == 0x06d5 || c[i] == 0x06ce || c[i] == 0x06c6 || c[i] == 0x06b5 || c[i] == 0x0695 || c[i] == 0x06a4)
      out->kurdish = TRUE;
  guint i = n > 4 && c[0] == 0x0627 && c[1] == 0x0644 ? 2 : 0; /* the article is no part of the name */
  guint start = i;
  for (; i < n; i++) {
    const Letter *letter = find_letter(arabic, G_N_ELEMENTS(arabic), c[i]);
    if (!letter)
      return FALSE;
    gboolean optional = letter->optional == 1 || (letter->optional == 2 && out->kurdish);
    guint32 mask = letter->mask;
    if (c[i] == 0x0627 && i == start) { /* a first alef carries any vowel */
      mask = S_A | S_W | S_Y;
      optional = TRUE;
    } else if (c[i] == 0x0647 && i + 1 == n) {
      mask |= S_A;
    } else if (c[i] == 0x0627 && i + 1 == n) {
      optional = TRUE;
    } else if (c[i] == 0x0648 && i > start && c[i - 1] == 0x0648) { /* Kurdish writes a long u as two */
      optional = TRUE;
    }
    append_sound(out, mask, optional, letter->mask == S_H && i + 1 < n);
  }
  return TRUE;
}

gboolean
text_sounding(const char *word, gsize len, Sounding *out)
{
  gunichar c[TEXT_SOUNDS_MAX_CHARS];
  guint n = len > 4 * TEXT_SOUNDS_MAX_CHARS ? 0 : plain_letters(word, len, c);
  memset(out, 0, offsetof(Sounding, sounds));
  out->kurdish = FALSE;
  out->coarse[0] = '\0';
  if (n == 0)
    return FALSE;
  out->script = c[0] >= 0x600 ? SCRIPT_ARABIC : SCRIPT_LATIN;
  if (out->script == SCRIPT_LATIN && n > 5 && c[0] == 'a' && c[1] == 'l') { /* aljubouri: compared without the article too, see match */
    memmove(c, c + 2, (n - 2) * sizeof *c);
    n -= 2;
  }
  if (!(out->script == SCRIPT_ARABIC ? sound_arabic(c, n, out) : sound_latin(c, n, out)))
    return FALSE;
  guint k = 0;
  for (guint i = 0; i < out->n; i++) {
    char class = out->sounds[i].optional ? '\0' : coarse_class(out->sounds[i].mask);
    if (class && (k == 0 || out->coarse[k - 1] != class || class == 'T' || class == 'X'))
      out->coarse[k++] = class;
  }
  out->coarse[k] = '\0';
  return k > 0;
}

static gboolean
is_consonant(const Sound *s)
{
  return !s->optional && coarse_class(s->mask);
}

guint
text_sounds_alike(const Sounding *a, const Sounding *b)
{
  guint8 can[2][TEXT_SOUNDS_MAX_CHARS + 1]; /* 0: not reachable; else 1 + consonants agreed, at most 100 */
  memset(can, 0, sizeof can);
  can[0][0] = 1;
  for (guint i = 0; i <= a->n; i++) {
    guint8 *row = can[i % 2], *next = can[(i + 1) % 2];
    memset(next, 0, TEXT_SOUNDS_MAX_CHARS + 1);
    for (guint j = 0; j <= b->n; j++) {
      if (!row[j])
        continue;
      if (j < b->n && b->sounds[j].optional)
        row[j + 1] = MAX(row[j + 1], row[j]);
      if (i < a->n && a->sounds[i].optional)
        next[j] = MAX(next[j], row[j]);
      if (i < a->n && j < b->n && a->sounds[i].mask & b->sounds[j].mask) {
        guint8 more = is_consonant(&a->sounds[i]) && is_consonant(&b->sounds[j]) ? 1 : 0;
        next[j + 1] = MAX(next[j + 1], (guint8)(row[j] + more));
      }
    }
    if (i == a->n)
      return row[b->n] >= 4 ? 2 : row[b->n] >= 3 ? 1 : 0;
  }
  return 0;
}

/* ---- strictly ---- */

static gboolean
may_be_silent(const Sound *s)
{
  return s->optional && !s->firm;
}

static gboolean
counts(const Sound *s)
{
  return is_consonant(s) || (s->firm && s->mask == S_H);
}

gboolean
text_sounds_join(Sounding *name, const Sounding *word)
{
  if (name->n + word->n + 2 > TEXT_SOUNDS_MAX_CHARS)
    return FALSE;
  name->script = word->script;
  name->kurdish |= word->kurdish;
  name->sounds[name->n++] = (Sound){S_A, TRUE, FALSE};
  name->sounds[name->n++] = (Sound){S_L | (word->n ? word->sounds[0].mask & ~S_VOWELS : 0), TRUE, FALSE}; /* al-, ash-shams */
  memcpy(name->sounds + name->n, word->sounds, word->n * sizeof *word->sounds);
  name->n += word->n;
  return TRUE;
}

guint
text_sounds_consonants(const Sounding *name)
{
  guint n = 0;
  for (guint i = 0; i < name->n; i++)
    n += counts(&name->sounds[i]) ? 1 : 0;
  return n;
}

/* Over sounds of the name that need not be said. */
static void
walk_silently(SoundWalk *walk, const Sounding *name)
{
  for (guint j = 0; j < name->n; j++)
    if (may_be_silent(&name->sounds[j]))
      walk->agreed[j + 1] = MAX(walk->agreed[j + 1], walk->agreed[j]);
}

void
text_sounds_begin(SoundWalk *walk)
{
  memset(walk, 0, sizeof *walk);
  walk->agreed[0] = 1;
}

static gboolean
walk_on(SoundWalk *walk, const Sounding *name, const Sound *said)
{
  SoundWalk next = {{0}};
  gboolean alive = FALSE;
  for (guint j = 0; j <= name->n; j++) {
    if (!walk->agreed[j])
      continue;
    if (may_be_silent(said))
      next.agreed[j] = MAX(next.agreed[j], walk->agreed[j]);
    if (j < name->n && name->sounds[j].mask & said->mask)
      next.agreed[j + 1] = walk->agreed[j] + (counts(&name->sounds[j]) && counts(said) ? 1 : 0);
    alive |= next.agreed[j] || (j < name->n && next.agreed[j + 1]);
  }
  *walk = next;
  walk_silently(walk, name);
  return alive;
}

gboolean
text_sounds_say(SoundWalk *walk, const Sounding *name, const Sounding *word)
{
  walk_silently(walk, name);
  for (guint i = 0; i < word->n; i++)
    if (!walk_on(walk, name, &word->sounds[i]))
      return FALSE;
  return TRUE;
}

gboolean
text_sounds_said(const SoundWalk *walk, const Sounding *name)
{
  return walk->agreed[name->n] > TEXT_SOUNDS_PLAIN;
}
