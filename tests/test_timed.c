/* The judge of the time audit (timed/), against what was worked out by hand. */
#include <math.h>

#include "small_sops.h"
#include "timed/chain.h"
#include "timed/drawn_case.h"
#include "timed/rework.h"
#include "timed/totals.h"

enum { MINUTE = 60000, MOST_SHEETS = 4 };

/* A SOP and what its graph says. The last sheet is the one that is audited. */
struct bench {
    struct office office;
    struct graph graph;
};

static void bench_open(struct bench *bench, const char *const *texts)
{
    static const char *const names[MOST_SHEETS] = {"kantor/a", "kantor/b", "kantor/c", "kantor/d"};
    struct sheet sheets[MOST_SHEETS];
    size_t n = 0;
    for (; texts[n]; n++)
        sheets[n] = (struct sheet){names[n], texts[n]};
    office_open(&bench->office, sheets, n);
    graph_build(&bench->graph, bench->office.sops[n - 1], &bench->office.arena);
    assert_true(bench->graph.whole && !bench->graph.circle);
}

#define BENCH(bench, ...) bench_open((bench), (const char *const[]){__VA_ARGS__, NULL})

static void bench_close(struct bench *bench) { office_close(&bench->office); }

static struct arena *arena_of(struct bench *bench) { return &bench->office.arena; }

static void expect_range(struct ruled ruled, int64_t min, int64_t max)
{
    assert_false(ruled.vague);
    assert_int_equal(ruled.total.sort, TOTAL_KNOWN);
    assert_int_equal(ruled.total.min_ms, min * MINUTE);
    assert_int_equal(ruled.total.max_ms, max * MINUTE);
}

static void expect_endless(struct ruled ruled)
{
    assert_false(ruled.vague);
    assert_int_equal(ruled.total.sort, TOTAL_ENDLESS);
}

static void expect_count(struct bench *bench, double least, double most)
{
    struct counted counted = ruled_count(&bench->graph, arena_of(bench));
    assert_false(counted.vague);
    assert_true(counted.least == least && counted.most == most);
}

/* In minutes: the straight path, the shortest way, the longest, and how many there are. */
static void expect_totals(struct bench *bench, int64_t min, int64_t max, int64_t shortest, int64_t longest,
                          double count)
{
    struct arena *arena = arena_of(bench);
    expect_range(ruled_straight(&bench->graph, arena), min, max);
    expect_range(ruled_shortest(&bench->graph, arena), shortest, 0);
    expect_range(ruled_longest(&bench->graph, arena), 0, longest);
    expect_count(bench, count, count);
}

static void expect_rework(struct bench *bench, const char *step, const char *back_to, int64_t min, int64_t max)
{
    struct agains agains = rework_find(&bench->graph, arena_of(bench));
    uint32_t i = 0;
    while (i < agains.n && !text_eq(agains.at[i].step, text_of(step)))
        i++;
    assert_true(i < agains.n);
    assert_true(text_eq(agains.at[i].back_to, text_of(back_to)));
    assert_true(agains.at[i].ends && !agains.at[i].endless);
    assert_int_equal(agains.at[i].min_ms, min * MINUTE);
    assert_int_equal(agains.at[i].max_ms, max * MINUTE);
}

static bool is_near(double a, double b) { return fabs(a - b) <= 1e-12 * fmax(1, fabs(b)); }

/* In minutes; `kept` within the limit, all at one end of the durations. */
static void expect_outcome(struct bench *bench, const struct chances *chances, int end, double mean, double variance)
{
    struct outcome outcome = chain_solve(&bench->graph, chances, -1, arena_of(bench));
    assert_true(outcome.known && !outcome.kept_known);
    assert_true(is_near(outcome.mean_ms[end] / MINUTE, mean));
    assert_true(is_near(outcome.variance[end] / MINUTE / MINUTE, variance));
}

