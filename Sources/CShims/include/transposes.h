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

// A strip: 16 bytes of as many rows as a vector has lanes. Those of each row take
// a quarter of a vector, and quarters are transposed side by side, for which every
// instruction set has instructions that do not cross them.
typedef float float_quarter __attribute__((ext_vector_type(4)));
typedef double double_quarter __attribute__((ext_vector_type(2)));

// So that addresses are computed where they are used, and not once for all strips:
// there are too many of them for the registers.
#define HIDE(stride) __asm__("" : "+r"(stride));

#define STRIP(prefix, scalar, lanes, width)                                    \
  VECTOR_INLINE prefix##_quarter prefix##_load_quarter(const scalar *from) {   \
    prefix##_quarter a;                                                        \
    memcpy(&a, from, sizeof a);                                                \
    return a;                                                                  \
  }                                                                            \
  /* The classes of a strip, a vector each. */                                 \
  VECTOR_INLINE void prefix##_transpose_strip(                                 \
    const scalar *from, ptrdiff_t stride, scalar *to) {                        \
    prefix##_vector r[width], c[width];                                        \
    HIDE(stride)                                                               \
    for (int i = 0; i < width; i++) {                                          \
      const scalar *row = from + i * stride;                                   \
      r[i] = SHUFFLE(                                                          \
        SHUFFLE(                                                               \
          prefix##_load_quarter(row),                                          \
          prefix##_load_quarter(row + width * stride), HALF_OF_##lanes),       \
        SHUFFLE(                                                               \
          prefix##_load_quarter(row + width * 2 * stride),                     \
          prefix##_load_quarter(row + width * 3 * stride), HALF_OF_##lanes),   \
        ALL_OF_##lanes);                                                       \
    }                                                                          \
    TRANSPOSE_QUARTERS_##width(prefix##_vector, r, c)                          \
    for (int i = 0; i < width; i++)                                            \
      memcpy(to + lanes * i, &c[i], sizeof c[i]);                              \
  }                                                                            \
  /* Those of fewer rows, of which the last is repeated. */                    \
  VECTOR_INLINE void prefix##_transpose_short_strip(                           \
    const scalar *from, ptrdiff_t stride, ptrdiff_t rows, scalar *to) {        \
    prefix##_quarter square[lanes];                                            \
    for (int i = 0; i < lanes; i++)                                            \
      memcpy(                                                                  \
        &square[i], from + (i < rows ? i : rows - 1) * stride,                 \
        sizeof square[i]);                                                     \
    prefix##_transpose_strip((const scalar *)square, width, to);               \
  }

#define HALF_OF_16 0, 1, 2, 3, 4, 5, 6, 7
#define ALL_OF_16 HALF_OF_16, 8, 9, 10, 11, 12, 13, 14, 15
#define HALF_OF_8 0, 1, 2, 3
#define ALL_OF_8 HALF_OF_8, 4, 5, 6, 7

#define TRANSPOSE_QUARTERS_4(vector, r, c)                                     \
  vector t[4];                                                                 \
  for (int i = 0; i < 2; i++) {                                                \
    t[i] = SHUFFLE(                                                            \
      r[2 * i], r[2 * i + 1], 0, 16, 1, 17, 4, 20, 5, 21, 8, 24, 9, 25, 12,    \
      28, 13, 29);                                                             \
    t[i + 2] = SHUFFLE(                                                        \
      r[2 * i], r[2 * i + 1], 2, 18, 3, 19, 6, 22, 7, 23, 10, 26, 11, 27, 14,  \
      30, 15, 31);                                                             \
  }                                                                            \
  for (int i = 0; i < 4; i += 2) {                                             \
    c[i] = SHUFFLE(                                                            \
      t[i], t[i + 1], 0, 1, 16, 17, 4, 5, 20, 21, 8, 9, 24, 25, 12, 13, 28,    \
      29);                                                                     \
    c[i + 1] = SHUFFLE(                                                        \
      t[i], t[i + 1], 2, 3, 18, 19, 6, 7, 22, 23, 10, 11, 26, 27, 14, 15, 30,  \
      31);                                                                     \
  }

#define TRANSPOSE_QUARTERS_2(vector, r, c)                                     \
  c[0] = SHUFFLE(r[0], r[1], 0, 8, 2, 10, 4, 12, 6, 14);                       \
  c[1] = SHUFFLE(r[0], r[1], 1, 9, 3, 11, 5, 13, 7, 15);

STRIP(float, float, 16, 4)
STRIP(double, double, 8, 2)

#undef SHUFFLE
#undef STRIP
#undef HIDE
#undef HALF_OF_16
#undef ALL_OF_16
#undef HALF_OF_8
#undef ALL_OF_8
#undef TRANSPOSE_QUARTERS_4
#undef TRANSPOSE_QUARTERS_2
#undef TRANSPOSE_2
#undef TRANSPOSE_4
#undef TRANSPOSE_8
#undef TRANSPOSE

#endif
