/* Random commands: mostly what a case needs next, often enough what it must refuse. */
#ifndef PROPERTY_RANDOM_COMMAND_H
#define PROPERTY_RANDOM_COMMAND_H

#include "property/draws.h"
#include "property/ledger.h"

/* The plainest command starts the case with all that it is given, or completes the first step that is due, with Ya.
 * Moves
 * `*now`, which it is given at. Lists live in `arena`. */
struct command random_command(struct draws *draws, struct arena *arena, const struct ledger *ledger, int64_t *now);

/* A command that would complete the step of the top page if all is there: Ya, the first callee with all that it
 * demands. */
struct command sound_command(struct arena *arena, const struct ledger *ledger, uint16_t step, int64_t now);

#endif
