#include "timed/graph.h"

#include <string.h>

#include "base/bits.h"
#include "base/must.h"
#include "timed/block.h"

#define SET(document) (UINT64_C(1) << (document))

/* --- documents that something looks at --- */

enum { MOST_KNOWN = 64 };

struct known {
    const struct sop *sops[MOST_KNOWN];
    uint64_t sets[MOST_KNOWN];
    size_t n;
};

static size_t known_number(struct known *known, const struct sop *sop)
{
    size_t i = 0;
    while (i < known->n && known->sops[i] != sop)
        i++;
    return i;
}

static void know(struct known *known, const struct sop *sop)
{
    if (known_number(known, sop) < known->n)
        return;
    must(known->n < MOST_KNOWN && sop->n_documents <= 64 && sop->plan.document_words <= 1);
    known->sops[known->n++] = sop;
    for (uint16_t s = 0; s < sop->n_steps; s++)
        for (uint16_t c = 0; c < sop->steps[s].call.n; c++)
            know(known, sop->steps[s].call.callees[c].sop);
}

/* By the SOP itself: an `unless`, and in a block whatever is needed. */
static uint64_t looked_at_here(const struct sop *sop)
{
    uint64_t set = 0;
    for (uint16_t s = 0; s < sop->n_steps; s++) {
        if (sop->steps[s].unless.document != NONE)
            set |= SET(sop->steps[s].unless.document);
        if (sop->steps[s].inside != NONE && sop->plan.document_words)
            set |= sop->plan.needs[s];
    }
    return set;
}

/* What crosses into something that is looked at is looked at. */
static bool look_across(uint64_t *from_set, uint64_t *to_set, const struct passage *passages, uint16_t n)
{
    uint64_t before = *from_set;
    for (uint16_t i = 0; i < n; i++)
        if (*to_set & SET(passages[i].to))
            *from_set |= SET(passages[i].from);
    return *from_set != before;
}

static bool look_across_call(struct known *known, size_t caller, const struct callee *callee)
{
    uint64_t *outer = &known->sets[caller], *inner = &known->sets[known_number(known, callee->sop)];
    bool more = look_across(outer, inner, callee->passes, callee->n_passes);
    return look_across(inner, outer, callee->brings, callee->n_brings) || more;
}

static bool look_further(struct known *known)
{
    bool more = false;
    for (size_t i = 0; i < known->n; i++)
        for (uint16_t s = 0; s < known->sops[i]->n_steps; s++) {
            const struct call *call = &known->sops[i]->steps[s].call;
            for (uint16_t c = 0; c < call->n; c++)
                more = look_across_call(known, i, &call->callees[c]) || more;
        }
    return more;
}

static void look_at_all(struct known *known, const struct sop *main)
{
    *known = (struct known){.n = 0};
    know(known, main);
    for (size_t i = 0; i < known->n; i++)
        known->sets[i] = looked_at_here(known->sops[i]);
    while (look_further(known))
        ;
}

uint64_t looked_at(const struct sop *main, const struct sop *sop)
{
    struct known known;
    look_at_all(&known, main);
    size_t number = known_number(&known, sop);
    must(number < known.n);
    return known.sets[number];
}

/* --- stacks --- */

struct builder {
    struct graph *graph;
    struct arena *arena;
    struct known known;
    size_t room_edges;
};

static uint64_t set_of(struct builder *b, const struct sop *sop) { return b->known.sets[known_number(&b->known, sop)]; }

static struct level *top(struct stack *stack) { return &stack->levels[stack->depth]; }

static bool same_level(const struct level *a, const struct level *b)
{
    return a->sop == b->sop && a->step == b->step && a->choice == b->choice && a->hand == b->hand;
}

static bool same_stack(const struct stack *a, const struct stack *b)
{
    bool same = a->depth == b->depth;
    for (uint16_t i = 0; same && i <= a->depth; i++)
        same = same_level(&a->levels[i], &b->levels[i]);
    return same;
}

