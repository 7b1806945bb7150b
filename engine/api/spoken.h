/* Numbers as people read them, in the language asked for: a decimal comma in Indonesian. The same value always gives
 * the same words, whatever the locale is. */
#ifndef API_SPOKEN_H
#define API_SPOKEN_H

#include "base/finding.h"

/* From `min` to `max` milliseconds; the same twice where it is one value. */
struct range {
    int64_t min, max;
};

/* `42 menit`, `60–120 menit`, `0,5 menit`; what is no thousandth of a minute stands in seconds. */
void spoken_time(struct buf *to, struct range range, enum lang lang);

/* The same, from two hours on with the hours behind it: `488 menit (8 jam 8 menit)`. */
void spoken_long(struct buf *to, struct range range, enum lang lang);

/* `42`, `60–120`: minutes for a column that says so, at most three decimals. */
void spoken_minutes(struct buf *to, struct range range, enum lang lang);

/* `0,33`: hours, at most two decimals. */
void spoken_hours(struct buf *to, struct range range, enum lang lang);

/* Time on the calendar: `2 hari`, `24 jam` is `1 hari`, `90 menit`. */
void spoken_wall(struct buf *to, struct range range, enum lang lang);

/* Milliseconds from a distribution in minutes with one decimal: `46,7`, `46,7–51,0`. */
void spoken_moment(struct buf *to, const double ms[2], enum lang lang);

/* A share of cases of a hundred: `90`, `81,3`, `0–90`, `< 0,1`, `> 99,9`. `least` and `most` are between 0 and 1. */
void spoken_share(struct buf *to, double least, double most, enum lang lang);

/* `10%`, `12,5%` */
void spoken_percent(struct buf *to, double share, enum lang lang);

/* `part` of `all` as whole percent, a range where the ends differ: `33%`, `30–40%`. */
void spoken_part(struct buf *to, struct range part, struct range all);

/* Milliseconds as minutes with a decimal point, at most six decimals, for programs. */
void plain_minutes(struct buf *to, int64_t ms);

/* A double with a decimal point, rounded to `places` decimals. */
void plain_decimal(struct buf *to, double value, int places);

#endif
