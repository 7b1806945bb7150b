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

struct chances {
    bool known;          /* else a case may never end, or there is too much to be worked out */
    struct chance *exit; /* per exit */
};

/* The probabilities at hand: of a Tidak that goes back, and those told by path; a path is what is left of it here. */
struct odds {
    double rate;
    const struct told_rate *told;
    size_t n_told;
};

/* Of a course of all answers that is not cut. Where nothing is told they are kept in `course->chances`. NULL: memory is
 * out. */
const struct chances *chance_of(struct course *course, const struct odds *odds, struct arena *arena);

/* The probability of a turn that is no call's. */
double chance_turn(const struct course *course, const struct turn *turn, const struct odds *odds);

/* What is told for steps inside that call step. False: memory is out. */
bool odds_inside(struct odds *inside, const struct odds *odds, struct text step, struct arena *arena);

/* Forgets the chances of all courses, for another rate. */
void chance_forget(struct atlas *atlas);

#endif
