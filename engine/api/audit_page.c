/* An audit as a page that a person puts on file: what is claimed beside what comes out, then the reasons, most weighty
 * first. A part that has nothing to say is left out. */
#include "api/audit.h"

/* --- words --- */

struct text step_named(struct page *page, const struct sop *sop, struct text path)
{
    uint16_t step = sop_step(sop, path);
    struct buf words = BUF_INIT;
    if (step != NONE) {
        buf_number(&words, step + 1);
        buf_byte(&words, ' ');
    }
    buf_text(&words, path);
    return page_words(page, &words);
}

struct text texts_joined(struct page *page, const struct text *texts, size_t n, enum audit_words and)
{
    struct buf words = BUF_INIT;
    for (size_t i = 0; i < n; i++) {
        if (i)
            buf_text(&words, i + 1 == n ? words_of(page, and) : TEXT(", "));
        buf_text(&words, texts[i]);
    }
    return page_words(page, &words);
}

struct text said_time(struct page *page, struct range range)
{
    struct buf words = BUF_INIT;
    spoken_time(&words, range, page->lang);
    return page_words(page, &words);
}

struct text said_minutes(struct page *page, struct range range)
{
    struct buf words = BUF_INIT;
    spoken_minutes(&words, range, page->lang);
    return page_words(page, &words);
}

struct text said_number(struct page *page, int64_t number)
{
    struct buf words = BUF_INIT;
    buf_number(&words, number);
    return page_words(page, &words);
}

struct text said_percent(struct page *page, double share)
{
    struct buf words = BUF_INIT;
    spoken_percent(&words, share, page->lang);
    return page_words(page, &words);
}

struct text said_share(struct page *page, const double kept[2])
{
    struct buf words = BUF_INIT;
    spoken_share(&words, kept[0] < kept[1] ? kept[0] : kept[1], kept[0] < kept[1] ? kept[1] : kept[0], page->lang);
    return page_words(page, &words);
}

struct text said_moment(struct page *page, const double ms[2])
{
    struct buf words = BUF_INIT;
    spoken_moment(&words, ms[0] < ms[1] ? ms : (const double[]){ms[1], ms[0]}, page->lang);
    return page_words(page, &words);
}

struct text said_total(struct page *page, struct total total, enum audit_words endless)
{
    enum audit_words reason = total_reason(total, endless);
    return reason == WORDS_COUNT ? said_time(page, total_range(total)) : words_of(page, reason);
}

static struct text said_long(struct page *page, struct range range)
{
    struct buf words = BUF_INIT;
    spoken_long(&words, range, page->lang);
    return page_words(page, &words);
}

/* With the hours behind it, where there are some: a figure stands alone, a table's cell among others. */
static struct text said_total_long(struct page *page, struct total total, enum audit_words endless)
{
    return total.sort == TOTAL_KNOWN ? said_long(page, total_range(total)) : said_total(page, total, endless);
}

struct text said_least(struct page *page, bool least, struct text number)
{
    return least ? WORDS_WITH(page, LEAST, {"time", number}) : number;
}

struct text said_most(struct page *page, bool most, struct text number)
{
    return most ? WORDS_WITH(page, MOST, {"time", number}) : number;
}

void put_more(struct page *page, size_t all)
{
    if (all > PAGE_ROWS)
        page_add(page, BLOCK_SENTENCE, WORDS_WITH(page, MORE, {"n", said_number(page, (int64_t)(all - PAGE_ROWS))}));
}

/* --- the head --- */

static void put_name(struct page *page, const struct sop *sop)
{
    struct buf words = BUF_INIT;
    buf_string(&words, "SOP ");
    buf_text(&words, sop->name);
    buf_string(&words, " · ");
    buf_text(&words, sop->region->name.len ? sop->region->name : sop->region->key);
    if (sop->identity.draft) {
        buf_string(&words, " · ");
        buf_text(&words, words_of(page, WORDS_DRAFT));
    }
    page_add(page, BLOCK_LINE, page_words(page, &words));
}

