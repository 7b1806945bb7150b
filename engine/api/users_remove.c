/* Taking away what a user may act as: one duty, or all of them for good. */
#include "api/grants.h"

/* What is taken away. */
struct removal {
    struct desk *desk;
    const struct baku_user *user;
    struct store_grant grant; /* without an actor: all */
    struct store_person person;
    struct report report;
    json_t *waiting;
};

static enum baku_status is_last_administrator(const struct removal *r, bool *last)
{
    struct store_grant rules = {ADMINISTRATOR, {0}};
    bool takes = r->grant.actor.len == 0 || text_eq(r->grant.actor, ADMINISTRATOR), others = false;
    *last = false;
    if (!takes || !permit_administration(&r->person))
        return BAKU_YES;
    enum baku_status status = grant_held(r->desk, &rules, r->person.id, &others);
    *last = !others;
    return status;
}

/* The first step that waits for the grant, where nobody else has it. */
static enum baku_status add_waiting(struct removal *r, const struct store_grant *grant)
{
    struct store_task task;
    bool waits = false;
    enum baku_status status = grant_waits(r->desk, grant, r->person.id, &task, &waits);
    if (status != BAKU_YES || !waits)
        return status;
    json_t *object = json_object();
    put(&r->report, object, "actor", json_text(grant->actor));
    put(&r->report, object, "region", json_text(grant->region));
    put(&r->report, object, "case", json_integer(task.case_id));
    put(&r->report, object, "step", json_text(task.due.path));
    append(&r->report, r->waiting, object);
    return BAKU_YES;
}

static enum baku_status find_person(struct removal *r)
{
    struct error_facts facts = {.name = text_of(r->user->name)};
    enum store_status found = store_person(r->desk->store, facts.name, &r->person, &r->desk->arena);
    if (found == STORE_ABSENT || (found == STORE_OK && r->person.removed))
        return desk_error(r->desk, BAKU_UNKNOWN, r->person.removed ? ERROR_PERSON_GONE : ERROR_NO_PERSON, facts);
    if (found == STORE_OK && r->grant.actor.len && !permit_grant(&r->person, &r->grant)) {
        facts.other = r->grant.actor;
        return desk_error(r->desk, BAKU_NO, ERROR_USER_LACKS, facts);
    }
    return desk_check(r->desk, found);
}

static enum baku_status take_away(struct removal *r)
{
    struct desk *desk = r->desk;
    struct record record = {
        .kind = RECORD_USER_REMOVED, .person = r->person.id, .actor = r->grant.actor, .region = r->grant.region};
    bool all = r->grant.actor.len == 0;
    enum baku_status status = BAKU_YES;
    for (size_t i = 0; status == BAKU_YES && i < r->person.n_grants; i++)
        if (all || (text_eq(r->person.grants[i].actor, r->grant.actor) &&
                    text_eq(r->person.grants[i].region, r->grant.region)))
            status = add_waiting(r, &r->person.grants[i]);
    if (status == BAKU_YES)
        status = desk_append(desk, &(struct entry){.occurred = desk->now, .record = &record});
    if (status == BAKU_YES)
        status = desk_check(desk, all ? store_person_remove(desk->store, r->person.id)
                                      : store_grant_remove(desk->store, r->person.id, r->grant));
    return status;
}

static enum baku_status remove_user(struct removal *r)
{
    struct desk *desk = r->desk;
    bool last = false;
    enum baku_status status = desk_begin(desk);
    if (status == BAKU_YES)
        status = desk_person(desk, r->user->as);
    if (status == BAKU_YES)
        status = desk_administrator(desk);
    if (status == BAKU_YES)
        status = find_person(r);
    if (status == BAKU_YES)
        status = is_last_administrator(r, &last);
    if (status == BAKU_YES && last)
        status = desk_error(desk, BAKU_NO, ERROR_USER_LAST, (struct error_facts){.name = r->person.name});
    return status == BAKU_YES ? take_away(r) : status;
}

static enum baku_status answer_removal(struct removal *r, enum baku_status status)
{
    json_t *document = json_object();
    put(&r->report, document, "user", json_text(text_of(r->user->name)));
    put(&r->report, document, "actor", json_text_or_null(r->grant.actor));
    put(&r->report, document, "region", json_text_or_null(r->grant.region));
    put(&r->report, document, "waiting", r->waiting);
    put(&r->report, document, "seq", json_integer(r->desk->head.seq));
    if (status == BAKU_YES)
        return desk_commit_with(r->desk, &r->report, document);
    json_decref(document);
    return status;
}

enum baku_status baku_user_remove(struct baku *baku, const struct baku_user *user, struct baku_answer *answer)
{
    struct desk desk;
    struct removal r = {
        .desk = &desk, .user = user, .grant = {text_of(user->actor), text_of(user->region)}, .waiting = json_array()};
    enum baku_status status = desk_open(&desk, baku, STORE_WRITES, answer);
    if (status == BAKU_YES)
        status = grant_check(&desk, user);
    if (status == BAKU_YES)
        status = remove_user(&r);
    return desk_close(&desk, answer_removal(&r, status));
}
