#include "run/interpreter.h"

#include "base/must.h"
#include "base/rare.h"

const char *refusal_template(enum refusal_kind kind, enum lang lang)
{
    static const char *const templates[][LANG_COUNT] = {
        {"", ""},
#define REFUSAL(name, id, en) {id, en},
#include "run/refusals.def"
#undef REFUSAL
    };
    return templates[kind][lang];
}

void decision_reset(struct decision *d)
{
    arena_reset(d->arena);
    d->events = NULL;
    d->n = d->room = 0;
    d->refusal = (struct refusal){0};
}

static RARE enum verdict refuse(struct decision *d, enum refusal_kind kind, const struct state *state, uint16_t step)
{
    d->n = 0;
    d->refusal = (struct refusal){.kind = kind, .depth = state->depth, .step = step, .sop = state_sop(state)};
    return VERDICT_REFUSED;
}

/* Refuses at the step that was meant, in the frame that was meant; NONE where there is no such step. */
static enum verdict refuse_meant(struct decision *d, enum refusal_kind kind, const struct state *state,
                                 const struct command *c)
{
    bool exists = c->depth <= state->depth && c->step < state->frames[c->depth].sop->n_steps;
    refuse(d, kind, state, exists ? c->step : NONE);
    if (exists) {
        d->refusal.depth = c->depth;
        d->refusal.sop = state->frames[c->depth].sop;
    }
    return VERDICT_REFUSED;
}

/* One more event, not yet filled; NULL: memory is out. */
static inline struct event *new_event(struct decision *d)
{
    struct event *room = d->n < d->room ? d->events : arena_room(d->arena, d->events, d->n, &d->room, sizeof *room);
    if (!room)
        return NULL;
    d->events = room;
    return &room[d->n++];
}

/* The caller fills it where it stands: copying a struct that was just filled piece by piece makes the processor wait,
 * and that took as long as the rest of a decision. */
static inline struct event *add(struct decision *d, enum event_kind kind, uint16_t depth, int64_t at)
{
    struct event *event = new_event(d);
    if (event)
        *event = (struct event){.kind = kind, .depth = depth, .at = at};
    return event;
}

/* --- sets and lists of documents --- */

/* set = wanted and not in hand */
static struct documents lacking(const uint64_t *wanted, const uint64_t *hand, size_t words, struct arena *arena)
{
    if (bits_within(wanted, hand, words))
        return (struct documents){0};
    uint64_t *set = ARENA_ARRAY(arena, words, uint64_t);
    for (size_t w = 0; set && w < words; w++)
        set[w] = wanted[w] & ~hand[w];
    return set ? documents_list(set, words, arena) : (struct documents){0};
}

struct documents missing_inputs(const struct state *state, uint16_t step, struct arena *arena)
{
    const struct plan *plan = &state_sop(state)->plan;
    return lacking(plan->needs + (size_t)step * plan->document_words, state_hand(state, state->depth),
                   plan->document_words, arena);
}

struct documents missing_for_callee(const struct state *state, uint16_t step, uint16_t choice, struct documents brought,
                                    struct arena *arena)
{
    const struct callee *callee = &state_sop(state)->steps[step].call.callees[choice];
    const struct plan *plan = &callee->sop->plan;
    const uint64_t *hand = state_hand(state, state->depth);
    uint64_t *there = ARENA_ARRAY(arena, plan->document_words, uint64_t);
    if (!there)
        return (struct documents){0};
    for (uint16_t i = 0; i < callee->n_passes; i++)
        if (bits_has(hand, callee->passes[i].from))
            bits_add(there, callee->passes[i].to);
    for (uint16_t i = 0; i < brought.n; i++)
        bits_add(there, brought.at[i]);
    return lacking(plan->demanded, there, plan->document_words, arena);
}

static struct documents waived_now(const struct state *state, uint16_t step, struct arena *arena)
{
    const struct plan *plan = &state_sop(state)->plan;
    if (!(plan->traits[step] & STEP_WAIVES))
        return (struct documents){0};
    return lacking(plan->waived + (size_t)step * plan->document_words, state_hand(state, state->depth),
                   plan->document_words, arena);
}

/* What the start demands and nobody brings. */
static struct documents not_brought(const struct plan *plan, struct documents brought, struct arena *arena)
{
    size_t n = 0;
    for (uint16_t i = 0; i < brought.n; i++)
        n += bits_has(plan->demanded, brought.at[i]);
    if (n == bits_count(plan->demanded, plan->document_words))
        return (struct documents){0};
    uint64_t *there = ARENA_ARRAY(arena, plan->document_words, uint64_t);
    for (uint16_t i = 0; there && i < brought.n; i++)
        bits_add(there, brought.at[i]);
    return there ? lacking(plan->demanded, there, plan->document_words, arena) : (struct documents){0};
}

