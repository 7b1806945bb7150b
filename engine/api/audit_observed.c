/* What happened, beside what is claimed and computed; and the column of rates that is taken from it. */
#include "api/audit.h"
#include "api/rates.h"

/* --- the rates --- */

/* Where nobody was ever asked. */
static const double otherwise = 0.1;

bool is_observed_rate(const struct audited *audited, size_t column)
{
    return audited->rate_observed && column + 1 == audited->audit->n_expected;
}

static bool is_told(const struct audit_options *options, struct text step)
{
    for (size_t i = 0; i < options->n_told; i++)
        if (text_eq(options->told[i].step, step))
            return true;
    return false;
}

/* Was the step asked, can it be answered Tidak now, and is nothing else told of it? */
static bool is_taken(const struct audited *audited, const struct observed_step *step, struct arena *arena)
{
    return step->asked && !is_told(audited->options, step->path) && rate_fits(audited->sop, step->path, arena);
}

/* What is told of single steps, then what was seen; the latter is noted in `audited`. */
static bool take_rates(struct audited *audited, struct audit_options *options, struct arena *arena)
{
    const struct audit_options *told = audited->options;
    const struct observed *observed = audited->observed;
    struct told_rate *all = ARENA_ARRAY(arena, told->n_told + observed->n_steps, struct told_rate);
    size_t n = 0;
    for (; all && n < told->n_told; n++)
        all[n] = told->told[n];
    for (size_t i = 0; all && i < observed->n_steps; i++) {
        const struct observed_step *step = &observed->steps[i];
        if (is_taken(audited, step, arena))
            all[n++] = (struct told_rate){step->path, (double)step->tidak / (double)step->asked};
    }
    if (arena->failed)
        return false;
    audited->seen = all + told->n_told;
    audited->n_seen = n - told->n_told;
    *options = (struct audit_options){.rates = &otherwise, .n_rates = 1, .told = all, .n_told = n};
    return true;
}

enum status audit_rate_observed(struct audit *audit, struct audited *audited, struct arena *arena)
{
    struct audit anew;
    struct audit_options options;
    struct expected *columns = ARENA_ARRAY(arena, audit->n_expected + 1, struct expected);
    if (!columns || !take_rates(audited, &options, arena) || audit_sop(&anew, audit->sop, &options, arena) < 0)
        return STATUS_MEMORY;
    for (size_t i = 0; i < audit->n_expected; i++)
        columns[i] = audit->expected[i];
    columns[audit->n_expected++] = anew.expected[0];
    audit->expected = columns;
    audited->rate_observed = true;
    return STATUS_OK;
}

/* --- as JSON --- */

static void put_times(struct report *report, json_t *object, const struct observed_times *times)
{
    put(report, object, "median_s", times->n ? json_seconds(times->median_ms) : json_null());
    put(report, object, "p90_s", times->n ? json_seconds(times->p90_ms) : json_null());
}

static json_t *json_elapsed(struct report *report, const struct observed_times *elapsed)
{
    json_t *object = json_object();
    put(report, object, "n", json_integer((json_int_t)elapsed->n));
    put_times(report, object, elapsed);
    return object;
}

static double share_of(size_t part, size_t all) { return (double)part / (double)all; }

static json_t *json_within(struct report *report, const struct audited *audited)
{
    const struct observed *observed = audited->observed;
    size_t n = observed->elapsed.n;
    if (!claims_work(audited->sop))
        return json_null();
    json_t *object = json_object();
    put(report, object, "n", json_integer((json_int_t)observed->within));
    put(report, object, "share", n ? json_double(share_of(observed->within, n)) : json_null());
    return object;
}

static json_t *json_steps(struct report *report, const struct observed *observed)
{
    json_t *array = json_array();
    for (size_t i = 0; i < observed->n_steps; i++) {
        const struct observed_step *step = &observed->steps[i];
        json_t *object = json_object();
        put(report, object, "step", json_text(step->path));
        put(report, object, "n", json_integer((json_int_t)step->n));
        put_times(report, object, &step->took);
        put(report, object, "asked", json_integer((json_int_t)step->asked));
        put(report, object, "tidak", json_integer((json_int_t)step->tidak));
        put(report, object, "rate", step->asked ? json_double(share_of(step->tidak, step->asked)) : json_null());
        append(report, array, object);
    }
    return array;
}

