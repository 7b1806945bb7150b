/* B301, B302, B309: what a step needs and is not handed.
 *
 * For each input of each step: is it in hand on every way on which the step is done? If not: on some way on which the
 * step was not done before, without it (B302)? Else: does a step that can still follow make it (B309)? Else nobody
 * hands it over (B301). */
#include "check/survey.h"

#include "base/nearest.h"
#include "check/block.h"

/* --- what is known of one input --- */

struct input {
    uint16_t step, node_step; /* node_step: the step whose nodes tell: of a branch's step its parallel step */
    const struct ref *ref;
    bool missing, possible; /* on some way; in hand on some way */
    bool arrives;           /* a branch beside it makes it in time, on some way */
    uint32_t node;          /* of a branch's step: the first node of its block at which it is missing */
};

/* --- who makes it later --- */

/* The branch's step that makes it, not being `not`; NONE. */
static uint16_t maker_in_block(const struct sop *sop, uint16_t fork, uint16_t document, uint16_t not )
{
    const struct branches *branches = &sop->steps[fork].parallel;
    for (uint16_t s = branches->at[0].first; s <= branches->at[branches->n - 1].last; s++)
        if (s != not &&refs_name(&sop->steps[s].outputs, document))
            return s;
    return NONE;
}

struct later {
    const struct survey *s;
    bool *seen;
    uint32_t *queue, n;
};

/* Per node: the documents that some step makes on a way that begins here. By it nearly all searches are spared. */
static uint64_t *makers_ahead(struct survey *s)
{
    const struct ways *ways = &s->ways;
    size_t words = s->hands.words;
    uint64_t *ahead = ARENA_ARRAY(s->scratch, (ways->n_nodes + 1u) * words, uint64_t);
    for (bool changed = ahead != NULL; changed;) {
        changed = false;
        for (uint32_t i = ways->n_edges; i-- > 0;) {
            const struct edge *edge = &ways->edges[i];
            const struct exit *exit = ways_exit(ways, edge);
            uint64_t *here = ahead + edge->from * words, news = 0;
            for (size_t w = 0; w < words; w++) {
                uint64_t all = here[w] | ahead[edge->to * words + w] | exit->maybe[w];
                news |= all & ~here[w];
                here[w] = all;
            }
            for (uint16_t k = 0; k < exit->n_copies; k++)
                bits_add(here, exit->copies[k].to);
            changed = changed || news;
        }
    }
    return ahead;
}

static bool is_made_ahead(const struct survey *s, const struct input *input)
{
    EACH_NODE (&s->ways, input->node_step, node) {
        EACH_EDGE (&s->ways, node, edge) {
            if (bits_has(s->ahead + edge->to * s->hands.words, input->ref->document))
                return true;
        }
    }
    return false;
}

static void follow(struct later *l, uint32_t node)
{
    EACH_EDGE (&l->s->ways, node, edge)
        if (edge->to < l->s->ways.n_nodes && !l->seen[edge->to]) {
            l->seen[edge->to] = true;
            l->queue[l->n++] = edge->to;
        }
}

static uint16_t maker_at(const struct survey *s, uint32_t node, uint16_t document)
{
    EACH_EDGE (&s->ways, node, edge) {
        const struct exit *exit = ways_exit(&s->ways, edge);
        if (survey_makes(s, edge, document))
            return s->ways.sop->plan.traits[exit->step] & STEP_FORKS
                       ? maker_in_block(s->ways.sop, exit->step, document, NONE)
                       : exit->step;
    }
    return NONE;
}

/* The nearest step that can follow and makes the document, or NONE. */
static uint16_t maker_later(struct survey *s, const struct input *input)
{
    struct later l = {.s = s,
                      .seen = ARENA_ARRAY(s->brief, s->ways.n_nodes, bool),
                      .queue = ARENA_ARRAY(s->brief, s->ways.n_nodes, uint32_t)};
    uint16_t document = input->ref->document;
    uint16_t maker =
        input->node_step == input->step ? NONE : maker_in_block(s->ways.sop, input->node_step, document, input->step);
    if (maker != NONE || s->brief->failed || !is_made_ahead(s, input))
        return maker;
    EACH_NODE (&s->ways, input->node_step, node)
        if (!survey_skips(s, node))
            follow(&l, node);
    for (uint32_t i = 0; i < l.n; i++) {
        maker = maker_at(s, l.queue[i], document);
        if (maker != NONE)
            return maker;
        follow(&l, l.queue[i]);
    }
    return NONE;
}

/* --- reporting --- */

/* A document that may be in hand here and has a similar name. */
static struct text similar(struct survey *s, const struct input *input)
{
    const struct sop *sop = s->ways.sop;
    struct nearest nearest = nearest_to(sop->documents[input->ref->document].key);
    EACH_NODE (&s->ways, input->node_step, node)
        for (uint16_t d = 0; d < sop->n_documents; d++)
            if (d != input->ref->document && bits_has(survey_may(s, node), d))
                nearest_try(&nearest, sop->documents[d].key);
    return nearest.best;
}

