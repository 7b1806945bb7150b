#include "check/ways.h"

#include <string.h>

int ways_guard(const struct ways *ways, uint16_t document)
{
    for (uint8_t i = 0; i < ways->guards.n; i++)
        if (ways->guards.document[i] == document)
            return i;
    return -1;
}

static bool in_world(const struct ways *ways, uint8_t world, uint16_t document)
{
    int guard = ways_guard(ways, document);
    return guard >= 0 && world >> guard & 1;
}

bool ways_skips(const struct ways *ways, uint32_t node)
{
    const struct plan *plan = &ways->sop->plan;
    uint16_t step = ways->nodes[node].step;
    return plan->traits[step] & STEP_SKIPS && in_world(ways, ways->nodes[node].world, plan->unless[step]);
}

/* --- building --- */

struct builder {
    struct ways *ways;
    struct arena *arena, *scratch;
    size_t room_nodes, room_edges, room_firsts;
    bool too_many;
};

/* The node of that step in that world, new where it is not yet known; END for STEP_END. */
static uint32_t node_at(struct builder *b, uint16_t step, uint8_t world)
{
    struct ways *ways = b->ways;
    uint32_t *known = &ways->node_of[((size_t)step << ways->guards.n) + world];
    if (*known)
        return *known - 1;
    if (ways->n_nodes == MOST_NODES) { /* only with guards */
        b->too_many = true;
        return 0;
    }
    struct node *room = arena_room(b->arena, ways->nodes, ways->n_nodes, &b->room_nodes, sizeof *room);
    if (!room)
        return 0;
    ways->nodes = room;
    room[ways->n_nodes] = (struct node){step, world};
    *known = ++ways->n_nodes;
    return *known - 1;
}

enum { TO_END = UINT32_MAX }; /* until the number of nodes is known */

static void add_edge(struct builder *b, uint32_t from, uint32_t exit, uint8_t world)
{
    struct ways *ways = b->ways;
    uint16_t step = ways->exits.at[exit].to;
    uint32_t to = step == STEP_END ? TO_END : node_at(b, step, world), last = ways->n_edges;
    bool again = last > ways->first_edge[from] && ways->edges[last - 1].exit == exit && to == TO_END;
    if (again || b->too_many)
        return; /* to the end in several worlds */
    b->too_many = ways->guards.n && ways->n_edges == MOST_EDGES;
    struct edge *room = arena_room(b->arena, ways->edges, ways->n_edges, &b->room_edges, sizeof *room);
    if (!room)
        return;
    ways->edges = room;
    room[ways->n_edges++] = (struct edge){from, to, exit};
}

/* Guards that an exit may leave in hand or not, whatever they were; and those that it surely brings. */
struct change {
    uint8_t gained, open;
};

static struct change gains_of(const struct ways *ways, const struct exit *exit, uint8_t world)
{
    struct change change = {0, 0};
    for (uint8_t i = 0; i < ways->guards.n; i++) {
        uint16_t document = ways->guards.document[i];
        bool surely = bits_has(exit->surely, document), maybe = bits_has(exit->maybe, document);
        for (uint16_t k = 0; k < exit->n_copies; k++)
            if (exit->copies[k].to == document) {
                maybe = maybe || ways_guard(ways, exit->copies[k].from) < 0;
                surely = surely || in_world(ways, world, exit->copies[k].from);
            }
        change.gained |= (uint8_t)(surely << i);
        change.open |= (uint8_t)((!surely && maybe) << i);
    }
    return change;
}

/* Each subset of `open`, together with `sure`. */
static void add_worlds(struct builder *b, uint32_t from, uint32_t exit, uint8_t sure, uint8_t open)
{
    uint8_t some = open;
    for (;;) {
        add_edge(b, from, exit, sure | some);
        if (!some || b->too_many)
            return;
        some = (uint8_t)((some - 1) & open);
    }
}

/* Of the guards that run out here one or more leave the hand; none only where another input can be the one. */
static void add_expired(struct builder *b, uint32_t from, uint32_t exit, const struct exit *e)
{
    const struct ways *ways = b->ways;
    uint8_t world = ways->nodes[from].world, clocks = 0;
    size_t words = ways->sop->plan.document_words, others = bits_count(e->clocks, words);
    for (uint8_t i = 0; i < ways->guards.n; i++)
        if (bits_has(e->clocks, ways->guards.document[i])) {
            clocks |= (uint8_t)(1 << i);
            others--;
        }
    uint8_t here = world & clocks, rest = (uint8_t)(world & ~clocks);
    for (uint8_t kept = here;; kept = (uint8_t)((kept - 1) & here)) {
        if (kept != here || others)
            add_edge(b, from, exit, rest | kept);
        if (!kept)
            return;
    }
}

