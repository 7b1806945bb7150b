/* The rework of an audit. */
#include "base/must.h"
#include "timed/auditing.h"
#include "timed/properties.h"
#include "timed/rework.h"

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
                          .vague = again->endless};
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

/* How many rows of the audit this is. */
static uint32_t one_rework_is_right(struct auditing *a, const struct again *again)
{
    uint32_t n;
    struct total adds = adds_of(a, again, &n);
    struct ruled judge = ruling_of(again);
    trial_say(a->trial, "rework of %.*s, in %u rows\n", (int)again->step.len, again->step.at, n);
    auditing_say(a, "rework", adds, judge);
    must(n > 0);
    must(judge.vague ? adds.sort == TOTAL_ENDLESS : ruled_is(judge, adds));
    note_rework(again, adds);
    return n;
}

void rework_is_right(struct auditing *a)
{
    struct agains agains = rework_find(&a->graph, a->arena);
    size_t rows = 0;
    for (uint32_t i = 0; i < agains.n; i++)
        rows += one_rework_is_right(a, &agains.at[i]);
    for (size_t i = 0; i < a->audit.n_rework; i++) {
        const struct rework *rework = &a->audit.rework[i];
        trial_say(a->trial, "    %.*s: %d %lld..%lld\n", (int)rework->step.len, rework->step.at, (int)rework->adds.sort,
                  (long long)rework->adds.min_ms, (long long)rework->adds.max_ms);
    }
    must(a->audit.n_rework == rows);
}
