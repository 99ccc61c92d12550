#include "options.h"

void options_init(Options *options) {
  logits_options fields = LOGITS_OPTIONS_DEFAULT;
  options->fields = fields;
  array_init(&options->weight, "weight");
  array_init(&options->sample_weight, "sample_weight");
  array_init(&options->upstream, "upstream");
}

void options_close(Options *options) {
  array_close(&options->weight);
  array_close(&options->sample_weight);
  array_close(&options->upstream);
}

static bool read_number(double *number, PyObject *object) {
  *number = PyFloat_AsDouble(object);
  return *number != -1 || !PyErr_Occurred();
}

/** A number that takes the place of one which stands for the default; 0, which
 * the library takes for that, is out of the range. */
static bool read_positive(double *number, PyObject *object, const char *name) {
  if (object == Py_None) return true;
  if (!read_number(number, object)) return false;
  if (*number != 0) return true;
  PyErr_Format(PyExc_ValueError, "%s must be from 1e-15 to 1e15, not 0", name);
  return false;
}

/** The index of a word among some. */
static bool read_word(int32_t *code, PyObject *object, const char *name,
                      const char *const *words) {
  for (*code = 0; PyUnicode_Check(object) && words[*code] != NULL; ++*code) {
    if (PyUnicode_CompareWithASCIIString(object, words[*code]) == 0) {
      return true;
    }
  }
  PyErr_Format(PyExc_ValueError, "%s: %R is none of %s, %s%s%s", name, object,
               words[0], words[1], words[2] == NULL ? "" : ", ",
               words[2] == NULL ? "" : words[2]);
  return false;
}

static bool read_divisor(logits_options *options, PyObject *object) {
  static const char *const words[] = {"weights", "samples", NULL};
  if (object == Py_None) return true;
  if (PyUnicode_Check(object)) {
    return read_word(&options->divisor_kind, object, "divisor", words);
  }
  options->divisor_kind = LOGITS_DIVISOR_VALUE;
  return read_number(&options->divisor, object);
}

static bool read_ignore_index(logits_options *options, PyObject *object) {
  if (object == Py_None) return true;
  options->has_ignore_index = 1;
  options->ignore_index = PyLong_AsLongLong(object);
  return options->ignore_index != -1 || !PyErr_Occurred();
}

bool options_open(Options *options, PyObject *const *arguments) {
  static const char *const reductions[] = {"mean", "sum", "none", NULL};
  static const char *const inputs[] = {"logits", "log_probabilities",
                                       "probabilities", NULL};
  logits_options *fields = &options->fields;
  return array_open(&options->weight, arguments[WEIGHT], false) &&
         array_open(&options->sample_weight, arguments[SAMPLE_WEIGHT],
                    false) &&
         array_open(&options->upstream, arguments[UPSTREAM], false) &&
         read_ignore_index(fields, arguments[IGNORE_INDEX]) &&
         read_number(&fields->label_smoothing, arguments[LABEL_SMOOTHING]) &&
         read_number(&fields->z_loss, arguments[Z_LOSS]) &&
         read_positive(&fields->temperature, arguments[TEMPERATURE],
                       "temperature") &&
         read_positive(&fields->softcap, arguments[SOFTCAP], "softcap") &&
         read_word(&fields->reduction, arguments[REDUCTION], "reduction",
                   reductions) &&
         read_divisor(fields, arguments[DIVISOR]) &&
         read_word(&fields->input, arguments[INPUT], "input", inputs);
}

Service options_fit(Options *options, const Batch *batch,
                    const Array *logits) {
  if (!set_threads(&options->fields, logits)) return FAILED;
  if (is_present(&options->weight)) {
    if (options->weight.axes != 1) {
      PyErr_SetString(PyExc_ValueError,
                      "weight: one number for each class is needed, not "
                      "several axes");
      return FAILED;
    }
    if (!is_dense(&options->weight)) return NOT_SERVED;
    options->fields.class_weights = dense_input(&options->weight);
  }
  Service service = samples_input(&options->fields.sample_weights,
                                  &options->sample_weight, batch, logits);
  if (service != SERVED) return service;
  const Array *upstream = &options->upstream;
  if (options->fields.reduction == LOGITS_REDUCTION_NONE) {
    return samples_input(&options->fields.upstream, upstream, batch, logits);
  }
  if (!is_dense(upstream)) return NOT_SERVED;
  options->fields.upstream = dense_input(upstream);
  return SERVED;
}
