/* An audit and its judge, side by side. Each part must() agree, or ends there. */
#ifndef TIMED_AUDITING_H
#define TIMED_AUDITING_H

#include "property/trial.h"
#include "time/audit.h"
#include "timed/chain.h"
#include "timed/totals.h"

enum { MOST_RATES = 3, MOST_TOLD = 2 };

/* Once in so many, or all but once: 1.4e-14. */
#define EXTREME (1ul << 46)

struct auditing {
    struct trial *trial;
    struct graph graph;
    struct arena *arena;
    struct chance rates[MOST_RATES];
    struct told_chance told[MOST_TOLD];
    size_t n_told;
    struct audit audit;
};

/* Tells the trial's story what both say. */
void auditing_say(struct auditing *auditing, const char *what, struct total engine, struct ruled judge);

void totals_are_right(struct auditing *auditing);   /* straight, shortest, longest */
void ways_are_right(struct auditing *auditing);     /* each can be gone, no two are the same, and there are so many */
void work_is_right(struct auditing *auditing);      /* of each actor */
void rework_is_right(struct auditing *auditing);    /* of each decision whose Tidak goes back */
void outcomes_are_right(struct auditing *auditing); /* expected times and shares kept */
void claims_are_right(struct auditing *auditing);   /* the verdict and what it rests on, stretches, calls */
void words_are_right(struct auditing *auditing);    /* B402 names the called SOPs with their times, or none */

#endif
