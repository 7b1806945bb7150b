/* Moments: milliseconds since 1970-01-01T00:00Z, as events have them, read and written on a region's clock.
 *
 *     moment = date "T" clock [ "Z" | ( "+" | "-" ) hour ":" minute ]
 *     clock  = hour ":" minute [ ":" second [ "." one to three digits ] ]
 *
 * Without an offset a text speaks of the region's local time, with one of that offset's. `east` is the region's zone in
 * minutes. Where it has none (CALENDAR_NO_ZONE) its local time is counted as if it were UTC, and is written and said
 * without an offset. A day's end may be written 24:00. */
#ifndef MODEL_MOMENT_H
#define MODEL_MOMENT_H

#include "base/buf.h"
#include "base/finding.h"
#include "model/calendar.h"

enum moment_verdict {
    MOMENT_OK,
    MOMENT_BAD,     /* not of that form */
    MOMENT_NO_SUCH, /* of that form, but no such day or time exists, or its year there is not one from 1900 to 2999 */
    MOMENT_NO_ZONE, /* it has an offset, and the region has none */
};

/* `*at` is left alone unless the verdict is OK. */
enum moment_verdict moment_read(struct text text, int32_t east, int64_t *at);

/* How many milliseconds such a text speaks of: a minute, with seconds a second, with parts of one a single one. */
int64_t moment_span(struct text text);

/* What can be said before a region's clock is known: OK where it exists on some clock; never NO_ZONE. */
enum moment_verdict moment_judge(struct text text);

/* `2026-11-23T08:08:00+08:00` (ISO 8601), with three digits more where it is no whole second. */
void moment_write(struct buf *to, int64_t at, int32_t east);

/* "Senin 23 November 2026 pukul 08.08 WITA", "Monday 23 November 2026 at 08:08 WITA"; seconds where there are any. */
void moment_say(struct buf *to, int64_t at, int32_t east, enum lang lang);

/* Their names, from `senin` and `januari` on. */
extern const char *const moment_weekdays[][LANG_COUNT], *const moment_months[][LANG_COUNT];

/* A moment by the region's clock. */
struct moment_parts {
    calendar_date date;
    int32_t ms; /* since midnight */
};

/* Its date and time there, and back; only of a moment that is known, or a day away from one. */
struct moment_parts moment_parts_of(int64_t at, int32_t east);
int64_t moment_of(struct moment_parts parts, int32_t east);

/* Does it lie in a year from 1900 to 2999 there? */
bool moment_is_known(int64_t at, int32_t east);

#endif
