/* A row as one writes it without a library: the maximum, expf, a sum, a division
 * or a logarithm. The functions are called as those of logits.h are. */

#include <logits.h>
#include <math.h>

static float maximum(const float *x, int64_t count) {
  float largest = x[0];
  for (int64_t i = 1; i < count; i++)
    if (largest < x[i]) largest = x[i];
  return largest;
}

static float exponentials(const float *x, int64_t count, float *y) {
  float largest = maximum(x, count), sum = 0;
  for (int64_t i = 0; i < count; i++) sum += y[i] = expf(x[i] - largest);
  return sum;
}

/* m + log of the sum of exp(x - m) */
static float log_sum(const float *x, int64_t count) {
  float largest = maximum(x, count), sum = 0;
  for (int64_t i = 0; i < count; i++) sum += expf(x[i] - largest);
  return largest + logf(sum);
}

int loop_softmax(logits_input logits, logits_layout layout,
                 const logits_options *options, logits_output probabilities) {
  (void)options;
  float *p = probabilities.data;
  float sum = exponentials(logits.data, layout.classes, p);
  for (int64_t i = 0; i < layout.classes; i++) p[i] /= sum;
  return 0;
}

int loop_log_softmax(logits_input logits, logits_layout layout,
                     const logits_options *options, logits_output results) {
  (void)options;
  const float *x = logits.data;
  float *y = results.data, log = log_sum(x, layout.classes);
  for (int64_t i = 0; i < layout.classes; i++) y[i] = x[i] - log;
  return 0;
}

int loop_cross_entropy(logits_input logits, logits_layout layout,
                       logits_input targets, const logits_options *options,
                       logits_output losses, logits_output gradient) {
  const float *x = logits.data;
  int64_t target = *(const int64_t *)targets.data;
  double *loss = losses.data;
  float *g = gradient.data;
  if (!g) {
    *loss = log_sum(x, layout.classes) - x[target];
    return 0;
  }
  loop_softmax(logits, layout, options, gradient);
  *loss = -logf(g[target]);
  g[target] -= 1;
  return 0;
}
