/* What libyaml accepts although YAML 1.2 does not: lax comments, indentation, dashes and blank lines.
 *
 * It watches libyaml's events in their order, looks at the bytes between them and at the raw text of scalars, allocates
 * nothing and takes time linear in the text. One thing is looser than the standard, because people write it and no
 * reader misunderstands it: a closing bracket may stand at the column of the key that it belongs to. */
#ifndef READ_STRICT_H
#define READ_STRICT_H

#include "base/finding.h"

enum strict_type {
    STRICT_PLAIN,
    STRICT_QUOTED,
    STRICT_BLOCK, /* a literal | or folded > text */
    STRICT_BLOCK_LIST,
    STRICT_FLOW_LIST,
    STRICT_BLOCK_MAP,
    STRICT_FLOW_MAP,
    STRICT_CLOSE,  /* the end of a list or map */
    STRICT_MARKER, /* stream or document, start or end */
};

struct strict_frame {
    size_t need; /* blanks that a line of a value in this collection needs */
    bool flow;   /* between brackets */
    bool map;
    bool value_next; /* of a map: the next node is a value, not a key */
};

struct strict {
    struct text text; /* without a byte order mark */
    size_t cursor;    /* every byte before it has been checked */
    size_t depth;
    struct strict_frame frames[MAX_DEPTH + 1]; /* frames[0] is the document */
};

/* Checks the bytes up to the end of an event that covers text[start, end). PHRASE_NONE, or what is wrong, and where.
 * After a refusal nothing further may be asked. */
enum phrase strict_event(struct strict *strict, enum strict_type type, struct span span, size_t *where);

#endif
