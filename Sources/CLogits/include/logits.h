#ifndef LOGITS_H
#define LOGITS_H

#include <stddef.h>
#include <stdint.h>

/* Softmax and cross-entropy over batches of logits, on a CPU.
 *
 *     float p[30];
 *     int status = logits_softmax(
 *         logits_f32(x, 30), logits_rows(10), NULL, logits_f32_out(p, 30));
 *
 * One function an operation, for all types. Each buffer says where it is, how
 * many elements it has, and of which type they are; a layout says how a batch
 * lies in it; how many samples there are follows from the length of the first
 * buffer. Everything else is an option, and a null pointer stands for the
 * defaults.
 *
 * Result. LOGITS_OK (0), or a code of `enum logits_status`; then nothing has
 * been written, and logits_error_message() says what is wrong. No argument
 * makes a function abort: not a negative length, not a null pointer, not a
 * code that is none, not a NaN.
 *
 * Types. Logits are float, double, IEEE's binary16 or bfloat16. Those of double
 * are computed in double, all others in float; what goes with them must be
 * computed alike. Results are rounded once, to the type of their buffer.
 *
 * Empty batches. Without samples nothing is read or written but a reduced loss,
 * sums and parameter gradients, and buffers of no elements may be null.
 *
 * Overlap. A buffer that is written shares no memory with another one:
 * LOGITS_ERROR_OVERLAP. Where a function says "in place", it may be exactly the
 * buffer that is named: same address, type and stride.
 *
 * Threads. All functions may be called from any threads at once. A large batch
 * is shared out to threads of the library's own, which start with the first
 * such batch and take no signals; results are the same bits for any number of
 * them. After a fork() the child has none of them and starts its own.
 *
 * Allocation. Nothing is allocated but the threads and messages, and where a
 * function says so. */

/** The version of this header; logits_version() is that of the library. */
#define LOGITS_VERSION "0.1.0"

