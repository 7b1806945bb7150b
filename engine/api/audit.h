/* An audit on its way out: as JSON, as a page for people, as a row of CSV. */
#ifndef API_AUDIT_H
#define API_AUDIT_H

#include "api/audit_words.h"
#include "api/spoken.h"
#include "time/audit.h"
#include "time/finish.h"

/* When a case on the straight path ends that starts at some moment. */
struct ending {
    int64_t start;
    int32_t east;            /* the region's zone */
    enum audit_words no_end; /* why there is no end; WORDS_COUNT: there is one */
    struct finish soonest, latest;
};

/* One SOP's audit and what it was asked for. */
struct audited {
    const struct sop *sop;
    const struct audit *audit;
    const struct audit_options *options;
    const struct ending *ending; /* NULL: no start was told */
    bool rates_silent;           /* a file of rates was told, and says nothing of it */
};

/* --- what follows from it (audited.c) --- */

struct range total_range(struct total total);
struct range duration_range(struct duration duration);

/* One after the other; TOO_LONG above MOST_MS. */
struct total total_plus(struct total a, struct total b);

/* What all actors do on the straight path who are the applicant, or are not. */
struct total work_of(const struct audit *audit, bool applicant);

/* Is a total claimed that working time can be compared with? */
bool claims_work(const struct sop *sop);

enum meets { MEETS_UNKNOWN, MEETS, MEETS_NOT };

/* Does all that takes such a time keep the claim, does nothing of it, or cannot that be said? */
enum meets claim_meets(const struct sop *sop, struct total total);

/* One working day of its region. */
struct duration working_day(const struct sop *sop);

/* Does a step on the straight way state no time, so that its total is only the least? */
bool is_lower_bound(const struct audit *audit);

/* May some step that a case comes to state no time, so that what is added up is only the least? */
bool is_incomplete(const struct audit *audit);

/* Does a step of it or of what it calls run on the calendar? */
bool takes_wall_time(const struct audit *audit);

/* A SOP's name without its region where that is this SOP's. */
struct text sop_short_name(const struct sop *sop, struct text name);

/* What one Tidak that goes back adds, from the least to the most; false: none does, or none comes back. */
bool one_tidak(const struct audit *audit, struct range *range);

/* `exact`, `lower-bound`: as programs read a verdict; and the words for people. */
const char *verdict_key(enum claim_verdict verdict);
enum audit_words verdict_words(enum claim_verdict verdict);

/* Why there is no such number, in words of the table; WORDS_COUNT where there is one. `endless` is what to say of a
 * total that is. */
enum audit_words total_reason(struct total total, enum audit_words endless);
enum audit_words expected_reason(const struct expected *expected);
enum audit_words kept_reason(const struct sop *sop, const struct expected *expected);

/* --- ways out --- */

/* The ending of the SOP's case by its region's clock (audit_calendar.c). `*ending` is NULL where no start is told. */
enum status audit_ending(struct library *library, const struct library_sop *sop, struct text start,
                         struct audited *audited, struct arena *arena);

json_t *json_calendar(struct report *report, const struct ending *ending, enum lang lang);

/* One entry of "audits" (audit_json.c). */
json_t *audit_json(struct report *report, const struct audited *audited, enum lang lang);

/* What a person puts on file (audit_page.c), in the page's language. MEMORY, or OK. */
enum status audit_page(struct page *page, const struct audited *audited);

/* A table with a row for each SOP (audit_summary.c): begun once, then row by row. NULL: memory is out. */
struct table *audit_summary(struct page *page);
void audit_summary_row(struct page *page, struct table *table, const struct audited *audited);

/* Which columns a table in CSV has besides those that each has. */
struct csv {
    const double *rates;
    size_t n_rates;
    bool starts; /* a start was told */
};

/* CSV (audit_csv.c): the header; a row; a row for a SOP that was not audited. */
void audit_csv_head(struct buf *to, const struct csv *csv);
void audit_csv_row(struct buf *to, const struct audited *audited);
void audit_csv_unaudited(struct buf *to, const struct csv *csv, struct text sop, struct text reason);

/* --- parts of the page --- */

/* `3 verifikasi`, with the number of the SOP's own step in its list; inside a call the path alone. */
struct text step_named(struct page *page, const struct sop *sop, struct text path);

/* Texts with commas between them and `and` before the last. */
struct text texts_joined(struct page *page, const struct text *texts, size_t n, enum audit_words and);

/* A number, a time and the like as a text of the page's. */
struct text said_time(struct page *page, struct range range);
struct text said_minutes(struct page *page, struct range range);
struct text said_number(struct page *page, int64_t number);
struct text said_percent(struct page *page, double share);
struct text said_share(struct page *page, const double kept[2]);
struct text said_moment(struct page *page, const double ms[2]);

/* The time, or why there is none. */
struct text said_total(struct page *page, struct total total, enum audit_words endless);

/* A table of a page has at most this many rows; below it stands how many of `all` are left out, if any are. */
enum { PAGE_ROWS = 200 };
void put_more(struct page *page, size_t all);

/* The steps with a rate of their own: `verifikasi 15%`. Empty: none. */
struct text said_told(struct page *page, const struct audit_options *options);

/* The number with a sign before it where it is only the least, or the most. */
struct text said_least(struct page *page, bool least, struct text number);
struct text said_most(struct page *page, bool most, struct text number);

/* One sentence on the claim, and its tone (audit_verdict.c). */
void audit_verdict(struct page *page, const struct audited *audited);

/* The way that passes the claim, or that a wrong claim is not, step by step (audit_steps.c). MEMORY, or OK. */
enum status audit_steps(struct page *page, const struct audited *audited);

/* What is sent back, how often, by whom, what is called, what is not stated (audit_parts.c): each a heading and what
 * stands under it, or nothing. */
void audit_rework(struct page *page, const struct audited *audited);
void audit_rates(struct page *page, const struct audited *audited);
void audit_work(struct page *page, const struct audited *audited);
void audit_calls(struct page *page, const struct audited *audited);
void audit_unknown(struct page *page, const struct audited *audited);
void audit_wall(struct page *page, const struct audited *audited);

/* When it ends (audit_calendar.c). */
void audit_calendar(struct page *page, const struct audited *audited);

#endif
