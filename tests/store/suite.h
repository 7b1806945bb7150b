/* What every store promises, written against store.h alone: any store must pass it. */
#ifndef TESTS_STORE_SUITE_H
#define TESTS_STORE_SUITE_H

/* Runs all; how many failed. */
int suite_run(void);

#endif
