#include "page_text.h"

#include <stdio.h>
#include <string.h>

#include "out.h"

enum { INDENT = 2, GAP = 2, MOST_COLUMNS = 16, MOST_PART = 30 };

/* --- breaking lines --- */

/* One line as it is printed; each of its at most PAGE_COLUMNS characters takes at most four bytes. */
struct line {
    char text[PAGE_COLUMNS * 4 + 1];
};

static bool is_blank(char byte) { return byte == ' ' || byte == '\n'; }
static bool continues(const char *at) { return ((unsigned char)*at & 0xC0) == 0x80; }

/* How many bytes of the text fit in that many columns, up to a good place to break it: a blank, and within a cell
 * behind
 * `/` or `-`, too; all of it where it fits. */
static size_t fitting(const char *text, size_t columns, bool cell)
{
    size_t at = 0, good = 0;
    for (size_t column = 0; text[at] && column < columns; column++) {
        if (is_blank(text[at]) && at)
            good = at;
        else if (cell && (text[at] == '/' || text[at] == '-') && at)
            good = at + 1;
        for (at++; text[at] && continues(text + at);)
            at++;
    }
    return !text[at] || is_blank(text[at]) || !good ? at : good;
}

/* The next line of a text; `*text` moves behind it and behind the blanks at which it was broken. */
static struct line next_line(const char **text, size_t columns, bool cell)
{
    struct line line;
    size_t len = fitting(*text, columns, cell);
    const char *rest = *text + len;
    snprintf(line.text, sizeof line.text, "%.*s", (int)len, *text);
    for (char *at = line.text; *at; at++)
        *at = is_blank(*at) ? ' ' : *at;
    *text = rest + strspn(rest, " \n");
    return line;
}

static void print_wrapped(const struct cli *cli, enum colour colour, const char *text, int indent)
{
    do {
        struct line line = next_line(&text, (size_t)(PAGE_COLUMNS - indent), false);
        out("%*s", indent, "");
        out_in(cli, colour, line.text);
        out("\n");
    } while (*text);
}

/* --- tables --- */

struct columns {
    const char *align;
    size_t n;
    size_t width[MOST_COLUMNS];
    size_t least[MOST_COLUMNS]; /* of what cannot be broken */
    size_t body[MOST_COLUMNS];  /* without the head */
};

/* The longest part of a text that has no place to break it; a very long one is broken anywhere. */
static size_t longest_part(const char *text)
{
    size_t longest = 0, width = 0;
    for (; *text; text++) {
        bool breaks = is_blank(*text) || *text == '/' || *text == '-';
        width += !continues(text) && !is_blank(*text);
        longest = width > longest ? width : longest;
        width = breaks ? 0 : width;
    }
    return longest < MOST_PART ? longest : MOST_PART;
}

static const char *cell_of(const json_t *row, size_t column)
{
    const char *text = json_string_value(json_array_get(row, column));
    return text ? text : "";
}

static void widen(size_t *width, size_t to) { *width = to > *width ? to : *width; }

static void measure(struct columns *columns, const json_t *rows, bool head)
{
    size_t i;
    const json_t *row;
    json_array_foreach (rows, i, row)
        for (size_t c = 0; c < columns->n; c++) {
            widen(&columns->width[c], text_width(cell_of(row, c)));
            widen(&columns->least[c], longest_part(cell_of(row, c)));
            widen(&columns->body[c], head && i == 0 ? 0 : text_width(cell_of(row, c)));
        }
}

static size_t table_width(const struct columns *columns)
{
    size_t width = INDENT;
    for (size_t c = 0; c < columns->n; c++)
        width += columns->width[c] + (c ? GAP : 0);
    return width;
}

