/* B303, B307, B308: what is handed over for nobody, handed on unchanged, brought for nothing. */
#include "check/survey.h"

/* Every document that somebody reads: as an input, by being told with a Tidak, by `unless`, because a call passes it,
 * or because a certificate is proved against it. */
static uint64_t *read_documents(const struct survey *s)
{
    const struct sop *sop = s->ways.sop;
    uint64_t *read = ARENA_ARRAY(s->scratch, s->hands.words, uint64_t);
    if (!read)
        return NULL;
    for (uint16_t i = 0; i < sop->n_steps; i++) {
        const struct step *step = &sop->steps[i];
        for (size_t k = 0; k < step->inputs.n; k++)
            bits_add(read, step->inputs.at[k].document);
        for (size_t k = 0; k < step->tidak_outputs.n; k++)
            bits_add(read, step->tidak_outputs.at[k].document);
        if (step->unless.document != NONE)
            bits_add(read, step->unless.document);
        for (uint16_t c = 0; c < step->call.n; c++)
            for (uint16_t k = 0; k < step->call.callees[c].n_passes; k++)
                bits_add(read, step->call.callees[c].passes[k].from);
    }
    for (uint16_t d = 0; d < sop->n_documents; d++)
        if (sop->documents[d].issued_for != NONE)
            bits_add(read, sop->documents[d].issued_for);
    return read;
}

/* Where the case goes on after the step, or the block whose branch it ends. */
static uint16_t after(const struct plan *plan, uint16_t step, int tidak)
{
    uint16_t to = plan->goes[tidak][step];
    return to == STEP_JOIN ? plan->goes[0][plan->inside[step]] : to;
}

/* Final products: marked so, or handed over by a step that leads to the end. */
static void add_results(const struct survey *s, uint64_t *results)
{
    const struct sop *sop = s->ways.sop;
    for (uint16_t d = 0; d < sop->n_documents; d++)
        if (sop->documents[d].result)
            bits_add(results, d);
    for (uint16_t i = 0; i < sop->n_steps; i++)
        for (int tidak = 0; tidak < 2; tidak++) {
            const struct refs *outputs = tidak ? &sop->steps[i].tidak_outputs : &sop->steps[i].outputs;
            for (size_t k = 0; after(&sop->plan, i, tidak) == STEP_END && k < outputs->n; k++)
                bits_add(results, outputs->at[k].document);
        }
}

static void unread(struct survey *s, const struct step *step, const struct ref *output)
{
    struct text key = s->ways.sop->documents[output->document].key;
    struct finding *finding = check_report(s->c, FINDING_B303, output->span, check_place(s->c, step->key, key));
    if (finding) {
        finding->name = key;
        finding->value = step->key;
    }
}

/* Its outputs, not empty, are all among its inputs. A call hands over what the called SOP made. */
static bool hands_on(const struct step *step)
{
    for (size_t i = 0; i < step->outputs.n; i++)
        if (!refs_name(&step->inputs, step->outputs.at[i].document))
            return false;
    return step->outputs.n > 0 && step->call.n == 0;
}

static void check_step(struct survey *s, const struct step *step, const uint64_t *wanted)
{
    for (size_t i = 0; i < step->outputs.n; i++)
        if (!bits_has(wanted, step->outputs.at[i].document))
            unread(s, step, &step->outputs.at[i]);
    struct finding *finding = hands_on(step) ? check_report(s->c, FINDING_B307, step->span, step->key) : NULL;
    if (finding)
        finding->name = step->key;
}

/* Where the SOP names a document: a region's is declared in another file. */
static struct span named_at(const struct sop *sop, uint16_t document)
{
    for (uint16_t i = 0; sop->documents[document].regional && i < sop->n_steps; i++)
        for (int tidak = 0; tidak < 2; tidak++) {
            const struct refs *refs = tidak ? &sop->steps[i].tidak_outputs : &sop->steps[i].outputs;
            for (size_t k = 0; k < refs->n; k++)
                if (refs->at[k].document == document)
                    return refs->at[k].span;
        }
    return sop->documents[document].regional ? sop->title_span : sop->documents[document].span;
}

static void unused(struct survey *s, uint16_t nth)
{
    const struct document *document = &s->ways.sop->documents[nth];
    struct finding *finding = check_report(s->c, FINDING_B308, named_at(s->ways.sop, nth),
                                           check_place(s->c, TEXT("documents"), document->key));
    if (finding)
        finding->name = document->key;
}

void check_uses(struct survey *s)
{
    const struct sop *sop = s->ways.sop;
    uint64_t *wanted = read_documents(s);
    for (uint16_t d = 0; wanted && d < sop->n_documents; d++)
        if (sop->documents[d].given != GIVEN_NO && !bits_has(wanted, d))
            unused(s, d);
    if (wanted)
        add_results(s, wanted);
    for (uint16_t i = 0; wanted && i < sop->n_steps; i++)
        check_step(s, &sop->steps[i], wanted);
}
