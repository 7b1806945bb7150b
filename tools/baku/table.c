#include "table.h"

#include <string.h>

enum { BETWEEN = 2, INDENT = 4, ELLIPSIS = 4 /* bytes */ };

static const char between[] = " · ";

typedef char cells[TABLE_COLUMNS][TABLE_CELL];

static void read_row(const struct table *table, const json_t *item, cells row)
{
    for (int c = 0; c < table->n; c++) {
        table->cell(table, item, c, row[c]);
        for (char *at = row[c]; *at; at++)
            *at = *at == '\n' ? ' ' : *at;
    }
}

/* What each column needs; 0 where nothing stands in it. */
static void measure(const struct table *table, size_t *needs)
{
    cells row;
    size_t i;
    const json_t *item;
    memset(needs, 0, sizeof *needs * (size_t)table->n);
    json_array_foreach (table->items, i, item) {
        read_row(table, item, row);
        for (int c = 0; c < table->n; c++) {
            size_t width = text_width(row[c]);
            needs[c] = width > needs[c] ? width : needs[c];
        }
    }
    for (int c = 0; c < table->n; c++) {
        size_t head = text_width(table->columns[c].head);
        needs[c] = needs[c] && needs[c] < head ? head : needs[c];
    }
}

static size_t width_of_all(const struct table *table, const size_t *widths)
{
    size_t sum = 0;
    for (int c = 0; c < table->n; c++)
        sum += widths[c] ? widths[c] + (sum ? BETWEEN : 0) : 0;
    return sum;
}

static int column_that_gives(const struct table *table, int nth)
{
    int c = 0;
    while (c < table->n && table->columns[c].gives != nth)
        c++;
    return c;
}

/* Cuts what gives, in its order, until all fits or no column can be cut any more. */
static bool cut(const struct table *table, size_t *widths, size_t most)
{
    size_t sum = width_of_all(table, widths);
    for (int nth = 1; nth < table->n && sum > most; nth++) {
        int c = column_that_gives(table, nth);
        if (c == table->n || widths[c] <= table->columns[c].least)
            continue;
        size_t over = sum - most, room = widths[c] - table->columns[c].least, less = over < room ? over : room;
        widths[c] -= less;
        sum -= less;
    }
    return sum <= most;
}

/* The widths in the row; 0: not in the row. */
static void fit(const struct table *table, const size_t *needs, size_t *widths)
{
    for (int out_of_row = 0; out_of_row <= table->n; out_of_row++) {
        for (int c = 0; c < table->n; c++) {
            int gives = table->columns[c].gives;
            widths[c] = gives && gives <= out_of_row ? 0 : needs[c];
        }
        if (cut(table, widths, out_width()))
            return;
    }
}

static void print_cells(const struct table *table, const size_t *widths, const char *const *texts)
{
    char clipped[TABLE_CELL + ELLIPSIS];
    size_t blanks = 0;
    for (int c = 0; c < table->n; c++) {
        if (widths[c] == 0)
            continue;
        text_clipped(texts[c], widths[c], clipped);
        if (*clipped) {
            out_padded("", blanks);
            out("%s", clipped);
            blanks = 0;
        }
        blanks += widths[c] + BETWEEN - text_width(clipped);
    }
    out("\n");
}

/* How many bytes of a text stand on a line of so many columns: all, or up to a blank, or as many as there is room for.
 */
static size_t fitting(const char *text, size_t columns)
{
    size_t len = 0, blank = 0, width = 0;
    for (; text[len]; len++) {
        bool begins = ((unsigned char)text[len] & 0xC0) != 0x80;
        if (text[len] == ' ')
            blank = len;
        if (begins && width++ == columns)
            return blank ? blank : len;
    }
    return len;
}

/* In as many lines as it needs. */
static void print_under(const char *text)
{
    do {
        size_t len = fitting(text, out_width() - INDENT);
        out_padded("", INDENT);
        out("%.*s\n", (int)len, text);
        text += len + strspn(text + len, " ");
    } while (*text);
}

/* Under the row: what is not in it, what gives last first; a cell that does not fit on the line begins its own. */
static void print_rest(const struct table *table, const size_t *widths, cells row)
{
    char line[TABLE_COLUMNS * (TABLE_CELL + 4)];
    size_t used = 0;
    for (int nth = table->n; nth > 0; nth--) {
        int c = column_that_gives(table, nth);
        if (c == table->n || widths[c] || !*row[c])
            continue;
        if (used && text_width(line) + text_width(between) + text_width(row[c]) > out_width() - INDENT) {
            print_under(line);
            used = 0;
        }
        used += (size_t)snprintf(line + used, sizeof line - used, "%s%s", used ? between : "", row[c]);
    }
    if (used)
        print_under(line);
}

void print_table(const struct table *table)
{
    cells row;
    const char *texts[TABLE_COLUMNS];
    size_t needs[TABLE_COLUMNS], widths[TABLE_COLUMNS], i;
    const json_t *item;
    measure(table, needs);
    fit(table, needs, widths);
    for (int c = 0; c < table->n; c++)
        texts[c] = table->columns[c].head;
    print_cells(table, widths, texts);
    json_array_foreach (table->items, i, item) {
        read_row(table, item, row);
        for (int c = 0; c < table->n; c++)
            texts[c] = row[c];
        print_cells(table, widths, texts);
        print_rest(table, widths, row);
    }
}
