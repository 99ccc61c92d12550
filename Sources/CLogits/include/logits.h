#ifndef LOGITS_H
#define LOGITS_H

#include <stddef.h>
#include <stdint.h>

/* Softmax and cross-entropy over batches of logits, on a CPU.
 *
 * A batch is `samples` rows of `classes` logits, row-major, without gaps unless
 * the options give a row stride. Each function has a twin for float (_f32) and
 * for double (_f64), and two for logits in half precision (_f16, _bf16), whose
 * results are float.
 *
 * Result. LOGITS_OK (0), or a code of `enum logits_status`; then nothing has
 * been written, and logits_error_message() says what is wrong. No argument
 * makes a function abort: not a negative size, not a null pointer, not a NaN.
 * Only the sizes of the buffers are taken on trust, and that pointers are
 * aligned.
 *
 * Shape. `samples` is 0 or more, `classes` 1 or more, and a batch has no more
 * bytes than an address can count: LOGITS_ERROR_SHAPE otherwise. Without
 * samples nothing is read or written but a reduced loss, and the buffers may be
 * null.
 *
 * Overlap. A buffer that is written shares no memory with another one:
 * LOGITS_ERROR_OVERLAP. Where a function says "in place", rows may be written
 * over the logits, if they start at the same address.
 *
 * Threads. All functions may be called from any threads at once. A large batch
 * is shared out to threads of the library's own, which start with the first
 * such batch and take no signals; results are the same bits for any number of
 * them. After a fork() the child has none of them and starts its own.
 *
 * Allocation. A call allocates nothing, but for copies of class weights (12
 * bytes each, for the length of the call), the threads, and messages. */

