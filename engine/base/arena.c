#include "base/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { ALIGN = alignof(max_align_t), FIRST_CHUNK = 16 * 1024 };

struct arena_chunk {
    struct arena_chunk *next;
    size_t size; /* of the bytes behind this head */
    alignas(max_align_t) char bytes[];
};

static bool add_chunk(struct arena *arena, size_t need)
{
    size_t size = arena->chunks ? arena->chunks->size * 2 : FIRST_CHUNK;
    if (size > (size_t)1 << 22)
        size = (size_t)1 << 22;
    if (size < need)
        size = need;
    struct arena_chunk *chunk = malloc(sizeof *chunk + size);
    if (!chunk)
        return false;
    chunk->next = arena->chunks;
    chunk->size = size;
    arena->chunks = chunk;
    arena->at = chunk->bytes;
    arena->end = chunk->bytes + size;
    return true;
}

/* As arena_alloc, but not zeroed: for what is written over at once. */
static void *take(struct arena *arena, size_t size)
{
    if (arena->failed || size > PTRDIFF_MAX / 2) {
        arena->failed = true;
        return NULL;
    }
    size_t room = (size + ALIGN - 1) / ALIGN * ALIGN;
    if ((size_t)(arena->end - arena->at) < room || !arena->at) {
        if (!add_chunk(arena, room)) {
            arena->failed = true;
            return NULL;
        }
    }
    void *result = arena->at;
    arena->at += room;
    return result;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    void *result = take(arena, size);
    return result ? memset(result, 0, size) : NULL;
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
    if (size && count > PTRDIFF_MAX / size) {
        arena->failed = true;
        return NULL;
    }
    return arena_alloc(arena, count * size);
}

char *arena_copy(struct arena *arena, const void *bytes, size_t size)
{
    char *copy = take(arena, size + 1);
    if (!copy)
        return NULL;
    if (size)
        memcpy(copy, bytes, size);
    copy[size] = '\0';
    return copy;
}

void arena_release(struct arena *arena)
{
    while (arena->chunks) {
        struct arena_chunk *next = arena->chunks->next;
        free(arena->chunks);
        arena->chunks = next;
    }
    *arena = ARENA_INIT;
}

void arena_reset(struct arena *arena)
{
    struct arena_chunk *newest = arena->chunks;
    if (newest) {
        struct arena rest = {.chunks = newest->next};
        arena_release(&rest);
        newest->next = NULL;
        arena->at = newest->bytes;
        arena->end = newest->bytes + newest->size;
    }
    arena->failed = false;
}

void *arena_room(struct arena *arena, void *items, size_t count, size_t *capacity, size_t size)
{
    if (count < *capacity)
        return items;
    size_t grown = *capacity ? *capacity * 2 : 8;
    void *copy = arena_array(arena, grown, size);
    if (!copy)
        return NULL;
    if (count)
        memcpy(copy, items, count * size);
    *capacity = grown;
    return copy;
}
