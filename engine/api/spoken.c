#include "api/spoken.h"

enum { SECOND_MS = 1000, MINUTE_MS = 60000, HOUR_MS = 3600000, DAY_MS = 86400000 };

static const char *word(enum lang lang, const char *id, const char *en) { return lang == LANG_ID ? id : en; }

static char point_of(enum lang lang) { return lang == LANG_ID ? ',' : '.'; }

static bool is_one(struct range range) { return range.min == range.max; }

/* The whole number nearest to `value` / `unit`, halves up. */
static int64_t rounded(int64_t value, int64_t unit) { return value / unit + (value % unit * 2 >= unit); }

static int64_t ten_to(int places)
{
    int64_t power = 1;
    while (places-- > 0)
        power *= 10;
    return power;
}

/* `whole` and `part` of 10^-places, less than one. In two, so that no time is too long for it. */
struct decimal {
    int64_t whole, part;
    int places;
};

static struct decimal decimal_of(int64_t count, int places)
{
    int64_t scale = ten_to(places);
    return (struct decimal){count / scale, count % scale, places};
}

/* Zeros at its end are left out unless `fixed`. */
static void put_decimal(struct buf *to, struct decimal decimal, bool fixed, char point)
{
    int64_t scale = ten_to(decimal.places);
    buf_number(to, decimal.whole);
    for (int64_t rest = decimal.part; scale > 1 && (rest || fixed); rest %= scale) {
        if (scale == ten_to(decimal.places))
            buf_byte(to, (unsigned char)point);
        scale /= 10;
        buf_byte(to, (unsigned char)('0' + rest / scale));
    }
}

/* Milliseconds in a unit, with at most that many decimals. A minute is no power of ten: the division rounds. */
static void put_in(struct buf *to, int64_t ms, int64_t unit, int places, char point)
{
    struct decimal part = decimal_of(rounded(ms % unit * ten_to(places), unit), places);
    part.whole += ms / unit;
    put_decimal(to, part, false, point);
}

/* Both ends, or one where they read the same; they are released. */
static void put_ends(struct buf *to, struct buf *low, struct buf *high)
{
    buf_text(to, buf_view(low));
    if (!text_eq(buf_view(low), buf_view(high))) {
        buf_string(to, "–");
        buf_text(to, buf_view(high));
    }
    to->failed = to->failed || low->failed || high->failed;
    buf_release(low);
    buf_release(high);
}

static void put_range(struct buf *to, struct range range, int64_t unit, int places, enum lang lang)
{
    struct buf low = BUF_INIT, high = BUF_INIT;
    put_in(&low, range.min, unit, places, point_of(lang));
    put_in(&high, range.max, unit, places, point_of(lang));
    put_ends(to, &low, &high);
}

static const char *plural(enum lang lang, struct range range, int64_t unit, const char *const names[3])
{
    return lang == LANG_ID ? names[0] : is_one(range) && range.max == unit ? names[1] : names[2];
}

static void put_with_unit(struct buf *to, struct range range, int64_t unit, const char *const names[3], enum lang lang)
{
    put_range(to, range, unit, 3, lang);
    buf_byte(to, ' ');
    buf_string(to, plural(lang, range, unit, names));
}

static const char *const seconds[] = {"detik", "second", "seconds"}, *const minutes[] = {"menit", "minute", "minutes"},
                         *const hours[] = {"jam", "hour", "hours"}, *const days[] = {"hari", "day", "days"};

/* Is it a whole number of thousandths of a minute, so that three decimals say it exactly? */
static bool is_decimal_minutes(int64_t ms) { return ms % (MINUTE_MS / 1000) == 0; }

void spoken_time(struct buf *to, struct range range, enum lang lang)
{
    bool exact = is_decimal_minutes(range.min) && is_decimal_minutes(range.max);
    put_with_unit(to, range, exact ? MINUTE_MS : SECOND_MS, exact ? minutes : seconds, lang);
}

static void put_hours_and_minutes(struct buf *to, int64_t ms, enum lang lang)
{
    struct range whole = {ms - ms % HOUR_MS, ms - ms % HOUR_MS}, rest = {ms % HOUR_MS, ms % HOUR_MS};
    if (whole.min)
        put_with_unit(to, whole, HOUR_MS, hours, lang);
    if (whole.min && rest.min)
        buf_byte(to, ' ');
    if (!whole.min || rest.min)
        spoken_time(to, rest, lang);
}

