/* The table of all SOPs that were audited, narrow enough for a terminal. */
#include "api/audit.h"

struct table *audit_summary(struct page *page)
{
    static const enum audit_words heads[] = {WORDS_SOP,       WORDS_CLAIM_SHORT, WORDS_STRAIGHT_SHORT,
                                             WORDS_ONE_TIDAK, WORDS_KEPT_SHORT,  WORDS_VERDICT};
    struct table *table = page_table(page, "lrrrrl", true);
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        page_cell(page, table, words_of(page, heads[i]));
    return table;
}

static struct text said_if(struct page *page, bool known, struct range range)
{
    return known ? said_minutes(page, range) : TEXT("–");
}

/* A sign before a number that is known, else a dash. */
static struct text said_signed(struct page *page, const char *sign, struct text number)
{
    struct buf words = BUF_INIT;
    buf_string(&words, text_eq(number, TEXT("–")) ? "" : sign);
    buf_text(&words, number);
    return page_words(page, &words);
}

static struct text said_straight(struct page *page, const struct audit *audit)
{
    struct text time = said_if(page, audit->straight.sort == TOTAL_KNOWN, total_range(audit->straight));
    return said_signed(page, is_lower_bound(audit) ? "≥ " : "", time);
}

/* `+11`, `+5–17` */
static struct text said_added(struct page *page, const struct audit *audit)
{
    struct range range = {0, 0};
    bool any = one_tidak(audit, &range);
    return said_signed(page, is_incomplete(audit) ? "≥ +" : "+", said_if(page, any, range));
}

/* Steps without a time count as none: then no more than this. */
static struct text said_kept(struct page *page, const struct audit *audit)
{
    bool known = audit->n_expected && audit->expected[0].kept_known;
    struct text share = known ? said_share(page, audit->expected[0].kept) : TEXT("–");
    return said_signed(page, is_incomplete(audit) ? "≤ " : "", share);
}

void audit_summary_row(struct page *page, struct table *table, const struct audited *audited)
{
    const struct audit *audit = audited->audit;
    page_cell(page, table, audited->sop->name);
    page_cell(page, table, said_if(page, claims_work(audited->sop), duration_range(audited->sop->claims.total)));
    page_cell(page, table, said_straight(page, audit));
    page_cell(page, table, said_added(page, audit));
    page_cell(page, table, said_kept(page, audit));
    page_cell(page, table, words_of(page, verdict_words(audit->verdict)));
}
