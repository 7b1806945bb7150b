#include "base/must.h"
#include "store/sql.h"

static enum store_status read_head(struct store *store, struct store_head *head)
{
    struct query query = query_of(store, SQL_HEAD);
    if (query_row(&query))
        *head = (struct store_head){get_count(&query, 0), get_number(&query, 1), get_count(&query, 2),
                                    get_count(&query, 3), get_count(&query, 4)};
    else if (query.code == SQLITE_DONE)
        query.code = SQLITE_CORRUPT;
    return query_end(&query);
}

/* A file that was replaced (restored, carried over) since it was opened takes no more changes: they would be lost. */
static enum store_status check_place(struct store *store)
{
    int moved = 0;
    int code = sqlite3_file_control(store->db, "main", SQLITE_FCNTL_HAS_MOVED, &moved);
    if (code != SQLITE_OK && code != SQLITE_NOTFOUND)
        return store_fail(store, code);
    return moved ? store_fail(store, SQLITE_READONLY_DBMOVED) : STORE_OK;
}

enum store_status store_begin(struct store *store, struct store_head *head)
{
    must(!store->changing);
    *head = (struct store_head){0};
    if (store->reads)
        return store_fail(store, SQLITE_READONLY);
    enum store_status status = do_statement(store, SQL_BEGIN);
    if (status != STORE_OK)
        return status;
    store->changing = true;
    store->erased = false;
    store->spoilt = STORE_OK;
    status = check_place(store);
    if (status == STORE_OK)
        status = read_head(store, &store->head);
    if (status != STORE_OK)
        store_give_up(store);
    else
        *head = store->head;
    return status;
}

enum store_status store_head(struct store *store, struct store_head *head)
{
    *head = store->head;
    return store->changing ? STORE_OK : read_head(store, head);
}

static enum store_status put_head(struct store *store)
{
    struct query query = query_of(store, SQL_HEAD_PUT);
    put_number(&query, store->head.seq);
    put_number(&query, store->head.at);
    put_number(&query, store->head.cases);
    put_number(&query, store->head.people);
    put_number(&query, store->head.revisions);
    return query_do_one(&query);
}

/* After an erasure the journal is cut instead of kept: it has what was there before. */
static enum store_status end_change(struct store *store)
{
    if (!store->erased)
        return do_statement(store, SQL_COMMIT);
    enum store_status status = do_statement(store, SQL_JOURNAL_CUT);
    if (status == STORE_OK)
        status = do_statement(store, SQL_COMMIT);
    if (status == STORE_OK)
        sqlite3_exec(store->db, "PRAGMA journal_size_limit = -1", NULL, NULL, NULL); /* else it is cut again: slower */
    return status;
}

enum store_status store_commit(struct store *store)
{
    must(store->changing);
    enum store_status status = store->spoilt;
    if (status == STORE_OK)
        status = put_head(store);
    if (status == STORE_OK)
        status = end_change(store);
    if (status != STORE_OK)
        store_give_up(store);
    store->changing = false;
    return status;
}

/* `why` stays what it was. */
void store_give_up(struct store *store)
{
    if (!store->changing)
        return;
    store->changing = false;
    store->spoilt = STORE_OK;
    if (!sqlite3_get_autocommit(store->db))
        store_roll_back(store);
}
