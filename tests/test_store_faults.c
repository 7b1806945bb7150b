/* Disks that fail and power that goes, at every operation in turn: every change that was acknowledged is there
 * afterwards, none is half there, and no other. */
#define _POSIX_C_SOURCE 200809L
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "store/fixture.h"
#include "store/open.h"
#include "store/shim.h"

enum { CASES = 40, CHANGES = 4 };

static const struct store_payload secret = {
    .kind = 1, .salt = "0123456789abcde", .bytes = {"Siti Aminah binti Ahmad", 23}};

/* The base from which every trial begins, and what the trial has acknowledged. */
static struct trial {
    struct fixture file;
    struct text base;
    struct arena scratch;
    int64_t acknowledged;         /* head.seq of the last change that ended with OK */
    int64_t begun;                /* and of the one after it, if it was on its way */
    int64_t changed[CHANGES + 1]; /* the case of each event behind the base's */
    int64_t erased;               /* the event with which something was erased; 0: none */
    enum store_status status;
} trial;

/* By a later version, which the next opening must be, too, where it was done. */
static const struct migration steps[] = {{1, ADD_OFFICE}, {0, NULL}};
static struct open_as later = {2, steps, NULL};

static void in_folder(char path[160], const char *name) { snprintf(path, 160, "%s/%s", trial.file.folder, name); }

static enum store_status fill(struct store *store)
{
    struct store_head head;
    struct store_due due[2];
    int64_t id;
    enum store_status status = store_begin(store, &head);
    if (status == STORE_OK)
        status = append_event(store, 1, 0, NULL, 0, &trial.scratch);
    if (status == STORE_OK)
        status = add_revision(store, &id);
    for (int64_t i = 1; i <= CASES && status == STORE_OK; i++) {
        status = append_event(store, 1 + i, i, &secret, 1, &trial.scratch);
        struct store_case row = case_of(i, 1 + i, due);
        if (status == STORE_OK)
            status = store_case_add(store, &row);
    }
    return status == STORE_OK ? store_commit(store) : status;
}

static int prepare(void **state)
{
    (void)state;
    later.schema = schema_with_office();
    fixture_folder_in_memory(&trial.file);
    assert_int_equal(store_open(&trial.file.store, trial.file.path, STORE_CREATES, &trial.file.why), STORE_OK);
    assert_int_equal(fill(trial.file.store), STORE_OK);
    store_close(trial.file.store);
    trial.base = fixture_bytes(trial.file.path, &trial.file.arena);
    return 0;
}

static int finish(void **state)
{
    (void)state;
    arena_release(&trial.scratch);
    fixture_remove(&trial.file);
    return 0;
}

static void empty_folder(void)
{
    DIR *folder = opendir(trial.file.folder);
    assert_non_null(folder);
    for (struct dirent *entry = readdir(folder); entry; entry = readdir(folder))
        if (*entry->d_name != '.')
            unlinkat(dirfd(folder), entry->d_name, 0);
    closedir(folder);
}

/* The base again, and nothing beside it. */
static void reset(void)
{
    empty_folder();
    FILE *file = fopen(trial.file.path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(trial.base.at, 1, trial.base.len, file), trial.base.len);
    assert_int_equal(fclose(file), 0);
    trial.acknowledged = trial.begun = 1 + CASES;
    trial.erased = 0;
    trial.status = STORE_OK;
}

/* --- what is done --- */

/* Change number `i`: an event, its case with what is due; the second erases, too. */
static enum store_status change(struct store *store, int i)
{
    struct store_head head;
    struct store_due due[2];
    struct store_case row;
    int64_t id = 1 + i * 7;
    enum store_status status = store_begin(store, &head);
    if (status != STORE_OK)
        return status;
    trial.begun = head.seq + 1;
    trial.changed[head.seq - 1 - CASES] = id;
    trial.erased = i == 1 ? trial.begun : trial.erased == trial.begun ? 0 : trial.erased;
    status = store_case(store, id, &row, &trial.scratch);
    if (status == STORE_OK)
        status = append_event(store, head.seq + 1, id, &secret, 1, &trial.scratch);
    if (status == STORE_OK) {
        int64_t version = row.version;
        row = case_of(id, head.seq + 1, due);
        status = store_case_put(store, &row, version);
    }
    if (status == STORE_OK && i == 1)
        status = store_erase(store, 3, 0);
    if (status == STORE_OK)
        status = store_commit(store);
    if (status == STORE_OK)
        trial.acknowledged = trial.begun;
    return status;
}

