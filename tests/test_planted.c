/* Faults planted into clean sheets: each is found, and nothing besides.
 *
 * `SEED=7 COUNT=100000 build/release/tests/test_planted`; `make soak` takes a longer dose. A failure names its own seed
 * and writes the sheet to build/property/. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "property/clean.h"
#include "property/office.h"
#include "property/plant.h"
#include "property/stroll.h"

#ifdef __SANITIZE_ADDRESS__
enum { COUNT = 300 };
#else
enum { COUNT = 1000 };
#endif
enum { SEED = 2026, MOST_TRIES = 400, CASES = 10 };

static unsigned long long seed, count;

static unsigned long long from_environment(const char *name, unsigned long long otherwise)
{
    const char *value = getenv(name);
    return value && *value ? strtoull(value, NULL, 10) : otherwise;
}

static int prepare(void **state)
{
    (void)state;
    seed = from_environment("SEED", SEED);
    count = from_environment("COUNT", COUNT);
    printf("# %llu sheets from SEED=%llu\n", count, seed);
    fflush(stdout);
    return 0;
}

/* The sheet as it is, for who looks into it. */
static void write_down(const char *name, struct text text)
{
    char path[64];
    mkdir("build/property", 0777);
    snprintf(path, sizeof path, "build/property/%s.yaml", name);
    FILE *file = fopen(path, "w");
    if (!file)
        return;
    fwrite(text.at, 1, text.len, file);
    fclose(file);
    print_error("the sheet is in %s\n", path);
}

static void tell(const struct office *office)
{
    for (size_t i = 0; i < office->findings.n; i++) {
        const struct finding *finding = &office->findings.at[i];
        struct buf words = BUF_INIT;
        finding_message(&words, finding, LANG_EN, 0);
        print_error("  %s at %.*s: %.*s\n", finding_row(finding->code)->code, (int)finding->at.len, finding->at.at,
                    (int)words.len, words.at);
        buf_release(&words);
    }
}

/* A sheet without a fault has no finding. */
static void clean_sheets_are_clean(void **state)
{
    struct draws draws = {0};
    struct arena arena = ARENA_INIT;
    struct buf text = BUF_INIT;
    (void)state;
    for (unsigned long long number = seed; number < seed + count; number++) {
        struct sheet sheet;
        struct office office;
        draws_number(&draws, number);
        clean_sheet(&sheet, &draws);
        buf_clear(&text);
        sheet_write(&text, &sheet);
        arena_reset(&arena);
        office_read(&office, &arena, &sheet, buf_view(&text));
        if (office.findings.n) {
            print_error("SEED=%llu COUNT=1\n", number);
            tell(&office);
            write_down("unclean", buf_view(&text));
            fail();
        }
        assert_int_equal(office.checked[OFFICE_MAIN], CHECKED_ALL);
    }
    arena_release(&arena);
    buf_release(&text);
    draws_release(&draws);
}

/* Ten sheets for each of the count, a case of each: none is ever refused for a missing document. */
static void cases_of_clean_sheets_miss_nothing(void **state)
{
    struct draws draws = {0};
    struct arena arena = ARENA_INIT;
    struct buf text = BUF_INIT;
    size_t ends[3] = {0};
    (void)state;
    for (unsigned long long number = seed; number < seed + count * CASES; number++) {
        struct sheet sheet;
        struct office office;
        draws_number(&draws, number);
        clean_sheet(&sheet, &draws);
        buf_clear(&text);
        sheet_write(&text, &sheet);
        arena_reset(&arena);
        office_read(&office, &arena, &sheet, buf_view(&text));
        enum stroll end = stroll(office.sops[OFFICE_MAIN], &draws, &arena);
        ends[end]++;
        if (end == STROLL_MISSING) {
            print_error("SEED=%llu COUNT=1\n", number);
            write_down("missing", buf_view(&text));
            fail();
        }
    }
    printf("# cases of clean sheets: %zu ended, %zu stopped, %zu for a missing document\n", ends[STROLL_ENDED],
           ends[STROLL_STOPPED], ends[STROLL_MISSING]);
    fflush(stdout);
    assert_true(ends[STROLL_ENDED] > ends[STROLL_STOPPED]);
    arena_release(&arena);
    buf_release(&text);
    draws_release(&draws);
}

/* Are all findings of this code, and is there one? */
static bool is_found_alone(const struct office *office, enum finding_code code)
{
    for (size_t i = 0; i < office->findings.n; i++)
        if (office->findings.at[i].code != code)
            return false;
    return office->findings.n > 0;
}

static bool try_one(enum finding_code code, unsigned long long number, struct draws *draws, struct arena *arena,
                    struct buf *text)
{
    struct sheet clean, sheet;
    struct office office;
    draws_number(draws, number);
    clean_sheet(&clean, draws);
    if (!plant(code, &clean, draws, &sheet, text))
        return false;
    arena_reset(arena);
    office_read(&office, arena, &sheet, buf_view(text));
    if (!is_found_alone(&office, code)) {
        print_error("%s, SEED=%llu\n", finding_row(code)->code, number);
        tell(&office);
        write_down(finding_row(code)->code, buf_view(text));
        fail();
    }
    return true;
}

/* Each code in turn, so that all get their share. */
static void planted_faults_are_found_alone(void **state)
{
    struct draws draws = {0};
    struct arena arena = ARENA_INIT;
    struct buf text = BUF_INIT;
    size_t planted[FINDING_COUNT] = {0};
    unsigned long long number = seed * 1000003, tried = 0;
    (void)state;
    for (unsigned long long nth = 0; nth < count; number++) {
        enum finding_code code = (enum finding_code)(tried / MOST_TRIES % FINDING_COUNT);
        bool moved = !plant_knows(code) || try_one(code, number, &draws, &arena, &text);
        planted[code] += moved && plant_knows(code);
        nth += moved && plant_knows(code);
        tried = moved ? (tried / MOST_TRIES + 1) * MOST_TRIES : tried + 1;
    }
    for (int code = 0; code < FINDING_COUNT; code++)
        if (plant_knows((enum finding_code)code)) {
            printf("# %s planted %zu times\n", finding_row((enum finding_code)code)->code, planted[code]);
            assert_true(count < FINDING_COUNT || planted[code] > 0);
        }
    fflush(stdout);
    arena_release(&arena);
    buf_release(&text);
    draws_release(&draws);
}

static void every_code_can_be_planted(void **state)
{
    (void)state;
    for (int code = 0; code < FINDING_COUNT; code++)
        assert_true(plant_knows((enum finding_code)code));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_code_can_be_planted),
        cmocka_unit_test(clean_sheets_are_clean),
        cmocka_unit_test(cases_of_clean_sheets_miss_nothing),
        cmocka_unit_test(planted_faults_are_found_alone),
    };
    return cmocka_run_group_tests_name("planted", tests, prepare, NULL);
}
