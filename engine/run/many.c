#include "run/many.h"

#include <string.h>

#include "base/must.h"

/* Which decisions of one SOP go back, and which of them have had their Tidak in this case. */
struct known {
    const struct sop *sop;
    uint64_t *back, *done;
    struct documents *brought; /* all that is given, by number */
};

struct runner {
    struct many *many;
    struct arena arena, scratch;
    struct decision decision;
    uint64_t commands; /* carried out so far */
    struct state state;
    struct known *known; /* one a SOP met so far */
    size_t n_known, room_known;
    many_watch *watch;
    void *self;
};

static struct known *known_of(struct runner *r, const struct sop *sop)
{
    for (size_t i = 0; i < r->n_known; i++)
        if (r->known[i].sop == sop)
            return &r->known[i];
    struct known *room = arena_room(&r->arena, r->known, r->n_known, &r->room_known, sizeof *room);
    if (!room)
        return NULL;
    r->known = room;
    struct known *known = &room[r->n_known];
    uint16_t *at = ARENA_ARRAY(&r->arena, sop->n_documents, uint16_t), n = 0;
    *known = (struct known){.sop = sop,
                            .brought = ARENA_NEW(&r->arena, struct documents),
                            .back = ARENA_ARRAY(&r->arena, sop->plan.step_words, uint64_t),
                            .done = ARENA_ARRAY(&r->arena, sop->plan.step_words, uint64_t)};
    if (r->arena.failed)
        return NULL;
    for (uint16_t s = 0; s < sop->n_steps; s++)
        if (sop_goes_back(sop, s))
            bits_add(known->back, s);
    for (uint16_t d = 0; d < sop->n_documents; d++)
        if (sop->documents[d].given == GIVEN_DEMANDED)
            at[n++] = d;
    *known->brought = (struct documents){at, n};
    r->n_known++;
    return known;
}

/* The scratch memory is given back now and then: not at every command, which costs time, nor only at the end of a case,
 * which may be long. */
enum { RESET_EVERY = 64 };

static inline enum status carry_out(struct runner *r, const struct command *command)
{
    if (++r->commands % RESET_EVERY == 0)
        decision_reset(&r->decision);
    enum verdict verdict = decide(&r->state, command, &r->decision);
    if (verdict != VERDICT_YES) {
        r->many->refusal = r->decision.refusal;
        return verdict == VERDICT_MEMORY ? STATUS_MEMORY : STATUS_OK;
    }
    for (const struct event *event = r->decision.events, *end = event + r->decision.n; event < end; event++) {
        if (r->watch)
            r->watch(r->self, event);
        enum applied applied = apply(&r->state, event);
        must(applied != APPLY_IMPOSSIBLE);
        if (applied == APPLY_MEMORY)
            return STATUS_MEMORY;
    }
    r->many->steps += r->decision.events[0].kind == EVENT_COMPLETED;
    r->many->events += r->decision.n;
    return STATUS_OK;
}

static enum answer answer_of(struct known *known, uint16_t step, bool fifth)
{
    if (!fifth || !bits_has(known->back, step) || bits_has(known->done, step))
        return ANSWER_YA;
    bits_add(known->done, step);
    return ANSWER_TIDAK;
}

static bool goes_on(const struct runner *r)
{
    return r->state.status == CASE_OPEN && r->many->refusal.kind == REFUSAL_NONE && !r->many->cut;
}

/* The command that completes a step, or enters its call with all that the called SOP is given. */
static inline bool command_for(struct runner *r, struct known *known, uint16_t step, bool fifth,
                               struct command *command)
{
    const struct sop *sop = known->sop;
    *command = (struct command){.kind = COMMAND_COMPLETE, .depth = r->state.depth, .step = step, .choice = CHOICE_NONE};
    if (sop->plan.traits[step] & STEP_DECIDES)
        command->answer = answer_of(known, step, fifth);
    if (!(sop->plan.traits[step] & STEP_CALLS))
        return true;
    struct known *callee = known_of(r, sop->steps[step].call.callees[0].sop);
    if (callee) {
        command->choice = 0;
        command->documents = *callee->brought;
    }
    return callee != NULL;
}

/* The first due step that is not refused: in a branch of `parallel` one may wait for what another makes. */
static inline enum status run_step(struct runner *r, struct known *known, bool fifth)
{
    size_t words = known->sop->plan.step_words;
    ptrdiff_t step = bits_next(state_due(&r->state, r->state.depth), words, 0);
    for (;;) {
        struct command command;
        if (!command_for(r, known, (uint16_t)step, fifth, &command))
            return STATUS_MEMORY;
        enum status status = carry_out(r, &command);
        if (status < 0 || r->many->refusal.kind == REFUSAL_NONE)
            return status;
        step = bits_next(state_due(&r->state, r->state.depth), words, (size_t)step + 1);
        if (step < 0)
            return STATUS_OK;
        r->many->refusal.kind = REFUSAL_NONE;
    }
}

static enum status run_steps(struct runner *r, struct known *known, bool fifth)
{
    enum status status = STATUS_OK;
    for (uint32_t taken = 0; status == STATUS_OK && goes_on(r); taken++) {
        const struct sop *sop = state_sop(&r->state);
        if (known->sop != sop && !(known = known_of(r, sop)))
            return STATUS_MEMORY;
        r->many->cut = taken == MAX_RUN_STEPS;
        if (!r->many->cut)
            status = run_step(r, known, fifth);
    }
    return status;
}

static enum status run_case(struct runner *r, const struct sop *sop, bool fifth)
{
    struct known *known = known_of(r, sop);
    if (!known)
        return STATUS_MEMORY;
    for (size_t i = 0; fifth && i < r->n_known; i++)
        memset(r->known[i].done, 0, r->known[i].sop->plan.step_words * sizeof *known->done);
    state_reset(&r->state);
    struct command start = {COMMAND_START, ANSWER_NONE, 0, 0, CHOICE_NONE, 0, *known->brought};
    enum status status = carry_out(r, &start);
    return status < 0 ? status : run_steps(r, known, fifth);
}

enum status many_run(struct many *many, const struct sop *sop, uint64_t cases, many_watch *watch, void *self)
{
    struct runner r = {.many = many, .watch = watch, .self = self};
    *many = (struct many){0};
    r.decision.arena = &r.scratch;
    enum status status = state_init(&r.state, &r.arena, sop) ? STATUS_OK : STATUS_MEMORY;
    while (status == STATUS_OK && many->cases < cases && many->refusal.kind == REFUSAL_NONE && !many->cut) {
        status = run_case(&r, sop, many->cases % 5 == 4);
        many->cases += status == STATUS_OK && r.state.status == CASE_ENDED;
    }
    if (status == STATUS_OK)
        many->state_size = state_size(&r.state);
    arena_release(&r.scratch);
    arena_release(&r.arena);
    return status;
}
