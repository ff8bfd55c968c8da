/* SPDX-License-Identifier: ISC */
/* A small recurrent network: for each token of a text, how likely it is the reporter's name, home, work, tie
 * or contact, or none of them. Each token is the sum of the rows of numbers of what is seen of it
 * (identity_seen.c); two gated recurrent units (Cho et al. 2014, the variant with the reset gate behind the
 * product, as cuDNN and PyTorch have it) read the text forwards and backwards, so each token knows its whole
 * sentence and more; a last layer turns what both remember into probabilities. The numbers are
 * config/identity/second.txt, learned by tests/identity/learn.py. Products are of whole numbers, 16 bits
 * each, which is four times less to read than it is in floating point, and the same on every machine. Pure
 * arithmetic: no word, no rule. */
#include <math.h>
#include <string.h>
#ifdef __x86_64__
#include <immintrin.h>
#endif
#include "parser/identity_internal.h"

#define SIZE IDENTITY_NETWORK_SIZE
#define GATES (3u * SIZE) /* reset, update, new */
#define PAIRS (SIZE / 2u)
#define UNIT (1.0f / 1024.0f)        /* numbers in the file, and the input, are whole ones of this */
#define ROW_UNITS 16                 /* but those of the rows, of so many: one byte each in memory */
#define STATE_UNIT (1.0f / 16384.0f) /* and what is remembered, of this */
#define MAX_NUMBER G_MAXINT16
#define MAX_VALUE 16384 /* of the input and of what is remembered */
#define MAX_WEIGHTS                                                                                          \
  (G_MAXINT32 / MAX_VALUE) /* what those of one gate may sum up to, so that 32 bits hold the products */
#define WINDOW 1024u       /* tokens that are read at a time, so that memory is bounded */
#define BLOCK 8u           /* and at one go */
#define MARGIN 96u         /* of them on either side only for what they tell of the others */

/* Eight numbers at a time, at any address. */
typedef float Eight __attribute__((vector_size(32), aligned(4), may_alias));
typedef gint32 Whole __attribute__((vector_size(32), aligned(4), may_alias));
#define EIGHTS(n) ((n) / 8u)
/* Sixteen. */
typedef gint16 Short __attribute__((vector_size(32), aligned(2), may_alias));
typedef gint8 Bytes __attribute__((vector_size(16), aligned(1), may_alias));
#define SHORTS(n) ((n) / 16u)
G_STATIC_ASSERT(SIZE % 16 == 0 && OUTCOME_LAST == 8);
G_STATIC_ASSERT(G_N_ELEMENTS(((NetworkRows *)0)->at) * G_MAXINT8 < G_MAXINT16); /* so that 16 bits hold the sum of rows */

/* Transposed, so that what a number of the input adds to all gates stands together; two and two for each
 * gate. */
typedef gint16 Pair[2];
typedef struct {
  Pair input[PAIRS][GATES], state[PAIRS][GATES];
  float input_bias[GATES], state_bias[GATES];
  guint lines;
} Unit;

typedef struct {
  gint8 numbers[SIZE];
} Row;

struct IdentityNetwork {
  GArray *rows;                   /* of Row; the first is of every token */
  GHashTable *texts[SEEN_FREE];   /* of rules, letters and marks -> their row */
  GHashTable *ids;                /* names of what else is seen -> its number, plus 1 */
  GStringChunk *chunk;            /* of these texts */
  guint seen[IDENTITY_SEEN_LAST]; /* rows of what has a number, 0 none */
  Unit forward, backward;
  float out[2 * SIZE][OUTCOME_LAST], out_bias[OUTCOME_LAST];
  guint out_lines;
};

IdentityNetwork *
identity_network_new(void)
{
  IdentityNetwork *n = g_new0(IdentityNetwork, 1);
  n->rows = g_array_new(FALSE, TRUE, sizeof(Row));
  g_array_set_size(n->rows, 1);
  for (SeenFree kind = 0; kind < SEEN_FREE; kind++)
    n->texts[kind] = g_hash_table_new(g_str_hash, g_str_equal);
  n->ids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  n->chunk = g_string_chunk_new(4096);
  for (guint id = 0; id < IDENTITY_SEEN_LAST; id++) {
    char *name = identity_seen_name(id);
    if (name)
      g_hash_table_insert(n->ids, name, GUINT_TO_POINTER(id + 1));
  }
  return n;
}

