/* A store of an earlier version is carried over: on a copy, in one transaction, step by step; the copy then takes the
 * original's place. Until that moment the original is as it was, and nobody writes into it. */
#ifndef STORE_MIGRATE_H
#define STORE_MIGRATE_H

#include "store/store.h"

/* What makes version `from` + 1 of `from`. Afterwards the file has the schema of that version word for word (schema.h):
 * ALTER TABLE ADD COLUMN writes the column behind the table's last, in the words of the step; whatever else changes a
 * table makes it anew under another name, fills it and renames it. */
struct migration {
    int from;
    const char *sql;
};

/* The path from every version that ever was to this one; `sql` NULL ends it. */
extern const struct migration store_migrations[];

/* What a file is opened as. */
struct open_as {
    int version;
    const struct migration *steps;
    const char *schema; /* of that version */
};

/* Carries the file over to that version; FOREIGN where no path leads there. */
enum store_status migrate_store(const char *path, struct open_as as, struct store_why *why);

#endif
