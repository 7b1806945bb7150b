/* The verdict of an audit, and what it rests on. */
#include "base/must.h"
#include "timed/auditing.h"
#include "timed/block.h"
#include "timed/properties.h"

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
        auditing_say(a, "call", call->own, judge);
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

void claims_are_right(struct auditing *a)
{
    verdict_is_right(a);
    printed_sum_is_right(a);
    legs_are_right(a);
    calls_are_right(a);
    claim_is_right(a);
}
