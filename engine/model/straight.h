/* The straight way: how a case goes through one sheet when every answer is Ya, nothing runs out and nothing optional is
 * brought. A call step is one step of it, whatever the called SOP does inside.
 *
 * A hand-off is an edge of that way on which the actor changes: from a step that is done to the next that is done; what
 * is skipped stands on no edge. Where a parallel step begins, there is an edge to the first step of each branch, and
 * where it ends one from the last step of each branch: work that three offices do side by side is handed over three
 * times. */
#ifndef MODEL_STRAIGHT_H
#define MODEL_STRAIGHT_H

#include "base/status.h"
#include "model/sop.h"

struct straight {
    bool ends;            /* else it goes round for ever, and nothing else is told */
    const uint64_t *done; /* the steps that are done, without parallel steps, which are their branches' frame */
    uint32_t handoffs;
};

/* Walks through a SOP without an error whose plan is compiled; `done` lives in `arena`. Only memory can fail. */
enum status straight_walk(struct straight *straight, const struct sop *sop, struct arena *arena);

#endif