static void put_source(struct page *page, const struct source *source)
{
    struct text from = said_number(page, source->lines.from), to = said_number(page, source->lines.to), lines = {0};
    if (source->file.len == 0)
        return;
    if (source->lines.from && source->lines.from == source->lines.to)
        lines = WORDS_WITH(page, SOURCE_LINE, {"from", from});
    else if (source->lines.from)
        lines = WORDS_WITH(page, SOURCE_LINES, {"from", from}, {"to", to});
    page_add(page, BLOCK_LINE, WORDS_WITH(page, SOURCE, {"file", source->file}, {"lines", lines}));
}

static void put_head(struct page *page, const struct sop *sop)
{
    page_add(page, BLOCK_TITLE, sop->title);
    put_name(page, sop);
    put_source(page, &sop->source);
}

/* --- the figures --- */

static void put_figure(struct page *page, struct table *table, enum audit_words name, struct text value)
{
    page_cell(page, table, words_of(page, name));
    page_cell(page, table, value);
}

/* As it is printed; in minutes, too, where that is not the same. */
static void put_claim(struct page *page, struct table *table, const struct claims *claims)
{
    struct range range = duration_range(claims->total);
    struct text printed = claims->total_text, time = said_long(page, range);
    struct buf sheet = BUF_INIT; /* sheets are Indonesian, whatever the page is */
    spoken_time(&sheet, range, LANG_ID);
    bool same = text_eq_blind(printed, page_words(page, &sheet));
    if (!claims->stated || printed.len == 0)
        return;
    struct text both = WORDS_WITH(page, CLAIM_BOTH, {"printed", printed}, {"time", time});
    if (claims->total.sort != DURATION_WORK)
        put_figure(page, table, WORDS_CLAIM, printed);
    else
        put_figure(page, table, WORDS_CLAIM, same ? time : both);
}

static void put_straight(struct page *page, struct table *table, const struct audit *audit)
{
    struct text time = said_total_long(page, audit->straight, WORDS_ENDLESS_STRAIGHT);
    bool least = audit->straight.sort == TOTAL_KNOWN && is_lower_bound(audit);
    put_figure(page, table, WORDS_STRAIGHT, least ? WORDS_WITH(page, AT_LEAST, {"time", time}) : time);
}

/* Only where it is longer. */
static void put_day(struct page *page, struct table *table, const struct audited *audited)
{
    struct total straight = audited->audit->straight;
    struct duration day = working_day(audited->sop);
    struct text time = said_time(page, duration_range(day));
    if (straight.sort != TOTAL_KNOWN || straight.max_ms <= day.max_ms)
        return;
    put_figure(page, table, WORDS_DAY,
               straight.min_ms > day.max_ms ? WORDS_WITH(page, DAY_OVER, {"day", time})
                                            : WORDS_WITH(page, DAY_OVER_PARTLY, {"day", time}));
}

static bool same_time(struct duration a, struct duration b)
{
    return a.sort == b.sort && a.min_ms == b.min_ms && a.max_ms == b.max_ms;
}

static void put_hours(struct page *page, struct table *table, const struct audited *audited)
{
    const struct claims *claims = &audited->sop->claims;
    struct duration expected = audited->audit->hours_expected;
    struct buf words = BUF_INIT;
    spoken_hours(&words, duration_range(expected), page->lang);
    struct text right = page_words(page, &words), hours = claims->hours_text;
    if (!claims->stated || hours.len == 0)
        return;
    if (expected.sort == DURATION_NONE) {
        put_figure(page, table, WORDS_HOURS, WORDS_WITH(page, HOURS_ALONE, {"hours", hours}));
        return;
    }
    put_figure(page, table, WORDS_HOURS,
               same_time(expected, claims->hours) ? WORDS_WITH(page, HOURS_RIGHT, {"hours", hours})
                                                  : WORDS_WITH(page, HOURS_WRONG, {"hours", hours}, {"right", right}));
}

/* --- paths without rework --- */

static size_t count_kept(const struct audited *audited)
{
    size_t n = 0;
    for (size_t i = 0; i < audited->audit->n_ways; i++)
        n += claim_meets(audited->sop, audited->audit->ways[i].elapsed) == MEETS;
    return n;
}

