/* What lies beside a store, and where it lies: journals of others, what only looks like a journal, several names,
 * copies that were never finished, network disks, other people's rights. Linked so that statfs and the steps of a copy
 * are ours. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "store/fixture.h"
#include "store/handle.h"
#include "store/open.h"
#include "store/place.h"
#include "store/schema.h"

#define OK(call) assert_int_equal((call), STORE_OK)
#define IS(status, call) assert_int_equal((call), (status))

static const char *in_folder(struct fixture *f, const char *name)
{
    static char paths[8][160];
    static unsigned next;
    char *path = paths[next++ % 8];
    snprintf(path, sizeof paths[0], "%s/%s", f->folder, name);
    return path;
}

static void write_file(const char *path, const void *bytes, size_t n)
{
    int file = open(path, O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, 0644);
    assert_true(file >= 0 && write(file, bytes, n) == (ssize_t)n);
    close(file);
}

static bool is_there(const char *path)
{
    struct stat info;
    return lstat(path, &info) == 0;
}

static void append_one(struct fixture *f, struct store *store)
{
    OK(store_begin(store, &f->head));
    OK(append_event(store, f->head.seq + 1, 0, NULL, 0, &f->arena));
    OK(store_commit(store));
}

/* --- a journal that a crash left --- */

static unsigned char journal_head(const char *path)
{
    unsigned char byte = 0;
    int file = open(path, O_RDONLY | O_CLOEXEC);
    assert_true(file >= 0 && read(file, &byte, 1) == 1);
    close(file);
    return byte;
}

/* A child is killed in the middle of a change so large that SQLite has begun to write it into the file. */
static void crash(struct fixture *f)
{
    store_close(f->store);
    f->store = NULL;
    pid_t child = fork();
    if (child == 0) {
        static char bytes[1 << 20];
        struct store_payload payload = {.kind = 1, .bytes = {bytes, sizeof bytes}};
        OK(store_open(&f->store, f->path, STORE_WRITES, &f->why));
        OK(store_begin(f->store, &f->head));
        for (int64_t i = 1; i <= 12; i++)
            OK(append_event(f->store, f->head.seq + i, 1, &payload, 1, &f->arena));
        kill(getpid(), SIGKILL);
    }
    int how;
    assert_int_equal(waitpid(child, &how, 0), child);
    assert_true(WIFSIGNALED(how));
    assert_int_equal(journal_head(in_folder(f, "baku.db-journal")), 0xD9);
}

static void a_journal_that_a_crash_left_stays_with_its_store(void **state)
{
    struct fixture *f = *state;
    struct store *copy, *other;
    struct store_health health;
    append_one(f, f->store);
    OK(store_backup(f->store, in_folder(f, "cadangan.db")));
    crash(f);
    assert_int_equal(rename(f->path, in_folder(f, "pindah.db")), 0);
    OK(store_open(&copy, in_folder(f, "cadangan.db"), STORE_READS, &f->why));
    IS(STORE_JOURNAL, store_backup(copy, f->path));
    IS(STORE_JOURNAL, store_open(&other, f->path, STORE_CREATES, &f->why));
    assert_null(other);
    IS(STORE_ABSENT, store_open(&other, f->path, STORE_WRITES, &f->why));
    assert_false(is_there(f->path));
    assert_int_equal(journal_head(in_folder(f, "baku.db-journal")), 0xD9);
    assert_int_equal(rename(in_folder(f, "baku.db-journal"), in_folder(f, "pindah.db-journal")), 0);
    OK(store_backup(copy, f->path));
    store_close(copy);
    for (int i = 0; i < 2; i++) {
        OK(store_open(&other, i ? f->path : in_folder(f, "pindah.db"), STORE_WRITES, &f->why));
        OK(store_examine(other, &health, &f->arena));
        assert_true(health.sound);
        assert_int_equal(health.seq, 1);
        store_close(other);
    }
}

