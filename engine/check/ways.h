/* Every way that a case may go, as a graph small enough to be walked whole.
 *
 * A node is a step together with the answer, for a few documents called guards, whether each is in hand when the step
 * falls due. Guards are the documents on which the way depends: those of an `unless`, those that run out at a step with
 * `expired`, those for which branches wait. All other documents are kept as two sets a node, by a fixed point over the
 * edges: in hand on every way that leads here (`must`), on some way (`may`). So nothing is lost in joining ways but
 * where a SOP has more guards than are followed at once: then a way is assumed to be open that may not be, which can
 * add findings of hand-offs, never hide one, and can hide B201 and B202. No path is
 * ever enumerated; the cost is edges x documents / 64, times the loops within loops.
 *
 *     nodes are numbered in the order of a search from the start, breadth first; edges stand by their node
 *     END is the node behind the last: n_nodes */
#ifndef CHECK_WAYS_H
#define CHECK_WAYS_H

#include "base/bits.h"
#include "check/exits.h"

enum { MOST_GUARDS = 8, MOST_NODES = 20000, MOST_EDGES = 60000 };

struct guards {
    uint16_t document[MOST_GUARDS];
    uint8_t n;
};

struct node {
    uint16_t step;
    uint8_t world; /* bit i: guard i is in hand */
};

struct edge {
    uint32_t from, to; /* nodes; to END too */
    uint32_t exit;
};

struct ways {
    const struct sop *sop;
    struct exits exits;
    struct guards guards;
    struct node *nodes;
    uint32_t n_nodes, n_starts; /* the first ones are where a case may begin */
    struct edge *edges;
    uint32_t n_edges;
    uint32_t *first_edge; /* per node; one more at the end */
    uint32_t *node_of;    /* by step and world: the node plus one, or 0 */
};

/* What is in hand at each node, END included: n_nodes + 1 sets each. */
struct hands {
    uint64_t *must, *may;
    size_t words;
};

/* Builds the graph with these guards in `arena`, with fewer of them where it would have more than MOST_NODES or
 * MOST_EDGES; without guards it has no more nodes than steps. False: memory is out. */
bool ways_build(struct ways *ways, const struct sop *sop, const struct exits *exits, const struct guards *guards,
                struct arena *arena, struct arena *scratch);

/* The fixed point. False: memory is out. */
bool ways_hands(const struct ways *ways, struct hands *hands, struct arena *scratch);

/* The guard's number, or -1. */
int ways_guard(const struct ways *ways, uint16_t document);

/* Is the step of this node skipped for sure, its `unless` document being a guard in hand? */
bool ways_skips(const struct ways *ways, uint32_t node);

/* The nodes of a step: EACH_NODE(ways, step, node) { … } */
#define EACH_NODE(ways, s, node)                                                                                       \
    for (uint32_t world_ = 0, node; world_ < 1u << (ways)->guards.n; world_++)                                         \
        if ((node = (ways)->node_of[((size_t)(s) << (ways)->guards.n) + world_]) != 0 && (node--, true))

#define EACH_EDGE(ways, node, edge)                                                                                    \
    for (const struct edge *edge = (ways)->edges + (ways)->first_edge[node];                                           \
         edge < (ways)->edges + (ways)->first_edge[(node) + 1]; edge++)

static inline const struct exit *ways_exit(const struct ways *ways, const struct edge *edge)
{
    return &ways->exits.at[edge->exit];
}

/* Adds the documents on which the way depends, the most telling first, until there are `most`; those of plain steps
 * with an `unless`, on which no way depends but what is needed on it, come last and only if `plain`. */
struct guards_wanted {
    uint8_t most;
    bool plain;
};
bool ways_guards(struct guards *guards, struct guards_wanted wanted, const struct sop *sop, const struct exits *exits,
                 struct arena *scratch);

#endif
