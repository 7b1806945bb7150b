/* Cases that last: the one road of every deed, what it refuses, and that what is stored is what happened. */
#define _XOPEN_SOURCE 700
#include "office.h"

#include <sys/wait.h>

#include "whole.h"

static const json_t *refusal_of(const json_t *document)
{
    const json_t *refusal = json_object_get(document, "refusal");
    assert_true(json_is_object(refusal));
    return refusal;
}

static void expect_refused(json_t *document, const char *kind)
{
    assert_string_equal(string_at(refusal_of(document), "kind"), kind);
    assert_true(strlen(string_at(refusal_of(document), "message")) > 5);
    json_decref(document);
}

/* "ajukan pemohon a" of each step that is due, with blanks and commas. */
static void expect_due(const json_t *document, const char *expected)
{
    char all[400] = "";
    size_t i, used = 0;
    const json_t *due;
    json_array_foreach (json_object_get(document, "due"), i, due)
        used += (size_t)snprintf(all + used, sizeof all - used, "%s%s %s %s", i ? ", " : "", string_at(due, "step"),
                                 string_at(due, "actor"), string_at(due, "region"));
    assert_string_equal(all, expected);
}

static void done(json_t *document, const char *due)
{
    assert_true(json_is_null(json_object_get(document, "refusal")));
    expect_due(document, due);
    json_decref(document);
}

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

