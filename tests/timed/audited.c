/* The audit beside the judge. */
#include <math.h>

#include "base/must.h"
#include "time/audit.h"
#include "timed/chain.h"
#include "timed/judging.h"
#include "timed/properties.h"
#include "timed/replay.h"
#include "timed/rework.h"
#include "timed/totals.h"
#include "timed/block.h"

enum { MOST_WAYS = 100, MOST_RATES = 3, MOST_TOLD = 2 };

struct auditing {
    struct trial *trial;
    struct graph graph;
    struct arena *arena;
    struct chance rates[MOST_RATES];
    struct told_chance told[MOST_TOLD];
    size_t n_told;
    struct audit audit;
};

static double as_double(struct chance chance) { return (double)chance.num / chance.den; }

/* --- what is asked for --- */

static struct chance some_chance(struct draws *draws)
{
    static const struct chance chances[] = {{1, 10}, {1, 5}, {1, 2}, {0, 1}, {1, 3}, {9, 10}, {1, 1}};
    return chances[draws_below(draws, sizeof chances / sizeof *chances)];
}

static bool is_told(const struct auditing *a, struct text path)
{
    for (size_t i = 0; i < a->n_told; i++)
        if (text_eq(a->told[i].step, path))
            return true;
    return false;
}

static void tell_some(struct auditing *a)
{
    struct draws *draws = &a->trial->run;
    for (uint32_t i = THE_LAST + 1; i < a->graph.n_points && a->n_told < MOST_TOLD; i++) {
        const struct point *point = &a->graph.points[i];
        if (!point_step(point)->decides || is_told(a, point->path) || draws_below(draws, 8) != 7)
            continue;
        struct told_chance told = {point->path, some_chance(draws)};
        trial_say(a->trial, "told: %.*s %u/%u\n", (int)told.step.len, told.step.at, told.chance.num, told.chance.den);
        a->told[a->n_told++] = told;
        met(MET_TOLD);
    }
}

static void ask(struct auditing *a)
{
    double rates[MOST_RATES];
    struct told_rate told[MOST_TOLD];
    struct audit_options options = {.rates = rates, .n_rates = MOST_RATES, .told = told, .n_told = a->n_told};
    for (size_t i = 0; i < MOST_RATES; i++) {
        a->rates[i] = i ? some_chance(&a->trial->run) : (struct chance){1, 10};
        rates[i] = as_double(a->rates[i]);
    }
    for (size_t i = 0; i < a->n_told; i++)
        told[i] = (struct told_rate){a->told[i].step, as_double(a->told[i].chance)};
    must(audit_sop(&a->audit, a->graph.sop, &options, a->arena) == STATUS_OK);
}

/* --- totals --- */

static void say(struct auditing *a, const char *what, struct total engine, struct ruled judge)
{
    trial_say(a->trial, "%s: the audit says %d %lld..%lld, the judge %s%d %lld..%lld\n", what, (int)engine.sort,
              (long long)engine.min_ms, (long long)engine.max_ms, judge.vague ? "(vague) " : "", (int)judge.total.sort,
              (long long)judge.total.min_ms, (long long)judge.total.max_ms);
}

static void straight_is_right(struct auditing *a)
{
    struct ruled judge = ruled_straight(&a->graph, a->arena);
    struct total engine = a->audit.straight;
    say(a, "straight", engine, judge);
    must(ruled_is(judge, engine));
    met(judge.vague ? MET_STRAIGHT_VAGUE : engine.sort == TOTAL_ENDLESS ? MET_STRAIGHT_ENDLESS : MET_STRAIGHT_KNOWN);
    if (engine.sort != TOTAL_KNOWN)
        return;
    replay_way(&a->graph, &a->audit.straight_way, true);
    must(a->audit.straight_way.cut || a->audit.straight_way.elapsed.max_ms == engine.max_ms);
}

static void shortest_is_right(struct auditing *a)
{
    struct ruled judge = ruled_shortest(&a->graph, a->arena);
    struct total engine = a->audit.shortest;
    say(a, "shortest", engine, judge);
    engine.max_ms = 0;
    must(ruled_is(judge, engine));
    if (engine.sort != TOTAL_KNOWN)
        return;
    replay_way(&a->graph, &a->audit.shortest_way, false);
    must(a->audit.shortest_way.cut || a->audit.shortest_way.elapsed.min_ms == engine.min_ms);
}

