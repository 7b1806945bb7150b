/* The SOPs of a trial's family, checked callees first, as `baku check` does. */
#ifndef PROPERTY_JUDGED_H
#define PROPERTY_JUDGED_H

#include "check/check.h"
#include "property/trial.h"

struct judged {
    struct sop *sop;
    enum checked checked;
    const struct findings *findings; /* of the family */
    size_t from, to;                 /* those of this SOP */
};

void judge_family(struct judged *judged, struct trial *trial);

#endif
