/* A SOP and those that it calls: read from text by the real reader, linked and compiled. */
#ifndef PROPERTY_FAMILY_H
#define PROPERTY_FAMILY_H

#include "model/sop.h"
#include "property/draft.h"

struct family {
    struct arena *arena;
    struct findings findings;
    struct region *region;
    struct text region_text, texts[MOST_SOPS];
    struct sop *sops[MOST_SOPS];
    uint8_t n;
    const struct sop *main; /* the last of them */
};

/* Writes the draft's files and reads them. must(): not one finding. */
void family_read(struct family *family, struct arena *arena, const struct draft *draft);

#endif
