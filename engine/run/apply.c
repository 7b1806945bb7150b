#include "base/rare.h"
#include "run/interpreter.h"

/* The top frame with everything that moving it touches. */
struct view {
    const struct sop *sop;
    const struct plan *plan;
    uint64_t *due, *hand, *records;
    int64_t *clocks;
};

/* The layout of run/state.h in one pass: by its four functions, each from the start, `make bench` runs a case 7 %
 * slower. */
static struct view view_of(const struct state *state, uint16_t depth)
{
    const struct sop *sop = state->frames[depth].sop;
    uint64_t *due = state->words + state->frames[depth].at + 1, *hand = due + sop->plan.step_words;
    uint64_t *records = hand + sop->plan.document_words;
    return (struct view){sop, &sop->plan, due, hand, records, (int64_t *)(records + sop->plan.n_documents)};
}

/* A new version of a document, made by event number `event`. */
static inline void renew(struct view v, size_t document, uint32_t event, int64_t at)
{
    uint64_t version = (v.records[document] >> 32) + 1;
    v.records[document] = version << 32 | event;
    if (v.plan->clock[document] != NONE)
        v.clocks[v.plan->clock[document]] = at;
}

static inline void put(struct view v, uint16_t document, uint32_t event, int64_t at)
{
    bits_add(v.hand, document);
    renew(v, document, event, at);
}

static inline void put_set(struct view v, const uint64_t *set, uint32_t event, int64_t at)
{
    size_t words = v.plan->document_words;
    for (size_t w = 0; w < words; w++) {
        v.hand[w] |= set[w];
        for (uint64_t rest = set[w]; rest; rest &= rest - 1)
            renew(v, w * 64 + (size_t)__builtin_ctzll(rest), event, at);
    }
}

static void put_list(struct view v, struct documents list, uint32_t event, int64_t at)
{
    for (uint16_t i = 0; i < list.n; i++)
        put(v, list.at[i], event, at);
}

/* --- moving --- */

static RARE void fork_out(struct view v, uint16_t step)
{
    const struct branches *branches = &v.sop->steps[step].parallel;
    for (uint16_t b = 0; b < branches->n; b++)
        bits_add(v.due, branches->at[b].first);
}

static inline void fall_due(struct view v, uint16_t step)
{
    if (step == STEP_END)
        return;
    if (v.plan->traits[step] & STEP_FORKS)
        fork_out(v, step);
    else
        bits_add(v.due, step);
}

/* Is any step of the parallel step's branches still due? */
static bool is_joining(struct view v, uint16_t outer)
{
    const struct branches *branches = &v.sop->steps[outer].parallel;
    ptrdiff_t next = bits_next(v.due, v.plan->step_words, branches->at[0].first);
    return next < 0 || next > branches->at[branches->n - 1].last;
}

/* The end of a branch: the last of them to come goes on behind the parallel step. */
static RARE void join(struct view v, uint16_t outer)
{
    if (is_joining(v, outer))
        fall_due(v, v.plan->goes[0][outer]);
}

static inline void move(struct view v, uint16_t step, uint16_t to)
{
    bits_remove(v.due, step);
    if (to == STEP_JOIN)
        join(v, v.plan->inside[step]);
    else
        fall_due(v, to);
}

/* --- what may happen --- */

static bool has_run_out(struct view v, uint16_t document, int64_t at)
{
    uint16_t clock = v.plan->clock[document];
    return clock != NONE && state_is_older(v.clocks[clock], v.plan->valid_ms[clock], at);
}

static bool any_run_out(struct view v, uint16_t step, int64_t at)
{
    const struct refs *inputs = &v.sop->steps[step].inputs;
    for (size_t i = 0; i < inputs->n; i++)
        if (bits_has(v.hand, inputs->at[i].document) && has_run_out(v, inputs->at[i].document, at))
            return true;
    return false;
}

static inline bool is_due(const struct state *state, struct view v, const struct event *event)
{
    return event->depth == state->depth && event->step < v.plan->n_steps && bits_has(v.due, event->step);
}

/* Exactly the waived inputs that are not in hand. */
static bool waives_right(struct view v, const struct event *event)
{
    const uint64_t *waived = v.plan->waived + (size_t)event->step * v.plan->document_words;
    uint16_t n = 0;
    for (uint16_t d = 0; d < v.plan->n_documents; d++)
        if (bits_has(waived, d) && !bits_has(v.hand, d) && (n >= event->waived.n || event->waived.at[n++] != d))
            return false;
    return n == event->waived.n;
}

