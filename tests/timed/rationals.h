/* Linear equations over the rationals, solved exactly. */
#ifndef TIMED_RATIONALS_H
#define TIMED_RATIONALS_H

#include <gmp.h>
#include <stddef.h>

/* a x = b, for `columns` many b at once. */
struct equations {
    size_t n, columns;
    mpq_t *a, *b; /* rows of n, rows of `columns` */
};

/* All 0. */
void equations_init(struct equations *equations, size_t n, size_t columns);

static inline mpq_t *equations_a(struct equations *e, size_t row, size_t column) { return &e->a[row * e->n + column]; }
static inline mpq_t *equations_b(struct equations *e, size_t row, size_t column)
{
    return &e->b[row * e->columns + column];
}

/* Puts each x in the place of its b; `a` is used up. must(): there is exactly one solution. */
void equations_solve(struct equations *equations);

void equations_release(struct equations *equations);

/* An array of zeros, and its end. */
mpq_t *rationals_new(size_t n);
void rationals_release(mpq_t *at, size_t n);

/* to += a b */
void rational_add_product(mpq_t to, const mpq_t a, const mpq_t b);

#endif
