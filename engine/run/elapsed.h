/* The time of a simulated case: the norms of its steps added up, branches beside each other.
 *
 * Working time and time on the wall never mix. A branch of `parallel` runs beside the others and waits where it needs
 * what another hands over and nobody had before; the longest counts for the case. */
#ifndef RUN_ELAPSED_H
#define RUN_ELAPSED_H

#include "model/sop.h"

struct elapsed {
    struct duration work, wall;
    uint32_t unknown; /* steps whose time is not stated, or in a unit that the region does not define */
};

/* All zero but `parallel`, which is NONE: nothing has happened. Its room is kept from block to block: branches hold no
 * calls, so that one runs at a time. */
struct stopwatch {
    struct elapsed now;
    uint16_t parallel;      /* the parallel step whose branches run, or NONE */
    struct elapsed before;  /* when it fell due */
    struct elapsed *branch; /* what each of its branches has taken since */
    struct elapsed *made;   /* when each document was handed over by a branch, since then */
    uint64_t *hand;         /* what was in hand when it fell due: nobody waits for that */
    uint64_t *handed;       /* what has been handed over since: who waits, waits for the first time */
    size_t room_branches, room_documents;
};

/* The step is about to be completed with these documents in hand: a block may begin with it. Memory that is out shows
 * in `arena`. */
void stopwatch_begin(struct stopwatch *watch, const struct sop *sop, uint16_t step, const uint64_t *hand,
                     struct arena *arena);

/* The step was completed: adds its norm and answers the time at which that was. */
struct elapsed stopwatch_complete(struct stopwatch *watch, const struct sop *sop, uint16_t step);

/* Something else than a branch's step happened: the branches, if any, are over. */
void stopwatch_leave(struct stopwatch *watch);

#endif