struct documents run_out_inputs(const struct state *state, uint16_t step, int64_t at, struct arena *arena)
{
    const struct sop *sop = state_sop(state);
    const struct refs *inputs = &sop->steps[step].inputs;
    const int64_t *clocks = state_clocks(state, state->depth);
    uint64_t *set = ARENA_ARRAY(arena, sop->plan.document_words, uint64_t);
    for (size_t i = 0; set && i < inputs->n; i++) {
        uint16_t document = inputs->at[i].document, clock = sop->plan.clock[document];
        if (clock != NONE && bits_has(state_hand(state, state->depth), document) &&
            state_is_older(clocks[clock], sop->plan.valid_ms[clock], at))
            bits_add(set, document);
    }
    return set ? documents_list(set, sop->plan.document_words, arena) : (struct documents){0};
}

/* --- what follows by itself --- */

/* Can the call step be entered with nothing more from anyone? */
static bool enters_alone(const struct state *state, uint16_t step, int64_t at, struct arena *scratch)
{
    if (state->depth >= MAX_CALL_DEPTH || state_sop(state)->steps[step].call.n != 1 ||
        missing_inputs(state, step, scratch).n || run_out_inputs(state, step, at, scratch).n)
        return false;
    return missing_for_callee(state, step, 0, (struct documents){0}, scratch).n == 0;
}

/* The next event that follows from the state alone; false when there is none. */
static bool follows(const struct state *state, int64_t at, struct arena *arena, struct event *event)
{
    const struct plan *plan = &state_sop(state)->plan;
    const uint64_t *due = state_due(state, state->depth), *hand = state_hand(state, state->depth);
    *event = (struct event){.depth = state->depth, .at = at};
    ptrdiff_t step = bits_next(due, plan->step_words, 0);
    if (step < 0 && state->depth == 0)
        event->kind = EVENT_ENDED;
    if (step < 0 && state->depth > 0)
        *event = (struct event){.kind = EVENT_LEFT,
                                .depth = (uint16_t)(state->depth - 1),
                                .at = at,
                                .step = state_call_step(state, state->depth)};
    if (step < 0)
        return true;
    for (; step >= 0; step = bits_next(due, plan->step_words, (size_t)step + 1)) {
        event->step = (uint16_t)step;
        if (plan->traits[step] & STEP_SKIPS && bits_has(hand, plan->unless[step])) {
            event->kind = EVENT_SKIPPED;
            return true;
        }
        if (plan->traits[step] & STEP_CALLS && enters_alone(state, (uint16_t)step, at, arena)) {
            event->kind = EVENT_ENTERED;
            event->waived = waived_now(state, (uint16_t)step, arena);
            return true;
        }
    }
    return false;
}

/* Names the step that was to complete; a start and a hand-over have none, so there the first that is skipped. */
static enum verdict refuse_circle(struct decision *d, const struct state *state)
{
    bool has_step = event_parts((int)d->events[0].kind) & PART_S;
    return refuse(d, REFUSAL_CIRCLE, state, d->events[has_step ? 0 : 1].step);
}

/* Adds whatever follows from the state of `copy` by itself, and applies it there; `state` is the one before. */
static RARE enum verdict go_on(const struct state *state, struct state *copy, int64_t at, struct decision *d)
{
    struct event event;
    for (size_t followed = 1; copy->status == CASE_OPEN && follows(copy, at, d->arena, &event); followed++) {
        /* What goes on by itself for so long goes on for ever: steps that skip each other in a circle. */
        if (followed > MAX_RUN_STEPS)
            return refuse_circle(d, state);
        struct event *added = d->arena->failed ? NULL : new_event(d);
        if (!added)
            return VERDICT_MEMORY;
        *added = event;
        enum applied applied = apply(copy, added);
        must(applied != APPLY_IMPOSSIBLE);
        if (applied == APPLY_MEMORY)
            return VERDICT_MEMORY;
    }
    return d->arena->failed ? VERDICT_MEMORY : VERDICT_YES;
}

/* Applies the first event to a copy and adds whatever follows from it. */
static RARE enum verdict settle(const struct state *state, struct decision *d)
{
    struct state copy;
    if (!state_copy(&copy, state, d->arena))
        return VERDICT_MEMORY;
    int64_t at = d->events[0].at;
    enum applied applied = apply(&copy, &d->events[0]);
    must(applied != APPLY_IMPOSSIBLE);
    return applied == APPLY_MEMORY ? VERDICT_MEMORY : go_on(state, &copy, at, d);
}

