/* What may not stand together: parallel branches are straight, calls decide nothing, `unless` hands over one document.
 */
#ifndef READ_CONSTRUCT_H
#define READ_CONSTRUCT_H

#include "read/sop_reader.h"

/* B204: `name` is not allowed where it stands (`where`). */
void construct_refuse(struct sop_reader *s, struct span span, struct text name, enum phrase where);

/* How a step stands: inside a branch; with branches of its own; with a call. The first that fits holds. */
enum construct { CONSTRUCT_BRANCH, CONSTRUCT_PARALLEL, CONSTRUCT_CALL };

/* Is the key of a step refused (B204) there? */
bool construct_forbids(enum construct construct, enum key key);

/* The keys of one step against each other, and its actor (B007). */
void construct_check(struct sop_reader *s, uint16_t step);

/* No document may be made by two branches of this parallel step: which of them came last would be nobody's intent. */
void construct_check_branches(struct sop_reader *s, const struct step *outer);

/* A step with `unless` hands over that document alone. */
void construct_check_unless(struct sop_reader *s, uint16_t i, const struct step *step);

#endif
