#include "model/number.h"

void number_put(struct buf *to, uint64_t value)
{
    unsigned char bytes[10];
    size_t n = 0;
    for (; value >= 0x80; value >>= 7)
        bytes[n++] = (unsigned char)(value | 0x80);
    bytes[n++] = (unsigned char)value;
    buf_bytes(to, bytes, n);
}

void number_put_signed(struct buf *to, int64_t value)
{
    number_put(to, (uint64_t)value << 1 ^ (value < 0 ? UINT64_MAX : 0));
}

void number_put_text(struct buf *to, struct text text)
{
    number_put(to, text.len);
    buf_text(to, text);
}

struct number_reader number_reader_of(struct text bytes)
{
    const unsigned char *at = (const unsigned char *)bytes.at;
    return (struct number_reader){at, at ? at + bytes.len : at, false};
}

/* The value, before `most` is looked at; `bad` where the bytes are no number, or a longer way to write one. */
static uint64_t get_any(struct number_reader *reader)
{
    uint64_t value = 0;
    for (int shift = 0; shift < 64 && reader->at != reader->end; shift += 7) {
        unsigned char byte = *reader->at++;
        if (shift == 63 && byte > 1)
            break;
        value |= (uint64_t)(byte & 0x7F) << shift;
        if (byte < 0x80) {
            reader->bad = reader->bad || (byte == 0 && shift > 0);
            return value;
        }
    }
    reader->bad = true;
    return 0;
}

uint64_t number_get(struct number_reader *reader, uint64_t most)
{
    uint64_t value = get_any(reader);
    reader->bad = reader->bad || value > most;
    return reader->bad ? 0 : value;
}

int64_t number_get_signed(struct number_reader *reader)
{
    uint64_t zigzag = number_get(reader, UINT64_MAX);
    return (int64_t)(zigzag >> 1) ^ -(int64_t)(zigzag & 1);
}

struct text number_get_bytes(struct number_reader *reader, size_t size)
{
    reader->bad = reader->bad || size > (size_t)(reader->end - reader->at);
    if (reader->bad)
        return (struct text){0};
    struct text bytes = {(const char *)reader->at, size};
    reader->at += size;
    return bytes;
}

struct text number_get_text(struct number_reader *reader)
{
    return number_get_bytes(reader, (size_t)number_get(reader, SIZE_MAX));
}

bool number_read_all(const struct number_reader *reader) { return !reader->bad && reader->at == reader->end; }
