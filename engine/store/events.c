#include <string.h>

#include "base/must.h"
#include "store/leaf.h"
#include "store/sql.h"

static int64_t payload_id(int64_t seq, size_t nth)
{
    must(seq >= 0 && seq < STORE_NUMBERS && nth < STORE_PAYLOADS);
    return seq * STORE_PAYLOADS + (int64_t)nth;
}

static enum store_status add_payload(struct store *store, int64_t id, const struct store_payload *payload)
{
    struct query query = query_of(store, SQL_PAYLOAD_ADD);
    put_number(&query, id);
    put_number(&query, payload->kind);
    put_blob(&query, (struct text){(const char *)payload->salt, STORE_SALT});
    put_number(&query, payload->erased);
    put_blob(&query, payload->bytes);
    return query_do_one(&query);
}

static enum store_status add_event(struct store *store, const struct store_event *event)
{
    struct digest hash = leaf_hash(event->leaf);
    struct query query = query_of(store, SQL_EVENT_ADD);
    put_number(&query, event->seq);
    put_number(&query, event->case_id);
    put_blob(&query, event->leaf);
    put_digest(&query, &hash);
    return query_do_one(&query);
}

enum store_status store_append(struct store *store, const struct store_event *event, int64_t at)
{
    must(store->changing && event->seq == store->head.seq + 1 && at >= store->head.at);
    must(event->n_payloads <= STORE_PAYLOADS && leaf_names(event->leaf, event->seq, event->case_id));
    if (event->seq >= STORE_NUMBERS)
        return store_fail(store, SQLITE_CORRUPT);
    enum store_status status = add_event(store, event);
    for (size_t i = 0; i < event->n_payloads && status == STORE_OK; i++)
        status = add_payload(store, payload_id(event->seq, i), &event->payloads[i]);
    if (status == STORE_OK) {
        store->head.seq = event->seq;
        store->head.at = at;
    }
    return status;
}

static struct store_payload read_payload(struct query *query, struct arena *arena)
{
    struct store_payload payload = {.kind = (int32_t)get_number(query, 0), .erased = get_number(query, 2) != 0};
    struct text salt = get_text(query, 1, arena);
    if (salt.len == STORE_SALT)
        memcpy(payload.salt, salt.at, STORE_SALT);
    if (!payload.erased)
        payload.bytes = get_text(query, 3, arena);
    return payload;
}

static enum store_status read_payloads(struct store *store, struct store_event *event, struct arena *arena)
{
    struct query query = query_of(store, SQL_PAYLOADS);
    struct store_payload *at = NULL;
    size_t n = 0, room = 0;
    put_number(&query, payload_id(event->seq, 0));
    put_number(&query, payload_id(event->seq, STORE_PAYLOADS - 1));
    while (query_row(&query)) {
        struct store_payload *grown = query_room(&query, arena, at, n, &room, sizeof *at);
        if (!grown)
            break;
        at = grown;
        at[n++] = read_payload(&query, arena);
    }
    event->payloads = at;
    event->n_payloads = n;
    return query_end(&query);
}

static struct query events_query(struct store *store, struct store_events_wanted wanted)
{
    struct query query = query_of(store, wanted.case_id < 0 ? SQL_EVENTS : SQL_EVENTS_OF_CASE);
    if (wanted.case_id >= 0)
        put_number(&query, wanted.case_id);
    put_number(&query, wanted.after);
    put_number(&query, STORE_PAGE);
    return query;
}

static void check_hash(struct query *query, const struct store_event *event)
{
    struct digest hash = leaf_hash(event->leaf);
    if (query->code == SQLITE_ROW && !digest_eq(&hash, &event->hash))
        query->code = SQLITE_CORRUPT;
}

static enum store_status read_events(struct query *query, struct store_event **at, size_t *n, struct arena *arena)
{
    size_t room = 0;
    while (query_row(query)) {
        struct store_event *grown = query_room(query, arena, *at, *n, &room, sizeof **at);
        if (!grown)
            break;
        *at = grown;
        grown[(*n)++] = (struct store_event){.seq = get_given(query, 0),
                                             .case_id = get_count(query, 1),
                                             .leaf = get_text(query, 2, arena),
                                             .hash = get_digest(query, 3)};
        check_hash(query, &grown[*n - 1]);
    }
    return query_end(query);
}

enum store_status store_events(struct store *store, struct store_events_wanted wanted, struct store_events *events,
                               struct arena *arena)
{
    struct store_event *at = NULL;
    size_t n = 0;
    *events = (struct store_events){0};
    enum store_status status = read_begin(store);
    if (status != STORE_OK)
        return status;
    struct query query = events_query(store, wanted);
    status = read_events(&query, &at, &n, arena);
    for (size_t i = 0; i < n && wanted.payloads && status == STORE_OK; i++)
        status = read_payloads(store, &at[i], arena);
    if (status == STORE_OK)
        *events = (struct store_events){at, n};
    return read_end(store, status);
}

enum store_status store_payload(struct store *store, int64_t seq, size_t nth, struct store_payload *payload,
                                struct arena *arena)
{
    if (seq < 0 || seq >= STORE_NUMBERS)
        return STORE_ABSENT;
    struct query query = query_of(store, SQL_PAYLOAD);
    put_number(&query, payload_id(seq, nth));
    bool found = query_row(&query);
    if (found)
        *payload = read_payload(&query, arena);
    enum store_status status = query_end(&query);
    return status == STORE_OK && !found ? STORE_ABSENT : status;
}

enum store_status store_erase(struct store *store, int64_t seq, size_t nth)
{
    must(store->changing);
    if (seq < 0 || seq >= STORE_NUMBERS)
        return STORE_ABSENT;
    struct query query = query_of(store, SQL_PAYLOAD_ERASE);
    put_number(&query, payload_id(seq, nth));
    enum store_status status = query_do(&query);
    if (status != STORE_OK)
        return status;
    store->erased = true;
    return rows_changed(store) ? STORE_OK : STORE_ABSENT;
}
