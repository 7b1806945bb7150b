/* A growing run of bytes: messages and canonical encodings are written into one.
 *
 * Failure is sticky: once memory is out, `failed` stays set, further adds do nothing, and the bytes must not be
 * used. So a writer checks once, at its end. */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/text.h"

struct buf {
    char *at; /* owned; a NUL stands behind `len` bytes once anything was added */
    size_t len, capacity;
    bool failed;
};

#define BUF_INIT ((struct buf){0})

void buf_bytes(struct buf *buf, const void *bytes, size_t size);
void buf_byte(struct buf *buf, unsigned char byte);
void buf_text(struct buf *buf, struct text text);
void buf_string(struct buf *buf, const char *string);

/* A whole number in decimal. */
void buf_number(struct buf *buf, int64_t value);

/* The text as it may stand in a message: at most `most` code points (then an ellipsis), every control or bidi
 * character and every byte that is not UTF-8 written as \u{HEX} or \xHH. */
void buf_shown(struct buf *buf, struct text text, size_t most);

/* What was written; valid until the next add. */
struct text buf_view(const struct buf *buf);

/* Empties it and keeps its memory. */
void buf_clear(struct buf *buf);

void buf_release(struct buf *buf);

#endif
