#include "store/sql.h"

#include <errno.h>
#include <string.h>

#include "base/must.h"
#include "store/place.h"

static const char *const texts[] = {
#define SQL(name, text) text,
#include "store/statements.def"
#undef SQL
};

static enum store_status status_of_system(int system)
{
    switch (system) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
        return STORE_FULL;
    case ENOMEM:
        return STORE_MEMORY;
    case EROFS:
    case EACCES:
    case EPERM:
        return STORE_READ_ONLY;
    default: /* not an enum */
        return STORE_FAILED;
    }
}

/* No statement of ours breaks any other, nor is refused by a trigger, while what it stands on is whole. */
static enum store_status status_of_constraint(int code)
{
    return code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY || code == SQLITE_CONSTRAINT_ROWID
               ? STORE_TAKEN
               : STORE_DAMAGED;
}

enum store_status place_failed(struct store_why *why, int number, const char *path)
{
    *why = (struct store_why){SQLITE_CANTOPEN, number > 0 ? number : 0, text_of(path)};
    switch (number) {
    case PLACE_JOURNAL:
        return STORE_JOURNAL;
    case PLACE_BESIDE:
        return STORE_BESIDE;
    case PLACE_LINKED:
        return STORE_LINKED;
    default: /* an errno */
        return status_of_system(number);
    }
}

enum store_status status_of(int code, int system)
{
    if (code == SQLITE_IOERR_NOMEM)
        return STORE_MEMORY;
    if (code == SQLITE_READONLY_DBMOVED)
        return STORE_FAILED;
    switch (code & 0xFF) {
    case SQLITE_OK:
    case SQLITE_ROW:
    case SQLITE_DONE:
        return STORE_OK;
    case SQLITE_NOMEM:
        return STORE_MEMORY;
    case SQLITE_FULL:
        return STORE_FULL;
    case SQLITE_READONLY:
    case SQLITE_PERM:
        return STORE_READ_ONLY;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return STORE_BUSY;
    case SQLITE_NOTADB:
        return STORE_FOREIGN;
    case SQLITE_ERROR: /* our statements are right: the tables are not as they must be */
    case SQLITE_CORRUPT:
        return STORE_DAMAGED;
    case SQLITE_CONSTRAINT:
        return status_of_constraint(code);
    default: /* not an enum: IOERR, CANTOPEN and what never comes */
        return status_of_system(system);
    }
}

/* After a failed fsync nobody knows what is on the disk, and to ask again answers yes without its being true: only a
 * new handle, which reads the journal, may go on. */
static bool ends_the_handle(int code) { return (code & 0xFF) == SQLITE_IOERR && code != SQLITE_IOERR_NOMEM; }

/* What the system said, as far as SQLite still knows. */
static int system_of(struct store *store, int code)
{
    int primary = code & 0xFF, system = 0;
    if (!store->db || (primary != SQLITE_IOERR && primary != SQLITE_CANTOPEN))
        return 0;
    system = sqlite3_system_errno(store->db);
    if (system == 0)
        sqlite3_file_control(store->db, "main", SQLITE_FCNTL_LAST_ERRNO, &system);
    return system;
}

enum store_status store_fail(struct store *store, int code)
{
    int system = system_of(store, code);
    enum store_status status = status_of(code, system);
    must(status != STORE_OK);
    store->why = (struct store_why){code, system, text_of(store->path)};
    if (status < 0 && store->changing)
        store->spoilt = status;
    if (ends_the_handle(code))
        store->dead = code;
    return status;
}

static int prepare(struct store *store, enum statement statement)
{
    if (store->statements[statement])
        return SQLITE_OK;
    return sqlite3_prepare_v3(store->db, texts[statement], -1, SQLITE_PREPARE_PERSISTENT, &store->statements[statement],
                              NULL);
}

int store_ready(struct store *store) { return prepare(store, SQL_ROLLBACK); }

static void finish_statements(struct store *store)
{
    for (int i = 0; i < SQL_COUNT; i++)
        sqlite3_finalize(store->statements[i]);
    memset(store->statements, 0, sizeof store->statements);
}

void store_hang_up(struct store *store)
{
    finish_statements(store);
    sqlite3_close(store->db);
    store->db = NULL;
}

void store_roll_back(struct store *store)
{
    sqlite3_stmt *stmt = store->statements[SQL_ROLLBACK];
    int code = stmt ? sqlite3_step(stmt) : SQLITE_NOMEM;
    sqlite3_reset(stmt);
    if (sqlite3_get_autocommit(store->db))
        return;
    store->dead = code == SQLITE_DONE ? SQLITE_NOMEM : code;
    store_hang_up(store);
}

