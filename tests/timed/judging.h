/* A trial's main SOP and its graph, where it can be judged. */
#ifndef TIMED_JUDGING_H
#define TIMED_JUDGING_H

#include "property/trial.h"
#include "timed/graph.h"

/* False: the flow of some SOP of the family has an error, or the graph is not whole, or branches wait in a circle. */
bool judging_build(struct graph *graph, struct trial *trial);

#endif
