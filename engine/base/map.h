/* From a text to a small number: names to indexes. Open addressing in an arena; nothing is ever removed.
 *
 * The hash is FNV-1a without a secret: a file of at most 256 KiB holds too few names for collisions to cost more than
 * a second. The order of entries is never visible. */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include "base/arena.h"
#include "base/text.h"

struct map_slot {
    struct text key;
    uint32_t hash;
    uint32_t value_plus_one; /* 0: empty */
};

struct map {
    struct map_slot *slots;
    size_t count, capacity; /* capacity is 0 or a power of two, at most two thirds full */
};

enum map_added { MAP_ADDED, MAP_PRESENT, MAP_MEMORY };

/* Adds `key` unless it is present. The key's bytes must outlive the map. */
enum map_added map_add(struct map *map, struct arena *arena, struct text key, uint32_t value);

/* The value of `key`, or -1. */
int64_t map_find(const struct map *map, struct text key);

#endif
