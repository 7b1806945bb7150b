/* What a SOP hands back to whoever calls it: the documents in hand when it ends. */
#ifndef CHECK_ENDS_H
#define CHECK_ENDS_H

#include "model/sop.h"

struct ways;

/* Sets of the SOP's own documents, in its arena. */
struct ends {
    const uint64_t *surely;  /* in hand on every ending path */
    const uint64_t *maybe;   /* in hand on some ending path */
    const uint64_t *kept;    /* never taken out of hand: there at the end if they were at the start */
    const struct ways *ways; /* for the way that ends without one of them */
};

#endif