static void expect_kept(struct bench *bench, const struct chances *chances, int64_t limit, int end, double share)
{
    struct outcome outcome = chain_solve(&bench->graph, chances, limit * MINUTE, arena_of(bench));
    assert_true(outcome.kept_known);
    assert_true(is_near(outcome.kept[end], share));
}

#define STEP "- {actor: petugas, step: "

/* --- a loop --- */

static const char loop[] =
    "title: Putaran\n"
    "steps:\n" STEP "a, duration: 2 menit}\n" STEP
    "b, duration: 3 menit, decision: {question: Sesuai?, tidak: a}}\n" STEP "c, duration: 1 menit}\n";

static void a_loop(void **state)
{
    struct bench bench;
    struct chances tenth = {.back = {1, 10}}, always = {.back = {1, 1}}, never = {.back = {0, 1}};
    (void)state;
    BENCH(&bench, loop);
    expect_totals(&bench, 6, 6, 6, 6, 1);
    expect_rework(&bench, "b", "a", 5, 5);
    /* As often as it takes until the first Ya: a geometric number of times five minutes. */
    expect_outcome(&bench, &tenth, 0, 5 / 0.9 + 1, 25 * 0.1 / 0.81);
    expect_outcome(&bench, &tenth, 1, 5 / 0.9 + 1, 25 * 0.1 / 0.81);
    expect_outcome(&bench, &never, 0, 6, 0);
    expect_kept(&bench, &tenth, 5, 0, 0);
    expect_kept(&bench, &tenth, 6, 0, 0.9);
    expect_kept(&bench, &tenth, 10, 1, 0.9);
    expect_kept(&bench, &tenth, 11, 1, 0.99);
    expect_kept(&bench, &tenth, 16, 1, 0.999);
    assert_false(chain_solve(&bench.graph, &always, -1, arena_of(&bench)).known);
    expect_kept(&bench, &always, 600, 1, 0);
    bench_close(&bench);
}

/* A rate that is told for a step takes the place of both the others. */
static void told_rates(void **state)
{
    struct bench bench;
    struct told_chance told[] = {{TEXT("b"), {1, 2}}};
    struct chances chances = {.back = {1, 10}, .told = told, .n_told = 1};
    (void)state;
    BENCH(&bench, loop);
    expect_outcome(&bench, &chances, 0, 11, 50);
    bench_close(&bench);
    /* one that does not go back: half, unless it is told */
    BENCH(&bench, "title: Putus\nsteps:\n" STEP
                  "b, duration: 4 menit, decision: {question: Lanjut?, tidak: end}}\n" STEP "c, duration: 6 menit}\n");
    expect_totals(&bench, 10, 10, 4, 10, 2);
    assert_int_equal(rework_find(&bench.graph, arena_of(&bench)).n, 0);
    expect_outcome(&bench, &(struct chances){.back = {1, 10}}, 0, 7, 9);
    told[0].chance = (struct chance){1, 4};
    expect_outcome(&bench, &chances, 0, 8.5, 36 * 0.25 * 0.75);
    expect_kept(&bench, &chances, 9, 0, 0.25);
    bench_close(&bench);
}

/* Ranges: each end by itself; what is no working time is none. */
static void both_ends(void **state)
{
    struct bench bench;
    struct chances fifth = {.back = {1, 5}};
    (void)state;
    BENCH(&bench, "title: Rentang\nsteps:\n" STEP "a, duration: 1-2 menit}\n" STEP
                  "b, duration: 3 hari kalender, decision: {question: Ya?, tidak: a}}\n" STEP
                  "c, duration: 4-6 menit}\n" STEP "d}\n");
    expect_totals(&bench, 5, 8, 5, 8, 1);
    expect_rework(&bench, "b", "a", 1, 2);
    expect_outcome(&bench, &fifth, 0, 1 / 0.8 + 4, 1 * 0.2 / 0.64);
    expect_outcome(&bench, &fifth, 1, 2 / 0.8 + 6, 4 * 0.2 / 0.64);
    expect_kept(&bench, &fifth, 7, 0, 0.992); /* at most three times */
    expect_kept(&bench, &fifth, 7, 1, 0);
    expect_kept(&bench, &fifth, 10, 1, 0.96);
    bench_close(&bench);
}

