/* A total of working time: exact, or the reason why there is none. */
#ifndef TIME_TOTAL_H
#define TIME_TOTAL_H

#include <stdbool.h>
#include <stdint.h>

enum total_sort {
    TOTAL_KNOWN,
    TOTAL_ENDLESS,  /* there is no such path, or it goes round for ever */
    TOTAL_TOO_LONG, /* longer than MOST_MS */
    TOTAL_CUT,      /* not worked out: there are too many situations (LIMIT SITUATIONS) */
};

/* Milliseconds of working time, from the shortest that it may be to the longest; both 0 unless it is known. */
struct total {
    enum total_sort sort;
    int64_t min_ms, max_ms;
};

/* The longest time that is added up: every whole number up to here is exact as a double, too. Some 285,000 years. */
#define MOST_MS (INT64_C(1) << 53)

/* Widens `total`, which has been widened `n` times before, to hold `more`, too. What is not known stays so. */
static inline void total_widen(struct total *total, struct total more, uint32_t n)
{
    if (n == 0 || more.sort > total->sort)
        *total = more;
    else if (total->sort == TOTAL_KNOWN && more.sort == TOTAL_KNOWN) {
        total->min_ms = more.min_ms < total->min_ms ? more.min_ms : total->min_ms;
        total->max_ms = more.max_ms > total->max_ms ? more.max_ms : total->max_ms;
    }
}

#endif
