#include "timed/rework.h"

#include "base/must.h"

/* Is it the same decision in the same run of the same SOP? Nothing below has moved since. */
static bool is_same(const struct point *point, const struct point *decision)
{
    const struct stack *a = &point->stack, *b = &decision->stack;
    bool same = point->kind >= POINT_DOES && a->depth == b->depth && stack_top(a)->sop == stack_top(b)->sop &&
                stack_top(a)->step == stack_top(b)->step;
    for (uint16_t i = 0; same && i < a->depth; i++)
        same = a->levels[i].sop == b->levels[i].sop && a->levels[i].step == b->levels[i].step &&
               a->levels[i].choice == b->levels[i].choice && a->levels[i].hand == b->levels[i].hand;
    return same;
}

/* `skips`: on some way it is skipped when it falls due again. */
static struct ways_found until_again(const struct graph *graph, uint32_t decision, uint32_t from, struct arena *arena,
                                     bool *skips)
{
    bool *goals = ARENA_ARRAY(arena, graph->n_points, bool), *on = ARENA_ARRAY(arena, graph->n_points, bool);
    must(goals && on);
    for (uint32_t i = 0; i < graph->n_points; i++)
        goals[i] = is_same(&graph->points[i], &graph->points[decision]);
    struct search search = {.from = from, .goals = goals, .open = open_ya, .cost = cost_time};
    ways_on(graph, &search, arena, on);
    for (uint32_t i = 0; i < graph->n_points; i++)
        *skips = *skips || (on[i] && goals[i] && graph->points[i].kind == POINT_SKIPS);
    return ways_find(graph, &search, arena);
}

static struct text back_to(const struct point *decision, struct arena *arena)
{
    const struct level *top = stack_top(&decision->stack);
    struct text own = top->sop->steps[top->step].key;
    struct text to = top->sop->steps[top->sop->plan.goes[1][top->step]].key;
    struct buf buf = BUF_INIT;
    buf_bytes(&buf, decision->path.at, decision->path.len - own.len);
    buf_text(&buf, to);
    struct text path = {arena_copy(arena, buf.at, buf.len), buf.len};
    must(!buf.failed && path.at);
    buf_release(&buf);
    return path;
}

static struct again *again_of(struct agains *agains, const struct point *decision, struct arena *arena)
{
    const struct sop *sop = stack_top(&decision->stack)->sop;
    for (uint32_t i = 0; i < agains->n; i++)
        if (agains->at[i].sop == sop && text_eq(agains->at[i].step, decision->path))
            return &agains->at[i];
    struct again *again = &agains->at[agains->n++];
    *again = (struct again){
        .sop = sop, .step = decision->path, .back_to = back_to(decision, arena), .min_ms = INT64_MAX, .max_ms = -1};
    return again;
}

static void note(struct again *again, struct ways_found found)
{
    again->endless = again->endless || found.stuck || found.circles;
    if (!found.ends)
        return;
    again->ends = true;
    again->min_ms = found.min_ms < again->min_ms ? found.min_ms : again->min_ms;
    again->max_ms = found.max_ms > again->max_ms ? found.max_ms : again->max_ms;
}

static void reach(const struct graph *graph, ways_open *open, bool *reached)
{
    bool more = true;
    for (reached[THE_START] = true; more;) {
        more = false;
        for (uint32_t i = 0; i < graph->n_points; i++)
            for (uint32_t e = graph->points[i].first; e < graph->points[i].first + graph->points[i].n; e++)
                if (reached[i] && open(&graph->edges[e]) && !reached[graph->edges[e].to])
                    more = reached[graph->edges[e].to] = true;
    }
}

static bool open_all(const struct edge *edge) { return edge != NULL; }

/* Those of which the first `known` know nothing. */
static void add_reached(const struct graph *graph, ways_open *open, struct agains *agains, struct arena *arena)
{
    uint32_t known = agains->n;
    bool *reached = ARENA_ARRAY(arena, graph->n_points, bool);
    must(reached);
    reach(graph, open, reached);
    for (uint32_t i = 0; i < graph->n_points; i++)
        for (uint32_t e = graph->points[i].first; e < graph->points[i].first + graph->points[i].n; e++) {
            if (!reached[i] || !graph->edges[e].back)
                continue;
            struct again *again = again_of(agains, &graph->points[i], arena);
            again->late = open == open_all && again >= agains->at + known;
            if (again >= agains->at + known)
                note(again, until_again(graph, i, graph->edges[e].to, arena, &again->skipped));
        }
}

struct agains rework_find(const struct graph *graph, struct arena *arena)
{
    struct agains agains = {.at = ARENA_ARRAY(arena, graph->n_points, struct again)};
    must(agains.at);
    add_reached(graph, open_ahead, &agains, arena);
    add_reached(graph, open_all, &agains, arena);
    return agains;
}
