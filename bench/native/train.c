/*
 * The workloads in C for the processor at hand: what the hardware gives, to hold the kernel against.
 * float64, one thread, vectors of eight (AVX-512), fused multiply-adds, blocks of sums that stay in
 * registers, vector exp and tanh of the C library, shapes known when compiling.
 *
 * cc -O3 -march=native -DINPUTS=10 -DHIDDEN=8 -DLAYERS=1 -DCLASSES=4 -DBATCH=1 train.c -lmvec -lm
 *
 * stdin:  items, epochs, times (uint32); learning rate, l2 (float64); inputs [items, INPUTS]
 *         (float64); labels [items], order [epochs, items] (uint32); weights and biases, layer by
 *         layer (float64)
 * stdout: processor seconds of a training, mean over the times; weights and biases (float64)
 */
#include <immintrin.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef double vec __attribute__((vector_size(64), aligned(64)));

#define WIDTH 8
#define VECS(n) (((n) + WIDTH - 1) / WIDTH)
#define HV VECS(HIDDEN)
#define CV VECS(CLASSES)
/* Items that share a load of a weight. */
#define ROWS (BATCH < 4 ? 1 : 4)

extern __m512d _ZGVeN8v_exp(__m512d);
extern __m512d _ZGVeN8v_tanh(__m512d);

/* A layer of inputs x outputs weights. */
#define LAYER(name, inputs, vecs) static vec name[inputs][vecs], name##_bias[vecs]

LAYER(first, INPUTS, HV);
#if LAYERS == 2
LAYER(second, HIDDEN, HV);
static vec second_t[HIDDEN][HV];
#endif
LAYER(last, HIDDEN, CV);
/* The weights of the last layer by classes, for the way back. */
static vec last_t[CLASSES][HV];

static double x[BATCH][INPUTS] __attribute__((aligned(64)));
static vec h[LAYERS][BATCH][HV], s[LAYERS][BATCH][HV], o[BATCH][CV];
#ifdef SKIPS_ZEROS
static uint32_t nonzero[BATCH][INPUTS], nonzeros[BATCH];
static vec first_gradient[INPUTS][HV];
#endif

#define INLINE static inline __attribute__((always_inline))

/* out = in w + bias; `in` has `stride` numbers in a row. */
INLINE void weigh(int items, int inputs, int vecs, const double *in, int stride, const vec *w,
                  const vec *bias, vec *out) {
  for (int from = 0; from < items; from += ROWS) {
    for (int v = 0; v < vecs; v += 2) {
      const int two = v + 1 < vecs;
      vec sums[ROWS][2];
      for (int r = 0; r < ROWS; r++) {
        sums[r][0] = bias[v];
        sums[r][1] = bias[v + two];
      }
      for (int i = 0; i < inputs; i++) {
        const vec w0 = w[i * vecs + v], w1 = w[i * vecs + v + two];
        for (int r = 0; r < ROWS; r++) {
          const double value = in[(from + r) * stride + i];
          sums[r][0] += value * w0;
          if (two) sums[r][1] += value * w1;
        }
      }
      for (int r = 0; r < ROWS; r++) {
        out[(from + r) * vecs + v] = sums[r][0];
        if (two) out[(from + r) * vecs + v + 1] = sums[r][1];
      }
    }
  }
}

/* w = w - rate (in^T signals / items + l2 w) */
INLINE void descend(int items, int inputs, int vecs, const double *in, int stride,
                    const vec *signals, vec *w, double rate, double l2) {
  const double step = rate / items, kept = 1 - rate * l2;
  const int block = inputs % 4 == 0 ? 4 : 2;
  for (int i = 0; i < inputs; i += block) {
    for (int v = 0; v < vecs; v += 2) {
      const int two = v + 1 < vecs;
      vec sums[4][2] = {0};
      for (int item = 0; item < items; item++) {
        const vec s0 = signals[item * vecs + v], s1 = signals[item * vecs + v + two];
        for (int r = 0; r < block; r++) {
          const double value = in[item * stride + i + r];
          sums[r][0] += value * s0;
          if (two) sums[r][1] += value * s1;
        }
      }
      for (int r = 0; r < block; r++) {
        vec *at = w + (i + r) * vecs + v;
        at[0] = kept * at[0] - step * sums[r][0];
        if (two) at[1] = kept * at[1] - step * sums[r][1];
      }
    }
  }
}

INLINE void descend_bias(int items, int vecs, const vec *signals, vec *bias, double rate) {
  for (int v = 0; v < vecs; v++) {
    vec sum = {0};
    for (int item = 0; item < items; item++) sum += signals[item * vecs + v];
    bias[v] -= rate / items * sum;
  }
}

