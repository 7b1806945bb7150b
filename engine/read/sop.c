#include <string.h>

#include "base/nearest.h"
#include "read/document.h"
#include "read/read.h"
#include "read/names.h"
#include "read/sop_reader.h"

/* --- columns --- */

static void add_actor(struct sop_reader *s, struct actor actor)
{
    struct sop *sop = s->sop;
    struct actor *room = arena_room(s->r.arena, sop->actors, sop->n_actors, &s->room_actors, sizeof *room);
    if (!room)
        return;
    sop->actors = room;
    if (map_add(&sop->actor_by_key, s->r.arena, actor.key, sop->n_actors) == MAP_ADDED)
        sop->actors[sop->n_actors++] = actor;
}

/* A column named by a key of the region's actors. */
static void column_by_key(struct sop_reader *s, const struct node *node)
{
    int64_t regional = map_find(&s->region->actor_by_key, node->text);
    if (regional < 0) {
        names_unknown_actor(s, node);
        return;
    }
    struct actor actor = s->region->actors[regional];
    actor.column = true;
    actor.span = node->span;
    add_actor(s, actor);
}

static void column_by_pair(struct sop_reader *s, const struct node *key)
{
    if (key->broken || !value_is_key(&s->r, key, TEXT("actors")))
        return;
    struct actor actor = part_actor(&s->r, key, key->next);
    actor.column = true;
    add_actor(s, actor);
}

static void column_item(struct sop_reader *s, const struct node *item)
{
    const struct node *key = item->kind == NODE_MAP ? item->first : item;
    if (item->broken)
        return;
    if (item->kind == NODE_LIST || (item->kind == NODE_MAP && item->count != 1)) {
        reader_shape(&s->r, item->span, TEXT("actors"), PHRASE_ACTOR_ITEM);
    } else if (map_find(&s->sop->actor_by_key, key->text) >= 0) {
        reader_value(&s->r, key, TEXT("actors"), PHRASE_DISTINCT);
    } else if (item->kind == NODE_MAP) {
        column_by_pair(s, key);
    } else {
        column_by_key(s, item);
    }
}

static void read_columns(struct sop_reader *s, const struct node *node)
{
    if (node && node->count > MAX_ACTORS) {
        reader_limit(&s->r, node->span, LIMIT_ACTORS);
        return;
    }
    if (node && node->kind == NODE_MAP)
        for (const struct node *key = node->first; key; key = key->next->next)
            column_by_pair(s, key);
    else if (node)
        for (const struct node *item = node->first; item; item = item->next)
            column_item(s, item);
}

/* Without `actors`, the columns are the region's actors that the steps use, in the region's order. */
static void infer_columns(struct sop_reader *s)
{
    struct map used = {0};
    for (uint16_t i = 0; i < s->sop->n_steps; i++) {
        const struct node *actor = s->nodes[i].value[KEY_STEP_actor - KEY_STEP_activity];
        if (actor)
            map_add(&used, s->r.arena, actor->text, 0);
    }
    for (size_t i = 0; i < s->region->n_actors; i++) {
        struct actor actor = s->region->actors[i];
        actor.column = true;
        if (map_find(&used, actor.key) >= 0)
            add_actor(s, actor);
    }
}

/* --- claims, source --- */

static void read_limit(struct sop_reader *s, const struct node *map)
{
    struct claims *claims = &s->sop->claims;
    struct found found;
    keys_read(&s->r, map, PLACE_LIMIT, &found);
    const struct node *duration = found.value[KEY_LIMIT_duration];
    claims->limit = value_duration(&s->r, duration, KEY_LIMIT_duration, &s->region->days);
    claims->limit_text = value_text(duration);
    claims->limit_span = value_span(duration);
    claims->limit_basis = value_text(found.value[KEY_LIMIT_basis]);
}

static void read_claims(struct sop_reader *s, const struct node *map)
{
    struct claims *claims = &s->sop->claims;
    struct found found;
    if (!map)
        return;
    s->r.at = TEXT("claims");
    *claims = (struct claims){.stated = true, .span = map->span};
    keys_read(&s->r, map, PLACE_CLAIMS, &found);
    const struct node *total = found.value[KEY_CLAIMS_total], *hours = found.value[KEY_CLAIMS_hours];
    const struct node *limit = found.value[KEY_CLAIMS_limit];
    const struct days *days = &s->region->days;
    claims->total = value_duration(&s->r, total, KEY_CLAIMS_total, days);
    claims->hours = value_duration(&s->r, hours, KEY_CLAIMS_hours, days);
    claims->total_text = value_text(total);
    claims->hours_text = value_text(hours);
    claims->total_span = value_span(total);
    claims->hours_span = value_span(hours);
    if (limit)
        read_limit(s, limit);
    s->r.at = (struct text){0};
}