/* --- documents that decide --- */

static void optional_documents(void **state)
{
    struct bench bench;
    struct chances chances = {.back = {0, 1}};
    (void)state;
    /* one is looked at twice, one never, and one is given: its step is always skipped */
    BENCH(&bench, "title: Bila\n"
                  "documents: {x: {title: X, given: optional}, y: {title: Y, given: optional}, z: {title: Z, given: "
                  "true}}\nsteps:\n" STEP "a, duration: 2 menit, outputs: [x], unless: x}\n" STEP
                  "b, duration: 4 menit, outputs: [x], unless: x}\n" STEP
                  "c, duration: 8 menit, outputs: [z], unless: z}\n" STEP "d, duration: 1 menit, inputs: [y]}\n");
    expect_totals(&bench, 1, 3, 1, 3, 2);
    expect_outcome(&bench, &chances, 0, 2, 1);
    expect_kept(&bench, &chances, 2, 0, 0.5);
    bench_close(&bench);
}

/* A decision that is skipped goes on as after Ya, hands over nothing, and takes no time. */
static void skipped_decision(void **state)
{
    struct bench bench;
    struct chances half = {.back = {1, 2}};
    (void)state;
    BENCH(&bench, "title: Lewat\n"
                  "documents: {x: X}\nsteps:\n" STEP "a, duration: 1 menit}\n" STEP
                  "b, duration: 2 menit, outputs: [x], unless: x, decision: {question: Ya?, tidak: {to: a, outputs: "
                  "[x]}}}\n" STEP "c, duration: 4 menit}\n");
    expect_totals(&bench, 7, 7, 7, 7, 1);
    /* back at b, it is skipped: only the way there is added */
    struct agains agains = rework_find(&bench.graph, arena_of(&bench));
    assert_true(agains.n == 1 && agains.at[0].skipped && agains.at[0].ends);
    expect_outcome(&bench, &half, 0, 7.5, 0.25);
    bench_close(&bench);
}

/* --- calls --- */

static const char callee[] = "title: Anak\n"
                             "documents: {x: {title: X, given: optional}, hasil: Hasil}\nsteps:\n" STEP
                             "a, duration: 3 menit, outputs: [x], unless: x}\n" STEP
                             "b, duration: 1 menit, outputs: [hasil], decision: {question: Ya?, tidak: b}}\n";

static void calls(void **state)
{
    struct bench bench;
    struct chances half = {.back = {1, 2}}, never = {.back = {0, 1}};
    (void)state;
    /* the callee's own choice, each time that it is entered */
    BENCH(&bench, callee,
          "title: Induk\nsteps:\n" STEP "p, duration: 100 menit, call: a}\n" STEP "q, duration: 10 menit, call: a}\n");
    expect_totals(&bench, 2, 8, 2, 8, 4);
    expect_rework(&bench, "p/b", "p/b", 1, 1);
    expect_outcome(&bench, &never, 0, 5, 2 * 9.0 / 4);
    expect_outcome(&bench, &half, 0, 7, 2 * 9.0 / 4 + 2 * 2);
    struct told_chance told = {TEXT("q/b"), {0, 1}};
    expect_outcome(&bench, &(struct chances){.back = {1, 2}, .told = &told, .n_told = 1}, 0, 6, 2 * 9.0 / 4 + 2);
    bench_close(&bench);
    /* what one has made comes back, and goes into the next */
    BENCH(&bench, callee,
          "title: Induk\ndocuments: {x: X}\nsteps:\n" STEP "p, outputs: [x], call: a}\n" STEP "q, call: a}\n");
    expect_totals(&bench, 2, 5, 2, 5, 2);
    expect_outcome(&bench, &never, 0, 3.5, 9.0 / 4);
    bench_close(&bench);
}

