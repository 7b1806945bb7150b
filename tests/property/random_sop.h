/* Random SOPs that `check` finds no fault with in how they are written: every construct of the language, each where it
 * may stand. They need not make sense otherwise: a document may be demanded that nobody makes, a step be one that
 * nothing reaches. Two things are left out: steps that skip each other for ever, which cost a hundred thousand events
 * each time, and more than a few levels of calls. */
#ifndef PROPERTY_RANDOM_SOP_H
#define PROPERTY_RANDOM_SOP_H

#include "property/draft.h"
#include "property/draws.h"

void random_sops(struct draft *draft, struct draws *draws);

#endif
