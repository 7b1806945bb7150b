/* One trial: a family of SOPs from one sequence of draws, and what is done with it from another.
 *
 * A property is a function that ends in a broken must() where it does not hold: under a fuzzer that ends the program,
 * in a test caught.h takes it. Whatever a trial allocates belongs to it, so that a property may be left anywhere. */
#ifndef PROPERTY_TRIAL_H
#define PROPERTY_TRIAL_H

#include "property/draws.h"
#include "property/family.h"
#include "run/interpreter.h"

/* SOPs that were walked through: with errors of flow; the verdicts on hand-offs are equal; nothing is missed, more may
 * be found; left out for too many states. */
enum explored_kind { NOT_SOUND, EQUAL, NOT_MISSED, TOO_LARGE, EXPLORED_KINDS };

/* What trials have met, in all. */
struct tally {
    size_t events[EVENT_KINDS], refusals[64];
    size_t explored[EXPLORED_KINDS];
    size_t strolls[2]; /* cases of SOPs that pass: stopped, ended */
    size_t commands, cases_ended, plays_ended, plays_refused, plays_cut;
};

struct trial {
    void (*draw_sops)(struct draft *draft, struct draws *draws); /* NULL: random_sops */
    struct draws sop, run;
    struct draft draft;
    struct family family;
    struct arena of_family, arena, scratch, deciding; /* scratch: of one command */
    struct buf bytes;
    struct tally *tally; /* NULL: nobody counts */
    struct buf *story;   /* what was done, line by line; NULL: nobody listens */
};

typedef void property(struct trial *trial);

/* Draws the SOPs and reads them. */
void trial_make(struct trial *trial);

/* Tries the property, from the first draw of `run` on. */
void trial_run(struct trial *trial, property *holds);

void trial_release(struct trial *trial);

/* Adds to the story, if anybody listens. */
__attribute__((format(printf, 2, 3))) void trial_say(struct trial *trial, const char *format, ...);
void trial_say_documents(struct trial *trial, const struct sop *sop, struct documents documents);

#endif