#ifdef __cplusplus
extern "C" {
#endif

/* -- Statuses ------------------------------------------------------------- */

/** What the functions return. Codes from 32 on are of wrong data; the others
 * are of wrong calls. There may be more of both in a later version. */
enum logits_status {
  /** All went well. */
  LOGITS_OK = 0,
  /** A pointer is null that has something to point to, or is not a multiple of
   * the size of an element, or the buffer goes beyond the last address. */
  LOGITS_ERROR_POINTER = 1,
  /** The layout makes no sense: no classes, a stride less than a row, more bytes
   * than an address can count. */
  LOGITS_ERROR_LAYOUT = 2,
  /** The length of a buffer does not fit the layout. */
  LOGITS_ERROR_SIZE = 3,
  /** A type that is none, that does not go there, or that does not go with the
   * other buffers'. */
  LOGITS_ERROR_TYPE = 4,
  /** A buffer that is written shares memory with another one. */
  LOGITS_ERROR_OVERLAP = 5,
  /** An option is out of its range. */
  LOGITS_ERROR_OPTION = 6,
  /** `size` of a struct is not one that this version knows. */
  LOGITS_ERROR_STRUCT_SIZE = 7,
  /** This build or this processor has not what the options ask for. */
  LOGITS_ERROR_EXECUTION = 8,
  /** A target is no class. */
  LOGITS_ERROR_TARGET = 32,
  /** A row of target probabilities does not sum to 1, and that was to be
   * checked. */
  LOGITS_ERROR_TARGET_SUM = 33,
  /** A weight of a class or of a sample is not finite. */
  LOGITS_ERROR_WEIGHT = 34,
  /** There is no mean because nothing counts, and that was to be an error. */
  LOGITS_ERROR_NOTHING_COUNTS = 35,
  /** Numbers that cannot be those of an evaluation summary. */
  LOGITS_ERROR_SUMMARY = 36,
  /** Partial results that do not belong together. */
  LOGITS_ERROR_MERGE = 37,
  /** Anything else; this version has nothing else. */
  LOGITS_ERROR_OTHER = 127
};

/** One line on the last error of the calling thread; empty if there was none.
 *
 * A call that succeeds leaves it. It is valid until the next error of the same
 * thread, or the thread's end. */
const char *logits_error_message(void);

/** The row, sample or element that the last error of the calling thread is of,
 * counted from 0; -1 if it is of none. */
int64_t logits_error_row(void);

/** The value that was wrong, rounded to double; NaN if there is none. */
double logits_error_value(void);

/* -- Buffers -------------------------------------------------------------- */

/** What an element of a buffer is; 0 is none. */
enum logits_type {
  LOGITS_F32 = 1,
  LOGITS_F64 = 2,
  /** IEEE's binary16, as its bits. */
  LOGITS_F16 = 3,
  /** The upper half of a float, as its bits. */
  LOGITS_BF16 = 4,
  LOGITS_I8 = 5,
  LOGITS_I16 = 6,
  LOGITS_I32 = 7,
  LOGITS_I64 = 8,
  LOGITS_U8 = 9,
  LOGITS_U16 = 10,
  LOGITS_U32 = 11,
  LOGITS_U64 = 12
};

/** Elements that are read.
 *
 * A struct of zeros, logits_none(), is no buffer: it leaves an argument out
 * where that is allowed. */
typedef struct logits_input {
  const void *data;
  /** The number of elements, with those between rows, but that the gap after the
   * last row may be there or not. */
  int64_t count;
  /** Elements from the start of one row to that of the next, for buffers of
   * rows; what lies between rows is neither read nor written. 0 stands for the
   * stride of the first buffer of the call, and there for the number of
   * classes. It is not looked at where there are no rows; planes have none. */
  int64_t stride;
  /** A value of `enum logits_type`. */
  int64_t type;
} logits_input;

/** Elements that are written; the fields are those of logits_input. */
typedef struct logits_output {
  void *data;
  int64_t count;
  int64_t stride;
  int64_t type;
} logits_output;

/* logits_f32(data, count) is an input of floats, logits_f32_out(data, count) an
 * output, and so on. Set `stride` afterwards if there are gaps. */
#define LOGITS_BUFFERS_OF_TYPE(name, code, element)                           \
  static inline logits_input logits_##name(const element *data,               \
                                           int64_t count) {                   \
    logits_input buffer = {data, count, 0, code};                             \
    return buffer;                                                            \
  }                                                                           \
  static inline logits_output logits_##name##_out(element *data,              \
                                                  int64_t count) {            \
    logits_output buffer = {data, count, 0, code};                            \
    return buffer;                                                            \
  }
LOGITS_BUFFERS_OF_TYPE(f32, LOGITS_F32, float)
LOGITS_BUFFERS_OF_TYPE(f64, LOGITS_F64, double)
LOGITS_BUFFERS_OF_TYPE(f16, LOGITS_F16, uint16_t)
LOGITS_BUFFERS_OF_TYPE(bf16, LOGITS_BF16, uint16_t)
LOGITS_BUFFERS_OF_TYPE(i8, LOGITS_I8, int8_t)
LOGITS_BUFFERS_OF_TYPE(i16, LOGITS_I16, int16_t)
LOGITS_BUFFERS_OF_TYPE(i32, LOGITS_I32, int32_t)
LOGITS_BUFFERS_OF_TYPE(i64, LOGITS_I64, int64_t)
LOGITS_BUFFERS_OF_TYPE(u8, LOGITS_U8, uint8_t)
LOGITS_BUFFERS_OF_TYPE(u16, LOGITS_U16, uint16_t)
LOGITS_BUFFERS_OF_TYPE(u32, LOGITS_U32, uint32_t)
LOGITS_BUFFERS_OF_TYPE(u64, LOGITS_U64, uint64_t)
#undef LOGITS_BUFFERS_OF_TYPE

/** An argument that is left out. */
static inline logits_input logits_none(void) {
  logits_input buffer = {NULL, 0, 0, 0};
  return buffer;
}

