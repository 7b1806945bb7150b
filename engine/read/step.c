/* Steps. The list is flattened in the order in which it is written; the steps of a parallel step's branches follow it.
 *
 *     step = {step: KEY, actor: ACTOR, …}              plain, deciding, or calling
 *          | {step: KEY, parallel: [[step, …], …], …}  no actor, documents or duration of its own
 */
#include "base/nearest.h"
#include "read/construct.h"
#include "read/names.h"

/* --- wave 1: keys --- */

static bool key_is_new(struct sop_reader *s, const struct node *key)
{
    struct sop *sop = s->sop;
    int64_t before = map_find(&sop->step_by_key, key->text);
    if (text_eq(key->text, TEXT("end"))) {
        reader_value(&s->r, key, TEXT("step"), PHRASE_NOT_END);
    } else if (!value_is_key(&s->r, key, TEXT("step"))) {
        return false;
    } else if (before >= 0) {
        struct finding *finding = reader_report(&s->r, FINDING_B105, key->span);
        if (finding) {
            finding->name = key->text;
            finding->first = sop->steps[before].span;
        }
    } else {
        return map_add(&sop->step_by_key, s->r.arena, key->text, sop->n_steps) == MAP_ADDED;
    }
    return false;
}

/* A step as it is before its names are resolved. */
static struct step blank_step(struct text key, struct span span, uint16_t inside)
{
    return (struct step){.key = key,
                         .span = span,
                         .actor = NONE,
                         .inside = inside,
                         .unless = {.document = NONE},
                         .expired = {.step = NONE}};
}

/* Adds a step to the flat list; NONE when it cannot be one. */
static uint16_t declare_step(struct sop_reader *s, const struct node *item, uint16_t inside)
{
    struct sop *sop = s->sop;
    struct found found;
    s->r.at = (struct text){0};
    for (const struct node *key = item->first; key; key = key->next->next)
        if (text_eq(key->text, TEXT("step")) && key->next->kind == NODE_SCALAR)
            s->r.at = key->next->text;
    keys_read(&s->r, item, PLACE_STEP, &found);
    const struct node *key = found.value[KEY_STEP_step];
    if (!key || !key_is_new(s, key))
        return NONE;
    struct step *steps = arena_room(s->r.arena, sop->steps, sop->n_steps, &s->room_steps, sizeof *steps);
    struct step_nodes *nodes = arena_room(s->r.arena, s->nodes, sop->n_steps, &s->room_nodes, sizeof *nodes);
    if (!steps || !nodes)
        return NONE;
    sop->steps = steps;
    s->nodes = nodes;
    steps[sop->n_steps] = blank_step(key->text, key->span, inside);
    for (int k = KEY_STEP_activity; k <= KEY_STEP_with; k++)
        nodes[sop->n_steps].value[k - KEY_STEP_activity] = found.value[k];
    nodes[sop->n_steps].map = item;
    return sop->n_steps++;
}

static void declare_branches(struct sop_reader *s, uint16_t outer);

static void declare_list(struct sop_reader *s, const struct node *list, uint16_t inside)
{
    for (const struct node *item = list->first; item; item = item->next) {
        if (item->broken)
            continue;
        if (s->sop->n_steps == MAX_STEPS) {
            if (!s->full)
                reader_limit(&s->r, item->span, LIMIT_STEPS);
            s->full = true;
            return;
        }
        if (item->kind != NODE_MAP) {
            reader_shape(&s->r, item->span, TEXT("steps"), PHRASE_STEP_MAP);
            continue;
        }
        uint16_t step = declare_step(s, item, inside);
        if (step != NONE && inside == NONE && step_value(s, step, KEY_STEP_parallel))
            declare_branches(s, step);
    }
}

static void declare_branches(struct sop_reader *s, uint16_t outer)
{
    const struct node *list = step_value(s, outer, KEY_STEP_parallel);
    struct branch *branches = ARENA_ARRAY(s->r.arena, list->count, struct branch);
    uint16_t n = 0;
    for (const struct node *item = branches ? list->first : NULL; item; item = item->next) {
        uint16_t first = s->sop->n_steps;
        if (item->kind != NODE_LIST || item->count == 0) {
            s->r.at = s->sop->steps[outer].key;
            reader_shape(&s->r, item->span, TEXT("parallel"), PHRASE_BRANCHES);
            continue;
        }
        declare_list(s, item, outer);
        if (s->sop->n_steps > first)
            branches[n++] = (struct branch){first, (uint16_t)(s->sop->n_steps - 1)};
    }
    s->sop->steps[outer].parallel = (struct branches){branches, n};
    if (list->count == 0)
        reader_shape(&s->r, list->span, TEXT("parallel"), PHRASE_BRANCHES);
}

