#define _GNU_SOURCE
#include "CGlibc.h"

#include <string.h>

const void *find_bytes(const void *bytes, size_t count, const void *word, size_t length) {
  return memmem(bytes, count, word, length);
}