/* What only some steps have: inputs that need not be there, inputs that run out. */
static RARE bool is_ready_besides(struct view v, const struct event *event)
{
    uint8_t traits = v.plan->traits[event->step];
    return (traits & STEP_WAIVES ? waives_right(v, event) : event->waived.n == 0) &&
           !(traits & STEP_EXPIRES && any_run_out(v, event->step, event->at));
}

/* Due, with every demanded input in hand and unexpired. */
static inline bool is_ready(const struct state *state, struct view v, const struct event *event)
{
    size_t words = v.plan->document_words;
    if (!is_due(state, v, event) || !bits_within(v.plan->needs + event->step * words, v.hand, words))
        return false;
    bool plain = !(v.plan->traits[event->step] & (STEP_WAIVES | STEP_EXPIRES));
    return plain ? event->waived.n == 0 : is_ready_besides(v, event);
}

/* --- the kinds of event --- */

static RARE enum applied apply_started(struct state *state, const struct event *event)
{
    struct view v = view_of(state, 0);
    if (state->status != CASE_NEW || event->depth || !documents_are_given(v.plan, event->documents))
        return APPLY_IMPOSSIBLE;
    size_t demanded = 0;
    for (uint16_t i = 0; i < event->documents.n; i++)
        demanded += bits_has(v.plan->demanded, event->documents.at[i]);
    if (demanded < bits_count(v.plan->demanded, v.plan->document_words))
        return APPLY_IMPOSSIBLE;
    state->status = CASE_OPEN;
    put_list(v, event->documents, state->n_events + 1, event->at);
    fall_due(v, 0);
    return APPLIED;
}

static RARE enum applied apply_handed(struct state *state, const struct event *event)
{
    if (event->depth > state->depth)
        return APPLY_IMPOSSIBLE;
    struct view v = view_of(state, event->depth);
    if (event->documents.n == 0 || !documents_are_given(v.plan, event->documents))
        return APPLY_IMPOSSIBLE;
    put_list(v, event->documents, state->n_events + 1, event->at);
    return APPLIED;
}

static enum applied apply_completed(struct state *state, const struct event *event)
{
    struct view v = view_of(state, state->depth);
    if (!is_ready(state, v, event))
        return APPLY_IMPOSSIBLE;
    uint8_t traits = v.plan->traits[event->step];
    if (traits & STEP_CALLS || ((traits & STEP_DECIDES) != 0) != (event->answer != ANSWER_NONE))
        return APPLY_IMPOSSIBLE;
    int tidak = event->answer == ANSWER_TIDAK;
    put_set(v, v.plan->gives[tidak] + (size_t)event->step * v.plan->document_words, state->n_events + 1, event->at);
    move(v, event->step, v.plan->goes[tidak][event->step]);
    return APPLIED;
}

/* Hands a document across a call, into it or back, with the age that it has where it comes from; a document whose age
 * is not kept there begins to age here. */
static void pass(struct view from, struct view to, struct passage passage, uint32_t event, int64_t at)
{
    uint16_t clock = from.plan->clock[passage.from];
    if (bits_has(from.hand, passage.from))
        put(to, passage.to, event, clock == NONE ? at : from.clocks[clock]);
}

static bool callee_starts(struct view callee)
{
    return bits_within(callee.plan->demanded, callee.hand, callee.plan->document_words);
}

static RARE enum applied apply_entered(struct state *state, const struct event *event)
{
    struct view v = view_of(state, state->depth);
    if (state->depth >= MAX_CALL_DEPTH || !is_ready(state, v, event) || !(v.plan->traits[event->step] & STEP_CALLS))
        return APPLY_IMPOSSIBLE;
    const struct call *call = &v.sop->steps[event->step].call;
    if (event->choice >= call->n || !documents_are_given(&call->callees[event->choice].sop->plan, event->documents))
        return APPLY_IMPOSSIBLE;
    const struct callee *callee = &call->callees[event->choice];
    if (!state_push(state, callee->sop, event->step, event->choice))
        return APPLY_MEMORY;
    struct view caller = view_of(state, (uint16_t)(state->depth - 1)), to = view_of(state, state->depth);
    for (uint16_t i = 0; i < callee->n_passes; i++)
        pass(caller, to, callee->passes[i], state->n_events + 1, event->at);
    put_list(to, event->documents, state->n_events + 1, event->at);
    if (!callee_starts(to)) {
        state_pop(state);
        return APPLY_IMPOSSIBLE;
    }
    fall_due(to, 0);
    return APPLIED;
}

