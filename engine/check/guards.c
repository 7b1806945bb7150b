#include "check/block.h"
#include "check/ways.h"

struct collector {
    struct guards *guards;
    uint8_t most;
};

static bool is_guard(const struct collector *to, uint16_t document)
{
    for (uint8_t i = 0; i < to->guards->n; i++)
        if (to->guards->document[i] == document)
            return true;
    return false;
}

static void add(struct collector *to, uint16_t document)
{
    if (!is_guard(to, document) && to->guards->n < to->most)
        to->guards->document[to->guards->n++] = document;
}

static void add_set(struct collector *to, const uint64_t *set, size_t words)
{
    for (ptrdiff_t d = bits_next(set, words, 0); d >= 0; d = bits_next(set, words, (size_t)d + 1))
        add(to, (uint16_t)d);
}

/* The Tidak of a decision is open only where its `unless` document is not in hand. */
static void add_decisions(struct collector *to, const struct plan *plan)
{
    for (uint16_t s = 0; s < plan->n_steps; s++)
        if (plan->traits[s] & STEP_DECIDES && plan->traits[s] & STEP_SKIPS)
            add(to, plan->unless[s]);
}

/* `expired` is open only where an input that can run out is in hand. */
static void add_clocks(struct collector *to, const struct exits *exits, size_t words)
{
    for (uint32_t i = 0; i < exits->n; i++)
        if (exits->at[i].clocks)
            add_set(to, exits->at[i].clocks, words);
}

static bool add_crossing(struct collector *to, const struct sop *sop, struct arena *scratch)
{
    struct block block;
    size_t words = sop->plan.document_words;
    uint64_t *all = ARENA_ARRAY(scratch, words, uint64_t);
    if (!block_init(&block, sop, scratch) || !all)
        return false;
    for (uint16_t d = 0; d < sop->n_documents; d++)
        bits_add(all, d);
    for (uint16_t s = 0; s < sop->n_steps; s++) {
        uint64_t *crossing = sop->plan.traits[s] & STEP_FORKS ? ARENA_ARRAY(scratch, words, uint64_t) : NULL;
        if (crossing && block_may_lock(&block, s, all, crossing))
            add_set(to, crossing, words);
    }
    return !scratch->failed;
}

/* Where a call hands back what it was passed as a guard, what it was passed is one, too. */
static void add_sources(struct collector *to, const struct exits *exits)
{
    for (uint32_t i = 0; i < exits->n; i++)
        for (uint16_t k = 0; k < exits->at[i].n_copies; k++)
            if (is_guard(to, exits->at[i].copies[k].to))
                add(to, exits->at[i].copies[k].from);
}

bool ways_guards(struct guards *guards, struct guards_wanted wanted, const struct sop *sop, const struct exits *exits,
                 struct arena *scratch)
{
    struct collector to = {guards, wanted.most};
    add_decisions(&to, &sop->plan);
    add_clocks(&to, exits, sop->plan.document_words);
    if (!add_crossing(&to, sop, scratch))
        return false;
    for (uint16_t s = 0; wanted.plain && s < sop->n_steps; s++)
        if (sop->plan.traits[s] & STEP_SKIPS)
            add(&to, sop->plan.unless[s]);
    add_sources(&to, exits);
    return true;
}
