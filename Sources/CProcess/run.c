#include <spawn.h>
#include <sys/wait.h>

#include "process.h"

extern char **environ;

int process_run(const char *program, const char *file) {
  char *arguments[] = {(char *)program, (char *)file, 0};
  pid_t process;
  if (posix_spawnp(&process, program, 0, 0, arguments, environ) != 0) return -1;
  int status = 0;
  if (waitpid(process, &status, 0) != process || !WIFEXITED(status)) return 1;
  return WEXITSTATUS(status);
}