/* Of any kind; also where it comes while the copy is made. */
static void nothing_is_made_beside_what_is_taken_for_a_journal(void **state)
{
    static const char *const names[] = {"baru.db-journal", "baru.db-wal", "baru.db-shm"};
    struct fixture *f = *state;
    struct store *other;
    for (int i = 0; i < 12; i++) {
        const char *name = in_folder(f, names[i / 4]), *path = in_folder(f, "baru.db");
        if (i % 4 == 0)
            write_file(name, "\xD9", 1);
        else
            assert_int_equal(i % 4 == 1 ? mkfifo(name, 0600) : i % 4 == 2 ? mkdir(name, 0700) : symlink("x", name), 0);
        IS(STORE_JOURNAL, store_backup(f->store, path));
        IS(STORE_JOURNAL, store_open(&other, path, STORE_CREATES, &f->why));
        write_file(in_folder(f, "fresh"), "x", 1);
        assert_int_equal(place_take(in_folder(f, "fresh"), path, false), PLACE_JOURNAL);
        assert_false(is_there(path));
        assert_true(is_there(name));
        assert_int_equal(remove(name), 0);
    }
    /* One whose transaction is over, as it lies beside every store, is nobody's. */
    write_file(in_folder(f, "baru.db-journal"), "\0\xD5", 2);
    OK(store_backup(f->store, in_folder(f, "baru.db")));
    IS(STORE_TAKEN, store_backup(f->store, in_folder(f, "baru.db")));
}

/* --- what would hang, and several names --- */

static void what_is_no_journal_is_not_waited_for(void **state)
{
    static const char *const names[] = {"baku.db-journal", "baku.db-wal", "baku.db-shm"};
    struct fixture *f = *state;
    store_close(f->store);
    f->store = NULL;
    unlink(in_folder(f, names[0]));
    alarm(20);
    for (int i = 0; i < 9; i++)
        for (enum store_mode mode = STORE_READS; mode <= STORE_CREATES; mode++) {
            const char *name = in_folder(f, names[i / 3]);
            assert_int_equal(i % 3 == 0 ? mkfifo(name, 0600) : i % 3 == 1 ? mkdir(name, 0700) : symlink("x", name), 0);
            IS(STORE_BESIDE, store_open(&f->store, f->path, mode, &f->why));
            assert_int_equal(remove(name), 0);
        }
    alarm(0);
    OK(store_open(&f->store, f->path, STORE_WRITES, &f->why));
}

static void a_store_has_one_name(void **state)
{
    struct fixture *f = *state;
    struct store *other;
    const char *second = in_folder(f, "kedua.db");
    assert_int_equal(link(f->path, second), 0);
    for (enum store_mode mode = STORE_READS; mode <= STORE_CREATES; mode++) {
        IS(STORE_LINKED, store_open(&other, f->path, mode, &f->why));
        IS(STORE_LINKED, store_open(&other, second, mode, &f->why));
    }
    unlink(second);
    OK(store_open(&other, f->path, STORE_WRITES, &f->why));
    store_close(other);
}

/* --- what a kill left --- */

static void make_old(const char *path, int hours)
{
    struct timespec now, times[2];
    clock_gettime(CLOCK_REALTIME, &now);
    times[0] = times[1] = (struct timespec){.tv_sec = now.tv_sec - hours * 3600L};
    assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
}

/* A file that begins as a store does, or not, and that many hours old. */
static void leave(struct fixture *f, const char *name, bool ours, int hours)
{
    char head[100] = "SQLite format 3";
    memcpy(head + 68, ours ? "Baku" : "Lain", 4);
    write_file(in_folder(f, name), head, sizeof head);
    make_old(in_folder(f, name), hours);
}

