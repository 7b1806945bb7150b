/* A whole copy: made under another name, checked, and only then given its own. */
#define _POSIX_C_SOURCE 200809L
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/must.h"
#include "store/leftovers.h"
#include "store/place.h"
#include "store/settings.h"
#include "store/sql.h"

enum { BACKUP_PAGES = 2000 }; /* in one step, between which writers may write */

/* Copies in steps. Whenever somebody else has written in between, SQLite begins anew: when that has happened so often
 * that the whole was copied three times, the rest is done in one step, for which writers have to wait. */
static int copy_steps(sqlite3_backup *backup)
{
    int code = SQLITE_OK;
    for (int64_t copied = 0; code == SQLITE_OK; copied += BACKUP_PAGES)
        code = sqlite3_backup_step(
            backup, copied > 3 * (int64_t)sqlite3_backup_pagecount(backup) + BACKUP_PAGES ? -1 : BACKUP_PAGES);
    return code;
}

static enum store_status copy_into(struct store *store, struct store *copy)
{
    int code = store_connect(copy);
    if (code == SQLITE_OK) /* synced below, when the original is no longer held */
        code = sqlite3_exec(copy->db, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF", NULL, NULL, NULL);
    if (code != SQLITE_OK)
        return copy->db ? store_fail(copy, code) : STORE_MEMORY;
    sqlite3_backup *backup = sqlite3_backup_init(copy->db, "main", store->db, "main");
    if (!backup)
        return store_fail(copy, sqlite3_extended_errcode(copy->db));
    code = copy_steps(backup);
    int finished = sqlite3_backup_finish(backup);
    code = code == SQLITE_DONE ? finished : code;
    return code == SQLITE_OK ? STORE_OK : store_fail(copy, code);
}

static enum store_status check_copy(struct store *copy)
{
    struct arena arena = ARENA_INIT;
    struct store_health health;
    int code = settings_make(copy->db);
    enum store_status status = code == SQLITE_OK ? store_examine(copy, &health, &arena) : store_fail(copy, code);
    if (status == STORE_OK && !health.sound)
        status = STORE_DAMAGED;
    arena_release(&arena);
    return status;
}

/* The file is nobody else's yet, so it may be opened and closed like any other. */
static int sync_file(const char *path)
{
    int file = open(path, O_RDWR | O_CLOEXEC), number = 0;
    if (file < 0)
        return errno;
    if (fsync(file) != 0)
        number = errno;
    close(file);
    return number;
}

/* The system's word about the new file. */
static enum store_status placed(struct store *store, int number, const char *path)
{
    if (number == 0)
        return STORE_OK;
    enum store_status status = place_failed(&store->why, number, path);
    return number == EEXIST ? STORE_TAKEN : status;
}

static enum store_status fill_copy(struct store *store, struct store *copy, const char *path)
{
    enum store_status status = copy_into(store, copy);
    if (status == STORE_OK)
        status = check_copy(copy);
    store_disconnect(copy);
    store->why = copy->why;
    store->why.path = text_of(store->path);
    if (status != STORE_OK)
        return status;
    int number = sync_file(copy->path);
    return placed(store, number ? number : place_take(copy->path, path, false), path);
}

static enum store_status back_up(struct store *store, const char *path)
{
    struct store copy = {.schema = store->schema};
    int number = place_new(path, ".part-", &copy.path);
    if (number)
        return placed(store, number, path);
    enum store_status status = fill_copy(store, &copy, path);
    if (status != STORE_OK)
        place_drop(copy.path);
    free(copy.path);
    return status;
}

enum store_status store_backup(struct store *store, const char *path)
{
    must(!store->changing);
    char *real;
    bool there;
    if (store->dead)
        return store_fail(store, store->dead);
    int number = place_real(path, &real, &there);
    if (number == 0)
        number = there ? EEXIST : place_free(real);
    if (number == 0)
        leftovers_drop_copies(real);
    enum store_status status = number ? placed(store, number, path) : back_up(store, real);
    if (store->why.path.at == real)
        store->why.path = text_of(path);
    free(real);
    return status;
}
