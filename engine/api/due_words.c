#include "api/due_words.h"

static bool is_known(int64_t at, int64_t now, int32_t east)
{
    return at != STORE_NO_TIME && moment_is_known(at, east) && moment_is_known(now, east);
}

/* "besok" of a day beside today, or NULL. */
static const char *near_day(calendar_date date, calendar_date today, enum lang lang)
{
    static const char *const days[][LANG_COUNT] = {
        {"kemarin", "yesterday"}, {"hari ini", "today"}, {"besok", "tomorrow"}};
    return date >= today - 1 && date <= today + 1 ? days[date - today + 1][lang] : NULL;
}

static void put_two(struct buf *to, int32_t number)
{
    buf_string(to, number < 10 ? "0" : "");
    buf_number(to, number);
}

static void put_clock(struct buf *to, int32_t ms, enum lang lang)
{
    put_two(to, ms / (60 * MS_A_MINUTE));
    buf_byte(to, lang == LANG_ID ? '.' : ':');
    put_two(to, ms / MS_A_MINUTE % 60);
}

/* "hari ini pukul 15.00", "besok pukul 08.08 WITA", "Senin 23 November 2026 pukul 08.08 WITA"; "tanpa batas waktu"
 * where nothing says. */
static void put_words(struct buf *to, int64_t at, int64_t now, int32_t east, enum lang lang)
{
    if (!is_known(at, now, east)) {
        buf_string(to, lang == LANG_ID ? "tanpa batas waktu" : "no time limit");
        return;
    }
    struct moment_parts then = moment_parts_of(at, east), today = moment_parts_of(now, east);
    const char *day = near_day(then.date, today.date, lang);
    if (!day) {
        moment_say(to, at - then.ms % MS_A_MINUTE, east, lang);
        return;
    }
    struct text zone = calendar_zone_said(east);
    buf_string(to, day);
    buf_string(to, lang == LANG_ID ? " pukul " : " at ");
    put_clock(to, then.ms, lang);
    buf_string(to, zone.len ? " " : "");
    buf_text(to, zone);
}

static void put_date(struct buf *to, calendar_date date, calendar_date today, enum lang lang)
{
    struct calendar_parts parts = calendar_parts_of(date);
    buf_bytes(to, moment_weekdays[parts.weekday][lang], 3);
    buf_byte(to, ' ');
    buf_number(to, parts.day);
    buf_byte(to, ' ');
    buf_bytes(to, moment_months[parts.month - 1][lang], 3);
    if (parts.year == calendar_parts_of(today).year)
        return;
    buf_byte(to, ' ');
    buf_number(to, parts.year);
}

/* The same in a column: "hari ini 15.00", "Sen 23 Nov 08.08", with the year where it is another; empty where nothing
 * says. */
static void put_short(struct buf *to, int64_t at, int64_t now, int32_t east, enum lang lang)
{
    if (!is_known(at, now, east))
        return;
    struct moment_parts then = moment_parts_of(at, east), today = moment_parts_of(now, east);
    const char *day = near_day(then.date, today.date, lang);
    if (day)
        buf_string(to, day);
    else
        put_date(to, then.date, today.date, lang);
    buf_byte(to, ' ');
    put_clock(to, then.ms, lang);
}

void put_due_words(struct report *report, json_t *object, int64_t at, int64_t now, int32_t east, enum lang lang)
{
    struct buf words = BUF_INIT, brief = BUF_INIT;
    put_words(&words, at, now, east, lang);
    put_short(&brief, at, now, east, lang);
    put(report, object, "late", json_boolean(at < now));
    put(report, object, "until_text", json_buffer(report, &words));
    put(report, object, "until_short", json_buffer(report, &brief));
}