/** A result that is not wanted. */
static inline logits_output logits_none_out(void) {
  logits_output buffer = {NULL, 0, 0, 0};
  return buffer;
}

/** How a batch lies in a buffer. */
typedef struct logits_layout {
  /** The number of classes of a sample, 1 or more. */
  int64_t classes;
  /** 0 for rows; for planes, the number of elements of a plane. */
  int64_t positions;
} logits_layout;

/** Rows: the logits of a sample side by side, one sample after the other, as in
 * samples x classes, batch x sequence x vocabulary, N x H x W x C. */
static inline logits_layout logits_rows(int64_t classes) {
  logits_layout layout = {classes, 0};
  return layout;
}

/** Planes: all positions of a class side by side, one class after the other, as
 * in N x C x H x W with H * W positions, or classes x samples.
 *
 * A sample is a position; they are counted in the order N x H x W, in which
 * targets and results of each sample lie, too. */
static inline logits_layout logits_planes(int64_t classes, int64_t positions) {
  logits_layout layout = {classes, positions};
  return layout;
}

/* -- Options -------------------------------------------------------------- */

/** How the losses of the samples become one. */
enum logits_reduction {
  /** Their sum by the divisor. */
  LOGITS_REDUCTION_MEAN = 0,
  /** Their sum. */
  LOGITS_REDUCTION_SUM = 1,
  /** Not at all: a loss for each sample, and the gradient of their sum, each
   * with a factor of its own if there are upstream gradients. */
  LOGITS_REDUCTION_NONE = 2
};

/** What a mean is divided by. */
enum logits_divisor {
  /** The weights of the samples that count, as in PyTorch: those of the samples
   * times those of their classes, for target probabilities those of the samples
   * alone, each 1 if none are given. */
  LOGITS_DIVISOR_WEIGHTS = 0,
  /** The number of samples that count. */
  LOGITS_DIVISOR_SAMPLES = 1,
  /** `divisor` of the options, finite and 0 or more. */
  LOGITS_DIVISOR_VALUE = 2
};

/** What a mean is, and its gradient, where the divisor is 0. */
enum logits_empty_mean {
  LOGITS_EMPTY_MEAN_NAN = 0,
  LOGITS_EMPTY_MEAN_ZERO = 1,
  /** LOGITS_ERROR_NOTHING_COUNTS, and nothing is written. */
  LOGITS_EMPTY_MEAN_ERROR = 2
};

/** What a row of minus infinity alone is. */
enum logits_negative_infinity_rows {
  /** Probabilities, loss and gradient of NaN. */
  LOGITS_NEGATIVE_INFINITY_ROWS_NAN = 0,
  /** Probabilities, loss and gradient of 0. */
  LOGITS_NEGATIVE_INFINITY_ROWS_ZERO = 1
};

/** What the rows of a loss hold. */
enum logits_loss_input {
  LOGITS_INPUT_LOGITS = 0,
  /** Logarithms of probabilities, taken as they are: PyTorch's nll_loss. */
  LOGITS_INPUT_LOG_PROBABILITIES = 1,
  /** Probabilities, taken as they are. */
  LOGITS_INPUT_PROBABILITIES = 2
};

/** The implementation that does the arithmetic. */
enum logits_backend {
  /** The fastest one for the operation. */
  LOGITS_BACKEND_AUTOMATIC = 0,
  LOGITS_BACKEND_SWIFT = 1,
  /** Only in a build with OpenBLAS, and where that can be opened. */
  LOGITS_BACKEND_OPENBLAS = 2
};

/** The instructions of the vector code. */
enum logits_instruction_set {
  /** The best that the processor has. */
  LOGITS_INSTRUCTION_SET_BEST = 0,
  LOGITS_INSTRUCTION_SET_PORTABLE = 1,
  /** AVX2 and FMA. */
  LOGITS_INSTRUCTION_SET_X86_64_V3 = 2,
  /** AVX-512. */
  LOGITS_INSTRUCTION_SET_X86_64_V4 = 3,
  /** The same, and AVX512-BF16 for products of linear layers of bfloat16. */
  LOGITS_INSTRUCTION_SET_X86_64_V4_BF16 = 4
};

