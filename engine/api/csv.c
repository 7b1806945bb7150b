#include "api/csv.h"

#include <string.h>

struct csv csv_of(struct text bytes)
{
    struct csv csv = {.rest = bytes, .separator = ',', .next_line = 1};
    if (bytes.len >= 3 && memcmp(bytes.at, "\xEF\xBB\xBF", 3) == 0)
        csv.rest = (struct text){bytes.at + 3, bytes.len - 3};
    struct text after, first = text_cut(csv.rest, '\n', &after);
    if (text_find(first, ';') >= 0 && text_find(first, ',') < 0)
        csv.separator = ';';
    return csv;
}

static char peek(const struct csv *csv) { return csv->rest.len ? *csv->rest.at : '\0'; }

static void skip(struct csv *csv)
{
    csv->rest.at++;
    csv->rest.len--;
}

/* A line break at the front, taken; CR LF is one. */
static bool take_break(struct csv *csv)
{
    char sign = peek(csv);
    if (csv->rest.len == 0 || (sign != '\n' && sign != '\r'))
        return false;
    skip(csv);
    if (sign == '\r' && peek(csv) == '\n')
        skip(csv);
    csv->next_line++;
    return true;
}

static struct text plain_cell(struct csv *csv)
{
    size_t len = 0;
    while (len < csv->rest.len && csv->rest.at[len] != csv->separator && csv->rest.at[len] != '\n' &&
           csv->rest.at[len] != '\r')
        len++;
    struct text cell = {csv->rest.at, len};
    csv->rest = (struct text){csv->rest.at + len, csv->rest.len - len};
    return cell;
}

/* Where the quote that closes a cell stands, counted from the one that opens it; 0: nowhere. */
static size_t closing_quote(struct text cell)
{
    for (size_t i = 1; i < cell.len; i++)
        if (cell.at[i] == '"') {
            if (i + 1 == cell.len || cell.at[i + 1] != '"')
                return i;
            i++;
        }
    return 0;
}

/* A cell between quotes, its doubled ones made single; false where it is not closed. */
static bool quoted_cell(struct csv *csv, struct arena *arena, struct text *cell)
{
    size_t end = closing_quote(csv->rest), n = 0;
    char *to = end ? arena_alloc(arena, end) : NULL;
    for (size_t i = 1; to && i < end; i++) {
        csv->next_line += csv->rest.at[i] == '\n';
        to[n++] = csv->rest.at[i];
        i += csv->rest.at[i] == '"';
    }
    if (!to)
        return false;
    csv->rest = (struct text){csv->rest.at + end + 1, csv->rest.len - end - 1};
    *cell = (struct text){to, n};
    return true;
}

void csv_drop_line(struct csv *csv)
{
    csv->rest = csv->row;
    csv->next_line = csv->line;
    while (csv->rest.len && peek(csv) != '\n' && peek(csv) != '\r')
        skip(csv);
    take_break(csv);
}

static bool take_cell(struct csv *csv, struct csv_row *row, struct arena *arena)
{
    struct text cell = {0};
    if (peek(csv) == '"' && !quoted_cell(csv, arena, &cell))
        return false;
    if (!cell.at)
        cell = text_trim(plain_cell(csv));
    if (row->n < row->room)
        row->cells[row->n] = cell;
    row->n++;
    return csv->rest.len == 0 || peek(csv) == csv->separator || peek(csv) == '\n' || peek(csv) == '\r';
}

bool csv_next(struct csv *csv, struct csv_row *row, struct arena *arena)
{
    row->n = 0;
    while (take_break(csv))
        ;
    if (csv->rest.len == 0)
        return false;
    csv->line = csv->next_line;
    csv->row = csv->rest;
    for (;;) {
        if (!take_cell(csv, row, arena)) {
            row->n = 0;
            csv_drop_line(csv);
            return !arena->failed;
        }
        if (peek(csv) != csv->separator || csv->rest.len == 0)
            break;
        skip(csv);
    }
    take_break(csv);
    return !arena->failed;
}
