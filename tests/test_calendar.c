/* The region's clock: moments as they are written, files of holidays, and when work is over.
 *
 * The worked examples are those of sops/kaltim: its week under Perpres 21/2023 and the files of holidays in sops/data.
 * Beside them stands a second clock that looks at each minute by itself, and must agree on random calendars. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "api/library.h"
#include "read/read.h"
#include "time/finish.h"
#include "world/clock.h"

enum { WIB = 420, WITA = 480, WIT = 540, HOUR_MS = 60 * MS_A_MINUTE };

/* What was tried last: where a failed test is to be looked for. */
static char trying[160];

static int print_last(void **unused)
{
    (void)unused;
    print_message("# last: %s\n", trying);
    return 0;
}

/* --- dates --- */

static bool is_leap(int32_t year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

static int32_t days_in(int32_t year, int32_t month)
{
    static const int32_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[month - 1] + (month == 2 && is_leap(year));
}

/* Every day that there is, told by counting. */
static void parts_follow_each_other(void **unused)
{
    struct calendar_parts wanted = {1900, 1, 1, 0}; /* a Monday */
    (void)unused;
    for (calendar_date date = CALENDAR_FIRST_DATE; date <= CALENDAR_LAST_DATE; date++) {
        struct calendar_parts parts = calendar_parts_of(date);
        if (memcmp(&parts, &wanted, sizeof parts) != 0)
            fail_msg("day %d is %d-%d-%d, %d", date, parts.year, parts.month, parts.day, parts.weekday);
        wanted.weekday = (wanted.weekday + 1) % WEEKDAYS;
        if (wanted.day++ < days_in(wanted.year, wanted.month))
            continue;
        wanted.day = 1;
        wanted.month = wanted.month % MONTHS + 1;
        wanted.year += wanted.month == 1;
    }
    assert_int_equal(wanted.year, CALENDAR_LAST_YEAR + 1);
    assert_int_equal(calendar_read_date(TEXT("1900-01-01")), CALENDAR_FIRST_DATE);
    assert_int_equal(calendar_read_date(TEXT("2999-12-31")), CALENDAR_LAST_DATE);
}

/* --- moments --- */

static int64_t moment_at(const char *text, int32_t east)
{
    int64_t at = 0;
    snprintf(trying, sizeof trying, "%s", text);
    assert_int_equal(moment_read(text_of(text), east, &at), MOMENT_OK);
    return at;
}

static void expect_written(int64_t at, int32_t east, const char *wanted)
{
    struct buf buf = BUF_INIT;
    moment_write(&buf, at, east);
    assert_false(buf.failed);
    assert_string_equal(buf.at, wanted);
    buf_release(&buf);
}

static void moments_are_read(void **unused)
{
    static const struct {
        const char *text;
        int32_t east;
        int64_t at;
        const char *written;
    } rows[] = {
        {"1970-01-01T00:00Z", WITA, 0, "1970-01-01T08:00:00+08:00"},
        {"1970-01-01T08:00", WITA, 0, "1970-01-01T08:00:00+08:00"},
        {"1970-01-01T08:00:01", WITA, 1000, "1970-01-01T08:00:01+08:00"},
        {"1970-01-01T08:00:00.5", WITA, 500, "1970-01-01T08:00:00.500+08:00"},
        {"1970-01-01T08:00:00.05", WITA, 50, "1970-01-01T08:00:00.050+08:00"},
        {"1970-01-01T08:00:00.005", WITA, 5, "1970-01-01T08:00:00.005+08:00"},
        {"1970-01-01T00:00", WIB, -7 * HOUR_MS, "1970-01-01T00:00:00+07:00"},
        {"1970-01-01T00:00-03:30", WIT, 7 * HOUR_MS / 2, "1970-01-01T12:30:00+09:00"},
        {"1969-12-31T23:59:59.999Z", 0, -1, "1969-12-31T23:59:59.999+00:00"},
        {"2026-11-20T15:00", WITA, INT64_C(1795158000000), "2026-11-20T15:00:00+08:00"},
        {"2026-11-20T15:00+07:00", WITA, INT64_C(1795161600000), "2026-11-20T16:00:00+08:00"},
        {"2026-11-20T23:30-14:00", WIT, INT64_C(1795267800000), "2026-11-21T22:30:00+09:00"},
        {"2026-11-20T24:00", WITA, INT64_C(1795190400000), "2026-11-21T00:00:00+08:00"},
        {"2024-02-29T12:00:00+00:00", -210, INT64_C(1709208000000), "2024-02-29T08:30:00-03:30"},
        {"1900-01-01T00:00", WITA, (int64_t)CALENDAR_FIRST_DATE * MS_A_DAY - 8 * HOUR_MS, "1900-01-01T00:00:00+08:00"},
        {"2999-12-31T23:59:59.999", WIB, (int64_t)(CALENDAR_LAST_DATE + 1) * MS_A_DAY - 1 - 7 * HOUR_MS,
         "2999-12-31T23:59:59.999+07:00"},
        {"2026-11-20T15:00", CALENDAR_NO_ZONE, INT64_C(1795186800000), "2026-11-20T15:00:00"},
    };
    (void)unused;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int64_t at = moment_at(rows[i].text, rows[i].east);
        expect_written(at, rows[i].east, rows[i].written);
        if (at != rows[i].at)
            fail_msg("%s is %lld", rows[i].text, (long long)at);
    }
}