static void what_a_kill_left_is_named_and_taken_away_after_a_day(void **state)
{
    static const struct {
        const char *name;
        bool ours;
        int hours;
        bool named, opened, backed_up; /* the doctor names it; an opening, a backup takes it away */
    } rows[] = {
        {"baku.db.part-0123456789abcdef", true, 25, true, true, true},
        {"baku.db.new-0123456789abcdef", true, 25, true, true, false},
        {"baku.db.next-0123456789abcdef", true, 25, true, true, false},
        {"baku.db.part-0123456789abcde0", true, 23, true, false, false},
        {"baku.db.part-0123456789abcde1", false, 25, true, false, false},
        {"baku.db.part-0123456789abcde", true, 25, false, false, false},
        {"baku.db.part-0123456789abcdeF", true, 25, false, false, false},
        {"baku.db.old-0123456789abcdef", true, 25, false, false, false},
        {"other.db.new-0123456789abcdef", true, 25, false, false, false},
        {"other.db.part-0123456789abcdef", true, 25, false, false, true},
        {".part-0123456789abcdef", true, 25, false, false, false},
        {"baku.db.part", true, 25, false, false, false},
    };
    enum { N = sizeof rows / sizeof *rows };
    struct fixture *f = *state;
    for (int backup = 0; backup < 2; backup++) {
        struct store_health health;
        size_t named = 0;
        for (size_t i = 0; i < N; i++)
            leave(f, rows[i].name, rows[i].ours, rows[i].hours);
        leave(f, "baku.db.part-0123456789abcdef-journal", false, 1);
        OK(store_examine(f->store, &health, &f->arena));
        assert_true(health.sound);
        for (size_t i = 0; i < health.leftovers.n; i++)
            for (size_t k = 0; k < N; k++)
                named += rows[k].named && text_eq(health.leftovers.at[i], text_of(rows[k].name));
        assert_int_equal(named, 5);
        assert_int_equal(health.leftovers.n, 6); /* with the journal */
        if (backup)
            OK(store_backup(f->store, in_folder(f, "cadangan.db")));
        else
            fixture_reopen(f);
        for (size_t i = 0; i < N; i++)
            if (is_there(in_folder(f, rows[i].name)) == (backup ? rows[i].backed_up : rows[i].opened))
                fail_msg("%s: %s", backup ? "backup" : "opening", rows[i].name);
        assert_false(is_there(in_folder(f, "baku.db.part-0123456789abcdef-journal")));
    }
    leave(f, "baku.db.part-0123456789abcdef", true, 25);
    struct store *other;
    OK(store_open(&other, f->path, STORE_READS, &f->why));
    store_close(other);
    assert_true(is_there(in_folder(f, "baku.db.part-0123456789abcdef")));
}

/* Neither links nor pipes are followed, nor what has another name, too. */
static void what_only_looks_left_stays(void **state)
{
    struct fixture *f = *state;
    const char *fifo = in_folder(f, "baku.db.part-0123456789abcde0"),
               *soft = in_folder(f, "baku.db.part-0123456789abcde1");
    const char *hard = in_folder(f, "baku.db.new-0123456789abcde2"), *lain = in_folder(f, "lain.db");
    leave(f, "lain.db", true, 30);
    assert_int_equal(mkfifo(fifo, 0600) + symlink(lain, soft) + link(lain, hard), 0);
    make_old(fifo, 30);
    alarm(20);
    fixture_reopen(f);
    alarm(0);
    assert_true(is_there(fifo) && is_there(soft) && is_there(hard) && is_there(lain));
}

/* --- network disks --- */

static uint32_t faked_type;

int __real_statfs(const char *path, struct statfs *info);
int __wrap_statfs(const char *path, struct statfs *info);
int __wrap_statfs(const char *path, struct statfs *info)
{
    int code = __real_statfs(path, info);
    if (faked_type)
        info->f_type = (__fsword_t)faked_type;
    return code;
}

static void a_store_on_a_network_disk_is_refused(void **state)
{
    struct fixture *f = *state;
    struct store *other;
    faked_type = 0x6969;
    for (enum store_mode mode = STORE_READS; mode <= STORE_CREATES; mode++)
        IS(STORE_NETWORK, store_open(&other, f->path, mode, &f->why));
    IS(STORE_NETWORK, store_open(&other, in_folder(f, "baru.db"), STORE_CREATES, &f->why));
    assert_false(is_there(in_folder(f, "baru.db")));
    faked_type = 0xEF53;
    OK(store_open(&other, f->path, STORE_WRITES, &f->why));
    store_close(other);
    faked_type = 0;
}

/* --- a copy, while others write --- */

static struct fixture *written_into; /* between two steps of a copy; NULL: nobody writes */
static int steps_of_copy, whole_steps;

int __real_sqlite3_backup_step(sqlite3_backup *backup, int pages);
int __wrap_sqlite3_backup_step(sqlite3_backup *backup, int pages);
int __wrap_sqlite3_backup_step(sqlite3_backup *backup, int pages)
{
    int code = __real_sqlite3_backup_step(backup, pages);
    whole_steps += pages < 0;
    if (!written_into || code != SQLITE_OK)
        return code;
    if (++steps_of_copy > 100)
        return SQLITE_INTERRUPT;
    append_one(written_into, written_into->store);
    return code;
}

