/* B205, B206: the sheet's columns and who acts. B207, B208: what runs out, and where a case goes then. */
#include "check/report.h"
#include "check/survey.h"

#include "base/bits.h"

/* --- columns --- */

static bool acts(const struct sop *sop, uint16_t actor)
{
    for (uint16_t s = 0; s < sop->n_steps; s++)
        if (sop->steps[s].actor == actor)
            return true;
    return false;
}

static void unused_column(struct checker *c, const struct actor *actor)
{
    struct finding *finding = check_report(c, FINDING_B205, actor->span, check_place(c, TEXT("actors"), actor->key));
    if (finding)
        finding->name = actor->key;
}

static void no_column(struct checker *c, const struct step *step)
{
    struct finding *finding = check_report(c, FINDING_B206, step->span, step->key);
    if (finding) {
        finding->name = c->sop->actors[step->actor].key;
        finding->value = step->key;
    }
}

void check_columns(struct checker *c)
{
    for (uint16_t a = 0; a < c->sop->n_columns; a++)
        if (!acts(c->sop, a))
            unused_column(c, &c->sop->actors[a]);
    for (uint16_t s = 0; s < c->sop->n_steps; s++)
        if (c->sop->steps[s].actor != NONE && !c->sop->actors[c->sop->steps[s].actor].column)
            no_column(c, &c->sop->steps[s]);
}

/* --- clocks --- */

static void may_run_out(struct checker *c, const struct step *step, const struct ref *ref)
{
    struct text key = c->sop->documents[ref->document].key;
    struct finding *finding = check_report(c, FINDING_B207, ref->span, check_place(c, step->key, key));
    if (!finding)
        return;
    finding->name = key;
    finding->value = step->key;
    finding->way = step->inside != NONE || step->call.n ? PHRASE_WAY_EXPIRED_ELSEWHERE : PHRASE_NONE;
}

void check_clocks(struct checker *c)
{
    const struct plan *plan = &c->sop->plan;
    for (uint16_t s = 0; s < c->sop->n_steps; s++) {
        const struct step *step = &c->sop->steps[s];
        for (size_t i = 0; plan->expired[s] == NONE && i < step->inputs.n; i++)
            if (plan->clock[step->inputs.at[i].document] != NONE)
                may_run_out(c, step, &step->inputs.at[i]);
        if (plan->expired[s] == NONE || plan->traits[s] & STEP_EXPIRES)
            continue;
        struct finding *finding = check_report(c, FINDING_B208, step->expired.span, step->key);
        if (finding)
            finding->name = step->key;
    }
}
