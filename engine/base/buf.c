#include "base/buf.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

static bool reserve(struct buf *buf, size_t more)
{
    if (buf->failed || more > (size_t)1 << 30 || buf->len > (size_t)1 << 30) {
        buf->failed = true;
        return false;
    }
    size_t need = buf->len + more + 1;
    if (need <= buf->capacity)
        return true;
    size_t grown = buf->capacity ? buf->capacity : 64;
    while (grown < need)
        grown *= 2;
    char *moved = realloc(buf->at, grown);
    if (!moved) {
        buf->failed = true;
        return false;
    }
    buf->at = moved;
    buf->capacity = grown;
    return true;
}

void buf_bytes(struct buf *buf, const void *bytes, size_t size)
{
    if (!reserve(buf, size))
        return;
    if (size)
        memcpy(buf->at + buf->len, bytes, size);
    buf->len += size;
    buf->at[buf->len] = '\0';
}

void buf_byte(struct buf *buf, unsigned char byte) { buf_bytes(buf, &byte, 1); }

void buf_text(struct buf *buf, struct text text) { buf_bytes(buf, text.at, text.len); }

void buf_string(struct buf *buf, const char *string) { buf_bytes(buf, string, strlen(string)); }

void buf_number(struct buf *buf, int64_t value)
{
    char digits[20];
    size_t n = 0;
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    do
        digits[n++] = (char)('0' + rest % 10);
    while (rest /= 10);
    if (value < 0)
        buf_byte(buf, '-');
    while (n)
        buf_byte(buf, (unsigned char)digits[--n]);
}

static void hex(struct buf *buf, uint32_t value, int least)
{
    char digits[8];
    int n = 0;
    while (value || n < least) {
        digits[n++] = "0123456789ABCDEF"[value & 15];
        value >>= 4;
    }
    while (n)
        buf_byte(buf, (unsigned char)digits[--n]);
}

void buf_shown(struct buf *buf, struct text text, size_t most)
{
    size_t at = 0;
    for (size_t shown = 0; at < text.len; shown++) {
        if (shown == most) {
            buf_string(buf, "…");
            return;
        }
        uint32_t point;
        size_t size = utf8_decode(text.at + at, text.len - at, &point);
        if (size == 0) {
            buf_string(buf, "\\x");
            hex(buf, (unsigned char)text.at[at], 2);
            at++;
        } else {
            if (utf8_is_printable(point)) {
                buf_bytes(buf, text.at + at, size);
            } else {
                buf_string(buf, "\\u{");
                hex(buf, point, 1);
                buf_byte(buf, '}');
            }
            at += size;
        }
    }
}

struct text buf_view(const struct buf *buf) { return (struct text){buf->at, buf->len}; }

void buf_clear(struct buf *buf) { buf->len = 0; }

void buf_release(struct buf *buf)
{
    free(buf->at);
    *buf = BUF_INIT;
}
