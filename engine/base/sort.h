/* A stable sort without allocation behind one's back: equal elements keep their order, on every machine. */
#ifndef BASE_SORT_H
#define BASE_SORT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

typedef int sort_order(const void *a, const void *b);

/* Sorts `count` elements of `size` bytes by merging; `scratch` lends the second copy. False: memory is out, and
 * the elements stand as they stood. */
bool sort_stable(void *items, size_t count, size_t size, sort_order *order, struct arena *scratch);

#endif