static void add_edges(struct builder *b, uint32_t from, uint32_t exit)
{
    const struct ways *ways = b->ways;
    const struct exit *e = &ways->exits.at[exit];
    uint16_t unless = ways->sop->plan.unless[e->step];
    uint8_t world = ways->nodes[from].world;
    bool guarded = unless != NONE && ways_guard(ways, unless) >= 0;
    if (guarded && (e->left == LEFT_SKIPPED) != ways_skips(ways, from))
        return;
    if (e->left == LEFT_EXPIRED) {
        add_expired(b, from, exit, e);
        return;
    }
    struct change change = gains_of(ways, e, world);
    uint8_t sure = world | change.gained;
    add_worlds(b, from, exit, sure, change.open & (uint8_t)~sure);
}

/* Where a case may begin: given documents are in hand, optional ones may be. */
static void add_starts(struct builder *b)
{
    uint8_t sure = 0, open = 0;
    for (uint8_t i = 0; i < b->ways->guards.n; i++) {
        const struct plan *plan = &b->ways->sop->plan;
        bool sure_here = bits_has(plan->demanded, b->ways->guards.document[i]);
        sure |= (uint8_t)(sure_here << i);
        open |= (uint8_t)((!sure_here && bits_has(plan->given, b->ways->guards.document[i])) << i);
    }
    for (uint8_t some = open;; some = (uint8_t)((some - 1) & open)) {
        node_at(b, 0, sure | some);
        if (!some)
            break;
    }
    b->ways->n_starts = b->ways->n_nodes;
}

static bool add_first(struct builder *b, uint32_t node)
{
    uint32_t *room = arena_room(b->arena, b->ways->first_edge, node, &b->room_firsts, sizeof *room);
    if (!room)
        return false;
    b->ways->first_edge = room;
    room[node] = b->ways->n_edges;
    return true;
}

static bool build(struct builder *b)
{
    struct ways *ways = b->ways;
    add_starts(b);
    for (uint32_t node = 0; node < ways->n_nodes; node++) {
        uint16_t step = ways->nodes[node].step;
        if (!add_first(b, node))
            return false;
        for (uint32_t e = ways->exits.first[step]; e < ways->exits.first[step + 1]; e++)
            add_edges(b, node, e);
        if (b->too_many || b->arena->failed)
            return !b->arena->failed;
    }
    for (uint32_t i = 0; i < ways->n_edges; i++)
        if (ways->edges[i].to == TO_END)
            ways->edges[i].to = ways->n_nodes;
    return add_first(b, ways->n_nodes);
}

bool ways_build(struct ways *ways, const struct sop *sop, const struct exits *exits, const struct guards *guards,
                struct arena *arena, struct arena *scratch)
{
    struct guards some = *guards;
    for (;;) {
        struct builder b = {.ways = ways, .arena = arena, .scratch = scratch};
        *ways = (struct ways){.sop = sop, .exits = *exits, .guards = some};
        ways->node_of = ARENA_ARRAY(scratch, (size_t)sop->n_steps << some.n, uint32_t);
        if (!ways->node_of || !build(&b) || arena->failed)
            return false;
        if (!b.too_many)
            return true;
        some.n--; /* without guards there are as many nodes as steps */
    }
}

/* --- what is in hand --- */

struct flow {
    const struct ways *ways;
    struct hands *hands;
    uint64_t *must, *may; /* what an edge brings along */
};

/* What is known of the hand before the exit, beyond the sets: who leaves a step with `unless` otherwise than by being
 * skipped did not have that document. */
static void leave(struct flow *f, const struct edge *edge)
{
    const struct exit *exit = ways_exit(f->ways, edge);
    size_t words = f->hands->words;
    uint16_t unless = f->ways->sop->plan.unless[exit->step];
    memcpy(f->must, f->hands->must + edge->from * words, words * sizeof *f->must);
    memcpy(f->may, f->hands->may + edge->from * words, words * sizeof *f->may);
    if (unless != NONE && exit->left != LEFT_SKIPPED) {
        bits_remove(f->must, unless);
        bits_remove(f->may, unless);
    }
    bool alone = exit->clocks && bits_count(exit->clocks, words) == 1;
    for (size_t w = 0; exit->clocks && w < words; w++) {
        f->must[w] &= ~exit->clocks[w];
        f->may[w] &= alone ? ~exit->clocks[w] : ~UINT64_C(0);
    }
}

static void hand_over(struct flow *f, const struct edge *edge)
{
    const struct exit *exit = ways_exit(f->ways, edge);
    for (uint16_t i = 0; i < exit->n_copies; i++) {
        if (bits_has(f->hands->must + edge->from * f->hands->words, exit->copies[i].from))
            bits_add(f->must, exit->copies[i].to);
        if (bits_has(f->hands->may + edge->from * f->hands->words, exit->copies[i].from))
            bits_add(f->may, exit->copies[i].to);
    }
    for (size_t w = 0; w < f->hands->words; w++) {
        f->must[w] |= exit->surely[w];
        f->may[w] |= exit->maybe[w];
    }
}

