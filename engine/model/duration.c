#include "model/duration.h"

#include <string.h>

#include "base/must.h"

enum unit_sort { UNIT_WORK, UNIT_WALL, UNIT_WORK_DAY, UNIT_DAY, UNIT_WEEK };

struct unit {
    const char *spelling;
    enum unit_sort sort;
    int64_t ms;
};

static const struct unit units[] = {
#define UNIT(spelling, sort, ms) {spelling, UNIT_##sort, ms},
#include "model/units.def"
#undef UNIT
};

/* What people write short, only to say which unit they mean. */
static const struct {
    const char *form, *unit;
} short_forms[] = {{"dtk", "detik"},  {"hr", "hari"},    {"jm", "jam"},    {"min", "menit"},
                   {"mgg", "minggu"}, {"mins", "menit"}, {"mnt", "menit"}, {"minutes", "menit"}};

enum {
    UNITS = sizeof units / sizeof *units,
    MOST_DIGITS = 9,
    MINUTE_MS = 60000,
    HUNDREDTH_HOUR_MS = 36000,
    DAY_MS = 86400000,
};

/* A decimal as mantissa / scale, at most nine digits in all, so that products stay within 64 bits. */
struct decimal {
    int64_t mantissa, scale;
    bool thousands; /* `1.500`: one and a half here, but fifteen hundred to who writes Indonesian */
};

/* decimal = digits [ ("," | ".") digits ]; advances `*rest` past it. */
static bool read_decimal(struct text *rest, struct decimal *decimal)
{
    size_t i = 0, digits = 0;
    bool fraction = false;
    *decimal = (struct decimal){0, 1, false};
    for (; i < rest->len; i++) {
        char c = rest->at[i];
        if (c >= '0' && c <= '9' && digits < MOST_DIGITS) {
            decimal->mantissa = decimal->mantissa * 10 + (c - '0');
            decimal->scale *= fraction ? 10 : 1;
            digits++;
        } else if ((c == ',' || c == '.') && !fraction && digits) {
            fraction = true;
        } else {
            break;
        }
    }
    bool ends_in_digit = i > 0 && rest->at[i - 1] >= '0' && rest->at[i - 1] <= '9';
    bool too_long = i < rest->len && rest->at[i] >= '0' && rest->at[i] <= '9';
    decimal->thousands = i >= 5 && rest->at[i - 4] == '.' && rest->at[0] != '0';
    *rest = text_trim((struct text){rest->at + i, rest->len - i});
    return ends_in_digit && !too_long;
}

/* The unit's spelling without capitals and with single blanks, into `folded`; 0 when it does not fit. */
static size_t fold(struct text text, char *folded, size_t size)
{
    size_t n = 0;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];
        if (c == '\t' || c == '\n')
            c = ' ';
        if (c == ' ' && n && folded[n - 1] == ' ')
            continue;
        if (n == size)
            return 0;
        folded[n++] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
    }
    return n;
}

static const struct unit *find_unit(struct text text, struct text *near)
{
    char folded[32];
    struct text spelling = {folded, fold(text, folded, sizeof folded)};
    for (size_t i = 0; i < UNITS; i++)
        if (text_eq(spelling, text_of(units[i].spelling)))
            return &units[i];
    for (size_t i = 0; i < sizeof short_forms / sizeof *short_forms; i++)
        if (text_eq(spelling, text_of(short_forms[i].form))) {
            *near = text_of(short_forms[i].unit);
            return NULL;
        }
    struct nearest nearest = nearest_to(spelling);
    for (size_t i = 0; i < UNITS; i++)
        nearest_try(&nearest, text_of(units[i].spelling));
    *near = nearest.best;
    return NULL;
}

/* One unit as a fraction of milliseconds; a numerator of 0 means that the region does not define it. */
static struct decimal unit_length(const struct unit *unit, const struct days *days, enum duration_sort *sort)
{
    int64_t week_ms = (int64_t)calendar_week_minutes(&days->week) * MINUTE_MS;
    int64_t work_days = calendar_week_days(&days->week);
    bool wall = unit->sort == UNIT_WALL || (days->sense == DAY_WALL && unit->sort != UNIT_WORK_DAY);
    bool unstated = days->sense == DAY_UNSTATED && unit->sort != UNIT_WORK_DAY;
    *sort = DURATION_WORK;
    if (unit->ms) {
        *sort = unit->sort == UNIT_WALL ? DURATION_WALL : DURATION_WORK;
        return (struct decimal){unit->ms, 1, false};
    }
    if (wall) {
        *sort = DURATION_WALL;
        return (struct decimal){unit->sort == UNIT_WEEK ? 7 * (int64_t)DAY_MS : DAY_MS, 1, false};
    }
    if (unstated || work_days == 0) {
        *sort = DURATION_UNKNOWN;
        return (struct decimal){0, 1, false};
    }
    return unit->sort == UNIT_WEEK ? (struct decimal){week_ms, 1, false} : (struct decimal){week_ms, work_days, false};
}