/* `14–21 menit, 2 jalur; 1 di antaranya menepati klaim`: what can be said of how many there are. */
static struct text said_paths(struct page *page, const struct audited *audited, struct text time)
{
    const struct audit *audit = audited->audit;
    struct text n = said_number(page, (int64_t)audit->n_ways), kept = said_number(page, (int64_t)count_kept(audited));
    if (audit->ways_in_all > 1e300)
        return WORDS_WITH(page, PATHS_ENDLESS, {"time", time});
    if (audit->ways_in_all > (double)audit->n_ways)
        return WORDS_WITH(page, PATHS_MANY, {"time", time}, {"n", n});
    if (!claims_work(audited->sop))
        return WORDS_WITH(page, PATHS, {"time", time}, {"n", n});
    return WORDS_WITH(page, PATHS_CLAIMED, {"time", time}, {"n", n}, {"kept", kept});
}

/* One path alone is that with every answer Ya. */
static void put_linear(struct page *page, struct table *table, const struct audited *audited)
{
    const struct audit *audit = audited->audit;
    struct range all = {audit->shortest.min_ms, audit->longest.max_ms};
    if (audit->shortest.sort != TOTAL_KNOWN)
        put_figure(page, table, WORDS_LINEAR, said_total_long(page, audit->shortest, WORDS_ENDLESS_SHORTEST));
    else if (audit->longest.sort != TOTAL_KNOWN)
        put_figure(page, table, WORDS_LINEAR, said_total_long(page, audit->longest, WORDS_ENDLESS_LONGEST));
    else if (audit->ways_in_all > 1)
        put_figure(page, table, WORDS_LINEAR, said_paths(page, audited, said_time(page, all)));
}

/* Where nothing goes back the rates change nothing, and one number says it (else audit_rates does); nor is it said
 * where every path takes the same time. */
static void put_mean(struct page *page, struct table *table, const struct audited *audited)
{
    const struct audit *audit = audited->audit;
    const struct expected *expected = audit->expected;
    bool one = audit->shortest.sort == TOTAL_KNOWN && audit->longest.sort == TOTAL_KNOWN &&
               audit->shortest.min_ms == audit->longest.max_ms;
    if (audit->n_rework || one || audit->ways_in_all <= 1 || audit->n_expected == 0 || !expected->known)
        return;
    bool incomplete = is_incomplete(audit);
    struct text mean = said_least(page, incomplete, said_moment(page, expected->mean_ms));
    struct text share = expected->kept_known ? said_most(page, incomplete, said_share(page, expected->kept)) : mean;
    struct text steps = said_told(page, audited->options);
    const struct hole holes[] = {{"mean", mean}, {"share", share}, {"steps", steps}, {NULL, {NULL, 0}}};
    enum audit_words even = expected->kept_known ? WORDS_MEAN_EVEN_KEPT : WORDS_MEAN_EVEN;
    enum audit_words told = expected->kept_known ? WORDS_MEAN_TOLD_KEPT : WORDS_MEAN_TOLD;
    put_figure(page, table, WORDS_MEAN, words_with(page, steps.len ? told : even, holes));
}

/* --- the limit --- */

/* Which sentence holds: what is claimed and what the longest path takes, beside what is promised. */
static enum audit_words limit_words(const struct audited *audited)
{
    const struct claims *claims = &audited->sop->claims;
    struct total longest = audited->audit->longest;
    bool claimed = claims_work(audited->sop), known = longest.sort == TOTAL_KNOWN;
    if (claims->limit.sort == DURATION_UNKNOWN)
        return WORDS_LIMIT_UNKNOWN;
    if (claimed && claims->total.max_ms > claims->limit.max_ms)
        return WORDS_LIMIT_BROKEN;
    if (known && longest.max_ms > claims->limit.max_ms)
        return claimed ? WORDS_LIMIT_BROKEN_LONGEST : WORDS_LIMIT_BROKEN_UNCLAIMED;
    if (claims->limit.sort == DURATION_WALL)
        return WORDS_LIMIT_WALL; /* working time within it may still last longer on the calendar */
    if (!known)
        return WORDS_LIMIT_WITHOUT;
    if (is_incomplete(audited->audit))
        return WORDS_LIMIT_UNSURE;
    if (takes_wall_time(audited->audit))
        return WORDS_LIMIT_AND_WALL;
    return claimed ? WORDS_LIMIT_KEPT : WORDS_LIMIT_KEPT_UNCLAIMED;
}

