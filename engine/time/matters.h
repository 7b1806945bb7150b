/* The documents on which a case's time depends, and no others.
 *
 * Time depends on a document only where a step is skipped because it is in hand (`unless`), where a branch need not
 * wait for it, or where it comes from or goes to such a document through a call. All others are taken as they come.
 * What is known of one that matters is one of three things; OPEN is an optional document of which nothing has yet
 * depended: it is decided when it is first looked at, which is the same as at the start, and keeps situations few. */
#ifndef TIME_MATTERS_H
#define TIME_MATTERS_H

#include "time/block.h"

enum hand { HAND_ABSENT, HAND_PRESENT, HAND_OPEN };

struct matters {
    const struct sop *sop;
    uint16_t n;
    const uint16_t *documents; /* ascending */
    uint16_t *number;          /* per document of the SOP: which of these it is, or NONE */
    const uint64_t *wanted;    /* documents of the SOP at which its caller looks when it ends */
    size_t words;              /* of a set of these */
    uint64_t *live;            /* per step, and the end: which may still be looked at */
    bool *goes_back;           /* per step: its Tidak does */
    struct block **blocks;     /* per step: of a parallel one, else NULL */
    struct matters **inner;    /* per call, callee by callee */
    uint32_t *first_inner;     /* per step */
};

/* All matters of one audit, each once. */
struct matters_table {
    struct arena *arena;
    struct map by_key;
    struct matters **at;
    size_t n, room;
};

/* What matters in `sop` when its caller looks at the documents `wanted` (a set; NULL: none) at its end. NULL: memory is
 * out. */
struct matters *matters_of(struct matters_table *table, const struct sop *sop, const uint64_t *wanted);

/* Does the step look at the document of that number: at once, or when it enters its callee `choice` (NONE: any)? */
bool matters_reads(const struct matters *matters, uint16_t step, uint16_t choice, uint16_t number);

#endif
