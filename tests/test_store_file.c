/* The store's file: whose it is, what may be done to it, and what of it is left when something was erased. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "store/fixture.h"
#include "store/handle.h"
#include "store/open.h"
#include "store/place.h"
#include "store/schema.h"
#include "store/settings.h"

#define OK(call) assert_int_equal((call), STORE_OK)
#define IS(status, call) assert_int_equal((call), (status))

/* A second file beside the store's, made by these statements. */
static void make_file(struct fixture *f, const char *name, const char *sql, char path[128])
{
    sqlite3 *db;
    snprintf(path, 128, "%s/%s", f->folder, name);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

static void write_bytes(const char *path, struct text bytes)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes.at, 1, bytes.len, file), bytes.len);
    assert_int_equal(fclose(file), 0);
}

/* Opening answers with the status in every mode, and the file's bytes stay. */
static void is_refused(struct fixture *f, const char *path, enum store_status reads, enum store_status writes)
{
    struct store *other;
    char journal[160];
    struct text before = fixture_bytes(path, &f->arena);
    IS(reads, store_open(&other, path, STORE_READS, &f->why));
    IS(writes, store_open(&other, path, STORE_WRITES, &f->why));
    IS(writes, store_open(&other, path, STORE_CREATES, &f->why));
    assert_null(other);
    struct text after = fixture_bytes(path, &f->arena);
    assert_int_equal(after.len, before.len);
    assert_memory_equal(after.at, before.at, before.len);
    snprintf(journal, sizeof journal, "%s-journal", path);
    assert_int_equal(access(journal, F_OK), -1);
}

static void foreign_files_are_left_alone(void **state)
{
    struct fixture *f = *state;
    char path[128];
    make_file(f, "lain.db", "CREATE TABLE t (a); PRAGMA user_version = 1", path);
    is_refused(f, path, STORE_FOREIGN, STORE_FOREIGN);
    make_file(f, "gpkg.db", "CREATE TABLE t (a); PRAGMA application_id = 1196444487; PRAGMA user_version = 1", path);
    is_refused(f, path, STORE_FOREIGN, STORE_FOREIGN);
    write_bytes(path, TEXT("title: LOCK\n"));
    is_refused(f, path, STORE_FOREIGN, STORE_FOREIGN);
    write_bytes(path, TEXT(""));
    is_refused(f, path, STORE_FOREIGN, STORE_FOREIGN);
}

/* Another program's file with a journal that its own next opening would roll back: not ours to do. */
static void a_foreign_journal_is_left_alone(void **state)
{
    struct fixture *f = *state;
    char path[128], journal[160];
    struct store *other;
    make_file(f, "lain.db", "CREATE TABLE t (a)", path);
    snprintf(journal, sizeof journal, "%s-journal", path);
    char head[600] = {'\xd9', '\xd5', 5, '\xf9', 32, '\xa1', 99, '\xd7', 0, 0, 0, 0, 1, 2,
                      3,      4,      0, 0,      0,  2,      0,  0,      2, 0, 0, 0, 16};
    write_bytes(journal, (struct text){head, sizeof head});
    struct text before = fixture_bytes(path, &f->arena);
    IS(STORE_FOREIGN, store_open(&other, path, STORE_WRITES, &f->why));
    struct text after = fixture_bytes(journal, &f->arena);
    assert_int_equal(after.len, sizeof head);
    assert_memory_equal(after.at, head, sizeof head);
    after = fixture_bytes(path, &f->arena);
    assert_memory_equal(after.at, before.at, before.len);
}

static void other_versions_are_left_alone(void **state)
{
    struct fixture *f = *state;
    char path[128];
    make_file(f, "baru.db", "CREATE TABLE t (a); PRAGMA application_id = 1113680757; PRAGMA user_version = 2", path);
    is_refused(f, path, STORE_NEWER, STORE_NEWER);
    make_file(f, "minus.db", "CREATE TABLE t (a); PRAGMA application_id = 1113680757; PRAGMA user_version = -1", path);
    is_refused(f, path, STORE_NEWER, STORE_NEWER);
    make_file(f, "lama.db", "CREATE TABLE t (a); PRAGMA application_id = 1113680757", path);
    is_refused(f, path, STORE_OLDER, STORE_FOREIGN);
}

