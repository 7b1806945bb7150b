/* The state of a case as canonical bytes, both ways: what a store keeps of a case as last folded.
 *
 *     state  = version(1) status events depth words*    the words of frame 0, then those of frame 1, …
 *     status = number (enum case_status); events = number; depth = number
 *     word   = number (model/number.h)
 *
 * How many words a frame has follows from its SOP, and which SOP a frame runs from the head of the frame. Equal states
 * have equal bytes. Bytes may come from strangers: what names no step, no document or no event is refused, and what no
 * case can come to: steps that are due beside each other outside of `parallel`, a document in hand that nothing made. */
#ifndef RUN_STATE_BYTES_H
#define RUN_STATE_BYTES_H

#include "run/state.h"

enum { STATE_VERSION = 1 };

/* Appends the bytes; check `to->failed`. */
void state_encode(struct buf *to, const struct state *state);

enum state_verdict { STATE_OK, STATE_MALFORMED, STATE_OUT_OF_MEMORY };

/* Reads all of `bytes` as the state of a case of `sop`, into `arena`. */
enum state_verdict state_decode(struct text bytes, const struct sop *sop, struct arena *arena, struct state *state);

#endif