static void fridays_paper_is_entered_on_monday(void **state)
{
    (void)state;
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

/* --- contents --- */

static json_t *complete_with(enum baku_status expected, const char *step, const char *as,
                             const struct baku_handed *handed)
{
    enum baku_given_answer given = strcmp(step, "periksa") == 0 ? BAKU_ANSWER_YA : BAKU_ANSWER_NONE;
    struct baku_deed deed = {.as = as, .answer = given, .documents = handed, .n_documents = 1};
    return OFFICE(expected, baku_case_do(office.baku, "1", step, &deed, &office.said));
}

static void a_text_must_have_its_form(void **state)
{
    (void)state;
    office_start("a/izin", "pipi");
    json_decref(office_do(BAKU_YES, "1", "ajukan", "pipi"));
    int64_t seq = office_seq();
    expect_refused(complete_with(BAKU_NO, "periksa", "titi", &(struct baku_handed){.document = "nomor", .text = "7"}),
                   "bad-document");
    expect_refused(
        complete_with(BAKU_NO, "periksa", "titi", &(struct baku_handed){.document = "nomor", .text = "AB-12\xff"}),
        "bad-document");
    json_decref(
        complete_with(BAKU_UNKNOWN, "periksa", "titi", &(struct baku_handed){.document = "surat", .text = "x"}));
    assert_int_equal(office_seq(), seq);
    json_decref(
        complete_with(BAKU_YES, "periksa", "titi", &(struct baku_handed){.document = "nomor", .text = "AB-123"}));
    expect_refused(
        complete_with(BAKU_NO, "tetapkan", "koko", &(struct baku_handed){.document = "sandi", .text = "rahasia"}),
        "bad-document");
    expect_refused(
        complete_with(BAKU_NO, "tetapkan", "koko", &(struct baku_handed){.document = "surat", .text = "hal: izin"}),
        "bad-document");
    json_decref(complete_with(BAKU_YES, "tetapkan", "koko",
                              &(struct baku_handed){.document = "surat", .text = "hal: izin\nnomor = 12"}));
    json_t *shown = OFFICE(BAKU_YES, baku_case_show(office.baku, "1", &office.said));
    const json_t *item;
    size_t i, digests = 0;
    json_array_foreach (json_object_get(shown, "documents"), i, item)
        digests += strlen(string_at(item, "digest")) == 64;
    assert_int_equal(digests, 2);
    json_decref(shown);
}

static void start_with_file(enum baku_status expected, const char *bytes)
{
    folder_write("isi", bytes);
    struct baku_handed handed = {.document = "berkas", .file = folder_path("isi")};
    struct baku_deed deed = {.as = "pipi", .documents = &handed, .n_documents = 1};
    OFFICE_DONE(expected, baku_case_start(office.baku, "a/izin", &deed, &office.said));
}

static void a_file_is_judged_by_its_content(void **state)
{
    char large[1200] = "\x89PNG\r\n\x1A\n";
    (void)state;
    start_with_file(BAKU_YES, "\x89PNG\r\n\x1A\nisi");
    start_with_file(BAKU_NO, "%PDF-1.7");
    start_with_file(BAKU_NO, "");
    memset(large + 8, 'x', 1016);
    start_with_file(BAKU_YES, large);
    large[1024] = 'x';
    start_with_file(BAKU_NO, large);
    struct baku_handed handed = {.document = "berkas", .file = folder_path("tidak-ada")};
    struct baku_deed deed = {.as = "pipi", .documents = &handed, .n_documents = 1};
    OFFICE_DONE(BAKU_FAILED, baku_case_start(office.baku, "a/izin", &deed, &office.said));
}

static void what_is_given_late_is_taken(void **state)
{
    (void)state;
    office_start("a/izin", "pipi");
    struct baku_handed late = {.document = "pengantar", .text = "isi"}, made = {.document = "nomor"};
    struct baku_deed deed = {.as = "titi", .documents = &late, .n_documents = 1};
    OFFICE_DONE(BAKU_YES, baku_case_give(office.baku, "1", &deed, &office.said));
    deed.documents = &made;
    OFFICE_DONE(BAKU_UNKNOWN, baku_case_give(office.baku, "1", &deed, &office.said));
    deed.n_documents = 0;
    expect_refused(OFFICE(BAKU_NO, baku_case_give(office.baku, "1", &deed, &office.said)), "not-given");
}

static void a_link_that_ran_out_is_sent_again(void **state)
{
    (void)state;
    folder_write("a/tautan.yaml",
                 "title: Tautan\nactors: [petugas, pemohon]\n"
                 "documents: {tautan: {title: T, valid_for: 24 jam}, hasil: {title: H, result: true}}\n"
                 "steps:\n  - {step: kirim, actor: petugas, outputs: [tautan]}\n"
                 "  - {step: isi, actor: pemohon, inputs: [tautan], outputs: [hasil], expired: kirim}\n");
    office_publish("a/tautan");
    const char *id = office_start("a/tautan", "titi");
    struct baku_deed deed = {.as = "pipi"};
    json_decref(office_do(BAKU_YES, id, "kirim", "titi"));
    expect_refused(OFFICE(BAKU_NO, baku_case_expire(office.baku, id, "isi", &deed, &office.said)), "not-run-out");
    pass_minutes(24 * 60 + 1);
    expect_refused(office_do(BAKU_NO, id, "isi", "pipi"), "run-out");
    done(OFFICE(BAKU_YES, baku_case_expire(office.baku, id, "isi", &deed, &office.said)), "kirim petugas a");
    json_decref(office_do(BAKU_YES, id, "kirim", "titi"));
    done(office_do(BAKU_YES, id, "isi", "pipi"), "");
}

/* --- calls --- */

static void a_step_of_another_region_is_done_by_its_people(void **state)
{
    (void)state;
    office_user("bubu", "pemohon", "b");
    office_start("a/panggil", "titi");
    json_decref(office_do(BAKU_YES, "1", "siap", "titi"));
    struct baku_deed deed = {.as = "titi", .documents = office_berkas, .n_documents = 1};
    expect_refused(OFFICE(BAKU_NO, baku_case_do(office.baku, "1", "panggil", &deed, &office.said)), "choice-needed");
    deed.choose = "c/izin";
    OFFICE_DONE(BAKU_UNKNOWN, baku_case_do(office.baku, "1", "panggil", &deed, &office.said));
    deed.choose = "b/izin";
    done(OFFICE(BAKU_YES, baku_case_do(office.baku, "1", "panggil", &deed, &office.said)), "panggil/ajukan pemohon b");
    expect_refused(office_do(BAKU_DENIED, "1", "panggil/ajukan", "pipi"), "not-permitted");
    done(office_do(BAKU_YES, "1", "panggil/ajukan", "bubu"), "panggil/periksa petugas b");
    json_t *list = OFFICE(BAKU_YES, baku_worklist(office.baku, &(struct baku_wanted){.region = "b"}, &office.said));
    assert_string_equal(string_at(json_array_get(json_object_get(list, "items"), 0), "step"), "panggil/periksa");
    json_decref(list);
}

/* --- who may do what: everyone, everything, everywhere --- */

struct duty {
    const char *actor, *region;
};

/* Everybody there is: what each was added for. */
static const struct person {
    const char *name;
    struct duty duties[2];
} everybody[] = {
    {"nobody", {{NULL, NULL}}},
    {"admin", {{"administrator", NULL}}},
    {"pipi", {{"pemohon", "a"}}},
    {"titi", {{"petugas", "a"}}},
    {"koko", {{"kepala", "a"}}},
    {"pipi-b", {{"pemohon", "b"}}},
    {"titi-b", {{"petugas", "b"}}},
    {"koko-b", {{"kepala", "b"}}},
    {"dua", {{"petugas", "a"}, {"kepala", "b"}}},
    {"nama", {{"administrator-a", "a"}}},
    {"pergi", {{NULL, NULL}}}, /* was everything, and was removed */
};

enum { EVERYBODY = sizeof everybody / sizeof *everybody };

static void add_everybody(void)
{
    for (size_t i = 5; i + 1 < EVERYBODY; i++)
        for (size_t d = 0; d < 2 && everybody[i].duties[d].actor; d++)
            office_user(everybody[i].name, everybody[i].duties[d].actor, everybody[i].duties[d].region);
    office_user("pergi", "administrator", NULL);
    office_user("pergi", "pemohon", "a");
    office_user("pergi", "petugas", "a");
    office_user("pergi", "kepala", "a");
    OFFICE_DONE(BAKU_YES, baku_user_remove(office.baku, &(struct baku_user){.name = "pergi", .as = "admin"}, &office.said));
}

/* The oracle, by the table above alone. */
static bool has_duty(const struct person *person, const char *actor, const char *region)
{
    for (size_t d = 0; d < 2 && person->duties[d].actor; d++) {
        const struct duty *duty = &person->duties[d];
        if ((!actor || strcmp(duty->actor, actor) == 0) && duty->region && strcmp(duty->region, region) == 0)
            return true;
    }
    return false;
}

static bool administrates(const struct person *person) { return strcmp(person->name, "admin") == 0; }

/* Any of the three actors of the SOP in that region. */
static bool acts_in(const struct person *person, const char *region)
{
    return has_duty(person, "pemohon", region) || has_duty(person, "petugas", region) ||
           has_duty(person, "kepala", region);
}

enum deed_kind { TO_START, TO_DO, TO_GIVE, TO_EXPIRE, TO_CANCEL, DEEDS };

static const char *const steps[] = {"ajukan", "periksa", "tetapkan"};
static const char *const actors[] = {"pemohon", "petugas", "kepala"};

static enum baku_status attempt(enum deed_kind kind, const char *id, const char *region, size_t step, const char *as)
{
    struct baku *handle = office_handle();
    struct baku_answer said = {0};
    struct baku_handed handed = {.document = kind == TO_START ? "berkas" : "pengantar"};
    bool brings = kind == TO_START || kind == TO_GIVE;
    char sop[20];
    snprintf(sop, sizeof sop, "%s/izin", region);
    struct baku_deed deed = {.as = as,
                             .answer = kind == TO_DO && step == 1 ? BAKU_ANSWER_YA : BAKU_ANSWER_NONE,
                             .documents = &handed,
                             .n_documents = brings ? 1 : 0};
    enum baku_status status = kind == TO_START    ? baku_case_start(handle, sop, &deed, &said)
                              : kind == TO_DO     ? baku_case_do(handle, id, steps[step], &deed, &said)
                              : kind == TO_GIVE   ? baku_case_give(handle, id, &deed, &said)
                              : kind == TO_EXPIRE ? baku_case_expire(handle, id, steps[step], &deed, &said)
                                                  : baku_case_cancel(handle, id, &deed, &said);
    assert_non_null(said.json);
    baku_answer_release(&said);
    baku_close(handle);
    return status;
}

static bool is_allowed(enum deed_kind kind, const char *region, size_t step, const struct person *person)
{
    if (kind == TO_CANCEL)
        return administrates(person);
    return kind == TO_START || kind == TO_GIVE ? acts_in(person, region) : has_duty(person, actors[step], region);
}

/* How many steps of a case in that state were done: it stands at one of its three, has ended, or was cancelled. */
static size_t done_in(size_t state) { return state == 4 ? 1 : state; }

/* Brings a case of that region there. */
static void bring_to(const char *id, const char *region, size_t state)
{
    static const char *const people[2][3] = {{"pipi", "titi", "koko"}, {"pipi-b", "titi-b", "koko-b"}};
    const char *const *names = people[*region == 'b'];
    for (size_t s = 0; s < done_in(state); s++)
        assert_int_equal(attempt(TO_DO, id, region, s, names[s]), BAKU_YES);
    if (state == 4)
        OFFICE_DONE(BAKU_YES, baku_case_cancel(office.baku, id, &(struct baku_deed){.as = "admin"}, &office.said));
}

/* Expected: denied to all but those whom the table allows; and then exactly what the state allows. */
static enum baku_status expected_status(enum deed_kind kind, size_t step, size_t state)
{
    if (kind == TO_START)
        return BAKU_YES;
    if ((kind == TO_DO || kind == TO_EXPIRE) && step < done_in(state))
        return BAKU_CONFLICT;
    if (state >= 3 || kind == TO_EXPIRE || (kind == TO_DO && step != state))
        return BAKU_NO;
    return BAKU_YES;
}

/* A new case of that region in that state. */
static const char *case_in(const char *region, size_t state)
{
    bool b = *region == 'b';
    const char *id = office_start(b ? "b/izin" : "a/izin", b ? "pipi-b" : "pipi");
    bring_to(id, region, state);
    return id;
}

static void try_one(enum deed_kind kind, const char *region, size_t state, size_t step)
{
    const char *id = case_in(region, state);
    for (size_t i = 0; i < EVERYBODY; i++) {
        const struct person *person = &everybody[i];
        int64_t seq = office_seq();
        enum baku_status status = attempt(kind, id, region, step, person->name);
        enum baku_status expected =
            is_allowed(kind, region, step, person) ? expected_status(kind, step, state) : BAKU_DENIED;
        if (status != expected)
            fail_msg("%s, deed %d at %s, case at %d, region %s: %d, not %d", person->name, (int)kind, steps[step],
                     (int)state, region, (int)status, (int)expected);
        if ((office_seq() > seq) != (status == BAKU_YES))
            fail_msg("%s, deed %d: something else was recorded", person->name, (int)kind);
        if (status == BAKU_YES)
            id = case_in(region, state);
    }
}

static void everything_is_denied_but_what_was_granted(void **state)
{
    (void)state;
    add_everybody();
    for (enum deed_kind kind = TO_START; kind < DEEDS; kind++)
        for (size_t at = 0; at < (kind == TO_START ? 1 : 5); at++)
            for (size_t step = 0; step < (kind == TO_DO || kind == TO_EXPIRE ? 3 : 1); step++) {
                try_one(kind, "a", at, step);
                try_one(kind, "b", at, step);
            }
}

static enum baku_status manage(const char *what, const char *as)
{
    struct baku *handle = office_handle();
    struct baku_answer said = {0};
    static int fresh;
    char name[20];
    const char *sop = "a/izin";
    snprintf(name, sizeof name, "baru-%d", fresh++);
    struct baku_user user = {.name = name, .actor = "kepala", .region = "a", .as = as};
    enum baku_status status = strcmp(what, "add") == 0 ? baku_user_add(handle, &user, &said)
                              : strcmp(what, "remove") == 0
                                  ? baku_user_remove(handle, &(struct baku_user){.name = "nama", .as = as}, &said)
                                  : baku_publish(handle, &sop, 1, &(struct baku_publishing){.as = as}, &said);
    baku_answer_release(&said);
    baku_close(handle);
    return status;
}

static void only_an_administrator_manages(void **state)
{
    (void)state;
    add_everybody();
    for (size_t i = 0; i < EVERYBODY; i++) {
        const struct person *person = &everybody[i];
        enum baku_status expected = administrates(person) ? BAKU_YES : BAKU_DENIED;
        int64_t seq = office_seq();
        if (!administrates(person)) {
            assert_int_equal(manage("add", person->name), expected);
            assert_int_equal(manage("remove", person->name), expected);
            assert_int_equal(manage("publish", person->name), expected);
            assert_int_equal(office_seq(), seq);
        }
    }
    assert_int_equal(manage("add", "admin"), BAKU_YES);
    assert_int_equal(manage("remove", "admin"), BAKU_YES);
    assert_int_equal(manage("remove", "admin"), BAKU_UNKNOWN);
}

static void the_only_administrator_stays(void **state)
{
    (void)state;
    OFFICE_DONE(BAKU_NO, baku_user_remove(office.baku, &(struct baku_user){.name = "admin", .as = "admin"}, &office.said));
    office_user("kedua", "administrator", NULL);
    OFFICE_DONE(BAKU_YES, baku_user_remove(office.baku, &(struct baku_user){.name = "admin", .as = "kedua"}, &office.said));
    OFFICE_DONE(BAKU_NO, baku_user_add(office.baku, &(struct baku_user){.name = "admin", .as = "kedua"}, &office.said));
}

static void users_are_named_and_granted_whole(void **state)
{
    static const struct baku_user bad[] = {
        {.name = "", .as = "admin"},
        {.name = "a\nb", .as = "admin"},
        {.name = " a", .as = "admin"},
        {.name = "a", .actor = "kepala", .as = "admin"},
        {.name = "a", .region = "a", .as = "admin"},
        {.name = "a", .actor = "administrator", .region = "a", .as = "admin"},
        {.name = "a", .actor = "Kepala", .region = "a", .as = "admin"},
    };
    (void)state;
    int64_t seq = office_seq();
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        OFFICE_DONE(BAKU_UNKNOWN, baku_user_add(office.baku, &bad[i], &office.said));
    struct baku_user known = {.name = "titi", .actor = "petugas", .region = "a", .as = "admin"};
    OFFICE_DONE(BAKU_NO, baku_user_add(office.baku, &known, &office.said));
    assert_int_equal(office_seq(), seq);
}

/* One duty is taken away, the others stay; what nobody may do any more is told. */
static void one_duty_is_taken_away(void **state)
{
    (void)state;
    struct baku_user clerk = {.name = "titi", .actor = "petugas", .region = "a", .as = "admin"};
    office_user("titi", "kepala", "a");
    const char *id = office_start("a/izin", "pipi");
    json_decref(office_do(BAKU_YES, id, "ajukan", "pipi"));
    json_t *document = OFFICE(BAKU_YES, baku_user_remove(office.baku, &clerk, &office.said));
    const json_t *waiting = json_array_get(json_object_get(document, "waiting"), 0);
    assert_int_equal(json_array_size(json_object_get(document, "waiting")), 1);
    assert_string_equal(string_at(waiting, "actor"), "petugas");
    assert_int_equal(integer_at(waiting, "case"), 1);
    assert_string_equal(string_at(waiting, "step"), "periksa");
    json_decref(document);
    OFFICE_DONE(BAKU_NO, baku_user_remove(office.baku, &clerk, &office.said));
    document = office_do(BAKU_DENIED, id, "periksa", "titi");
    assert_non_null(strstr(string_at(json_object_get(document, "refusal"), "message"), "nobody is yet"));
    json_decref(document);
    document = OFFICE(BAKU_NO, baku_doctor(office.baku, &office.said));
    const char *problem = json_string_value(json_array_get(json_object_get(document, "problems"), 0));
    assert_non_null(strstr(problem, "petugas (a), case 1 periksa"));
    json_decref(document);
    /* It is given again, as the person is still there. */
    OFFICE_DONE(BAKU_YES, baku_user_add(office.baku, &clerk, &office.said));
    OFFICE_DONE(BAKU_YES, baku_doctor(office.baku, &office.said));
    json_decref(office_answer(BAKU_YES, id, "periksa", "titi", BAKU_ANSWER_TIDAK));
    struct baku_user rules = {.name = "admin", .actor = "administrator", .as = "admin"};
    OFFICE_DONE(BAKU_NO, baku_user_remove(office.baku, &rules, &office.said));
    is_whole_store(office_store());
}

static void a_duty_that_no_published_sop_knows_is_doubted(void **state)
{
    static const struct {
        const char *actor, *region, *warning;
    } rows[] = {{"petugs", "a", "did you mean `petugas`?"},
                {"petugas", "aa", "did you mean `a`?"},
                {"jurusita", "a", "has the actor `jurusita`"},
                {"petugas", "b", ""}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct baku_user user = {.name = "baru", .actor = rows[i].actor, .region = rows[i].region, .as = "admin"};
        json_t *document = OFFICE(BAKU_YES, baku_user_add(office.baku, &user, &office.said));
        const char *warning = string_at(document, "warning");
        assert_true(*rows[i].warning ? strstr(warning, rows[i].warning) != NULL : *warning == 0);
        json_decref(document);
    }
}

/* Only who may be its first user makes a store. */
static void a_refused_user_makes_no_store(void **state)
{
    (void)state;
    struct baku_user other = {.name = "sari", .as = "yusuf"}, half = {.name = "sari", .actor = "petugas"};
    assert_int_equal(unlink(office_store()), 0);
    assert_int_equal(unlink(folder_path("perkara.db-journal")), 0);
    struct baku *baku = office_handle();
    struct baku_answer said;
    assert_int_equal(baku_user_add(baku, &other, &said), BAKU_FAILED);
    baku_answer_release(&said);
    assert_int_equal(baku_user_add(baku, &half, &said), BAKU_UNKNOWN);
    baku_answer_release(&said);
    assert_int_equal(access(office_store(), F_OK), -1);
    other.as = "sari";
    assert_int_equal(baku_user_add(baku, &other, &said), BAKU_YES);
    assert_non_null(strstr(said.json, "\"first\": true"));
    baku_answer_release(&said);
    baku_close(baku);
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
    done(OFFICE(BAKU_YES, baku_case_start(office.baku, "a/izin", &deed, &office.said)), "langsung pemohon a");
}

/* --- CSV --- */

static json_t *import(enum baku_status expected, const char *csv)
{
    folder_write("perkara.csv", csv);
    const char *path = folder_path("perkara.csv");
    return OFFICE(expected, baku_case_import(office.baku, path, &(struct baku_deed){.as = "pipi"}, &office.said));
}

static void expect_import(json_t *document, int started, int known, int bad)
{
    assert_int_equal(integer_at(document, "started"), started);
    assert_int_equal(integer_at(document, "known"), known);
    assert_int_equal(integer_at(document, "bad"), bad);
    json_decref(document);
}

static void a_bad_row_stops_no_other(void **state)
{
    static const char csv[] = "\xEF\xBB\xBFkey;sop;title;berkas\r\n"
                              "N-1;a/izin;\"Budi; \"\"RSUD\"\"\";x\r\n"
                              "N-2;a/izin;;\r\n"
                              "N-3;a/tidak;Ani;x\r\n"
                              "\r\n"
                              "N-4;a/izin;Ani;@/tidak/ada\r\n"
                              "N-5;a/izin;Ani\r\n"
                              ";a/izin;Ani;x\r\n"
                              "N-1;b/izin;Ani;x\r\n"
                              "N-7;a/izin;\"dua\nbaris\";x\r\n"
                              "N-9;a/izin;steers\x1b[31m;x\r\n"
                              "N-8;a/izin;\"tidak ditutup;x\r\n";
    (void)state;
    json_t *first = import(BAKU_NO, csv);
    const json_t *items = json_object_get(first, "items");
    static const int lines[] = {2, 3, 4, 6, 7, 8, 9, 10, 12, 13};
    assert_int_equal(json_array_size(items), sizeof lines / sizeof *lines);
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        assert_int_equal(integer_at(json_array_get(items, i), "line"), lines[i]);
    expect_import(first, 2, 0, 8);
    expect_import(import(BAKU_NO, csv), 0, 2, 8);
    json_t *shown = OFFICE(BAKU_YES, baku_case_show(office.baku, "N-1", &office.said));
    assert_string_equal(string_at(shown, "title"), "Budi; \"RSUD\"");
    json_decref(shown);
}

/* What is said of the nth row that is told. */
static const char *told_row(const json_t *document, size_t nth, const char *key)
{
    return string_at(json_array_get(json_object_get(document, "items"), nth), key);
}

static void a_key_that_could_be_a_number_is_refused(void **state)
{
    (void)state;
    json_t *document = import(BAKU_NO, "key,sop,berkas\n2,a/izin,x\nSK-2,a/izin,x\n0123456789012345678,a/izin,x\n");
    assert_non_null(strstr(told_row(document, 0, "message"), "`2`"));
    assert_non_null(strstr(told_row(document, 0, "help"), "SK-2"));
    expect_import(document, 1, 0, 2);
    OFFICE_DONE(BAKU_UNKNOWN, baku_case_show(office.baku, "2", &office.said));
}

static void a_key_stands_once_in_a_file(void **state)
{
    static const char csv[] = "key,sop,title,berkas\nN-1,a/izin,Ani,x\nN-2,a/izin,Budi,x\n\"N-1\",a/izin,Cici,x\n";
    (void)state;
    json_t *first = import(BAKU_NO, csv);
    assert_int_equal(integer_at(json_array_get(json_object_get(first, "items"), 2), "line"), 4);
    assert_non_null(strstr(told_row(first, 2, "message"), "line 2"));
    expect_import(first, 2, 0, 1);
    expect_import(import(BAKU_NO, csv), 0, 2, 1);
}

static void a_known_key_is_that_of_the_same_case(void **state)
{
    (void)state;
    expect_import(import(BAKU_YES, "key,sop,title,berkas\nN-1,a/izin,Ani,x\nN-2,a/izin,,x\n"), 2, 0, 0);
    json_t *again = import(BAKU_NO, "key,sop,title,berkas\nN-1,a/izin,,x\nN-1,a/izin,Ani,x\nN-2,a/izin,Budi,x\n");
    assert_int_equal(integer_at(json_array_get(json_object_get(again, "items"), 0), "case"), 1);
    assert_non_null(strstr(told_row(again, 2, "message"), "case 2, whose title is another"));
    expect_import(again, 0, 1, 2);
    again = import(BAKU_NO, "key,sop,title,berkas\nN-1,a/izin,Budi,x\nN-2,a/serempak,,\n");
    assert_non_null(strstr(told_row(again, 0, "message"), "case 1, whose title is another: `Ani`"));
    assert_non_null(strstr(told_row(again, 1, "message"), "case 2, whose SOP is another: `a/izin`"));
    expect_import(again, 0, 0, 2);
}

static void a_bad_row_is_told_with_its_cause(void **state)
{
    static const struct {
        const char *row, *message, *help;
    } rows[] = {{"N-1,a/izni,Ani,x", "`a/izni`", "Did you mean `a/izin`?"},
                {"N-1,a/izin,Ani", "3 columns, not 4", "between quotes"},
                {"N-1,a/izin,Ani,x,x,x", "6 columns, not 4", "between quotes"},
                {"N-1,a/izin,\"Ani,x", "quote", "written twice"},
                {"N-1,a/izin,An\xE9,x", "title is not UTF-8", "CSV UTF-8"},
                {"N-1,a/izin,An\x1bi,x", "title is no text", "control characters"}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char csv[120];
        snprintf(csv, sizeof csv, "key,sop,title,berkas\n%s\n", rows[i].row);
        json_t *document = import(BAKU_NO, csv);
        assert_non_null(strstr(told_row(document, 0, "message"), rows[i].message));
        assert_non_null(strstr(told_row(document, 0, "help"), rows[i].help));
        expect_import(document, 0, 0, 1);
    }
}

static void a_column_that_no_sop_takes_is_told_once(void **state)
{
    (void)state;
    json_t *document = import(BAKU_UNKNOWN, "key,sop,berkass\nN-1,a/izin,x\nN-2,a/tidak,x\nN-3,a/izin,x\n");
    const json_t *error = json_object_get(document, "error");
    assert_non_null(strstr(string_at(error, "message"), "`berkass`"));
    assert_non_null(strstr(string_at(error, "help"), "Did you mean `berkas`?"));
    assert_non_null(strstr(string_at(error, "help"), "berkas, pengantar"));
    json_decref(document);
    /* One of its SOPs takes it, or nothing stands in it. */
    expect_import(import(BAKU_NO, "key,sop,berkas\nN-1,a/izin,x\nN-2,a/serempak,x\n"), 1, 0, 1);
    expect_import(import(BAKU_YES, "key,sop,berkas,catatan,\nN-3,a/izin,x,,\n"), 1, 0, 0);
    expect_import(import(BAKU_NO, "key,sop,apa\nN-4,a/tidak,x\n"), 0, 0, 1);
}

static void a_head_without_its_columns_is_refused(void **state)
{
    (void)state;
    json_decref(import(BAKU_UNKNOWN, ""));
    json_decref(import(BAKU_UNKNOWN, "sop,title\na/izin,x\n"));
    expect_import(import(BAKU_YES, "key,sop\n"), 0, 0, 0);
}

static void many_rows_go_in_many_changes(void **state)
{
    (void)state;
    FILE *file = folder_begin("perkara.csv");
    fprintf(file, "key,sop,title,berkas\n");
    for (int i = 0; i < 2500; i++)
        fprintf(file, "N-%d,a/izin,Orang %d,x\n", i, i);
    folder_end(file);
    const char *path = folder_path("perkara.csv");
    json_t *document =
        OFFICE(BAKU_YES, baku_case_import(office.baku, path, &(struct baku_deed){.as = "pipi"}, &office.said));
    expect_import(document, 2500, 0, 0);
    /* The list in pages: each case once. */
    char after[40] = "";
    int seen = 0;
    do {
        struct baku_wanted wanted = {.most = 900, .after = *after ? after : NULL};
        json_t *list = OFFICE(BAKU_YES, baku_case_list(office.baku, &wanted, &office.said));
        seen += (int)json_array_size(json_object_get(list, "items"));
        snprintf(after, sizeof after, "%s", string_at(list, "next"));
        json_decref(list);
    } while (*after);
    assert_int_equal(seen, 2500);
    /* What is rare is found behind many pages. */
    office_start("a/serempak", "titi");
    json_t *list =
        OFFICE(BAKU_YES, baku_case_list(office.baku, &(struct baku_wanted){.sop = "a/serempak"}, &office.said));
    assert_int_equal(integer_at(json_array_get(json_object_get(list, "items"), 0), "case"), 2501);
    json_decref(list);
}

/* --- the worklist --- */

/* "1 periksa, 2 ajukan late" of one page. */
static void expect_worklist(const struct baku_wanted *wanted, const char *expected, char after[100])
{
    char all[400] = "";
    size_t i, used = 0;
    json_t *list = OFFICE(BAKU_YES, baku_worklist(office.baku, wanted, &office.said)), *item;
    json_array_foreach (json_object_get(list, "items"), i, item)
        used +=
            (size_t)snprintf(all + used, sizeof all - used, "%s%d %s%s", i ? ", " : "", (int)integer_at(item, "case"),
                             string_at(item, "step"), json_is_true(json_object_get(item, "late")) ? " late" : "");
    if (after)
        snprintf(after, 100, "%s", string_at(list, "next"));
    json_decref(list);
    assert_string_equal(all, expected);
}

static void the_worklist_is_by_name_late_ones_first(void **state)
{
    char after[100];
    (void)state;
    office_start("a/izin", "pipi");
    pass_minutes(10);
    office_start("a/serempak", "titi");
    office_start("a/izin", "pipi");
    json_decref(office_do(BAKU_YES, "3", "ajukan", "pipi"));
    expect_worklist(&(struct baku_wanted){0}, "1 ajukan late, 3 periksa, 2 kiri, 2 kanan", NULL);
    expect_worklist(&(struct baku_wanted){.as = "titi"}, "3 periksa, 2 kiri", NULL);
    expect_worklist(&(struct baku_wanted){.as = "admin"}, "", NULL);
    expect_worklist(&(struct baku_wanted){.actor = "kepala"}, "2 kanan", NULL);
    expect_worklist(&(struct baku_wanted){.actor = "petugas"}, "3 periksa, 2 kiri", NULL);
    expect_worklist(&(struct baku_wanted){.region = "a", .most = 3}, "1 ajukan late, 3 periksa, 2 kiri", after);
    expect_worklist(&(struct baku_wanted){.region = "a", .after = after}, "2 kanan", NULL);
    expect_worklist(&(struct baku_wanted){.region = "b"}, "", NULL);
    expect_worklist(&(struct baku_wanted){.actor = "kepala", .region = "b"}, "", NULL);
    expect_worklist(&(struct baku_wanted){.as = "titi", .actor = "kepala"}, "", NULL);
    expect_worklist(&(struct baku_wanted){.late = 1}, "1 ajukan late", NULL);
    expect_worklist(&(struct baku_wanted){.most = 3}, "1 ajukan late, 3 periksa, 2 kiri", after);
    assert_true(*after);
    expect_worklist(&(struct baku_wanted){.most = 3, .after = after}, "2 kanan", after);
    assert_string_equal(after, "");
    OFFICE_DONE(BAKU_UNKNOWN, baku_worklist(office.baku, &(struct baku_wanted){.after = "x"}, &office.said));
}

/* The help of a refused list. */
static void expect_help(json_t *document, const char *help)
{
    assert_non_null(strstr(string_at(json_object_get(document, "error"), "help"), help));
    json_decref(document);
}

static void an_empty_list_of_what_nobody_knows_is_refused(void **state)
{
    static const struct {
        struct baku_wanted wanted;
        const char *near;
    } rows[] = {{{.actor = "petugs"}, "`petugas`"},
                {{.region = "bb"}, "`b`"},
                {{.region = "d"}, "`a`"},
                {{.actor = "kepla", .region = "a"}, "`kepala`"},
                {{.actor = "kepla", .as = "titi"}, "`kepala`"},
                {{.actor = "jurusita", .region = "a"}, "baku user list"}};
    (void)state;
    office_start("a/izin", "pipi");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        expect_help(OFFICE(BAKU_UNKNOWN, baku_worklist(office.baku, &rows[i].wanted, &office.said)), rows[i].near);
    expect_help(OFFICE(BAKU_UNKNOWN, baku_case_list(office.baku, &(struct baku_wanted){.region = "aa"}, &office.said)),
                "`a`");
    /* A duty may come before its SOP. */
    office_user("jaja", "jurusita", "c");
    expect_worklist(&(struct baku_wanted){.actor = "jurusita"}, "", NULL);
    expect_worklist(&(struct baku_wanted){.actor = "jurusita", .region = "c"}, "", NULL);
    expect_worklist(&(struct baku_wanted){.actor = "administrator"}, "", NULL);
    OFFICE_DONE(BAKU_YES, baku_case_list(office.baku, &(struct baku_wanted){.region = "c"}, &office.said));
}

static void in_an_empty_store_nothing_is_unknown(void **state)
{
    (void)state;
    assert_int_equal(unlink(office_store()), 0);
    assert_int_equal(unlink(folder_path("perkara.db-journal")), 0);
    OFFICE_DONE(BAKU_YES, baku_user_add(office.baku, &(struct baku_user){.name = "admin"}, &office.said));
    expect_worklist(&(struct baku_wanted){.actor = "petugs", .region = "aa"}, "", NULL);
    struct baku_wanted wanted = {.region = "aa", .sop = "a/izn"};
    OFFICE_DONE(BAKU_YES, baku_case_list(office.baku, &wanted, &office.said));
}

/* "1 3" of the cases and "|" where there are more. */
static void expect_cases(const struct baku_wanted *wanted, const char *expected, char after[40])
{
    char all[200] = "";
    size_t i, used = 0;
    json_t *list = OFFICE(BAKU_YES, baku_case_list(office.baku, wanted, &office.said)), *item;
    json_array_foreach (json_object_get(list, "items"), i, item)
        used += (size_t)snprintf(all + used, sizeof all - used, "%s%d", i ? " " : "", (int)integer_at(item, "case"));
    if (*string_at(list, "next"))
        snprintf(all + used, sizeof all - used, "|");
    if (after)
        snprintf(after, 40, "%s", string_at(list, "next"));
    json_decref(list);
    assert_string_equal(all, expected);
}

static void cases_of_an_old_revision_are_found(void **state)
{
    char after[40];
    (void)state;
    office_start("a/izin", "pipi");
    office_start("a/serempak", "titi");
    office_start("a/izin", "pipi");
    folder_write("a/izin.yaml", OFFICE_SOP "# diperbaiki\n");
    office_publish("a/izin");
    pass_minutes(1);
    office_start("a/izin", "pipi");
    office_start("a/izin", "pipi");
    expect_cases(&(struct baku_wanted){.sop = "a/izin"}, "1 3 4 5", NULL);
    expect_cases(&(struct baku_wanted){.sop = "a/izin", .revision = "1"}, "1 3", NULL);
    expect_cases(&(struct baku_wanted){.revision = "5"}, "4 5", NULL);
    expect_cases(&(struct baku_wanted){.revision = "5", .state = "selesai"}, "", NULL);
    expect_cases(&(struct baku_wanted){.revision = "1", .state = "berjalan", .most = 1}, "1|", after);
    expect_cases(&(struct baku_wanted){.revision = "1", .after = after}, "3", NULL);
    json_t *list = OFFICE(BAKU_YES, baku_case_list(office.baku, &(struct baku_wanted){0}, &office.said));
    assert_int_equal(integer_at(json_array_get(json_object_get(list, "items"), 3), "revision"), 5);
    json_decref(list);
}

static void a_list_asked_for_wrongly_says_what_it_wants(void **state)
{
    static const struct {
        struct baku_wanted wanted;
        const char *help;
    } rows[] = {{{.sop = "a/izn"}, "`a/izin`"},
                {{.revision = "77"}, "baku revisions"},
                {{.revision = "satu"}, "baku revisions"},
                {{.sop = "a/izin", .revision = "3"}, "baku revisions"},
                {{.after = "zzz"}, "such as 50"}};
    (void)state;
    office_start("a/izin", "pipi");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        expect_help(OFFICE(BAKU_UNKNOWN, baku_case_list(office.baku, &rows[i].wanted, &office.said)), rows[i].help);
    struct baku_wanted wanted = {.after = "zzz"};
    expect_help(OFFICE(BAKU_UNKNOWN, baku_worklist(office.baku, &wanted, &office.said)), "without --after");
    wanted = (struct baku_wanted){.state = "selesa"};
    json_t *document = OFFICE(BAKU_UNKNOWN, baku_case_list(office.baku, &wanted, &office.said));
    assert_non_null(strstr(string_at(json_object_get(document, "error"), "message"), "ended (selesai)"));
    json_decref(document);
    expect_cases(&(struct baku_wanted){.state = "berjalan"}, "1", NULL);
}

static void lists_name_the_key_and_the_zone(void **state)
{
    (void)state;
    expect_import(import(BAKU_YES, "key,sop,berkas\nN-1,a/izin,x\n"), 1, 0, 0);
    json_t *list = OFFICE(BAKU_YES, baku_worklist(office.baku, &(struct baku_wanted){0}, &office.said));
    const json_t *task = json_array_get(json_object_get(list, "items"), 0);
    assert_string_equal(string_at(task, "key"), "N-1");
    assert_string_equal(string_at(task, "zone"), "WITA");
    json_decref(list);
    list = OFFICE(BAKU_YES, baku_case_list(office.baku, &(struct baku_wanted){0}, &office.said));
    assert_string_equal(string_at(json_array_get(json_object_get(list, "items"), 0), "zone"), "WITA");
    json_decref(list);
    json_t *shown = OFFICE(BAKU_YES, baku_case_show(office.baku, "1", &office.said));
    assert_string_equal(string_at(shown, "zone"), "WITA");
    assert_true(json_is_null(json_object_get(shown, "cancelled_by")));
    json_decref(shown);
    json_t *told = OFFICE(BAKU_YES, baku_case_history(office.baku, "1", &office.said));
    assert_string_equal(string_at(told, "zone"), "WITA");
    json_decref(told);
}

/* --- what is stored is what happened --- */

static void each_stored_case_is_what_its_events_fold_to(void **state)
{
    (void)state;
    struct baku_deed enter = {.as = "titi", .choose = "a/izin", .documents = office_berkas, .n_documents = 1};
    for (size_t i = 0; i < 5; i++)
        bring_to(office_start("a/izin", "pipi"), "a", i);
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
        office_test(the_same_key_gets_the_same_answer),
        office_test(a_refused_deed_keeps_no_key),
        office_test(a_key_is_no_empty_text),
        office_test(a_deed_tells_its_events_as_the_history_does),
        office_test(a_text_that_steers_is_not_kept),
        office_test(a_text_must_have_its_form),
        office_test(a_file_is_judged_by_its_content),
        office_test(what_is_given_late_is_taken),
        office_test(a_link_that_ran_out_is_sent_again),
        office_test(a_step_of_another_region_is_done_by_its_people),
        office_test(everything_is_denied_but_what_was_granted),
        office_test(only_an_administrator_manages),
        office_test(the_only_administrator_stays),
        office_test(users_are_named_and_granted_whole),
        office_test(one_duty_is_taken_away),
        office_test(a_duty_that_no_published_sop_knows_is_doubted),
        office_test(a_refused_user_makes_no_store),
        office_test(of_two_who_complete_one_step_one_wins),
        office_test(branches_that_are_done_at_once_both_count),
        office_test(what_waits_in_a_branch_keeps_its_time),
        office_test(open_cases_go_on_by_their_own_revision),
        office_test(a_case_takes_what_was_law_when_it_began),
        office_test(a_bad_row_stops_no_other),
        office_test(a_key_that_could_be_a_number_is_refused),
        office_test(a_key_stands_once_in_a_file),
        office_test(a_known_key_is_that_of_the_same_case),
        office_test(a_bad_row_is_told_with_its_cause),
        office_test(a_column_that_no_sop_takes_is_told_once),
        office_test(a_head_without_its_columns_is_refused),
        office_test(many_rows_go_in_many_changes),
        office_test(the_worklist_is_by_name_late_ones_first),
        office_test(an_empty_list_of_what_nobody_knows_is_refused),
        office_test(in_an_empty_store_nothing_is_unknown),
        office_test(cases_of_an_old_revision_are_found),
        office_test(a_list_asked_for_wrongly_says_what_it_wants),
        office_test(lists_name_the_key_and_the_zone),
        office_test(each_stored_case_is_what_its_events_fold_to),
        office_test(a_state_that_was_changed_is_read_safely),
    };
    return cmocka_run_group_tests_name("cases", tests, NULL, NULL);
}
