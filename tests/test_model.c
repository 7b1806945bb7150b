/* Values and events: durations to the millisecond, dates, hours, week days, the bytes of events, names of patterns. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/finding.h"
#include "model/duration.h"
#include "model/event.h"
#include "model/pattern.h"
#include "time/claim.h"

/* --- durations --- */

enum { SECOND = 1000, MINUTE = 60 * SECOND, HOUR = 60 * MINUTE, DAY = 24 * HOUR };

/* Perpres 21/2023: four days of 7.5 hours and a Friday of as many, 2250 minutes in all. */
static const struct hours most_days[] = {{450, 720}, {780, 960}}, friday[] = {{450, 690}, {780, 990}};

#define OFFICE_WEEK                                                                                                    \
    {                                                                                                                  \
        .stated = true, .day = { {most_days, 2}, {most_days, 2}, {most_days, 2}, {most_days, 2}, {friday, 2} }         \
    }

static const struct days unstated = {.sense = DAY_UNSTATED};
static const struct days work = {.week = OFFICE_WEEK, .sense = DAY_WORK};
static const struct days wall = {.week = OFFICE_WEEK, .sense = DAY_WALL};
static const struct days week_alone = {.week = OFFICE_WEEK, .sense = DAY_UNSTATED};

/* What was read last: where a failed test is to be looked for. */
static const char *last_read;

static int print_last(void **unused)
{
    (void)unused;
    print_message("# last: %s\n", last_read);
    return 0;
}

struct said {
    const char *text;
    const struct days *days;
    enum duration_sort sort;
    int64_t min_ms, max_ms;
};

static void durations_are_exact(void **unused)
{
    static const struct said rows[] = {
        {"5 menit", &unstated, DURATION_WORK, 5 * MINUTE, 5 * MINUTE},
        {"0,5 menit", &unstated, DURATION_WORK, 30 * SECOND, 30 * SECOND},
        {"0.5 menit", &unstated, DURATION_WORK, 30 * SECOND, 30 * SECOND},
        {"5menit", &unstated, DURATION_WORK, 5 * MINUTE, 5 * MINUTE},
        {" 5  MENIT ", &unstated, DURATION_WORK, 5 * MINUTE, 5 * MINUTE},
        {"1 -2 Jam", &unstated, DURATION_WORK, HOUR, 2 * HOUR},
        {"1-2 jam", &unstated, DURATION_WORK, HOUR, 2 * HOUR},
        {"1,5 - 2,25 jam", &unstated, DURATION_WORK, 90 * MINUTE, 135 * MINUTE},
        {"2-2 detik", &unstated, DURATION_WORK, 2 * SECOND, 2 * SECOND},
        {"0,001 detik", &unstated, DURATION_WORK, 1, 1},
        {"0 menit", &unstated, DURATION_WORK, 0, 0},
        {"007 detik", &unstated, DURATION_WORK, 7 * SECOND, 7 * SECOND},
        {"0,32 jam", &unstated, DURATION_WORK, 1152 * SECOND, 1152 * SECOND},
        {"0,33 jam", &unstated, DURATION_WORK, 1188 * SECOND, 1188 * SECOND},
        {"3 hari kalender", &unstated, DURATION_WALL, 3 * (int64_t)DAY, 3 * (int64_t)DAY},
        {"3 HARI\tKalender", &unstated, DURATION_WALL, 3 * (int64_t)DAY, 3 * (int64_t)DAY},
        {"1 hari kerja", &week_alone, DURATION_WORK, 450 * MINUTE, 450 * MINUTE},
        {"1 hari kerja", &wall, DURATION_WORK, 450 * MINUTE, 450 * MINUTE},
        {"1-2 hari kerja", &work, DURATION_WORK, 450 * MINUTE, 900 * MINUTE},
        {"1 hari kerja", &unstated, DURATION_UNKNOWN, 0, 0},
        {"1 hari", &work, DURATION_WORK, 450 * MINUTE, 450 * MINUTE},
        {"1 hari", &wall, DURATION_WALL, DAY, DAY},
        {"1 hari", &week_alone, DURATION_UNKNOWN, 0, 0},
        {"1 minggu", &work, DURATION_WORK, 2250 * MINUTE, 2250 * MINUTE},
        {"1 minggu", &wall, DURATION_WALL, 7 * (int64_t)DAY, 7 * (int64_t)DAY},
        {"1 minggu", &week_alone, DURATION_UNKNOWN, 0, 0},
        {"36525 hari kalender", &unstated, DURATION_WALL, 36525 * (int64_t)DAY, 36525 * (int64_t)DAY},
        {"876600 jam", &unstated, DURATION_WORK, 36525 * (int64_t)DAY, 36525 * (int64_t)DAY},
    };
    (void)unused;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct duration duration = {0};
        struct text near;
        last_read = rows[i].text;
        assert_int_equal(duration_read(text_of(rows[i].text), rows[i].days, &duration, &near), DURATION_OK);
        assert_int_equal(duration.sort, rows[i].sort);
        assert_int_equal(duration.min_ms, rows[i].min_ms);
        assert_int_equal(duration.max_ms, rows[i].max_ms);
    }
}