static void no_such_moments(void **unused)
{
    static const struct {
        const char *text;
        int32_t east;
        enum moment_verdict verdict;
    } rows[] = {
        {"2026-02-30T15:00", WITA, MOMENT_NO_SUCH},
        {"2026-02-29T15:00", WITA, MOMENT_NO_SUCH},
        {"2026-00-10T15:00", WITA, MOMENT_NO_SUCH},
        {"2026-13-10T15:00", WITA, MOMENT_NO_SUCH},
        {"2026-11-20T24:01", WITA, MOMENT_NO_SUCH},
        {"2026-11-20T24:00:00.001", WITA, MOMENT_NO_SUCH},
        {"2026-11-20T25:00", WITA, MOMENT_NO_SUCH},
        {"2026-11-20T23:60", WITA, MOMENT_NO_SUCH},
        {"2026-11-20T23:59:60", WITA, MOMENT_NO_SUCH},
        {"2026-11-20T15:00+14:01", WITA, MOMENT_NO_SUCH},
        {"2026-11-20T15:00-14:30", WITA, MOMENT_NO_SUCH},
        {"2026-11-20T15:00+07:60", WITA, MOMENT_NO_SUCH},
        {"1899-12-31T23:59", WITA, MOMENT_NO_SUCH},
        {"3000-01-01T00:00", WITA, MOMENT_NO_SUCH},
        {"2999-12-31T24:00", WITA, MOMENT_NO_SUCH},
        {"2999-12-31T16:00Z", WITA, MOMENT_NO_SUCH}, /* 3000 in WITA */
        {"1900-01-01T00:00+09:00", WITA, MOMENT_NO_SUCH},
        {"2026-11-20T15:00Z", CALENDAR_NO_ZONE, MOMENT_NO_ZONE},
        {"2026-11-20T15:00+08:00", CALENDAR_NO_ZONE, MOMENT_NO_ZONE},
        {"", WITA, MOMENT_BAD},
        {"T", WITA, MOMENT_BAD},
        {"2026-11-20", WITA, MOMENT_BAD},
        {"2026-11-20T", WITA, MOMENT_BAD},
        {"2026-11-20T15", WITA, MOMENT_BAD},
        {"2026-11-20T15:", WITA, MOMENT_BAD},
        {"2026-11-20T15:0", WITA, MOMENT_BAD},
        {"2026-11-20T15:00:", WITA, MOMENT_BAD},
        {"2026-11-20T15:00:0", WITA, MOMENT_BAD},
        {"2026-11-20T15:00:00.", WITA, MOMENT_BAD},
        {"2026-11-20T15:00:00.0000", WITA, MOMENT_BAD},
        {"2026-11-20T15:00.5", WITA, MOMENT_BAD},
        {"2026-11-20T15:00+", WITA, MOMENT_BAD},
        {"2026-11-20T15:00+8", WITA, MOMENT_BAD},
        {"2026-11-20T15:00+08", WITA, MOMENT_BAD},
        {"2026-11-20T15:00+0800", WITA, MOMENT_BAD},
        {"2026-11-20T15:00+08:0", WITA, MOMENT_BAD},
        {"2026-11-20T15:00z", WITA, MOMENT_BAD},
        {"2026-11-20T15:00Z ", WITA, MOMENT_BAD},
        {"2026-11-20T15:00ZZ", WITA, MOMENT_BAD},
        {" 2026-11-20T15:00", WITA, MOMENT_BAD},
        {"2026-11-20 15:00", WITA, MOMENT_BAD},
        {"2026-11-20t15:00", WITA, MOMENT_BAD},
        {"2026-11-20T15.00", WITA, MOMENT_BAD},
        {"2026-11-20T-5:00", WITA, MOMENT_BAD},
        {"2026-11-20T+5:00", WITA, MOMENT_BAD},
        {"2026-11-2T15:00", WITA, MOMENT_BAD},
        {"20-11-2026T15:00", WITA, MOMENT_BAD},
        {"20261120T1500", WITA, MOMENT_BAD},
        {"2026-11-20T15:00 WITA", WITA, MOMENT_BAD},
        {"besok", WITA, MOMENT_BAD},
    };
    (void)unused;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int64_t at = 7;
        snprintf(trying, sizeof trying, "%s", rows[i].text);
        assert_int_equal(moment_read(text_of(rows[i].text), rows[i].east, &at), rows[i].verdict);
        assert_int_equal(at, 7);
    }
    /* A NUL or a cut ends nothing early. */
    int64_t at;
    assert_int_equal(moment_read((struct text){"2026-11-20T15:00\0", 17}, WITA, &at), MOMENT_BAD);
    for (size_t len = 0; len < 16; len++)
        assert_int_equal(moment_read((struct text){"2026-11-20T15:00", len}, WITA, &at), MOMENT_BAD);
}

/* What is written is read as the same moment, whoever reads it. */
static void moments_come_back(void **unused)
{
    static const int32_t zones[] = {WIB, WITA, WIT, 0, -MINUTES_A_DAY / 4, CALENDAR_NO_ZONE};
    (void)unused;
    for (size_t z = 0; z < sizeof zones / sizeof *zones; z++)
        for (int64_t date = CALENDAR_FIRST_DATE + 1; date < CALENDAR_LAST_DATE; date += 641) {
            int64_t at = date * MS_A_DAY + date * 7919 % MS_A_DAY, back;
            struct buf buf = BUF_INIT;
            moment_write(&buf, at, zones[z]);
            assert_int_equal(moment_read(buf_view(&buf), zones[z], &back), MOMENT_OK);
            assert_true(back == at);
            assert_true(moment_of(moment_parts_of(at, zones[z]), zones[z]) == at);
            if (zones[z] != CALENDAR_NO_ZONE) {
                assert_int_equal(moment_read(buf_view(&buf), WITA, &back), MOMENT_OK);
                assert_true(back == at);
            }
            buf_release(&buf);
        }
}

