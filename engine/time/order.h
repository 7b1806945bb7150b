/* The situations of a course in an order in which no turn leads back, but for those that lead round to each other.
 *
 * Rings (strongly connected components) stand one behind the other; within a ring the order says nothing. */
#ifndef TIME_ORDER_H
#define TIME_ORDER_H

#include "time/course.h"

struct order {
    uint32_t *at;   /* situations; those of a ring stand together */
    uint32_t *ring; /* per situation; a turn never leads to a ring of a lower number */
    uint32_t n_rings;
    uint32_t *first; /* per ring: where it begins in `at`; one more at the end */
};

/* Which turns count. */
typedef bool order_counts(const void *self, const struct turn *turn);

/* The order by the turns that count; `counts` NULL: by all. False: memory is out. */
bool order_of(struct order *order, const struct course *course, order_counts *counts, const void *self,
              struct arena *arena);

static inline uint32_t order_size(const struct order *order, uint32_t ring)
{
    return order->first[ring + 1] - order->first[ring];
}

#endif
