#include "base/must.h"
#include "store/sql.h"

static enum store_status add_due(struct store *store, const struct store_case *row, const struct store_due *due)
{
    struct query query = query_of(store, SQL_DUE_ADD);
    put_number(&query, due->until);
    put_number(&query, due->since);
    put_number(&query, row->id);
    put_text(&query, due->path);
    put_text(&query, due->actor);
    put_text(&query, due->region);
    put_text(&query, row->sop);
    enum store_status status = query_do_one(&query);
    return status == STORE_TAKEN ? store_fail(store, SQLITE_CORRUPT) : status;
}

static enum store_status add_all_due(struct store *store, const struct store_case *row)
{
    enum store_status status = STORE_OK;
    for (size_t i = 0; i < row->n_due && status == STORE_OK; i++)
        status = add_due(store, row, &row->due[i]);
    return status;
}

enum store_status store_case_add(struct store *store, const struct store_case *row)
{
    must(store->changing && row->id == store->head.cases + 1);
    struct query query = query_of(store, SQL_CASE_ADD);
    put_number(&query, row->id);
    put_number(&query, row->revision);
    put_text(&query, row->sop);
    put_text(&query, row->region);
    put_text(&query, row->key);
    put_number(&query, row->status);
    put_number(&query, row->version);
    put_number(&query, row->started);
    put_number(&query, row->ended);
    put_number(&query, row->title_seq);
    put_blob(&query, row->state);
    enum store_status status = query_do_one(&query);
    if (status == STORE_OK)
        status = add_all_due(store, row);
    if (status == STORE_OK)
        store->head.cases++;
    return status;
}

static enum store_status clear_due(struct store *store, int64_t case_id)
{
    struct query query = query_of(store, SQL_DUE_CLEAR);
    put_number(&query, case_id);
    return query_do(&query);
}

/* By itself, and only where it is another: each column that is written costs a page of every index that it stands in,
 * and these pages lie far apart where there are many cases. */
static enum store_status put_status(struct store *store, const struct store_case *row)
{
    struct query query = query_of(store, SQL_CASE_STATUS);
    put_number(&query, row->status);
    put_number(&query, row->id);
    put_number(&query, row->status);
    return query_do(&query);
}

enum store_status store_case_put(struct store *store, const struct store_case *row, int64_t version)
{
    must(store->changing);
    struct query query = query_of(store, SQL_CASE_PUT);
    put_number(&query, row->revision);
    put_number(&query, row->version);
    put_number(&query, row->ended);
    put_number(&query, row->title_seq);
    put_blob(&query, row->state);
    put_number(&query, row->id);
    put_number(&query, version);
    enum store_status status = query_do(&query);
    if (status == STORE_OK && rows_changed(store) == 0)
        return STORE_TAKEN;
    if (status == STORE_OK)
        status = put_status(store, row);
    if (status == STORE_OK)
        status = clear_due(store, row->id);
    return status == STORE_OK ? add_all_due(store, row) : status;
}

/* Without state and due. */
static struct store_case read_row(struct query *query, struct arena *arena)
{
    return (struct store_case){.id = get_given(query, 0),
                               .revision = get_given(query, 1),
                               .sop = get_text(query, 2, arena),
                               .region = get_text(query, 3, arena),
                               .key = get_text(query, 4, arena),
                               .status = (int32_t)get_number(query, 5),
                               .version = get_given(query, 6),
                               .started = get_number(query, 7),
                               .ended = get_number(query, 8),
                               .title_seq = get_count(query, 9)};
}

static enum store_status read_due(struct store *store, struct store_case *row, struct arena *arena)
{
    struct query query = query_of(store, SQL_DUE);
    struct store_due *at = NULL;
    size_t n = 0, room = 0;
    put_number(&query, row->id);
    while (query_row(&query)) {
        struct store_due *grown = query_room(&query, arena, at, n, &room, sizeof *at);
        if (!grown)
            break;
        at = grown;
        at[n++] = (struct store_due){.until = get_number(&query, 0),
                                     .since = get_number(&query, 1),
                                     .path = get_text(&query, 2, arena),
                                     .actor = get_text(&query, 3, arena),
                                     .region = get_text(&query, 4, arena)};
    }
    row->due = at;
    row->n_due = n;
    return query_end(&query);
}

static enum store_status read_case(struct store *store, int64_t id, struct store_case *row, struct arena *arena)
{
    struct query query = query_of(store, SQL_CASE);
    put_number(&query, id);
    bool found = query_row(&query);
    if (found) {
        *row = read_row(&query, arena);
        row->state = get_text(&query, 10, arena);
    }
    enum store_status status = query_end(&query);
    if (status == STORE_OK && found)
        status = read_due(store, row, arena);
    return status == STORE_OK && !found ? STORE_ABSENT : status;
}

enum store_status store_case(struct store *store, int64_t id, struct store_case *row, struct arena *arena)
{
    *row = (struct store_case){0};
    enum store_status status = read_begin(store);
    return status == STORE_OK ? read_end(store, read_case(store, id, row, arena)) : status;
}

static enum store_status read_by_key(struct store *store, struct text key, struct store_case *row, struct arena *arena)
{
    struct query query = query_of(store, SQL_CASE_KEY);
    put_text(&query, key);
    bool found = query_row(&query);
    int64_t id = found ? get_given(&query, 0) : 0;
    enum store_status status = query_end(&query);
    if (status != STORE_OK)
        return status;
    return found ? read_case(store, id, row, arena) : STORE_ABSENT;
}

enum store_status store_case_by_key(struct store *store, struct text key, struct store_case *row, struct arena *arena)
{
    *row = (struct store_case){0};
    enum store_status status = read_begin(store);
    return status == STORE_OK ? read_end(store, read_by_key(store, key, row, arena)) : status;
}

static struct query cases_query(struct store *store, struct store_cases_wanted wanted)
{
    enum statement statement = wanted.region.len ? wanted.status < 0 ? SQL_CASES_OF_REGION : SQL_CASES_OF_REGION_STATUS
                               : wanted.status < 0 ? SQL_CASES
                                                   : SQL_CASES_OF_STATUS;
    struct query query = query_of(store, statement);
    if (wanted.region.len)
        put_text(&query, wanted.region);
    if (wanted.status >= 0)
        put_number(&query, wanted.status);
    put_number(&query, wanted.after);
    put_number(&query, STORE_PAGE);
    return query;
}

enum store_status store_cases(struct store *store, struct store_cases_wanted wanted, struct store_cases *cases,
                              struct arena *arena)
{
    struct query query = cases_query(store, wanted);
    struct store_case *at = NULL;
    size_t n = 0, room = 0;
    while (query_row(&query)) {
        struct store_case *grown = query_room(&query, arena, at, n, &room, sizeof *at);
        if (!grown)
            break;
        at = grown;
        at[n++] = read_row(&query, arena);
    }
    enum store_status status = query_end(&query);
    *cases = (struct store_cases){at, status == STORE_OK ? n : 0};
    return status;
}
