/* A clean sheet's region, the two SOPs that it may call, and the sheet itself, read and checked from text. */
#ifndef PROPERTY_OFFICE_H
#define PROPERTY_OFFICE_H

#include "check/check.h"
#include "property/clean.h"

enum { OFFICE_SOPS = 3, OFFICE_MAIN = 2 }; /* the sheet is the last; so it is the last file */

struct office {
    struct arena *arena;
    struct findings findings;
    struct region *region;
    struct sop *sops[OFFICE_SOPS]; /* NULL where nothing could be read */
    enum checked checked[OFFICE_SOPS];
};

/* `text` is the sheet's file. must(): the region and the SOPs that are called have no finding. */
void office_read(struct office *office, struct arena *arena, const struct sheet *sheet, struct text text);

#endif