/* What is not a duration leaves the result alone. */
static void junk_is_no_duration(void **unused)
{
    static const struct {
        const char *text;
        enum duration_verdict verdict;
        const char *near;
    } rows[] = {
        {"", DURATION_BAD, ""},
        {"5", DURATION_BAD, ""},
        {"menit", DURATION_BAD, ""},
        {"-5 menit", DURATION_BAD, ""},
        {",5 menit", DURATION_BAD, ""},
        {"5, menit", DURATION_BAD, ""},
        {"1,2,3 menit", DURATION_BAD, ""},
        {"1-2-3 jam", DURATION_BAD, ""},
        {"2-1 jam", DURATION_BAD, ""},
        {"1- jam", DURATION_BAD, ""},
        {"5 mnt", DURATION_BAD, ""},
        {"5 menitt", DURATION_BAD, "menit"},
        {"5 hari kerj", DURATION_BAD, "hari kerja"},
        {"5 harikerja", DURATION_BAD, "hari kerja"},
        {"1234567890 detik", DURATION_BAD, ""},
        {"1.5e3 menit", DURATION_BAD, ""},
        {"5 menit lagi", DURATION_BAD, ""},
        {"5 menit yang sangat panjang sekali dan tak habis", DURATION_BAD, ""},
        {"0,0001 detik", DURATION_NOT_WHOLE, ""},
        {"1,00001 menit", DURATION_NOT_WHOLE, ""},
        {"1-1,0000001 jam", DURATION_NOT_WHOLE, ""},
        {"36526 hari kalender", DURATION_TOO_LONG, ""},
        {"1-876601 jam", DURATION_TOO_LONG, ""},
        {"999999999 minggu", DURATION_TOO_LONG, ""},
    };
    (void)unused;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct duration duration = {.sort = DURATION_WALL, .min_ms = 7, .max_ms = 8};
        struct text near;
        last_read = rows[i].text;
        assert_int_equal(duration_read(text_of(rows[i].text), &work, &duration, &near), rows[i].verdict);
        assert_int_equal(duration.min_ms, 7);
        if (*rows[i].near)
            assert_true(text_eq(near, text_of(rows[i].near)));
    }
}

/* A week of which no whole number of milliseconds falls on each day. */
static void a_working_day_need_not_be_whole(void **unused)
{
    static const struct hours minute[] = {{0, 1}}, two[] = {{0, 2}};
    static const struct days odd = {
        .week = {.stated = true,
                 .day = {{minute, 1}, {minute, 1}, {minute, 1}, {minute, 1}, {minute, 1}, {minute, 1}, {two, 1}}}};
    struct duration duration;
    struct text near;
    (void)unused;
    assert_int_equal(duration_read(TEXT("1 hari kerja"), &odd, &duration, &near), DURATION_NOT_WHOLE);
    assert_int_equal(duration_read(TEXT("7 hari kerja"), &odd, &duration, &near), DURATION_OK);
    assert_int_equal(duration.max_ms, 8 * MINUTE);
}

