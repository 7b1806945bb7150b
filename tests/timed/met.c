#include "timed/properties.h"

const struct met_row met_rows[METS] = {
#define MET(name, least, what) {#name ": " what, least},
#include "timed/met.def"
#undef MET
};

size_t met_counts[METS];

void met(enum met what) { met_counts[what]++; }
