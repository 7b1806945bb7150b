/* Steps. The list is flattened in the order in which it is written; the steps of a parallel step's branches follow it.
 *
 *     step = {step: KEY, actor: ACTOR, …}              plain, deciding, or calling
 *          | {step: KEY, parallel: [[step, …], …], …}  no actor, documents or duration of its own
 */
#include "base/nearest.h"
#include "read/sop_reader.h"

static const struct node *value_of(const struct sop_reader *s, uint16_t step, enum key key)
{
    return s->nodes[step].value[key - KEY_STEP_activity];
}

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
    return (struct step){.key = key, .span = span, .actor = NONE, .inside = inside,
                         .unless = {.document = NONE}, .expired = {.step = NONE}};
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
        if (step != NONE && inside == NONE && value_of(s, step, KEY_STEP_parallel))
            declare_branches(s, step);
    }
}

static void declare_branches(struct sop_reader *s, uint16_t outer)
{
    const struct node *list = value_of(s, outer, KEY_STEP_parallel);
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

/* --- wave 2: names --- */

static uint16_t add_regional(struct sop_reader *s, int64_t regional, struct span span)
{
    struct sop *sop = s->sop;
    if (sop->n_documents == MAX_DOCUMENTS) {
        reader_limit(&s->r, span, LIMIT_DOCUMENTS);
        return NONE;
    }
    struct document *room = arena_room(s->r.arena, sop->documents, sop->n_documents, &s->room_documents, sizeof *room);
    struct document document = s->region->documents[regional];
    if (!room || map_add(&sop->document_by_key, s->r.arena, document.key, sop->n_documents) != MAP_ADDED)
        return NONE;
    sop->documents = room;
    sop->documents[sop->n_documents] = document;
    return sop->n_documents++;
}

static uint16_t find_document(struct sop_reader *s, struct text key, struct span span);

/* A regional certificate's csr by its number here. Looking it up may move the documents. */
static void issued_for_regional(struct sop_reader *s, uint16_t added, uint16_t csr, struct span span)
{
    uint16_t here = find_document(s, s->region->documents[csr].key, span);
    bool is_csr = here != NONE && s->sop->documents[here].type == DOCUMENT_CSR;
    s->sop->documents[added].issued_for = is_csr ? here : NONE;
}

/* A document of the SOP, or one of the region's, which then becomes one of the SOP's. */
static uint16_t find_document(struct sop_reader *s, struct text key, struct span span)
{
    uint16_t own = sop_document(s->sop, key);
    int64_t regional = own == NONE ? map_find(&s->region->document_by_key, key) : -1;
    if (own != NONE || regional < 0)
        return own;
    uint16_t added = add_regional(s, regional, span);
    uint16_t csr = added == NONE ? NONE : s->sop->documents[added].issued_for;
    if (csr != NONE)
        issued_for_regional(s, added, csr, span);
    return added;
}

/* The key whose title was written instead, or the nearest key. */
static struct text nearest_document(struct sop_reader *s, struct text wanted)
{
    struct nearest nearest = reader_nearest(&s->r, wanted);
    for (uint16_t i = 0; i < s->sop->n_documents; i++) {
        if (text_eq(s->sop->documents[i].title, wanted))
            return s->sop->documents[i].key;
        nearest_try(&nearest, s->sop->documents[i].key);
    }
    for (size_t i = 0; i < s->region->n_documents; i++)
        nearest_try(&nearest, s->region->documents[i].key);
    return nearest.best;
}

static void unknown_document(struct sop_reader *s, const struct node *node, enum phrase where)
{
    struct text outer = s->r.at;
    if (s->documents_lost && where == PHRASE_NONE)
        return;
    s->r.at = value_place(&s->r, outer, node->text);
    struct finding *finding = reader_report(&s->r, FINDING_B103, node->span);
    bool several = text_find(node->text, ',') >= 0;
    if (finding) {
        finding->name = node->text;
        finding->want = where;
        finding->near = several || where != PHRASE_NONE ? (struct text){0} : nearest_document(s, node->text);
        finding->way = where != PHRASE_NONE          ? PHRASE_WAY_ADD_OUTPUT
                       : several                     ? PHRASE_WAY_SPLIT_LIST
                       : !text_is_key(node->text)    ? PHRASE_WAY_USE_KEY
                                                     : PHRASE_NONE;
    }
    s->r.at = outer;
}

static uint16_t resolve_document(struct sop_reader *s, const struct node *node)
{
    uint16_t document = find_document(s, node->text, node->span);
    if (document == NONE && !s->r.arena->failed && !s->r.file->findings->arena->failed)
        unknown_document(s, node, PHRASE_NONE);
    return document;
}

/* Does the list name the same before this item? Most lists are short and need no map. */
static bool is_repeated(struct sop_reader *s, struct map *seen, const struct node *list, const struct node *item)
{
    enum { FEW = 8 };
    if (value_count(list) > FEW)
        return map_add(seen, s->r.arena, item->text, 0) == MAP_PRESENT;
    for (const struct node *other = value_first(list); other != item; other = other->next)
        if (!other->broken && text_eq(other->text, item->text))
            return true;
    return false;
}

static struct refs resolve_documents(struct sop_reader *s, const struct node *node, struct text name)
{
    size_t count = value_count(node);
    struct ref *at = count ? ARENA_ARRAY(s->r.arena, count, struct ref) : NULL;
    struct map seen = {0};
    size_t n = 0;
    const struct node *item = value_first(node);
    for (size_t i = 0; at && i < count; i++, item = item->next) {
        if (item->broken)
            continue;
        if (is_repeated(s, &seen, node, item)) {
            reader_value(&s->r, item, name, PHRASE_DISTINCT);
            continue;
        }
        uint16_t document = resolve_document(s, item);
        if (document != NONE)
            at[n++] = (struct ref){document, item->span};
    }
    return (struct refs){at, n};
}

static void unknown_step(struct sop_reader *s, const struct node *node)
{
    struct finding *finding = reader_report(&s->r, FINDING_B101, node->span);
    struct text keys[READER_LISTED];
    struct nearest nearest = reader_nearest(&s->r, node->text);
    nearest_try(&nearest, TEXT("end"));
    for (uint16_t i = 0; i < s->sop->n_steps; i++) {
        if (i < READER_LISTED)
            keys[i] = s->sop->steps[i].key;
        nearest_try(&nearest, s->sop->steps[i].key);
    }
    if (finding) {
        finding->name = node->text;
        finding->near = nearest.best;
        finding->other = reader_list(&s->r, keys, s->sop->n_steps);
        finding->way = PHRASE_WAY_STEPS;
    }
}

static void not_allowed(struct sop_reader *s, struct span span, struct text name, enum phrase where)
{
    struct finding *finding = reader_report(&s->r, FINDING_B204, span);
    if (finding) {
        finding->name = name;
        finding->want = where;
        finding->way = where == PHRASE_ON_PARALLEL    ? PHRASE_WAY_DELETE_KEY
                       : where == PHRASE_TWO_BRANCHES ? PHRASE_WAY_OWN_DOCUMENT
                       : where == PHRASE_INTO_BRANCH  ? PHRASE_WAY_TARGET_PARALLEL
                                                      : PHRASE_NONE;
    }
}

/* A step or `end`; nothing may lead into a branch from outside, for the branches start and join together. */
static struct target resolve_target(struct sop_reader *s, const struct node *node)
{
    struct target target = {.step = NONE};
    if (!node || node->broken)
        return target;
    target = (struct target){text_eq(node->text, TEXT("end")) ? STEP_END : sop_step(s->sop, node->text), true, node->span};
    if (target.step == NONE)
        unknown_step(s, node);
    else if (target.step != STEP_END && s->sop->steps[target.step].inside != NONE)
        not_allowed(s, node->span, node->text, PHRASE_INTO_BRANCH);
    return target;
}

static uint16_t resolve_actor(struct sop_reader *s, const struct node *node)
{
    struct sop *sop = s->sop;
    uint16_t own = sop_actor(sop, node->text);
    int64_t regional = map_find(&s->region->actor_by_key, node->text);
    if (own != NONE)
        return own;
    if (regional < 0) {
        unknown_actor(s, node);
        return NONE;
    }
    if (sop->n_actors == MAX_ACTORS) {
        reader_limit(&s->r, node->span, LIMIT_ACTORS);
        return NONE;
    }
    /* The region knows the actor, the sheet has no column for it: allowed, and a warning of its own (B206). */
    struct actor *room = arena_room(s->r.arena, sop->actors, sop->n_actors, &s->room_actors, sizeof *room);
    if (!room || map_add(&sop->actor_by_key, s->r.arena, node->text, sop->n_actors) != MAP_ADDED)
        return NONE;
    sop->actors = room;
    sop->actors[sop->n_actors] = s->region->actors[regional];
    return sop->n_actors++;
}

/* --- decisions --- */

static void read_tidak(struct sop_reader *s, const struct node *node, struct step *step)
{
    struct found found;
    if (!node)
        return;
    if (node->kind == NODE_SCALAR) {
        step->tidak = resolve_target(s, node);
        return;
    }
    keys_read(&s->r, node, PLACE_TIDAK, &found);
    step->tidak = resolve_target(s, found.value[KEY_TIDAK_to]);
    step->tidak_outputs = resolve_documents(s, found.value[KEY_TIDAK_outputs], TEXT("outputs"));
}

static void read_decision(struct sop_reader *s, const struct node *node, struct step *step)
{
    struct found found;
    keys_read(&s->r, node, PLACE_DECISION, &found);
    step->decides = true;
    step->question = value_text(found.value[KEY_DECISION_question]);
    step->ya = resolve_target(s, found.value[KEY_DECISION_ya]);
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

/* `with` {callee: caller} or `returns` {caller: callee}: the caller's side is resolved here, the callee's when linked. */
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
        uint16_t document = resolve_document(s, own);
        if (returns && document != NONE && !refs_name(&step->outputs, document))
            unknown_document(s, own, PHRASE_NOT_AN_OUTPUT);
        else if (document != NONE)
            at[n++] = (struct pair){left->text, right->text, left->span, right->span};
    }
    return (struct pairs){at, n};
}

