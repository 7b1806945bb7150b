/* Cases that last: the one road of every deed, what it refuses, and that what is stored is what happened. */
#define _XOPEN_SOURCE 700
#include "office.h"

#include <sys/wait.h>

#include "whole.h"

/* --- from the start to the end --- */

static void a_case_goes_from_its_start_to_its_end(void **state)
{
    (void)state;
    const char *id = office_start("a/izin", "pipi");
    done(office_do(BAKU_YES, id, "ajukan", "pipi"), "periksa petugas a");
    done(office_answer(BAKU_YES, id, "periksa", "titi", BAKU_ANSWER_TIDAK), "ajukan pemohon a");
    done(office_do(BAKU_YES, id, "ajukan", "pipi"), "periksa petugas a");
    done(office_answer(BAKU_YES, id, "periksa", "titi", BAKU_ANSWER_YA), "tetapkan kepala a");
    json_t *last = office_do(BAKU_YES, id, "tetapkan", "koko");
    assert_string_equal(string_at(last, "state"), "ended");
    assert_int_equal(json_array_size(json_object_get(last, "events")), 2);
    done(last, "");
    json_t *shown = OFFICE(BAKU_YES, baku_case_show(office.baku, id, &office.said));
    assert_string_equal(string_at(shown, "state"), "ended");
    json_t *permohonan = json_array_get(json_object_get(shown, "documents"), 1);
    assert_string_equal(string_at(permohonan, "document"), "permohonan");
    assert_int_equal(integer_at(permohonan, "version"), 2);
    json_decref(shown);
}

static void when_it_is_due_follows_the_regions_hours(void **state)
{
    (void)state;
    set_clock("2026-11-27T15:45"); /* a Friday: a quarter of an hour is left */
    const char *id = office_start("a/izin", "pipi");
    json_decref(office_do(BAKU_YES, id, "ajukan", "pipi"));
    json_t *shown = OFFICE(BAKU_YES, baku_case_show(office.baku, id, &office.said));
    json_t *due = json_array_get(json_object_get(shown, "due"), 0);
    assert_string_equal(string_at(due, "since"), "2026-11-27T15:45:00+08:00");
    assert_string_equal(string_at(due, "until"), "2026-11-30T08:15:00+08:00");
    json_decref(shown);
    set_clock("2026-11-30T09:00");
    shown = OFFICE(BAKU_YES, baku_case_show(office.baku, id, &office.said));
    assert_int_equal(integer_at(shown, "working_s"), 75 * 60);
    assert_true(json_is_true(json_object_get(json_array_get(json_object_get(shown, "due"), 0), "late")));
    json_decref(shown);
}

/* --- refusals --- */

static void what_must_be_brought_is_named(void **state)
{
    (void)state;
    json_t *document =
        OFFICE(BAKU_NO, baku_case_start(office.baku, "a/izin", &(struct baku_deed){.as = "pipi"}, &office.said));
    const json_t *missing = json_object_get(refusal_of(document), "missing");
    assert_int_equal(json_array_size(missing), 1);
    assert_string_equal(string_at(json_array_get(missing, 0), "document"), "berkas");
    assert_true(json_is_null(json_object_get(document, "case")));
    expect_refused(document, "missing");
}

static void what_is_not_due_is_refused(void **state)
{
    (void)state;
    const char *id = office_start("a/izin", "pipi");
    int64_t seq = office_seq();
    expect_refused(office_answer(BAKU_NO, id, "periksa", "titi", BAKU_ANSWER_YA), "not-due");
    json_decref(office_do(BAKU_YES, id, "ajukan", "pipi"));
    expect_refused(office_do(BAKU_NO, id, "periksa", "titi"), "answer-needed");
    assert_int_equal(office_seq(), seq + 1);
}

static void what_names_nothing_is_told_with_the_nearest(void **state)
{
    (void)state;
    const char *id = office_start("a/izin", "pipi");
    json_t *document = office_do(BAKU_UNKNOWN, id, "ajukn", "pipi");
    assert_non_null(strstr(string_at(json_object_get(document, "error"), "help"), "`ajukan`"));
    json_decref(document);
    json_decref(office_do(BAKU_UNKNOWN, "77", "ajukan", "pipi"));
    json_decref(office_do(BAKU_UNKNOWN, id, "ajukan", NULL));
    OFFICE_DONE(BAKU_UNKNOWN, baku_case_start(office.baku, "a/tidak", &(struct baku_deed){.as = "pipi"}, &office.said));
}

