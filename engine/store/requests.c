#include "base/must.h"
#include "store/sql.h"

enum store_status store_request_add(struct store *store, const struct store_request *request)
{
    must(store->changing);
    struct query query = query_of(store, SQL_REQUEST_ADD);
    put_text(&query, request->key);
    put_number(&query, request->case_id);
    put_digest(&query, &request->command);
    put_blob(&query, request->answer);
    return query_do_one(&query);
}

enum store_status store_request(struct store *store, struct text key, struct store_request *request,
                                struct arena *arena)
{
    *request = (struct store_request){0};
    struct query query = query_of(store, SQL_REQUEST);
    put_text(&query, key);
    bool found = query_row(&query);
    if (found)
        *request = (struct store_request){.key = get_text(&query, 0, arena),
                                          .case_id = get_count(&query, 1),
                                          .command = get_digest(&query, 2),
                                          .answer = get_text(&query, 3, arena)};
    enum store_status status = query_end(&query);
    return status == STORE_OK && !found ? STORE_ABSENT : status;
}

enum store_status store_requests_forget(struct store *store, int64_t case_id)
{
    must(store->changing);
    struct query query = query_of(store, SQL_REQUESTS_FORGET);
    put_number(&query, case_id);
    return query_do(&query);
}

enum store_status store_account(struct store *store, struct text name, int64_t *id)
{
    must(store->changing);
    struct query query = query_of(store, SQL_ACCOUNT);
    put_text(&query, name);
    bool found = query_row(&query);
    *id = found ? get_given(&query, 0) : 0;
    enum store_status status = query_end(&query);
    if (found || status != STORE_OK)
        return status;
    query = query_of(store, SQL_ACCOUNT_ADD);
    put_text(&query, name);
    status = query_do_one(&query);
    return status == STORE_OK ? number_added(store, id) : status;
}

enum store_status store_account_of(struct store *store, int64_t id, struct text *name, struct arena *arena)
{
    *name = (struct text){0};
    struct query query = query_of(store, SQL_ACCOUNT_NAME);
    put_number(&query, id);
    bool found = query_row(&query);
    if (found)
        *name = get_text(&query, 0, arena);
    enum store_status status = query_end(&query);
    return status == STORE_OK && !found ? STORE_ABSENT : status;
}
