/* A total of working time: exact, or the reason why there is none. */
#ifndef TIME_TOTAL_H
#define TIME_TOTAL_H

#include <stdbool.h>
#include <stdint.h>

enum total_sort {
    TOTAL_KNOWN,
    TOTAL_ENDLESS, /* there is no such path, or it goes round for ever */
    TOTAL_CUT,     /* beyond what is computed: too many situations (LIMIT SITUATIONS), or longer than MOST_MS */
};

/* Milliseconds of working time, from the shortest that it may be to the longest; both 0 unless it is known. */
struct total {
    enum total_sort sort;
    int64_t min_ms, max_ms;
};

/* The longest time that is added up: every whole number up to here is exact as a double, too. Some 285,000 years. */
#define MOST_MS (INT64_C(1) << 53)

#endif
