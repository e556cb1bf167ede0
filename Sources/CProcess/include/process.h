#ifndef PROCESS_H
#define PROCESS_H

#include <stdint.h>

/// Names a file that is removed if a signal (HUP, INT, TERM) or a lack of memory ends the process; NULL
/// names none. The path counts from the folder in which the process is now.
void process_guard_file(const char *path);

/// The bytes that the limit on the process's addresses leaves it; INT64_MAX where there is no limit.
int64_t process_address_space(void);

// Runs a program of the search path on a file and waits for it. Its exit code; -1 if there is no such program.
int process_run(const char *program, const char *file);

#endif
