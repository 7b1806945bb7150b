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

enum store_status create_store(const char *path, struct store_why *why)
{
    char *fresh;
    int number = place_new(path, ".new-", &fresh), code = SQLITE_OK, system = 0;
    if (number) {
        *why = (struct store_why){SQLITE_CANTOPEN, number, text_of(path)};
        return status_of(SQLITE_CANTOPEN, number);
    }
    code = make(fresh, &system);
    if (code == SQLITE_OK) {
        number = place_take(fresh, path, false);
        if (number && number != EEXIST)
            code = SQLITE_CANTOPEN, system = number;
    }
    if (code != SQLITE_OK || number)
        place_drop(fresh);
    free(fresh);
    *why = (struct store_why){code, system, text_of(path)};
    return status_of(code, system);
}
