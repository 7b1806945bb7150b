/* An audit as a row of CSV (RFC 4180: commas, CRLF, quotes where they are needed).
 *
 * A spreadsheet takes what begins with =, +, - or @ for a formula, in quotes and behind blanks, too: such a field gets
 * an apostrophe before it. What cannot be seen stands as \u{HEX}, so that a field is always one line. */
#include "api/audit.h"

#include <string.h>

/* --- fields --- */

static bool is_formula(struct text text)
{
    text = text_trim(text);
    return text.len && strchr("=+-@", text.at[0]);
}

static void put_text(struct buf *to, struct text text)
{
    struct buf shown = BUF_INIT;
    buf_shown(&shown, text, SIZE_MAX);
    struct text rest = buf_view(&shown);
    buf_byte(to, '"');
    if (is_formula(text))
        buf_byte(to, '\'');
    for (size_t i = 0; i < rest.len; i++) {
        if (rest.at[i] == '"')
            buf_byte(to, '"');
        buf_byte(to, (unsigned char)rest.at[i]);
    }
    buf_byte(to, '"');
    to->failed = to->failed || shown.failed;
    buf_release(&shown);
}

static void put_total(struct buf *to, struct total total, bool most)
{
    if (total.sort == TOTAL_KNOWN)
        plain_minutes(to, most ? total.max_ms : total.min_ms);
}

static void put_hour(struct buf *to, struct duration duration)
{
    if (duration.sort == DURATION_WORK)
        spoken_hours(to, duration_range(duration), LANG_EN);
}

static void put_duration(struct buf *to, struct duration duration, bool most)
{
    if (duration.sort == DURATION_WORK)
        plain_minutes(to, most ? duration.max_ms : duration.min_ms);
}

/* --- one column each: nothing where there is nothing to say --- */

typedef void put_column(struct buf *to, const struct audited *a);

static void put_sop(struct buf *to, const struct audited *a) { put_text(to, a->sop->name); }
static void put_title(struct buf *to, const struct audited *a) { put_text(to, a->sop->title); }
static void put_region(struct buf *to, const struct audited *a) { put_text(to, a->sop->region->key); }
static void put_verdict(struct buf *to, const struct audited *a) { buf_string(to, verdict_key(a->audit->verdict)); }

static void put_not_audited(struct buf *to, const struct audited *a)
{
    (void)to;
    (void)a;
}

static void put_claim_min(struct buf *to, const struct audited *a) { put_duration(to, a->sop->claims.total, false); }
static void put_claim_max(struct buf *to, const struct audited *a) { put_duration(to, a->sop->claims.total, true); }
static void put_hours(struct buf *to, const struct audited *a) { put_hour(to, a->sop->claims.hours); }
static void put_hours_due(struct buf *to, const struct audited *a) { put_hour(to, a->audit->hours_expected); }
static void put_limit(struct buf *to, const struct audited *a) { put_duration(to, a->sop->claims.limit, true); }
static void put_sum_min(struct buf *to, const struct audited *a) { put_total(to, a->audit->printed_sum, false); }
static void put_sum_max(struct buf *to, const struct audited *a) { put_total(to, a->audit->printed_sum, true); }
static void put_ya_min(struct buf *to, const struct audited *a) { put_total(to, a->audit->straight, false); }
static void put_ya_max(struct buf *to, const struct audited *a) { put_total(to, a->audit->straight, true); }
static void put_shortest(struct buf *to, const struct audited *a) { put_total(to, a->audit->shortest, false); }
static void put_longest(struct buf *to, const struct audited *a) { put_total(to, a->audit->longest, true); }
static void put_unknown(struct buf *to, const struct audited *a) { buf_number(to, (int64_t)a->audit->unknown.n); }

static void put_basis(struct buf *to, const struct audited *a)
{
    if (a->sop->claims.limit_basis.len)
        put_text(to, a->sop->claims.limit_basis);
}

static void put_added(struct buf *to, const struct audited *a, bool most)
{
    struct range range;
    if (one_tidak(a->audit, &range))
        plain_minutes(to, most ? range.max : range.min);
}

static void put_added_min(struct buf *to, const struct audited *a) { put_added(to, a, false); }
static void put_added_max(struct buf *to, const struct audited *a) { put_added(to, a, true); }

static void put_applicant(struct buf *to, const struct audited *a) { put_total(to, work_of(a->audit, true), true); }
static void put_office(struct buf *to, const struct audited *a) { put_total(to, work_of(a->audit, false), true); }

