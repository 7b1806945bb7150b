#include "check/waivers.h"

#include "base/nearest.h"
#include "check/report.h"

/* --- what is accepted --- */

static bool accepts(const struct waiver *waiver, const struct finding *finding)
{
    return waiver->code == finding->code && text_eq(waiver->at, finding->at);
}

static void accept(const struct waivers *waivers, struct finding *finding)
{
    for (size_t i = 0; i < waivers->n && !finding->accepted; i++)
        if (accepts(&waivers->at[i], finding)) {
            finding->accepted = true;
            finding->reason = waivers->at[i].reason;
        }
}

void waivers_accept(const struct waivers *waivers, uint32_t file, struct findings *findings)
{
    for (size_t i = 0; i < findings->n; i++)
        if (findings->at[i].file == file && finding_row(findings->at[i].code)->acceptable)
            accept(waivers, &findings->at[i]);
}

/* --- what accepts nothing --- */

/* Is this a code that the waves have looked for? */
static bool is_looked_for(enum finding_code code, enum checked checked)
{
    if (code >= FINDING_B301 && code <= FINDING_B309)
        return checked == CHECKED_ALL;
    return code >= FINDING_B203 && finding_row(code)->message[0];
}

/* The finding stands where the document is among the inputs of its step. */
static bool is_of_input(const struct sop *sop, const struct finding *finding)
{
    for (uint16_t s = 0; s < sop->n_steps; s++)
        for (size_t i = 0; i < sop->steps[s].inputs.n; i++)
            if (sop->steps[s].inputs.at[i].span.start == finding->span.start)
                return true;
    return false;
}

/* Is there a finding that it accepts? An output of a call may have the name of an input of the same step. */
static bool has_effect(const struct sop *sop, const struct findings *findings, struct waiver *waiver)
{
    bool found = false, of_input = false;
    for (size_t i = 0; i < findings->n; i++)
        if (findings->at[i].file == sop->file && accepts(waiver, &findings->at[i])) {
            found = true;
            of_input = of_input || is_of_input(sop, &findings->at[i]);
        }
    waiver->of_output = found && waiver->code == FINDING_B302 && !of_input;
    return found;
}

static void is_moot(struct finding *finding, const struct waiver *waiver, enum phrase why)
{
    finding->name = text_of(finding_row(waiver->code)->code);
    finding->value = waiver->at;
    finding->want = why;
    finding->way = PHRASE_WAY_WAIVER_DELETE;
}

/* Does an entry before it accept the same already? */
static bool is_repeated(const struct waivers *waivers, size_t nth)
{
    for (size_t i = 0; i < nth; i++)
        if (waivers->at[i].code == waivers->at[nth].code && text_eq(waivers->at[i].at, waivers->at[nth].at))
            return waivers->at[i].regional == waivers->at[nth].regional;
    return false;
}

/* Where the file does have such a finding: the only place, or the one most like what was written. */
static struct text nearest_place(const struct findings *findings, uint32_t file, const struct waiver *waiver)
{
    struct nearest nearest = nearest_to(waiver->at);
    struct text only = {0};
    size_t n = 0;
    for (size_t i = 0; i < findings->n; i++) {
        const struct finding *finding = &findings->at[i];
        if (finding->file != file || finding->code != waiver->code)
            continue;
        nearest_try(&nearest, finding->at);
        only = finding->at;
        n++;
    }
    return n == 1 ? only : nearest.best;
}

static void report_moot(struct checker *c, const struct waiver *waiver, enum phrase why)
{
    struct text near = nearest_place(c->findings, c->sop->file, waiver);
    struct finding *finding = check_report(c, FINDING_B108, waiver->span, waiver->at);
    if (!finding)
        return;
    is_moot(finding, waiver, why);
    if (why == PHRASE_WAIVER_MOOT)
        finding->near = near;
}

void waivers_judge(struct checker *c, enum checked checked)
{
    for (size_t i = 0; i < c->sop->waivers.n; i++) {
        struct waiver *waiver = &c->sop->waivers.at[i];
        if (!waiver->effective || !is_looked_for(waiver->code, checked))
            continue;
        bool moot = !has_effect(c->sop, c->findings, waiver), repeated = is_repeated(&c->sop->waivers, i);
        waiver->effective = !moot;
        if (!waiver->regional && (moot || repeated))
            report_moot(c, waiver, moot ? PHRASE_WAIVER_MOOT : PHRASE_WAIVER_REPEATED);
    }
}

/* --- a region's --- */

/* Does it accept something in the region's own file, or in one of its SOPs? */
static bool is_used(const struct waiver *waiver, const struct region_checked *region, const struct findings *findings)
{
    for (size_t i = 0; i < findings->n; i++) {
        const struct finding *finding = &findings->at[i];
        bool here = finding->file == region->file;
        for (size_t s = 0; s < region->n_sops && !here; s++)
            here = finding->file == region->sops[s]->file;
        if (here && finding->accepted && accepts(waiver, finding))
            return true;
    }
    return false;
}

void check_region_waivers(const struct region_checked *region, struct findings *findings)
{
    for (size_t i = 0; i < region->region->waivers.n; i++) {
        const struct waiver *waiver = &region->region->waivers.at[i];
        bool used = is_used(waiver, region, findings), repeated = is_repeated(&region->region->waivers, i);
        if (!finding_row(waiver->code)->acceptable || !is_looked_for(waiver->code, CHECKED_ALL) || (used && !repeated))
            continue;
        struct finding moot = {.code = FINDING_B108, .file = region->file, .span = waiver->span, .at = waiver->at};
        struct finding *finding = findings_add(findings, moot);
        if (finding)
            is_moot(finding, waiver, used ? PHRASE_WAIVER_REPEATED : PHRASE_WAIVER_MOOT);
    }
}
