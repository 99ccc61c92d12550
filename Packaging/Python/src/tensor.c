#include "array.h"

/* What the extension knows of PyTorch, once accept_tensors() has been called. */
static PyObject *tensor_class, *parameter_class, *get_num_threads;
static PyObject *data_ptr, *dtype, *size, *stride, *is_cpu, *is_neg;

static struct {
  const char *name;
  int64_t type;
  PyObject *dtype;
} types[] = {
    {"float32", LOGITS_F32, NULL}, {"float64", LOGITS_F64, NULL},
    {"float16", LOGITS_F16, NULL}, {"bfloat16", LOGITS_BF16, NULL},
    {"int64", LOGITS_I64, NULL},   {"int32", LOGITS_I32, NULL},
    {"int16", LOGITS_I16, NULL},   {"int8", LOGITS_I8, NULL},
    {"uint8", LOGITS_U8, NULL},    {"uint16", LOGITS_U16, NULL},
    {"uint32", LOGITS_U32, NULL},  {"uint64", LOGITS_U64, NULL},
};
enum { TYPES = sizeof types / sizeof types[0] };

PyObject *accept_tensors(PyObject *module, PyObject *const *arguments,
                         Py_ssize_t count) {
  (void)module, (void)arguments, (void)count;
  if (tensor_class != NULL) Py_RETURN_NONE;
  PyObject *torch = PyImport_ImportModule("torch");
  PyObject *nn = torch == NULL ? NULL : PyImport_ImportModule("torch.nn");
  if (nn == NULL) goto failed;
  for (int i = 0; i < TYPES; i++) {
    types[i].dtype = PyObject_GetAttrString(torch, types[i].name);
    if (types[i].dtype == NULL) goto failed;
  }
  data_ptr = PyUnicode_InternFromString("data_ptr");
  dtype = PyUnicode_InternFromString("dtype");
  size = PyUnicode_InternFromString("size");
  stride = PyUnicode_InternFromString("stride");
  is_cpu = PyUnicode_InternFromString("is_cpu");
  is_neg = PyUnicode_InternFromString("is_neg");
  get_num_threads = PyObject_GetAttrString(torch, "get_num_threads");
  parameter_class = PyObject_GetAttrString(nn, "Parameter");
  if (PyErr_Occurred()) goto failed;
  tensor_class = PyObject_GetAttrString(torch, "Tensor");
failed:
  Py_XDECREF(torch);
  Py_XDECREF(nn);
  if (tensor_class == NULL) return NULL;
  Py_RETURN_NONE;
}

bool is_tensor(PyObject *object) {
  // A subclass may answer what it likes, and its memory is then unknown.
  PyObject *class = (PyObject *)Py_TYPE(object);
  return tensor_class != NULL &&
         (class == tensor_class || class == parameter_class);
}

int tensor_threads(void) {
  PyObject *number = PyObject_CallObject(get_num_threads, NULL);
  if (number == NULL) return -1;
  long threads = PyLong_AsLong(number);
  Py_DECREF(number);
  if (PyErr_Occurred()) return -1;
  return threads < 1 ? 1 : threads > 4096 ? 4096 : (int)threads;
}

/** Reads the numbers of a tuple; how many, or -1 with an exception. */
static int read_tuple(PyObject *tuple, int64_t *numbers) {
  if (tuple == NULL) return -1;
  Py_ssize_t count = PyTuple_Size(tuple);
  if (count > MAX_AXES) {
    PyErr_SetString(PyExc_ValueError, "a tensor of more than 64 axes");
    count = -1;
  }
  for (Py_ssize_t i = 0; i < count; i++) {
    numbers[i] = PyLong_AsLongLong(PyTuple_GetItem(tuple, i));
    if (numbers[i] == -1 && PyErr_Occurred()) count = -1;
  }
  Py_DECREF(tuple);
  return (int)count;
}

/** Whether an attribute, or what a method returns, is true; -1 with an
 * exception. */
static int truth(PyObject *object) {
  if (object == NULL) return -1;
  int result = PyObject_IsTrue(object);
  Py_DECREF(object);
  return result;
}

bool array_open_tensor(Array *array, PyObject *tensor, bool is_written) {
  (void)is_written;
  int on_cpu = truth(PyObject_GetAttr(tensor, is_cpu));
  if (on_cpu < 0) return false;
  if (!on_cpu) {
    PyErr_Format(PyExc_TypeError,
                 "%s: a tensor on the CPU is needed; use .cpu()", array->name);
    return false;
  }
  PyObject *type = PyObject_GetAttr(tensor, dtype);
  if (type == NULL) return false;
  Py_DECREF(type);  // PyTorch keeps it, and here only the address counts
  int i = 0;
  while (i < TYPES && types[i].dtype != type) i++;
  if (i == TYPES) {
    PyErr_Format(PyExc_TypeError, "%s: a tensor of %R", array->name, type);
    return false;
  }
  int axes = read_tuple(PyObject_CallMethodObjArgs(tensor, size, NULL),
                        array->shape);
  if (axes < 0) return false;
  if (read_tuple(PyObject_CallMethodObjArgs(tensor, stride, NULL),
                 array->strides) != axes) {
    if (!PyErr_Occurred()) {
      PyErr_SetString(PyExc_TypeError, "a tensor without strides");
    }
    return false;
  }
  // A negated view has the numbers of another tensor in its memory.
  int negated = truth(PyObject_CallMethodObjArgs(tensor, is_neg, NULL));
  if (negated < 0) return false;
  PyObject *address = PyObject_CallMethodObjArgs(tensor, data_ptr, NULL);
  if (address == NULL) return false;
  array->data = PyLong_AsVoidPtr(address);
  Py_DECREF(address);
  if (PyErr_Occurred()) return false;
  array->axes = axes;
  array->is_tensor = true;
  array->is_plain = !negated;
  array->type = types[i].type;
  return true;
}
