#include "api/due_words.h"

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

void due_words(struct buf *to, int64_t at, int64_t now, int32_t east, enum lang lang)
{
    if (at == STORE_NO_TIME || !moment_is_known(at, east) || !moment_is_known(now, east)) {
        buf_string(to, lang == LANG_ID ? "tanpa batas waktu" : "no time limit");
        return;
    }
    struct moment_parts then = moment_parts_of(at, east), today = moment_parts_of(now, east);
    const char *day = near_day(then.date, today.date, lang);
    if (!day) {
        moment_say(to, at - at % MS_A_MINUTE, east, lang);
        return;
    }
    buf_string(to, day);
    buf_string(to, lang == LANG_ID ? " pukul " : " at ");
    put_two(to, then.ms / (60 * MS_A_MINUTE));
    buf_byte(to, lang == LANG_ID ? '.' : ':');
    put_two(to, then.ms / MS_A_MINUTE % 60);
    struct text zone = calendar_zone_said(east);
    buf_string(to, zone.len ? " " : "");
    buf_text(to, zone);
}

json_t *json_due_words(struct report *report, int64_t at, int64_t now, int32_t east, enum lang lang)
{
    struct buf words = BUF_INIT;
    due_words(&words, at, now, east, lang);
    return json_buffer(report, &words);
}
