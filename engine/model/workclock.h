/* A region's working clock: when a stretch of work or of time on the wall that begins at some moment is over.
 *
 * Work is done in the hours of the region's `work_week`, or of the period that holds the day, and never on a holiday or
 * a day of joint leave:
 *
 *                  hours          break   hours            Saturday, Sunday, holiday      hours
 *      ----------[=======)--------------[=======)----------------------------------------[=======)----
 *
 * - A stretch of work that begins outside all hours is taken up when the next hours begin.
 * - It is over the moment that its last millisecond is done: what fills the hours until 12:00 ends at 12:00, not when
 *   the break is over. What comes next goes on from there, so one stretch of a + b ends when one of a and then one of b
 *   do.
 * - No work at all ends when it begins, whatever the hour.
 * - Time on the wall passes in every hour of every day.
 * - What is not over within the last year that a calendar knows (2999) is never over; nor is work that meets no hours.
 *
 * Holidays are known for the years of the files that the region names. Work in any other year is counted as if that
 * year had none, and the year is told. */
#ifndef MODEL_WORKCLOCK_H
#define MODEL_WORKCLOCK_H

#include "base/bits.h"
#include "model/holidays.h"
#include "model/moment.h"
#include "model/sop.h"

enum { YEARS = CALENDAR_LAST_YEAR - CALENDAR_FIRST_YEAR + 1 };

/* Some of the years that there are. */
struct years {
    uint64_t bits[(YEARS + 63) / 64];
};

bool years_has(const struct years *years, int32_t year);
void years_add(struct years *years, int32_t year);

/* The first of them that is not before `from`, or 0 when there is none. */
int32_t years_next(const struct years *years, int32_t from);

struct workclock {
    int32_t east;                /* minutes, or CALENDAR_NO_ZONE */
    const struct region *region; /* whose week and periods it keeps */
    const calendar_date *off;    /* holidays and joint leave, in order, each once */
    size_t n_off;
    struct years known; /* of the files of holidays */
};

/* Files of holidays, in any order; two may speak of the same year. */
struct holiday_files {
    const struct holidays *at;
    size_t n;
};

/* The clock of a region that was read without an error; it borrows the region. False: memory is out. */
bool workclock_make(struct workclock *clock, const struct region *region, struct holiday_files files,
                    struct arena *arena);

/* Where a walk along the clock has come to. */
struct walk {
    const struct workclock *clock;
    int64_t at;           /* milliseconds since 1970-01-01T00:00Z */
    bool never;           /* it does not come to an end: `at` and `guessed` say no more */
    struct years guessed; /* work was done in them, or could have been, and their holidays are not known */
};

/* A walk begins at a moment of a year from 1900 to 2999 there; at any other it is never over. */
struct walk walk_from(const struct workclock *clock, int64_t at);

/* Goes on by so many milliseconds, none or more, of working time or of time on the wall. False: it is never over. */
bool walk_work(struct walk *walk, int64_t ms);
bool walk_wall(struct walk *walk, int64_t ms);

/* The working time between two moments of years from 1900 to 2999 there; 0 where `to` is not behind `from`. */
int64_t workclock_between(const struct workclock *clock, int64_t from, int64_t to);

/* Does the region state any working hours? */
bool workclock_has_hours(const struct workclock *clock);

#endif