static void who_comes_second_reads_who_was_first(void **state)
{
    (void)state;
    const char *id = office_start("a/izin", "pipi");
    office_user("pupu", "pemohon", "a");
    pass_minutes(3);
    json_decref(office_do(BAKU_YES, id, "ajukan", "pipi"));
    json_t *document = office_do(BAKU_CONFLICT, id, "ajukan", "pupu");
    assert_string_equal(string_at(refusal_of(document), "first_by"), "pipi");
    assert_string_equal(string_at(refusal_of(document), "first_at"), "2026-11-23T08:03:00+08:00");
    expect_refused(document, "first");
}

static void a_cancelled_case_takes_nothing_more(void **state)
{
    (void)state;
    const char *id = office_start("a/izin", "pipi");
    struct baku_deed deed = {.as = "admin", .reason = "mundur"};
    OFFICE_DONE(BAKU_YES, baku_case_cancel(office.baku, id, &deed, &office.said));
    expect_refused(office_do(BAKU_NO, id, "ajukan", "pipi"), "not-open");
    expect_refused(OFFICE(BAKU_NO, baku_case_cancel(office.baku, id, &deed, &office.said)), "not-open");
    json_t *list =
        OFFICE(BAKU_YES, baku_case_list(office.baku, &(struct baku_wanted){.state = "cancelled"}, &office.said));
    assert_int_equal(json_array_size(json_object_get(list, "items")), 1);
    json_decref(list);
    json_t *told = OFFICE(BAKU_YES, baku_case_history(office.baku, id, &office.said));
    assert_string_equal(string_at(json_array_get(json_object_get(told, "events"), 1), "reason"), "mundur");
    json_decref(told);
    json_t *shown = OFFICE(BAKU_YES, baku_case_show(office.baku, id, &office.said));
    assert_string_equal(string_at(shown, "cancelled_by"), "admin");
    assert_string_equal(string_at(shown, "reason"), "mundur");
    json_decref(shown);
}

/* --- time --- */

static void publish_from(const char *sop, const char *from)
{
    struct baku_publishing how = {.as = "admin", .from = from};
    OFFICE_DONE(BAKU_YES, baku_publish(office.baku, &sop, 1, &how, &office.said));
}

static void fridays_paper_is_entered_on_monday(void **state)
{
    (void)state;
    publish_from("a/izin", "2026-11-02");
    struct baku_deed start = {.as = "pipi", .at = "2026-11-20T09:00", .documents = office_berkas, .n_documents = 1};
    OFFICE_DONE(BAKU_YES, baku_case_start(office.baku, "a/izin", &start, &office.said));
    struct baku_deed ask = {.as = "pipi", .at = "2026-11-20T09:10", .note = "dari kertas"};
    OFFICE_DONE(BAKU_YES, baku_case_do(office.baku, "1", "ajukan", &ask, &office.said));
    json_t *told = OFFICE(BAKU_YES, baku_case_history(office.baku, "1", &office.said));
    const json_t *event = json_array_get(json_object_get(told, "events"), 1);
    assert_string_equal(string_at(event, "occurred"), "2026-11-20T09:10:00+08:00");
    assert_string_equal(string_at(event, "at"), "2026-11-23T08:00:00+08:00");
    assert_string_equal(string_at(event, "note"), "dari kertas");
    json_decref(told);
    struct baku_deed early = {.as = "titi", .at = "2026-11-20T09:05", .answer = BAKU_ANSWER_YA};
    expect_refused(OFFICE(BAKU_NO, baku_case_do(office.baku, "1", "periksa", &early, &office.said)), "at-early");
    struct baku_deed later = {.as = "titi", .at = "2026-11-23T08:01", .answer = BAKU_ANSWER_YA};
    expect_refused(OFFICE(BAKU_NO, baku_case_do(office.baku, "1", "periksa", &later, &office.said)), "at-later");
    struct baku_deed bad = {.as = "titi", .at = "kemarin", .answer = BAKU_ANSWER_YA};
    OFFICE_DONE(BAKU_UNKNOWN, baku_case_do(office.baku, "1", "periksa", &bad, &office.said));
}

