#include "base/nearest.h"

enum { LONGEST = NEAREST_LONGEST };

/* How far apart two names may be and still be called near: a third of the written name, at least one. */
static size_t budget(size_t len) { return len < 3 ? 1 : (len + 2) / 3; }

struct nearest nearest_to(struct text wanted)
{
    return (struct nearest){.wanted = wanted, .distance = budget(wanted.len) + 1};
}

static char fold(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c == '_' || c == ' ' ? '-' : c; }

static size_t least(size_t a, size_t b) { return a < b ? a : b; }

/* The distance, or `enough` as soon as it cannot be less. */
static size_t distance(struct text a, struct text b, size_t enough)
{
    size_t rows[3][LONGEST + 1];
    for (size_t j = 0; j <= b.len; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= a.len; i++) {
        size_t *row = rows[i % 3], *above = rows[(i - 1) % 3], *above2 = rows[(i + 1) % 3];
        size_t lowest = row[0] = i;
        for (size_t j = 1; j <= b.len; j++) {
            char x = fold(a.at[i - 1]), y = fold(b.at[j - 1]);
            row[j] = least(above[j - 1] + (x != y), least(above[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && x == fold(b.at[j - 2]) && y == fold(a.at[i - 2]))
                row[j] = least(row[j], above2[j - 2] + 1);
            lowest = least(lowest, row[j]);
        }
        if (lowest > enough)
            return enough;
    }
    return rows[a.len % 3][b.len];
}

void nearest_try(struct nearest *nearest, struct text known)
{
    struct text wanted = nearest->wanted;
    if (wanted.len >= 4 && known.len > wanted.len && nearest->distance > 1 &&
        text_eq(wanted, (struct text){known.at, wanted.len})) {
        nearest->distance = 1; /* cut off rather than mistyped */
        nearest->best = known;
        return;
    }
    size_t apart = wanted.len > known.len ? wanted.len - known.len : known.len - wanted.len;
    if (wanted.len == 0 || wanted.len > LONGEST || known.len > LONGEST || apart >= nearest->distance)
        return;
    size_t d = distance(wanted, known, nearest->distance);
    if (d < nearest->distance) {
        nearest->distance = d;
        nearest->best = known;
    }
}