static void moments_are_said(void **unused)
{
    static const struct {
        const char *text;
        int32_t east;
        const char *said[LANG_COUNT];
    } rows[] = {
        {"2026-11-23T08:08",
         WITA,
         {"Senin 23 November 2026 pukul 08.08 WITA", "Monday 23 November 2026 at 08:08 WITA"}},
        {"2026-01-06T00:00:05",
         WIB,
         {"Selasa 6 Januari 2026 pukul 00.00.05 WIB", "Tuesday 6 January 2026 at 00:00:05 WIB"}},
        {"2026-02-18T15:00:00.250",
         WIT,
         {"Rabu 18 Februari 2026 pukul 15.00.00,250 WIT", "Wednesday 18 February 2026 at 15:00:00.250 WIT"}},
        {"2026-03-19T23:59:59.001",
         CALENDAR_NO_ZONE,
         {"Kamis 19 Maret 2026 pukul 23.59.59,001", "Thursday 19 March 2026 at 23:59:59.001"}},
        {"2026-04-03T10:00", 0, {"Jumat 3 April 2026 pukul 10.00", "Friday 3 April 2026 at 10:00"}},
        {"2026-05-30T10:00", WIB, {"Sabtu 30 Mei 2026 pukul 10.00 WIB", "Saturday 30 May 2026 at 10:00 WIB"}},
        {"2026-06-07T10:00", WIB, {"Minggu 7 Juni 2026 pukul 10.00 WIB", "Sunday 7 June 2026 at 10:00 WIB"}},
        {"2026-07-01T10:00", WIB, {"Rabu 1 Juli 2026 pukul 10.00 WIB", "Wednesday 1 July 2026 at 10:00 WIB"}},
        {"2026-08-17T10:00", WIB, {"Senin 17 Agustus 2026 pukul 10.00 WIB", "Monday 17 August 2026 at 10:00 WIB"}},
        {"2026-09-01T10:00", WIB, {"Selasa 1 September 2026 pukul 10.00 WIB", "Tuesday 1 September 2026 at 10:00 WIB"}},
        {"2026-10-01T10:00", WIB, {"Kamis 1 Oktober 2026 pukul 10.00 WIB", "Thursday 1 October 2026 at 10:00 WIB"}},
        {"2026-12-31T24:00", WIB, {"Jumat 1 Januari 2027 pukul 00.00 WIB", "Friday 1 January 2027 at 00:00 WIB"}},
        {"1900-12-31T07:30", WIB, {"Senin 31 Desember 1900 pukul 07.30 WIB", "Monday 31 December 1900 at 07:30 WIB"}},
    };
    (void)unused;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (int lang = 0; lang < LANG_COUNT; lang++) {
            struct buf buf = BUF_INIT;
            moment_say(&buf, moment_at(rows[i].text, rows[i].east), rows[i].east, (enum lang)lang);
            assert_false(buf.failed);
            assert_string_equal(buf.at, rows[i].said[lang]);
            buf_release(&buf);
        }
}

/* --- offices: a region and its files of holidays --- */

enum { MOST_FILES = 4 };

struct desk {
    struct arena arena;
    struct findings findings;
    struct region *region;
    struct holidays files[MOST_FILES];
    size_t n_files;
    struct workclock clock;
};

static struct source_file source_of(struct desk *desk, struct text bytes)
{
    return (struct source_file){.bytes = bytes, .arena = &desk->arena, .findings = &desk->findings};
}

static struct text bytes_of(struct desk *desk, const char *path)
{
    struct text bytes;
    struct failure failure;
    assert_int_equal(file_read(path, MAX_FILE_BYTES, &desk->arena, &bytes, &failure), STATUS_OK);
    return bytes;
}

static void desk_region(struct desk *desk, struct text bytes)
{
    *desk = (struct desk){.arena = desk->arena};
    desk->findings.arena = &desk->arena;
    struct source_file file = source_of(desk, bytes);
    assert_int_equal(read_region(&file, TEXT("uji"), &desk->region), STATUS_OK);
    assert_int_equal(desk->findings.n, 0);
}

static void desk_holidays(struct desk *desk, struct text bytes)
{
    struct source_file file = source_of(desk, bytes);
    assert_true(desk->n_files < MOST_FILES);
    assert_int_equal(read_holidays(&file, &desk->files[desk->n_files++]), STATUS_OK);
    assert_int_equal(desk->findings.n, 0);
}

static void desk_clock(struct desk *desk)
{
    struct holiday_files files = {desk->files, desk->n_files};
    assert_true(workclock_make(&desk->clock, desk->region, files, &desk->arena));
}

/* The office of sops/kaltim with the files of these years. */
static void kaltim(struct desk *desk, int first, int last)
{
    char path[64];
    struct arena arena = ARENA_INIT;
    *desk = (struct desk){.arena = arena};
    desk_region(desk, bytes_of(desk, "sops/kaltim/region.yaml"));
    for (int year = first; year <= last; year++) {
        snprintf(path, sizeof path, "sops/data/holidays-%d.yaml", year);
        desk_holidays(desk, bytes_of(desk, path));
    }
    desk_clock(desk);
}

/* An office as it is written here. */
static void office(struct desk *desk, const char *text)
{
    *desk = (struct desk){.arena = ARENA_INIT};
    desk_region(desk, text_of(text));
    desk_clock(desk);
}

static void desk_close(struct desk *desk) { arena_release(&desk->arena); }

/* --- worked examples --- */

#define MINUTES(n) ((int64_t)(n)*MS_A_MINUTE)

/* From that moment on the walk comes to the other; both are local time. */
static void expect_work(const struct desk *desk, const char *from, int64_t ms, const char *wanted)
{
    int32_t east = desk->clock.east;
    struct walk walk = walk_from(&desk->clock, moment_at(from, east));
    snprintf(trying, sizeof trying, "%s and %lld ms of work", from, (long long)ms);
    assert_true(walk_work(&walk, ms));
    assert_false(walk.never);
    expect_written(walk.at, east, wanted);
}

static void a_case_ends_on_monday(void **unused)
{
    struct desk desk;
    (void)unused;
    kaltim(&desk, 2026, 2026);
    assert_int_equal(desk.clock.east, WITA);
    expect_work(&desk, "2026-11-20T07:30", MINUTES(488), "2026-11-23T08:08:00+08:00");
    expect_work(&desk, "2026-11-20T15:00", MINUTES(90), "2026-11-20T16:30:00+08:00");
    expect_work(&desk, "2026-11-20T15:00", MINUTES(90) + 1, "2026-11-23T07:30:00.001+08:00");
    expect_work(&desk, "2026-11-20T07:30", MINUTES(450 * 5), "2026-11-26T16:00:00+08:00");
    expect_work(&desk, "2026-11-20T11:29:59.999", 2, "2026-11-20T13:00:00.001+08:00");
    desk_close(&desk);
}

/* Work that fills the hours ends with them, and what follows is taken up after the break. */
static void hours_end_and_begin(void **unused)
{
    struct desk desk;
    (void)unused;
    kaltim(&desk, 2026, 2026);
    expect_work(&desk, "2026-11-23T07:30", MINUTES(270), "2026-11-23T12:00:00+08:00");
    expect_work(&desk, "2026-11-23T12:00", MINUTES(1), "2026-11-23T13:01:00+08:00");
    expect_work(&desk, "2026-11-23T12:30", MINUTES(1), "2026-11-23T13:01:00+08:00");
    expect_work(&desk, "2026-11-23T13:00", MINUTES(1), "2026-11-23T13:01:00+08:00");
    expect_work(&desk, "2026-11-23T00:00", MINUTES(1), "2026-11-23T07:31:00+08:00");
    expect_work(&desk, "2026-11-23T16:00", MINUTES(1), "2026-11-24T07:31:00+08:00");
    expect_work(&desk, "2026-11-21T10:00", MINUTES(1), "2026-11-23T07:31:00+08:00");
    expect_work(&desk, "2026-11-21T10:00", 0, "2026-11-21T10:00:00+08:00");
    expect_work(&desk, "2026-11-23T12:30", 0, "2026-11-23T12:30:00+08:00");
    desk_close(&desk);
}

