/* The time of a parallel step: of its longest chain of branches' steps that wait for each other.
 *
 * A step waits until the one before it in its branch has ended, and until every document that it demands and that a
 * branch beside it makes has been handed over, unless that document was in hand already when the block fell due. Where
 * branches wait for each other in a circle the first step of the list does not wait. */
#ifndef TIME_BLOCK_H
#define TIME_BLOCK_H

#include "model/sop.h"

/* Adds the documents for which one branch of `fork` may wait for another. */
void block_crossing(const struct sop *sop, uint16_t fork, uint64_t *documents);
bool block_crosses(const struct sop *sop, uint16_t fork, uint16_t document);

/* Was the document in hand when the block fell due? */
typedef bool block_in_hand(const void *self, uint16_t document);

/* The block's working time with all durations at their lower ends and at their upper ends. False: memory is out. */
bool block_time(const struct sop *sop, uint16_t fork, block_in_hand *in_hand, const void *self, int64_t ms[2],
                struct arena *scratch);

/* The first and the last step of the block's branches. */
uint16_t block_first(const struct sop *sop, uint16_t fork);
uint16_t block_last(const struct sop *sop, uint16_t fork);

#endif
