#include "CGlibc.h"

#if defined(__GLIBC__) || defined(__linux__)
#include <malloc.h>
#endif

void grow_memory_in_large_steps(void) {
#ifdef M_TOP_PAD
  mallopt(M_TOP_PAD, 64 << 20);
#endif
}

void give_back_memory(void) {
#ifdef __GLIBC__
  malloc_trim(0);
#endif
}