static struct source read_source(struct reader *r, const struct node *map)
{
    struct found found;
    if (!map)
        return (struct source){0};
    keys_read(r, map, PLACE_SOURCE, &found);
    return (struct source){value_text(found.value[KEY_SOURCE_file]),
                           value_lines(r, found.value[KEY_SOURCE_lines], KEY_SOURCE_lines)};
}

static uint32_t read_revision(struct reader *r, const struct node *node)
{
    int64_t revision = 0;
    if (!node)
        return 0;
    if (text_number(node->text, &revision) && revision >= 1 && revision <= INT32_MAX)
        return (uint32_t)revision;
    reader_value(r, node, TEXT("revision"), PHRASE_REVISION);
    return 0;
}

/* --- waivers --- */

static bool is_handoff(enum finding_code code)
{
    return code == FINDING_B301 || code == FINDING_B302 || code == FINDING_B309;
}

/* STEP or STEP.DOCUMENT; an accepted hand-off error names an input, or an output of a call step. */
static bool step_place_exists(const struct sop *sop, const struct waiver *waiver, struct text head, struct text rest)
{
    uint16_t step = sop_step(sop, head);
    if (step == NONE)
        return false;
    if (!rest.len)
        return !is_handoff(waiver->code);
    if (waiver->code == FINDING_B306) /* it names a document of the called SOP, which is not known yet */
        return sop->steps[step].call.n > 0;
    uint16_t document = sop_document(sop, rest);
    const struct step *s = &sop->steps[step];
    if (waiver->code == FINDING_B306)
        return s->call.n > 0; /* the document is the called SOP's */
    if (document == NONE)
        return false;
    bool input = refs_name(&s->inputs, document), output = refs_name(&s->outputs, document);
    if (is_handoff(waiver->code))
        return input || (output && s->call.n);
    return input || output || refs_name(&s->tidak_outputs, document) || s->unless.document == document;
}