static void longest_is_right(struct auditing *a)
{
    struct ruled judge = ruled_longest(&a->graph, a->arena);
    struct total engine = a->audit.longest;
    say(a, "longest", engine, judge);
    engine.min_ms = 0;
    must(ruled_is(judge, engine));
    if (judge.vague)
        met(MET_LONGEST_VAGUE);
    else if (engine.sort != TOTAL_KNOWN)
        met(MET_LONGEST_ENDLESS);
    if (engine.sort != TOTAL_KNOWN)
        return;
    replay_way(&a->graph, &a->audit.longest_way, false);
    must(a->audit.longest_way.cut || a->audit.longest_way.elapsed.max_ms == engine.max_ms);
}

/* --- the ways --- */

static bool same_texts(const struct texts *a, const struct texts *b)
{
    if (a->n != b->n)
        return false;
    for (size_t i = 0; i < a->n; i++)
        if (!text_eq(a->at[i], b->at[i]))
            return false;
    return true;
}

static bool same_way(const struct way *a, const struct way *b)
{
    return same_texts(&a->answers, &b->answers) && same_texts(&a->choices, &b->choices) &&
           same_texts(&a->with, &b->with);
}

static void say_texts(struct auditing *a, const char *what, const struct texts *texts)
{
    trial_say(a->trial, " %s", what);
    for (size_t i = 0; i < texts->n; i++)
        trial_say(a->trial, " %.*s", (int)texts->at[i].len, texts->at[i].at);
}

static void say_way(struct auditing *a, const struct way *way)
{
    say_texts(a, "way:", &way->steps);
    say_texts(a, "| answers:", &way->answers);
    say_texts(a, "| choices:", &way->choices);
    say_texts(a, "| with:", &way->with);
    trial_say(a->trial, " | %d %lld..%lld%s\n", (int)way->elapsed.sort, (long long)way->elapsed.min_ms,
              (long long)way->elapsed.max_ms, way->cut ? " cut" : "");
}

static void is_another_way(const struct auditing *a, size_t way)
{
    for (size_t i = 0; i < way; i++)
        must(!same_way(&a->audit.ways[i], &a->audit.ways[way]));
}

static void ways_are_right(struct auditing *a)
{
    struct counted judge = ruled_count(&a->graph, a->arena);
    double engine = a->audit.ways_in_all;
    trial_say(a->trial, "ways: the audit says %g and lists %zu, the judge %g..%g\n", engine, a->audit.n_ways,
              judge.least, judge.most);
    for (size_t i = 0; i < a->audit.n_ways; i++) {
        say_way(a, &a->audit.ways[i]);
        if (replay_way(&a->graph, &a->audit.ways[i], false))
            is_another_way(a, i);
        else
            met(MET_WAY_AMBIGUOUS);
    }
    if (judge.vague) {
        met(MET_WAYS_VAGUE);
        return;
    }
    must(engine >= judge.least && engine <= judge.most);
    must(isinf(engine) ? a->audit.n_ways > 0 : (double)a->audit.n_ways == fmin(engine, MOST_WAYS));
    met(isinf(judge.least) ? MET_WAYS_INFINITE : judge.least > 1 ? MET_WAYS_SEVERAL : MET_WAYS_ONE);
    if (judge.least < judge.most)
        met(MET_WAYS_BETWEEN);
}

/* --- whose work --- */

static void work_is_right(struct auditing *a)
{
    for (size_t i = 0; i < a->audit.n_actors; i++) {
        const struct actor_work *actor = &a->audit.actors[i];
        struct ruled judge = ruled_work(&a->graph, actor->actor, a->arena);
        say(a, "work", actor->work, judge);
        must(ruled_is(judge, actor->work));
        met(MET_WORK);
    }
}

/* --- rework --- */

/* All rows of the audit for that decision as one: calls of different SOPs may lead to it by the same path. `n` of them
 * tell something; one says CUT where no case of its call comes to the decision. */
