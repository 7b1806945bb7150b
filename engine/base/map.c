#include "base/map.h"

static uint32_t hash_of(struct text key)
{
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < key.len; i++)
        hash = (hash ^ (unsigned char)key.at[i]) * 16777619u;
    return hash;
}

/* The slot that holds `key`, or the empty one where it belongs. */
static struct map_slot *slot_of(const struct map *map, struct text key, uint32_t hash)
{
    size_t mask = map->capacity - 1;
    for (size_t i = hash & mask;; i = (i + 1) & mask) {
        struct map_slot *slot = &map->slots[i];
        if (!slot->value_plus_one || (slot->hash == hash && text_eq(slot->key, key)))
            return slot;
    }
}

static bool grow(struct map *map, struct arena *arena)
{
    struct map larger = {.count = map->count, .capacity = map->capacity ? map->capacity * 2 : 16};
    larger.slots = ARENA_ARRAY(arena, larger.capacity, struct map_slot);
    if (!larger.slots)
        return false;
    for (size_t i = 0; i < map->capacity; i++)
        if (map->slots[i].value_plus_one)
            *slot_of(&larger, map->slots[i].key, map->slots[i].hash) = map->slots[i];
    *map = larger;
    return true;
}

enum map_added map_add(struct map *map, struct arena *arena, struct text key, uint32_t value)
{
    if ((map->count + 1) * 3 > map->capacity * 2 && !grow(map, arena))
        return MAP_MEMORY;
    uint32_t hash = hash_of(key);
    struct map_slot *slot = slot_of(map, key, hash);
    if (slot->value_plus_one)
        return MAP_PRESENT;
    *slot = (struct map_slot){.key = key, .hash = hash, .value_plus_one = value + 1};
    map->count++;
    return MAP_ADDED;
}

int64_t map_find(const struct map *map, struct text key)
{
    if (map->capacity == 0)
        return -1;
    return (int64_t)slot_of(map, key, hash_of(key))->value_plus_one - 1;
}
