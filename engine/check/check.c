#include "check/survey.h"

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

/* --- waivers --- */

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

/* Is there a finding that it accepts? */
static bool has_effect(const struct sop *sop, const struct findings *findings, struct waiver *waiver)
{
    bool found = false, of_input = false;
    for (size_t i = 0; i < findings->n; i++) {
        const struct finding *finding = &findings->at[i];
        if (finding->file != sop->file || finding->code != waiver->code || !text_eq(finding->at, waiver->at))
            continue;
        found = true;
        of_input = of_input || is_of_input(sop, finding);
    }
    waiver->of_output = found && waiver->code == FINDING_B302 && !of_input;
    return found;
}

/* B108. What accepts nothing takes no demand away either. A region's waiver may be for other SOPs of it. */
static void judge_waivers(struct checker *c, enum checked checked)
{
    for (size_t i = 0; i < c->sop->waivers.n; i++) {
        struct waiver *waiver = &c->sop->waivers.at[i];
        if (!waiver->effective || !is_looked_for(waiver->code, checked) || has_effect(c->sop, c->findings, waiver))
            continue;
        waiver->effective = false;
        struct finding *finding = waiver->regional ? NULL : check_report(c, FINDING_B108, waiver->span, waiver->at);
        if (finding) {
            finding->name = text_of(finding_row(waiver->code)->code);
            finding->value = waiver->at;
            finding->want = PHRASE_WAIVER_MOOT;
            finding->way = PHRASE_WAY_WAIVER_DELETE;
        }
    }
}

/* --- the waves --- */

static bool callees_are_known(const struct sop *sop)
{
    for (uint16_t s = 0; s < sop->n_steps; s++)
        for (uint16_t c = 0; c < sop->steps[s].call.n; c++)
            if (!sop->steps[s].call.callees[c].sop || !sop->steps[s].call.callees[c].sop->ends)
                return false;
    return true;
}

/* Wave 2: from here on every step is reached, and from every step some path ends. */
static void check_handoffs(struct survey *s)
{
    check_inputs(s);
    check_calls(s);
    check_uses(s);
    check_overwritten(s);
    check_meetings(s);
    if (!check_ends(s))
        s->scratch->failed = true;
}

/* Both waves over the map of the SOP's ways. */
static bool check_ways(struct checker *c, struct arena *scratch, struct arena *brief, enum checked *checked)
{
    struct survey s = {.c = c, .scratch = scratch, .brief = brief};
    size_t before = c->findings->n;
    if (!survey_make(&s, NONE))
        return false;
    check_reach(&s);
    *checked = c->findings->n > before ? CHECKED_FLOW : callees_are_known(c->sop) ? CHECKED_ALL : CHECKED_CALLEES;
    if (*checked == CHECKED_ALL)
        check_handoffs(&s);
    return !scratch->failed && !brief->failed;
}

enum status check_sop(struct checker *c, enum checked *checked)
{
    struct arena scratch = ARENA_INIT, brief = ARENA_INIT;
    check_decisions(c);
    check_columns(c);
    check_clocks(c);
    bool fine = check_ways(c, &scratch, &brief, checked);
    arena_release(&scratch);
    arena_release(&brief);
    if (!fine)
        return STATUS_MEMORY;
    check_title_page(c);
    check_secrets(c);
    judge_waivers(c, *checked);
    check_accept(c->sop, c->findings, 0);
    return plan_compile(c->sop, c->arena) && !is_out(c) ? STATUS_OK : STATUS_MEMORY;
}
