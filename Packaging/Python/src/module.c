/* swift_logits._core: the functions of logits.h over buffers and tensors.
 *
 * They take positional arguments only, as many as there are. Whatever they are
 * given, they touch no memory but that of the arrays. */

#include "call.h"
#include "jax.h"
#include "loss.h"
#include "softmax.h"
#include "summary.h"

static PyMethodDef functions[] = {
#define FUNCTION(name, arguments)                                       \
  {#name, (PyCFunction)(void (*)(void))name, METH_FASTCALL,             \
   #name "(" arguments ")"},
    FUNCTION(softmax, "logits, axis, out")
    FUNCTION(log_softmax, "logits, axis, out")
    FUNCTION(log_sum_exp, "logits, axis, out")
    FUNCTION(kl_divergence, "logits, axis, others, out")
    FUNCTION(softmax_gradient, "probabilities, axis, upstream, out")
    FUNCTION(log_softmax_gradient, "log_probabilities, axis, upstream, out")
    FUNCTION(cross_entropy,
             "logits, targets, axis, losses, gradient, *options")
    FUNCTION(linear_cross_entropy,
             "features, weight, bias, targets, losses, feature_gradient, "
             "weight_gradient, bias_gradient, memory, *options")
    FUNCTION(evaluate, "logits, targets, axis, vector, top_k, bins, *options")
    FUNCTION(summary_count, "None, top_k, bins")
    FUNCTION(summary_add, "vector, top_k, bins, other")
    FUNCTION(summary_figures, "vector, top_k, bins")
    FUNCTION(summary_top_accuracies, "vector, top_k, bins, out")
    FUNCTION(summary_calibration, "vector, top_k, bins")
    FUNCTION(threads, "limit")
    FUNCTION(is_one, "tensor")
    FUNCTION(accept_tensors, "")
    FUNCTION(xla_functions, "")
#undef FUNCTION
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "swift_logits._core",
    .m_doc = "The functions of logits.h over buffers and tensors.",
    .m_size = -1,
    .m_methods = functions,
};

PyMODINIT_FUNC PyInit__core(void) {
  PyObject *module = PyModule_Create(&definition);
  if (module != NULL &&
      PyModule_AddStringConstant(module, "version", logits_version()) != 0) {
    Py_CLEAR(module);
  }
  return module;
}
