/* A page for people before it is text, Markdown or anything else: blocks in their order, in the words of one language.
 *
 * What comes from files stands in them as it is; who writes a page out makes it harmless there. Everything lives in the
 * page's arena; memory that is out shows in it. */
#ifndef API_PAGE_H
#define API_PAGE_H

#include "api/answer.h"

enum block_kind {
    BLOCK_TITLE,
    BLOCK_LINE, /* under the title, a line each */
    BLOCK_VERDICT,
    BLOCK_HEADING,
    BLOCK_SENTENCE, /* a paragraph */
    BLOCK_TABLE,
};

enum tone { TONE_PLAIN, TONE_GOOD, TONE_BAD };

/* Cells row by row; `align` has a letter for each column: l or r. */
struct table {
    const char *align;
    bool headed; /* its first row is the head */
    struct text *cells;
    size_t n, room;
};

struct block {
    enum block_kind kind;
    enum tone tone; /* of VERDICT */
    struct text text;
    struct table *table; /* of TABLE */
};

struct page {
    struct arena *arena;
    enum lang lang;
    struct block *blocks;
    size_t n, room;
};

/* Adds a block; an empty text adds none. */
void page_add(struct page *page, enum block_kind kind, struct text text);
void page_verdict(struct page *page, enum tone tone, struct text text);

/* Adds a table without rows. NULL when memory is out: cells may be added to it all the same. */
struct table *page_table(struct page *page, const char *align, bool headed);
void page_cell(struct page *page, struct table *table, struct text text);

/* The buffer's words as a text of the page's; the buffer is released. */
struct text page_words(struct page *page, struct buf *words);

/* [{"kind","text","tone"}, {"kind":"table","align","head","rows":[[…]]}, …] */
json_t *page_json(struct report *report, const struct page *page);

/* In GitHub's Markdown, the title as a heading of that level. */
void page_markdown(struct buf *to, const struct page *page, int level);

#endif
