#ifndef CMARKUP_H
#define CMARKUP_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct cmark_node;

/// The memory of one syntax tree: taken in large chunks, freed at once.
typedef struct arena arena;

/// Parses CommonMark with all memory taken from a new arena. Safe on several threads at a time.
///
/// The tree must not be freed by `cmark_node_free`, nor changed by functions that allocate: `arena_free` takes all of it.
///
/// - Parameter root: receives the tree, `NULL` when libcmark had none.
arena *arena_parse(const char *source, size_t length, struct cmark_node **root);

/// Frees an arena and the tree in it.
void arena_free(arena *arena);

/// The offset of the first sixteen bytes in `bytes[start..<end]`, counted in steps of sixteen, that hold one of
/// `& < > " ' [ ] @ ~`, or of the rest that is shorter. Sixteen bytes at a time, which Swift's own vectors do not do well.
static inline size_t skip_plain(const uint8_t *bytes, size_t start, size_t end) {
  typedef uint8_t block __attribute__((vector_size(16)));
  typedef uint64_t halves __attribute__((vector_size(16)));
  for (; start + 16 <= end; start += 16) {
    block b;
    memcpy(&b, bytes + start, 16);
    halves found = (halves)((b == '&') | (b == '<') | (b == '>') | (b == '"') | (b == '\'') | (b == '[') |
                            (b == ']') | (b == '@') | (b == '~'));
    if (found[0] | found[1]) break;
  }
  return start;
}

#endif
