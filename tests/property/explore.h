/* Every state that a case of a SOP can come to, one by one: what the checks claim to know without walking.
 *
 * A state is the step that is due (in a block: how far each branch has come) and the documents in hand. A step that
 * lacks an input is counted as missing it and then taken as done, so that one gap does not hide the next; that is the
 * only licence. Nothing of engine/check is used. For SOPs of at most 32 documents. */
#ifndef PROPERTY_EXPLORE_H
#define PROPERTY_EXPLORE_H

#include "property/family.h"

/* Sets of documents. */
typedef uint32_t documents_set;

enum { MOST_STEPS = MOST_ITEMS * (1 + MOST_BRANCHES * MOST_IN_BRANCH) };

/* What was seen. Per step, the documents of which … */
struct explored {
    bool whole;             /* nothing was left out: else all below is worthless */
    bool done[MOST_STEPS];  /* the step was done on some way */
    bool stuck[MOST_STEPS]; /* from some state with this step due no end is reached */
    documents_set never[MOST_STEPS], sometimes[MOST_STEPS], later[MOST_STEPS]; /* B301, B302, B309 */
    documents_set unread[MOST_STEPS], overwritten[MOST_STEPS];                 /* B303, B304 */
};

/* Explores the family's SOP of that number. Each SOP's `file` is its number in the family. */
void explore(struct explored *explored, struct family *family, uint8_t number, struct arena *arena);

#endif
