/* Cases from a CSV file, while they are started. */
#ifndef API_IMPORT_H
#define API_IMPORT_H

#include "api/csv.h"
#include "api/perform.h"
#include "base/map.h"

/* The columns that are no documents. */
enum column { COLUMN_KEY, COLUMN_SOP, COLUMN_TITLE, COLUMN_FIXED };

/* A row on its way to a case; its strings end with NUL, in the batch's arena. */
struct planned {
    size_t line;
    const char *key, *sop;
    struct baku_deed deed;
    struct text *bytes;
    json_t *said; /* the error for which it cannot even be tried, or NULL */
};

struct import {
    struct desk *desk;
    const struct baku_deed *deed; /* who, when and with what note */
    const char *folder;           /* of the file, resolved: documents are read from there and below alone */
    struct csv csv;
    struct csv_row row;
    struct arena lasting;
    const char **names; /* of the columns */
    size_t n_columns, fixed[COLUMN_FIXED];
    struct map keys; /* of the rows so far: the line of each */
    struct planned *rows;
    size_t n_rows, n_bytes;
    struct report report;
    json_t *items;
    size_t started, known, bad;
    size_t kept_started, kept_line; /* what is committed: cases, and up to which line */
};

/* Reads the first line: which column is which. UNKNOWN, answered, where key or sop is none of them, or where a column
 * has contents that no SOP of the file takes: that is told once, not with each row. */
enum baku_status import_head(struct import *m);

bool import_is_fixed(const struct import *m, size_t column);

/* Reads what the row that was read last asks for into `row`: its `said` where that makes no sense. */
enum baku_status import_row(struct import *m, struct planned *row);

/* An error as it is told of a row: {"message","help"}; NULL where memory is out, which the desk's arena then shows. */
json_t *import_error(struct import *m, enum error error, struct error_facts facts);

/* The error that was just answered, taken away again. */
json_t *import_take_error(struct desk *desk);

#endif
