/* What an audit expects, and the shares kept. */
#include <math.h>

#include "base/must.h"
#include "timed/auditing.h"
#include "timed/properties.h"

static bool is_near(double a, double b, double scale) { return fabs(a - b) <= 1e-9 * fmax(scale, fabs(b)); }

static int64_t limit_of(const struct sop *sop)
{
    return sop->claims.total.sort == DURATION_WORK ? sop->claims.total.max_ms : -1;
}

static bool is_extreme(const struct auditing *a, struct chance rate)
{
    bool extreme = rate.den == EXTREME;
    for (size_t i = 0; i < a->n_told; i++)
        extreme = extreme || a->told[i].chance.den == EXTREME;
    return extreme;
}

static void outcome_is_right(struct auditing *a, const struct expected *engine, struct chance rate)
{
    struct chances chances = {.back = rate, .told = a->told, .n_told = a->n_told};
    struct outcome judge = chain_solve(&a->graph, &chances, limit_of(a->graph.sop), a->arena);
    trial_say(a->trial, "rate %lu/%lu: the audit says %d %.17g..%.17g dev %.17g..%.17g, kept %d %.17g %.17g\n",
              rate.num, rate.den, engine->known, engine->mean_ms[0], engine->mean_ms[1], engine->stddev_ms[0],
              engine->stddev_ms[1], engine->kept_known, engine->kept[0], engine->kept[1]);
    trial_say(a->trial, "    the judge %d %.17g..%.17g dev %.17g..%.17g, kept %d %.17g %.17g\n", judge.known,
              judge.mean_ms[0], judge.mean_ms[1], sqrt(judge.variance[0]), sqrt(judge.variance[1]), judge.kept_known,
              judge.kept[1], judge.kept[0]);
    judge.known = judge.known && rate.num < rate.den; /* design: a rate of 1 is never told */
    bool extreme = is_extreme(a, rate);
    must(engine->known == judge.known || (extreme && judge.known));
    if (extreme && !engine->known) { /* it may lose its digits, and say so */
        if (judge.known)
            met(MET_EXTREME_UNKNOWN);
        must(!engine->kept_known);
        return;
    }
    if (extreme)
        met(MET_EXTREME);
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
    if (extreme && !engine->kept_known)
        return;
    must(engine->kept_known);
    must(is_near(engine->kept[0], judge.kept[1], 1) && is_near(engine->kept[1], judge.kept[0], 1));
    met(MET_KEPT);
    if (judge.kept[0] > 0.01 && judge.kept[0] < 0.99)
        met(MET_KEPT_BETWEEN);
}

void outcomes_are_right(struct auditing *a)
{
    if (a->graph.n_points > MOST_CHAIN)
        return;
    must(a->audit.n_expected == MOST_RATES);
    for (size_t i = 0; i < MOST_RATES; i++)
        outcome_is_right(a, &a->audit.expected[i], a->rates[i]);
}
