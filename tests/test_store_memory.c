/* Memory that runs out in the store, at its every allocation and SQLite's in turn: the call says so or does what it
 * does with memory enough, gives everything back, and leaves a store that opens and is whole.
 *
 * This program's malloc takes the place of libc's, as in test_memory.c, and so is not for builds with a sanitizer. */
#define _DEFAULT_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "failing_memory.h"
#include "store/fixture.h"
#include "store/open.h"

/* --- what is done --- */

enum { CASES = 5 };

static struct fixture base;
static char path[128], copy[128];

static const struct store_payload secret = {.kind = 1, .bytes = {"Siti Aminah", 11}};

#define DO(call)                                                                                                       \
    do {                                                                                                               \
        enum store_status status_ = (call);                                                                            \
        if (status_ != STORE_OK)                                                                                       \
            return status_;                                                                                            \
    } while (0)

/* A leaf of `seq`, made before memory runs out. */
static struct text ready_leaf(int64_t seq, int64_t case_id)
{
    static struct text ready[16];
    static int64_t of[16];
    size_t at = (size_t)seq % 16;
    if (!ready[at].at) {
        struct store_event event = {.seq = seq, .case_id = case_id, .payloads = &secret, .n_payloads = 1};
        ready[at] = leaf_of(&event, 1000 * seq, &base.arena);
        of[at] = seq * 100 + case_id;
    }
    assert_int_equal(of[at], seq * 100 + case_id);
    return ready[at];
}

static enum store_status append(struct store *store, int64_t seq, int64_t case_id)
{
    struct store_event event = {
        .seq = seq, .case_id = case_id, .leaf = ready_leaf(seq, case_id), .payloads = &secret, .n_payloads = 1};
    return store_append(store, &event, 1000 * seq);
}

static enum store_status fill(struct store *store)
{
    struct store_head head;
    struct store_due due[2];
    int64_t id;
    DO(store_begin(store, &head));
    DO(append(store, 1, 0));
    DO(add_revision(store, &id));
    DO(store_person_add(store, TEXT("Siti"), &id));
    DO(store_grant_add(store, id, (struct store_grant){TEXT("petugas"), TEXT("kaltim")}));
    for (int64_t i = 1; i <= CASES; i++) {
        DO(append(store, 1 + i, i));
        struct store_case row = case_of(i, 1 + i, due);
        DO(store_case_add(store, &row));
    }
    return store_commit(store);
}

static enum store_status nothing(struct store *store, struct arena *arena)
{
    (void)store;
    (void)arena;
    return STORE_OK;
}

static enum store_status change(struct store *store, struct arena *arena)
{
    struct store_head head;
    struct store_case row;
    struct store_due due[2];
    DO(store_begin(store, &head));
    DO(store_case(store, 2, &row, arena));
    DO(append(store, head.seq + 1, 2));
    int64_t version = row.version;
    row = case_of(2, head.seq + 1, due);
    DO(store_case_put(store, &row, version));
    DO(store_erase(store, 3, 0));
    return store_commit(store);
}

static enum store_status change_the_rest(struct store *store, struct arena *arena)
{
    struct store_head head;
    struct store_due due[2];
    int64_t id;
    (void)arena;
    DO(store_begin(store, &head));
    DO(append(store, head.seq + 1, 2));
    DO(add_revision(store, &id));
    DO(store_person_add(store, TEXT("Budi"), &id));
    DO(store_grant_add(store, id, (struct store_grant){TEXT("kepala"), TEXT("kaltim")}));
    DO(store_person_remove(store, id));
    struct store_case row = case_of(CASES + 1, head.seq + 1, due);
    DO(store_case_add(store, &row));
    DO(store_request_add(store, &(struct store_request){.key = TEXT("k"), .answer = TEXT("a")}));
    DO(store_account(store, TEXT("siti"), &id));
    store_give_up(store);
    return STORE_OK;
}

