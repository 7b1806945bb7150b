#include "time/reach.h"

#include <math.h>

#include "time/block.h"

/* A course while its arrivals are worked out. */
struct spreading {
    struct course *course;
    struct reach *reach;
    struct arena *arena;
};

/* --- one move --- */

static int64_t sum(int64_t a, int64_t b) { return a > MOST_MS || b > MOST_MS ? MOST_MS + 1 : a + b; }

/* The way goes on by this move; of a call's, the soonest or the latest. */
static struct along go_on(const struct spreading *s, struct along along, const struct move *move, bool latest)
{
    along.by = (uint32_t)(move - s->course->moves);
    for (int end = 0; end < 2; end++) {
        along.ms[end] = sum(along.ms[end], move->ms[end]);
        if (move->kind == MOVE_CALLED) {
            const struct arrival *inner = reach_exit(move->inner, move->exit);
            along.ms[end] = sum(along.ms[end], latest ? inner->latest.ms[end] : inner->soonest.ms[end]);
        }
    }
    return along;
}

static bool takes_time(const struct move *move)
{
    return move->ms[1] > 0 || (move->kind == MOVE_CALLED && reach_exit(move->inner, move->exit)->latest.ms[1] > 0);
}

static double move_ways(const struct move *move)
{
    return move->kind == MOVE_CALLED ? reach_exit(move->inner, move->exit)->ways : 1;
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

/* Takes the move; `*sooner` and `*later`: its other end is come to sooner or later than was known. */
static void take(struct spreading *s, const struct move *move, bool *sooner, bool *later)
{
    const struct arrival *from = &s->reach->at[move->from];
    struct arrival *to = &s->reach->at[move->to];
    struct along soonest = go_on(s, from->soonest, move, false), latest = go_on(s, from->latest, move, true);
    *sooner = !to->reached || soonest.ms[0] < to->soonest.ms[0];
    *later = !to->reached || latest.ms[1] > to->latest.ms[1];
    if (*sooner)
        to->soonest = soonest;
    if (*later)
        to->latest = latest;
    to->reached = true;
}

/* --- one ring --- */

static bool is_inside(const struct spreading *s, const struct move *move)
{
    return s->reach->order.ring[move->from] == s->reach->order.ring[move->to];
}

/* Goes round until nothing comes sooner. What takes time is not followed for the latest: where a ring takes time there
 * is none, and nobody asks. */
static void settle(struct spreading *s, uint32_t ring)
{
    bool changed = true;
    while (changed) {
        changed = false;
        for (uint32_t i = s->reach->order.first[ring]; i < s->reach->order.first[ring + 1]; i++)
            EACH_MOVE (s->course, s->reach->order.at[i], move) {
                struct arrival before = s->reach->at[move->to];
                bool sooner, later;
                if (!is_inside(s, move) || !s->reach->at[move->from].reached)
                    continue;
                take(s, move, &sooner, &later);
                if (before.reached && takes_time(move))
                    s->reach->at[move->to].latest = before.latest;
                changed = changed || sooner || (later && !takes_time(move));
            }
    }
}

static void go_round(struct spreading *s, uint32_t ring)
{
    bool round = false, endless = false;
    for (uint32_t i = s->reach->order.first[ring]; i < s->reach->order.first[ring + 1]; i++)
        EACH_MOVE (s->course, s->reach->order.at[i], move)
            if (is_inside(s, move)) {
                round = true;
                endless = endless || takes_time(move);
            }
    if (!round)
        return;
    settle(s, ring);
    s->reach->round = true;
    s->reach->endless = s->reach->endless || endless;
    for (uint32_t i = s->reach->order.first[ring]; i < s->reach->order.first[ring + 1]; i++)
        s->reach->at[s->reach->order.at[i]].ways = INFINITY;
}

static void leave(struct spreading *s, uint32_t ring)
{
    for (uint32_t i = s->reach->order.first[ring]; i < s->reach->order.first[ring + 1]; i++)
        EACH_MOVE (s->course, s->reach->order.at[i], move) {
            bool sooner, later;
            note_calls(s, move);
            if (is_inside(s, move))
                continue;
            take(s, move, &sooner, &later);
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
        !order_of(&s.reach->order, course, NULL, NULL, arena))
        return NULL;
    s.reach->at[0] =
        (struct arrival){.reached = true, .soonest = {.by = NO_MOVE}, .latest = {.by = NO_MOVE}, .ways = 1};
    for (uint32_t ring = 0; ring < s.reach->order.n_rings; ring++) {
        go_round(&s, ring);
        leave(&s, ring);
    }
    for (uint32_t x = 0; x < course->n_exits; x++)
        s.reach->ends |= s.reach->at[course->exits[x]].reached;
    course->reach = s.reach;
    return s.reach;
}

const struct arrival *reach_exit(const struct course *course, uint32_t exit)
{
    return &course->reach->at[course->exits[exit]];
}

/* The exits' ends, none of them being too long. */
static struct total between(const struct course *course)
{
    struct total total = {.sort = TOTAL_ENDLESS};
    if (course->cut)
        return (struct total){.sort = TOTAL_CUT};
    for (uint32_t x = 0; x < course->n_exits; x++) {
        const struct arrival *arrival = reach_exit(course, x);
        total_widen(&total, (struct total){TOTAL_KNOWN, arrival->soonest.ms[0], arrival->latest.ms[1]}, x);
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
