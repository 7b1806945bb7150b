/* An audit is asked for, and every part of it held beside the judge. */
#include "base/must.h"
#include "timed/auditing.h"
#include "timed/judging.h"
#include "timed/properties.h"

static double as_double(struct chance chance) { return (double)chance.num / (double)chance.den; }

/* --- what is asked for --- */

/* Next to never and next to always are powers of two: as doubles, and one less them, they are what they are here. */
static struct chance some_chance(struct draws *draws)
{
    static const struct chance chances[] = {
        {1, 10}, {1, 5}, {1, 2}, {0, 1}, {1, 3}, {9, 10}, {1, 1}, {1, EXTREME}, {EXTREME - 1, EXTREME}};
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
        trial_say(a->trial, "told: %.*s %lu/%lu\n", (int)told.step.len, told.step.at, told.chance.num, told.chance.den);
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

void (*audited_spoil)(struct audit *audit);

void property_audited(struct trial *trial)
{
    struct auditing a = {.trial = trial, .arena = &trial->arena};
    if (!judging_build(&a.graph, trial))
        return;
    note_constructs(&a.graph);
    tell_some(&a);
    ask(&a);
    if (audited_spoil)
        audited_spoil(&a.audit);
    totals_are_right(&a);
    ways_are_right(&a);
    work_is_right(&a);
    rework_is_right(&a);
    claims_are_right(&a);
    words_are_right(&a);
    outcomes_are_right(&a);
}
