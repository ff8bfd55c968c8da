/* SPDX-License-Identifier: ISC
 *
 * What near-duplicates are found by: MinHash over pairs of neighbouring folded words of a text, and the bits of a picture's
 * perceptual hash, each cut into bands, so that an index finds what agrees in one band. Pure.
 */
#pragma once
#include <glib.h>

#define SKETCH_BANDS 8u
#define SKETCH_ROWS 3u /* texts of which 7 pairs in 10 agree share a band in 96 of 100 cases */
#define SKETCH_HASHES (SKETCH_BANDS * SKETCH_ROWS)
#define SKETCH_MIN_PAIRS 5u          /* a text of fewer has no sketch: greetings are not campaigns */
#define SKETCH_MAX_BYTES (256u * 1024) /* of a text; beyond, it is not read */

#define SKETCH_KEY_BYTES 9u /* a tag and 8 bytes */
typedef struct {
  guint8 bytes[SKETCH_KEY_BYTES];
} SketchKey;

typedef struct {
  guint32 least[SKETCH_HASHES];
} Sketch;

/* The hashes of the pairs of words of a text, sorted, each once: GArray of guint64. Lines that quote (">") are left out. seed: 16
 * bytes, so that no table of hashes fits two stores. */
GArray *sketch_pairs(const char *text, const guint8 *seed);
/* FALSE when there are fewer than SKETCH_MIN_PAIRS. */
gboolean sketch_make(const GArray *pairs, Sketch *out);
/* Keys of the bands of a sketch. */
void sketch_keys(const Sketch *sketch, SketchKey keys[SKETCH_BANDS]);
/* How many of a hundred pairs two texts share (Jaccard), 0 to 100; 100 for equal sets only. */
guint sketch_likeness(const GArray *a, const GArray *b);

#define SKETCH_LOOK_BANDS 4u
#define SKETCH_LOOK_PROBES 17u   /* of a band: itself, and with each of its 16 bits turned */
#define SKETCH_LOOK_DISTANCE 6u  /* bits in which two similar pictures may differ; 7 are sure to be found */
/* FALSE for a picture with hardly anything on it: every blank page would be like every other. */
gboolean sketch_look_tells(guint64 look);
/* The key of a band; probe 0 is the band itself, as it is kept. */
SketchKey sketch_look_key(guint64 look, guint band, guint probe);
guint sketch_look_distance(guint64 a, guint64 b);
/* A key of a hash of bytes ('b') or of pixels ('p'); at least 8 bytes of it are read. */
SketchKey sketch_hash_key(char tag, const guint8 *hash);