void spoken_long(struct buf *to, struct range range, enum lang lang)
{
    spoken_time(to, range, lang);
    if (range.max < 2 * HOUR_MS)
        return;
    buf_string(to, " (");
    put_hours_and_minutes(to, range.min, lang);
    if (!is_one(range)) {
        buf_string(to, word(lang, " sampai ", " to "));
        put_hours_and_minutes(to, range.max, lang);
    }
    buf_byte(to, ')');
}

void spoken_minutes(struct buf *to, struct range range, enum lang lang) { put_range(to, range, MINUTE_MS, 3, lang); }

void spoken_hours(struct buf *to, struct range range, enum lang lang) { put_range(to, range, HOUR_MS, 2, lang); }

void spoken_wall(struct buf *to, struct range range, enum lang lang)
{
    if (range.min % DAY_MS == 0 && range.max % DAY_MS == 0)
        put_with_unit(to, range, DAY_MS, days, lang);
    else if (range.min % HOUR_MS == 0 && range.max % HOUR_MS == 0)
        put_with_unit(to, range, HOUR_MS, hours, lang);
    else
        spoken_time(to, range, lang);
}

/* --- doubles --- */

/* The whole number nearest to a value that is not negative; as much as fits. */
static int64_t nearest_whole(double value) { return value < 9e15 ? (int64_t)(value + 0.5) : INT64_C(9000000000000000); }

/* The longest time that is added up, as minutes (time/total.h): a mean beyond it says no more. */
static const double most_minutes = (double)(INT64_C(1) << 53) / MINUTE_MS;

static void put_moment(struct buf *to, double minute, enum lang lang)
{
    int64_t tenths = nearest_whole((minute > most_minutes ? most_minutes : minute) * 10);
    if (minute > most_minutes)
        buf_string(to, "> ");
    put_decimal(to, decimal_of(tenths, 1), true, point_of(lang));
}

void spoken_moment(struct buf *to, const double ms[2], enum lang lang)
{
    struct buf low = BUF_INIT, high = BUF_INIT;
    put_moment(&low, ms[0] / MINUTE_MS, lang);
    put_moment(&high, ms[1] / MINUTE_MS, lang);
    put_ends(to, &low, &high);
}

/* Of a hundred, so that neither nearly none is none nor nearly all is all. */
static void put_share(struct buf *to, double share, enum lang lang)
{
    int64_t tenths = nearest_whole(share * 1000);
    if (tenths == 0 && share > 0)
        buf_string(to, word(lang, "< 0,1", "< 0.1"));
    else if (tenths == 1000 && share < 1)
        buf_string(to, word(lang, "> 99,9", "> 99.9"));
    else
        put_decimal(to, decimal_of(tenths, 1), false, point_of(lang));
}

void spoken_share(struct buf *to, double least, double most, enum lang lang)
{
    struct buf low = BUF_INIT, high = BUF_INIT;
    put_share(&low, least, lang);
    put_share(&high, most, lang);
    put_ends(to, &low, &high);
}

void spoken_percent(struct buf *to, double share, enum lang lang)
{
    int64_t millionths = nearest_whole(share * 100 * 1000000);
    if (millionths == 0 && share > 0)
        buf_string(to, "< ");
    put_decimal(to, decimal_of(millionths || share == 0 ? millionths : 1, 6), false, point_of(lang));
    buf_byte(to, '%');
}

static int64_t percent(int64_t part, int64_t all) { return all ? nearest_whole((double)part / (double)all * 100) : 0; }

void spoken_part(struct buf *to, struct range part, struct range all)
{
    int64_t a = percent(part.min, all.min), b = percent(part.max, all.max);
    buf_number(to, a < b ? a : b);
    if (a != b) {
        buf_string(to, "–");
        buf_number(to, a < b ? b : a);
    }
    buf_byte(to, '%');
}

/* --- for programs --- */

void plain_minutes(struct buf *to, int64_t ms) { put_in(to, ms, MINUTE_MS, 6, '.'); }

void plain_decimal(struct buf *to, double value, int places)
{
    while (places && value * (double)ten_to(places) > 9e15)
        places--;
    put_decimal(to, decimal_of(nearest_whole(value * (double)ten_to(places)), places), false, '.');
}
