#ifndef VECTORS_H
#define VECTORS_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

// Vectors of 64 bytes, and what is done with all lanes at once.
//
// The operators of Swift's SIMD types are loops over the lanes, which the
// optimiser makes vectors of again, or not. These are vectors from the start.
// They are compiled for the instruction set of the module that calls them.
#define VECTOR_INLINE static inline __attribute__((always_inline))

// Everything that both types have; `prefix` is how its functions begin.
#define VECTOR_TYPE(prefix, scalar, integer, lanes)                            \
  typedef scalar prefix##_vector __attribute__((ext_vector_type(lanes)));      \
  typedef integer prefix##_mask __attribute__((ext_vector_type(lanes)));       \
                                                                               \
  VECTOR_INLINE prefix##_vector prefix##_repeating(scalar a) {                 \
    return (prefix##_vector)a;                                                 \
  }                                                                            \
  VECTOR_INLINE prefix##_vector prefix##_load(const scalar *from) {            \
    prefix##_vector a;                                                         \
    memcpy(&a, from, sizeof a);                                                \
    return a;                                                                  \
  }                                                                            \
  VECTOR_INLINE void prefix##_store(prefix##_vector a, scalar *to) {           \
    memcpy(to, &a, sizeof a);                                                  \
  }                                                                            \
  VECTOR_INLINE prefix##_vector prefix##_add(                                  \
    prefix##_vector a, prefix##_vector b) { return a + b; }                    \
  VECTOR_INLINE prefix##_vector prefix##_subtract(                             \
    prefix##_vector a, prefix##_vector b) { return a - b; }                    \
  VECTOR_INLINE prefix##_vector prefix##_multiply(                             \
    prefix##_vector a, prefix##_vector b) { return a * b; }                    \
  VECTOR_INLINE prefix##_vector prefix##_divide(                               \
    prefix##_vector a, prefix##_vector b) { return a / b; }                    \
  /* a b + c in one rounding. */                                               \
  VECTOR_INLINE prefix##_vector prefix##_fma(                                 \
    prefix##_vector a, prefix##_vector b, prefix##_vector c) {                 \
    return __builtin_elementwise_fma(a, b, c);                                 \
  }                                                                            \
  VECTOR_INLINE prefix##_mask prefix##_less(                                   \
    prefix##_vector a, prefix##_vector b) { return a < b; }                    \
  VECTOR_INLINE prefix##_mask prefix##_at_most(                                \
    prefix##_vector a, prefix##_vector b) { return a <= b; }                   \
  VECTOR_INLINE prefix##_mask prefix##_equal(                                  \
    prefix##_vector a, prefix##_vector b) { return a == b; }                   \
  VECTOR_INLINE prefix##_mask prefix##_unequal(                                \
    prefix##_vector a, prefix##_vector b) { return a != b; }                   \
  VECTOR_INLINE prefix##_vector prefix##_select(                               \
    prefix##_mask mask, prefix##_vector a, prefix##_vector b) {                \
    return mask ? a : b;                                                       \
  }                                                                            \
  VECTOR_INLINE _Bool prefix##_any(prefix##_mask mask) {                       \
    return __builtin_reduce_or(mask.lo | mask.hi) != 0;                        \
  }                                                                            \
  VECTOR_INLINE _Bool prefix##_all(prefix##_mask mask) {                       \
    return __builtin_reduce_and(mask.lo & mask.hi) != 0;                       \
  }

VECTOR_TYPE(float, float, int32_t, 16)
VECTOR_TYPE(double, double, int64_t, 8)

// Four numbers side by side, in modules for every processor.
VECTOR_TYPE(quad, double, int64_t, 4)

VECTOR_INLINE quad_vector quad_of(double a, double b, double c, double d) {
  return (quad_vector){a, b, c, d};
}

/// Whether the bits of each two lanes are the same.
VECTOR_INLINE quad_mask quad_same_bits(quad_vector a, quad_vector b) {
  return (quad_mask)a == (quad_mask)b;
}

typedef float float_half __attribute__((ext_vector_type(8)));

/// The larger of each two lanes, and that of b where they do not compare.
#define VECTOR_MAX(a, b) ((a) > (b) ? (a) : (b))

/// The largest lane, of vectors without NaN.
VECTOR_INLINE double double_reduce_max(double_vector a) {
  double __attribute__((ext_vector_type(4))) four = VECTOR_MAX(a.lo, a.hi);
  double __attribute__((ext_vector_type(2))) two =
    VECTOR_MAX(four.lo, four.hi);
  return VECTOR_MAX(two.x, two.y);
}
VECTOR_INLINE float float_reduce_max(float_vector a) {
  float_half eight = VECTOR_MAX(a.lo, a.hi);
  float __attribute__((ext_vector_type(4))) four =
    VECTOR_MAX(eight.lo, eight.hi);
  float __attribute__((ext_vector_type(2))) two =
    VECTOR_MAX(four.lo, four.hi);
  return VECTOR_MAX(two.x, two.y);
}

