// What the compilers expect of a C library and Debian's wasi-libc does not have, or has only with imports.
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

// Swift seeds its dictionaries with it; here every run shall be the same.
void arc4random_buf(void *bytes, size_t count) {
  for (size_t i = 0; i < count; i++) ((uint8_t *)bytes)[i] = (uint8_t)(i * 131 + 7);
}

uintptr_t __stack_chk_guard = 0x5a5a5a5a;
__attribute__((noreturn)) void __stack_chk_fail(void) { __builtin_trap(); }

// There is nowhere to write to and nothing to read from. Swift tells putchar why it traps; strtod would
// tell fputs that it has no long double, and asks __uflow for more of what might be a file. Those of the
// C library would have to be imported.
char __stderr_FILE[1];
int putchar(int character) { return character; }
int fputs(const char *text, void *file) { return 0; }
int __uflow(void *file) { return -1; }

// How Swift reads a number: to the end of the text, or not at all.
const char *_swift_stdlib_strtod_clocale(const char *text, double *value) {
  char *end;
  *value = strtod(text, &end);
  return end == text ? 0 : end;
}
