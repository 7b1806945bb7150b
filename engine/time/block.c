#include "time/block.h"

#include "base/bits.h"

uint16_t block_first(const struct sop *sop, uint16_t fork) { return sop->steps[fork].parallel.at[0].first; }

uint16_t block_last(const struct sop *sop, uint16_t fork)
{
    const struct branches *branches = &sop->steps[fork].parallel;
    return branches->at[branches->n - 1].last;
}

/* --- what crosses between branches --- */

static bool demands(const struct sop *sop, uint16_t step, uint16_t document)
{
    return bits_has(sop->plan.needs + (size_t)step * sop->plan.document_words, document);
}

/* The first step of the block that hands the document over; all such steps are of one branch. NONE: there is none. */
static uint16_t maker_of(const struct sop *sop, uint16_t fork, uint16_t document)
{
    for (uint16_t s = block_first(sop, fork); s <= block_last(sop, fork); s++)
        if (refs_name(&sop->steps[s].outputs, document))
            return s;
    return NONE;
}

static const struct branch *branch_of(const struct sop *sop, uint16_t step)
{
    const struct branch *branch = sop->steps[sop->steps[step].inside].parallel.at;
    while (step > branch->last)
        branch++;
    return branch;
}

static bool is_beside(const struct sop *sop, uint16_t step, uint16_t maker)
{
    const struct branch *branch = branch_of(sop, step);
    return maker < branch->first || maker > branch->last;
}

bool block_crosses(const struct sop *sop, uint16_t fork, uint16_t document)
{
    uint16_t maker = maker_of(sop, fork, document);
    for (uint16_t s = block_first(sop, fork); maker != NONE && s <= block_last(sop, fork); s++)
        if (demands(sop, s, document) && is_beside(sop, s, maker))
            return true;
    return false;
}

void block_crossing(const struct sop *sop, uint16_t fork, uint64_t *documents)
{
    for (uint16_t s = block_first(sop, fork); s <= block_last(sop, fork); s++)
        for (size_t i = 0; i < sop->steps[s].inputs.n; i++) {
            uint16_t document = sop->steps[s].inputs.at[i].document;
            if (!bits_has(documents, document) && block_crosses(sop, fork, document))
                bits_add(documents, document);
        }
}

/* --- its time --- */

/* A block that goes on: per step of it, from its first, when it ended. */
struct going {
    const struct sop *sop;
    uint16_t first;
    block_in_hand *in_hand;
    const void *self;
    bool *done;
    int64_t (*ended)[2];
    uint16_t *at; /* per branch: the step that it has come to */
};

static void later(int64_t a[2], const int64_t b[2])
{
    for (int end = 0; end < 2; end++)
        a[end] = a[end] > b[end] ? a[end] : b[end];
}

/* When the step may begin at the earliest; false where it waits for what is not there yet. */
static bool may_begin(const struct going *g, uint16_t step, int64_t ms[2])
{
    const struct refs *inputs = &g->sop->steps[step].inputs;
    bool ready = true;
    for (size_t i = 0; i < inputs->n; i++) {
        uint16_t document = inputs->at[i].document;
        uint16_t maker = maker_of(g->sop, g->sop->steps[step].inside, document);
        if (maker == NONE || !demands(g->sop, step, document) || !is_beside(g->sop, step, maker) ||
            g->in_hand(g->self, document))
            continue;
        if (g->done[maker - g->first])
            later(ms, g->ended[maker - g->first]);
        else
            ready = false;
    }
    return ready;
}

/* Does the next step of the branch; false where it waits and is not forced. */
static bool go_on(struct going *g, uint16_t branch, bool forced)
{
    const struct branch *own = &g->sop->steps[g->sop->steps[g->first].inside].parallel.at[branch];
    uint16_t step = g->at[branch];
    int64_t ms[2] = {0, 0};
    if (step > own->first)
        later(ms, g->ended[step - 1 - g->first]);
    if (step > own->last || (!may_begin(g, step, ms) && !forced))
        return false;
    const struct duration *duration = &g->sop->steps[step].duration;
    bool works = duration->sort == DURATION_WORK;
    g->ended[step - g->first][0] = ms[0] + (works ? duration->min_ms : 0);
    g->ended[step - g->first][1] = ms[1] + (works ? duration->max_ms : 0);
    g->done[step - g->first] = true;
    g->at[branch]++;
    return true;
}

static uint16_t first_waiting(const struct going *g, const struct branches *branches)
{
    for (uint16_t b = 0; b < branches->n; b++)
        if (g->at[b] <= branches->at[b].last)
            return b;
    return NONE;
}

static void go_all(struct going *g, const struct branches *branches)
{
    for (uint16_t waiting; (waiting = first_waiting(g, branches)) != NONE;) {
        bool progress = false;
        for (uint16_t b = 0; b < branches->n; b++)
            while (go_on(g, b, false))
                progress = true;
        if (!progress)
            go_on(g, waiting, true);
    }
}

bool block_time(const struct sop *sop, uint16_t fork, block_in_hand *in_hand, const void *self, int64_t ms[2],
                struct arena *scratch)
{
    const struct branches *branches = &sop->steps[fork].parallel;
    struct going g = {.sop = sop, .first = block_first(sop, fork), .in_hand = in_hand, .self = self};
    size_t steps = (size_t)(block_last(sop, fork) - g.first) + 1;
    g.done = ARENA_ARRAY(scratch, steps, bool);
    g.ended = arena_array(scratch, steps, sizeof *g.ended);
    g.at = ARENA_ARRAY(scratch, branches->n, uint16_t);
    if (!g.done || !g.ended || !g.at)
        return false;
    for (uint16_t b = 0; b < branches->n; b++)
        g.at[b] = branches->at[b].first;
    go_all(&g, branches);
    ms[0] = ms[1] = 0;
    for (uint16_t b = 0; b < branches->n; b++)
        later(ms, g.ended[branches->at[b].last - g.first]);
    return true;
}
