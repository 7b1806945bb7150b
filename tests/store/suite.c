#include "store/suite.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "store/fixture.h"

#define OK(call) assert_int_equal((call), STORE_OK)
#define IS(status, call) assert_int_equal((call), (status))

static void same_text(struct text a, struct text b)
{
    assert_int_equal(a.len, b.len);
    if (a.len)
        assert_memory_equal(a.at, b.at, a.len);
}

static struct fixture *begun(void **state)
{
    struct fixture *f = *state;
    OK(store_begin(f->store, &f->head));
    return f;
}

/* A store with revision 1, committed; the head is at event 1. */
static struct fixture *published(void **state)
{
    struct fixture *f = begun(state);
    int64_t id;
    OK(append_event(f->store, 1, 0, NULL, 0, &f->arena));
    OK(add_revision(f->store, &id));
    assert_int_equal(id, 1);
    OK(store_commit(f->store));
    return f;
}

static void same_head(struct store *store, int64_t seq, int64_t cases)
{
    struct store_head head;
    OK(store_head(store, &head));
    assert_int_equal(head.seq, seq);
    assert_int_equal(head.at, 1000 * seq);
    assert_int_equal(head.cases, cases);
}

/* --- the file --- */

static void opens_only_what_is_there(void **state)
{
    struct fixture *f = *state;
    struct store *other = (struct store *)f;
    char path[128];
    snprintf(path, sizeof path, "%s/tiada.db", f->folder);
    IS(STORE_ABSENT, store_open(&other, path, STORE_READS, &f->why));
    assert_null(other);
    IS(STORE_ABSENT, store_open(&other, path, STORE_WRITES, &f->why));
    same_text(f->why.path, text_of(path));
    snprintf(path, sizeof path, "%s/tiada/baku.db", f->folder);
    IS(STORE_ABSENT, store_open(&other, path, STORE_CREATES, &f->why));
    IS(STORE_ABSENT, store_open(&other, "", STORE_CREATES, &f->why));
    IS(STORE_FOREIGN, store_open(&other, f->folder, STORE_CREATES, &f->why));
    assert_null(other);
}

static void opens_what_another_made(void **state)
{
    struct fixture *f = published(state);
    struct store *other;
    OK(store_open(&other, f->path, STORE_CREATES, &f->why));
    same_head(other, 1, 0);
    store_close(other);
    store_close(NULL);
}

static void reads_without_writing(void **state)
{
    struct fixture *f = published(state);
    struct store *other;
    OK(store_open(&other, f->path, STORE_READS, &f->why));
    same_head(other, 1, 0);
    IS(STORE_READ_ONLY, store_begin(other, &f->head));
    store_give_up(other);
    same_head(other, 1, 0);
    store_close(other);
}

/* --- a change --- */

static void begins_empty(void **state)
{
    struct fixture *f = begun(state);
    assert_int_equal(f->head.seq, 0);
    assert_int_equal(f->head.at, 0);
    assert_int_equal(f->head.cases + f->head.people + f->head.revisions, 0);
    OK(store_commit(f->store));
    same_head(f->store, 0, 0);
}

static void fills(struct fixture *f)
{
    struct store_due due[2];
    int64_t id;
    OK(append_event(f->store, f->head.seq + 1, 1, NULL, 0, &f->arena));
    OK(add_revision(f->store, &id));
    OK(store_person_add(f->store, TEXT("Siti"), &id));
    OK(store_grant_add(f->store, id, (struct store_grant){TEXT("petugas"), TEXT("kaltim")}));
    struct store_case row = case_of(1, 1, due);
    row.key = TEXT("A-1");
    OK(store_case_add(f->store, &row));
    OK(store_request_add(f->store, &(struct store_request){.key = TEXT("k"), .answer = TEXT("a")}));
    OK(store_account(f->store, TEXT("siti"), &id));
}

static void is_empty(struct fixture *f)
{
    struct store_events events;
    struct store_people people;
    struct store_revisions revisions;
    struct store_cases cases;
    struct store_tasks tasks;
    struct store_request request;
    struct store_case row;
    struct text name;
    same_head(f->store, 0, 0);
    OK(store_events(f->store, (struct store_events_wanted){-1, 0, true}, &events, &f->arena));
    OK(store_people(f->store, 0, &people, &f->arena));
    OK(store_revisions(f->store, TEXT(""), 0, &revisions, &f->arena));
    OK(store_cases(f->store, (struct store_cases_wanted){0, TEXT(""), -1}, &cases, &f->arena));
    OK(store_tasks(f->store, &(struct store_tasks_wanted){.late_before = STORE_NO_TIME}, &tasks, &f->arena));
    assert_int_equal(events.n + people.n + revisions.n + cases.n + tasks.n, 0);
    IS(STORE_ABSENT, store_request(f->store, TEXT("k"), &request, &f->arena));
    IS(STORE_ABSENT, store_case(f->store, 1, &row, &f->arena));
    IS(STORE_ABSENT, store_case_by_key(f->store, TEXT("A-1"), &row, &f->arena));
    IS(STORE_ABSENT, store_account_of(f->store, 1, &name, &f->arena));
}

