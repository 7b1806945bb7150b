/* Text as a slice: a pointer and a length, never owned, not NUL-terminated unless said. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct text {
    const char *at; /* NULL only when len is 0 */
    size_t len;
};

/* A list of texts. */
struct texts {
    const struct text *at;
    size_t n;
};

/* A text literal. */
#define TEXT(literal) ((struct text){(literal), sizeof(literal) - 1})

/* The text of a NUL-terminated string; NULL is the empty text. */
struct text text_of(const char *string);

bool text_eq(struct text a, struct text b);

/* The same but for the case of ASCII letters. */
bool text_eq_blind(struct text a, struct text b);

/* Bytes in order, the shorter first: negative, zero or positive. */
int text_cmp(struct text a, struct text b);

/* Without blanks (space, tab, line breaks) at both ends. */
struct text text_trim(struct text text);

/* The part before the first `byte`, or all of it; `*rest` gets what stands behind the byte (empty if absent). */
struct text text_cut(struct text text, char byte, struct text *rest);

/* Where `byte` first stands, or -1. */
ptrdiff_t text_find(struct text text, char byte);

/* Does it begin with those bytes? */
bool text_begins(struct text text, struct text with);

/* A whole number of at most 18 digits and nothing else; false leaves `*value` alone. */
bool text_number(struct text text, int64_t *value);

/* Is it `[a-z0-9-]+`, the shape of every key that an author invents? */
bool text_is_key(struct text text);

#endif
