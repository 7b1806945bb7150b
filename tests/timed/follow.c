#include "timed/follow.h"

#include "base/must.h"
#include "timed/drawn_case.h"

struct follower {
    const struct graph *graph;
    uint32_t at;
    int64_t ms[2];
    bool again; /* a branch waited for what came twice: a case may be shown to wait for the second (run/elapsed.h) */
};

/* The case as the graph has it; in a block, as it was when the block fell due, but for what is in hand. */
static struct stack stack_of(const struct graph *graph, const struct state *state)
{
    struct stack stack = {.depth = state->depth};
    for (uint16_t d = 0; d <= state->depth; d++) {
        struct level *level = &stack.levels[d];
        level->sop = state->frames[d].sop;
        if (level->sop->plan.document_words)
            level->hand = *state_hand(state, d) & looked_at(graph->sop, level->sop);
        if (d < state->depth) {
            level->step = state_call_step(state, (uint16_t)(d + 1));
            level->choice = state_choice(state, (uint16_t)(d + 1));
            continue;
        }
        level->step = (uint16_t)bits_next(state_due(state, d), level->sop->plan.step_words, 0);
        if (level->sop->steps[level->step].inside != NONE)
            level->step = level->sop->steps[level->step].inside;
    }
    return stack;
}

/* Does what follows by itself lead from one point to the other: skipping, entering? */
static bool follows(const struct graph *graph, uint32_t from, uint32_t to, size_t budget)
{
    const struct point *point = &graph->points[from];
    if (from == to)
        return true;
    if (budget == 0 || (point->kind != POINT_SKIPS && point->kind != POINT_CALLS))
        return false;
    for (uint32_t e = point->first; e < point->first + point->n; e++)
        if (follows(graph, graph->edges[e].to, to, budget - 1))
            return true;
    return false;
}

static bool leads(const struct graph *graph, uint32_t from, enum answer answer, uint32_t to)
{
    const struct point *point = &graph->points[from];
    for (uint32_t e = point->first; e < point->first + point->n; e++)
        if (graph->edges[e].answer == answer && follows(graph, graph->edges[e].to, to, graph->n_points))
            return true;
    return false;
}

static bool is_within_block(const struct state *state)
{
    const struct sop *sop = state_sop(state);
    ptrdiff_t due = bits_next(state_due(state, state->depth), sop->plan.step_words, 0);
    return sop->steps[due].inside != NONE;
}

/* Is the case still in the block that it was in? Then some branch has a step behind its first that is due, or none. */
static bool is_begun(const struct state *state)
{
    const struct sop *sop = state_sop(state);
    const uint64_t *due = state_due(state, state->depth);
    uint16_t fork = sop->steps[bits_next(due, sop->plan.step_words, 0)].inside;
    for (uint16_t b = 0; b < sop->steps[fork].parallel.n; b++)
        if (!bits_has(due, sop->steps[fork].parallel.at[b].first))
            return true;
    return false;
}

static void step_taken(void *self, const struct state *state, enum answer answer)
{
    struct follower *f = self;
    uint32_t to = THE_LAST;
    if (state->status == CASE_OPEN) {
        if (is_within_block(state) && is_begun(state))
            return;
        struct stack stack = stack_of(f->graph, state);
        to = graph_find(f->graph, &stack);
        must(to != THE_START);
    }
    for (int end = 0; end < 2; end++)
        f->ms[end] += f->graph->points[f->at].ms[end];
    f->again = f->again || f->graph->points[f->at].again;
    must(leads(f->graph, f->at, answer, to));
    f->at = to;
}

bool follow_case(const struct graph *graph, uint64_t random, struct trial *trial)
{
    struct chances chances = {.back = {1, 4}};
    struct follower f = {.graph = graph, .at = THE_START};
    struct drawn_case c = {.chances = &chances,
                           .random = random,
                           .told = step_taken,
                           .self = &f,
                           .arena = &trial->scratch,
                           .deciding = &trial->deciding};
    bool ended = drawn_case(&c, graph->sop) == DRAWN_ENDED;
    if (!ended)
        return false;
    must(f.at == THE_LAST);
    must(c.watch.now.work.min_ms >= f.ms[0] && c.watch.now.work.max_ms >= f.ms[1]);
    must(f.again || (c.watch.now.work.min_ms == f.ms[0] && c.watch.now.work.max_ms == f.ms[1]));
    return true;
}
