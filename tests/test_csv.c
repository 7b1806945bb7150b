/* Rows of a CSV file: what a cell is, which line a row stands on, and that strangers' bytes are read safely. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "api/csv.h"

enum { ROOM = 4 };

/* "LINE:cell|cell LINE:cell", with "|of N" where there are more than there is room for; a row that cannot be read as
 * "LINE!". */
static void read_as(struct text bytes, char *to, size_t size)
{
    struct arena arena = ARENA_INIT;
    struct text cells[ROOM];
    struct csv csv = csv_of(bytes);
    struct csv_row row = {.cells = cells, .room = ROOM};
    size_t used = 0;
    *to = '\0';
    while (csv_next(&csv, &row, &arena)) {
        used += (size_t)snprintf(to + used, size - used, "%s%zu%s", used ? " " : "", csv.line, row.n ? ":" : "!");
        for (size_t i = 0; i < row.n && i < ROOM; i++)
            used += (size_t)snprintf(to + used, size - used, "%s%.*s", i ? "|" : "", (int)cells[i].len,
                                     cells[i].len ? cells[i].at : "");
        if (row.n > ROOM)
            used += (size_t)snprintf(to + used, size - used, "|of %zu", row.n);
        assert_true(used < size);
    }
    assert_false(arena.failed);
    arena_release(&arena);
}

static void expect_rows(const char *csv, const char *expected)
{
    char rows[400];
    read_as(text_of(csv), rows, sizeof rows);
    assert_string_equal(rows, expected);
}

static void cells_are_cut_at_separators(void **state)
{
    (void)state;
    expect_rows("", "");
    expect_rows("\n\r\n\r", "");
    expect_rows("a", "1:a");
    expect_rows("a,b\nc,d\n", "1:a|b 2:c|d");
    expect_rows("a,b\r\nc,\r\n", "1:a|b 2:c|");
    expect_rows("a,b\rc,d", "1:a|b 2:c|d");
    expect_rows(" a , b ", "1:a|b");
    expect_rows(",", "1:|");
    expect_rows("\xEF\xBB\xBF"
                "a;b\n1,5;c",
                "1:a|b 2:1,5|c");
    expect_rows("a,b;c", "1:a|b;c");
    expect_rows("a\n\n\nb", "1:a 4:b");
}

static void quotes_hold_everything(void **state)
{
    (void)state;
    expect_rows("\"a,b\",c", "1:a,b|c");
    expect_rows("\"a\"\"b\"", "1:a\"b");
    expect_rows("\"\",x", "1:|x");
    expect_rows("\"a\nb\",c\nd", "1:a\nb|c 3:d");
    expect_rows("\" a \"", "1: a ");
    expect_rows("a\"b", "1:a\"b");
}

static void what_cannot_be_read_stops_no_other_row(void **state)
{
    (void)state;
    expect_rows("\"a,b\nc,d", "1! 2:c|d");
    expect_rows("\"a\"b,c\nd", "1! 2:d");
    expect_rows("1,2,3,4,5,6\na", "1:1|2|3|4|of 6 2:a");
    expect_rows("1,2,3,4\na", "1:1|2|3|4 2:a");
}

static void every_byte_may_be_another(void **state)
{
    static const char csv[] = "\xEF\xBB\xBFkey,sop\r\n\"a\"\"b\",\"c\nd\"\n,\"x\"\n\ne,f";
    static const char signs[] = {'"', ',', ';', '\n', '\r', '\0', 'x', '\xEF'};
    (void)state;
    for (size_t len = 0; len < sizeof csv; len++)
        for (size_t at = 0; at < len; at++)
            for (size_t s = 0; s < sizeof signs; s++) {
                char rows[400], *exact = malloc(len); /* so that a byte too far is noticed */
                memcpy(exact, csv, len);
                exact[at] = signs[s];
                read_as((struct text){exact, len}, rows, sizeof rows);
                free(exact);
            }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_are_cut_at_separators),
        cmocka_unit_test(quotes_hold_everything),
        cmocka_unit_test(what_cannot_be_read_stops_no_other_row),
        cmocka_unit_test(every_byte_may_be_another),
    };
    return cmocka_run_group_tests_name("csv", tests, NULL, NULL);
}