/* Where the document is named among what this step hands over: what a note points at. */
static struct span output_span(const struct step *step, uint16_t document)
{
    for (size_t i = 0; i < step->outputs.n; i++)
        if (step->outputs.at[i].document == document)
            return step->outputs.at[i].span;
    for (size_t i = 0; i < step->tidak_outputs.n; i++)
        if (step->tidak_outputs.at[i].document == document)
            return step->tidak_outputs.at[i].span;
    return step->span;
}

static void note_maker(struct finding *finding, const struct sop *sop, uint16_t maker, uint16_t document,
                       enum phrase note)
{
    finding->first = output_span(&sop->steps[maker], document);
    finding->note = note;
    finding->other = sop->steps[maker].key;
}

static struct finding *report(struct survey *s, const struct input *input, enum finding_code code)
{
    const struct sop *sop = s->ways.sop;
    struct text step = sop->steps[input->step].key, document = sop->documents[input->ref->document].key;
    struct finding *finding = check_report(s->c, code, input->ref->span, check_place(s->c, step, document));
    if (finding) {
        finding->name = document;
        finding->value = step;
    }
    return finding;
}

/* Does it leave the hand on this way because it has run out? */
static bool runs_out_on(const struct survey *s, const struct found_way *way, uint16_t document)
{
    for (uint32_t i = 0; i < way->n; i++) {
        const struct exit *exit = ways_exit(&s->ways, way->edges[i]);
        if (exit->clocks && bits_has(exit->clocks, document))
            return true;
    }
    return false;
}

/* Into a block: to a node at which the branches do not bring it in time. */
static bool find_way(struct survey *s, const struct input *input, struct found_way *way)
{
    if (input->step != input->node_step)
        return witness_to(&s->ways, input->node, s->brief, way);
    return witness_without(&s->ways, input->step, input->ref->document, s->brief, way);
}

/* On the way that lacks it. A document that may be brought at the start needs another way out. */
static void missing_somewhere(struct survey *s, const struct input *input)
{
    const struct sop *sop = s->ways.sop;
    uint16_t document = input->ref->document, maker = sop_maker(sop, input->step, document);
    struct finding *finding = report(s, input, FINDING_B302);
    struct found_way way;
    if (!finding)
        return;
    finding->want = PHRASE_MISSING_ON_A_PATH;
    if (sop->documents[document].given == GIVEN_OPTIONAL)
        finding->way = PHRASE_WAY_OPTIONAL;
    if (maker != NONE)
        note_maker(finding, sop, maker, document, PHRASE_NOTE_HANDED_HERE);
    if (!witness_is_wanted(s->c) || !find_way(s, input, &way))
        return;
    finding->path = witness_path(s->c, &s->ways, &way, input->step);
    if (runs_out_on(s, &way, document))
        finding->way = PHRASE_WAY_RAN_OUT;
}

/* The usual way out is to move the maker to a place before the step. In another branch of the same block it was waited
 * for already. */
static enum phrase way_forward(const struct sop *sop, uint16_t step, uint16_t maker)
{
    const uint16_t *inside = sop->plan.inside;
    if (maker == step)
        return PHRASE_WAY_MADE_BY_ITSELF;
    bool beside = inside[step] != NONE && inside[step] == inside[maker] && maker > step;
    for (uint16_t b = 0; beside && b < sop->steps[inside[step]].parallel.n; b++) {
        const struct branch *branch = &sop->steps[inside[step]].parallel.at[b];
        beside = branch->first > step || branch->last < maker;
    }
    return beside ? PHRASE_WAY_WAIT_IN_CIRCLE : PHRASE_NONE;
}

static void missing_everywhere(struct survey *s, const struct input *input)
{
    const struct sop *sop = s->ways.sop;
    uint16_t document = input->ref->document, later = maker_later(s, input);
    uint16_t elsewhere = sop_maker(sop, input->step, document);
    struct finding *finding = report(s, input, later == NONE ? FINDING_B301 : FINDING_B309);
    if (!finding)
        return;
    if (later != NONE) {
        note_maker(finding, sop, later, document, PHRASE_NOTE_MADE_LATER);
        finding->way = way_forward(sop, input->step, later);
        return;
    }
    finding->near = similar(s, input);
    if (elsewhere != NONE)
        note_maker(finding, sop, elsewhere, document, PHRASE_NOTE_MADE_ELSEWHERE);
}

/* Does anyone ever come to the step with it who did not go through the step without it before? */
static bool comes_in_time(struct survey *s, const struct input *input)
{
    return input->possible &&
           (input->arrives || witness_first_with(&s->ways, input->node_step, input->ref->document, s->brief));
}

static void judge(struct survey *s, const struct input *input)
{
    survey_brief(s);
    if (!input->missing || findings_are_full(s->c->findings, s->c->sop->file))
        return;
    if (comes_in_time(s, input))
        missing_somewhere(s, input);
    else
        missing_everywhere(s, input);
}

