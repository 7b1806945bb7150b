/* A store of an earlier version is carried over: on a copy, in one transaction, step by step; the copy then takes the
 * original's place. Until that moment the original is as it was, and nobody writes into it. */
#ifndef STORE_MIGRATE_H
#define STORE_MIGRATE_H

#include "store/store.h"

/* What makes version `from` + 1 of `from`. */
struct migration {
    int from;
    const char *sql;
};

/* The path from every version that ever was to this one; `sql` NULL ends it. */
extern const struct migration store_migrations[];

/* Carries the file over to `version`; FOREIGN where no path leads there. */
enum store_status migrate_store(const char *path, const struct migration *steps, int version, struct store_why *why);

#endif