static void validity_runs_on_the_wall(void **unused)
{
    static const struct said rows[] = {
        {"24 jam", NULL, DURATION_WALL, DAY, DAY},
        {"90 detik", NULL, DURATION_WALL, 90 * SECOND, 90 * SECOND},
        {"1 hari", NULL, DURATION_WALL, DAY, DAY},
        {"2 hari kalender", NULL, DURATION_WALL, 2 * DAY, 2 * DAY},
        {"1 minggu", NULL, DURATION_WALL, 7 * (int64_t)DAY, 7 * (int64_t)DAY},
    };
    struct duration duration;
    struct text near;
    (void)unused;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_equal(duration_read_wall(text_of(rows[i].text), &duration, &near), DURATION_OK);
        assert_int_equal(duration.sort, DURATION_WALL);
        assert_int_equal(duration.max_ms, rows[i].max_ms);
    }
    assert_int_equal(duration_read_wall(TEXT("1 hari kerja"), &duration, &near), DURATION_BAD);
    assert_int_equal(duration_read_wall(TEXT("selamanya"), &duration, &near), DURATION_BAD);
}

static void durations_add_up(void **unused)
{
    struct duration sum = {0};
    (void)unused;
    duration_add(&sum, (struct duration){.sort = DURATION_NONE});
    assert_int_equal(sum.sort, DURATION_NONE);
    duration_add(&sum, (struct duration){DURATION_WORK, 1, 2});
    duration_add(&sum, (struct duration){DURATION_UNKNOWN, 0, 0});
    duration_add(&sum, (struct duration){DURATION_WORK, 10, 20});
    assert_int_equal(sum.sort, DURATION_WORK);
    assert_int_equal(sum.min_ms, 11);
    assert_int_equal(sum.max_ms, 22);
}

static void is_put(int64_t min_ms, int64_t max_ms, const char *id, const char *en)
{
    struct buf words = BUF_INIT;
    duration_put(&words, min_ms, max_ms, LANG_ID);
    assert_string_equal(words.at, id);
    buf_clear(&words);
    duration_put(&words, min_ms, max_ms, LANG_EN);
    assert_string_equal(words.at, en);
    buf_release(&words);
}

static void durations_are_put_exactly(void **unused)
{
    (void)unused;
    is_put(42 * MINUTE, 46 * MINUTE, "42-46 menit", "42-46 minutes");
    is_put(MINUTE, MINUTE, "1 menit", "1 minute");
    is_put(0, 0, "0 menit", "0 minutes");
    is_put(30 * SECOND, MINUTE, "0,5-1 menit", "0.5-1 minutes");
    is_put(60, 60, "0,001 menit", "0.001 minutes");
    is_put(SECOND, SECOND, "1 detik", "1 second");
    is_put(MINUTE, MINUTE + 1, "60-60,001 detik", "60-60.001 seconds");
    is_put(8 * HOUR + 8 * MINUTE, 8 * HOUR + 8 * MINUTE, "488 menit", "488 minutes");
    is_put(INT64_C(1) << 53, INT64_C(1) << 53, "9007199254740,992 detik", "9007199254740.992 seconds");
}

static void are_hours(struct duration total, const char *hours)
{
    struct buf words = BUF_INIT;
    struct duration rounded = claim_hours(total);
    assert_int_equal(rounded.sort, total.sort);
    duration_put_hours(&words, rounded);
    assert_string_equal(words.at, hours);
    buf_release(&words);
}

