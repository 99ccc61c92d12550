#ifndef SCRATCH_H
#define SCRATCH_H

/// Calls `body` with memory on the stack, at an address that suits vectors.
///
/// Swift promises no more than 1 KiB there.
static double with_scratch(
  double (*body)(void *memory, const void *context), const void *context) {
  _Alignas(64) char memory[40 * 1024];
  return body(memory, context);
}

#endif
