/* Many processes on one store, and processes that are killed at any moment: no gap in the sequence, nothing
 * acknowledged lost, nothing half done, and nobody has to hear that the database is locked. KILLS tells how many kills.
 */
#define _DEFAULT_SOURCE
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "store/fixture.h"
#include "store/open.h"
#include "store/place.h"

#define OK(call) assert_int_equal((call), STORE_OK)

enum { CASES = 12, WRITERS = 8, CHANGES = 50 };

/* --- a store with cases, and what must hold of it --- */

static enum store_status fill(struct fixture *f)
{
    struct store_due due[2];
    int64_t id;
    enum store_status status = store_begin(f->store, &f->head);
    if (status == STORE_OK)
        status = append_event(f->store, 1, 0, NULL, 0, &f->arena);
    if (status == STORE_OK)
        status = add_revision(f->store, &id);
    for (int64_t i = 1; i <= CASES && status == STORE_OK; i++) {
        status = append_event(f->store, 1 + i, i, NULL, 0, &f->arena);
        struct store_case row = case_of(i, 1 + i, due);
        if (status == STORE_OK)
            status = store_case_add(f->store, &row);
    }
    return status == STORE_OK ? store_commit(f->store) : status;
}

static int make(void **state)
{
    return fixture_make(state) == 0 && fill(*state) == STORE_OK ? 0 : -1;
}

/* Each case was written with its last event, and what is due with it. */
static void is_whole(struct fixture *f, struct store *store)
{
    struct store_health health;
    struct store_events events;
    int64_t last[CASES + 1] = {0}, seen = 0;
    struct arena arena = ARENA_INIT;
    OK(store_examine(store, &health, &arena));
    if (!health.sound)
        fail_msg("%.*s", (int)health.complaint.len, health.complaint.at);
    do {
        OK(store_events(store, (struct store_events_wanted){-1, seen, false}, &events, &arena));
        for (size_t i = 0; i < events.n; i++) {
            assert_int_equal(events.at[i].seq, ++seen);
            last[events.at[i].case_id] = seen;
        }
    } while (events.n);
    assert_int_equal(seen, health.seq);
    for (int64_t id = 1; id <= CASES; id++) {
        struct store_case row;
        struct store_due due[2];
        OK(store_case(store, id, &row, &arena));
        assert_int_equal(row.version, last[id]);
        struct store_case expected = case_of(id, row.version, due);
        assert_true(text_eq(row.state, expected.state));
        assert_int_equal(row.n_due, 2);
        assert_int_equal(row.due[0].until, due[0].until);
        assert_int_equal(row.due[1].since, due[1].since);
    }
    arena_release(&arena);
    (void)f;
}

static enum store_status complete_a_step(struct store *store, int64_t id, int64_t *seq)
{
    struct arena arena = ARENA_INIT;
    struct store_head head;
    struct store_case row;
    struct store_due due[2];
    enum store_status status = store_begin(store, &head);
    if (status == STORE_OK)
        status = store_case(store, id, &row, &arena);
    if (status == STORE_OK)
        status = append_event(store, head.seq + 1, id, NULL, 0, &arena);
    if (status == STORE_OK) {
        int64_t version = row.version;
        row = case_of(id, head.seq + 1, due);
        status = store_case_put(store, &row, version);
    }
    if (status == STORE_OK)
        status = store_commit(store);
    *seq = head.seq + 1;
    arena_release(&arena);
    return status;
}

/* --- the crowd --- */

static int write_steps(struct fixture *f, int number)
{
    struct store *store;
    enum store_status status = store_open(&store, f->path, STORE_WRITES, &f->why);
    int64_t seq;
    for (int i = 0; i < CHANGES && status == STORE_OK; i++)
        status = complete_a_step(store, 1 + (number + i) % 3, &seq); /* few cases: they meet */
    return -(int)status;
}

static enum store_status list_all(struct store *store)
{
    struct arena arena = ARENA_INIT;
    struct store_tasks tasks;
    struct store_events events;
    struct store_cases cases;
    struct store_tasks_wanted wanted = {.late_before = STORE_NO_TIME};
    enum store_status status = store_tasks(store, &wanted, &tasks, &arena);
    if (status == STORE_OK)
        status = store_events(store, (struct store_events_wanted){-1, 0, true}, &events, &arena);
    if (status == STORE_OK)
        status = store_cases(store, (struct store_cases_wanted){0, TEXT(""), -1}, &cases, &arena);
    if (status == STORE_OK && (tasks.n != 2 * CASES || cases.n != CASES))
        status = STORE_DAMAGED;
    arena_release(&arena);
    return status;
}