/// The sum of the lanes.
VECTOR_INLINE double double_sum(double_vector a) {
  double __attribute__((ext_vector_type(4))) four = a.lo + a.hi;
  double __attribute__((ext_vector_type(2))) two = four.lo + four.hi;
  return two.x + two.y;
}

/// The lower and the upper half of the lanes, in double precision.
VECTOR_INLINE double_vector float_widen_low(float_vector a) {
  return __builtin_convertvector(a.lo, double_vector);
}
VECTOR_INLINE double_vector float_widen_high(float_vector a) {
  return __builtin_convertvector(a.hi, double_vector);
}

/// Both halves, rounded.
VECTOR_INLINE float_vector float_narrow(double_vector low, double_vector high) {
  float_vector a;
  a.lo = __builtin_convertvector(low, float_half);
  a.hi = __builtin_convertvector(high, float_half);
  return a;
}

// Sums in some lanes, c in the others. AVX-512 adds nowhere else; where there is
// one more instruction to spare, 0 is added there.
#if defined __AVX512F__
#define VECTOR_WHERE(mask, sum, c) ((mask) ? (sum) : (c))
#define VECTOR_TERM(prefix, mask, a) (a)
#else
#define VECTOR_WHERE(mask, sum, c) (sum)
#define VECTOR_TERM(prefix, mask, a)                                           \
  ((prefix##_vector)((mask) & (prefix##_mask)(a)))
#endif
#define VECTOR_SUMS(prefix)                                                    \
  VECTOR_INLINE prefix##_vector prefix##_add_where(                            \
    prefix##_mask mask, prefix##_vector a, prefix##_vector c) {                \
    return VECTOR_WHERE(mask, VECTOR_TERM(prefix, mask, a) + c, c);            \
  }                                                                            \
  VECTOR_INLINE prefix##_vector prefix##_fma_where(                            \
    prefix##_mask mask, prefix##_vector a, prefix##_vector b,                  \
    prefix##_vector c) {                                                       \
    return VECTOR_WHERE(                                                       \
      mask,                                                                    \
      __builtin_elementwise_fma(a, VECTOR_TERM(prefix, mask, b), c), c);       \
  }
VECTOR_SUMS(float)
VECTOR_SUMS(double)

/// 2^n, where the low bits of a hold n and the exponent's bias.
VECTOR_INLINE float_vector float_power_of_two(float_vector a) {
  return (float_vector)((float_mask)a << 23);
}
VECTOR_INLINE double_vector double_power_of_two(double_vector a) {
  return (double_vector)((double_mask)a << 52);
}

#if defined __AVX2__
typedef int32_t eight_integers __attribute__((ext_vector_type(8)));

// For each lane one of eight, by its lowest three bits, in one register. No
// function: clang warns of 64 bytes that one gives to another.
#if defined __AVX512F__
#define ONE_OF_EIGHT(table, index)                                             \
  (float_mask)__builtin_ia32_permvarsi512(                                     \
    __builtin_shufflevector(                                                   \
      table, table, 0, 1, 2, 3, 4, 5, 6, 7, 0, 1, 2, 3, 4, 5, 6, 7),           \
    index)
#else
#define ONE_OF_EIGHT(table, index)                                             \
  (float_mask)__builtin_shufflevector(                                         \
    __builtin_ia32_permvarsi256(table, (index).lo),                            \
    __builtin_ia32_permvarsi256(table, (index).hi), 0, 1, 2, 3, 4, 5, 6, 7,    \
    8, 9, 10, 11, 12, 13, 14, 15)
#endif

/// 2^(k/8), where the low bits of a hold k and nothing but zeros follow for 12.
///
/// The lowest three bits choose a power, which already lacks what they add to the
/// exponent when k does.
VECTOR_INLINE float_vector float_power_of_two_eighths(float_vector a) {
  const eight_integers powers = {
    0x3f800000, 0x3f7b95c2, 0x3f7837f0, 0x3f75fed7,
    0x3f7504f3, 0x3f75672a, 0x3f7744fd, 0x3f7ac0c7,
  };
  float_mask k = (float_mask)a;
  return (float_vector)(ONE_OF_EIGHT(powers, k) + (k << 20));
}