/* Of the guards the world knows more than the sets. */
static void obey_world(struct flow *f, uint32_t node)
{
    for (uint8_t i = 0; node < f->ways->n_nodes && i < f->ways->guards.n; i++) {
        uint16_t document = f->ways->guards.document[i];
        if (f->ways->nodes[node].world >> i & 1) {
            bits_add(f->must, document);
            bits_add(f->may, document);
        } else {
            bits_remove(f->must, document);
            bits_remove(f->may, document);
        }
    }
}

/* Joins what the edge brings into its node; did that change anything? */
static bool arrive(struct flow *f, uint32_t node)
{
    uint64_t *must = f->hands->must + node * f->hands->words, *may = f->hands->may + node * f->hands->words;
    uint64_t changed = 0;
    for (size_t w = 0; w < f->hands->words; w++) {
        changed |= (must[w] & ~f->must[w]) | (f->may[w] & ~may[w]);
        must[w] &= f->must[w];
        may[w] |= f->may[w];
    }
    return changed != 0;
}

static void begin(struct flow *f)
{
    const struct ways *ways = f->ways;
    size_t words = f->hands->words;
    memset(f->hands->must, 0xFF, (ways->n_nodes + 1u) * words * sizeof *f->must);
    for (uint32_t node = 0; node < ways->n_starts; node++) {
        memcpy(f->must, ways->sop->plan.demanded, words * sizeof *f->must);
        memcpy(f->may, ways->sop->plan.given, words * sizeof *f->may);
        obey_world(f, node);
        arrive(f, node);
    }
}

/* The nodes so that each comes before those it leads to, but for the ways back: a walk in depth, turned round. */
struct ordering {
    const struct ways *ways;
    uint32_t *order, *stack, n; /* order is filled from its end */
    const struct edge **next;   /* per node: the edge to follow next; NULL before the node is met */
};

static void walk_from(struct ordering *o, uint32_t start)
{
    uint32_t depth = 0;
    o->stack[depth++] = start;
    o->next[start] = o->ways->edges + o->ways->first_edge[start];
    while (depth) {
        uint32_t node = o->stack[depth - 1];
        if (o->next[node] == o->ways->edges + o->ways->first_edge[node + 1]) {
            o->order[--o->n] = node;
            depth--;
            continue;
        }
        uint32_t to = (o->next[node]++)->to;
        if (to < o->ways->n_nodes && !o->next[to]) {
            o->next[to] = o->ways->edges + o->ways->first_edge[to];
            o->stack[depth++] = to;
        }
    }
}

static uint32_t *forward_order(const struct ways *ways, struct arena *scratch)
{
    struct ordering o = {.ways = ways,
                         .order = ARENA_ARRAY(scratch, ways->n_nodes, uint32_t),
                         .stack = ARENA_ARRAY(scratch, ways->n_nodes, uint32_t),
                         .next = ARENA_ARRAY(scratch, ways->n_nodes, const struct edge *),
                         .n = ways->n_nodes};
    if (scratch->failed)
        return NULL;
    for (uint32_t node = 0; node < ways->n_starts; node++)
        if (!o.next[node])
            walk_from(&o, node);
    return o.order;
}

/* Sends on what is known at a node, and notes where that was news. */
static bool send_on(struct flow *f, uint32_t node, bool *news)
{
    bool any = false;
    EACH_EDGE (f->ways, node, edge) {
        leave(f, edge);
        hand_over(f, edge);
        obey_world(f, edge->to);
        if (arrive(f, edge->to))
            any = news[edge->to] = true;
    }
    return any;
}

bool ways_hands(const struct ways *ways, struct hands *hands, struct arena *scratch)
{
    size_t words = ways->sop->plan.document_words;
    *hands = (struct hands){.must = ARENA_ARRAY(scratch, (ways->n_nodes + 1u) * words, uint64_t),
                            .may = ARENA_ARRAY(scratch, (ways->n_nodes + 1u) * words, uint64_t),
                            .words = words};
    struct flow f = {.ways = ways,
                     .hands = hands,
                     .must = ARENA_ARRAY(scratch, words, uint64_t),
                     .may = ARENA_ARRAY(scratch, words, uint64_t)};
    bool *news = ARENA_ARRAY(scratch, ways->n_nodes + 1u, bool);
    uint32_t *order = forward_order(ways, scratch);
    if (scratch->failed)
        return false;
    begin(&f);
    for (uint32_t node = 0; node < ways->n_nodes; node++)
        news[node] = true; /* each is sent on at least once */
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t i = 0; i < ways->n_nodes; i++)
            if (news[order[i]]) {
                news[order[i]] = false;
                changed = send_on(&f, order[i], news) || changed;
            }
    }
    return true;
}
