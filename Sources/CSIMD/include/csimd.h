// Vector arithmetic that Swift's SIMD types do not compile to one instruction: inlined into the
// caller, so that it is the caller's target flags that choose the instructions.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef float csimd_float8 __attribute__((ext_vector_type(8)));
typedef float csimd_float16 __attribute__((ext_vector_type(16)));
typedef int csimd_int8 __attribute__((ext_vector_type(8)));
typedef int csimd_int16 __attribute__((ext_vector_type(16)));

#define CSIMD_INLINE static inline __attribute__((always_inline))

// multiply_add: a b + c, fused where the target has such an instruction.
// minimum, maximum: of a limit and x; a NaN in x stays.
// exponential: e to the x, relative error below 3e-7; infinite from 88.4 on, 0 is 2^-126.
// complementary_error_function: 1 - erf(x), lane by lane as the C library has it.
#define CSIMD_DEFINE(LANES)                                                                        \
  CSIMD_INLINE csimd_float##LANES csimd_multiply_add##LANES(                                       \
      csimd_float##LANES a, csimd_float##LANES b, csimd_float##LANES c) {                          \
    _Pragma("clang fp contract(fast)") return a * b + c;                                           \
  }                                                                                                \
  CSIMD_INLINE csimd_float##LANES csimd_minimum##LANES(                                            \
      csimd_float##LANES limit, csimd_float##LANES x) {                                            \
    return limit < x ? limit : x;                                                                  \
  }                                                                                                \
  CSIMD_INLINE csimd_float##LANES csimd_maximum##LANES(                                            \
      csimd_float##LANES limit, csimd_float##LANES x) {                                            \
    return limit > x ? limit : x;                                                                  \
  }                                                                                                \
  CSIMD_INLINE csimd_float##LANES csimd_exponential##LANES(csimd_float##LANES x) {                 \
    x = csimd_maximum##LANES(-87.33654f, csimd_minimum##LANES(88.8f, x));                          \
    /* Adding 1.5 2^23 leaves the nearest whole number in the low bits. */                         \
    csimd_float##LANES shifted = csimd_multiply_add##LANES(x, 1.44269504f, 12582912.0f);           \
    csimd_int##LANES exponent = ((csimd_int##LANES)shifted - 0x4B400000 + 127) << 23;              \
    csimd_float##LANES whole = shifted - 12582912.0f;                                              \
    csimd_float##LANES rest = csimd_multiply_add##LANES(whole, -0.693359375f, x);                  \
    rest = csimd_multiply_add##LANES(whole, 2.12194440e-4f, rest);                                 \
    csimd_float##LANES sum = 1.0f / 720;                                                           \
    sum = csimd_multiply_add##LANES(sum, rest, 1.0f / 120);                                        \
    sum = csimd_multiply_add##LANES(sum, rest, 1.0f / 24);                                         \
    sum = csimd_multiply_add##LANES(sum, rest, 1.0f / 6);                                          \
    sum = csimd_multiply_add##LANES(sum, rest, 0.5f);                                              \
    sum = csimd_multiply_add##LANES(sum, rest, 1.0f);                                              \
    sum = csimd_multiply_add##LANES(sum, rest, 1.0f);                                              \
    return sum * (csimd_float##LANES)exponent;                                                     \
  }                                                                                                \
  CSIMD_INLINE csimd_float##LANES csimd_complementary_error_function##LANES(                       \
      csimd_float##LANES x) {                                                                      \
    for (int lane = 0; lane < LANES; lane++) x[lane] = __builtin_erfcf(x[lane]);                   \
    return x;                                                                                      \
  }

// Everything here is inlined, so no vector is ever passed.
#pragma clang diagnostic ignored "-Wpsabi"

CSIMD_DEFINE(8)
CSIMD_DEFINE(16)

// bfloat16, the upper 16 bits of a float. round_bfloat16: to the nearest, of two to the even one; a NaN stays one.
// even_bfloat16, odd_bfloat16: of pairs of them, the lower ones and the upper ones, as floats.
typedef unsigned csimd_uint8 __attribute__((ext_vector_type(8)));
typedef unsigned csimd_uint16 __attribute__((ext_vector_type(16)));
#define CSIMD_DEFINE_BFLOAT16(LANES)                                                               \
  CSIMD_INLINE csimd_float##LANES csimd_round_bfloat16_##LANES(csimd_float##LANES x) {             \
    csimd_uint##LANES bits = (csimd_uint##LANES)x;                                                 \
    csimd_uint##LANES rounded = (bits + 0x7FFF + (bits >> 16 & 1)) & 0xFFFF0000;                   \
    csimd_uint##LANES quiet = (bits | 0x00400000) & 0xFFFF0000;                                    \
    return (csimd_float##LANES)(x == x ? rounded : quiet);                                         \
  }                                                                                                \
  CSIMD_INLINE csimd_float##LANES csimd_even_bfloat16_##LANES(csimd_float##LANES pairs) {          \
    return (csimd_float##LANES)((csimd_uint##LANES)pairs << 16);                                   \
  }                                                                                                \
  CSIMD_INLINE csimd_float##LANES csimd_odd_bfloat16_##LANES(csimd_float##LANES pairs) {           \
    return (csimd_float##LANES)((csimd_uint##LANES)pairs & 0xFFFF0000);                            \
  }
CSIMD_DEFINE_BFLOAT16(8)
CSIMD_DEFINE_BFLOAT16(16)

// Integers: levels of 8 bits, pairs of 16, sums of 32.
typedef unsigned char csimd_uchar8 __attribute__((ext_vector_type(8)));
typedef unsigned char csimd_uchar16 __attribute__((ext_vector_type(16)));
typedef short csimd_short8 __attribute__((ext_vector_type(8)));
typedef short csimd_short16 __attribute__((ext_vector_type(16)));
typedef short csimd_short32 __attribute__((ext_vector_type(32)));

