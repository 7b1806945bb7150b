#include "check/survey.h"
#include "check/waivers.h"

static bool is_out(const struct checker *c) { return c->arena->failed || c->findings->arena->failed; }

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
    if (!plan_compile(c->sop, c->arena)) /* again: the calls are linked by now */
        return STATUS_MEMORY;
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
    return is_out(c) ? STATUS_MEMORY : STATUS_OK;
}

enum status check_waivers(struct checker *c, enum checked checked)
{
    waivers_judge(c, checked);
    waivers_accept(&c->sop->waivers, c->sop->file, c->findings);
    return plan_compile(c->sop, c->arena) && !is_out(c) ? STATUS_OK : STATUS_MEMORY;
}

void check_accept(const struct sop *sop, struct findings *findings)
{
    waivers_accept(&sop->waivers, sop->file, findings);
}
