/* A draft as the files that authors write. */
#ifndef PROPERTY_SOP_TEXT_H
#define PROPERTY_SOP_TEXT_H

#include "base/buf.h"
#include "property/draft.h"

/* The region's file, and the file of a SOP, `sopN`. */
void sop_text_region(struct buf *to, const struct draft *draft);
void sop_text(struct buf *to, const struct draft *draft, uint8_t number);

#endif
