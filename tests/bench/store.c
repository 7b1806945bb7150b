/* The store: what a durable change costs beside bare SQLite, and that it costs the same however many cases there are.
 * BAKU_BENCH_CASES is how many "many" are: 100,000 unless told. */
#define _POSIX_C_SOURCE 200809L
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/bare.h"
#include "bench/bench.h"
#include "store/fixture.h"

enum { BATCH = 1000 };

/* A store or bare SQLite with the same cases, and where it stands. */
struct subject {
    struct fixture file;
    struct bare *bare; /* NULL: the store */
    struct store_head head;
    int64_t cases;
    int64_t *versions; /* of each case, from 0 */
    uint64_t random;
    struct arena scratch;
};

static int64_t any_case(struct subject *subject)
{
    subject->random = subject->random * 6364136223846793005u + 1442695040888963407u;
    return 1 + (int64_t)(subject->random >> 33) % subject->cases;
}

static bool begin(struct subject *subject)
{
    arena_reset(&subject->scratch);
    if (!subject->bare)
        return store_begin(subject->file.store, &subject->head) == STORE_OK;
    return bare_begin(subject->bare);
}

static bool commit(struct subject *subject)
{
    if (!subject->bare)
        return store_commit(subject->file.store) == STORE_OK;
    return bare_head(subject->bare, subject->head.seq, subject->head.at) && bare_commit(subject->bare);
}

/* What bare SQLite writes was made before, by whom is no matter: the bytes of one leaf. */
static struct text ready_leaf(void)
{
    static char bytes[64];
    static size_t len;
    if (len == 0) {
        struct arena arena = ARENA_INIT;
        struct text leaf = leaf_of(&(struct store_event){.seq = 100000, .case_id = 5000}, 1000000, &arena);
        len = leaf.len;
        memcpy(bytes, leaf.at, len);
        arena_release(&arena);
    }
    return (struct text){bytes, len};
}

static bool append(struct subject *subject, int64_t case_id)
{
    int64_t seq = ++subject->head.seq;
    subject->head.at = 1000 * seq;
    if (subject->bare)
        return bare_event(subject->bare, seq, case_id, ready_leaf());
    return append_event(subject->file.store, seq, case_id, NULL, 0, &subject->scratch) == STORE_OK;
}

static bool start_case(struct subject *subject, int64_t id)
{
    struct store_due due[2];
    if (!append(subject, id))
        return false;
    struct store_case row = case_of(id, subject->head.seq, due);
    subject->versions[id - 1] = subject->head.seq;
    return subject->bare ? bare_case_add(subject->bare, &row) : store_case_add(subject->file.store, &row) == STORE_OK;
}

static bool fill(struct subject *subject)
{
    bool fine = true;
    for (int64_t id = 1; id <= subject->cases && fine; id++) {
        fine = id % BATCH != 1 || begin(subject);
        fine = fine && start_case(subject, id);
        if (id % BATCH == 0 || id == subject->cases)
            fine = fine && commit(subject);
    }
    return fine;
}

static bool publish(struct subject *subject)
{
    int64_t revision;
    return begin(subject) && append(subject, 0) && add_revision(subject->file.store, &revision) == STORE_OK &&
           commit(subject);
}

static bool open_subject(struct subject *subject, int64_t cases, bool bare)
{
    *subject = (struct subject){.cases = cases, .random = 35};
    subject->versions = calloc((size_t)cases, sizeof *subject->versions);
    if (!subject->versions)
        return false;
    if (!bare) {
        fixture_open(&subject->file);
        return publish(subject) && fill(subject);
    }
    fixture_folder(&subject->file);
    subject->bare = bare_open(subject->file.path);
    return subject->bare && fill(subject);
}

static void close_subject(struct subject *subject)
{
    if (subject->bare)
        bare_close(subject->bare);
    if (subject->file.folder[0])
        fixture_close(&subject->file);
    arena_release(&subject->scratch);
    free(subject->versions);
}

/* --- the rows --- */

/* A completed step: one event, the case, two due steps in place of two. */
static bool change(struct subject *subject)
{
    struct store_due due[2];
    int64_t id = any_case(subject), version = subject->versions[id - 1];
    if (!begin(subject) || !append(subject, id))
        return false;
    struct store_case row = case_of(id, subject->head.seq, due);
    subject->versions[id - 1] = subject->head.seq;
    bool fine = subject->bare ? bare_case_put(subject->bare, &row)
                              : store_case_put(subject->file.store, &row, version) == STORE_OK;
    return fine && commit(subject);
}

static bool changes(void *self, uint64_t times)
{
    bool fine = true;
    for (uint64_t i = 0; i < times && fine; i++)
        fine = change(self);
    return fine;
}

static bool batches(void *self, uint64_t times)
{
    struct subject *subject = self;
    bool fine = true;
    for (uint64_t i = 0; i < times && fine; i++) {
        fine = begin(subject);
        for (int n = 0; n < BATCH && fine; n++)
            fine = append(subject, any_case(subject));
        fine = fine && commit(subject);
    }
    return fine;
}

static bool first_pages(void *self, uint64_t times)
{
    static const struct store_grant grant = {{"petugas", 7}, {"kaltim", 6}};
    struct subject *subject = self;
    bool fine = true;
    for (uint64_t i = 0; i < times && fine; i++) {
        struct store_tasks tasks;
        arena_reset(&subject->scratch);
        fine = store_tasks(subject->file.store, &(struct store_tasks_wanted){&grant, 1, STORE_NO_TIME, NULL}, &tasks,
                           &subject->scratch) == STORE_OK &&
               tasks.n == STORE_PAGE;
    }
    return fine;
}

bool bench_store(const struct bench *bench)
{
    (void)bench;
    struct subject bare = {0}, few = {0}, lots = {0};
    bool fine = open_subject(&few, 1000, false) && open_subject(&bare, 1000, true) &&
                open_subject(&lots, many_cases(STORE_PAGE, 100000), false);
    fine = fine ? print_measured("store: a completed step, durable; bare SQLite", "steps/s",
                                 (struct side){changes, &few, 100, 1}, (struct side){changes, &bare, 100, 1}, 0.7) &&
                      print_measured("store: 1,000 events a change; bare SQLite", "events/s",
                                     (struct side){batches, &few, 10, BATCH}, (struct side){batches, &bare, 10, BATCH},
                                     0.5) &&
                      print_measured("store: a completed step, many cases; 1,000", "steps/s",
                                     (struct side){changes, &lots, 100, 1}, (struct side){changes, &few, 100, 1},
                                     1 / 1.3) &&
                      print_measured("store: first page of tasks, many cases; 1,000", "pages/s",
                                     (struct side){first_pages, &lots, 50, 1}, (struct side){first_pages, &few, 50, 1},
                                     1 / 1.3)
                : broken("the store cannot be filled");
    close_subject(&bare);
    close_subject(&few);
    close_subject(&lots);
    return fine;
}
