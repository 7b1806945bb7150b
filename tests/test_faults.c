/* The historic faults of programs that run cases, one test each: what has gone wrong elsewhere must not go wrong here. */
#define _GNU_SOURCE
#include "office.h"

#include <sqlite3.h>
#include <sys/wait.h>

#include "api/bundle.h"
#include "whole.h"

/* --- several at once --- */

enum { MOST = 6 };

/* What one of several at once is asked for; NULL: a start of `a/izin`. */
struct request {
    const char *step, *as, *key;
};

/* In a child: the deed on case 1; its answer goes to a file of its number. */
static int ask(int number, const struct request *request)
{
    char name[24];
    struct baku *baku = office_handle();
    struct baku_answer said = {0};
    struct baku_deed deed = {.as = request->as, .key = request->key, .documents = office_berkas, .n_documents = !request->step};
    enum baku_status status = request->step ? baku_case_do(baku, "1", request->step, &deed, &said)
                                            : baku_case_start(baku, "a/izin", &deed, &said);
    snprintf(name, sizeof name, "jawaban-%d", number);
    folder_write(name, said.json ? said.json : "");
    baku_answer_release(&said);
    baku_close(baku);
    return (int)status;
}

static void ask_at_once(const struct request *requests, int n, int codes[MOST])
{
    pid_t children[MOST];
    fflush(NULL);
    for (int i = 0; i < n; i++) {
        children[i] = fork();
        if (children[i] == 0)
            _exit(ask(i, &requests[i]));
        assert_true(children[i] > 0);
    }
    for (int i = 0; i < n; i++) {
        int status;
        assert_int_equal(waitpid(children[i], &status, 0), children[i]);
        assert_true(WIFEXITED(status));
        codes[i] = WEXITSTATUS(status);
    }
}

static json_t *answer_of(int number)
{
    char name[24];
    snprintf(name, sizeof name, "jawaban-%d", number);
    json_t *document = json_load_file(folder_path(name), 0, NULL);
    assert_non_null(document);
    return document;
}

static int count_events(const char *id, const char *kind, const char *step)
{
    size_t i;
    int n = 0;
    json_t *told = OFFICE(BAKU_YES, baku_case_history(office.baku, id, &office.said)), *event;
    json_array_foreach (json_object_get(told, "events"), i, event)
        n += strcmp(string_at(event, "kind"), kind) == 0 && strcmp(string_at(event, "step"), step) == 0;
    json_decref(told);
    return n;
}

/* --- double completion --- */

static void a_double_click_completes_once(void **state)
{
    (void)state;
    static const struct request clicks[MOST] = {{"ajukan", "pipi", NULL}, {"ajukan", "pipi", NULL},
                                                {"ajukan", "pipi", NULL}, {"ajukan", "pipi", NULL},
                                                {"ajukan", "pipi", NULL}, {"ajukan", "pipi", NULL}};
    int codes[MOST], done = 0;
    office_start("a/izin", "pipi");
    ask_at_once(clicks, MOST, codes);
    for (int i = 0; i < MOST; i++) {
        assert_true(codes[i] == BAKU_YES || codes[i] == BAKU_CONFLICT);
        done += codes[i] == BAKU_YES;
    }
    assert_int_equal(done, 1);
    assert_int_equal(count_events("1", "completed", "ajukan"), 1);
    is_whole_store(office_store());
}

/* --- lost updates --- */

#define BRANCH(n, more) "      - [{step: cabang-" #n ", actor: petugas, outputs: [hasil-" #n "]}]\n" more
#define RESULT(n) "hasil-" #n ": {title: H" #n ", result: true}, "

