/* What holds for the times of every SOP. */
#ifndef TIMED_PROPERTIES_H
#define TIMED_PROPERTIES_H

#include "property/trial.h"
#include "time/audit.h"

/* What the trials have met. */
enum met {
#define MET(name, least, what) MET_##name,
#include "timed/met.def"
#undef MET
    METS,
};

struct met_row {
    const char *name;
    unsigned least; /* in how many of 1,000 trials at least */
};

extern const struct met_row met_rows[METS];
extern size_t met_counts[METS];

/* Notes that the trial has met it, once. `met_clear`: a new trial. */
void met(enum met what);
void met_clear(void);

/* What the real interpreter does with a random case, the judge's graph has too, in the same time. */
void property_followed(struct trial *trial);

/* An audit says what the judge says: totals, ways, work, rework, expected times, shares kept. */
void property_audited(struct trial *trial);

/* Makes an audit wrong before it is judged: to show that this is found. NULL: it stays as it is. */
extern void (*audited_spoil)(struct audit *audit);

#endif