void
identity_network_free(IdentityNetwork *n)
{
  if (!n)
    return;
  g_array_unref(n->rows);
  for (SeenFree kind = 0; kind < SEEN_FREE; kind++)
    g_hash_table_unref(n->texts[kind]);
  g_hash_table_unref(n->ids);
  g_string_chunk_free(n->chunk);
  g_free(n);
}

void
identity_network_add(const IdentityNetwork *n, guint id, NetworkRows *rows)
{
  rows->at[rows->n] = n->seen[id];
  rows->n += n->seen[id] != 0;
}

void
identity_network_add_text(const IdentityNetwork *n, SeenFree kind, const char *text, NetworkRows *rows)
{
  const guint at = GPOINTER_TO_UINT(g_hash_table_lookup(n->texts[kind], text));
  rows->at[rows->n] = at;
  rows->n += at != 0;
}

gboolean
identity_network_is_complete(const IdentityNetwork *n)
{
  return n->forward.lines == GATES && n->backward.lines == GATES && n->out_lines == OUTCOME_LAST;
}

gboolean
identity_network_is_empty(const IdentityNetwork *n)
{
  return n->rows->len == 1 && !n->forward.lines && !n->backward.lines && !n->out_lines;
}

/* ---- reading ---- */

/* count numbers, a space before each, and nothing else. There are half a million of them, and each worker
 * reads them when it starts. */
static gboolean
read_numbers(const char *p, gint16 *out, guint count)
{
  for (guint i = 0; i < count; i++) {
    while (*p == ' ')
      p++;
    const gboolean below = *p == '-';
    p += below;
    gint32 value = 0;
    const char *begin = p;
    for (; g_ascii_isdigit(*p) && value <= MAX_NUMBER; p++)
      value = value * 10 + (*p - '0');
    if (p == begin || value > MAX_NUMBER || (*p && *p != ' '))
      return FALSE;
    out[i] = (gint16)(below ? -value : value);
  }
  while (*p == ' ')
    p++;
  return *p == '\0';
}

/* FALSE when they are too large together. */
static gboolean
read_weights(Pair weights[PAIRS][GATES], guint gate, const gint16 *numbers)
{
  gint32 sum = 0;
  for (guint i = 0; i < SIZE; i++) {
    weights[i / 2][gate][i % 2] = numbers[i];
    sum += ABS(numbers[i]);
  }
  return sum <= MAX_WEIGHTS;
}

/* What a gate adds up: the input, what is remembered, and the two constants. */
static gboolean
read_gate(Unit *unit, const char *line)
{
  gint16 numbers[2 * SIZE + 2];
  const guint g = unit->lines;
  if (g == GATES || !read_numbers(line, numbers, G_N_ELEMENTS(numbers)) ||
      !read_weights(unit->input, g, numbers) || !read_weights(unit->state, g, numbers + SIZE))
    return FALSE;
  unit->input_bias[g] = (float)numbers[2 * SIZE] * UNIT;
  unit->state_bias[g] = (float)numbers[2 * SIZE + 1] * UNIT;
  unit->lines++;
  return TRUE;
}

static gboolean
read_outcome(IdentityNetwork *n, const char *line)
{
  gint16 numbers[2 * SIZE + 1];
  const guint o = n->out_lines;
  if (o == OUTCOME_LAST || !read_numbers(line, numbers, G_N_ELEMENTS(numbers)))
    return FALSE;
  for (guint i = 0; i < 2 * SIZE; i++)
    n->out[i][o] = (float)numbers[i] * UNIT;
  n->out_bias[o] = (float)numbers[2 * SIZE] * UNIT;
  n->out_lines++;
  return TRUE;
}

static gboolean
read_row(IdentityNetwork *n, const char *line, const char **why)
{
  const char *space = strchr(line, ' ');
  gint16 numbers[SIZE];
  Row row;
  if (!space || !read_numbers(space, numbers, SIZE))
    return FALSE;
  for (guint i = 0; i < SIZE; i++) {
    if (ABS(numbers[i]) > G_MAXINT8)
      return FALSE;
    row.numbers[i] = (gint8)numbers[i];
  }
  g_autofree char *name = g_strndup(line, (gsize)(space - line));
  if (strcmp(name, "all") == 0) {
    g_array_index(n->rows, Row, 0) = row;
    return TRUE;
  }
  const guint id = GPOINTER_TO_UINT(g_hash_table_lookup(n->ids, name));
  const char *text;
  const SeenFree kind = identity_seen_kind(name, &text);
  *why = "nothing that is seen is called so";
  if (id)
    n->seen[id - 1] = n->rows->len;
  else if (kind < SEEN_FREE)
    g_hash_table_insert(n->texts[kind], g_string_chunk_insert(n->chunk, text), GUINT_TO_POINTER(n->rows->len));
  else
    return FALSE;
  g_array_append_val(n->rows, row);
  return TRUE;
}

