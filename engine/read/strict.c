#include "read/strict.h"

#include <string.h>

static bool is_break(char byte) { return byte == '\n' || byte == '\r'; }
static bool is_blank(char byte) { return byte == ' ' || byte == '\t'; }

static size_t skip_spaces(struct text text, size_t at)
{
    while (at < text.len && text.at[at] == ' ')
        at++;
    return at;
}

static size_t skip_blanks(struct text text, size_t at)
{
    while (at < text.len && is_blank(text.at[at]))
        at++;
    return at;
}

static size_t skip_line(struct text text, size_t at, size_t end)
{
    while (at < end && !is_break(text.at[at]))
        at++;
    return at;
}

/* Between CR and LF counts as a line's start too: that line is empty and harmless. */
static bool starts_line(struct text text, size_t at) { return at == 0 || is_break(text.at[at - 1]); }
static bool ends_line(struct text text, size_t at) { return at >= text.len || is_break(text.at[at]); }

/* A line of a scalar that goes on: enough blanks before anything else (s-flow-line-prefix), or nothing at all. */
static bool scalar_line_fits(struct text text, size_t line, size_t need)
{
    size_t first = skip_spaces(text, line);
    return first - line >= need || ends_line(text, first);
}

/* A line between brackets; blank and comment lines are free, a closing bracket needs one blank less. */
static bool flow_line_fits(struct text text, size_t line, size_t need)
{
    if (scalar_line_fits(text, line, need))
        return true;
    size_t content = skip_blanks(text, line);
    if (ends_line(text, content) || text.at[content] == '#')
        return true;
    bool closes = text.at[content] == ']' || text.at[content] == '}';
    return closes && skip_spaces(text, line) - line + 1 >= need;
}

/* A line that is too far left: most often the quote or the bracket above it was forgotten, not the indentation. */
static enum phrase what_goes_on(const struct strict *s, char first)
{
    if (first == '"' || first == '\'')
        return PHRASE_YAML_QUOTE;
    return s->frames[s->depth].flow ? PHRASE_YAML_BRACKET : PHRASE_YAML_INDENT;
}

static enum phrase check_scalar_lines(const struct strict *s, struct span span, size_t *where)
{
    size_t need = s->frames[s->depth].need;
    for (size_t at = span.start + 1; at < span.end; at++) {
        if (starts_line(s->text, at) && !scalar_line_fits(s->text, at, need)) {
            *where = at;
            return what_goes_on(s, s->text.at[span.start]);
        }
    }
    return PHRASE_NONE;
}

/* A plain text that goes on with a line `- …` is a list whose items were indented too far: YAML folds them into one
 * text without a word. */
static enum phrase check_dash_lines(const struct strict *s, struct span span, size_t *where)
{
    for (size_t at = span.start + 1; at < span.end; at++) {
        size_t first = starts_line(s->text, at) ? skip_blanks(s->text, at) : span.end;
        if (first + 1 < span.end && s->text.at[first] == '-' && is_blank(s->text.at[first + 1])) {
            *where = first;
            return PHRASE_YAML_DASH_LINE;
        }
    }
    return PHRASE_NONE;
}

/* ns-plain-first: between brackets a `-` starts a plain scalar only before something of a text. */
static enum phrase check_plain(const struct strict *s, struct span span, size_t *where)
{
    size_t next = span.start + 1;
    bool dash = span.start < span.end && s->text.at[span.start] == '-' && s->frames[s->depth].flow;
    if (dash && (next >= s->text.len || strchr(",[]{}", s->text.at[next]))) {
        *where = span.start;
        return PHRASE_YAML_DASH;
    }
    enum phrase wrong = check_scalar_lines(s, span, where);
    return wrong ? wrong : check_dash_lines(s, span, where);
}

/* The header of a block scalar ends with white space before its comment (s-b-comment). */
static enum phrase check_header(const struct strict *s, size_t start, size_t end, bool *indent_stated, size_t *where)
{
    *indent_stated = false;
    for (size_t at = start + 1; at < end; at++) {
        char byte = s->text.at[at];
        *indent_stated = *indent_stated || (byte >= '1' && byte <= '9');
        if (byte == '#') {
            *where = at;
            return is_blank(s->text.at[at - 1]) ? PHRASE_NONE : PHRASE_YAML_COMMENT;
        }
    }
    return PHRASE_NONE;
}

/* The first line with more than blanks; `*deepest` gets the longest blank line before it. */
static size_t first_content_line(struct text text, size_t line, size_t *deepest)
{
    *deepest = 0;
    for (;;) {
        size_t first = skip_spaces(text, line);
        if (first >= text.len || !is_break(text.at[first]))
            return line;
        if (first - line > *deepest)
            *deepest = first - line;
        line = first + 1;
    }
}

static bool is_marker(struct text text, size_t line)
{
    return text.len - line >= 3 && (memcmp(text.at + line, "---", 3) == 0 || memcmp(text.at + line, "...", 3) == 0);
}

