#ifndef HALVES_H
#define HALVES_H

#include "vectors.h"

// Float of the two formats that are half as long, which is exact for all values,
// and back: rounded to the nearest, of two to the one whose last bit is 0.

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

/// bfloat16 of a float, NaN of NaN.
VECTOR_INLINE uint16_t bfloat16_of_float(float value) {
  uint32_t bits;
  memcpy(&bits, &value, sizeof bits);
  // A carry out of the significand makes the next power of 2, or infinity.
  uint32_t rounded = bits + 0x7fff + (bits >> 16 & 1);
  uint32_t nan = bits | 0x400000;
  return ((bits & 0x7fffffff) > 0x7f800000 ? nan : rounded) >> 16;
}

/// binary16 of a float; NaN keeps the digits for which there is room.
///
/// Without a branch, like the other way.
VECTOR_INLINE uint16_t float16_of_float(float value) {
  const uint32_t shift = (127 - 15) << 23;
  const uint32_t smallest_normal = shift + (1 << 23);
  const uint32_t beyond_largest = shift + (31 << 23);
  uint32_t bits;
  memcpy(&bits, &value, sizeof bits);
  uint32_t magnitude = bits & 0x7fffffff;
  uint32_t normal = (magnitude - shift + 0xfff + (magnitude >> 13 & 1)) >> 13;
  // Beside 1/2, whose last digit is 2^-24, the sum has the digits, rounded.
  float small;
  memcpy(&small, &magnitude, sizeof small);
  small += 0.5f;
  uint32_t subnormal;
  memcpy(&subnormal, &small, sizeof subnormal);
  uint32_t result =
    magnitude < smallest_normal ? subnormal - (126 << 23) : normal;
  result = magnitude < beyond_largest ? result : 0x7c00;
  uint32_t nan = 0x7e00 | (magnitude >> 13 & 0x3ff);
  result = magnitude > 0x7f800000 ? nan : result;
  return result | (bits >> 16 & 0x8000);
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

VECTOR_INLINE void half_store(half_vector a, uint16_t *to) {
  memcpy(to, &a, sizeof a);
}

/// The first `count` halves, fewer than a vector has.
VECTOR_INLINE void half_store_part(half_vector a, uint16_t *to, long count) {
  memcpy(to, &a, count * sizeof *to);
}

VECTOR_INLINE half_vector float_narrow_bfloat16(float_vector a) {
#if defined __AVX512BF16__
  // Takes subnormal numbers for 0, as products of bfloat16 do.
  typedef __bf16 halves __attribute__((ext_vector_type(16)));
  return (half_vector)__builtin_convertvector(a, halves);
#else
  float_bits bits = (float_bits)a;
  float_bits rounded = bits + 0x7fff + (bits >> 16 & 1);
  float_bits nan = bits | 0x400000;
  return __builtin_convertvector((a == a ? rounded : nan) >> 16, half_vector);
#endif
}

VECTOR_INLINE half_vector float_narrow_float16(float_vector a) {
#if defined(__F16C__) || defined(__aarch64__)
  typedef _Float16 halves __attribute__((ext_vector_type(16)));
  return (half_vector)__builtin_convertvector(a, halves);
#else
  half_vector result;
  for (int lane = 0; lane < 16; lane += 1)
    result[lane] = float16_of_float(a[lane]);
  return result;
#endif
}

#endif
