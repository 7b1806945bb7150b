#include "time/claim.h"

enum { HUNDREDTH_MS = 36000 }; /* of an hour */

enum claim_verdict claim_judge(const struct claims *claims, struct total straight, bool timeless)
{
    const struct duration *claim = &claims->total;
    if (!claims->stated || claim->sort != DURATION_WORK || straight.sort == TOTAL_CUT)
        return CLAIM_NONE;
    if (timeless)
        return CLAIM_LOWER_BOUND;
    if (straight.sort != TOTAL_KNOWN || claim->min_ms < straight.min_ms || claim->max_ms > straight.max_ms)
        return CLAIM_WRONG;
    return claim->min_ms == straight.min_ms && claim->max_ms == straight.max_ms ? CLAIM_EXACT : CLAIM_VARIANT;
}

static int64_t rounded(int64_t ms) { return (ms + HUNDREDTH_MS / 2) / HUNDREDTH_MS * HUNDREDTH_MS; }

struct duration claim_hours(struct duration total)
{
    if (total.sort != DURATION_WORK)
        return (struct duration){0};
    return (struct duration){DURATION_WORK, rounded(total.min_ms), rounded(total.max_ms)};
}
