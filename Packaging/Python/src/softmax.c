#include "softmax.h"

#include "call.h"

typedef int Operation(logits_input, logits_layout, const logits_options *,
                      logits_output);
typedef int OperationOfTwo(logits_input, logits_layout, logits_input,
                           const logits_options *, logits_output);
typedef Service Output(logits_output *, const Array *, const Batch *,
                       const Array *);

/** f(logits, axis, out) */
static PyObject *compute(Operation *operation, Output *output_of,
                         PyObject *const *arguments, Py_ssize_t count) {
  if (!has_arguments(count, 3)) return NULL;
  Array logits, out;
  array_init(&logits, "logits");
  array_init(&out, "out");
  Batch batch;
  logits_output output;
  logits_options options = LOGITS_OPTIONS_DEFAULT;
  Service service = FAILED;
  int status = LOGITS_OK;
  if (array_open(&logits, arguments[0], false) &&
      array_open(&out, arguments[2], true)) {
    service = batch_open(&batch, &logits, arguments[1]);
    if (service == SERVED) service = output_of(&output, &out, &batch, &logits);
    if (service == SERVED && !set_threads(&options, &logits)) service = FAILED;
  }
  if (service == SERVED) {
    logits_input input = whole_input(&logits, &batch);
    Py_BEGIN_ALLOW_THREADS
    status = operation(input, batch.layout, &options, output);
    Py_END_ALLOW_THREADS
  }
  PyObject *result = result_of(service, status);
  array_close(&logits);
  array_close(&out);
  return result;
}

/** f(first, axis, second, out) */
static PyObject *compute_of_two(OperationOfTwo *operation, Output *output_of,
                                const char *first_name,
                                const char *second_name,
                                PyObject *const *arguments, Py_ssize_t count) {
  if (!has_arguments(count, 4)) return NULL;
  Array first, second, out;
  array_init(&first, first_name);
  array_init(&second, second_name);
  array_init(&out, "out");
  Batch batch;
  logits_input other;
  logits_output output;
  logits_options options = LOGITS_OPTIONS_DEFAULT;
  Service service = FAILED;
  int status = LOGITS_OK;
  if (array_open(&first, arguments[0], false) &&
      array_open(&second, arguments[2], false) &&
      array_open(&out, arguments[3], true)) {
    service = batch_open(&batch, &first, arguments[1]);
    if (service == SERVED) {
      service = batch_input(&other, &second, &batch, &first);
    }
    if (service == SERVED) service = output_of(&output, &out, &batch, &first);
    if (service == SERVED && !set_threads(&options, &first)) service = FAILED;
  }
  if (service == SERVED) {
    logits_input input = whole_input(&first, &batch);
    Py_BEGIN_ALLOW_THREADS
    status = operation(input, batch.layout, other, &options, output);
    Py_END_ALLOW_THREADS
  }
  PyObject *result = result_of(service, status);
  array_close(&first);
  array_close(&second);
  array_close(&out);
  return result;
}

PyObject *softmax(PyObject *module, PyObject *const *arguments,
                  Py_ssize_t count) {
  (void)module;
  return compute(logits_softmax, batch_output, arguments, count);
}

PyObject *log_softmax(PyObject *module, PyObject *const *arguments,
                      Py_ssize_t count) {
  (void)module;
  return compute(logits_log_softmax, batch_output, arguments, count);
}

PyObject *log_sum_exp(PyObject *module, PyObject *const *arguments,
                      Py_ssize_t count) {
  (void)module;
  return compute(logits_log_sum_exp, samples_output, arguments, count);
}

PyObject *softmax_gradient(PyObject *module, PyObject *const *arguments,
                           Py_ssize_t count) {
  (void)module;
  return compute_of_two(logits_softmax_gradient, batch_output, "probabilities",
                        "upstream", arguments, count);
}

PyObject *log_softmax_gradient(PyObject *module, PyObject *const *arguments,
                               Py_ssize_t count) {
  (void)module;
  return compute_of_two(logits_log_softmax_gradient, batch_output,
                        "log_probabilities", "upstream", arguments, count);
}

PyObject *kl_divergence(PyObject *module, PyObject *const *arguments,
                        Py_ssize_t count) {
  (void)module;
  return compute_of_two(logits_kl_divergence, samples_output, "logits",
                        "others", arguments, count);
}
