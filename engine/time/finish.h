/* When a case on the straight path ends, if nobody waits: its stretches of time, one after the other, on the region's
 * clock. */
#ifndef TIME_FINISH_H
#define TIME_FINISH_H

#include "model/workclock.h"
#include "time/audit.h"

enum finish_sort {
    FINISH_KNOWN,
    FINISH_NEVER, /* not within the last year that a calendar knows: too long, or there are no hours to work in */
    FINISH_CUT,   /* the stretches are too many to be written down all */
};

struct finish {
    enum finish_sort sort;
    int64_t at;           /* KNOWN: milliseconds since 1970-01-01T00:00Z */
    struct years guessed; /* KNOWN: of the years in which it works, those whose holidays are not known */
};

/* `start`: when the first stretch begins. */
struct finish finish_of(const struct workclock *clock, int64_t start, const struct legs *legs);

#endif