void steps_declare(struct sop_reader *s, const struct node *list)
{
    /* Room at once for the steps of the list, which are all of them but those of branches. */
    size_t room = list->count < MAX_STEPS ? list->count : MAX_STEPS;
    s->sop->steps = ARENA_ARRAY(s->r.arena, room, struct step);
    s->nodes = ARENA_ARRAY(s->r.arena, room, struct step_nodes);
    s->room_steps = s->room_nodes = s->sop->steps && s->nodes ? room : 0;
    declare_list(s, list, NONE);
    s->r.at = (struct text){0};
    if (list->count == 0)
        reader_shape(&s->r, list->span, TEXT("steps"), PHRASE_LIST_FILLED);
}

/* --- decisions --- */

static void read_tidak(struct sop_reader *s, const struct node *node, struct step *step)
{
    struct found found;
    if (!node)
        return;
    if (node->kind == NODE_SCALAR) {
        step->tidak = names_target(s, node);
        return;
    }
    keys_read(&s->r, node, PLACE_TIDAK, &found);
    step->tidak = names_target(s, found.value[KEY_TIDAK_to]);
    step->tidak_outputs = names_documents(s, found.value[KEY_TIDAK_outputs], TEXT("outputs"));
}

static void read_decision(struct sop_reader *s, const struct node *node, struct step *step)
{
    struct found found;
    keys_read(&s->r, node, PLACE_DECISION, &found);
    step->decides = true;
    step->question = value_text(found.value[KEY_DECISION_question]);
    step->ya = names_target(s, found.value[KEY_DECISION_ya]);
    read_tidak(s, found.value[KEY_DECISION_tidak], step);
}

/* --- calls --- */

static struct callee *read_callees(struct sop_reader *s, const struct node *node, uint16_t *n)
{
    size_t count = value_count(node);
    const struct node *item = value_first(node);
    *n = 0;
    bool told = s->calls > MAX_CALLS;
    s->calls += count;
    if (told)
        return NULL;
    if (count > MAX_CALLEES || s->calls > MAX_CALLS) {
        reader_limit(&s->r, node->span, count > MAX_CALLEES ? LIMIT_CALLEES : LIMIT_CALLS);
        return NULL;
    }
    if (count == 0)
        reader_shape(&s->r, node->span, TEXT("call"), PHRASE_CALLEES);
    struct callee *callees = ARENA_ARRAY(s->r.arena, count, struct callee);
    for (size_t i = 0; callees && i < count; i++, item = item->next) {
        bool again = false;
        for (uint16_t k = 0; k < *n; k++)
            again = again || text_eq(callees[k].name, item->text);
        if (again)
            reader_value(&s->r, item, TEXT("call"), PHRASE_DISTINCT);
        else if (!item->broken)
            callees[(*n)++] = (struct callee){.name = item->text, .span = item->span};
    }
    return callees;
}

/* `with` {callee: caller} or `returns` {caller: callee}: the caller's side is resolved here, the callee's when linked.
 */
static struct pairs read_pairs(struct sop_reader *s, const struct node *map, const struct step *step, bool returns)
{
    struct pair *at = map ? ARENA_ARRAY(s->r.arena, map->count, struct pair) : NULL;
    size_t n = 0;
    for (const struct node *left = at ? map->first : NULL; left; left = left->next->next) {
        const struct node *right = left->next, *own = returns ? left : right;
        if (left->broken || right->broken)
            continue;
        if (right->kind != NODE_SCALAR) {
            reader_shape(&s->r, right->span, left->text, PHRASE_SCALAR);
            continue;
        }
        uint16_t document = names_document(s, own);
        if (returns && document != NONE && !refs_name(&step->outputs, document))
            names_unknown_document(s, own, PHRASE_NOT_AN_OUTPUT);
        else if (document != NONE)
            at[n++] = (struct pair){left->text, right->text, left->span, right->span};
    }
    return (struct pairs){at, n};
}

