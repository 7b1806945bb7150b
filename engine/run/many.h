/* Many cases of one SOP, one after the other: the interpreter's own speed (`run --cases N`, `make bench`). */
#ifndef RUN_MANY_H
#define RUN_MANY_H

#include "base/status.h"
#include "run/interpreter.h"

struct many {
    uint64_t cases, steps, events; /* done */
    struct refusal refusal;        /* of the case that stopped it; NONE: all ended */
    bool cut;                      /* a case went past LIMIT RUN_STEPS */
    size_t state_size;             /* bytes of the state, at its largest */
};

/* Sees every event, in order, before it is applied; NULL: nobody looks. */
typedef void many_watch(void *self, const struct event *event);

/* Runs `cases` cases with every given document brought and every answer Ya, but in every fifth case one Tidak at each
 * decision whose Tidak goes back; of several callees the first. Every hand-off is checked, versions are kept. */
enum status many_run(struct many *many, const struct sop *sop, uint64_t cases, many_watch *watch, void *self);

#endif
