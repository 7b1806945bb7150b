/* Who may do what: nobody anything, unless a grant says so. */
#ifndef API_PERMIT_H
#define API_PERMIT_H

#include "model/sop.h"
#include "store/store.h"

/* The actor who adds users, publishes, moves, cancels and erases, everywhere. */
#define ADMINISTRATOR TEXT("administrator")

/* Does the person have that very grant? A removed one has none. */
bool permit_grant(const struct store_person *person, const struct store_grant *grant);

bool permit_administration(const struct store_person *person);

/* May the person act as the actor of that key in that region? An administrator is no actor. */
bool permit_actor(const struct store_person *person, struct text actor, struct text region);

/* May the person act as any actor of the SOP, in its region? */
bool permit_sop(const struct store_person *person, const struct sop *sop);

#endif