/* Until it is told to end. */
static volatile sig_atomic_t told_to_end;

static void note(int signal_number)
{
    (void)signal_number;
    told_to_end = 1;
}

static int read_lists(struct fixture *f, int number)
{
    struct store *store;
    (void)number;
    signal(SIGTERM, note);
    enum store_status status = store_open(&store, f->path, STORE_READS, &f->why);
    while (status == STORE_OK && !told_to_end)
        status = list_all(store);
    return -(int)status;
}

static int back_up(struct fixture *f, int number)
{
    struct store *store, *copy;
    char path[128];
    (void)number;
    signal(SIGTERM, note);
    enum store_status status = store_open(&store, f->path, STORE_READS, &f->why);
    for (int i = 0; status == STORE_OK && (!told_to_end || i == 0); i++) {
        struct store_head head;
        snprintf(path, sizeof path, "%s/salinan-%d.db", f->folder, i);
        status = store_backup(store, path);
        if (status == STORE_OK)
            status = store_open(&copy, path, STORE_READS, &f->why);
        if (status == STORE_OK) {
            status = store_head(copy, &head);
            store_close(copy);
        }
        place_drop(path);
    }
    return -(int)status;
}

static pid_t start(int (*work)(struct fixture *f, int number), struct fixture *f, int number)
{
    pid_t child = fork();
    if (child == 0)
        _exit(work(f, number));
    assert_true(child > 0);
    return child;
}

static void ends_well(pid_t child)
{
    int how;
    assert_int_equal(waitpid(child, &how, 0), child);
    assert_true(WIFEXITED(how));
    assert_int_equal(WEXITSTATUS(how), 0);
}

static void a_crowd_leaves_no_gap(void **state)
{
    struct fixture *f = *state;
    pid_t writers[WRITERS];
    pid_t reader = start(read_lists, f, 0), keeper = start(back_up, f, 0);
    for (int i = 0; i < WRITERS; i++)
        writers[i] = start(write_steps, f, i);
    for (int i = 0; i < WRITERS; i++)
        ends_well(writers[i]);
    kill(reader, SIGTERM);
    kill(keeper, SIGTERM);
    ends_well(reader);
    ends_well(keeper);
    is_whole(f, f->store);
    OK(store_head(f->store, &f->head));
    assert_int_equal(f->head.seq, 1 + CASES + WRITERS * CHANGES);
}

/* Two that have read the same version: one of them wins. */
static void one_of_two_wins(void **state)
{
    struct fixture *f = *state;
    struct store *other;
    struct store_case row, same;
    struct store_due due[2];
    OK(store_open(&other, f->path, STORE_WRITES, &f->why));
    OK(store_case(f->store, 1, &row, &f->arena));
    OK(store_case(other, 1, &same, &f->arena));
    OK(store_begin(f->store, &f->head));
    OK(append_event(f->store, f->head.seq + 1, 1, NULL, 0, &f->arena));
    struct store_case next = case_of(1, f->head.seq + 1, due);
    OK(store_case_put(f->store, &next, row.version));
    OK(store_commit(f->store));
    OK(store_begin(other, &f->head));
    next = case_of(1, f->head.seq + 1, due);
    assert_int_equal(store_case_put(other, &next, same.version), STORE_TAKEN);
    store_give_up(other);
    store_close(other);
    is_whole(f, f->store);
}

/* --- kills --- */

static int kills(void)
{
    const char *told = getenv("KILLS");
    return told ? atoi(told) : 50;
}

static void pause_for(long microseconds)
{
    struct timespec pause = {0, microseconds * 1000};
    nanosleep(&pause, NULL);
}

/* Tells each acknowledged number through the pipe, and is killed. */
static void write_until_killed(struct fixture *f, int pipe, unsigned number)
{
    struct store *store;
    int64_t seq;
    if (store_open(&store, f->path, STORE_WRITES, &f->why) != STORE_OK)
        _exit(1);
    for (unsigned i = number;; i++)
        if (complete_a_step(store, 1 + i % CASES, &seq) != STORE_OK || write(pipe, &seq, sizeof seq) != sizeof seq)
            _exit(2);
}

static int64_t last_told(int pipe, int64_t before)
{
    int64_t seq = before, next;
    while (read(pipe, &next, sizeof next) == sizeof next)
        seq = next;
    return seq;
}

