#include "time/kept.h"

#include <string.h>

#include "time/order.h"

/* What is worked out at most: doubles kept at once, passings-on, members of a ring without time. */
enum { MOST_CELLS = 8000000, MOST_PASSES = 200000000, MOST_RING = 500 };

/* The probability of each tick, up to the last. */
struct spread {
    const double *at;
    uint32_t last; /* behind it all is 0 */
};

/* Per exit of a course, for some odds. */
struct spreads {
    const struct spread *exit;
    struct odds odds;
    struct spreads *next; /* of the same course, for other odds */
};

struct clockwork {
    const struct keeping *keeping;
    struct arena *arena;
    int64_t tick_ms;
    uint32_t ticks;         /* the limit */
    struct spreads **known; /* by the courses' serials */
    size_t *passes;         /* so far, of all courses */
    bool *too_much;

    struct course *course;
    const struct odds *odds;
    double *p;                   /* per turn; of a call's 1 */
    const struct spread **inner; /* per turn, of a call */
    struct order order;          /* by turns without time */
    double **solver;             /* per ring of more than one situation, or that leads to itself */
    double *mass, *gathered;     /* `window` rows of the course's situations; of one ring */
    uint32_t window;
    double **out; /* per exit */
};

/* --- ticks --- */

static int64_t divisor(int64_t a, int64_t b)
{
    while (b) {
        int64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

/* The tick of a course and all that it calls, each once. */
static int64_t tick_of(const struct course *course, int end, bool *seen, int64_t tick)
{
    if (seen[course->serial])
        return tick;
    seen[course->serial] = true;
    for (uint32_t i = 0; i < course->n_turns; i++) {
        tick = divisor(course->turns[i].ms[end], tick);
        if (course->turns[i].inner)
            tick = tick_of(course->turns[i].inner, end, seen, tick);
    }
    return tick;
}

/* --- turns --- */

static uint32_t ticks_of(const struct clockwork *w, const struct turn *turn)
{
    int64_t ticks = turn->ms[w->keeping->end] / w->tick_ms;
    return ticks > w->ticks ? w->ticks + 1 : (uint32_t)ticks;
}

/* The probability of taking the turn in no time. */
static double at_once(const struct clockwork *w, const struct turn *turn)
{
    size_t number = (size_t)(turn - w->course->turns);
    if (turn->kind == TURN_CALLED)
        return w->inner[number]->at[0];
    return ticks_of(w, turn) == 0 ? w->p[number] : 0;
}

static bool is_at_once(const void *self, const struct turn *turn) { return at_once(self, turn) > 0; }

/* --- rings without time --- */

/* The inverse of I - Z' of the ring, Z being what its members pass on to each other at once: by elimination, without
 * pivots, which a matrix like this does not need. */
static double *solver_of(struct clockwork *w, uint32_t ring)
{
    uint32_t n = order_size(&w->order, ring), first = w->order.first[ring];
    uint32_t *place = ARENA_ARRAY(w->arena, w->course->n, uint32_t);
    double *a = ARENA_ARRAY(w->arena, (size_t)n * n, double), *b = ARENA_ARRAY(w->arena, (size_t)n * n, double);
    if (!place || !a || !b)
        return NULL;
    for (uint32_t i = 0; i < n; i++) {
        place[w->order.at[first + i]] = i;
        a[i * n + i] = b[i * n + i] = 1;
    }
    for (uint32_t i = 0; i < n; i++)
        EACH_TURN (w->course, w->order.at[first + i], turn)
            if (w->order.ring[turn->to] == ring)
                a[place[turn->to] * n + i] -= at_once(w, turn);
    for (uint32_t k = 0; k < n; k++)
        for (uint32_t i = 0; i < n; i++) {
            double factor = i == k ? 0 : a[i * n + k] / a[k * n + k];
            for (uint32_t j = 0; factor != 0 && j < n; j++) {
                a[i * n + j] -= factor * a[k * n + j];
                b[i * n + j] -= factor * b[k * n + j];
            }
        }
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t j = 0; j < n; j++)
            b[i * n + j] /= a[i * n + i];
    return b;
}

static bool leads_to_itself(const struct clockwork *w, uint32_t situation)
{
    EACH_TURN (w->course, situation, turn)
        if (turn->to == situation && at_once(w, turn) > 0)
            return true;
    return false;
}

static bool prepare_rings(struct clockwork *w)
{
    uint32_t largest = 1;
    if (!order_of(&w->order, w->course, is_at_once, w, w->arena))
        return false;
    w->solver = ARENA_ARRAY(w->arena, w->order.n_rings, double *);
    for (uint32_t ring = 0; w->solver && ring < w->order.n_rings; ring++) {
        uint32_t size = order_size(&w->order, ring);
        if (size == 1 && !leads_to_itself(w, w->order.at[w->order.first[ring]]))
            continue;
        *w->passes += (size_t)size * size * (size / 8 + w->ticks);
        *w->too_much = *w->too_much || size > MOST_RING || *w->passes > MOST_PASSES;
        if (!*w->too_much && !(w->solver[ring] = solver_of(w, ring)))
            return false;
        largest = size > largest ? size : largest;
    }
    w->gathered = ARENA_ARRAY(w->arena, largest, double);
    return w->solver && w->gathered;
}

/* --- one tick --- */

static double *row(const struct clockwork *w, uint32_t tick)
{
    return w->mass + (size_t)(tick % w->window) * w->course->n;
}

/* Passes on what came to a situation at that tick; within a ring that has been solved, not at once. */
static void pass_on(struct clockwork *w, uint32_t situation, uint32_t tick, bool solved)
{
    double mass = row(w, tick)[situation];
    uint32_t ring = w->order.ring[situation];
    EACH_TURN (w->course, situation, turn) {
        size_t number = (size_t)(turn - w->course->turns);
        bool inside = solved && w->order.ring[turn->to] == ring;
        if (turn->kind != TURN_CALLED) {
            uint32_t ticks = ticks_of(w, turn);
            if (ticks <= w->ticks - tick && !(inside && ticks == 0))
                row(w, tick + ticks)[turn->to] += mass * w->p[number];
            continue;
        }
        const struct spread *spread = w->inner[number];
        for (uint32_t u = inside ? 1 : 0; u <= spread->last && u <= w->ticks - tick; u++)
            row(w, tick + u)[turn->to] += mass * spread->at[u];
    }
}

/* What comes to the members of the ring in all, going round at once as often as it likes. */
static void solve_ring(struct clockwork *w, uint32_t ring, uint32_t tick)
{
    uint32_t n = order_size(&w->order, ring), first = w->order.first[ring];
    double *mass = row(w, tick);
    for (uint32_t i = 0; i < n; i++)
        w->gathered[i] = mass[w->order.at[first + i]];
    for (uint32_t i = 0; i < n; i++) {
        double sum = 0;
        for (uint32_t j = 0; j < n; j++)
            sum += w->solver[ring][i * n + j] * w->gathered[j];
        mass[w->order.at[first + i]] = sum;
    }
}

static void pass_tick(struct clockwork *w, uint32_t tick)
{
    for (uint32_t ring = 0; ring < w->order.n_rings; ring++) {
        if (w->solver[ring])
            solve_ring(w, ring, tick);
        for (uint32_t i = w->order.first[ring]; i < w->order.first[ring + 1]; i++)
            if (row(w, tick)[w->order.at[i]] > 0)
                pass_on(w, w->order.at[i], tick, w->solver[ring] != NULL);
    }
    for (uint32_t x = 0; x < w->course->n_exits; x++)
        w->out[x][tick] = row(w, tick)[w->course->exits[x]];
    memset(row(w, tick), 0, w->course->n * sizeof *w->mass);
}

/* --- one course --- */

static const struct spread *spread_of(const struct clockwork *of, struct course *course, const struct odds *odds);

static bool weigh_call(struct clockwork *w, uint32_t number)
{
    const struct turn *turn = &w->course->turns[number];
    struct odds inside = odds_inside(w->odds, w->course->matters->sop->steps[w->course->at[turn->from].step].key);
    const struct spread *spreads = *w->too_much ? NULL : spread_of(w, turn->inner, &inside);
    if (spreads)
        w->inner[number] = &spreads[turn->exit];
    return spreads || *w->too_much;
}

static bool weigh(struct clockwork *w)
{
    w->p = ARENA_ARRAY(w->arena, w->course->n_turns, double);
    w->inner = ARENA_ARRAY(w->arena, w->course->n_turns, const struct spread *);
    const double *tidak = odds_of_steps(w->course->matters, w->odds, w->arena);
    for (uint32_t i = 0; w->p && w->inner && tidak && i < w->course->n_turns; i++) {
        w->p[i] = chance_turn(w->course, &w->course->turns[i], tidak);
        if (w->course->turns[i].kind == TURN_CALLED && !weigh_call(w, i))
            return false;
    }
    return w->p && w->inner && tidak;
}

/* How far ahead a turn may lead, and how much work all of them are. */
static void size_up(struct clockwork *w)
{
    uint32_t ahead = 0;
    size_t passes = 0;
    for (uint32_t i = 0; i < w->course->n_turns; i++) {
        const struct turn *turn = &w->course->turns[i];
        uint32_t ticks = turn->kind == TURN_CALLED ? w->inner[i]->last : ticks_of(w, turn);
        passes += turn->kind == TURN_CALLED ? ticks + 1 : 1;
        ahead = ticks <= w->ticks && ticks > ahead ? ticks : ahead;
    }
    w->window = ahead + 1;
    *w->passes += (passes + w->course->n) * ((size_t)w->ticks + 1);
    size_t cells = (size_t)w->window * w->course->n + (size_t)w->course->n_exits * (w->ticks + 1);
    *w->too_much = *w->too_much || *w->passes > MOST_PASSES || cells > MOST_CELLS;
}

static bool make_room(struct clockwork *w)
{
    w->mass = ARENA_ARRAY(w->arena, (size_t)w->window * w->course->n, double);
    w->out = ARENA_ARRAY(w->arena, w->course->n_exits, double *);
    for (uint32_t x = 0; w->out && x < w->course->n_exits; x++)
        w->out[x] = ARENA_ARRAY(w->arena, (size_t)w->ticks + 1, double);
    return !w->arena->failed;
}

static struct spread *gather(const struct clockwork *w)
{
    struct spread *spreads = ARENA_ARRAY(w->arena, w->course->n_exits, struct spread);
    for (uint32_t x = 0; spreads && x < w->course->n_exits; x++) {
        spreads[x].at = w->out[x];
        for (uint32_t t = 0; t <= w->ticks; t++)
            if (w->out[x][t] > 0)
                spreads[x].last = t;
    }
    return spreads;
}

/* Per exit of the course. NULL: memory is out, or it is too much. */
static const struct spread *spread_of(const struct clockwork *of, struct course *course, const struct odds *odds)
{
    struct clockwork w = *of;
    w.course = course;
    w.odds = odds;
    for (const struct spreads *known = w.known[course->serial]; known; known = known->next)
        if (odds_agree(&known->odds, odds))
            return known->exit;
    if (!weigh(&w) || *w.too_much || !prepare_rings(&w))
        return NULL;
    size_up(&w);
    if (*w.too_much || !make_room(&w))
        return NULL;
    row(&w, 0)[0] = 1;
    for (uint32_t t = 0; t <= w.ticks; t++)
        pass_tick(&w, t);
    struct spreads *spreads = ARENA_NEW(w.arena, struct spreads);
    if (!spreads || !(spreads->exit = gather(&w)))
        return NULL;
    spreads->odds = *odds;
    spreads->next = w.known[course->serial];
    w.known[course->serial] = spreads;
    return spreads->exit;
}

static double share_of(const struct spread *spreads, uint32_t n)
{
    double share = 0;
    for (uint32_t x = 0; x < n; x++)
        for (uint32_t t = 0; t <= spreads[x].last; t++)
            share += spreads[x].at[t];
    return share > 1 ? 1 : share;
}

static bool set_clock(struct clockwork *w, size_t courses)
{
    const struct keeping *k = w->keeping;
    bool *seen = ARENA_ARRAY(w->arena, courses, bool);
    if (!seen)
        return false;
    w->tick_ms = tick_of(k->course, k->end, seen, 0);
    int64_t ticks = w->tick_ms ? k->limit_ms / w->tick_ms : 0;
    *w->too_much = ticks >= MOST_CELLS;
    w->ticks = *w->too_much ? 0 : (uint32_t)ticks;
    return true;
}

bool kept_share(const struct keeping *keeping, double *share, struct arena *arena)
{
    size_t passes = 0;
    bool too_much = false;
    struct clockwork w = {.keeping = keeping, .arena = arena, .passes = &passes, .too_much = &too_much};
    w.known = ARENA_ARRAY(arena, keeping->courses, struct spreads *);
    *share = -1;
    if (!w.known || !set_clock(&w, keeping->courses))
        return false;
    if (w.tick_ms == 0) { /* no duration anywhere: every case takes no time */
        *share = 1;
        return true;
    }
    const struct spread *spreads = too_much ? NULL : spread_of(&w, keeping->course, keeping->odds);
    if (spreads)
        *share = share_of(spreads, keeping->course->n_exits);
    return spreads || (too_much && !arena->failed);
}
