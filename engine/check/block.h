/* The branches of a parallel step, carried out on documents alone.
 *
 * All branches begin together and each goes down its list. A step waits while an input is not in hand that a branch
 * beside it still makes. What nobody beside it makes cannot be waited for: the step is then taken as done without it,
 * and the input is missing. Where all branches wait for each other in a circle, the first step of the circle, as the
 * list has it, is the one that misses its inputs. So every block comes to its end, in one way only: what is handed over
 * can only let others go on, so the order does not matter. */
#ifndef CHECK_BLOCK_H
#define CHECK_BLOCK_H

#include "check/check.h"

struct block {
    const struct sop *sop;
    uint16_t fork;                  /* the parallel step */
    uint16_t *at;                   /* per branch: the step that it has come to; behind its last one when done */
    uint64_t *hand, *done;          /* documents in hand; steps done */
    uint16_t *waiting;              /* per branch: the document that it was last seen waiting for, or NONE */
    uint16_t *waiter, *next_waiter; /* per document: a branch that waits for it, and per branch the next that does */
    uint16_t *ready, n_ready;       /* branches to look at */
    uint16_t *maker, *last;         /* per document: the branch that makes it, or NONE; its last step that does */
};

/* Room for the blocks of `sop`, the largest. False: memory is out. */
bool block_init(struct block *block, const struct sop *sop, struct arena *scratch);

/* Begins anew at `fork`, with these documents in hand. */
void block_begin(struct block *block, uint16_t fork, const uint64_t *hand);

/* Who is told of each input that a step was done without: the n-th of its list. */
typedef void block_missed(void *self, uint16_t step, size_t nth);

/* Goes on to the end. `missed` may be NULL. */
void block_run(struct block *block, block_missed *missed, void *self);

/* Goes on as far as it can without the steps for which `held` is true; what they make is still waited for. */
typedef bool block_held(void *self, uint16_t step);
void block_run_without(struct block *block, block_held *held, void *self);

bool block_is_done(const struct block *block, uint16_t step);

/* Would the branches ever wait for each other in a circle, were none of the documents that cross between them in hand?
 * Such documents go into `crossing`, whose presence then decides. */
bool block_may_lock(struct block *block, uint16_t fork, const uint64_t *all, uint64_t *crossing);

#endif
