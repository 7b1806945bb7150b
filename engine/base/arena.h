/* Memory with a place: many small things that live and end together.
 *
 * A definition is one arena, const once read; scratch memory is an arena that ends with the call. There is no
 * free for one object. An arena never moves what it handed out. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdbool.h>
#include <stddef.h>

struct arena_chunk;

struct arena {
    struct arena_chunk *chunks; /* newest first */
    char *at, *end;             /* what is free in the newest chunk */
    bool failed;                /* sticky: some allocation was refused */
};

/* An empty arena: all bytes zero will do. */
#define ARENA_INIT ((struct arena){0})

/* `size` zeroed bytes aligned for any type, or NULL (and `failed` set) when memory is out. Size 0 is legal and
 * gives a pointer that must not be read. Once `failed` is set every later call answers NULL, so that a builder
 * may check it once at the end of a wave. */
void *arena_alloc(struct arena *arena, size_t size);

/* `count` zeroed elements; an overflowing product is refused like memory that is out. */
void *arena_array(struct arena *arena, size_t count, size_t size);

/* A copy of `size` bytes with a NUL behind them (not counted), or NULL. */
char *arena_copy(struct arena *arena, const void *bytes, size_t size);

/* Gives back all memory; the arena is empty and usable again. */
void arena_release(struct arena *arena);

/* Forgets what was allocated but keeps the newest chunk for the next use: scratch memory in a loop. */
void arena_reset(struct arena *arena);

/* Room for one more element behind `count`: the items, moved to twice the room where it was full, or NULL when
 * memory is out (the old items stay). `*capacity` belongs to the caller and starts at 0. */
void *arena_room(struct arena *arena, void *items, size_t count, size_t *capacity, size_t size);

#define ARENA_NEW(arena, type) ((type *)arena_alloc((arena), sizeof(type)))
#define ARENA_ARRAY(arena, count, type) ((type *)arena_array((arena), (count), sizeof(type)))

#endif
