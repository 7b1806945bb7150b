/* Running cases in memory: what a SOP does, step by step. */
#ifndef BAKU_RUN_H
#define BAKU_RUN_H

#include "baku.h"

/* What is told for one step (`STEP`, or `CALLSTEP/STEP` inside a call): one value for each time that it is due. */
struct baku_told {
    const char *step;
    const char *const *values;
    size_t n;
};

/* How the case is to go. Everything may be left zero: then every answer is Ya, a choice takes the first SOP, nothing
 * expires, and all given documents are brought but the optional ones. */
struct baku_run_options {
    const struct baku_told *answers; /* values "ya" and "tidak" */
    size_t n_answers;
    const struct baku_told *choices; /* values are SOP names */
    size_t n_choices;
    const char *const *expire; /* steps whose input runs out; named twice: the first two times */
    size_t n_expire;
    const char *const *without; /* given documents that are not brought */
    size_t n_without;
    const char *const *with; /* optional ones that are */
    size_t n_with;
    const char *scenario; /* a scenario's file: what it tells is told as well; NULL: none */
};

/* Runs one case to its end, or to where it is refused. Documents are stand-ins: nothing is proved.
 *
 *     {"sop","ended","elapsed","steps":[{"step","actor","answer","elapsed"}],"documents":[…],
 *     "refused":[{"step","missing":[{"document","from_step","from_actor"}]}]}
 *
 * "steps" are the completed ones in order, their "elapsed" the time so far, a call counting with what its SOP takes;
 * "documents" are those in hand at the end. Time on the wall (`hari kalender`) is not working time: it is added up in
 * "wall" beside "elapsed", where there is any. NO when the case did not end, or when the SOP has errors (the answer is
 * then that of baku_check); UNKNOWN when an option names what does not exist. */
BAKU_PUBLIC enum baku_status baku_run(struct baku *baku, const char *sop, const struct baku_run_options *options,
                                      struct baku_answer *answer);

/* Runs that many cases one after the other, every fifth with one Tidak at each decision that goes back, and measures:
 *
 *     {"cases","steps","cases_per_s","steps_per_s"}
 *
 * NO when a case did not end; "stopped_at" is then the step that refused it, or null where it would never end. */
BAKU_PUBLIC enum baku_status baku_run_cases(struct baku *baku, const char *sop, uint64_t cases,
                                            struct baku_answer *answer);

#endif
