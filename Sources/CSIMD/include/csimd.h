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

// What becomes of numbers of steps: the largest, the level of zero, and the lowest level.
typedef struct {
  float upper;
  short zero;
  unsigned char lower;
} csimd_cut;

// The nearest whole numbers of steps, of two the even one. What is below all levels stays below them.
CSIMD_INLINE csimd_short16 csimd_nearest16(csimd_float8 first, csimd_float8 second, csimd_cut cut) {
  first = csimd_minimum8(cut.upper, first);
  second = csimd_minimum8(cut.upper, second);
  // Where an instruction rounds, what is beyond 32 bits becomes the least number; the largest is cut before.
#if defined(__AVX2__)
  csimd_short16 laced = (csimd_short16)__builtin_ia32_packssdw256(
      __builtin_ia32_cvtps2dq256(first), __builtin_ia32_cvtps2dq256(second));
  return __builtin_shufflevector(laced, laced, 0, 1, 2, 3, 8, 9, 10, 11, 4, 5, 6, 7, 12, 13, 14, 15);
#elif defined(__SSE2__)
  csimd_short16 nearest;
  nearest.lo = (csimd_short8)__builtin_ia32_packssdw128(
      __builtin_ia32_cvtps2dq(first.lo), __builtin_ia32_cvtps2dq(first.hi));
  nearest.hi = (csimd_short8)__builtin_ia32_packssdw128(
      __builtin_ia32_cvtps2dq(second.lo), __builtin_ia32_cvtps2dq(second.hi));
  return nearest;
#else
  csimd_float16 steps;
  steps.lo = csimd_maximum8(-512, first);
  steps.hi = csimd_maximum8(-512, second);
  // Adding 1.5 2^23 leaves the nearest whole number in the low bits.
  return __builtin_convertvector((csimd_int16)(steps + 12582912.0f) - 0x4B400000, csimd_short16);
#endif
}

// The levels of numbers of steps.
CSIMD_INLINE csimd_uchar16 csimd_levels16(csimd_float8 first, csimd_float8 second, csimd_cut cut) {
  csimd_short16 levels = csimd_nearest16(first, second, cut) + cut.zero;
#if defined(__SSE2__)
  csimd_uchar16 bytes = (csimd_uchar16)__builtin_ia32_packuswb128(levels.lo, levels.hi);
#else
  csimd_uchar16 bytes =
      __builtin_convertvector(__builtin_elementwise_max(levels, (csimd_short16)0), csimd_uchar16);
#endif
  return __builtin_elementwise_max(bytes, (csimd_uchar16)cut.lower);
}

typedef unsigned char csimd_uchar32 __attribute__((ext_vector_type(32)));

CSIMD_INLINE csimd_uchar32 csimd_levels32(
    csimd_float8 a, csimd_float8 b, csimd_float8 c, csimd_float8 d, csimd_cut cut) {
#if defined(__AVX2__)
  // As two times sixteen, but each half of a register is packed by itself, and put in order at the end.
  csimd_float8 steps[4] = {a, b, c, d};
  typedef int int8 __attribute__((ext_vector_type(8)));
  int8 whole[4];
  for (int part = 0; part < 4; part++)
    whole[part] = (int8)__builtin_ia32_cvtps2dq256(csimd_minimum8(cut.upper, steps[part]));
  csimd_short16 left = (csimd_short16)__builtin_ia32_packssdw256(whole[0], whole[1]) + cut.zero;
  csimd_short16 right = (csimd_short16)__builtin_ia32_packssdw256(whole[2], whole[3]) + cut.zero;
  csimd_uchar32 bytes = __builtin_elementwise_max(
      (csimd_uchar32)__builtin_ia32_packuswb256(left, right), (csimd_uchar32)cut.lower);
  return (csimd_uchar32)__builtin_shufflevector((int8)bytes, (int8)bytes, 0, 4, 1, 5, 2, 6, 3, 7);
#else
  csimd_uchar32 levels;
  levels.lo = csimd_levels16(a, b, cut);
  levels.hi = csimd_levels16(c, d, cut);
  return levels;
#endif
}

