/* What the checks say of flow and hand-offs is what walking through every state shows, no more and no less. */
#include "base/must.h"
#include "check/check.h"
#include "check/ways.h"
#include "property/explore.h"
#include "property/judged.h"
#include "property/properties.h"
#include "property/stroll.h"

/* The documents of which a code was found at STEP.DOCUMENT. */
static documents_set found(const struct judged *judged, enum finding_code code, uint16_t s)
{
    const struct sop *sop = judged->sop;
    documents_set set = 0;
    for (size_t i = judged->from; i < judged->to; i++) {
        const struct finding *finding = &judged->findings->at[i];
        struct text document, step = text_cut(finding->at, '.', &document);
        if (finding->code == code && text_eq(step, sop->steps[s].key) && document.len)
            set |= (documents_set)1 << sop_document(sop, document);
    }
    return set;
}

static bool is_found(const struct judged *judged, enum finding_code code, uint16_t s)
{
    for (size_t i = judged->from; i < judged->to; i++)
        if (judged->findings->at[i].code == code && text_eq(judged->findings->at[i].at, judged->sop->steps[s].key))
            return true;
    return false;
}

static void flow_is_seen(const struct judged *judged, const struct explored *explored)
{
    for (uint16_t s = 0; s < judged->sop->n_steps; s++) {
        const struct step *step = &judged->sop->steps[s];
        if (step->inside != NONE)
            continue;
        bool done = explored->done[step->parallel.n ? step->parallel.at[0].first : s];
        must(is_found(judged, FINDING_B201, s) == !done);
        must(is_found(judged, FINDING_B202, s) == explored->stuck[s]);
    }
}

static void handoffs_are_seen(const struct judged *judged, const struct explored *explored)
{
    for (uint16_t s = 0; s < judged->sop->n_steps; s++) {
        must(found(judged, FINDING_B301, s) == explored->never[s]);
        must(found(judged, FINDING_B302, s) == explored->sometimes[s]);
        must(found(judged, FINDING_B309, s) == explored->later[s]);
        must(found(judged, FINDING_B303, s) == explored->unread[s]);
        must(found(judged, FINDING_B304, s) == explored->overwritten[s]);
    }
}

/* Whatever a case can run into is found, if perhaps under another of the three codes. */
static void nothing_is_missed(const struct judged *judged, const struct explored *explored)
{
    for (uint16_t s = 0; s < judged->sop->n_steps; s++) {
        documents_set lacks =
            found(judged, FINDING_B301, s) | found(judged, FINDING_B302, s) | found(judged, FINDING_B309, s);
        must(((explored->never[s] | explored->sometimes[s] | explored->later[s]) & ~lacks) == 0);
        must((explored->overwritten[s] & ~found(judged, FINDING_B304, s)) == 0);
    }
}

/* The documents on which the way may depend. */
static documents_set guards_of(const struct sop *sop)
{
    documents_set guards = 0;
    for (uint16_t s = 0; s < sop->n_steps; s++) {
        const struct step *step = &sop->steps[s];
        guards |= step->unless.document == NONE ? 0 : (documents_set)1 << step->unless.document;
        for (size_t i = 0; (step->inside != NONE || step->expired.step != NONE) && i < step->inputs.n; i++)
            guards |= (documents_set)1 << step->inputs.at[i].document;
    }
    return guards;
}

/* Does a call hand over several documents, and the way depends on one of them? Which come together is not followed. */
static bool call_ties(const struct sop *sop, documents_set guards)
{
    for (uint16_t s = 0; s < sop->n_steps; s++)
        for (size_t i = 0; sop->steps[s].call.n && sop->steps[s].outputs.n > 1 && i < sop->steps[s].outputs.n; i++)
            if (guards >> sop->steps[s].outputs.at[i].document & 1)
                return true;
    return false;
}

/* Is a called SOP passed what it is not given and what can run out there? It has ways then that it has not by itself.
 */
static bool call_opens_ways(const struct sop *sop)
{
    for (uint16_t s = 0; s < sop->n_steps; s++)
        for (uint16_t c = 0; c < sop->steps[s].call.n; c++)
            for (uint16_t i = 0; i < sop->steps[s].call.callees[c].n_passes; i++) {
                const struct sop *callee = sop->steps[s].call.callees[c].sop;
                const struct document *theirs = &callee->documents[sop->steps[s].call.callees[c].passes[i].to];
                if (theirs->given == GIVEN_NO && theirs->valid_for.sort != DURATION_NONE)
                    return true;
            }
    return false;
}

/* Where not, the checks assume ways that may not be open: they may find more, never less. */
static bool is_followed_whole(const struct sop *sop)
{
    documents_set guards = guards_of(sop);
    return __builtin_popcount(guards) <= MOST_GUARDS && !call_ties(sop, guards) && !call_opens_ways(sop);
}

/* A callee with an error of flow has no ends, and whoever calls it is not judged. */
static bool callees_end(const struct sop *sop)
{
    for (uint16_t s = 0; s < sop->n_steps; s++)
        for (uint16_t c = 0; c < sop->steps[s].call.n; c++)
            if (!sop->steps[s].call.callees[c].sop->ends)
                return false;
    return true;
}

static void judge_one(struct trial *trial, const struct judged *judged, uint8_t number)
{
    struct explored explored;
    bool whole = is_followed_whole(judged->sop);
    explore(&explored, &trial->family, number, &trial->arena);
    if (trial->tally)
        trial->tally->explored[!explored.whole                  ? TOO_LARGE
                               : judged->checked != CHECKED_ALL ? NOT_SOUND
                               : whole                          ? EQUAL
                                                                : NOT_MISSED]++;
    if (!explored.whole)
        return;
    if (whole)
        flow_is_seen(judged, &explored);
    if (judged->checked != CHECKED_ALL)
        return;
    nothing_is_missed(judged, &explored);
    if (whole)
        handoffs_are_seen(judged, &explored);
}

void property_verdicts(struct trial *trial)
{
    struct judged judged[MOST_SOPS];
    judge_family(judged, trial);
    for (uint8_t i = 0; i < trial->family.n; i++)
        if (callees_end(judged[i].sop))
            judge_one(trial, &judged[i], i);
}

static bool passes(const struct judged *judged)
{
    for (size_t i = judged->from; i < judged->to; i++)
        if (!judged->findings->at[i].accepted && finding_row(judged->findings->at[i].code)->severity == SEVERITY_ERROR)
            return false;
    return judged->checked == CHECKED_ALL;
}

void property_passing(struct trial *trial)
{
    struct judged judged[MOST_SOPS];
    bool passing = true;
    judge_family(judged, trial);
    for (uint8_t i = 0; i < trial->family.n; i++)
        passing = passing && passes(&judged[i]);
    if (!passing)
        return;
    enum stroll end = stroll(trial->family.main, &trial->run, &trial->arena);
    must(end != STROLL_MISSING);
    if (trial->tally)
        trial->tally->strolls[end == STROLL_ENDED]++;
}
