/* The whole time audit of a SOP, and how its cost grows: totals, paths, rework, and what two rates make of it. */
#include "time/audit.h"

#include <stdio.h>

#include "bench/bench.h"
#include "bench/sheet.h"

/* With rates, or the totals, paths and rework alone. */
struct auditing {
    const struct sop *sop;
    size_t n_rates;
};

static bool audit_times(void *self, uint64_t times)
{
    static const double rates[] = {0.1, 0.2};
    const struct auditing *auditing = self;
    const struct audit_options options = {.rates = rates, .n_rates = auditing->n_rates};
    struct arena arena = ARENA_INIT;
    bool fine = true;
    for (uint64_t i = 0; i < times && fine; i++) {
        struct audit audit;
        fine = audit_sop(&audit, auditing->sop, &options, &arena) == STATUS_OK && audit.straight.sort == TOTAL_KNOWN &&
               audit.longest.sort == TOTAL_KNOWN && audit.n_expected == options.n_rates &&
               (!audit.n_expected || (audit.expected[0].known && audit.expected[0].kept_known));
        arena_reset(&arena);
    }
    arena_release(&arena);
    return fine;
}

/* Milliseconds of one audit, or negative. */
static double time_audit(struct auditing auditing, uint64_t times)
{
    struct side ours = {audit_times, &auditing, times, 1}, none = {0};
    struct rates rates;
    return measure(&ours, &none, &rates) ? 1e3 / rates.ours : broken("a SOP cannot be audited") - 1.0;
}

static void print_sheet(int steps, double totals, double whole)
{
    char row[64];
    snprintf(row, sizeof row, "auditing %d steps, %d decisions", steps, steps / 10);
    print_line(&(struct line){.row = row, .unit = "ms", .ours = whole, .sense = AT_MOST, .wanted = 1000});
    snprintf(row, sizeof row, "totals of %d steps, each", steps);
    print_line(&(struct line){.row = row, .unit = "ns/step", .ours = 1e6 * totals / steps, .sense = FOR_INFORMATION});
}

static bool audit_sheet(const struct bench *bench, int steps)
{
    struct buf yaml = BUF_INIT;
    struct arena arena = ARENA_INIT;
    sheet_write(&yaml, steps);
    const struct sop *sop = yaml.failed ? NULL : bench_compile(bench, &arena, buf_view(&yaml));
    uint64_t times = 2000 / (uint64_t)steps;
    double totals = sop ? time_audit((struct auditing){sop, 0}, times * 20) : -1;
    double whole = totals >= 0 ? time_audit((struct auditing){sop, 2}, times) : -1;
    if (whole >= 0)
        print_sheet(steps, totals, whole);
    arena_release(&arena);
    buf_release(&yaml);
    return sop ? whole >= 0 : broken("a sheet cannot be read");
}

bool bench_audit(const struct bench *bench)
{
    double lost = time_audit((struct auditing){bench->lost, 2}, 200);
    if (lost < 0)
        return false;
    print_line(&(struct line){
        .row = "auditing hilang with all that it calls", .unit = "ms", .ours = lost, .sense = FOR_INFORMATION});
    return audit_sheet(bench, 10) && audit_sheet(bench, 100) && audit_sheet(bench, 1000);
}
