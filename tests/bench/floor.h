/* The floors: what nobody could do with less. They stand in a file of their own, so that no compiler sees through them
 * from where they are called. */
#ifndef BENCH_FLOOR_H
#define BENCH_FLOOR_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

/* A definition as a bare table: which step follows which answer, 0 being Ya. A case is at its end at FLOOR_END. */
enum { FLOOR_STEPS = 16, FLOOR_END = FLOOR_STEPS };

struct floor_table {
    uint8_t next[FLOOR_STEPS][2];
    uint8_t decision; /* the step that every fifth case answers with one Tidak */
};

/* Walks the cases and does nothing else; how many steps that took. */
uint64_t floor_walk(const struct floor_table *table, uint64_t cases);

/* The same with a record of 300 bytes a step and its SHA-256; false when OpenSSL refuses. */
bool floor_walk_digests(const struct floor_table *table, uint64_t cases, uint64_t *steps);

/* libyaml alone: every event made and deleted; how many, 0 when it refuses the text. */
uint64_t floor_parse(struct text yaml);

#endif
