/* What each Tidak that goes back adds, until the case is behind its decision again. */
#ifndef TIMED_REWORK_H
#define TIMED_REWORK_H

#include "timed/ways.h"

struct again {
    struct text step, back_to; /* paths */
    const struct sop *sop;
    bool late;    /* no way comes to it without an earlier Tidak that goes back */
    bool ends;    /* on some way the decision is come behind again */
    bool endless; /* on some way it never is */
    bool skipped; /* on some way it is skipped when it falls due again */
    int64_t min_ms, max_ms;
};

struct agains {
    struct again *at;
    uint32_t n;
};

/* One for each path and SOP: on ways without an earlier Tidak that goes back; for what only others come to, on these.
 */
struct agains rework_find(const struct graph *graph, struct arena *arena);

#endif