static void gives_up_everything(void **state)
{
    struct fixture *f = begun(state);
    store_give_up(f->store);
    is_empty(f);
    begun(state);
    fills(f);
    store_give_up(f->store);
    store_give_up(f->store);
    is_empty(f);
    begun(state);
    fills(f);
    fixture_reopen(f);
    is_empty(f);
}

static void shows_itself_what_it_changed(void **state)
{
    struct fixture *f = begun(state);
    struct store_case row;
    fills(f);
    same_head(f->store, 1, 1);
    OK(store_case_by_key(f->store, TEXT("A-1"), &row, &f->arena));
    assert_int_equal(row.id, 1);
    OK(store_commit(f->store));
    same_head(f->store, 1, 1);
}

static void hides_a_change_until_its_commit(void **state)
{
    struct fixture *f = begun(state);
    struct store *other;
    struct store_head head;
    fills(f);
    OK(store_open(&other, f->path, STORE_WRITES, &f->why));
    same_head(other, 0, 0);
    IS(STORE_BUSY, store_begin(other, &head));
    assert_int_equal(head.seq, 0);
    OK(store_commit(f->store));
    same_head(other, 1, 1);
    OK(store_begin(other, &head));
    assert_int_equal(head.seq, 1);
    store_close(other);
}

static void only_gives_up_after_a_failure(void **state)
{
    struct fixture *f = begun(state);
    struct store_due due[2];
    OK(append_event(f->store, 1, 1, NULL, 0, &f->arena));
    struct store_case row = case_of(1, 1, due);
    IS(STORE_DAMAGED, store_case_add(f->store, &row));
    assert_true(store_why(f->store).code != 0);
    IS(STORE_DAMAGED, store_commit(f->store));
    is_empty(f);
    begun(state);
    fills(f);
    OK(store_commit(f->store));
}

static void goes_on_after_an_answer(void **state)
{
    struct fixture *f = begun(state);
    struct store_due due[2];
    struct store_person person;
    int64_t id;
    fills(f);
    IS(STORE_TAKEN, store_person_add(f->store, TEXT("Siti"), &id));
    IS(STORE_TAKEN, store_grant_add(f->store, 1, (struct store_grant){TEXT("petugas"), TEXT("kaltim")}));
    IS(STORE_ABSENT, store_person(f->store, TEXT("Budi"), &person, &f->arena));
    struct store_case row = case_of(2, 1, due);
    row.key = TEXT("A-1");
    IS(STORE_TAKEN, store_case_add(f->store, &row));
    IS(STORE_TAKEN, store_case_put(f->store, &row, 1));
    row.key = TEXT("A-2");
    OK(store_case_add(f->store, &row));
    IS(STORE_TAKEN, store_request_add(f->store, &(struct store_request){.key = TEXT("k")}));
    OK(store_person_add(f->store, TEXT("Budi"), &id));
    assert_int_equal(id, 2);
    OK(store_commit(f->store));
    same_head(f->store, 1, 2);
}

/* --- events --- */

static void keeps_events_in_order(void **state)
{
    struct fixture *f = begun(state);
    struct store_events all, some;
    enum { N = 2 * STORE_PAGE + 5 };
    for (int64_t seq = 1; seq <= N; seq++)
        OK(append_event(f->store, seq, seq % 3, NULL, 0, &f->arena));
    OK(store_commit(f->store));
    fixture_reopen(f);
    same_head(f->store, N, 0);
    int64_t seen = 0, of_two = 0;
    do {
        OK(store_events(f->store, (struct store_events_wanted){-1, seen, false}, &all, &f->arena));
        assert_int_equal(all.n, seen + STORE_PAGE <= N ? STORE_PAGE : N - seen);
        for (size_t i = 0; i < all.n; i++) {
            struct store_event expected = {.seq = ++seen, .case_id = seen % 3};
            assert_int_equal(all.at[i].seq, seen);
            assert_int_equal(all.at[i].case_id, seen % 3);
            expected.leaf = leaf_of(&expected, 1000 * seen, &f->arena);
            same_text(all.at[i].leaf, expected.leaf);
            struct digest hash = leaf_hash(expected.leaf);
            assert_memory_equal(&all.at[i].hash, &hash, sizeof hash);
        }
    } while (all.n);
    assert_int_equal(seen, N);
    for (int64_t after = 4;; after = some.at[some.n - 1].seq) {
        OK(store_events(f->store, (struct store_events_wanted){2, after, false}, &some, &f->arena));
        if (!some.n)
            break;
        for (size_t i = 0; i < some.n; i++)
            assert_int_equal(some.at[i].seq, 5 + 3 * of_two++);
    }
    assert_int_equal(of_two, (N - 2) / 3);
}