static void a_clock_that_jumps_back_stops_nobody(void **state)
{
    (void)state;
    const char *id = office_start("a/izin", "pipi");
    set_clock("2026-11-22T08:00");
    json_decref(office_do(BAKU_YES, id, "ajukan", "pipi"));
    json_t *told = OFFICE(BAKU_YES, baku_case_history(office.baku, id, &office.said));
    assert_string_equal(string_at(json_array_get(json_object_get(told, "events"), 1), "at"),
                        "2026-11-23T08:00:00+08:00");
    json_decref(told);
    json_t *health = OFFICE(BAKU_NO, baku_doctor(office.baku, &office.said));
    assert_int_equal(json_array_size(json_object_get(health, "problems")), 1);
    json_decref(health);
}

/* What is entered later was not done before its inputs were there. */
static void no_step_is_older_than_its_inputs(void **state)
{
    (void)state;
    struct baku_deed again = {.as = "pipi", .documents = office_berkas, .n_documents = 1};
    struct baku_deed minute = {.as = "pipi", .at = "2026-11-23T08:05"};
    office_start("a/izin", "pipi");
    pass_minutes(10);
    OFFICE_DONE(BAKU_YES, baku_case_give(office.baku, "1", &again, &office.said)); /* a better copy, at 08:10 */
    pass_minutes(10);
    expect_refused(OFFICE(BAKU_NO, baku_case_do(office.baku, "1", "ajukan", &minute, &office.said)), "at-early");
    minute.at = "2026-11-23T08:10";
    OFFICE_DONE(BAKU_YES, baku_case_do(office.baku, "1", "ajukan", &minute, &office.said));
}

/* A SOP whose day has not come is told with its day, not with another name. */
static void a_sop_whose_day_has_not_come_says_when(void **state)
{
    (void)state;
    const char *sop = "a/esok";
    folder_write("a/esok.yaml", "title: Esok\nactors: [pemohon]\ndocuments: {hasil: {title: H, result: true}}\n"
                                "steps: [{step: langsung, actor: pemohon, outputs: [hasil]}]\n");
    OFFICE_DONE(BAKU_YES, baku_publish(office.baku, &sop, 1,
                                       &(struct baku_publishing){.as = "admin", .from = "2027-01-04"}, &office.said));
    json_t *error = OFFICE(BAKU_UNKNOWN, baku_case_start(office.baku, sop, &(struct baku_deed){.as = "pipi"}, &office.said));
    assert_non_null(strstr(string_at(json_object_get(error, "error"), "message"), "4 January 2027"));
    json_decref(error);
}

/* What is entered later may not end the case before what was done in it. */
static void a_case_is_not_given_up_before_its_last_step(void **state)
{
    (void)state;
    struct baku_deed cancel = {.as = "admin", .reason = "mundur", .at = "2026-11-23T08:05"};
    office_start("a/izin", "pipi");
    pass_minutes(10);
    json_decref(office_do(BAKU_YES, "1", "ajukan", "pipi"));
    pass_minutes(10);
    expect_refused(OFFICE(BAKU_NO, baku_case_cancel(office.baku, "1", &cancel, &office.said)), "at-early");
    cancel.at = "2026-11-23T08:10";
    OFFICE_DONE(BAKU_YES, baku_case_cancel(office.baku, "1", &cancel, &office.said));
}

/* --- retried deeds --- */

static void the_same_key_gets_the_same_answer(void **state)
{
    (void)state;
    struct baku_deed deed = {.as = "pipi", .key = "k-1", .documents = office_berkas, .n_documents = 1};
    json_t *first = OFFICE(BAKU_YES, baku_case_start(office.baku, "a/izin", &deed, &office.said));
    json_decref(office_do(BAKU_YES, "1", "ajukan", "pipi"));
    int64_t seq = office_seq();
    json_t *again = OFFICE(BAKU_YES, baku_case_start(office.baku, "a/izin", &deed, &office.said));
    assert_true(json_equal(first, again));
    assert_int_equal(office_seq(), seq);
    json_decref(first);
    json_decref(again);
    deed.title = "lain";
    OFFICE_DONE(BAKU_CONFLICT, baku_case_start(office.baku, "a/izin", &deed, &office.said));
    assert_int_equal(office_seq(), seq);
}