gboolean
identity_network_line(IdentityNetwork *n, NetworkSection section, const char *line, const char **why)
{
  *why = "not as many whole numbers as belong there, or too large";
  switch (section) {
  case NETWORK_ROWS:
    return read_row(n, line, why);
  case NETWORK_FORWARD:
    return read_gate(&n->forward, line);
  case NETWORK_BACKWARD:
    return read_gate(&n->backward, line);
  case NETWORK_OUTCOMES:
    return read_outcome(n, line);
  default:
    return FALSE;
  }
}

/* ---- running ---- */

#define INLINE static inline __attribute__((always_inline))

/* tanh to seven digits, by a quotient of polynomials. */
INLINE void
squash(Eight *v)
{
  const Eight most = (Eight){0} + 7.9f;
  const Whole above = *v > most, below = *v < -most;
  const Eight x = (Eight)(((Whole)*v & ~above & ~below) | ((Whole)most & above) | ((Whole)(-most) & below)),
              y = x * x;
  Eight p = y * -2.76076847742355e-16f + 2.00018790482477e-13f,
        q = y * 1.19825839466702e-06f + 1.18534705686654e-04f;
  p = p * y - 8.60467152213735e-11f;
  p = p * y + 5.12229709037114e-08f;
  p = p * y + 1.48572235717979e-05f;
  p = p * y + 6.37261928875436e-04f;
  p = p * y + 4.89352455891786e-03f;
  q = q * y + 2.26843463243900e-03f;
  q = q * y + 4.89352518554385e-03f;
  *v = x * p / q;
}

/* What the gates add up of the values. Pairs that are 0 (a quarter of the input) are left out. */
typedef void (*Products)(gint32 sums[GATES], const Pair weights[PAIRS][GATES], const gint16 values[SIZE]);

static void
products_plain(gint32 sums[GATES], const Pair weights[PAIRS][GATES], const gint16 values[SIZE])
{
  memset(sums, 0, GATES * sizeof *sums);
  for (guint i = 0; i < PAIRS; i++)
    for (guint g = 0; g < GATES; g++)
      sums[g] += weights[i][g][0] * values[2 * i] + weights[i][g][1] * values[2 * i + 1];
}

#ifdef __x86_64__
/* Numbers of the pairs that are not 0. */
static guint
some_pairs(const gint32 pairs[PAIRS], guint8 some[PAIRS])
{
  guint n = 0;
  for (guint8 i = 0; i < PAIRS; i++)
    if (pairs[i])
      some[n++] = i;
  return n;
}

/* With eight gates at a time. */
__attribute__((target("avx2"))) static void
products_wide(gint32 sums[GATES], const Pair weights[PAIRS][GATES], const gint16 values[SIZE])
{
  guint8 some[PAIRS];
  gint32 pairs[PAIRS];
  memcpy(pairs, values, sizeof pairs);
  const guint n = some_pairs(pairs, some);
  for (guint g = 0; g < GATES; g += SIZE) { /* so many sums as there are registers for */
    __m256i sum[EIGHTS(SIZE)] = {0};
    for (guint k = 0; k < n; k++) {
      const __m256i pair = _mm256_set1_epi32(pairs[some[k]]), *w = (const __m256i *)weights[some[k]][g];
#pragma GCC unroll 16
      for (guint e = 0; e < EIGHTS(SIZE); e++)
        sum[e] = _mm256_add_epi32(sum[e], _mm256_madd_epi16(pair, _mm256_loadu_si256(w + e)));
    }
    memcpy(sums + g, sum, sizeof sum);
  }
}

