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

/// Whether any of sixteen bytes, each of them 0 or 255, is not zero.
static inline int any_set(block found) {
#ifdef __SSE2__
  typedef char chars __attribute__((vector_size(16)));
  return __builtin_ia32_pmovmskb128((chars)found) != 0;
#else
  halves h = (halves)found;
  return (h[0] | h[1]) != 0;
#endif
}

/// The index of the first of sixteen bytes, each of them 0 or 255, that is not zero, when there is one.
static inline size_t first_set(block found) {
#ifdef __SSE2__
  typedef char chars __attribute__((vector_size(16)));
  return (size_t)__builtin_ctz((unsigned)__builtin_ia32_pmovmskb128((chars)found));
#else
  size_t index = 0;
  while (!found[index]) index++;
  return index;
#endif
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
    block found = marks_in(block_at(bytes + start));
    if (any_set(found)) return start + first_set(found);
  }
  // The last sixteen bytes hold the rest, and some that were looked at.
  block found = marks_in(block_at(bytes + end - 16));
  return any_set(found) ? end - 16 + first_set(found) : end;
}

/// Whether any of eight to sixteen bytes is one of `& < > " ' [ ] @ ~`: the first eight and the last eight are looked at.
static inline int holds_mark(const uint8_t *bytes, size_t count) {
  block b;
  memcpy(&b, bytes, 8);
  memcpy((uint8_t *)&b + 8, bytes + count - 8, 8);
  return any_set(marks_in(b));
}

/// The offset of the first sixteen bytes in `bytes[start..<end]`, counted in steps of sixteen, that hold a zero or a byte that is not
/// ASCII, or of the rest that is shorter.
static inline size_t skip_ascii(const uint8_t *bytes, size_t start, size_t end) {
  for (; start + 16 <= end; start += 16) {
    block b = block_at(bytes + start);
    if (any_set((block)((b == 0) | (b >= 128)))) break;
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
    if (!any_set((block)(((b == ':') & (next == '/')) | ((b == 'w') & (next == 'w'))))) continue;
    for (size_t offset = start; offset < start + 16; offset++)
      if (has_url_mark(bytes, offset, count)) return 1;
  }
  for (; start < count; start++)
    if (has_url_mark(bytes, start, count)) return 1;
  return 0;
}

/// Which of sixteen bytes are control characters other than a tab, a line feed, a form feed and a carriage return.
static inline block controls_in(block b) {
  return (block)(((b < 32) & (b != 9) & (b != 10) & (b != 12) & (b != 13)) | (b == 127));
}

/// The offset of the first such control character; `count` when there is none.
static inline size_t first_control(const uint8_t *bytes, size_t count) {
  size_t start = 0;
  while (start + 64 <= count) {
    // Nearly all of a text is neither below 32, but for its line feeds, nor 127.
    block suspects = {0};
    for (size_t offset = start; offset < start + 64; offset += 16) {
      block b = block_at(bytes + offset);
      suspects |= (block)((((b & 0xE0) == 0) & (b != 10)) | (b == 127));
    }
    if (any_set(suspects)) {
      for (size_t offset = start; offset < start + 64; offset += 16) {
        block found = controls_in(block_at(bytes + offset));
        if (any_set(found)) return offset + first_set(found);
      }
    }
    start += 64;
  }
  for (; start + 16 <= count; start += 16) {
    block found = controls_in(block_at(bytes + start));
    if (any_set(found)) return start + first_set(found);
  }
  if (start == count) return count;
  block rest = {0};
  memcpy(&rest, bytes + start, count - start);
  for (size_t offset = start; offset < count; offset++)
    if (controls_in(rest)[offset - start]) return offset;
  return count;
}

/// Whether two spaces, or white space of another kind, stand anywhere in the bytes.
static inline int has_wide_space(const uint8_t *bytes, size_t count) {
  size_t start = 0;
  for (; start + 17 <= count; start += 16) {
    block b = block_at(bytes + start), next = block_at(bytes + start + 1);
    if (any_set((block)(((b == ' ') & (next == ' ')) | ((b >= 9) & (b <= 13))))) return 1;
  }
  for (; start < count; start++) {
    if (bytes[start] >= 9 && bytes[start] <= 13) return 1;
    if (bytes[start] == ' ' && start + 1 < count && bytes[start + 1] == ' ') return 1;
  }
  return 0;
}

#endif
