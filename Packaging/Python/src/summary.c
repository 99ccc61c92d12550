#include "summary.h"

#include <stdlib.h>

#include "options.h"
#include "targets.h"

/** A summary of three arguments: vector, top_k, bins. */
typedef struct {
  Array vector, top_k;
  logits_summary summary;
} Summary;

static void summary_init(Summary *it) {
  array_init(&it->vector, "vector");
  array_init(&it->top_k, "top_k");
}

static void summary_close(Summary *it) {
  array_close(&it->vector);
  array_close(&it->top_k);
}

static bool is_int64(const Array *array) {
  if (array->type == LOGITS_I64 && is_dense(array)) return true;
  PyErr_Format(PyExc_TypeError, "%s: int64 side by side are needed",
               array->name);
  return false;
}

/** Opens the arguments; the vector may be None. */
static bool summary_open(Summary *it, PyObject *const *arguments,
                         bool is_written) {
  if (!array_open(&it->vector, arguments[0], is_written) ||
      !array_open(&it->top_k, arguments[1], false) || !is_int64(&it->top_k) ||
      (is_present(&it->vector) && !is_int64(&it->vector))) {
    return false;
  }
  long long bins = PyLong_AsLongLong(arguments[2]);
  if (bins == -1 && PyErr_Occurred()) return false;
  if (bins < 1 || bins > 65536) {
    PyErr_Format(PyExc_ValueError, "bins must be from 1 to 65536, not %lld",
                 bins);
    return false;
  }
  it->summary.vector = is_present(&it->vector) ? it->vector.data : NULL;
  it->summary.count = is_present(&it->vector) ? element_count(&it->vector) : 0;
  it->summary.top_k = it->top_k.data;
  it->summary.top_k_count = element_count(&it->top_k);
  it->summary.bins = bins;
  return true;
}

/** evaluate(logits, targets, axis, vector, top_k, bins, *options) */
PyObject *evaluate(PyObject *module, PyObject *const *arguments,
                   Py_ssize_t count) {
  (void)module;
  if (!has_arguments(count, 6 + OPTION_COUNT)) return NULL;
  Array logits, targets;
  array_init(&logits, "logits");
  array_init(&targets, "targets");
  Summary it;
  summary_init(&it);
  Options options;
  options_init(&options);
  Batch batch;
  logits_input target_input;
  Service service = FAILED;
  int status = LOGITS_OK;
  if (array_open(&logits, arguments[0], false) &&
      array_open(&targets, arguments[1], false) &&
      summary_open(&it, arguments + 3, true) &&
      options_open(&options, arguments + 6)) {
    service = batch_open(&batch, &logits, arguments[2]);
    if (service == SERVED) {
      service = samples_input(&target_input, &targets, &batch, &logits);
    }
    if (service == SERVED) service = options_fit(&options, &batch, &logits);
  }
  if (service == SERVED) {
    logits_input input = whole_input(&logits, &batch);
    Py_BEGIN_ALLOW_THREADS
    status = logits_evaluate(input, batch.layout, target_input,
                             &options.fields, NULL, 0, &it.summary);
    Py_END_ALLOW_THREADS
  }
  PyObject *result = result_of(service, status);
  array_close(&logits);
  array_close(&targets);
  summary_close(&it);
  options_close(&options);
  return result;
}

/** Computes with a summary, the first arguments, and those that follow. */
typedef PyObject *Computation(Summary *it, PyObject *const *others);

static PyObject *with_summary(Computation *computation,
                              PyObject *const *arguments, Py_ssize_t count,
                              Py_ssize_t needed, bool is_written) {
  if (!has_arguments(count, needed)) return NULL;
  Summary it;
  summary_init(&it);
  PyObject *result = NULL;
  if (summary_open(&it, arguments, is_written)) {
    result = computation(&it, arguments + 3);
  }
  summary_close(&it);
  return result;
}

static PyObject *length_of(Summary *it, PyObject *const *others) {
  (void)others;
  int64_t length = logits_summary_count(&it->summary);
  if (length >= 0) return PyLong_FromLongLong(length);
  raise_status(LOGITS_ERROR_OPTION);
  return NULL;
}

/** summary_count(None, top_k, bins) */
PyObject *summary_count(PyObject *module, PyObject *const *arguments,
                        Py_ssize_t count) {
  (void)module;
  return with_summary(length_of, arguments, count, 3, false);
}

