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
