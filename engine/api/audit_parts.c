/* The parts of an audit's page behind the claim: each a heading and what stands under it, or nothing. */
#include "api/audit.h"

static void put_heads(struct page *page, struct table *table, const enum audit_words *heads, size_t n)
{
    for (size_t i = 0; i < n; i++)
        page_cell(page, table, words_of(page, heads[i]));
}

static struct table *headed_table(struct page *page, const char *align, const enum audit_words *heads, size_t n)
{
    struct table *table = page_table(page, align, true);
    put_heads(page, table, heads, n);
    return table;
}

/* --- sent back once --- */

/* Is the same step's rework told of another SOP, too? A path does not say which of several SOPs was called. */
static bool is_ambiguous(const struct audit *audit, const struct rework *rework)
{
    size_t same = 0;
    for (size_t i = 0; i < audit->n_rework; i++)
        same += text_eq(audit->rework[i].step, rework->step);
    return same > 1;
}

static struct text said_decision(struct page *page, const struct audited *audited, const struct rework *rework)
{
    struct text step = step_named(page, audited->sop, rework->step);
    if (!is_ambiguous(audited->audit, rework))
        return step;
    return WORDS_WITH(page, IN_SOP, {"step", step}, {"sop", sop_short_name(audited->sop, rework->sop->name)});
}

static struct text said_together(struct page *page, struct total straight, struct total adds)
{
    struct total both = total_plus(straight, adds);
    return both.sort == TOTAL_KNOWN ? said_time(page, total_range(both)) : (struct text){0};
}

/* What a case takes altogether is told only where that with every answer Ya is one value: of two ranges nobody knows
 * which ends go together. */
void audit_rework(struct page *page, const struct audited *audited)
{
    static const enum audit_words heads[] = {WORDS_DECISION, WORDS_BACK_TO, WORDS_ADDS, WORDS_TOGETHER};
    const struct audit *audit = audited->audit;
    bool together = audit->straight.sort == TOTAL_KNOWN && audit->straight.min_ms == audit->straight.max_ms;
    if (audit->n_rework == 0)
        return;
    page_add(page, BLOCK_HEADING, words_of(page, WORDS_REWORK_TITLE));
    struct table *table = headed_table(page, together ? "llrr" : "llr", heads, together ? 4 : 3);
    for (size_t i = 0; i < audit->n_rework && i < PAGE_ROWS; i++) {
        const struct rework *rework = &audit->rework[i];
        page_cell(page, table, said_decision(page, audited, rework));
        page_cell(page, table, step_named(page, audited->sop, rework->back_to));
        bool least = is_incomplete(audit) && rework->adds.sort == TOTAL_KNOWN;
        page_cell(page, table, said_least(page, least, said_total(page, rework->adds, WORDS_ENDLESS_REWORK)));
        if (together)
            page_cell(page, table, said_least(page, least, said_together(page, audit->straight, rework->adds)));
    }
    put_more(page, audit->n_rework);
    if (audit->rework_cut)
        page_add(page, BLOCK_SENTENCE, words_of(page, WORDS_REWORK_CUT));
}

/* --- when some are sent back --- */

/* `10% (1 dari 10)` */
static struct text said_rate(struct page *page, double rate)
{
    struct text percent = said_percent(page, rate);
    int64_t n = rate > 0.001 && rate <= 0.5 ? (int64_t)(1 / rate + 0.5) : 0;
    if (!n || rate * (double)n < 1 - 1e-9 || rate * (double)n > 1 + 1e-9)
        return percent;
    return WORDS_WITH(page, ONE_IN, {"percent", percent}, {"n", said_number(page, n)});
}

static struct text said_column(struct page *page, const struct audited *audited, size_t column)
{
    return is_observed_rate(audited, column) ? words_of(page, WORDS_OBSERVED_RATE)
                                             : said_rate(page, audited->audit->expected[column].rate);
}

static struct text said_kept(struct page *page, const struct audit *audit, const struct expected *expected)
{
    if (!expected->kept_known)
        return TEXT("–");
    struct text share = said_most(page, is_incomplete(audit), said_share(page, expected->kept));
    return WORDS_WITH(page, IN_A_HUNDRED, {"share", share});
}

static void put_rate_reasons(struct page *page, const struct audited *audited)
{
    for (size_t i = 0; i < audited->audit->n_expected; i++) {
        const struct expected *expected = &audited->audit->expected[i];
        enum audit_words reason = expected_reason(expected);
        if (reason == WORDS_COUNT && claims_work(audited->sop))
            reason = kept_reason(audited->sop, expected);
        struct text rate =
            is_observed_rate(audited, i) ? words_of(page, WORDS_OBSERVED_RATE) : said_percent(page, expected->rate);
        if (reason != WORDS_COUNT)
            page_add(page, BLOCK_SENTENCE,
                     WORDS_WITH(page, RATE_REASON, {"rate", rate}, {"reason", words_of(page, reason)}));
    }
}