/** The options of all functions; one that a function does not name it does not
 * look at. All take `threads`, `backend` and `instruction_set`.
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
 * caller wants there is unknown: LOGITS_ERROR_STRUCT_SIZE.
 *
 * A value out of its range, NaN among them, is LOGITS_ERROR_OPTION. */
typedef struct logits_options {
  /** sizeof(logits_options). */
  size_t size;

  /** The most threads that work, the calling one included; 0 stands for what
   * logits_set_thread_count() says. Small batches take fewer. */
  int32_t threads;
  /** A value of `enum logits_backend`. */
  int32_t backend;
  /** A value of `enum logits_instruction_set`. */
  int32_t instruction_set;

  /** A value of `enum logits_negative_infinity_rows`. */
  int32_t negative_infinity_rows;
  /** What logits are divided by, after the softcap, from 1e-15 to 1e15; 0
   * stands for 1. */
  double temperature;
  /** The bound that logits approach, c tanh(x / c), from 1e-15 to 1e15; 0
   * and infinity stand for none. */
  double softcap;

  /** The part of the target that all classes share, from 0 to 1. */
  double label_smoothing;
  /** The factor of the squared log of the sum of exponentials, 0 or more. */
  double z_loss;
  /** A value of `enum logits_loss_input`. */
  int32_t input;
  /** A value of `enum logits_reduction`. */
  int32_t reduction;
  /** A value of `enum logits_divisor`. */
  int32_t divisor_kind;
  /** A value of `enum logits_empty_mean`. */
  int32_t empty_mean;
  /** See LOGITS_DIVISOR_VALUE. */
  double divisor;
  /** Whether `ignore_index` counts: by default no sample is ignored, and a
   * target of -100, say, is an error. */
  int32_t has_ignore_index;
  /** Whether rows of target probabilities are checked to sum to 1. */
  int32_t checks_target_sums;
  /** Samples with this target are not read, add nothing to loss and divisor,
   * and have a gradient of 0. It need not be a class. */
  int64_t ignore_index;
  /** How far from 1 those sums may be, 0 or more. */
  double target_sum_tolerance;
  /** A weight for each class, finite also as a float. Those of a type that is
   * not computed with are copied: that is allocated. */
  logits_input class_weights;
  /** A finite weight for each sample. */
  logits_input sample_weights;
  /** The gradient of a result with respect to the loss, which multiplies the
   * gradient: one element; for LOGITS_REDUCTION_NONE, one for each sample. */
  logits_input upstream;

  /** Whether the gradients of a layer are added to what is there, instead of
   * taking its place. */
  int32_t accumulates;
  int32_t reserved;
  /** The most bytes that a linear layer takes for a microbatch of samples and its
   * products, but that one sample and one thread may need more; 0 stands for
   * 64 MB. To these come 4 for each element of a gradient of weight or bias in
   * half precision, which is added up as float, and for each of such a bias. */
  int64_t memory;

  /** Memory for a linear layer, at any address, and its bytes, of which
   * logits_linear_workspace_size() says how many are needed; null and 0 if it is
   * to be allocated. One call at a time may have it. */
  void *workspace;
  int64_t workspace_size;
} logits_options;

/** Initialises a logits_options with the defaults. */
#define LOGITS_OPTIONS_DEFAULT                                                \
  { sizeof(logits_options), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,    \
    0, {0, 0, 0, 0}, {0, 0, 0, 0}, {0, 0, 0, 0}, 0, 0, 0, NULL, 0 }

/* -- Softmax -------------------------------------------------------------- */

/** The softmax of each sample, exp(x - m) / sum of exp(x - m), with m the
 * largest logit.
 *
 * A NaN makes its own row NaN, and so does a largest logit that is infinite;
 * the other rows are as they would be without it. A logit of minus infinity
 * beside others has the probability 0.
 *
 * `probabilities` has as many elements as the logits, of any type that is
 * computed alike; in place of the logits is allowed. Options: `temperature`,
 * `negative_infinity_rows`. */