static void a_refused_deed_keeps_no_key(void **state)
{
    (void)state;
    struct baku_deed deed = {.as = "pipi", .key = "k-1"};
    expect_refused(OFFICE(BAKU_NO, baku_case_start(office.baku, "a/izin", &deed, &office.said)), "missing");
    deed.documents = office_berkas;
    deed.n_documents = 1;
    OFFICE_DONE(BAKU_YES, baku_case_start(office.baku, "a/izin", &deed, &office.said));
}

static void a_key_is_no_empty_text(void **state)
{
    (void)state;
    struct baku_deed deed = {.as = "pipi", .key = "", .documents = office_berkas, .n_documents = 1};
    OFFICE_DONE(BAKU_UNKNOWN, baku_case_start(office.baku, "a/izin", &deed, &office.said));
}

/* The events of a deed's answer are those that the history tells, to the last key. */
static void a_deed_tells_its_events_as_the_history_does(void **state)
{
    (void)state;
    const struct baku_handed number[] = {{"nomor", "AB-777", NULL}};
    office_start("a/izin", "pipi");
    json_decref(office_do(BAKU_YES, "1", "ajukan", "pipi"));
    struct baku_deed deed = {.as = "titi", .answer = BAKU_ANSWER_YA, .note = "n", .documents = number, .n_documents = 1};
    json_t *done = OFFICE(BAKU_YES, baku_case_do(office.baku, "1", "periksa", &deed, &office.said));
    json_t *told = OFFICE(BAKU_YES, baku_case_history(office.baku, "1", &office.said));
    const json_t *events = json_object_get(told, "events"), *own = json_object_get(done, "events");
    assert_int_equal(json_array_size(own), 1);
    assert_string_equal(string_at(json_array_get(own, 0), "by"), "titi");
    assert_true(json_equal(json_array_get(own, 0), json_array_get(events, json_array_size(events) - 1)));
    json_decref(done);
    json_decref(told);
}

static void a_text_that_steers_is_not_kept(void **state)
{
    static const char *const bad[] = {"a\x1b[31m",
                                      "a\xe2\x80\xae"
                                      "b",
                                      "a\xff", "a\x01"};
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct baku_deed deed = {.as = "pipi", .title = bad[i], .documents = office_berkas, .n_documents = 1};
        OFFICE_DONE(BAKU_UNKNOWN, baku_case_start(office.baku, "a/izin", &deed, &office.said));
        deed.title = NULL;
        deed.note = bad[i];
        OFFICE_DONE(BAKU_UNKNOWN, baku_case_start(office.baku, "a/izin", &deed, &office.said));
    }
}

/* --- two at once --- */

/* In a child: what the deed ended with, as its exit code. */
static int complete_in_child(const char *id, const char *step, const char *as)
{
    struct baku *handle = office_handle();
    struct baku_answer said = {0};
    enum baku_status status = baku_case_do(handle, id, step, &(struct baku_deed){.as = as}, &said);
    const char *by = strstr(said.json ? said.json : "", "\"first_by\": \"");
    int code = status == BAKU_CONFLICT && !by ? 99 : (int)status;
    baku_answer_release(&said);
    baku_close(handle);
    return code;
}

/* Both at once; how each ended. */
static void race(const char *id, const char *const steps_of[2], const char *const names[2], int codes[2])
{
    pid_t children[2];
    for (int i = 0; i < 2; i++) {
        children[i] = fork();
        if (children[i] == 0)
            _exit(complete_in_child(id, steps_of[i], names[i]));
        assert_true(children[i] > 0);
    }
    for (int i = 0; i < 2; i++) {
        int status;
        assert_int_equal(waitpid(children[i], &status, 0), children[i]);
        assert_true(WIFEXITED(status));
        codes[i] = WEXITSTATUS(status);
    }
}

