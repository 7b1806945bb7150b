/* A case of the real interpreter whose answers, choices and optional documents are drawn: beside the graph, which knows
 * nothing of the interpreter. */
#ifndef TIMED_DRAWN_CASE_H
#define TIMED_DRAWN_CASE_H

#include "run/elapsed.h"
#include "run/interpreter.h"
#include "timed/chain.h"

struct drawn_case {
    const struct chances *chances;
    uint64_t random; /* the state of the sequence, which goes on from case to case */
    /* Told of the start, and of each step that was completed, when all that follows has followed. NULL: nobody. */
    void (*told)(void *self, const struct state *state, enum answer answer);
    void *self;
    struct arena *arena, *deciding; /* of one case, of one command */
    struct state state;
    struct decision decision;
    struct stopwatch watch;
};

enum drawn_end {
    DRAWN_ENDED,
    DRAWN_STOPPED, /* at a missing document, or for its length */
};

enum drawn_end drawn_case(struct drawn_case *drawn, const struct sop *sop);

#endif
