#include "time/listing.h"

#include <string.h>

#include "time/block.h"
#include "time/path.h"
#include "time/reach.h"

struct total list_sum(const struct sop *sop)
{
    struct total sum = {.sort = TOTAL_KNOWN};
    for (uint16_t s = 0; s < sop->n_steps; s++)
        if (sop->steps[s].duration.sort == DURATION_WORK) {
            sum.min_ms += sop->steps[s].duration.min_ms;
            sum.max_ms += sop->steps[s].duration.max_ms;
        }
    return sum;
}

/* --- calls --- */

/* A row of `calls` while it is worked out: where the call stands, and how many ways into it have been seen. */
struct calling {
    struct auditor *a;
    struct call_time *row;
    uint16_t step, choice;
    uint32_t n;
};

/* Widens the callee's own time by what it is when it begins like this. False: memory is out. */
static bool widen(struct calling *c, const struct course *inner)
{
    struct course *ya = course_in(&c->a->atlas, inner, SCOPE_YA);
    struct total own = {.sort = TOTAL_CUT};
    if (!ya)
        return false;
    if (!ya->cut) {
        const struct reach *reach = reach_of(ya, c->a->atlas.arena);
        if (!reach)
            return false;
        c->row->unknown = c->row->unknown || reach->timeless;
        own = reach_straight(ya);
    }
    total_widen(&c->row->own, own, c->n++);
    return true;
}

/* The callee's own time wherever the course comes to the call. */
static bool look_for_call(struct calling *c, const struct course *course)
{
    for (uint32_t i = 0; course && i < course->n; i++) {
        if (course->at[i].step != c->step || course->at[i].choice != c->choice)
            continue;
        EACH_TURN (course, i, turn)
            if ((turn->kind == TURN_CALLED || turn->kind == TURN_LOST) && turn->exit == 0 && !widen(c, turn->inner))
                return false;
    }
    return course != NULL;
}

/* On the straight path, else wherever the call is come to. */
static bool time_call(struct calling *c)
{
    for (int scope = SCOPE_YA; scope <= SCOPE_ALL && c->n == 0; scope++)
        if (!look_for_call(c, course_of(&c->a->atlas, c->a->sop, (enum scope)scope)))
            return false;
    if (c->n == 0)
        c->row->own = (struct total){.sort = TOTAL_ENDLESS};
    return true;
}

bool list_calls(struct auditor *a)
{
    size_t n = 0;
    for (uint16_t s = 0; s < a->sop->n_steps; s++)
        n += a->sop->steps[s].call.n;
    a->audit->calls = ARENA_ARRAY(a->arena, n, struct call_time);
    for (uint16_t s = 0; a->audit->calls && s < a->sop->n_steps; s++)
        for (uint16_t c = 0; c < a->sop->steps[s].call.n; c++) {
            const struct step *step = &a->sop->steps[s];
            struct call_time *row = &a->audit->calls[a->audit->n_calls++];
            *row = (struct call_time){.step = step->key, .callee = step->call.callees[c].sop, .stated = step->duration};
            if (!time_call(&(struct calling){.a = a, .row = row, .step = s, .choice = c}))
                return false;
        }
    return a->audit->calls != NULL;
}

/* --- what stands in the rows of the SOP and of all that it calls, each SOP once --- */

/* Who is told of every SOP, with the path of the call by which it was first come to. */
typedef bool list_sop(struct auditor *a, const struct sop *sop, struct text prefix);

struct tour {
    struct auditor *a;
    list_sop *list;
    struct map seen; /* by address */
};

static bool visit(struct tour *t, const struct sop *sop, struct text prefix);

static bool visit_callee(struct tour *t, const struct sop *callee, struct text prefix, struct text step)
{
    struct text path = path_step(t->a->arena, prefix, step);
    return path.len && visit(t, callee, path);
}

static bool visit(struct tour *t, const struct sop *sop, struct text prefix)
{
    struct text key = {arena_copy(t->a->atlas.arena, &sop, sizeof sop), sizeof sop};
    enum map_added added = key.at ? map_add(&t->seen, t->a->atlas.arena, key, 0) : MAP_MEMORY;
    if (added != MAP_ADDED)
        return added == MAP_PRESENT;
    if (!t->list(t->a, sop, prefix))
        return false;
    for (uint16_t s = 0; s < sop->n_steps; s++)
        for (uint16_t c = 0; c < sop->steps[s].call.n; c++)
            if (!visit_callee(t, sop->steps[s].call.callees[c].sop, prefix, sop->steps[s].key))
                return false;
    return true;
}

static bool is_timeless(const struct step *step)
{
    enum duration_sort sort = step->duration.sort;
    return !step->parallel.n && !step->call.n && sort != DURATION_WORK && sort != DURATION_WALL;
}

/* Adds the path to the list, whose room is `*room`. */
static bool add_path(struct auditor *a, struct texts *list, size_t *room, struct text path)
{
    struct text *at = arena_room(a->arena, (struct text *)(uintptr_t)list->at, list->n, room, sizeof *at);
    if (!at || !path.len)
        return false;
    at[list->n] = path;
    *list = (struct texts){at, list->n + 1};
    return true;
}

static bool add_unknown(struct auditor *a, const struct sop *sop, struct text prefix)
{
    for (uint16_t s = 0; s < sop->n_steps; s++)
        if (is_timeless(&sop->steps[s]) &&
            !add_path(a, &a->audit->unknown, &a->room_unknown, path_step(a->arena, prefix, sop->steps[s].key)))
            return false;
    return true;
}

