/* The variants of one service side by side: what each of them is. */
#include "baku_compare.h"

#include "api/audit.h"
#include "api/norms.h"
#include "api/services.h"
#include "base/bits.h"
#include "model/straight.h"

/* A variant that can be compared. */
struct variant {
    const struct sop *sop;
    struct straight straight;
    struct audit audit;
};

struct comparison {
    struct baku *baku;
    struct report report;
    struct arena arena; /* ends with the call */
    struct text service;
    struct variant *variants;
    size_t n;
    json_t *uncompared;
};

static void put_count(struct comparison *c, json_t *object, const char *key, size_t count)
{
    put(&c->report, object, key, json_integer((json_int_t)count));
}

/* --- the variants --- */

static bool study(struct comparison *c, const struct sop *sop)
{
    struct variant *v = &c->variants[c->n++];
    v->sop = sop;
    return straight_walk(&v->straight, sop, &c->arena) == STATUS_OK &&
           audit_sop(&v->audit, sop, &(struct audit_options){0}, &c->arena) == STATUS_OK;
}

/* Takes up a SOP of the service, and each of which the service cannot be read. */
static bool take_up(struct comparison *c, struct library_sop *sop)
{
    struct library_sop *culprit;
    if (sop->sop && !text_eq(service_of(sop), c->service))
        return true;
    enum uncompared why = uncompared_why(&c->baku->library, sop, &culprit);
    if (c->baku->library.arena.failed)
        return false;
    if (why == UNCOMPARED_NOT)
        return study(c, sop->sop);
    append(&c->report, c->uncompared, json_uncompared(&c->report, c->baku, sop, culprit, why));
    return true;
}

static bool take_up_all(struct comparison *c, const struct shelf *all)
{
    c->variants = ARENA_ARRAY(&c->arena, all->n, struct variant);
    bool fine = c->variants != NULL;
    for (size_t i = 0; fine && i < all->n; i++)
        fine = take_up(c, all->at[i]);
    return fine;
}

static size_t count_actors(const struct sop *sop)
{
    size_t n = 0;
    for (uint16_t a = 0; a < sop->n_actors; a++)
        for (uint16_t s = 0; s < sop->n_steps; s++)
            if (sop->steps[s].actor == a) {
                n++;
                break;
            }
    return n;
}

static void put_counts(struct comparison *c, json_t *object, const struct variant *v)
{
    size_t steps = 0, decisions = 0, given = 0;
    for (uint16_t s = 0; s < v->sop->n_steps; s++) {
        steps += !v->sop->steps[s].parallel.n;
        decisions += v->sop->steps[s].decides;
    }
    for (uint16_t d = 0; d < v->sop->n_documents; d++)
        given += v->sop->documents[d].given != GIVEN_NO;
    put_count(c, object, "steps", steps);
    put_count(c, object, "actors", count_actors(v->sop));
    put(&c->report, object, "handoffs", v->straight.ends ? json_integer(v->straight.handoffs) : json_null());
    put_count(c, object, "decisions", decisions);
    put_count(c, object, "documents", v->sop->n_documents);
    put_count(c, object, "given", given);
}

/* Each SOP that is called, once. */
static json_t *json_calls(struct comparison *c, const struct sop *sop)
{
    json_t *array = json_array();
    struct map seen = {0};
    for (uint16_t s = 0; s < sop->n_steps; s++)
        for (uint16_t i = 0; i < sop->steps[s].call.n; i++) {
            struct text name = sop->steps[s].call.callees[i].sop->name;
            if (map_add(&seen, &c->arena, name, 0) == MAP_ADDED)
                append(&c->report, array, json_text(name));
        }
    return array;
}

static bool has_wall(const struct legs *legs)
{
    for (size_t i = 0; i < legs->n; i++)
        if (legs->at[i].sort == DURATION_WALL)
            return true;
    return false;
}

/* Is there time on the wall on the straight path, which no total counts? */
static bool passes_wall_time(const struct variant *v)
{
    for (uint16_t s = 0; s < v->sop->n_steps; s++)
        if (bits_has(v->straight.done, s) && v->sop->steps[s].duration.sort == DURATION_WALL)
            return true;
    return has_wall(&v->audit.legs[0]) || has_wall(&v->audit.legs[1]);
}