static enum duration_verdict to_ms(struct decimal value, struct decimal unit, int64_t *ms)
{
    int64_t product = value.mantissa * unit.mantissa, divisor = value.scale * unit.scale;
    if (product / divisor > (int64_t)MAX_DURATION_DAYS * DAY_MS)
        return DURATION_TOO_LONG;
    *ms = product / divisor;
    return product % divisor ? DURATION_NOT_WHOLE : DURATION_OK;
}

/* duration = decimal [ "-" decimal ] unit */
/* How many bytes the sign of a range takes: a hyphen, or the dash that word processors make of it. */
static size_t range_sign(struct text rest)
{
    if (rest.len && rest.at[0] == '-')
        return 1;
    return rest.len >= 3 && memcmp(rest.at, "\xE2\x80\x93", 3) == 0 ? 3 : 0;
}

static const struct unit *read_parts(struct text text, struct decimal *low, struct decimal *high, struct text *near)
{
    struct text rest = text_trim(text);
    if (!read_decimal(&rest, low))
        return NULL;
    *high = *low;
    size_t dash = range_sign(rest);
    if (dash) {
        rest = text_trim((struct text){rest.at + dash, rest.len - dash});
        if (!read_decimal(&rest, high))
            return NULL;
    }
    return find_unit(rest, near);
}

enum duration_verdict duration_read(struct text text, const struct days *days, struct duration *duration,
                                    struct text *near)
{
    struct decimal low, high;
    *near = (struct text){0};
    const struct unit *unit = read_parts(text, &low, &high, near);
    if (!unit || low.mantissa * high.scale > high.mantissa * low.scale)
        return DURATION_BAD;
    if (low.thousands || high.thousands)
        return DURATION_THOUSANDS;
    struct duration result = {0};
    struct decimal length = unit_length(unit, days, &result.sort);
    enum duration_verdict verdict = to_ms(low, length, &result.min_ms);
    enum duration_verdict verdict2 = to_ms(high, length, &result.max_ms);
    if (verdict == DURATION_OK)
        verdict = verdict2;
    if (verdict == DURATION_OK)
        *duration = result;
    return verdict;
}

enum duration_verdict duration_read_wall(struct text text, struct duration *duration, struct text *near)
{
    static const struct days wall = {.sense = DAY_WALL};
    struct duration read = {0};
    enum duration_verdict verdict = duration_read(text, &wall, &read, near);
    if (verdict == DURATION_OK && read.sort == DURATION_UNKNOWN)
        return DURATION_BAD;
    if (verdict == DURATION_OK)
        *duration = (struct duration){DURATION_WALL, read.min_ms, read.max_ms};
    return verdict;
}

void duration_add(struct duration *a, struct duration b)
{
    if (b.sort == DURATION_NONE || b.sort == DURATION_UNKNOWN)
        return;
    must(a->sort == DURATION_NONE || a->sort == b.sort);
    a->sort = b.sort;
    a->min_ms += b.min_ms;
    a->max_ms += b.max_ms;
}

/* With as many decimals as it needs. */
static void put_thousandths(struct buf *to, int64_t thousandths, char point)
{
    buf_number(to, thousandths / 1000);
    int64_t rest = thousandths % 1000;
    for (int64_t digit = 100; rest; rest %= digit, digit /= 10) {
        if (digit == 100)
            buf_byte(to, (unsigned char)point);
        buf_byte(to, (unsigned char)('0' + rest / digit));
    }
}

void duration_put(struct buf *to, int64_t min_ms, int64_t max_ms, enum lang lang)
{
    enum { MINUTE_THOUSANDTH_MS = MINUTE_MS / 1000 };
    bool minutes = min_ms % MINUTE_THOUSANDTH_MS == 0 && max_ms % MINUTE_THOUSANDTH_MS == 0;
    int64_t part = minutes ? MINUTE_THOUSANDTH_MS : 1;
    char point = lang == LANG_ID ? ',' : '.';
    put_thousandths(to, min_ms / part, point);
    if (max_ms != min_ms) {
        buf_byte(to, '-');
        put_thousandths(to, max_ms / part, point);
    }
    if (lang == LANG_ID)
        buf_string(to, minutes ? " menit" : " detik");
    else
        buf_string(to, minutes ? " minute" : " second");
    if (lang == LANG_EN && (min_ms != max_ms || min_ms != 1000 * part))
        buf_byte(to, 's');
}

void duration_put_hours(struct buf *to, struct duration hours)
{
    enum { THOUSANDTHS = 10 };
    put_thousandths(to, hours.min_ms / HUNDREDTH_HOUR_MS * THOUSANDTHS, ',');
    if (hours.max_ms != hours.min_ms) {
        buf_byte(to, '-');
        put_thousandths(to, hours.max_ms / HUNDREDTH_HOUR_MS * THOUSANDTHS, ',');
    }
    buf_string(to, " jam");
}