static void no_branch_loses_what_another_did(void **state)
{
    static const struct request branches[MOST] = {{"cabang-0", "titi", NULL}, {"cabang-1", "titi", NULL},
                                                  {"cabang-2", "titi", NULL}, {"cabang-3", "titi", NULL},
                                                  {"cabang-4", "titi", NULL}, {"cabang-5", "titi", NULL}};
    int codes[MOST];
    (void)state;
    folder_write("a/enam.yaml",
                 "title: Enam\nactors: [petugas]\n"
                 "documents: {" RESULT(0) RESULT(1) RESULT(2) RESULT(3) RESULT(4) RESULT(5) "ujung: {title: U, result: true}}\n"
                 "steps:\n  - step: bersama\n    parallel:\n"
                 BRANCH(0, BRANCH(1, BRANCH(2, BRANCH(3, BRANCH(4, BRANCH(5, ""))))))
                 "  - {step: tutup, actor: petugas, inputs: [hasil-0, hasil-1, hasil-2, hasil-3, hasil-4, hasil-5], "
                 "outputs: [ujung]}\n");
    office_publish("a/enam");
    office_start("a/enam", "titi");
    ask_at_once(branches, MOST, codes);
    for (int i = 0; i < MOST; i++)
        assert_int_equal(codes[i], BAKU_YES);
    json_t *last = office_do(BAKU_YES, "1", "tutup", "titi");
    assert_string_equal(string_at(last, "state"), "ended");
    json_decref(last);
    json_t *shown = OFFICE(BAKU_YES, baku_case_show(office.baku, "1", &office.said));
    assert_int_equal(json_array_size(json_object_get(shown, "documents")), MOST + 1);
    json_decref(shown);
    is_whole_store(office_store());
}

/* --- a revision in the middle --- */

static int drop_definition(const char *path, const struct stat *info, int kind, struct FTW *ftw)
{
    (void)info;
    (void)ftw;
    const char *end = strrchr(path, '.');
    return kind == FTW_F && end && strcmp(end, ".yaml") == 0 ? remove(path) : 0;
}

/* The SOP is revised without the step where the case stands, its region too, and then every file is taken away: the case
 * goes to its end by the revision with which it began. */
static void no_case_is_stuck_after_a_revision(void **state)
{
    (void)state;
    office_start("a/izin", "pipi");
    json_decref(office_do(BAKU_YES, "1", "ajukan", "pipi"));
    folder_write("a/region.yaml", "name: A\ntimezone: Asia/Jakarta\nactors: {pemohon: Pemohon}\n");
    folder_write("a/izin.yaml", "title: Izin\nactors: [pemohon]\ndocuments: {hasil: {title: H, result: true}}\n"
                                "steps: [{step: langsung, actor: pemohon, outputs: [hasil]}]\n");
    office_publish("a/izin");
    assert_int_equal(nftw(folder_root, drop_definition, 16, FTW_PHYS), 0);
    pass_minutes(1);
    json_t *list = OFFICE(BAKU_YES, baku_worklist(office.baku, &(struct baku_wanted){.as = "titi"}, &office.said));
    const json_t *item = json_array_get(json_object_get(list, "items"), 0);
    assert_string_equal(string_at(item, "step"), "periksa");
    assert_string_equal(string_at(item, "until"), "2026-11-23T08:30:00+08:00");
    json_decref(list);
    json_decref(office_answer(BAKU_YES, "1", "periksa", "titi", BAKU_ANSWER_TIDAK));
    json_decref(office_do(BAKU_YES, "1", "ajukan", "pipi"));
    json_decref(office_answer(BAKU_YES, "1", "periksa", "titi", BAKU_ANSWER_YA));
    json_t *last = office_do(BAKU_YES, "1", "tetapkan", "koko");
    assert_string_equal(string_at(last, "state"), "ended");
    json_decref(last);
    is_whole_store(office_store());
}

/* --- the clock --- */

