/* The suite that any store must pass, on SQLite. */
#include "store/suite.h"

int main(void) { return suite_run(); }
