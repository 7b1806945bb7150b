/* What all passes over flow and hand-offs look at: the ways of one SOP and what is in hand on them. */
#ifndef CHECK_SURVEY_H
#define CHECK_SURVEY_H

#include "check/report.h"
#include "check/ways.h"
#include "check/witness.h"

struct survey {
    struct checker *c;
    struct arena *scratch; /* ends with the checks */
    struct arena *brief;   /* ends with one finding: survey_brief() */
    struct ways ways;
    struct hands hands;
    uint64_t *ahead; /* inputs.c */
};

/* The documents in hand at a node on every way, and on some. */
static inline const uint64_t *survey_must(const struct survey *s, uint32_t node)
{
    return s->hands.must + node * s->hands.words;
}

static inline const uint64_t *survey_may(const struct survey *s, uint32_t node)
{
    return s->hands.may + node * s->hands.words;
}

/* Maps the ways of the SOP, with `first` (or NONE) before all other guards. False: memory is out. */
bool survey_make(struct survey *s, uint16_t first);

/* Empties the brief arena for the next finding; that its memory was out stays known. */
void survey_brief(struct survey *s);

/* Is the step skipped at this node whatever happened before? */
bool survey_skips(const struct survey *s, uint32_t node);

/* Can the edge hand the document over? What a call hands back of what it was passed must have been in hand. */
bool survey_makes(const struct survey *s, const struct edge *edge, uint16_t document);

/* Wave 1: B201, B202. */
void check_reach(struct survey *s);

/* No wave: what a step and its neighbours say of themselves. */
void check_decisions(struct checker *c); /* flow.c: B203 */
void check_columns(struct checker *c);   /* columns.c: B205, B206 */
void check_clocks(struct checker *c);    /* columns.c: B207, B208 */

/* Wave 2. */
void check_inputs(struct survey *s);      /* inputs.c: B301, B302, B309 */
void check_calls(struct survey *s);       /* calls.c: B302 at a call, B306 */
void check_uses(struct survey *s);        /* uses.c: B303, B307, B308 */
void check_overwritten(struct survey *s); /* overwritten.c: B304 */
void check_meetings(struct survey *s);    /* meetings.c: B305 */

/* What the SOP hands back to its callers, into `c->sop->ends`. False: memory is out. */
bool check_ends(struct survey *s);

#endif