static void nobody_works_on_holidays(void **unused)
{
    struct desk desk;
    (void)unused;
    kaltim(&desk, 2026, 2026);
    expect_work(&desk, "2026-12-23T15:00", MINUTES(60), "2026-12-23T16:00:00+08:00");
    expect_work(&desk, "2026-12-23T15:00", MINUTES(61), "2026-12-28T07:31:00+08:00"); /* 24 joint leave, 25 Natal */
    expect_work(&desk, "2026-12-24T09:00", MINUTES(1), "2026-12-28T07:31:00+08:00");
    expect_work(&desk, "2026-08-14T16:29", MINUTES(2), "2026-08-18T07:31:00+08:00"); /* 17 August is a Monday */
    expect_work(&desk, "2026-03-17T15:59", MINUTES(2), "2026-03-25T07:31:00+08:00"); /* Nyepi and Idul Fitri */
    desk_close(&desk);
}

static void expect_guessed(const struct years *years, int32_t first, int32_t last)
{
    for (int32_t year = CALENDAR_FIRST_YEAR; year <= CALENDAR_LAST_YEAR; year++)
        if (years_has(years, year) != (year >= first && year <= last))
            fail_msg("%s: the year %d", trying, year);
    assert_int_equal(years_next(years, 0), first);
    if (first)
        assert_int_equal(years_next(years, last + 1), 0);
}

static void expect_guess(const struct desk *desk, const char *from, int64_t ms, int32_t first, int32_t last)
{
    struct walk walk = walk_from(&desk->clock, moment_at(from, desk->clock.east));
    assert_true(walk_work(&walk, ms));
    expect_guessed(&walk.guessed, first, last);
}

/* Where no file is known for the year that follows, its holidays are counted as working days, and it is told. */
static void a_year_without_a_file_is_told(void **unused)
{
    struct desk desk;
    (void)unused;
    kaltim(&desk, 2026, 2026);
    expect_work(&desk, "2026-12-31T15:30", MINUTES(60), "2027-01-01T08:00:00+08:00");
    expect_guess(&desk, "2026-12-31T15:30", MINUTES(30), 0, 0);
    expect_guess(&desk, "2026-12-31T15:30", MINUTES(30) + 1, 2027, 2027);
    expect_guess(&desk, "2026-12-31T16:00", MINUTES(1), 2027, 2027);
    expect_guess(&desk, "2026-12-31T16:00", 0, 0, 0);
    expect_guess(&desk, "2025-12-31T07:30", MINUTES(30), 2025, 2025);
    expect_guess(&desk, "2025-12-31T16:00", MINUTES(30), 0, 0); /* taken up in 2026 */
    expect_guess(&desk, "2026-12-01T07:30", MINUTES(450 * 700), 2027, 2029);
    desk_close(&desk);
    kaltim(&desk, 2026, 2027);
    expect_work(&desk, "2026-12-31T15:30", MINUTES(60), "2027-01-04T08:00:00+08:00");
    expect_guess(&desk, "2026-12-31T15:30", MINUTES(60), 0, 0);
    expect_guess(&desk, "2026-12-01T07:30", MINUTES(450 * 700), 2028, 2029);
    desk_close(&desk);
}

static void ramadan_has_its_own_hours(void **unused)
{
    static const char text[] =
        "timezone: Asia/Makassar\n"
        "work_week: {senin: [07:30-12:00, 13:00-16:00], selasa: [07:30-12:00, 13:00-16:00],\n"
        "  rabu: [07:30-12:00, 13:00-16:00], kamis: [07:30-12:00, 13:00-16:00], jumat: [07:30-11:30, 13:00-16:30]}\n"
        "periods:\n"
        "- {from: 2026-04-01, to: 2026-04-01, work_week: {rabu: 10:00-11:00}}\n"
        "- {from: 2026-02-18, to: 2026-03-19, work_week: {senin: [08:00-12:00, 12:30-15:00],\n"
        "    selasa: [08:00-12:00, 12:30-15:00], rabu: [08:00-12:00, 12:30-15:00], kamis: [08:00-12:00, 12:30-15:00],\n"
        "    jumat: [08:00-11:30, 12:30-15:30]}}\n";
    struct desk desk;
    (void)unused;
    office(&desk, text);
    assert_int_equal(desk.region->periods[0].from, calendar_read_date(TEXT("2026-02-18")));
    expect_work(&desk, "2026-02-17T15:30", MINUTES(31), "2026-02-18T08:01:00+08:00");
    expect_work(&desk, "2026-02-18T07:30", MINUTES(390), "2026-02-18T15:00:00+08:00");
    expect_work(&desk, "2026-02-20T08:00", MINUTES(390), "2026-02-20T15:30:00+08:00");
    expect_work(&desk, "2026-02-23T08:00", MINUTES(5 * 390), "2026-02-27T15:30:00+08:00");
    expect_work(&desk, "2026-03-19T14:59", MINUTES(2), "2026-03-20T07:31:00+08:00");
    expect_work(&desk, "2026-02-18T08:00", MINUTES(22 * 390), "2026-03-19T15:00:00+08:00");
    expect_work(&desk, "2026-02-18T08:00", MINUTES(22 * 390 + 450), "2026-03-20T16:30:00+08:00");
    expect_work(&desk, "2026-03-31T15:00", MINUTES(60 + 60 + 1), "2026-04-02T07:31:00+08:00");
    desk_close(&desk);
}

