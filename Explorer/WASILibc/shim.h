// What our targets use of the C library, as WebAssembly has it.
#include <math.h>
#include <stdlib.h>
#include <string.h>