/* After a failure the change is given up, and the handle does the next or says that it is done with. */
static void work(struct store *store)
{
    for (int i = 0; i < CHANGES; i++) {
        enum store_status status = change(store, i);
        if (status != STORE_OK)
            trial.status = status;
        store_give_up(store);
    }
}

static void list(struct store *store)
{
    struct store_tasks tasks;
    struct store_tasks_wanted wanted = {.late_before = STORE_NO_TIME};
    struct store_events events;
    enum store_status status = store_tasks(store, &wanted, &tasks, &trial.scratch);
    if (status == STORE_OK) {
        assert_int_equal(tasks.n, 2 * CASES);
        status = store_events(store, (struct store_events_wanted){-1, 0, true}, &events, &trial.scratch);
    }
    if (status != STORE_OK)
        trial.status = status;
}

static void back_up(struct store *store)
{
    char path[160];
    in_folder(path, "salinan.db");
    enum store_status status = store_backup(store, path);
    if (status != STORE_OK)
        trial.status = status;
}

/* Opens, and does all that a day brings; of a power cut only what changes the store. */
static void open_and(void (*then)(struct store *store))
{
    struct store *store;
    enum store_status status = store_open(&store, trial.file.path, STORE_WRITES, &trial.file.why);
    if (status != STORE_OK) {
        assert_null(store);
        trial.status = status;
        return;
    }
    then(store);
    store_close(store);
}

static void whole_day(struct store *store)
{
    work(store);
    list(store);
    back_up(store);
}

static void run_day(void) { open_and(whole_day); }
static void run_changes(void) { open_and(work); }

static void run_creation(void)
{
    struct store *store;
    char path[160];
    in_folder(path, "baru.db");
    trial.status = store_open(&store, path, STORE_CREATES, &trial.file.why);
    store_close(store);
}

static void run_backup(void) { open_and(back_up); }

/* The base is the copy; what is made is `baru.db`. */
static void restore_from(struct store *copy)
{
    char path[160];
    in_folder(path, "baru.db");
    trial.status = store_backup(copy, path);
}

static void run_restoring(void) { open_and(restore_from); }

static void run_carrying(void)
{
    struct store *store;
    trial.status = store_open_as(&store, trial.file.path, STORE_WRITES, later, &trial.file.why);
    store_close(store);
}

/* --- what must be there --- */

static int64_t last_change_of(int64_t id, int64_t seq)
{
    int64_t version = 1 + id;
    for (int64_t s = 2 + CASES; s <= seq; s++)
        if (trial.changed[s - 2 - CASES] == id)
            version = s;
    return version;
}

/* Events, cases and what is due tell the same story, up to `seq`. */
static void is_whole(struct store *store, int64_t seq)
{
    struct store_health health;
    struct store_events events;
    struct arena *arena = &trial.scratch;
    assert_int_equal(store_examine(store, &health, arena), STORE_OK);
    if (!health.sound)
        fail_msg("%.*s", (int)health.complaint.len, health.complaint.at);
    assert_int_equal(store_events(store, (struct store_events_wanted){-1, 0, true}, &events, arena), STORE_OK);
    assert_int_equal(events.n, seq);
    for (size_t i = 1; i < events.n; i++) {
        assert_int_equal(events.at[i].n_payloads, 1);
        bool erased = events.at[i].seq == 3 && trial.erased && seq >= trial.erased;
        assert_int_equal(events.at[i].payloads[0].erased, erased);
    }
    for (int64_t id = 1; id <= CASES; id++) {
        struct store_case row;
        struct store_due due[2];
        assert_int_equal(store_case(store, id, &row, arena), STORE_OK);
        assert_int_equal(row.version, last_change_of(id, seq));
        struct store_case expected = case_of(id, row.version, due);
        assert_int_equal(row.n_due, 2);
        assert_int_equal(row.due[0].until, due[0].until);
        assert_true(text_eq(row.state, expected.state));
    }
}

static void holds(const char *path, int64_t least, int64_t most)
{
    struct store *store;
    struct store_head head;
    enum store_status status = store_open(&store, path, STORE_WRITES, &trial.file.why);
    if (status != STORE_OK)
        fail_msg("it opens with %d, code %d", (int)status, trial.file.why.code);
    assert_int_equal(store_head(store, &head), STORE_OK);
    assert_in_range(head.seq, least, most);
    is_whole(store, head.seq);
    assert_int_equal(store_begin(store, &head), STORE_OK);
    assert_int_equal(append_event(store, head.seq + 1, 0, NULL, 0, &trial.scratch), STORE_OK);
    assert_int_equal(store_commit(store), STORE_OK);
    store_close(store);
}

