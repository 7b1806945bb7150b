/* The norms of the activities that several SOPs share: where the sheets state different durations. */
#ifndef API_NORMS_H
#define API_NORMS_H

#include "api/answer.h"

struct norms {
    struct report *report;
    struct arena *scratch;
    const struct sop *const *sops; /* without errors */
    size_t n;
    bool details;
};

/* Puts "shared", "agreed", "norms" and "alone" (baku_compare.h) into the document; nothing where memory is out, which
 * the report shows. */
void norms_put(const struct norms *norms, json_t *document);

#endif
