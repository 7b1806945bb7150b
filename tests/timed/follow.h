/* Cases of the real interpreter, followed in the graph: whatever happens there can happen here, and takes as long. */
#ifndef TIMED_FOLLOW_H
#define TIMED_FOLLOW_H

#include "property/trial.h"
#include "timed/graph.h"

/* must(): the graph has each step that the case takes. Answers whether it came to the end. */
bool follow_case(const struct graph *graph, uint64_t random, struct trial *trial);

#endif
