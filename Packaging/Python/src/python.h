#ifndef SWIFT_LOGITS_PYTHON_H
#define SWIFT_LOGITS_PYTHON_H

/* CPython's limited API, of 3.10. The buffer protocol joined it in 3.11; 3.10
 * has the same functions and the same struct, which are declared here. */

#define PY_SSIZE_T_CLEAN
#ifndef Py_LIMITED_API
#define Py_LIMITED_API 0x030a0000
#endif
#include <Python.h>
#include <logits.h>
#include <stdbool.h>

#if Py_LIMITED_API < 0x030b0000
typedef struct {
  void *buf;
  PyObject *obj;
  Py_ssize_t len;
  Py_ssize_t itemsize;
  int readonly;
  int ndim;
  char *format;
  Py_ssize_t *shape;
  Py_ssize_t *strides;
  Py_ssize_t *suboffsets;
  void *internal;
} Py_buffer;

enum {
  PyBUF_WRITABLE = 0x1,
  PyBUF_FORMAT = 0x4,
  PyBUF_STRIDES = 0x10 | 0x8,
};

PyAPI_FUNC(int) PyObject_CheckBuffer(PyObject *);
PyAPI_FUNC(int) PyObject_GetBuffer(PyObject *, Py_buffer *, int);
PyAPI_FUNC(void) PyBuffer_Release(Py_buffer *);
#endif

/** What is called with an array of positional arguments. */
typedef PyObject *Function(PyObject *module, PyObject *const *arguments,
                           Py_ssize_t count);

#endif