static json_t *json_guessed(struct report *report, const struct years *guessed)
{
    json_t *years = json_array();
    for (int32_t year = years_next(guessed, 0); year; year = years_next(guessed, year + 1))
        append(report, years, json_integer(year));
    return years;
}

json_t *json_observed(struct report *report, const struct audited *audited, enum lang lang)
{
    const struct observed *observed = audited->observed;
    if (!observed)
        return json_null();
    json_t *object = json_object();
    bool timed = observed->no_time == WORDS_COUNT;
    put(report, object, "cases", json_integer((json_int_t)observed->cases));
    put(report, object, "ended", json_integer((json_int_t)observed->ended));
    put(report, object, "elapsed", json_elapsed(report, &observed->elapsed));
    put(report, object, "within_claim", json_within(report, audited));
    put(report, object, "steps", json_steps(report, observed));
    put(report, object, "holidays_unknown", json_guessed(report, &observed->guessed));
    put(report, object, "reason", timed ? json_null() : json_string(words_in(observed->no_time, lang)));
    return object;
}

/* --- on the page --- */

/* Minutes with one decimal. */
static struct text said_measured(struct page *page, int64_t ms)
{
    return said_moment(page, (const double[]){(double)ms, (double)ms});
}

static void put_row(struct page *page, struct table *table, enum audit_words name, struct text value)
{
    page_cell(page, table, words_of(page, name));
    page_cell(page, table, value);
}

static void put_computed(struct page *page, struct table *table, const struct audited *audited)
{
    const struct audit *audit = audited->audit;
    if (claims_work(audited->sop))
        put_row(page, table, WORDS_CLAIM, said_time(page, duration_range(audited->sop->claims.total)));
    if (audit->straight.sort == TOTAL_KNOWN) {
        struct text time = said_time(page, total_range(audit->straight));
        put_row(page, table, WORDS_OBSERVED_COMPUTED,
                is_lower_bound(audit) ? WORDS_WITH(page, AT_LEAST, {"time", time}) : time);
    }
    if (audit->n_rework && audit->n_expected && audit->expected[0].known) {
        struct text mean = said_moment(page, audit->expected[0].mean_ms);
        page_cell(page, table, WORDS_WITH(page, OBSERVED_MEAN, {"rate", said_percent(page, audit->expected[0].rate)}));
        page_cell(page, table, WORDS_WITH(page, OBSERVED_MINUTES, {"time", mean}));
    }
}

static struct text said_of(struct page *page, size_t n, size_t all)
{
    const double share[2] = {share_of(n, all), share_of(n, all)};
    return WORDS_WITH(page, OBSERVED_OF, {"n", said_number(page, (int64_t)n)}, {"all", said_number(page, (int64_t)all)},
                      {"share", said_share(page, share)});
}

static void put_guessed(struct page *page, const struct years *guessed)
{
    struct buf words = BUF_INIT;
    for (int32_t year = years_next(guessed, 0); year; year = years_next(guessed, year + 1)) {
        buf_string(&words, words.len ? ", " : "");
        buf_number(&words, year);
    }
    struct text years = page_words(page, &words);
    if (years.len)
        page_add(page, BLOCK_SENTENCE, WORDS_WITH(page, END_GUESSED, {"years", years}));
}

static void put_elapsed(struct page *page, const struct audited *audited)
{
    const struct observed *observed = audited->observed;
    const struct observed_times *elapsed = &observed->elapsed;
    if (elapsed->n == 0)
        return;
    struct table *table = page_table(page, "ll", false);
    struct text median = said_measured(page, elapsed->median_ms), p90 = said_measured(page, elapsed->p90_ms);
    put_computed(page, table, audited);
    put_row(page, table, WORDS_OBSERVED_MEDIAN, WORDS_WITH(page, OBSERVED_MINUTES, {"time", median}));
    put_row(page, table, WORDS_OBSERVED_P90, WORDS_WITH(page, OBSERVED_MINUTES, {"time", p90}));
    if (claims_work(audited->sop))
        put_row(page, table, WORDS_OBSERVED_WITHIN, said_of(page, observed->within, elapsed->n));
    page_add(page, BLOCK_SENTENCE, words_of(page, WORDS_OBSERVED_WAITING));
}