/* Years ahead, then before everything: what is recorded never goes back, nobody is stopped, and the doctor says it. */
static void a_clock_that_jumps_never_takes_time_back(void **state)
{
    static const char *const jumps[] = {"2026-11-23T09:00", "2019-01-01T00:00", "2027-03-01T08:00", "1970-01-02T00:00",
                                        "2026-11-24T08:00"};
    (void)state;
    office_start("a/izin", "pipi");
    for (size_t i = 0; i < sizeof jumps / sizeof *jumps; i++) {
        set_clock(jumps[i]);
        json_decref(office_do(BAKU_YES, "1", "ajukan", "pipi"));
        json_decref(office_answer(BAKU_YES, "1", "periksa", "titi", BAKU_ANSWER_TIDAK));
    }
    is_whole_store(office_store()); /* with every time recorded after the one before */
    json_t *shown = OFFICE(BAKU_YES, baku_case_show(office.baku, "1", &office.said));
    const json_t *due = json_array_get(json_object_get(shown, "due"), 0);
    assert_string_equal(string_at(due, "since"), "2027-03-01T08:00:00+08:00");
    json_decref(shown);
    json_t *health = OFFICE(BAKU_NO, baku_doctor(office.baku, &office.said));
    assert_int_equal(json_array_size(json_object_get(health, "problems")), 1);
    json_decref(health);
    /* Whoever works on reads it. */
    json_t *done = office_do(BAKU_YES, "1", "ajukan", "pipi");
    assert_true(json_is_true(json_object_get(done, "clock_behind")));
    json_decref(done);
    set_clock("2027-03-01T08:00");
    done = office_answer(BAKU_YES, "1", "periksa", "titi", BAKU_ANSWER_TIDAK);
    assert_false(json_is_true(json_object_get(done, "clock_behind")));
    json_decref(done);
}

/* A clock that ran years ahead would hold everybody at its time for good. */
static void a_clock_far_ahead_takes_nobody_along(void **state)
{
    (void)state;
    struct baku_deed deed = {.as = "pipi"};
    office_start("a/izin", "pipi");
    int64_t seq = office_seq();
    static const char *const wrong[] = {"2036-01-01T08:00", "2999-12-31T12:00"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        set_clock(wrong[i]);
        json_t *error = OFFICE(BAKU_FAILED, baku_case_do(office.baku, "1", "ajukan", &deed, &office.said));
        assert_non_null(strstr(string_at(json_object_get(error, "error"), "message"), "clock"));
        json_decref(error);
    }
    OFFICE_DONE(BAKU_FAILED, baku_user_add(office.baku, &(struct baku_user){.name = "x", .as = "admin"}, &office.said));
    assert_int_equal(office_seq(), seq);
    set_clock("2026-11-23T09:00");
    json_decref(office_do(BAKU_YES, "1", "ajukan", "pipi"));
    /* The store was really not used for two years. */
    set_clock("2028-11-23T09:00");
    json_decref(office_answer(BAKU_FAILED, "1", "periksa", "titi", BAKU_ANSWER_TIDAK));
    OFFICE_DONE(BAKU_YES, baku_user_add(office.baku, &(struct baku_user){.name = "x", .as = "admin"}, &office.said));
    json_decref(office_answer(BAKU_YES, "1", "periksa", "titi", BAKU_ANSWER_TIDAK));
    is_whole_store(office_store());
}

/* --- a request that comes twice --- */

static void expect_one_answer(const struct request *request, int64_t events)
{
    struct request requests[MOST];
    int codes[MOST];
    int64_t before = office_seq();
    for (int i = 0; i < MOST; i++)
        requests[i] = *request;
    ask_at_once(requests, MOST, codes);
    json_t *first = answer_of(0);
    for (int i = 0; i < MOST; i++) {
        json_t *answer = answer_of(i);
        assert_int_equal(codes[i], BAKU_YES);
        assert_true(json_equal(first, answer));
        json_decref(answer);
    }
    json_decref(first);
    assert_int_equal(office_seq(), before + events);
}

