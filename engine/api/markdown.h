/* Markdown (GitHub's) as it is written here: what comes from elsewhere goes in as text and stays text. */
#ifndef API_MARKDOWN_H
#define API_MARKDOWN_H

#include "base/buf.h"

/* One line of text, also within a cell of a table: nothing in it is markup, a link, a picture, or a break; what cannot
 * be seen is shown as \u{HEX}. */
void markdown_text(struct buf *to, struct text text);

/* The same, where what stands between two backticks becomes code if nothing in it could end that. */
void markdown_sentence(struct buf *to, struct text text);

/* Lines, in a block that nothing in them can close; what cannot be seen is shown. `language` is a word of our own. */
void markdown_block(struct buf *to, const char *language, struct text lines);

#endif