#ifdef __cplusplus
extern "C" {
#endif

/** What the functions return. */
enum logits_status {
  /** All went well. */
  LOGITS_OK = 0,
  /** A pointer is null that has something to point to. */
  LOGITS_ERROR_NULL_POINTER = 1,
  /** Samples, classes and row stride make no sense together. */
  LOGITS_ERROR_SHAPE = 2,
  /** A buffer that is written shares memory with another one. */
  LOGITS_ERROR_OVERLAP = 3,
  /** A target is no class. The message names the row and the value. */
  LOGITS_ERROR_TARGET = 4,
  /** An option, or the weight of a class, is out of its range. */
  LOGITS_ERROR_OPTION = 5,
  /** `size` of the options is not one that this version knows. */
  LOGITS_ERROR_OPTIONS_SIZE = 6,
  /** Anything else; this version has nothing else. */
  LOGITS_ERROR_OTHER = 7
};

/** How the losses of the samples become one. */
enum logits_reduction {
  /** Their sum divided by the weights of the samples that count, which are 1
   * each without class weights; NaN if nothing counts, as in PyTorch. */
  LOGITS_REDUCTION_MEAN = 0,
  /** Their sum. */
  LOGITS_REDUCTION_SUM = 1,
  /** Not at all: a loss for each sample, and the gradient of their sum. */
  LOGITS_REDUCTION_NONE = 2
};

/** The options of a cross-entropy.
 *
 * Zeros are the defaults: a struct of zeros with its `size` set, a struct that
 * is LOGITS_OPTIONS_DEFAULT and a null pointer say the same.
 *
 *     logits_options options = LOGITS_OPTIONS_DEFAULT;
 *     options.label_smoothing = 0.1;
 *
 * Later versions may add fields at the end. A caller that was compiled without
 * them passes the smaller size of its own struct, and has their defaults. A
 * size that is larger than the library's struct is refused, because what the
 * caller wants there is unknown: LOGITS_ERROR_OPTIONS_SIZE.
 *
 * A value out of its range, NaN among them, is LOGITS_ERROR_OPTION. */
typedef struct logits_options {
  /** sizeof(logits_options). */
  size_t size;
  /** A value of `enum logits_reduction`. */
  int32_t reduction;
  /** Whether `ignore_index` counts: by default no sample is ignored, and a
   * target of -100, say, is an error. */
  int32_t has_ignore_index;
  /** Samples with this target are not read, add nothing to loss and divisor,
   * and have a gradient of 0. It need not be a class. */
  int64_t ignore_index;
  /** A weight of 0 or more for each class, finite as a float, for float and
   * double logits alike; null for 1. */
  const double *class_weights;
  /** The part of the target that all classes share, from 0 to 1. */
  double label_smoothing;
  /** The factor of the squared log of the sum of exponentials, 0 or more. */
  double z_loss;
  /** What logits are divided by, after the softcap, from 1e-15 to 1e15; 0
   * stands for 1. */
  double temperature;
  /** The bound that logits approach, c tanh(x / c), from 1e-15 to 1e15; 0
   * and infinity stand for none. */
  double softcap;
  /** Elements from row to row, of the logits and of the gradient, at least
   * `classes`; 0 stands for `classes`. What lies between rows is neither read
   * nor written. */
  int64_t row_stride;
  /** What a mean is divided by instead of the weights, finite and above 0; 0
   * stands for the weights. Other reductions do not look at it. */
  double divisor;
  /** The most bytes that a loss of a linear layer's outputs takes for a block of
   * logits and what goes with it; 0 stands for 64 MB. Other functions do not
   * look at it. */
  int64_t memory;
} logits_options;

/** Initialises a logits_options with the defaults. */
#define LOGITS_OPTIONS_DEFAULT \
  { sizeof(logits_options), LOGITS_REDUCTION_MEAN, 0, 0, 0, 0, 0, 1, 0, 0, 0, \
    0 }

/** The softmax of each row.
 *
 * A NaN makes its own row NaN, and so does a largest logit that is infinite;
 * the other rows are as they would be without it. A logit of minus infinity
 * beside others has the probability 0.
 *
 * `probabilities` has `samples * classes` elements; in place is allowed. */
int logits_softmax_f32(
    const float *logits, int64_t samples, int64_t classes,
    float *probabilities);
int logits_softmax_f64(
    const double *logits, int64_t samples, int64_t classes,
    double *probabilities);

/** The logarithm of the softmax of each row, finite where the probability is
 * too small for its type.
 *
 * A NaN makes its own row NaN, and so does a largest logit that is infinite; a
 * logit of minus infinity beside others stays so.
 *
 * `log_probabilities` has `samples * classes` elements; in place is allowed. */
int logits_log_softmax_f32(
    const float *logits, int64_t samples, int64_t classes,
    float *log_probabilities);
int logits_log_softmax_f64(
    const double *logits, int64_t samples, int64_t classes,
    double *log_probabilities);

/** The predicted class of each row: the index of its largest element.
 *
 * Of equal elements the first counts, and a NaN counts as larger than any
 * number.
 *
 * `predictions` has `samples` elements. */
int logits_argmax_f32(
    const float *logits, int64_t samples, int64_t classes,
    int64_t *predictions);
int logits_argmax_f64(
    const double *logits, int64_t samples, int64_t classes,
    int64_t *predictions);

/** The cross-entropy of the logits with class indices, in nats.
 *
 * `targets` has a class from 0 to `classes - 1` for each sample, or the ignored
 * index. `options` may be null. `loss` has one element, `samples` of them with
 * LOGITS_REDUCTION_NONE; losses are added in double, and each that is not
 * reduced has the precision of the logits.
 *
 * A row with a NaN has the loss NaN, and so has one whose largest logit is
 * infinite; a target whose logit is minus infinity beside others has the loss
 * infinity. Without samples the mean is NaN (0 over a divisor of the options)
 * and the sum 0. */
int logits_cross_entropy_f32(
    const float *logits, const int64_t *targets, int64_t samples,
    int64_t classes, const logits_options *options, double *loss);
int logits_cross_entropy_f64(
    const double *logits, const int64_t *targets, int64_t samples,
    int64_t classes, const logits_options *options, double *loss);

/** The same and its gradient with respect to the logits, in one sweep.
 *
 * `gradient` has the shape and the row stride of the logits; in place is
 * allowed. A row whose loss is NaN has a gradient of NaN, an ignored one of 0.
 * `loss` may be null if it is not wanted. */
int logits_cross_entropy_gradient_f32(
    const float *logits, const int64_t *targets, int64_t samples,
    int64_t classes, const logits_options *options, float *gradient,
    double *loss);
int logits_cross_entropy_gradient_f64(
    const double *logits, const int64_t *targets, int64_t samples,
    int64_t classes, const logits_options *options, double *gradient,
    double *loss);

/** The same of logits in half precision, given as their bits: bfloat16, which is
 * the upper half of a float, and IEEE's binary16.
 *
 * All is computed and written as float, as if the logits had been floats. The
 * results must not overlap the logits. Class weights, divisor and the rest of
 * the options are those of above. */
int logits_softmax_bf16(
    const uint16_t *logits, int64_t samples, int64_t classes,
    float *probabilities);
int logits_log_softmax_bf16(
    const uint16_t *logits, int64_t samples, int64_t classes,
    float *log_probabilities);
int logits_argmax_bf16(
    const uint16_t *logits, int64_t samples, int64_t classes,
    int64_t *predictions);
int logits_cross_entropy_bf16(
    const uint16_t *logits, const int64_t *targets, int64_t samples,
    int64_t classes, const logits_options *options, double *loss);
int logits_cross_entropy_gradient_bf16(
    const uint16_t *logits, const int64_t *targets, int64_t samples,
    int64_t classes, const logits_options *options, float *gradient,
    double *loss);
int logits_softmax_f16(
    const uint16_t *logits, int64_t samples, int64_t classes,
    float *probabilities);
int logits_log_softmax_f16(
    const uint16_t *logits, int64_t samples, int64_t classes,
    float *log_probabilities);
int logits_argmax_f16(
    const uint16_t *logits, int64_t samples, int64_t classes,
    int64_t *predictions);
int logits_cross_entropy_f16(
    const uint16_t *logits, const int64_t *targets, int64_t samples,
    int64_t classes, const logits_options *options, double *loss);
int logits_cross_entropy_gradient_f16(
    const uint16_t *logits, const int64_t *targets, int64_t samples,
    int64_t classes, const logits_options *options, float *gradient,
    double *loss);

/** The outputs of a linear layer, X W^T + b, where X is `samples * features`, W
 * `classes * features` as in PyTorch's nn.Linear, and b has `classes` elements
 * or is null for 0. `outputs` has `samples * classes` elements.
 *
 * Without samples nothing is written; the weight may not be null all the same.
 * Some MB a thread are allocated. */
int logits_linear_f32(
    const float *x, const float *weight, const float *bias, int64_t samples,
    int64_t features, int64_t classes, float *outputs);
int logits_linear_f64(
    const double *x, const double *weight, const double *bias, int64_t samples,
    int64_t features, int64_t classes, double *outputs);

/** The gradients of a linear layer, from that with respect to its outputs, G:
 * G W for X, G^T X for W, and the sums of the columns of G for b.
 *
 * Each has the size of what it belongs to, and may be null if it is not wanted.
 * They are added to what is there if `accumulates` is not 0. */
int logits_linear_gradient_f32(
    const float *x, const float *weight, const float *output_gradient,
    int64_t samples, int64_t features, int64_t classes, int accumulates,
    float *x_gradient, float *weight_gradient, float *bias_gradient);
int logits_linear_gradient_f64(
    const double *x, const double *weight, const double *output_gradient,
    int64_t samples, int64_t features, int64_t classes, int accumulates,
    double *x_gradient, double *weight_gradient, double *bias_gradient);

/** The cross-entropy of a linear layer's outputs with class indices.
 *
 * Only the logits of a block of samples are ever there: `memory` of the options
 * says how many bytes they may take. Ignored samples are left out of all
 * products. Neither rows nor gradients have a stride. */
int logits_linear_cross_entropy_f32(
    const float *x, const float *weight, const float *bias,
    const int64_t *targets, int64_t samples, int64_t features, int64_t classes,
    const logits_options *options, double *loss);
int logits_linear_cross_entropy_f64(
    const double *x, const double *weight, const double *bias,
    const int64_t *targets, int64_t samples, int64_t features, int64_t classes,
    const logits_options *options, double *loss);

/** The same and its gradients with respect to X, W and b, of which each may be
 * null if it is not wanted; nothing is written if an argument is bad, also
 * where gradients are added to what is there. `loss` may be null, too. */
int logits_linear_cross_entropy_gradient_f32(
    const float *x, const float *weight, const float *bias,
    const int64_t *targets, int64_t samples, int64_t features, int64_t classes,
    const logits_options *options, int accumulates, float *x_gradient,
    float *weight_gradient, float *bias_gradient, double *loss);
int logits_linear_cross_entropy_gradient_f64(
    const double *x, const double *weight, const double *bias,
    const int64_t *targets, int64_t samples, int64_t features, int64_t classes,
    const logits_options *options, int accumulates, double *x_gradient,
    double *weight_gradient, double *bias_gradient, double *loss);

/** The most threads that work on a batch from now on, the calling one included,
 * in the whole process.
 *
 * 0, or a negative number, stands for the number of processors that the process
 * may use, which is the default. Small batches take fewer threads. */
void logits_set_thread_count(int64_t threads);

/** The version of the library, such as "0.1.0"; never freed. */
const char *logits_version(void);

/** One line on the last error of the calling thread; empty if there was none.
 *
 * A call that succeeds leaves it. It is valid until the next error of the same
 * thread, or the thread's end. */
const char *logits_error_message(void);

#ifdef __cplusplus
}
#endif

#endif
