/* What was published, as it is told. */
#ifndef API_REVISION_H
#define API_REVISION_H

#include "api/desk.h"

/* The names of all SOPs that have a revision, each once, in the order of their first. */
enum baku_status published_names(struct desk *desk, struct texts *names);

/* UNKNOWN, answered: nothing was published under that name; the nearest one that was is told. */
enum baku_status published_not(struct desk *desk, struct text sop);

/* "holds", "begins" or "replaced" (include/baku_publish.h) at the desk's time; `*instead` is the number of the revision
 * that a case takes which starts then, or when the row begins. */
enum baku_status revision_state(struct desk *desk, const struct store_revision *row, const char **state,
                                int64_t *instead);

/* "Senin 5 Januari 2026 pukul 08.00 WITA"; of a day's beginning the day alone; no parts of a second. */
json_t *json_moment_said(struct report *report, int64_t at, int32_t east, enum lang lang);

#endif
