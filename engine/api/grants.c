#include "api/grants.h"

#include "api/definitions.h"
#include "api/revision.h"
#include "base/nearest.h"

enum baku_status grant_check(struct desk *desk, const struct baku_user *user)
{
    struct text name = text_of(user->name), actor = text_of(user->actor), region = text_of(user->region);
    bool administrates = text_eq(actor, ADMINISTRATOR);
    if ((actor.len && !text_is_key(actor)) || (region.len && !text_is_key(region)))
        return desk_error(desk, BAKU_UNKNOWN, ERROR_USER_KEY,
                          (struct error_facts){.name = text_is_key(actor) || !actor.len ? region : actor});
    if (administrates ? region.len != 0 : (actor.len != 0) != (region.len != 0))
        return desk_error(desk, BAKU_UNKNOWN, ERROR_USER_GRANT, (struct error_facts){.name = name});
    return BAKU_YES;
}

/* --- what is known --- */

/* What is known of a region and an actor, while it is looked for. */
struct search {
    const struct store_grant *grant; /* either may be empty: any will do */
    struct nearest region, actor;
    bool any, has_region, has_actor;
};

static struct search search_of(const struct store_grant *grant)
{
    return (struct search){.grant = grant,
                           .region = nearest_to(grant->region),
                           .actor = nearest_to(grant->actor),
                           .has_region = grant->region.len == 0,
                           .has_actor = grant->actor.len == 0};
}

static void look_at_region(struct search *search, struct text region)
{
    nearest_try(&search->region, region);
    search->has_region = search->has_region || text_eq(region, search->grant->region);
}

static void look_at_actor(struct search *search, struct text actor, struct text region)
{
    if (search->grant->region.len && !text_eq(region, search->grant->region))
        return;
    nearest_try(&search->actor, actor);
    search->has_actor = search->has_actor || text_eq(actor, search->grant->actor);
}

static void look_at(struct search *search, const struct sop *sop)
{
    search->any = true;
    look_at_region(search, sop->region->key);
    for (uint16_t a = 0; a < sop->n_actors; a++)
        look_at_actor(search, sop->actors[a].key, sop->region->key);
}

static enum baku_status look_at_revision(struct desk *desk, struct text name, struct search *search)
{
    struct store_revision row;
    struct definition *definition;
    enum store_status found = store_revision_at(desk->store, name, INT64_MAX, &row, &desk->arena);
    enum baku_status status = found == STORE_ABSENT ? BAKU_YES : desk_check(desk, found);
    if (found != STORE_OK || status != BAKU_YES)
        return status;
    status = definition_find(desk, row.id, &definition);
    if (status == BAKU_YES && definition->sop)
        for (size_t i = 0; i < definition->library->n_sops; i++)
            look_at(search, definition->library->sops[i]->sop);
    return status;
}

static struct text doubt_words(struct desk *desk, const struct search *search)
{
    static const char *const words[][LANG_COUNT] = {
        {"belum ada SOP terbit dari wilayah `", "no published SOP is of the region `"},
        {"belum ada SOP terbit di wilayah itu dengan pelaksana `", "no published SOP of that region has the actor `"}};
    struct buf buf = BUF_INIT;
    bool region = !search->has_region, indonesian = desk->baku->lang == LANG_ID;
    struct text near = region ? search->region.best : search->actor.best;
    buf_string(&buf, words[!region][desk->baku->lang]);
    buf_text(&buf, region ? search->grant->region : search->grant->actor);
    buf_string(&buf, "`");
    if (near.len) {
        buf_string(&buf, indonesian ? "; maksud Anda `" : "; did you mean `");
        buf_text(&buf, near);
        buf_string(&buf, "`?");
    }
    return desk_keep(desk, &buf);
}

static enum baku_status look_at_published(struct desk *desk, struct search *search)
{
    struct texts names = {0};
    enum baku_status status = published_names(desk, &names);
    for (size_t i = 0; i < names.n && status == BAKU_YES; i++)
        status = look_at_revision(desk, names.at[i], search);
    return status;
}

enum baku_status grant_doubt(struct desk *desk, const struct store_grant *grant, struct text *doubt)
{
    struct search search = search_of(grant);
    *doubt = (struct text){0};
    if (grant->region.len == 0)
        return BAKU_YES;
    enum baku_status status = look_at_published(desk, &search);
    if (status == BAKU_YES && search.any && !(search.has_region && search.has_actor))
        *doubt = doubt_words(desk, &search);
    return status == BAKU_YES && desk->arena.failed ? desk_memory(desk) : status;
}

/* ` di wilayah `kaltim``, or nothing. */
static struct text place_words(struct desk *desk, struct text region)
{
    struct buf words = BUF_INIT;
    if (region.len == 0)
        return region;
    buf_string(&words, desk->baku->lang == LANG_ID ? " di wilayah `" : " in the region `");
    buf_text(&words, region);
    buf_byte(&words, '`');
    return desk_keep(desk, &words);
}

enum baku_status grant_known(struct desk *desk, const struct store_grant *grant)
{
    struct search search = search_of(grant);
    if (search.has_region && search.has_actor)
        return BAKU_YES;
    enum baku_status status = look_at_published(desk, &search);
    if (status == BAKU_YES && desk->arena.failed)
        return desk_memory(desk);
    if (status != BAKU_YES || !search.any || (search.has_region && search.has_actor))
        return status;
    if (!search.has_region)
        return desk_error(desk, BAKU_UNKNOWN, ERROR_NO_REGION,
                          (struct error_facts){.name = grant->region, .near = search.region.best});
    struct error_facts facts = {
        .name = grant->actor, .near = search.actor.best, .other = place_words(desk, grant->region)};
    return desk->arena.failed ? desk_memory(desk) : desk_error(desk, BAKU_UNKNOWN, ERROR_NO_ACTOR, facts);
}

/* --- who has it --- */

enum baku_status grant_held(struct desk *desk, const struct store_grant *grant, int64_t but, bool *held)
{
    struct store_people people = {0};
    enum baku_status status;
    *held = false;
    do {
        status = desk_people(desk, &people);
        for (size_t i = 0; status == BAKU_YES && i < people.n; i++)
            *held = *held || (people.at[i].id != but && permit_grant(&people.at[i], grant));
    } while (status == BAKU_YES && people.n && !*held);
    return status;
}

enum baku_status grant_waits(struct desk *desk, const struct store_grant *grant, int64_t but, struct store_task *task,
                             bool *waits)
{
    struct store_tasks tasks = {0};
    struct store_tasks_wanted wanted = {grant, 1, STORE_NO_TIME, NULL};
    bool held = false;
    *waits = false;
    if (text_eq(grant->actor, ADMINISTRATOR))
        return BAKU_YES;
    enum baku_status status = desk_check(desk, store_tasks(desk->store, &wanted, &tasks, &desk->arena));
    if (status == BAKU_YES && tasks.n)
        status = grant_held(desk, grant, but, &held);
    if (status == BAKU_YES && tasks.n && !held) {
        *task = tasks.at[0];
        *waits = true;
    }
    return status;
}
