#include "time/course.h"

#include <string.h>

enum { MOST_TURNS = 10 * MAX_SITUATIONS }; /* of all courses */

/* A course while it is drawn. */
struct drawing {
    struct atlas *atlas;
    struct course *course;
    struct map by_situation, by_hands;
    const unsigned char **hands;
    size_t n_hands, room_hands, room_at, room_turns, room_exits;
    unsigned char *next; /* hands of the situation that a turn leads to */
    struct arena brief;  /* of one situation */
};

void atlas_init(struct atlas *atlas, struct arena *arena)
{
    *atlas = (struct atlas){.arena = arena, .matters = {.arena = arena}};
}

/* --- hands --- */

void hands_add(const struct matters *m, unsigned char *hands, uint16_t step, int tidak)
{
    const struct plan *plan = &m->sop->plan;
    for (uint16_t i = 0; i < m->n; i++)
        if (bits_has(plan->gives[tidak] + (size_t)step * plan->document_words, m->documents[i]))
            hands[i] = HAND_PRESENT;
}

/* What nobody will look at any more is forgotten, so that situations which differ in nothing else are one. */
static void forget(const struct matters *m, unsigned char *hands, uint16_t step)
{
    const uint64_t *live = m->live + (step == STEP_END ? m->sop->n_steps : step) * m->words;
    for (uint16_t i = 0; i < m->n; i++)
        if (step == NONE || !bits_has(live, i))
            hands[i] = HAND_ABSENT;
}

static enum hand given_hand(enum given given)
{
    return given == GIVEN_DEMANDED ? HAND_PRESENT : given == GIVEN_OPTIONAL ? HAND_OPEN : HAND_ABSENT;
}

/* What is in hand when a callee begins: what is passed, and what is given to it besides. */
static unsigned char *hands_inside(struct drawing *d, const struct situation *from, const struct matters *inner)
{
    const struct matters *m = d->course->matters;
    const struct callee *callee = &m->sop->steps[from->step].call.callees[from->choice];
    unsigned char *hands = ARENA_ARRAY(d->atlas->arena, inner->n, unsigned char);
    for (uint16_t i = 0; hands && i < inner->n; i++)
        hands[i] = (unsigned char)given_hand(inner->sop->documents[inner->documents[i]].given);
    for (uint16_t i = 0; hands && i < callee->n_passes; i++) {
        uint16_t there = inner->number[callee->passes[i].to];
        if (there != NONE && from->hands[m->number[callee->passes[i].from]] == HAND_PRESENT)
            hands[there] = HAND_PRESENT;
    }
    return hands;
}

static void bring_back(struct drawing *d, const struct situation *from, const struct course *inner, uint32_t exit)
{
    const struct matters *m = d->course->matters;
    const struct callee *callee = &m->sop->steps[from->step].call.callees[from->choice];
    const unsigned char *theirs = inner->at[inner->exits[exit]].hands;
    for (uint16_t i = 0; i < callee->n_brings; i++) {
        uint16_t here = m->number[callee->brings[i].to];
        if (here != NONE && theirs[inner->matters->number[callee->brings[i].from]] == HAND_PRESENT)
            d->next[here] = HAND_PRESENT;
    }
}

/* --- situations and turns --- */

/* The one copy of these hands. */
static const unsigned char *keep_hands(struct drawing *d, const unsigned char *hands, uint32_t *number)
{
    size_t n = d->course->matters->n;
    int64_t known = map_find(&d->by_hands, (struct text){(const char *)hands, n});
    if (known < 0) {
        const unsigned char **room = arena_room(d->atlas->arena, d->hands, d->n_hands, &d->room_hands, sizeof *room);
        char *copy = arena_copy(d->atlas->arena, hands, n);
        struct text key = {copy, n};
        if (!room || !copy || map_add(&d->by_hands, d->atlas->arena, key, (uint32_t)d->n_hands) != MAP_ADDED)
            return NULL;
        d->hands = room;
        room[d->n_hands] = (const unsigned char *)copy;
        known = (int64_t)d->n_hands++;
    }
    *number = (uint32_t)known;
    return d->hands[known];
}