static void keeps_payloads_apart(void **state)
{
    struct fixture *f = begun(state);
    struct store_events events;
    struct store_payload payloads[] = {{.kind = 1, .salt = "0123456789abcde", .bytes = TEXT("Siti Aminah")},
                                       {.kind = -7, .salt = "fedcba987654321", .bytes = TEXT("")},
                                       {.kind = 2, .bytes = {"\0\xFF\0", 3}}};
    OK(append_event(f->store, 1, 1, payloads, 3, &f->arena));
    OK(append_event(f->store, 2, 1, NULL, 0, &f->arena));
    OK(append_event(f->store, 3, 1, payloads, 1, &f->arena));
    OK(store_commit(f->store));
    OK(store_events(f->store, (struct store_events_wanted){1, 0, false}, &events, &f->arena));
    assert_int_equal(events.at[0].n_payloads, 0);
    OK(store_events(f->store, (struct store_events_wanted){1, 0, true}, &events, &f->arena));
    assert_int_equal(events.n, 3);
    assert_int_equal(events.at[0].n_payloads, 3);
    assert_int_equal(events.at[1].n_payloads, 0);
    assert_int_equal(events.at[2].n_payloads, 1);
    for (size_t i = 0; i < 3; i++) {
        const struct store_payload *got = &events.at[0].payloads[i];
        assert_int_equal(got->kind, payloads[i].kind);
        assert_false(got->erased);
        assert_memory_equal(got->salt, payloads[i].salt, STORE_SALT);
        same_text(got->bytes, payloads[i].bytes);
    }
}

static void erases_bytes_alone(void **state)
{
    struct fixture *f = begun(state);
    struct store_events events;
    struct store_payload payloads[] = {{.kind = 1, .salt = "0123456789abcde", .bytes = TEXT("Siti Aminah")},
                                       {.kind = 2, .bytes = TEXT("Budi")}};
    OK(append_event(f->store, 1, 1, payloads, 2, &f->arena));
    OK(store_commit(f->store));
    begun(state);
    IS(STORE_ABSENT, store_erase(f->store, 1, 2));
    IS(STORE_ABSENT, store_erase(f->store, 2, 0));
    OK(store_erase(f->store, 1, 0));
    OK(store_erase(f->store, 1, 0));
    OK(store_commit(f->store));
    OK(store_events(f->store, (struct store_events_wanted){1, 0, true}, &events, &f->arena));
    const struct store_payload *got = events.at[0].payloads;
    assert_int_equal(events.at[0].n_payloads, 2);
    assert_true(got[0].erased);
    assert_int_equal(got[0].bytes.len, 0);
    assert_int_equal(got[0].kind, 1);
    assert_memory_equal(got[0].salt, (const unsigned char[STORE_SALT]){0}, STORE_SALT);
    same_text(
        events.at[0].leaf,
        leaf_of(&(struct store_event){.seq = 1, .case_id = 1, .payloads = payloads, .n_payloads = 2}, 1000, &f->arena));
    assert_false(got[1].erased);
    same_text(got[1].bytes, TEXT("Budi"));
}

static void gives_an_erasure_up(void **state)
{
    struct fixture *f = begun(state);
    struct store_events events;
    struct store_payload payload = {.kind = 1, .bytes = TEXT("Siti Aminah")};
    OK(append_event(f->store, 1, 1, &payload, 1, &f->arena));
    OK(store_commit(f->store));
    begun(state);
    OK(store_erase(f->store, 1, 0));
    store_give_up(f->store);
    OK(store_events(f->store, (struct store_events_wanted){1, 0, true}, &events, &f->arena));
    assert_false(events.at[0].payloads[0].erased);
    same_text(events.at[0].payloads[0].bytes, TEXT("Siti Aminah"));
}

/* --- people --- */

static void knows_people(void **state)
{
    struct fixture *f = begun(state);
    struct store_person person;
    int64_t id;
    OK(store_person_add(f->store, TEXT("Siti"), &id));
    assert_int_equal(id, 1);
    OK(store_person_add(f->store, TEXT("siti"), &id));
    assert_int_equal(id, 2);
    OK(store_grant_add(f->store, 1, (struct store_grant){TEXT("petugas"), TEXT("kaltim")}));
    OK(store_grant_add(f->store, 1, (struct store_grant){TEXT("administrator"), TEXT("")}));
    OK(store_grant_add(f->store, 2, (struct store_grant){TEXT("petugas"), TEXT("kaltim")}));
    IS(STORE_ABSENT, store_grant_add(f->store, 3, (struct store_grant){TEXT("petugas"), TEXT("kaltim")}));
    OK(store_commit(f->store));
    OK(store_person(f->store, TEXT("Siti"), &person, &f->arena));
    assert_int_equal(person.id, 1);
    assert_false(person.removed);
    assert_int_equal(person.n_grants, 2);
    same_text(person.grants[0].actor, TEXT("administrator"));
    same_text(person.grants[0].region, TEXT(""));
    same_text(person.grants[1].actor, TEXT("petugas"));
    same_text(person.grants[1].region, TEXT("kaltim"));
    OK(store_person_of(f->store, 2, &person, &f->arena));
    same_text(person.name, TEXT("siti"));
    IS(STORE_ABSENT, store_person(f->store, TEXT("Sit"), &person, &f->arena));
    assert_int_equal(person.id, 0);
    IS(STORE_ABSENT, store_person_of(f->store, 3, &person, &f->arena));
}

