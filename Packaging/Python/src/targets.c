#include "targets.h"

Service targets_input(logits_input *input, const Array *targets,
                      const Batch *batch, const Array *logits) {
  if (!is_present(targets)) {
    PyErr_SetString(PyExc_TypeError, "targets: an array is needed, not None");
    return FAILED;
  }
  return targets->type < LOGITS_I8
             ? batch_input(input, targets, batch, logits)
             : samples_input(input, targets, batch, logits);
}

Service losses_output(logits_output *output, const Array *losses,
                      bool is_reduced, const Batch *batch,
                      const Array *logits) {
  if (!is_reduced) return samples_output(output, losses, batch, logits);
  if (!is_dense(losses)) return NOT_SERVED;
  *output = dense_output(losses);
  return SERVED;
}
