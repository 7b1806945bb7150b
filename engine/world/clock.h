/* The clock, for measuring alone: what happens in a case never depends on it. */
#ifndef WORLD_CLOCK_H
#define WORLD_CLOCK_H

/* Seconds of a clock that only goes forward. */
double clock_seconds(void);

#endif
