/* How soon and how late a case may come to each situation of a course, and in how many ways. */
#ifndef TIME_REACH_H
#define TIME_REACH_H

#include "time/order.h"
#include "time/total.h"

enum { NO_TURN = UINT32_MAX };

/* A way to a situation: its last turn, NO_TURN at the start, and its time at both ends. */
struct along {
    uint32_t by;
    int64_t ms[2];
};

struct arrival {
    bool reached;
    struct along soonest, latest; /* by their lower ends; by their upper ends */
    double ways;                  /* infinite where a case may go round */
};

struct reach {
    struct order order;
    struct arrival *at; /* per situation */
    bool round;         /* a case may go round in it, or in a call */
    bool endless;       /* and that takes time: there is no longest */
    bool ends;          /* some exit is reached */
    bool timeless;      /* a step on it states no time, or a call's does */
};

/* Of a course that is not cut, worked out once. NULL: memory is out. */
const struct reach *reach_of(struct course *course, struct arena *arena);

/* From the start to its end, at both ends: of all that a course holds, of the all-Ya one. Where it goes round, or is
 * cut: the reason. */
struct total reach_straight(const struct course *course);

/* The same without a Tidak that goes back, of the onward course; `min_ms` of the one and `max_ms` of the other tell. */
struct total reach_shortest(const struct course *course);
struct total reach_longest(const struct course *course);

/* How a case comes to the exit of that number. */
const struct arrival *reach_exit(const struct course *course, uint32_t exit);

#endif