static void read_call(struct sop_reader *s, uint16_t i, struct step *step)
{
    const struct node *call = value_of(s, i, KEY_STEP_call);
    const struct node *with = value_of(s, i, KEY_STEP_with), *returns = value_of(s, i, KEY_STEP_returns);
    const struct node *orphan = with ? with : returns;
    if (!call && orphan)
        reader_shape(&s->r, orphan->span, with ? TEXT("with") : TEXT("returns"), PHRASE_CALL_KEY);
    if (!call)
        return;
    step->call.callees = read_callees(s, call, &step->call.n);
    step->call.with = read_pairs(s, with, step, false);
    step->call.returns = read_pairs(s, returns, step, true);
}

/* --- what may not stand together (B204) --- */

static const enum key on_call[] = {KEY_STEP_decision, KEY_STEP_unless, KEY_STEP_expired};
static const enum key in_branch[] = {KEY_STEP_decision, KEY_STEP_call,     KEY_STEP_unless,
                                     KEY_STEP_expired,  KEY_STEP_parallel, KEY_STEP_next};
static const enum key on_parallel[] = {KEY_STEP_actor,    KEY_STEP_inputs, KEY_STEP_outputs, KEY_STEP_duration,
                                       KEY_STEP_decision, KEY_STEP_call,   KEY_STEP_unless,  KEY_STEP_expired};