static void variants(void **state)
{
    struct bench bench;
    struct chances never = {.back = {0, 1}};
    (void)state;
    /* one of three, of which one hands back what the next step is skipped for */
    BENCH(&bench, "title: A\ndocuments: {x: X}\nsteps:\n" STEP "s, duration: 1 menit, outputs: [x]}\n",
          "title: B\ndocuments: {x: X}\nsteps:\n" STEP "s, duration: 2 menit}\n" STEP
          "t, duration: 20 menit, decision: {question: Ya?, ya: end, tidak: u}}\n" STEP
          "u, duration: 6 menit, outputs: [x]}\n",
          "title: C\ndocuments: {y: Y, x: X}\nsteps:\n" STEP "s, duration: 4 menit, call: [a, b]}\n",
          "title: D\ndocuments: {x: X}\nsteps:\n" STEP "p, outputs: [x], call: [a, b, c]}\n" STEP
          "q, duration: 10 menit, outputs: [x], unless: x}\n");
    /* a 1 | b 22 + 10, or 28 | c/a 1 + 10 | c/b 22 + 10, or 28 + 10: c hands nothing on */
    expect_totals(&bench, 1, 32, 1, 38, 6);
    expect_outcome(&bench, &never, 0, 18, 203.5);
    expect_kept(&bench, &never, 11, 0, 0.5);
    bench_close(&bench);
}

/* Two steps of the same path in two callees are two decisions. */
static void rework_in_calls(void **state)
{
    struct bench bench;
    struct agains agains;
    (void)state;
    BENCH(&bench, loop,
          "title: B\nsteps:\n" STEP "a, call: a}\n" STEP "b, duration: 9 menit, decision: {question: Ya?, tidak: a}}\n",
          "title: C\nsteps:\n" STEP "p, call: [a, b]}\n" STEP
          "q, duration: 7-8 menit, decision: {question: Ya?, tidak: p}}\n");
    expect_totals(&bench, 13, 23, 13, 23, 2);
    expect_rework(&bench, "p/a/b", "p/a/a", 5, 5);
    expect_rework(&bench, "q", "p", 13, 23);
    agains = rework_find(&bench.graph, arena_of(&bench));
    assert_int_equal(agains.n, 4);
    for (uint32_t i = 0; i < agains.n; i++)
        if (text_eq(agains.at[i].step, TEXT("p/b"))) {
            bool first = agains.at[i].sop == bench.office.sops[0];
            assert_int_equal(agains.at[i].min_ms, (first ? 5 : 15) * MINUTE);
        }
    bench_close(&bench);
}

/* --- blocks --- */

static void blocks(void **state)
{
    struct bench bench;
    struct chances half = {.back = {1, 2}};
    (void)state;
    /* y waits for p, which takes longer at its upper end than x */
    BENCH(&bench, "title: Blok\n"
                  "documents: {d: D, e: E}\nsteps:\n"
                  "- step: blok\n"
                  "  parallel:\n"
                  "  - - {actor: petugas, step: x, duration: 3 menit}\n"
                  "    - {actor: pemohon, step: y, duration: 1 menit, inputs: [d]}\n"
                  "  - - {actor: pemohon, step: p, duration: 2-9 menit, outputs: [d]}\n"
                  "    - {actor: petugas, step: q, duration: 1 menit, outputs: [e]}\n" STEP
                  "z, duration: 5 menit, inputs: [e], decision: {question: Ya?, tidak: blok}}\n");
    expect_totals(&bench, 9, 15, 9, 15, 1);
    /* the second time d is there: at its upper end the second branch alone takes longest */
    expect_rework(&bench, "z", "blok", 9, 15);
    expect_outcome(&bench, &half, 0, 18, 162);
    expect_range(ruled_work(&bench.graph, TEXT("petugas"), arena_of(&bench)), 9, 9);
    expect_range(ruled_work(&bench.graph, TEXT("pemohon"), arena_of(&bench)), 3, 10);
    bench_close(&bench);
    /* the first time y waits for p, and then no more */
    BENCH(&bench, "title: Blok\n"
                  "documents: {d: D}\nsteps:\n"
                  "- step: blok\n"
                  "  parallel:\n"
                  "  - - {actor: petugas, step: y, duration: 4 menit, inputs: [d]}\n"
                  "  - - {actor: pemohon, step: p, duration: 3 menit, outputs: [d]}\n" STEP
                  "z, duration: 1 menit, decision: {question: Ya?, tidak: blok}}\n");
    expect_totals(&bench, 8, 8, 8, 8, 1);
    expect_rework(&bench, "z", "blok", 5, 5);
    expect_outcome(&bench, &half, 0, 13, 50);
    bench_close(&bench);
}

