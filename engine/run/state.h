/* The state of one case: a stack of frames, one for the case's SOP and one for each call that it is inside.
 *
 *     words  | frame 0: the case's own SOP            | frame 1: the SOP that its call step entered | …
 *     frame  | head | due steps | documents in hand | a record a document | a clock for each with a valid_for |
 *     head     the call step in the frame below, and the choice (callee) in the next 16 bits; 0 in frame 0
 *     record   version in the high half (0: never made), in the low half the number of the event that made it last
 *     clock    when the document was handed over, in milliseconds
 *
 * Who, when and which digest are read from the event that the record names: the state stays small. Parallel branches
 * hold no calls, so only the top frame ever moves. Equal histories give equal words. */
#ifndef RUN_STATE_H
#define RUN_STATE_H

#include "base/bits.h"
#include "model/event.h"
#include "model/sop.h"

/* Room for a set of documents of any SOP. */
enum { DOCUMENT_WORDS = (MAX_DOCUMENTS + 63) / 64 };

enum case_status { CASE_NEW, CASE_OPEN, CASE_ENDED, CASE_CANCELLED };

struct frame {
    const struct sop *sop;
    uint32_t at; /* where its words begin */
};

struct state {
    struct arena *arena; /* the case's */
    uint64_t *words;
    struct frame *frames;
    uint32_t n_words, room_words;
    uint16_t depth, room_frames; /* frames are 0 … depth */
    enum case_status status;
    uint32_t n_events; /* folded so far: the next event has this number plus one */
};

/* A case of `sop` that has not begun. False: memory is out. The SOP must be without errors, its calls linked. */
bool state_init(struct state *state, struct arena *arena, const struct sop *sop);

/* Back to a case that has not begun, keeping the memory. */
void state_reset(struct state *state);

/* A copy of its own in `arena`. False: memory is out. */
bool state_copy(struct state *to, const struct state *from, struct arena *arena);

/* Do both hold the same, byte for byte? */
bool state_same(const struct state *a, const struct state *b);

/* The bytes that this state takes, all included. */
size_t state_size(const struct state *state);

/* The members of a set of documents as a list, in `arena`; empty also when memory is out, which the arena shows. */
struct documents documents_list(const uint64_t *set, size_t words, struct arena *arena);

/* Sorted, distinct, and each one that may be brought from outside? */
bool documents_are_given(const struct plan *plan, struct documents list);

/* Adds a frame for a call, all its words zero but the head. False: memory is out, nothing changed. */
bool state_push(struct state *state, const struct sop *sop, uint16_t call_step, uint16_t choice);
void state_pop(struct state *state);

static inline const struct sop *state_sop(const struct state *state) { return state->frames[state->depth].sop; }

static inline uint64_t *state_head(const struct state *state, uint16_t depth)
{
    return state->words + state->frames[depth].at;
}

static inline uint64_t *state_due(const struct state *state, uint16_t depth) { return state_head(state, depth) + 1; }

static inline uint64_t *state_hand(const struct state *state, uint16_t depth)
{
    return state_due(state, depth) + state->frames[depth].sop->plan.step_words;
}

static inline uint64_t *state_records(const struct state *state, uint16_t depth)
{
    return state_hand(state, depth) + state->frames[depth].sop->plan.document_words;
}

static inline int64_t *state_clocks(const struct state *state, uint16_t depth)
{
    return (int64_t *)(state_records(state, depth) + state->frames[depth].sop->n_documents);
}

/* Is what was handed over at `handed` older than `valid_ms` at `at`? Any two times may be compared: they come from
 * events, so from strangers. */
static inline bool state_is_older(int64_t handed, int64_t valid_ms, int64_t at)
{
    return at > handed && (uint64_t)at - (uint64_t)handed > (uint64_t)valid_ms;
}

static inline uint16_t state_call_step(const struct state *state, uint16_t depth)
{
    return (uint16_t)*state_head(state, depth);
}

static inline uint16_t state_choice(const struct state *state, uint16_t depth)
{
    return (uint16_t)(*state_head(state, depth) >> 16);
}

#endif