static void forbid(struct sop_reader *s, uint16_t i, const enum key *keys, size_t n, enum phrase where)
{
    for (size_t k = 0; k < n; k++)
        if (value_of(s, i, keys[k]))
            not_allowed(s, value_of(s, i, keys[k])->span, key_name(keys[k]), where);
}

#define FORBID(s, i, keys, where) forbid((s), (i), (keys), sizeof(keys) / sizeof *(keys), (where))

static void next_and_decision(struct sop_reader *s, const struct node *next)
{
    struct finding *finding = reader_report(&s->r, FINDING_B008, next->span);
    if (finding) {
        finding->name = TEXT("next");
        finding->want = PHRASE_NEXT_AND_DECISION;
        finding->way = PHRASE_WAY_ONE_OF_TWO;
    }
}

static void check_construct(struct sop_reader *s, uint16_t i)
{
    const struct step *step = &s->sop->steps[i];
    const struct node *next = value_of(s, i, KEY_STEP_next);
    bool parallel = value_of(s, i, KEY_STEP_parallel) != NULL;
    if (step->inside != NONE)
        FORBID(s, i, in_branch, PHRASE_IN_BRANCH);
    else if (parallel)
        FORBID(s, i, on_parallel, PHRASE_ON_PARALLEL);
    else if (value_of(s, i, KEY_STEP_call))
        FORBID(s, i, on_call, PHRASE_ON_CALL);
    if (next && value_of(s, i, KEY_STEP_decision))
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
static void check_branches(struct sop_reader *s, const struct step *outer)
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
                    not_allowed(s, ref->span, key, PHRASE_TWO_BRANCHES);
                map_add(&maker, s->r.arena, key, b);
            }
}