/* Half up: 18 seconds are half of a hundredth of an hour. */
static void hours_are_rounded_half_up(void **unused)
{
    (void)unused;
    are_hours((struct duration){DURATION_WORK, 29 * MINUTE, 29 * MINUTE}, "0,48 jam");
    are_hours((struct duration){DURATION_WORK, 24 * MINUTE, 24 * MINUTE}, "0,4 jam");
    are_hours((struct duration){DURATION_WORK, 2 * MINUTE + 30 * SECOND, 2 * MINUTE + 30 * SECOND}, "0,04 jam");
    are_hours((struct duration){DURATION_WORK, 488 * MINUTE, 488 * MINUTE}, "8,13 jam");
    are_hours((struct duration){DURATION_WORK, 18 * SECOND - 1, 18 * SECOND}, "0-0,01 jam");
    are_hours((struct duration){DURATION_WORK, 20 * MINUTE, 25 * MINUTE}, "0,33-0,42 jam");
    assert_int_equal(claim_hours((struct duration){DURATION_WALL, DAY, DAY}).sort, DURATION_NONE);
    assert_int_equal(claim_hours((struct duration){.sort = DURATION_UNKNOWN}).sort, DURATION_NONE);
    assert_int_equal(claim_hours((struct duration){0}).sort, DURATION_NONE);
}

/* --- the calendar --- */

static void dates_exist_or_not(void **unused)
{
    static const char *const none[] = {
        "",           "2026-02-29", "2026-02-30", "2024-02-30",  "1900-02-29",  "2100-02-29", "2026-04-31",
        "2026-13-01", "2026-00-10", "2026-01-00", "2026-01-32",  "1899-12-31",  "3000-01-01", "2026-1-01",
        "20260101",   "2026/01/01", "2026-01-1a", " 2026-01-01", "2026-01-01 ", "+026-01-01", "-026-01-01",
        "2026-01--1",
    };
    (void)unused;
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        assert_int_equal(calendar_read_date(text_of(none[i])), CALENDAR_NO_DATE);
    assert_int_equal(calendar_read_date(TEXT("1970-01-01")), 0);
    assert_int_equal(calendar_read_date(TEXT("1969-12-31")), -1);
    assert_int_equal(calendar_read_date(TEXT("2000-02-29")), 11016);
    assert_int_equal(calendar_read_date(TEXT("2000-03-01")), 11017);
    assert_int_equal(calendar_read_date(TEXT("2024-02-29")), 19782);
    assert_int_equal(calendar_read_date(TEXT("2026-11-20")), 20777);
    assert_int_equal(calendar_read_date(TEXT("1900-01-01")), -25567);
}

/* Every day from the first to the last is written as it is read, and they follow each other. */
static void dates_come_back(void **unused)
{
    char text[CALENDAR_DATE_SIZE];
    calendar_date first = calendar_read_date(TEXT("1900-01-01")), last = calendar_read_date(TEXT("2999-12-31"));
    (void)unused;
    assert_int_equal(last - first, 401766);
    for (calendar_date date = first; date <= last; date += date % 97 ? 1 : 13)
        assert_int_equal(calendar_read_date(text_of(calendar_write_date(date, text))), date);
    assert_string_equal(calendar_write_date(first, text), "1900-01-01");
    assert_string_equal(calendar_write_date(last, text), "2999-12-31");
}

static void hours_rise(void **unused)
{
    static const char *const bad[] = {
        "",           "07:30",       "07:30-",      "-12:00",      "12:00-07:30",       "07:30-07:30",
        "7:30-12:00", "07:60-12:00", "24:01-24:02", "00:00-24:01", "07:30-12:00-13:00", "0a:30-12:00"};
    struct hours hours;
    (void)unused;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(calendar_read_hours(text_of(bad[i]), &hours));
    assert_true(calendar_read_hours(TEXT("07:30-12:00"), &hours));
    assert_int_equal(hours.from, 450);
    assert_int_equal(hours.to, 720);
    assert_true(calendar_read_hours(TEXT("07.30 - 16.00"), &hours));
    assert_int_equal(hours.to, 960);
    assert_true(calendar_read_hours(TEXT("00:00-24:00"), &hours));
    assert_int_equal(hours.to, MINUTES_A_DAY);
}

static void weeks_add_up(void **unused)
{
    (void)unused;
    assert_int_equal(calendar_week_minutes(&work.week), 2250);
    assert_int_equal(calendar_week_days(&work.week), 5);
    assert_int_equal(calendar_week_minutes(&unstated.week), 0);
    assert_int_equal(calendar_week_days(&unstated.week), 0);
}

