#include "read/construct.h"

void construct_refuse(struct sop_reader *s, struct span span, struct text name, enum phrase where)
{
    struct finding *finding = reader_report(&s->r, FINDING_B204, span);
    bool unless_at_call = where == PHRASE_ON_CALL && text_eq(name, key_name(KEY_STEP_unless));
    if (finding) {
        finding->name = name;
        finding->want = where;
        finding->way = where == PHRASE_ON_PARALLEL    ? PHRASE_WAY_DELETE_KEY
                       : where == PHRASE_TWO_BRANCHES ? PHRASE_WAY_OWN_DOCUMENT
                       : where == PHRASE_INTO_BRANCH  ? PHRASE_WAY_TARGET_PARALLEL
                       : unless_at_call               ? PHRASE_WAY_UNLESS_IN_CALLEE
                                                      : PHRASE_NONE;
    }
}

static const enum key on_call[] = {KEY_STEP_decision, KEY_STEP_unless, KEY_STEP_expired};
static const enum key in_branch[] = {KEY_STEP_decision, KEY_STEP_call,     KEY_STEP_unless,
                                     KEY_STEP_expired,  KEY_STEP_parallel, KEY_STEP_next};
static const enum key on_parallel[] = {KEY_STEP_actor,    KEY_STEP_inputs, KEY_STEP_outputs, KEY_STEP_duration,
                                       KEY_STEP_decision, KEY_STEP_call,   KEY_STEP_unless,  KEY_STEP_expired};

/* What stands where, and how a finding calls it there: by enum construct. */
static const struct {
    const enum key *keys;
    size_t n;
    enum phrase where;
} forbidden[] = {
    [CONSTRUCT_BRANCH] = {in_branch, sizeof in_branch / sizeof *in_branch, PHRASE_IN_BRANCH},
    [CONSTRUCT_PARALLEL] = {on_parallel, sizeof on_parallel / sizeof *on_parallel, PHRASE_ON_PARALLEL},
    [CONSTRUCT_CALL] = {on_call, sizeof on_call / sizeof *on_call, PHRASE_ON_CALL},
};

bool construct_forbids(enum construct construct, enum key key)
{
    for (size_t k = 0; k < forbidden[construct].n; k++)
        if (forbidden[construct].keys[k] == key)
            return true;
    return false;
}

static void forbid(struct sop_reader *s, uint16_t i, enum construct construct)
{
    for (size_t k = 0; k < forbidden[construct].n; k++) {
        enum key key = forbidden[construct].keys[k];
        if (step_value(s, i, key))
            construct_refuse(s, step_value(s, i, key)->span, key_name(key), forbidden[construct].where);
    }
}

static void next_and_decision(struct sop_reader *s, const struct node *next)
{
    struct finding *finding = reader_report(&s->r, FINDING_B008, next->span);
    if (finding) {
        finding->name = TEXT("next");
        finding->want = PHRASE_NEXT_AND_DECISION;
        finding->way = PHRASE_WAY_ONE_OF_TWO;
    }
}

void construct_check(struct sop_reader *s, uint16_t i)
{
    const struct step *step = &s->sop->steps[i];
    const struct node *next = step_value(s, i, KEY_STEP_next);
    bool parallel = step_value(s, i, KEY_STEP_parallel) != NULL;
    if (step->inside != NONE)
        forbid(s, i, CONSTRUCT_BRANCH);
    else if (parallel)
        forbid(s, i, CONSTRUCT_PARALLEL);
    else if (step_value(s, i, KEY_STEP_call))
        forbid(s, i, CONSTRUCT_CALL);
    if (next && step_value(s, i, KEY_STEP_decision))
        next_and_decision(s, next);
    if (!keys_has(s->nodes[i].map, KEY_STEP_actor) && !keys_has(s->nodes[i].map, KEY_STEP_parallel)) {
        struct finding *finding = reader_report(&s->r, FINDING_B007, step->span);
        if (finding) {
            finding->name = TEXT("actor");
            finding->want = PHRASE_PLACE_STEP;
        }
    }
}

/* No document may be made by two branches: which of them would come last is nobody's intent. */
void construct_check_branches(struct sop_reader *s, const struct step *outer)
{
    const struct sop *sop = s->sop;
    struct map maker = {0};
    for (uint16_t b = 0; b < outer->parallel.n; b++)
        for (uint16_t i = outer->parallel.at[b].first; i <= outer->parallel.at[b].last; i++)
            for (size_t k = 0; k < sop->steps[i].outputs.n; k++) {
                const struct ref *ref = &sop->steps[i].outputs.at[k];
                struct text key = sop->documents[ref->document].key;
                int64_t other = map_find(&maker, key);
                s->r.at = sop->steps[i].key;
                if (other >= 0 && other != b)
                    construct_refuse(s, ref->span, key, PHRASE_TWO_BRANCHES);
                map_add(&maker, s->r.arena, key, b);
            }
}

void construct_check_unless(struct sop_reader *s, uint16_t i, const struct step *step)
{
    const struct node *outputs = step_value(s, i, KEY_STEP_outputs);
    bool alone = step->outputs.n == 1 && step->outputs.at[0].document == step->unless.document;
    if (step->unless.document == NONE || alone)
        return;
    if (outputs)
        reader_shape(&s->r, outputs->span, TEXT("outputs"), PHRASE_UNLESS_ALONE);
    else
        reader_shape(&s->r, step->unless.span, TEXT("outputs"), PHRASE_UNLESS_ALONE);
}