/* The widest column that can give way, or their number. A head is broken before what stands under it. */
static size_t widest(const struct columns *columns, bool heads)
{
    size_t found = columns->n;
    for (size_t c = 0; c < columns->n; c++) {
        size_t floor = heads && columns->body[c] > columns->least[c] ? columns->body[c] : columns->least[c];
        if (columns->width[c] > floor && (found == columns->n || columns->width[c] > columns->width[found]))
            found = c;
    }
    return found;
}

static void squeeze(struct columns *columns)
{
    while (table_width(columns) > PAGE_COLUMNS) {
        size_t c = widest(columns, true);
        c = c < columns->n ? c : widest(columns, false);
        if (c == columns->n)
            return;
        columns->width[c]--;
    }
}

static void print_cell(const struct cli *cli, const struct line *line, size_t width, bool right, bool bold)
{
    size_t own = text_width(line->text);
    int blanks = own < width ? (int)(width - own) : 0;
    out("%*s", right ? blanks : 0, "");
    out_in(cli, bold ? BOLD : PLAIN, line->text);
    out("%*s", right ? 0 : blanks, "");
}

/* One line of a row; false once nothing is left of any cell. */
static bool print_row_line(const struct cli *cli, const struct columns *columns, const char **rest, bool bold)
{
    size_t last = 0;
    for (size_t c = 0; c < columns->n; c++)
        last = *rest[c] ? c + 1 : last;
    if (last == 0)
        return false;
    out("%*s", INDENT, "");
    for (size_t c = 0; c < last; c++) {
        struct line line = next_line(&rest[c], columns->width[c], true);
        bool right = columns->align[c] == 'r';
        out("%*s", c ? GAP : 0, "");
        print_cell(cli, &line, c + 1 == last && !right ? 0 : columns->width[c], right, bold);
    }
    out("\n");
    return true;
}

static void print_row(const struct cli *cli, const struct columns *columns, const json_t *row, bool bold)
{
    const char *rest[MOST_COLUMNS];
    for (size_t c = 0; c < columns->n; c++)
        rest[c] = cell_of(row, c);
    while (print_row_line(cli, columns, rest, bold))
        ;
}

static void print_table(const struct cli *cli, const json_t *block)
{
    const json_t *rows = json_object_get(block, "rows"), *row;
    struct columns columns = {.align = text_at(block, "align")};
    bool head = json_is_true(json_object_get(block, "head"));
    size_t i;
    columns.n = strlen(columns.align) < MOST_COLUMNS ? strlen(columns.align) : MOST_COLUMNS;
    measure(&columns, rows, head);
    squeeze(&columns);
    json_array_foreach (rows, i, row)
        print_row(cli, &columns, row, head && i == 0);
}

/* --- blocks --- */

static enum colour tone_colour(const char *tone)
{
    return strcmp(tone, "good") == 0 ? GREEN : strcmp(tone, "bad") == 0 ? RED : BOLD;
}

static void print_block(const struct cli *cli, const json_t *block, bool first)
{
    const char *kind = text_at(block, "kind"), *text = text_at(block, "text");
    if (strcmp(kind, "table") == 0) {
        print_table(cli, block);
    } else if (strcmp(kind, "verdict") == 0) {
        out("\n");
        print_wrapped(cli, tone_colour(text_at(block, "tone")), text, 0);
        out("\n");
    } else if (strcmp(kind, "heading") == 0) {
        out("%s", first ? "" : "\n");
        print_wrapped(cli, BOLD, text, 0);
    } else {
        bool title = strcmp(kind, "title") == 0, line = strcmp(kind, "line") == 0;
        print_wrapped(cli, title ? BOLD : PLAIN, text, title || line ? 0 : INDENT);
    }
}

void print_page(const struct cli *cli, const json_t *blocks)
{
    size_t i;
    const json_t *block;
    json_array_foreach (blocks, i, block)
        print_block(cli, block, i == 0);
}

void print_page_break(void)
{
    out("\n");
    for (int i = 0; i < PAGE_COLUMNS; i++)
        out("─");
    out("\n\n");
}
