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
