/* Faults planted into a clean sheet, one for each code of findings. */
#ifndef PROPERTY_PLANT_H
#define PROPERTY_PLANT_H

#include "base/finding.h"
#include "property/clean.h"

/* Plants the fault; false where the sheet has no place for it (it may be changed nevertheless). `buf` gets the file. */
bool plant(enum finding_code code, const struct sheet *clean, struct draws *draws, struct sheet *sheet,
           struct buf *buf);

/* Is there a fault to plant for this code? */
bool plant_knows(enum finding_code code);

#endif
