#ifndef DEFAULT_THEME_H
#define DEFAULT_THEME_H
#include <stddef.h>

/// A file of the default theme, compiled into the program: its path in the theme's folder and its bytes.
typedef struct {
  const char *path;
  const unsigned char *bytes;
  size_t count;
} DefaultThemeFile;

/// How many files the default theme has.
size_t default_theme_file_count(void);

/// One of them, by an index below the count; they are sorted by path.
DefaultThemeFile default_theme_file(size_t index);

#endif
