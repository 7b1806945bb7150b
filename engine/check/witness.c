#include "check/witness.h"

/* --- the search --- */

struct search {
    const struct quest *quest;
    struct search_room *room; /* by node * 2 + phase; `via` is the edge plus one, or 0 at the start */
    uint32_t n;
};

bool search_room_init(struct search_room *room, const struct ways *ways, struct arena *scratch)
{
    size_t places = (ways->n_nodes + 1u) * 2;
    *room = (struct search_room){.queue = ARENA_ARRAY(scratch, places, uint32_t),
                                 .via = ARENA_ARRAY(scratch, places, uint32_t),
                                 .seen = ARENA_ARRAY(scratch, places, uint32_t),
                                 .from_phase = ARENA_ARRAY(scratch, places, uint8_t)};
    return !scratch->failed;
}

static void reach(struct search *s, uint32_t node, int phases, const struct edge *via, int from_phase)
{
    struct search_room *room = s->room;
    for (int phase = 0; phase < 2; phase++) {
        uint32_t place = node * 2 + (uint32_t)phase;
        if (!(phases >> phase & 1) || room->seen[place] == room->number)
            continue;
        room->seen[place] = room->number;
        room->via[place] = via ? (uint32_t)(via - s->quest->ways->edges) + 1 : 0;
        room->from_phase[place] = (uint8_t)from_phase;
        room->queue[s->n++] = place;
    }
}

/* The edge by which the search came to a place; NULL where it began. */
static const struct edge *came_by(const struct search *s, uint32_t place)
{
    bool known = s->room->seen[place] == s->room->number && s->room->via[place];
    return known ? &s->quest->ways->edges[s->room->via[place] - 1] : NULL;
}

static uint32_t place_before(const struct search *s, uint32_t place)
{
    return came_by(s, place)->from * 2 + s->room->from_phase[place];
}

static bool trace_back(const struct search *s, uint32_t place, struct found_way *way)
{
    uint32_t n = 0;
    *way = (struct found_way){.node = place / 2, .phase = (int)(place % 2)};
    for (uint32_t at = place; came_by(s, at); at = place_before(s, at))
        n++;
    way->edges = ARENA_ARRAY(s->quest->scratch, n, const struct edge *);
    if (!way->edges)
        return false;
    way->n = n;
    for (uint32_t at = place; came_by(s, at); at = place_before(s, at))
        way->edges[--n] = came_by(s, at);
    return true;
}

static void begin(struct search *s)
{
    const struct quest *quest = s->quest;
    const struct ways *ways = quest->ways;
    for (uint32_t node = 0; !quest->from_step && node < ways->n_starts; node++)
        reach(s, node, quest->from(quest, node), NULL, 0);
    if (quest->from_step)
        EACH_NODE (ways, quest->step, node) {
            EACH_EDGE (ways, node, edge) {
                reach(s, edge->to, quest->cross(quest, edge, 0) & PHASE_1, edge, 0);
            }
        }
}

bool witness_search(const struct quest *quest, struct found_way *way)
{
    const struct ways *ways = quest->ways;
    struct search_room own;
    struct search s = {.quest = quest, .room = quest->room ? quest->room : &own};
    if (!quest->room && !search_room_init(&own, ways, quest->scratch))
        return false;
    s.room->number++;
    begin(&s);
    for (uint32_t i = 0; i < s.n; i++) {
        uint32_t node = s.room->queue[i] / 2;
        int phase = (int)(s.room->queue[i] % 2);
        if (quest->is_goal(quest, node, phase))
            return trace_back(&s, s.room->queue[i], way);
        if (node == ways->n_nodes)
            continue;
        EACH_EDGE (ways, node, edge) {
            reach(&s, edge->to, quest->cross(quest, edge, phase), edge, phase);
        }
    }
    return false;
}

/* --- to a node --- */

static int from_anywhere(const struct quest *quest, uint32_t node)
{
    (void)quest;
    (void)node;
    return PHASE_0;
}

static int cross_freely(const struct quest *quest, const struct edge *edge, int phase)
{
    (void)quest;
    (void)edge;
    (void)phase;
    return PHASE_0;
}

static bool is_that_node(const struct quest *quest, uint32_t node, int phase)
{
    (void)phase;
    return node == *(const uint32_t *)quest->more;
}

bool witness_to(const struct ways *ways, uint32_t node, struct arena *scratch, struct found_way *way)
{
    struct quest quest = {.ways = ways,
                          .scratch = scratch,
                          .from = from_anywhere,
                          .cross = cross_freely,
                          .is_goal = is_that_node,
                          .more = &node};
    return witness_search(&quest, way);
}

/* --- without a document: phase 1 is in hand --- */

/* Of a guard the node knows. */
static int as_world(const struct quest *quest, uint32_t node, int phases)
{
    int guard = node < quest->ways->n_nodes ? ways_guard(quest->ways, quest->document) : -1;
    if (guard < 0)
        return phases;
    return phases & (quest->ways->nodes[node].world >> guard & 1 ? PHASE_1 : PHASE_0);
}

static int hand_at_start(const struct quest *quest, uint32_t node)
{
    const struct plan *plan = &quest->ways->sop->plan;
    int phases = bits_has(plan->demanded, quest->document) ? PHASE_1
                 : bits_has(plan->given, quest->document)  ? PHASE_0 | PHASE_1
                                                           : PHASE_0;
    return as_world(quest, node, phases);
}