static void damage_is_said(void **state)
{
    struct fixture *f = *state;
    struct store *other;
    struct store_health health;
    char path[128];
    make_file(f, "kosong.db", "CREATE TABLE t (a); PRAGMA application_id = 1113680757; PRAGMA user_version = 1", path);
    IS(STORE_DAMAGED, store_open(&other, path, STORE_WRITES, &f->why));
    snprintf(path, sizeof path, "%s/rusak.db", f->folder);
    struct text whole = fixture_bytes(f->path, &f->arena);
    memset((char *)(uintptr_t)whole.at + 4096, 0x5A, whole.len - 4096);
    write_bytes(path, whole);
    IS(STORE_DAMAGED, store_open(&other, path, STORE_WRITES, &f->why));
    whole = fixture_bytes(f->path, &f->arena);
    write_bytes(path, (struct text){whole.at, whole.len - 8192});
    if (store_open(&other, path, STORE_WRITES, &f->why) == STORE_OK) {
        enum store_status status = store_examine(other, &health, &f->arena);
        assert_true(status == STORE_DAMAGED || (status == STORE_OK && !health.sound && health.complaint.len));
        store_close(other);
    } else {
        assert_null(other);
    }
}

/* Somebody with another program took a trigger away, or a row. */
static void the_doctor_sees(struct fixture *f, const char *sql, const char *word)
{
    struct store_health health;
    struct store *other;
    char path[128];
    snprintf(path, sizeof path, "%s/diubah-%s.db", f->folder, word);
    unlink(path);
    OK(store_backup(f->store, path));
    sqlite3 *db;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
    OK(store_open(&other, path, STORE_READS, &f->why));
    OK(store_examine(other, &health, &f->arena));
    assert_false(health.sound);
    assert_true(health.complaint.len > 0);
    assert_non_null(memmem(health.complaint.at, health.complaint.len, word, strlen(word)));
    store_close(other);
}

static void changes_from_outside_are_seen(void **state)
{
    struct fixture *f = *state;
    OK(store_begin(f->store, &f->head));
    OK(append_event(f->store, 1, 0, NULL, 0, &f->arena));
    OK(append_event(f->store, 2, 0, NULL, 0, &f->arena));
    OK(store_commit(f->store));
    the_doctor_sees(f,
                    "DROP TRIGGER events_stay; DELETE FROM events WHERE seq = 1;"
                    "CREATE TRIGGER events_stay BEFORE DELETE ON events\nBEGIN\n"
                    "    SELECT RAISE(ABORT, 'events are never removed');\nEND",
                    "gap");
    the_doctor_sees(f, "PRAGMA foreign_keys = OFF; INSERT INTO grants VALUES (9, 'a', 'b')", "grants");
    the_doctor_sees(f, "PRAGMA ignore_check_constraints = ON; UPDATE head SET one = 1, seq = 3", "gap");
}

/* --- settings, triggers --- */