// Stores the levels of numbers of steps.
#define CSIMD_STORE(LEVELS, PART, OUTPUT)                                                          \
  do {                                                                                             \
    csimd_uchar##PART part = LEVELS;                                                               \
    __builtin_memcpy(OUTPUT, &part, sizeof part);                                                  \
  } while (0)
CSIMD_INLINE void csimd_store_steps8(csimd_float8 steps, csimd_cut cut, uint8_t *output) {
  CSIMD_STORE(csimd_levels16(steps, steps, cut).lo, 8, output);
}
CSIMD_INLINE void csimd_store_steps16(
    csimd_float8 a, csimd_float8 b, csimd_cut cut, uint8_t *output) {
  CSIMD_STORE(csimd_levels16(a, b, cut), 16, output);
}
// Two sixteens, which may stand apart.
CSIMD_INLINE void csimd_store_sixteens(
    csimd_float8 a, csimd_float8 b, csimd_float8 c, csimd_float8 d, csimd_cut cut,
    uint8_t *output, uint8_t *other) {
  csimd_uchar32 levels = csimd_levels32(a, b, c, d, cut);
  CSIMD_STORE(levels.lo, 16, output);
  CSIMD_STORE(levels.hi, 16, other);
}
// Four eights, so far apart.
CSIMD_INLINE void csimd_store_eights(
    csimd_float8 a, csimd_float8 b, csimd_float8 c, csimd_float8 d, csimd_cut cut,
    uint8_t *output, ptrdiff_t stride) {
  csimd_uchar32 levels = csimd_levels32(a, b, c, d, cut);
  CSIMD_STORE(levels.lo.lo, 8, output);
  CSIMD_STORE(levels.lo.hi, 8, output + stride);
  CSIMD_STORE(levels.hi.lo, 8, output + 2 * stride);
  CSIMD_STORE(levels.hi.hi, 8, output + 3 * stride);
}

// What sums times multipliers are, in steps.
CSIMD_INLINE csimd_float8 csimd_scaled8(csimd_int8 sums, const float *multipliers) {
  csimd_float8 factors;
  __builtin_memcpy(&factors, multipliers, sizeof factors);
  return __builtin_convertvector(sums, csimd_float8) * factors;
}

// Values over a scale, in steps; what is no number is zero.
CSIMD_INLINE csimd_float8 csimd_divided8(const float *values, float scale) {
  csimd_float8 steps;
  __builtin_memcpy(&steps, values, sizeof steps);
  steps /= scale;
  return steps == steps ? steps : (csimd_float8)0;
}

// For each of `count` levels that of a table of 256.
CSIMD_INLINE void csimd_look_up(
    const uint8_t *levels, const uint8_t *table, uint8_t *output, ptrdiff_t count) {
  ptrdiff_t index = 0;
#if defined(__AVX2__)
  // An instruction looks up a table of 16, and gives 0 for what is negative. So every level walks down in steps of
  // 16 through both halves of the table, each entry given as its difference from the one 16 before it, until it
  // is negative; the differences that it has met add up to its own entry.
  typedef char char16 __attribute__((ext_vector_type(16)));
  typedef char char32 __attribute__((ext_vector_type(32)));
  if (count >= 64) {
    char32 steps[16];
    for (int part = 0; part < 16; part++) {
      char16 entries, before = 0;
      __builtin_memcpy(&entries, table + 16 * part, 16);
      if (part % 8 != 0) __builtin_memcpy(&before, table + 16 * part - 16, 16);
      steps[part].lo = steps[part].hi = entries ^ before;
    }
    for (; index + 32 <= count; index += 32) {
      char32 lower, sum = 0;
      __builtin_memcpy(&lower, levels + index, 32);
      char32 upper = lower ^ (char32)(char)0x80;
      for (int part = 0; part < 8; part++) {
        sum ^= (char32)__builtin_ia32_pshufb256(steps[part], lower) ^
               (char32)__builtin_ia32_pshufb256(steps[part + 8], upper);
        lower = __builtin_elementwise_sub_sat(lower, (char32)16);
        upper = __builtin_elementwise_sub_sat(upper, (char32)16);
      }
      __builtin_memcpy(output + index, &sum, 32);
    }
  }
#endif
  for (; index < count; index++) output[index] = table[levels[index]];
}

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
