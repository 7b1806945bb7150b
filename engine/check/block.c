#include "check/block.h"

#include <string.h>

#include "base/bits.h"

static const struct branches *branches_of(const struct block *block)
{
    return &block->sop->steps[block->fork].parallel;
}

bool block_init(struct block *block, const struct sop *sop, struct arena *scratch)
{
    uint16_t most = 0;
    for (uint16_t s = 0; s < sop->n_steps; s++)
        most = sop->steps[s].parallel.n > most ? sop->steps[s].parallel.n : most;
    *block = (struct block){.sop = sop,
                            .at = ARENA_ARRAY(scratch, most, uint16_t),
                            .waiting = ARENA_ARRAY(scratch, most, uint16_t),
                            .waiter = ARENA_ARRAY(scratch, sop->n_documents, uint16_t),
                            .next_waiter = ARENA_ARRAY(scratch, most, uint16_t),
                            .ready = ARENA_ARRAY(scratch, most, uint16_t),
                            .maker = ARENA_ARRAY(scratch, sop->n_documents, uint16_t),
                            .last = ARENA_ARRAY(scratch, sop->n_documents, uint16_t),
                            .fork = NONE,
                            .hand = ARENA_ARRAY(scratch, sop->plan.document_words, uint64_t),
                            .done = ARENA_ARRAY(scratch, sop->plan.step_words, uint64_t)};
    return !scratch->failed;
}

/* No two branches make the same document. */
static void find_makers(struct block *block)
{
    const struct branches *branches = branches_of(block);
    for (uint16_t d = 0; d < block->sop->n_documents; d++)
        block->maker[d] = NONE;
    for (uint16_t b = 0; b < branches->n; b++)
        for (uint16_t s = branches->at[b].first; s <= branches->at[b].last; s++)
            for (size_t i = 0; i < block->sop->steps[s].outputs.n; i++) {
                block->maker[block->sop->steps[s].outputs.at[i].document] = b;
                block->last[block->sop->steps[s].outputs.at[i].document] = s;
            }
}

void block_begin(struct block *block, uint16_t fork, const uint64_t *hand)
{
    const struct plan *plan = &block->sop->plan;
    if (block->fork != fork) {
        block->fork = fork;
        find_makers(block);
    }
    for (uint16_t b = 0; b < branches_of(block)->n; b++) {
        block->at[b] = branches_of(block)->at[b].first;
        block->waiting[b] = NONE;
    }
    memcpy(block->hand, hand, plan->document_words * sizeof *hand);
    memset(block->done, 0, plan->step_words * sizeof *block->done);
}

bool block_is_done(const struct block *block, uint16_t step) { return bits_has(block->done, step); }

static bool is_over(const struct block *block, uint16_t branch)
{
    return block->at[branch] > branches_of(block)->at[branch].last;
}

/* The branch beside this one that still makes the document, or NONE. */
static uint16_t maker_beside(const struct block *block, uint16_t branch, uint16_t document)
{
    uint16_t maker = block->maker[document];
    return maker != NONE && maker != branch && block->at[maker] <= block->last[document] ? maker : NONE;
}

/* The branch that this one waits for, or NONE. What it waited for before is looked at first. */
static uint16_t waits_for(struct block *block, uint16_t branch)
{
    const struct refs *inputs = &block->sop->steps[block->at[branch]].inputs;
    uint16_t before = block->waiting[branch];
    if (before != NONE && !bits_has(block->hand, before) && maker_beside(block, branch, before) != NONE)
        return maker_beside(block, branch, before);
    block->waiting[branch] = NONE;
    for (size_t i = 0; i < inputs->n; i++) {
        if (bits_has(block->hand, inputs->at[i].document))
            continue;
        uint16_t beside = maker_beside(block, branch, inputs->at[i].document);
        if (beside == NONE)
            continue;
        block->waiting[branch] = inputs->at[i].document;
        return beside;
    }
    return NONE;
}

/* Whoever waited for one of these looks again. A branch waits for one document at a time. */
static void wake(struct block *block, const struct refs *outputs)
{
    for (size_t i = 0; i < outputs->n; i++) {
        uint16_t *waiter = &block->waiter[outputs->at[i].document];
        for (; *waiter != NONE; *waiter = block->next_waiter[*waiter])
            block->ready[block->n_ready++] = *waiter;
    }
}

