#include "time/reach.h"

#include <math.h>

#include "time/block.h"

/* A course while its arrivals are worked out. */
struct spreading {
    struct course *course;
    struct reach *reach;
    struct arena *arena;
};

/* --- one turn --- */

static int64_t sum(int64_t a, int64_t b) { return a > MOST_MS || b > MOST_MS ? MOST_MS + 1 : a + b; }

/* The way goes on by this turn; of a call's, the soonest or the latest. */
static struct along go_on(const struct spreading *s, struct along along, const struct turn *turn, bool latest)
{
    along.by = (uint32_t)(turn - s->course->turns);
    for (int end = 0; end < 2; end++) {
        along.ms[end] = sum(along.ms[end], turn->ms[end]);
        if (turn->kind == TURN_CALLED) {
            const struct arrival *inner = reach_exit(turn->inner, turn->exit);
            along.ms[end] = sum(along.ms[end], latest ? inner->latest.ms[end] : inner->soonest.ms[end]);
        }
    }
    return along;
}

static bool takes_time(const struct turn *turn)
{
    return turn->ms[1] > 0 || (turn->kind == TURN_CALLED && reach_exit(turn->inner, turn->exit)->latest.ms[1] > 0);
}

static double turn_ways(const struct turn *turn)
{
    return turn->kind == TURN_CALLED ? reach_exit(turn->inner, turn->exit)->ways : 1;
}

static bool is_timed(enum duration_sort sort) { return sort == DURATION_WORK || sort == DURATION_WALL; }

/* Does a step that this turn does state no time? */
static bool is_timeless(const struct sop *sop, const struct turn *turn, uint16_t step)
{
    if (turn->inner)
        return turn->inner->reach->timeless;
    if (turn->kind != TURN_DONE && turn->kind != TURN_YA && turn->kind != TURN_TIDAK)
        return false;
    if (!sop->steps[step].parallel.n)
        return !is_timed(sop->steps[step].duration.sort);
    for (uint16_t s = block_first(sop, step); s <= block_last(sop, step); s++)
        if (!is_timed(sop->steps[s].duration.sort))
            return true;
    return false;
}

static void note_calls(struct spreading *s, const struct turn *turn)
{
    s->reach->timeless |= is_timeless(s->course->matters->sop, turn, s->course->at[turn->from].step);
    if (turn->inner) {
        s->reach->round |= turn->inner->reach->round;
        s->reach->endless |= turn->inner->reach->endless;
    }
}

/* Takes the turn; `*sooner` and `*later`: its other end is come to sooner or later than was known. */
static void take(struct spreading *s, const struct turn *turn, bool *sooner, bool *later)
{
    const struct arrival *from = &s->reach->at[turn->from];
    struct arrival *to = &s->reach->at[turn->to];
    struct along soonest = go_on(s, from->soonest, turn, false), latest = go_on(s, from->latest, turn, true);
    *sooner = !to->reached || soonest.ms[0] < to->soonest.ms[0];
    *later = !to->reached || latest.ms[1] > to->latest.ms[1];
    if (*sooner)
        to->soonest = soonest;
    if (*later)
        to->latest = latest;
    to->reached = true;
}

/* --- one ring --- */

static bool is_inside(const struct spreading *s, const struct turn *turn)
{
    return s->reach->order.ring[turn->from] == s->reach->order.ring[turn->to];
}

/* Goes round until nothing comes sooner. What takes time is not followed for the latest: where a ring takes time there
 * is none, and nobody asks. */
static void settle(struct spreading *s, uint32_t ring)
{
    bool changed = true;
    while (changed) {
        changed = false;
        for (uint32_t i = s->reach->order.first[ring]; i < s->reach->order.first[ring + 1]; i++)
            EACH_TURN (s->course, s->reach->order.at[i], turn) {
                struct arrival before = s->reach->at[turn->to];
                bool sooner, later;
                if (!is_inside(s, turn) || !s->reach->at[turn->from].reached)
                    continue;
                take(s, turn, &sooner, &later);
                if (before.reached && takes_time(turn))
                    s->reach->at[turn->to].latest = before.latest;
                changed = changed || sooner || (later && !takes_time(turn));
            }
    }
}

static void go_round(struct spreading *s, uint32_t ring)
{
    bool round = false, endless = false;
    for (uint32_t i = s->reach->order.first[ring]; i < s->reach->order.first[ring + 1]; i++)
        EACH_TURN (s->course, s->reach->order.at[i], turn)
            if (is_inside(s, turn)) {
                round = true;
                endless = endless || takes_time(turn);
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
        EACH_TURN (s->course, s->reach->order.at[i], turn) {
            bool sooner, later;
            note_calls(s, turn);
            if (is_inside(s, turn))
                continue;
            take(s, turn, &sooner, &later);
            s->reach->at[turn->to].ways += s->reach->at[turn->from].ways * turn_ways(turn);
        }
}

/* --- the whole --- */

static bool reach_inside(struct spreading *s)
{
    for (uint32_t i = 0; i < s->course->n_turns; i++)
        if (s->course->turns[i].inner && !reach_of(s->course->turns[i].inner, s->arena))
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
        (struct arrival){.reached = true, .soonest = {.by = NO_TURN}, .latest = {.by = NO_TURN}, .ways = 1};
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
    return total.min_ms > MOST_MS ? (struct total){.sort = TOTAL_TOO_LONG} : total;
}

struct total reach_longest(const struct course *course)
{
    struct total total = between(course);
    total.min_ms = total.max_ms;
    if (total.sort == TOTAL_KNOWN && course->reach->endless)
        return (struct total){.sort = TOTAL_ENDLESS};
    return total.max_ms > MOST_MS ? (struct total){.sort = TOTAL_TOO_LONG} : total;
}

struct total reach_straight(const struct course *course)
{
    struct total total = between(course);
    if (total.sort == TOTAL_KNOWN && course->reach->round)
        return (struct total){.sort = TOTAL_ENDLESS};
    return total.max_ms > MOST_MS ? (struct total){.sort = TOTAL_TOO_LONG} : total;
}
