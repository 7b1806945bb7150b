/* Speeds as ratios: our work and its floor, measured turn by turn in the same run, and the lines that they give.
 *
 * A floor is the least that any program would have to do for the same result. Machines differ and are shared; the
 * ratio to a floor measured a moment before hardly does. Each side's best round counts: noise only ever slows down. */
#ifndef BENCH_MEASURE_H
#define BENCH_MEASURE_H

#include <stdbool.h>
#include <stdint.h>

/* Does something `times` times; false when what came out is not what had to come out. */
typedef bool work(void *self, uint64_t times);

struct side {
    work *work;
    void *self;
    uint64_t times; /* in one round: about a tenth of a second's worth */
    double units;   /* what one time counts for: 1 case, so many bytes */
};

/* Units a second of both sides, each at its best; false when either is broken. Without a floor (`work` NULL) its rate
 * is 0. */
struct rates {
    double ours, floor;
};
bool measure(const struct side *ours, const struct side *floor, struct rates *best);

enum sense { AT_LEAST, AT_MOST, FOR_INFORMATION };

/* One line of the table. `floor` and `ratio` 0: there is none; the promise is then about `ours`. */
struct line {
    const char *row, *unit;
    double ours, floor, ratio;
    enum sense sense;
    double wanted;
};

void print_head(void);
void print_line(const struct line *line);

/* The line of a promise that our rate is at least `wanted` times the floor's. */
void print_rates(const char *row, const char *unit, struct rates rates, double wanted);

#endif
