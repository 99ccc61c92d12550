#ifndef BFLOAT16_H
#define BFLOAT16_H

#include "halves.h"

// Products of pairs of bfloat16, which newer processors have an instruction for
// (AVX512-BF16); for others it is written out.

// What is inlined passes no argument: how vectors are passed does not matter.
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wpsabi"

/// 16 pairs: the first of each is in the lower half of a lane.
typedef uint32_t bfloat16_pairs __attribute__((ext_vector_type(16)));

VECTOR_INLINE bfloat16_pairs bfloat16_load(const uint32_t *from) {
  bfloat16_pairs a;
  memcpy(&a, from, sizeof a);
  return a;
}
VECTOR_INLINE bfloat16_pairs bfloat16_repeating(uint32_t pair) {
  return (bfloat16_pairs)pair;
}
VECTOR_INLINE void bfloat16_store(bfloat16_pairs a, uint32_t *to) {
  memcpy(to, &a, sizeof a);
}

/// The lower 8 pairs in one place and the upper 8 in another.
VECTOR_INLINE void bfloat16_store_halves(
  bfloat16_pairs a, uint32_t *lower, uint32_t *upper) {
  memcpy(lower, &a, sizeof a / 2);
  memcpy(upper, (const char *)&a + sizeof a / 2, sizeof a / 2);
}

/// The same lane of two vectors of bfloat16.
VECTOR_INLINE bfloat16_pairs bfloat16_of_lanes(
  half_vector first, half_vector second) {
  return __builtin_convertvector(first, float_bits) |
    __builtin_convertvector(second, float_bits) << 16;
}

/// The same lane of two vectors, each rounded to the nearest.
VECTOR_INLINE bfloat16_pairs bfloat16_of_float_lanes(
  float_vector first, float_vector second) {
  return bfloat16_of_lanes(
    float_narrow_bfloat16(first), float_narrow_bfloat16(second));
}

/// Lanes beside each other: those of `low`, then those of `high`.
VECTOR_INLINE bfloat16_pairs bfloat16_of_halves(
  half_vector low, half_vector high) {
  return (bfloat16_pairs)__builtin_shufflevector(
    low, high, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17,
    18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31);
}

/// The same, each rounded to the nearest.
VECTOR_INLINE bfloat16_pairs bfloat16_of_neighbors(
  float_vector low, float_vector high) {
  return bfloat16_of_halves(
    float_narrow_bfloat16(low), float_narrow_bfloat16(high));
}

/// Makes the rows of a square of 16 vectors its columns.
VECTOR_INLINE void bfloat16_transpose(uint32_t *square) {
  bfloat16_pairs rows[16], next[16];
  memcpy(rows, square, sizeof rows);
  // The numbers of row and lane are 8 bits: each step turns them by one.
  for (int step = 0; step < 4; step++) {
    for (int i = 0; i < 8; i++) {
      next[2 * i] = __builtin_shufflevector(
        rows[i], rows[i + 8],
        0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
      next[2 * i + 1] = __builtin_shufflevector(
        rows[i], rows[i + 8],
        8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
    }
    memcpy(rows, next, sizeof rows);
  }
  memcpy(square, rows, sizeof rows);
}

/// A sum and two products in each lane, that of the seconds first.
///
/// A product of two bfloat16 is a Float, so that each addition rounds once. The
/// instruction takes subnormal numbers for 0, and gives no others.
VECTOR_INLINE float_vector bfloat16_dot(
  float_vector sum, bfloat16_pairs a, bfloat16_pairs b) {
#if defined __AVX512BF16__
  typedef __bf16 lanes __attribute__((ext_vector_type(32)));
  return __builtin_ia32_dpbf16ps_512(sum, (lanes)a, (lanes)b);
#else
  sum += (float_vector)(a & 0xffff0000) * (float_vector)(b & 0xffff0000);
  return sum + (float_vector)(a << 16) * (float_vector)(b << 16);
#endif
}

#pragma clang diagnostic pop

#endif
