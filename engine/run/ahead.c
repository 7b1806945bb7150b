#include "run/ahead.h"

/* A frame that is looked at. */
struct look {
    const struct sop *sop;
    uint64_t *ahead;  /* steps that the case may come to */
    uint64_t *wanted; /* documents that one of them needs or passes on */
};

/* False where it is known already, or is no step. */
static bool come_to(struct look *look, uint16_t step)
{
    if (step >= look->sop->n_steps || bits_has(look->ahead, step))
        return false;
    bits_add(look->ahead, step);
    return true;
}

/* Behind a branch comes whatever follows its parallel step. */
static bool come_behind(struct look *look, uint16_t step)
{
    const struct plan *plan = &look->sop->plan;
    bool more = false;
    for (int answer = 0; answer < 2; answer++) {
        uint16_t to = plan->goes[answer][step];
        more |= come_to(look, to == STEP_JOIN ? plan->goes[0][plan->inside[step]] : to);
    }
    const struct branches *branches = &look->sop->steps[step].parallel;
    for (uint16_t b = 0; b < branches->n; b++)
        more |= come_to(look, branches->at[b].first);
    return more | come_to(look, plan->expired[step]);
}

/* Until nothing new is come to. */
static void spread(struct look *look)
{
    size_t words = look->sop->plan.step_words;
    bool more = true;
    while (more) {
        more = false;
        for (ptrdiff_t s = 0; (s = bits_next(look->ahead, words, (size_t)s)) >= 0; s++)
            more |= come_behind(look, (uint16_t)s);
    }
}

static void want(struct look *look, uint16_t step)
{
    const struct plan *plan = &look->sop->plan;
    const struct call *call = &look->sop->steps[step].call;
    for (size_t w = 0; w < plan->document_words; w++)
        look->wanted[w] |= plan->needs[step * plan->document_words + w];
    for (uint16_t c = 0; c < call->n; c++)
        for (uint16_t i = 0; i < call->callees[c].n_passes; i++)
            bits_add(look->wanted, call->callees[c].passes[i].from);
}

/* Only what is demanded from outside, is not in hand, and no step that is due waits for. */
static void take_away(struct look *look, const struct state *state, uint16_t depth)
{
    const struct plan *plan = &look->sop->plan;
    const uint64_t *due = state_due(state, depth), *hand = state_hand(state, depth);
    for (size_t w = 0; w < plan->document_words; w++)
        look->wanted[w] &= plan->demanded[w] & ~hand[w];
    for (ptrdiff_t s = 0; depth == state->depth && (s = bits_next(due, plan->step_words, (size_t)s)) >= 0; s++)
        for (size_t w = 0; w < plan->document_words; w++)
            look->wanted[w] &= ~plan->needs[(size_t)s * plan->document_words + w];
}

struct documents ahead_to_bring(const struct state *state, uint16_t depth, struct arena *arena)
{
    const struct sop *sop = state->frames[depth].sop;
    const struct plan *plan = &sop->plan;
    struct look look = {.sop = sop,
                        .ahead = ARENA_ARRAY(arena, plan->step_words, uint64_t),
                        .wanted = ARENA_ARRAY(arena, plan->document_words, uint64_t)};
    if (!look.ahead || !look.wanted)
        return (struct documents){0};
    const uint64_t *due = state_due(state, depth);
    for (ptrdiff_t s = 0; (s = bits_next(due, plan->step_words, (size_t)s)) >= 0; s++) {
        come_behind(&look, (uint16_t)s);
        if (depth == state->depth)
            come_to(&look, (uint16_t)s);
    }
    spread(&look);
    for (ptrdiff_t s = 0; (s = bits_next(look.ahead, plan->step_words, (size_t)s)) >= 0; s++)
        want(&look, (uint16_t)s);
    take_away(&look, state, depth);
    return documents_list(look.wanted, plan->document_words, arena);
}
