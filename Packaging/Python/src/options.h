#ifndef SWIFT_LOGITS_OPTIONS_H
#define SWIFT_LOGITS_OPTIONS_H

#include "call.h"

/** The options of a loss as positional arguments. */
enum {
  WEIGHT,
  SAMPLE_WEIGHT,
  UPSTREAM,
  IGNORE_INDEX,
  LABEL_SMOOTHING,
  Z_LOSS,
  TEMPERATURE,
  SOFTCAP,
  REDUCTION,
  DIVISOR,
  INPUT,
  OPTION_COUNT
};

/** Options, and the arrays among them. */
typedef struct {
  logits_options fields;
  Array weight, sample_weight, upstream;
} Options;

void options_init(Options *options);
bool options_open(Options *options, PyObject *const *arguments);

/** Sets the options that are arrays, for a batch of these logits, and the
 * number of threads. `upstream` is one number, or one for each sample. */
Service options_fit(Options *options, const Batch *batch, const Array *logits);

void options_close(Options *options);

#endif
