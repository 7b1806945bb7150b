/* From bytes to a plan, against libyaml alone, and how the cost of reading and running grows with a SOP. */
#include "read/read.h"

#include <stdio.h>

#include "bench/bench.h"
#include "bench/floor.h"
#include "bench/sheet.h"
#include "run/many.h"

const struct sop *bench_compile(const struct bench *bench, struct arena *arena, struct text yaml)
{
    struct findings findings = {.arena = arena};
    struct source_file file = {.bytes = yaml, .arena = arena, .findings = &findings};
    struct sop *sop;
    if (read_sop(&file, TEXT("kaltim/lembar"), bench->region, &sop) != STATUS_OK || !sop ||
        findings_errors(&findings, 0))
        return NULL;
    return plan_compile(sop, arena) ? sop : NULL;
}

struct text_to_read {
    const struct bench *bench;
    struct text yaml;
};

static bool read_times(void *self, uint64_t times)
{
    const struct text_to_read *text = self;
    struct arena arena = ARENA_INIT; /* kept from one time to the next, as malloc keeps libyaml's memory */
    bool fine = true;
    for (uint64_t i = 0; i < times && fine; i++) {
        fine = bench_compile(text->bench, &arena, text->yaml) != NULL;
        arena_reset(&arena);
    }
    arena_release(&arena);
    return fine;
}

static bool parse_times(void *self, uint64_t times)
{
    const struct text_to_read *text = self;
    bool fine = true;
    for (uint64_t i = 0; i < times && fine; i++)
        fine = floor_parse(text->yaml) > 0;
    return fine;
}

/* About two megabytes a round, whatever the text's length. */
static bool measure_reading(struct text_to_read *text, struct rates *rates)
{
    uint64_t times = 2000000 / text->yaml.len + 1;
    struct side ours = {read_times, text, times, (double)text->yaml.len};
    struct side floor = {parse_times, text, times, (double)text->yaml.len};
    return measure(&ours, &floor, rates) || broken("a SOP cannot be read");
}

static bool print_reading(const char *row, struct text_to_read text)
{
    struct rates rates;
    if (!measure_reading(&text, &rates))
        return false;
    print_rates(row, "B/s", rates, 0.6);
    return true;
}

bool bench_read(const struct bench *bench)
{
    struct buf large = BUF_INIT;
    sheet_write(&large, 1000);
    bool fine = !large.failed &&
                print_reading("reading penerbitan-lock", (struct text_to_read){bench, bench->lock_bytes}) &&
                print_reading("reading 1,000 steps and documents", (struct text_to_read){bench, buf_view(&large)});
    buf_release(&large);
    return fine;
}

/* --- growing with the size --- */

enum { SIZES = 3 };
static const int sizes[SIZES] = {10, 100, 1000};

static bool run_sheet(void *self, uint64_t times)
{
    struct many many;
    return many_run(&many, self, times, NULL, NULL) == STATUS_OK && many.cases == times;
}

/* About a million steps a round; `of_five` is how many five cases take. */
static bool measure_running(const struct sop *sop, uint64_t of_five, struct rates *rates)
{
    struct side ours = {run_sheet, (void *)(uintptr_t)sop, 1000000 / of_five * 5, (double)of_five / 5}, none = {0};
    return measure(&ours, &none, rates);
}

/* Nanoseconds a byte, and nanoseconds a step. */
static bool measure_sheet(const struct bench *bench, int steps, double *byte_ns, double *step_ns)
{
    struct buf yaml = BUF_INIT;
    struct arena arena = ARENA_INIT;
    struct rates read = {0}, run = {0};
    struct many five;
    sheet_write(&yaml, steps);
    const struct sop *sop = yaml.failed ? NULL : bench_compile(bench, &arena, buf_view(&yaml));
    bool fine = sop && many_run(&five, sop, 5, NULL, NULL) == STATUS_OK && five.cases == 5 &&
                measure_reading(&(struct text_to_read){bench, buf_view(&yaml)}, &read) &&
                measure_running(sop, five.steps, &run);
    arena_release(&arena);
    buf_release(&yaml);
    *byte_ns = fine ? 1e9 / read.ours : 0;
    *step_ns = fine ? 1e9 / run.ours : 0;
    return fine || broken("a generated SOP does not run");
}

static void print_growth(const char *what, const char *unit, const double cost[SIZES], double wanted)
{
    double least = cost[0], most = cost[0];
    for (int i = 0; i < SIZES; i++) {
        char row[64];
        snprintf(row, sizeof row, "%s of %d steps", what, sizes[i]);
        least = cost[i] < least ? cost[i] : least;
        most = cost[i] > most ? cost[i] : most;
        struct line line = {.row = row, .unit = unit, .ours = cost[i], .sense = FOR_INFORMATION};
        if (i == SIZES - 1) {
            line.ratio = most / least;
            line.sense = AT_MOST;
            line.wanted = wanted;
        }
        print_line(&line);
    }
}

bool bench_linear(const struct bench *bench)
{
    double byte_ns[SIZES], step_ns[SIZES];
    for (int i = 0; i < SIZES; i++)
        if (!measure_sheet(bench, sizes[i], &byte_ns[i], &step_ns[i]))
            return false;
    print_growth("reading a SOP", "ns/byte", byte_ns, 2);
    print_growth("running a SOP", "ns/step", step_ns, 2);
    return true;
}
