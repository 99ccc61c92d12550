#ifndef SWIFT_LOGITS_CALL_H
#define SWIFT_LOGITS_CALL_H

#include "batch.h"

/** Whether a function was given as many arguments as it takes. */
bool has_arguments(Py_ssize_t count, Py_ssize_t needed);

/** Raises what the library says of a status. */
void raise_status(int status);

/** The result of a function: an exception, NotImplemented if the arrays lie as
 * no batch does, or None. */
PyObject *result_of(Service service, int status);

/** Says in the options how many threads may work: those of `threads()` or, for
 * tensors, PyTorch's. */
bool set_threads(logits_options *options, const Array *first);

extern Function threads;

#endif
