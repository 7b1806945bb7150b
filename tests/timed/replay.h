/* A way of an audit, gone in the graph: with just the documents, answers and choices that it tells. */
#ifndef TIMED_REPLAY_H
#define TIMED_REPLAY_H

#include "time/audit.h"
#include "timed/graph.h"

/* must(): it comes to the end by just the steps that it lists, takes as long as it says, and tells no more than was
 * asked. `ya`: no Tidak at all; otherwise none that goes back. A way that is cut is not looked at. False: it enters
 * a call again, and cannot tell to which entry it brings documents. */
bool replay_way(const struct graph *graph, const struct way *way, bool ya);

#endif
