/* When something is to be done, as people say it. */
#ifndef API_DUE_WORDS_H
#define API_DUE_WORDS_H

#include "api/answer.h"
#include "model/moment.h"

/* Puts "late", "until_text" ("besok pukul 08.08 WITA"; "tanpa batas waktu" for STORE_NO_TIME) and "until_short" for a
 * column ("Sen 23 Nov 08.08"; empty then). */
void put_due_words(struct report *report, json_t *object, int64_t at, int64_t now, int32_t east, enum lang lang);

#endif