/* With sixteen gates at a time, multiplied and added in one. */
__attribute__((target("avx512f,avx512vnni"))) static void
products_widest(gint32 sums[GATES], const Pair weights[PAIRS][GATES], const gint16 values[SIZE])
{
  guint8 some[PAIRS];
  gint32 pairs[PAIRS];
  __m512i sum[GATES / 16] = {0};
  memcpy(pairs, values, sizeof pairs);
  const guint n = some_pairs(pairs, some);
  for (guint k = 0; k < n; k++) {
    const __m512i pair = _mm512_set1_epi32(pairs[some[k]]);
    const Pair *w = weights[some[k]];
#pragma GCC unroll 32
    for (guint s = 0; s < GATES / 16; s++)
      sum[s] = _mm512_dpwssd_epi32(sum[s], pair, _mm512_loadu_si512(w + 16 * s));
  }
  memcpy(sums, sum, sizeof sum);
}
#endif

/* What eight gates hold: the sums of their products, and their constants. */
INLINE void
hold(Eight *held, const gint32 *sums, float unit, const float *bias)
{
  *held = __builtin_convertvector(*(const Whole *)sums, Eight) * unit + *(const Eight *)bias;
}

/* One token further: in is what the gates add up of the input, state what is remembered. */
INLINE void
step_inline(const Unit *u, Products products, const gint32 *in, float *state)
{
  gint32 of[GATES];
  gint16 remembered[SIZE];
  Eight a[EIGHTS(GATES)], b[EIGHTS(GATES)], *h = (Eight *)state;
  for (guint i = 0; i < SIZE; i++)
    remembered[i] = (gint16)(state[i] * (1.0f / STATE_UNIT));
  products(of, u->state, remembered);
  for (guint i = 0; i < EIGHTS(GATES); i++) {
    hold(&a[i], in + 8 * i, UNIT * UNIT, u->input_bias + 8 * i);
    hold(&b[i], of + 8 * i, UNIT * STATE_UNIT, u->state_bias + 8 * i);
  }
  const guint update = EIGHTS(SIZE), fresh = EIGHTS(2 * SIZE);
  for (guint i = 0; i < fresh; i++) {
    a[i] = 0.5f * (a[i] + b[i]);
    squash(&a[i]);
    a[i] = 0.5f + 0.5f * a[i];
  }
  for (guint i = 0; i < update; i++) {
    Eight now = a[fresh + i] + a[i] * b[fresh + i];
    squash(&now);
    h[i] = now + a[update + i] * (h[i] - now);
  }
}

/* The input of a token: what its rows sum up to, nothing below zero. */
INLINE void
sum_inline(const IdentityNetwork *n, const NetworkRows *rows, gint16 *x)
{
  Short sum[SHORTS(SIZE)] = {0};
  for (guint k = 0; k < rows->n; k++) {
    const gint8 *row = g_array_index(n->rows, Row, rows->at[k]).numbers;
#pragma GCC unroll 16
    for (guint i = 0; i < SHORTS(SIZE); i++)
      sum[i] += __builtin_convertvector(*(const Bytes *)(row + 16 * i), Short);
  }
  const Short most = (Short){0} + MAX_VALUE / ROW_UNITS;
  for (guint i = 0; i < SHORTS(SIZE); i++) {
    sum[i] = (sum[i] > 0) & sum[i];
    const Short above = sum[i] > most;
    sum[i] = (above & most) | (~above & sum[i]);
    *(Short *)(x + 16 * i) = sum[i] * ROW_UNITS;
  }
}

/* What the outcomes add up of what is remembered: four sums side by side, the same in each of the variants. */
INLINE void
score_inline(const IdentityNetwork *n, const float *memory, float *p)
{
  Eight scores[4] = {*(const Eight *)n->out_bias};
  for (guint i = 0; i < 2 * SIZE; i += 4)
#pragma GCC unroll 4
    for (guint k = 0; k < 4; k++)
      scores[k] += memory[i + k] * *(const Eight *)n->out[i + k];
  *(Eight *)p = (scores[0] + scores[1]) + (scores[2] + scores[3]);
}

typedef struct {
  void (*sum)(const IdentityNetwork *n, const NetworkRows *rows, gint16 *x);
  Products products;
  void (*step)(const Unit *u, const gint32 *in, float *state);
  void (*score)(const IdentityNetwork *n, const float *memory, float *p);
} Arithmetic;

static void
sum_plain(const IdentityNetwork *n, const NetworkRows *rows, gint16 *x)
{
  sum_inline(n, rows, x);
}

static void
score_plain(const IdentityNetwork *n, const float *memory, float *p)
{
  score_inline(n, memory, p);
}

