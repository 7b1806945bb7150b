#include "model/moment.h"

const char *const moment_weekdays[][LANG_COUNT] = {
#define WEEKDAY(key, id, en) {id, en},
#include "model/weekdays.def"
#undef WEEKDAY
};

const char *const moment_months[][LANG_COUNT] = {
#define MONTH(id, en) {id, en},
#include "model/months.def"
#undef MONTH
};

static int64_t offset_ms(int32_t east) { return east == CALENDAR_NO_ZONE ? 0 : (int64_t)east * MS_A_MINUTE; }

struct moment_parts moment_parts_of(int64_t at, int32_t east)
{
    int64_t local = at + offset_ms(east), ms = local % MS_A_DAY;
    ms += ms < 0 ? MS_A_DAY : 0;
    return (struct moment_parts){(calendar_date)((local - ms) / MS_A_DAY), (int32_t)ms};
}

int64_t moment_of(struct moment_parts parts, int32_t east)
{
    return (int64_t)parts.date * MS_A_DAY + parts.ms - offset_ms(east);
}

bool moment_is_known(int64_t at, int32_t east)
{
    const int64_t first = (int64_t)CALENDAR_FIRST_DATE * MS_A_DAY, end = ((int64_t)CALENDAR_LAST_DATE + 1) * MS_A_DAY;
    return at >= first - offset_ms(east) && at < end - offset_ms(east);
}

/* --- reading --- */

/* What is left to read. */
struct rest {
    struct text text;
    bool bad; /* it is not of the form */
};

static bool take_sign(struct rest *rest, char sign)
{
    if (!rest->text.len || rest->text.at[0] != sign)
        return false;
    rest->text.at++;
    rest->text.len--;
    return true;
}

static int64_t take_number(struct rest *rest, size_t digits)
{
    int64_t number = 0;
    if (rest->text.len < digits || !text_number((struct text){rest->text.at, digits}, &number)) {
        rest->bad = true;
        return 0;
    }
    rest->text.at += digits;
    rest->text.len -= digits;
    return number;
}

static void take_needed(struct rest *rest, char sign) { rest->bad = rest->bad || !take_sign(rest, sign); }

/* One to three digits behind the point, as milliseconds. */
static int64_t take_fraction(struct rest *rest)
{
    size_t digits = 0;
    while (digits < rest->text.len && rest->text.at[digits] >= '0' && rest->text.at[digits] <= '9')
        digits++;
    rest->bad = rest->bad || digits < 1 || digits > 3;
    int64_t value = rest->bad ? 0 : take_number(rest, digits);
    return digits == 1 ? value * 100 : digits == 2 ? value * 10 : value;
}

/* Milliseconds since midnight, at most a whole day; -1 where the clock has no such time. */
static int64_t take_clock(struct rest *rest)
{
    int64_t hour = take_number(rest, 2), minute, second = 0, ms = 0;
    take_needed(rest, ':');
    minute = take_number(rest, 2);
    if (take_sign(rest, ':')) {
        second = take_number(rest, 2);
        ms = take_sign(rest, '.') ? take_fraction(rest) : 0;
    }
    int64_t all = (hour * 60 + minute) * MS_A_MINUTE + second * 1000 + ms;
    return minute > 59 || second > 59 || all > MS_A_DAY ? -1 : all;
}

enum { MOST_OFFSET = 14 * 60 };

/* Minutes east of UTC; CALENDAR_NO_ZONE where none are written, a whole day where no zone lies there. */
static int32_t take_offset(struct rest *rest)
{
    if (take_sign(rest, 'Z'))
        return 0;
    bool west = take_sign(rest, '-');
    if (!west && !take_sign(rest, '+'))
        return CALENDAR_NO_ZONE;
    int64_t hour = take_number(rest, 2);
    take_needed(rest, ':');
    int64_t minute = take_number(rest, 2), minutes = hour * 60 + minute;
    if (minute > 59 || minutes > MOST_OFFSET)
        return MINUTES_A_DAY;
    return (int32_t)(west ? -minutes : minutes);
}

static bool is_date_like(struct text text)
{
    for (size_t i = 0; i < text.len; i++)
        if (i == 4 || i == 7 ? text.at[i] != '-' : text.at[i] < '0' || text.at[i] > '9')
            return false;
    return text.len == 10;
}

