#ifndef SWIFT_LOGITS_DLPACK_H
#define SWIFT_LOGITS_DLPACK_H

/* The part of DLPack's interface, version 1, that describes a tensor of another
 * library without an object of Python's. */

#include <stdint.h>

typedef struct {
  void *data;
  struct {
    int32_t type;
    int32_t id;
  } device;
  int32_t axes;
  struct {
    uint8_t kind;
    uint8_t bits;
    uint16_t lanes;
  } element;
  int64_t *shape;
  int64_t *strides;
  uint64_t byte_offset;
} DLTensor;

enum { DL_CPU = 1 };
enum { DL_INT = 0, DL_UINT = 1, DL_FLOAT = 2, DL_BFLOAT = 4 };

typedef struct DLExchange {
  uint32_t major;
  uint32_t minor;
  struct DLExchange *older;
  void *unused[3];
  /** 0, or -1 with an exception. The tensor is the caller's, and so is what it
   * points to. */
  int (*describe)(void *object, DLTensor *tensor);
} DLExchange;

#endif