/* Every other one is killed only when it has told something: so that the slowest machine gets to writing. */
static int64_t kill_one(struct fixture *f, unsigned number, int64_t before)
{
    int ends[2], how;
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0)
        write_until_killed(f, ends[1], number);
    assert_true(child > 0);
    close(ends[1]);
    if (number % 2)
        assert_int_equal(read(ends[0], &before, sizeof before), sizeof before);
    pause_for(2000 + number * 7919L % 40000);
    kill(child, SIGKILL);
    assert_int_equal(waitpid(child, &how, 0), child);
    assert_true(WIFSIGNALED(how));
    int64_t told = last_told(ends[0], before);
    close(ends[0]);
    return told;
}

static void kills_lose_nothing(void **state)
{
    struct fixture *f = *state;
    int64_t seq = 1 + CASES, written = 0;
    store_close(f->store);
    f->store = NULL;
    for (int i = 0; i < kills(); i++) {
        int64_t told = kill_one(f, (unsigned)i, seq);
        OK(store_open(&f->store, f->path, STORE_WRITES, &f->why));
        OK(store_head(f->store, &f->head));
        assert_in_range(f->head.seq, told, told + 1);
        is_whole(f, f->store);
        store_close(f->store);
        f->store = NULL;
        written += f->head.seq - seq;
        seq = f->head.seq;
    }
    print_message("# %d kills, %lld changes\n", kills(), (long long)written);
    assert_true(written >= kills() / 2);
}

/* A new store, or none. */
static void kills_while_it_is_made(void **state)
{
    struct fixture *f = *state;
    char path[128];
    int made = 0;
    snprintf(path, sizeof path, "%s/baru.db", f->folder);
    for (int i = 0; i < kills(); i++) {
        int how;
        struct store *store;
        pid_t child = fork();
        if (child == 0) {
            for (;;) {
                place_drop(path);
                if (store_open(&store, path, STORE_CREATES, &f->why) != STORE_OK)
                    _exit(1);
                store_close(store);
            }
        }
        pause_for(1000 + i * 7919L % 9000);
        kill(child, SIGKILL);
        assert_int_equal(waitpid(child, &how, 0), child);
        assert_true(WIFSIGNALED(how));
        enum store_status status = store_open(&store, path, STORE_READS, &f->why);
        made += status == STORE_OK;
        assert_true(status == STORE_OK || status == STORE_ABSENT);
        store_close(store);
        OK(store_open(&store, path, STORE_CREATES, &f->why));
        OK(store_head(store, &f->head));
        assert_int_equal(f->head.seq, 0);
        store_close(store);
    }
    print_message("# %d kills, %d stores\n", kills(), made);
}

/* The earlier version, whole, or the later one, whole. */
static void kills_while_it_is_carried_over(void **state)
{
    static const struct migration steps[] = {{1, ADD_OFFICE}, {0, NULL}};
    struct fixture *f = *state;
    const struct open_as later = {2, steps, schema_with_office()};
    char path[128];
    int carried = 0;
    snprintf(path, sizeof path, "%s/lama.db", f->folder);
    for (int i = 0; i < kills(); i++) {
        int how;
        struct store *store;
        place_drop(path);
        OK(store_backup(f->store, path));
        pid_t child = fork();
        if (child == 0)
            _exit(store_open_as(&store, path, STORE_WRITES, later, &f->why) == STORE_OK ? 0 : 1);
        pause_for(500 + i * 7919L % 12000);
        kill(child, SIGKILL);
        assert_int_equal(waitpid(child, &how, 0), child);
        assert_true(WIFSIGNALED(how) || WEXITSTATUS(how) == 0);
        enum store_status status = store_open(&store, path, STORE_READS, &f->why);
        assert_true(status == STORE_OK || status == STORE_NEWER);
        carried += status == STORE_NEWER;
        store_close(store);
        OK(store_open_as(&store, path, STORE_WRITES, later, &f->why));
        OK(store_head(store, &f->head));
        assert_int_equal(f->head.seq, 1 + CASES);
        store_close(store);
    }
    print_message("# %d kills, %d carried over before\n", kills(), carried);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make, fixture_drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_crowd_leaves_no_gap),
        TEST(one_of_two_wins),
        TEST(kills_lose_nothing),
        TEST(kills_while_it_is_made),
        TEST(kills_while_it_is_carried_over),
    };
    return cmocka_run_group_tests_name("the store and its crowd", tests, NULL, NULL);
}
