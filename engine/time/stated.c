/* What a sheet itself states: steps without a time (B403), hours beside their total (B404), units without a length
 * (B406), a claim beside its limit (B408). */
#include "time/claim.h"
#include "time/report.h"

/* --- B403 --- */

/* A call takes the called SOP's own time, a parallel step that of its branches. */
static bool needs_time(const struct step *step) { return !step->call.n && !step->parallel.n; }

static void check_duration(const struct times *t, const struct step *step)
{
    if (step->duration.sort != DURATION_NONE || !needs_time(step))
        return;
    struct finding *finding = times_report(t, FINDING_B403, step->span, step->key);
    if (finding)
        finding->name = step->key;
}

/* --- B406 --- */

/* A duration as it is written. */
struct stated_time {
    struct duration duration;
    struct text text;
    struct span span;
};

static bool is_in_working_days(struct text text)
{
    static const size_t len = sizeof "kerja" - 1;
    text = text_trim(text);
    return text.len > len && text_eq_blind((struct text){text.at + text.len - len, len}, TEXT("kerja"));
}

/* Does the unit lack the region's working hours, rather than the sense of a day? */
static bool lacks_hours(const struct times *t, struct text text)
{
    return t->sop->region->days.sense != DAY_UNSTATED || is_in_working_days(text);
}

static void check_unit(const struct times *t, const struct stated_time *stated, struct text at)
{
    if (stated->duration.sort != DURATION_UNKNOWN)
        return;
    struct finding *finding = times_report(t, FINDING_B406, stated->span, at);
    if (!finding)
        return;
    bool hours = lacks_hours(t, stated->text);
    finding->value = stated->text;
    finding->want = hours ? PHRASE_UNIT_HOURS : PHRASE_UNIT_DAY;
    finding->way = hours ? PHRASE_WAY_WORK_WEEK : PHRASE_NONE;
}

static void check_claimed_units(const struct times *t)
{
    const struct claims *c = &t->sop->claims;
    const struct stated_time claimed[] = {
        {c->total, c->total_text, c->total_span},
        {c->hours, c->hours_text, c->hours_span},
        {c->limit, c->limit_text, c->limit_span},
    };
    for (size_t i = 0; i < sizeof claimed / sizeof *claimed; i++)
        check_unit(t, &claimed[i], TEXT("claims"));
}

/* --- B404 --- */

static bool has_length(struct duration duration)
{
    return duration.sort == DURATION_WORK || duration.sort == DURATION_WALL;
}

static void check_hours(const struct times *t)
{
    const struct claims *claims = &t->sop->claims;
    struct duration expected = claim_hours(claims->total);
    if (expected.sort == DURATION_NONE || !has_length(claims->hours) ||
        (claims->hours.min_ms == expected.min_ms && claims->hours.max_ms == expected.max_ms))
        return;
    struct buf words = BUF_INIT;
    duration_put_hours(&words, expected);
    struct text other = times_kept(t, &words);
    struct finding *finding = times_report(t, FINDING_B404, claims->hours_span, TEXT("claims"));
    if (finding) {
        finding->name = claims->total_text;
        finding->value = claims->hours_text;
        finding->other = other;
    }
}

/* --- B408 --- */

/* For sure: working time is at least as long on the wall, so that it breaks a limit of either kind; time on the wall
 * says nothing about a limit of working time. */
static bool is_above_limit(const struct claims *claims)
{
    bool comparable = claims->total.sort == DURATION_WORK ||
                      (claims->total.sort == DURATION_WALL && claims->limit.sort == DURATION_WALL);
    return comparable && has_length(claims->limit) && claims->total.max_ms > claims->limit.max_ms;
}

static void check_limit(const struct times *t)
{
    const struct claims *claims = &t->sop->claims;
    if (!is_above_limit(claims))
        return;
    struct finding *finding = times_report(t, FINDING_B408, claims->total_span, TEXT("claims"));
    if (!finding)
        return;
    finding->name = claims->limit_text;
    finding->value = claims->total_text;
    finding->other = claims->limit_basis;
    finding->want = claims->limit_basis.len ? PHRASE_BY_BASIS : PHRASE_NONE;
}

/* --- the whole --- */

enum status times_check_stated(const struct times *t)
{
    for (uint16_t s = 0; s < t->sop->n_steps; s++) {
        const struct step *step = &t->sop->steps[s];
        check_duration(t, step);
        check_unit(t, &(struct stated_time){step->duration, step->duration_text, step->duration_span}, step->key);
    }
    check_claimed_units(t);
    check_hours(t);
    check_limit(t);
    return times_are_out(t) ? STATUS_MEMORY : STATUS_OK;
}
