/* SPDX-License-Identifier: ISC
 *
 * The tables of a lexicon, shared by its reader (classify_lexicon.c) and its matcher (classify_match.c).
 */
#pragma once
#include "parser/classify_internal.h"

typedef struct {
  guint32 node, next; /* next 0: free slot (no edge leads to the root) */
  guint16 letter;
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

struct Lexicon {
  GPtrArray *concepts, *priors; /* of Concept; of GHashTable or NULL */
  GHashTable *by_id;            /* id -> index + 1 */
  GHashTable *class_ids;        /* text of the element -> class */
  GArray *patterns, *members;   /* sorted by first class; by node */
  Slot *slots;
  guint n_slots, n_nodes, n_classes;
  gboolean whole_words_only; /* no looking behind proclitics */
  guint8 *fixed; /* per class: stands in a place, a function word or a cue; matched with its ending only */
  guint32 *node_members, *class_patterns; /* first index + 1, 0 for none */
};

/* The node behind letter, 0 when there is none. */
guint32 lexicon_step(const Lexicon *lexicon, guint32 node, guint16 letter);
