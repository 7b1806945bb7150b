/* The text of schemas/store.sql, embedded by the build, and whether a file has it. */
#ifndef STORE_SCHEMA_H
#define STORE_SCHEMA_H

#include "store/handle.h"

extern const char store_schema[];

/* Has the file each table, index and trigger of the handle's schema, and no other? A table can be replaced by a view,
 * and a trigger added that takes away what was acknowledged: such a file is DAMAGED. The words are compared, without
 * comments, blanks and the quotes around plain names; in what order they were made does not matter. */
enum store_status schema_compare(struct store *store);

#endif
