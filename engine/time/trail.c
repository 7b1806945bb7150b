#include "time/trail.h"

#include "time/block.h"
#include "time/path.h"

/* Is told of each turn, calls' own behind those inside them. False: memory is out. */
typedef bool trail_told(void *self, struct trail_at at);

enum { MOST_TURNS = 4 * MAX_AUDIT_STEPS }; /* that are walked: not all of them are steps */

/* --- walking --- */

struct walk {
    struct auditor *a;
    enum trail_kind kind;
    trail_told *told;
    void *self;
    size_t turns;
    bool cut;
};

static const struct along *along_of(const struct walk *w, const struct course *course, uint32_t situation)
{
    const struct arrival *arrival = &course->reach->at[situation];
    return w->kind == TRAIL_SOONEST ? &arrival->soonest : &arrival->latest;
}

/* The turns that lead to the situation, first one first; `*n` how many. */
static const struct turn **turns_to(struct walk *w, const struct course *course, uint32_t situation, size_t *n)
{
    *n = 0;
    for (uint32_t at = situation; along_of(w, course, at)->by != NO_TURN; ++*n)
        at = course->turns[along_of(w, course, at)->by].from;
    const struct turn **turns = ARENA_ARRAY(w->a->atlas.arena, *n, const struct turn *);
    for (size_t i = *n; turns && i-- > 0;) {
        turns[i] = &course->turns[along_of(w, course, situation)->by];
        situation = turns[i]->from;
    }
    return turns;
}

static struct text step_key(const struct trail_at *at)
{
    return at->course->matters->sop->steps[at->course->at[at->turn->from].step].key;
}

static bool walk_to(struct walk *w, const struct course *course, uint32_t exit, struct text prefix)
{
    size_t n;
    const struct turn **turns = turns_to(w, course, course->exits[exit], &n);
    for (size_t i = 0; turns && i < n && !w->cut; i++) {
        struct trail_at at = {course, turns[i], prefix};
        if (turns[i]->kind == TURN_CALLED) {
            struct text inside = path_step(w->a->arena, prefix, step_key(&at));
            w->a->path_bytes += inside.len;
            if (!inside.len || !walk_to(w, turns[i]->inner, turns[i]->exit, inside))
                return false;
        }
        w->cut = w->cut || ++w->turns > MOST_TURNS || w->a->path_bytes > MOST_PATH_BYTES;
        if (!w->told(w->self, at))
            return false;
    }
    return turns != NULL;
}

static uint32_t best_exit(const struct course *course, enum trail_kind kind)
{
    uint32_t best = 0;
    for (uint32_t x = 1; x < course->n_exits; x++) {
        const struct arrival *this = reach_exit(course, x), *known = reach_exit(course, best);
        if (kind == TRAIL_SOONEST ? this->soonest.ms[0] < known->soonest.ms[0]
                                  : this->latest.ms[1] > known->latest.ms[1])
            best = x;
    }
    return best;
}

/* Walks it; `*cut` where it has more turns than anybody would read. The course has a reach and an end. False: memory is
 * out. */
static bool walk_whole(struct auditor *a, const struct course *course, enum trail_kind kind, bool *cut,
                       trail_told *told, void *self)
{
    struct walk walk = {.a = a, .kind = kind, .told = told, .self = self};
    bool fine = walk_to(&walk, course, best_exit(course, kind), (struct text){0});
    *cut = walk.cut;
    return fine;
}

/* --- writing down --- */

static bool add(struct trail *t, struct texts *list, size_t *room, struct text text)
{
    struct text *at = arena_room(t->a->arena, (struct text *)(uintptr_t)list->at, list->n, room, sizeof *at);
    if (!at || !text.len)
        return false;
    t->a->path_bytes += text.len + sizeof text;
    at[list->n] = text;
    *list = (struct texts){at, list->n + 1};
    return true;
}

static bool add_step(struct trail *t, const struct trail_at *at, struct text key)
{
    struct text path = path_step(t->a->arena, at->prefix, key);
    if (at->turn->kind == TURN_TIDAK && path.len)
        path = path_sign(t->a->arena, path, " [tidak]", (struct text){0});
    t->way->cut = t->way->cut || t->way->steps.n >= MAX_AUDIT_STEPS;
    return t->way->cut || add(t, &t->way->steps, &t->room_steps, path);
}

/* A parallel step is written as its branches' steps. */
static bool add_done(struct trail *t, const struct trail_at *at)
{
    const struct sop *sop = at->course->matters->sop;
    uint16_t step = at->course->at[at->turn->from].step;
    if (!sop->steps[step].parallel.n)
        return add_step(t, at, sop->steps[step].key);
    for (uint16_t s = block_first(sop, step); s <= block_last(sop, step); s++)
        if (!add_step(t, at, sop->steps[s].key))
            return false;
    return true;
}

static bool add_answer(struct trail *t, const struct trail_at *at, const char *answer)
{
    struct text path = path_step(t->a->arena, at->prefix, step_key(at));
    return add_step(t, at, step_key(at)) &&
           add(t, &t->way->answers, &t->room_answers, path_sign(t->a->arena, path, answer, (struct text){0}));
}