enum verdict decide_following(const struct state *state, int64_t at, struct decision *d)
{
    struct state copy;
    d->n = 0;
    d->refusal.kind = REFUSAL_NONE;
    return state_copy(&copy, state, d->arena) ? go_on(state, &copy, at, d) : VERDICT_MEMORY;
}

/* --- commands --- */

/* When this step falls due alone, nothing follows that needs a copy of the state to be found out: the way that nearly
 * all steps go. */
static inline bool is_plain(const struct plan *plan, uint16_t step)
{
    return !(plan->traits[step] & (STEP_CALLS | STEP_FORKS | STEP_SKIPS));
}

static enum verdict refuse_missing(struct decision *d, enum refusal_kind kind, const struct state *state, uint16_t step,
                                   struct documents missing)
{
    if (d->arena->failed)
        return VERDICT_MEMORY;
    refuse(d, kind, state, step);
    d->refusal.missing = missing;
    return VERDICT_REFUSED;
}

static RARE enum verdict decide_start(const struct state *state, const struct command *c, struct decision *d)
{
    const struct plan *plan = &state_sop(state)->plan;
    if (state->status != CASE_NEW)
        return refuse(d, REFUSAL_STARTED, state, NONE);
    if (!documents_are_given(plan, c->documents))
        return refuse(d, REFUSAL_NOT_GIVEN, state, NONE);
    struct documents missing = not_brought(plan, c->documents, d->arena);
    if (missing.n || d->arena->failed)
        return refuse_missing(d, REFUSAL_MISSING, state, NONE, missing);
    struct event *event = add(d, EVENT_STARTED, 0, c->at);
    if (!event)
        return VERDICT_MEMORY;
    event->documents = c->documents;
    return is_plain(plan, 0) ? VERDICT_YES : settle(state, d);
}

static RARE enum verdict decide_hand(const struct state *state, const struct command *c, struct decision *d)
{
    if (c->depth > state->depth || c->documents.n == 0 ||
        !documents_are_given(&state->frames[c->depth].sop->plan, c->documents))
        return refuse(d, REFUSAL_NOT_GIVEN, state, NONE);
    struct event *event = add(d, EVENT_HANDED, c->depth, c->at);
    if (!event)
        return VERDICT_MEMORY;
    event->documents = c->documents;
    return settle(state, d);
}

/* The whole check: which inputs lack, which have run out. */
static RARE enum verdict check_each_input(const struct state *state, const struct command *c, struct decision *d)
{
    struct documents missing = missing_inputs(state, c->step, d->arena);
    if (missing.n || d->arena->failed)
        return refuse_missing(d, REFUSAL_MISSING, state, c->step, missing);
    struct documents out = run_out_inputs(state, c->step, c->at, d->arena);
    return out.n || d->arena->failed ? refuse_missing(d, REFUSAL_RUN_OUT, state, c->step, out) : VERDICT_YES;
}

/* Inputs in hand and unexpired; YES or the refusal. */
static inline enum verdict check_inputs(const struct state *state, const struct command *c, struct decision *d)
{
    const struct plan *plan = &state_sop(state)->plan;
    size_t words = plan->document_words;
    bool there = bits_within(plan->needs + c->step * words, state_hand(state, state->depth), words);
    return there && !(plan->traits[c->step] & STEP_EXPIRES) ? VERDICT_YES : check_each_input(state, c, d);
}

static RARE enum verdict decide_enter(const struct state *state, const struct command *c, struct decision *d)
{
    const struct call *call = &state_sop(state)->steps[c->step].call;
    uint16_t choice = c->choice == CHOICE_NONE && call->n == 1 ? 0 : c->choice;
    if (state->depth >= MAX_CALL_DEPTH)
        return refuse(d, REFUSAL_TOO_DEEP, state, c->step);
    if (c->answer != ANSWER_NONE)
        return refuse(d, REFUSAL_ANSWER_NOT_ASKED, state, c->step);
    if (choice == CHOICE_NONE)
        return refuse(d, REFUSAL_CHOICE_NEEDED, state, c->step);
    if (choice >= call->n)
        return refuse(d, REFUSAL_CHOICE_UNKNOWN, state, c->step);
    if (!documents_are_given(&call->callees[choice].sop->plan, c->documents))
        return refuse(d, REFUSAL_NOT_GIVEN, state, c->step);
    enum verdict verdict = check_inputs(state, c, d);
    if (verdict != VERDICT_YES)
        return verdict;
    struct documents missing = missing_for_callee(state, c->step, choice, c->documents, d->arena);
    if (missing.n) {
        verdict = refuse_missing(d, REFUSAL_MISSING, state, c->step, missing);
        d->refusal.sop = call->callees[choice].sop;
        return verdict;
    }
    struct event *event = add(d, EVENT_ENTERED, state->depth, c->at);
    if (!event)
        return VERDICT_MEMORY;
    event->step = c->step;
    event->choice = choice;
    event->documents = c->documents;
    event->waived = waived_now(state, c->step, d->arena);
    return d->arena->failed ? VERDICT_MEMORY : settle(state, d);
}

