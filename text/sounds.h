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
  gboolean firm; /* optional, but no strict comparison may do without it: an h inside, the i of -ai- and of the end */
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

/* ---- strictly, several words at once: for what is taken out without asking again ---- */

#define TEXT_SOUNDS_PLAIN 4u /* consonants, h counted, in which a name must agree to be plainly the same */

/* Puts a word behind the words of a name that begins empty ((Sounding){0}); an article may stand before it, whether it has one or not.
 * FALSE when the name becomes too long. */
gboolean text_sounds_join(Sounding *name, const Sounding *word);
/* Consonants that the name cannot do without. */
guint text_sounds_consonants(const Sounding *name);

/* Saying a name word by word, in whatever way it is cut into words: where in the name one may be, and in how many consonants it agreed. */
typedef struct {
  guint8 agreed[TEXT_SOUNDS_MAX_CHARS + 1]; /* 0: not here; else 1 + consonants */
} SoundWalk;

void text_sounds_begin(SoundWalk *walk);
/* One word more. FALSE when this is no longer the beginning of the name. */
gboolean text_sounds_say(SoundWalk *walk, const Sounding *name, const Sounding *word);
/* TRUE when the whole name has been said, and plainly. */
gboolean text_sounds_said(const SoundWalk *walk, const Sounding *name);
