#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "store/fixture.h"

static void test_smoke(void **unused)
{
    (void)unused;
    struct fixture f;
    struct store_due due[2];
    int64_t id;
    fixture_open(&f);
    assert_int_equal(store_begin(f.store, &f.head), STORE_OK);
    assert_int_equal(f.head.seq, 0);
    assert_int_equal(append_event(f.store, 1, 0, NULL, 0, &f.arena), STORE_OK);
    assert_int_equal(add_revision(f.store, &id), STORE_OK);
    assert_int_equal(id, 1);
    assert_int_equal(store_person_add(f.store, TEXT("Siti"), &id), STORE_OK);
    assert_int_equal(store_grant_add(f.store, id, (struct store_grant){TEXT("petugas"), TEXT("kaltim")}), STORE_OK);
    struct store_payload payload = {.kind = 1, .bytes = TEXT("judul")};
    assert_int_equal(append_event(f.store, 2, 1, &payload, 1, &f.arena), STORE_OK);
    struct store_case row = case_of(1, 2, due);
    assert_int_equal(store_case_add(f.store, &row), STORE_OK);
    assert_int_equal(store_commit(f.store), STORE_OK);
    fixture_reopen(&f);
    assert_int_equal(store_begin(f.store, &f.head), STORE_OK);
    assert_int_equal(f.head.seq, 2);
    assert_int_equal(f.head.cases, 1);
    assert_int_equal(append_event(f.store, 3, 1, NULL, 0, &f.arena), STORE_OK);
    row = case_of(1, 3, due);
    assert_int_equal(store_case_put(f.store, &row, 1), STORE_TAKEN);
    assert_int_equal(store_case_put(f.store, &row, 2), STORE_OK);
    assert_int_equal(store_commit(f.store), STORE_OK);
    struct store_tasks tasks;
    struct store_grant grants[] = {{TEXT("petugas"), TEXT("kaltim")}, {TEXT("pencetak"), TEXT("kaltim")}};
    struct store_tasks_wanted wanted = {grants, 2, STORE_NO_TIME, NULL};
    assert_int_equal(store_tasks(f.store, &wanted, &tasks, &f.arena), STORE_OK);
    assert_int_equal(tasks.n, 2);
    struct store_events events;
    assert_int_equal(store_events(f.store, (struct store_events_wanted){1, 0, true}, &events, &f.arena), STORE_OK);
    assert_int_equal(events.n, 2);
    assert_int_equal(events.at[0].n_payloads, 1);
    fixture_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_smoke)};
    return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
