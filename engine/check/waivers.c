#include "check/waivers.h"

#include "base/nearest.h"
#include "check/report.h"

/* The findings of one file, of many. */
struct own_findings {
    struct finding **at;
    size_t n;
};

static bool own_findings(struct own_findings *own, struct findings *findings, uint32_t file, struct arena *scratch)
{
    size_t n = 0;
    for (size_t i = 0; i < findings->n; i++)
        n += findings->at[i].file == file;
    *own = (struct own_findings){.at = ARENA_ARRAY(scratch, n, struct finding *)};
    for (size_t i = 0; own->at && i < findings->n; i++)
        if (findings->at[i].file == file)
            own->at[own->n++] = &findings->at[i];
    return own->at != NULL;
}

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

/* Does one look for it only where all paths are sound? */
static bool is_of_paths(enum finding_code code)
{
    return (code >= FINDING_B301 && code <= FINDING_B309) || code == FINDING_B401 || code == FINDING_B402 ||
           code == FINDING_B405 || code == FINDING_B407;
}

/* Is this a code that the waves have looked for? */
static bool is_looked_for(enum finding_code code, enum checked checked)
{
    return code >= FINDING_B203 && (checked == CHECKED_ALL || !is_of_paths(code));
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
static bool has_effect(const struct sop *sop, const struct own_findings *own, struct waiver *waiver)
{
    bool found = false, of_input = false;
    for (size_t i = 0; i < own->n; i++)
        if (accepts(waiver, own->at[i])) {
            found = true;
            of_input = of_input || (waiver->code == FINDING_B302 && is_of_input(sop, own->at[i]));
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
static struct text nearest_place(const struct own_findings *own, const struct waiver *waiver)
{
    struct nearest nearest = nearest_to(waiver->at);
    struct text only = {0};
    size_t n = 0;
    for (size_t i = 0; i < own->n; i++) {
        const struct finding *finding = own->at[i];
        if (finding->code != waiver->code)
            continue;
        nearest_try(&nearest, finding->at);
        only = finding->at;
        n++;
    }
    return n == 1 ? only : nearest.best;
}

/* What is near is looked for while few are moot: a thousand of them have one cause. */
enum { MOST_NEAR = 100 };

static void report_moot(struct checker *c, const struct waiver *waiver, enum phrase why, struct text near)
{
    struct finding *finding = check_report(c, FINDING_B108, waiver->span, waiver->at);
    if (!finding)
        return;
    is_moot(finding, waiver, why);
    finding->near = near;
}

/* Adding a finding may move the others: so what is moot is noted first and reported then. */
struct verdict_on {
    bool moot, repeated;
    struct text near;
};

static void judge(struct checker *c, enum checked checked, const struct own_findings *own, struct verdict_on *on)
{
    size_t near = 0;
    for (size_t i = 0; i < c->sop->waivers.n; i++) {
        struct waiver *waiver = &c->sop->waivers.at[i];
        if (!waiver->effective || !is_looked_for(waiver->code, checked))
            continue;
        on[i].moot = !has_effect(c->sop, own, waiver);
        on[i].repeated = is_repeated(&c->sop->waivers, i);
        waiver->effective = !on[i].moot;
        if (on[i].moot && !waiver->regional && near++ < MOST_NEAR)
            on[i].near = nearest_place(own, waiver);
    }
}

void waivers_judge(struct checker *c, enum checked checked)
{
    struct arena scratch = ARENA_INIT;
    struct own_findings own;
    struct verdict_on *on = ARENA_ARRAY(&scratch, c->sop->waivers.n, struct verdict_on);
    bool fine = on && own_findings(&own, c->findings, c->sop->file, &scratch);
    if (fine)
        judge(c, checked, &own, on);
    for (size_t i = 0; fine && i < c->sop->waivers.n; i++)
        if (!c->sop->waivers.at[i].regional && (on[i].moot || on[i].repeated))
            report_moot(c, &c->sop->waivers.at[i], on[i].moot ? PHRASE_WAIVER_MOOT : PHRASE_WAIVER_REPEATED,
                        on[i].near);
    c->arena->failed = c->arena->failed || !fine;
    arena_release(&scratch);
}

/* --- a region's --- */

/* Does it accept something in the region's own file, or in one of its SOPs? */
static bool is_used(const struct waiver *waiver, const struct region_checked *region, const struct findings *findings)
{
    for (size_t i = 0; i < findings->n; i++)
        if (region->files[findings->at[i].file] && findings->at[i].accepted && accepts(waiver, &findings->at[i]))
            return true;
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
