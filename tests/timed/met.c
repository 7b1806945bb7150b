#include "timed/properties.h"

const struct met_row met_rows[METS] = {
#define MET(name, least, what) {#name ": " what, least},
#include "timed/met.def"
#undef MET
};

size_t met_counts[METS];
static bool met_now[METS];

void met_clear(void)
{
    for (int i = 0; i < METS; i++)
        met_now[i] = false;
}

void met(enum met what)
{
    met_counts[what] += !met_now[what];
    met_now[what] = true;
}
