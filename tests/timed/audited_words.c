/* What B402 says of a claim that holds for some called SOPs only, beside the ways of the audit. */
#include "base/must.h"
#include "time/findings.h"
#include "timed/auditing.h"
#include "timed/properties.h"

static bool is_straight(const struct way *way)
{
    for (size_t i = 0; i < way->answers.n; i++) {
        struct text answer;
        text_cut(way->answers.at[i], '=', &answer);
        if (!text_eq(answer, TEXT("ya")))
            return false;
    }
    return true;
}

static bool chooses(const struct way *way, struct text step, struct text sop)
{
    for (size_t i = 0; i < way->choices.n; i++) {
        struct text chosen;
        if (text_eq(text_cut(way->choices.at[i], '=', &chosen), step) && text_eq(chosen, sop))
            return true;
    }
    return false;
}

/* What all straight ways take on which the step calls that SOP; they are listed. */
static struct total taken_with(const struct auditing *a, struct text step, struct text sop)
{
    struct total taken = {.sort = TOTAL_ENDLESS};
    uint32_t n = 0;
    for (size_t i = 0; i < a->audit.n_ways; i++)
        if (is_straight(&a->audit.ways[i]) && chooses(&a->audit.ways[i], step, sop))
            total_widen(&taken, a->audit.ways[i].elapsed, n++);
    return taken;
}

/* "12 menit dengan `a`, 14 menit dengan `b`" */
static void put_right_words(struct buf *to, const struct auditing *a, const struct step *step)
{
    for (uint16_t c = 0; c < step->call.n; c++) {
        struct total taken = taken_with(a, step->key, step->call.callees[c].sop->name);
        must(taken.sort == TOTAL_KNOWN && taken.min_ms == taken.max_ms);
        buf_string(to, c ? ", " : "");
        duration_put(to, taken.min_ms, taken.max_ms, LANG_ID);
        buf_string(to, phrase_in(PHRASE_WITH, LANG_ID));
        buf_byte(to, '`');
        buf_text(to, step->call.callees[c].name);
        buf_byte(to, '`');
    }
}

static const struct step *step_noted(const struct sop *sop, const struct finding *finding)
{
    for (uint16_t s = 0; s < sop->n_steps; s++)
        if (sop->steps[s].span.start == finding->first.start)
            return &sop->steps[s];
    must(false);
    return NULL;
}

static void are_right(struct auditing *a, const struct finding *finding)
{
    struct buf words = BUF_INIT;
    struct text said = finding->wants[LANG_ID];
    trial_say(a->trial, "B402: %.*s\n", (int)said.len, said.at);
    met(finding->note == PHRASE_NOTE_CHOICE ? MET_VARIANTS_NAMED : MET_VARIANTS_NOT_NAMED);
    if (finding->note != PHRASE_NOTE_CHOICE)
        return;
    put_right_words(&words, a, step_noted(a->graph.sop, finding));
    bool right = !words.failed && text_eq(buf_view(&words), said);
    buf_release(&words);
    must(right);
}

/* The sheet is made to claim the least that a straight path takes. */
void words_are_right(struct auditing *a)
{
    struct sop claiming = *a->graph.sop;
    struct findings findings = {.arena = a->arena};
    struct total straight = a->audit.straight;
    if (straight.sort != TOTAL_KNOWN || a->audit.ways_in_all > (double)a->audit.n_ways)
        return;
    claiming.claims.stated = true;
    claiming.claims.total = (struct duration){DURATION_WORK, straight.min_ms, straight.min_ms};
    must(times_check_totals(&(struct times){&claiming, a->arena, &findings}) == STATUS_OK);
    for (size_t i = 0; i < findings.n; i++)
        if (findings.at[i].code == FINDING_B402)
            are_right(a, &findings.at[i]);
}
