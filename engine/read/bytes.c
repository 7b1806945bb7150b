#include "read/bytes.h"

#include <string.h>

#include "base/utf8.h"

enum { MOST_REPORTED = 100 };

/* The name of a byte or a character in a finding: `0xE9`, `U+202E`. */
static struct text hex_name(struct arena *arena, const char *prefix, uint32_t value, int digits)
{
    char name[16];
    size_t n = strlen(prefix);
    memcpy(name, prefix, n);
    while (digits < 8 && value >> (4 * digits))
        digits++;
    while (digits--)
        name[n++] = "0123456789ABCDEF"[value >> (4 * digits) & 15];
    return (struct text){arena_copy(arena, name, n), n};
}

static void report(const struct source_file *file, enum finding_code code, struct text name, struct span span)
{
    struct finding finding = {.code = code, .file = file->number, .span = span, .value = name};
    if (code == FINDING_B004)
        finding.want = PHRASE_HIDDEN;
    if (name.at)
        findings_add(file->findings, finding);
}

static bool is_hidden(uint32_t point)
{
    return point != '\n' && point != '\r' && point != '\t' && !utf8_is_printable(point);
}

bool bytes_check(const struct source_file *file, size_t from)
{
    struct text text = file->bytes;
    size_t reported = 0;
    for (size_t at = from; at < text.len && reported < MOST_REPORTED;) {
        unsigned char byte = (unsigned char)text.at[at];
        if ((byte >= 0x20 && byte < 0x7F) || byte == '\n') {
            at++;
            if (byte == '\n')
                at += utf8_plain(text.at + at, text.len - at);
            continue;
        }
        uint32_t point = 0;
        size_t size = utf8_decode(text.at + at, text.len - at, &point);
        struct span span = {(uint32_t)at, (uint32_t)(at + (size ? size : 1))};
        if (size == 0) {
            report(file, FINDING_B002, hex_name(file->arena, "0x", byte, 2), span);
            return false;
        }
        if (is_hidden(point)) {
            report(file, FINDING_B004, hex_name(file->arena, "U+", point, 4), span);
            reported++;
        }
        at += size;
    }
    return reported == 0;
}

void bytes_check_value(const struct source_file *file, struct text value, struct span span)
{
    for (size_t at = utf8_plain(value.at, value.len); at < value.len;) {
        uint32_t point = 0;
        size_t size = utf8_decode(value.at + at, value.len - at, &point);
        if (size == 0 || is_hidden(point)) {
            report(file, FINDING_B004, hex_name(file->arena, "U+", point, 4), span);
            return;
        }
        at += size;
        at += utf8_plain(value.at + at, value.len - at);
    }
}