/* What failed took away what it had begun under another name. */
static void nothing_is_left_over(void)
{
    DIR *folder = opendir(trial.file.folder);
    assert_non_null(folder);
    for (struct dirent *entry = readdir(folder); entry; entry = readdir(folder))
        if (strstr(entry->d_name, ".new-") || strstr(entry->d_name, ".next-") || strstr(entry->d_name, ".part-"))
            fail_msg("left over: %s", entry->d_name);
    closedir(folder);
}

static void carried_holds(void)
{
    struct store *store;
    struct store_head head;
    assert_int_equal(store_open_as(&store, trial.file.path, STORE_WRITES, later, &trial.file.why), STORE_OK);
    assert_int_equal(store_head(store, &head), STORE_OK);
    assert_int_equal(head.seq, 1 + CASES);
    store_close(store);
}

static void holds_all(void)
{
    char path[160];
    struct store *store;
    nothing_is_left_over();
    in_folder(path, "baru.db");
    assert_int_equal(store_open(&store, path, STORE_CREATES, &trial.file.why), STORE_OK);
    store_close(store);
    if (store_open(&store, trial.file.path, STORE_READS, &trial.file.why) == STORE_NEWER) {
        carried_holds();
        return;
    }
    store_close(store);
    holds(trial.file.path, trial.acknowledged, trial.begun > trial.acknowledged ? trial.begun : trial.acknowledged);
    in_folder(path, "salinan.db");
    if (access(path, F_OK) == 0)
        holds(path, 1 + CASES, trial.acknowledged);
    arena_reset(&trial.scratch);
}

/* What was not carried out is not there, and what was is. */
static bool is_made(const char *name)
{
    char path[160];
    in_folder(path, name);
    return access(path, F_OK) == 0;
}

static void made_or_not(void (*run)(void), enum shim_op op)
{
    /* of a new store that was made, the opening may still fail */
    if (run == run_restoring || (run == run_creation && op >= SHIM_FSYNC))
        assert_int_equal(is_made("baru.db"), trial.status == STORE_OK);
    if (run == run_backup)
        assert_int_equal(is_made("salinan.db"), trial.status == STORE_OK);
}

/* --- faults --- */

/* What a fault of that kind may be called. */
static void is_said_well(const struct shim_fault *fault)
{
    enum store_status status = trial.status;
    if (fault->full) {
        assert_true(status == STORE_OK || status == STORE_FULL);
        return;
    }
    assert_true(status == STORE_OK || status == STORE_FAILED || (fault->op == SHIM_OPEN && status == STORE_READ_ONLY));
}

static long fail_each(void (*run)(void), enum shim_op op, bool for_ever, bool full)
{
    long nth = 1;
    for (bool happened = true; happened; nth++) {
        struct shim_fault fault = {op, nth, for_ever, full};
        reset();
        shim_begin();
        shim_fail(fault);
        run();
        happened = shim_happened();
        shim_end();
        is_said_well(&fault);
        made_or_not(run, op);
        if (!happened)
            assert_int_equal(trial.status, STORE_OK);
        holds_all();
    }
    return nth - 2;
}

static void each_fails(const char *what, enum shim_op op, long least)
{
    for (int for_ever = 0; for_ever < 2; for_ever++) {
        long n = fail_each(run_day, op, for_ever, false);
        print_message("# %ld %s failed in turn%s\n", n, what, for_ever ? ", and all after it" : "");
        assert_true(n >= least);
    }
}

static void each_read_fails(void **state)
{
    (void)state;
    each_fails("reads", SHIM_READ, 30);
}

static void each_write_fails(void **state)
{
    (void)state;
    each_fails("writes", SHIM_WRITE, 60);
}

static void each_sync_fails(void **state)
{
    (void)state;
    each_fails("syncs", SHIM_SYNC, 4 * CHANGES);
}

static void each_open_fails(void **state)
{
    (void)state;
    each_fails("opens", SHIM_OPEN, 1 + CHANGES);
}

static void each_truncation_fails(void **state)
{
    (void)state;
    each_fails("truncations", SHIM_TRUNCATE, 1);
}

static void each_lock_fails(void **state)
{
    (void)state;
    each_fails("locks", SHIM_LOCK, 10);
}

static void each_size_fails(void **state)
{
    (void)state;
    each_fails("sizes", SHIM_SIZE, 5);
}

static void each_write_finds_the_disk_full(void **state)
{
    (void)state;
    assert_true(fail_each(run_day, SHIM_WRITE, false, true) >= 60);
    assert_true(fail_each(run_day, SHIM_WRITE, true, true) >= 60);
}

