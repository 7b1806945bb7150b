/* Rows of a CSV file (RFC 4180), read in place.
 *
 *     file   = [BOM] row ((LF | CR LF | CR) row)*
 *     row    = cell (separator cell)*              the separator is `;` where the first line has one and no comma
 *     cell   = plain | '"' (any but '"' | '""')* '"'
 *
 * A quoted cell may hold separators and line breaks. Blank lines are passed over. */
#ifndef API_CSV_H
#define API_CSV_H

#include "base/arena.h"
#include "base/text.h"

struct csv {
    struct text rest;
    struct text row; /* from the row that was read last on */
    char separator;
    size_t line; /* of the row that was read last, from 1 */
    size_t next_line;
};

struct csv csv_of(struct text bytes);

/* One row; n 0: a row that cannot be read (a quote that is not closed, or text behind one that is). Of more cells than
 * there is room for `n` counts all, and the first are there. */
struct csv_row {
    struct text *cells;
    size_t n, room;
};

/* False behind the last row, and when memory is out (which the arena shows). Of a row that cannot be read only its first
 * line is dropped: a quote that is not closed must not take the rows behind it along. */
bool csv_next(struct csv *csv, struct csv_row *row, struct arena *arena);

/* Goes back behind the first line of the row that was read last. */
void csv_drop_line(struct csv *csv);

#endif
