/* The plan: a SOP compiled into flat arrays, so that running a step is a few loads and a few words of bits.
 *
 *     needs[step]      documents demanded before the step completes (no waived one among them)
 *     waived[step]     inputs whose demand was waived
 *     gives[answer][step]  documents in hand afterwards; answer 0 is Ya or no answer, 1 is Tidak
 *     goes[answer][step]   the step that follows, STEP_END, or STEP_JOIN (the branch is done)
 *
 * A set of documents is `document_words` words, a set of steps `step_words`. */
#ifndef MODEL_PLAN_H
#define MODEL_PLAN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

struct sop;

enum {
    STEP_END = 0xFFFE,  /* the SOP is done */
    STEP_JOIN = 0xFFFD, /* this branch is done; the parallel step is when all are */
};

/* What kind of step it is; 0 is the plain one, which nothing but its completion can move. */
enum step_trait {
    STEP_DECIDES = 1,
    STEP_CALLS = 2,
    STEP_FORKS = 4,    /* a parallel step: never due itself, its branches are */
    STEP_SKIPS = 8,    /* has an `unless` */
    STEP_INSIDE = 16,  /* of a branch */
    STEP_EXPIRES = 32, /* some input has a `valid_for` */
    STEP_WAIVES = 64,  /* some input is not demanded */
};

struct plan {
    uint16_t n_steps, n_documents;
    uint16_t step_words, document_words;
    uint16_t n_clocks;    /* documents with a `valid_for` */
    uint32_t frame_words; /* the state of one run of this SOP (run/state.h) */
    const uint8_t *traits;
    const uint64_t *needs, *waived, *gives[2];
    const uint16_t *goes[2];
    const uint16_t *unless;   /* the document, or NONE */
    const uint16_t *expired;  /* the step, or NONE */
    const uint16_t *inside;   /* the parallel step, or NONE */
    const uint16_t *clock;    /* per document: its clock, or NONE */
    const int64_t *valid_ms;  /* per clock */
    const uint64_t *given;    /* all that may be brought at the start */
    const uint64_t *demanded; /* of these, what some step needs or passes on: the start is refused without it */
};

/* Compiles a SOP without errors into its own plan; once more when its calls are linked and its waivers judged. False:
 * memory is out. */
bool plan_compile(struct sop *sop, struct arena *arena);

#endif