struct text said_told(struct page *page, const struct audit_options *options)
{
    struct text *told = ARENA_ARRAY(page->arena, options->n_told, struct text);
    for (size_t i = 0; told && i < options->n_told; i++)
        told[i] = WORDS_WITH(page, STEP_AT_RATE, {"step", options->told[i].step},
                             {"rate", said_percent(page, options->told[i].rate)});
    return told ? texts_joined(page, told, options->n_told, WORDS_AND) : (struct text){0};
}

static void put_told(struct page *page, const struct audit_options *options)
{
    struct text steps = said_told(page, options);
    if (steps.len)
        page_add(page, BLOCK_SENTENCE, WORDS_WITH(page, RATE_TOLD, {"steps", steps}));
}

static void put_expected(struct page *page, const struct audited *audited)
{
    const struct audit *audit = audited->audit;
    bool claims = claims_work(audited->sop);
    struct text claim = said_time(page, duration_range(audited->sop->claims.total));
    static const enum audit_words heads[] = {WORDS_RATE, WORDS_MEAN, WORDS_DEVIATION};
    struct table *table = headed_table(page, claims ? "lrrr" : "lrr", heads, 3);
    if (claims)
        page_cell(page, table, WORDS_WITH(page, KEPT, {"claim", claim}));
    for (size_t i = 0; i < audit->n_expected; i++) {
        const struct expected *expected = &audit->expected[i];
        page_cell(page, table, said_column(page, audited, i));
        struct text mean = said_least(page, is_incomplete(audit), said_moment(page, expected->mean_ms));
        page_cell(page, table, expected->known ? mean : TEXT("–"));
        page_cell(page, table, expected->known ? said_moment(page, expected->stddev_ms) : TEXT("–"));
        if (claims)
            page_cell(page, table, said_kept(page, audit, expected));
    }
}

/* Without a Tidak that goes back the rates change nothing: the figures say what there is to say. */
void audit_rates(struct page *page, const struct audited *audited)
{
    const struct audit *audit = audited->audit;
    bool no_times = audit->longest.sort == TOTAL_KNOWN && audit->longest.max_ms == 0;
    if ((audit->n_rework == 0 && !audited->rate_observed) || audit->n_expected == 0 || no_times)
        return;
    page_add(page, BLOCK_HEADING, words_of(page, WORDS_RATES_TITLE));
    page_add(page, BLOCK_SENTENCE,
             words_of(page, claims_work(audited->sop) ? WORDS_RATES_WHAT : WORDS_RATES_WHAT_UNCLAIMED));
    put_told(page, audited->options);
    audit_observed_rates(page, audited);
    put_expected(page, audited);
    put_rate_reasons(page, audited);
    if (audit->ways_in_all > 1)
        page_add(page, BLOCK_SENTENCE, words_of(page, WORDS_EVEN_CHOICES));
}

/* --- whose time --- */

static struct text said_part(struct page *page, struct range part, struct range all)
{
    struct buf words = BUF_INIT;
    spoken_part(&words, part, all);
    return page_words(page, &words);
}

/* The applicant's side against the office's. */
static void put_sides(struct page *page, const struct audit *audit, bool shares)
{
    struct range applicant = total_range(work_of(audit, true)), office = total_range(work_of(audit, false));
    struct range all = {applicant.min + office.min, applicant.max + office.max};
    if (applicant.max == 0 || office.max == 0)
        return;
    const struct hole holes[] = {{"applicant", said_time(page, applicant)},
                                 {"part", said_part(page, applicant, all)},
                                 {"office", said_time(page, office)},
                                 {"rest", said_part(page, office, all)},
                                 {NULL, {NULL, 0}}};
    page_add(page, BLOCK_SENTENCE, words_with(page, shares ? WORDS_APPLICANT_SHARE : WORDS_APPLICANT_TIME, holes));
}

/* Shares are told only where all is one value, and nothing unknown. */
void audit_work(struct page *page, const struct audited *audited)
{
    static const enum audit_words heads[] = {WORDS_ACTOR, WORDS_MINUTES, WORDS_PART};
    const struct audit *audit = audited->audit;
    struct total work = total_plus(work_of(audit, true), work_of(audit, false));
    struct range all = total_range(work);
    bool shares = all.min == all.max && !is_incomplete(audit);
    if (work.sort != TOTAL_KNOWN || all.max == 0)
        return;
    page_add(page, BLOCK_HEADING, words_of(page, WORDS_WORK_TITLE));
    struct table *table = headed_table(page, shares ? "lrr" : "lr", heads, shares ? 3 : 2);
    for (size_t i = 0; i < audit->n_actors; i++) {
        struct range own = total_range(audit->actors[i].work);
        if (own.max == 0)
            continue;
        page_cell(page, table, audit->actors[i].title);
        page_cell(page, table, said_minutes(page, own));
        if (shares)
            page_cell(page, table, said_part(page, own, all));
    }
    put_sides(page, audit, shares);
}

