/* When something is to be done, as people say it. */
#ifndef API_DUE_WORDS_H
#define API_DUE_WORDS_H

#include "api/answer.h"
#include "model/moment.h"

/* "hari ini pukul 15.00", "besok pukul 08.08 WITA", "Senin 23 November 2026 pukul 08.08 WITA"; "tanpa batas waktu"
 * where nothing says (STORE_NO_TIME). */
void due_words(struct buf *to, int64_t at, int64_t now, int32_t east, enum lang lang);

/* The same in a column: "hari ini 15.00", "Sen 23 Nov 08.08", with the year where it is another; empty where nothing
 * says. */
void due_words_short(struct buf *to, int64_t at, int64_t now, int32_t east, enum lang lang);

/* Puts "late", "until_text" and "until_short". */
void put_due_words(struct report *report, json_t *object, int64_t at, int64_t now, int32_t east, enum lang lang);

#endif