/* The end of a day is the beginning of the next. */
static void days_without_a_night(void **unused)
{
    struct desk desk;
    (void)unused;
    office(&desk, "timezone: Asia/Jakarta\nwork_week: {senin: 20:00-24:00, selasa: [00:00-02:00, 02:00-03:00]}\n");
    expect_work(&desk, "2026-11-23T20:00", MINUTES(240), "2026-11-24T00:00:00+07:00");
    expect_work(&desk, "2026-11-24T00:00", MINUTES(150), "2026-11-24T02:30:00+07:00");
    expect_work(&desk, "2026-11-23T19:00", MINUTES(241), "2026-11-24T00:01:00+07:00");
    expect_work(&desk, "2026-11-23T19:00", MINUTES(420), "2026-11-24T03:00:00+07:00");
    expect_work(&desk, "2026-11-23T19:00", MINUTES(421), "2026-11-30T20:01:00+07:00");
    desk_close(&desk);
    office(&desk, "work_week: {sabtu: 07:00-08:00}\n");
    assert_int_equal(desk.clock.east, CALENDAR_NO_ZONE);
    expect_work(&desk, "2026-11-23T19:00", MINUTES(61), "2026-12-05T07:01:00");
    desk_close(&desk);
}

/* --- stretches of both kinds --- */

static struct finish finish(const struct desk *desk, const char *from, const struct leg *legs, size_t n)
{
    return finish_of(&desk->clock, moment_at(from, desk->clock.east), &(struct legs){legs, n, false});
}

static void stretches_follow_each_other(void **unused)
{
    static const struct leg legs[] = {{DURATION_WORK, MINUTES(60)},
                                      {DURATION_WALL, (int64_t)MS_A_DAY},
                                      {DURATION_WORK, MINUTES(10)},
                                      {DURATION_WALL, 0},
                                      {DURATION_WORK, 0}};
    struct desk desk;
    (void)unused;
    kaltim(&desk, 2026, 2026);
    struct finish whole = finish(&desk, "2026-11-20T15:00", legs, 5); /* Friday; a day of waiting ends on Saturday */
    assert_int_equal(whole.sort, FINISH_KNOWN);
    expect_written(whole.at, WITA, "2026-11-23T07:40:00+08:00");
    expect_guessed(&whole.guessed, 0, 0);
    struct finish part = finish(&desk, "2026-11-20T15:00", legs, 2);
    expect_written(part.at, WITA, "2026-11-21T16:00:00+08:00");
    struct finish none = finish(&desk, "2026-11-21T15:00", legs, 0);
    assert_int_equal(none.sort, FINISH_KNOWN);
    expect_written(none.at, WITA, "2026-11-21T15:00:00+08:00");
    /* Who only waits in a year has no need of its holidays. */
    struct finish waits = finish(&desk, "2026-12-31T15:00", legs, 2);
    expect_written(waits.at, WITA, "2027-01-01T16:00:00+08:00");
    expect_guessed(&waits.guessed, 0, 0);
    struct finish works = finish(&desk, "2026-12-31T15:00", legs, 3);
    expect_written(works.at, WITA, "2027-01-01T16:10:00+08:00");
    expect_guessed(&works.guessed, 2027, 2027);
    struct legs cut = {legs, 5, true};
    assert_int_equal(finish_of(&desk.clock, whole.at, &cut).sort, FINISH_CUT);
    desk_close(&desk);
}

/* From the SOP's file to the end of its case: the sheet's steps take 488 minutes. */
static void a_sheet_ends_on_monday(void **unused)
{
    struct library library;
    struct library_sop *sop;
    struct audit audit;
    const struct workclock *clock;
    const struct library_file *culprit;
    (void)unused;
    library_init(&library);
    assert_int_equal(library_load(&library, "sops/kaltim/pendaftaran-api.yaml", &sop), STATUS_OK);
    assert_int_equal(audit_sop(&audit, sop->sop, &(struct audit_options){0}, &library.arena), STATUS_OK);
    assert_int_equal(library_workclock(&library, &library.regions[sop->region], &clock, &culprit), STATUS_OK);
    assert_null(culprit);
    for (int end = 0; end < 2; end++) {
        struct finish found = finish_of(clock, moment_at("2026-11-20T07:30", clock->east), &audit.legs[end]);
        assert_int_equal(found.sort, FINISH_KNOWN);
        expect_written(found.at, clock->east, "2026-11-23T08:08:00+08:00");
        expect_guessed(&found.guessed, 0, 0);
    }
    library_release(&library);
}

/* --- what is never over --- */

static void expect_never(const struct desk *desk, const char *from, struct leg leg)
{
    const struct leg legs[] = {leg, {DURATION_WORK, 0}};
    struct walk walk = walk_from(&desk->clock, moment_at(from, desk->clock.east));
    assert_false(leg.sort == DURATION_WORK ? walk_work(&walk, leg.ms) : walk_wall(&walk, leg.ms));
    assert_true(walk.never);
    assert_false(walk_work(&walk, 0));
    assert_false(walk_work(&walk, 1));
    assert_false(walk_wall(&walk, 0));
    assert_int_equal(finish(desk, from, legs, 2).sort, FINISH_NEVER);
}

static void work_without_hours_is_never_done(void **unused)
{
    static const char *const offices[] = {
        "name: Tanpa jam\n",
        "work_week: {}\n",
        "work_week: {senin: [], minggu: []}\n",
        "work_week: {senin: 07:30-16:00}\nperiods: [{from: 1900-01-01, to: 2999-12-31, work_week: {}}]\n",
        "work_week: {senin: 07:30-16:00}\nperiods: [{from: 2026-01-02, to: 2999-12-31, work_week: {selasa: []}}]\n",
    };
    (void)unused;
    for (size_t i = 0; i < sizeof offices / sizeof *offices; i++) {
        struct desk desk;
        office(&desk, offices[i]);
        expect_never(&desk, "2026-11-20T15:00", (struct leg){DURATION_WORK, 1});
        expect_never(&desk, "2999-12-31T15:00", (struct leg){DURATION_WORK, 1});
        struct walk walk = walk_from(&desk.clock, moment_at("2026-11-20T15:00", CALENDAR_NO_ZONE));
        assert_true(walk_work(&walk, 0) && walk_wall(&walk, MS_A_DAY));
        expect_written(walk.at, CALENDAR_NO_ZONE, "2026-11-21T15:00:00");
        desk_close(&desk);
    }
}

