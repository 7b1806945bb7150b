#include "read/names.h"

#include "base/nearest.h"
#include "read/construct.h"

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

/* Several documents in one text: with commas, or all its words are documents here. */
static bool is_list(const struct sop_reader *s, struct text text)
{
    size_t words = 0;
    if (text_find(text, ',') >= 0)
        return true;
    for (struct text rest = text; rest.len;) {
        struct text word = text_cut(rest, ' ', &rest);
        if (word.len && sop_document(s->sop, word) == NONE && map_find(&s->region->document_by_key, word) < 0)
            return false;
        words += word.len > 0;
    }
    return words > 1;
}

void names_unknown_document(struct sop_reader *s, const struct node *node, enum phrase where)
{
    struct text outer = s->r.at;
    if (s->documents_lost && where == PHRASE_NONE)
        return;
    s->r.at = value_place(&s->r, outer, node->text);
    struct finding *finding = reader_report(&s->r, FINDING_B103, node->span);
    bool several = is_list(s, node->text);
    if (finding) {
        finding->name = node->text;
        finding->want = where;
        finding->near = several || where != PHRASE_NONE ? (struct text){0} : nearest_document(s, node->text);
        finding->way = where != PHRASE_NONE       ? PHRASE_WAY_ADD_OUTPUT
                       : several                  ? PHRASE_WAY_SPLIT_LIST
                       : !text_is_key(node->text) ? PHRASE_WAY_USE_KEY
                                                  : PHRASE_NONE;
    }
    s->r.at = outer;
}

uint16_t names_document(struct sop_reader *s, const struct node *node)
{
    uint16_t document = find_document(s, node->text, node->span);
    if (document == NONE && !s->r.arena->failed && !s->r.file->findings->arena->failed)
        names_unknown_document(s, node, PHRASE_NONE);
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

struct refs names_documents(struct sop_reader *s, const struct node *node, struct text name)
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
        uint16_t document = names_document(s, item);
        if (document != NONE)
            at[n++] = (struct ref){document, item->span};
    }
    return (struct refs){at, n};
}

static void unknown_step(struct sop_reader *s, const struct node *node)
{
    struct finding *finding = reader_report(&s->r, FINDING_B101, node->span);
    struct text keys[READER_LISTED];
    size_t n = 0;
    struct nearest nearest = reader_nearest(&s->r, node->text);
    nearest_try(&nearest, TEXT("end"));
    for (uint16_t i = 0; i < s->sop->n_steps; i++) {
        if (s->sop->steps[i].inside != NONE)
            continue; /* nothing may lead into a branch */
        if (n < READER_LISTED)
            keys[n] = s->sop->steps[i].key;
        n++;
        nearest_try(&nearest, s->sop->steps[i].key);
    }
    if (finding) {
        finding->name = node->text;
        finding->near = nearest.best;
        finding->other = reader_list(&s->r, keys, n);
        finding->way = PHRASE_WAY_STEPS;
    }
}

/* A step or `end`; nothing may lead into a branch from outside, for the branches start and join together. */
struct target names_target(struct sop_reader *s, const struct node *node)
{
    struct target target = {.step = NONE};
    if (!node || node->broken)
        return target;
    target =
        (struct target){text_eq(node->text, TEXT("end")) ? STEP_END : sop_step(s->sop, node->text), true, node->span};
    if (target.step == NONE)
        unknown_step(s, node);
    else if (target.step != STEP_END && s->sop->steps[target.step].inside != NONE)
        construct_refuse(s, node->span, node->text, PHRASE_INTO_BRANCH);
    return target;
}

uint16_t names_actor(struct sop_reader *s, const struct node *node)
{
    struct sop *sop = s->sop;
    uint16_t own = sop_actor(sop, node->text);
    int64_t regional = map_find(&s->region->actor_by_key, node->text);
    if (own != NONE)
        return own;
    if (regional < 0) {
        names_unknown_actor(s, node);
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

void names_unknown_actor(struct sop_reader *s, const struct node *node)
{
    struct finding *finding = s->actors_lost ? NULL : reader_report(&s->r, FINDING_B102, node->span);
    struct nearest nearest = reader_nearest(&s->r, node->text);
    for (uint16_t i = 0; i < s->sop->n_actors; i++)
        nearest_try(&nearest, s->sop->actors[i].key);
    for (size_t i = 0; i < s->region->n_actors; i++)
        nearest_try(&nearest, s->region->actors[i].key);
    if (finding) {
        finding->name = node->text;
        finding->near = nearest.best;
    }
}
