/* Functions that XLA calls, for JAX. They run on XLA's threads, without the
 * GIL, and know nothing of Python.
 *
 * Their attributes are `axis`, that of the classes counted from the end, so
 * that vmap may put axes before the others, and `threads`. */

#include "jax.h"

#include <string.h>

#include "call.h"
#include "xla.h"

enum { MAX_INPUTS = 3 };

/** A call, as the library takes it. */
typedef struct {
  logits_layout layout;
  logits_options options;
  logits_input inputs[MAX_INPUTS];
  logits_output output;
} Arguments;

typedef int Operation(Arguments *arguments);

static XLAError *make_error(const XLACall *call, const char *message) {
  XLAErrorArguments arguments = {sizeof arguments, NULL, message,
                                 XLA_INVALID_ARGUMENT};
  return call->interface->make_error(&arguments);
}

static int64_t type_of(int32_t type) {
  switch (type) {
    case XLA_F32: return LOGITS_F32;
    case XLA_F64: return LOGITS_F64;
    case XLA_F16: return LOGITS_F16;
    case XLA_BF16: return LOGITS_BF16;
    case XLA_S8: return LOGITS_I8;
    case XLA_S16: return LOGITS_I16;
    case XLA_S32: return LOGITS_I32;
    case XLA_S64: return LOGITS_I64;
    case XLA_U8: return LOGITS_U8;
    case XLA_U16: return LOGITS_U16;
    case XLA_U32: return LOGITS_U32;
    case XLA_U64: return LOGITS_U64;
  }
  return 0;  // which the library refuses
}

/** The product of some of the axes; memory has no more elements than that. */
static int64_t count(const XLABuffer *buffer, int64_t first, int64_t end) {
  int64_t product = 1;
  for (int64_t i = first; i < end; i++) product *= buffer->shape[i];
  return product;
}

/** The buffer at a place; null if there is none. */
static const XLABuffer *buffer_at(const XLAValues *values, int64_t index) {
  if (values->kinds[index] != XLA_BUFFER) return NULL;
  const XLABuffer *buffer = values->values[index];
  size_t end = offsetof(XLABuffer, shape) + sizeof buffer->shape;
  return buffer->size < end ? NULL : buffer;
}

static bool read_number(int64_t *number, const XLAAttributes *attributes,
                        const char *name) {
  for (int64_t i = 0; i < attributes->count; i++) {
    const XLAString *found = attributes->names[i];
    if (found->length != strlen(name) ||
        memcmp(found->start, name, found->length) != 0) {
      continue;
    }
    const XLANumber *value = attributes->values[i];
    if (attributes->kinds[i] != XLA_NUMBER || value->type != XLA_S64) break;
    *number = *(const int64_t *)value->value;
    return true;
  }
  return false;
}

/** Rows if the classes are on the last axis, planes otherwise. */
static bool read_layout(logits_layout *layout, const XLABuffer *logits,
                        int64_t axis) {
  axis += logits->axes;
  if (axis < 0 || axis >= logits->axes) return false;
  int64_t classes = logits->shape[axis];
  int64_t positions = count(logits, axis + 1, logits->axes);
  *layout = positions <= 1 ? logits_rows(classes)
                           : logits_planes(classes, positions);
  return true;
}

/** Null, or what is wrong with the call. */
static const char *read_call(Arguments *arguments, const XLACall *call,
                             int64_t inputs) {
  if (call->arguments.count != inputs || call->results.count != 1) {
    return "another number of arguments or results is needed";
  }
  for (int64_t i = 0; i < inputs; i++) {
    const XLABuffer *buffer = buffer_at(&call->arguments, i);
    if (buffer == NULL) return "an argument is no buffer";
    logits_input input = {buffer->data, count(buffer, 0, buffer->axes), 0,
                          type_of(buffer->type)};
    arguments->inputs[i] = input;
  }
  const XLABuffer *result = buffer_at(&call->results, 0);
  if (result == NULL) return "a result is no buffer";
  logits_output output = {result->data, count(result, 0, result->axes), 0,
                          type_of(result->type)};
  arguments->output = output;
  int64_t axis, threads;
  if (!read_number(&axis, &call->attributes, "axis") ||
      !read_number(&threads, &call->attributes, "threads") ||
      threads != (int32_t)threads) {
    return "axis and threads are needed, of 64 bits";
  }
  arguments->options.threads = (int32_t)threads;
  if (!read_layout(&arguments->layout, buffer_at(&call->arguments, 0), axis)) {
    return "there is no such axis";
  }
  return NULL;
}