static const struct {
    const char *name;
    put_column *put;
} columns[] = {
    {"sop", put_sop},
    {"title", put_title},
    {"region", put_region},
    {"verdict", put_verdict},
    {"not_audited", put_not_audited},
    {"claim_min_minutes", put_claim_min},
    {"claim_max_minutes", put_claim_max},
    {"hours_stated", put_hours},
    {"hours_expected", put_hours_due},
    {"limit_minutes", put_limit},
    {"limit_basis", put_basis},
    {"printed_sum_min_minutes", put_sum_min},
    {"printed_sum_max_minutes", put_sum_max},
    {"straight_min_minutes", put_ya_min},
    {"straight_max_minutes", put_ya_max},
    {"shortest_minutes", put_shortest},
    {"longest_minutes", put_longest},
    {"one_tidak_min_minutes", put_added_min},
    {"one_tidak_max_minutes", put_added_max},
    {"applicant_max_minutes", put_applicant},
    {"office_max_minutes", put_office},
    {"steps_without_time", put_unknown},
};

enum { COLUMNS = sizeof columns / sizeof *columns };

/* --- the columns of a start --- */

static const char *const start_columns[] = {"end", "latest"};

enum { START_COLUMNS = sizeof start_columns / sizeof *start_columns };

static void put_start_names(struct buf *to)
{
    for (size_t i = 0; i < START_COLUMNS; i++) {
        buf_byte(to, ',');
        buf_string(to, start_columns[i]);
    }
}

static void put_end(struct buf *to, const struct ending *ending, const struct finish *finish)
{
    buf_byte(to, ',');
    if (ending->no_end == WORDS_COUNT)
        moment_write(to, finish->at, ending->east);
}

static void put_start(struct buf *to, const struct ending *ending)
{
    put_end(to, ending, &ending->soonest);
    put_end(to, ending, &ending->latest);
}

/* --- the columns of each rate --- */

static const char *const rate_columns[] = {"mean_min_minutes", "mean_max_minutes", "kept_min_share", "kept_max_share"};

enum { RATE_COLUMNS = sizeof rate_columns / sizeof *rate_columns };

static void put_rate_names(struct buf *to, double rate)
{
    for (size_t i = 0; i < RATE_COLUMNS; i++) {
        buf_byte(to, ',');
        buf_string(to, rate_columns[i]);
        buf_string(to, "_at_");
        plain_decimal(to, rate, 15);
    }
}

static void put_ends(struct buf *to, bool known, const double ends[2], double unit)
{
    double least = ends[0] < ends[1] ? ends[0] : ends[1], most = ends[0] < ends[1] ? ends[1] : ends[0];
    buf_byte(to, ',');
    if (known)
        plain_decimal(to, least / unit, 6);
    buf_byte(to, ',');
    if (known)
        plain_decimal(to, most / unit, 6);
}

static void put_rate(struct buf *to, const struct expected *expected)
{
    put_ends(to, expected->known, expected->mean_ms, 60000);
    put_ends(to, expected->kept_known, expected->kept, 1);
}

static void end_row(struct buf *to) { buf_string(to, "\r\n"); }

void audit_csv_head(struct buf *to, const struct csv *csv)
{
    for (size_t i = 0; i < COLUMNS; i++) {
        buf_string(to, i ? "," : "");
        buf_string(to, columns[i].name);
    }
    if (csv->starts)
        put_start_names(to);
    for (size_t i = 0; i < csv->n_rates; i++)
        put_rate_names(to, csv->rates[i]);
    end_row(to);
}

void audit_csv_row(struct buf *to, const struct audited *audited)
{
    for (size_t i = 0; i < COLUMNS; i++) {
        buf_string(to, i ? "," : "");
        columns[i].put(to, audited);
    }
    if (audited->ending)
        put_start(to, audited->ending);
    for (size_t i = 0; i < audited->audit->n_expected; i++)
        put_rate(to, &audited->audit->expected[i]);
    end_row(to);
}

void audit_csv_unaudited(struct buf *to, const struct csv *csv, struct text sop, struct text reason)
{
    size_t empty = COLUMNS + csv->n_rates * RATE_COLUMNS;
    empty += csv->starts ? START_COLUMNS : 0;
    for (size_t i = 0; i < empty; i++) {
        buf_string(to, i ? "," : "");
        if (i < COLUMNS && columns[i].put == put_sop)
            put_text(to, sop);
        if (i < COLUMNS && columns[i].put == put_not_audited)
            put_text(to, reason);
    }
    end_row(to);
}
