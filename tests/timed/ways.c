#include "timed/ways.h"

#include "base/must.h"
#include "timed/block.h"

bool open_ya(const struct edge *edge) { return edge->answer != ANSWER_TIDAK; }
bool open_ahead(const struct edge *edge) { return !edge->back; }

int64_t cost_time(const struct point *point, int end, struct text what)
{
    (void)what;
    return point->ms[end];
}

static int64_t work_of(const struct sop *sop, const struct step *step, int end, struct text actor)
{
    bool own = step->actor != NONE && text_eq(sop->actors[step->actor].key, actor);
    return own ? step_ms(step, end) : 0;
}

int64_t cost_work(const struct point *point, int end, struct text what)
{
    if (point->kind != POINT_DOES)
        return 0;
    const struct sop *sop = stack_top(&point->stack)->sop;
    const struct step *step = point_step(point);
    int64_t sum = work_of(sop, step, end, what);
    for (uint16_t b = 0; b < step->parallel.n; b++)
        for (uint16_t s = step->parallel.at[b].first; s <= step->parallel.at[b].last; s++)
            sum += work_of(sop, &sop->steps[s], end, what);
    return sum;
}

const bool *goal_end(const struct graph *graph, struct arena *arena)
{
    bool *goals = ARENA_ARRAY(arena, graph->n_points, bool);
    must(goals);
    goals[THE_LAST] = true;
    return goals;
}

/* --- one search --- */

struct finder {
    const struct graph *graph;
    const struct search *search;
    struct arena *arena;
    bool *reached; /* from the first point */
    bool *leads;   /* of these, to a goal */
};

static uint32_t edges_of(const struct finder *f, uint32_t i)
{
    return f->search->goals[i] ? 0 : f->graph->points[i].n;
}

/* Each edge that a way may take from point `i`, if it is open. */
#define EACH_EDGE(f, i, edge)                                                                                          \
    (const struct edge *edge = (f)->graph->edges + (f)->graph->points[i].first, *edge##_end = edge + edges_of(f, i);   \
     edge < edge##_end; edge++)

static void reach(struct finder *f)
{
    bool more = true;
    for (f->reached[f->search->from] = true; more;) {
        more = false;
        for (uint32_t i = 0; i < f->graph->n_points; i++)
            for
                EACH_EDGE (f, i, edge)
                    if (f->reached[i] && f->search->open(edge) && !f->reached[edge->to])
                        more = f->reached[edge->to] = true;
    }
}

static void lead(struct finder *f)
{
    for (bool more = true; more;) {
        more = false;
        for (uint32_t i = 0; i < f->graph->n_points; i++) {
            bool leads = f->reached[i] && f->search->goals[i];
            for
                EACH_EDGE (f, i, edge)
                    leads = leads || (f->reached[i] && f->search->open(edge) && f->leads[edge->to]);
            more = more || leads != f->leads[i];
            f->leads[i] = leads;
        }
    }
}

static int64_t cost(const struct finder *f, uint32_t i, int end)
{
    if (f->search->until && f->search->goals[i])
        return 0;
    return f->search->cost(&f->graph->points[i], end, f->search->what);
}

/* The dearest way on from each point of `among`; false: none is, for some way goes round and costs more each time.
 * `one`: every point costs 1 instead. */
static bool dearest(const struct finder *f, const bool *among, bool one, int64_t *sums)
{
    bool more = true;
    for (uint32_t round = 0; more && round <= f->graph->n_points; round++) {
        more = false;
        for (uint32_t i = 0; i < f->graph->n_points; i++) {
            int64_t best = 0;
            if (!among[i])
                continue;
            for
                EACH_EDGE (f, i, edge)
                    if (f->search->open(edge) && among[edge->to] && sums[edge->to] > best)
                        best = sums[edge->to];
            best += one ? 1 : cost(f, i, 1);
            more = more || best != sums[i];
            sums[i] = best;
        }
    }
    return !more;
}

/* The cheapest way from each point that leads to a goal. */
static void cheapest(const struct finder *f, int64_t *sums)
{
    for (uint32_t i = 0; i < f->graph->n_points; i++)
        sums[i] = INT64_MAX;
    for (bool more = true; more;) {
        more = false;
        for (uint32_t i = 0; i < f->graph->n_points; i++) {
            int64_t best = f->search->goals[i] ? 0 : INT64_MAX;
            if (!f->leads[i])
                continue;
            for
                EACH_EDGE (f, i, edge)
                    if (f->search->open(edge) && f->leads[edge->to] && sums[edge->to] < best)
                        best = sums[edge->to];
            best = best == INT64_MAX ? best : best + cost(f, i, 0);
            more = more || best != sums[i];
            sums[i] = best;
        }
    }
}

/* How many ways lead on from each point; none of them goes round. */
static double count(const struct finder *f)
{
    double *counts = ARENA_ARRAY(f->arena, f->graph->n_points, double);
    must(counts);
    for (bool more = true; more;) {
        more = false;
        for (uint32_t i = 0; i < f->graph->n_points; i++) {
            double sum = f->leads[i] && f->search->goals[i] ? 1 : 0;
            for
                EACH_EDGE (f, i, edge)
                    sum += f->leads[i] && f->search->open(edge) && f->leads[edge->to] ? counts[edge->to] : 0;
            more = more || sum > counts[i];
            counts[i] = sum;
        }
    }
    return counts[f->search->from];
}

static int64_t *new_sums(const struct finder *f)
{
    int64_t *sums = ARENA_ARRAY(f->arena, f->graph->n_points, int64_t);
    must(sums);
    return sums;
}

static struct finder finder_of(const struct graph *graph, const struct search *search, struct arena *arena)
{
    struct finder f = {.graph = graph, .search = search, .arena = arena};
    f.reached = ARENA_ARRAY(arena, graph->n_points, bool);
    f.leads = ARENA_ARRAY(arena, graph->n_points, bool);
    must(f.reached && f.leads);
    reach(&f);
    lead(&f);
    return f;
}

void ways_on(const struct graph *graph, const struct search *search, struct arena *arena, bool *on)
{
    struct finder f = finder_of(graph, search, arena);
    for (uint32_t i = 0; i < graph->n_points; i++)
        on[i] = f.reached[i];
}

struct ways_found ways_find(const struct graph *graph, const struct search *search, struct arena *arena)
{
    struct finder f = finder_of(graph, search, arena);
    struct ways_found found = {0};
    found.ends = f.leads[search->from];
    for (uint32_t i = 0; i < graph->n_points; i++)
        found.stuck = found.stuck || (f.reached[i] && !f.leads[i]);
    found.circles = !dearest(&f, f.leads, false, new_sums(&f));
    found.rounds = !dearest(&f, f.leads, true, new_sums(&f));
    if (!found.ends)
        return found;
    int64_t *sums = new_sums(&f);
    cheapest(&f, sums);
    found.min_ms = sums[search->from];
    sums = new_sums(&f);
    if (dearest(&f, f.leads, false, sums))
        found.max_ms = sums[search->from];
    if (!found.rounds)
        found.count = count(&f);
    return found;
}