static bool identity_place_exists(const struct sop *sop, struct text rest)
{
    struct text nth, field = text_cut(rest, '.', &nth);
    int64_t number;
    if (text_eq(rest, TEXT("agency"))) /* of the region, but printed on the page */
        return true;
    if (text_eq(field, TEXT("legal_basis")) && nth.len)
        return text_number(nth, &number) && number >= 1 && (uint64_t)number <= sop->identity.legal_basis.n;
#define KEY(place, key, ...)                                                                                           \
    if (PLACE_##place == PLACE_IDENTITY && text_eq(field, TEXT(#key)))                                                 \
        return true;
#include "read/keys.def"
#undef KEY
    return false;
}

static bool place_exists(const struct sop *sop, const struct waiver *waiver)
{
    struct text rest, head = text_cut(waiver->at, '.', &rest);
    if (is_handoff(waiver->code) || step_place_exists(sop, waiver, head, rest))
        return step_place_exists(sop, waiver, head, rest);
    if (text_eq(head, TEXT("documents")) && rest.len)
        return sop_document(sop, rest) != NONE;
    if (text_eq(head, TEXT("actors")) && rest.len)
        return sop_actor(sop, rest) != NONE;
    if (text_eq(head, TEXT("identity")) && rest.len)
        return identity_place_exists(sop, rest);
    return text_eq(waiver->at, TEXT("claims")) || text_eq(waiver->at, TEXT("identity"));
}

/* The place most like the one written: a step, or a step with one of its inputs. Names are joined in passing, and only
 * the best is kept. */
static struct text nearest_place(struct sop_reader *s, const struct waiver *waiver)
{
    struct nearest nearest = reader_nearest(&s->r, waiver->at);
    bool inputs = text_find(waiver->at, '.') >= 0;
    struct text best = {0};
    for (uint16_t i = 0; i < s->sop->n_steps; i++) {
        const struct step *step = &s->sop->steps[i];
        if (!inputs)
            nearest_try(&nearest, step->key);
        for (size_t k = 0; inputs && nearest.wanted.len && k < step->inputs.n; k++) {
            char joined[NEAREST_LONGEST];
            struct text key = s->sop->documents[step->inputs.at[k].document].key;
            size_t before = nearest.distance, len = step->key.len + 1 + key.len;
            if (len > sizeof joined)
                continue;
            memcpy(joined, step->key.at, step->key.len);
            joined[step->key.len] = '.';
            memcpy(joined + step->key.len + 1, key.at, key.len);
            nearest_try(&nearest, (struct text){joined, len});
            if (nearest.distance < before)
                best = value_place(&s->r, step->key, key);
        }
    }
    return inputs ? best : nearest.best;
}

/* Why the waiver can have no effect, or NONE. */
static enum phrase waiver_problem(const struct sop *sop, const struct waiver *waiver)
{
    if (!finding_row(waiver->code)->acceptable)
        return PHRASE_WAIVER_CODE;
    return place_exists(sop, waiver) ? PHRASE_NONE : PHRASE_WAIVER_PLACE;
}

static void judge_waiver(struct sop_reader *s, struct waiver *waiver)
{
    enum phrase problem = waiver_problem(s->sop, waiver);
    waiver->effective = problem == PHRASE_NONE;
    if (!problem || waiver->regional)
        return; /* a region's waiver may be for other SOPs of it */
    struct finding *finding = part_report_waiver(&s->r, waiver, problem);
    if (finding && problem == PHRASE_WAIVER_PLACE)
        finding->near = nearest_place(s, waiver);
}

/* The SOP's own waivers, judged, and then the region's. */
static void read_waivers(struct sop_reader *s, const struct node *list)
{
    struct waivers own = part_waivers(&s->r, list, false), regional = s->region->waivers;
    struct waiver *all = ARENA_ARRAY(s->r.arena, own.n + regional.n, struct waiver);
    if (!all)
        return;
    for (size_t i = 0; i < own.n + regional.n; i++) {
        all[i] = i < own.n ? own.at[i] : regional.at[i - own.n];
        judge_waiver(s, &all[i]);
    }
    s->sop->waivers = (struct waivers){all, own.n + regional.n};
    s->r.at = (struct text){0};
}

/* --- the whole --- */

/* Written, but not in a shape that can be read. */
static bool is_lost(const struct node *root, const struct found *found, enum key key)
{
    return !found->value[key] && keys_has(root, key);
}

static void read_keys(struct sop_reader *s, const struct node *root)
{
    struct sop *sop = s->sop;
    struct found found;
    keys_read(&s->r, root, PLACE_SOP, &found);
    const struct node *title = found.value[KEY_SOP_title];
    sop->title = value_text(title);
    sop->title_span = title ? title->span : root->span;
    sop->service = value_text(found.value[KEY_SOP_service]);
    sop->revision = read_revision(&s->r, found.value[KEY_SOP_revision]);
    sop->source = read_source(&s->r, found.value[KEY_SOP_source]);
    sop->identity = part_identity(&s->r, root, found.value[KEY_SOP_identity], &s->region->identity);
    size_t documents;
    s->actors_lost = s->region->unreadable || is_lost(root, &found, KEY_SOP_actors);
    s->documents_lost = s->region->unreadable || is_lost(root, &found, KEY_SOP_documents);
    sop->documents = documents_read(&s->r, found.value[KEY_SOP_documents], &sop->document_by_key, &documents);
    sop->n_documents = (uint16_t)documents;
    s->room_documents = documents;
    if (found.value[KEY_SOP_steps])
        steps_declare(s, found.value[KEY_SOP_steps]);
    read_columns(s, found.value[KEY_SOP_actors]);
    if (!found.value[KEY_SOP_actors])
        infer_columns(s);
    sop->n_columns = sop->n_actors;
    steps_resolve(s);
    read_claims(s, found.value[KEY_SOP_claims]);
    read_waivers(s, found.value[KEY_SOP_accepted]);
}

enum status read_sop(const struct source_file *file, struct text name, const struct region *region, struct sop **sop)
{
    struct sop_reader s = {.r = {.file = file, .arena = file->arena, .sop = name}, .region = region};
    struct node *root;
    size_t before = file->findings->n;
    *sop = NULL;
    enum status status = yaml_read(file, &root);
    if (status < 0)
        return status;
    for (size_t i = before; i < file->findings->n; i++)
        file->findings->at[i].sop = name;
    bool is_fine = file->findings->n == before;
    bool is_empty = is_fine && (!root || (root->kind == NODE_SCALAR && root->text.len == 0));
    struct node nothing = {.kind = NODE_MAP}; /* an empty file lacks what every SOP has */
    if (is_empty)
        root = &nothing;
    if (is_fine && root->kind != NODE_MAP)
        reader_shape(&s.r, root->span, name, PHRASE_SOP_FILE);
    if (!root || root->kind != NODE_MAP)
        return file->findings->arena->failed ? STATUS_MEMORY : STATUS_OK;
    s.sop = ARENA_NEW(file->arena, struct sop);
    if (!s.sop)
        return STATUS_MEMORY;
    s.sop->name = name;
    s.sop->file = file->number;
    s.sop->region = region;
    read_keys(&s, root);
    if (file->arena->failed || file->findings->arena->failed)
        return STATUS_MEMORY;
    *sop = s.sop;
    return STATUS_OK;
}
