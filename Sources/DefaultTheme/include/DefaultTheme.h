#ifndef DEFAULT_THEME_H
#define DEFAULT_THEME_H
#include <stddef.h>

/// A file of the default theme, compiled into the program: its path in the theme's folder and its bytes.
typedef struct {
  const char *path;
  const unsigned char *bytes;
  size_t count;
} DefaultThemeFile;

/// The files of `themes/default`, sorted by path.
extern const DefaultThemeFile default_theme_files[];
/// How many there are.
extern const size_t default_theme_file_count;

#endif