static void takes_one_grant_away(void **state)
{
    struct fixture *f = begun(state);
    const struct store_grant clerk = {TEXT("petugas"), TEXT("kaltim")}, head = {TEXT("kepala"), TEXT("kaltim")};
    struct store_person person;
    int64_t id;
    OK(store_person_add(f->store, TEXT("Siti"), &id));
    OK(store_person_add(f->store, TEXT("Budi"), &id));
    OK(store_grant_add(f->store, 1, clerk));
    OK(store_grant_add(f->store, 1, head));
    OK(store_grant_add(f->store, 2, clerk));
    OK(store_grant_remove(f->store, 1, clerk));
    IS(STORE_ABSENT, store_grant_remove(f->store, 1, clerk));
    IS(STORE_ABSENT, store_grant_remove(f->store, 2, head));
    IS(STORE_ABSENT, store_grant_remove(f->store, 3, head));
    OK(store_commit(f->store));
    OK(store_person_of(f->store, 1, &person, &f->arena));
    assert_false(person.removed);
    assert_int_equal(person.n_grants, 1);
    same_text(person.grants[0].actor, head.actor);
    OK(store_person_of(f->store, 2, &person, &f->arena));
    assert_int_equal(person.n_grants, 1);
    begun(state);
    OK(store_grant_add(f->store, 1, clerk));
    OK(store_commit(f->store));
}

static void never_gives_a_name_again(void **state)
{
    struct fixture *f = begun(state);
    struct store_person person;
    int64_t id;
    OK(store_person_add(f->store, TEXT("Siti"), &id));
    OK(store_grant_add(f->store, 1, (struct store_grant){TEXT("petugas"), TEXT("kaltim")}));
    IS(STORE_ABSENT, store_person_remove(f->store, 2));
    OK(store_person_remove(f->store, 1));
    OK(store_commit(f->store));
    OK(store_person(f->store, TEXT("Siti"), &person, &f->arena));
    assert_true(person.removed);
    assert_int_equal(person.n_grants, 0);
    begun(state);
    IS(STORE_ABSENT, store_grant_add(f->store, 1, (struct store_grant){TEXT("petugas"), TEXT("kaltim")}));
    IS(STORE_TAKEN, store_person_add(f->store, TEXT("Siti"), &id));
    OK(store_commit(f->store));
}

static void lists_people_in_pages(void **state)
{
    struct fixture *f = begun(state);
    struct store_people people;
    char name[16];
    int64_t id;
    for (int i = 1; i <= STORE_PAGE + 1; i++) {
        int len = snprintf(name, sizeof name, "orang-%d", i);
        OK(store_person_add(f->store, (struct text){name, (size_t)len}, &id));
        assert_int_equal(id, i);
    }
    OK(store_commit(f->store));
    OK(store_people(f->store, 0, &people, &f->arena));
    assert_int_equal(people.n, STORE_PAGE);
    same_text(people.at[9].name, TEXT("orang-10"));
    OK(store_people(f->store, people.at[people.n - 1].id, &people, &f->arena));
    assert_int_equal(people.n, 1);
    OK(store_people(f->store, STORE_PAGE + 1, &people, &f->arena));
    assert_int_equal(people.n, 0);
}

/* --- revisions --- */

static int64_t publish(struct fixture *f, struct text sop, int64_t from, struct store_file *files, size_t n)
{
    int64_t id;
    struct store_revision revision = {
        .sop = sop, .digest = digest_of(sop), .from = from, .seq = f->head.seq + 1, .files = files, .n_files = n};
    OK(store_revision_add(f->store, &revision, &id));
    return id;
}

static void keeps_bundles(void **state)
{
    struct fixture *f = begun(state);
    struct store_revision got;
    struct store_file files[] = {{TEXT("a.yaml"), TEXT("satu\n")},
                                 {TEXT("b.yaml"), {"\0\r\n", 3}},
                                 {TEXT("c.yaml"), {0}},
                                 {TEXT("d.yaml"), TEXT("satu\n")}};
    assert_int_equal(publish(f, TEXT("kaltim/lock"), 5000, files, 4), 1);
    files[0].bytes = TEXT("dua\n");
    assert_int_equal(publish(f, TEXT("kaltim/lock"), 9000, files, 2), 2);
    assert_int_equal(publish(f, TEXT("tapin/lock"), 0, NULL, 0), 3);
    OK(store_commit(f->store));
    OK(store_revision(f->store, 1, true, &got, &f->arena));
    same_text(got.sop, TEXT("kaltim/lock"));
    struct digest digest = digest_of(TEXT("kaltim/lock"));
    assert_memory_equal(&got.digest, &digest, sizeof digest);
    assert_int_equal(got.from, 5000);
    assert_int_equal(got.seq, 1);
    assert_int_equal(got.n_files, 4);
    same_text(got.files[0].name, TEXT("a.yaml"));
    same_text(got.files[0].bytes, TEXT("satu\n"));
    same_text(got.files[1].bytes, (struct text){"\0\r\n", 3});
    same_text(got.files[2].bytes, TEXT(""));
    same_text(got.files[3].bytes, TEXT("satu\n"));
    OK(store_revision(f->store, 2, true, &got, &f->arena));
    assert_int_equal(got.n_files, 2);
    same_text(got.files[0].bytes, TEXT("dua\n"));
    OK(store_revision(f->store, 1, false, &got, &f->arena));
    assert_int_equal(got.n_files, 0);
    IS(STORE_ABSENT, store_revision(f->store, 4, true, &got, &f->arena));
}