// sum + a b of the even and of the odd numbers of 16 bits, which stand in pairs.
CSIMD_INLINE csimd_int8 csimd_add_pairs8(csimd_int8 sum, csimd_int8 a, csimd_int8 b) {
#if defined(__AVX2__)
  return sum + (csimd_int8)__builtin_ia32_pmaddwd256((csimd_short16)a, (csimd_short16)b);
#elif defined(__SSE2__)
  typedef int int4 __attribute__((ext_vector_type(4)));
  int4 low = (int4)__builtin_ia32_pmaddwd128((csimd_short8)a.lo, (csimd_short8)b.lo);
  int4 high = (int4)__builtin_ia32_pmaddwd128((csimd_short8)a.hi, (csimd_short8)b.hi);
  sum.lo += low;
  sum.hi += high;
  return sum;
#else
  // The lower number of a pair, and the higher one, with their signs.
  return sum + ((a << 16) >> 16) * ((b << 16) >> 16) + (a >> 16) * (b >> 16);
#endif
}
CSIMD_INLINE csimd_int16 csimd_add_pairs16(csimd_int16 sum, csimd_int16 a, csimd_int16 b) {
#if defined(__AVX512BW__)
  return sum + (csimd_int16)__builtin_ia32_pmaddwd512((csimd_short32)a, (csimd_short32)b);
#else
  sum.lo = csimd_add_pairs8(sum.lo, a.lo, b.lo);
  sum.hi = csimd_add_pairs8(sum.hi, a.hi, b.hi);
  return sum;
#endif
}

// Sixteen levels as numbers of 16 bits.
CSIMD_INLINE void csimd_widen16(const uint8_t *levels, int16_t *output) {
  csimd_uchar16 bytes;
  __builtin_memcpy(&bytes, levels, sizeof bytes);
  csimd_short16 wide = __builtin_convertvector(bytes, csimd_short16);
  __builtin_memcpy(output, &wide, sizeof wide);
}

// Eight levels of one place and of another, in turn, as pairs of 16 bits.
CSIMD_INLINE csimd_int8 csimd_lace8(const uint8_t *first, const uint8_t *second) {
  csimd_uchar8 a, b;
  __builtin_memcpy(&a, first, sizeof a);
  __builtin_memcpy(&b, second, sizeof b);
  csimd_uchar16 laced =
      __builtin_shufflevector(a, b, 0, 8, 1, 9, 2, 10, 3, 11, 4, 12, 5, 13, 6, 14, 7, 15);
  return (csimd_int8)__builtin_convertvector(laced, csimd_short16);
}

// Eight levels as numbers of 32 bits.
CSIMD_INLINE csimd_int8 csimd_whole8(const uint8_t *levels) {
  csimd_uchar8 bytes;
  __builtin_memcpy(&bytes, levels, sizeof bytes);
  return __builtin_convertvector(bytes, csimd_int8);
}

// What levels stand for, in steps.
CSIMD_INLINE csimd_float8 csimd_steps8(const uint8_t *levels, int zero) {
  return __builtin_convertvector(csimd_whole8(levels) - zero, csimd_float8);
}

// store_steps: levels of numbers of steps, cut to a range and rounded to the nearest: adding 1.5 2^23 leaves the
// whole number in the low bits, from which `shift` makes a level.
// store_levels: the same of sums times multipliers.
#define CSIMD_DEFINE_LEVELS(LANES)                                                                 \
  CSIMD_INLINE void csimd_store_steps##LANES(                                                      \
      csimd_float##LANES steps, float lower, float upper, int shift, uint8_t *output) {            \
    steps = csimd_minimum##LANES(upper, csimd_maximum##LANES(lower, steps));                       \
    csimd_int##LANES levels = (csimd_int##LANES)(steps + 12582912.0f) - shift;                     \
    csimd_uchar##LANES bytes = __builtin_convertvector(levels, csimd_uchar##LANES);                \
    __builtin_memcpy(output, &bytes, sizeof bytes);                                                \
  }                                                                                                \
  CSIMD_INLINE void csimd_store_levels##LANES(                                                     \
      csimd_int##LANES sums, const float *multipliers, float lower, float upper, int shift,        \
      uint8_t *output) {                                                                           \
    csimd_float##LANES factors;                                                                    \
    __builtin_memcpy(&factors, multipliers, sizeof factors);                                       \
    csimd_float##LANES steps = __builtin_convertvector(sums, csimd_float##LANES) * factors;        \
    csimd_store_steps##LANES(steps, lower, upper, shift, output);                                  \
  }

CSIMD_DEFINE_LEVELS(8)
CSIMD_DEFINE_LEVELS(16)

// Asks for a cache line before it is needed; any address will do.
CSIMD_INLINE void csimd_prefetch(const void *address) { __builtin_prefetch(address, 0, 2); }

// Tells the core that the thread waits for another one.
CSIMD_INLINE void csimd_pause(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

// Whether this machine, and its operating system, run AVX2 with FMA.
bool csimd_supports_avx2(void);
// Whether they run AVX-512 as x86-64-v4 has it.
bool csimd_supports_avx512(void);

// Whether this machine divides polynomials by an instruction, as csimd_crc32 does.
bool csimd_supports_crc32(void);
// The remainder of CRC-32 behind more bytes, 64 or more, a multiple of 16. Like all bits of the checksum, those of a
// remainder are inverted before the first bytes and behind the last ones.
uint32_t csimd_crc32(uint32_t remainder, const uint8_t *bytes, size_t count);
