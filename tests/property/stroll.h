/* A case of a SOP that passed its checks, worked on with random answers, choices and optional documents. */
#ifndef PROPERTY_STROLL_H
#define PROPERTY_STROLL_H

#include "model/sop.h"
#include "property/draws.h"

enum stroll {
    STROLL_ENDED,
    STROLL_STOPPED, /* it goes round for long, or an input has run out at a step without `expired` */
    STROLL_MISSING, /* a step was refused for a missing document: never */
};

/* Brings all given documents, also to a SOP that is called. */
enum stroll stroll(const struct sop *sop, struct draws *draws, struct arena *arena);

#endif
