/* What happened in the cases that a store keeps, SOP by SOP: how long they took, and how often the answer was Tidak.
 *
 * - A case counts for the SOP of which it was started, whatever the revision; a called SOP's own cases are others.
 * - Times are working time on the clock that the audited SOP's region has now, one measure for all cases, between the
 *   moments at which things really happened (`--at`, else when they were recorded); whole milliseconds.
 * - A case that ended takes from its start to its end. Cancelled and open ones are not among these.
 * - A step takes from falling due to being completed, each time that it is completed, in every case, open ones too. A
 *   call step is completed when it is left; what was skipped or ran out was not completed. Where a case was moved to
 *   another revision, each step counts by the path that it had when it was completed, and one that was due at the move
 *   has been so since before it.
 * - Of n values in order the median is number ceil(n / 2) and P90 number ceil(9 n / 10), counted from 1 (nearest rank):
 *   each is a value that was seen.
 *
 * The log is read up to the head that was seen first, a page at a time: no writer waits for more than one page. */
#ifndef API_OBSERVED_H
#define API_OBSERVED_H

#include "api/answer.h"
#include "api/audit_words.h"

struct observed_times {
    size_t n; /* 0: the others say nothing */
    int64_t median_ms, p90_ms;
};

struct observed_step {
    struct text path;      /* `STEP`, or `CALLSTEP/STEP` */
    size_t n;              /* how often it was completed */
    size_t asked, tidak;   /* how often with an answer, and with that one */
    struct observed_times took;
};

struct observed {
    enum audit_words no_time; /* why nothing can be timed; WORDS_COUNT: it can */
    size_t cases, ended;
    struct observed_times elapsed; /* of those that ended */
    size_t within;                 /* of these, no longer than the claim */
    struct years guessed;          /* in which time was counted as if they had no holidays */
    const struct observed_step *steps; /* those that were completed, in the order of the SOP's list */
    size_t n_steps;
};

/* Reads the handle's store: an entry for each of the SOPs, which are distinct and without errors, in `arena`. YES, or
 * the answer is given. */
enum baku_status observe(struct baku *baku, struct library_sop *const *sops, size_t n, const struct observed **observed,
                         struct arena *arena, struct baku_answer *answer);

/* The rank of the nearest-rank quantile `tenths` / 10 among n > 0 values, from 1. */
size_t nearest_rank(size_t n, size_t tenths);

#endif