/// What the rounded power lacks, relative to it.
VECTOR_INLINE float_vector float_power_of_two_eighths_rest(float_vector a) {
  // 0, -0x1.9c0c22p-27, 0x1.125002p-25, -0x1.0a355p-25, 0x1.26055cp-26,
  // 0x1.67a1cap-28, -0x1.f9c304p-27, -0x1.a5217cp-28
  const eight_integers rests = {
    0, (int32_t)0xb24e0611, 0x33092801, (int32_t)0xb3051aa8,
    0x329302ae, 0x31b3d0e5, (int32_t)0xb27ce182, (int32_t)0xb1d290be,
  };
  return (float_vector)ONE_OF_EIGHT(rests, (float_mask)a);
}
#endif

typedef uint64_t double_bits __attribute__((ext_vector_type(8)));

/// x · 2^1022, for subnormal x ≥ 0: 1 with its significand, less 1.
VECTOR_INLINE double_vector double_from_subnormal(double_vector x) {
  return (double_vector)((double_bits)x | 0x3ff0000000000000) - 1;
}

/// k and m of x = 2^k m with m in [√½, √2), for normal x > 0.
///
/// k lands in the significand of 2^52, which takes the place of an integer
/// conversion that AVX2 does not have.
VECTOR_INLINE double_vector double_exponent(double_vector x) {
  double_bits biased = ((double_bits)x + 0x00095f619980c433) >> 52;
  return (double_vector)(biased | 0x4330000000000000) - (0x1p52 + 1023);
}
VECTOR_INLINE double_vector double_fraction(double_vector x) {
  double_bits offset = (double_bits)x - 0x3fe6a09e667f3bcd;
  return (double_vector)((offset & 0x000fffffffffffff) + 0x3fe6a09e667f3bcd);
}

/// Copies a vector, or less: a multiple of 4 bytes, 64 at most.
VECTOR_INLINE void vector_copy_part(void *to, const void *from, long bytes) {
  char *end = (char *)to + bytes;
  const char *fromEnd = (const char *)from + bytes;
  if (bytes & 64) { __builtin_memcpy(to, from, 64); return; }
  // From the end on: what is left is a multiple of the next power of 2.
  if (bytes & 4) __builtin_memcpy(end -= 4, fromEnd -= 4, 4);
  if (bytes & 8) __builtin_memcpy(end -= 8, fromEnd -= 8, 8);
  if (bytes & 16) __builtin_memcpy(end -= 16, fromEnd -= 16, 16);
  if (bytes & 32) __builtin_memcpy(end - 32, fromEnd - 32, 32);
}

/// `count` elements, at most as many as a vector has, and `rest` behind them; no
/// other byte is read.
#if defined __AVX512F__
VECTOR_INLINE float_vector float_load_part(
  const float *from, long count, float rest) {
  return __builtin_ia32_loadups512_mask(
    from, (float_vector)rest, (1u << count) - 1);
}
VECTOR_INLINE double_vector double_load_part(
  const double *from, long count, double rest) {
  return __builtin_ia32_loadupd512_mask(
    from, (double_vector)rest, (1u << count) - 1);
}
#elif defined __AVX2__
VECTOR_INLINE float_vector float_load_part(
  const float *from, long count, float rest) {
  const float_mask lanes = {0, 1, 2,  3,  4,  5,  6,  7,
                            8, 9, 10, 11, 12, 13, 14, 15};
  float_mask isPart = lanes < (int32_t)count;
  float_vector part;
  part.lo = __builtin_ia32_maskloadps256((const void *)from, isPart.lo);
  part.hi = __builtin_ia32_maskloadps256((const void *)(from + 8), isPart.hi);
  return isPart ? part : (float_vector)rest;
}
VECTOR_INLINE double_vector double_load_part(
  const double *from, long count, double rest) {
  const double_mask lanes = {0, 1, 2, 3, 4, 5, 6, 7};
  double_mask isPart = lanes < (int64_t)count;
  double_vector part;
  part.lo = __builtin_ia32_maskloadpd256((const void *)from, isPart.lo);
  part.hi = __builtin_ia32_maskloadpd256((const void *)(from + 4), isPart.hi);
  return isPart ? part : (double_vector)rest;
}
#else
VECTOR_INLINE float_vector float_load_part(
  const float *from, long count, float rest) {
  float_vector part = (float_vector)rest;
  memcpy(&part, from, count * sizeof rest);
  return part;
}
VECTOR_INLINE double_vector double_load_part(
  const double *from, long count, double rest) {
  double_vector part = (double_vector)rest;
  memcpy(&part, from, count * sizeof rest);
  return part;
}
#endif

/// Asks for memory that will soon be read; it need not exist.
VECTOR_INLINE void vector_prefetch(const void *from) {
  __builtin_prefetch(from, 0, 3);
}

#endif
