#include "call.h"

bool has_arguments(Py_ssize_t count, Py_ssize_t needed) {
  if (count == needed) return true;
  PyErr_Format(PyExc_TypeError, "%zd arguments are needed, not %zd", needed,
               count);
  return false;
}

void raise_status(int status) {
  PyObject *kind = status == LOGITS_ERROR_TARGET ? PyExc_IndexError
                   : status == LOGITS_ERROR_TYPE ? PyExc_TypeError
                                                 : PyExc_ValueError;
  PyErr_SetString(kind, logits_error_message());
}

PyObject *result_of(Service service, int status) {
  if (service == FAILED) return NULL;
  if (service == NOT_SERVED) {
    Py_INCREF(Py_NotImplemented);
    return Py_NotImplemented;
  }
  if (status != LOGITS_OK) {
    raise_status(status);
    return NULL;
  }
  Py_RETURN_NONE;
}

/* The most threads of the calling thread's calls; 0 if it has not said so. */
static _Thread_local int thread_limit;

/** threads(limit) sets the limit, and returns the one before. */
PyObject *threads(PyObject *module, PyObject *const *arguments,
                  Py_ssize_t count) {
  (void)module;
  if (!has_arguments(count, 1)) return NULL;
  long limit = PyLong_AsLong(arguments[0]);
  if (PyErr_Occurred()) return NULL;
  if (limit < 0 || limit > 4096) {
    PyErr_SetString(PyExc_ValueError,
                    "the number of threads must be from 1 to 4096");
    return NULL;
  }
  int before = thread_limit;
  thread_limit = (int)limit;
  return PyLong_FromLong(before);
}

bool set_threads(logits_options *options, const Array *first) {
  options->threads = thread_limit;
  if (thread_limit == 0 && first->is_tensor) {
    options->threads = tensor_threads();
  }
  return options->threads >= 0;
}
