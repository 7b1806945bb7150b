/* A table that fits its terminal: columns as wide as they need; where they do not fit, those that may give are cut, in
 * their order, then set under their row in as many lines as they need, so that nothing is lost. A column without any
 * text is not shown. */
#ifndef TOOLS_TABLE_H
#define TOOLS_TABLE_H

#include "out.h"

enum { TABLE_COLUMNS = 8, TABLE_CELL = 2000 };

struct table;

/* Writes a cell's text into TABLE_CELL bytes of `to`. */
typedef void table_cell(const struct table *table, const json_t *item, int column, char *to);

struct table_column {
    const char *head;
    int gives;    /* 1 gives first, each number once; 0 never gives */
    size_t least; /* as narrow may it be cut */
};

struct table {
    const struct cli *cli;
    const struct table_column *columns; /* the first never gives */
    int n;
    const json_t *items;
    table_cell *cell;
    bool zoned; /* the caller's own */
};

void print_table(const struct table *table);

#endif
