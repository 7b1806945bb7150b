#include "timed/chain.h"

#include "base/must.h"
#include "timed/rationals.h"

static struct chance tidak_chance(const struct chances *chances, const struct point *point, bool back)
{
    for (size_t i = 0; i < chances->n_told; i++)
        if (text_eq(chances->told[i].step, point->path))
            return chances->told[i].chance;
    return back ? chances->back : (struct chance){1, 2};
}

static bool tidak_goes_back(const struct point *point)
{
    return sop_goes_back(stack_top(&point->stack)->sop, stack_top(&point->stack)->step);
}

struct chance edge_chance(const struct chances *chances, const struct point *point, const struct edge *edge)
{
    if (edge->answer == ANSWER_NONE)
        return (struct chance){1, edge->among};
    struct chance tidak = tidak_chance(chances, point, tidak_goes_back(point));
    return edge->answer == ANSWER_TIDAK ? tidak : (struct chance){tidak.den - tidak.num, tidak.den};
}

struct chain {
    const struct graph *graph;
    mpq_t *chances; /* of each edge */
    bool *reached;  /* by some case */
    bool *leads;    /* to the end */
};

static void set_chance(mpq_t to, struct chance chance)
{
    mpq_set_ui(to, chance.num, chance.den);
    mpq_canonicalize(to);
}

static bool any_edge_to(const struct chain *c, uint32_t i, const bool *set)
{
    const struct point *point = &c->graph->points[i];
    for (uint32_t e = point->first; e < point->first + point->n; e++)
        if (mpq_sgn(c->chances[e]) && set[c->graph->edges[e].to])
            return true;
    return false;
}

static void reach(struct chain *c)
{
    bool more = true;
    for (c->reached[THE_START] = true; more;) {
        more = false;
        for (uint32_t i = 0; i < c->graph->n_points; i++)
            for (uint32_t e = c->graph->points[i].first; e < c->graph->points[i].first + c->graph->points[i].n; e++)
                if (c->reached[i] && mpq_sgn(c->chances[e]) && !c->reached[c->graph->edges[e].to])
                    more = c->reached[c->graph->edges[e].to] = true;
    }
}

static void lead(struct chain *c)
{
    bool more = true;
    for (c->leads[THE_LAST] = true; more;) {
        more = false;
        for (uint32_t i = 0; i < c->graph->n_points; i++)
            if (!c->leads[i] && any_edge_to(c, i, c->leads))
                more = c->leads[i] = true;
    }
}

static bool always_ends(const struct chain *c)
{
    for (uint32_t i = 0; i < c->graph->n_points; i++)
        if (c->reached[i] && !c->leads[i])
            return false;
    return true;
}

/* --- mean and variance --- */

/* x = chances x + constants, for all points that some case comes to; the others are 0. */
static void equations_of(const struct chain *c, struct equations *e)
{
    equations_init(e, c->graph->n_points, 2);
    for (uint32_t i = 0; i < c->graph->n_points; i++) {
        const struct point *point = &c->graph->points[i];
        mpq_set_ui(*equations_a(e, i, i), 1, 1);
        for (uint32_t k = point->first; c->reached[i] && k < point->first + point->n; k++) {
            mpq_t *a = equations_a(e, i, c->graph->edges[k].to);
            mpq_sub(*a, *a, c->chances[k]);
        }
    }
}

/* E[T]: the point's own time, and what follows. */
static void solve_means(const struct chain *c, struct equations *e)
{
    equations_of(c, e);
    for (uint32_t i = 0; i < c->graph->n_points; i++)
        for (int end = 0; end < 2; end++)
            mpq_set_si(*equations_b(e, i, (size_t)end), c->reached[i] ? (long)c->graph->points[i].ms[end] : 0, 1);
    equations_solve(e);
}

/* E[T^2] = t^2 + 2 t E[what follows] + E[what follows^2], where E[what follows] is E[T] - t: t (2 E[T] - t) + … */
static void solve_squares(const struct chain *c, struct equations *means, struct equations *e)
{
    mpq_t own;
    mpq_init(own);
    equations_of(c, e);
    for (uint32_t i = 0; i < c->graph->n_points; i++)
        for (int end = 0; end < 2; end++) {
            mpq_t *b = equations_b(e, i, (size_t)end);
            mpq_set_si(own, c->reached[i] ? (long)c->graph->points[i].ms[end] : 0, 1);
            mpq_add(*b, *equations_b(means, i, (size_t)end), *equations_b(means, i, (size_t)end));
            mpq_sub(*b, *b, own);
            mpq_mul(*b, *b, own);
        }
    equations_solve(e);
    mpq_clear(own);
}

static void solve_moments(const struct chain *c, struct outcome *outcome)
{
    struct equations means, squares;
    mpq_t variance;
    mpq_init(variance);
    solve_means(c, &means);
    solve_squares(c, &means, &squares);
    for (size_t end = 0; end < 2; end++) {
        mpq_t *mean = equations_b(&means, THE_START, end);
        mpq_mul(variance, *mean, *mean);
        mpq_sub(variance, *equations_b(&squares, THE_START, end), variance);
        outcome->mean_ms[end] = mpq_get_d(*mean);
        outcome->variance[end] = mpq_get_d(variance);
    }
    mpq_clear(variance);
    equations_release(&means);
    equations_release(&squares);
}

/* --- the share within a limit --- */

/* The points, at one end of all durations. A stop is the end, or a point that takes time. */
struct table {
    const struct chain *chain;
    int end;
    int64_t tick, ticks; /* the greatest common divisor of all times; of these, the limit */
    bool *leaves;        /* comes to some stop */
    struct equations to; /* for each point that takes no time, how likely each stop is the first that it comes to */
    mpq_t *shares;       /* ended within so many ticks from here: for each number of ticks, for each stop */
};

