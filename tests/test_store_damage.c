/* Stores that were changed from outside: what was falsified is named, a hostile schema is not obeyed, and a number that
 * the store never gave is an answer, not the end of the program. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "store/fixture.h"
#include "store/handle.h"
#include "store/place.h"

#define OK(call) assert_int_equal((call), STORE_OK)
#define IS(status, call) assert_int_equal((call), (status))

static const struct store_payload secret = {
    .kind = 1, .salt = "0123456789abcde", .bytes = {"Siti Aminah binti Ahmad", 23}};

enum { EVENTS = STORE_PAGE + 60, CASES = 3 };

/* More events than one read, three cases, a person, a revision. */
static void fill(struct fixture *f)
{
    struct store_due due[2];
    int64_t id;
    OK(store_begin(f->store, &f->head));
    OK(append_event(f->store, 1, 0, NULL, 0, &f->arena));
    OK(add_revision(f->store, &id));
    OK(store_person_add(f->store, TEXT("Siti"), &id));
    OK(store_grant_add(f->store, id, (struct store_grant){TEXT("petugas"), TEXT("kaltim")}));
    OK(store_account(f->store, TEXT("siti"), &id));
    for (int64_t seq = 2; seq <= EVENTS; seq++)
        OK(append_event(f->store, seq, seq % CASES + 1, &secret, 1, &f->arena));
    for (int64_t i = 1; i <= CASES; i++) {
        struct store_case row = case_of(i, 1 + i, due);
        row.title_seq = 1 + i;
        OK(store_case_add(f->store, &row));
    }
    OK(store_request_add(f->store, &(struct store_request){.key = TEXT("k"), .case_id = 1, .answer = TEXT("a")}));
    OK(store_commit(f->store));
}

static int make(void **state)
{
    int made = fixture_make(state);
    if (made == 0)
        fill(*state);
    return made;
}

/* A copy in which these statements were carried out, without triggers, keys and checks. */
static const char *changed(struct fixture *f, const char *sql)
{
    static char path[128];
    sqlite3 *db;
    char *said = NULL;
    snprintf(path, sizeof path, "%s/diubah.db", f->folder);
    place_drop(path);
    OK(store_backup(f->store, path));
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL), SQLITE_OK);
    sqlite3_exec(db, "PRAGMA ignore_check_constraints = ON; PRAGMA writable_schema = ON", NULL, NULL, NULL);
    if (sqlite3_exec(db, sql, NULL, NULL, &said) != SQLITE_OK)
        fail_msg("%s: %s", sql, said);
    sqlite3_close(db);
    return path;
}

/* --- what was falsified --- */

static void is_named(struct fixture *f, const char *sql, const char *word)
{
    struct store_health health;
    struct store *other;
    const char *path = changed(f, sql);
    char copy[128];
    OK(store_open(&other, path, STORE_READS, &f->why));
    OK(store_examine(other, &health, &f->arena));
    if (health.sound || !memmem(health.complaint.at, health.complaint.len, word, strlen(word)))
        fail_msg("%s: %d %.*s", sql, health.sound, (int)health.complaint.len, health.complaint.at);
    snprintf(copy, sizeof copy, "%s/salinan.db", f->folder);
    IS(STORE_DAMAGED, store_backup(other, copy));
    assert_int_equal(access(copy, F_OK), -1);
    store_close(other);
}

