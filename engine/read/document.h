/* Documents as a region or a SOP declares them. */
#ifndef READ_DOCUMENT_H
#define READ_DOCUMENT_H

#include "read/values.h"

/* All documents of a map (NULL: none), each from `key: title` or `key: {…}` and under the place `documents.KEY`;
 * `*by_key` gets their numbers. The csr of an `issued_for` must be among them. */
struct document *documents_read(struct reader *r, const struct node *map, struct map *by_key, size_t *count);

/* The type that a document must have where this key of it is written; NULL where any will do. */
const char *document_key_type(enum key key);

#endif