static RARE enum applied apply_left(struct state *state, const struct event *event)
{
    if (state->depth == 0 || event->depth + 1 != state->depth || event->step != state_call_step(state, state->depth))
        return APPLY_IMPOSSIBLE;
    struct view from = view_of(state, state->depth), to = view_of(state, event->depth);
    if (bits_next(from.due, from.plan->step_words, 0) >= 0)
        return APPLY_IMPOSSIBLE;
    const struct callee *callee = &to.sop->steps[event->step].call.callees[state_choice(state, state->depth)];
    for (uint16_t i = 0; i < callee->n_brings; i++)
        pass(from, to, callee->brings[i], state->n_events + 1, event->at);
    state_pop(state);
    move(to, event->step, to.plan->goes[0][event->step]);
    return APPLIED;
}

static RARE enum applied apply_skipped(struct state *state, const struct event *event)
{
    struct view v = view_of(state, state->depth);
    if (!is_due(state, v, event) || !(v.plan->traits[event->step] & STEP_SKIPS) ||
        !bits_has(v.hand, v.plan->unless[event->step]))
        return APPLY_IMPOSSIBLE;
    move(v, event->step, v.plan->goes[0][event->step]);
    return APPLIED;
}

static RARE enum applied apply_expired(struct state *state, const struct event *event)
{
    struct view v = view_of(state, state->depth);
    if (!is_due(state, v, event) || v.plan->expired[event->step] == NONE || event->documents.n == 0)
        return APPLY_IMPOSSIBLE;
    for (uint16_t i = 0; i < event->documents.n; i++) {
        uint16_t document = event->documents.at[i];
        if (document >= v.plan->n_documents || !refs_name(&v.sop->steps[event->step].inputs, document) ||
            !bits_has(v.hand, document) || !has_run_out(v, document, event->at) ||
            (i && document <= event->documents.at[i - 1]))
            return APPLY_IMPOSSIBLE;
    }
    for (uint16_t i = 0; i < event->documents.n; i++)
        bits_remove(v.hand, event->documents.at[i]);
    move(v, event->step, v.plan->expired[event->step]);
    return APPLIED;
}

/* Given up at any depth, but always as a whole: one fact has one event. */
static enum applied apply_cancelled(struct state *state, const struct event *event)
{
    if (event->depth)
        return APPLY_IMPOSSIBLE;
    state->status = CASE_CANCELLED;
    return APPLIED;
}

static enum applied apply_ended(struct state *state, const struct event *event)
{
    struct view v = view_of(state, state->depth);
    if (state->depth || event->depth || bits_next(v.due, v.plan->step_words, 0) >= 0)
        return APPLY_IMPOSSIBLE;
    state->status = CASE_ENDED;
    return APPLIED;
}

static RARE enum applied apply_kind(struct state *state, const struct event *event)
{
    if (event->kind == EVENT_STARTED)
        return apply_started(state, event);
    if (state->status != CASE_OPEN)
        return APPLY_IMPOSSIBLE;
    switch (event->kind) {
    case EVENT_HANDED:
        return apply_handed(state, event);
    case EVENT_ENTERED:
        return apply_entered(state, event);
    case EVENT_LEFT:
        return apply_left(state, event);
    case EVENT_SKIPPED:
        return apply_skipped(state, event);
    case EVENT_EXPIRED:
        return apply_expired(state, event);
    case EVENT_CANCELLED:
        return apply_cancelled(state, event);
    case EVENT_ENDED:
        return apply_ended(state, event);
    case EVENT_STARTED:
    case EVENT_COMPLETED:
    case EVENT_KINDS:
        break;
    }
    return APPLY_IMPOSSIBLE;
}

enum applied apply(struct state *state, const struct event *event)
{
    bool completes = event->kind == EVENT_COMPLETED && state->status == CASE_OPEN;
    enum applied applied = completes ? apply_completed(state, event) : apply_kind(state, event);
    state->n_events += applied == APPLIED;
    return applied;
}
