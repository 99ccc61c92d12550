#ifndef SCRATCH_H
#define SCRATCH_H

#include <stddef.h>

/// Calls `body` with so many bytes on the stack, at an address that suits
/// vectors.
///
/// Swift promises no more than 1 KiB there.
static inline double with_scratch(
  size_t bytes, double (*body)(void *memory, const void *context),
  const void *context) {
  return body(__builtin_alloca_with_align(bytes, 64 * 8), context);
}

#endif