/* --- a step --- */

static void judge_step(struct survey *s, uint16_t step)
{
    const struct refs *inputs = &s->ways.sop->steps[step].inputs;
    for (size_t i = 0; i < inputs->n; i++) {
        struct input input = {.step = step, .node_step = step, .ref = &inputs->at[i]};
        EACH_NODE (&s->ways, step, node) {
            if (survey_skips(s, node))
                continue;
            input.missing = input.missing || !bits_has(survey_must(s, node), input.ref->document);
            input.possible = input.possible || bits_has(survey_may(s, node), input.ref->document);
        }
        judge(s, &input);
    }
}

/* --- a block --- */

/* The inputs of a block's steps in a row; `first` is by step, from the first of the block. */
struct block_inputs {
    struct survey *s;
    struct input *at;
    size_t *first;
    uint16_t begin, end; /* its steps */
    bool *now;           /* missing at the node at hand */
};

static void note_missed(void *self, uint16_t step, size_t nth)
{
    struct block_inputs *inputs = self;
    inputs->now[inputs->first[step - inputs->begin] + nth] = true;
}

static bool list_inputs(struct block_inputs *inputs, struct survey *s, uint16_t fork)
{
    const struct branches *branches = &s->ways.sop->steps[fork].parallel;
    size_t n = 0;
    *inputs =
        (struct block_inputs){.s = s, .begin = branches->at[0].first, .end = branches->at[branches->n - 1].last + 1u};
    for (uint16_t step = inputs->begin; step < inputs->end; step++)
        n += s->ways.sop->steps[step].inputs.n;
    inputs->at = ARENA_ARRAY(s->scratch, n, struct input);
    inputs->now = ARENA_ARRAY(s->scratch, n, bool);
    inputs->first = ARENA_ARRAY(s->scratch, inputs->end - inputs->begin + 1u, size_t);
    if (s->scratch->failed)
        return false;
    n = 0;
    for (uint16_t step = inputs->begin; step < inputs->end; step++) {
        inputs->first[step - inputs->begin] = n;
        for (size_t i = 0; i < s->ways.sop->steps[step].inputs.n; i++)
            inputs->at[n++] =
                (struct input){.step = step, .node_step = fork, .ref = &s->ways.sop->steps[step].inputs.at[i]};
    }
    inputs->first[inputs->end - inputs->begin] = n;
    return true;
}

static void judge_block(struct survey *s, struct block *block, uint16_t fork)
{
    struct block_inputs inputs;
    if (!list_inputs(&inputs, s, fork))
        return;
    size_t n = inputs.first[inputs.end - inputs.begin];
    EACH_NODE (&s->ways, fork, node) {
        for (size_t i = 0; i < n; i++)
            inputs.now[i] = false;
        block_begin(block, fork, survey_must(s, node));
        block_run(block, note_missed, &inputs);
        for (size_t i = 0; i < n; i++) {
            bool may = bits_has(survey_may(s, node), inputs.at[i].ref->document);
            if (inputs.now[i] && !inputs.at[i].missing)
                inputs.at[i].node = node;
            inputs.at[i].missing = inputs.at[i].missing || inputs.now[i];
            inputs.at[i].possible = inputs.at[i].possible || !inputs.now[i] || may;
            inputs.at[i].arrives =
                inputs.at[i].arrives || (!inputs.now[i] && !bits_has(survey_must(s, node), inputs.at[i].ref->document));
        }
    }
    for (size_t i = 0; i < n; i++)
        judge(s, &inputs.at[i]);
}

/* --- all --- */

/* How many get a map of their own. The others are judged as if the document might be in hand or not on every way. */
enum { MOST_OWN_MAPS = 32 };

/* A step whose `unless` document is no guard is judged on a map on which it is one. */
static void judge_guarded(struct survey *s, uint16_t step)
{
    struct arena scratch = ARENA_INIT;
    struct survey own = {.c = s->c, .scratch = &scratch, .brief = s->brief};
    if (survey_make(&own, s->ways.sop->plan.unless[step]) && (own.ahead = makers_ahead(&own)) != NULL)
        judge_step(&own, step);
    else
        scratch.failed = true;
    s->scratch->failed = s->scratch->failed || scratch.failed;
    arena_release(&scratch);
}

void check_inputs(struct survey *s)
{
    const struct plan *plan = &s->ways.sop->plan;
    struct block block;
    int maps = 0;
    s->ahead = makers_ahead(s);
    if (!block_init(&block, s->ways.sop, s->scratch) || !s->ahead)
        return;
    for (uint16_t step = 0; step < plan->n_steps; step++) {
        if (plan->traits[step] & STEP_FORKS)
            judge_block(s, &block, step);
        else if (plan->traits[step] & STEP_SKIPS && ways_guard(&s->ways, plan->unless[step]) < 0 &&
                 maps++ < MOST_OWN_MAPS)
            judge_guarded(s, step);
        else if (!(plan->traits[step] & STEP_INSIDE))
            judge_step(s, step);
    }
}