static struct text said_limit(struct page *page, const struct claims *claims)
{
    struct buf words = BUF_INIT;
    if (claims->limit.sort == DURATION_WALL)
        spoken_wall(&words, duration_range(claims->limit), page->lang);
    else if (claims->limit.sort == DURATION_WORK)
        spoken_long(&words, duration_range(claims->limit), page->lang);
    else
        buf_text(&words, words_of(page, WORDS_LIMIT_UNIT));
    struct text time = page_words(page, &words);
    struct buf sheet = BUF_INIT; /* as for the claim: both where they differ */
    spoken_time(&sheet, duration_range(claims->limit), LANG_ID);
    bool same = text_eq_blind(claims->limit_text, page_words(page, &sheet));
    if (claims->limit_text.len && !same && claims->limit.sort == DURATION_WORK)
        time = WORDS_WITH(page, LIMIT_BOTH, {"printed", claims->limit_text},
                          {"time", said_time(page, duration_range(claims->limit))});
    if (claims->limit_basis.len == 0)
        return time;
    return WORDS_WITH(page, LIMIT_BASIS, {"limit", time}, {"basis", claims->limit_basis});
}

static void put_limit(struct page *page, struct table *table, const struct audited *audited)
{
    const struct claims *claims = &audited->sop->claims;
    if (!claims->stated || claims->limit.sort == DURATION_NONE)
        return;
    struct text limit = said_limit(page, claims), longest = said_time(page, total_range(audited->audit->longest));
    const struct hole holes[] = {{"limit", limit}, {"longest", longest}, {NULL, {NULL, 0}}};
    put_figure(page, table, WORDS_LIMIT, words_with(page, limit_words(audited), holes));
}

/* Why the office lets the claim stand: what it has accepted at `claims`. */
static void put_accepted(struct page *page, struct table *table, const struct sop *sop)
{
    for (size_t i = 0; i < sop->waivers.n; i++) {
        const struct waiver *waiver = &sop->waivers.at[i];
        struct text code = text_of(finding_row(waiver->code)->code);
        if (!waiver->effective || !text_eq(waiver->at, TEXT("claims")))
            continue;
        page_cell(page, table, WORDS_WITH(page, ACCEPTED, {"finding", code}));
        page_cell(page, table, waiver->reason);
    }
}

static void put_figures(struct page *page, const struct audited *audited)
{
    const struct audit *audit = audited->audit;
    struct table *table = page_table(page, "ll", false);
    put_claim(page, table, &audited->sop->claims);
    put_straight(page, table, audit);
    put_day(page, table, audited);
    put_figure(page, table, WORDS_PRINTED_SUM, said_total_long(page, audit->printed_sum, WORDS_REASON_CUT));
    put_linear(page, table, audited);
    put_mean(page, table, audited);
    put_hours(page, table, audited);
    put_limit(page, table, audited);
    if (takes_wall_time(audit))
        put_figure(page, table, WORDS_WALL_TIME, words_of(page, WORDS_WALL_APART));
    put_accepted(page, table, audited->sop);
}

enum status audit_page(struct page *page, const struct audited *audited)
{
    put_head(page, audited->sop);
    audit_verdict(page, audited);
    put_figures(page, audited);
    if (audit_steps(page, audited) < 0)
        return STATUS_MEMORY;
    audit_rework(page, audited);
    audit_rates(page, audited);
    if (audited->rates_silent)
        page_add(page, BLOCK_SENTENCE, words_of(page, WORDS_RATES_SILENT));
    audit_work(page, audited);
    audit_calls(page, audited);
    audit_unknown(page, audited);
    audit_wall(page, audited);
    audit_calendar(page, audited);
    return page->arena->failed ? STATUS_MEMORY : STATUS_OK;
}
