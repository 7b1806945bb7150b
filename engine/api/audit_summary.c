/* The table of all SOPs that were audited, narrow enough for a terminal. */
#include "api/audit.h"

struct table *audit_summary(struct page *page)
{
    static const enum audit_words heads[] = {WORDS_SOP,        WORDS_CLAIM_SHORT, WORDS_STRAIGHT_SHORT,
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

/* `+11`, `+5–17` */
static struct text said_added(struct page *page, const struct audit *audit)
{
    struct range range;
    struct buf words = BUF_INIT;
    if (!one_tidak(audit, &range))
        return TEXT("–");
    buf_byte(&words, '+');
    spoken_minutes(&words, range, page->lang);
    return page_words(page, &words);
}

void audit_summary_row(struct page *page, struct table *table, const struct audited *audited)
{
    const struct audit *audit = audited->audit;
    bool kept = audit->n_expected && audit->expected[0].kept_known;
    page_cell(page, table, audited->sop->name);
    page_cell(page, table, said_if(page, claims_work(audited->sop), duration_range(audited->sop->claims.total)));
    page_cell(page, table, said_if(page, audit->straight.sort == TOTAL_KNOWN, total_range(audit->straight)));
    page_cell(page, table, said_added(page, audit));
    page_cell(page, table, kept ? said_share(page, audit->expected[0].kept) : TEXT("–"));
    page_cell(page, table, words_of(page, verdict_words(audit->verdict)));
}