static void days_and_zones_have_names(void **unused)
{
    (void)unused;
    for (int i = 0; i < WEEKDAYS; i++)
        assert_int_equal(calendar_weekday(text_of(calendar_weekdays[i])), i);
    assert_int_equal(calendar_weekday(TEXT("senin")), 0);
    assert_int_equal(calendar_weekday(TEXT("minggu")), 6);
    assert_int_equal(calendar_weekday(TEXT("Senin")), -1);
    assert_int_equal(calendar_weekday(TEXT("")), -1);
    assert_int_equal(calendar_zone(TEXT("Asia/Jakarta")), 420);
    assert_int_equal(calendar_zone(TEXT("Asia/Pontianak")), 420);
    assert_int_equal(calendar_zone(TEXT("Asia/Makassar")), 480);
    assert_int_equal(calendar_zone(TEXT("Asia/Jayapura")), 540);
    assert_int_equal(calendar_zone(TEXT("WIB")), CALENDAR_NO_ZONE);
}

/* --- events --- */

static const uint16_t few[] = {0, 1, 200, UINT16_MAX}, one[] = {7};

static bool same_list(struct documents a, struct documents b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.at, b.at, a.n * sizeof *a.at) == 0);
}

static void comes_back(const struct event *event)
{
    struct buf bytes = BUF_INIT, again = BUF_INIT;
    struct arena arena = ARENA_INIT;
    struct event back;
    int parts = event_parts((int)event->kind);
    event_encode(&bytes, event);
    assert_false(bytes.failed);
    assert_int_equal(event_decode(buf_view(&bytes), &arena, &back), EVENT_OK);
    assert_int_equal(back.kind, event->kind);
    assert_int_equal(back.depth, event->depth);
    assert_true(back.at == event->at);
    assert_int_equal(back.step, parts & PART_S ? event->step : 0);
    assert_int_equal(back.answer, parts & PART_A ? event->answer : ANSWER_NONE);
    assert_int_equal(back.choice, parts & PART_C ? event->choice : 0);
    assert_true(same_list(back.documents, parts & PART_D ? event->documents : (struct documents){0}));
    assert_true(same_list(back.waived, parts & PART_W ? event->waived : (struct documents){0}));
    event_encode(&again, &back);
    assert_true(text_eq(buf_view(&bytes), buf_view(&again)));
    /* Cut anywhere, or with anything behind, it is no event. */
    for (size_t len = 0; len < bytes.len; len++)
        assert_int_equal(event_decode((struct text){bytes.at, len}, &arena, &back), EVENT_MALFORMED);
    buf_byte(&bytes, 0);
    assert_int_equal(event_decode(buf_view(&bytes), &arena, &back), EVENT_MALFORMED);
    buf_release(&bytes);
    buf_release(&again);
    arena_release(&arena);
}

static void every_kind_comes_back(void **unused)
{
    static const int64_t times[] = {0, 1, -1, 63, 64, -64, -65, 1763596800000, INT64_MAX, INT64_MIN};
    static const uint16_t numbers[] = {0, 1, 127, 128, 16383, 16384, UINT16_MAX};
    (void)unused;
    for (int kind = 1; kind < EVENT_KINDS; kind++)
        for (size_t t = 0; t < sizeof times / sizeof *times; t++)
            for (size_t n = 0; n < sizeof numbers / sizeof *numbers; n++) {
                struct event event = {.kind = (enum event_kind)kind,
                                      .at = times[t],
                                      .depth = numbers[n],
                                      .step = numbers[n],
                                      .choice = numbers[n],
                                      .answer = (enum answer)(n % 3)};
                comes_back(&event);
                event.documents = (struct documents){few, 4};
                event.waived = (struct documents){one, 1};
                comes_back(&event);
            }
}

