#include "check/report.h"

static bool is_out(const struct checker *c) { return c->arena->failed || c->findings->arena->failed; }

/* The waiver that accepts this finding, or NULL. */
static const struct waiver *waiver_of(const struct sop *sop, const struct finding *finding)
{
    for (size_t i = 0; i < sop->waivers.n; i++)
        if (sop->waivers.at[i].code == finding->code && text_eq(sop->waivers.at[i].at, finding->at))
            return &sop->waivers.at[i];
    return NULL;
}

void check_accept(const struct sop *sop, struct findings *findings, size_t from)
{
    for (size_t i = from; i < findings->n; i++) {
        struct finding *finding = &findings->at[i];
        if (finding->file != sop->file || !finding_row(finding->code)->acceptable)
            continue;
        const struct waiver *waiver = waiver_of(sop, finding);
        finding->accepted = waiver != NULL;
        finding->reason = waiver ? waiver->reason : (struct text){0};
    }
}

enum status check_sop(struct checker *c, enum checked *checked)
{
    *checked = CHECKED_ALL;
    check_title_page(c);
    check_secrets(c);
    check_accept(c->sop, c->findings, 0);
    return plan_compile(c->sop, c->arena) && !is_out(c) ? STATUS_OK : STATUS_MEMORY;
}
