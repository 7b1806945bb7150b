/* libFuzzer target: a stranger's bytes as a CSV file.
 *
 * Every row ends behind where it began, its cells lie in the file or in the arena, none of them is written that there is
 * no room for, and lines count up. The first byte says how much room there is. */
#include "api/csv.h"
#include "base/must.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum { ROOM = 1000 };
    static struct text cells[ROOM];
    struct arena arena = ARENA_INIT;
    struct csv csv = csv_of(size ? (struct text){(const char *)data + 1, size - 1} : (struct text){0});
    struct csv_row row = {.cells = cells, .room = size ? data[0] : ROOM};
    size_t rest = csv.rest.len, line = 0, total = 0;
    while (csv_next(&csv, &row, &arena)) {
        must(csv.rest.len < rest && csv.line > line);
        rest = csv.rest.len;
        line = csv.line;
        for (size_t i = 0; i < row.n && i < row.room; i++)
            total += row.cells[i].len;
        must(total <= size);
    }
    must(!arena.failed && csv.rest.len == 0);
    arena_release(&arena);
    return 0;
}
