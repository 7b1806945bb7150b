#include "run/transfer.h"

static const char *const words[][1 + LANG_COUNT] = {
#define OBSTACLE(name, kind, id, en) {kind, id, en},
#include "run/obstacles.def"
#undef OBSTACLE
};

const char *obstacle_name(enum obstacle_kind kind) { return words[kind][0]; }

const char *obstacle_template(enum obstacle_kind kind, enum lang lang) { return words[kind][1 + lang]; }

static void obstruct(struct transfer *move, enum obstacle_kind kind, uint16_t depth, size_t number)
{
    struct obstacle *grown = arena_room(move->arena, move->obstacles, move->n, &move->room, sizeof *grown);
    if (!grown)
        return;
    move->obstacles = grown;
    grown[move->n++] = (struct obstacle){kind, depth, (uint16_t)number};
}

/* --- steps --- */

/* The branches without a step that is due are done, and must be so there, too. */
static bool is_same_branch(const struct sop *from, uint16_t step, const struct sop *to, uint16_t there)
{
    uint16_t outer = from->plan.inside[step], other = to->plan.inside[there];
    if (outer == NONE || other == NONE)
        return outer == other && !(to->plan.traits[there] & STEP_FORKS);
    return text_eq(from->steps[outer].key, to->steps[other].key) &&
           from->steps[outer].parallel.n == to->steps[other].parallel.n &&
           sop_branch(from, step) == sop_branch(to, there);
}

static void move_steps(struct transfer *move, uint16_t depth)
{
    const struct sop *from = move->from->frames[depth].sop, *to = move->state.frames[depth].sop;
    const uint64_t *due = state_due(move->from, depth);
    for (ptrdiff_t s = 0; (s = bits_next(due, from->plan.step_words, (size_t)s)) >= 0; s++) {
        uint16_t there = sop_step(to, from->steps[s].key);
        if (there == NONE)
            obstruct(move, OBSTACLE_STEP, depth, (size_t)s);
        else if (!is_same_branch(from, (uint16_t)s, to, there))
            obstruct(move, OBSTACLE_BRANCH, depth, (size_t)s);
        else
            bits_add(state_due(&move->state, depth), there);
    }
}

/* --- documents --- */

static void move_clock(struct transfer *move, uint16_t depth, uint16_t document, uint16_t there)
{
    uint16_t clock = move->from->frames[depth].sop->plan.clock[document];
    uint16_t other = move->state.frames[depth].sop->plan.clock[there];
    if (other != NONE && state_records(move->from, depth)[document])
        state_clocks(&move->state, depth)[other] = clock == NONE ? move->at : state_clocks(move->from, depth)[clock];
}

static void move_documents(struct transfer *move, uint16_t depth)
{
    const struct sop *from = move->from->frames[depth].sop, *to = move->state.frames[depth].sop;
    for (uint16_t d = 0; d < from->n_documents; d++) {
        uint16_t there = sop_document(to, from->documents[d].key);
        bool held = bits_has(state_hand(move->from, depth), d);
        if (there == NONE && held)
            obstruct(move, OBSTACLE_DOCUMENT, depth, d);
        if (there == NONE)
            continue;
        if (held)
            bits_add(state_hand(&move->state, depth), there);
        state_records(&move->state, depth)[there] = state_records(move->from, depth)[d];
        move_clock(move, depth, d, there);
    }
}

/* --- calls --- */

/* Which of the call's SOPs has that name, or NONE. */
static uint16_t find_callee(const struct call *call, struct text name)
{
    for (uint16_t c = 0; c < call->n; c++)
        if (call->callees[c].sop && call->callees[c].sop->plan.n_steps && text_eq(call->callees[c].sop->name, name))
            return c;
    return NONE;
}

/* The frame above that depth; false where the call has no counterpart, or memory is out. */
static bool move_call(struct transfer *move, uint16_t depth)
{
    const struct sop *to = move->state.frames[depth].sop;
    uint16_t step = state_call_step(move->from, (uint16_t)(depth + 1));
    uint16_t there = sop_step(to, move->from->frames[depth].sop->steps[step].key);
    struct text name = move->from->frames[depth + 1].sop->name;
    uint16_t choice = there == NONE ? NONE : find_callee(&to->steps[there].call, name);
    if (choice == NONE) {
        obstruct(move, OBSTACLE_CALL, depth, step);
        return false;
    }
    bits_add(state_due(&move->state, depth), there);
    return state_push(&move->state, to->steps[there].call.callees[choice].sop, there, choice);
}

bool state_transfer(struct transfer *move)
{
    const struct state *from = move->from;
    move->obstacles = NULL;
    move->n = move->room = 0;
    if (!state_init(&move->state, move->arena, move->to))
        return false;
    move->state.status = from->status;
    move->state.n_events = from->n_events;
    for (uint16_t depth = 0; depth < from->depth; depth++) {
        move_documents(move, depth);
        if (!move_call(move, depth))
            return !move->arena->failed;
    }
    move_documents(move, from->depth);
    move_steps(move, from->depth);
    return !move->arena->failed;
}
