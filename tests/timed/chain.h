/* A SOP as a Markov chain: what becomes of a case whose answers are drawn, exactly. */
#ifndef TIMED_CHAIN_H
#define TIMED_CHAIN_H

#include "timed/graph.h"

/* A rational between 0 and 1. */
struct chance {
    unsigned long num, den;
};

struct told_chance {
    struct text step; /* path of a decision */
    struct chance chance;
};

/* How likely a Tidak is: that of its path, else `back` if it goes back, else a half. */
struct chances {
    struct chance back;
    const struct told_chance *told;
    size_t n_told;
};

struct outcome {
    bool known; /* every case ends */
    double mean_ms[2], variance[2];
    bool kept_known; /* a limit was given, and the table for it was not too large */
    double kept[2];  /* the share of cases that end within the limit; durations at their lower ends, at their upper */
};

enum { MOST_CHAIN = 150, MOST_TABLE = 60000 };

/* `limit_ms` negative: none. The graph has at most MOST_CHAIN points. */
struct outcome chain_solve(const struct graph *graph, const struct chances *chances, int64_t limit_ms,
                           struct arena *arena);

/* The probability of an edge that leads from `point`. */
struct chance edge_chance(const struct chances *chances, const struct point *point, const struct edge *edge);

#endif
