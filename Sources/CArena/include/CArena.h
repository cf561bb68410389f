#ifndef CARENA_H
#define CARENA_H

#include <cmark.h>

/// The memory of one syntax tree: taken in large chunks, freed at once.
typedef struct arena arena;

/// Parses CommonMark with all memory taken from a new arena. Safe on several threads at a time.
///
/// The tree must not be freed by `cmark_node_free`, nor changed by functions that allocate: `arena_free` takes all of it.
///
/// - Parameter root: receives the tree, `NULL` when libcmark had none.
arena *arena_parse(const char *source, size_t length, cmark_node **root);

/// Frees an arena and the tree in it.
void arena_free(arena *arena);

#endif
