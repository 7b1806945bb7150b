/* All ways through the onward course, one after the other: a case is walked from its start, and at each place where it
 * can go on in several ways the first one is taken that is left. */
#include "time/path.h"
#include "time/trail.h"

enum { MOST_TRIES = 10 * MAX_AUDIT_PATHS };

/* One place where a way could go on otherwise. */
struct pick {
    uint32_t taken, of;
};

/* A course that the walk is inside. */
struct frame {
    struct course *course;
    uint32_t situation, entered; /* the number of its entry, by which situations are marked */
    struct text prefix;
};

struct rambler {
    struct auditor *a;
    struct trail trail;
    struct way way;
    struct frame frames[MAX_CALL_DEPTH + 1];
    uint16_t depth;
    struct pick *picks;
    size_t n_picks, room_picks, at; /* `at`: the next one of this walk */
    uint32_t entries;
    size_t turns;
    uint32_t **marks; /* per course, by its serial: the entry in which each situation was met last */
    size_t n_marks;
};

enum step_on { WENT_ON, CAME_TO_END, LED_NOWHERE, NO_MEMORY };

/* --- where to go on --- */

static enum step_on pick_turn(struct rambler *r, const struct situation *at, uint32_t *nth)
{
    *nth = 0;
    if (at->n < 2)
        return at->n ? WENT_ON : LED_NOWHERE;
    if (r->at == r->n_picks) {
        struct pick *room = arena_room(r->a->atlas.arena, r->picks, r->n_picks, &r->room_picks, sizeof *room);
        if (!room)
            return NO_MEMORY;
        r->picks = room;
        room[r->n_picks++] = (struct pick){0, at->n};
    }
    *nth = r->picks[r->at++].taken;
    return WENT_ON;
}

/* The next walk: the last place that is not used up goes on, those behind it are forgotten. False: there is none. */
static bool pick_next(struct rambler *r)
{
    while (r->n_picks && r->picks[r->n_picks - 1].taken + 1 == r->picks[r->n_picks - 1].of)
        r->n_picks--;
    if (r->n_picks)
        r->picks[r->n_picks - 1].taken++;
    return r->n_picks > 0;
}

/* --- situations met --- */

static uint32_t *marks_of(struct rambler *r, const struct course *course)
{
    if (!r->marks[course->serial])
        r->marks[course->serial] = ARENA_ARRAY(r->a->atlas.arena, course->n, uint32_t);
    return r->marks[course->serial];
}

/* A way that comes to the same situation again goes round: it is not followed. */
static enum step_on arrive(struct rambler *r, uint32_t situation)
{
    struct frame *top = &r->frames[r->depth];
    uint32_t *marks = marks_of(r, top->course);
    if (!marks)
        return NO_MEMORY;
    top->situation = situation;
    if (marks[situation] == top->entered)
        return LED_NOWHERE;
    marks[situation] = top->entered;
    return WENT_ON;
}

static enum step_on enter(struct rambler *r, struct course *course, struct text prefix)
{
    r->frames[r->depth] = (struct frame){course, 0, ++r->entries, prefix};
    return arrive(r, 0);
}

/* --- one turn --- */

static uint32_t exit_number(const struct frame *frame)
{
    uint32_t x = 0;
    while (frame->course->exits[x] != frame->situation)
        x++;
    return x;
}

/* The callee has ended: on behind the call. */
static enum step_on leave(struct rambler *r)
{
    uint32_t exit = exit_number(&r->frames[r->depth]);
    if (r->depth == 0)
        return CAME_TO_END;
    struct frame *caller = &r->frames[--r->depth];
    const struct turn *turn = caller->course->turns + caller->course->at[caller->situation].first;
    while (turn->exit != exit)
        turn++;
    return arrive(r, turn->to);
}

static enum step_on call(struct rambler *r, const struct frame *top, const struct turn *turn)
{
    struct text key = top->course->matters->sop->steps[top->course->at[top->situation].step].key;
    struct text prefix = path_step(r->a->arena, top->prefix, key);
    r->depth++;
    r->a->path_bytes += prefix.len;
    return prefix.len ? enter(r, turn->inner, prefix) : NO_MEMORY;
}

static enum step_on go(struct rambler *r)
{
    struct frame *top = &r->frames[r->depth];
    const struct situation *at = &top->course->at[top->situation];
    uint32_t nth;
    if (at->step == STEP_END && at->n == 0)
        return leave(r);
    if (at->n && top->course->turns[at->first].kind == TURN_CALLED)
        return call(r, top, &top->course->turns[at->first]);
    enum step_on picked = pick_turn(r, at, &nth);
    if (picked != WENT_ON)
        return picked;
    const struct turn *turn = &top->course->turns[at->first + nth];
    r->way.elapsed.min_ms += turn->ms[0];
    r->way.elapsed.max_ms += turn->ms[1];
    if (!trail_note(&r->trail, (struct trail_at){top->course, turn, top->prefix}))
        return NO_MEMORY;
    return arrive(r, turn->to);
}

/* --- the whole --- */

static enum step_on walk_once(struct rambler *r, struct course *onward)
{
    enum step_on went;
    r->way = (struct way){0};
    r->trail = (struct trail){.a = r->a, .way = &r->way};
    r->depth = 0;
    r->at = r->turns = 0;
    went = enter(r, onward, (struct text){0});
    while (went == WENT_ON && !r->way.cut) {
        r->way.cut = ++r->turns > 4 * MAX_AUDIT_STEPS || r->a->path_bytes > MOST_PATH_BYTES;
        went = go(r);
    }
    if (r->way.cut)
        r->way.elapsed = (struct total){.sort = TOTAL_CUT};
    else if (r->way.elapsed.max_ms > MOST_MS)
        r->way.elapsed = (struct total){.sort = TOTAL_TOO_LONG};
    return went == WENT_ON ? CAME_TO_END : went;
}

bool trail_ways(struct auditor *a, struct course *onward)
{
    struct audit *audit = a->audit;
    struct rambler *r = ARENA_NEW(a->atlas.arena, struct rambler);
    audit->ways = ARENA_ARRAY(a->arena, MAX_AUDIT_PATHS, struct way);
    if (!r || !audit->ways)
        return false;
    *r = (struct rambler){.a = a, .marks = ARENA_ARRAY(a->atlas.arena, a->atlas.n, uint32_t *)};
    if (!r->marks)
        return false;
    for (size_t tries = 0; tries < MOST_TRIES && audit->n_ways < MAX_AUDIT_PATHS; tries++) {
        enum step_on went = walk_once(r, onward);
        if (went == NO_MEMORY)
            return false;
        if (went == CAME_TO_END)
            audit->ways[audit->n_ways++] = r->way;
        if (a->path_bytes > MOST_PATH_BYTES || !pick_next(r))
            break;
    }
    return true;
}