static void the_calendar_has_an_end(void **unused)
{
    struct desk desk;
    (void)unused;
    office(&desk, "work_week: {selasa: 23:00-24:00}\n"); /* 2999-12-31 is a Tuesday */
    expect_work(&desk, "2999-12-31T00:00", MINUTES(60) - 1, "2999-12-31T23:59:59.999");
    expect_never(&desk, "2999-12-31T00:00", (struct leg){DURATION_WORK, MINUTES(60)}); /* it would end in 3000 */
    expect_never(&desk, "2999-12-31T00:00", (struct leg){DURATION_WALL, MS_A_DAY});
    expect_never(&desk, "1900-01-01T00:00", (struct leg){DURATION_WALL, INT64_MAX});
    expect_never(&desk, "1900-01-01T00:00", (struct leg){DURATION_WORK, INT64_MAX});
    struct walk walk = walk_from(&desk.clock, moment_at("1900-01-01T00:00", CALENDAR_NO_ZONE));
    assert_true(walk_wall(&walk, (int64_t)401767 * MS_A_DAY - 1));
    expect_written(walk.at, CALENDAR_NO_ZONE, "2999-12-31T23:59:59.999");
    assert_false(walk_wall(&walk, 1));
    static const int64_t nowhere[] = {INT64_MIN, INT64_MAX, (int64_t)CALENDAR_FIRST_DATE * MS_A_DAY - 1,
                                      ((int64_t)CALENDAR_LAST_DATE + 1) * MS_A_DAY};
    for (size_t i = 0; i < sizeof nowhere / sizeof *nowhere; i++) {
        walk = walk_from(&desk.clock, nowhere[i]);
        assert_true(walk.never);
        assert_false(walk_work(&walk, 0) || walk_wall(&walk, 0));
        assert_int_equal(finish_of(&desk.clock, nowhere[i], &(struct legs){NULL, 0, false}).sort, FINISH_NEVER);
    }
    desk_close(&desk);
}

/* A hundred years and more take no time worth speaking of: some microseconds here, a thousandfold is allowed. */
static void centuries_are_short(void **unused)
{
    enum { TIMES = 100 };
    static const char *const offices[] = {
        "work_week: {senin: 07:30-07:31}\n",
        "work_week: {senin: 00:00-24:00, selasa: 00:00-24:00, rabu: 00:00-24:00, minggu: 00:00-24:00}\n",
        "periods: [{from: 2999-12-01, to: 2999-12-30, work_week: {senin: 07:30-16:00}}]\n",
    };
    const int64_t century = (int64_t)MAX_DURATION_DAYS * MS_A_DAY;
    double start = clock_seconds();
    (void)unused;
    for (size_t i = 0; i < sizeof offices / sizeof *offices; i++) {
        struct desk desk;
        office(&desk, offices[i]);
        for (int n = 0; n < TIMES; n++) {
            struct walk walk = walk_from(&desk.clock, moment_at("2026-11-20T15:00", CALENDAR_NO_ZONE));
            bool done = walk_work(&walk, i == 2 ? 1 : century);
            assert_int_equal(done, i > 0);
            assert_true(walk_from(&desk.clock, walk.at).never == false);
        }
        desk_close(&desk);
    }
    print_message("# %.1f ms for %zu centuries\n", (clock_seconds() - start) * 1000,
                  TIMES * (sizeof offices / sizeof *offices));
    assert_true(clock_seconds() - start < 3.0);
}

/* --- the other clock: a minute is worked in, or it is not --- */

static bool is_off(const struct holiday_files *files, calendar_date date)
{
    for (size_t f = 0; f < files->n; f++) {
        const struct holiday_list lists[] = {files->at[f].days, files->at[f].joint};
        for (size_t l = 0; l < 2; l++)
            for (size_t i = 0; i < lists[l].n; i++)
                if (lists[l].at[i].date == date)
                    return true;
    }
    return false;
}

static int32_t weekday_of(calendar_date date) { return (int32_t)(((int64_t)date + 3 + 7 * 100000) % 7); }

static const struct day_hours *plain_hours(const struct region *region, calendar_date date)
{
    for (size_t i = 0; i < region->n_periods; i++)
        if (date >= region->periods[i].from && date <= region->periods[i].to)
            return &region->periods[i].week.day[weekday_of(date)];
    return &region->days.week.day[weekday_of(date)];
}

static bool is_worked(const struct day_hours *hours, int32_t minute)
{
    for (uint32_t i = 0; i < hours->n; i++)
        if (minute >= hours->at[i].from && minute < hours->at[i].to)
            return true;
    return false;
}

static int32_t year_of(calendar_date date)
{
    char text[CALENDAR_DATE_SIZE];
    return (int32_t)strtol(calendar_write_date(date, text), NULL, 10);
}

/* When the work is over, or -1; `*first` and `*last` get the years in which it was begun and finished. */
static int64_t slow_work(const struct desk *desk, int64_t at, int64_t ms, int32_t *first, int32_t *last)
{
    const struct holiday_files files = {desk->files, desk->n_files};
    int32_t east = desk->region->east;
    struct moment_parts parts = moment_parts_of(at, east);
    *first = *last = 0;
    for (int32_t from = parts.ms; ms && parts.date <= CALENDAR_LAST_DATE; parts.date++, from = 0) {
        const struct day_hours *hours = plain_hours(desk->region, parts.date);
        if (hours->n == 0 || is_off(&files, parts.date))
            continue;
        for (int32_t minute = from / MS_A_MINUTE; ms && minute < MINUTES_A_DAY; minute++) {
            int32_t begin = minute * MS_A_MINUTE > from ? minute * MS_A_MINUTE : from;
            int32_t room = (minute + 1) * MS_A_MINUTE - begin;
            if (!is_worked(hours, minute))
                continue;
            *last = year_of(parts.date);
            *first = *first ? *first : *last;
            int64_t done = room < ms ? room : ms;
            ms -= done;
            parts.ms = begin + (int32_t)done;
        }
        if (ms == 0)
            break;
    }
    int64_t end = *first ? moment_of(parts, east) : at;
    return ms || !moment_is_known(end, east) ? -1 : end;
}

