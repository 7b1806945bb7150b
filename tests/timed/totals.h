/* The totals of an audit as they follow from the graph. */
#ifndef TIMED_TOTALS_H
#define TIMED_TOTALS_H

#include "time/total.h"
#include "timed/ways.h"

/* `vague`: or it is ENDLESS, for some ways come to where none ends, and the total is of those that do end. */
struct ruled {
    struct total total;
    bool vague;
};

/* Is it what was ruled? */
bool ruled_is(struct ruled ruled, struct total total);

struct ruled ruled_straight(const struct graph *graph, struct arena *arena);
struct ruled ruled_shortest(const struct graph *graph, struct arena *arena); /* min_ms alone counts */
struct ruled ruled_longest(const struct graph *graph, struct arena *arena);  /* max_ms alone counts */

/* Of the actor with that key, on the straight path. */
struct ruled ruled_work(const struct graph *graph, struct text actor, struct arena *arena);

/* What a SOP takes that a call step of the main SOP calls, all Ya: as the straight path comes to it, else any way
 * without a Tidak that goes back, else any; ENDLESS where none does. */
struct ruled ruled_call(const struct graph *graph, uint16_t step, const struct sop *callee, struct arena *arena);

/* Can all ways without a Tidak that goes back still come to the end? */
bool ruled_ends(const struct graph *graph, struct arena *arena);

/* Which points stand on a straight way, whether it ends or not. */
const bool *ruled_on_straight(const struct graph *graph, struct arena *arena);

/* How many ways there are without a Tidak that goes back: at least one for each thing that can be seen to be done,
 * skipped, answered and chosen; at most one for each choice of documents besides. Where no optional document is looked
 * at, both are the same. Infinite where ways go round; vague where some come to where none ends, or there are too many
 * situations. */
struct counted {
    double least, most;
    bool vague;
};

struct counted ruled_count(const struct graph *graph, struct arena *arena);

#endif
