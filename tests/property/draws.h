/* A sequence of draws: every free choice of a generator is one byte of it.
 *
 * The bytes come from a numbered sequence, or are told: by the shrinker, by a fuzzer, by who repeats a failure. Behind
 * the told bytes all are 0, and 0 is always the plainest choice: a shorter sequence with smaller bytes makes a simpler
 * thing.
 */
#ifndef PROPERTY_DRAWS_H
#define PROPERTY_DRAWS_H

#include "base/buf.h"

/* Draws that belong together, such as all that one step is made of: what may be taken away as a whole. */
struct draws_piece {
    size_t from, to;
};

enum { MOST_PIECES = 1000 };

struct draws {
    uint64_t seed, state; /* the numbered sequence; not used where bytes are told */
    bool is_told;
    struct text told;
    size_t at;                              /* bytes drawn so far */
    struct buf taken;                       /* what was drawn, to be told again */
    struct draws_piece pieces[MOST_PIECES]; /* in the order of their beginnings; more are not kept */
    size_t n_pieces;
};

/* All draws of one number are the same everywhere and always; those of neighbouring numbers have nothing in common. */
void draws_number(struct draws *draws, uint64_t seed);

/* `bytes` are borrowed. */
void draws_tell(struct draws *draws, struct text bytes);

/* Back to the first draw. */
void draws_again(struct draws *draws);

void draws_release(struct draws *draws);

/* A number below `n`, which is 1 to 256. */
uint32_t draws_below(struct draws *draws, uint32_t n);

/* True once in `n` times. */
bool draws_once_in(struct draws *draws, uint32_t n);

/* A piece begins with the next draw; its end takes what the beginning gave. Pieces may hold others. One that is shorter
 * than `least` is filled up: then another choice in it moves nothing behind it. */
size_t draws_begin(struct draws *draws);
void draws_end(struct draws *draws, size_t piece, size_t least);

/* A member of the set, or -1 where it is empty. */
int draws_of(struct draws *draws, uint32_t set);

#endif