static void finds_the_revision_of_a_day(void **state)
{
    struct fixture *f = begun(state);
    struct store_revision got;
    publish(f, TEXT("kaltim/lock"), 5000, NULL, 0);
    publish(f, TEXT("kaltim/lock"), 9000, NULL, 0);
    publish(f, TEXT("kaltim/lock"), 7000, NULL, 0);
    publish(f, TEXT("tapin/lock"), 0, NULL, 0);
    publish(f, TEXT("kaltim/lock"), 7000, NULL, 0);
    OK(store_commit(f->store));
    static const struct {
        int64_t at, id;
    } rows[] = {{4999, 0}, {5000, 1}, {6999, 1}, {7000, 5}, {8999, 5}, {9000, 2}, {INT64_MAX, 2}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        IS(rows[i].id ? STORE_OK : STORE_ABSENT,
           store_revision_at(f->store, TEXT("kaltim/lock"), rows[i].at, &got, &f->arena));
        assert_int_equal(got.id, rows[i].id);
    }
    IS(STORE_ABSENT, store_revision_at(f->store, TEXT("kaltim/loc"), 9999, &got, &f->arena));
}

static void lists_revisions(void **state)
{
    struct fixture *f = begun(state);
    struct store_revisions got;
    for (int i = 0; i < STORE_PAGE + 2; i++)
        publish(f, i % 2 ? TEXT("tapin/lock") : TEXT("kaltim/lock"), i, NULL, 0);
    OK(store_commit(f->store));
    OK(store_revisions(f->store, TEXT(""), 0, &got, &f->arena));
    assert_int_equal(got.n, STORE_PAGE);
    OK(store_revisions(f->store, TEXT(""), STORE_PAGE, &got, &f->arena));
    assert_int_equal(got.n, 2);
    assert_int_equal(got.at[1].id, STORE_PAGE + 2);
    OK(store_revisions(f->store, TEXT("tapin/lock"), 2, &got, &f->arena));
    assert_int_equal(got.n, STORE_PAGE / 2);
    assert_int_equal(got.at[0].id, 4);
    OK(store_revisions(f->store, TEXT("tapin"), 0, &got, &f->arena));
    assert_int_equal(got.n, 0);
}

/* --- cases --- */

static void same_case(const struct store_case *a, const struct store_case *b, bool whole)
{
    assert_int_equal(a->id, b->id);
    assert_int_equal(a->revision, b->revision);
    same_text(a->sop, b->sop);
    same_text(a->region, b->region);
    same_text(a->key, b->key);
    assert_int_equal(a->status, b->status);
    assert_int_equal(a->version, b->version);
    assert_int_equal(a->started, b->started);
    assert_int_equal(a->ended, b->ended);
    assert_int_equal(a->title_seq, b->title_seq);
    if (!whole)
        return;
    same_text(a->state, b->state);
    assert_int_equal(a->n_due, b->n_due);
    for (size_t i = 0; i < a->n_due; i++) {
        same_text(a->due[i].path, b->due[i].path);
        same_text(a->due[i].actor, b->due[i].actor);
        same_text(a->due[i].region, b->due[i].region);
        assert_int_equal(a->due[i].since, b->due[i].since);
        assert_int_equal(a->due[i].until, b->due[i].until);
    }
}

static void keeps_cases(void **state)
{
    struct fixture *f = published(state);
    struct store_due due[2];
    struct store_case row = case_of(1, 2, due), got;
    row.key = TEXT("A-1");
    row.title_seq = 2;
    begun(state);
    OK(append_event(f->store, 2, 1, NULL, 0, &f->arena));
    OK(store_case_add(f->store, &row));
    struct store_case bare = {.id = 2, .revision = 1, .version = 2, .ended = 7};
    OK(store_case_add(f->store, &bare));
    OK(store_commit(f->store));
    OK(store_case(f->store, 1, &got, &f->arena));
    same_case(&got, &row, true);
    OK(store_case_by_key(f->store, TEXT("A-1"), &got, &f->arena));
    same_case(&got, &row, true);
    OK(store_case(f->store, 2, &got, &f->arena));
    same_case(&got, &bare, true);
    IS(STORE_ABSENT, store_case(f->store, 3, &got, &f->arena));
    IS(STORE_ABSENT, store_case_by_key(f->store, TEXT("A-2"), &got, &f->arena));
    IS(STORE_ABSENT, store_case_by_key(f->store, TEXT(""), &got, &f->arena));
    same_head(f->store, 2, 2);
}

static void puts_a_case_that_was_read(void **state)
{
    struct fixture *f = published(state);
    struct store_due due[2];
    struct store_case row = case_of(1, 2, due), got;
    begun(state);
    OK(store_case_add(f->store, &row));
    OK(store_commit(f->store));
    begun(state);
    struct store_case next = case_of(1, 3, due);
    next.key = TEXT("A-9"); /* stays what it was, as these do: */
    next.sop = TEXT("lain/sop");
    next.region = TEXT("lain");
    next.started = 77;
    next.status = 2;
    next.ended = 88;
    next.n_due = 1;
    IS(STORE_TAKEN, store_case_put(f->store, &next, 1));
    OK(store_case_put(f->store, &next, 2));
    IS(STORE_TAKEN, store_case_put(f->store, &next, 2));
    OK(store_commit(f->store));
    OK(store_case(f->store, 1, &got, &f->arena));
    next.key = row.key;
    next.sop = row.sop;
    next.region = row.region;
    next.started = row.started;
    same_case(&got, &next, true);
    begun(state);
    next.id = 2;
    IS(STORE_TAKEN, store_case_put(f->store, &next, 3));
    next.id = 1;
    next.n_due = 0;
    OK(store_case_put(f->store, &next, 3));
    OK(store_commit(f->store));
    OK(store_case(f->store, 1, &got, &f->arena));
    assert_int_equal(got.n_due, 0);
}

