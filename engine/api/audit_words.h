/* What an audit says: the rows of audit_words.def with their holes filled. */
#ifndef API_AUDIT_WORDS_H
#define API_AUDIT_WORDS_H

#include "api/page.h"

enum audit_words {
#define WORDS(name, id, en) WORDS_##name,
#include "api/audit_words.def"
#undef WORDS
    WORDS_COUNT,
};

/* What fills a hole; a list of them ends with a name that is NULL. */
struct hole {
    const char *name;
    struct text value;
};

/* The row's words. */
const char *words_in(enum audit_words words, enum lang lang);

/* The same in the page's language. */
struct text words_of(const struct page *page, enum audit_words words);

/* The same with its holes filled. */
struct text words_with(struct page *page, enum audit_words words, const struct hole *holes);

#define WORDS_WITH(page, name, ...)                                                                                    \
    words_with((page), WORDS_##name, (const struct hole[]){__VA_ARGS__, {NULL, {NULL, 0}}})

#endif
