/* Random scripts for a family's main SOP: answers, choices and inputs that run out at any depth, documents left out. */
#ifndef PROPERTY_RANDOM_SCRIPT_H
#define PROPERTY_RANDOM_SCRIPT_H

#include "property/draws.h"
#include "property/family.h"
#include "run/play.h"

/* `*wrong`: it names something that is not there, on purpose. The plainest script tells nothing. */
struct script random_script(struct draws *draws, struct arena *arena, const struct family *family, bool *wrong);

/* The script as a scenario's file. */
void script_text(struct buf *to, const struct script *script, struct text sop);

#endif
