#include "timed/block.h"

#include "base/bits.h"
#include "base/must.h"

enum { MOST_INSIDE = 64 };

int64_t step_ms(const struct step *step, int end)
{
    if (step->duration.sort != DURATION_WORK)
        return 0;
    return end ? step->duration.max_ms : step->duration.min_ms;
}

bool states_no_time(const struct sop *sop, const struct step *step)
{
    if (step->parallel.n == 0)
        return step->duration.sort == DURATION_NONE || step->duration.sort == DURATION_UNKNOWN;
    for (uint16_t s = step->parallel.at[0].first; s <= step->parallel.at[step->parallel.n - 1].last; s++)
        if (states_no_time(sop, &sop->steps[s]))
            return true;
    return false;
}

static const struct branch *branch_of(const struct sop *sop, uint16_t s)
{
    const struct branch *branch = sop->steps[sop->steps[s].inside].parallel.at;
    while (s > branch->last)
        branch++;
    return branch;
}

/* The first step of another branch that makes the document, or NONE. */
static uint16_t maker_beside(const struct sop *sop, uint16_t s, uint16_t document)
{
    const struct branches *branches = &sop->steps[sop->steps[s].inside].parallel;
    for (uint16_t m = branches->at[0].first; m <= branches->at[branches->n - 1].last; m++)
        if (branch_of(sop, m) != branch_of(sop, s) && refs_name(&sop->steps[m].outputs, document))
            return m;
    return NONE;
}

/* Does the same branch make it again, behind that step? */
static bool comes_again(const struct sop *sop, uint16_t maker, uint16_t document)
{
    for (uint16_t s = (uint16_t)(maker + 1); s <= branch_of(sop, maker)->last; s++)
        if (refs_name(&sop->steps[s].outputs, document))
            return true;
    return false;
}

/* The block while it is worked through. */
struct working {
    const struct sop *sop;
    uint16_t first;
    uint64_t hand;
    bool done[MOST_INSIDE];
    int64_t ended[MOST_INSIDE][2];
    struct block block;
};

static void later(int64_t at[2], const int64_t than[2])
{
    for (int end = 0; end < 2; end++)
        at[end] = at[end] < than[end] ? than[end] : at[end];
}

/* When the step can begin; false: something before it is not done yet. */
static bool may_begin(struct working *w, uint16_t s, int64_t at[2])
{
    const uint64_t *needs = w->sop->plan.needs + (size_t)s * w->sop->plan.document_words;
    at[0] = at[1] = 0;
    if (s > branch_of(w->sop, s)->first) {
        if (!w->done[s - 1 - w->first])
            return false;
        later(at, w->ended[s - 1 - w->first]);
    }
    for (uint16_t d = 0; d < w->sop->n_documents; d++) {
        uint16_t maker = bits_has(needs, d) && !(w->hand >> d & 1) ? maker_beside(w->sop, s, d) : NONE;
        if (maker == NONE)
            continue;
        w->block.again = w->block.again || comes_again(w->sop, maker, d);
        w->block.waits = true;
        if (!w->done[maker - w->first])
            return false;
        later(at, w->ended[maker - w->first]);
    }
    return true;
}

static bool do_one(struct working *w, uint16_t last)
{
    for (uint16_t s = w->first; s <= last; s++) {
        int64_t at[2];
        if (w->done[s - w->first] || !may_begin(w, s, at))
            continue;
        for (int end = 0; end < 2; end++)
            w->ended[s - w->first][end] = at[end] + step_ms(&w->sop->steps[s], end);
        later(w->block.ms, w->ended[s - w->first]);
        w->done[s - w->first] = true;
        return true;
    }
    return false;
}

struct block block_of(const struct sop *sop, uint16_t fork, uint64_t hand)
{
    const struct branches *branches = &sop->steps[fork].parallel;
    struct working w = {.sop = sop, .first = branches->at[0].first, .hand = hand};
    uint16_t last = branches->at[branches->n - 1].last;
    must(last - w.first < MOST_INSIDE);
    while (do_one(&w, last))
        ;
    for (uint16_t s = w.first; s <= last; s++)
        w.block.circle = w.block.circle || !w.done[s - w.first];
    return w.block;
}