static void each_operation_fails(void (*run)(void), const char *what)
{
    long n = 0;
    for (enum shim_op op = 0; op < SHIM_OPS; op++)
        for (int for_ever = 0; for_ever < 2; for_ever++)
            n += fail_each(run, op, for_ever, false);
    n += fail_each(run, SHIM_WRITE, true, true);
    print_message("# %ld operations failed in turn: %s\n", n, what);
    assert_true(n >= 40);
}

static void each_operation_of_making_one_fails(void **state)
{
    (void)state;
    each_operation_fails(run_creation, "a new store");
}

static void each_operation_of_making_a_copy_fails(void **state)
{
    (void)state;
    each_operation_fails(run_backup, "a backup");
    each_operation_fails(run_restoring, "a backup put back");
}

static void each_operation_of_carrying_over_fails(void **state)
{
    (void)state;
    each_operation_fails(run_carrying, "an earlier version");
}

/* After a sync that failed nothing more is done through this handle, even when the disk is well again. */
static void a_failed_sync_ends_the_handle(void **state)
{
    (void)state;
    struct store *store;
    struct store_head head;
    reset();
    shim_begin();
    assert_int_equal(store_open(&store, trial.file.path, STORE_WRITES, &trial.file.why), STORE_OK);
    shim_fail((struct shim_fault){.op = SHIM_SYNC, .nth = 1});
    assert_int_equal(change(store, 0), STORE_FAILED);
    assert_true(shim_happened());
    store_give_up(store);
    assert_int_equal(store_begin(store, &head), STORE_FAILED);
    assert_int_equal(store_head(store, &head), STORE_FAILED);
    assert_int_equal(store_why(store).code & 0xFF, 10);
    store_close(store);
    shim_end();
    holds_all();
}

/* --- the power --- */

static long cut_each(enum shim_cut cut, uint64_t seeds)
{
    long nth = 1;
    for (bool happened = true; happened; nth++) {
        for (uint64_t seed = 1; seed <= seeds && happened; seed++) {
            reset();
            shim_begin();
            shim_power(nth);
            run_changes();
            happened = shim_happened();
            if (happened)
                shim_cut(cut, seed + (uint64_t)nth * 1000);
            shim_end();
            holds_all();
        }
    }
    return nth - 2;
}

#ifdef __SANITIZE_ADDRESS__
enum { SEEDS = 1 };
#else
enum { SEEDS = 2 };
#endif

static void the_power_goes(enum shim_cut cut, uint64_t seeds, const char *what)
{
    const char *told = getenv("SEEDS");
    if (told && seeds > 1)
        seeds = strtoull(told, NULL, 10);
    long n = cut_each(cut, seeds);
    print_message("# the power went %ld times %llu, %s\n", n, (unsigned long long)seeds, what);
    assert_true(n >= 60);
}

static void unsynced_writes_are_lost(void **state)
{
    (void)state;
    the_power_goes(CUT_NONE_KEPT, 1, "unsynced writes lost");
}

static void unsynced_writes_are_there(void **state)
{
    (void)state;
    the_power_goes(CUT_ALL_KEPT, 1, "unsynced writes kept");
}

static void unsynced_writes_change_places(void **state)
{
    (void)state;
    the_power_goes(CUT_SOME_KEPT, SEEDS, "some later writes kept, some earlier lost");
}

static void unsynced_writes_are_torn(void **state)
{
    (void)state;
    the_power_goes(CUT_TORN, SEEDS, "writes torn");
}

/* --- the power, while a file is made --- */

static void is_whole_or_absent(const char *name, bool must_be)
{
    char path[160];
    in_folder(path, name);
    if (must_be && access(path, F_OK) != 0)
        fail_msg("%s was acknowledged and is gone", name);
    if (access(path, F_OK) == 0)
        holds(path, 1 + CASES, 1 + CASES);
}

static void made_or_absent(void (*run)(void))
{
    bool done = trial.status == STORE_OK;
    struct store *store;
    char path[160];
    in_folder(path, "baru.db");
    if (run == run_creation) {
        enum store_status status = store_open(&store, path, STORE_READS, &trial.file.why);
        assert_true(status == STORE_OK || (!done && (status == STORE_ABSENT || status == STORE_LINKED)));
        store_close(store);
        if (status == STORE_LINKED) {
            assert_int_equal(store_open(&store, path, STORE_WRITES, &trial.file.why), STORE_OK);
            store_close(store);
        }
    } else if (run == run_carrying) {
        enum store_status status = store_open(&store, trial.file.path, STORE_READS, &trial.file.why);
        assert_true(status == STORE_NEWER || (status == STORE_OK && !done));
        store_close(store);
        carried_holds();
    } else {
        is_whole_or_absent(run == run_backup ? "salinan.db" : "baru.db", done);
        is_whole_or_absent("baku.db", true);
    }
    arena_reset(&trial.scratch);
}

