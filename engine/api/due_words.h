/* When something is to be done, as people say it. */
#ifndef API_DUE_WORDS_H
#define API_DUE_WORDS_H

#include "api/answer.h"
#include "model/moment.h"

/* "hari ini pukul 15.00", "besok pukul 08.08 WITA", "Senin 23 November 2026 pukul 08.08 WITA"; "tanpa batas waktu" where
 * nothing says (STORE_NO_TIME). */
void due_words(struct buf *to, int64_t at, int64_t now, int32_t east, enum lang lang);

/* The same as JSON. */
json_t *json_due_words(struct report *report, int64_t at, int64_t now, int32_t east, enum lang lang);

#endif
