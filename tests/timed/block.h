/* How long a block takes: a parallel step whose branches run beside each other. */
#ifndef TIMED_BLOCK_H
#define TIMED_BLOCK_H

#include "model/sop.h"

/* What a step adds to working time: its norm at its lower end (0) or its upper end (1); 0 for any other kind of time.
 */
int64_t step_ms(const struct step *step, int end);

/* Does the step state no time, or one in a unit that nobody has defined; or, of a block, some step of its branches? */
bool states_no_time(const struct sop *sop, const struct step *step);

struct block {
    int64_t ms[2];
    bool waits;  /* a step of one branch waits for a step of another */
    bool again;  /* one waits for a document that the other branch makes more than once */
    bool circle; /* branches wait for each other: nothing else here means anything */
};

/* `hand`: what is in hand when the block falls due. */
struct block block_of(const struct sop *sop, uint16_t fork, uint64_t hand);

#endif
