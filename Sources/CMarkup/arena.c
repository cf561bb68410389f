#include "CMarkup.h"

#include <cmark.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

// libcmark asks for some two hundred small pieces of memory a document, and frees them one by one. Here they are cut off
// a chunk one after the other, and the chunk is freed, or kept for the next document, as a whole.

typedef struct chunk {
  struct chunk *next;
  size_t capacity;
  _Alignas(16) unsigned char bytes[];
} chunk;

struct arena {
  chunk *chunks;
  // The free part of the first chunk.
  unsigned char *start, *end;
};

// Stands before each piece, so that it can be made larger. libcmark keeps nothing that needs more than eight bytes' alignment.
typedef struct {
  size_t size;
} header;

enum { SMALLEST = 64 << 10, LARGEST_KEPT = 1 << 20, SPARES = 8 };

// libcmark hands no context to its allocator, so the arena of the text that is being parsed stands here.
static _Thread_local arena *current;

// Chunks that wait for their next document: a page that was touched once costs nothing the second time.
static _Atomic(chunk *) spares[SPARES];

static chunk *chunk_take(size_t wanted) {
  for (int index = 0; index < SPARES; index++) {
    if (!atomic_load_explicit(&spares[index], memory_order_relaxed)) continue;
    chunk *spare = atomic_exchange(&spares[index], NULL);
    if (!spare) continue;
    if (spare->capacity >= wanted) return spare;
    free(spare);
  }
  size_t capacity = wanted > SMALLEST ? wanted : SMALLEST;
  chunk *fresh = malloc(sizeof(chunk) + capacity);
  if (!fresh) abort();
  fresh->capacity = capacity;
  return fresh;
}

static void chunk_drop(chunk *chunk) {
  if (chunk->capacity <= LARGEST_KEPT) {
    for (int index = 0; index < SPARES; index++) {
      struct chunk *none = NULL;
      if (atomic_compare_exchange_strong(&spares[index], &none, chunk)) return;
    }
  }
  free(chunk);
}

static void arena_grow(arena *arena, size_t size) {
  size_t doubled = arena->chunks ? arena->chunks->capacity * 2 : 0;
  // A large text must not reserve much more than it needs.
  if (doubled > 16 * LARGEST_KEPT) doubled = 16 * LARGEST_KEPT;
  chunk *fresh = chunk_take(size > doubled ? size : doubled);
  fresh->next = arena->chunks;
  arena->chunks = fresh;
  arena->start = fresh->bytes;
  arena->end = fresh->bytes + fresh->capacity;
}

static size_t rounded(size_t size) { return (size + 7) & ~(size_t)7; }

static void *allocate(size_t size) {
  arena *arena = current;
  if (size > SIZE_MAX / 4) abort();
  size_t whole = sizeof(header) + rounded(size);
  if ((size_t)(arena->end - arena->start) < whole) arena_grow(arena, whole);
  header *piece = (header *)arena->start;
  piece->size = rounded(size);
  arena->start += whole;
  return piece + 1;
}

static void *arena_calloc(size_t count, size_t size) {
  size_t whole;
  if (__builtin_mul_overflow(count, size, &whole)) abort();
  return memset(allocate(whole), 0, whole);
}

static int is_last(header *piece) { return (unsigned char *)(piece + 1) + piece->size == current->start; }

static void *arena_realloc(void *old, size_t size) {
  if (!old) return allocate(size);
  header *piece = (header *)old - 1;
  if (size <= piece->size) return old;
  if (is_last(piece) && size <= SIZE_MAX / 4 &&
      (size_t)(current->end - (unsigned char *)old) >= rounded(size)) {
    piece->size = rounded(size);
    current->start = (unsigned char *)old + piece->size;
    return old;
  }
  size_t length = piece->size;
  return memcpy(allocate(size), old, length);
}

static void arena_release(void *old) {
  // What was cut off last is given back; all else waits for the whole.
  if (old && is_last((header *)old - 1)) current->start = (unsigned char *)((header *)old - 1);
}

static cmark_mem allocator = {arena_calloc, arena_realloc, arena_release};

arena *arena_parse(const char *source, size_t length, cmark_node **root) {
  arena *made = calloc(1, sizeof(arena));
  if (!made) abort();
  arena *outer = current;
  current = made;
  // A tree takes some ten times the bytes of its text.
  arena_grow(made, length < LARGEST_KEPT / 8 ? length * 8 : length);
  // Without this option libcmark does not count the lines that a code span or a tag goes over.
  cmark_parser *parser = cmark_parser_new_with_mem(CMARK_OPT_SOURCEPOS, &allocator);
  cmark_parser_feed(parser, source, length);
  *root = cmark_parser_finish(parser);
  cmark_parser_free(parser);
  current = outer;
  return made;
}

void arena_free(arena *arena) {
  for (chunk *chunk = arena->chunks, *next; chunk; chunk = next) {
    next = chunk->next;
    chunk_drop(chunk);
  }
  free(arena);
}
