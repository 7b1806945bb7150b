#include "model/plan.h"

#include "base/bits.h"
#include "base/must.h"
#include "model/sop.h"

/* The arrays of a plan while they are filled. */
struct draft {
    const struct sop *sop;
    uint8_t *traits;
    uint64_t *needs, *waived, *gives[2], *given, *demanded;
    uint16_t *goes[2], *unless, *expired, *inside, *clock;
    int64_t *valid_ms;
    size_t words; /* of a set of documents */
};

static void put_inputs(struct draft *d, uint16_t s)
{
    const struct step *step = &d->sop->steps[s];
    for (size_t i = 0; i < step->inputs.n; i++) {
        uint16_t document = step->inputs.at[i].document;
        bool waived = sop_waived_input(d->sop, s, document) != NULL;
        bits_add((waived ? d->waived : d->needs) + s * d->words, document);
        d->traits[s] |= waived ? STEP_WAIVES : 0;
        if (d->sop->documents[document].valid_for.sort != DURATION_NONE)
            d->traits[s] |= STEP_EXPIRES;
        if (d->sop->documents[document].given == GIVEN_DEMANDED)
            bits_add(d->demanded, document);
    }
}

/* What a call passes on is demanded at the start, too, once the calls are linked. */
static void put_passes(struct draft *d, const struct call *call)
{
    for (uint16_t c = 0; c < call->n; c++)
        for (uint16_t i = 0; i < call->callees[c].n_passes; i++)
            if (d->sop->documents[call->callees[c].passes[i].from].given == GIVEN_DEMANDED)
                bits_add(d->demanded, call->callees[c].passes[i].from);
}

static void put_outputs(uint64_t *set, const struct refs *refs)
{
    for (size_t i = 0; i < refs->n; i++)
        bits_add(set, refs->at[i].document);
}

/* Where the list goes on after step `s`: behind a whole parallel step, or out of a branch. */
static uint16_t after(const struct sop *sop, uint16_t s)
{
    const struct step *step = &sop->steps[s];
    uint16_t last = step->parallel.n ? step->parallel.at[step->parallel.n - 1].last : s;
    if (step->inside != NONE) {
        const struct branches *branches = &sop->steps[step->inside].parallel;
        for (uint16_t b = 0; b < branches->n; b++)
            if (branches->at[b].last == s)
                return STEP_JOIN;
    }
    return last + 1 < sop->n_steps ? (uint16_t)(last + 1) : STEP_END;
}

static void put_goes(struct draft *d, uint16_t s)
{
    const struct step *step = &d->sop->steps[s];
    const struct target *first = step->decides ? &step->ya : &step->next;
    d->goes[0][s] = first->stated ? first->step : after(d->sop, s);
    d->goes[1][s] = step->decides ? step->tidak.step : d->goes[0][s];
}

static void put_step(struct draft *d, uint16_t s)
{
    const struct step *step = &d->sop->steps[s];
    d->traits[s] |= (uint8_t)((step->decides ? STEP_DECIDES : 0) | (step->call.n ? STEP_CALLS : 0) |
                              (step->parallel.n ? STEP_FORKS : 0) | (step->unless.document != NONE ? STEP_SKIPS : 0) |
                              (step->inside != NONE ? STEP_INSIDE : 0));
    put_inputs(d, s);
    put_passes(d, &step->call);
    /* A call step's outputs are handed over from the callee's documents when it ends, not by the step itself. */
    if (!step->call.n)
        put_outputs(d->gives[0] + s * d->words, &step->outputs);
    put_outputs(d->gives[1] + s * d->words, &step->tidak_outputs);
    put_goes(d, s);
    d->unless[s] = step->unless.document;
    d->expired[s] = step->expired.step;
    d->inside[s] = step->inside;
}

static uint16_t put_documents(struct draft *d)
{
    uint16_t clocks = 0;
    for (uint16_t i = 0; i < d->sop->n_documents; i++) {
        const struct document *document = &d->sop->documents[i];
        if (document->given != GIVEN_NO)
            bits_add(d->given, i);
        d->clock[i] = NONE;
        if (document->valid_for.sort != DURATION_NONE) {
            d->clock[i] = clocks;
            d->valid_ms[clocks++] = document->valid_for.max_ms;
        }
    }
    return clocks;
}

bool plan_compile(struct sop *sop, struct arena *arena)
{
    if (!sop_index_waivers(sop, arena))
        return false;
    size_t steps = sop->n_steps, documents = sop->n_documents, words = bits_words(documents);
    struct draft d = {
        .sop = sop,
        .words = words,
        .traits = ARENA_ARRAY(arena, steps, uint8_t),
        .needs = ARENA_ARRAY(arena, steps * words, uint64_t),
        .waived = ARENA_ARRAY(arena, steps * words, uint64_t),
        .gives = {ARENA_ARRAY(arena, steps * words, uint64_t), ARENA_ARRAY(arena, steps * words, uint64_t)},
        .given = ARENA_ARRAY(arena, words, uint64_t),
        .demanded = ARENA_ARRAY(arena, words, uint64_t),
        .goes = {ARENA_ARRAY(arena, steps, uint16_t), ARENA_ARRAY(arena, steps, uint16_t)},
        .unless = ARENA_ARRAY(arena, steps, uint16_t),
        .expired = ARENA_ARRAY(arena, steps, uint16_t),
        .inside = ARENA_ARRAY(arena, steps, uint16_t),
        .clock = ARENA_ARRAY(arena, documents, uint16_t),
        .valid_ms = ARENA_ARRAY(arena, documents, int64_t),
    };
    if (arena->failed)
        return false;
    uint16_t clocks = put_documents(&d);
    for (uint16_t s = 0; s < steps; s++)
        put_step(&d, s);
    uint16_t step_words = (uint16_t)bits_words(steps);
    sop->plan = (struct plan){
        .n_steps = sop->n_steps,
        .n_documents = sop->n_documents,
        .step_words = step_words,
        .document_words = (uint16_t)words,
        .n_clocks = clocks,
        .frame_words = 1 + step_words + (uint32_t)words + sop->n_documents + clocks,
        .traits = d.traits,
        .needs = d.needs,
        .waived = d.waived,
        .gives = {d.gives[0], d.gives[1]},
        .goes = {d.goes[0], d.goes[1]},
        .unless = d.unless,
        .expired = d.expired,
        .inside = d.inside,
        .clock = d.clock,
        .valid_ms = d.valid_ms,
        .given = d.given,
        .demanded = d.demanded,
    };
    return true;
}
