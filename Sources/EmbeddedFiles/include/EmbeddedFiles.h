#ifndef EMBEDDED_FILES_H
#define EMBEDDED_FILES_H
#include <stddef.h>

/// A file that is compiled into the program: its path in the folder that it comes from, and its bytes.
typedef struct {
  const char *path;
  const unsigned char *bytes;
  size_t count;
} EmbeddedFile;

/// An entry of a list: `name` is the array that holds what `path` does.
#define EMBEDDED_FILE(path, name) {path, name, sizeof name}

/// All files of such a folder, sorted by path.
typedef struct {
  const EmbeddedFile *files;
  size_t count;
} EmbeddedFolder;

/// `themes/default`.
EmbeddedFolder default_theme(void);

/// The handbook that `baton init` writes.
EmbeddedFolder starter_handbook(void);

#endif
