/* SHA-256, fetched once and reused: OpenSSL's one-shot digest costs twice as much at 300 bytes.
 *
 * The only door of floor 0 to OpenSSL, which is initialised here without reading any configuration file. */
#ifndef BASE_DIGEST_H
#define BASE_DIGEST_H

#include <stdbool.h>

#include "base/buf.h"

enum { DIGEST_SIZE = 32 };

struct digest {
    unsigned char bytes[DIGEST_SIZE];
};

/* Prepares SHA-256 for the process; false when OpenSSL has no memory or no SHA-256. Call before threads start;
 * a second call costs nothing. */
bool digest_init(void);

/* The SHA-256 of `bytes`; digest_init must have succeeded. Not for two threads at once. */
struct digest digest_of(struct text bytes);

/* The same of both, one behind the other. */
struct digest digest_of_both(struct text first, struct text second);

bool digest_eq(const struct digest *a, const struct digest *b);

/* Appends it as 64 lower-case hexadecimal digits. */
void digest_write(struct buf *to, const struct digest *digest);

#endif
