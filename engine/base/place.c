#include "base/place.h"

static bool is_start(char byte) { return ((unsigned char)byte & 0xC0) != 0x80; }

static size_t points(const char *bytes, size_t len)
{
    size_t n = 0;
    for (size_t i = 0; i < len; i++)
        n += is_start(bytes[i]);
    return n;
}

/* Moves to byte `at`: its line's number, and where that line starts. */
static void move_to(struct place_cursor *cursor, size_t at)
{
    struct text text = cursor->text;
    if (cursor->line == 0 || at < cursor->at)
        *cursor = (struct place_cursor){.text = text, .line = 1};
    for (; cursor->at < at; cursor->at++) {
        size_t i = cursor->at;
        bool breaks = text.at[i] == '\n' || (text.at[i] == '\r' && (i + 1 >= text.len || text.at[i + 1] != '\n'));
        if (breaks) {
            cursor->line_start = i + 1;
            cursor->line++;
        }
    }
}

struct place place_next(struct place_cursor *cursor, size_t at)
{
    move_to(cursor, at < cursor->text.len ? at : cursor->text.len);
    size_t before = cursor->at - cursor->line_start;
    return (struct place){cursor->line, points(cursor->text.at + cursor->line_start, before) + 1};
}

struct place place_of(struct text text, size_t at)
{
    struct place_cursor cursor = {.text = text};
    return place_next(&cursor, at);
}

static size_t line_start(struct text text, size_t at)
{
    while (at && text.at[at - 1] != '\n' && (text.at[at - 1] != '\r' || (at < text.len && text.at[at] == '\n')))
        at--;
    return at;
}

/* The byte that stands `count` code points behind byte `at`, or `end`. */
static size_t skip_points(struct text text, size_t at, size_t count, size_t end)
{
    while (count-- && at < end)
        do
            at++;
        while (at < end && !is_start(text.at[at]));
    return at;
}

static size_t line_end(struct text text, size_t at)
{
    while (at < text.len && text.at[at] != '\n' && text.at[at] != '\r')
        at++;
    return at;
}

struct excerpt excerpt_of(struct text text, struct span span)
{
    enum { FAR = 160, BEFORE = 80 };
    size_t from = span.start < text.len ? span.start : text.len;
    size_t start = line_start(text, from), end = line_end(text, from), column = points(text.at + start, from - start);
    struct excerpt excerpt = {.cut = column > FAR ? column - BEFORE : 0};
    excerpt.from = column - excerpt.cut;
    size_t window = skip_points(text, start, excerpt.cut, end);
    size_t close = skip_points(text, window, EXCERPT_POINTS, end), stop = span.end < close ? span.end : close;
    excerpt.line = (struct text){text.at + window, close - window};
    excerpt.count = stop > from ? points(text.at + from, stop - from) : 0;
    if (excerpt.count == 0)
        excerpt.count = 1;
    return excerpt;
}
