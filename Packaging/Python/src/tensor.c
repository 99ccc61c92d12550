#include "array.h"
#include "call.h"
#include "dlpack.h"

/* What the extension knows of PyTorch after accept_tensors(). */
static PyObject *tensor_class, *get_num_threads, *is_neg;
static const DLExchange *exchange;

static bool find_exchange(PyObject *class) {
  PyObject *capsule =
      PyObject_GetAttrString(class, "__dlpack_c_exchange_api__");
  if (capsule == NULL) return false;
  exchange = PyCapsule_GetPointer(capsule, "dlpack_exchange_api");
  Py_DECREF(capsule);
  while (exchange != NULL && exchange->major > 1) exchange = exchange->older;
  if (exchange != NULL && exchange->describe != NULL) return true;
  if (!PyErr_Occurred()) {
    PyErr_SetString(PyExc_ImportError,
                    "this version of PyTorch does not describe its tensors");
  }
  return false;
}

PyObject *accept_tensors(PyObject *module, PyObject *const *arguments,
                         Py_ssize_t count) {
  (void)module, (void)arguments, (void)count;
  if (tensor_class != NULL) Py_RETURN_NONE;
  PyObject *torch = PyImport_ImportModule("torch");
  if (torch == NULL) return NULL;
  PyObject *class = PyObject_GetAttrString(torch, "Tensor");
  get_num_threads = PyObject_GetAttrString(torch, "get_num_threads");
  is_neg = PyUnicode_InternFromString("is_neg");
  Py_DECREF(torch);
  if (PyErr_Occurred() || !find_exchange(class)) {
    Py_XDECREF(class);
    return NULL;
  }
  tensor_class = class;
  Py_RETURN_NONE;
}

bool is_tensor(PyObject *object) {
  // Of a subclass, too, which cannot say what its memory is: DLPack does.
  return tensor_class != NULL &&
         PyObject_TypeCheck(object, (PyTypeObject *)tensor_class);
}

int tensor_threads(void) {
  PyObject *number = PyObject_CallObject(get_num_threads, NULL);
  if (number == NULL) return -1;
  long threads = PyLong_AsLong(number);
  Py_DECREF(number);
  if (PyErr_Occurred()) return -1;
  return threads < 1 ? 1 : threads > 4096 ? 4096 : (int)threads;
}

/** The type of elements; 0 if it is none of ours. */
static int64_t type_of(const DLTensor *tensor) {
  int kind = tensor->element.kind;
  int bits = tensor->element.bits;
  if (tensor->element.lanes != 1) return 0;
  if (kind == DL_BFLOAT) return bits == 16 ? LOGITS_BF16 : 0;
  bool is_float = kind == DL_FLOAT;
  if (!is_float && kind != DL_INT && kind != DL_UINT) return 0;
  switch (bits) {
    case 8: return is_float ? 0 : kind == DL_INT ? LOGITS_I8 : LOGITS_U8;
    case 16:
      return is_float ? LOGITS_F16 : kind == DL_INT ? LOGITS_I16 : LOGITS_U16;
    case 32:
      return is_float ? LOGITS_F32 : kind == DL_INT ? LOGITS_I32 : LOGITS_U32;
    case 64:
      return is_float ? LOGITS_F64 : kind == DL_INT ? LOGITS_I64 : LOGITS_U64;
  }
  return 0;
}

/** Whether the tensor is a view of the negated numbers in its memory; -1 with
 * an exception. */
static int is_negated(PyObject *tensor) {
  PyObject *answer = PyObject_CallMethodObjArgs(tensor, is_neg, NULL);
  if (answer == NULL) return -1;
  int result = PyObject_IsTrue(answer);
  Py_DECREF(answer);
  return result;
}

/** is_one(tensor): whether it is the number 1, by which nothing needs to be
 * multiplied; no for whatever cannot be read */
PyObject *is_one(PyObject *module, PyObject *const *arguments,
                 Py_ssize_t count) {
  (void)module;
  if (!has_arguments(count, 1)) return NULL;
  Array array;
  array_init(&array, "tensor");
  bool result = false;
  if (!array_open(&array, arguments[0], false)) {
    PyErr_Clear();
  } else if (array.is_plain && element_count(&array) == 1) {
    switch (array.type) {
      case LOGITS_F32: result = *(float *)array.data == 1; break;
      case LOGITS_F64: result = *(double *)array.data == 1; break;
      case LOGITS_F16: result = *(uint16_t *)array.data == 0x3c00; break;
      case LOGITS_BF16: result = *(uint16_t *)array.data == 0x3f80; break;
    }
  }
  array_close(&array);
  return PyBool_FromLong(result);
}

bool array_open_tensor(Array *array, PyObject *object) {
  DLTensor tensor;
  if (exchange->describe(object, &tensor) != 0 ||
      tensor.device.type != DL_CPU) {
    PyErr_Clear();  // a page of PyTorch's
    PyErr_Format(PyExc_TypeError,
                 "%s: a tensor with memory on the CPU is needed, and strides",
                 array->name);
    return false;
  }
  int64_t type = type_of(&tensor);
  if (type == 0) {
    PyErr_Format(PyExc_TypeError,
                 "%s: elements that are no integers, float16, bfloat16, "
                 "float32 or float64",
                 array->name);
    return false;
  }
  if (tensor.axes > MAX_AXES ||
      (tensor.axes > 0 && (tensor.shape == NULL || tensor.strides == NULL))) {
    PyErr_Format(PyExc_ValueError, "%s: %d axes are more than %d",
                 array->name, tensor.axes, (int)MAX_AXES);
    return false;
  }
  int negated = is_negated(object);
  if (negated < 0) return false;
  array->data = (char *)tensor.data + tensor.byte_offset;
  array->axes = tensor.axes;
  for (int i = 0; i < tensor.axes; i++) {
    array->shape[i] = tensor.shape[i];
    array->strides[i] = tensor.strides[i];
  }
  array->is_tensor = true;
  array->is_plain = !negated;
  array->type = type;
  return true;
}