/* --- what is called --- */

static enum audit_words compare_call(const struct call_time *call)
{
    if (call->stated.sort != DURATION_WORK || call->own.sort != TOTAL_KNOWN)
        return WORDS_COUNT;
    if (call->unknown)
        return call->stated.max_ms < call->own.min_ms ? WORDS_CALLED_DIFFERS : WORDS_CALLED_LOWER;
    bool same = call->stated.min_ms == call->own.min_ms && call->stated.max_ms == call->own.max_ms;
    return same ? WORDS_CALLED_SAME : WORDS_CALLED_DIFFERS;
}

static struct text said_stated(struct page *page, struct duration stated)
{
    return stated.sort == DURATION_WORK ? said_time(page, duration_range(stated)) : words_of(page, WORDS_NOT_STATED);
}

void audit_calls(struct page *page, const struct audited *audited)
{
    static const enum audit_words heads[] = {WORDS_STEP, WORDS_SOP, WORDS_CALLED_STATED, WORDS_CALLED_OWN};
    const struct audit *audit = audited->audit;
    if (audit->n_calls == 0)
        return;
    page_add(page, BLOCK_HEADING, words_of(page, WORDS_CALLED_TITLE));
    struct table *table = headed_table(page, "llrrl", heads, 4);
    page_cell(page, table, (struct text){0});
    for (size_t i = 0; i < audit->n_calls && i < PAGE_ROWS; i++) {
        const struct call_time *call = &audit->calls[i];
        enum audit_words words = compare_call(call);
        page_cell(page, table, step_named(page, audited->sop, call->step));
        page_cell(page, table, call->callee->name);
        page_cell(page, table, said_stated(page, call->stated));
        page_cell(page, table, said_total(page, call->own, WORDS_ENDLESS_STRAIGHT));
        page_cell(page, table, words == WORDS_COUNT ? (struct text){0} : words_of(page, words));
    }
    put_more(page, audit->n_calls);
}

/* --- what is not stated, or runs on the calendar --- */

/* The step of that path; inside a call that of the first SOP that has one. NULL: there is none. */
static const struct step *step_at(const struct sop *sop, struct text path)
{
    struct text rest, first = text_cut(path, '/', &rest);
    uint16_t step = sop_step(sop, first);
    const struct step *found = NULL;
    if (step == NONE || rest.len == 0)
        return step == NONE ? NULL : &sop->steps[step];
    for (uint16_t c = 0; !found && c < sop->steps[step].call.n; c++)
        found = step_at(sop->steps[step].call.callees[c].sop, rest);
    return found;
}

/* A time may be stated, but in a unit that the region does not define. */
static struct text said_unknown(struct page *page, const struct sop *sop, struct text path)
{
    const struct step *step = step_at(sop, path);
    if (!step || step->duration.sort != DURATION_UNKNOWN)
        return words_of(page, WORDS_NOT_STATED);
    return WORDS_WITH(page, UNKNOWN_UNIT, {"text", step->duration_text});
}

void audit_unknown(struct page *page, const struct audited *audited)
{
    const struct texts *unknown = &audited->audit->unknown;
    if (unknown->n == 0)
        return;
    page_add(page, BLOCK_HEADING, words_of(page, WORDS_UNKNOWN_TITLE));
    struct table *table = page_table(page, "ll", false);
    for (size_t i = 0; i < unknown->n && i < PAGE_ROWS; i++) {
        page_cell(page, table, step_named(page, audited->sop, unknown->at[i]));
        page_cell(page, table, said_unknown(page, audited->sop, unknown->at[i]));
    }
    put_more(page, unknown->n);
    page_add(page, BLOCK_SENTENCE, words_of(page, WORDS_UNKNOWN_COUNTED));
}

static struct text said_wall(struct page *page, const struct wall_time *wall)
{
    struct buf words = BUF_INIT;
    spoken_wall(&words, duration_range(wall->time), page->lang);
    struct text time = page_words(page, &words);
    return wall->is_document ? WORDS_WITH(page, WALL_DOCUMENT, {"time", time}) : time;
}

void audit_wall(struct page *page, const struct audited *audited)
{
    const struct audit *audit = audited->audit;
    if (audit->n_wall == 0)
        return;
    page_add(page, BLOCK_HEADING, words_of(page, WORDS_WALL_TITLE));
    struct table *table = page_table(page, "ll", false);
    for (size_t i = 0; i < audit->n_wall && i < PAGE_ROWS; i++) {
        const struct wall_time *wall = &audit->wall[i];
        page_cell(page, table, wall->is_document ? wall->path : step_named(page, audited->sop, wall->path));
        page_cell(page, table, said_wall(page, wall));
    }
    put_more(page, audit->n_wall);
}
