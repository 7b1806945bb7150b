/* What a sheet claims, judged by what its steps add up to. */
#ifndef TIME_CLAIM_H
#define TIME_CLAIM_H

#include "time/audit.h"

/* The verdict on `claims`, the straight path being so and, if `timeless`, having a step that states no time. */
enum claim_verdict claim_judge(const struct claims *claims, struct total straight, bool timeless);

/* The total in hours, rounded half up to two decimals; NONE where it is not working time. */
struct duration claim_hours(struct duration total);

#endif