/* --- what never ends --- */

static void endless(void **state)
{
    struct bench bench;
    struct arena *arena = arena_of(&bench);
    struct chances half = {.back = {1, 2}};
    (void)state;
    /* with Ya it goes round, and a Tidak ends it */
    BENCH(&bench, "title: Lingkar\nsteps:\n" STEP "a, duration: 1 menit}\n" STEP
                  "b, duration: 2 menit, decision: {question: Lagi?, ya: a, tidak: end}}\n");
    expect_endless(ruled_straight(&bench.graph, arena));
    expect_range(ruled_shortest(&bench.graph, arena), 3, 0);
    expect_endless(ruled_longest(&bench.graph, arena));
    expect_count(&bench, INFINITY, INFINITY);
    expect_outcome(&bench, &half, 0, 6, 18);
    expect_kept(&bench, &half, 8, 0, 0.75);
    bench_close(&bench);
    /* the same without time */
    BENCH(&bench, "title: Lingkar\nsteps:\n" STEP "a}\n" STEP "b, decision: {question: Lagi?, ya: a, tidak: c}}\n" STEP
                  "c, duration: 2 menit}\n");
    expect_endless(ruled_straight(&bench.graph, arena));
    expect_range(ruled_longest(&bench.graph, arena), 0, 2);
    expect_count(&bench, INFINITY, INFINITY);
    expect_outcome(&bench, &half, 0, 2, 0);
    expect_kept(&bench, &half, 1, 0, 0);
    expect_kept(&bench, &half, 2, 0, 1);
    bench_close(&bench);
    /* nothing ends */
    BENCH(&bench, "title: Putar\nsteps:\n" STEP "a, duration: 2 menit, next: a}\n");
    expect_endless(ruled_straight(&bench.graph, arena));
    expect_endless(ruled_shortest(&bench.graph, arena));
    expect_endless(ruled_longest(&bench.graph, arena));
    assert_false(chain_solve(&bench.graph, &half, -1, arena).known);
    expect_kept(&bench, &half, 20, 0, 0);
    bench_close(&bench);
}

/* A decision without time that goes back to itself, and one that ends in half of the cases. */
static void rounds_without_time(void **state)
{
    struct bench bench;
    struct chances third = {.back = {1, 3}};
    (void)state;
    BENCH(&bench, "title: Diam\nsteps:\n" STEP "a, decision: {question: Ya?, tidak: a}}\n" STEP
                  "b, duration: 4 menit}\n" STEP "c, decision: {question: Ya?, tidak: a}}\n");
    expect_rework(&bench, "a", "a", 0, 0);
    expect_rework(&bench, "c", "a", 4, 4);
    expect_outcome(&bench, &third, 0, 6, 12);
    expect_kept(&bench, &third, 7, 0, 2.0 / 3);
    expect_kept(&bench, &third, 8, 0, 8.0 / 9);
    bench_close(&bench);
}

/* --- cases of the real interpreter, by the thousand --- */

#ifdef __SANITIZE_ADDRESS__
enum { CASES = 20000 };
#else
enum { CASES = 200000 };
#endif

/* What so many drawn cases took, at both ends of all durations, and how many kept a limit. */
struct drawn_sum {
    double mean_ms[2], kept[2];
};

