#include "timed/totals.h"

#include <math.h>

#include "base/must.h"

static struct ways_found find(const struct graph *graph, ways_open *open, struct arena *arena)
{
    struct search search = {.from = THE_START, .goals = goal_end(graph, arena), .open = open, .cost = cost_time};
    return ways_find(graph, &search, arena);
}

static struct total endless(void) { return (struct total){.sort = TOTAL_ENDLESS}; }

bool ruled_is(struct ruled ruled, struct total total)
{
    if (ruled.vague && total.sort == TOTAL_ENDLESS)
        return true;
    return total.sort == ruled.total.sort && total.min_ms == ruled.total.min_ms && total.max_ms == ruled.total.max_ms;
}

static struct ruled range(struct ways_found found)
{
    if (!found.ends || found.circles)
        return (struct ruled){.total = endless()};
    return (struct ruled){.total = {.min_ms = found.min_ms, .max_ms = found.max_ms}, .vague = found.stuck};
}

struct ruled ruled_straight(const struct graph *graph, struct arena *arena)
{
    return range(find(graph, open_ya, arena));
}

struct ruled ruled_work(const struct graph *graph, struct text actor, struct arena *arena)
{
    struct search search = {
        .from = THE_START, .goals = goal_end(graph, arena), .open = open_ya, .cost = cost_work, .what = actor};
    return range(ways_find(graph, &search, arena));
}

struct ruled ruled_shortest(const struct graph *graph, struct arena *arena)
{
    struct ways_found found = find(graph, open_ahead, arena);
    if (!found.ends)
        return (struct ruled){.total = endless()};
    return (struct ruled){.total = {.min_ms = found.min_ms}};
}

struct ruled ruled_longest(const struct graph *graph, struct arena *arena)
{
    struct ways_found found = find(graph, open_ahead, arena);
    if (!found.ends || found.circles)
        return (struct ruled){.total = endless()};
    return (struct ruled){.total = {.max_ms = found.max_ms}, .vague = found.stuck};
}

bool ruled_ends(const struct graph *graph, struct arena *arena)
{
    struct ways_found found = find(graph, open_ahead, arena);
    return found.ends && !found.stuck;
}

/* From a call that has been entered to its end. */
static struct ruled time_inside(const struct graph *graph, uint32_t entered, struct arena *arena)
{
    bool *goals = ARENA_ARRAY(arena, graph->n_points, bool);
    must(goals);
    for (uint32_t i = 0; i < graph->n_points; i++)
        goals[i] = i == THE_LAST || graph->points[i].stack.depth == 0;
    struct search search = {.from = entered, .goals = goals, .until = true, .open = open_ya, .cost = cost_time};
    return range(ways_find(graph, &search, arena));
}

static void widen(struct ruled *all, struct ruled more, uint32_t n)
{
    struct total *total = &all->total;
    all->vague = all->vague || more.vague || (n && total->sort != more.total.sort);
    if (n == 0 || total->sort != TOTAL_KNOWN)
        *total = more.total;
    else if (more.total.sort == TOTAL_KNOWN) {
        total->min_ms = more.total.min_ms < total->min_ms ? more.total.min_ms : total->min_ms;
        total->max_ms = more.total.max_ms > total->max_ms ? more.total.max_ms : total->max_ms;
    }
}

static bool open_all(const struct edge *edge) { return edge != NULL; }

struct ruled ruled_call(const struct graph *graph, uint16_t step, const struct sop *callee, struct arena *arena)
{
    ways_open *const opens[] = {open_ya, open_ahead, open_all};
    struct ruled all = {.total = endless()};
    bool *on = ARENA_ARRAY(arena, graph->n_points, bool);
    uint32_t n = 0;
    must(on);
    for (int pass = 0; pass < 3 && n == 0; pass++) {
        ways_on(graph, &(struct search){.goals = goal_end(graph, arena), .open = opens[pass]}, arena, on);
        for (uint32_t i = THE_LAST + 1; i < graph->n_points; i++) {
            const struct point *point = &graph->points[i];
            if (!on[i] || point->stack.depth || point->stack.levels[0].step != step)
                continue;
            for (uint32_t e = point->first; e < point->first + point->n; e++)
                if (point_step(point)->call.callees[graph->edges[e].choice].sop == callee)
                    widen(&all, time_inside(graph, graph->edges[e].to, arena), n++);
        }
    }
    return all;
}

const bool *ruled_on_straight(const struct graph *graph, struct arena *arena)
{
    bool *on = ARENA_ARRAY(arena, graph->n_points, bool);
    must(on);
    ways_on(graph, &(struct search){.from = THE_START, .goals = goal_end(graph, arena), .open = open_ya}, arena, on);
    return on;
}

/* --- how many ways --- */

/* A situation is a set of points: all that a case may be at, for one who sees what it does and not what it has in hand.
 * Points of one situation do the same: what they differ in is seen when they are left. */
enum { MOST_SITUATIONS = 4000, SET_WORDS = (MOST_POINTS + 63) / 64 };

struct situation {
    uint64_t points[SET_WORDS];
};

