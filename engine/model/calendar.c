#include "model/calendar.h"

#include "base/nearest.h"

const char *const calendar_weekdays[WEEKDAYS] = {
#define WEEKDAY(key, id, en) #key,
#include "model/weekdays.def"
#undef WEEKDAY
};

static bool number_at(struct text text, size_t from, size_t len, int64_t *value)
{
    return from + len <= text.len && text_number((struct text){text.at + from, len}, value);
}

static bool is_leap(int64_t year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

static int64_t month_days(int64_t year, int64_t month)
{
    static const uint8_t days[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[month - 1] + (month == 2 && is_leap(year));
}

/* Days from 1970-01-01: whole years by counting leap days, then months. */
static calendar_date days_from(int64_t year, int64_t month, int64_t day)
{
    int64_t past = year - 1;
    int64_t days = past * 365 + past / 4 - past / 100 + past / 400 - 719162;
    for (int64_t m = 1; m < month; m++)
        days += month_days(year, m);
    return (calendar_date)(days + day - 1);
}

calendar_date calendar_read_date(struct text text)
{
    int64_t year, month, day;
    if (text.len != 10 || text.at[4] != '-' || text.at[7] != '-' || !number_at(text, 0, 4, &year) ||
        !number_at(text, 5, 2, &month) || !number_at(text, 8, 2, &day))
        return CALENDAR_NO_DATE;
    if (year < CALENDAR_FIRST_YEAR || year > CALENDAR_LAST_YEAR || month < 1 || month > MONTHS || day < 1 ||
        day > month_days(year, month))
        return CALENDAR_NO_DATE;
    return days_from(year, month, day);
}

/* The year is guessed from the mean length of one, which is never wrong by more than one. */
struct calendar_parts calendar_parts_of(calendar_date date)
{
    int32_t year = (int32_t)(((int64_t)date + 719528) * 400 / 146097), month = 1;
    year += days_from(year + 1, 1, 1) <= date;
    year -= days_from(year, 1, 1) > date;
    calendar_date left = date - days_from(year, 1, 1);
    for (; left >= month_days(year, month); month++)
        left -= (calendar_date)month_days(year, month);
    int32_t weekday = (int32_t)(((int64_t)date + 3) % WEEKDAYS); /* 1970-01-01 was a Thursday */
    return (struct calendar_parts){year, month, left + 1, weekday < 0 ? weekday + WEEKDAYS : weekday};
}

static void write_digits(char *at, int64_t value, int digits)
{
    while (digits--) {
        at[digits] = (char)('0' + value % 10);
        value /= 10;
    }
}

char *calendar_write_date(calendar_date date, char text[CALENDAR_DATE_SIZE])
{
    struct calendar_parts parts = calendar_parts_of(date);
    write_digits(text, parts.year, 4);
    write_digits(text + 5, parts.month, 2);
    write_digits(text + 8, parts.day, 2);
    text[4] = text[7] = '-';
    text[10] = '\0';
    return text;
}

static bool read_minute(struct text text, uint16_t *minute)
{
    int64_t hour, past;
    text = text_trim(text);
    if (text.len != 5 || (text.at[2] != ':' && text.at[2] != '.') || !number_at(text, 0, 2, &hour) ||
        !number_at(text, 3, 2, &past) || past > 59 || hour * 60 + past > MINUTES_A_DAY)
        return false;
    *minute = (uint16_t)(hour * 60 + past);
    return true;
}

bool calendar_read_hours(struct text text, struct hours *hours)
{
    struct text to, from = text_cut(text, '-', &to);
    return read_minute(from, &hours->from) && read_minute(to, &hours->to) && hours->from < hours->to;
}

int calendar_weekday(struct text name)
{
    for (int i = 0; i < WEEKDAYS; i++)
        if (text_eq(name, text_of(calendar_weekdays[i])))
            return i;
    return -1;
}

static uint32_t day_minutes(const struct day_hours *day)
{
    uint32_t minutes = 0;
    for (uint32_t i = 0; i < day->n; i++)
        minutes += (uint32_t)(day->at[i].to - day->at[i].from);
    return minutes;
}

uint32_t calendar_week_minutes(const struct work_week *week)
{
    uint32_t minutes = 0;
    for (int i = 0; i < WEEKDAYS; i++)
        minutes += day_minutes(&week->day[i]);
    return minutes;
}

uint32_t calendar_week_days(const struct work_week *week)
{
    uint32_t days = 0;
    for (int i = 0; i < WEEKDAYS; i++)
        days += day_minutes(&week->day[i]) > 0;
    return days;
}

static const struct {
    const char *name, *said;
    int32_t east;
} zones[] = {
#define ZONE(name, said, east) {name, said, east},
#include "model/zones.def"
#undef ZONE
};

int64_t calendar_working_day(const struct work_week *week)
{
    enum { MINUTE_MS = 60000, USUAL_MINUTES = 450 };
    int64_t minutes = calendar_week_minutes(week), days = calendar_week_days(week);
    return days ? minutes * MINUTE_MS / days : USUAL_MINUTES * MINUTE_MS;
}

int32_t calendar_zone(struct text name)
{
    for (size_t i = 0; i < sizeof zones / sizeof *zones; i++)
        if (text_eq(name, text_of(zones[i].name)))
            return zones[i].east;
    return CALENDAR_NO_ZONE;
}

struct text calendar_zone_said(int32_t east)
{
    for (size_t i = 0; i < sizeof zones / sizeof *zones; i++)
        if (zones[i].east == east)
            return text_of(zones[i].said);
    return (struct text){0};
}