static struct total adds_of(const struct auditing *a, const struct again *again, uint32_t *n)
{
    struct total all = {.sort = TOTAL_ENDLESS};
    *n = 0;
    for (size_t i = 0; i < a->audit.n_rework; i++) {
        const struct rework *rework = &a->audit.rework[i];
        if (rework->sop != again->sop || !text_eq(rework->step, again->step) || rework->adds.sort == TOTAL_CUT)
            continue;
        must(text_eq(rework->back_to, again->back_to));
        if (*n == 0 || rework->adds.sort != TOTAL_KNOWN)
            all = rework->adds;
        all.min_ms = rework->adds.min_ms < all.min_ms ? rework->adds.min_ms : all.min_ms;
        all.max_ms = rework->adds.max_ms > all.max_ms ? rework->adds.max_ms : all.max_ms;
        ++*n;
    }
    return all;
}

static struct ruled ruling_of(const struct again *again)
{
    struct total known = {.min_ms = again->min_ms, .max_ms = again->max_ms};
    return (struct ruled){.total = again->ends ? known : (struct total){.sort = TOTAL_ENDLESS},
                          .vague = again->endless || again->skipped};
}

static void note_rework(const struct again *again, struct total adds)
{
    met(MET_REWORK);
    if (text_find(again->step, '/') >= 0)
        met(MET_REWORK_IN_CALL);
    if (adds.min_ms < adds.max_ms)
        met(MET_REWORK_RANGE);
    if (again->skipped)
        met(MET_REWORK_SKIPPED);
    if (again->endless)
        met(MET_REWORK_VAGUE);
}

/* `ends`: every way without a Tidak that goes back comes to the end. Else a called SOP may have none, and what is in it
 * is left out, or told of all ways. How many rows of the audit this is. */
static uint32_t one_rework_is_right(struct auditing *a, const struct again *again, bool ends)
{
    uint32_t n;
    struct total adds = adds_of(a, again, &n);
    struct ruled judge = ruling_of(again);
    trial_say(a->trial, "rework of %.*s, in %u rows\n", (int)again->step.len, again->step.at, n);
    say(a, "rework", adds, judge);
    must(n > 0 || again->late || !ends);
    if (n == 0)
        return 0;
    must(ruled_is(judge, adds) || !ends);
    note_rework(again, adds);
    return n;
}

static void rework_is_right(struct auditing *a)
{
    struct agains agains = rework_find(&a->graph, a->arena);
    bool ends = ruled_ends(&a->graph, a->arena);
    size_t rows = 0;
    for (uint32_t i = 0; i < agains.n; i++)
        rows += one_rework_is_right(a, &agains.at[i], ends);
    for (size_t i = 0; i < a->audit.n_rework; i++) {
        const struct rework *rework = &a->audit.rework[i];
        trial_say(a->trial, "    %.*s: %d %lld..%lld\n", (int)rework->step.len, rework->step.at, (int)rework->adds.sort,
                  (long long)rework->adds.min_ms, (long long)rework->adds.max_ms);
        rows += rework->adds.sort == TOTAL_CUT;
    }
    must(a->audit.n_rework == rows);
}

/* --- what is expected --- */

static bool is_near(double a, double b, double scale) { return fabs(a - b) <= 1e-9 * fmax(scale, fabs(b)); }

static int64_t limit_of(const struct sop *sop)
{
    return sop->claims.total.sort == DURATION_WORK ? sop->claims.total.max_ms : -1;
}

/* Is a Tidak told to be certain in a called SOP? Such a SOP may never end and yet never be entered. */
static bool is_told_never_to_end(const struct auditing *a)
{
    for (size_t i = 0; i < a->n_told; i++)
        if (a->told[i].chance.num == a->told[i].chance.den && text_find(a->told[i].step, '/') >= 0)
            return true;
    return false;
}

