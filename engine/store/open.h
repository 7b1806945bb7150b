/* store_open with another program's versions: for tests of what a later version does. */
#ifndef STORE_OPEN_H
#define STORE_OPEN_H

#include "store/migrate.h"

enum store_status store_open_as(struct store **store, const char *path, enum store_mode mode, struct open_as as,
                                struct store_why *why);

#endif
