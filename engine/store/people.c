#include "base/must.h"
#include "store/sql.h"

enum store_status store_person_add(struct store *store, struct text name, int64_t *id)
{
    must(store->changing);
    struct query query = query_of(store, SQL_PERSON_ADD);
    put_number(&query, store->head.people + 1);
    put_text(&query, name);
    enum store_status status = query_do_one(&query);
    if (status == STORE_OK)
        *id = ++store->head.people;
    return status;
}

static enum store_status change_person(struct store *store, enum statement statement, int64_t id)
{
    struct query query = query_of(store, statement);
    put_number(&query, id);
    return query_do(&query);
}

enum store_status store_person_remove(struct store *store, int64_t id)
{
    must(store->changing);
    enum store_status status = change_person(store, SQL_PERSON_REMOVE, id);
    if (status == STORE_OK && rows_changed(store) == 0)
        return STORE_ABSENT;
    return status == STORE_OK ? change_person(store, SQL_GRANTS_CLEAR, id) : status;
}

enum store_status store_grant_add(struct store *store, int64_t person, struct store_grant grant)
{
    must(store->changing);
    struct query query = query_of(store, SQL_GRANT_ADD);
    put_text(&query, grant.actor);
    put_text(&query, grant.region);
    put_number(&query, person);
    enum store_status status = query_do(&query);
    return status == STORE_OK && rows_changed(store) == 0 ? STORE_ABSENT : status;
}

enum store_status store_grant_remove(struct store *store, int64_t person, struct store_grant grant)
{
    must(store->changing);
    struct query query = query_of(store, SQL_GRANT_REMOVE);
    put_number(&query, person);
    put_text(&query, grant.actor);
    put_text(&query, grant.region);
    enum store_status status = query_do(&query);
    return status == STORE_OK && rows_changed(store) == 0 ? STORE_ABSENT : status;
}

static enum store_status read_grants(struct store *store, struct store_person *person, struct arena *arena)
{
    struct query query = query_of(store, SQL_GRANTS);
    struct store_grant *at = NULL;
    size_t n = 0, room = 0;
    put_number(&query, person->id);
    while (query_row(&query)) {
        struct store_grant *grown = query_room(&query, arena, at, n, &room, sizeof *at);
        if (!grown)
            break;
        at = grown;
        at[n++] = (struct store_grant){get_text(&query, 0, arena), get_text(&query, 1, arena)};
    }
    person->grants = at;
    person->n_grants = n;
    return query_end(&query);
}

/* The people that a query names, with their grants; ends the query. */
static enum store_status read_people(struct query *query, struct store_people *people, struct arena *arena)
{
    struct store_person *at = NULL;
    size_t n = 0, room = 0;
    while (query_row(query)) {
        struct store_person *grown = query_room(query, arena, at, n, &room, sizeof *at);
        if (!grown)
            break;
        at = grown;
        at[n++] = (struct store_person){
            .id = get_given(query, 0), .name = get_text(query, 1, arena), .removed = get_number(query, 2) != 0};
    }
    enum store_status status = query_end(query);
    for (size_t i = 0; i < n && status == STORE_OK; i++)
        status = read_grants(query->store, &at[i], arena);
    *people = (struct store_people){at, status == STORE_OK ? n : 0};
    return status;
}

static enum store_status one_person(struct query *query, struct store_person *person, struct arena *arena)
{
    struct store_people found;
    enum store_status status = read_people(query, &found, arena);
    *person = found.n ? found.at[0] : (struct store_person){0};
    return status == STORE_OK && found.n == 0 ? STORE_ABSENT : status;
}

enum store_status store_person(struct store *store, struct text name, struct store_person *person, struct arena *arena)
{
    *person = (struct store_person){0};
    enum store_status status = read_begin(store);
    if (status != STORE_OK)
        return status;
    struct query query = query_of(store, SQL_PERSON);
    put_text(&query, name);
    return read_end(store, one_person(&query, person, arena));
}

enum store_status store_person_of(struct store *store, int64_t id, struct store_person *person, struct arena *arena)
{
    *person = (struct store_person){0};
    enum store_status status = read_begin(store);
    if (status != STORE_OK)
        return status;
    struct query query = query_of(store, SQL_PERSON_OF);
    put_number(&query, id);
    return read_end(store, one_person(&query, person, arena));
}

enum store_status store_people(struct store *store, int64_t after, struct store_people *people, struct arena *arena)
{
    *people = (struct store_people){0};
    enum store_status status = read_begin(store);
    if (status != STORE_OK)
        return status;
    struct query query = query_of(store, SQL_PEOPLE);
    put_number(&query, after);
    put_number(&query, STORE_PAGE);
    return read_end(store, read_people(&query, people, arena));
}