INLINE void squash(int count, vec *values) {
  for (int v = 0; v < count; v++) values[v] = (vec)_ZGVeN8v_tanh((__m512d)values[v]);
}

/* signals *= 1 - h^2 */
INLINE void slope(int count, const vec *values, vec *signals) {
  for (int v = 0; v < count; v++) signals[v] *= 1 - values[v] * values[v];
}

INLINE void transpose(int rows, int columns, int vecs, const vec *w, vec *t, int t_vecs) {
  const double *from = (const double *)w;
  double *to = (double *)t;
  for (int i = 0; i < rows; i++)
    for (int j = 0; j < columns; j++) to[j * t_vecs * WIDTH + i] = from[i * vecs * WIDTH + j];
}

/* Probabilities of the logits in `o`, and from them the signals, in place. */
INLINE void output(int items, const uint32_t *labels) {
  for (int item = 0; item < items; item++) {
    double *z = (double *)o[item];
    double largest = z[0];
    for (int k = 1; k < CLASSES; k++) largest = z[k] > largest ? z[k] : largest;
    double sum = 0;
    for (int v = 0; v < CV; v++) o[item][v] = (vec)_ZGVeN8v_exp((__m512d)(o[item][v] - largest));
    for (int k = CLASSES; k < CV * WIDTH; k++) z[k] = 0;
    for (int k = 0; k < CLASSES; k++) sum += z[k];
    const double share = 1 / sum;
    for (int v = 0; v < CV; v++) {
      vec p = o[item][v] * share, target = {0};
      if (labels[item] / WIDTH == (unsigned)v) target[labels[item] % WIDTH] = 1;
#ifdef ARTICLE
      o[item][v] = (p - target) * p * (1 - p);
#else
      o[item][v] = p - target;
#endif
    }
  }
}

#ifdef SKIPS_ZEROS
INLINE void weigh_first(int items) {
  for (int item = 0; item < items; item++) {
    vec sums[HV];
    uint32_t count = 0;
    for (int i = 0; i < INPUTS; i++) {
      nonzero[item][count] = i;
      count += x[item][i] != 0;
    }
    nonzeros[item] = count;
    for (int v = 0; v < HV; v++) sums[v] = first_bias[v];
    for (uint32_t n = 0; n < count; n++) {
      const uint32_t i = nonzero[item][n];
      for (int v = 0; v < HV; v++) sums[v] += x[item][i] * first[i][v];
    }
    for (int v = 0; v < HV; v++) h[0][item][v] = sums[v];
  }
}

INLINE void descend_first(int items, double rate, double l2) {
  const double step = rate / items, kept = 1 - rate * l2;
  memset(first_gradient, 0, sizeof first_gradient);
  for (int item = 0; item < items; item++) {
    vec signals[HV];
    for (int v = 0; v < HV; v++) signals[v] = s[0][item][v];
    for (uint32_t n = 0; n < nonzeros[item]; n++) {
      const uint32_t i = nonzero[item][n];
      for (int v = 0; v < HV; v++) first_gradient[i][v] += x[item][i] * signals[v];
    }
  }
  for (int i = 0; i < INPUTS; i++)
    for (int v = 0; v < HV; v++) first[i][v] = kept * first[i][v] - step * first_gradient[i][v];
}
#else
INLINE void weigh_first(int items) {
  weigh(items, INPUTS, HV, x[0], INPUTS, first[0], first_bias, h[0][0]);
}

INLINE void descend_first(int items, double rate, double l2) {
  descend(items, INPUTS, HV, x[0], INPUTS, s[0][0], first[0], rate, l2);
}
#endif

