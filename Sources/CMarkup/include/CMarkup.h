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

typedef uint8_t block __attribute__((vector_size(16)));
typedef uint64_t halves __attribute__((vector_size(16)));

/// The sixteen bytes at `bytes`.
static inline block block_at(const uint8_t *bytes) {
  block b;
  memcpy(&b, bytes, sizeof b);
  return b;
}

/// The index of the first byte that is not zero, sixteen when all are.
static inline size_t first_set(block found) {
  halves h = (halves)found;
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  if (h[0]) return (size_t)__builtin_ctzll(h[0]) / 8;
  if (h[1]) return 8 + (size_t)__builtin_ctzll(h[1]) / 8;
#else
  if (h[0]) return (size_t)__builtin_clzll(h[0]) / 8;
  if (h[1]) return 8 + (size_t)__builtin_clzll(h[1]) / 8;
#endif
  return 16;
}

/// Which of sixteen bytes are one of `& < > " ' [ ] @ ~`.
static inline block marks_in(block b) {
  return (block)((b == '&') | (b == '<') | (b == '>') | (b == '"') | (b == '\'') | (b == '[') | (b == ']') |
                 (b == '@') | (b == '~'));
}

/// The offset of the first byte in `bytes[start..<end]`, which are at least sixteen, that is one of `& < > " ' [ ] @ ~`; `end` when
/// there is none. Sixteen bytes at a time, which Swift's own vectors do not do well.
static inline size_t first_mark(const uint8_t *bytes, size_t start, size_t end) {
  for (; start + 16 <= end; start += 16) {
    size_t index = first_set(marks_in(block_at(bytes + start)));
    if (index < 16) return start + index;
  }
  // The last sixteen bytes hold the rest, and some that were looked at.
  return end - 16 + first_set(marks_in(block_at(bytes + end - 16)));
}

/// The offset of the first sixteen bytes in `bytes[start..<end]`, counted in steps of sixteen, that hold a zero or a byte that is not
/// ASCII, or of the rest that is shorter.
static inline size_t skip_ascii(const uint8_t *bytes, size_t start, size_t end) {
  for (; start + 16 <= end; start += 16) {
    block b = block_at(bytes + start);
    if (first_set((block)((b == 0) | (b >= 128))) < 16) break;
  }
  return start;
}

/// Whether `://` or `www.` stands at an offset.
static inline int has_url_mark(const uint8_t *bytes, size_t offset, size_t count) {
  size_t rest = count - offset;
  return (rest >= 3 && !memcmp(bytes + offset, "://", 3)) || (rest >= 4 && !memcmp(bytes + offset, "www.", 4));
}

/// Whether `://` or `www.` stands anywhere in the bytes.
static inline int may_hold_urls(const uint8_t *bytes, size_t count) {
  size_t start = 0;
  for (; start + 17 <= count; start += 16) {
    block b = block_at(bytes + start), next = block_at(bytes + start + 1);
    block found = (block)(((b == ':') & (next == '/')) | ((b == 'w') & (next == 'w')));
    size_t first = first_set(found);
    for (; first < 16; first++)
      if (has_url_mark(bytes, start + first, count)) return 1;
  }
  for (; start < count; start++)
    if (has_url_mark(bytes, start, count)) return 1;
  return 0;
}

#endif
