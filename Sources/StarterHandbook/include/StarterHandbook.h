#ifndef STARTER_HANDBOOK_H
#define STARTER_HANDBOOK_H
#include <stddef.h>

/// A file of the starter handbook, compiled into the program: its path in the content folder and its bytes.
typedef struct {
  const char *path;
  const unsigned char *bytes;
  size_t count;
} StarterHandbookFile;

/// How many files the starter handbook has.
size_t starter_handbook_file_count(void);

/// One of them, by an index below the count; they are sorted by path.
StarterHandbookFile starter_handbook_file(size_t index);

#endif