/* The bytes of this format are in logs: they never change. */
static void bytes_are_these(void **unused)
{
    static const uint16_t read[] = {3, 4, 300};
    static const struct {
        struct event event;
        const char *bytes;
        size_t n;
    } rows[] = {
        {{.kind = EVENT_STARTED, .at = 1000, .documents = {read, 3}}, "\x01\x01\x00\xD0\x0F\x03\x03\x01\xA8\x02", 10},
        {{.kind = EVENT_HANDED, .depth = 2, .at = -1, .documents = {one, 1}}, "\x01\x02\x02\x01\x01\x07", 6},
        {{.kind = EVENT_COMPLETED, .step = 130, .answer = ANSWER_TIDAK}, "\x01\x03\x00\x00\x82\x01\x02\x00", 8},
        {{.kind = EVENT_COMPLETED, .step = 1, .waived = {one, 1}}, "\x01\x03\x00\x00\x01\x00\x01\x07", 8},
        {{.kind = EVENT_ENTERED, .step = 5, .choice = 1, .documents = {read, 2}, .waived = {one, 1}},
         "\x01\x04\x00\x00\x05\x01\x02\x03\x01\x01\x07",
         11},
        {{.kind = EVENT_LEFT, .step = 5}, "\x01\x05\x00\x00\x05", 5},
        {{.kind = EVENT_SKIPPED, .step = 6}, "\x01\x06\x00\x00\x06", 5},
        {{.kind = EVENT_EXPIRED, .step = 6, .documents = {one, 1}}, "\x01\x07\x00\x00\x06\x01\x07", 7},
        {{.kind = EVENT_CANCELLED, .at = 64}, "\x01\x08\x00\x80\x01", 5},
        {{.kind = EVENT_ENDED}, "\x01\x09\x00\x00", 4},
    };
    (void)unused;
    assert_int_equal(EVENT_VERSION, 1);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct buf bytes = BUF_INIT;
        event_encode(&bytes, &rows[i].event);
        assert_int_equal(bytes.len, rows[i].n);
        assert_memory_equal(bytes.at, rows[i].bytes, rows[i].n);
        buf_release(&bytes);
    }
}

#define BYTES(literal)                                                                                                 \
    {                                                                                                                  \
        literal, sizeof(literal) - 1                                                                                   \
    }

static void other_bytes_are_refused(void **unused)
{
    static const struct text rows[] = {
        {NULL, 0},
        BYTES("\x00\x09\x00\x00"),                                         /* version 0 */
        BYTES("\x02\x09\x00\x00"),                                         /* version 2 */
        BYTES("\x81\x00\x09\x00\x00"),                                     /* version with a needless byte */
        BYTES("\x01\x00\x00\x00"),                                         /* kind 0 */
        BYTES("\x01\x0A\x00\x00"),                                         /* the kind behind the last */
        BYTES("\x01\x89\x00\x00\x00"),                                     /* kind with a needless byte */
        BYTES("\x01\xFF\xFF\x03\x00\x00"),                                 /* a far kind */
        BYTES("\x01\x09\x80\x00\x00"),                                     /* depth with a needless byte */
        BYTES("\x01\x09\x80\x80\x04\x00"),                                 /* depth 65536 */
        BYTES("\x01\x09\x00\x80\x00"),                                     /* time with a needless byte */
        BYTES("\x01\x09\x00\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x02"),     /* time above 64 bits */
        BYTES("\x01\x09\x00\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x81\x00"), /* and longer */
        BYTES("\x01\x09\x00\x80"),                                         /* time that does not end */
        BYTES("\x01\x09\x00\x00\x00"),                                     /* a byte too many */
        BYTES("\x01\x05\x00\x00\x80\x80\x04"),                             /* step 65536 */
        BYTES("\x01\x03\x00\x00\x01\x03\x00"),                             /* answer 3 */
        BYTES("\x01\x03\x00\x00\x01\x82\x00\x00"),                         /* answer with a needless byte */
        BYTES("\x01\x01\x00\x00\x02\x05\x00"),                             /* the same document twice */
        BYTES("\x01\x01\x00\x00\x01"),                                     /* a document less than counted */
        BYTES("\x01\x01\x00\x00\xFF\xFF\x03"),                             /* 65535 documents in no bytes */
        BYTES("\x01\x01\x00\x00\x80\x80\x04"),                             /* 65536 documents */
        BYTES("\x01\x01\x00\x00\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01"), /* 2^64 - 1 documents */
        BYTES("\x01\x01\x00\x00\x02\xFF\xFF\x03\x01"),                     /* document 65536: the list would fall */
        BYTES("\x01\x01\x00\x00\x01\x85\x00"),                             /* document with a needless byte */
    };
    struct arena arena = ARENA_INIT;
    (void)unused;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct event event;
        assert_int_equal(event_decode(rows[i], &arena, &event), EVENT_MALFORMED);
    }
    arena_release(&arena);
}

