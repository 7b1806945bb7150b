#include "table.h"

#include <stdlib.h>
#include <string.h>

enum { BETWEEN = 2, LEAST = 8, LAST = 24 };

/* Widths of all columns, at most `most` in all with the blanks between them: the last column, which says least, gives
 * first, then always the widest of those that are not kept. */
static void fit(const struct table *table, size_t *widths, size_t most)
{
    int last = table->columns - 1;
    for (;;) {
        size_t sum = (size_t)last * BETWEEN;
        int widest = last;
        for (int c = 0; c <= last; c++) {
            sum += widths[c];
            widest = c >= table->kept && widths[c] > widths[widest] ? c : widest;
        }
        if (widths[last] > LAST)
            widest = last;
        if (sum <= most || widths[widest] <= LEAST)
            return;
        widths[widest]--;
    }
}

static void measure(const struct cli *cli, const struct table *table, size_t *widths)
{
    char text[TABLE_CELL];
    size_t i;
    const json_t *item;
    for (int c = 0; c < table->columns; c++)
        widths[c] = text_width(table->heads[c]);
    json_array_foreach (table->items, i, item)
        for (int c = 0; c < table->columns; c++) {
            size_t width = text_width(table->cell(cli, item, c, text, sizeof text));
            widths[c] = width > widths[c] ? width : widths[c];
        }
}

static void print_row(const struct table *table, const size_t *widths, const char *const *cells)
{
    char clipped[TABLE_CELL * 4];
    for (int c = 0; c < table->columns; c++) {
        text_clipped(cells[c], widths[c], clipped);
        if (c + 1 < table->columns)
            out_padded(clipped, widths[c] + BETWEEN);
        else
            out("%s", clipped);
    }
    out("\n");
}

void print_table(const struct cli *cli, const struct table *table)
{
    char texts[TABLE_COLUMNS][TABLE_CELL];
    const char *cells[TABLE_COLUMNS];
    size_t widths[TABLE_COLUMNS], i;
    const json_t *item;
    measure(cli, table, widths);
    fit(table, widths, out_width());
    print_row(table, widths, table->heads);
    json_array_foreach (table->items, i, item) {
        for (int c = 0; c < table->columns; c++)
            cells[c] = table->cell(cli, item, c, texts[c], sizeof texts[c]);
        print_row(table, widths, cells);
    }
}
