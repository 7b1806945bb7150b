/* What the rows of `make bench` share, and the files that print them. */
#ifndef BENCH_BENCH_H
#define BENCH_BENCH_H

#include "api/library.h"
#include "bench/measure.h"

struct bench {
    struct library library;
    const struct region *region;   /* of `kaltim` */
    const struct sop *lock, *lost; /* penerbitan-lock, and hilang, which calls two others */
    struct text lock_bytes;
    char *program; /* the path of `baku` */
};

/* Each prints its lines; false when something is broken, with the reason on stderr. */
bool bench_run(const struct bench *bench);    /* cases in memory */
bool bench_read(const struct bench *bench);   /* bytes to a plan */
bool bench_check(const struct bench *bench);  /* checking, against reading */
bool bench_audit(const struct bench *bench);  /* the time audit */
bool bench_linear(const struct bench *bench); /* do cost and size grow alike? */
bool bench_store(const struct bench *bench);  /* the store */
bool bench_cases(const struct bench *bench);  /* commands over the store */
bool bench_start(const struct bench *bench);  /* the whole program */

/* The SOP in `yaml`, compiled, in `arena`; NULL when it has an error. */
const struct sop *bench_compile(const struct bench *bench, struct arena *arena, struct text yaml);

bool broken(const char *what); /* false */

/* Measures both sides and prints the line of that promise; false, told, where one is broken. */
bool print_measured(const char *row, const char *unit, struct side ours, struct side floor, double wanted);

/* How many cases a full store has: as BAKU_BENCH_CASES tells, where that is at least `least`, else `otherwise`. */
int64_t many_cases(int64_t least, int64_t otherwise);

#endif
