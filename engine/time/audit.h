/* The time audit of a SOP: what its steps add up to, beside what its sheet claims (language: Keys of a SOP, `claims`).
 *
 * All totals are working time in whole milliseconds; steps that state no time, or time on the wall (`hari kalender`),
 * add nothing and are listed apart. A call takes the called SOP's own time, a parallel step that of its longest branch.
 * Everything here is a pure function of linked definitions without errors (check/check.h: CHECKED_ALL).
 *
 * How a case goes, for an audit: every needed document is there, nothing expires. At a decision it takes Ya or Tidak,
 * at a call one of the callees, at the start each optional document is brought or not; a step whose `unless` document
 * is in hand is skipped and takes no time. A Tidak *goes back* as sop_goes_back (model/sop.h) has it. */
#ifndef TIME_AUDIT_H
#define TIME_AUDIT_H

#include "base/status.h"
#include "model/sop.h"
#include "time/total.h"

/* The first that holds (language: `claims`). */
enum claim_verdict {
    CLAIM_NONE, /* no total is claimed, or none that can be compared: in another unit, or the straight path is cut */
    CLAIM_LOWER_BOUND, /* a step on the straight path states no time */
    CLAIM_EXACT,       /* both ends of the claim are those of the straight path */
    CLAIM_VARIANT,     /* it lies within the straight path's range, or is one of its values for some called SOP */
    CLAIM_WRONG,
};

/* One way through a SOP. */
struct way {
    struct texts steps;   /* `KEY`, `KEY [tidak]`, `CALLSTEP/KEY`; skipped and call steps are not among them */
    struct texts answers; /* `PATH=ya` or `PATH=tidak`, as asked, in order: as `baku run --answer` takes them */
    struct texts choices; /* `PATH=SOP`, where a call has several */
    struct texts with; /* optional documents that it brings, of those on which the way depends: `DOC`, `CALLSTEP/DOC` */
    struct total elapsed;
    bool cut; /* it has more steps than are written down (LIMIT AUDIT_STEPS) */
};

struct rework {
    struct text step, back_to; /* paths */
    const struct sop *sop;     /* in which they stand */
    struct total adds;         /* until the case is behind the decision again, all Ya; ENDLESS: it does not return */
};

/* What happens when each Tidak that goes back has this probability. Index 0: every duration at its lower end; 1: at
 * its upper end. */
struct expected {
    double rate;
    bool known; /* else the rate is 1, some case may never end, or there is too much to be worked out */
    double mean_ms[2], stddev_ms[2];
    bool kept_known; /* else it is not known, nothing is claimed to compare with, or there is too much to be worked out
                      */
    double kept[2];  /* the share of cases that take at most the claim: 0 with durations at their upper ends */
};

struct actor_work {
    struct text actor, title;
    bool applicant;
    struct total work; /* on the straight path; branches added up */
};

struct call_time {
    struct text step;
    const struct sop *callee;
    struct duration stated;
    struct total own; /* the callee's straight path, as it is called here */
    bool unknown;     /* a step on it states no time: it is a lower bound */
};

struct wall_time {
    struct text path; /* of a step, or of a document with a `valid_for` */
    bool is_document;
    struct duration time;
};

/* A stretch of the straight path on one kind of clock: working time, or time on the wall. Branches that run beside each
 * other are one stretch of each. */
struct leg {
    enum duration_sort sort; /* WORK or WALL */
    int64_t ms;
};

struct legs {
    const struct leg *at;
    size_t n;
    bool cut; /* more than LIMIT AUDIT_STEPS */
};

/* `--rate STEP=R`: the probability of Tidak at a decision, whether it goes back or not. */
struct told_rate {
    struct text step; /* its path: `KEY` or `CALLSTEP/KEY` */
    double rate;
};

struct audit_options {
    const double *rates; /* between 0 and 1, both allowed */
    size_t n_rates;
    const struct told_rate *told;
    size_t n_told;
};

struct audit {
    const struct sop *sop;
    enum claim_verdict verdict;
    struct duration hours_expected; /* the claimed total in hours, rounded half up to two decimals; NONE: no claim */
    struct total printed_sum;       /* every row of the list that states a time, call steps too */
    struct total straight;          /* all Ya: both ends where durations, called SOPs or optional documents differ */
    struct total shortest, longest; /* without a Tidak that goes back: `min_ms` of one, `max_ms` of the other tells */
    struct way straight_way, shortest_way, longest_way; /* straight: one that takes longest */
    struct legs legs[2];   /* of a straight way that takes least, and of one that takes longest */
    struct texts unknown;  /* paths of steps that state no time, each SOP's once */
    struct texts timeless; /* those on the straight path, with one of which its total is only the least */
    struct way *ways;      /* without a Tidak that goes back; at most LIMIT AUDIT_PATHS */
    size_t n_ways;
    double ways_in_all;    /* how many there are; infinite where they go round */
    struct rework *rework; /* at most LIMIT AUDIT_REWORK */
    size_t n_rework;
    bool rework_cut;
    struct expected *expected; /* one a rate */
    size_t n_expected;
    struct actor_work *actors;
    size_t n_actors;
    struct call_time *calls;
    size_t n_calls;
    struct wall_time *wall;
    size_t n_wall;
};

/* The part of an audit that the findings B4 need: verdict, hours_expected, printed_sum, straight, calls; in `arena`.
 * Only memory can fail. */
enum status audit_claim(struct audit *audit, const struct sop *sop, struct arena *arena);

/* Audits the SOP; everything that `audit` gets lives in `arena`. Only memory can fail. */
enum status audit_sop(struct audit *audit, const struct sop *sop, const struct audit_options *options,
                      struct arena *arena);

#endif
