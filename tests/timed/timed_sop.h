/* Random SOPs for the time audit: whose flow is mostly sound, with short norms in whole half minutes, so that the share
 * of cases within a claim can be counted out; and with what makes their time hard to know: documents on which the way
 * depends, brought, made, passed into calls and handed back; rework in called SOPs; branches that wait. */
#ifndef TIMED_TIMED_SOP_H
#define TIMED_TIMED_SOP_H

#include "property/draft.h"
#include "property/draws.h"

/* Once in eight times what random_sops makes, with shorter norms. */
void timed_sops(struct draft *draft, struct draws *draws);

#endif
