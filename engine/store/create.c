#include "store/create.h"

#include <errno.h>
#include <stdlib.h>

#include "store/handle.h"
#include "store/place.h"
#include "store/schema.h"

/* Nobody else knows the file yet: a journal in memory will do. Its bytes are synced by the commit. */
static int fill(sqlite3 *db)
{
    int code = sqlite3_exec(db, "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = FULL; BEGIN", NULL, NULL, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_exec(db, store_schema, NULL, NULL, NULL);
    return code == SQLITE_OK ? sqlite3_exec(db, "COMMIT", NULL, NULL, NULL) : code;
}

static int make(const char *path, int *system)
{
    sqlite3 *db = NULL;
    int code = sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);
    if (code == SQLITE_OK)
        code = fill(db);
    *system = db ? sqlite3_system_errno(db) : 0;
    sqlite3_close(db);
    return code;
}

/* Under the name `fresh`, and then its own. */
static enum store_status make_at(const char *path, const char *fresh, struct store_why *why)
{
    int system = 0, code = make(fresh, &system);
    *why = (struct store_why){code, system, text_of(path)};
    if (code != SQLITE_OK)
        return status_of(code, system);
    int number = place_take(fresh, path, false);
    if (number)
        place_drop(fresh);
    return number == 0 || number == EEXIST ? STORE_OK : place_failed(why, number, path);
}

enum store_status create_store(const char *path, struct store_why *why)
{
    char *fresh = NULL;
    int number = place_free(path);
    if (number == EEXIST)
        return STORE_OK;
    if (number == 0)
        number = place_new(path, ".new-", &fresh);
    if (number)
        return place_failed(why, number, path);
    enum store_status status = make_at(path, fresh, why);
    if (status != STORE_OK)
        place_drop(fresh);
    free(fresh);
    return status;
}