/* After an exit, by what was in hand before it. Where a copy depends on another document both are possible. */
static int hand_after(const struct quest *quest, const struct edge *edge, int phase)
{
    const struct exit *exit = ways_exit(quest->ways, edge);
    uint16_t d = quest->document, unless = quest->ways->sop->plan.unless[exit->step];
    bool had = phase == 1;
    if (unless == d && had != (exit->left == LEFT_SKIPPED))
        return NO_PHASE;
    int phases = had ? PHASE_1 : exit_makes(exit, d) ? PHASE_0 | PHASE_1 : PHASE_0;
    if (bits_has(exit->surely, d))
        phases = PHASE_1;
    if (exit->clocks && bits_has(exit->clocks, d)) {
        bool alone = bits_count(exit->clocks, quest->ways->sop->plan.document_words) == 1;
        phases = alone ? (had ? PHASE_0 : NO_PHASE) : had ? PHASE_0 | PHASE_1 : PHASE_0;
    }
    return as_world(quest, edge->to, phases);
}

static bool is_missed(const struct quest *quest, uint32_t node, int phase)
{
    if (phase == 1)
        return false;
    if (node == quest->ways->n_nodes || quest->step == STEP_END)
        return node == quest->ways->n_nodes && quest->step == STEP_END;
    return quest->ways->nodes[node].step == quest->step && !ways_skips(quest->ways, node);
}

bool witness_without(const struct ways *ways, uint16_t step, uint16_t document, struct arena *scratch,
                     struct found_way *way)
{
    struct quest quest = {.ways = ways,
                          .scratch = scratch,
                          .from = hand_at_start,
                          .cross = hand_after,
                          .is_goal = is_missed,
                          .document = document,
                          .step = step};
    return witness_search(&quest, way);
}

/* The same, but nobody leaves the step by doing it. */
static int hand_before_first(const struct quest *quest, const struct edge *edge, int phase)
{
    const struct exit *exit = ways_exit(quest->ways, edge);
    bool done = exit->left != LEFT_SKIPPED && exit->left != LEFT_EXPIRED;
    return exit->step == quest->step && done ? NO_PHASE : hand_after(quest, edge, phase);
}

static bool is_there(const struct quest *quest, uint32_t node, int phase)
{
    return phase == 1 && node < quest->ways->n_nodes && quest->ways->nodes[node].step == quest->step &&
           !ways_skips(quest->ways, node);
}

bool witness_first_with(const struct ways *ways, uint16_t step, uint16_t document, struct arena *scratch)
{
    struct found_way way;
    struct quest quest = {.ways = ways,
                          .scratch = scratch,
                          .from = hand_at_start,
                          .cross = hand_before_first,
                          .is_goal = is_there,
                          .document = document,
                          .step = step};
    return witness_search(&quest, &way);
}

/* --- as a finding holds it --- */

static struct waypoint waypoint_of(const struct sop *sop, uint16_t step)
{
    return (struct waypoint){
        .step = sop->steps[step].key, .number = step + 1u, .file = sop->file, .span = sop->steps[step].span};
}

/* The paths of one file are no more than these: a thousand findings at the end of a thousand steps need no more to be
 * understood. */
enum { MOST_WAYPOINTS = 20000, MOST_SEARCHES = 300 };

bool witness_is_wanted(struct checker *c) { return c->waypoints < MOST_WAYPOINTS && c->searches++ < MOST_SEARCHES; }

static struct waypoint *room_for(struct checker *c, size_t n)
{
    if (c->waypoints + n > MOST_WAYPOINTS)
        return NULL;
    c->waypoints += n;
    return ARENA_ARRAY(c->arena, n, struct waypoint);
}

struct path witness_path(struct checker *c, const struct ways *ways, const struct found_way *way, uint16_t last)
{
    const struct sop *sop = ways->sop;
    struct waypoint *at = room_for(c, way->n + 1u);
    if (!at)
        return (struct path){0};
    for (uint32_t i = 0; i < way->n; i++) {
        const struct exit *exit = ways_exit(ways, way->edges[i]);
        at[i] = waypoint_of(sop, exit->step);
        at[i].left = exit->left;
        at[i].decides = sop->steps[exit->step].decides;
        if (exit->left == LEFT_CALLED && sop->steps[exit->step].call.n > 1)
            at[i].called = sop->steps[exit->step].call.callees[exit->choice].name;
    }
    if (last != NONE)
        at[way->n] = waypoint_of(sop, last);
    return (struct path){at, way->n + (last != NONE)};
}

static struct text inside(struct checker *c, struct text call, struct text step)
{
    struct text place = check_place(c, call, step);
    if (place.len)
        ((char *)(uintptr_t)place.at)[call.len] = '/';
    return place;
}

struct path witness_join(struct checker *c, struct path path, uint16_t call, struct path inner)
{
    struct waypoint *at = room_for(c, path.n + inner.n);
    if (!at)
        return path;
    for (size_t i = 0; i < path.n; i++)
        at[i] = path.at[i];
    for (size_t i = 0; i < inner.n; i++) {
        at[path.n + i] = inner.at[i];
        at[path.n + i].step = inside(c, c->sop->steps[call].key, inner.at[i].step);
    }
    return (struct path){at, path.n + inner.n};
}