int logits_softmax(logits_input logits, logits_layout layout,
                   const logits_options *options, logits_output probabilities);

/** The logarithm of the softmax of each sample, finite where the probability is
 * too small for its type.
 *
 * A NaN makes its own row NaN, and so does a largest logit that is infinite; a
 * logit of minus infinity beside others stays so, and so does a row of nothing
 * else with LOGITS_NEGATIVE_INFINITY_ROWS_ZERO. All else as above. */
int logits_log_softmax(logits_input logits, logits_layout layout,
                       const logits_options *options,
                       logits_output log_probabilities);

/** The gradient with respect to the logits, p (g - sum of g p), from the
 * probabilities p and the gradient g with respect to them.
 *
 * A NaN in either row makes the row NaN, and so may an infinite g. With a
 * temperature the gradient is that divided by the temperature, which is not done
 * here.
 *
 * `upstream` and `gradient` have as many elements as the probabilities, of any
 * types that are computed alike; in place of the upstream gradient is
 * allowed. */
int logits_softmax_gradient(logits_input probabilities, logits_layout layout,
                            logits_input upstream,
                            const logits_options *options,
                            logits_output gradient);

/** The same, g - exp(l) (sum of g), from the log-probabilities l and the
 * gradient g with respect to them.
 *
 * A NaN in g makes the row NaN, one in l its own element; an l of minus infinity
 * leaves g as it is. All else as above. */
int logits_log_softmax_gradient(logits_input log_probabilities,
                                logits_layout layout, logits_input upstream,
                                const logits_options *options,
                                logits_output gradient);

/** m + log of the sum of exp(x - m) of each sample, with m the largest logit.
 *
 * A row with a NaN gives NaN, any other with plus infinity gives that, and one
 * of minus infinity alone that.
 *
 * `results` has an element for each sample, float or double. */
int logits_log_sum_exp(logits_input logits, logits_layout layout,
                       const logits_options *options, logits_output results);

/** The predicted class of each sample: the index of its largest element.
 *
 * Of equal elements the first counts, and a NaN counts as larger than any
 * number.
 *
 * `predictions` has an element for each sample, of an integer type that holds
 * the largest index. */
int logits_argmax(logits_input logits, logits_layout layout,
                  const logits_options *options, logits_output predictions);

/** The Kullback-Leibler divergence of each sample, the sum of p log (p / q), in
 * nats, for p the softmax of the logits and q that of the others.
 *
 * A p of 0 adds 0; a q of 0 beside a p above 0 makes it infinite. Where either
 * softmax is NaN, so is the result.
 *
 * `others` has as many elements as the logits, of a type that is computed alike;
 * `results` one for each sample, float or double. */
int logits_kl_divergence(logits_input logits, logits_layout layout,
                         logits_input others, const logits_options *options,
                         logits_output results);

/* -- Losses --------------------------------------------------------------- */

/** The cross-entropy, in nats, and its gradient with respect to the logits, in
 * one sweep.
 *
 * `targets` has a class from 0 to `classes - 1` for each sample, or the ignored
 * index, of any integer type; or it has target probabilities, of any other type,
 * which lie as the logits do. Those that are computed in another precision than
 * the logits are copied first, in allocated memory, and rounded to it.
 *
 * `losses` has one element, or one for each sample with LOGITS_REDUCTION_NONE,
 * float or double; losses are added in double. `gradient` has as many elements
 * as the logits, of any type that is computed alike; in place of the logits is
 * allowed. Either may be left out.
 *
 * A row with a NaN has the loss NaN, and so has one whose largest logit is
 * infinite, and their gradient is NaN; a target whose logit is minus infinity
 * beside others has the loss infinity. An ignored sample has the loss and the
 * gradient 0.
 *
 * Options: those from `negative_infinity_rows` to `upstream`. The temperature,
 * the softcap and the z-loss are for logits alone. */