static void a_copy_comes_to_an_end_while_others_write(void **state)
{
    static char bytes[1 << 20];
    struct fixture *f = *state;
    struct store_payload payload = {.kind = 1, .bytes = {bytes, sizeof bytes}};
    struct store *reader, *copy;
    struct store_health health;
    for (int i = 0; i < 20; i++) {
        OK(store_begin(f->store, &f->head));
        OK(append_event(f->store, f->head.seq + 1, 1, &payload, 1, &f->arena));
        OK(store_commit(f->store));
    }
    OK(store_open(&reader, f->path, STORE_READS, &f->why));
    written_into = f;
    whole_steps = 0;
    enum store_status status = store_backup(reader, in_folder(f, "cadangan.db"));
    written_into = NULL;
    OK(status);
    assert_int_equal(whole_steps, 1);
    assert_in_range(steps_of_copy, 3, 40);
    store_close(reader);
    OK(store_open(&copy, in_folder(f, "cadangan.db"), STORE_READS, &f->why));
    OK(store_examine(copy, &health, &f->arena));
    assert_true(health.sound && health.seq >= 20);
    store_close(copy);
}

/* --- one call sees one head --- */

static struct {
    const char *path;
    int statements, written, busy;
} meddler;

/* At each statement of the reader somebody else tries to write, and does not wait. */
static int meddle(unsigned what, void *with, void *stmt, void *sql)
{
    sqlite3 *db;
    (void)what, (void)with, (void)stmt;
    if (strncmp(sql, "SELECT", 6) != 0 || ++meddler.statements == 1)
        return 0;
    assert_int_equal(sqlite3_open(meddler.path, &db), SQLITE_OK);
    int code = sqlite3_exec(db, "UPDATE head SET at = at + 1", NULL, NULL, NULL);
    meddler.written += code == SQLITE_OK;
    meddler.busy += code == SQLITE_BUSY;
    sqlite3_close(db);
    return 0;
}

static void a_call_reads_from_one_moment(void **state)
{
    struct fixture *f = *state;
    struct store *reader;
    struct store_events events;
    struct store_payload payload = {.kind = 1, .bytes = TEXT("Siti")};
    OK(store_begin(f->store, &f->head));
    for (int64_t seq = 1; seq <= 3; seq++)
        OK(append_event(f->store, seq, 1, &payload, 1, &f->arena));
    OK(store_commit(f->store));
    OK(store_open(&reader, f->path, STORE_READS, &f->why));
    meddler.path = f->path;
    sqlite3_trace_v2(reader->db, SQLITE_TRACE_STMT, meddle, NULL);
    OK(store_events(reader, (struct store_events_wanted){-1, 0, true}, &events, &f->arena));
    sqlite3_trace_v2(reader->db, 0, NULL, NULL);
    assert_int_equal(events.n, 3);
    assert_int_equal(meddler.written, 0);
    assert_int_equal(meddler.busy, 3);
    store_close(reader);
    append_one(f, f->store);
}

/* --- settings --- */

/* Said once more than in the table, as each is the answer to a trap. */
static void the_settings_are_those(void **state)
{
    static const struct {
        const char *sql;
        int64_t value;
    } rows[] = {{"PRAGMA cell_size_check", 1},    {"PRAGMA foreign_keys", 1},  {"PRAGMA mmap_size", 0},
                {"PRAGMA recursive_triggers", 1}, {"PRAGMA secure_delete", 1}, {"PRAGMA synchronous", 3},
                {"PRAGMA temp_store", 2},         {"PRAGMA trusted_schema", 0}};
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int64_t value;
        assert_int_equal(read_number(f->store->db, rows[i].sql, &value), SQLITE_OK);
        if (value != rows[i].value)
            fail_msg("%s: %lld", rows[i].sql, (long long)value);
    }
}

/* --- carrying over --- */

static const struct migration steps[] = {{1, ADD_OFFICE}, {0, NULL}};

