/* What follows from an audit, whatever the format. */
#include "api/audit.h"

struct range total_range(struct total total) { return (struct range){total.min_ms, total.max_ms}; }
struct range duration_range(struct duration duration) { return (struct range){duration.min_ms, duration.max_ms}; }

struct total total_plus(struct total a, struct total b)
{
    if (a.sort != TOTAL_KNOWN || b.sort != TOTAL_KNOWN)
        return (struct total){.sort = a.sort > b.sort ? a.sort : b.sort};
    struct total sum = {TOTAL_KNOWN, a.min_ms + b.min_ms, a.max_ms + b.max_ms};
    return sum.max_ms > MOST_MS ? (struct total){.sort = TOTAL_TOO_LONG} : sum;
}

struct total work_of(const struct audit *audit, bool applicant)
{
    struct total sum = {.sort = audit->straight.sort};
    for (size_t i = 0; i < audit->n_actors; i++)
        if (audit->actors[i].applicant == applicant)
            sum = total_plus(sum, audit->actors[i].work);
    return sum;
}

bool claims_work(const struct sop *sop) { return sop->claims.stated && sop->claims.total.sort == DURATION_WORK; }

enum meets claim_meets(const struct sop *sop, struct total total)
{
    if (!claims_work(sop) || total.sort != TOTAL_KNOWN)
        return MEETS_UNKNOWN;
    if (total.max_ms <= sop->claims.total.max_ms)
        return MEETS;
    return total.min_ms > sop->claims.total.max_ms ? MEETS_NOT : MEETS_UNKNOWN;
}

struct duration working_day(const struct sop *sop)
{
    int64_t ms = calendar_working_day(&sop->region->days.week);
    return (struct duration){DURATION_WORK, ms, ms};
}

bool is_lower_bound(const struct audit *audit) { return audit->timeless.n > 0; }

bool is_incomplete(const struct audit *audit) { return audit->unknown.n > 0; }

bool takes_wall_time(const struct audit *audit)
{
    for (size_t i = 0; i < audit->n_wall; i++)
        if (!audit->wall[i].is_document)
            return true;
    return false;
}

struct text sop_short_name(const struct sop *sop, struct text name)
{
    struct text file, region = text_cut(name, '/', &file);
    return text_eq(region, sop->region->key) && file.len ? file : name;
}

bool one_tidak(const struct audit *audit, struct range *range)
{
    bool any = false;
    for (size_t i = 0; i < audit->n_rework; i++) {
        struct total adds = audit->rework[i].adds;
        if (adds.sort != TOTAL_KNOWN)
            continue;
        range->min = !any || adds.min_ms < range->min ? adds.min_ms : range->min;
        range->max = !any || adds.max_ms > range->max ? adds.max_ms : range->max;
        any = true;
    }
    return any;
}

static const struct {
    const char *key;
    enum audit_words words;
} verdicts[] = {
    [CLAIM_NONE] = {"none", WORDS_VERDICT_NONE},    [CLAIM_LOWER_BOUND] = {"lower-bound", WORDS_VERDICT_LOWER_BOUND},
    [CLAIM_EXACT] = {"exact", WORDS_VERDICT_EXACT}, [CLAIM_VARIANT] = {"variant", WORDS_VERDICT_VARIANT},
    [CLAIM_WRONG] = {"wrong", WORDS_VERDICT_WRONG},
};

const char *verdict_key(enum claim_verdict verdict) { return verdicts[verdict].key; }
enum audit_words verdict_words(enum claim_verdict verdict) { return verdicts[verdict].words; }

enum audit_words total_reason(struct total total, enum audit_words endless)
{
    switch (total.sort) {
    case TOTAL_KNOWN:
        break;
    case TOTAL_ENDLESS:
        return endless;
    case TOTAL_TOO_LONG:
        return WORDS_REASON_TOO_LONG;
    case TOTAL_CUT:
        return WORDS_REASON_CUT;
    }
    return WORDS_COUNT;
}

enum audit_words expected_reason(const struct expected *expected)
{
    if (expected->known)
        return WORDS_COUNT;
    return expected->rate == 1 ? WORDS_REASON_RATE_ONE : WORDS_REASON_NO_MEAN;
}

enum audit_words kept_reason(const struct sop *sop, const struct expected *expected)
{
    if (expected->kept_known)
        return WORDS_COUNT;
    if (!claims_work(sop))
        return WORDS_REASON_UNCLAIMED;
    return expected->rate == 1 ? WORDS_REASON_RATE_ONE : WORDS_REASON_NO_SHARE;
}