static int64_t divisor(int64_t a, int64_t b) { return b ? divisor(b, a % b) : a; }

static int64_t ms_of(const struct table *t, uint32_t i) { return t->chain->graph->points[i].ms[t->end]; }

static bool is_stop(const struct table *t, uint32_t i) { return i == THE_LAST || ms_of(t, i) > 0; }

static void find_leaving(struct table *t)
{
    uint32_t n = t->chain->graph->n_points;
    for (uint32_t i = 0; i < n; i++)
        t->leaves[i] = is_stop(t, i);
    for (bool more = true; more;) {
        more = false;
        for (uint32_t i = 0; i < n; i++)
            if (!t->leaves[i] && any_edge_to(t->chain, i, t->leaves))
                more = t->leaves[i] = true;
    }
}

static void find_first_stops(struct table *t)
{
    const struct graph *graph = t->chain->graph;
    equations_init(&t->to, graph->n_points, graph->n_points);
    for (uint32_t i = 0; i < graph->n_points; i++) {
        mpq_set_ui(*equations_a(&t->to, i, i), 1, 1);
        if (is_stop(t, i))
            mpq_set_ui(*equations_b(&t->to, i, i), 1, 1);
        if (is_stop(t, i) || !t->leaves[i])
            continue; /* what goes round for ever without time never comes to any */
        for (uint32_t k = graph->points[i].first; k < graph->points[i].first + graph->points[i].n; k++) {
            mpq_t *a = equations_a(&t->to, i, graph->edges[k].to);
            mpq_sub(*a, *a, t->chain->chances[k]);
        }
    }
    equations_solve(&t->to);
}

/* Ended within `ticks` from point `i`, given all of that from stops. */
static void share_from(const struct table *t, uint32_t i, int64_t ticks, mpq_t share)
{
    uint32_t n = t->chain->graph->n_points;
    mpq_set_ui(share, 0, 1);
    for (uint32_t stop = 0; stop < n; stop++)
        rational_add_product(share, t->to.b[i * n + stop], t->shares[(size_t)ticks * n + stop]);
}

static void fill(struct table *t, int64_t ticks, uint32_t stop)
{
    const struct graph *graph = t->chain->graph;
    mpq_t *share = &t->shares[(size_t)ticks * graph->n_points + stop], next;
    int64_t left = ticks - ms_of(t, stop) / t->tick;
    if (stop == THE_LAST)
        mpq_set_ui(*share, 1, 1);
    if (stop == THE_LAST || left < 0)
        return;
    mpq_init(next);
    for (uint32_t k = graph->points[stop].first; k < graph->points[stop].first + graph->points[stop].n; k++) {
        share_from(t, graph->edges[k].to, left, next);
        rational_add_product(*share, t->chain->chances[k], next);
    }
    mpq_clear(next);
}

static double fill_all(struct table *t)
{
    uint32_t n = t->chain->graph->n_points;
    mpq_t share;
    mpq_init(share);
    t->shares = rationals_new((size_t)(t->ticks + 1) * n);
    find_first_stops(t);
    for (int64_t ticks = 0; ticks <= t->ticks; ticks++)
        for (uint32_t stop = 0; stop < n; stop++)
            if (is_stop(t, stop))
                fill(t, ticks, stop);
    share_from(t, THE_START, t->ticks, share);
    double result = mpq_get_d(share);
    mpq_clear(share);
    equations_release(&t->to);
    rationals_release(t->shares, (size_t)(t->ticks + 1) * n);
    return result;
}

/* False: the table would be too large. */
static bool share_within(const struct chain *chain, int end, int64_t limit_ms, struct arena *arena, double *share)
{
    struct table t = {.chain = chain, .end = end};
    uint32_t n = chain->graph->n_points;
    for (uint32_t i = 0; i < n; i++)
        t.tick = divisor(ms_of(&t, i), t.tick);
    t.tick = t.tick ? t.tick : 1;
    t.ticks = limit_ms / t.tick; /* rounded down: no case ends between two ticks */
    bool none = true;
    for (uint32_t i = 0; i < n; i++)
        none = none && ms_of(&t, i) == 0;
    t.ticks = none ? 0 : t.ticks;
    if (t.ticks > MOST_TABLE / n)
        return false;
    t.leaves = ARENA_ARRAY(arena, n, bool);
    must(t.leaves);
    find_leaving(&t);
    *share = fill_all(&t);
    return true;
}

struct outcome chain_solve(const struct graph *graph, const struct chances *chances, int64_t limit_ms,
                           struct arena *arena)
{
    struct outcome outcome = {0};
    struct chain c = {.graph = graph, .chances = rationals_new(graph->n_edges)};
    c.reached = ARENA_ARRAY(arena, graph->n_points, bool);
    c.leads = ARENA_ARRAY(arena, graph->n_points, bool);
    must(c.reached && c.leads && graph->n_points <= MOST_CHAIN);
    for (uint32_t i = 0; i < graph->n_points; i++)
        for (uint32_t e = graph->points[i].first; e < graph->points[i].first + graph->points[i].n; e++)
            set_chance(c.chances[e], edge_chance(chances, &graph->points[i], &graph->edges[e]));
    reach(&c);
    lead(&c);
    outcome.known = always_ends(&c);
    if (outcome.known)
        solve_moments(&c, &outcome);
    if (limit_ms >= 0)
        outcome.kept_known = share_within(&c, 0, limit_ms, arena, &outcome.kept[0]) &&
                             share_within(&c, 1, limit_ms, arena, &outcome.kept[1]);
    rationals_release(c.chances, graph->n_edges);
    return outcome;
}
