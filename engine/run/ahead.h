/* What lies ahead of a case, wherever its steps may lead. */
#ifndef RUN_AHEAD_H
#define RUN_AHEAD_H

#include "run/state.h"

/* What is to be brought later in that frame: demanded from outside, not in hand, needed or passed on by a step that the
 * case may still come to, and not waited for by one that is due. In `arena`, which shows where memory is out. */
struct documents ahead_to_bring(const struct state *state, uint16_t depth, struct arena *arena);

#endif
