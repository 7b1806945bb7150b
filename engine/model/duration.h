/* Durations: the norm of a step, exactly, in whole milliseconds.
 *
 * Working time and time on the wall are different quantities and are never summed with each other. */
#ifndef MODEL_DURATION_H
#define MODEL_DURATION_H

#include "base/buf.h"
#include "base/finding.h"
#include "base/nearest.h"
#include "model/calendar.h"

enum duration_sort {
    DURATION_NONE,    /* the source states none */
    DURATION_WORK,    /* working time */
    DURATION_WALL,    /* time on the wall: `hari kalender`, every `valid_for` */
    DURATION_UNKNOWN, /* stated, but in a unit that the region does not define */
};

/* From `min_ms` to `max_ms`, both 0 unless the sort is WORK or WALL. */
struct duration {
    enum duration_sort sort;
    int64_t min_ms, max_ms;
};

enum duration_verdict {
    DURATION_OK,
    DURATION_BAD,       /* not a duration; `*near` may name the unit that was meant */
    DURATION_THOUSANDS, /* `1.500 menit`: a decimal or a thousands sign? nobody can tell */
    DURATION_NOT_WHOLE, /* not a whole number of milliseconds */
    DURATION_TOO_LONG,  /* above LIMIT DURATION_DAYS */
};

/* Reads `0,5 menit`, `1 -2 Jam`, `1–2 jam`, `3 hari kerja`. `days` gives the region's units their length. */
enum duration_verdict duration_read(struct text text, const struct days *days, struct duration *duration,
                                    struct text *near);

/* The same for a `valid_for`, which always runs on the wall clock: a day is 24 hours, and `hari kerja` is BAD. */
enum duration_verdict duration_read_wall(struct text text, struct duration *duration, struct text *near);

/* Writes the time from `min_ms` to `max_ms` exactly: `42-46 menit`, or in `detik` where minutes need more than three
 * decimals. In English `42-46 minutes`. */
void duration_put(struct buf *to, int64_t min_ms, int64_t max_ms, enum lang lang);

/* Writes whole hundredths of an hour as a sheet states them: `0,48 jam`, `0,4-0,5 jam`. */
void duration_put_hours(struct buf *to, struct duration hours);

/* Adds `b` to `*a`, end by end; the sorts must agree or be NONE. */
void duration_add(struct duration *a, struct duration b);

#endif