static void agree(const struct desk *desk, int64_t at, int64_t ms)
{
    struct walk walk = walk_from(&desk->clock, at);
    int32_t first, last;
    bool done = walk_work(&walk, ms);
    int64_t slow = slow_work(desk, at, ms, &first, &last);
    if (done ? slow != walk.at : slow != -1)
        fail_msg("%s: %lld, by minutes %lld", trying, (long long)(done ? walk.at : -1), (long long)slow);
    for (int32_t year = CALENDAR_FIRST_YEAR; done && year <= CALENDAR_LAST_YEAR; year++) {
        bool known = first == 0 || year < first || year > last;
        for (size_t f = 0; f < desk->n_files; f++)
            known = known || (!desk->files[f].local && (int32_t)desk->files[f].year == year);
        if (years_has(&walk.guessed, year) == known)
            fail_msg("%s: the year %d", trying, year);
    }
}

/* --- random offices --- */

static uint64_t random_state;

static uint64_t random_next(void)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return random_state;
}

static int64_t random_below(int64_t n) { return (int64_t)(random_next() % (uint64_t)n); }

/* No hours, or up to three stretches of them, some of which touch each other or the day's ends. */
static struct day_hours random_hours(struct arena *arena, int often)
{
    struct hours *at = ARENA_ARRAY(arena, 3, struct hours);
    uint16_t from = (uint16_t)(random_below(3) ? random_below(900) : 0);
    uint32_t n = 0, most = random_below(100) < often ? 1 + (uint32_t)random_below(3) : 0;
    assert_non_null(at);
    while (n < most && from < MINUTES_A_DAY) {
        uint16_t to = (uint16_t)(from + 1 + random_below(random_below(4) ? 5 : MINUTES_A_DAY - from));
        to = to > MINUTES_A_DAY ? MINUTES_A_DAY : to;
        at[n++] = (struct hours){from, to};
        from = (uint16_t)(to + (random_below(3) ? random_below(200) : 0));
    }
    return (struct day_hours){at, n};
}

static struct work_week random_week(struct arena *arena)
{
    struct work_week week = {.stated = true};
    int often = random_below(5) ? 70 : random_below(2) ? 15 : 0;
    for (int day = 0; day < WEEKDAYS; day++)
        week.day[day] = random_hours(arena, often);
    return week;
}

static struct holiday_list random_days(struct arena *arena, calendar_date first, int64_t most)
{
    struct holiday *at = ARENA_ARRAY(arena, (size_t)most, struct holiday);
    size_t n = 0;
    for (calendar_date date = first; (int64_t)n < most; date += 1 + (calendar_date)random_below(12))
        at[n++].date = date;
    return (struct holiday_list){at, (size_t)random_below(most + 1)};
}

static struct period *random_periods(struct arena *arena, calendar_date first, size_t n)
{
    struct period *at = ARENA_ARRAY(arena, n, struct period);
    for (size_t i = 0; i < n; i++) {
        calendar_date from = first + (calendar_date)random_below(20), to = from + (calendar_date)random_below(40);
        at[i] = (struct period){from, to, random_week(arena)};
        first = to + 1;
    }
    return at;
}

static void random_office(struct desk *desk, calendar_date first)
{
    static const int32_t zones[] = {WIB, WITA, WIT, CALENDAR_NO_ZONE, -600};
    struct arena *arena = &desk->arena;
    *desk = (struct desk){.arena = ARENA_INIT};
    desk->region = ARENA_NEW(arena, struct region);
    desk->region->east = zones[random_below(5)];
    desk->region->days.week = random_week(arena);
    desk->region->n_periods = (size_t)random_below(5);
    desk->region->periods = random_periods(arena, first - 30, desk->region->n_periods);
    desk->n_files = (size_t)random_below(MOST_FILES);
    for (size_t f = 0; f < desk->n_files; f++)
        desk->files[f] = (struct holidays){.local = random_below(4) == 0,
                                           .year = (uint32_t)(year_of(first) + random_below(3)),
                                           .days = random_days(arena, first + (calendar_date)random_below(60), 12),
                                           .joint = random_days(arena, first - 5, 12)};
    desk_clock(desk);
    assert_false(arena->failed);
}

/* So much work that it fills some days, or weeks of an office that works little. */
static int64_t random_ms(const struct desk *desk)
{
    int64_t week = (int64_t)calendar_week_minutes(&desk->region->days.week) * MS_A_MINUTE + 1;
    int64_t days = random_below(4) ? week / 3 : random_below(3) ? week * 3 : week * 60;
    int64_t ms = 1 + random_below(days + 1);
    return random_below(3) ? ms / MS_A_MINUTE * MS_A_MINUTE : ms;
}

static int64_t random_moment(calendar_date first)
{
    int64_t at = first * (int64_t)MS_A_DAY + random_below(20 * (int64_t)MS_A_DAY);
    return random_below(3) ? at / MS_A_MINUTE * MS_A_MINUTE : at;
}

#ifdef __SANITIZE_ADDRESS__
enum { OFFICES = 1500 };
#else
enum { OFFICES = 3000 };
#endif
enum { STRETCHES = 4, RANDOM_FROM = 20260 };

static void minute_by_minute_it_is_the_same(void **unused)
{
    (void)unused;
    random_state = RANDOM_FROM;
    for (int n = 0; n < OFFICES; n++) {
        struct desk desk;
        calendar_date first =
            (calendar_date)(random_below(50) ? 20000 + random_below(3000) : CALENDAR_LAST_DATE - random_below(60));
        random_office(&desk, first);
        for (int i = 0; i < STRETCHES; i++) {
            snprintf(trying, sizeof trying, "office %d, stretch %d", n, i);
            agree(&desk, random_moment(first), random_ms(&desk));
        }
        desk_close(&desk);
    }
}

static void a_century_by_minutes(void **unused)
{
    struct desk desk;
    (void)unused;
    kaltim(&desk, 2025, 2027);
    agree(&desk, moment_at("2025-11-20T15:00", WITA), MINUTES(450 * 5 * 52 * (OFFICES / 30)));
    desk_close(&desk);
}