/* Whatever decodes is the one encoding of its event: all short bodies there are. */
static void what_decodes_is_canonical(void **unused)
{
    struct arena arena = ARENA_INIT;
    struct buf again = BUF_INIT;
    size_t fine = 0;
    (void)unused;
    for (uint32_t body = 0; body < 1u << 24; body += body % 256 < 130 ? 1 : 7) {
        const char bytes[] = {1, (char)(body >> 16 & 15), 0, (char)(body >> 20), (char)(body >> 8), (char)body};
        for (size_t len = 4; len <= sizeof bytes; len++) {
            struct event event;
            arena_reset(&arena);
            if (event_decode((struct text){bytes, len}, &arena, &event) != EVENT_OK)
                continue;
            buf_clear(&again);
            event_encode(&again, &event);
            assert_true(text_eq(buf_view(&again), (struct text){bytes, len}));
            fine++;
        }
    }
    assert_int_not_equal(fine, 0);
    buf_release(&again);
    arena_release(&arena);
}

static void kinds_have_parts(void **unused)
{
    (void)unused;
    assert_int_equal(event_parts(0), -1);
    assert_int_equal(event_parts(-1), -1);
    assert_int_equal(event_parts(EVENT_KINDS), -1);
    assert_int_equal(event_parts(EVENT_ENDED), 0);
    assert_int_equal(event_parts(EVENT_ENTERED), PART_S | PART_C | PART_D | PART_W);
}

/* --- patterns --- */

static enum pattern_verdict match(const char *pattern, const char *subject)
{
    struct pattern_error error;
    struct pattern *compiled = pattern_compile(pattern_known(text_of(pattern)), &error);
    assert_int_equal(error.problem, PATTERN_FINE);
    assert_non_null(compiled);
    enum pattern_verdict verdict = pattern_match(compiled, text_of(subject));
    pattern_free(compiled);
    return verdict;
}

static void known_patterns_match(void **unused)
{
    static const struct {
        const char *pattern, *yes, *no;
    } rows[] = {
        {"email", "a@b.id", "a@b"},
        {"email", "Nama.Panjang+tag@dinas.kaltimprov.go.id", "a b@c.id"},
        {"email-dinas", "budi@kaltimprov.go.id", "budi@gmail.com"},
        {"email-dinas", "budi@kominfo.tapinkab.go.id", "budi@tapinkab.go.id.evil.com"},
        {"nik", "6371010101900001", "6371010101900000"},
        {"nik", "6371014101900001", "637101410190000"},
        {"nip", "199001012015031001", "199013012015031001"},
        {"nip", "19900101 201503 1 001", "199001012015033001"},
    };
    (void)unused;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_equal(match(rows[i].pattern, rows[i].yes), PATTERN_MATCHES);
        assert_int_equal(match(rows[i].pattern, rows[i].no), PATTERN_DIFFERS);
    }
}

/* The last word of what a known pattern means is an example of it. */
static void expect_example(const char *name, const char *meaning)
{
    bool indonesian = text_eq(pattern_meaning(text_of(name), LANG_ID), text_of(meaning));
    assert_true(indonesian || text_eq(pattern_meaning(text_of(name), LANG_EN), text_of(meaning)));
    assert_int_equal(match(pattern_known(text_of(name)).at, strrchr(meaning, ' ') + 1), PATTERN_MATCHES);
}

