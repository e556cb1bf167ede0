#include "process.h"

#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

// What handlers of signals read: a path, and whether it is one.
static char guarded[8192];
static volatile sig_atomic_t is_guarded;

static void remove_guarded(void) {
  if (is_guarded) unlink(guarded);
}

static void stop(int number) {
  remove_guarded();
  // The default is in place again, so that whoever waits sees the signal.
  raise(number);
}

static void handle(int number) {
  struct sigaction old, new;
  // What the caller lets the process ignore, as nohup does, stays ignored.
  if (sigaction(number, NULL, &old) != 0 || old.sa_handler != SIG_DFL) return;
  memset(&new, 0, sizeof new);
  new.sa_handler = stop;
  new.sa_flags = (int)SA_RESETHAND;
  sigemptyset(&new.sa_mask);
  sigaction(number, &new, NULL);
}

void process_guard_file(const char *path) {
  static int has_handlers;
  is_guarded = 0;
  if (path == NULL || strlen(path) >= sizeof guarded) return;
  strcpy(guarded, path);
  is_guarded = 1;
  if (has_handlers) return;
  has_handlers = 1;
  handle(SIGHUP);
  handle(SIGINT);
  handle(SIGTERM);
}

int64_t process_address_space(void) {
#if defined(__linux__)
  struct rlimit limit;
  unsigned long pages = 0;
  if (getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return INT64_MAX;
  FILE *file = fopen("/proc/self/statm", "re");
  if (file != NULL) {
    if (fscanf(file, "%lu", &pages) != 1) pages = 0;
    fclose(file);
  }
  rlim_t taken = (rlim_t)pages * (rlim_t)sysconf(_SC_PAGESIZE);
  rlim_t rest = limit.rlim_cur > taken ? limit.rlim_cur - taken : 0;
  return rest < (rlim_t)INT64_MAX ? (int64_t)rest : INT64_MAX;
#else
  return INT64_MAX;
#endif
}

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) ||                         \
    __has_feature(memory_sanitizer)
#define IS_SANITIZED 1
#endif
#endif

// Swift's runtime ends a process that gets no memory by an illegal instruction, and does not say how
// much was asked for. With glibc a program may have allocation functions of its own, which all
// libraries then use: these are glibc's, and say so.
#if defined(__GLIBC__) && !defined(IS_SANITIZED)

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);

static _Noreturn void fail(size_t size) {
  char text[128];
  int length = snprintf(text, sizeof text, "mobilenet: cannot allocate %zu bytes (%zu MiB) of memory\n",
                        size, size >> 20);
  if (length > 0 && write(STDERR_FILENO, text, (size_t)length) < 0) {
    // Nobody is there to read it.
  }
  remove_guarded();
  _exit(1);
}

static void *require(void *memory, size_t size) {
  if (memory == NULL && size > 0) fail(size);
  return memory;
}

void *malloc(size_t size) { return require(__libc_malloc(size), size); }

void *calloc(size_t count, size_t size) {
  size_t bytes;
  if (__builtin_mul_overflow(count, size, &bytes)) bytes = SIZE_MAX;
  return require(__libc_calloc(count, size), bytes);
}

void *realloc(void *memory, size_t size) { return require(__libc_realloc(memory, size), size); }

void *memalign(size_t alignment, size_t size) {
  return require(__libc_memalign(alignment, size), size);
}

void *aligned_alloc(size_t alignment, size_t size) {
  return require(__libc_memalign(alignment, size), size);
}

int posix_memalign(void **memory, size_t alignment, size_t size) {
  if (alignment % sizeof(void *) != 0 || (alignment & (alignment - 1)) != 0 || alignment == 0)
    return EINVAL;
  *memory = require(__libc_memalign(alignment, size), size);
  return 0;
}

#endif