static enum store_status list(struct store *store, struct arena *arena)
{
    static const struct store_grant grants[] = {{{"petugas", 7}, {"kaltim", 6}}, {{"pencetak", 8}, {"kaltim", 6}}};
    struct store_tasks_wanted wanted = {grants, 2, STORE_NO_TIME, NULL};
    struct store_tasks tasks;
    struct store_events events;
    struct store_cases cases;
    DO(store_tasks(store, &wanted, &tasks, arena));
    assert_int_equal(tasks.n, 2 * CASES);
    DO(store_events(store, (struct store_events_wanted){-1, 0, true}, &events, arena));
    assert_int_equal(events.n, 1 + CASES);
    assert_int_equal(events.at[2].n_payloads, 1);
    DO(store_cases(store, (struct store_cases_wanted){0, TEXT("kaltim"), -1}, &cases, arena));
    assert_int_equal(cases.n, CASES);
    assert_int_equal(cases.at[4].sop.len, 11);
    return STORE_OK;
}

static enum store_status look(struct store *store, struct arena *arena)
{
    struct store_people people;
    struct store_person person;
    struct store_revisions revisions;
    struct store_revision revision;
    DO(store_people(store, 0, &people, arena));
    assert_int_equal(people.at[0].n_grants, 1);
    DO(store_person(store, TEXT("Siti"), &person, arena));
    DO(store_revisions(store, TEXT(""), 0, &revisions, arena));
    DO(store_revision_at(store, TEXT("kaltim/lock"), 0, &revision, arena));
    DO(store_revision(store, 1, true, &revision, arena));
    assert_int_equal(revision.n_files, 2);
    assert_memory_equal(revision.files[0].bytes.at, "title: LOCK\n", 12);
    return STORE_OK;
}

static enum store_status back_up(struct store *store, struct arena *arena)
{
    (void)arena;
    return store_backup(store, copy);
}

static enum store_status examine(struct store *store, struct arena *arena)
{
    struct store_health health;
    DO(store_examine(store, &health, arena));
    if (!health.sound)
        fail_msg("%.*s", (int)health.complaint.len, health.complaint.at);
    return STORE_OK;
}

/* --- each allocation --- */

static void reset(const struct text *bytes)
{
    char journal[160];
    snprintf(journal, sizeof journal, "%s-journal", path);
    unlink(journal);
    unlink(copy);
    if (!bytes) {
        unlink(path);
        return;
    }
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes->at, 1, bytes->len, file), bytes->len);
    assert_int_equal(fclose(file), 0);
}

struct task {
    const char *name;
    enum store_status (*work)(struct store *store, struct arena *arena);
    enum store_mode mode;
    bool fresh, later; /* a store that is not there yet; opened by a later version */
    int64_t most;      /* events there may be afterwards, behind the base's */
};

static const struct migration steps[] = {{1, ADD_OFFICE}, {0, NULL}};

static struct open_as later = {2, steps, NULL};

static enum store_status try_task(const struct task *task)
{
    struct arena arena = ARENA_INIT;
    struct store_why why;
    struct store *store;
    enum store_status status =
        task->later ? store_open_as(&store, path, task->mode, later, &why) : store_open(&store, path, task->mode, &why);
    if (status == STORE_OK)
        status = task->work(store, &arena);
    else
        assert_null(store);
    store_close(store);
    arena_release(&arena);
    return status;
}

static void is_whole(const struct task *task)
{
    struct arena arena = ARENA_INIT;
    struct store_why why;
    struct store_health health;
    struct store *store;
    enum store_status status = store_open(&store, path, task->fresh ? STORE_CREATES : STORE_READS, &why);
    if (task->later && status == STORE_NEWER)
        status = store_open_as(&store, path, STORE_READS, later, &why);
    assert_int_equal(status, STORE_OK);
    assert_int_equal(store_examine(store, &health, &arena), STORE_OK);
    assert_true(health.sound);
    if (!task->fresh)
        assert_in_range(health.seq, 1 + CASES, 1 + CASES + task->most);
    store_close(store);
    arena_release(&arena);
}

/* The first one by one; of the rest some, or as many as EVERY tells: 1 for all. */
enum { FIRST = 150 };