/* Does completing lead to one plain step, or to the plain end of the case? */
static inline bool goes_plainly(const struct state *state, const struct plan *plan, uint16_t step, uint16_t to)
{
    if (plan->traits[step] & STEP_INSIDE)
        return false;
    return to == STEP_END ? state->depth == 0 : is_plain(plan, to);
}

static RARE enum verdict add_end(struct decision *d, int64_t at)
{
    return add(d, EVENT_ENDED, 0, at) ? VERDICT_YES : VERDICT_MEMORY;
}

static enum verdict decide_complete(const struct state *state, const struct command *c, struct decision *d)
{
    const struct plan *plan = &state_sop(state)->plan;
    if (c->depth != state->depth || c->step >= plan->n_steps || !bits_has(state_due(state, state->depth), c->step))
        return refuse_meant(d, REFUSAL_NOT_DUE, state, c);
    uint8_t traits = plan->traits[c->step];
    if (traits & STEP_CALLS)
        return decide_enter(state, c, d);
    bool asks = traits & STEP_DECIDES;
    if (asks != (c->answer != ANSWER_NONE))
        return refuse(d, asks ? REFUSAL_ANSWER_NEEDED : REFUSAL_ANSWER_NOT_ASKED, state, c->step);
    enum verdict verdict = check_inputs(state, c, d);
    if (verdict != VERDICT_YES)
        return verdict;
    struct event *event = add(d, EVENT_COMPLETED, c->depth, c->at);
    if (!event)
        return VERDICT_MEMORY;
    event->answer = c->answer;
    event->step = c->step;
    if (traits & STEP_WAIVES)
        event->waived = waived_now(state, c->step, d->arena);
    if (d->arena->failed)
        return VERDICT_MEMORY;
    uint16_t to = plan->goes[c->answer == ANSWER_TIDAK][c->step];
    if (!goes_plainly(state, plan, c->step, to))
        return settle(state, d);
    return to == STEP_END ? add_end(d, c->at) : VERDICT_YES;
}

static RARE enum verdict decide_expire(const struct state *state, const struct command *c, struct decision *d)
{
    const struct plan *plan = &state_sop(state)->plan;
    if (c->depth != state->depth || c->step >= plan->n_steps || !bits_has(state_due(state, state->depth), c->step))
        return refuse_meant(d, REFUSAL_NOT_DUE, state, c);
    if (plan->expired[c->step] == NONE)
        return refuse(d, REFUSAL_NO_EXPIRED, state, c->step);
    struct documents out = run_out_inputs(state, c->step, c->at, d->arena);
    if (d->arena->failed)
        return VERDICT_MEMORY;
    if (out.n == 0)
        return refuse(d, REFUSAL_NOT_RUN_OUT, state, c->step);
    struct event *event = add(d, EVENT_EXPIRED, c->depth, c->at);
    if (!event)
        return VERDICT_MEMORY;
    event->step = c->step;
    event->documents = out;
    return settle(state, d);
}

enum verdict decide(const struct state *state, const struct command *command, struct decision *d)
{
    d->n = 0;
    d->refusal.kind = REFUSAL_NONE;
    if (command->kind == COMMAND_START)
        return decide_start(state, command, d);
    if (state->status != CASE_OPEN)
        return refuse_meant(d, REFUSAL_NOT_OPEN, state, command);
    if (command->kind == COMMAND_COMPLETE)
        return decide_complete(state, command, d);
    switch (command->kind) {
    case COMMAND_HAND:
        return decide_hand(state, command, d);
    case COMMAND_EXPIRE:
        return decide_expire(state, command, d);
    case COMMAND_CANCEL:
        return add(d, EVENT_CANCELLED, 0, command->at) ? VERDICT_YES : VERDICT_MEMORY;
    case COMMAND_START:
    case COMMAND_COMPLETE:
        break;
    }
    must(!"a command without a decision");
}
