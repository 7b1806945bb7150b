#include "base/place.h"

static bool is_start(char byte) { return ((unsigned char)byte & 0xC0) != 0x80; }

static size_t points(const char *bytes, size_t len)
{
    size_t n = 0;
    for (size_t i = 0; i < len; i++)
        n += is_start(bytes[i]);
    return n;
}

/* Where the line that holds byte `at` starts; `*line` gets its number. */
static size_t line_start(struct text text, size_t at, size_t *line)
{
    size_t start = 0;
    *line = 1;
    for (size_t i = 0; i < at; i++) {
        bool breaks = text.at[i] == '\n' || (text.at[i] == '\r' && (i + 1 >= text.len || text.at[i + 1] != '\n'));
        if (breaks) {
            start = i + 1;
            ++*line;
        }
    }
    return start;
}

struct place place_of(struct text text, size_t at)
{
    struct place place;
    if (at > text.len)
        at = text.len;
    size_t start = line_start(text, at, &place.line);
    place.column = points(text.at + start, at - start) + 1;
    return place;
}

struct excerpt excerpt_of(struct text text, struct span span)
{
    size_t line, from = span.start < text.len ? span.start : text.len;
    size_t start = line_start(text, from, &line), end = start;
    while (end < text.len && text.at[end] != '\n' && text.at[end] != '\r')
        end++;
    size_t stop = span.end < end ? span.end : end;
    struct excerpt excerpt = {.line = {text.at + start, end - start}, .from = points(text.at + start, from - start)};
    excerpt.count = stop > from ? points(text.at + from, stop - from) : 0;
    if (excerpt.count == 0)
        excerpt.count = 1;
    return excerpt;
}