static void outcome_is_right(struct auditing *a, const struct expected *engine, struct chance rate)
{
    struct chances chances = {.back = rate, .told = a->told, .n_told = a->n_told};
    struct outcome judge = chain_solve(&a->graph, &chances, limit_of(a->graph.sop), a->arena);
    trial_say(a->trial, "rate %u/%u: the audit says %d %.17g..%.17g dev %.17g..%.17g, kept %d %.17g %.17g\n", rate.num,
              rate.den, engine->known, engine->mean_ms[0], engine->mean_ms[1], engine->stddev_ms[0],
              engine->stddev_ms[1], engine->kept_known, engine->kept[0], engine->kept[1]);
    trial_say(a->trial, "    the judge %d %.17g..%.17g dev %.17g..%.17g, kept %d %.17g %.17g\n", judge.known,
              judge.mean_ms[0], judge.mean_ms[1], sqrt(judge.variance[0]), sqrt(judge.variance[1]), judge.kept_known,
              judge.kept[1], judge.kept[0]);
    judge.known = judge.known && rate.num < rate.den; /* design: a rate of 1 is never told */
    if (judge.known && !engine->known && is_told_never_to_end(a)) {
        met(MET_EXPECTED_CAUTIOUS);
        return;
    }
    must(engine->known == judge.known);
    for (int end = 0; judge.known && end < 2; end++) {
        must(is_near(engine->mean_ms[end], judge.mean_ms[end], 0));
        must(is_near(engine->stddev_ms[end], sqrt(judge.variance[end]), 0));
        met(MET_EXPECTED);
    }
    if (!judge.known)
        met(MET_EXPECTED_UNKNOWN);
    if (limit_of(a->graph.sop) < 0)
        must(!engine->kept_known);
    if (!judge.kept_known || (!judge.known && !engine->kept_known))
        return;
    must(engine->kept_known);
    must(is_near(engine->kept[0], judge.kept[1], 1) && is_near(engine->kept[1], judge.kept[0], 1));
    met(MET_KEPT);
    if (judge.kept[0] > 0.01 && judge.kept[0] < 0.99)
        met(MET_KEPT_BETWEEN);
}

static void outcomes_are_right(struct auditing *a)
{
    if (a->graph.n_points > MOST_CHAIN)
        return;
    must(a->audit.n_expected == MOST_RATES);
    for (size_t i = 0; i < MOST_RATES; i++)
        outcome_is_right(a, &a->audit.expected[i], a->rates[i]);
}

/* --- the claim --- */

/* Does a step of a straight way state no time? */
static bool is_lower_bound(const struct graph *graph, struct arena *arena)
{
    const bool *straight = ruled_on_straight(graph, arena);
    for (uint32_t i = THE_LAST + 1; i < graph->n_points; i++) {
        const struct point *point = &graph->points[i];
        if (straight[i] && point->kind == POINT_DOES &&
            states_no_time(stack_top(&point->stack)->sop, point_step(point)))
            return true;
    }
    return false;
}

static enum claim_verdict verdict_of(const struct auditing *a)
{
    struct duration claim = a->graph.sop->claims.total;
    struct total straight = a->audit.straight;
    if (claim.sort != DURATION_WORK)
        return CLAIM_NONE;
    if (is_lower_bound(&a->graph, a->arena))
        return CLAIM_LOWER_BOUND;
    if (straight.sort != TOTAL_KNOWN)
        return CLAIM_WRONG;
    if (claim.min_ms == straight.min_ms && claim.max_ms == straight.max_ms)
        return CLAIM_EXACT;
    return straight.min_ms <= claim.min_ms && claim.max_ms <= straight.max_ms ? CLAIM_VARIANT : CLAIM_WRONG;
}

static void verdict_is_right(struct auditing *a)
{
    static const enum met mets[] = {MET_CLAIM_NONE, MET_CLAIM_LOWER_BOUND, MET_CLAIM_EXACT, MET_CLAIM_VARIANT,
                                    MET_CLAIM_WRONG};
    trial_say(a->trial, "verdict: the audit says %d, the judge %d\n", (int)a->audit.verdict, (int)verdict_of(a));
    struct ruled straight = ruled_straight(&a->graph, a->arena);
    if (straight.vague || straight.total.sort != TOTAL_KNOWN)
        return;
    must(a->audit.verdict == verdict_of(a));
    met(mets[a->audit.verdict]);
}

static void same_total(struct total a, struct total b)
{
    must(a.sort == b.sort && a.min_ms == b.min_ms && a.max_ms == b.max_ms);
}