/** Whether XLA only asks for the version of a function, which is answered. */
static bool is_question(const XLACall *call) {
  if (call->extensions == NULL || call->extensions->kind != XLA_METADATA) {
    return false;
  }
  XLAVersion *version =
      &((XLAMetadataExtension *)call->extensions)->metadata->version;
  version->major = XLA_MAJOR_VERSION;
  version->minor = XLA_MINOR_VERSION;
  return true;
}

static XLAError *compute(const XLACall *call, int64_t inputs,
                         Operation *operation) {
  if (is_question(call)) return NULL;
  size_t end = offsetof(XLACall, attributes) + sizeof call->attributes;
  if (call->size < end ||
      call->interface->version.major != XLA_MAJOR_VERSION ||
      call->stage != XLA_EXECUTE) {
    return make_error(call, "this version of XLA calls in another way");
  }
  Arguments arguments = {.options = LOGITS_OPTIONS_DEFAULT};
  const char *wrong = read_call(&arguments, call, inputs);
  if (wrong != NULL) return make_error(call, wrong);
  return operation(&arguments) == LOGITS_OK
             ? NULL
             : make_error(call, logits_error_message());
}

static int xla_softmax(Arguments *it) {
  return logits_softmax(it->inputs[0], it->layout, &it->options, it->output);
}

static int xla_log_softmax(Arguments *it) {
  return logits_log_softmax(it->inputs[0], it->layout, &it->options,
                            it->output);
}

static int xla_softmax_gradient(Arguments *it) {
  return logits_softmax_gradient(it->inputs[0], it->layout, it->inputs[1],
                                 &it->options, it->output);
}

static int xla_log_softmax_gradient(Arguments *it) {
  return logits_log_softmax_gradient(it->inputs[0], it->layout, it->inputs[1],
                                     &it->options, it->output);
}

static int xla_logsumexp(Arguments *it) {
  return logits_log_sum_exp(it->inputs[0], it->layout, &it->options,
                            it->output);
}

/** Losses of samples; a class of -1 is ignored. */
static void set_loss(Arguments *it) {
  it->options.reduction = LOGITS_REDUCTION_NONE;
  it->options.has_ignore_index = it->inputs[1].type >= LOGITS_I8;
  it->options.ignore_index = -1;
}

static int xla_cross_entropy(Arguments *it) {
  set_loss(it);
  return logits_cross_entropy(it->inputs[0], it->layout, it->inputs[1],
                              &it->options, it->output, logits_none_out());
}

static int xla_cross_entropy_gradient(Arguments *it) {
  set_loss(it);
  it->options.upstream = it->inputs[2];
  return logits_cross_entropy(it->inputs[0], it->layout, it->inputs[1],
                              &it->options, logits_none_out(), it->output);
}

#define FUNCTIONS(FUNCTION)               \
  FUNCTION(softmax, 1)                    \
  FUNCTION(log_softmax, 1)                \
  FUNCTION(softmax_gradient, 2)           \
  FUNCTION(log_softmax_gradient, 2)       \
  FUNCTION(logsumexp, 1)                  \
  FUNCTION(cross_entropy, 2)              \
  FUNCTION(cross_entropy_gradient, 3)

#define DEFINE(name, inputs)                      \
  static XLAError *call_##name(XLACall *call) {   \
    return compute(call, inputs, xla_##name);     \
  }
FUNCTIONS(DEFINE)
#undef DEFINE

static const struct {
  const char *name;
  XLAFunction *function;
} functions[] = {
#define LIST(name, inputs) {#name, call_##name},
    FUNCTIONS(LIST)
#undef LIST
};

/** xla_functions() returns each of them in a capsule, by its name. */
PyObject *xla_functions(PyObject *module, PyObject *const *arguments,
                        Py_ssize_t count) {
  (void)module, (void)arguments;
  if (!has_arguments(count, 0)) return NULL;
  PyObject *dict = PyDict_New();
  for (size_t i = 0; dict != NULL && i < sizeof functions / sizeof *functions;
       i++) {
    PyObject *capsule =
        PyCapsule_New((void *)functions[i].function, NULL, NULL);
    if (capsule == NULL ||
        PyDict_SetItemString(dict, functions[i].name, capsule) != 0) {
      Py_CLEAR(dict);
    }
    Py_XDECREF(capsule);
  }
  return dict;
}
