#include "check/exits.h"

#include "base/bits.h"

struct maker {
    const struct sop *sop;
    struct arena *arena;
    struct exits *exits;
    size_t words;
};

static uint64_t *new_set(struct maker *m) { return ARENA_ARRAY(m->arena, m->words, uint64_t); }

static struct exit *add(struct maker *m, uint16_t step, uint16_t to, enum leaving left)
{
    struct exit *exit = &m->exits->at[m->exits->n++];
    *exit = (struct exit){.step = step, .to = to, .left = left};
    return exit;
}

/* Ya, or no answer; and Tidak. */
static void add_answers(struct maker *m, uint16_t s)
{
    const struct plan *plan = &m->sop->plan;
    for (int tidak = 0; tidak <= (plan->traits[s] & STEP_DECIDES ? 1 : 0); tidak++) {
        struct exit *exit = add(m, s, plan->goes[tidak][s], tidak ? LEFT_TIDAK : LEFT_DONE);
        exit->surely = exit->maybe = plan->gives[tidak] + s * m->words;
    }
}

/* Skipped only where the document is in hand: so it is in hand afterwards. */
static void add_skip(struct maker *m, uint16_t s)
{
    uint64_t *set = new_set(m);
    if (!set)
        return;
    bits_add(set, m->sop->plan.unless[s]);
    struct exit *exit = add(m, s, m->sop->plan.goes[0][s], LEFT_SKIPPED);
    exit->surely = exit->maybe = set;
}

/* Where none of the inputs can run out (B208) nobody ever leaves by `expired`. */
static void add_expired(struct maker *m, uint16_t s)
{
    const struct refs *inputs = &m->sop->steps[s].inputs;
    uint64_t *clocks = new_set(m), *none = new_set(m);
    if (!clocks || !none || !(m->sop->plan.traits[s] & STEP_EXPIRES))
        return;
    for (size_t i = 0; i < inputs->n; i++)
        if (m->sop->plan.clock[inputs->at[i].document] != NONE)
            bits_add(clocks, inputs->at[i].document);
    struct exit *exit = add(m, s, m->sop->plan.expired[s], LEFT_EXPIRED);
    exit->surely = exit->maybe = none;
    exit->clocks = clocks;
}

/* All that the branches make. */
static void add_block(struct maker *m, uint16_t s)
{
    const struct branches *branches = &m->sop->steps[s].parallel;
    uint64_t *set = new_set(m);
    if (!set)
        return;
    for (uint16_t i = branches->at[0].first; i <= branches->at[branches->n - 1].last; i++)
        for (size_t w = 0; w < m->words; w++)
            set[w] |= m->sop->plan.gives[0][i * m->words + w];
    struct exit *exit = add(m, s, m->sop->plan.goes[0][s], LEFT_DONE);
    exit->surely = exit->maybe = set;
}

/* Is it passed what it does not count on, and what can run out there? Then it has ways that its own ends do not know.
 */
static bool opens_ways(const struct callee *callee)
{
    for (uint16_t i = 0; i < callee->n_passes; i++) {
        uint16_t theirs = callee->passes[i].to;
        if (callee->sop->documents[theirs].given == GIVEN_NO && !bits_has(callee->sop->ends->kept, theirs))
            return true;
    }
    return false;
}

static void add_call(struct maker *m, uint16_t s, uint16_t choice)
{
    const struct callee *callee = &m->sop->steps[s].call.callees[choice];
    const struct ends *ends = callee->sop ? callee->sop->ends : NULL;
    uint64_t *surely = new_set(m), *maybe = new_set(m);
    struct passage *copies = ARENA_ARRAY(m->arena, callee->n_brings, struct passage);
    if (!surely || !maybe || !copies)
        return;
    struct exit *exit = add(m, s, m->sop->plan.goes[0][s], LEFT_CALLED);
    bool opens = ends && opens_ways(callee);
    for (uint16_t i = 0; !ends && i < m->sop->steps[s].outputs.n; i++)
        bits_add(maybe, m->sop->steps[s].outputs.at[i].document);
    for (uint16_t i = 0; ends && i < callee->n_brings; i++) {
        uint16_t theirs = callee->brings[i].from, ours = callee->brings[i].to, passed = callee_passed(callee, theirs);
        if (bits_has(ends->surely, theirs) && !opens)
            bits_add(surely, ours);
        if (bits_has(ends->maybe, theirs) || opens)
            bits_add(maybe, ours);
        if (passed != NONE && bits_has(ends->kept, theirs))
            copies[exit->n_copies++] = (struct passage){passed, ours};
    }
    exit->choice = choice;
    exit->surely = surely;
    exit->maybe = maybe;
    exit->copies = copies;
}

static void add_exits(struct maker *m, uint16_t s)
{
    uint8_t traits = m->sop->plan.traits[s];
    if (traits & STEP_INSIDE)
        return;
    if (traits & STEP_FORKS)
        add_block(m, s);
    else if (!(traits & STEP_CALLS))
        add_answers(m, s);
    for (uint16_t c = 0; c < m->sop->steps[s].call.n; c++)
        add_call(m, s, c);
    if (traits & STEP_SKIPS)
        add_skip(m, s);
    if (m->sop->plan.expired[s] != NONE)
        add_expired(m, s);
}

bool exits_build(struct exits *exits, const struct sop *sop, struct arena *arena)
{
    size_t most = (size_t)sop->n_steps * 4;
    for (uint16_t s = 0; s < sop->n_steps; s++)
        most += sop->steps[s].call.n;
    *exits = (struct exits){.at = ARENA_ARRAY(arena, most, struct exit),
                            .first = ARENA_ARRAY(arena, sop->n_steps + 1u, uint32_t)};
    struct maker m = {.sop = sop, .arena = arena, .exits = exits, .words = sop->plan.document_words};
    for (uint16_t s = 0; !arena->failed && s < sop->n_steps; s++) {
        exits->first[s] = exits->n;
        add_exits(&m, s);
    }
    if (!arena->failed)
        exits->first[sop->n_steps] = exits->n;
    return !arena->failed;
}

bool exit_makes(const struct exit *exit, uint16_t document)
{
    if (exit->left == LEFT_SKIPPED)
        return false;
    for (uint16_t i = 0; i < exit->n_copies; i++)
        if (exit->copies[i].to == document)
            return true;
    return bits_has(exit->maybe, document);
}
