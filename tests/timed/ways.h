/* The ways from one point of a graph to others: how long the shortest and the longest take, and how many there are. */
#ifndef TIMED_WAYS_H
#define TIMED_WAYS_H

#include "timed/graph.h"

/* What a point costs on a way: at the lower end of every duration, or at the upper. */
typedef int64_t ways_cost(const struct point *point, int end, struct text what);

/* Which edges are open. */
typedef bool ways_open(const struct edge *edge);

bool open_ya(const struct edge *edge);    /* all but a Tidak */
bool open_ahead(const struct edge *edge); /* all but a Tidak that goes back */

ways_cost cost_time, cost_work; /* cost_work: of the actor with the key `what` */

struct search {
    uint32_t from;
    const bool *goals; /* a way ends at the first of these that it comes to, the cost of which counts … */
    bool until;        /* … but not if this is set: it ends before */
    ways_open *open;
    ways_cost *cost;
    struct text what;
};

struct ways_found {
    bool ends;              /* some way comes to a goal */
    bool stuck;             /* some way comes to where none leads to a goal */
    bool circles;           /* some way that comes to a goal can go round before, and that costs something */
    bool rounds;            /* the same, at whatever cost */
    int64_t min_ms, max_ms; /* of those that come to a goal; max only without `circles` */
    double count;           /* of those that come to a goal, without `rounds` */
};

struct ways_found ways_find(const struct graph *graph, const struct search *search, struct arena *arena);

/* Fills `on`: which points stand on a way, whether it comes to a goal or not. */
void ways_on(const struct graph *graph, const struct search *search, struct arena *arena, bool *on);

/* The goal that is the end of the case. */
const bool *goal_end(const struct graph *graph, struct arena *arena);

#endif