static void keys_are_of_one_case(void **state)
{
    struct fixture *f = published(state);
    struct store_due due[2];
    struct store_case row = case_of(1, 2, due);
    begun(state);
    row.key = TEXT("A-1");
    OK(store_case_add(f->store, &row));
    row = case_of(2, 2, due);
    OK(store_case_add(f->store, &row));
    row.key = TEXT("A-1");
    row.id = 3;
    IS(STORE_TAKEN, store_case_add(f->store, &row));
    row.key = TEXT("");
    OK(store_case_add(f->store, &row));
    OK(store_commit(f->store));
    same_head(f->store, 1, 3);
}

static void lists_cases(void **state)
{
    struct fixture *f = published(state);
    struct store_due due[2];
    struct store_cases got;
    begun(state);
    for (int64_t id = 1; id <= STORE_PAGE + 20; id++) {
        struct store_case row = case_of(id, 2, due);
        row.region = id % 10 ? TEXT("kaltim") : TEXT("tapin");
        row.status = (int32_t)(id % 4 == 0);
        OK(store_case_add(f->store, &row));
    }
    OK(store_commit(f->store));
    OK(store_cases(f->store, (struct store_cases_wanted){0, TEXT(""), -1}, &got, &f->arena));
    assert_int_equal(got.n, STORE_PAGE);
    struct store_case expected = case_of(7, 2, due);
    same_case(&got.at[6], &expected, false);
    assert_int_equal(got.at[6].state.len + got.at[6].n_due, 0);
    OK(store_cases(f->store, (struct store_cases_wanted){STORE_PAGE, TEXT(""), -1}, &got, &f->arena));
    assert_int_equal(got.n, 20);
    OK(store_cases(f->store, (struct store_cases_wanted){20, TEXT("tapin"), -1}, &got, &f->arena));
    assert_int_equal(got.n, 100);
    assert_int_equal(got.at[0].id, 30);
    OK(store_cases(f->store, (struct store_cases_wanted){0, TEXT(""), 1}, &got, &f->arena));
    assert_int_equal(got.n, 255);
    assert_int_equal(got.at[254].id, 1020);
    OK(store_cases(f->store, (struct store_cases_wanted){20, TEXT("tapin"), 1}, &got, &f->arena));
    assert_int_equal(got.n, 50);
    assert_int_equal(got.at[0].id, 40);
    OK(store_cases(f->store, (struct store_cases_wanted){0, TEXT("kalsel"), -1}, &got, &f->arena));
    assert_int_equal(got.n, 0);
    OK(store_cases(f->store, (struct store_cases_wanted){0, TEXT(""), 9}, &got, &f->arena));
    assert_int_equal(got.n, 0);
}

/* --- the worklist --- */

/* Case `id` with one due step for that grant. */
static void add_task(struct fixture *f, int64_t id, const char *actor, const char *region, int64_t until)
{
    struct store_due due = {TEXT("periksa"), text_of(actor), text_of(region), id, until};
    struct store_case row = {.id = id, .revision = 1, .sop = TEXT("kaltim/lock"), .due = &due, .n_due = 1};
    OK(store_case_add(f->store, &row));
}

static void tasks_are(struct fixture *f, struct store_tasks_wanted wanted, const int64_t *ids)
{
    struct store_tasks got;
    size_t n = 0;
    OK(store_tasks(f->store, &wanted, &got, &f->arena));
    while (ids[n])
        n++;
    assert_int_equal(got.n, n);
    for (size_t i = 0; i < n; i++)
        assert_int_equal(got.at[i].case_id, ids[i]);
}

static void names_for_whom_anything_is_due(void **state)
{
    struct fixture *f = published(state);
    struct store_duties duties;
    static const char *const expected[][2] = {{"kepala", "kaltim"}, {"petugas", "kaltim"}, {"petugas", "tapin"}};
    OK(store_duties(f->store, &duties, &f->arena));
    assert_int_equal(duties.n, 0);
    begun(state);
    for (int64_t id = 1; id <= 30; id++)
        add_task(f, id, id % 3 ? "petugas" : "kepala", id % 3 == 1 ? "tapin" : "kaltim", id);
    OK(store_commit(f->store));
    OK(store_duties(f->store, &duties, &f->arena));
    assert_int_equal(duties.n, 3);
    for (size_t i = 0; i < 3; i++) {
        same_text(duties.at[i].actor, text_of(expected[i][0]));
        same_text(duties.at[i].region, text_of(expected[i][1]));
    }
}

