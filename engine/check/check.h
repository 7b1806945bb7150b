/* What is wrong with a SOP that reads well: flow (B2), hand-offs (B3), the title page (B5), and the waivers (B108).
 *
 * Passes go in waves, as the reader's do. Wave 1, flow, relies on a SOP that was read and linked without an error. Wave
 * 2, hand-offs, relies on a flow without an error: every step is reached, from every step some path ends. It relies,
 * too, on the results of each SOP that is called: so SOPs are checked callees first. Title page and secrets stand apart
 * and need wave 0 alone. Waivers come last, when all others have looked, too: they are judged by what was found.
 *
 * Everything here is a pure function of definitions; nothing is printed, nothing is looked up. */
#ifndef CHECK_CHECK_H
#define CHECK_CHECK_H

#include "base/status.h"
#include "model/legal.h"
#include "model/sop.h"

/* How far the checks of a SOP have come. */
enum checked {
    CHECKED_FORM,    /* it has errors of form or names: nothing more was looked for */
    CHECKED_FLOW,    /* a step is not reached or never ends: hand-offs were not looked for */
    CHECKED_CALLEES, /* a SOP that it calls could not be judged: hand-offs were not looked for */
    CHECKED_ALL,
};

/* A SOP and where to put what is found. `arena` is the definition's own: paths and texts of findings live in it. */
struct checker {
    struct sop *sop;
    const struct legal *legal; /* the instruments that are known; n 0: none */
    struct texts known;        /* the names of all SOPs; n 0: not known */
    struct arena *arena;
    struct findings *findings;
    size_t waypoints, searches; /* for paths so far: begin as 0 */
};

/* Checks a SOP that was read and linked without an error and whose callees have been judged. Only memory can fail. */
enum status check_sop(struct checker *c, enum checked *checked);

/* Judges the waivers by all that was found in the SOP, accepts what they accept, and compiles the plan that they leave.
 * Only memory can fail. */
enum status check_waivers(struct checker *c, enum checked checked);

/* For a SOP that was not checked, having errors of form or names: its waivers accept what can be accepted. */
void check_accept(const struct sop *sop, struct findings *findings);

/* Checks what a region states for all its SOPs, at its own file, whose number is `file`: the title page (B501-B507),
 * secrets (B508), and what its SOPs have no word in. The region was read without an error; `c->sop` is not looked at.
 */
enum status check_region(const struct checker *c, const struct region *region, uint32_t file);

/* A region all of whose SOPs have been checked whole. */
struct region_checked {
    const struct region *region;
    uint32_t file;
    const bool *files; /* by number: the region's, and those of its SOPs */
};

/* B108 for the region's waivers that accept nothing, neither at its file nor in any of its SOPs. */
void check_region_waivers(const struct region_checked *region, struct findings *findings);

#endif
