/* SPDX-License-Identifier: ISC
 *
 * How a name sounds, so that أحمد الجبوري, Ahmed Al-Jubouri and ئەحمەدی جبووری are found from each other. Sounds are compared by sets;
 * who asks decides how short a word may be (four letters, fewer only beside a name that is certain). Used by the parser, which looks
 * for the reporter's names, and by the store, from which people strip one.
 */
#pragma once
#include <glib.h>

#define TEXT_SOUNDS_MAX_CHARS 64u /* longer words are not compared by sound */

typedef enum { SCRIPT_OTHER, SCRIPT_ARABIC, SCRIPT_LATIN } Script;

typedef struct {
  guint32 mask;
  gboolean optional;
} Sound;
typedef struct {
  guint n;
  Sound sounds[TEXT_SOUNDS_MAX_CHARS];
  char coarse[TEXT_SOUNDS_MAX_CHARS + 1]; /* classes of the consonants: equal for all spellings */
  guint8 script;
  gboolean kurdish;
} Sounding;

/* How a word (as written, UTF-8, len bytes) sounds. FALSE when it is too long or has no sound. */
gboolean text_sounding(const char *word, gsize len, Sounding *out);
/* Whether the two may be one name in different spellings: 0 no, 1 perhaps, 2 surely enough (three consonants agree). */
guint text_sounds_alike(const Sounding *a, const Sounding *b);