static void of_two_who_complete_one_step_one_wins(void **state)
{
    (void)state;
    office_user("pupu", "pemohon", "a");
    for (int i = 0; i < 15; i++) {
        int codes[2];
        const char *id = office_start("a/izin", "pipi");
        race(id, (const char *const[]){"ajukan", "ajukan"}, (const char *const[]){"pipi", "pupu"}, codes);
        if (!((codes[0] == BAKU_YES && codes[1] == BAKU_CONFLICT) ||
              (codes[0] == BAKU_CONFLICT && codes[1] == BAKU_YES)))
            fail_msg("round %d: %d and %d", i, codes[0], codes[1]);
    }
}

static void branches_that_are_done_at_once_both_count(void **state)
{
    (void)state;
    for (int i = 0; i < 15; i++) {
        int codes[2];
        const char *id = office_start("a/serempak", "titi");
        race(id, (const char *const[]){"kiri", "kanan"}, (const char *const[]){"titi", "koko"}, codes);
        assert_int_equal(codes[0], BAKU_YES);
        assert_int_equal(codes[1], BAKU_YES);
        done(office_do(BAKU_YES, id, "tutup", "titi"), "");
    }
}

static void what_waits_in_a_branch_keeps_its_time(void **state)
{
    (void)state;
    const char *id = office_start("a/serempak", "titi");
    pass_minutes(60);
    json_t *document = office_do(BAKU_YES, id, "kiri", "titi");
    const json_t *due = json_array_get(json_object_get(document, "due"), 0);
    assert_string_equal(string_at(due, "since"), "2026-11-23T08:00:00+08:00");
    assert_string_equal(string_at(due, "until"), "2026-11-23T10:00:00+08:00");
    json_decref(document);
}

/* --- a revision in the middle --- */

static void open_cases_go_on_by_their_own_revision(void **state)
{
    (void)state;
    const char *id = office_start("a/izin", "pipi");
    pass_minutes(1);
    folder_write("a/izin.yaml", "title: Izin\nactors: [pemohon]\ndocuments: {hasil: {title: H, result: true}}\n"
                                "steps: [{step: langsung, actor: pemohon, outputs: [hasil]}]\n");
    office_publish("a/izin");
    pass_minutes(1);
    done(office_do(BAKU_YES, id, "ajukan", "pipi"), "periksa petugas a");
    json_t *fresh =
        OFFICE(BAKU_YES, baku_case_start(office.baku, "a/izin", &(struct baku_deed){.as = "pipi"}, &office.said));
    done(fresh, "langsung pemohon a");
}

static void a_case_takes_what_was_law_when_it_began(void **state)
{
    (void)state;
    set_clock("2026-11-24T08:00");
    folder_write("a/izin.yaml", "title: Izin\nactors: [pemohon]\ndocuments: {hasil: {title: H, result: true}}\n"
                                "steps: [{step: langsung, actor: pemohon, outputs: [hasil]}]\n");
    office_publish("a/izin");
    struct baku_deed deed = {.as = "pipi", .at = "2026-11-23T15:00", .documents = office_berkas, .n_documents = 1};
    done(OFFICE(BAKU_YES, baku_case_start(office.baku, "a/izin", &deed, &office.said)), "ajukan pemohon a");
    deed.n_documents = 0;
    deed.at = "2026-11-24T08:00";
    done(OFFICE(BAKU_YES, baku_case_start(office.baku, "a/izin", &deed, &office.said)), "langsung pemohon a");
    deed.at = "2026-11-01T08:00"; /* before anything was */
    json_t *document = OFFICE(BAKU_NO, baku_case_start(office.baku, "a/izin", &deed, &office.said));
    assert_non_null(strstr(string_at(refusal_of(document), "message"), "Monday 23 November 2026 at 08:00"));
    expect_refused(document, "not-in-force");
    publish_from("a/izin", "2026-11-01");
    done(OFFICE(BAKU_YES, baku_case_start(office.baku, "a/izin", &deed, &office.said)), "langsung pemohon a");
    deed.at = "1899-11-01T08:00";
    OFFICE_DONE(BAKU_UNKNOWN, baku_case_start(office.baku, "a/izin", &deed, &office.said));
}

