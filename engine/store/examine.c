/* What a doctor looks at: is it sound, and has somebody changed what only the program may? */
#include <errno.h>
#include <string.h>

#include "base/must.h"
#include "store/leftovers.h"
#include "store/schema.h"
#include "store/settings.h"
#include "store/sql.h"
#include "store/verify.h"

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

#define NO_GAP "SELECT (SELECT count(*) FROM events) = seq AND (SELECT ifnull(max(seq), 0) FROM events) = seq FROM head"
#define COUNTED                                                                                                        \
    "SELECT (SELECT ifnull(max(id), 0) FROM cases) = cases AND (SELECT ifnull(max(id), 0) FROM people) = people "      \
    "AND (SELECT ifnull(max(id), 0) FROM revisions) = revisions FROM head"
#define NAMED                                                                                                          \
    "SELECT ifnull((SELECT max(id) FROM payloads) / 65536 <= seq AND (SELECT min(id) FROM payloads) >= 65536, 1) "     \
    "FROM head"

static const struct sum {
    const char *sql, *complaint; /* 1 where all is well */
} sums[] = {
    {NO_GAP, "events.seq has a gap, or head.seq is not its last"},
    {COUNTED, "head does not count its cases, people or revisions"},
    {NAMED, "payloads of events that are not there"},
};

static int check_sums(sqlite3 *db, struct text *complaint)
{
    int code = SQLITE_OK;
    for (size_t i = 0; i < sizeof sums / sizeof *sums && code == SQLITE_OK && complaint->len == 0; i++) {
        int64_t well = 0;
        code = read_number(db, sums[i].sql, &well);
        if (code == SQLITE_OK && !well)
            *complaint = text_of(sums[i].complaint);
    }
    return code;
}

static int look(struct store *store, struct store_health *health)
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
    return code == SQLITE_OK ? check_sums(store->db, &health->complaint) : code;
}

/* What cannot be read is left to the check that says where. */
static enum store_status compare_schema(struct store *store, struct text *complaint)
{
    enum store_status status = schema_compare(store);
    if (status == STORE_DAMAGED)
        *complaint = TEXT("sqlite_schema is not schemas/store.sql");
    return status == STORE_DAMAGED ? STORE_OK : status;
}

static enum store_status find_leftovers(struct store *store, struct texts *leftovers, struct arena *arena)
{
    int number = leftovers_find(store->path, leftovers, arena);
    return number == ENOMEM ? store_fail(store, SQLITE_NOMEM) : STORE_OK; /* a folder may be closed to us */
}

/* The whole of it, table by table, and then row by row. */
static enum store_status check_all(struct store *store, struct text *complaint, struct arena *arena)
{
    enum store_status status = complaint->len ? STORE_OK : store_check(store, complaint, arena);
    if (status == STORE_OK && complaint->len == 0)
        status = store_verify(store, complaint, arena);
    return status == STORE_DAMAGED && complaint->len ? STORE_OK : status;
}

enum store_status store_examine(struct store *store, struct store_health *health, struct arena *arena)
{
    must(!store->changing);
    *health = (struct store_health){0};
    struct store_head head;
    enum store_status status = store_head(store, &head);
    if (status != STORE_OK)
        return status;
    health->seq = head.seq;
    health->at = head.at;
    int code = look(store, health);
    status = code == SQLITE_OK ? find_leftovers(store, &health->leftovers, arena) : store_fail(store, code);
    if (status == STORE_OK && health->complaint.len == 0)
        status = compare_schema(store, &health->complaint);
    if (status == STORE_OK)
        status = check_all(store, &health->complaint, arena);
    health->sound = status == STORE_OK && health->complaint.len == 0;
    return status;
}