static void lists_what_is_due(void **state)
{
    struct fixture *f = published(state);
    struct store_tasks got;
    const struct store_grant clerk = {TEXT("petugas"), TEXT("kaltim")}, head = {TEXT("kepala"), TEXT("kaltim")},
                             other = {TEXT("petugas"), TEXT("tapin")};
    begun(state);
    add_task(f, 1, "petugas", "kaltim", 500);
    add_task(f, 2, "petugas", "kaltim", STORE_NO_TIME);
    add_task(f, 3, "petugas", "kaltim", 300);
    add_task(f, 4, "petugas", "tapin", 100);
    add_task(f, 5, "kepala", "kaltim", 400);
    add_task(f, 6, "petugas", "kaltim", -5);
    OK(store_commit(f->store));
    const struct store_grant both[] = {clerk, head, clerk}, none_of[] = {{TEXT("kepala"), TEXT("tapin")}};
    tasks_are(f, (struct store_tasks_wanted){&clerk, 1, STORE_NO_TIME, NULL}, (int64_t[]){6, 3, 1, 2, 0});
    tasks_are(f, (struct store_tasks_wanted){both, 3, STORE_NO_TIME, NULL}, (int64_t[]){6, 3, 5, 1, 2, 0});
    tasks_are(f, (struct store_tasks_wanted){&other, 1, STORE_NO_TIME, NULL}, (int64_t[]){4, 0});
    tasks_are(f, (struct store_tasks_wanted){none_of, 1, STORE_NO_TIME, NULL}, (int64_t[]){0});
    tasks_are(f, (struct store_tasks_wanted){NULL, 0, STORE_NO_TIME, NULL}, (int64_t[]){6, 4, 3, 5, 1, 2, 0});
    tasks_are(f, (struct store_tasks_wanted){NULL, 0, 400, NULL}, (int64_t[]){6, 4, 3, 0});
    tasks_are(f, (struct store_tasks_wanted){both, 2, 401, NULL}, (int64_t[]){6, 3, 5, 0});
    OK(store_tasks(f->store, &(struct store_tasks_wanted){both, 2, STORE_NO_TIME, NULL}, &got, &f->arena));
    same_text(got.at[2].sop, TEXT("kaltim/lock"));
    same_text(got.at[2].due.path, TEXT("periksa"));
    same_text(got.at[2].due.actor, TEXT("kepala"));
    same_text(got.at[2].due.region, TEXT("kaltim"));
    assert_int_equal(got.at[2].due.since, 5);
    assert_int_equal(got.at[2].due.until, 400);
    tasks_are(f, (struct store_tasks_wanted){both, 2, STORE_NO_TIME, &got.at[1]}, (int64_t[]){5, 1, 2, 0});
    tasks_are(f, (struct store_tasks_wanted){NULL, 0, STORE_NO_TIME, &got.at[4]}, (int64_t[]){0});
}

/* Every page of the list that one call would give, were there no pages. */
static void pages_what_is_due(void **state)
{
    struct fixture *f = published(state);
    const struct store_grant grants[] = {{TEXT("petugas"), TEXT("kaltim")}, {TEXT("kepala"), TEXT("kaltim")}};
    enum { N = 2 * STORE_PAGE + 300 };
    begun(state);
    for (int64_t id = 1; id <= N; id++)
        add_task(f, id, id % 3 ? "petugas" : "kepala", "kaltim", id * 7919 % 1009);
    OK(store_commit(f->store));
    for (size_t n_grants = 0; n_grants <= 2; n_grants += 2) {
        struct store_task last = {0};
        struct store_tasks got;
        size_t seen = 0;
        do {
            struct store_tasks_wanted wanted = {grants, n_grants, STORE_NO_TIME, seen ? &last : NULL};
            OK(store_tasks(f->store, &wanted, &got, &f->arena));
            for (size_t i = 0; i < got.n; i++, seen++) {
                bool later = got.at[i].due.until > last.due.until ||
                             (got.at[i].due.until == last.due.until && got.at[i].due.since > last.due.since);
                assert_true(later || seen == 0);
                last = got.at[i];
            }
            assert_true(got.n == STORE_PAGE || seen == N);
        } while (got.n == STORE_PAGE);
        assert_int_equal(seen, N);
    }
}

static void tells_steps_of_one_time_apart(void **state)
{
    struct fixture *f = published(state);
    struct store_due due[3] = {{TEXT("c"), TEXT("petugas"), TEXT("kaltim"), 1, 2},
                               {TEXT("a"), TEXT("petugas"), TEXT("kaltim"), 1, 2},
                               {TEXT("b"), TEXT("petugas"), TEXT("kaltim"), 1, 2}};
    struct store_case row = {.id = 1, .revision = 1, .version = 1, .due = due, .n_due = 3}, got;
    struct store_tasks tasks;
    begun(state);
    OK(store_case_add(f->store, &row));
    OK(store_commit(f->store));
    OK(store_tasks(f->store, &(struct store_tasks_wanted){.late_before = STORE_NO_TIME}, &tasks, &f->arena));
    assert_int_equal(tasks.n, 3);
    same_text(tasks.at[0].due.path, TEXT("a"));
    tasks_are(f, (struct store_tasks_wanted){NULL, 0, STORE_NO_TIME, &tasks.at[0]}, (int64_t[]){1, 1, 0});
    OK(store_case(f->store, 1, &got, &f->arena));
    assert_int_equal(got.n_due, 3);
    same_text(got.due[2].path, TEXT("c"));
}