static void what_was_falsified_is_named(void **state)
{
    static const struct {
        const char *sql, *word;
    } rows[] = {
        {"UPDATE events SET leaf = x'00' WHERE seq = 3", "events.seq 3"},
        {"UPDATE events SET leaf = x'00' WHERE seq = 1055", "events.seq 1055"},
        {"UPDATE events SET leaf = (SELECT leaf FROM events WHERE seq = 7) WHERE seq = 4", "events.seq 4"},
        {"UPDATE events SET (leaf, hash) = (SELECT leaf, hash FROM events WHERE seq = 7) WHERE seq = 4",
         "events.seq 4"},
        {"UPDATE events SET hash = zeroblob(32) WHERE seq = 5", "events.seq 5"},
        {"UPDATE events SET case_id = 2 WHERE seq = 6", "events.seq 6"},
        {"UPDATE payloads SET bytes = x'42' WHERE id = 2 * 65536", "events.seq 2"},
        {"UPDATE payloads SET salt = zeroblob(16) WHERE id = 2 * 65536", "events.seq 2"},
        {"UPDATE payloads SET erased = 1 WHERE id = 8 * 65536", "events.seq 8"},
        {"UPDATE payloads SET erased = 1, salt = zeroblob(16) WHERE id = 8 * 65536", "events.seq 8"},
        {"DELETE FROM payloads WHERE id = 9 * 65536", "events.seq 9"},
        {"INSERT INTO payloads SELECT id + 1, kind, salt, 1, zeroblob(1) FROM payloads WHERE id = 9 * 65536",
         "events.seq 9"},
        {"INSERT INTO payloads VALUES (1061 * 65536, 1, zeroblob(16), 1, x'')", "payloads"},
        {"INSERT INTO payloads VALUES (7, 1, zeroblob(16), 1, x'')", "payloads"},
        {"UPDATE files SET bytes = x'42' WHERE id = 1", "files.id 1"},
        {"UPDATE files SET digest = zeroblob(32) WHERE id = 2", "files.id 2"},
        {"UPDATE head SET cases = 2", "head"},
        {"UPDATE head SET people = 0", "head"},
        {"UPDATE head SET revisions = 9", "head"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        is_named(*state, rows[i].sql, rows[i].word);
}

/* What was erased by the store itself is not. */
static void what_was_erased_is_sound(void **state)
{
    struct fixture *f = *state;
    struct store_health health;
    OK(store_begin(f->store, &f->head));
    OK(store_erase(f->store, 4, 0));
    OK(store_commit(f->store));
    OK(store_examine(f->store, &health, &f->arena));
    assert_true(health.sound);
    assert_int_equal(health.leftovers.n, 0);
}

static void a_falsified_event_is_not_read(void **state)
{
    struct fixture *f = *state;
    struct store_events events;
    struct store *other;
    OK(store_open(&other, changed(f, "UPDATE events SET leaf = x'00' WHERE seq = 3"), STORE_READS, &f->why));
    IS(STORE_DAMAGED, store_events(other, (struct store_events_wanted){-1, 2, false}, &events, &f->arena));
    assert_int_equal(events.n, 0);
    OK(store_events(other, (struct store_events_wanted){-1, 3, false}, &events, &f->arena));
    store_close(other);
}

/* --- numbers --- */

#define DO(call)                                                                                                       \
    do {                                                                                                               \
        enum store_status status_ = (call);                                                                            \
        if (status_ != STORE_OK)                                                                                       \
            return status_;                                                                                            \
    } while (0)

static enum store_status read_all(struct store *store, struct arena *arena)
{
    struct store_cases cases;
    struct store_case row;
    struct store_payload payload;
    struct store_people people;
    struct store_person person;
    struct store_revisions revisions;
    struct store_revision revision;
    struct store_tasks tasks;
    struct store_events events;
    struct store_request request;
    DO(store_events(store, (struct store_events_wanted){-1, 0, true}, &events, arena));
    DO(store_cases(store, (struct store_cases_wanted){0, TEXT(""), -1}, &cases, arena));
    DO(store_case(store, 1, &row, arena));
    DO(store_payload(store, row.title_seq, 0, &payload, arena));
    DO(store_people(store, 0, &people, arena));
    DO(store_person(store, TEXT("Siti"), &person, arena));
    DO(store_revisions(store, TEXT(""), 0, &revisions, arena));
    DO(store_revision_at(store, TEXT("kaltim/lock"), 0, &revision, arena));
    DO(store_tasks(store, &(struct store_tasks_wanted){.late_before = STORE_NO_TIME}, &tasks, arena));
    return store_request(store, TEXT("k"), &request, arena);
}

static enum store_status write_all(struct store *store, struct arena *arena)
{
    struct store_head head;
    struct store_due due[2];
    int64_t id;
    DO(store_begin(store, &head));
    struct store_event event = {.seq = head.seq + 1, .case_id = head.cases + 1, .payloads = &secret, .n_payloads = 1};
    event.leaf = leaf_of(&event, head.at, arena);
    DO(store_account(store, TEXT("siti"), &id));
    DO(store_append(store, &event, head.at));
    DO(add_revision(store, &id));
    DO(store_person_add(store, TEXT("Budi"), &id));
    struct store_case row = case_of(head.cases + 1, event.seq, due);
    DO(store_case_add(store, &row));
    return store_commit(store);
}

static void is_damaged(struct fixture *f, const char *sql)
{
    struct store *other;
    struct arena arena = ARENA_INIT;
    enum store_status status = store_open(&other, changed(f, sql), STORE_WRITES, &f->why);
    if (status == STORE_OK)
        status = read_all(other, &arena);
    if (status == STORE_OK)
        status = write_all(other, &arena);
    if (status == STORE_OK)
        status = store_head(other, &f->head);
    if (status != STORE_DAMAGED)
        fail_msg("%s: %d", sql, (int)status);
    store_close(other);
    arena_release(&arena);
}

static void numbers_that_were_never_given_are_damage(void **state)
{
    static const char *const rows[] = {
        "UPDATE head SET seq = 9223372036854775806",
        "UPDATE head SET seq = -3",
        "UPDATE head SET seq = 1 << 47",
        "UPDATE head SET seq = (1 << 47) - 1",
        "UPDATE head SET seq = 5",
        "UPDATE head SET cases = 9223372036854775807",
        "UPDATE head SET cases = (1 << 47) - 1",
        "UPDATE head SET cases = -1",
        "UPDATE head SET cases = 1",
        "UPDATE head SET people = 9223372036854775807",
        "UPDATE head SET people = 0",
        "UPDATE head SET revisions = 9223372036854775807",
        "UPDATE head SET revisions = 0",
        "UPDATE accounts SET id = -5",
        "UPDATE accounts SET id = -5, name = 'x'",
        "UPDATE accounts SET id = 1 << 47, name = 'x'",
        "UPDATE people SET id = -2; UPDATE grants SET person = -2",
        "UPDATE due SET case_id = 4, path = 'periksa' WHERE case_id = 1 AND path = 'periksa'",
        "UPDATE cases SET title_seq = 1 << 47 WHERE id = 1",
        "UPDATE cases SET title_seq = 9223372036854775807 WHERE id = 1",
        "UPDATE cases SET version = -1 WHERE id = 2",
        "UPDATE cases SET version = 0 WHERE id = 2",
        "UPDATE cases SET id = 1 << 47 WHERE id = 2",
        "UPDATE cases SET revision = -1 WHERE id = 2",
        "UPDATE revisions SET id = -1",
        "UPDATE revisions SET seq = -1",
        "UPDATE events SET case_id = -1 WHERE seq = 2",
        "UPDATE events SET hash = x'' WHERE seq = 2",
        "UPDATE due SET case_id = -1 WHERE case_id = 1",
        "UPDATE requests SET case_id = -1",
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        is_damaged(*state, rows[i]);
}

/* --- the schema --- */

static void a_hostile_schema_is_not_obeyed(void **state)
{
    static const char *const rows[] = {
        "DROP TRIGGER events_stay",
        "DROP INDEX due_for",
        "CREATE TABLE more (a)",
        "CREATE TRIGGER lose BEFORE INSERT ON events BEGIN SELECT RAISE(IGNORE); END",
        "CREATE TRIGGER rise AFTER INSERT ON events BEGIN INSERT INTO grants VALUES (1, 'administrator', ''); END",
        "CREATE TRIGGER sqlite_stat9 AFTER INSERT ON events BEGIN DELETE FROM due; END",
        "ALTER TABLE accounts RENAME TO a; CREATE VIEW accounts AS SELECT * FROM a",
        "DROP TABLE head; CREATE VIEW head AS SELECT * FROM head",
        "DROP INDEX cases_key; CREATE INDEX cases_key ON cases (key)",
        "DROP TRIGGER head_stays; CREATE TRIGGER head_stays BEFORE DELETE ON head BEGIN SELECT RAISE(IGNORE); END",
        "UPDATE sqlite_schema SET sql = replace(sql, 'CHECK (length(hash) = 32)', '')",
        "UPDATE sqlite_schema SET sql = replace(sql, 'never removed', 'never  removed')",
    };
    struct fixture *f = *state;
    struct store *other;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (enum store_mode mode = STORE_READS; mode <= STORE_CREATES; mode++) {
            enum store_status status = store_open(&other, changed(f, rows[i]), mode, &f->why);
            if (status != STORE_DAMAGED)
                fail_msg("%s: %d", rows[i], (int)status);
        }
}

/* What SQLite itself adds for its own sake, and words that mean the same. */
static void an_analysed_store_is_as_good(void **state)
{
    struct fixture *f = *state;
    struct store *other;
    OK(store_open(&other, changed(f, "ANALYZE"), STORE_READS, &f->why));
    store_close(other);
    OK(store_open(&other,
                  changed(f, "CREATE TABLE new_accounts (id INTEGER PRIMARY KEY,name TEXT NOT NULL UNIQUE)STRICT;"
                             "DROP TABLE accounts; ALTER TABLE new_accounts RENAME TO accounts"),
                  STORE_READS, &f->why));
    store_close(other);
}

/* A row that was not written is never acknowledged, whatever took it away. */
static void a_row_that_was_not_written_is_damage(void **state)
{
    static const char *const tables[] = {"events", "payloads", "cases", "due", "people", "revisions", "head"};
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        char sql[200];
        bool head = strcmp(tables[i], "head") == 0;
        fixture_reopen(f);
        snprintf(sql, sizeof sql, "CREATE TEMP TRIGGER lose BEFORE %s ON main.%s BEGIN SELECT RAISE(IGNORE); END",
                 head ? "UPDATE" : "INSERT", tables[i]);
        assert_int_equal(sqlite3_exec(f->store->db, sql, NULL, NULL, NULL), SQLITE_OK);
        enum store_status status = write_all(f->store, &f->arena);
        if (status != STORE_DAMAGED)
            fail_msg("%s: %d", tables[i], (int)status);
    }
    fixture_reopen(f);
    OK(write_all(f->store, &f->arena));
}

/* --- statements --- */

/* Each statement reads from an index, in its order: nothing is sorted, and only lists of all are read through. */
static void nothing_is_sorted(void **state)
{
    static const char *const texts[] = {
#define SQL(name, text) text,
#include "store/statements.def"
#undef SQL
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < SQL_COUNT; i++) {
        sqlite3_stmt *stmt;
        char sql[800];
        snprintf(sql, sizeof sql, "EXPLAIN QUERY PLAN %s", texts[i]);
        assert_int_equal(sqlite3_prepare_v2(f->store->db, sql, -1, &stmt, NULL), SQLITE_OK);
        while (sqlite3_step(stmt) == SQLITE_ROW) {
            const char *plan = (const char *)sqlite3_column_text(stmt, 3);
            if (strstr(plan, "TEMP B-TREE") || (strstr(plan, "SCAN") && !strstr(plan, "SCAN head")))
                fail_msg("%s: %s", texts[i], plan);
        }
        sqlite3_finalize(stmt);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make, fixture_drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_was_falsified_is_named),          TEST(what_was_erased_is_sound),
        TEST(a_falsified_event_is_not_read),        TEST(numbers_that_were_never_given_are_damage),
        TEST(a_hostile_schema_is_not_obeyed),       TEST(an_analysed_store_is_as_good),
        TEST(a_row_that_was_not_written_is_damage), TEST(nothing_is_sorted),
    };
    return cmocka_run_group_tests_name("damaged stores", tests, NULL, NULL);
}