static void a_store_that_was_carried_over_can_be_backed_up(void **state)
{
    struct fixture *f = *state;
    struct open_as later = {2, steps, schema_with_office()};
    struct store_health health;
    append_one(f, f->store);
    store_close(f->store);
    OK(store_open_as(&f->store, f->path, STORE_WRITES, later, &f->why));
    OK(store_examine(f->store, &health, &f->arena));
    assert_true(health.sound);
    OK(store_backup(f->store, in_folder(f, "cadangan.db")));
    struct store *copy;
    OK(store_open_as(&copy, in_folder(f, "cadangan.db"), STORE_WRITES, later, &f->why));
    OK(store_examine(copy, &health, &f->arena));
    assert_true(health.sound);
    append_one(f, copy);
    store_close(copy);
}

/* As user 1000 of those groups: what carrying over ends with. */
static int carry_as(struct fixture *f, gid_t group)
{
    pid_t child = fork();
    if (child == 0) {
        struct store *store;
        struct open_as later = {2, steps, schema_with_office()};
        if (setgroups(1, &group) != 0 || setgid(1000) != 0 || setuid(1000) != 0)
            _exit(99);
        umask(077);
        _exit(-(int)store_open_as(&store, f->path, STORE_WRITES, later, &f->why));
    }
    int how;
    assert_int_equal(waitpid(child, &how, 0), child);
    assert_true(WIFEXITED(how));
    return WEXITSTATUS(how);
}

static void the_group_keeps_what_is_carried_over(void **state)
{
    struct fixture *f = *state;
    struct stat info;
    struct store *other;
    if (getuid() != 0)
        skip();
    store_close(f->store);
    f->store = NULL;
    unlink(in_folder(f, "baku.db-journal"));
    assert_int_equal(chown(f->path, 0, 5000) + chmod(f->path, 0666) + chmod(f->folder, 0777), 0);
    /* of another group: nobody may be shut out, so nothing is done */
    assert_int_equal(carry_as(f, 6000), -(int)STORE_READ_ONLY);
    OK(store_open(&other, f->path, STORE_READS, &f->why));
    store_close(other);
    assert_int_equal(stat(f->path, &info), 0);
    assert_int_equal(info.st_uid, 0);
    unlink(in_folder(f, "baku.db-journal"));
    assert_int_equal(chmod(f->path, 0660), 0);
    assert_int_equal(carry_as(f, 5000), 0);
    assert_int_equal(stat(f->path, &info), 0);
    assert_int_equal(info.st_gid, 5000);
    assert_int_equal(info.st_mode & 07777, 0660);
    IS(STORE_NEWER, store_open(&f->store, f->path, STORE_READS, &f->why));
}

static void root_carries_the_owner_over(void **state)
{
    struct fixture *f = *state;
    struct stat info;
    struct open_as later = {2, steps, schema_with_office()};
    if (getuid() != 0)
        skip();
    store_close(f->store);
    assert_int_equal(chmod(f->path, 0604), 0);
    assert_int_equal(chown(f->path, 1000, 5000), 0);
    OK(store_open_as(&f->store, f->path, STORE_WRITES, later, &f->why));
    assert_int_equal(stat(f->path, &info), 0);
    assert_int_equal(info.st_uid, 1000);
    assert_int_equal(info.st_gid, 5000);
    assert_int_equal(info.st_mode & 07777, 0604);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_make, fixture_drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_journal_that_a_crash_left_stays_with_its_store),
        TEST(nothing_is_made_beside_what_is_taken_for_a_journal),
        TEST(what_is_no_journal_is_not_waited_for),
        TEST(a_store_has_one_name),
        TEST(what_a_kill_left_is_named_and_taken_away_after_a_day),
        TEST(what_only_looks_left_stays),
        TEST(a_store_on_a_network_disk_is_refused),
        TEST(a_copy_comes_to_an_end_while_others_write),
        TEST(a_call_reads_from_one_moment),
        TEST(the_settings_are_those),
        TEST(a_store_that_was_carried_over_can_be_backed_up),
        TEST(the_group_keeps_what_is_carried_over),
        TEST(root_carries_the_owner_over),
    };
    return cmocka_run_group_tests_name("where a store lies", tests, NULL, NULL);
}