bool list_unknown(struct auditor *a)
{
    return visit(&(struct tour){.a = a, .list = add_unknown}, a->sop, (struct text){0});
}

/* --- and of the straight path's, each course once --- */

struct stroll {
    struct auditor *a;
    bool *seen; /* courses, by their serial */
};

static bool stroll_through(struct stroll *s, const struct course *course, struct text prefix);

/* The step that the turn does, or those of all its branches. */
static bool add_timeless(struct stroll *s, const struct course *course, const struct turn *turn, struct text prefix)
{
    const struct sop *sop = course->matters->sop;
    uint16_t first = course->at[turn->from].step, last = first;
    if (sop->steps[first].parallel.n) {
        last = block_last(sop, first);
        first = block_first(sop, first);
    }
    for (uint16_t i = first; i <= last; i++)
        if (is_timeless(&sop->steps[i]) && !add_path(s->a, &s->a->audit->timeless, &s->a->room_timeless,
                                                     path_step(s->a->arena, prefix, sop->steps[i].key)))
            return false;
    return true;
}

static bool stroll_turn(struct stroll *s, const struct course *course, const struct turn *turn, struct text prefix)
{
    if (turn->kind == TURN_DONE || turn->kind == TURN_YA)
        return add_timeless(s, course, turn, prefix);
    if (!turn->inner || s->seen[turn->inner->serial])
        return true;
    struct text key = course->matters->sop->steps[course->at[turn->from].step].key;
    struct text inside = path_step(s->a->arena, prefix, key);
    return inside.len && stroll_through(s, turn->inner, inside);
}

/* A step may be due in several situations, one behind the other in the list of turns or not: it is told once. */
static bool stroll_through(struct stroll *s, const struct course *course, struct text prefix)
{
    bool *told = ARENA_ARRAY(s->a->atlas.arena, course->matters->sop->n_steps, bool);
    s->seen[course->serial] = true;
    for (uint32_t i = 0; told && i < course->n_turns; i++) {
        const struct turn *turn = &course->turns[i];
        uint16_t step = course->at[turn->from].step;
        bool does = turn->kind == TURN_DONE || turn->kind == TURN_YA;
        if (does && told[step])
            continue;
        if (does)
            told[step] = true;
        if (!stroll_turn(s, course, turn, prefix))
            return false;
    }
    return told != NULL;
}

bool list_timeless(struct auditor *a, struct course *ya)
{
    struct stroll stroll = {.a = a, .seen = ARENA_ARRAY(a->atlas.arena, a->atlas.n, bool)};
    return stroll.seen && (ya->cut || stroll_through(&stroll, ya, (struct text){0}));
}

static bool add_wall(struct auditor *a, struct wall_time wall, struct text prefix, struct text key)
{
    struct wall_time *room = arena_room(a->arena, a->audit->wall, a->audit->n_wall, &a->room_wall, sizeof *room);
    wall.path = path_step(a->arena, prefix, key);
    if (!room || !wall.path.len)
        return false;
    a->audit->wall = room;
    room[a->audit->n_wall++] = wall;
    return true;
}

static bool add_walls(struct auditor *a, const struct sop *sop, struct text prefix)
{
    bool fine = true;
    for (uint16_t s = 0; fine && s < sop->n_steps; s++)
        if (sop->steps[s].duration.sort == DURATION_WALL)
            fine = add_wall(a, (struct wall_time){.time = sop->steps[s].duration}, prefix, sop->steps[s].key);
    for (uint16_t d = 0; fine && d < sop->n_documents; d++)
        if (sop->documents[d].valid_for.sort != DURATION_NONE)
            fine = add_wall(a, (struct wall_time){.is_document = true, .time = sop->documents[d].valid_for}, prefix,
                            sop->documents[d].key);
    return fine;
}

bool list_wall(struct auditor *a) { return visit(&(struct tour){.a = a, .list = add_walls}, a->sop, (struct text){0}); }

/* --- who acts --- */

static bool add_actor(struct auditor *a, const struct actor *actor)
{
    struct text key = path_sign(a->atlas.arena, actor->key, actor->applicant ? "+" : "-", (struct text){0});
    enum map_added added = key.len ? map_add(&a->actors, a->atlas.arena, key, 0) : MAP_MEMORY;
    if (added != MAP_ADDED)
        return added == MAP_PRESENT;
    struct actor_work *room = arena_room(a->arena, a->audit->actors, a->audit->n_actors, &a->room_actors, sizeof *room);
    if (!room)
        return false;
    a->audit->actors = room;
    room[a->audit->n_actors++] =
        (struct actor_work){.actor = actor->key, .title = actor->title, .applicant = actor->applicant};
    return true;
}

static bool acts(const struct sop *sop, uint16_t actor)
{
    for (uint16_t s = 0; s < sop->n_steps; s++)
        if (sop->steps[s].actor == actor)
            return true;
    return false;
}

static bool add_actors(struct auditor *a, const struct sop *sop, struct text prefix)
{
    (void)prefix;
    for (uint16_t i = 0; i < sop->n_actors; i++)
        if (acts(sop, i) && !add_actor(a, &sop->actors[i]))
            return false;
    return true;
}

bool list_actors(struct auditor *a)
{
    return visit(&(struct tour){.a = a, .list = add_actors}, a->sop, (struct text){0});
}