/* Why there is no total; NULL: there is one. */
static const char *reason_of(struct total total)
{
    switch (total.sort) {
    case TOTAL_KNOWN:
        return NULL;
    case TOTAL_ENDLESS:
        return "endless";
    case TOTAL_TOO_LONG:
        return "too-long";
    case TOTAL_CUT:
        return "cut";
    }
    return NULL;
}

static void put_times(struct comparison *c, json_t *object, const struct variant *v)
{
    const struct claims *claims = &v->sop->claims;
    const char *reason = reason_of(v->audit.straight);
    put(&c->report, object, "straight", json_total(&c->report, v->audit.straight));
    put(&c->report, object, "straight_reason", reason ? json_string(reason) : json_null());
    put(&c->report, object, "lower_bound", json_boolean(is_lower_bound(&v->audit)));
    put(&c->report, object, "wall", json_boolean(passes_wall_time(v)));
    put(&c->report, object, "applicant", json_total(&c->report, work_of(&v->audit, true)));
    put(&c->report, object, "office", json_total(&c->report, work_of(&v->audit, false)));
    put(&c->report, object, "claim", json_duration(&c->report, claims->total));
    put(&c->report, object, "claim_text", json_text_or_null(claims->total_text));
    put(&c->report, object, "claim_is_wall", json_boolean(claims->total.sort == DURATION_WALL));
    put(&c->report, object, "verdict", json_string(verdict_key(v->audit.verdict)));
}

static json_t *json_variant(struct comparison *c, const struct variant *v)
{
    json_t *object = json_object();
    put(&c->report, object, "sop", json_text(v->sop->name));
    put(&c->report, object, "title", json_text(v->sop->title));
    put(&c->report, object, "region", json_text(v->sop->region->key));
    if (c->baku->details)
        put(&c->report, object, "region_name", json_text_or_null(v->sop->region->name));
    put_counts(c, object, v);
    put(&c->report, object, "calls", json_calls(c, v->sop));
    put_times(c, object, v);
    return object;
}

/* --- the whole --- */

static json_t *comparison_document(struct comparison *c)
{
    json_t *document = json_object(), *variants = json_array();
    const struct sop **sops = ARENA_ARRAY(&c->arena, c->n, const struct sop *);
    for (size_t i = 0; sops && i < c->n; i++) {
        sops[i] = c->variants[i].sop;
        append(&c->report, variants, json_variant(c, &c->variants[i]));
    }
    put(&c->report, document, "service", json_text(c->service));
    put(&c->report, document, "variants", variants);
    if (sops)
        norms_put(&(struct norms){&c->report, &c->arena, sops, c->n, c->baku->details}, document);
    put(&c->report, document, "uncompared", c->uncompared);
    return document;
}

static enum baku_status compare(struct baku *baku, const struct shelf *all, struct text service,
                                struct baku_answer *answer)
{
    struct comparison c = {.baku = baku, .service = service, .uncompared = json_array()};
    json_t *document = NULL;
    enum baku_status status = BAKU_YES;
    if (take_up_all(&c, all)) {
        status = json_array_size(c.uncompared) ? BAKU_NO : BAKU_YES;
        document = comparison_document(&c);
    } else
        json_decref(c.uncompared);
    c.report.failed = c.report.failed || c.arena.failed;
    arena_release(&c.arena);
    return answer_with(baku, answer, &c.report, document, status);
}

enum baku_status baku_compare(struct baku *baku, const char *service, struct baku_answer *answer)
{
    struct shelf all;
    struct text wanted = {0};
    answer->json = NULL;
    enum baku_status status = services_load(baku, &all, answer);
    if (status == BAKU_YES && !service)
        return services_answer(baku, &all, answer);
    if (status == BAKU_YES)
        status = service_find(baku, &all, text_of(service), &wanted, answer);
    return status == BAKU_YES ? compare(baku, &all, wanted, answer) : status;
}
