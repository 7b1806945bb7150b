/* Counterparts: which steps of several SOPs are the same activity, as each sheet states it.
 *
 * Two steps of different SOPs are counterparts
 *   - when their keys are equal: whoever wrote the SOPs says so, and nothing else is asked; or
 *   - when their activities say the same, each of them at no other step of its own SOP.
 * Counterparts of counterparts are counterparts, too; but where equal activities would put two steps of one SOP
 * together in that way, they join nothing: that sheet tells the two apart, and only keys count there.
 *
 * Activities say the same when they have the same letters and digits in the same order, whatever their case (of ASCII
 * letters), and with anything of blanks, line breaks, quotes, brackets, hyphens, slashes and punctuation marks between
 * the words; the items of a list are read one after the other. A mark between two digits counts (`0,5`), and so do
 * signs such as `<`, `+` and `%`. Words that are merely alike, or stand in another order, are never taken for the same:
 * a counterpart that is missed is seen on the sheets, one that is none makes an auditor compare two different things.
 */
#ifndef MODEL_COUNTERPART_H
#define MODEL_COUNTERPART_H

#include "base/status.h"
#include "model/sop.h"

/* A step of one of the SOPs. */
struct counterpart {
    uint32_t sop; /* its place among those asked about */
    uint16_t step;
    uint32_t words; /* equal where activities say the same; 0: it has none */
};

/* The steps that are one activity, at most one of a SOP, in the order of the SOPs. */
struct counterparts {
    const struct counterpart *at;
    size_t n;
};

/* All steps of all the SOPs, each once, in the order of the first SOP in which an activity stands and of its place
 * there.
 */
struct activities {
    const struct counterparts *at;
    size_t n;
};

/* Finds the counterparts among the steps of `n` SOPs that were read without an error. What `activities` gets lives in
 * `arena`. Only memory can fail. */
enum status counterparts_find(struct activities *activities, const struct sop *const *sops, size_t n,
                              struct arena *arena);

#endif
