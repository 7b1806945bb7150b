/* What holds for every SOP and whatever is done with it. */
#ifndef PROPERTY_PROPERTIES_H
#define PROPERTY_PROPERTIES_H

#include "property/trial.h"

/* A case worked on by commands, right and wrong. A command is carried out where the ledger allows it and refused
 * elsewhere; what is refused changes nothing, and names just the documents that lack or ran out. After each event the
 * live state, the one that is fed with the events' canonical bytes, and the ledger agree: so whatever is in hand was
 * given, handed over by a completed step, or came through a call, and versions only grow. An open case always has a due
 * step; it can be completed, or the refusal says which document is missing. */
void property_walk(struct trial *trial);

/* A case played by a script. Its events, as bytes, lead to its state again, and the ledger allows each; the same script
 * gives the same bytes; the moves and the time are those of the events. What ends says so, what does not says why. */
void property_play(struct trial *trial);

/* Five cases, one after the other: each event can be folded from its bytes, and the ledger allows it. */
void property_many(struct trial *trial);

/* Walked through state by state, a SOP shows just the findings of flow and hand-offs that the checks report of it. */
void property_verdicts(struct trial *trial);

/* A SOP that passes its checks without an error, and all that it can call, never refuses a step for a missing document.
 */
void property_passing(struct trial *trial);

#endif