static void settings_hold(void **state)
{
    struct fixture *f = *state;
    struct store_health health;
    int code;
    assert_null(settings_wrong(f->store->db, &code));
    assert_int_equal(code, SQLITE_OK);
    static const struct {
        const char *sql, *name;
    } rows[] = {{"PRAGMA journal_mode = DELETE", "journal_mode"},
                {"PRAGMA synchronous = NORMAL", "synchronous"},
                {"PRAGMA foreign_keys = OFF", "foreign_keys"},
                {"PRAGMA trusted_schema = ON", "trusted_schema"},
                {"PRAGMA cell_size_check = OFF", "cell_size_check"},
                {"PRAGMA mmap_size = 65536", "mmap_size"},
                {"PRAGMA recursive_triggers = OFF", "recursive_triggers"},
                {"PRAGMA secure_delete = OFF", "secure_delete"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        fixture_reopen(f);
        assert_int_equal(sqlite3_exec(f->store->db, rows[i].sql, NULL, NULL, NULL), SQLITE_OK);
        OK(store_examine(f->store, &health, &f->arena));
        assert_int_equal(health.settings.len, strlen(rows[i].name));
        assert_memory_equal(health.settings.at, rows[i].name, health.settings.len);
        assert_true(health.sound);
    }
    fixture_reopen(f);
    assert_int_equal(sqlite3_db_config(f->store->db, SQLITE_DBCONFIG_DEFENSIVE, 0, NULL), SQLITE_OK);
    assert_string_equal(settings_wrong(f->store->db, &code), "defensive");
}

/* The settings of a file that others have set otherwise: they are made anew on each opening. */
static void a_write_ahead_log_is_taken_back(void **state)
{
    struct fixture *f = *state;
    sqlite3 *db;
    int code;
    store_close(f->store);
    assert_int_equal(sqlite3_open(f->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "PRAGMA journal_mode = WAL", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
    OK(store_open(&f->store, f->path, STORE_WRITES, &f->why));
    assert_null(settings_wrong(f->store->db, &code));
}

static void the_log_is_only_appended_to(void **state)
{
    struct fixture *f = *state;
    struct store_payload payload = {.kind = 1, .bytes = TEXT("Siti")};
    int64_t id;
    OK(store_begin(f->store, &f->head));
    OK(append_event(f->store, 1, 1, &payload, 1, &f->arena));
    OK(append_event(f->store, 2, 1, NULL, 0, &f->arena));
    OK(add_revision(f->store, &id));
    OK(store_commit(f->store));
    static const char *const refused[] = {
        "UPDATE events SET leaf = x'00'",
        "UPDATE events SET seq = 9 WHERE seq = 2",
        "UPDATE OR REPLACE events SET seq = 1 WHERE seq = 2",
        "DELETE FROM events WHERE seq = 2",
        "DELETE FROM events",
        "INSERT OR REPLACE INTO events VALUES (2, 1, x'00', zeroblob(32))",
        "REPLACE INTO events SELECT * FROM events",
        "DELETE FROM payloads",
        "INSERT OR REPLACE INTO payloads SELECT * FROM payloads",
        "UPDATE payloads SET bytes = x'00'",
        "UPDATE payloads SET erased = 1",
        "UPDATE payloads SET erased = 1, bytes = zeroblob(5)",
        "UPDATE payloads SET salt = randomblob(16), erased = 1, bytes = zeroblob(length(bytes))",
        "UPDATE head SET seq = 1",
        "UPDATE head SET at = 1999",
        "UPDATE head SET revisions = 0",
        "DELETE FROM head",
        "INSERT OR REPLACE INTO head VALUES (1, 0, 0, 0, 0, 0)",
        "INSERT INTO head VALUES (2, 0, 0, 0, 0, 0)",
        "UPDATE revisions SET begins = 0",
        "DELETE FROM revisions",
        "UPDATE files SET bytes = x'00'",
        "DELETE FROM files",
        "UPDATE revision_files SET name = 'x'",
        "DELETE FROM revision_files",
        "INSERT INTO events VALUES (3, 'satu', x'00', zeroblob(32))",
        "INSERT INTO events VALUES (3, 1, 'teks', zeroblob(32))",
        "INSERT INTO cases VALUES (1, 2, '', '', '', 0, 0, 0, 0, 0, x'')",
        "INSERT INTO grants VALUES (1, 'a', 'b')",
    };
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        if (sqlite3_exec(f->store->db, refused[i], NULL, NULL, NULL) != SQLITE_CONSTRAINT &&
            (sqlite3_errcode(f->store->db) & 0xFF) != SQLITE_CONSTRAINT)
            fail_msg("not refused: %s", refused[i]);
}

/* Nothing of the schema can be written to, whatever is asked. */
static void the_schema_is_defended(void **state)
{
    struct fixture *f = *state;
    sqlite3_exec(f->store->db, "PRAGMA writable_schema = ON", NULL, NULL, NULL);
    assert_int_not_equal(sqlite3_exec(f->store->db, "DELETE FROM sqlite_schema", NULL, NULL, NULL), SQLITE_OK);
}

/* --- what is left --- */

static bool is_in(struct fixture *f, const char *suffix, const char *word)
{
    char path[160];
    snprintf(path, sizeof path, "%s%s", f->path, suffix);
    if (access(path, F_OK) != 0)
        return false;
    struct text bytes = fixture_bytes(path, &f->arena);
    return memmem(bytes.at, bytes.len, word, strlen(word)) != NULL;
}

/* Payloads of many sizes, some over several pages, among others; then all of them erased, by and by. */
static void nothing_of_what_was_erased_is_left(void **state)
{
    struct fixture *f = *state;
    enum { N = 120 };
    char word[48], *bytes = malloc(40000);
    assert_non_null(bytes);
    for (int64_t seq = 1; seq <= N; seq++) {
        size_t len = (size_t)(seq * seq * 3 % 40000);
        len = len < 20 ? 20 : len;
        for (size_t at = 0; at < len; at++)
            bytes[at] = "kertas"[at % 6];
        snprintf(word, sizeof word, "RAHASIA-%lld-", (long long)seq);
        memcpy(bytes, word, strlen(word));
        memcpy(bytes + len - strlen(word), word, strlen(word));
        struct store_payload payload = {.kind = 1, .bytes = {bytes, len}};
        OK(store_begin(f->store, &f->head));
        OK(append_event(f->store, seq, 1, &payload, 1, &f->arena));
        OK(store_commit(f->store));
    }
    free(bytes);
    for (int64_t i = 0; i < N; i++) {
        int64_t seq = 1 + i * 77 % N;
        snprintf(word, sizeof word, "RAHASIA-%lld-", (long long)seq);
        assert_true(is_in(f, "", word));
        OK(store_begin(f->store, &f->head));
        OK(store_erase(f->store, seq, 0));
        OK(store_commit(f->store));
        assert_false(is_in(f, "", word));
        assert_false(is_in(f, "-journal", word));
        arena_release(&f->arena);
    }
    assert_false(is_in(f, "", "RAHASIA"));
    OK(store_begin(f->store, &f->head));
    OK(append_event(f->store, N + 1, 1, NULL, 0, &f->arena));
    OK(store_commit(f->store));
    assert_false(is_in(f, "-journal", "RAHASIA"));
    /* it is kept again, and only its head is cleared */
    char journal[160];
    struct stat info;
    snprintf(journal, sizeof journal, "%s-journal", f->path);
    assert_int_equal(stat(journal, &info), 0);
    assert_true(info.st_size > 0);
}

/* --- carrying over --- */

static const struct migration two_steps[] = {
    {1, ADD_OFFICE},
    {2, "CREATE TABLE offices (name TEXT PRIMARY KEY) STRICT; INSERT INTO offices SELECT DISTINCT office FROM people"},
    {0, NULL},
};

/* The path from a version 0 that this test makes: the first version without accounts, kept by their names elsewhere. */
static const struct migration from_zero[] = {
    {0, "CREATE TABLE accounts (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;"
        "INSERT INTO accounts (name) SELECT name FROM old_accounts ORDER BY rowid; DROP TABLE old_accounts"},
    {0, NULL},
};

static int entries(const char *folder)
{
    char command[128];
    snprintf(command, sizeof command, "ls -A %s | wc -l", folder);
    FILE *pipe = popen(command, "r");
    int n = -1;
    assert_non_null(pipe);
    assert_int_equal(fscanf(pipe, "%d", &n), 1);
    pclose(pipe);
    return n;
}

static void make_version_0(struct fixture *f)
{
    sqlite3 *db;
    store_close(f->store);
    f->store = NULL;
    assert_int_equal(sqlite3_open(f->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db,
                                  "DROP TABLE accounts; CREATE TABLE old_accounts (name TEXT);"
                                  "INSERT INTO old_accounts VALUES ('siti'), ('budi'); PRAGMA user_version = 0",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    sqlite3_close(db);
}

static void a_version_is_carried_over(void **state)
{
    struct fixture *f = *state;
    struct store_health health;
    struct text name;
    struct stat before, after;
    OK(store_begin(f->store, &f->head));
    OK(append_event(f->store, 1, 0, NULL, 0, &f->arena));
    OK(store_commit(f->store));
    make_version_0(f);
    assert_int_equal(chmod(f->path, 0640), 0);
    assert_int_equal(stat(f->path, &before), 0);
    struct open_as as = {STORE_VERSION, from_zero, store_schema};
    IS(STORE_OLDER, store_open_as(&f->store, f->path, STORE_READS, as, &f->why));
    OK(store_open_as(&f->store, f->path, STORE_WRITES, as, &f->why));
    assert_int_equal(stat(f->path, &after), 0);
    assert_int_equal(after.st_mode, before.st_mode);
    assert_int_not_equal(after.st_ino, before.st_ino);
    OK(store_account_of(f->store, 2, &name, &f->arena));
    assert_memory_equal(name.at, "budi", 4);
    OK(store_examine(f->store, &health, &f->arena));
    assert_int_equal(health.seq, 1);
    assert_true(entries(f->folder) <= 2);
    fixture_reopen(f);
    OK(store_begin(f->store, &f->head));
    OK(append_event(f->store, 2, 0, NULL, 0, &f->arena));
    OK(store_commit(f->store));
}

static void several_versions_are_carried_over(void **state)
{
    struct fixture *f = *state;
    struct store *later;
    int64_t n;
    char schema[16384];
    snprintf(schema, sizeof schema, "%s CREATE TABLE offices (name TEXT PRIMARY KEY) STRICT;", schema_with_office());
    struct open_as as = {3, two_steps, schema};
    OK(store_open_as(&later, f->path, STORE_WRITES, as, &f->why));
    assert_int_equal(read_number(later->db, "PRAGMA user_version", &n), SQLITE_OK);
    assert_int_equal(n, 3);
    assert_int_equal(read_number(later->db, "SELECT count(*) FROM offices", &n), SQLITE_OK);
    store_close(later);
    /* whoever had the file open before must not write into what lies nowhere */
    IS(STORE_FAILED, store_begin(f->store, &f->head));
    assert_int_equal(store_why(f->store).code, SQLITE_READONLY_DBMOVED);
    store_close(f->store);
    IS(STORE_NEWER, store_open(&f->store, f->path, STORE_WRITES, &f->why));
}

static void what_fails_in_between_changes_nothing(void **state)
{
    struct fixture *f = *state;
    static const struct migration wrong[] = {{1, "CREATE TABLE good (a); CREATE TABLE events (a)"}, {0, NULL}};
    static const struct migration orphan[] = {{1, "INSERT INTO grants VALUES (77, 'a', 'b')"}, {0, NULL}};
    static const struct migration other[] = {{1, "ALTER TABLE people ADD COLUMN room TEXT"}, {0, NULL}};
    static const struct migration gap[] = {{1, "CREATE TABLE good (a)"}, {0, NULL}};
    static const struct {
        const struct migration *steps;
        int version;
        enum store_status status;
    } rows[] = {
        {wrong, 2, STORE_DAMAGED}, {orphan, 2, STORE_DAMAGED}, {other, 2, STORE_DAMAGED}, {gap, 3, STORE_FOREIGN}};
    struct store *later;
    struct text before = fixture_bytes(f->path, &f->arena);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct open_as as = {rows[i].version, rows[i].steps, schema_with_office()};
        IS(rows[i].status, store_open_as(&later, f->path, STORE_WRITES, as, &f->why));
        assert_null(later);
        struct text after = fixture_bytes(f->path, &f->arena);
        assert_int_equal(after.len, before.len);
        assert_memory_equal(after.at, before.at, before.len);
    }
    assert_true(entries(f->folder) <= 2);
    OK(store_begin(f->store, &f->head));
}

/* While another writes, it waits; two that carry over at once do it once. */
static void two_carry_over_at_once(void **state)
{
    struct fixture *f = *state;
    make_version_0(f);
    pid_t children[2];
    for (int i = 0; i < 2; i++) {
        children[i] = fork();
        if (children[i] == 0) {
            struct open_as as = {STORE_VERSION, from_zero, store_schema};
            struct store_head head;
            struct arena arena = ARENA_INIT;
            enum store_status status = store_open_as(&f->store, f->path, STORE_WRITES, as, &f->why);
            if (status == STORE_OK)
                status = store_begin(f->store, &head);
            if (status == STORE_OK)
                status = append_event(f->store, head.seq + 1, 0, NULL, 0, &arena);
            if (status == STORE_OK)
                status = store_commit(f->store);
            _exit(status == STORE_OK ? 0 : 1);
        }
    }
    for (int i = 0; i < 2; i++) {
        int how;
        assert_int_equal(waitpid(children[i], &how, 0), children[i]);
        assert_true(WIFEXITED(how));
        assert_int_equal(WEXITSTATUS(how), 0);
    }
    OK(store_open(&f->store, f->path, STORE_WRITES, &f->why));
    struct store_head head;
    OK(store_head(f->store, &head));
    assert_int_equal(head.seq, 2);
}

/* --- places --- */

static void network_file_systems_are_known(void **state)
{
    (void)state;
    static const uint32_t networks[] = {0x6969, 0x517B, 0xFF534D42, 0xFE534D42, 0x65735546, 0x01021997};
    static const uint32_t local[] = {0xEF53, 0x58465342, 0x9123683E, 0x01021994, 0x794C7630, 0x2FC12FC1, 0x4D44};
    for (size_t i = 0; i < sizeof networks / sizeof *networks; i++)
        assert_true(place_is_network(networks[i]));
    for (size_t i = 0; i < sizeof local / sizeof *local; i++)
        assert_false(place_is_network(local[i]));
}

static void links_lead_to_the_file(void **state)
{
    struct fixture *f = *state;
    struct store *other;
    struct store_head head;
    char link[128];
    snprintf(link, sizeof link, "%s/tautan.db", f->folder);
    assert_int_equal(symlink(f->path, link), 0);
    OK(store_open(&other, link, STORE_WRITES, &f->why));
    OK(store_begin(other, &head));
    OK(append_event(other, 1, 0, NULL, 0, &f->arena));
    OK(store_commit(other));
    store_close(other);
    OK(store_head(f->store, &head));
    assert_int_equal(head.seq, 1);
    char journal[160];
    snprintf(journal, sizeof journal, "%s-journal", link);
    assert_int_equal(access(journal, F_OK), -1);
}

/* Runs the rest as somebody without any right of root's; the child's answer is its exit code. */
static int as_nobody(int (*work)(struct fixture *f), struct fixture *f)
{
    pid_t child = fork();
    if (child == 0) {
        if (getuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0))
            _exit(99);
        _exit(work(f));
    }
    int how;
    assert_int_equal(waitpid(child, &how, 0), child);
    assert_true(WIFEXITED(how));
    return WEXITSTATUS(how);
}

static int opens_for_writing(struct fixture *f)
{
    struct store *other;
    return -(int)store_open(&other, f->path, STORE_WRITES, &f->why);
}

static int lists(struct fixture *f)
{
    struct store *other;
    struct store_events events;
    enum store_status status = store_open(&other, f->path, STORE_READS, &f->why);
    if (status == STORE_OK)
        status = store_events(other, (struct store_events_wanted){-1, 0, true}, &events, &f->arena);
    return status == STORE_OK ? (int)events.n : 50 - (int)status;
}

static int appends(struct fixture *f)
{
    struct store *other;
    enum store_status status = store_open(&other, f->path, STORE_WRITES, &f->why);
    if (status == STORE_OK)
        status = store_begin(other, &f->head);
    if (status == STORE_OK)
        status = append_event(other, f->head.seq + 1, 0, NULL, 0, &f->arena);
    if (status == STORE_OK)
        status = store_commit(other);
    return -(int)status;
}

static int creates(struct fixture *f)
{
    struct store *other;
    char path[128];
    snprintf(path, sizeof path, "%s/baru.db", f->folder);
    return -(int)store_open(&other, path, STORE_CREATES, &f->why);
}

static void a_read_only_file_is_read(void **state)
{
    struct fixture *f = *state;
    char journal[160];
    snprintf(journal, sizeof journal, "%s-journal", f->path);
    OK(store_begin(f->store, &f->head));
    OK(append_event(f->store, 1, 0, NULL, 0, &f->arena));
    OK(store_commit(f->store));
    chmod(f->folder, 0755);
    chmod(f->path, 0400);
    assert_int_equal(as_nobody(lists, f), 50 - (int)STORE_FAILED);
    chmod(f->path, 0444);
    chmod(journal, 0444);
    assert_int_equal(as_nobody(opens_for_writing, f), -(int)STORE_READ_ONLY);
    assert_int_equal(as_nobody(lists, f), 1);
    /* a file that may be written in a folder that may not: no journal can be made */
    chmod(f->path, 0666);
    chmod(f->folder, 0555);
    unlink(journal);
    assert_int_equal(as_nobody(appends, f), -(int)STORE_READ_ONLY);
    assert_int_equal(as_nobody(creates, f), -(int)STORE_READ_ONLY);
    assert_int_equal(as_nobody(lists, f), 1);
    chmod(f->folder, 0755);
    assert_int_equal(entries(f->folder), 1);
}

/* A disk with no room: no file may grow. What was there stays, and all goes on when there is room again. */
static int fills_up(struct fixture *f)
{
    struct rlimit limit;
    struct stat info;
    signal(SIGXFSZ, SIG_IGN);
    if (stat(f->path, &info) != 0 || getrlimit(RLIMIT_FSIZE, &limit) != 0)
        return 90;
    rlim_t before = limit.rlim_cur;
    limit.rlim_cur = (rlim_t)info.st_size;
    if (setrlimit(RLIMIT_FSIZE, &limit) != 0)
        return 91;
    enum store_status status = STORE_OK;
    int64_t done = 0;
    for (int i = 0; i < 2000 && status == STORE_OK; i++) {
        status = store_begin(f->store, &f->head);
        if (status == STORE_OK)
            status = append_event(f->store, f->head.seq + 1, 0, NULL, 0, &f->arena);
        if (status == STORE_OK)
            status = store_commit(f->store);
        done += status == STORE_OK;
    }
    if (status != STORE_FULL)
        return 60 - (int)status;
    store_give_up(f->store);
    store_close(f->store);
    limit.rlim_cur = before;
    setrlimit(RLIMIT_FSIZE, &limit);
    if (store_open(&f->store, f->path, STORE_WRITES, &f->why) != STORE_OK)
        return 92;
    if (store_head(f->store, &f->head) != STORE_OK || f->head.seq != done)
        return 93;
    return appends(f);
}

static void a_full_disk_loses_nothing(void **state)
{
    struct fixture *f = *state;
    pid_t child = fork();
    if (child == 0)
        _exit(fills_up(f));
    int how;
    assert_int_equal(waitpid(child, &how, 0), child);
    assert_true(WIFEXITED(how));
    assert_int_equal(WEXITSTATUS(how), 0);
}

/* Where not even giving up can be done, the connection goes, and with it the lock. */
static void a_lock_is_let_go_of(void **state)
{
    struct fixture *f = *state;
    struct store *other;
    OK(store_begin(f->store, &f->head));
    OK(append_event(f->store, 1, 0, NULL, 0, &f->arena));
    sqlite3_finalize(f->store->statements[SQL_ROLLBACK]);
    f->store->statements[SQL_ROLLBACK] = NULL;
    store_give_up(f->store);
    OK(store_open(&other, f->path, STORE_WRITES, &f->why));
    OK(store_begin(other, &f->head));
    assert_int_equal(f->head.seq, 0);
    store_close(other);
    IS(STORE_MEMORY, store_begin(f->store, &f->head));
    IS(STORE_MEMORY, store_head(f->store, &f->head));
    IS(STORE_MEMORY, store_backup(f->store, "/tmp/tidak-dibuat.db"));
    store_give_up(f->store);
}

/* Two that make the same store at once: one of them makes it, both have it. */
static void two_create_at_once(void **state)
{
    struct fixture *f = *state;
    pid_t children[8];
    store_close(f->store);
    f->store = NULL;
    for (int round = 0; round < 10; round++) {
        place_drop(f->path);
        for (int i = 0; i < 8; i++) {
            children[i] = fork();
            if (children[i] == 0) {
                struct store *other;
                enum store_status status = store_open(&other, f->path, STORE_CREATES, &f->why);
                if (status == STORE_OK)
                    status = store_begin(other, &f->head);
                if (status == STORE_OK)
                    status = append_event(other, f->head.seq + 1, 0, NULL, 0, &f->arena);
                if (status == STORE_OK)
                    status = store_commit(other);
                _exit(-(int)status);
            }
        }
        for (int i = 0; i < 8; i++) {
            int how;
            assert_int_equal(waitpid(children[i], &how, 0), children[i]);
            assert_true(WIFEXITED(how));
            assert_int_equal(WEXITSTATUS(how), 0);
        }
        OK(store_open(&f->store, f->path, STORE_READS, &f->why));
        OK(store_head(f->store, &f->head));
        assert_int_equal(f->head.seq, 8);
        store_close(f->store);
        f->store = NULL;
        assert_true(entries(f->folder) <= 2);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_make, fixture_drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(foreign_files_are_left_alone),
        TEST(a_foreign_journal_is_left_alone),
        TEST(other_versions_are_left_alone),
        TEST(damage_is_said),
        TEST(changes_from_outside_are_seen),
        TEST(settings_hold),
        TEST(a_write_ahead_log_is_taken_back),
        TEST(the_log_is_only_appended_to),
        TEST(the_schema_is_defended),
        TEST(nothing_of_what_was_erased_is_left),
        TEST(a_version_is_carried_over),
        TEST(several_versions_are_carried_over),
        TEST(what_fails_in_between_changes_nothing),
        TEST(two_carry_over_at_once),
        cmocka_unit_test(network_file_systems_are_known),
        TEST(links_lead_to_the_file),
        TEST(a_read_only_file_is_read),
        TEST(a_full_disk_loses_nothing),
        TEST(a_lock_is_let_go_of),
        TEST(two_create_at_once),
    };
    return cmocka_run_group_tests_name("the store's file", tests, NULL, NULL);
}
