/* A case folded from bytes, and its ledger beside it. */
#ifndef PROPERTY_FOLDING_H
#define PROPERTY_FOLDING_H

#include "property/ledger.h"
#include "property/trial.h"

struct folding {
    struct trial *trial;
    struct state state;
    struct ledger ledger;
};

void folding_open(struct folding *folding, struct trial *trial);

/* The event into bytes and back, into the state and into the ledger; must(): they agree. */
void folding_take(struct folding *folding, const struct event *event);

/* May cases of the family go round for ever, all answers being Ya? Such a play is long. */
bool folding_is_endless(const struct family *family);

#endif