struct query query_of(struct store *store, enum statement statement)
{
    struct query query = {.store = store, .code = store->dead};
    if (query.code == SQLITE_OK)
        query.code = prepare(store, statement);
    if (query.code == SQLITE_OK)
        query.stmt = store->statements[statement];
    return query;
}

void put_number(struct query *query, int64_t value)
{
    if (query->code == SQLITE_OK)
        query->code = sqlite3_bind_int64(query->stmt, ++query->bound, value);
}

void put_text(struct query *query, struct text text)
{
    if (query->code == SQLITE_OK)
        query->code = sqlite3_bind_text64(query->stmt, ++query->bound, text.len ? text.at : "", text.len, SQLITE_STATIC,
                                          SQLITE_UTF8);
}

void put_blob(struct query *query, struct text bytes)
{
    if (query->code == SQLITE_OK)
        query->code =
            sqlite3_bind_blob64(query->stmt, ++query->bound, bytes.len ? bytes.at : "", bytes.len, SQLITE_STATIC);
}

void put_digest(struct query *query, const struct digest *digest)
{
    put_blob(query, (struct text){(const char *)digest->bytes, DIGEST_SIZE});
}

bool query_row(struct query *query)
{
    if (query->code != SQLITE_OK && query->code != SQLITE_ROW)
        return false;
    query->code = sqlite3_step(query->stmt);
    return query->code == SQLITE_ROW;
}

int64_t get_number(const struct query *query, int column) { return sqlite3_column_int64(query->stmt, column); }

int64_t get_count(struct query *query, int column)
{
    int64_t value = get_number(query, column);
    if (value >= 0 && value < STORE_NUMBERS)
        return value;
    query->code = SQLITE_CORRUPT;
    return 0;
}

int64_t get_given(struct query *query, int column)
{
    int64_t value = get_count(query, column);
    if (value == 0)
        query->code = SQLITE_CORRUPT;
    return value;
}

struct text get_text(struct query *query, int column, struct arena *arena)
{
    const void *at = sqlite3_column_blob(query->stmt, column);
    size_t len = (size_t)sqlite3_column_bytes(query->stmt, column);
    struct text copy = {at || len == 0 ? arena_copy(arena, at, len) : NULL, len};
    if (copy.at)
        return copy;
    query->code = SQLITE_NOMEM;
    return (struct text){0};
}

struct digest get_digest(struct query *query, int column)
{
    struct digest digest = {0};
    const void *at = sqlite3_column_blob(query->stmt, column);
    if (sqlite3_column_bytes(query->stmt, column) == DIGEST_SIZE && at)
        memcpy(digest.bytes, at, DIGEST_SIZE);
    else
        query->code = sqlite3_errcode(query->store->db) == SQLITE_NOMEM ? SQLITE_NOMEM : SQLITE_CORRUPT;
    return digest;
}

enum store_status query_end(struct query *query)
{
    if (query->stmt)
        sqlite3_reset(query->stmt);
    if (status_of(query->code, 0) == STORE_OK)
        return STORE_OK;
    return store_fail(query->store, query->code);
}

enum store_status query_do(struct query *query)
{
    while (query_row(query))
        continue;
    return query_end(query);
}

enum store_status query_do_one(struct query *query)
{
    while (query_row(query))
        continue;
    if (query->code == SQLITE_CONSTRAINT_PRIMARYKEY || query->code == SQLITE_CONSTRAINT_ROWID ||
        (query->code == SQLITE_DONE && rows_changed(query->store) != 1))
        query->code = SQLITE_CORRUPT;
    return query_end(query);
}

enum store_status do_statement(struct store *store, enum statement statement)
{
    struct query query = query_of(store, statement);
    return query_do(&query);
}

enum store_status number_added(struct store *store, int64_t *number)
{
    *number = sqlite3_last_insert_rowid(store->db);
    return *number > 0 && *number < STORE_NUMBERS ? STORE_OK : store_fail(store, SQLITE_CORRUPT);
}

int64_t rows_changed(const struct store *store) { return sqlite3_changes64(store->db); }

void *query_room(struct query *query, struct arena *arena, void *items, size_t count, size_t *room, size_t size)
{
    void *grown = arena_room(arena, items, count, room, size);
    if (!grown)
        query->code = SQLITE_NOMEM;
    return grown;
}

enum store_status read_begin(struct store *store)
{
    return store->changing ? STORE_OK : do_statement(store, SQL_READ_BEGIN);
}

enum store_status read_end(struct store *store, enum store_status status)
{
    if (store->changing || sqlite3_get_autocommit(store->db))
        return status;
    struct store_why why = store->why;
    enum store_status ended = do_statement(store, SQL_COMMIT);
    if (ended != STORE_OK)
        store_roll_back(store);
    if (status != STORE_OK)
        store->why = why;
    return status == STORE_OK ? ended : status;
}
