#include "property/draws.h"

void draws_again(struct draws *draws)
{
    draws->state = draws->seed;
    draws->at = 0;
    draws->n_pieces = 0;
    buf_clear(&draws->taken);
}

void draws_number(struct draws *draws, uint64_t seed)
{
    draws->seed = seed;
    draws->is_told = false;
    draws_again(draws);
}

void draws_tell(struct draws *draws, struct text bytes)
{
    draws->told = bytes;
    draws->is_told = true;
    draws_again(draws);
}

void draws_release(struct draws *draws) { buf_release(&draws->taken); }

/* splitmix64: any seed will do. */
static uint8_t next_numbered(struct draws *draws)
{
    uint64_t z = draws->state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return (uint8_t)(z >> 56);
}

static uint8_t next_told(const struct draws *draws)
{
    return draws->at < draws->told.len ? (uint8_t)draws->told.at[draws->at] : 0;
}

static uint8_t draw(struct draws *draws)
{
    uint8_t byte = draws->is_told ? next_told(draws) : next_numbered(draws);
    draws->at++;
    buf_byte(&draws->taken, byte);
    return byte;
}

uint32_t draws_below(struct draws *draws, uint32_t n) { return draw(draws) % n; }

bool draws_once_in(struct draws *draws, uint32_t n) { return draw(draws) % n == n - 1; }

size_t draws_begin(struct draws *draws)
{
    if (draws->n_pieces < MOST_PIECES)
        draws->pieces[draws->n_pieces] = (struct draws_piece){draws->at, draws->at};
    return draws->n_pieces++;
}

void draws_end(struct draws *draws, size_t piece, size_t least)
{
    if (piece >= MOST_PIECES)
        return;
    while (draws->at - draws->pieces[piece].from < least)
        draw(draws);
    draws->pieces[piece].to = draws->at;
}

int draws_of(struct draws *draws, uint32_t set)
{
    uint32_t nth = set ? draws_below(draws, (uint32_t)__builtin_popcount(set)) : 0;
    for (int i = 0; i < 32; i++)
        if (set >> i & 1 && nth-- == 0)
            return i;
    return -1;
}