/* --- the step itself --- */

static void check_unless(struct sop_reader *s, uint16_t i, const struct step *step)
{
    const struct node *outputs = value_of(s, i, KEY_STEP_outputs);
    bool alone = step->outputs.n == 1 && step->outputs.at[0].document == step->unless.document;
    if (step->unless.document == NONE || alone)
        return;
    if (outputs)
        reader_shape(&s->r, outputs->span, TEXT("outputs"), PHRASE_UNLESS_ALONE);
    else
        reader_shape(&s->r, step->unless.span, TEXT("outputs"), PHRASE_UNLESS_ALONE);
}

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
    const struct node *node = value_of(s, i, KEY_STEP_inferred), *item = value_first(node);
    for (size_t k = 0; k < value_count(node); k++, item = item->next)
        if (!item->broken && !is_inferrable(s, i, item->text))
            reader_value(&s->r, item, TEXT("inferred"), PHRASE_INFERRED);
    step->inferred = value_texts(&s->r, node);
}

static void resolve_step(struct sop_reader *s, uint16_t i)
{
    struct step *step = &s->sop->steps[i];
    const struct node *actor = value_of(s, i, KEY_STEP_actor), *duration = value_of(s, i, KEY_STEP_duration);
    const struct node *unless = value_of(s, i, KEY_STEP_unless), *decision = value_of(s, i, KEY_STEP_decision);
    s->r.at = step->key;
    check_construct(s, i);
    step->actor = actor ? resolve_actor(s, actor) : NONE;
    step->activity = value_texts(&s->r, value_of(s, i, KEY_STEP_activity));
    step->inputs = resolve_documents(s, value_of(s, i, KEY_STEP_inputs), TEXT("inputs"));
    step->outputs = resolve_documents(s, value_of(s, i, KEY_STEP_outputs), TEXT("outputs"));
    step->duration = value_duration(&s->r, duration, KEY_STEP_duration, &s->region->days);
    step->duration_text = value_text(duration);
    step->duration_span = duration ? duration->span : step->span;
    step->note = value_text(value_of(s, i, KEY_STEP_note));
    step->next = resolve_target(s, value_of(s, i, KEY_STEP_next));
    step->expired = resolve_target(s, value_of(s, i, KEY_STEP_expired));
    if (unless)
        step->unless = (struct ref){resolve_document(s, unless), unless->span};
    check_unless(s, i, step);
    if (decision)
        read_decision(s, decision, step);
    read_call(s, i, step);
    read_inferred(s, i, step);
    step->source = value_lines(&s->r, value_of(s, i, KEY_STEP_source), KEY_STEP_source);
}

void steps_resolve(struct sop_reader *s)
{
    for (uint16_t i = 0; i < s->sop->n_steps && !s->r.arena->failed; i++)
        resolve_step(s, i);
    for (uint16_t i = 0; i < s->sop->n_steps && !s->r.arena->failed; i++)
        if (s->sop->steps[i].parallel.n)
            check_branches(s, &s->sop->steps[i]);
    s->r.at = (struct text){0};
}