/* A revision that was published at a quarter past the minute is law in that minute, where only the minute is told. */
static void a_start_to_the_minute_takes_what_became_law_in_it(void **state)
{
    (void)state;
    set_clock("2026-11-24T08:00:15");
    folder_write("a/baru.yaml", "title: Baru\nactors: [pemohon]\ndocuments: {hasil: {title: H, result: true}}\n"
                                "steps: [{step: langsung, actor: pemohon, outputs: [hasil]}]\n");
    office_publish("a/baru");
    set_clock("2026-11-24T08:00:40");
    struct baku_deed deed = {.as = "pipi", .at = "2026-11-24T08:00:14"};
    expect_refused(OFFICE(BAKU_NO, baku_case_start(office.baku, "a/baru", &deed, &office.said)), "not-in-force");
    deed.at = "2026-11-24T08:00";
    done(OFFICE(BAKU_YES, baku_case_start(office.baku, "a/baru", &deed, &office.said)), "langsung pemohon a");
    json_t *shown = OFFICE(BAKU_YES, baku_case_show(office.baku, "1", &office.said));
    assert_string_equal(string_at(shown, "started"), "2026-11-24T08:00:15+08:00");
    json_decref(shown);
}

static void a_time_to_the_minute_is_any_moment_of_it(void **state)
{
    (void)state;
    set_clock("2026-11-23T08:05:40.500");
    const char *id = office_start("a/izin", "pipi"), *other = office_start("a/izin", "pipi");
    struct baku_deed early = {.as = "pipi", .at = "2026-11-23T08:05:39"}, minute = {.as = "pipi"};
    json_t *document = OFFICE(BAKU_NO, baku_case_do(office.baku, id, "ajukan", &early, &office.said));
    assert_non_null(strstr(string_at(refusal_of(document), "message"), "08:05:40"));
    expect_refused(document, "at-early");
    minute.at = "2026-11-23T08:04";
    expect_refused(OFFICE(BAKU_NO, baku_case_do(office.baku, id, "ajukan", &minute, &office.said)), "at-early");
    minute.at = "2026-11-23T08:06";
    expect_refused(OFFICE(BAKU_NO, baku_case_do(office.baku, id, "ajukan", &minute, &office.said)), "at-later");
    minute.at = "2026-11-23T08:05";
    document = OFFICE(BAKU_YES, baku_case_do(office.baku, id, "ajukan", &minute, &office.said));
    const json_t *event = json_array_get(json_object_get(document, "events"), 0);
    assert_string_equal(string_at(event, "occurred"), "2026-11-23T08:05:40.500+08:00");
    done(document, "periksa petugas a");
    minute.at = "2026-11-23T08:05:40.499";
    expect_refused(OFFICE(BAKU_NO, baku_case_do(office.baku, other, "ajukan", &minute, &office.said)), "at-early");
    minute.at = "2026-11-23T08:05:40+08:00";
    done(OFFICE(BAKU_YES, baku_case_do(office.baku, other, "ajukan", &minute, &office.said)), "periksa petugas a");
}

/* --- what is stored is what happened --- */

/* Completes so many steps of case `id` of `a/izin`; 4: one, and the case is cancelled. */
static void bring_to(const char *id, size_t steps)
{
    if (steps >= 1)
        json_decref(office_do(BAKU_YES, id, "ajukan", "pipi"));
    if (steps == 2 || steps == 3)
        json_decref(office_answer(BAKU_YES, id, "periksa", "titi", BAKU_ANSWER_YA));
    if (steps == 3)
        json_decref(office_do(BAKU_YES, id, "tetapkan", "koko"));
    if (steps == 4)
        OFFICE_DONE(BAKU_YES, baku_case_cancel(office.baku, id, &(struct baku_deed){.as = "admin"}, &office.said));
}

