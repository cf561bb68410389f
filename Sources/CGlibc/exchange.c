// Swift sees only the part of glibc that needs no feature macro, and renameat2 needs one.
#define _GNU_SOURCE
#include "CGlibc.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>

int exchange_names(const char *first, const char *second) {
#if defined(__linux__)
  return renameat2(AT_FDCWD, first, AT_FDCWD, second, RENAME_EXCHANGE);
#elif defined(__APPLE__)
  return renamex_np(first, second, RENAME_SWAP);
#else
  errno = ENOSYS;
  return -1;
#endif
}