static void read_call(struct sop_reader *s, uint16_t i, struct step *step)
{
    const struct node *call = step_value(s, i, KEY_STEP_call);
    const struct node *with = step_value(s, i, KEY_STEP_with), *returns = step_value(s, i, KEY_STEP_returns);
    const struct node *orphan = with ? with : returns;
    if (!call && orphan)
        reader_shape(&s->r, orphan->span, with ? TEXT("with") : TEXT("returns"), PHRASE_CALL_KEY);
    if (!call)
        return;
    step->call.callees = read_callees(s, call, &step->call.n);
    step->call.with = read_pairs(s, with, step, false);
    step->call.returns = read_pairs(s, returns, step, true);
}

/* --- the step itself --- */

/* A key of the step that is there, one of its inputs or outputs, or its Tidak. */
static bool is_inferrable(const struct sop_reader *s, uint16_t i, struct text text)
{
    const struct step *step = &s->sop->steps[i];
    struct text rest, head = text_cut(text, '.', &rest);
    if (text_eq(head, TEXT("inputs")) && rest.len)
        return refs_name(&step->inputs, sop_document(s->sop, rest));
    if (text_eq(head, TEXT("outputs")) && rest.len)
        return refs_name(&step->outputs, sop_document(s->sop, rest));
    if (text_eq(text, TEXT("decision.tidak")) || text_eq(text, TEXT("decision.ya")))
        return step->decides;
    for (int k = KEY_STEP_activity; k <= KEY_STEP_with; k++)
        if (text_eq(key_name((enum key)k), text))
            return keys_has(s->nodes[i].map, (enum key)k);
    return false;
}

static void read_inferred(struct sop_reader *s, uint16_t i, struct step *step)
{
    const struct node *node = step_value(s, i, KEY_STEP_inferred), *item = value_first(node);
    for (size_t k = 0; k < value_count(node); k++, item = item->next)
        if (!item->broken && !is_inferrable(s, i, item->text))
            reader_value(&s->r, item, TEXT("inferred"), PHRASE_INFERRED);
    step->inferred = value_texts(&s->r, node);
}

static void resolve_step(struct sop_reader *s, uint16_t i)
{
    struct step *step = &s->sop->steps[i];
    const struct node *actor = step_value(s, i, KEY_STEP_actor), *duration = step_value(s, i, KEY_STEP_duration);
    const struct node *unless = step_value(s, i, KEY_STEP_unless), *decision = step_value(s, i, KEY_STEP_decision);
    s->r.at = step->key;
    construct_check(s, i);
    step->actor = actor ? names_actor(s, actor) : NONE;
    step->activity = value_texts(&s->r, step_value(s, i, KEY_STEP_activity));
    step->inputs = names_documents(s, step_value(s, i, KEY_STEP_inputs), TEXT("inputs"));
    step->outputs = names_documents(s, step_value(s, i, KEY_STEP_outputs), TEXT("outputs"));
    step->duration = value_duration(&s->r, duration, KEY_STEP_duration, &s->region->days);
    step->duration_text = value_text(duration);
    step->duration_span = duration ? duration->span : step->span;
    step->note = value_text(step_value(s, i, KEY_STEP_note));
    step->next = names_target(s, step_value(s, i, KEY_STEP_next));
    step->expired = names_target(s, step_value(s, i, KEY_STEP_expired));
    if (unless)
        step->unless = (struct ref){names_document(s, unless), unless->span};
    construct_check_unless(s, i, step);
    if (decision)
        read_decision(s, decision, step);
    read_call(s, i, step);
    read_inferred(s, i, step);
    step->source = value_lines(&s->r, step_value(s, i, KEY_STEP_source), KEY_STEP_source);
}

void steps_resolve(struct sop_reader *s)
{
    for (uint16_t i = 0; i < s->sop->n_steps && !s->r.arena->failed; i++)
        resolve_step(s, i);
    for (uint16_t i = 0; i < s->sop->n_steps && !s->r.arena->failed; i++)
        if (s->sop->steps[i].parallel.n)
            construct_check_branches(s, &s->sop->steps[i]);
    s->r.at = (struct text){0};
}
