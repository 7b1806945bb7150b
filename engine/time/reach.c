#include "time/reach.h"

#include <math.h>

#include "time/block.h"
#include "time/order.h"

/* A course while its arrivals are worked out. */
struct spreading {
    struct course *course;
    struct reach *reach;
    struct order order;
    struct arena *arena;
};

/* --- one move --- */

static int64_t sum(int64_t a, int64_t b) { return a > MOST_MS || b > MOST_MS ? MOST_MS + 1 : a + b; }

static int64_t move_least(const struct move *move)
{
    return sum(move->ms[0], move->kind == MOVE_CALLED ? reach_least(move->inner, move->exit) : 0);
}

static int64_t move_most(const struct move *move)
{
    return sum(move->ms[1], move->kind == MOVE_CALLED ? reach_most(move->inner, move->exit) : 0);
}

static double move_ways(const struct move *move)
{
    return move->kind == MOVE_CALLED ? move->inner->reach->at[move->inner->exits[move->exit]].ways : 1;
}

static bool is_timed(enum duration_sort sort) { return sort == DURATION_WORK || sort == DURATION_WALL; }

/* Does a step that this move does state no time? */
static bool is_timeless(const struct sop *sop, const struct move *move, uint16_t step)
{
    if (move->kind == MOVE_CALLED)
        return move->inner->reach->timeless;
    if (move->kind != MOVE_DONE && move->kind != MOVE_YA && move->kind != MOVE_TIDAK)
        return false;
    if (!sop->steps[step].parallel.n)
        return !is_timed(sop->steps[step].duration.sort);
    for (uint16_t s = block_first(sop, step); s <= block_last(sop, step); s++)
        if (!is_timed(sop->steps[s].duration.sort))
            return true;
    return false;
}

static void note_calls(struct spreading *s, const struct move *move)
{
    s->reach->timeless |= is_timeless(s->course->matters->sop, move, s->course->at[move->from].step);
    if (move->kind == MOVE_CALLED) {
        s->reach->round |= move->inner->reach->round;
        s->reach->endless |= move->inner->reach->endless;
    }
}

/* Takes the move from an arrival; true where the other end is come to earlier or later than was known. */
static bool take(struct spreading *s, const struct move *move)
{
    struct arrival *from = &s->reach->at[move->from], *to = &s->reach->at[move->to];
    int64_t least = sum(from->least_ms, move_least(move)), most = sum(from->most_ms, move_most(move));
    uint32_t number = (uint32_t)(move - s->course->moves);
    bool sooner = !to->reached || least < to->least_ms, later = !to->reached || most > to->most_ms;
    if (sooner) {
        to->least_ms = least;
        to->least_by = number;
    }
    if (later) {
        to->most_ms = most;
        to->most_by = number;
    }
    to->reached = true;
    return sooner || later;
}

/* --- one ring --- */

static bool is_inside(const struct spreading *s, const struct move *move)
{
    return s->order.ring[move->from] == s->order.ring[move->to];
}

/* Within a ring only the soonest is worked out by going round until nothing comes sooner; the latest is that of the
 * way in, which is right where the ring takes no time, and nobody asks for it where it does. */
static void settle(struct spreading *s, uint32_t ring)
{
    bool changed = true;
    while (changed) {
        changed = false;
        for (uint32_t i = s->order.first[ring]; i < s->order.first[ring + 1]; i++)
            EACH_MOVE (s->course, s->order.at[i], move) {
                struct arrival *to = &s->reach->at[move->to], before = *to;
                if (!is_inside(s, move) || !s->reach->at[move->from].reached || !take(s, move))
                    continue;
                bool sooner = !before.reached || to->least_ms < before.least_ms;
                bool later = move_most(move) == 0 && to->most_ms > before.most_ms;
                if (before.reached && !later) {
                    to->most_ms = before.most_ms;
                    to->most_by = before.most_by;
                }
                changed = changed || sooner || later;
            }
    }
}

