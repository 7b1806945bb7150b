#define _POSIX_C_SOURCE 200809L
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/must.h"
#include "store/place.h"
#include "store/schema.h"
#include "store/settings.h"
#include "store/sql.h"

/* --- is it sound? --- */

int read_number(sqlite3 *db, const char *sql, int64_t *value)
{
    sqlite3_stmt *stmt;
    int code = sqlite3_prepare_v2(db, sql, -1, &stmt, NULL);
    if (code != SQLITE_OK)
        return code;
    code = sqlite3_step(stmt);
    *value = code == SQLITE_ROW ? sqlite3_column_int64(stmt, 0) : 0;
    sqlite3_finalize(stmt);
    return code == SQLITE_ROW || code == SQLITE_DONE ? SQLITE_OK : code;
}

/* Tables one by one: writers wait for the longest, not for all. */
#define TABLES "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name"
#define BAD "SELECT * FROM (SELECT integrity_check AS said FROM pragma_integrity_check(?)) WHERE said <> 'ok' LIMIT 1"
#define ORPHAN                                                                                                         \
    "SELECT \"table\" || coalesce(' ' || rowid, '') || ' -> ' || parent FROM pragma_foreign_key_check LIMIT 1"

/* The first row's words, or none. */
static int first_words(sqlite3_stmt *stmt, struct text *words, struct arena *arena)
{
    int code = sqlite3_step(stmt);
    if (code == SQLITE_DONE)
        return SQLITE_OK;
    if (code != SQLITE_ROW)
        return code;
    const char *at = (const char *)sqlite3_column_text(stmt, 0);
    *words = text_of(at ? arena_copy(arena, at, strlen(at)) : NULL);
    return words->at ? SQLITE_OK : SQLITE_NOMEM;
}

static int ask(sqlite3 *db, const char *sql, const char *table, struct text *words, struct arena *arena)
{
    sqlite3_stmt *stmt;
    int code = sqlite3_prepare_v2(db, sql, -1, &stmt, NULL);
    if (code == SQLITE_OK && table)
        code = sqlite3_bind_text(stmt, 1, table, -1, SQLITE_STATIC);
    if (code == SQLITE_OK)
        code = first_words(stmt, words, arena);
    sqlite3_finalize(stmt);
    return code;
}

static int list_tables(sqlite3 *db, struct texts *tables, struct arena *arena)
{
    sqlite3_stmt *stmt;
    struct text *at = NULL;
    size_t room = 0, n = 0;
    int code = sqlite3_prepare_v2(db, TABLES, -1, &stmt, NULL);
    while (code == SQLITE_OK && sqlite3_step(stmt) == SQLITE_ROW) {
        struct text *grown = arena_room(arena, at, n, &room, sizeof *at);
        const char *name = (const char *)sqlite3_column_text(stmt, 0);
        if (!grown || !name)
            break;
        at = grown;
        at[n++] = text_of(arena_copy(arena, name, strlen(name)));
    }
    *tables = (struct texts){at, n};
    int ended = sqlite3_finalize(stmt);
    return code != SQLITE_OK ? code : arena->failed ? SQLITE_NOMEM : ended;
}

/* SQLite calls a page damaged that it had no memory for: only what is said twice is believed. */
static int ask_twice(sqlite3 *db, const char *sql, const char *table, struct text *words, struct arena *arena)
{
    struct text again = {0};
    int code = ask(db, sql, table, words, arena);
    if (code == SQLITE_OK && words->len)
        code = ask(db, sql, table, &again, arena);
    if (!text_eq(*words, again))
        *words = (struct text){0};
    return code;
}

static int check_tables(sqlite3 *db, struct text *complaint, struct arena *arena)
{
    struct texts tables;
    int code = list_tables(db, &tables, arena);
    for (size_t i = 0; i < tables.n && code == SQLITE_OK && complaint->len == 0; i++)
        code = ask_twice(db, BAD, tables.at[i].at, complaint, arena);
    return code;
}

enum store_status store_check(struct store *store, struct text *complaint, struct arena *arena)
{
    *complaint = (struct text){0};
    int code = store->dead ? store->dead : check_tables(store->db, complaint, arena);
    if (code == SQLITE_OK && complaint->len == 0)
        code = ask(store->db, ORPHAN, NULL, complaint, arena);
    if (code != SQLITE_OK)
        return store_fail(store, code);
    return complaint->len ? STORE_DAMAGED : STORE_OK;
}

