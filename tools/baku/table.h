/* A table that fits its terminal: columns as wide as they need, those that may be are cut until all fit. */
#ifndef TOOLS_TABLE_H
#define TOOLS_TABLE_H

#include "out.h"

enum { TABLE_COLUMNS = 8, TABLE_CELL = 400 };

/* Writes a cell's text into `size` bytes of `to`, which it returns. */
typedef const char *table_cell(const struct cli *cli, const json_t *item, int column, char *to, size_t size);

struct table {
    const char *const *heads;
    int columns;
    int kept; /* so many first columns are never cut */
    const json_t *items;
    table_cell *cell;
};

void print_table(const struct cli *cli, const struct table *table);

#endif
