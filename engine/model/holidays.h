/* The days on which no office works: read from the files `holidays-….yaml` in `sops/data/`, one for each decree. */
#ifndef MODEL_HOLIDAYS_H
#define MODEL_HOLIDAYS_H

#include "base/text.h"
#include "model/calendar.h"

struct holiday {
    calendar_date date;
    struct text name;
};

/* In the order of their dates, each date once. */
struct holiday_list {
    const struct holiday *at;
    size_t n;
};

/* What one decree says of one year. */
struct holidays {
    uint32_t year;
    struct text decree, source;      /* its number; where the list is known from */
    struct holiday_list days, joint; /* hari libur nasional; cuti bersama. No date is in both */
    bool local;                      /* of some region beside the national ones: its year is not known by it */
};

#endif
