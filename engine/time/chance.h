/* How likely a case ends in each exit, and its time then: the absorbing Markov chain of a course in which every answer
 * is possible.
 *
 * Situations are taken out of the chain one after the other, the ways through each being put together, until the start
 * leads to exits alone. Kept is the mean and the variance of every way, not their moments, and what is left over is
 * added up, never subtracted: no digit is lost to cancellation. */
#ifndef TIME_CHANCE_H
#define TIME_CHANCE_H

#include "time/audit.h"
#include "time/course.h"

/* A way of the chain: its probability, and the mean and variance of its time at both ends of durations, in
 * milliseconds. */
struct chance {
    double p, mean[2], variance[2];
};

/* The probabilities at hand: of a Tidak that goes back, and those told by path. The told ones are sorted by path; what
 * is told for steps inside one call stands in a row, and `skip` bytes of those paths have been gone. */
struct odds {
    double rate;
    const struct told_rate *told;
    size_t n_told, skip;
    size_t *merges; /* so far, of all chains */
};

struct chances {
    bool known;           /* else a case may never end, or there is too much to be worked out */
    struct chance *exit;  /* per exit */
    struct odds odds;     /* that they are for */
    struct chances *next; /* of the same course, for other odds */
};

/* The probability of Tidak at each step, in `arena`. NULL: memory is out. */
double *odds_of_steps(const struct matters *matters, const struct odds *odds, struct arena *arena);

/* What is told for steps inside that call step. */
struct odds odds_inside(const struct odds *odds, struct text step);

/* Are these the same, so that what was worked out for the one holds for the other? */
bool odds_agree(const struct odds *a, const struct odds *b);

/* Sorts what is told, what is told later behind. False: memory is out. */
bool odds_sort(struct told_rate *told, size_t n, struct arena *scratch);

/* Of a course of all answers that is not cut; kept in `course->chances`. NULL: memory is out. */
const struct chances *chance_of(struct course *course, const struct odds *odds, struct arena *arena);

/* The probability of a turn that is no call's; `tidak` as odds_of_steps has it. */
double chance_turn(const struct course *course, const struct turn *turn, const double *tidak);

/* Forgets the chances of all courses, for another rate. */
void chance_forget(struct atlas *atlas);

#endif
