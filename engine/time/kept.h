/* Which share of cases takes at most so long: exactly, tick by tick.
 *
 * A tick is the greatest common divisor of all durations. For each tick from 0 on the probability of being in each
 * situation is passed on along its turns; those that take no time are followed at once, rings of them by solving for
 * all their members together. A call passes on the distribution of what it calls. */
#ifndef TIME_KEPT_H
#define TIME_KEPT_H

#include "time/chance.h"

/* The share of cases of the course whose time is at most `limit_ms`, all durations being at their lower (`end` 0) or
 * upper (1) ends. Its chances are known. */
struct keeping {
    struct course *course;
    size_t courses; /* of its atlas */
    const struct odds *odds;
    int64_t limit_ms;
    int end;
};

/* `*share` is negative where there is too much to be worked out. False: memory is out. */
bool kept_share(const struct keeping *keeping, double *share, struct arena *arena);

#endif
