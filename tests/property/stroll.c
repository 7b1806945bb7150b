#include "property/stroll.h"

#include "base/must.h"
#include "run/interpreter.h"

enum { MOST_COMMANDS = 300 };

struct strolling {
    struct draws *draws;
    struct arena *arena;
    struct state state;
    struct decision decision;
    int64_t now;
};

/* The given ones, and of the optional ones some. */
static struct documents brought(struct strolling *s, const struct sop *sop)
{
    uint16_t *at = ARENA_ARRAY(s->arena, sop->n_documents, uint16_t), n = 0;
    must(at);
    for (uint16_t d = 0; d < sop->n_documents; d++)
        if (sop->documents[d].given == GIVEN_DEMANDED ||
            (sop->documents[d].given == GIVEN_OPTIONAL && draws_once_in(s->draws, 2)))
            at[n++] = d;
    return (struct documents){at, n};
}

static enum verdict carry_out(struct strolling *s, const struct command *command)
{
    decision_reset(&s->decision);
    enum verdict verdict = decide(&s->state, command, &s->decision);
    must(verdict != VERDICT_MEMORY);
    for (size_t i = 0; verdict == VERDICT_YES && i < s->decision.n; i++)
        must(apply(&s->state, &s->decision.events[i]) == APPLIED);
    return verdict;
}

static uint16_t some_due(struct strolling *s)
{
    const struct plan *plan = &state_sop(&s->state)->plan;
    const uint64_t *due = state_due(&s->state, s->state.depth);
    uint32_t nth = draws_below(s->draws, (uint32_t)bits_count(due, plan->step_words));
    ptrdiff_t step = bits_next(due, plan->step_words, 0);
    for (; nth; nth--)
        step = bits_next(due, plan->step_words, (size_t)step + 1);
    return (uint16_t)step;
}

static struct command complete(struct strolling *s, uint16_t step)
{
    const struct step *at = &state_sop(&s->state)->steps[step];
    struct command command = {.kind = COMMAND_COMPLETE,
                              .depth = s->state.depth,
                              .step = step,
                              .choice = CHOICE_NONE,
                              .at = s->now,
                              .answer = at->decides ? ANSWER_YA : ANSWER_NONE};
    if (at->decides && draws_once_in(s->draws, 3))
        command.answer = ANSWER_TIDAK;
    if (at->call.n) {
        command.choice = (uint16_t)draws_below(s->draws, at->call.n);
        command.documents = brought(s, at->call.callees[command.choice].sop);
    }
    return command;
}

/* Lets a day go by and then what ran out expire. */
static enum verdict expire(struct strolling *s, uint16_t step)
{
    s->now += INT64_C(40) * 86400000;
    struct command command = {.kind = COMMAND_EXPIRE, .depth = s->state.depth, .step = step, .at = s->now};
    return carry_out(s, &command);
}

/* In a block another branch may have to go first: only where no step that is due can be done is one missing. */
static bool any_can_be_done(struct strolling *s)
{
    const struct plan *plan = &state_sop(&s->state)->plan;
    const uint64_t *due = state_due(&s->state, s->state.depth);
    for (ptrdiff_t step = bits_next(due, plan->step_words, 0); step >= 0;
         step = bits_next(due, plan->step_words, (size_t)step + 1)) {
        struct command command = complete(s, (uint16_t)step);
        decision_reset(&s->decision);
        if (decide(&s->state, &command, &s->decision) == VERDICT_YES)
            return true;
    }
    return false;
}

static enum stroll go_on(struct strolling *s)
{
    for (int i = 0; i < MOST_COMMANDS && s->state.status == CASE_OPEN; i++) {
        uint16_t step = some_due(s);
        bool expires = state_sop(&s->state)->plan.expired[step] != NONE;
        if (expires && draws_once_in(s->draws, 4) && expire(s, step) == VERDICT_YES)
            continue;
        struct command command = complete(s, step);
        if (carry_out(s, &command) == VERDICT_YES)
            continue;
        if (s->decision.refusal.kind == REFUSAL_RUN_OUT && expires && expire(s, step) == VERDICT_YES)
            continue;
        if (s->decision.refusal.kind != REFUSAL_MISSING)
            return STROLL_STOPPED;
        if (!any_can_be_done(s))
            return STROLL_MISSING;
    }
    return s->state.status == CASE_ENDED ? STROLL_ENDED : STROLL_STOPPED;
}

enum stroll stroll(const struct sop *sop, struct draws *draws, struct arena *arena)
{
    struct arena deciding = ARENA_INIT;
    struct strolling s = {.draws = draws, .arena = arena, .decision = {.arena = &deciding}};
    must(state_init(&s.state, arena, sop));
    struct command start = {.kind = COMMAND_START, .choice = CHOICE_NONE, .documents = brought(&s, sop)};
    must(carry_out(&s, &start) == VERDICT_YES);
    enum stroll end = go_on(&s);
    arena_release(&deciding);
    return end;
}