static void each_fails(const struct task *task, struct text bytes, int for_ever)
{
    const char *told = getenv("EVERY");
    size_t k = 0, last = 0, stride = told ? (size_t)atoi(told) : 31;
    do {
        reset(task->fresh ? NULL : &bytes);
        last = k;
        k += k < FIRST ? 1 : stride;
        memory_begin(k, for_ever);
        enum store_status status = try_task(task);
        size_t left = memory_end();
        if (left)
            fail_msg("%s: %zu blocks left at allocation %zu", task->name, left, k);
        if (status != STORE_MEMORY && status != STORE_OK)
            fail_msg("%s: status %d at allocation %zu", task->name, (int)status, k);
        is_whole(task);
    } while (memory.failed);
    print_message("# %s: %zu allocations%s\n", task->name, last, for_ever ? ", and all after it" : "");
    assert_true(k > 20);
}

static void each_allocation_fails(void **state)
{
    (void)state;
    static const struct task tasks[] = {
        {.name = "create", .work = nothing, .mode = STORE_CREATES, .fresh = true},
        {.name = "open", .work = nothing, .mode = STORE_WRITES},
        {.name = "change", .work = change, .mode = STORE_WRITES, .most = 1},
        {.name = "change the rest", .work = change_the_rest, .mode = STORE_WRITES},
        {.name = "list", .work = list, .mode = STORE_READS},
        {.name = "look", .work = look, .mode = STORE_READS},
        {.name = "back up", .work = back_up, .mode = STORE_READS},
        {.name = "examine", .work = examine, .mode = STORE_READS},
        {.name = "carry over", .work = nothing, .mode = STORE_WRITES, .later = true},
    };
    struct text bytes = fixture_bytes(path, &base.arena);
    const char *only = getenv("ONLY");
    for (size_t i = 0; i < sizeof tasks / sizeof *tasks; i++) {
        if (only && strcmp(only, tasks[i].name) != 0)
            continue;
        reset(tasks[i].fresh ? NULL : &bytes);
        assert_int_equal(try_task(&tasks[i]), STORE_OK); /* what is kept for the process is made now */
        for (int for_ever = 0; for_ever < 2; for_ever++)
            each_fails(&tasks[i], bytes, for_ever);
    }
}

/* Giving up needs none: whoever comes next does not wait, though the handle is still there. */
static void a_change_is_given_up_without_memory(void **state)
{
    (void)state;
    struct text bytes = fixture_bytes(path, &base.arena);
    struct store *store, *next;
    struct store_why why;
    struct store_head head;
    struct arena arena = ARENA_INIT;
    for (size_t k = 1; k < 200; k++) {
        reset(&bytes);
        assert_int_equal(store_open(&store, path, STORE_WRITES, &why), STORE_OK);
        assert_int_equal(store_open(&next, path, STORE_WRITES, &why), STORE_OK);
        memory_begin(k, 1);
        enum store_status status = change(store, &arena);
        store_give_up(store);
        bool failed = memory.failed;
        memory_end();
        assert_int_equal(status, failed ? STORE_MEMORY : STORE_OK);
        assert_int_equal(store_begin(next, &head), STORE_OK);
        store_give_up(next);
        store_close(next);
        assert_int_equal(store_begin(store, &head), STORE_OK); /* and it goes on itself */
        store_close(store);
        arena_release(&arena);
    }
}

static int prepare(void **state)
{
    (void)state;
    if (!memory_spares_openssl())
        return -1;
    fixture_folder_in_memory(&base);
    later.schema = schema_with_office();
    snprintf(path, sizeof path, "%s", base.path);
    snprintf(copy, sizeof copy, "%s/salinan.db", base.folder);
    if (store_open(&base.store, path, STORE_CREATES, &base.why) != STORE_OK || fill(base.store) != STORE_OK)
        return -1;
    store_close(base.store);
    ready_leaf(2 + CASES, 2);
    return 0;
}

static int finish(void **state)
{
    (void)state;
    fixture_remove(&base);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_change_is_given_up_without_memory),
                                       cmocka_unit_test(each_allocation_fails)};
    return cmocka_run_group_tests_name("the store and memory", tests, prepare, finish);
}
