/* Does every row say what its digest says? */
#ifndef STORE_VERIFY_H
#define STORE_VERIFY_H

#include "store/handle.h"

/* Leaves with their hashes and places, payloads with what their leaf names, files with their digests, up to the head as
 * it is first seen, in reads of at most STORE_PAGE rows, so that writers go on. OK, with the first that does not as
 * `*complaint` in `arena` (else empty), or the failure. */
enum store_status store_verify(struct store *store, struct text *complaint, struct arena *arena);

#endif