uint32_t graph_find(const struct graph *graph, const struct stack *stack)
{
    for (uint32_t i = THE_LAST + 1; i < graph->n_points; i++)
        if (same_stack(&graph->points[i].stack, stack))
            return i;
    return THE_START;
}

static struct text path_of(const struct stack *stack, struct arena *arena)
{
    struct buf buf = BUF_INIT;
    for (uint16_t i = 0; i <= stack->depth; i++) {
        buf_string(&buf, i ? "/" : "");
        buf_text(&buf, stack->levels[i].sop->steps[stack->levels[i].step].key);
    }
    struct text path = {arena_copy(arena, buf.at, buf.len), buf.len};
    must(!buf.failed && path.at);
    buf_release(&buf);
    return path;
}

static enum point_kind kind_of(const struct level *level)
{
    const struct step *step = &level->sop->steps[level->step];
    if (step->unless.document != NONE && level->hand & SET(step->unless.document))
        return POINT_SKIPS;
    return step->call.n ? POINT_CALLS : POINT_DOES;
}

static void put_time(struct builder *b, struct point *point)
{
    const struct level *level = stack_top(&point->stack);
    const struct step *step = &level->sop->steps[level->step];
    if (point->kind != POINT_DOES)
        return;
    if (step->parallel.n == 0) {
        point->ms[0] = step_ms(step, 0);
        point->ms[1] = step_ms(step, 1);
        return;
    }
    struct block block = block_of(level->sop, level->step, level->hand);
    point->ms[0] = block.ms[0];
    point->ms[1] = block.ms[1];
    point->waits = block.waits;
    point->again = block.again;
    b->graph->circle = b->graph->circle || block.circle;
}

/* The point of a stack that a case comes to, a new one if need be. */
static uint32_t point_of(struct builder *b, const struct stack *stack)
{
    struct graph *graph = b->graph;
    if (stack_top(stack)->step == STEP_END)
        return THE_LAST;
    uint32_t found = graph_find(graph, stack);
    if (found != THE_START)
        return found;
    if (graph->n_points == MOST_POINTS) {
        graph->whole = false;
        return THE_LAST;
    }
    struct point *point = &graph->points[graph->n_points];
    *point = (struct point){.kind = kind_of(stack_top(stack)), .stack = *stack, .path = path_of(stack, b->arena)};
    put_time(b, point);
    return graph->n_points++;
}

/* --- what may happen --- */

static void add_edge(struct builder *b, struct edge edge)
{
    struct graph *graph = b->graph;
    struct edge *room = arena_room(b->arena, graph->edges, graph->n_edges, &b->room_edges, sizeof *room);
    must(room);
    graph->edges = room;
    room[graph->n_edges++] = edge;
}

/* Every choice of some of the documents `open`, brought to the top level. */
static void bring(struct builder *b, struct stack stack, uint64_t open, struct edge edge)
{
    uint64_t hand = top(&stack)->hand;
    int n = __builtin_popcountll(open);
    if (n > 10) {
        b->graph->whole = false;
        return;
    }
    edge.among = edge.choices << n;
    for (uint64_t some = open;; some = (some - 1) & open) {
        top(&stack)->hand = hand | some;
        edge.to = point_of(b, &stack);
        add_edge(b, edge);
        if (!some)
            return;
    }
}

static uint64_t given(struct builder *b, const struct sop *sop, enum given sort)
{
    uint64_t set = 0;
    for (uint16_t d = 0; d < sop->n_documents; d++)
        set |= sop->documents[d].given == sort ? SET(d) : 0;
    return set & set_of(b, sop);
}

static void start(struct builder *b)
{
    const struct sop *sop = b->graph->sop;
    struct stack stack = {.levels = {{.sop = sop, .hand = given(b, sop, GIVEN_DEMANDED)}}};
    bring(b, stack, given(b, sop, GIVEN_OPTIONAL), (struct edge){.choices = 1});
}