static bool add_choice(struct trail *t, const struct trail_at *at)
{
    const struct sop *sop = at->course->matters->sop;
    const struct call *call = &sop->steps[at->course->at[at->turn->from].step].call;
    struct text path = path_step(t->a->arena, at->prefix, step_key(at));
    return add(t, &t->way->choices, &t->room_choices,
               path_sign(t->a->arena, path, "=", call->callees[at->turn->which].sop->name));
}

static bool add_brought(struct trail *t, const struct trail_at *at)
{
    struct text key = at->course->matters->sop->documents[at->turn->which].key;
    return add(t, &t->way->with, &t->room_with, path_step(t->a->arena, at->prefix, key));
}

bool trail_note(void *self, struct trail_at at)
{
    struct trail *t = self;
    t->way->cut = t->way->cut || t->a->path_bytes > MOST_PATH_BYTES;
    if (t->way->cut)
        return true;
    switch (at.turn->kind) {
    case TURN_DONE:
        return add_done(t, &at);
    case TURN_YA:
        return add_answer(t, &at, "=ya");
    case TURN_TIDAK:
        return add_answer(t, &at, "=tidak");
    case TURN_CHOSEN:
        return add_choice(t, &at);
    case TURN_BROUGHT:
        return add_brought(t, &at);
    case TURN_SKIPPED:
    case TURN_WITHOUT:
    case TURN_CALLED:
    case TURN_LOST:
        break;
    }
    return true;
}

bool trail_write(struct auditor *a, struct way *way, const struct course *course, enum trail_kind kind)
{
    struct trail trail = {.a = a, .way = way};
    bool cut = false;
    *way = (struct way){.elapsed = {.sort = course->cut ? TOTAL_CUT : TOTAL_ENDLESS}};
    if (course->cut || !course->reach->ends)
        return true;
    const struct arrival *end = reach_exit(course, best_exit(course, kind));
    const struct along *along = kind == TRAIL_SOONEST ? &end->soonest : &end->latest;
    way->elapsed = along->ms[1] > MOST_MS ? (struct total){.sort = TOTAL_TOO_LONG}
                                          : (struct total){TOTAL_KNOWN, along->ms[0], along->ms[1]};
    bool fine = walk_whole(a, course, kind, &cut, trail_note, &trail);
    way->cut = way->cut || cut;
    return fine;
}

/* --- stretches of time --- */

struct stretching {
    struct auditor *a;
    struct legs *legs;
    int end; /* which end of durations */
    size_t room;
};

static bool stretch(struct stretching *s, enum duration_sort sort, int64_t ms)
{
    struct legs *legs = s->legs;
    struct leg *at = (struct leg *)(uintptr_t)legs->at;
    if (ms == 0 || legs->cut)
        return true;
    if (legs->n && at[legs->n - 1].sort == sort) {
        at[legs->n - 1].ms += ms;
        return true;
    }
    legs->cut = legs->n >= MAX_AUDIT_STEPS;
    at = legs->cut ? NULL : arena_room(s->a->arena, at, legs->n, &s->room, sizeof *at);
    if (at) {
        at[legs->n] = (struct leg){sort, ms};
        *legs = (struct legs){at, legs->n + 1, false};
    }
    return legs->cut || at;
}

static int64_t wall_of(const struct step *step, int end)
{
    return step->duration.sort != DURATION_WALL ? 0 : end ? step->duration.max_ms : step->duration.min_ms;
}

/* Time on the wall of a step, or of the branch that has most of it. */
static int64_t wall_at(const struct sop *sop, uint16_t step, int end)
{
    const struct branches *branches = &sop->steps[step].parallel;
    int64_t most = wall_of(&sop->steps[step], end);
    for (uint16_t b = 0; b < branches->n; b++) {
        int64_t wall = 0;
        for (uint16_t s = branches->at[b].first; s <= branches->at[b].last; s++)
            wall += wall_of(&sop->steps[s], end);
        most = wall > most ? wall : most;
    }
    return most;
}

static bool stretch_turn(void *self, struct trail_at at)
{
    struct stretching *s = self;
    if (at.turn->kind != TURN_DONE && at.turn->kind != TURN_YA && at.turn->kind != TURN_TIDAK)
        return true;
    uint16_t step = at.course->at[at.turn->from].step;
    return stretch(s, DURATION_WORK, at.turn->ms[s->end]) &&
           stretch(s, DURATION_WALL, wall_at(at.course->matters->sop, step, s->end));
}

bool trail_legs(struct auditor *a, struct legs *legs, const struct course *course, enum trail_kind kind)
{
    struct stretching stretching = {.a = a, .legs = legs, .end = kind == TRAIL_LATEST};
    bool cut;
    *legs = (struct legs){0};
    if (course->cut || !course->reach->ends)
        return true;
    if (!walk_whole(a, course, kind, &cut, stretch_turn, &stretching))
        return false;
    legs->cut = legs->cut || cut;
    return true;
}
