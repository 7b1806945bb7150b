#define _POSIX_C_SOURCE 200809L
#include "store/migrate.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/handle.h"
#include "store/place.h"
#include "store/schema.h"

const struct migration store_migrations[] = {
    {0, NULL}, /* version 1 is the first */
};

/* `original` holds the lock by which nobody else writes; `source` reads, as a connection that writes cannot be copied;
 * `copy` is what will take the original's place. */
struct carrying {
    struct store original, source, copy;
    const struct migration *steps;
    int from, to;
};

static int exec(struct store *store, const char *sql) { return sqlite3_exec(store->db, sql, NULL, NULL, NULL); }

static enum store_status settle(struct store *store, int code)
{
    return code == SQLITE_OK ? STORE_OK : store->db ? store_fail(store, code) : STORE_MEMORY;
}

static enum store_status connect_to(struct store *store, const char *path)
{
    store->path = strdup(path);
    if (!store->path)
        return STORE_MEMORY;
    int code = store_connect(store);
    return settle(store, code == SQLITE_OK ? store_set_up(store) : code);
}

static const char *step_from(const struct migration *steps, int version)
{
    for (; steps->sql; steps++)
        if (steps->from == version)
            return steps->sql;
    return NULL;
}

static bool leads_there(const struct carrying *carrying)
{
    for (int version = carrying->from; version < carrying->to; version++)
        if (!step_from(carrying->steps, version))
            return false;
    return true;
}

static enum store_status copy_all(struct carrying *carrying)
{
    struct store *copy = &carrying->copy;
    sqlite3_backup *backup = sqlite3_backup_init(copy->db, "main", carrying->source.db, "main");
    if (!backup)
        return store_fail(copy, sqlite3_extended_errcode(copy->db));
    int code = sqlite3_backup_step(backup, -1), finished = sqlite3_backup_finish(backup);
    return settle(copy, code == SQLITE_DONE ? finished : code);
}

/* Version by version, in the transaction that is open. */
static int take_steps(struct carrying *carrying)
{
    int code = SQLITE_OK;
    for (int version = carrying->from; version < carrying->to && code == SQLITE_OK; version++) {
        char counted[48];
        snprintf(counted, sizeof counted, "PRAGMA user_version = %d", version + 1);
        code = exec(&carrying->copy, step_from(carrying->steps, version));
        if (code == SQLITE_OK)
            code = exec(&carrying->copy, counted);
    }
    return code;
}

/* Foreign keys are looked at when all is done; a journal would be left beside a name that goes. */
static enum store_status change_copy(struct carrying *carrying)
{
    struct store *copy = &carrying->copy;
    int code = exec(copy, "PRAGMA journal_mode = DELETE; PRAGMA foreign_keys = OFF; BEGIN IMMEDIATE");
    if (code == SQLITE_OK)
        code = take_steps(carrying);
    if (code == SQLITE_OK)
        code = exec(copy, "COMMIT");
    if (code != SQLITE_OK)
        return store_fail(copy, code);
    struct arena arena = ARENA_INIT;
    struct text complaint;
    enum store_status status = store_check(copy, &complaint, &arena);
    arena_release(&arena);
    return status == STORE_OK ? schema_compare(copy) : status;
}

/* Whoever could read and write the original can so the copy: only root can give it the owner, and who carries over is
 * the new one; but without the group others would be shut out. */
static int as_accessible(const char *original, const char *copy)
{
    struct stat info;
    if (stat(original, &info) != 0)
        return errno;
    bool owned = chown(copy, info.st_uid, info.st_gid) == 0;
    if (!owned && (errno != EPERM || chown(copy, (uid_t)-1, info.st_gid) != 0))
        return errno;
    return chmod(copy, info.st_mode & 07777) != 0 ? errno : 0;
}

static enum store_status take_place(struct carrying *carrying)
{
    const char *path = carrying->original.path;
    sqlite3_close(carrying->copy.db);
    carrying->copy.db = NULL;
    int number = as_accessible(path, carrying->copy.path);
    if (number == 0)
        number = place_take(carrying->copy.path, path, true);
    carrying->copy.why = (struct store_why){number ? SQLITE_IOERR : SQLITE_OK, number, text_of(path)};
    return status_of(carrying->copy.why.code, number);
}

static enum store_status make_copy(struct carrying *carrying)
{
    char *fresh;
    int number = place_new(carrying->original.path, ".next-", &fresh);
    if (number)
        return place_failed(&carrying->copy.why, number, carrying->original.path);
    enum store_status status = connect_to(&carrying->copy, fresh);
    if (status == STORE_OK)
        status = copy_all(carrying);
    if (status == STORE_OK)
        status = change_copy(carrying);
    if (status == STORE_OK)
        status = take_place(carrying);
    store_disconnect(&carrying->copy);
    if (status != STORE_OK)
        place_drop(fresh);
    free(fresh);
    return status;
}

/* Takes the lock. While it was waited for, somebody else may have done it all: then there is nothing to do. */
static enum store_status hold(struct carrying *carrying, const char *path, bool *done)
{
    int moved = 0;
    enum store_status status = connect_to(&carrying->original, path);
    if (status == STORE_OK)
        status = settle(&carrying->original, exec(&carrying->original, "BEGIN IMMEDIATE"));
    if (status == STORE_OK)
        sqlite3_file_control(carrying->original.db, "main", SQLITE_FCNTL_HAS_MOVED, &moved);
    if (status == STORE_OK)
        status = store_version(&carrying->original, &carrying->from);
    *done = moved || carrying->from == carrying->to;
    return status;
}

static enum store_status carry(struct carrying *carrying, const char *path)
{
    bool done;
    enum store_status status = hold(carrying, path, &done);
    if (status != STORE_OK || done)
        return status;
    if (!leads_there(carrying))
        return STORE_FOREIGN;
    status = connect_to(&carrying->source, path);
    return status == STORE_OK ? make_copy(carrying) : status;
}

static void end(struct store *store, struct store_why *why)
{
    if (store->why.code) {
        why->code = store->why.code;
        why->system = store->why.system;
    }
    store_disconnect(store);
    free(store->path);
}

enum store_status migrate_store(const char *path, struct open_as as, struct store_why *why)
{
    struct carrying carrying = {.steps = as.steps, .to = as.version, .copy = {.schema = as.schema}};
    enum store_status status = carry(&carrying, path);
    *why = (struct store_why){.path = text_of(path)};
    end(&carrying.original, why);
    end(&carrying.source, why);
    end(&carrying.copy, why);
    return status;
}
