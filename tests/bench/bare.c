#include "bench/bare.h"

#include <sqlite3.h>
#include <stdlib.h>

#include "store/schema.h"
#include "store/settings.h"

enum { BEGIN, COMMIT, HEAD, EVENT, CASE_ADD, CASE_PUT, DUE_CLEAR, DUE_ADD, PAYLOAD, STATEMENTS };

static const char *const texts[STATEMENTS] = {
    [BEGIN] = "BEGIN IMMEDIATE",
    [COMMIT] = "COMMIT",
    [HEAD] = "UPDATE head SET seq = ?, at = ?",
    [EVENT] = "INSERT INTO events VALUES (?, ?, ?, ?)",
    [CASE_ADD] =
        "INSERT INTO cases (revision, sop, region, key, status, version, started, ended, title_seq, state, id) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    [CASE_PUT] = "UPDATE cases SET revision = ?, sop = ?, region = ?, key = ?, status = ?, version = ?, started = ?, "
                 "ended = ?, title_seq = ?, state = ? WHERE id = ?",
    [DUE_CLEAR] = "DELETE FROM due WHERE case_id = ?",
    [DUE_ADD] = "INSERT INTO due VALUES (?, ?, ?, ?, ?, ?, ?)",
    [PAYLOAD] = "INSERT INTO payloads VALUES (?, ?, zeroblob(16), 0, ?)",
};

static const char no_triggers[] =
    "DROP TRIGGER head_goes_on; DROP TRIGGER head_stays; DROP TRIGGER events_hold; DROP TRIGGER events_stay;"
    "DROP TRIGGER payloads_hold; DROP TRIGGER payloads_stay; DROP TRIGGER revisions_hold; DROP TRIGGER revisions_stay;"
    "DROP TRIGGER files_hold; DROP TRIGGER files_stay; DROP TRIGGER revision_files_hold;"
    "DROP TRIGGER revision_files_stay; INSERT INTO revisions VALUES (1, '', zeroblob(32), 0, 0)";

struct bare {
    sqlite3 *db;
    sqlite3_stmt *at[STATEMENTS];
};

static bool make(struct bare *bare, const char *path)
{
    if (sqlite3_open(path, &bare->db) != SQLITE_OK || settings_make(bare->db) != SQLITE_OK ||
        sqlite3_exec(bare->db, store_schema, NULL, NULL, NULL) != SQLITE_OK ||
        sqlite3_exec(bare->db, no_triggers, NULL, NULL, NULL) != SQLITE_OK)
        return false;
    for (int i = 0; i < STATEMENTS; i++)
        if (sqlite3_prepare_v3(bare->db, texts[i], -1, SQLITE_PREPARE_PERSISTENT, &bare->at[i], NULL) != SQLITE_OK)
            return false;
    return true;
}

struct bare *bare_open(const char *path)
{
    struct bare *bare = calloc(1, sizeof *bare);
    if (!bare || make(bare, path))
        return bare;
    bare_close(bare);
    return NULL;
}

void bare_close(struct bare *bare)
{
    for (int i = 0; i < STATEMENTS; i++)
        sqlite3_finalize(bare->at[i]);
    sqlite3_close(bare->db);
    free(bare);
}

static bool step(sqlite3_stmt *stmt)
{
    bool done = sqlite3_step(stmt) == SQLITE_DONE;
    sqlite3_reset(stmt);
    return done;
}

static void bind_text(sqlite3_stmt *stmt, int at, struct text text)
{
    sqlite3_bind_text(stmt, at, text.len ? text.at : "", (int)text.len, SQLITE_STATIC);
}

bool bare_begin(struct bare *bare) { return step(bare->at[BEGIN]); }
bool bare_commit(struct bare *bare) { return step(bare->at[COMMIT]); }

bool bare_head(struct bare *bare, int64_t seq, int64_t at)
{
    sqlite3_bind_int64(bare->at[HEAD], 1, seq);
    sqlite3_bind_int64(bare->at[HEAD], 2, at);
    return step(bare->at[HEAD]);
}

bool bare_event(struct bare *bare, int64_t seq, int64_t case_id, struct text leaf)
{
    static const char hash[32] = "the same size as a digest";
    sqlite3_bind_int64(bare->at[EVENT], 1, seq);
    sqlite3_bind_int64(bare->at[EVENT], 2, case_id);
    sqlite3_bind_blob(bare->at[EVENT], 3, leaf.at, (int)leaf.len, SQLITE_STATIC);
    sqlite3_bind_blob(bare->at[EVENT], 4, hash, sizeof hash, SQLITE_STATIC);
    return step(bare->at[EVENT]);
}

bool bare_payload(struct bare *bare, int64_t id, int32_t kind, struct text bytes)
{
    sqlite3_bind_int64(bare->at[PAYLOAD], 1, id);
    sqlite3_bind_int64(bare->at[PAYLOAD], 2, kind);
    sqlite3_bind_blob(bare->at[PAYLOAD], 3, bytes.at, (int)bytes.len, SQLITE_STATIC);
    return step(bare->at[PAYLOAD]);
}

static bool put_case(sqlite3_stmt *stmt, const struct store_case *row)
{
    sqlite3_bind_int64(stmt, 1, row->revision);
    bind_text(stmt, 2, row->sop);
    bind_text(stmt, 3, row->region);
    bind_text(stmt, 4, row->key);
    sqlite3_bind_int64(stmt, 5, row->status);
    sqlite3_bind_int64(stmt, 6, row->version);
    sqlite3_bind_int64(stmt, 7, row->started);
    sqlite3_bind_int64(stmt, 8, row->ended);
    sqlite3_bind_int64(stmt, 9, row->title_seq);
    sqlite3_bind_blob(stmt, 10, row->state.at, (int)row->state.len, SQLITE_STATIC);
    sqlite3_bind_int64(stmt, 11, row->id);
    return step(stmt);
}

static bool add_due(struct bare *bare, const struct store_case *row)
{
    sqlite3_stmt *stmt = bare->at[DUE_ADD];
    bool fine = true;
    for (size_t i = 0; i < row->n_due && fine; i++) {
        const struct store_due *due = &row->due[i];
        sqlite3_bind_int64(stmt, 1, due->until);
        sqlite3_bind_int64(stmt, 2, due->since);
        sqlite3_bind_int64(stmt, 3, row->id);
        bind_text(stmt, 4, due->path);
        bind_text(stmt, 5, due->actor);
        bind_text(stmt, 6, due->region);
        bind_text(stmt, 7, row->sop);
        fine = step(stmt);
    }
    return fine;
}

bool bare_case_add(struct bare *bare, const struct store_case *row)
{
    return put_case(bare->at[CASE_ADD], row) && add_due(bare, row);
}

bool bare_case_put(struct bare *bare, const struct store_case *row)
{
    sqlite3_bind_int64(bare->at[DUE_CLEAR], 1, row->id);
    return put_case(bare->at[CASE_PUT], row) && step(bare->at[DUE_CLEAR]) && add_due(bare, row);
}
