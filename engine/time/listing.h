/* What an audit lists beside its totals: calls, steps without a time, time on the wall, actors and their work, rework.
 */
#ifndef TIME_LISTING_H
#define TIME_LISTING_H

#include "time/audit.h"
#include "time/course.h"

/* An audit while it is made; results go to `arena`, all else to the atlas' own. */
struct auditor {
    struct audit *audit;
    const struct sop *sop;
    struct arena *arena;
    struct atlas atlas;
    size_t path_bytes; /* written down so far, of ways */
    size_t room_unknown, room_timeless, room_wall, room_rework, room_actors;
    struct map actors; /* by key, and whether they are applicants */
};

/* Each fills its part of the audit. False: memory is out. */
bool list_calls(struct auditor *a);
bool list_unknown(struct auditor *a);
bool list_timeless(struct auditor *a, struct course *ya); /* of the straight path */
bool list_wall(struct auditor *a);
bool list_actors(struct auditor *a);                        /* without their work */
bool list_work(struct auditor *a, struct course *ya);       /* work.c: actors, with it */
bool list_rework(struct auditor *a, struct course *onward); /* rework.c */

/* The sum of every row that states working time. */
struct total list_sum(const struct sop *sop);

#endif
