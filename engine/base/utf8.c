#include "base/utf8.h"

#include <string.h>

size_t utf8_ascii(const char *bytes, size_t len)
{
    size_t at = 0;
    for (; at + 8 <= len; at += 8) {
        uint64_t word;
        memcpy(&word, bytes + at, 8);
        if (word & UINT64_C(0x8080808080808080))
            break;
    }
    while (at < len && !((unsigned char)bytes[at] & 0x80))
        at++;
    return at;
}

size_t utf8_plain(const char *bytes, size_t len)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
    size_t at = 0;
    for (; at + 8 <= len; at += 8) {
        uint64_t word;
        memcpy(&word, bytes + at, 8);
        /* The high bit of a byte shows: not ASCII, below 0x20, or 0x7F. What a byte borrows from or carries into the
         * next one comes from a byte that shows itself. */
        if ((word | (word - 0x20 * ones) | (word + ones)) & 0x80 * ones)
            break;
    }
    return at;
}

static bool continues(const char *bytes, size_t count)
{
    for (size_t i = 1; i <= count; i++)
        if (((unsigned char)bytes[i] & 0xC0) != 0x80)
            return false;
    return true;
}

size_t utf8_decode(const char *bytes, size_t len, uint32_t *point)
{
    if (len == 0)
        return 0;
    unsigned char lead = (unsigned char)bytes[0];
    if (lead < 0x80) {
        *point = lead;
        return 1;
    }
    size_t more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
    if (lead < 0xC2 || lead > 0xF4 || len <= more || !continues(bytes, more))
        return 0;
    uint32_t value = lead & (0x3Fu >> more);
    for (size_t i = 1; i <= more; i++)
        value = value << 6 | ((unsigned char)bytes[i] & 0x3F);
    static const uint32_t least[4] = {0, 0x80, 0x800, 0x10000};
    if (value < least[more] || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF))
        return 0;
    *point = value;
    return more + 1;
}

size_t utf8_valid(const char *bytes, size_t len)
{
    size_t at = 0;
    while (at < len) {
        at += utf8_ascii(bytes + at, len - at);
        uint32_t point;
        size_t size = at < len ? utf8_decode(bytes + at, len - at, &point) : 0;
        if (size == 0)
            break;
        at += size;
    }
    return at;
}

bool utf8_is_printable(uint32_t point)
{
    static const struct {
        uint32_t from, to;
    } hidden[] = {
        {0x0000, 0x001F}, {0x007F, 0x00A0}, {0x00AD, 0x00AD}, {0x061C, 0x061C}, {0x200B, 0x200F},   {0x2028, 0x202E},
        {0x2060, 0x206F}, {0xFDD0, 0xFDEF}, {0xFEFF, 0xFEFF}, {0xFFF9, 0xFFFB}, {0xE0000, 0xE0FFF},
    };
    for (size_t i = 0; i < sizeof hidden / sizeof *hidden; i++)
        if (point >= hidden[i].from && point <= hidden[i].to)
            return false;
    return (point & 0xFFFE) != 0xFFFE;
}
