#include "loss.h"

#include "options.h"
#include "targets.h"

enum { FEATURES, WEIGHTS, BIAS, TARGETS, LOSSES, GRADIENTS };
enum { ARRAYS = GRADIENTS + 3 };

/** Whether the arrays are a layer's, and its gradients fit. */
static Service layer_fits(const Array *arrays) {
  static const int like[] = {FEATURES, WEIGHTS, BIAS};
  const Array *features = &arrays[FEATURES], *weight = &arrays[WEIGHTS];
  const Array *bias = &arrays[BIAS];
  if (features->axes < 1 || weight->axes != 2 ||
      weight->shape[1] != features->shape[features->axes - 1]) {
    PyErr_SetString(PyExc_ValueError,
                    "linear_weight: the shape is not (classes, features)");
    return FAILED;
  }
  if (is_present(bias) &&
      (bias->axes != 1 || bias->shape[0] != weight->shape[0])) {
    PyErr_SetString(PyExc_ValueError, "bias: the shape is not (classes,)");
    return FAILED;
  }
  for (int i = 0; i < 3; i++) {
    const Array *gradient = &arrays[GRADIENTS + i];
    if (!is_present(gradient)) continue;
    if (!is_present(&arrays[like[i]]) ||
        !has_shape_of(gradient, &arrays[like[i]])) {
      PyErr_Format(PyExc_ValueError, "%s: the shape is not that of %s",
                   gradient->name, arrays[like[i]].name);
      return FAILED;
    }
    if (!is_dense(gradient)) return NOT_SERVED;
  }
  return is_dense(features) && is_dense(weight) && is_dense(bias) ? SERVED
                                                                 : NOT_SERVED;
}

/** linear_cross_entropy(features, weight, bias, targets, losses,
 * feature_gradient, weight_gradient, bias_gradient, memory, *options)
 *
 * Without a place for losses a reduced one is returned. */
PyObject *linear_cross_entropy(PyObject *module, PyObject *const *arguments,
                               Py_ssize_t count) {
  static const char *const names[] = {
      "features", "linear_weight", "bias", "targets", "losses",
      "the gradient of features", "the gradient of linear_weight",
      "the gradient of bias"};
  (void)module;
  if (!has_arguments(count, ARRAYS + 1 + OPTION_COUNT)) return NULL;
  Array arrays[ARRAYS];
  for (int i = 0; i < ARRAYS; i++) array_init(&arrays[i], names[i]);
  Options options;
  options_init(&options);
  bool is_open = options_open(&options, arguments + ARRAYS + 1);
  for (int i = 0; is_open && i < ARRAYS; i++) {
    is_open = array_open(&arrays[i], arguments[i], i >= LOSSES);
  }
  if (is_open && arguments[ARRAYS] != Py_None) {
    options.fields.memory = PyLong_AsLongLong(arguments[ARRAYS]);
    is_open = !PyErr_Occurred();
  }
  Batch batch;
  logits_input targets = logits_none();
  logits_output loss_output;
  double loss = 0;
  bool returns_loss = false;
  Service service = FAILED;
  int status = LOGITS_OK;
  if (is_open) {
    const Array *features = &arrays[FEATURES];
    PyObject *last = PyLong_FromLong(-1);
    service = last == NULL ? FAILED : layer_fits(arrays);
    if (service == SERVED) service = batch_open(&batch, features, last);
    Py_XDECREF(last);
    if (service == SERVED) {
      service = samples_input(&targets, &arrays[TARGETS], &batch, features);
    }
    if (service == SERVED) service = options_fit(&options, &batch, features);
    bool is_reduced = options.fields.reduction != LOGITS_REDUCTION_NONE;
    if (service == SERVED) {
      service = losses_output(&loss_output, &arrays[LOSSES], is_reduced,
                              &batch, features);
    }
    returns_loss = is_reduced && !is_present(&arrays[LOSSES]);
    if (returns_loss) loss_output = logits_f64_out(&loss, 1);
  }
  if (service == SERVED) {
    Py_BEGIN_ALLOW_THREADS
    status = logits_linear_cross_entropy(
        dense_input(&arrays[FEATURES]), batch.layout,
        dense_input(&arrays[WEIGHTS]), dense_input(&arrays[BIAS]), targets,
        &options.fields, loss_output, dense_output(&arrays[GRADIENTS]),
        dense_output(&arrays[GRADIENTS + 1]),
        dense_output(&arrays[GRADIENTS + 2]));
    Py_END_ALLOW_THREADS
  }
  PyObject *result = service == SERVED && status == LOGITS_OK && returns_loss
                         ? PyFloat_FromDouble(loss)
                         : result_of(service, status);
  for (int i = 0; i < ARRAYS; i++) array_close(&arrays[i]);
  options_close(&options);
  return result;
}
