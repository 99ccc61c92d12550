#include "loss.h"

#include "options.h"
#include "targets.h"

/** cross_entropy(logits, targets, axis, losses, gradient, *options)
 *
 * Without a place for losses a reduced one is returned. */
PyObject *cross_entropy(PyObject *module, PyObject *const *arguments,
                        Py_ssize_t count) {
  (void)module;
  if (!has_arguments(count, 5 + OPTION_COUNT)) return NULL;
  Array logits, targets, losses, gradient;
  array_init(&logits, "logits");
  array_init(&targets, "targets");
  array_init(&losses, "losses");
  array_init(&gradient, "gradient");
  Options options;
  options_init(&options);
  Batch batch;
  logits_input target_input = logits_none();
  logits_output loss_output, gradient_output;
  double loss = 0;
  bool returns_loss = false;
  Service service = FAILED;
  int status = LOGITS_OK;
  if (array_open(&logits, arguments[0], false) &&
      array_open(&targets, arguments[1], false) &&
      array_open(&losses, arguments[3], true) &&
      array_open(&gradient, arguments[4], true) &&
      options_open(&options, arguments + 5)) {
    bool is_reduced = options.fields.reduction != LOGITS_REDUCTION_NONE;
    service = batch_open(&batch, &logits, arguments[2]);
    if (service == SERVED) {
      service = targets_input(&target_input, &targets, &batch, &logits);
    }
    if (service == SERVED) service = options_fit(&options, &batch, &logits);
    if (service == SERVED) {
      service =
          losses_output(&loss_output, &losses, is_reduced, &batch, &logits);
    }
    if (service == SERVED) {
      service = batch_output(&gradient_output, &gradient, &batch, &logits);
    }
    returns_loss = is_reduced && !is_present(&losses);
    if (returns_loss) loss_output = logits_f64_out(&loss, 1);
  }
  if (service == SERVED) {
    logits_input input = whole_input(&logits, &batch);
    Py_BEGIN_ALLOW_THREADS
    status = logits_cross_entropy(input, batch.layout, target_input,
                                  &options.fields, loss_output,
                                  gradient_output);
    Py_END_ALLOW_THREADS
  }
  PyObject *result = service == SERVED && status == LOGITS_OK && returns_loss
                         ? PyFloat_FromDouble(loss)
                         : result_of(service, status);
  array_close(&logits);
  array_close(&targets);
  array_close(&losses);
  array_close(&gradient);
  options_close(&options);
  return result;
}
