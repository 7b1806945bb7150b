/* The clocks: one for measuring alone, one that says when a command was given. */
#ifndef WORLD_CLOCK_H
#define WORLD_CLOCK_H

#include <stdint.h>

/* Seconds of a clock that only goes forward. */
double clock_seconds(void);

/* Milliseconds since 1970-01-01T00:00Z by the clock on the wall, which may be set back. */
int64_t clock_now(void);

#endif
