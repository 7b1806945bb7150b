/* What an audit lists beside its totals: calls, steps without a time, time on the wall. */
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
    size_t room_unknown, room_wall, room_rework;
};

/* Each fills its part of the audit. False: memory is out. */
bool list_calls(struct auditor *a);
bool list_unknown(struct auditor *a);
bool list_wall(struct auditor *a);

/* The sum of every row that states working time. */
struct total list_sum(const struct sop *sop);

#endif