static void enter(struct builder *b, struct stack stack, uint16_t choice)
{
    struct level *caller = top(&stack);
    const struct call *call = &caller->sop->steps[caller->step].call;
    const struct callee *callee = &call->callees[choice];
    uint64_t hand = given(b, callee->sop, GIVEN_DEMANDED);
    for (uint16_t i = 0; i < callee->n_passes; i++)
        if (caller->hand & SET(callee->passes[i].from))
            hand |= SET(callee->passes[i].to) & set_of(b, callee->sop);
    must(stack.depth + 1 < MOST_LEVELS);
    caller->choice = choice;
    stack.levels[++stack.depth] = (struct level){.sop = callee->sop, .hand = hand};
    bring(b, stack, given(b, callee->sop, GIVEN_OPTIONAL) & ~hand, (struct edge){.choice = choice, .choices = call->n});
}

/* Back in the caller, with what the callee brings. */
static void leave(struct builder *b, struct stack *stack)
{
    struct level from = *top(stack), *caller = &stack->levels[stack->depth - 1];
    const struct callee *callee = &caller->sop->steps[caller->step].call.callees[caller->choice];
    for (uint16_t i = 0; i < callee->n_brings; i++)
        if (from.hand & SET(callee->brings[i].from))
            caller->hand |= SET(callee->brings[i].to) & set_of(b, caller->sop);
    *top(stack) = (struct level){0};
    stack->depth--;
    caller->choice = 0;
}

static void go_on(struct builder *b, struct stack stack, uint16_t to, struct edge edge)
{
    while (to == STEP_END && stack.depth > 0) {
        leave(b, &stack);
        to = top(&stack)->sop->plan.goes[0][top(&stack)->step];
    }
    top(&stack)->step = to;
    edge.to = point_of(b, &stack);
    add_edge(b, edge);
}

/* What the step hands over, or all steps of the block. */
static uint64_t gives(const struct level *level, int answer)
{
    const struct plan *plan = &level->sop->plan;
    const struct branches *branches = &level->sop->steps[level->step].parallel;
    if (plan->document_words == 0)
        return 0;
    uint64_t set = plan->gives[answer][level->step];
    for (uint16_t i = 0; i < branches->n; i++)
        for (uint16_t s = branches->at[i].first; s <= branches->at[i].last; s++)
            set |= plan->gives[0][s];
    return set;
}

static void complete(struct builder *b, struct stack stack, int answer, struct edge edge)
{
    struct level *level = top(&stack);
    uint16_t to = level->sop->plan.goes[answer][level->step];
    level->hand |= gives(level, answer) & set_of(b, level->sop);
    go_on(b, stack, to, edge);
}

static void happen(struct builder *b, enum point_kind kind, struct stack stack)
{
    const struct level *level = top(&stack);
    const struct step *step = &level->sop->steps[level->step];
    if (kind == POINT_SKIPS) {
        go_on(b, stack, level->sop->plan.goes[0][level->step], (struct edge){.choices = 1, .among = 1});
    } else if (kind == POINT_CALLS) {
        for (uint16_t c = 0; c < step->call.n; c++)
            enter(b, stack, c);
    } else if (step->decides) {
        complete(b, stack, 0, (struct edge){.answer = ANSWER_YA, .choices = 1});
        complete(b, stack, 1,
                 (struct edge){.answer = ANSWER_TIDAK, .back = sop_goes_back(level->sop, level->step), .choices = 1});
    } else {
        complete(b, stack, 0, (struct edge){.choices = 1, .among = 1});
    }
}

void graph_build(struct graph *graph, const struct sop *sop, struct arena *arena)
{
    struct builder b = {.graph = graph, .arena = arena};
    *graph = (struct graph){.sop = sop, .whole = true, .n_points = THE_LAST + 1};
    graph->points = ARENA_ARRAY(arena, MOST_POINTS, struct point);
    must(graph->points);
    graph->points[THE_LAST].kind = POINT_END;
    look_at_all(&b.known, sop);
    for (uint32_t i = 0; i < graph->n_points && graph->whole; i++) {
        graph->points[i].first = graph->n_edges;
        if (i == THE_START)
            start(&b);
        else if (i != THE_LAST)
            happen(&b, graph->points[i].kind, graph->points[i].stack);
        graph->points[i].n = graph->n_edges - graph->points[i].first;
    }
}
