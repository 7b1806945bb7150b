#include "api/markdown.h"

#include <string.h>

/* Marks that mean something within a line (CommonMark 0.31, GFM tables, strikethrough and autolinks). A line of ours
 * never begins with a text of a stranger's, so that what means something at a beginning alone may stay. */
static bool is_mark(char byte) { return byte && strchr("\\`*_[]<>|~&#$!", byte) != NULL; }

static bool begins_emoji(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') ||
           byte == '+' || byte == '-';
}

/* GFM makes links of addresses without any mark: `://`, `www.` and `name@host`; GitHub pictures of `:name:`. */
static bool is_live(struct text text, size_t at)
{
    char byte = text.at[at];
    if (byte == ':' && at + 1 < text.len && begins_emoji(text.at[at + 1]))
        return true;
    if (byte == ':')
        return at + 2 < text.len && text.at[at + 1] == '/' && text.at[at + 2] == '/';
    if (byte == '.')
        return at >= 3 && text_eq_blind((struct text){text.at + at - 3, 3}, TEXT("www"));
    return byte == '@';
}

static void put_byte(struct buf *to, struct text line, size_t at)
{
    if (is_mark(line.at[at]) || is_live(line, at))
        buf_byte(to, '\\');
    buf_byte(to, (unsigned char)line.at[at]);
}

void markdown_text(struct buf *to, struct text text)
{
    struct buf shown = BUF_INIT;
    buf_shown(&shown, text, SIZE_MAX);
    for (size_t i = 0; i < shown.len; i++)
        put_byte(to, buf_view(&shown), i);
    to->failed = to->failed || shown.failed;
    buf_release(&shown);
}

/* How long the code is that the backtick at `at` begins, both backticks included; 0: none begins here. A backslash or a
 * bar in it would have to be escaped for the table, a blank at its ends would be lost, and a backtick beside it would
 * be part of its mark. */
static size_t code_at(struct text line, size_t at)
{
    size_t end = at + 1;
    if (line.at[at] != '`')
        return 0;
    while (end < line.len && line.at[end] != '`' && line.at[end] != '\\' && line.at[end] != '|')
        end++;
    if (end >= line.len || line.at[end] != '`' || end == at + 1 || line.at[at + 1] == ' ' || line.at[end - 1] == ' ')
        return 0;
    return end + 1 < line.len && line.at[end + 1] == '`' ? 0 : end + 1 - at;
}

void markdown_sentence(struct buf *to, struct text text)
{
    struct buf shown = BUF_INIT;
    buf_shown(&shown, text, SIZE_MAX);
    struct text line = buf_view(&shown);
    for (size_t i = 0; i < line.len;) {
        size_t code = code_at(line, i);
        if (code)
            buf_bytes(to, line.at + i, code);
        else
            put_byte(to, line, i);
        i += code ? code : 1;
    }
    to->failed = to->failed || shown.failed;
    buf_release(&shown);
}

/* The longest run of backticks. */
static size_t ticks(struct text lines)
{
    size_t most = 0, run = 0;
    for (size_t i = 0; i < lines.len; i++) {
        run = lines.at[i] == '`' ? run + 1 : 0;
        most = run > most ? run : most;
    }
    return most;
}

void markdown_block(struct buf *to, const char *language, struct text lines)
{
    size_t fence = ticks(lines) < 3 ? 3 : ticks(lines) + 1;
    for (size_t i = 0; i < fence; i++)
        buf_byte(to, '`');
    buf_string(to, language);
    buf_byte(to, '\n');
    for (struct text rest = lines; rest.len;) {
        buf_shown(to, text_cut(rest, '\n', &rest), SIZE_MAX);
        buf_byte(to, '\n');
    }
    for (size_t i = 0; i < fence; i++)
        buf_byte(to, '`');
    buf_byte(to, '\n');
}
