#ifndef HALVES_H
#define HALVES_H

#include "vectors.h"

// Float of the two formats that are half as long; exact for all values.

/// bfloat16: the upper half of a float.
VECTOR_INLINE float float_of_bfloat16(uint16_t bits) {
  uint32_t wide = (uint32_t)bits << 16;
  float value;
  memcpy(&value, &wide, sizeof value);
  return value;
}

/// IEEE's binary16: 5 bits of exponent, 10 of significand.
///
/// Without a branch, so that a loop over lanes becomes vector instructions.
VECTOR_INLINE float float_of_float16(uint16_t bits) {
  // Exponents count from 15 there, and from 127 here.
  const uint32_t shift = (127 - 15) << 23;
  const uint32_t smallest_normal = 1 << 23;
  const uint32_t infinity = 31 << 23;
  uint32_t magnitude = (uint32_t)(bits & 0x7fff) << 13;
  // Below 2^-14, digits lack the leading 1: it is added and taken away.
  uint32_t leading_one = shift + smallest_normal;
  uint32_t with_one = magnitude + leading_one;
  float subnormal, one;
  memcpy(&subnormal, &with_one, sizeof subnormal);
  memcpy(&one, &leading_one, sizeof one);
  subnormal -= one;
  uint32_t value;
  memcpy(&value, &subnormal, sizeof value);
  value = magnitude < smallest_normal ? value : magnitude + shift;
  value = magnitude < infinity ? value : magnitude + 2 * shift;
  value |= (uint32_t)(bits & 0x8000) << 16;
  float result;
  memcpy(&result, &value, sizeof result);
  return result;
}

typedef uint16_t half_vector __attribute__((ext_vector_type(16)));
typedef uint32_t float_bits __attribute__((ext_vector_type(16)));

VECTOR_INLINE half_vector half_load(const uint16_t *from) {
  half_vector a;
  memcpy(&a, from, sizeof a);
  return a;
}

/// The first `count` halves, fewer than a vector has, and zeros.
VECTOR_INLINE half_vector half_load_part(const uint16_t *from, long count) {
  half_vector a = 0;
  memcpy(&a, from, count * sizeof *from);
  return a;
}

VECTOR_INLINE float_vector float_widen_bfloat16(half_vector a) {
  return (float_vector)(__builtin_convertvector(a, float_bits) << 16);
}

VECTOR_INLINE float_vector float_widen_float16(half_vector a) {
#if defined(__F16C__) || defined(__aarch64__)
  typedef _Float16 halves __attribute__((ext_vector_type(16)));
  return __builtin_convertvector((halves)a, float_vector);
#else
  float_vector result;
  for (int lane = 0; lane < 16; lane += 1)
    result[lane] = float_of_float16(a[lane]);
  return result;
#endif
}

#endif