enum moment_verdict moment_read(struct text text, int32_t east, int64_t *at)
{
    struct rest rest = {.bad = false};
    struct text day = text_cut(text, 'T', &rest.text);
    calendar_date date = calendar_read_date(day);
    int64_t ms = take_clock(&rest);
    int32_t offset = take_offset(&rest);
    if (rest.bad || rest.text.len || !is_date_like(day))
        return MOMENT_BAD;
    if (date == CALENDAR_NO_DATE || ms < 0 || offset == MINUTES_A_DAY)
        return MOMENT_NO_SUCH;
    if (offset != CALENDAR_NO_ZONE && east == CALENDAR_NO_ZONE)
        return MOMENT_NO_ZONE;
    int64_t moment = (int64_t)date * MS_A_DAY + ms - offset_ms(offset == CALENDAR_NO_ZONE ? east : offset);
    if (!moment_is_known(moment, east))
        return MOMENT_NO_SUCH;
    *at = moment;
    return MOMENT_OK;
}

int64_t moment_span(struct text text)
{
    struct text clock;
    text_cut(text, 'T', &clock);
    if (clock.len < 8 || clock.at[5] != ':')
        return MS_A_MINUTE;
    return clock.len > 8 && clock.at[8] == '.' ? 1 : 1000;
}

/* Where an offset is written only the first and the last year can hang on the clock, and then on its being far enough
 * to the west or to the east. */
enum moment_verdict moment_judge(struct text text)
{
    int64_t at;
    enum moment_verdict west = moment_read(text, -MOST_OFFSET, &at);
    return west == MOMENT_NO_SUCH ? moment_read(text, MOST_OFFSET, &at) : west;
}

/* --- writing --- */

static void put_number(struct buf *to, int32_t number, int32_t least)
{
    for (; least > 1 && number < least; least /= 10)
        buf_byte(to, '0');
    buf_number(to, number);
}

/* Hours and minutes; seconds where there are any, and behind `point` the rest of one. */
static void put_clock(struct buf *to, int32_t ms, char between, char point)
{
    put_number(to, ms / (60 * MS_A_MINUTE), 10);
    buf_byte(to, (unsigned char)between);
    put_number(to, ms / MS_A_MINUTE % 60, 10);
    if (ms % MS_A_MINUTE == 0)
        return;
    buf_byte(to, (unsigned char)between);
    put_number(to, ms / 1000 % 60, 10);
    if (ms % 1000 == 0)
        return;
    buf_byte(to, (unsigned char)point);
    put_number(to, ms % 1000, 100);
}

void moment_write(struct buf *to, int64_t at, int32_t east)
{
    char date[CALENDAR_DATE_SIZE];
    struct moment_parts parts = moment_parts_of(at, east);
    buf_string(to, calendar_write_date(parts.date, date));
    buf_byte(to, 'T');
    put_clock(to, parts.ms, ':', '.');
    if (parts.ms % MS_A_MINUTE == 0)
        buf_string(to, ":00");
    if (east == CALENDAR_NO_ZONE)
        return;
    int32_t minutes = east < 0 ? -east : east;
    buf_byte(to, east < 0 ? '-' : '+');
    put_number(to, minutes / 60, 10);
    buf_byte(to, ':');
    put_number(to, minutes % 60, 10);
}

void moment_say(struct buf *to, int64_t at, int32_t east, enum lang lang)
{
    bool indonesian = lang == LANG_ID;
    struct moment_parts parts = moment_parts_of(at, east);
    struct calendar_parts date = calendar_parts_of(parts.date);
    struct text zone = calendar_zone_said(east);
    buf_string(to, moment_weekdays[date.weekday][lang]);
    buf_byte(to, ' ');
    buf_number(to, date.day);
    buf_byte(to, ' ');
    buf_string(to, moment_months[date.month - 1][lang]);
    buf_byte(to, ' ');
    buf_number(to, date.year);
    buf_string(to, indonesian ? " pukul " : " at ");
    put_clock(to, parts.ms, indonesian ? '.' : ':', indonesian ? ',' : '.');
    if (zone.len)
        buf_byte(to, ' ');
    buf_text(to, zone);
}
