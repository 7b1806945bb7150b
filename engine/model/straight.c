#include "model/straight.h"

#include "base/bits.h"

/* A walk: what is in hand, and the steps done last, several where branches came together. */
struct walk {
    const struct sop *sop;
    uint64_t *hand, *done, *met;
    uint16_t *last, *ends; /* `ends` is where the next `last` is gathered */
    size_t n_last;
    uint32_t handoffs;
};

static void do_step(struct walk *w, uint16_t s)
{
    const struct step *step = &w->sop->steps[s];
    bits_add(w->done, s);
    for (size_t i = 0; i < step->outputs.n; i++)
        bits_add(w->hand, step->outputs.at[i].document);
}

/* The edges that lead to a step. */
static void meet(struct walk *w, uint16_t s)
{
    for (size_t i = 0; i < w->n_last; i++)
        w->handoffs += w->sop->steps[w->last[i]].actor != w->sop->steps[s].actor;
}

static void pass_branch(struct walk *w, const struct branch *branch)
{
    meet(w, branch->first);
    for (uint16_t s = branch->first; s <= branch->last; s++) {
        if (s > branch->first)
            w->handoffs += w->sop->steps[s - 1].actor != w->sop->steps[s].actor;
        do_step(w, s);
    }
}

static void pass_branches(struct walk *w, const struct branches *branches)
{
    uint16_t *before = w->last;
    for (uint16_t b = 0; b < branches->n; b++) {
        pass_branch(w, &branches->at[b]);
        w->ends[b] = branches->at[b].last;
    }
    w->last = w->ends;
    w->ends = before;
    w->n_last = branches->n;
}

static void pass_step(struct walk *w, uint16_t s)
{
    uint16_t unless = w->sop->plan.unless[s];
    bits_add(w->met, s);
    if (w->sop->steps[s].parallel.n) {
        pass_branches(w, &w->sop->steps[s].parallel);
    } else if (unless == NONE || !bits_has(w->hand, unless)) {
        meet(w, s);
        do_step(w, s);
        w->last[0] = s;
        w->n_last = 1;
    }
}

static void bring_given(struct walk *w)
{
    for (uint16_t d = 0; d < w->sop->n_documents; d++)
        if (w->sop->documents[d].given == GIVEN_DEMANDED)
            bits_add(w->hand, d);
}

/* Where the way goes never depends on what is in hand: a step that is met twice makes a circle. */
enum status straight_walk(struct straight *straight, const struct sop *sop, struct arena *arena)
{
    struct arena scratch = ARENA_INIT;
    struct walk w = {.sop = sop,
                     .hand = ARENA_ARRAY(&scratch, bits_words(sop->n_documents), uint64_t),
                     .done = ARENA_ARRAY(arena, bits_words(sop->n_steps), uint64_t),
                     .met = ARENA_ARRAY(&scratch, bits_words(sop->n_steps), uint64_t),
                     .last = ARENA_ARRAY(&scratch, sop->n_steps, uint16_t),
                     .ends = ARENA_ARRAY(&scratch, sop->n_steps, uint16_t)};
    bool failed = scratch.failed || arena->failed;
    uint16_t s = sop->n_steps ? 0 : STEP_END;
    if (!failed) {
        bring_given(&w);
        for (; s != STEP_END && !bits_has(w.met, s); s = sop->plan.goes[0][s])
            pass_step(&w, s);
    }
    *straight = (struct straight){.ends = !failed && s == STEP_END, .done = w.done, .handoffs = w.handoffs};
    arena_release(&scratch);
    return failed ? STATUS_MEMORY : STATUS_OK;
}