struct counter {
    const struct graph *graph;
    struct arena *arena;
    struct situation *at;
    double *counts; /* of ways on from here; negative: not known yet */
    bool *inside;   /* it is being counted: who comes here again goes round */
    size_t n;
    bool rounds, over;
};

/* What is seen of a case that leaves a point by an edge. */
struct seen {
    const struct sop *sop; /* NULL: it begins */
    struct text path;
    enum point_kind kind;
    enum answer answer;
    uint16_t choice;
    int64_t ms[2];
};

static struct seen seen_of(const struct graph *graph, uint32_t i, const struct edge *edge)
{
    const struct point *point = &graph->points[i];
    struct seen seen = {.kind = point->kind, .answer = edge->answer, .choice = edge->choice};
    if (point->kind == POINT_START)
        return seen;
    seen.sop = stack_top(&point->stack)->sop;
    seen.path = point->path;
    seen.ms[0] = point->ms[0];
    seen.ms[1] = point->ms[1];
    return seen;
}

static bool same_seen(const struct seen *a, const struct seen *b)
{
    return a->sop == b->sop && text_eq(a->path, b->path) && a->kind == b->kind && a->answer == b->answer &&
           a->choice == b->choice && a->ms[0] == b->ms[0] && a->ms[1] == b->ms[1];
}

static bool has(const struct situation *situation, uint32_t i) { return situation->points[i / 64] >> (i % 64) & 1; }
static void put(struct situation *situation, uint32_t i) { situation->points[i / 64] |= UINT64_C(1) << (i % 64); }

static bool is_same(const struct situation *a, const struct situation *b)
{
    for (int w = 0; w < SET_WORDS; w++)
        if (a->points[w] != b->points[w])
            return false;
    return true;
}

static size_t number_of(struct counter *c, const struct situation *situation)
{
    size_t i = 0;
    while (i < c->n && !is_same(&c->at[i], situation))
        i++;
    if (i == c->n && c->n < MOST_SITUATIONS) {
        c->at[i] = *situation;
        c->counts[i] = -1;
        c->n++;
    }
    c->over = c->over || i == MOST_SITUATIONS;
    return i;
}

/* Each edge by which one at `from` may leave point `i`. */
#define EACH_LEAVING(c, from, i, edge)                                                                                 \
    (const struct edge *edge = (c)->graph->edges + (c)->graph->points[i].first,                                        \
     *edge##_end = edge + (has(from, i) ? (c)->graph->points[i].n : 0);                                                \
     edge < edge##_end; edge++)

/* Where those of the situation come to of whom just this is seen. */
static struct situation next(const struct counter *c, const struct situation *from, const struct seen *seen)
{
    struct situation to = {{0}};
    for (uint32_t i = 0; i < c->graph->n_points; i++)
        for
            EACH_LEAVING(c, from, i, edge)
            {
                struct seen other = seen_of(c->graph, i, edge);
                if (open_ahead(edge) && same_seen(seen, &other))
                    put(&to, edge->to);
            }
    return to;
}

/* Is the same seen by an edge before this one? */
static bool seen_before(const struct counter *c, const struct situation *from, const struct edge *last,
                        const struct seen *seen)
{
    for (uint32_t i = 0; i < c->graph->n_points; i++)
        for
            EACH_LEAVING(c, from, i, edge)
            {
                struct seen other = seen_of(c->graph, i, edge);
                if (edge == last)
                    return false;
                if (open_ahead(edge) && same_seen(seen, &other))
                    return true;
            }
    return false;
}

static double count(struct counter *c, size_t number)
{
    if (c->over || number >= c->n)
        return 0;
    if (c->counts[number] >= 0)
        return c->counts[number];
    if (c->inside[number]) {
        c->rounds = true;
        return 0;
    }
    struct situation from = c->at[number];
    double sum = has(&from, THE_LAST) ? 1 : 0;
    c->inside[number] = true;
    for (uint32_t i = 0; i < c->graph->n_points; i++)
        for
            EACH_LEAVING(c, &from, i, edge)
            {
                struct seen seen = seen_of(c->graph, i, edge);
                if (!open_ahead(edge) || seen_before(c, &from, edge, &seen))
                    continue;
                struct situation to = next(c, &from, &seen);
                sum += count(c, number_of(c, &to));
            }
    c->inside[number] = false;
    return c->counts[number] = sum;
}

struct counted ruled_count(const struct graph *graph, struct arena *arena)
{
    struct ways_found found = find(graph, open_ahead, arena);
    if (!found.ends || found.stuck)
        return (struct counted){.vague = true};
    if (found.rounds)
        return (struct counted){INFINITY, INFINITY, false};
    struct counter c = {.graph = graph, .arena = arena};
    c.at = ARENA_ARRAY(arena, MOST_SITUATIONS + 1, struct situation);
    c.counts = ARENA_ARRAY(arena, MOST_SITUATIONS + 1, double);
    c.inside = ARENA_ARRAY(arena, MOST_SITUATIONS + 1, bool);
    must(c.at && c.counts && c.inside);
    struct situation start = {{0}};
    put(&start, THE_START);
    double least = count(&c, number_of(&c, &start));
    return (struct counted){least, found.count, c.over || c.rounds};
}