int logits_cross_entropy(logits_input logits, logits_layout layout,
                         logits_input targets, const logits_options *options,
                         logits_output losses, logits_output gradient);

/* -- Evaluation ----------------------------------------------------------- */

/** All that one sample's logits say, given its class.
 *
 * A row without a softmax (with NaN or plus infinity, or minus infinity alone)
 * has NaN in all doubles but `log_sum_exp` and `weight`; prediction and rank are
 * what the order of the logits says. An ignored sample has the loss and the
 * weight 0, NaN in the other doubles, and -1 for prediction and rank. */
typedef struct logits_evaluation {
  /** The loss with all options, in nats, times the weight of the sample. */
  double loss;
  /** What the sample adds to the divisor of a mean. */
  double weight;
  double log_sum_exp;
  /** The largest probability, that of the prediction. */
  double confidence;
  /** In nats. */
  double entropy;
  /** The sum of (p - y)^2, with y 1 at the target, 0 elsewhere: from 0 to 2. */
  double brier;
  /** The index of the largest logit, as logits_argmax() gives it. */
  int64_t prediction;
  /** How many classes come before the target: those with a larger logit, and
   * those with an equal one and a smaller index. */
  int64_t rank;
} logits_evaluation;

/** The figures of many samples as one vector of integers: counts, and the digits
 * of exact sums.
 *
 * It starts as zeros. Vectors of the same `top_k` and `bins` merge by adding
 * them, element by element, with whatever adds integers (numpy.sum, all_reduce,
 * MPI_SUM): the figures are the same bits in any order and any grouping of the
 * samples. Up to 2^30 of them add up without an overflow. Then
 * logits_summary_normalize() takes the carries: after it, as after
 * logits_evaluate(), equal summaries are equal vectors.
 *
 * The vector has 4 counts (of the samples that count, of the ignored, of those
 * without a softmax, of the correct ones), a count for each of `top_k`, 2 for
 * each bin (samples, correct ones), then 71 numbers for each of the sums of
 * losses, weights, squared losses, losses times weights, squared weights,
 * entropies and Brier scores, and for the sum of the confidences of each bin:
 * 68 digits from 0 to 2^32 - 1, the lowest first and worth 2^-1074, of which
 * the last has the sign; and the numbers of NaN, plus and minus infinities
 * among what was added. */
typedef struct logits_summary {
  int64_t *vector;
  /** The length of the vector, which logits_summary_count() says. */
  int64_t count;
  /** The k of the accuracies among the top k, each at least 1; null for 1 and
   * 5. */
  const int64_t *top_k;
  int64_t top_k_count;
  /** The number of bins that confidences are counted in, from 1 to 65536; 0
   * stands for 15. */
  int64_t bins;
} logits_summary;

/** The length of a vector for these `top_k_count` and `bins`; -1 and a message
 * if they make no sense. */
int64_t logits_summary_count(const logits_summary *summary);

/** Evaluates each sample, and adds the samples to a summary.
 *
 * `targets` has a class for each sample, or the ignored index, of any integer
 * type. `evaluations` has `count` elements, one for each sample, or is null with
 * a count of 0 if they are not wanted: then 64 bytes a sample are allocated.
 * `summary` may be null. Nothing is added if there is an error.
 *
 * Options: those of logits_cross_entropy() of logits, but for the reduction and
 * what goes with it. */
int logits_evaluate(logits_input logits, logits_layout layout,
                    logits_input targets, const logits_options *options,
                    logits_evaluation *evaluations, int64_t count,
                    const logits_summary *summary);

/** Takes all carries of a vector that others have added up.
 *
 * LOGITS_ERROR_SUMMARY if samples cannot have made its numbers; it is as it was
 * then. */
int logits_summary_normalize(const logits_summary *summary);

/** What a summary says; without samples, figures are NaN. Intervals hold the
 * figure of all samples there are with a probability of 95 %. */
