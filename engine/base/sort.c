#include "base/sort.h"

#include <string.h>

struct merge {
    size_t size;
    sort_order *order;
};

/* Merges from[low..mid) and from[mid..high) into to[low..high). */
static void merge_runs(const struct merge *m, const char *from, char *to, const size_t bound[3])
{
    size_t left = bound[0], right = bound[1], size = m->size;
    for (size_t out = bound[0]; out < bound[2]; out++) {
        bool take_left =
            left < bound[1] && (right >= bound[2] || m->order(from + left * size, from + right * size) <= 0);
        memcpy(to + out * size, from + (take_left ? left++ : right++) * size, size);
    }
}

bool sort_stable(void *items, size_t count, size_t size, sort_order *order, struct arena *scratch)
{
    struct merge m = {size, order};
    char *from = items, *to = arena_array(scratch, count, size);
    if (!to)
        return false;
    for (size_t width = 1; width < count; width *= 2) {
        for (size_t low = 0; low < count; low += 2 * width) {
            size_t mid = low + width < count ? low + width : count;
            size_t high = mid + width < count ? mid + width : count;
            merge_runs(&m, from, to, (size_t[3]){low, mid, high});
        }
        char *swap = from;
        from = to;
        to = swap;
    }
    if (from != (char *)items)
        memcpy(items, from, count * size);
    return true;
}