static void complete(struct block *block, uint16_t branch, block_missed *missed, void *self)
{
    const struct plan *plan = &block->sop->plan;
    uint16_t step = block->at[branch]++;
    block->waiting[branch] = NONE;
    const struct refs *inputs = &block->sop->steps[step].inputs;
    for (size_t i = 0; missed && i < inputs->n; i++)
        if (!bits_has(block->hand, inputs->at[i].document))
            missed(self, step, i);
    for (size_t w = 0; w < plan->document_words; w++)
        block->hand[w] |= plan->gives[0][step * (size_t)plan->document_words + w];
    bits_add(block->done, step);
    wake(block, &block->sop->steps[step].outputs);
}

/* Who is told; nobody where `missed` is NULL. */
struct telling_missed {
    block_missed *missed;
    void *self;
};
static const struct telling_missed nobody;

/* One branch, until it waits, is held or is done. */
static void go_down(struct block *block, uint16_t b, block_held *held, void *held_self, struct telling_missed tell)
{
    while (!is_over(block, b) && !(held && held(held_self, block->at[b]))) {
        if (waits_for(block, b) != NONE) {
            block->next_waiter[b] = block->waiter[block->waiting[b]];
            block->waiter[block->waiting[b]] = b;
            return;
        }
        complete(block, b, tell.missed, tell.self);
    }
}

/* Everything that need not wait. */
static void go_on(struct block *block, block_held *held, void *held_self, struct telling_missed tell)
{
    for (uint16_t d = 0; d < block->sop->n_documents; d++)
        block->waiter[d] = NONE;
    block->n_ready = 0;
    for (uint16_t b = branches_of(block)->n; b-- > 0;)
        block->ready[block->n_ready++] = b;
    while (block->n_ready)
        go_down(block, block->ready[--block->n_ready], held, held_self, tell);
}

/* All wait: whoever is followed long enough, one comes into the circle. The branch of its first step in the list. */
static uint16_t in_circle(struct block *block)
{
    uint16_t n = branches_of(block)->n, at = 0, first;
    while (is_over(block, at))
        at++;
    for (uint16_t hops = 0; hops < n; hops++)
        at = waits_for(block, at);
    first = at;
    for (uint16_t next = waits_for(block, at); next != at; next = waits_for(block, next))
        first = block->at[next] < block->at[first] ? next : first;
    return first;
}

static bool is_whole(const struct block *block)
{
    for (uint16_t b = 0; b < branches_of(block)->n; b++)
        if (!is_over(block, b))
            return false;
    return true;
}

void block_run(struct block *block, block_missed *missed, void *self)
{
    struct telling_missed tell = {missed, self};
    for (go_on(block, NULL, NULL, tell); !is_whole(block); go_on(block, NULL, NULL, tell))
        complete(block, in_circle(block), missed, self);
}

/* Is there work left, and does every branch wait for another? */
static bool is_locked(struct block *block)
{
    for (uint16_t b = 0; b < branches_of(block)->n; b++)
        if (!is_over(block, b) && waits_for(block, b) == NONE)
            return false;
    return !is_whole(block);
}

void block_run_without(struct block *block, block_held *held, void *self)
{
    for (go_on(block, held, self, nobody); is_locked(block); go_on(block, held, self, nobody)) {
        uint16_t branch = in_circle(block);
        if (held(self, block->at[branch]))
            return;
        complete(block, branch, NULL, NULL);
    }
}

/* What one branch makes and a step of another needs. */
static void find_crossing(struct block *block, uint64_t *crossing)
{
    const struct branches *branches = branches_of(block);
    for (uint16_t b = 0; b < branches->n; b++)
        for (uint16_t s = branches->at[b].first; s <= branches->at[b].last; s++)
            for (size_t i = 0; i < block->sop->steps[s].inputs.n; i++) {
                uint16_t document = block->sop->steps[s].inputs.at[i].document;
                if (maker_beside(block, b, document) != NONE)
                    bits_add(crossing, document);
            }
}

bool block_may_lock(struct block *block, uint16_t fork, const uint64_t *all, uint64_t *crossing)
{
    size_t words = block->sop->plan.document_words;
    block_begin(block, fork, all);
    find_crossing(block, crossing);
    for (size_t w = 0; w < words; w++)
        block->hand[w] &= ~crossing[w];
    go_on(block, NULL, NULL, nobody);
    return !is_whole(block);
}