static void pattern_names_are_known(void **unused)
{
    (void)unused;
    assert_true(text_eq(pattern_known(TEXT("[0-9]+")), TEXT("[0-9]+")));
    assert_true(text_eq(pattern_known(TEXT("NIP")), TEXT("NIP")));
#define PATTERN(name, pattern, id, en)                                                                                 \
    assert_true(text_eq(pattern_known(TEXT(name)), TEXT(pattern)));                                                    \
    assert_non_null(strstr(pattern_names, name));                                                                      \
    expect_example(name, id);                                                                                          \
    expect_example(name, en);
#include "model/patterns.def"
#undef PATTERN
}

static void whole_values_match(void **unused)
{
    (void)unused;
    assert_int_equal(match("[a-z]+", "abc"), PATTERN_MATCHES);
    assert_int_equal(match("[a-z]+", "abc\n"), PATTERN_DIFFERS);
    assert_int_equal(match("[a-z]+$", "abc\n"), PATTERN_DIFFERS);
    assert_int_equal(match("a|ab", "ab"), PATTERN_MATCHES);
    assert_int_equal(match("", ""), PATTERN_MATCHES);
    assert_int_equal(match(".", "é"), PATTERN_MATCHES);
    assert_int_equal(match(".", "\xC3"), PATTERN_BAD_SUBJECT);
}

static void patterns_stay_within_bounds(void **unused)
{
    static const char *const refused[] = {"(?R)",    "(a)\\1", "\\Qa\\E", "(?<=a)b", "(?<!a)b", "(*ACCEPT)", "(?C1)",
                                          "(?(1)a)", "(?P>a)", "\\Ka",    "(?1)",    "\\g{1}",  "(?&a)"};
    char subject[MAX_SUBJECT_BYTES + 2], pattern[MAX_PATTERN_BYTES + 2];
    struct pattern_error error;
    (void)unused;
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        assert_null(pattern_compile(text_of(refused[i]), &error));
        assert_int_equal(error.problem, PATTERN_NOT_ALLOWED);
    }
    assert_null(pattern_compile(TEXT("[a"), &error));
    assert_int_equal(error.problem, PATTERN_BROKEN);
    assert_int_not_equal(strlen(error.detail), 0);
    memset(subject, 'a', sizeof subject);
    subject[MAX_SUBJECT_BYTES] = '\0';
    assert_int_equal(match("a*", subject), PATTERN_MATCHES);
    assert_int_equal(match("(a+)+[bc]", subject), PATTERN_OVER_BUDGET);
    subject[MAX_SUBJECT_BYTES] = 'a';
    subject[MAX_SUBJECT_BYTES + 1] = '\0';
    assert_int_equal(match("a*", subject), PATTERN_BAD_SUBJECT);
    memset(pattern, 'a', sizeof pattern);
    struct pattern *longest = pattern_compile((struct text){pattern, MAX_PATTERN_BYTES}, &error);
    assert_non_null(longest);
    pattern_free(longest);
    assert_null(pattern_compile((struct text){pattern, MAX_PATTERN_BYTES + 1}, &error));
    assert_int_equal(error.problem, PATTERN_TOO_LONG);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(durations_are_exact, print_last),
        cmocka_unit_test_teardown(junk_is_no_duration, print_last),
        cmocka_unit_test(a_working_day_need_not_be_whole),
        cmocka_unit_test(validity_runs_on_the_wall),
        cmocka_unit_test(durations_add_up),
        cmocka_unit_test(durations_are_put_exactly),
        cmocka_unit_test(hours_are_rounded_half_up),
        cmocka_unit_test(dates_exist_or_not),
        cmocka_unit_test(dates_come_back),
        cmocka_unit_test(hours_rise),
        cmocka_unit_test(weeks_add_up),
        cmocka_unit_test(days_and_zones_have_names),
        cmocka_unit_test(every_kind_comes_back),
        cmocka_unit_test(bytes_are_these),
        cmocka_unit_test(other_bytes_are_refused),
        cmocka_unit_test(what_decodes_is_canonical),
        cmocka_unit_test(kinds_have_parts),
        cmocka_unit_test(known_patterns_match),
        cmocka_unit_test(pattern_names_are_known),
        cmocka_unit_test(whole_values_match),
        cmocka_unit_test(patterns_stay_within_bounds),
    };
    return cmocka_run_group_tests_name("model", tests, NULL, NULL);
}