static PyObject *add(Summary *it, PyObject *const *others) {
  Array other;
  array_init(&other, "other");
  PyObject *result = NULL;
  if (array_open(&other, others[0], false) && is_int64(&other)) {
    if (element_count(&other) != it->summary.count) {
      PyErr_SetString(PyExc_ValueError, "vectors of different lengths");
    } else {
      const uint64_t *added = other.data;
      uint64_t *sum = it->vector.data;
      for (int64_t i = 0; i < it->summary.count; i++) sum[i] += added[i];
      result = result_of(SERVED, logits_summary_normalize(&it->summary));
    }
  }
  array_close(&other);
  return result;
}

/** summary_add(vector, top_k, bins, other): the vector of both is written to
 * the first. */
PyObject *summary_add(PyObject *module, PyObject *const *arguments,
                      Py_ssize_t count) {
  (void)module;
  return with_summary(add, arguments, count, 4, true);
}

static PyObject *figures(Summary *it, PyObject *const *others) {
  (void)others;
  logits_figures f = {.size = sizeof f};
  int status = logits_summary_figures(&it->summary, &f);
  if (status != LOGITS_OK) return result_of(SERVED, status);
  return Py_BuildValue(
      "(LLLLddddddddddddddd)", (long long)f.samples,
      (long long)f.ignored_samples, (long long)f.non_finite_samples,
      (long long)f.correct, f.loss_sum, f.weight, f.loss,
      f.loss_standard_error, f.loss_lower, f.loss_upper, f.perplexity,
      f.bits_per_token, f.accuracy, f.accuracy_standard_error,
      f.accuracy_lower, f.accuracy_upper, f.mean_entropy, f.brier,
      f.expected_calibration_error);
}

/** summary_figures(vector, top_k, bins): the fields of logits_figures */
PyObject *summary_figures(PyObject *module, PyObject *const *arguments,
                          Py_ssize_t count) {
  (void)module;
  return with_summary(figures, arguments, count, 3, false);
}

static PyObject *top_accuracies(Summary *it, PyObject *const *others) {
  Array out;
  array_init(&out, "out");
  PyObject *result = NULL;
  if (array_open(&out, others[0], true)) {
    Service service = is_dense(&out) ? SERVED : NOT_SERVED;
    int status = service == SERVED
                     ? logits_summary_top_accuracies(&it->summary,
                                                     dense_output(&out))
                     : LOGITS_OK;
    result = result_of(service, status);
  }
  array_close(&out);
  return result;
}

/** summary_top_accuracies(vector, top_k, bins, out): float64 for each k */
PyObject *summary_top_accuracies(PyObject *module, PyObject *const *arguments,
                                 Py_ssize_t count) {
  (void)module;
  return with_summary(top_accuracies, arguments, count, 4, false);
}

/** A list of so many bins. */
static PyObject *list_of(const logits_calibration_bin *bins, int64_t count) {
  PyObject *list = PyList_New(0);
  for (int64_t i = 0; list != NULL && i < count; i++) {
    PyObject *bin = Py_BuildValue(
        "(ddLLd)", bins[i].lower, bins[i].upper, (long long)bins[i].samples,
        (long long)bins[i].correct, bins[i].confidence_sum);
    if (bin == NULL || PyList_Append(list, bin) != 0) Py_CLEAR(list);
    Py_XDECREF(bin);
  }
  return list;
}

static PyObject *calibration(Summary *it, PyObject *const *others) {
  (void)others;
  int64_t count = it->summary.bins;
  logits_calibration_bin *bins = calloc((size_t)count, sizeof *bins);
  if (bins == NULL) return PyErr_NoMemory();
  int status = logits_summary_calibration(&it->summary, bins, count);
  PyObject *list =
      status == LOGITS_OK ? list_of(bins, count) : result_of(SERVED, status);
  free(bins);
  return list;
}

/** summary_calibration(vector, top_k, bins): a list of (lower, upper, samples,
 * correct, confidence_sum) */
PyObject *summary_calibration(PyObject *module, PyObject *const *arguments,
                              Py_ssize_t count) {
  (void)module;
  return with_summary(calibration, arguments, count, 3, false);
}