/* --- requests, accounts --- */

static void remembers_requests(void **state)
{
    struct fixture *f = begun(state);
    static const struct digest none = {{0}};
    struct store_request request = {TEXT("k-1"), 7, digest_of(TEXT("do")), {"\0{}", 3}}, got, other;
    other = request;
    other.key = TEXT("k-8");
    other.case_id = 8;
    OK(store_request_add(f->store, &other));
    OK(store_request_add(f->store, &request));
    IS(STORE_TAKEN, store_request_add(f->store, &request));
    OK(store_commit(f->store));
    OK(store_request(f->store, TEXT("k-1"), &got, &f->arena));
    same_text(got.key, request.key);
    same_text(got.answer, request.answer);
    assert_memory_equal(&got.command, &request.command, sizeof got.command);
    assert_int_equal(got.case_id, 7);
    IS(STORE_ABSENT, store_request(f->store, TEXT("k-2"), &got, &f->arena));
    begun(state);
    OK(store_requests_forget(f->store, 7));
    OK(store_requests_forget(f->store, 9));
    OK(store_commit(f->store));
    OK(store_request(f->store, TEXT("k-1"), &got, &f->arena));
    same_text(got.answer, request.answer);
    assert_memory_equal(&got.command, &none, sizeof none);
    OK(store_request(f->store, TEXT("k-8"), &got, &f->arena));
    assert_memory_equal(&got.command, &request.command, sizeof got.command);
}

static void numbers_accounts(void **state)
{
    struct fixture *f = begun(state);
    struct text name;
    int64_t id;
    OK(store_account(f->store, TEXT("siti"), &id));
    assert_int_equal(id, 1);
    OK(store_account(f->store, TEXT("budi"), &id));
    assert_int_equal(id, 2);
    OK(store_account(f->store, TEXT("siti"), &id));
    assert_int_equal(id, 1);
    OK(store_commit(f->store));
    OK(store_account_of(f->store, 2, &name, &f->arena));
    same_text(name, TEXT("budi"));
    IS(STORE_ABSENT, store_account_of(f->store, 3, &name, &f->arena));
}

/* --- care --- */

static void backs_up_whole(void **state)
{
    struct fixture *f = begun(state);
    struct store *copy;
    struct store_health health;
    char path[128];
    fills(f);
    OK(store_commit(f->store));
    snprintf(path, sizeof path, "%s/salinan.db", f->folder);
    OK(store_backup(f->store, path));
    IS(STORE_TAKEN, store_backup(f->store, path));
    IS(STORE_TAKEN, store_backup(f->store, f->path));
    begun(state);
    OK(append_event(f->store, 2, 1, NULL, 0, &f->arena));
    OK(store_commit(f->store));
    OK(store_open(&copy, path, STORE_WRITES, &f->why));
    same_head(copy, 1, 1);
    OK(store_examine(copy, &health, &f->arena));
    assert_true(health.sound);
    store_close(copy);
    snprintf(path, sizeof path, "%s/tiada/salinan.db", f->folder);
    assert_true(store_backup(f->store, path) < 0);
    same_head(f->store, 2, 1);
}

static void says_that_it_is_well(void **state)
{
    struct fixture *f = begun(state);
    struct store_health health;
    fills(f);
    OK(store_commit(f->store));
    OK(store_examine(f->store, &health, &f->arena));
    same_text(health.complaint, TEXT(""));
    same_text(health.settings, TEXT(""));
    assert_true(health.sound);
    assert_int_equal(health.seq, 1);
    assert_int_equal(health.at, 1000);
    assert_true(health.bytes > 0 && health.free_bytes >= 0 && health.free_bytes < health.bytes);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_make, fixture_drop)

int suite_run(void)
{
    const struct CMUnitTest tests[] = {
        TEST(opens_only_what_is_there),
        TEST(opens_what_another_made),
        TEST(reads_without_writing),
        TEST(begins_empty),
        TEST(gives_up_everything),
        TEST(shows_itself_what_it_changed),
        TEST(hides_a_change_until_its_commit),
        TEST(only_gives_up_after_a_failure),
        TEST(goes_on_after_an_answer),
        TEST(keeps_events_in_order),
        TEST(keeps_payloads_apart),
        TEST(erases_bytes_alone),
        TEST(gives_an_erasure_up),
        TEST(knows_people),
        TEST(takes_one_grant_away),
        TEST(never_gives_a_name_again),
        TEST(lists_people_in_pages),
        TEST(keeps_bundles),
        TEST(finds_the_revision_of_a_day),
        TEST(lists_revisions),
        TEST(keeps_cases),
        TEST(puts_a_case_that_was_read),
        TEST(keys_are_of_one_case),
        TEST(lists_cases),
        TEST(lists_what_is_due),
        TEST(names_for_whom_anything_is_due),
        TEST(pages_what_is_due),
        TEST(tells_steps_of_one_time_apart),
        TEST(remembers_requests),
        TEST(numbers_accounts),
        TEST(backs_up_whole),
        TEST(says_that_it_is_well),
    };
    return cmocka_run_group_tests_name("what any store promises", tests, NULL, NULL);
}