static struct drawn_sum draw_cases(const struct sop *sop, const struct chances *chances, int64_t limit_ms)
{
    struct arena arena = ARENA_INIT, deciding = ARENA_INIT;
    struct drawn_case drawn = {.chances = chances, .random = 2026, .arena = &arena, .deciding = &deciding};
    struct drawn_sum sum = {{0, 0}, {0, 0}};
    for (int i = 0; i < CASES; i++) {
        assert_int_equal(drawn_case(&drawn, sop), DRAWN_ENDED);
        int64_t ms[2] = {drawn.watch.now.work.min_ms, drawn.watch.now.work.max_ms};
        for (int end = 0; end < 2; end++) {
            sum.mean_ms[end] += (double)ms[end] / CASES;
            sum.kept[end] += ms[end] <= limit_ms ? 1.0 / CASES : 0;
        }
    }
    arena_release(&arena);
    arena_release(&deciding);
    return sum;
}

/* Within five standard errors: by chance not once in a million times, and the numbers drawn are always the same. */
static void expect_drawn(struct bench *bench, const struct chances *chances, int64_t limit)
{
    struct outcome outcome = chain_solve(&bench->graph, chances, limit * MINUTE, arena_of(bench));
    struct drawn_sum sum = draw_cases(bench->graph.sop, chances, limit * MINUTE);
    assert_true(outcome.known && outcome.kept_known);
    for (int end = 0; end < 2; end++) {
        double kept = outcome.kept[end];
        assert_true(fabs(sum.mean_ms[end] - outcome.mean_ms[end]) <= 5 * sqrt(outcome.variance[end] / CASES));
        assert_true(kept > 0.05 && kept < 0.95);
        assert_true(fabs(sum.kept[end] - kept) <= 5 * sqrt(kept * (1 - kept) / CASES));
    }
}

static void drawn_cases(void **state)
{
    struct bench bench;
    struct told_chance told = {TEXT("p/b"), {2, 3}};
    struct chances fifth = {.back = {1, 5}}, mixed = {.back = {1, 3}, .told = &told, .n_told = 1};
    (void)state;
    BENCH(&bench, loop);
    expect_drawn(&bench, &fifth, 8);
    bench_close(&bench);
    BENCH(&bench, callee,
          "title: Induk\ndocuments: {x: X, hasil: Hasil}\nsteps:\n" STEP "p, outputs: [x], call: a}\n" STEP
          "r, duration: 1-2 menit, decision: {question: Ya?, tidak: p}}\n" STEP "q, outputs: [hasil], call: a}\n");
    expect_drawn(&bench, &fifth, 8);
    expect_drawn(&bench, &mixed, 10);
    bench_close(&bench);
    /* a branch waits the first time only; what is skipped; callees to choose from */
    BENCH(&bench, callee, loop,
          "title: Induk\ndocuments: {x: {title: X, given: optional}, d: D}\nsteps:\n"
          "- step: blok\n"
          "  parallel:\n"
          "  - - {actor: petugas, step: y, duration: 4-5 menit, inputs: [d]}\n"
          "  - - {actor: pemohon, step: s, duration: 3 menit, outputs: [d]}\n" STEP
          "z, duration: 1 menit, outputs: [x], unless: x, decision: {question: Ya?, tidak: blok}}\n" STEP
          "p, call: [a, b]}\n" STEP "w, decision: {question: Ya?, tidak: end}}\n" STEP "v, duration: 7 menit}\n");
    expect_drawn(&bench, &fifth, 14);
    expect_drawn(&bench, &mixed, 14);
    bench_close(&bench);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_loop),
        cmocka_unit_test(told_rates),
        cmocka_unit_test(both_ends),
        cmocka_unit_test(optional_documents),
        cmocka_unit_test(skipped_decision),
        cmocka_unit_test(calls),
        cmocka_unit_test(variants),
        cmocka_unit_test(rework_in_calls),
        cmocka_unit_test(blocks),
        cmocka_unit_test(endless),
        cmocka_unit_test(rounds_without_time),
        cmocka_unit_test(drawn_cases),
    };
    return cmocka_run_group_tests_name("timed", tests, NULL, NULL);
}
