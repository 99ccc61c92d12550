#ifndef TRANSPOSES_H
#define TRANSPOSES_H

#include "vectors.h"

// Squares of 2, 4 or 8 elements: rows made columns. Each is read before it is
// written. Strides are in elements.
#define TRANSPOSE(prefix, scalar, count)                                       \
  typedef scalar prefix##_row_##count __attribute__((ext_vector_type(count))); \
                                                                               \
  VECTOR_INLINE void prefix##_transpose_##count(                               \
    const scalar *from, ptrdiff_t from_stride,                                 \
    scalar *to, ptrdiff_t to_stride) {                                         \
    prefix##_row_##count rows[count], columns[count];                          \
    for (int i = 0; i < count; i++)                                            \
      memcpy(&rows[i], from + i * from_stride, sizeof rows[i]);                \
    TRANSPOSE_##count(prefix##_row_##count, rows, columns)                     \
    for (int i = 0; i < count; i++)                                            \
      memcpy(to + i * to_stride, &columns[i], sizeof columns[i]);              \
  }

#define SHUFFLE __builtin_shufflevector

#define TRANSPOSE_2(row, r, c)                                                 \
  c[0] = SHUFFLE(r[0], r[1], 0, 2);                                            \
  c[1] = SHUFFLE(r[0], r[1], 1, 3);

#define TRANSPOSE_4(row, r, c)                                                 \
  row t[4];                                                                    \
  for (int i = 0; i < 2; i++) {                                                \
    t[2 * i] = SHUFFLE(r[2 * i], r[2 * i + 1], 0, 4, 1, 5);                    \
    t[2 * i + 1] = SHUFFLE(r[2 * i], r[2 * i + 1], 2, 6, 3, 7);                \
  }                                                                            \
  for (int i = 0; i < 2; i++) {                                                \
    c[2 * i] = SHUFFLE(t[i], t[i + 2], 0, 1, 4, 5);                            \
    c[2 * i + 1] = SHUFFLE(t[i], t[i + 2], 2, 3, 6, 7);                        \
  }

// The steps that AVX has instructions for: within halves first.
#define TRANSPOSE_8(row, r, c)                                                 \
  row t[8], u[8];                                                              \
  for (int i = 0; i < 8; i += 2) {                                             \
    t[i] = SHUFFLE(r[i], r[i + 1], 0, 8, 1, 9, 4, 12, 5, 13);                  \
    t[i + 1] = SHUFFLE(r[i], r[i + 1], 2, 10, 3, 11, 6, 14, 7, 15);            \
  }                                                                            \
  for (int h = 0; h < 8; h += 4)                                               \
    for (int i = 0; i < 2; i++) {                                              \
      u[h + 2 * i] =                                                           \
        SHUFFLE(t[h + i], t[h + i + 2], 0, 1, 8, 9, 4, 5, 12, 13);             \
      u[h + 2 * i + 1] =                                                       \
        SHUFFLE(t[h + i], t[h + i + 2], 2, 3, 10, 11, 6, 7, 14, 15);           \
    }                                                                          \
  for (int i = 0; i < 4; i++) {                                                \
    c[i] = SHUFFLE(u[i], u[i + 4], 0, 1, 2, 3, 8, 9, 10, 11);                  \
    c[i + 4] = SHUFFLE(u[i], u[i + 4], 4, 5, 6, 7, 12, 13, 14, 15);            \
  }

TRANSPOSE(float, float, 2)
TRANSPOSE(float, float, 4)
TRANSPOSE(float, float, 8)
TRANSPOSE(double, double, 2)
TRANSPOSE(double, double, 4)

#undef SHUFFLE
#undef TRANSPOSE_2
#undef TRANSPOSE_4
#undef TRANSPOSE_8
#undef TRANSPOSE

#endif
