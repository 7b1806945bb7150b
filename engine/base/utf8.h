/* UTF-8 as the Unicode standard defines it (table 3-7): no overlong forms, no surrogates, nothing above 10FFFF. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The code point at the start of `bytes` and how many bytes it takes (1 to 4), or 0 where none is well formed. */
size_t utf8_decode(const char *bytes, size_t len, uint32_t *point);

/* How many leading bytes are well-formed UTF-8; `len` when all are. */
size_t utf8_valid(const char *bytes, size_t len);

/* How many leading bytes are ASCII; `len` when all are. */
size_t utf8_ascii(const char *bytes, size_t len);

/* How many leading bytes are printable ASCII, counted in whole eights: the rest may have more of them. */
size_t utf8_plain(const char *bytes, size_t len);

/* False for what a reader cannot see or what reorders what it sees: C0 and C1 controls, DEL, no-break space, soft
 * hyphen, bidi controls, line and paragraph separators, zero-width characters, noncharacters. */
bool utf8_is_printable(uint32_t point);

#endif
