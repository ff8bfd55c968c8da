/* SPDX-License-Identifier: ISC
 *
 * The tables of a lexicon, shared by its reader (classify_lexicon.c) and its matcher (classify_match.c).
 */
#pragma once
#include "parser/classify_internal.h"

typedef struct {
  guint32 node, next; /* next 0: free slot (no edge leads to the root) */
  guint16 letter;
  guint8 ends, begins; /* what next is: the end of a word; and of a beginning that longer words count with */
} Slot;

/* A word of a class: its last node in the trie. prefix: longer words count too. */
typedef struct {
  guint32 node, class;
  gboolean prefix;
} Member;

typedef struct {
  guint32 class[CLASSIFY_MAX_ELEMENTS];
  char op[CLASSIFY_MAX_ELEMENTS]; /* what stands before the element: ' ' soon after, '_' next, '~' near */
  guint16 n, concept;
} Pattern;

enum {
  FIXED_ENDING = 1 << 0, /* the class stands in a place, a function word or a cue: matched with its ending only */
  FIXED_PLACE = 1 << 1   /* it stands in a place: matched also without the endings that places take */
};

struct Lexicon {
  GPtrArray *concepts, *priors; /* of Concept; of GHashTable or NULL */
  GHashTable *by_id;            /* id -> index + 1 */
  GHashTable *class_ids;        /* text of the element -> class */
  GArray *patterns, *members;   /* sorted by first class; by node */
  Slot *slots;
  guint n_slots, n_nodes, n_classes;
  gboolean whole_words_only; /* no looking behind proclitics */
  guint8 *fixed; /* per class: FIXED_... */
  guint32 *node_members, *class_patterns; /* first index + 1, 0 for none */
};

/* The place of an edge in the table, or the free place where it would be. */
static inline guint
lexicon_slot(const Lexicon *lexicon, guint32 node, guint16 letter)
{
  guint64 h = ((guint64)node << 16 | letter) * G_GUINT64_CONSTANT(0x9e3779b97f4a7c15);
  guint i = (guint)(h >> 32) & (lexicon->n_slots - 1);
  while (lexicon->slots[i].next && (lexicon->slots[i].node != node || lexicon->slots[i].letter != letter))
    i = (i + 1) & (lexicon->n_slots - 1);
  return i;
}
