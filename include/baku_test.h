/* Scenarios: what a SOP must do, written beside it and run again whenever it changes. */
#ifndef BAKU_TEST_H
#define BAKU_TEST_H

#include "baku.h"

/* Runs scenarios: `paths` are scenario files, folders `scenarios`, regions, folders of regions, or the name of a region
 * or a SOP; none means the whole folder of regions.
 *
 *     {"passed","failed","results":[{"scenario","file","line","passed","differences":[{"line","message"}]}]}
 *
 * Lines are those of the scenario's file. What a scenario's `expect` leaves out is not compared; where it says neither
 * `ends` nor `refused`, the case must end. NO when a scenario differs or cannot be read; UNKNOWN when a path names
 * nothing or there is no scenario at all; FAILED when a file cannot be read. */
BAKU_PUBLIC enum baku_status baku_test(struct baku *baku, const char *const *paths, size_t n,
                                       struct baku_answer *answer);

#endif
