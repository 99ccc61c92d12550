#include "array.h"

#include <string.h>

void array_init(Array *array, const char *name) {
  array->name = name;
  array->data = NULL;
  array->type = 0;
  array->is_plain = true;
  array->is_tensor = false;
  array->axes = 0;
  array->view.obj = NULL;
}

void array_close(Array *array) {
  if (array->view.obj != NULL) PyBuffer_Release(&array->view);
  array->view.obj = NULL;
}

/** The type of a format of the buffer protocol; 0 with an exception. */
static int64_t type_of(const char *name, const char *format,
                       Py_ssize_t size) {
  const char *code = format == NULL ? "B" : format;
  char order = '@';
  if (*code != '\0' && strchr("@=<>!", *code)) order = *code++;
  if ((order == '>' || order == '!') && size > 1) {
    PyErr_Format(PyExc_TypeError,
                 "%s: numbers in big-endian order, not the processor's; "
                 "use x.astype(x.dtype.newbyteorder('='))",
                 name);
    return 0;
  }
  if (*code != '\0' && code[1] == '\0') {
    bool is_signed = strchr("bhilqn", *code) != NULL;
    if (*code == 'e' && size == 2) return LOGITS_F16;
    if (*code == 'f' && size == 4) return LOGITS_F32;
    if (*code == 'd' && size == 8) return LOGITS_F64;
    if (is_signed || strchr("?BHILQN", *code) != NULL) {
      switch (size) {
        case 1: return is_signed ? LOGITS_I8 : LOGITS_U8;
        case 2: return is_signed ? LOGITS_I16 : LOGITS_U16;
        case 4: return is_signed ? LOGITS_I32 : LOGITS_U32;
        case 8: return is_signed ? LOGITS_I64 : LOGITS_U64;
      }
    }
  }
  PyErr_Format(PyExc_TypeError,
               "%s: elements of the format '%s', which are no integers, "
               "float16, bfloat16, float32 or float64",
               name, format);
  return 0;
}

/** Whether NumPy's type of the elements is that of ml_dtypes' bfloat16. */
static bool is_bfloat16(PyObject *object) {
  PyObject *type = PyObject_GetAttrString(object, "dtype");
  PyObject *name =
      type == NULL ? NULL : PyObject_GetAttrString(type, "name");
  bool result = name != NULL && PyUnicode_Check(name) &&
                PyUnicode_CompareWithASCIIString(name, "bfloat16") == 0;
  Py_XDECREF(type);
  Py_XDECREF(name);
  PyErr_Clear();
  return result;
}

/** Opens the bits of an array of bfloat16, whose type the buffer protocol does
 * not know. */
static bool open_bfloat16(Py_buffer *view, PyObject *object, int flags) {
  PyObject *bits = PyObject_CallMethod(object, "view", "s", "uint16");
  if (bits == NULL) return false;
  int status = PyObject_GetBuffer(bits, view, flags);
  Py_DECREF(bits);  // the view holds it
  return status == 0;
}

bool array_open(Array *array, PyObject *object, bool is_written) {
  if (object == Py_None) return true;
  if (is_tensor(object)) return array_open_tensor(array, object);
  if (!PyObject_CheckBuffer(object)) {
    PyErr_Format(PyExc_TypeError, "%s: an array is needed, not %R",
                 array->name, (PyObject *)Py_TYPE(object));
    return false;
  }
  Py_buffer *view = &array->view;
  int flags = PyBUF_FORMAT | PyBUF_STRIDES | (is_written ? PyBUF_WRITABLE : 0);
  int64_t type;
  if (PyObject_GetBuffer(object, view, flags) == 0) {
    type = type_of(array->name, view->format, view->itemsize);
    if (type == 0) {
      array_close(array);
      return false;
    }
  } else {
    view->obj = NULL;
    PyObject *kind, *value, *trace;
    PyErr_Fetch(&kind, &value, &trace);
    if (!is_bfloat16(object)) {
      PyErr_Restore(kind, value, trace);
      return false;
    }
    Py_XDECREF(kind);
    Py_XDECREF(value);
    Py_XDECREF(trace);
    if (!open_bfloat16(view, object, flags)) {
      view->obj = NULL;
      return false;
    }
    type = LOGITS_BF16;
  }
  if (view->ndim > MAX_AXES) {
    PyErr_Format(PyExc_ValueError, "%s: %d axes are more than %d",
                 array->name, view->ndim, (int)MAX_AXES);
    array_close(array);
    return false;
  }
  array->data = view->len == 0 ? NULL : view->buf;
  array->type = type;
  array->axes = view->ndim;
  array->is_plain = (uintptr_t)view->buf % view->itemsize == 0;
  for (int i = 0; i < view->ndim; i++) {
    array->shape[i] = view->shape[i];
    if (view->strides[i] % view->itemsize != 0) array->is_plain = false;
    array->strides[i] = view->strides[i] / view->itemsize;
  }
  return true;
}

bool is_dense(const Array *array) {
  if (!array->is_plain) return false;
  int64_t expected = 1;
  if (element_count(array) == 0) return true;
  for (int i = array->axes - 1; i >= 0; i--) {
    if (array->shape[i] == 1) continue;
    if (array->strides[i] != expected) return false;
    expected *= array->shape[i];  // no more than there is memory
  }
  return true;
}

int64_t element_count(const Array *array) {
  int64_t count = 1;
  for (int i = 0; i < array->axes; i++) {
    if (array->shape[i] == 0) return 0;
  }
  for (int i = 0; i < array->axes; i++) {
    // A broadcast array may have more than can be counted, and is not dense.
    if (__builtin_mul_overflow(count, array->shape[i], &count)) {
      return INT64_MAX;
    }
  }
  return count;
}

bool has_shape_of(const Array *array, const Array *other) {
  return array->axes == other->axes &&
         memcmp(array->shape, other->shape,
                (size_t)array->axes * sizeof(int64_t)) == 0;
}

logits_output dense_output(const Array *array) {
  if (!is_present(array)) return logits_none_out();
  logits_output output = {array->data, element_count(array), 0, array->type};
  return output;
}

logits_input dense_input(const Array *array) {
  if (!is_present(array)) return logits_none();
  logits_input input = {array->data, element_count(array), 0, array->type};
  return input;
}
