/* All checks of a SOP together, against reading its file; and how their cost grows. */
#include "api/judging.h"

#include <stdio.h>

#include "bench/bench.h"
#include "bench/sheet.h"

/* A SOP that was read, and its file. */
struct checked_text {
    const struct bench *bench;
    struct text yaml;
    struct sop *sop;
};

/* The checks leave a plan and results in memory that the next round takes again: so both are put back. */
static bool check_times(void *self, uint64_t times)
{
    const struct checked_text *text = self;
    const struct plan plan = text->sop->plan;
    struct arena arena = ARENA_INIT;
    bool fine = true;
    for (uint64_t i = 0; i < times && fine; i++) {
        struct findings findings = {.arena = &arena};
        struct checker checker = {
            .sop = text->sop, .legal = &text->bench->library.roots[0].legal, .arena = &arena, .findings = &findings};
        enum checked checked;
        fine = judge_sop(&checker, &checked) == STATUS_OK && checked == CHECKED_ALL;
        text->sop->plan = plan;
        text->sop->ends = NULL;
        arena_reset(&arena);
    }
    arena_release(&arena);
    return fine;
}

static bool read_times(void *self, uint64_t times)
{
    const struct checked_text *text = self;
    struct arena arena = ARENA_INIT;
    bool fine = true;
    for (uint64_t i = 0; i < times && fine; i++) {
        fine = bench_compile(text->bench, &arena, text->yaml) != NULL;
        arena_reset(&arena);
    }
    arena_release(&arena);
    return fine;
}

static bool measure_check(struct checked_text *text, struct arena *arena, struct rates *rates)
{
    uint64_t times = 1000000 / text->yaml.len + 1;
    text->sop = (struct sop *)(uintptr_t)bench_compile(text->bench, arena, text->yaml);
    struct side ours = {check_times, text, times, 1}, floor = {read_times, text, times, 1};
    return (text->sop && measure(&ours, &floor, rates)) || broken("a SOP cannot be checked");
}

static bool measure_sheet(const struct bench *bench, int steps, struct rates *rates)
{
    struct buf yaml = BUF_INIT;
    struct arena arena = ARENA_INIT;
    sheet_write(&yaml, steps);
    bool fine = !yaml.failed && measure_check(&(struct checked_text){bench, buf_view(&yaml), NULL}, &arena, rates);
    arena_release(&arena);
    buf_release(&yaml);
    return fine;
}

bool bench_check(const struct bench *bench)
{
    static const int sizes[] = {10, 100, 1000};
    struct rates rates;
    struct arena arena = ARENA_INIT;
    struct checked_text lock = {bench, bench->lock_bytes, NULL};
    bool fine = measure_check(&lock, &arena, &rates);
    arena_release(&arena);
    if (fine)
        print_rates("checking penerbitan-lock, to reading it", "1/s", rates, 1);
    for (size_t i = 0; fine && i < sizeof sizes / sizeof *sizes; i++) {
        char row[64];
        fine = measure_sheet(bench, sizes[i], &rates);
        snprintf(row, sizeof row, "checking %d steps, to reading them", sizes[i]);
        if (fine)
            print_rates(row, "1/s", rates, 1);
        snprintf(row, sizeof row, "checking %d steps", sizes[i]);
        if (fine)
            print_line(
                &(struct line){.row = row, .unit = "ms", .ours = 1e3 / rates.ours, .sense = AT_MOST, .wanted = 50});
        snprintf(row, sizeof row, "checking %d steps, each", sizes[i]);
        if (fine)
            print_line(&(struct line){
                .row = row, .unit = "ns/step", .ours = 1e9 / rates.ours / sizes[i], .sense = FOR_INFORMATION});
    }
    return fine;
}
