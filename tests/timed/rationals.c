#include "timed/rationals.h"

#include <stdlib.h>

#include "base/must.h"

mpq_t *rationals_new(size_t n)
{
    mpq_t *at = malloc((n ? n : 1) * sizeof *at);
    must(at);
    for (size_t i = 0; i < n; i++)
        mpq_init(at[i]);
    return at;
}

void rationals_release(mpq_t *at, size_t n)
{
    for (size_t i = 0; i < n; i++)
        mpq_clear(at[i]);
    free(at);
}

void rational_add_product(mpq_t to, const mpq_t a, const mpq_t b)
{
    mpq_t product;
    if (mpq_sgn(a) == 0 || mpq_sgn(b) == 0)
        return;
    mpq_init(product);
    mpq_mul(product, a, b);
    mpq_add(to, to, product);
    mpq_clear(product);
}

void equations_init(struct equations *e, size_t n, size_t columns)
{
    *e = (struct equations){.n = n, .columns = columns, .a = rationals_new(n * n), .b = rationals_new(n * columns)};
}

void equations_release(struct equations *e)
{
    rationals_release(e->a, e->n * e->n);
    rationals_release(e->b, e->n * e->columns);
}

static void swap_rows(struct equations *e, size_t one, size_t other)
{
    for (size_t i = 0; one != other && i < e->n; i++)
        mpq_swap(*equations_a(e, one, i), *equations_a(e, other, i));
    for (size_t i = 0; one != other && i < e->columns; i++)
        mpq_swap(*equations_b(e, one, i), *equations_b(e, other, i));
}

/* Takes `factor` times the pivot's row from `row`. */
static void subtract_row(struct equations *e, size_t row, size_t pivot, mpq_t factor)
{
    mpq_neg(factor, factor);
    for (size_t i = 0; i < e->n; i++)
        rational_add_product(*equations_a(e, row, i), factor, *equations_a(e, pivot, i));
    for (size_t i = 0; i < e->columns; i++)
        rational_add_product(*equations_b(e, row, i), factor, *equations_b(e, pivot, i));
}

static void divide_row(struct equations *e, size_t row, size_t pivot)
{
    mpq_t by;
    mpq_init(by);
    mpq_set(by, *equations_a(e, row, pivot));
    for (size_t i = 0; i < e->n; i++)
        mpq_div(*equations_a(e, row, i), *equations_a(e, row, i), by);
    for (size_t i = 0; i < e->columns; i++)
        mpq_div(*equations_b(e, row, i), *equations_b(e, row, i), by);
    mpq_clear(by);
}

/* Gauss and Jordan, from the last column to the first: what is near the end of a case has few neighbours. */
void equations_solve(struct equations *e)
{
    mpq_t factor;
    mpq_init(factor);
    for (size_t pivot = e->n; pivot-- > 0;) {
        size_t row = pivot;
        while (mpq_sgn(*equations_a(e, row, pivot)) == 0) {
            must(row > 0);
            row--;
        }
        swap_rows(e, row, pivot);
        divide_row(e, pivot, pivot);
        for (row = 0; row < e->n; row++) {
            mpq_set(factor, *equations_a(e, row, pivot));
            if (row != pivot && mpq_sgn(factor))
                subtract_row(e, row, pivot, factor);
        }
    }
    mpq_clear(factor);
}