/* The last time it goes when all was done. */
static long cut_making(void (*run)(void), enum shim_cut cut, bool links)
{
    long nth = 1;
    for (bool happened = true; happened; nth++) {
        reset();
        shim_begin();
        shim_power(nth);
        if (links)
            shim_links_only();
        run();
        happened = shim_happened();
        if (!happened)
            assert_int_equal(trial.status, STORE_OK);
        shim_cut(cut, (uint64_t)nth);
        shim_end();
        made_or_absent(run);
    }
    return nth - 2;
}

static void the_power_goes_while_a_file_is_made(void **state)
{
    static const struct {
        void (*run)(void);
        const char *what;
        long least;
    } rows[] = {{run_creation, "a new store", 8},
                {run_backup, "a backup", 20},
                {run_restoring, "a backup put back", 20},
                {run_carrying, "an earlier version", 40}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (int links = 0; links < 2; links++)
            for (enum shim_cut cut = CUT_NONE_KEPT; cut < CUTS; cut++) {
                long n = cut_making(rows[i].run, cut, links);
                if (cut == CUT_NONE_KEPT)
                    print_message("# the power went %ld times, each in four ways: %s\n", n, rows[i].what);
                assert_true(n >= rows[i].least);
            }
}

/* Writes two bytes through the shim, the first of them synced, then the power goes. */
static void write_two(const char *path)
{
    sqlite3_vfs *vfs = sqlite3_vfs_find("shim");
    sqlite3_file *file = calloc(1, (size_t)vfs->szOsFile);
    char name[168] = ""; /* SQLite's names end with more than one zero */
    assert_non_null(file);
    strcpy(name + 4, path);
    assert_int_equal(vfs->xOpen(vfs, name + 4, file, SQLITE_OPEN_READWRITE | SQLITE_OPEN_MAIN_DB, NULL), SQLITE_OK);
    assert_int_equal(file->pMethods->xWrite(file, "X", 1, 1), SQLITE_OK);
    assert_int_equal(file->pMethods->xSync(file, SQLITE_SYNC_NORMAL), SQLITE_OK);
    assert_int_equal(file->pMethods->xWrite(file, "Y", 1, 2), SQLITE_OK);
    assert_int_not_equal(file->pMethods->xSync(file, SQLITE_SYNC_NORMAL), SQLITE_OK);
    file->pMethods->xClose(file);
    free(file);
}

/* A shim that lost nothing would prove nothing. */
static void the_shim_loses_what_is_not_synced(void **state)
{
    static const char *const left[CUTS] = {[CUT_NONE_KEPT] = "lXma", [CUT_ALL_KEPT] = "lXYa"};
    (void)state;
    for (enum shim_cut cut = CUT_NONE_KEPT; cut <= CUT_ALL_KEPT; cut++) {
        char path[160], bytes[4] = "";
        in_folder(path, "salinan.db");
        FILE *file = fopen(path, "wb");
        assert_non_null(file);
        fputs("lama", file);
        fclose(file);
        shim_begin();
        shim_power(5); /* open, write, sync, write, sync */
        write_two(path);
        assert_true(shim_happened());
        shim_cut(cut, 1);
        shim_end();
        file = fopen(path, "rb");
        assert_non_null(file);
        assert_int_equal(fread(bytes, 1, 4, file), 4);
        fclose(file);
        assert_memory_equal(bytes, left[cut], 4);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_shim_loses_what_is_not_synced),
        cmocka_unit_test(each_read_fails),
        cmocka_unit_test(each_write_fails),
        cmocka_unit_test(each_sync_fails),
        cmocka_unit_test(each_open_fails),
        cmocka_unit_test(each_truncation_fails),
        cmocka_unit_test(each_lock_fails),
        cmocka_unit_test(each_size_fails),
        cmocka_unit_test(each_write_finds_the_disk_full),
        cmocka_unit_test(a_failed_sync_ends_the_handle),
        cmocka_unit_test(each_operation_of_making_one_fails),
        cmocka_unit_test(each_operation_of_making_a_copy_fails),
        cmocka_unit_test(each_operation_of_carrying_over_fails),
        cmocka_unit_test(unsynced_writes_are_lost),
        cmocka_unit_test(unsynced_writes_are_there),
        cmocka_unit_test(unsynced_writes_change_places),
        cmocka_unit_test(unsynced_writes_are_torn),
        cmocka_unit_test(the_power_goes_while_a_file_is_made),
    };
    return cmocka_run_group_tests_name("the store and its disk", tests, prepare, finish);
}