/* One stretch of a + b is one of a and then one of b. */
static void stretches_add_up(void **unused)
{
    (void)unused;
    random_state = RANDOM_FROM + 1;
    for (int n = 0; n < 5 * OFFICES; n++) {
        struct desk desk;
        calendar_date first = (calendar_date)(20000 + random_below(3000));
        random_office(&desk, first);
        snprintf(trying, sizeof trying, "office %d", n);
        int64_t at = random_moment(first), a = random_below(4) ? random_ms(&desk) : 0,
                b = random_below(4) ? random_ms(&desk) : 0;
        struct walk one = walk_from(&desk.clock, at), two = one;
        bool whole = walk_work(&one, a + b), parts = walk_work(&two, a) && walk_work(&two, b);
        assert_int_equal(whole, parts);
        if (whole)
            assert_true(one.at == two.at);
        if (whole)
            assert_true(bits_within(two.guessed.bits, one.guessed.bits, bits_words(YEARS)));
        one = two = walk_from(&desk.clock, at);
        assert_true(walk_wall(&one, a + b) && walk_wall(&two, a) && walk_wall(&two, b) && one.at == two.at);
        assert_true(one.at == at + a + b);
        desk_close(&desk);
    }
}

/* --- files --- */

static void decrees_are_as_printed(void **unused)
{
    static const struct {
        int year;
        size_t days, joint;
        const char *number, *last;
    } rows[] = {
        {2025, 17, 11, "Nomor 933 Tahun 2025", "2025-12-26"},
        {2026, 17, 8, "Nomor 1497 Tahun 2025", "2026-12-24"},
        {2027, 18, 8, "Nomor 1205 Tahun 2026", "2027-12-24"},
    };
    (void)unused;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct desk desk;
        kaltim(&desk, rows[i].year, rows[i].year);
        const struct holidays *file = &desk.files[0];
        assert_int_equal(file->year, rows[i].year);
        assert_int_equal(file->days.n, rows[i].days);
        assert_int_equal(file->joint.n, rows[i].joint);
        assert_int_equal(file->joint.at[file->joint.n - 1].date, calendar_read_date(text_of(rows[i].last)));
        assert_non_null(strstr(file->decree.at, rows[i].number));
        assert_true(file->source.len > 0 && file->days.at[0].name.len > 0);
        assert_int_equal(desk.clock.n_off, rows[i].days + rows[i].joint);
        /* Joint leave never falls on a day on which nobody works anyway. */
        for (size_t d = 0; d < file->joint.n; d++)
            assert_true(weekday_of(file->joint.at[d].date) < 5);
        desk_close(&desk);
    }
}

/* Files in any order, two of one year, a day in both: each day counts once. */
static void files_are_put_together(void **unused)
{
    static const char late[] = "year: 2027\ndecree: 1\nsource: s\nholidays: [{date: 2027-01-01, name: a}]\n";
    static const char early[] = "year: 2026\ndecree: 2\nsource: s\nholidays: [{date: 2026-01-01, name: a},\n"
                                "  {date: 2026-12-25, name: b}]\njoint_leave: [{date: 2026-12-24, name: c}]\n";
    static const char again[] = "year: 2026\ndecree: 3\nsource: s\nholidays: [{date: 2026-06-01, name: d},\n"
                                "  {date: 2026-12-24, name: e}, {date: 2026-12-25, name: f}]\n";
    static const char *const off[] = {"2026-01-01", "2026-06-01", "2026-12-24", "2026-12-25", "2027-01-01"};
    struct desk desk;
    (void)unused;
    office(&desk, "name: Kantor\n");
    desk_holidays(&desk, TEXT(late));
    desk_holidays(&desk, TEXT(early));
    desk_holidays(&desk, TEXT(again));
    desk_clock(&desk);
    assert_int_equal(desk.clock.n_off, 5);
    for (size_t i = 0; i < 5; i++)
        assert_int_equal(desk.clock.off[i], calendar_read_date(text_of(off[i])));
    expect_guessed(&desk.clock.known, 2026, 2027);
    struct arena none = {.failed = true};
    struct holiday_files files = {desk.files, desk.n_files};
    assert_false(workclock_make(&desk.clock, desk.region, files, &none));
    desk_close(&desk);
}

static void years_are_a_set(void **unused)
{
    struct years years = {{0}};
    (void)unused;
    assert_int_equal(years_next(&years, INT32_MIN), 0);
    years_add(&years, 1899);
    years_add(&years, 3000);
    years_add(&years, INT32_MIN);
    years_add(&years, INT32_MAX);
    assert_int_equal(years_next(&years, 0), 0);
    years_add(&years, 1900);
    years_add(&years, 2999);
    years_add(&years, 1963);
    years_add(&years, 1964);
    assert_int_equal(years_next(&years, 0), 1900);
    assert_int_equal(years_next(&years, 1901), 1963);
    assert_int_equal(years_next(&years, 1964), 1964);
    assert_int_equal(years_next(&years, 1965), 2999);
    assert_int_equal(years_next(&years, 3000), 0);
    assert_int_equal(years_next(&years, INT32_MAX), 0);
    assert_false(years_has(&years, 3000) || years_has(&years, 1899) || years_has(&years, 2026));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(parts_follow_each_other, print_last),
        cmocka_unit_test_teardown(moments_are_read, print_last),
        cmocka_unit_test_teardown(no_such_moments, print_last),
        cmocka_unit_test_teardown(moments_come_back, print_last),
        cmocka_unit_test_teardown(moments_are_said, print_last),
        cmocka_unit_test_teardown(a_case_ends_on_monday, print_last),
        cmocka_unit_test_teardown(hours_end_and_begin, print_last),
        cmocka_unit_test_teardown(nobody_works_on_holidays, print_last),
        cmocka_unit_test_teardown(a_year_without_a_file_is_told, print_last),
        cmocka_unit_test_teardown(ramadan_has_its_own_hours, print_last),
        cmocka_unit_test_teardown(days_without_a_night, print_last),
        cmocka_unit_test_teardown(stretches_follow_each_other, print_last),
        cmocka_unit_test_teardown(a_sheet_ends_on_monday, print_last),
        cmocka_unit_test_teardown(work_without_hours_is_never_done, print_last),
        cmocka_unit_test_teardown(the_calendar_has_an_end, print_last),
        cmocka_unit_test_teardown(centuries_are_short, print_last),
        cmocka_unit_test_teardown(minute_by_minute_it_is_the_same, print_last),
        cmocka_unit_test_teardown(a_century_by_minutes, print_last),
        cmocka_unit_test_teardown(stretches_add_up, print_last),
        cmocka_unit_test_teardown(decrees_are_as_printed, print_last),
        cmocka_unit_test_teardown(files_are_put_together, print_last),
        cmocka_unit_test_teardown(years_are_a_set, print_last),
    };
    return cmocka_run_group_tests_name("calendar", tests, NULL, NULL);
}
