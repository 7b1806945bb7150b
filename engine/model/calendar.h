/* Dates, hours, working weeks, periods and zones: the region's clock as data. */
#ifndef MODEL_CALENDAR_H
#define MODEL_CALENDAR_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

enum {
    WEEKDAYS = 7,
    MONTHS = 12,
    MINUTES_A_DAY = 24 * 60,
    MS_A_MINUTE = 60000,
    MS_A_DAY = MINUTES_A_DAY * MS_A_MINUTE
};

/* Days since 1970-01-01 (proleptic Gregorian), or CALENDAR_NO_DATE. */
typedef int32_t calendar_date;
enum { CALENDAR_NO_DATE = INT32_MIN };

/* The years that there are. */
enum { CALENDAR_FIRST_YEAR = 1900, CALENDAR_LAST_YEAR = 2999 };
enum { CALENDAR_FIRST_DATE = -25567, CALENDAR_LAST_DATE = 376199 };

/* `2026-11-20`, from year 1900 to 2999, a date that exists; CALENDAR_NO_DATE otherwise. */
calendar_date calendar_read_date(struct text text);

/* A date's parts; months and days count from 1, week days from 0 for Monday. */
struct calendar_parts {
    int32_t year, month, day, weekday;
};

/* The parts of any date from the first to the last. */
struct calendar_parts calendar_parts_of(calendar_date date);

/* The date as it is read, with a NUL, into `text`, which it returns. */
enum { CALENDAR_DATE_SIZE = 11 };
char *calendar_write_date(calendar_date date, char text[CALENDAR_DATE_SIZE]);

/* Minutes since midnight, `to` not before `from` and at most 1440. */
struct hours {
    uint16_t from, to;
};

/* `07:30-12:00`; false unless from < to. */
bool calendar_read_hours(struct text text, struct hours *hours);

/* 0 for `senin` … 6 for `minggu`, or -1. */
int calendar_weekday(struct text name);
extern const char *const calendar_weekdays[WEEKDAYS];

struct day_hours {
    const struct hours *at;
    uint32_t n;
};

struct work_week {
    bool stated;
    struct day_hours day[WEEKDAYS];
};

/* The days from `from` to `to`, both included, have hours of their own. */
struct period {
    calendar_date from, to;
    struct work_week week;
};

/* Working minutes of a whole week, and how many of its days have any. */
uint32_t calendar_week_minutes(const struct work_week *week);
uint32_t calendar_week_days(const struct work_week *week);

/* Milliseconds of an average working day: the week over its days, or 450 minutes where it has no hours (Perpres 21/2023:
 * 37.5 hours over five days). */
int64_t calendar_working_day(const struct work_week *week);

enum day_sense { DAY_UNSTATED, DAY_WORK, DAY_WALL };

/* What gives the units `hari kerja`, `hari` and `minggu` their length. */
struct days {
    struct work_week week;
    enum day_sense sense;
};

/* Minutes east of UTC, or CALENDAR_NO_ZONE. */
enum { CALENDAR_NO_ZONE = INT32_MIN };
int32_t calendar_zone(struct text name);

/* What people call the zone, `WITA`; empty where no zone lies there. */
struct text calendar_zone_said(int32_t east);

#endif
