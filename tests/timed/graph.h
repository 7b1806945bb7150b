/* Every case of a SOP as the time audit sees it (time/audit.h), one by one: the judge of engine/time, of which nothing
 * is used here. It is meant to be obviously right, not fast.
 *
 * A point is what a case may come to: the stack of calls that it is inside, with the step that is due and the documents
 * in hand in each. An edge is one thing that may happen there: an answer, a callee with the optional documents brought
 * to it, or just what follows. A block is one step, all branches together. Every needed document counts as there, and
 * nothing expires. Documents that nothing ever looks at are left out of all hands. For SOPs of at most 64 documents. */
#ifndef TIMED_GRAPH_H
#define TIMED_GRAPH_H

#include "model/event.h"
#include "model/sop.h"

enum { MOST_POINTS = 600, MOST_LEVELS = 8 };

struct level {
    const struct sop *sop;
    uint16_t step;
    uint16_t choice; /* below the top: which callee of `step` it has called */
    uint64_t hand;
};

struct stack {
    uint16_t depth; /* number of the top level */
    struct level levels[MOST_LEVELS];
};

enum point_kind {
    POINT_START, /* the first point: which optional documents are brought? */
    POINT_END,   /* the second: the case has ended */
    POINT_DOES,  /* a step is done, or a whole block */
    POINT_SKIPS,
    POINT_CALLS,
};

struct point {
    enum point_kind kind;
    struct stack stack;
    struct text path;  /* of the step: `STEP` or `CALLSTEP/STEP` */
    int64_t ms[2];     /* which it takes: durations at their lower ends, at their upper ends */
    bool waits, again; /* of a block (block.h) */
    uint32_t first, n; /* its edges */
};

struct edge {
    uint32_t to;
    enum answer answer;
    bool back;        /* a Tidak that goes back */
    uint16_t choice;  /* of a call: which callee */
    uint32_t choices; /* of how many; 1 elsewhere */
    uint32_t among;   /* without an answer: one of so many, each as likely as the others */
};

struct graph {
    const struct sop *sop;
    struct point *points;
    uint32_t n_points;
    struct edge *edges;
    uint32_t n_edges;
    bool whole;  /* else there are too many points, and nothing here is worth anything */
    bool circle; /* branches of some block wait for each other: how long that takes nobody has said */
};

enum { THE_START = 0, THE_LAST = 1 };

/* All of it lives in `arena`. The calls of the SOP are linked and its plan is compiled. */
void graph_build(struct graph *graph, const struct sop *sop, struct arena *arena);

static inline const struct level *stack_top(const struct stack *stack) { return &stack->levels[stack->depth]; }

/* The step that a point does, skips or calls at. */
static inline const struct step *point_step(const struct point *point)
{
    return &stack_top(&point->stack)->sop->steps[stack_top(&point->stack)->step];
}

/* The documents of the SOP on which some way of a case of `main` may depend. */
uint64_t looked_at(const struct sop *main, const struct sop *sop);

/* The point of that stack, or POINT_START's number where there is none. */
uint32_t graph_find(const struct graph *graph, const struct stack *stack);

#endif