static bool add_situation(struct drawing *d, struct situation situation, struct text key)
{
    struct course *course = d->course;
    struct arena *arena = d->atlas->arena;
    struct situation *room = arena_room(arena, course->at, course->n, &d->room_at, sizeof *room);
    char *kept = arena_copy(arena, key.at, key.len);
    if (!room || !kept || map_add(&d->by_situation, arena, (struct text){kept, key.len}, course->n) != MAP_ADDED)
        return false;
    course->at = room;
    room[course->n++] = situation;
    course->cut = course->cut || ++d->atlas->situations > MAX_SITUATIONS;
    return true;
}

/* The situation of that step with `d->next` in hand, its number in `*to`; new where it is. False: memory is out. */
static bool situate(struct drawing *d, uint16_t step, uint16_t choice, uint32_t *to)
{
    uint32_t key[3] = {step, choice, 0};
    forget(d->course->matters, d->next, step);
    const unsigned char *hands = keep_hands(d, d->next, &key[2]);
    struct text text = {(const char *)key, sizeof key};
    int64_t known = hands ? map_find(&d->by_situation, text) : 0;
    *to = known < 0 ? d->course->n : (uint32_t)known;
    return hands && (known >= 0 || add_situation(d, (struct situation){step, choice, hands, 0, 0}, text));
}

/* Adds a turn from the situation, which is being expanded, to `step` with `d->next` in hand. */
static bool add_turn(struct drawing *d, struct turn turn, uint16_t step, uint16_t choice)
{
    struct course *course = d->course;
    if (!situate(d, step, choice, &turn.to))
        return false;
    struct turn *room = arena_room(d->atlas->arena, course->turns, course->n_turns, &d->room_turns, sizeof *room);
    if (!room)
        return false;
    course->turns = room;
    room[course->n_turns++] = turn;
    course->cut = course->cut || ++d->atlas->turns > MOST_TURNS;
    course->at[turn.from].n++;
    return true;
}

/* The step behind this one. A course to a decision has its exit behind that, and the SOP's end is none. */
static uint16_t next_of(const struct drawing *d, uint16_t step, int tidak)
{
    uint16_t next = d->course->matters->sop->plan.goes[tidak][step];
    if (step == d->course->until && !tidak)
        return STEP_END;
    return next == STEP_END && d->course->until != NONE ? NONE : next;
}

static void take_hands(struct drawing *d, uint32_t from)
{
    if (d->course->matters->n)
        memcpy(d->next, d->course->at[from].hands, d->course->matters->n);
}

/* --- one situation expanded --- */

/* Both ways in which an optional document may have been decided. */
static bool decide_document(struct drawing *d, uint32_t from, uint16_t number)
{
    const struct situation at = d->course->at[from];
    struct turn turn = {.from = from, .which = d->course->matters->documents[number]};
    for (int brought = 1; brought >= 0; brought--) {
        take_hands(d, from);
        d->next[number] = brought ? HAND_PRESENT : HAND_ABSENT;
        turn.kind = brought ? TURN_BROUGHT : TURN_WITHOUT;
        if (!add_turn(d, turn, at.step, at.choice))
            return false;
    }
    return true;
}

/* The first document that the situation looks at and that is not decided yet, or NONE. */
static uint16_t open_document(const struct drawing *d, const struct situation *at)
{
    const struct matters *m = d->course->matters;
    for (uint16_t i = 0; i < m->n; i++)
        if (at->hands[i] == HAND_OPEN &&
            (at->step == STEP_END ? bits_has(m->wanted, m->documents[i]) : matters_reads(m, at->step, at->choice, i)))
            return i;
    return NONE;
}

static bool add_exit(struct drawing *d, uint32_t situation)
{
    struct course *course = d->course;
    uint32_t *room = arena_room(d->atlas->arena, course->exits, course->n_exits, &d->room_exits, sizeof *room);
    if (!room)
        return false;
    course->exits = room;
    room[course->n_exits++] = situation;
    return true;
}

static bool expand_choice(struct drawing *d, uint32_t from)
{
    uint16_t step = d->course->at[from].step;
    for (uint16_t c = 0; c < d->course->matters->sop->steps[step].call.n; c++) {
        take_hands(d, from);
        if (!add_turn(d, (struct turn){.from = from, .kind = TURN_CHOSEN, .which = c}, step, c))
            return false;
    }
    return true;
}

