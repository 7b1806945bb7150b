/* The totals of an audit as they follow from the graph. */
#ifndef TIMED_TOTALS_H
#define TIMED_TOTALS_H

#include "time/total.h"
#include "timed/ways.h"

/* What nobody has said: some ways end, and others go round where they do not count, or without taking time. */
struct ruled {
    struct total total;
    bool vague;
};

struct ruled ruled_straight(const struct graph *graph, struct arena *arena);
struct ruled ruled_shortest(const struct graph *graph, struct arena *arena); /* min_ms alone counts */
struct ruled ruled_longest(const struct graph *graph, struct arena *arena);  /* max_ms alone counts */

/* Of the actor with that key, on the straight path. */
struct ruled ruled_work(const struct graph *graph, struct text actor, struct arena *arena);

/* How many ways there are without a Tidak that goes back: two are the same where the same is done, skipped, answered
 * and chosen. Infinite where they go round; negative where that is vague, or there are too many situations. */
double ruled_count(const struct graph *graph, struct arena *arena);

#endif
