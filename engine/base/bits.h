/* Sets of small numbers as bit words; `words` is how many 64-bit words a set has. */
#ifndef BASE_BITS_H
#define BASE_BITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

static inline size_t bits_words(size_t members) { return (members + 63) / 64; }

static inline bool bits_has(const uint64_t *set, size_t i) { return set[i / 64] >> (i % 64) & 1; }

static inline void bits_add(uint64_t *set, size_t i) { set[i / 64] |= UINT64_C(1) << (i % 64); }

static inline void bits_remove(uint64_t *set, size_t i) { set[i / 64] &= ~(UINT64_C(1) << (i % 64)); }

/* Is every member of `set` one of `all` too? */
static inline bool bits_within(const uint64_t *set, const uint64_t *all, size_t words)
{
    uint64_t outside = 0;
    for (size_t w = 0; w < words; w++)
        outside |= set[w] & ~all[w];
    return outside == 0;
}

static inline size_t bits_count(const uint64_t *set, size_t words)
{
    size_t n = 0;
    for (size_t w = 0; w < words; w++)
        for (uint64_t rest = set[w]; rest; rest &= rest - 1)
            n++;
    return n;
}

/* The lowest member from `from` on, or -1 when there is none. */
static inline ptrdiff_t bits_next(const uint64_t *set, size_t words, size_t from)
{
    for (size_t w = from / 64; w < words; w++) {
        uint64_t rest = w == from / 64 ? set[w] & (~UINT64_C(0) << (from % 64)) : set[w];
        if (rest)
            return (ptrdiff_t)(w * 64) + __builtin_ctzll(rest);
    }
    return -1;
}

#endif