static bool expand_call(struct drawing *d, uint32_t from)
{
    const struct matters *m = d->course->matters;
    const struct situation at = d->course->at[from];
    struct matters *inside = m->inner[m->first_inner[at.step] + at.choice];
    struct bounds bounds = {.start = 0, .until = NONE, .hands = hands_inside(d, &at, inside)};
    struct course *inner = bounds.hands ? course_from(d->atlas, inside, d->course->scope, bounds) : NULL;
    if (!inner)
        return false;
    d->course->cut = d->course->cut || inner->cut;
    if (inner->n_exits == 0) {
        struct turn lost = {.from = from, .kind = TURN_LOST, .which = at.choice, .inner = inner};
        take_hands(d, from);
        return add_turn(d, lost, NONE, NONE);
    }
    for (uint32_t x = 0; x < inner->n_exits; x++) {
        take_hands(d, from);
        bring_back(d, &at, inner, x);
        struct turn turn = {.from = from, .kind = TURN_CALLED, .which = at.choice, .exit = x, .inner = inner};
        if (!add_turn(d, turn, next_of(d, at.step, 0), NONE))
            return false;
    }
    return true;
}

static void own_time(const struct step *step, int64_t ms[2])
{
    bool works = step->duration.sort == DURATION_WORK;
    ms[0] = works ? step->duration.min_ms : 0;
    ms[1] = works ? step->duration.max_ms : 0;
}

static bool expand_decision(struct drawing *d, uint32_t from)
{
    const struct matters *m = d->course->matters;
    uint16_t step = d->course->at[from].step;
    struct turn turn = {.from = from, .kind = TURN_YA};
    own_time(&m->sop->steps[step], turn.ms);
    take_hands(d, from);
    hands_add(m, d->next, step, 0);
    if (!add_turn(d, turn, next_of(d, step, 0), NONE))
        return false;
    turn.kind = TURN_TIDAK;
    turn.back = m->goes_back[step];
    if (d->course->scope == SCOPE_YA || (d->course->scope == SCOPE_ONWARD && turn.back))
        return true;
    take_hands(d, from);
    hands_add(m, d->next, step, 1);
    return add_turn(d, turn, next_of(d, step, 1), NONE);
}

struct looking {
    const struct matters *matters;
    const unsigned char *hands;
};

static bool is_in_hand(const void *self, uint16_t document)
{
    const struct looking *looking = self;
    uint16_t number = looking->matters->number[document];
    return number != NONE && looking->hands[number] == HAND_PRESENT;
}

static bool expand_plain(struct drawing *d, uint32_t from)
{
    const struct matters *m = d->course->matters;
    const struct situation at = d->course->at[from];
    struct turn turn = {.from = from, .kind = TURN_DONE};
    struct looking looking = {m, at.hands};
    own_time(&m->sop->steps[at.step], turn.ms);
    take_hands(d, from);
    hands_add(m, d->next, at.step, 0);
    if (m->blocks[at.step]) {
        arena_reset(&d->brief);
        if (!block_time(m->blocks[at.step], is_in_hand, &looking, turn.ms, &d->brief))
            return false;
        for (uint16_t s = block_first(m->sop, at.step); s <= block_last(m->sop, at.step); s++)
            hands_add(m, d->next, s, 0);
    }
    return add_turn(d, turn, next_of(d, at.step, 0), NONE);
}

/* A case whose end is not the exit that is looked for has no more turns. */
static bool expand_end(struct drawing *d, uint32_t from, uint16_t open)
{
    if (open != NONE)
        return decide_document(d, from, open);
    return add_exit(d, from);
}

static bool skips(const struct drawing *d, const struct situation *at)
{
    const struct matters *m = d->course->matters;
    uint16_t unless = m->sop->steps[at->step].unless.document;
    return unless != NONE && at->hands[m->number[unless]] == HAND_PRESENT;
}