static void
step_plain(const Unit *u, const gint32 *in, float *state)
{
  step_inline(u, products_plain, in, state);
}

#ifdef __x86_64__
__attribute__((target("avx2"))) static void
sum_wide(const IdentityNetwork *n, const NetworkRows *rows, gint16 *x)
{
  sum_inline(n, rows, x);
}

__attribute__((target("avx2"))) static void
score_wide(const IdentityNetwork *n, const float *memory, float *p)
{
  score_inline(n, memory, p);
}

/* No multiplication and addition of fractions in one, so that the result is the same on every machine. */
__attribute__((target("avx2"))) static void
step_wide(const Unit *u, const gint32 *in, float *state)
{
  step_inline(u, products_wide, in, state);
}

__attribute__((target("avx2"))) static void
step_widest(const Unit *u, const gint32 *in, float *state)
{
  step_inline(u, products_widest, in, state);
}
#endif

static Arithmetic
best_arithmetic(void)
{
#ifdef __x86_64__
  if (__builtin_cpu_supports("avx512vnni") && __builtin_cpu_supports("avx2"))
    return (Arithmetic){sum_wide, products_widest, step_widest, score_wide};
  if (__builtin_cpu_supports("avx2"))
    return (Arithmetic){sum_wide, products_wide, step_wide, score_wide};
#endif
  return (Arithmetic){sum_plain, products_plain, step_plain, score_plain};
}

/* How likely each outcome is, of the scores in p. */
static void
conclude(float *p)
{
  float sum = 0, top = -INFINITY;
  for (guint o = 0; o < OUTCOME_LAST; o++)
    top = MAX(top, p[o]);
  for (guint o = 0; o < OUTCOME_LAST; o++)
    sum += p[o] = expf(p[o] - top);
  for (guint o = 0; o < OUTCOME_LAST; o++)
    p[o] /= sum;
}

/* Reads count tokens, backwards or not, and leaves what is remembered at each. BLOCK tokens at a time, so that the
 * weights of the input and those of what is remembered do not drive each other out of the first-level cache. */
static void
run_unit(const Unit *u, const Arithmetic *does, const gint16 (*x)[SIZE], guint count, gboolean backward,
         float (*memories)[2 * SIZE])
{
  gint32 in[BLOCK][GATES];
  float state[SIZE] = {0};
  for (guint done = 0; done < count; done += BLOCK) {
    const guint n = MIN(BLOCK, count - done);
    for (guint k = 0; k < n; k++)
      does->products(in[k], u->input, x[backward ? count - 1 - done - k : done + k]);
    for (guint k = 0; k < n; k++) {
      does->step(u, in[k], state);
      memcpy(memories[backward ? count - 1 - done - k : done + k] + (backward ? SIZE : 0), state, sizeof state);
    }
  }
}

/* One window: inputs of count tokens; probabilities of those from <= i < to, in their order. */
static void
run_window(const IdentityNetwork *n, const Arithmetic *does, const gint16 (*x)[SIZE], guint count, guint from,
           guint to, float (*p)[OUTCOME_LAST])
{
  g_autofree float(*memories)[2 * SIZE] = (float(*)[2 * SIZE])g_new(float, (gsize)count * 2 * SIZE);
  run_unit(&n->forward, does, x, count, FALSE, memories);
  run_unit(&n->backward, does, x, count, TRUE, memories);
  for (guint i = from; i < to; i++) {
    does->score(n, memories[i], p[i - from]);
    conclude(p[i - from]);
  }
}

void
identity_network_run(const IdentityNetwork *n, guint count, NetworkInput input, void *data, float (*p)[OUTCOME_LAST])
{
  const Arithmetic does = best_arithmetic();
  g_autofree gint16(*x)[SIZE] = (gint16(*)[SIZE])g_new(gint16, (gsize)WINDOW * SIZE);
  for (guint done = 0; done < count;) {
    const guint first = done > MARGIN ? done - MARGIN : 0, last = MIN(first + WINDOW, count),
                until = last == count ? count : last - MARGIN;
    for (guint i = first; i < last; i++) {
      NetworkRows rows = {.n = 1}; /* row 0 is of every token */
      input(n, i, &rows, data);
      does.sum(n, &rows, x[i - first]);
    }
    run_window(n, &does, (const gint16(*)[SIZE])x, last - first, done - first, until - first, p + done);
    done = until;
  }
}
