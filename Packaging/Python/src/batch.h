#ifndef SWIFT_LOGITS_BATCH_H
#define SWIFT_LOGITS_BATCH_H

#include "array.h"

/** How an array is a batch, one of its axes having the classes. */
typedef struct {
  logits_layout layout;
  int64_t samples;
  int64_t stride;
  int64_t count;
  int axis;
} Batch;

typedef enum { FAILED = -1, NOT_SERVED = 0, SERVED = 1 } Service;

/** Describes the array as rows or planes, in which the samples are in the order
 * of the other axes; not served if it lies otherwise. */
Service batch_open(Batch *batch, const Array *array, PyObject *axis);

/** The array that lies like the first one of a call, but for the stride of its
 * rows; not served if it doesn't. */
Service batch_input(logits_input *input, const Array *array,
                    const Batch *batch, const Array *first);
Service batch_output(logits_output *output, const Array *array,
                     const Batch *batch, const Array *first);

/** An array with an element for each sample; it has the axes of the first one
 * but for the classes'. */
Service samples_input(logits_input *input, const Array *array,
                      const Batch *batch, const Array *first);
Service samples_output(logits_output *output, const Array *array,
                       const Batch *batch, const Array *first);

/** The buffer that a batch is. */
static inline logits_input whole_input(const Array *array,
                                       const Batch *batch) {
  logits_input input = {array->data, batch->count, batch->stride, array->type};
  return input;
}

#endif