typedef struct logits_figures {
  /** sizeof(logits_figures), set by the caller; later versions may add fields at
   * the end. */
  size_t size;
  int64_t samples;
  int64_t ignored_samples;
  /** Samples without a softmax, which are never correct. */
  int64_t non_finite_samples;
  int64_t correct;
  double loss_sum;
  /** The sum of the weights: the divisor of the mean. */
  double weight;
  /** The mean loss, in nats. */
  double loss;
  double loss_standard_error;
  double loss_lower;
  double loss_upper;
  double perplexity;
  double bits_per_token;
  double accuracy;
  double accuracy_standard_error;
  double accuracy_lower;
  double accuracy_upper;
  double mean_entropy;
  double brier;
  double expected_calibration_error;
} logits_figures;

/** Reads the figures of a summary. Some KB are allocated. */
int logits_summary_figures(const logits_summary *summary,
                           logits_figures *figures);

/** The part of the samples whose target is among the top k, for each of
 * `top_k`. `accuracies` has as many elements, float or double. */
int logits_summary_top_accuracies(const logits_summary *summary,
                                  logits_output accuracies);

/** The samples whose confidence lies between two numbers, of which the lower one
 * belongs to the bin. */
typedef struct logits_calibration_bin {
  double lower;
  double upper;
  int64_t samples;
  /** Those of them whose prediction is the target. */
  int64_t correct;
  /** The sum of their confidences, rounded once. */
  double confidence_sum;
} logits_calibration_bin;

/** Reads the bins of a summary, of which there must be `count`. */
int logits_summary_calibration(const logits_summary *summary,
                               logits_calibration_bin *bins, int64_t count);

/* -- Chunks of the classes ------------------------------------------------ */

/** What a chunk of the classes says of a sample's loss: eight doubles, which can
 * be gathered as an array of numbers.
 *
 * When the classes of a model are spread over machines, each of them makes the
 * partial results of its chunk; merged they give the losses, and the gradient of
 * each chunk. To merge by reductions: take the maximum of `maximum`; multiply
 * `sum` by exp(own maximum - that), add to `logit_sum` `weight_sum` times that
 * difference; then add up all but the maximum. */
typedef struct logits_partial {
  /** m, the largest z of the chunk: of the logits after softcap and
   * temperature; minus infinity without classes. */
  double maximum;
  /** The sum of exp(z - m); infinite or 0 where the maximum is infinite. */
  double sum;
  /** The sum of w (z - m), with the class weights w, and that of w; both 0
   * without label smoothing. */
  double logit_sum;
  double weight_sum;
  /** z of the target and its class weight, if the chunk has it; otherwise 0. */
  double target_logit;
  double target_weight;
  /** How many chunks have the target: 1 in the end. */
  double targets;
  /** How many classes there are; 0 for an ignored sample. */
  double classes;
} logits_partial;

/** The partial results of a chunk.
 *
 * The rows hold the logits of the classes from `first_class` on, and the class
 * weights are those of these classes. `targets` has the class of each sample,
 * counted over all classes, or the ignored index, of any integer type; they are
 * not checked: one that no chunk has leaves the merged loss NaN, as does a NaN in
 * any chunk. `results` has `count` elements, one for each sample.
 *
 * Options: those of logits_evaluate() but for the sample weights; the same for
 * all chunks. */
int logits_partial_cross_entropy(logits_input logits, logits_layout layout,
                                 logits_input targets, int64_t first_class,
                                 const logits_options *options,
                                 logits_partial *results, int64_t count);

/** Merges the results of other chunks into those of `results`, sample by sample;
 * the result of no classes is {-INFINITY, 0, 0, 0, 0, 0, 0, 0}. Each has `count`
 * elements; they may not overlap. */
int logits_partial_merge(const logits_partial *others, logits_partial *results,
                         int64_t count);

/** The losses of samples whose chunks have all been merged, as those of
 * logits_cross_entropy() of the whole rows.
 *
 * Options: `label_smoothing` to `empty_mean`, the divisor, `sample_weights`. */