static void printed_sum_is_right(const struct auditing *a)
{
    int64_t sums[2] = {0, 0};
    for (uint16_t s = 0; s < a->graph.sop->n_steps; s++)
        for (int end = 0; end < 2; end++)
            sums[end] += step_ms(&a->graph.sop->steps[s], end);
    same_total(a->audit.printed_sum, (struct total){TOTAL_KNOWN, sums[0], sums[1]});
}

/* A straight way's stretches of working time are all that it takes. */
static void legs_are_right(const struct auditing *a)
{
    for (int which = 0; which < 2 && a->audit.straight.sort == TOTAL_KNOWN; which++) {
        const struct legs *legs = &a->audit.legs[which];
        int64_t sum = 0;
        for (size_t i = 0; i < legs->n; i++)
            sum += legs->at[i].sort == DURATION_WORK ? legs->at[i].ms : 0;
        must(legs->cut || sum == (which ? a->audit.straight.max_ms : a->audit.straight.min_ms));
    }
}

static size_t callees_of(const struct sop *sop)
{
    size_t n = 0;
    for (uint16_t s = 0; s < sop->n_steps; s++)
        n += sop->steps[s].call.n;
    return n;
}

static void calls_are_right(struct auditing *a)
{
    size_t rows = 0;
    for (size_t i = 0; i < a->audit.n_calls; i++) {
        const struct call_time *call = &a->audit.calls[i];
        if (text_find(call->step, '/') >= 0)
            continue;
        struct ruled judge = ruled_call(&a->graph, sop_step(a->graph.sop, call->step), call->callee, a->arena);
        trial_say(a->trial, "call %.*s, %.*s\n", (int)call->step.len, call->step.at, (int)call->callee->name.len,
                  call->callee->name.at);
        say(a, "call", call->own, judge);
        must(ruled_is(judge, call->own));
        met(MET_CALL_TIME);
        rows++;
    }
    must(rows == callees_of(a->graph.sop));
}

/* The part that the findings ask for is the same. */
static void claim_is_right(struct auditing *a)
{
    struct audit claim;
    must(audit_claim(&claim, a->graph.sop, a->arena) == STATUS_OK);
    must(claim.verdict == a->audit.verdict);
    same_total(claim.straight, a->audit.straight);
    same_total(claim.printed_sum, a->audit.printed_sum);
    must(claim.n_calls == a->audit.n_calls);
    for (size_t i = 0; i < claim.n_calls; i++)
        same_total(claim.calls[i].own, a->audit.calls[i].own);
}

/* --- what occurs --- */

static void note_constructs(const struct graph *graph)
{
    for (uint32_t i = THE_LAST + 1; i < graph->n_points; i++) {
        const struct point *point = &graph->points[i];
        uint16_t depth = point->stack.depth;
        if (point->kind == POINT_SKIPS)
            met(point_step(point)->decides ? MET_SKIPPED_DECISION : depth ? MET_SKIPPED_IN_CALL : MET_SKIPPED);
        if (point->waits)
            met(MET_WAITS);
        if (point->kind == POINT_CALLS)
            met(point_step(point)->call.n > 1 ? MET_CALL_OF_SEVERAL : MET_CALL);
        if (depth > 1)
            met(MET_CALL_IN_CALL);
        for (uint32_t e = point->first; e < point->first + point->n; e++)
            if (point->kind == POINT_CALLS && graph->edges[e].among > graph->edges[e].choices)
                met(MET_OPTIONAL_IN_CALL);
    }
    if (graph->points[THE_START].n > 1)
        met(graph->points[THE_START].n > 2 ? MET_OPTIONALS : MET_OPTIONAL);
}

void property_audited(struct trial *trial)
{
    struct auditing a = {.trial = trial, .arena = &trial->arena};
    if (!judging_build(&a.graph, trial))
        return;
    note_constructs(&a.graph);
    tell_some(&a);
    ask(&a);
    straight_is_right(&a);
    shortest_is_right(&a);
    longest_is_right(&a);
    ways_are_right(&a);
    work_is_right(&a);
    rework_is_right(&a);
    verdict_is_right(&a);
    printed_sum_is_right(&a);
    calls_are_right(&a);
    claim_is_right(&a);
    legs_are_right(&a);
    outcomes_are_right(&a);
}
