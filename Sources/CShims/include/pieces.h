#ifndef PIECES_H
#define PIECES_H

#include "vectors.h"

// Pieces of the same few bytes, some distance apart: of a plane, or of vectors.

/// Two moves of a power of 2 bytes, which overlap where a piece is no power.
#define COPY_PIECES(size)                                                      \
  for (long i = 0; i < count; i += 1) {                                        \
    char head[size], tail[size];                                               \
    memcpy(head, from, size);                                                  \
    memcpy(tail, from + (bytes - size), size);                                 \
    memcpy(to, head, size);                                                    \
    memcpy(to + (bytes - size), tail, size);                                   \
    from += from_stride;                                                       \
    to += to_stride;                                                           \
  }

/// Copies `count` pieces of 2 to 127 bytes; strides are in bytes.
VECTOR_INLINE void pieces_copy(
  const void *from_start, ptrdiff_t from_stride, void *to_start,
  ptrdiff_t to_stride, long bytes, long count) {
  const char *from = from_start;
  char *to = to_start;
  if (bytes >= 64) COPY_PIECES(64)
  else if (bytes >= 32) COPY_PIECES(32)
  else if (bytes >= 16) COPY_PIECES(16)
  else if (bytes >= 8) COPY_PIECES(8)
  else if (bytes >= 4) COPY_PIECES(4)
  else COPY_PIECES(2)
}

#undef COPY_PIECES

#endif