/* The step of that path, in the first of the SOPs that are called there which has it; NULL: it has none now. */
static const struct step *step_of(const struct sop *sop, struct text path)
{
    struct text rest, key = text_cut(path, '/', &rest);
    uint16_t s = sop_step(sop, key);
    const struct step *step = s == NONE ? NULL : &sop->steps[s], *found = NULL;
    if (!step || key.len == path.len)
        return step;
    for (size_t c = 0; c < step->call.n && !found; c++)
        found = step->call.callees[c].sop ? step_of(step->call.callees[c].sop, rest) : NULL;
    return found;
}

static struct text said_sheet(struct page *page, const struct sop *sop, struct text path)
{
    const struct step *step = step_of(sop, path);
    bool known = step && step->duration.sort == DURATION_WORK;
    return known ? said_minutes(page, duration_range(step->duration)) : TEXT("–");
}

static void put_steps(struct page *page, const struct audited *audited)
{
    static const enum audit_words heads[] = {WORDS_STEP, WORDS_OBSERVED_SHEET, WORDS_OBSERVED_TIMES};
    const struct observed *observed = audited->observed;
    if (observed->n_steps == 0)
        return;
    page_add(page, BLOCK_SENTENCE, words_of(page, WORDS_OBSERVED_STEPS));
    struct table *table = page_table(page, "lrrrrl", true);
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        page_cell(page, table, words_of(page, heads[i]));
    page_cell(page, table, TEXT("Median"));
    page_cell(page, table, TEXT("P90"));
    page_cell(page, table, TEXT("Tidak"));
    for (size_t i = 0; i < observed->n_steps && i < PAGE_ROWS; i++) {
        const struct observed_step *step = &observed->steps[i];
        page_cell(page, table, step_named(page, audited->sop, step->path));
        page_cell(page, table, said_sheet(page, audited->sop, step->path));
        page_cell(page, table, said_number(page, (int64_t)step->n));
        page_cell(page, table, step->took.n ? said_measured(page, step->took.median_ms) : TEXT("–"));
        page_cell(page, table, step->took.n ? said_measured(page, step->took.p90_ms) : TEXT("–"));
        page_cell(page, table, step->asked ? said_of(page, step->tidak, step->asked) : TEXT("–"));
    }
    put_more(page, observed->n_steps);
}

void audit_observed(struct page *page, const struct audited *audited)
{
    const struct observed *observed = audited->observed;
    if (!observed)
        return;
    struct text cases = said_number(page, (int64_t)observed->cases),
                ended = said_number(page, (int64_t)observed->ended);
    page_add(page, BLOCK_HEADING, words_of(page, WORDS_OBSERVED_TITLE));
    page_add(page, BLOCK_SENTENCE,
             observed->cases ? WORDS_WITH(page, OBSERVED_CASES, {"cases", cases}, {"ended", ended})
                             : words_of(page, WORDS_OBSERVED_NONE));
    if (observed->cases && observed->no_time != WORDS_COUNT)
        page_add(page, BLOCK_SENTENCE,
                 WORDS_WITH(page, OBSERVED_UNTIMED, {"reason", words_of(page, observed->no_time)}));
    put_elapsed(page, audited);
    put_steps(page, audited);
    put_guessed(page, &observed->guessed);
}

static struct text said_seen(struct page *page, const struct observed *observed, struct text path)
{
    const struct observed_step *step = observed->steps;
    while (!text_eq(step->path, path))
        step++;
    return WORDS_WITH(page, OBSERVED_STEP_RATE, {"step", path}, {"n", said_number(page, (int64_t)step->tidak)},
                      {"all", said_number(page, (int64_t)step->asked)});
}

void audit_observed_rates(struct page *page, const struct audited *audited)
{
    if (!audited->rate_observed)
        return;
    struct text rate = said_percent(page, otherwise);
    struct text *seen = ARENA_ARRAY(page->arena, audited->n_seen, struct text);
    for (size_t i = 0; seen && i < audited->n_seen; i++)
        seen[i] = said_seen(page, audited->observed, audited->seen[i].step);
    if (!seen)
        return;
    struct text steps = texts_joined(page, seen, audited->n_seen, WORDS_AND);
    page_add(page, BLOCK_SENTENCE,
             audited->n_seen ? WORDS_WITH(page, OBSERVED_RATES, {"steps", steps}, {"rate", rate})
                             : WORDS_WITH(page, OBSERVED_RATES_NONE, {"rate", rate}));
}
