/* Users: who there is, and what each may act as. */
#include <string.h>

#include "api/grants.h"
#include "base/utf8.h"
#include "baku_case.h"

static bool is_name(struct text name)
{
    if (name.len == 0 || name.len > MAX_KEY_BYTES || utf8_valid(name.at, name.len) != name.len)
        return false;
    for (size_t at = 0; at < name.len;) {
        uint32_t point;
        at += utf8_decode(name.at + at, name.len - at, &point);
        if (!utf8_is_printable(point))
            return false;
    }
    return text_trim(name).len == name.len;
}

/* What is asked for makes sense, before a store is made for it. */
static enum baku_status check_user(struct desk *desk, const struct baku_user *user)
{
    struct text name = text_of(user->name);
    return is_name(name) ? grant_check(desk, user)
                         : desk_error(desk, BAKU_UNKNOWN, ERROR_USER_NAME, (struct error_facts){.name = name});
}

/* The name where the person is new, then the grant, as one event. */
static enum baku_status record_grant(struct desk *desk, int64_t person, const struct store_grant *grant, bool is_new,
                                     struct text name)
{
    struct record record = {.kind = RECORD_USER_ADDED,
                            .person = person,
                            .actor = grant->actor,
                            .region = grant->region,
                            .said = is_new ? SAID_NAME : 0};
    struct entry entry = {.occurred = desk->now, .record = &record, .payloads = &name};
    enum baku_status status = desk_append(desk, &entry);
    enum store_status added =
        status == BAKU_YES && grant->actor.len ? store_grant_add(desk->store, person, *grant) : STORE_OK;
    return status == BAKU_YES ? desk_check(desk, added) : status;
}

/* The person of that name, made where there is none; `*is_new` then. */
static enum baku_status find_or_make(struct desk *desk, struct text name, struct store_person *person, bool *is_new)
{
    enum store_status found = store_person(desk->store, name, person, &desk->arena);
    *is_new = found == STORE_ABSENT;
    if (found == STORE_OK && person->removed)
        return desk_error(desk, BAKU_NO, ERROR_USER_REMOVED, (struct error_facts){.name = name});
    if (*is_new) {
        *person = (struct store_person){.name = name};
        found = store_person_add(desk->store, name, &person->id);
    }
    return desk_check(desk, found);
}

/* Who adds: an administrator, or the first user of all, who becomes one. */
static enum baku_status find_adder(struct desk *desk, const struct baku_user *user, bool *first)
{
    *first = desk->head.people == 0;
    if (!*first) {
        enum baku_status status = desk_person(desk, user->as);
        return status == BAKU_YES ? desk_administrator(desk) : status;
    }
    if (user->as && !text_eq(text_of(user->as), text_of(user->name)))
        return desk_error(desk, BAKU_DENIED, ERROR_NO_PERSON, (struct error_facts){.name = text_of(user->as)});
    return BAKU_YES;
}

struct addition {
    const struct baku_user *user;
    struct store_grant grant;
    struct text doubt; /* of the grant */
    bool first;        /* user of the store */
};

static enum baku_status answer_user(struct desk *desk, const struct addition *a, bool administrates)
{
    struct report report = {0};
    json_t *document = json_object();
    put(&report, document, "user", json_text(text_of(a->user->name)));
    put(&report, document, "actor", json_text_or_null(a->grant.actor));
    put(&report, document, "region", json_text_or_null(a->grant.region));
    put(&report, document, "administrator", json_boolean(administrates));
    put(&report, document, "first", json_boolean(a->first));
    put(&report, document, "warning", json_text_or_null(a->doubt));
    put(&report, document, "seq", json_integer(desk->head.seq));
    return desk_commit_with(desk, &report, document);
}

static enum baku_status add_user(struct desk *desk, const struct baku_user *user)
{
    struct addition a = {.user = user, .grant = {text_of(user->actor), text_of(user->region)}};
    const struct store_grant rules = {ADMINISTRATOR, {0}};
    struct store_person person;
    bool is_new = false;
    enum baku_status status = grant_doubt(desk, &a.grant, &a.doubt);
    if (status == BAKU_YES)
        status = desk_begin(desk);
    if (status == BAKU_YES)
        status = find_adder(desk, user, &a.first);
    if (status == BAKU_YES)
        status = find_or_make(desk, text_of(user->name), &person, &is_new);
    if (status != BAKU_YES)
        return status;
    if (a.first)
        desk->person = person;
    if (!is_new && (a.grant.actor.len == 0 || permit_grant(&person, &a.grant)))
        return desk_error(desk, BAKU_NO, ERROR_USER_HAS, (struct error_facts){.name = person.name});
    if (a.first)
        status = record_grant(desk, person.id, &rules, true, person.name);
    bool more = !a.first || (a.grant.actor.len && !text_eq(a.grant.actor, ADMINISTRATOR));
    if (status == BAKU_YES && more)
        status = record_grant(desk, person.id, &a.grant, is_new && !a.first, person.name);
    bool administrates = a.first || permit_administration(&person) || text_eq(a.grant.actor, ADMINISTRATOR);
    return status == BAKU_YES ? answer_user(desk, &a, administrates) : status;
}

/* Only who may be the first user of a store makes one. */
enum baku_status baku_user_add(struct baku *baku, const struct baku_user *user, struct baku_answer *answer)
{
    struct desk desk = {.baku = baku, .answer = answer};
    bool creates = !user->as || strcmp(user->as, user->name) == 0;
    answer->json = NULL;
    enum baku_status status = check_user(&desk, user);
    if (status != BAKU_YES)
        return status;
    status = desk_open(&desk, baku, creates ? STORE_CREATES : STORE_WRITES, answer);
    return desk_close(&desk, status == BAKU_YES ? add_user(&desk, user) : status);
}

/* --- listing --- */

static json_t *person_json(struct report *report, const struct store_person *person)
{
    json_t *object = json_object(), *grants = json_array();
    for (size_t i = 0; i < person->n_grants; i++) {
        json_t *grant = json_object();
        put(report, grant, "actor", json_text(person->grants[i].actor));
        put(report, grant, "region", json_text_or_null(person->grants[i].region));
        append(report, grants, grant);
    }
    put(report, object, "user", json_text(person->name));
    put(report, object, "removed", json_boolean(person->removed));
    put(report, object, "grants", grants);
    return object;
}

static enum baku_status list_users(struct desk *desk)
{
    struct report report = {0};
    struct store_people people = {0};
    json_t *document = json_object(), *items = json_array();
    enum baku_status status = BAKU_YES;
    do {
        status = desk_people(desk, &people);
        for (size_t i = 0; status == BAKU_YES && i < people.n; i++)
            append(&report, items, person_json(&report, &people.at[i]));
    } while (status == BAKU_YES && people.n);
    put(&report, document, "items", items);
    if (status == BAKU_YES)
        return answer_with(desk->baku, desk->answer, &report, document, BAKU_YES);
    json_decref(document);
    return status;
}

enum baku_status baku_user_list(struct baku *baku, struct baku_answer *answer)
{
    struct desk desk;
    enum baku_status status = desk_open(&desk, baku, STORE_READS, answer);
    return desk_close(&desk, status == BAKU_YES ? list_users(&desk) : status);
}
