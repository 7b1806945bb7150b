/* A property tried where a broken must() does not end the program, and a failure made small. */
#ifndef PROPERTY_CAUGHT_H
#define PROPERTY_CAUGHT_H

#include "property/trial.h"

/* Which must() was broken; `condition` NULL: none was. */
struct broken {
    const char *condition, *file;
    int line;
};

/* Makes the trial's SOPs and tries the property on them. */
struct broken caught(struct trial *trial, property *holds);

/* The draws of a failure, and how it fails. */
struct failure_found {
    property *holds;
    struct broken broken;
    struct buf sop, run;
    size_t tries; /* how many variants were tried */
};

/* From a trial that has just failed: the shortest and smallest draws that still break the same must(), by taking pieces
 * away and making bytes smaller until neither helps any more. */
struct failure_found shrink(struct trial *trial, property *holds, struct broken broken);

/* The trial of those draws, which `found` must outlive. */
void failure_tell(struct trial *trial, const struct failure_found *found);

void failure_release(struct failure_found *found);

#endif