static void a_request_that_comes_twice_is_carried_out_once(void **state)
{
    (void)state;
    expect_one_answer(&(struct request){NULL, "pipi", "mulai-1"}, 1);
    expect_one_answer(&(struct request){"ajukan", "pipi", "ajukan-1"}, 1);
    /* Also when the case has gone on since. */
    json_decref(office_answer(BAKU_YES, "1", "periksa", "titi", BAKU_ANSWER_TIDAK));
    expect_one_answer(&(struct request){"ajukan", "pipi", "ajukan-1"}, 0);
    assert_int_equal(count_events("1", "completed", "ajukan"), 1);
    is_whole_store(office_store());
}

/* --- a definition that cannot be read any more --- */

/* A revision of `a/izin` with that text, published by a version that asked for less: its bytes are what was published. */
static int64_t add_revision(int64_t from, const char *text)
{
    struct store_file file = {TEXT("a/izin.yaml"), text_of(text)};
    struct store_revision revision = {.sop = TEXT("a/izin"), .from = from, .seq = 1, .files = &file, .n_files = 1};
    struct store *store;
    struct store_why why;
    struct store_head head;
    int64_t id;
    assert_int_equal(bundle_digest(&file, 1, &revision.digest), STATUS_OK);
    assert_int_equal(store_open(&store, office_store(), STORE_WRITES, &why), STORE_OK);
    assert_int_equal(store_begin(store, &head), STORE_OK);
    assert_int_equal(store_revision_add(store, &revision, &id), STORE_OK);
    assert_int_equal(store_commit(store), STORE_OK);
    store_close(store);
    return id;
}

/* One that this version cannot read. */
static int64_t add_poison(int64_t from) { return add_revision(from, "title: [tidak terbaca\n"); }

