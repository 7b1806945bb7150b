/* What a row of the findings table says of itself, whatever the format. */
#ifndef API_EXPLAIN_H
#define API_EXPLAIN_H

#include "api/answer.h"

/* The way out as the row words it, its holes shown as dots; nothing where no check looks for the code yet. */
void explain_help(struct buf *to, const struct finding_row *row, enum lang lang);

/* An example's text. By `# expect: B504`, or `# expect-line 2: B504` at another line, it tells the tests where its
 * finding is: the reader gets `# ← B504` at that line. In one that is not UTF-8 (B002) the bytes at fault are shown
 * escaped, and lines stay lines. */
void explain_example(struct buf *to, const char *example);

/* The code as people type it, in any case, or -1. */
int explain_find(struct text code);

/* Ends a call that named no code. */
enum baku_status explain_no_code(struct baku *baku, struct text code, struct baku_answer *answer);

#endif
