#include "timed/drawn_case.h"

#include "base/must.h"

enum { MOST_COMMANDS = 4000 };

/* splitmix64 */
static uint64_t next(struct drawn_case *c)
{
    uint64_t z = c->random += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return z ^ z >> 31;
}

static bool happens(struct drawn_case *c, struct chance chance) { return next(c) % chance.den < chance.num; }

static bool by_half(struct drawn_case *c) { return happens(c, (struct chance){1, 2}); }

/* --- what is known of the step that is due --- */

static bool is_path(const struct state *state, const struct step *step, struct text path)
{
    for (uint16_t d = 1; d <= state->depth; d++) {
        struct text key = state->frames[d - 1].sop->steps[state_call_step(state, d)].key;
        if (!text_eq(text_cut(path, '/', &path), key))
            return false;
    }
    return text_eq(path, step->key);
}

static enum answer answer_of(struct drawn_case *c, uint16_t s)
{
    const struct sop *sop = state_sop(&c->state);
    if (!sop->steps[s].decides)
        return ANSWER_NONE;
    struct chance tidak = sop_goes_back(sop, s) ? c->chances->back : (struct chance){1, 2};
    for (size_t i = c->chances->n_told; i-- > 0;)
        if (is_path(&c->state, &sop->steps[s], c->chances->told[i].step))
            tidak = c->chances->told[i].chance;
    return happens(c, tidak) ? ANSWER_TIDAK : ANSWER_YA;
}

/* All that is given, and of what may be brought some. `callee`: what comes through the call is not drawn for. */
static struct documents brought(struct drawn_case *c, const struct sop *sop, const struct callee *callee)
{
    uint16_t *at = ARENA_ARRAY(c->arena, sop->n_documents, uint16_t), n = 0;
    must(at);
    for (uint16_t d = 0; d < sop->n_documents; d++) {
        uint16_t passed = callee ? callee_passed(callee, d) : NONE;
        bool comes = passed != NONE && bits_has(state_hand(&c->state, c->state.depth), passed);
        if (sop->documents[d].given == GIVEN_DEMANDED ||
            (sop->documents[d].given == GIVEN_OPTIONAL && !comes && by_half(c)))
            at[n++] = d;
    }
    return (struct documents){at, n};
}

/* The same for the top frame, of what is not there yet. */
static struct documents brought_late(struct drawn_case *c)
{
    const struct sop *sop = state_sop(&c->state);
    struct documents list = brought(c, sop, NULL);
    uint16_t *at = ARENA_ARRAY(c->arena, sop->n_documents, uint16_t), n = 0;
    must(at);
    for (uint16_t i = 0; i < list.n; i++)
        if (!bits_has(state_hand(&c->state, c->state.depth), list.at[i]))
            at[n++] = list.at[i];
    return (struct documents){at, n};
}

/* --- doing --- */

static void watch_event(struct drawn_case *c, const struct event *event)
{
    const struct sop *sop = c->state.frames[event->depth].sop;
    if (event->kind == EVENT_COMPLETED) {
        stopwatch_begin(&c->watch, sop, event->step, state_hand(&c->state, c->state.depth), c->arena);
        stopwatch_complete(&c->watch, sop, event->step);
    } else {
        stopwatch_leave(&c->watch);
    }
}

static enum verdict carry_out(struct drawn_case *c, const struct command *command)
{
    decision_reset(&c->decision);
    enum verdict verdict = decide(&c->state, command, &c->decision);
    must(verdict != VERDICT_MEMORY);
    for (size_t i = 0; verdict == VERDICT_YES && i < c->decision.n; i++) {
        watch_event(c, &c->decision.events[i]);
        must(apply(&c->state, &c->decision.events[i]) == APPLIED);
    }
    return verdict;
}

static bool is_given_anything(const struct sop *sop)
{
    for (uint16_t d = 0; d < sop->n_documents; d++)
        if (sop->documents[d].given != GIVEN_NO)
            return true;
    return false;
}

/* A call with one callee is entered by itself, and nobody is asked what he brings: it is handed over now. False: too
 * late, for the case has already gone on from there. */
static bool hand_over(struct drawn_case *c)
{
    size_t alone = 0;
    for (size_t i = 1; i < c->decision.n; i++)
        if (c->decision.events[i].kind == EVENT_ENTERED || c->decision.events[i].kind == EVENT_LEFT) {
            if (alone)
                return false;
            const struct event *event = &c->decision.events[i];
            bool open = event->kind == EVENT_ENTERED && event->depth + 1 <= c->state.depth &&
                        is_given_anything(c->state.frames[event->depth + 1].sop);
            alone = open ? i : 0;
        }
    if (!alone)
        return true;
    struct command command = {.kind = COMMAND_HAND, .depth = c->state.depth, .documents = brought_late(c)};
    return command.documents.n == 0 || (carry_out(c, &command) == VERDICT_YES && hand_over(c));
}

static struct command completing(struct drawn_case *c, uint16_t s)
{
    const struct step *step = &state_sop(&c->state)->steps[s];
    struct command command = {
        .kind = COMMAND_COMPLETE, .depth = c->state.depth, .step = s, .choice = CHOICE_NONE, .answer = answer_of(c, s)};
    if (step->call.n) {
        command.choice = (uint16_t)(next(c) % step->call.n);
        const struct callee *callee = &step->call.callees[command.choice];
        command.documents = brought(c, callee->sop, callee);
    }
    return command;
}

/* The first due step that can be done: in a block, another branch may have to go first. */
static bool do_one(struct drawn_case *c)
{
    size_t words = state_sop(&c->state)->plan.step_words;
    const uint64_t *due = state_due(&c->state, c->state.depth);
    for (ptrdiff_t s = bits_next(due, words, 0); s >= 0; s = bits_next(due, words, (size_t)s + 1)) {
        struct command command = completing(c, (uint16_t)s);
        if (carry_out(c, &command) != VERDICT_YES)
            continue;
        if (!hand_over(c))
            return false;
        if (c->told)
            c->told(c->self, &c->state, command.answer);
        return true;
    }
    return false;
}

enum drawn_end drawn_case(struct drawn_case *c, const struct sop *sop)
{
    arena_reset(c->arena);
    c->decision.arena = c->deciding;
    c->watch = (struct stopwatch){.parallel = NONE};
    must(state_init(&c->state, c->arena, sop));
    struct command start = {.kind = COMMAND_START, .choice = CHOICE_NONE, .documents = brought(c, sop, NULL)};
    if (carry_out(c, &start) != VERDICT_YES || !hand_over(c))
        return DRAWN_STOPPED;
    if (c->told)
        c->told(c->self, &c->state, ANSWER_NONE);
    for (int i = 0; i < MOST_COMMANDS && c->state.status == CASE_OPEN; i++)
        if (!do_one(c))
            return DRAWN_STOPPED;
    return c->state.status == CASE_ENDED ? DRAWN_ENDED : DRAWN_STOPPED;
}
