/* Cases in memory: the interpreter alone, with bytes and digests, and what an open case takes. */
#include "base/digest.h"
#include "bench/bench.h"
#include "bench/floor.h"
#include "model/event.h"
#include "run/many.h"
#include "run/play.h"

/* Both sides of a row. Every fifth case has one Tidak, so what five cases take is the same for any five. */
struct cases {
    const struct sop *sop;
    struct floor_table table;
    uint64_t steps_of_five;
    many_watch *watch;
    struct buf bytes; /* of one event */
    struct digest last;
    size_t state_size;
};

static bool run_cases(void *self, uint64_t times)
{
    struct cases *cases = self;
    struct many many;
    enum status status = many_run(&many, cases->sop, times, cases->watch, cases);
    cases->state_size = many.state_size;
    return status == STATUS_OK && many.cases == times && many.steps == times / 5 * cases->steps_of_five;
}

static void watch_bytes(void *self, const struct event *event)
{
    struct cases *cases = self;
    buf_clear(&cases->bytes);
    event_encode(&cases->bytes, event);
    cases->last = digest_of(buf_view(&cases->bytes));
}

static bool walk(void *self, uint64_t times)
{
    const struct cases *cases = self;
    return floor_walk(&cases->table, times) == times / 5 * cases->steps_of_five;
}

static bool walk_digests(void *self, uint64_t times)
{
    const struct cases *cases = self;
    uint64_t steps;
    return floor_walk_digests(&cases->table, times, &steps) && steps == times / 5 * cases->steps_of_five;
}

static void fill_table(struct floor_table *table, const struct sop *sop)
{
    *table = (struct floor_table){.decision = FLOOR_END};
    for (uint16_t s = 0; s < sop->n_steps && s < FLOOR_STEPS; s++) {
        for (int answer = 0; answer < 2; answer++) {
            uint16_t to = sop->plan.goes[answer][s];
            table->next[s][answer] = (uint8_t)(to == STEP_END ? FLOOR_END : to);
        }
        if (sop->steps[s].decides)
            table->decision = (uint8_t)s;
    }
}

static bool print_cases(const char *row, struct side ours, struct side floor, double wanted)
{
    struct rates rates;
    if (!measure(&ours, &floor, &rates))
        return broken(row);
    print_rates(row, "cases/s", rates, wanted);
    return true;
}

static void print_state(const struct cases *cases)
{
    struct line line = {.row = "state of an open case of penerbitan-lock",
                        .unit = "B",
                        .ours = (double)cases->state_size,
                        .sense = AT_MOST,
                        .wanted = 512};
    print_line(&line);
}

static bool play_lost(void *self, uint64_t times)
{
    const struct sop *sop = self;
    static const struct script script;
    bool ended = true;
    for (uint64_t i = 0; i < times && ended; i++) {
        struct arena arena = ARENA_INIT;
        struct play play;
        ended = play_run(&play, &arena, sop, &script) == STATUS_OK && play.ended;
        arena_release(&arena);
    }
    return ended;
}

static bool print_play(const struct sop *sop)
{
    struct side ours = {play_lost, (void *)(uintptr_t)sop, 2000, 1}, none = {0};
    struct rates rates;
    if (!measure(&ours, &none, &rates))
        return broken("play_run of hilang");
    struct line line = {.row = "play_run of hilang, which calls two SOPs",
                        .unit = "cases/s",
                        .ours = rates.ours,
                        .sense = FOR_INFORMATION};
    print_line(&line);
    return true;
}

bool bench_run(const struct bench *bench)
{
    struct cases cases = {.sop = bench->lock};
    struct many five;
    fill_table(&cases.table, bench->lock);
    if (many_run(&five, bench->lock, 5, NULL, NULL) != STATUS_OK || five.cases != 5)
        return broken("penerbitan-lock does not end");
    cases.steps_of_five = five.steps;
    bool fine = print_cases("interpreter: hand-offs, versions, events", (struct side){run_cases, &cases, 400000, 1},
                            (struct side){walk, &cases, 4000000, 1}, 1 / 20.0);
    cases.watch = watch_bytes;
    fine = fine && print_cases("  with canonical bytes and their SHA-256", (struct side){run_cases, &cases, 60000, 1},
                               (struct side){walk_digests, &cases, 40000, 1}, 1 / 2.0);
    buf_release(&cases.bytes);
    if (fine)
        print_state(&cases);
    return fine && print_play(bench->lost);
}