/* YAML 1.2, 8.1.1.1: no leading blank line may hold more blanks than the first line of the text. */
static enum phrase check_block(const struct strict *s, struct span span, size_t *where)
{
    size_t header_end = skip_line(s->text, span.start, s->text.len), deepest;
    bool indent_stated;
    enum phrase wrong = check_header(s, span.start, header_end, &indent_stated, where);
    if (wrong || indent_stated || header_end >= s->text.len)
        return wrong;
    size_t line = first_content_line(s->text, header_end + 1, &deepest);
    size_t indent = skip_spaces(s->text, line) - line;
    if (line + indent >= s->text.len || indent < s->frames[s->depth].need || indent >= deepest ||
        is_marker(s->text, line))
        return PHRASE_NONE;
    *where = line;
    return PHRASE_YAML_BLANK_LINE;
}

/* Before an event stand only white space, comments and indicators. */
static enum phrase check_gap(const struct strict *s, size_t end, size_t *where)
{
    const struct strict_frame *frame = &s->frames[s->depth];
    for (size_t at = s->cursor; at < end; at++) {
        *where = at;
        if (frame->flow && starts_line(s->text, at) && !flow_line_fits(s->text, at, frame->need))
            return PHRASE_YAML_BRACKET;
        if (s->text.at[at] == '?')
            return PHRASE_COMPLEX_KEY;
        if (s->text.at[at] != '#')
            continue;
        if (!starts_line(s->text, at) && !is_blank(s->text.at[at - 1]))
            return PHRASE_YAML_COMMENT;
        at = skip_line(s->text, at, end);
    }
    return PHRASE_NONE;
}

/* The first line of a node: in block context only where it begins its line, and not for a key, which stands at the
 * indentation of its map (s-l+flow-in-block takes its node at n+1). */
static enum phrase check_first_line(const struct strict *s, size_t start, size_t *where)
{
    const struct strict_frame *frame = &s->frames[s->depth];
    size_t line = start;
    while (line > s->cursor && is_blank(s->text.at[line - 1]))
        line--;
    if (!starts_line(s->text, line) || (!frame->flow && frame->map && !frame->value_next))
        return PHRASE_NONE;
    *where = line;
    bool fits = frame->flow ? flow_line_fits(s->text, line, frame->need) : scalar_line_fits(s->text, line, frame->need);
    if (fits)
        return PHRASE_NONE;
    return frame->flow ? PHRASE_YAML_BRACKET : PHRASE_YAML_INDENT;
}

static size_t column_of(struct text text, size_t at)
{
    size_t column = 0;
    while (column < at && !is_break(text.at[at - column - 1]))
        column++;
    return column;
}

static void push(struct strict *s, enum strict_type type, size_t start)
{
    const struct strict_frame *parent = &s->frames[s->depth];
    bool flow = type == STRICT_FLOW_LIST || type == STRICT_FLOW_MAP;
    if (s->depth == MAX_DEPTH)
        return; /* the reader stops here by itself */
    s->frames[++s->depth] = (struct strict_frame){
        .need = flow ? parent->need : column_of(s->text, start) + 1,
        .flow = flow,
        .map = type == STRICT_BLOCK_MAP || type == STRICT_FLOW_MAP,
    };
}

/* A node is whole: in a map, a value follows a key and a key a value. */
static void node_done(struct strict *s) { s->frames[s->depth].value_next = !s->frames[s->depth].value_next; }

static bool is_scalar(enum strict_type type) { return type <= STRICT_BLOCK; }

static enum phrase check_node(struct strict *s, enum strict_type type, struct span span, size_t *where)
{
    switch (type) {
    case STRICT_PLAIN:
        return check_plain(s, span, where);
    case STRICT_QUOTED:
        return check_scalar_lines(s, span, where);
    case STRICT_BLOCK:
        return check_block(s, span, where);
    case STRICT_BLOCK_LIST:
    case STRICT_FLOW_LIST:
    case STRICT_BLOCK_MAP:
    case STRICT_FLOW_MAP:
        push(s, type, span.start);
        return PHRASE_NONE;
    case STRICT_CLOSE:
        s->depth -= s->depth > 0;
        node_done(s);
        return PHRASE_NONE;
    case STRICT_MARKER:
        break;
    }
    return PHRASE_NONE;
}

/* Does the event put a visible token of a value at its start? */
static bool is_token(const struct strict *s, enum strict_type type, struct span span)
{
    if (span.start >= span.end)
        return false;
    return is_scalar(type) || type == STRICT_FLOW_LIST || type == STRICT_FLOW_MAP ||
           (type == STRICT_CLOSE && s->frames[s->depth].flow);
}

/* Whatever the offsets are: cursor <= start <= end <= length. */
static struct span clamp(const struct strict *s, struct span span)
{
    size_t end = span.end < s->text.len ? span.end : s->text.len;
    end = end > s->cursor ? end : s->cursor;
    size_t start = span.start > s->cursor ? span.start : s->cursor;
    return (struct span){(uint32_t)(start < end ? start : end), (uint32_t)end};
}

enum phrase strict_event(struct strict *s, enum strict_type type, struct span span, size_t *where)
{
    struct span safe = clamp(s, span);
    enum phrase wrong = check_gap(s, safe.start, where);
    if (!wrong && is_token(s, type, safe))
        wrong = check_first_line(s, safe.start, where);
    if (!wrong)
        wrong = check_node(s, type, safe, where);
    if (!wrong && is_scalar(type))
        node_done(s);
    /* The first byte of a collection may be an indicator (`-`, `?`): the next gap looks at it. */
    s->cursor = is_scalar(type) ? safe.end : safe.start;
    return wrong;
}
