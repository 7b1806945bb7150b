/* Both sequences of draws as one input of the fuzz target: two bytes with the length of the SOPs' draws, high one
 * first, these draws, and then those of what is done. */
#ifndef PROPERTY_INPUT_H
#define PROPERTY_INPUT_H

#include "base/buf.h"

static inline void input_write(struct buf *to, struct text sop, struct text run)
{
    buf_byte(to, (unsigned char)(sop.len >> 8));
    buf_byte(to, (unsigned char)sop.len);
    buf_text(to, sop);
    buf_text(to, run);
}

/* A length past the end means all that is there. */
static inline void input_read(struct text input, struct text *sop, struct text *run)
{
    *sop = *run = (struct text){0};
    if (input.len < 2)
        return;
    size_t len = (size_t)(unsigned char)input.at[0] << 8 | (unsigned char)input.at[1], rest = input.len - 2;
    len = len < rest ? len : rest;
    *sop = (struct text){input.at + 2, len};
    *run = (struct text){input.at + 2 + len, rest - len};
}

#endif
