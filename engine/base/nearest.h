/* "Did you mean": the known name that a mistyped one is nearest to.
 *
 * The distance is Damerau-Levenshtein in its restricted form (insert, delete, replace, swap neighbours), by bytes,
 * blind to the case of ASCII letters; a name that begins with what was written counts as one apart. Names longer than
 * 64 bytes are never near otherwise. */
#ifndef BASE_NEAREST_H
#define BASE_NEAREST_H

#include "base/text.h"

enum { NEAREST_LONGEST = 64 };

struct nearest {
    struct text wanted; /* what was written */
    struct text best;   /* the nearest so far; empty: none is near enough */
    size_t distance;    /* of best */
};

struct nearest nearest_to(struct text wanted);

/* Considers one known name. Among equally near names the first considered wins. */
void nearest_try(struct nearest *nearest, struct text known);

#endif