static void go_round(struct spreading *s, uint32_t ring)
{
    bool round = false, endless = false;
    for (uint32_t i = s->order.first[ring]; i < s->order.first[ring + 1]; i++)
        EACH_MOVE (s->course, s->order.at[i], move)
            if (is_inside(s, move)) {
                round = true;
                endless = endless || move_most(move) > 0;
            }
    if (!round)
        return;
    settle(s, ring);
    s->reach->round = true;
    s->reach->endless = s->reach->endless || endless;
    for (uint32_t i = s->order.first[ring]; i < s->order.first[ring + 1]; i++)
        s->reach->at[s->order.at[i]].ways = INFINITY;
}

static void leave(struct spreading *s, uint32_t ring)
{
    for (uint32_t i = s->order.first[ring]; i < s->order.first[ring + 1]; i++)
        EACH_MOVE (s->course, s->order.at[i], move) {
            note_calls(s, move);
            if (is_inside(s, move))
                continue;
            take(s, move);
            s->reach->at[move->to].ways += s->reach->at[move->from].ways * move_ways(move);
        }
}

/* --- the whole --- */

static bool reach_inside(struct spreading *s)
{
    for (uint32_t i = 0; i < s->course->n_moves; i++)
        if (s->course->moves[i].inner && !reach_of(s->course->moves[i].inner, s->arena))
            return false;
    return true;
}

const struct reach *reach_of(struct course *course, struct arena *arena)
{
    struct spreading s = {.course = course, .arena = arena};
    if (course->reach)
        return course->reach;
    s.reach = ARENA_NEW(arena, struct reach);
    if (!s.reach || !(s.reach->at = ARENA_ARRAY(arena, course->n, struct arrival)) || !reach_inside(&s) ||
        !order_of(&s.order, course, NULL, NULL, arena))
        return NULL;
    s.reach->at[0] = (struct arrival){.reached = true, .least_by = NO_MOVE, .most_by = NO_MOVE, .ways = 1};
    for (uint32_t ring = 0; ring < s.order.n_rings; ring++) {
        go_round(&s, ring);
        leave(&s, ring);
    }
    for (uint32_t x = 0; x < course->n_exits; x++)
        s.reach->ends |= s.reach->at[course->exits[x]].reached;
    course->reach = s.reach;
    return s.reach;
}

int64_t reach_least(const struct course *course, uint32_t exit)
{
    return course->reach->at[course->exits[exit]].least_ms;
}

int64_t reach_most(const struct course *course, uint32_t exit)
{
    return course->reach->at[course->exits[exit]].most_ms;
}

/* The exits' ends, none of them being too long. */
static struct total between(const struct course *course)
{
    struct total total = {.sort = TOTAL_ENDLESS};
    if (course->cut)
        return (struct total){.sort = TOTAL_CUT};
    for (uint32_t x = 0; x < course->n_exits; x++) {
        int64_t least = reach_least(course, x), most = reach_most(course, x);
        total_widen(&total, (struct total){TOTAL_KNOWN, least, most}, x);
    }
    return total;
}

struct total reach_shortest(const struct course *course)
{
    struct total total = between(course);
    total.max_ms = total.min_ms;
    return total.min_ms > MOST_MS ? (struct total){.sort = TOTAL_CUT} : total;
}

struct total reach_longest(const struct course *course)
{
    struct total total = between(course);
    total.min_ms = total.max_ms;
    if (total.sort == TOTAL_KNOWN && course->reach->endless)
        return (struct total){.sort = TOTAL_ENDLESS};
    return total.max_ms > MOST_MS ? (struct total){.sort = TOTAL_CUT} : total;
}

struct total reach_straight(const struct course *course)
{
    struct total total = between(course);
    if (total.sort == TOTAL_KNOWN && course->reach->round)
        return (struct total){.sort = TOTAL_ENDLESS};
    return total.max_ms > MOST_MS ? (struct total){.sort = TOTAL_CUT} : total;
}