/* --- the doctor's look --- */

#define SCHEMA                                                                                                         \
    "SELECT group_concat(type || name || coalesce(sql, ''), char(10)) FROM "                                           \
    "(SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_stat%' ORDER BY type, name)"
#define NO_GAP "SELECT (SELECT count(*) FROM events) = seq AND (SELECT ifnull(max(seq), 0) FROM events) = seq FROM head"

static int wanted_schema(struct text *words, struct arena *arena)
{
    sqlite3 *db = NULL;
    int code = sqlite3_open_v2(":memory:", &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_exec(db, store_schema, NULL, NULL, NULL);
    if (code == SQLITE_OK)
        code = ask(db, SCHEMA, NULL, words, arena);
    sqlite3_close(db);
    return code;
}

/* Tables, indexes and the triggers that refuse: has somebody changed them? */
static int check_schema(sqlite3 *db, struct text *complaint, struct arena *arena)
{
    struct text found = {0}, wanted = {0};
    int code = wanted_schema(&wanted, arena);
    if (code == SQLITE_OK)
        code = ask(db, SCHEMA, NULL, &found, arena);
    if (code == SQLITE_OK && !text_eq(found, wanted))
        *complaint = TEXT("sqlite_schema is not schemas/store.sql");
    return code;
}

static int check_sequence(sqlite3 *db, struct text *complaint)
{
    int64_t whole = 0;
    int code = read_number(db, NO_GAP, &whole);
    if (code == SQLITE_OK && !whole)
        *complaint = TEXT("events.seq has a gap, or head.seq is not its last");
    return code;
}

static int look(struct store *store, struct store_health *health, struct arena *arena)
{
    int64_t size = 0, pages = 0, spare = 0;
    int code = SQLITE_OK;
    const char *wrong = settings_wrong(store->db, &code);
    health->settings = text_of(wrong);
    if (code == SQLITE_OK)
        code = read_number(store->db, "PRAGMA page_size", &size);
    if (code == SQLITE_OK)
        code = read_number(store->db, "PRAGMA page_count", &pages);
    if (code == SQLITE_OK)
        code = read_number(store->db, "PRAGMA freelist_count", &spare);
    health->bytes = size * pages;
    health->free_bytes = size * spare;
    if (code == SQLITE_OK)
        code = check_schema(store->db, &health->complaint, arena);
    if (code == SQLITE_OK && health->complaint.len == 0)
        code = check_sequence(store->db, &health->complaint);
    return code;
}

enum store_status store_examine(struct store *store, struct store_health *health, struct arena *arena)
{
    must(!store->changing);
    *health = (struct store_health){0};
    struct store_head head;
    struct text complaint;
    enum store_status status = store_head(store, &head);
    if (status != STORE_OK)
        return status;
    health->seq = head.seq;
    health->at = head.at;
    int code = look(store, health, arena);
    if (code != SQLITE_OK)
        return store_fail(store, code);
    status = store_check(store, &complaint, arena);
    if (complaint.len)
        health->complaint = complaint;
    health->sound = status == STORE_OK && health->complaint.len == 0;
    return status == STORE_DAMAGED && complaint.len ? STORE_OK : status;
}

/* --- backup --- */

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

static enum store_status place_failed(struct store *store, int number)
{
    store->why = (struct store_why){number ? SQLITE_CANTOPEN : SQLITE_OK, number, text_of(store->path)};
    if (number == EEXIST)
        return STORE_TAKEN;
    return status_of(store->why.code, number);
}

static enum store_status fill_copy(struct store *store, struct store *copy, const char *path)
{
    enum store_status status = copy_into(store, copy);
    if (status == STORE_OK)
        status = check_copy(copy);
    store_disconnect(copy);
    if (status != STORE_OK)
        return status;
    int number = sync_file(copy->path);
    return place_failed(copy, number ? number : place_take(copy->path, path, false));
}

static enum store_status back_up(struct store *store, const char *path)
{
    struct store copy = {0};
    int number = place_new(path, ".part-", &copy.path);
    if (number)
        return place_failed(store, number);
    enum store_status status = fill_copy(store, &copy, path);
    store->why = copy.why;
    store->why.path = text_of(store->path);
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
    if (number || there) {
        free(real);
        return place_failed(store, number ? number : EEXIST);
    }
    enum store_status status = back_up(store, real);
    free(real);
    return status;
}
