/* A way through a course, walked turn by turn and into its calls: to be written down, or to be gone by the clock. */
#ifndef TIME_TRAIL_H
#define TIME_TRAIL_H

#include "time/listing.h"
#include "time/reach.h"

/* The soonest way to the course's end, or the latest. */
enum trail_kind { TRAIL_SOONEST, TRAIL_LATEST };

/* A turn that is gone; `prefix` is the path of the calls around it. */
struct trail_at {
    const struct course *course;
    const struct turn *turn;
    struct text prefix;
};

/* A way while it is written down. */
struct trail {
    struct auditor *a;
    struct way *way;
    size_t room_steps, room_answers, room_choices, room_with;
};

/* Ways are written down as long as all of them together have fewer bytes than this; then they are cut. */
enum { MOST_PATH_BYTES = 16 << 20 };

/* Writes the turn down in `self`, a trail. */
bool trail_note(void *self, struct trail_at at);

/* The course's soonest or latest way, written down; nothing where it has no end. False: memory is out. */
bool trail_write(struct auditor *a, struct way *way, const struct course *course, enum trail_kind kind);

/* The straight path as stretches of working time and time on the wall. */
bool trail_legs(struct auditor *a, struct legs *legs, const struct course *course, enum trail_kind kind);

/* All ways of the onward course, as far as they are written down. */
bool trail_ways(struct auditor *a, struct course *onward);

#endif
