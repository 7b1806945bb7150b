#include <string.h>

#include "store/settings.h"
#include "store/sql.h"

enum store_status store_backup(struct store *store, const char *path)
{
    (void)path;
    return store_fail(store, SQLITE_MISUSE);
}

static enum store_status read_pragma(struct store *store, const char *sql, int64_t *value)
{
    sqlite3_stmt *stmt;
    int code = store->dead ? store->dead : sqlite3_prepare_v2(store->db, sql, -1, &stmt, NULL);
    if (code != SQLITE_OK)
        return store_fail(store, code);
    code = sqlite3_step(stmt);
    *value = code == SQLITE_ROW ? sqlite3_column_int64(stmt, 0) : 0;
    sqlite3_finalize(stmt);
    return code == SQLITE_ROW ? STORE_OK : store_fail(store, code);
}

enum store_status store_examine(struct store *store, struct store_health *health, struct arena *arena)
{
    (void)arena;
    *health = (struct store_health){0};
    int64_t size = 0;
    return read_pragma(store, "PRAGMA page_size", &size);
}
