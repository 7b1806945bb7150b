#include "api/audit_words.h"

#include <string.h>

#include "base/must.h"

static const char *const rows[][LANG_COUNT] = {
#define WORDS(name, id, en) {id, en},
#include "api/audit_words.def"
#undef WORDS
};

const char *words_in(enum audit_words words, enum lang lang) { return rows[words][lang]; }

struct text words_of(const struct page *page, enum audit_words words) { return text_of(words_in(words, page->lang)); }

static struct text value_of(const struct hole *holes, struct text name)
{
    while (holes->name && !text_eq(text_of(holes->name), name))
        holes++;
    must(holes->name);
    return holes->value;
}

struct text words_with(struct page *page, enum audit_words words, const struct hole *holes)
{
    struct buf said = BUF_INIT;
    struct text rest = words_of(page, words);
    while (rest.len) {
        struct text plain = text_cut(rest, '{', &rest);
        buf_text(&said, plain);
        if (rest.len)
            buf_text(&said, value_of(holes, text_cut(rest, '}', &rest)));
    }
    return page_words(page, &said);
}