static bool expand_step(struct drawing *d, uint32_t from)
{
    const struct situation *at = &d->course->at[from];
    const struct step *step = &d->course->matters->sop->steps[at->step];
    if (skips(d, at)) {
        take_hands(d, from);
        return add_turn(d, (struct turn){.from = from, .kind = TURN_SKIPPED}, next_of(d, at->step, 0), NONE);
    }
    if (step->call.n)
        return expand_call(d, from);
    return step->decides ? expand_decision(d, from) : expand_plain(d, from);
}

static bool expand(struct drawing *d, uint32_t from)
{
    struct situation *at = &d->course->at[from];
    at->first = d->course->n_turns;
    if (at->step == NONE)
        return true;
    const struct step *step = at->step == STEP_END ? NULL : &d->course->matters->sop->steps[at->step];
    if (step && step->call.n > 1 && at->choice == NONE)
        return expand_choice(d, from);
    if (step && step->call.n == 1)
        at->choice = 0;
    uint16_t open = open_document(d, at);
    if (!step)
        return expand_end(d, from, open);
    return open == NONE ? expand_step(d, from) : decide_document(d, from, open);
}

/* --- the whole --- */

static bool draw(struct drawing *d)
{
    uint32_t start;
    size_t n = d->course->matters->n;
    d->next = ARENA_ARRAY(d->atlas->arena, n, unsigned char);
    if (!d->next)
        return false;
    if (n)
        memcpy(d->next, d->course->entry, n);
    if (!situate(d, d->course->start, NONE, &start))
        return false;
    for (uint32_t i = 0; i < d->course->n && !d->course->cut; i++)
        if (!expand(d, i))
            return false;
    return true;
}

static struct text key_of(struct atlas *atlas, const struct matters *matters, enum scope scope, struct bounds bounds)
{
    const uint16_t head[3] = {(uint16_t)scope, bounds.start, bounds.until};
    size_t len = sizeof matters + sizeof head + matters->n;
    char *key = arena_alloc(atlas->arena, len);
    if (!key)
        return (struct text){0};
    memcpy(key, &matters, sizeof matters);
    memcpy(key + sizeof matters, head, sizeof head);
    if (matters->n)
        memcpy(key + sizeof matters + sizeof head, bounds.hands, matters->n);
    return (struct text){key, len};
}

struct course *course_from(struct atlas *atlas, struct matters *matters, enum scope scope, struct bounds bounds)
{
    struct text key = key_of(atlas, matters, scope, bounds);
    int64_t known = key.len ? map_find(&atlas->by_key, key) : -1;
    if (known >= 0)
        return atlas->at[known];
    struct course *course = ARENA_NEW(atlas->arena, struct course);
    if (!key.len || !course)
        return NULL;
    *course = (struct course){
        .matters = matters, .scope = scope, .start = bounds.start, .until = bounds.until, .entry = bounds.hands};
    struct drawing drawing = {.atlas = atlas, .course = course};
    bool drawn = draw(&drawing);
    arena_release(&drawing.brief);
    if (!drawn)
        return NULL;
    struct course **room = arena_room(atlas->arena, atlas->at, atlas->n, &atlas->room, sizeof *room);
    if (!room || map_add(&atlas->by_key, atlas->arena, key, (uint32_t)atlas->n) != MAP_ADDED)
        return NULL;
    atlas->at = room;
    course->serial = (uint32_t)atlas->n;
    return room[atlas->n++] = course;
}

struct course *course_of(struct atlas *atlas, const struct sop *sop, enum scope scope)
{
    struct matters *matters = matters_of(&atlas->matters, sop, NULL);
    unsigned char *hands = matters ? ARENA_ARRAY(atlas->arena, matters->n, unsigned char) : NULL;
    if (!hands)
        return NULL;
    for (uint16_t i = 0; i < matters->n; i++)
        hands[i] = (unsigned char)given_hand(sop->documents[matters->documents[i]].given);
    return course_from(atlas, matters, scope, (struct bounds){.start = 0, .until = NONE, .hands = hands});
}

struct course *course_in(struct atlas *atlas, const struct course *course, enum scope scope)
{
    struct bounds bounds = {course->start, course->until, course->entry};
    return course_from(atlas, course->matters, scope, bounds);
}
