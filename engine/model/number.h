/* Numbers as canonical bytes have them, both ways: LEB128, seven bits a byte, low ones first, without a needless last
 * byte; signed ones zigzag. */
#ifndef MODEL_NUMBER_H
#define MODEL_NUMBER_H

#include "base/buf.h"

void number_put(struct buf *to, uint64_t value);
void number_put_signed(struct buf *to, int64_t value);

/* A text's length, then its bytes. */
void number_put_text(struct buf *to, struct text text);

/* Reads from the front of some bytes; once something was not as it should be, `bad` stays set and all is zero. */
struct number_reader {
    const unsigned char *at, *end;
    bool bad;
};

struct number_reader number_reader_of(struct text bytes);

/* A number of at most `most`. */
uint64_t number_get(struct number_reader *reader, uint64_t most);
int64_t number_get_signed(struct number_reader *reader);

/* `size` bytes as they are; a text behind its length. Both point into what is read. */
struct text number_get_bytes(struct number_reader *reader, size_t size);
struct text number_get_text(struct number_reader *reader);

/* Was everything read, and all of it good? */
bool number_read_all(const struct number_reader *reader);

#endif