/* Case `id` runs that revision. */
static void poison(const char *id, int64_t revision)
{
    sqlite3 *db;
    char sql[120];
    snprintf(sql, sizeof sql, "UPDATE cases SET revision = %lld WHERE id = %s", (long long)revision, id);
    assert_int_equal(sqlite3_open(office_store(), &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_changes(db), 1);
    sqlite3_close(db);
}

static size_t listed(enum baku_status (*list)(struct baku *, const struct baku_wanted *, struct baku_answer *))
{
    json_t *document = OFFICE(BAKU_YES, list(office.baku, &(struct baku_wanted){0}, &office.said));
    size_t n = json_array_size(json_object_get(document, "items"));
    json_decref(document);
    return n;
}

/* The doctor's one problem begins with these words and names `a/izin`. */
static void expect_problem(const char *words)
{
    json_t *document = OFFICE(BAKU_NO, baku_doctor(office.baku, &office.said)),
           *problems = json_object_get(document, "problems");
    assert_int_equal(json_array_size(problems), 1);
    const char *problem = json_string_value(json_array_get(problems, 0));
    assert_ptr_equal(strstr(problem, words), problem);
    assert_non_null(strstr(problem, "a/izin, revision "));
    json_decref(document);
}

static void a_poisoned_definition_stops_no_other_case(void **state)
{
    (void)state;
    const char *sick = office_start("a/izin", "pipi"), *well = office_start("a/izin", "pipi");
    poison(sick, add_poison(INT64_MAX / 2)); /* no new case takes it */
    json_t *error = office_do(BAKU_FAILED, sick, "ajukan", "pipi");
    assert_non_null(strstr(string_at(json_object_get(error, "error"), "message"), "`a/izin`"));
    json_decref(error);
    assert_int_equal(listed(baku_case_list), 2);
    assert_int_equal(listed(baku_worklist), 2);
    json_decref(office_do(BAKU_YES, well, "ajukan", "pipi"));
    office_start("a/izin", "pipi");
    expect_problem("this revision cannot be run any more and its cases stand still");
    OFFICE_DONE(BAKU_YES, baku_backup(office.baku, folder_path("cadangan.db"), &office.said));
}

/* What a later version finds wrong with a text that was published before is told by the doctor and stops nobody. */
static void a_later_demand_stops_no_case(void **state)
{
    (void)state;
    add_revision(office_now, "title: Izin\nactors: {pemohon: P}\n"
                             "documents: {hasil: {title: H, result: true}, hilang: {title: L}}\n"
                             "steps:\n  - {step: satu, actor: pemohon, outputs: [hasil]}\n"
                             "  - {step: akhir, actor: pemohon, next: end}\n"
                             "  - {step: tak-tercapai, actor: pemohon, inputs: [hilang]}\n");
    pass_minutes(1);
    OFFICE_DONE(BAKU_YES, baku_case_start(office.baku, "a/izin", &(struct baku_deed){.as = "pipi"}, &office.said));
    json_decref(office_do(BAKU_YES, "1", "satu", "pipi"));
    json_decref(office_do(BAKU_YES, "1", "akhir", "pipi"));
    expect_problem("by today's checks this revision has errors; its cases go on");
    is_whole_store(office_store());
    /* Once another holds, there is nothing to mend. */
    office_publish("a/izin");
    pass_minutes(1);
    OFFICE_DONE(BAKU_YES, baku_doctor(office.baku, &office.said));
}

/* By one handle: what failed for one case leaves nothing behind for the next. */
static void a_poisoned_definition_leaves_the_handle_usable(void **state)
{
    struct baku_deed deed = {.as = "pipi"};
    (void)state;
    const char *sick = office_start("a/izin", "pipi"), *well = office_start("a/izin", "pipi");
    poison(sick, add_poison(INT64_MAX / 2));
    struct baku *baku = office_handle();
    for (int i = 0; i < 2; i++) {
        struct baku_answer said;
        assert_int_equal(baku_case_do(baku, sick, "ajukan", &deed, &said), BAKU_FAILED);
        baku_answer_release(&said);
    }
    struct baku_answer said;
    assert_int_equal(baku_case_do(baku, well, "ajukan", &deed, &said), BAKU_YES);
    baku_answer_release(&said);
    baku_close(baku);
}

static void a_poisoned_definition_stops_no_other_row(void **state)
{
    (void)state;
    add_poison(office_now); /* published last: new cases take it */
    folder_write("perkara.csv", "key,sop,berkas\nN-1,a/izin,x\nN-2,a/serempak,\nN-3,a/izin,x\nN-4,b/izin,x\n");
    office_user("bubu", "petugas", "b");
    office_user("titi", "petugas", "b");
    const char *path = folder_path("perkara.csv");
    json_t *document = OFFICE(BAKU_NO, baku_case_import(office.baku, path, &(struct baku_deed){.as = "titi"}, &office.said));
    assert_int_equal(integer_at(document, "started"), 2);
    assert_int_equal(integer_at(document, "bad"), 2);
    const json_t *first = json_array_get(json_object_get(document, "items"), 0);
    assert_int_equal(integer_at(first, "line"), 2);
    assert_non_null(strstr(string_at(first, "message"), "`a/izin`"));
    json_decref(document);
    is_whole_store(office_store());
    /* A new revision mends it. */
    pass_minutes(1);
    folder_write("a/izin.yaml", "title: Izin\nactors: [pemohon]\ndocuments: {hasil: {title: H, result: true}}\n"
                                "steps: [{step: langsung, actor: pemohon, outputs: [hasil]}]\n");
    office_publish("a/izin");
    pass_minutes(1);
    OFFICE_DONE(BAKU_YES, baku_case_start(office.baku, "a/izin", &(struct baku_deed){.as = "pipi"}, &office.said));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        office_test(a_double_click_completes_once),
        office_test(no_branch_loses_what_another_did),
        office_test(no_case_is_stuck_after_a_revision),
        office_test(a_clock_that_jumps_never_takes_time_back),
        office_test(a_clock_far_ahead_takes_nobody_along),
        office_test(a_request_that_comes_twice_is_carried_out_once),
        office_test(a_poisoned_definition_stops_no_other_case),
        office_test(a_later_demand_stops_no_case),
        office_test(a_poisoned_definition_leaves_the_handle_usable),
        office_test(a_poisoned_definition_stops_no_other_row),
    };
    return cmocka_run_group_tests_name("faults", tests, NULL, NULL);
}
