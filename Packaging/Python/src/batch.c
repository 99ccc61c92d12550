#include "batch.h"

#include <string.h>

/** Describes rows: the classes side by side, one stride from row to row. */
static bool is_rows(Batch *batch, const Array *array) {
  int64_t classes = array->shape[batch->axis];
  if (classes != 1 && array->strides[batch->axis] != 1) return false;
  int64_t samples = 1, stride = classes;
  for (int i = array->axes - 1; i >= 0; i--) {
    int64_t count = array->shape[i];
    if (i == batch->axis || count == 1) continue;
    if (samples == 1) {
      stride = array->strides[i];
      if (stride < classes) return false;
    } else if (array->strides[i] != samples * stride) {
      return false;
    }
    samples *= count;
  }
  batch->layout = logits_rows(classes);
  batch->samples = samples;
  batch->stride = stride;
  batch->count = (samples - 1) * stride + classes;
  return true;
}

/** Describes planes: all positions of a class side by side, without gaps. */
static bool is_planes(Batch *batch, const Array *array) {
  int64_t classes = array->shape[batch->axis];
  int64_t positions = array->strides[batch->axis];
  if (positions < 1) return false;
  int64_t samples = 1, expected = 1;
  for (int i = array->axes - 1; i >= 0; i--) {
    int64_t count = array->shape[i];
    if (i == batch->axis || count == 1) continue;
    if (expected == positions) expected *= classes;
    if (array->strides[i] != expected) return false;
    bool is_inside = expected < positions;
    expected *= count;
    samples *= count;
    if (is_inside && expected > positions) return false;
  }
  if (expected < positions) return false;
  batch->layout = logits_planes(classes, positions);
  batch->samples = samples;
  batch->stride = 0;
  batch->count = samples * classes;
  return true;
}

Service batch_open(Batch *batch, const Array *array, PyObject *axis) {
  int64_t number = PyLong_AsLongLong(axis);
  if (number == -1 && PyErr_Occurred()) return FAILED;
  if (number < -array->axes || number >= array->axes) {
    PyErr_Format(PyExc_IndexError, "%s: no axis %lld among %d", array->name,
                 (long long)number, array->axes);
    return FAILED;
  }
  batch->axis = (int)(number < 0 ? number + array->axes : number);
  int64_t classes = array->shape[batch->axis];
  int64_t elements = element_count(array);
  if (elements == 0) {
    batch->layout = logits_rows(classes);
    batch->samples = batch->stride = batch->count = 0;
    return SERVED;
  }
  if (!array->is_plain || elements == INT64_MAX) return NOT_SERVED;
  return is_rows(batch, array) || is_planes(batch, array) ? SERVED : NOT_SERVED;
}

static Service wrong_shape(const Array *array, const Array *first) {
  PyErr_Format(PyExc_ValueError, "%s: the shape is not that of %s",
               array->name, first->name);
  return FAILED;
}

Service batch_output(logits_output *output, const Array *array,
                     const Batch *batch, const Array *first) {
  *output = logits_none_out();
  if (!is_present(array)) return SERVED;
  if (!has_shape_of(array, first)) return wrong_shape(array, first);
  Batch own = *batch;
  if (batch->count != 0) {
    if (!array->is_plain) return NOT_SERVED;
    bool is_alike = batch->layout.positions == 0
                        ? is_rows(&own, array)
                        : is_planes(&own, array) && own.layout.positions ==
                                                        batch->layout.positions;
    if (!is_alike) return NOT_SERVED;
  }
  output->data = array->data;
  output->count = own.count;
  output->stride = own.stride;
  output->type = array->type;
  return SERVED;
}

/** What is read lies as what is written does. */
static logits_input input_of(logits_output output) {
  logits_input input = {output.data, output.count, output.stride, output.type};
  return input;
}

Service batch_input(logits_input *input, const Array *array,
                    const Batch *batch, const Array *first) {
  logits_output output;
  Service service = batch_output(&output, array, batch, first);
  *input = input_of(output);
  return service;
}

Service samples_output(logits_output *output, const Array *array,
                       const Batch *batch, const Array *first) {
  *output = logits_none_out();
  if (!is_present(array)) return SERVED;
  bool fits = array->axes == first->axes - 1;
  for (int i = 0, other = 0; fits && i < array->axes; i++, other++) {
    if (other == batch->axis) other++;
    fits = array->shape[i] == first->shape[other];
  }
  if (!fits) {
    PyErr_Format(PyExc_ValueError,
                 "%s: the shape is not that of %s without the axis of the "
                 "classes",
                 array->name, first->name);
    return FAILED;
  }
  if (!is_dense(array)) return NOT_SERVED;
  *output = dense_output(array);
  return SERVED;
}

Service samples_input(logits_input *input, const Array *array,
                      const Batch *batch, const Array *first) {
  logits_output output;
  Service service = samples_output(&output, array, batch, first);
  *input = input_of(output);
  return service;
}
