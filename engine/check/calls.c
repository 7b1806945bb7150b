/* What a call hands back, and what it is not given: B302 at the call step, B306. */
#include "check/survey.h"

/* --- B302: an output that some ending of the callee does not hand over --- */

/* The exit of the call step for this choice. */
static const struct exit *exit_of(const struct survey *s, uint16_t step, uint16_t choice)
{
    return &s->ways.exits.at[s->ways.exits.first[step] + choice];
}

/* The document that comes back as this output where it was passed, or NONE. */
static uint16_t copied_from(const struct exit *exit, uint16_t output)
{
    for (uint16_t i = 0; i < exit->n_copies; i++)
        if (exit->copies[i].to == output)
            return exit->copies[i].from;
    return NONE;
}

/* Is the output handed over whenever this callee is entered from this node? */
static bool comes(const struct survey *s, uint32_t node, const struct exit *exit, uint16_t output)
{
    uint16_t passed = copied_from(exit, output);
    return bits_has(exit->surely, output) || (passed != NONE && bits_has(survey_must(s, node), passed));
}

/* The steps inside the callee, to an end without its document. */
static struct path path_inside(struct survey *s, const struct callee *callee, uint16_t theirs)
{
    struct found_way way;
    const struct ways *ways = callee->sop->ends->ways;
    if (theirs == NONE || !witness_is_wanted(s->c) || !witness_without(ways, STEP_END, theirs, s->brief, &way))
        return (struct path){0};
    return witness_path(s->c, ways, &way, NONE);
}

struct lack {
    uint16_t step, choice, output;
    uint32_t node;
};

/* The way to the call, where the callee's end is entered without it, and on inside the callee. */
static struct path path_to_lack(struct survey *s, const struct lack *lack)
{
    const struct callee *callee = &s->ways.sop->steps[lack->step].call.callees[lack->choice];
    uint16_t passed = copied_from(exit_of(s, lack->step, lack->choice), lack->output);
    struct found_way way;
    if (!witness_is_wanted(s->c))
        return (struct path){0};
    if (passed == NONE ? !witness_to(&s->ways, lack->node, s->brief, &way)
                       : !witness_without(&s->ways, lack->step, passed, s->brief, &way))
        return (struct path){0};
    struct path path = witness_path(s->c, &s->ways, &way, lack->step);
    if (path.n) {
        struct waypoint *last = (struct waypoint *)(uintptr_t)&path.at[path.n - 1];
        last->left = LEFT_CALLED;
        last->called = s->ways.sop->steps[lack->step].call.n > 1 ? callee->name : (struct text){0};
    }
    return witness_join(s->c, path, lack->step, path_inside(s, callee, callee_source(callee, lack->output)));
}

static void not_handed_back(struct survey *s, const struct ref *output, const struct lack *lack)
{
    const struct sop *sop = s->ways.sop;
    const struct callee *callee = &sop->steps[lack->step].call.callees[lack->choice];
    struct text step = sop->steps[lack->step].key, document = sop->documents[lack->output].key;
    survey_brief(s);
    struct finding *finding = check_report(s->c, FINDING_B302, output->span, check_place(s->c, step, document));
    if (!finding)
        return;
    bool known = callee_source(callee, lack->output) != NONE;
    finding->name = document;
    finding->value = step;
    finding->other = callee->name;
    finding->want = known ? PHRASE_NOT_AT_EVERY_END : PHRASE_NOT_IN_CALLEE_AT_ALL;
    finding->way = known ? PHRASE_WAY_HAND_BACK : PHRASE_WAY_RETURNS;
    finding->path = path_to_lack(s, lack);
}

static bool find_lack(const struct survey *s, struct lack *lack)
{
    EACH_NODE (&s->ways, lack->step, node)
        for (lack->choice = 0; lack->choice < s->ways.sop->steps[lack->step].call.n; lack->choice++)
            if (!comes(s, node, exit_of(s, lack->step, lack->choice), lack->output)) {
                lack->node = node;
                return true;
            }
    return false;
}

/* --- B306 --- */

/* Is it in hand at the call on every way, or an input of the step, whose absence has a finding of its own that nobody
 * accepted? */
static bool is_passed(const struct survey *s, uint16_t step, uint16_t ours)
{
    bool always = true;
    EACH_NODE (&s->ways, step, node)
        always = always && bits_has(survey_must(s, node), ours);
    bool demanded = refs_name(&s->ways.sop->steps[step].inputs, ours) && !sop_waived_input(s->ways.sop, step, ours);
    return always || demanded;
}

static void not_passed(struct survey *s, uint16_t step, const struct callee *callee, uint16_t theirs)
{
    const struct sop *sop = s->ways.sop;
    struct text key = callee->sop->documents[theirs].key;
    uint16_t ours = callee_passed(callee, theirs);
    struct found_way way;
    survey_brief(s);
    struct finding *finding =
        check_report(s->c, FINDING_B306, callee->span, check_place(s->c, sop->steps[step].key, key));
    if (!finding)
        return;
    finding->name = key;
    finding->value = callee->name;
    finding->want = PHRASE_NOT_PASSED;
    if (ours != NONE) {
        finding->other = sop->documents[ours].key;
        finding->want = PHRASE_NOT_ALWAYS_PASSED;
        finding->way = PHRASE_WAY_PASS_ALWAYS;
    }
    if (ours != NONE && witness_is_wanted(s->c) && witness_without(&s->ways, step, ours, s->brief, &way))
        finding->path = witness_path(s->c, &s->ways, &way, step);
}

static void check_passes(struct survey *s, uint16_t step, const struct callee *callee)
{
    const struct sop *to = callee->sop;
    for (uint16_t d = 0; d < to->n_documents; d++) {
        uint16_t ours = callee_passed(callee, d);
        if (bits_has(to->plan.demanded, d) && (ours == NONE || !is_passed(s, step, ours)))
            not_passed(s, step, callee, d);
    }
}

void check_calls(struct survey *s)
{
    for (uint16_t step = 0; step < s->ways.sop->n_steps; step++) {
        const struct step *at = &s->ways.sop->steps[step];
        for (size_t i = 0; at->call.n && i < at->outputs.n; i++) {
            struct lack lack = {.step = step, .output = at->outputs.at[i].document};
            if (find_lack(s, &lack))
                not_handed_back(s, &at->outputs.at[i], &lack);
        }
        for (uint16_t c = 0; c < at->call.n; c++)
            check_passes(s, step, &at->call.callees[c]);
    }
}
