#ifndef SWIFT_LOGITS_ARRAY_H
#define SWIFT_LOGITS_ARRAY_H

#include "python.h"

/** As many axes as NumPy has. */
enum { MAX_AXES = 64 };

/** The memory behind an argument, held until it is closed. */
typedef struct {
  const char *name;
  void *data;
  /** A value of `enum logits_type`; 0 if the argument is None. */
  int64_t type;
  /** Whether the elements lie at multiples of their size, and as numbers. */
  bool is_plain;
  bool is_tensor;
  int axes;
  int64_t shape[MAX_AXES];
  /** In elements. */
  int64_t strides[MAX_AXES];
  Py_buffer view;
} Array;

/** An array that `array_close()` may be given. */
void array_init(Array *array, const char *name);

/** Opens a buffer or a tensor; None leaves the array absent.
 *
 * Returns false with an exception. */
bool array_open(Array *array, PyObject *object, bool is_written);

/** Opens a tensor of PyTorch on the CPU. */
bool array_open_tensor(Array *array, PyObject *tensor);

/** Whether the object is one of PyTorch's tensors. */
bool is_tensor(PyObject *object);

/** How many threads PyTorch's operations may take; -1 with an exception. */
int tensor_threads(void);

void array_close(Array *array);

static inline bool is_present(const Array *array) { return array->type != 0; }

/** Whether the elements lie side by side in the order of the axes. */
bool is_dense(const Array *array);

/** The number of elements. */
int64_t element_count(const Array *array);

bool has_shape_of(const Array *array, const Array *other);

/** A buffer of side by side elements. */
logits_input dense_input(const Array *array);
logits_output dense_output(const Array *array);

extern Function accept_tensors, is_one;

#endif
