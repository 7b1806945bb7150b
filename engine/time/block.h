/* The time of a parallel step: of its longest chain of branches' steps that wait for each other.
 *
 * A step waits until the one before it in its branch has ended, and until every document that it demands and that a
 * branch beside it makes has been handed over for the first time, unless that document was in hand already when the
 * block fell due. Where branches wait for each other in a circle the first step of the list does not wait.
 *
 * The stopwatch of a simulated case (run/elapsed.h) keeps the same rule; tests/timed holds both to it. */
#ifndef TIME_BLOCK_H
#define TIME_BLOCK_H

#include "base/bits.h"
#include "model/sop.h"

/* A step of the block waits for another one, which makes the document; both counted from the block's first step. */
struct block_wait {
    uint16_t document, maker, step;
};

struct block {
    const struct sop *sop;
    uint16_t fork, first, n;        /* its branches' steps stand in a row */
    const struct block_wait *waits; /* by their makers */
    const uint32_t *first_wait;     /* per step; one more at the end */
    const uint64_t *crossing;       /* the documents of all waits */
};

/* NULL: memory is out. */
struct block *block_make(const struct sop *sop, uint16_t fork, struct arena *arena);

/* Was the document in hand when the block fell due? */
typedef bool block_in_hand(const void *self, uint16_t document);

/* The block's working time with all durations at their lower ends and at their upper ends. False: memory is out. */
bool block_time(const struct block *block, block_in_hand *in_hand, const void *self, int64_t ms[2],
                struct arena *scratch);

/* The first and the last step of the branches. */
uint16_t block_first(const struct sop *sop, uint16_t fork);
uint16_t block_last(const struct sop *sop, uint16_t fork);

#endif
