/* What holds for the times of every SOP. */
#ifndef TIMED_PROPERTIES_H
#define TIMED_PROPERTIES_H

#include "property/trial.h"
#include "timed/graph.h"

/* What the trials have met. */
enum met {
#define MET(name, least, what) MET_##name,
#include "timed/met.def"
#undef MET
    METS,
};

struct met_row {
    const char *name;
    unsigned least; /* in how many of 1,000 trials at least */
};

extern const struct met_row met_rows[METS];
extern size_t met_counts[METS];

void met(enum met what);

/* What the real interpreter does with a random case, the graph has too, in the same time. */
void property_followed(struct trial *trial);

#endif
