/* Copies that a kill left unfinished: `NAME.new-`, `NAME.next-` or `NAME.part-` with sixteen hexadecimal digits behind
 * it. They may be whole stores, with what was erased since. */
#ifndef STORE_LEFTOVERS_H
#define STORE_LEFTOVERS_H

#include "base/arena.h"
#include "base/text.h"

/* Those of the store at `path`, by their names in its folder: 0, or an errno. */
int leftovers_find(const char *path, struct texts *names, struct arena *arena);

/* Take away what nobody has touched for a day and what begins as a store does: of the store at `path`, and at once what
 * is only another name of it; and beside a copy that is to be made there all unfinished copies, whose names say their
 * day and come only once. What cannot be taken away stays. */
void leftovers_drop(const char *path);
void leftovers_drop_copies(const char *path);

#endif