static void each_stored_case_is_what_its_events_fold_to(void **state)
{
    (void)state;
    struct baku_deed enter = {.as = "titi", .choose = "a/izin", .documents = office_berkas, .n_documents = 1};
    for (size_t i = 0; i < 5; i++)
        bring_to(office_start("a/izin", "pipi"), i);
    office_start("a/panggil", "titi");
    json_decref(office_do(BAKU_YES, "6", "siap", "titi"));
    OFFICE_DONE(BAKU_YES, baku_case_do(office.baku, "6", "panggil", &enter, &office.said));
    json_decref(office_do(BAKU_YES, "6", "panggil/ajukan", "pipi"));
    office_start("a/serempak", "titi");
    json_decref(office_do(BAKU_YES, "7", "kanan", "koko"));
    struct baku *handle = office_handle();
    struct baku_answer said;
    struct desk desk;
    assert_int_equal(desk_open(&desk, handle, STORE_READS, &said), BAKU_YES);
    for (int64_t id = 1; id <= 7; id++)
        same_as_folded(&desk, id);
    desk_close(&desk, BAKU_YES);
    baku_close(handle);
}

/* Every byte of a stored state changed in every way: refused, or a state that encodes to the same bytes. */
static void a_state_that_was_changed_is_read_safely(void **state)
{
    (void)state;
    struct store_case row;
    struct definition *definition;
    struct baku_deed enter = {.as = "titi", .choose = "a/izin", .documents = office_berkas, .n_documents = 1};
    office_start("a/panggil", "titi");
    json_decref(office_do(BAKU_YES, "1", "siap", "titi"));
    OFFICE_DONE(BAKU_YES, baku_case_do(office.baku, "1", "panggil", &enter, &office.said));
    struct baku *handle = office_handle();
    struct baku_answer said;
    struct desk desk;
    assert_int_equal(desk_open(&desk, handle, STORE_READS, &said), BAKU_YES);
    assert_int_equal(store_case(desk.store, 1, &row, &desk.arena), STORE_OK);
    assert_int_equal(definition_of(&desk, row.revision, &definition), BAKU_YES);
    unsigned char *bytes = malloc(row.state.len);
    size_t refused = 0;
    for (size_t i = 0; i < row.state.len; i++)
        for (int value = 0; value < 256; value++) {
            struct arena arena = ARENA_INIT;
            struct state read;
            struct buf again = BUF_INIT;
            memcpy(bytes, row.state.at, row.state.len);
            bytes[i] = (unsigned char)value;
            struct text changed = {(const char *)bytes, row.state.len};
            enum state_verdict verdict = state_decode(changed, definition->sop, &arena, &read);
            if (verdict == STATE_OK) {
                state_encode(&again, &read);
                assert_int_equal(again.len, row.state.len);
                assert_memory_equal(again.at, bytes, again.len);
            }
            refused += verdict == STATE_MALFORMED;
            buf_release(&again);
            arena_release(&arena);
        }
    assert_true(refused > 0);
    free(bytes);
    desk_close(&desk, BAKU_YES);
    baku_close(handle);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        office_test(a_case_goes_from_its_start_to_its_end),
        office_test(when_it_is_due_follows_the_regions_hours),
        office_test(what_must_be_brought_is_named),
        office_test(what_is_not_due_is_refused),
        office_test(what_names_nothing_is_told_with_the_nearest),
        office_test(who_comes_second_reads_who_was_first),
        office_test(a_cancelled_case_takes_nothing_more),
        office_test(fridays_paper_is_entered_on_monday),
        office_test(a_clock_that_jumps_back_stops_nobody),
        office_test(no_step_is_older_than_its_inputs),
        office_test(a_sop_whose_day_has_not_come_says_when),
        office_test(a_case_is_not_given_up_before_its_last_step),
        office_test(the_same_key_gets_the_same_answer),
        office_test(a_refused_deed_keeps_no_key),
        office_test(a_key_is_no_empty_text),
        office_test(a_deed_tells_its_events_as_the_history_does),
        office_test(a_text_that_steers_is_not_kept),
        office_test(of_two_who_complete_one_step_one_wins),
        office_test(branches_that_are_done_at_once_both_count),
        office_test(what_waits_in_a_branch_keeps_its_time),
        office_test(open_cases_go_on_by_their_own_revision),
        office_test(a_case_takes_what_was_law_when_it_began),
        office_test(a_start_to_the_minute_takes_what_became_law_in_it),
        office_test(a_time_to_the_minute_is_any_moment_of_it),
        office_test(each_stored_case_is_what_its_events_fold_to),
        office_test(a_state_that_was_changed_is_read_safely),
    };
    return cmocka_run_group_tests_name("cases", tests, NULL, NULL);
}
