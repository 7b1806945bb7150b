/* Where a byte stands for a person: line and column, both from 1, columns in code points; and the excerpt that is
 * shown under a finding. The only place that computes either. */
#ifndef BASE_PLACE_H
#define BASE_PLACE_H

#include "base/finding.h"

struct place {
    size_t line, column;
};

/* The place of byte `at` in `text`; bytes past the end count as the end. A line ends with LF, CR LF or CR. */
struct place place_of(struct text text, size_t at);

/* The same for places that mostly come in order: it goes on from the last one, and from the start for one before it.
 * `text` is the caller's, everything else begins as zero. */
struct place_cursor {
    struct text text;
    size_t at, line_start, line; /* line 0: not begun */
};

struct place place_next(struct place_cursor *cursor, size_t at);

struct excerpt {
    struct text line;   /* the line without its break, borrowed; of a long one a window around the part meant */
    size_t cut;         /* code points of the line that stand before the window */
    size_t from, count; /* the part to underline, in code points of the window; count is at least 1 */
};

/* The line in which `span` starts, and which part of it the span covers. At most EXCERPT_POINTS are shown. */
enum { EXCERPT_POINTS = 240 };
struct excerpt excerpt_of(struct text text, struct span span);

#endif
