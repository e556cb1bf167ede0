#include "csimd.h"

#if defined(__x86_64__)

bool csimd_supports_avx2(void) {
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
         __builtin_cpu_supports("bmi2");
}

bool csimd_supports_avx512(void) {
  return csimd_supports_avx2() && __builtin_cpu_supports("avx512f") &&
         __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512cd") &&
         __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
}

#else

bool csimd_supports_avx2(void) { return false; }
bool csimd_supports_avx512(void) { return false; }

#endif

#if defined(__x86_64__)

#include <immintrin.h>

bool csimd_supports_crc32(void) {
  return __builtin_cpu_supports("pclmul") && __builtin_cpu_supports("sse4.1");
}

// Two 64-bit halves, each moved past some bits by a product without carries.
#define MOVED(HALVES, POWERS)                                                                      \
  _mm_xor_si128(_mm_clmulepi64_si128(HALVES, POWERS, 0x00),                                        \
                _mm_clmulepi64_si128(HALVES, POWERS, 0x11))

// Bytes are a polynomial over two elements, of which the remainder by the checksum's own is sought: four
// vectors are moved past the next four until none are left, then each past the next one, then 128 bits
// are reduced to 32. The constants are powers of x by that polynomial, in reversed bits.
//
// Source: Gopal and others, Fast CRC Computation for Generic Polynomials Using PCLMULQDQ, Intel 2009.
__attribute__((target("pclmul,sse4.1"))) uint32_t csimd_crc32(uint32_t remainder,
                                                              const uint8_t *bytes, size_t count) {
  const __m128i past_four = _mm_set_epi64x(0x1C6E41596, 0x154442BD4);
  const __m128i past_one = _mm_set_epi64x(0x0CCAA009E, 0x1751997D0);
  const __m128i past_half = _mm_set_epi64x(0, 0x163CD6124);
  const __m128i reduction = _mm_set_epi64x(0x1F7011641, 0x1DB710641);
  const __m128i low = _mm_setr_epi32(-1, 0, -1, 0);
  const __m128i *next = (const __m128i *)bytes;
  const __m128i *end = next + count / 16;
  __m128i sums[4];
  for (int index = 0; index < 4; index++) sums[index] = _mm_loadu_si128(next++);
  sums[0] = _mm_xor_si128(sums[0], _mm_cvtsi32_si128((int)remainder));
  for (; end - next >= 4; next += 4)
    for (int index = 0; index < 4; index++)
      sums[index] = _mm_xor_si128(MOVED(sums[index], past_four), _mm_loadu_si128(next + index));
  __m128i sum = sums[0];
  for (int index = 1; index < 4; index++)
    sum = _mm_xor_si128(MOVED(sum, past_one), sums[index]);
  for (; next < end; next++) sum = _mm_xor_si128(MOVED(sum, past_one), _mm_loadu_si128(next));
  sum = _mm_xor_si128(_mm_clmulepi64_si128(sum, past_one, 0x10), _mm_srli_si128(sum, 8));
  sum = _mm_xor_si128(_mm_clmulepi64_si128(_mm_and_si128(sum, low), past_half, 0x00),
                      _mm_srli_si128(sum, 4));
  __m128i quotient = _mm_clmulepi64_si128(_mm_and_si128(sum, low), reduction, 0x10);
  quotient = _mm_clmulepi64_si128(_mm_and_si128(quotient, low), reduction, 0x00);
  return (uint32_t)_mm_extract_epi32(_mm_xor_si128(sum, quotient), 1);
}

#else

bool csimd_supports_crc32(void) { return false; }
uint32_t csimd_crc32(uint32_t remainder, const uint8_t *bytes, size_t count) { return remainder; }

#endif