/* The update of one batch, whose last may be smaller. */
INLINE void learn(int items, const uint32_t *labels, double rate, double l2) {
  static const vec none[HV];
  weigh_first(items);
  squash(items * HV, h[0][0]);
#if LAYERS == 2
  weigh(items, HIDDEN, HV, (double *)h[0], HV * WIDTH, second[0], second_bias, h[1][0]);
  squash(items * HV, h[1][0]);
#endif
  vec(*top)[HV] = h[LAYERS - 1];
  vec(*below)[HV] = s[LAYERS - 1];
  weigh(items, HIDDEN, CV, (double *)top, HV * WIDTH, last[0], last_bias, o[0]);
  output(items, labels);
  weigh(items, CLASSES, HV, (double *)o, CV * WIDTH, last_t[0], none, below[0]);
  slope(items * HV, top[0], below[0]);
  descend(items, HIDDEN, CV, (double *)top, HV * WIDTH, o[0], last[0], rate, l2);
  descend_bias(items, CV, o[0], last_bias, rate);
  if (BATCH == 1) {
    for (int k = 0; k < CLASSES; k++)
      for (int v = 0; v < HV; v++)
        last_t[k][v] = (1 - rate * l2) * last_t[k][v] - rate * ((double *)o)[k] * top[0][v];
  } else {
    transpose(HIDDEN, CLASSES, CV, last[0], last_t[0], HV);
  }
#if LAYERS == 2
  weigh(items, HIDDEN, HV, (double *)below, HV * WIDTH, second_t[0], none, s[0][0]);
  slope(items * HV, h[0][0], s[0][0]);
  descend(items, HIDDEN, HV, (double *)h[0], HV * WIDTH, below[0], second[0], rate, l2);
  descend_bias(items, HV, below[0], second_bias, rate);
  transpose(HIDDEN, HIDDEN, HV, second[0], second_t[0], HV);
#endif
  descend_first(items, rate, l2);
  descend_bias(items, HV, s[0][0], first_bias, rate);
}

static void *receive(size_t size, size_t count) {
  void *values = aligned_alloc(64, (size * count + 63) / 64 * 64);
  if (fread(values, size, count, stdin) != count) exit(2);
  return values;
}

/* Weights and biases of a layer, to or from `flat`; padding is zero, that of logits minus infinity. */
static const double *place(const double *flat, int inputs, int outputs, int vecs, vec *w, vec *bias,
                           double padding) {
  for (int i = 0; i <= inputs; i++) {
    double *row = (double *)(i < inputs ? w + i * vecs : bias);
    for (int j = 0; j < vecs * WIDTH; j++)
      row[j] = j < outputs ? flat[j] : i < inputs ? 0 : padding;
    flat += outputs;
  }
  return flat;
}

static void send(int inputs, int outputs, int vecs, const vec *w, const vec *bias) {
  for (int i = 0; i <= inputs; i++)
    fwrite(i < inputs ? w + i * vecs : bias, sizeof(double), outputs, stdout);
}

int main(void) {
  const uint32_t *head = receive(sizeof(uint32_t), 3);
  const uint32_t items = head[0], epochs = head[1], times = head[2];
  const double *rates = receive(sizeof(double), 2);
  const double *inputs = receive(sizeof(double), (size_t)items * INPUTS);
  const uint32_t *labels = receive(sizeof(uint32_t), items);
  const uint32_t *order = receive(sizeof(uint32_t), (size_t)epochs * items);
  const size_t parameters = (INPUTS + 1) * HIDDEN + (LAYERS - 1) * (HIDDEN + 1) * HIDDEN +
                            (HIDDEN + 1) * CLASSES;
  const double *start = receive(sizeof(double), parameters);
  struct timespec before, after;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &before);
  for (uint32_t time = 0; time < times; time++) {
    const double *flat = place(start, INPUTS, HIDDEN, HV, first[0], first_bias, 0);
#if LAYERS == 2
    flat = place(flat, HIDDEN, HIDDEN, HV, second[0], second_bias, 0);
    transpose(HIDDEN, HIDDEN, HV, second[0], second_t[0], HV);
#endif
    place(flat, HIDDEN, CLASSES, CV, last[0], last_bias, -1e9);
    transpose(HIDDEN, CLASSES, CV, last[0], last_t[0], HV);
    for (uint32_t epoch = 0; epoch < epochs; epoch++) {
      for (uint32_t from = 0; from < items; from += BATCH) {
        uint32_t chosen[BATCH] = {0};
        const int count = items - from < BATCH ? (int)(items - from) : BATCH;
        for (int r = 0; r < count; r++) {
          const uint32_t item = order[(size_t)epoch * items + from + r];
          memcpy(x[r], inputs + (size_t)item * INPUTS, sizeof x[r]);
          chosen[r] = labels[item];
        }
        if (count == BATCH) learn(BATCH, chosen, rates[0], rates[1]);
        else learn(count, chosen, rates[0], rates[1]);
      }
    }
  }
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &after);
  const double nanoseconds =
      1e9 * (double)(after.tv_sec - before.tv_sec) + (double)(after.tv_nsec - before.tv_nsec);
  const double mean = 1e-9 * nanoseconds / times;
  fwrite(&mean, sizeof mean, 1, stdout);
  send(INPUTS, HIDDEN, HV, first[0], first_bias);
#if LAYERS == 2
  send(HIDDEN, HIDDEN, HV, second[0], second_bias);
#endif
  send(HIDDEN, CLASSES, CV, last[0], last_bias);
  return 0;
}
