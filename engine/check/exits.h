/* How a case may leave each step: where it goes, and what it hands over or loses on the way.
 *
 * A parallel step stands for its whole block: one exit, which hands over what all its branches make. Steps inside of
 * branches have no exits of their own (block.h). */
#ifndef CHECK_EXITS_H
#define CHECK_EXITS_H

#include "check/ends.h"
#include "model/sop.h"

struct exit {
    uint16_t step, to; /* `to`: a step, or STEP_END */
    enum leaving left;
    uint16_t choice;                /* LEFT_CALLED: which callee */
    const uint64_t *surely, *maybe; /* documents in hand afterwards: on every run of the step, on some */
    const uint64_t *clocks;         /* LEFT_EXPIRED: inputs of which one or more leave the hand; else NULL */
    const struct passage *copies;   /* LEFT_CALLED: `to` is handed over where `from` was in hand */
    uint16_t n_copies;
};

struct exits {
    struct exit *at;
    uint32_t n;
    uint32_t *first; /* per step: its first exit; one more at the end */
};

/* The exits of every step, in `arena`. The callees' `ends` must be known. False: memory is out. */
bool exits_build(struct exits *exits, const struct sop *sop, struct arena *arena);

/* Does some step, or the step itself, hand the document over by this exit? */
bool exit_makes(const struct exit *exit, uint16_t document);

#endif