int logits_partial_losses(const logits_partial *whole, int64_t count,
                          const logits_options *options, logits_output losses);

/** The gradient with respect to the logits of a chunk, given what all chunks
 * say: its part of the gradient of these losses.
 *
 * `whole` has `count` elements, one for each sample. `gradient` is that of
 * logits_cross_entropy(), of the chunk. Options: those of
 * logits_cross_entropy() of logits.
 *
 * LOGITS_ERROR_MERGE if samples are of different numbers of classes. */
int logits_partial_gradient(logits_input logits, logits_layout layout,
                            logits_input targets, int64_t first_class,
                            const logits_partial *whole, int64_t count,
                            const logits_options *options,
                            logits_output gradient);

/* -- Linear layers -------------------------------------------------------- */

/** The outputs of a linear layer, X W^T + b, where X is samples x features, W
 * outputs x features as in PyTorch's nn.Linear, and b has an element for each
 * output or is left out.
 *
 * The layout is that of X: logits_rows(features), without gaps. How many outputs
 * there are follows from the length of W. `outputs` is samples x outputs.
 *
 * Elements are of any types that are computed alike: halves are widened some at
 * a time, added up as floats, and results are rounded once.
 *
 * What the call takes is allocated, or in the workspace of the options. If that
 * is too small, LOGITS_ERROR_SIZE, and logits_error_value() is the number of
 * bytes that are needed. Options: `memory`, `workspace`. */
int logits_linear(logits_input features, logits_layout layout,
                  logits_input weight, logits_input bias,
                  const logits_options *options, logits_output outputs);

/** The gradients of a linear layer, from that with respect to its outputs, G:
 * G W for X, G^T X for W, and the sums of the columns of G for b.
 *
 * Each has the length of what it belongs to, and may be left out. All else as
 * above. Options: `accumulates`, `memory`, `workspace`. */
int logits_linear_gradient(logits_input features, logits_layout layout,
                           logits_input weight, logits_input upstream,
                           const logits_options *options,
                           logits_output feature_gradient,
                           logits_output weight_gradient,
                           logits_output bias_gradient);

/** The cross-entropy of a linear layer's outputs with class indices, and its
 * gradients with respect to X, W and b.
 *
 * Only the logits of a microbatch of samples are ever there: `memory` of the
 * options says how many bytes they may take, allocated or in the workspace.
 * Ignored samples are left out of all products.
 *
 * `losses` is that of logits_cross_entropy(). It and each of the gradients may
 * be left out. Options: those of logits_cross_entropy() of logits, `accumulates`,
 * `memory` and `workspace`. */
int logits_linear_cross_entropy(
    logits_input features, logits_layout layout, logits_input weight,
    logits_input bias, logits_input targets, const logits_options *options,
    logits_output losses, logits_output feature_gradient,
    logits_output weight_gradient, logits_output bias_gradient);

/** The bytes of workspace that each of these three functions can do with, for
 * as many samples or fewer, with these gradients or none, whatever is ignored,
 * whatever type outputs are of. -1 and a message if the arguments make no sense.
 *
 * Of the buffers only the lengths and types count: nothing is read, and pointers
 * may be null. Options: those of the functions, as they will be then, and so
 * will be the number of threads. */
int64_t logits_linear_workspace_size(
    logits_input features, logits_layout layout, logits_input weight,
    logits_input bias, const logits_options *options,
    logits_output feature_gradient, logits_output weight_gradient,
    logits_output bias_gradient);

/* -- The library ---------------------------------------------------------- */

/** The most threads that work on a batch from now on, the calling one included,
 * in the whole process, where the options do not say it.
 *
 * 0, or a negative number, stands for the number of processors that the process
 * may use, which is the default. */
void logits_set_thread_count(int64_t threads);

/** The version of the library, such as "0.1.0"; never freed. */
const char *logits_version(void);

#ifdef __cplusplus
}
#endif

#endif
