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

/// The same lane of two vectors, each rounded to the nearest.
VECTOR_INLINE bfloat16_pairs bfloat16_of_lanes(
  float_vector first, float_vector second) {
  float_bits lower =
    __builtin_convertvector(float_narrow_bfloat16(first), float_bits);
  float_bits upper =
    __builtin_convertvector(float_narrow_bfloat16(second), float_bits);
  return lower | upper << 16;
}

/// Lanes beside each other: those of `low`, then those of `high`.
VECTOR_INLINE bfloat16_pairs bfloat16_of_neighbors(
  float_vector low, float_vector high) {
  return bfloat16_of_lanes(
    __builtin_shufflevector(
      low, high, 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30),
    __builtin_shufflevector(
      low, high, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31));
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
